"""Faults that the monitors hold back, and changes that they leave alone; all of them: ``make nights``."""

from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest

from tests.nights.history import SHAPES, History
from tests.nights.measure import FAULTS, outcome_of
from tests.nights.scene import Fault


@pytest.fixture(scope="session")
def history(tmp_path_factory: pytest.TempPathFactory) -> History:
    """The accepted nights that every fault comes after."""
    return History(SHAPES["usual"], tmp_path_factory.mktemp("history"))


#: Every second one is measured with every change, on one night: some forty seconds.
OFTEN = [fault for fault in FAULTS if fault.shape == "usual" and fault.nights == 3][::2]


@pytest.mark.parametrize("fault", OFTEN, ids=lambda fault: fault.name)
def test_a_planted_failure_is_held_and_a_harmless_change_is_published(
    fault: Fault, history: History, tmp_path: Path
) -> None:
    # A planted failure has three nights to be noticed in.
    tonight = fault if fault.kind == "planted" else replace(fault, nights=1)
    found = outcome_of(tonight, history, tmp_path)
    assert found.as_expected, found


def test_the_table_is_as_large_as_it_has_to_be_and_names_nothing_twice() -> None:
    kinds = Counter(fault.kind for fault in FAULTS)
    assert min(kinds["planted"], kinds["harmless"]) >= 30
    assert len({fault.name for fault in FAULTS}) == len(FAULTS)
