"""The table of faults: a row for each, measured."""

import tempfile
from pathlib import Path

from tests.faults.alone import outcome_of
from tests.faults.of_items import FAULTS
from tests.faults.of_sites import SITE_FAULTS

HEAD = (
    "| fault | what the harvester does | requests | retries | seconds | MB | items kept |\n"
    "|---|---|---|---|---|---|---|"
)
ALL = {fault.name: fault for fault in (*FAULTS, *SITE_FAULTS)}


def measured(name: str) -> tuple[str, list[str]]:
    """The row of one fault, and what did not come as it should."""
    fault = ALL[name]
    with tempfile.TemporaryDirectory() as directory:
        done = outcome_of(fault, Path(directory))
    row = (
        f"| {name} | {fault.does} | {len(done.asked)} | {done.retries} | {done.cost.seconds:.1f} "
        f"| {done.cost.memory:.0f} | {done.kept} of {done.items} |"
    )
    return row, done.wrong
