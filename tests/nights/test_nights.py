"""Faults that the monitors hold back, and changes that they leave alone; all of them: ``make nights``."""

from pathlib import Path

import pytest

from tests.nights.history import SHAPES, History
from tests.nights.measure import FAULTS, outcome_of
from tests.nights.scene import Fault


@pytest.fixture(scope="session")
def history(tmp_path_factory: pytest.TempPathFactory) -> History:
    """The accepted nights that every fault comes after."""
    return History(SHAPES["usual"], tmp_path_factory.mktemp("history"))


#: Those that are measured with every change.
NAMES = ("no dates", "'Page not found', status 200", "nights as ever", "other bytes, same pages")


@pytest.mark.parametrize(
    "fault", [fault for fault in FAULTS if fault.name in NAMES], ids=lambda fault: fault.name
)
def test_a_planted_failure_is_held_and_a_harmless_change_is_published(
    fault: Fault, history: History, tmp_path: Path
) -> None:
    found = outcome_of(fault, history, tmp_path)
    assert found.as_expected, found
