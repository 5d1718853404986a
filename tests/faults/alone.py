"""One fault on a site of its own: arranged, harvested, and judged."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.faults.certificates import served
from tests.faults.kinds import COUNTERS, Fault, SiteFault
from tests.faults.runs import MOST_MEMORY, Cost, Reach, harvest
from tests.site.server import LocalSite

#: Items of the site.
ITEMS = 4
#: A name that leads nowhere (RFC 2606).
NO_HOST = "http://mirror.invalid"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a fault: what it cost, what was asked and kept, and what is not as it should be."""

    cost: Cost
    asked: list[str]
    kept: int
    items: int
    wrong: list[str]

    @property
    def retries(self) -> int:
        """Requests for an address that was asked for before."""
        return len(self.asked) - len(set(self.asked))


def kept(directory: Path, table: str = "news", key: str = "id") -> set[str]:
    """The identities in a published table."""
    path = directory / f"{table}.jsonl"
    return (
        {json.loads(line)[key] for line in path.read_text("utf-8").splitlines()} if path.exists() else set()
    )


def outcome_of(fault: Fault | SiteFault, directory: Path) -> Outcome:
    """Have a harvest meet a fault; its files go into ``directory``."""
    data = directory / "data"
    with _site_for(fault, directory) as (site, reach):
        truth = set(site.truth())
        counted: dict[str, range] = {}
        if isinstance(fault, Fault):
            story = site.items[1]
            fault.arrange(site, story)
            wanted = truth if fault.fate == "kept" else truth - {story.key}
            counted = {name: fault.counted(name) for name in COUNTERS}
        else:
            fault.arrange(site)
            wanted = truth if fault.items else set()
            counted = {name: range(number, number + 1) for name, number in fault.counts.items()}
        cost = harvest(site.base_url if reach.resolved else NO_HOST, data, reach)
        asked = [seen.path for seen in site.requests]
        cookies = any("Cookie" in seen.headers for seen in site.requests)
    found = kept(data)
    wrong = [f"{name} is missing" for name in sorted(wanted - found)]
    wrong += [f"{name} should not be there" for name in sorted(found - wanted)]
    wrong += [
        f"{name} is {cost.counts.get(name, 0)}"
        for name, number in counted.items()
        if cost.counts.get(name, 0) not in number
    ]
    good = not isinstance(fault, SiteFault) or fault.items
    checks = {
        f"exit code {cost.code}": (cost.code == 0) == good,
        f"{cost.memory:.0f} MB": cost.memory < MOST_MEMORY,
        "a cookie was sent": not cookies,
        "requests are miscounted": "requests" in counted
        or cost.counts.get("requests", 0) - len(asked) in range(1 + getattr(fault, "spoils", 0)),
    }
    wrong += [said for said, as_it_should in checks.items() if not as_it_should]
    return Outcome(cost, asked, len(found), len(truth), wrong)


@contextmanager
def _site_for(fault: Fault | SiteFault, directory: Path) -> Iterator[tuple[LocalSite, Reach]]:
    if isinstance(fault, Fault):
        with LocalSite(ITEMS) as site:
            yield site, Reach()
        return
    context, trust = served(fault.certificate, directory) if fault.certificate else (None, None)
    with LocalSite(ITEMS, tls=context) as site:
        yield site, Reach(trust, fault.resolved)
