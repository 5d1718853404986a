"""`make faults`: every fault alone, with what it costs, written into docs/reliability.md."""

import multiprocessing
import sys
from concurrent.futures import ProcessPoolExecutor

from tests.crawling.processes import ROOT
from tests.faults.runs import SETTINGS
from tests.faults.table import ALL, HEAD, measured

PAGE = ROOT / "docs" / "reliability.md"
BEGIN, END = "<!-- faults: written by make faults -->", "<!-- faults: end -->"
#: Harvests side by side.
AT_ONCE = 2


def main() -> int:
    """Measure all faults and write the table; 1 when one was not dealt with as it should be."""
    rows, bad = [], []
    # A site's bombs stay in the memory of the process that serves them: each has one of its own.
    with ProcessPoolExecutor(
        AT_ONCE, mp_context=multiprocessing.get_context("spawn"), max_tasks_per_child=1
    ) as at_once:
        for name, (row, wrong) in zip(ALL, at_once.map(measured, ALL), strict=True):
            print(row, *wrong, sep="\n  ", flush=True)
            rows.append(row)
            if wrong:
                bad.append(name)
    text = PAGE.read_text("utf-8")
    before, _, rest = text.partition(BEGIN)
    after = rest.partition(END)[2]
    PAGE.write_text(f"{before}{BEGIN}\n{HEAD}\n" + "\n".join(rows) + f"\n{END}{after}", "utf-8")
    print(f"{len(rows)} faults; not as they should be: {', '.join(bad) or 'none'}")
    return bool(bad)


if __name__ == "__main__":
    print("Settings of these runs:", SETTINGS)
    sys.exit(main())
