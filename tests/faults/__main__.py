"""`make faults`: every fault alone, with what it costs, written into docs/reliability.md."""

import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from tests.crawling.processes import ROOT
from tests.faults.catalogue import FAULTS, SITE_FAULTS, Fault, SiteFault
from tests.faults.runs import SETTINGS, Cost, harvest
from tests.faults.test_faults import kept
from tests.site.server import LocalSite

PAGE = ROOT / "docs" / "reliability.md"
BEGIN, END = "<!-- faults: written by make faults -->", "<!-- faults: end -->"
ITEMS = 4
#: Harvests side by side.
AT_ONCE = 4
HEAD = (
    "| fault | what the harvester does | requests | retries | seconds | MB | items kept |\n"
    "|---|---|---|---|---|---|---|"
)


def main() -> int:
    """Measure all faults and write the table; 1 when one was not dealt with as it should be."""
    rows, bad = [], []
    faults = (*FAULTS, *SITE_FAULTS)
    with ThreadPoolExecutor(AT_ONCE) as at_once:
        for fault, (row, good) in zip(faults, at_once.map(alone, faults), strict=True):
            print(row, flush=True)
            rows.append(row)
            if not good:
                bad.append(fault.name)
    text = PAGE.read_text("utf-8")
    before, _, rest = text.partition(BEGIN)
    after = rest.partition(END)[2]
    PAGE.write_text(f"{before}{BEGIN}\n{HEAD}\n" + "\n".join(rows) + f"\n{END}{after}", "utf-8")
    print(f"{len(rows)} faults; not as they should be: {', '.join(bad) or 'none'}")
    return bool(bad)


def alone(fault: Fault | SiteFault) -> tuple[str, bool]:
    """Measure a fault on a site of its own."""
    with tempfile.TemporaryDirectory() as directory, LocalSite(ITEMS) as site:
        return measured(fault, site, Path(directory) / "data")


def measured(fault: Fault | SiteFault, site: LocalSite, data: Path) -> tuple[str, bool]:
    """The row of one fault, and whether it came as it should."""
    truth = set(site.truth())
    if isinstance(fault, Fault):
        story = site.items[1]
        fault.arrange(site, story)
        wanted = truth if fault.fate == "kept" else truth - {story.key}
        arguments: tuple[str, ...] = ()
    else:
        fault.arrange(site)
        wanted = truth if fault.items else set()
        arguments = fault.arguments
    cost: Cost = harvest(site.base_url, data, fault.settings, arguments)
    found = kept(data)
    asked = len(site.requests)
    retries = max(0, asked - len({seen.path for seen in site.requests}))
    row = (
        f"| {fault.name} | {fault.does} | {asked} | {retries} | {cost.seconds:.1f} | {cost.memory:.0f} "
        f"| {len(found)} of {len(truth)} |"
    )
    return row, found == wanted or bool(arguments)


if __name__ == "__main__":
    print("Settings of these runs:", SETTINGS)
    sys.exit(main())
