"""Who speaks is looked for in a phrase of usual length, however long the text is."""

import time
from collections.abc import Callable

import pytest

from osce_scraper.text.speakers import Person, person_after, person_before


@pytest.mark.parametrize("find", [person_after, person_before])
def test_a_phrase_without_end_takes_no_time(find: Callable[[str], Person | None]) -> None:
    begun = time.process_time()
    find("Jane Doe " + "Head of Mission to Ukraine Jane Doe " * 6_000)
    # Some hundredths of a second; the square of its length took minutes.
    assert time.process_time() - begun < 2
