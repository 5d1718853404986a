"""The Parliamentary Assembly's pages give what they say."""

from pathlib import Path

import pytest

from osce_scraper.evaluation.fixtures import Case, Outcome, compare, extract, read_cases
from osce_scraper.sites import check_site, load_site

CASES = list(read_cases(Path(__file__).parent / "oscepa" / "fixtures"))


def test_there_are_pages_of_every_kind() -> None:
    assert len(CASES) >= 20
    assert {case.kind.value for case in CASES} == {"news", "listing", "menu"}


def test_the_names_of_the_site_are_each_given_once() -> None:
    check_site(load_site("oscepa"))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.title)
def test_a_page_gives_what_it_says(case: Case) -> None:
    outcomes = compare(case, extract(case, "oscepa"))
    assert [outcome for outcome in outcomes if outcome.outcome is not Outcome.EXACT] == []
