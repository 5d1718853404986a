"""After a night that was held and a sound one, the store is that of somebody who never saw the first."""

from pathlib import Path

import pytest

from tests.nights.history import SHAPES, History
from tests.nights.planted import PLANTED
from tests.nights.recovery import recovery
from tests.nights.scene import Fault

#: The faults that take time to be noticed, or are of another site, are measured by ``make nights``.
FAULTS = [fault for fault in PLANTED if fault.shape == "usual"]


@pytest.fixture(scope="module")
def history(tmp_path_factory: pytest.TempPathFactory) -> History:
    """The accepted nights that every fault comes after."""
    return History(SHAPES["usual"], tmp_path_factory.mktemp("history"))


@pytest.mark.slow
@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.name)
def test_a_sound_night_leaves_no_trace_of_one_that_was_held(
    fault: Fault, history: History, tmp_path: Path
) -> None:
    found = recovery(fault, history, tmp_path)
    assert found.held
    assert len(found.expected["news.jsonl"]) > 300
    for name, lines in found.expected.items():
        assert found.after[name] == lines, name
