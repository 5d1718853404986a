"""Faults of a server cost what they must: the item at fault, never another one.

The faults and what is to come of each stand in ``of_items.py`` and ``of_sites.py``; ``make faults`` measures
them one by one.
"""

from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.faults.alone import ITEMS, NO_HOST, kept, outcome_of
from tests.faults.kinds import COUNTERS, Fault, SiteFault
from tests.faults.of_items import FAULTS, FORGED
from tests.faults.of_sites import SITE_FAULTS
from tests.faults.runs import MOST_MEMORY, Cost, Reach, harvest
from tests.site.listings import SHOWN_TWICE
from tests.site.server import LocalSite
from tests.site.stories import Story

#: Requests that may be lost on the way.
SPOILT = sum(fault.spoils for fault in FAULTS)


@dataclass(frozen=True, slots=True)
class AllAtOnce:
    """One harvest of a site where every third item has another fault."""

    victims: dict[str, Story]
    site: LocalSite
    cost: Cost
    directory: Path


@pytest.fixture(scope="module")
def all_at_once(tmp_path_factory: pytest.TempPathFactory) -> AllAtOnce:
    """All faults of items met by one harvest."""
    directory = tmp_path_factory.mktemp("faults") / "data"
    with LocalSite(3 * len(FAULTS)) as site:
        # What is refused or forbidden anyway shows nothing of a fault.
        # One that a listing shows at another address too may be asked for there.
        twice = {str(number) for _, number, _ in SHOWN_TWICE}
        true = [story for story in site.items if story.key in site.truth() and str(story.number) not in twice]
        stories = true[1::3]
        victims = dict(zip((fault.name for fault in FAULTS), stories, strict=False))
        assert len(victims) == len(FAULTS)
        for fault in FAULTS:
            fault.arrange(site, victims[fault.name])
        cost = harvest(site.base_url, directory)
    return AllAtOnce(victims, site, cost, directory)


def test_no_fault_costs_an_unrelated_item(all_at_once: AllAtOnce) -> None:
    site, cost = all_at_once.site, all_at_once.cost
    assert cost.code == 0, cost.log[-3000:]
    lost = {all_at_once.victims[fault.name].key for fault in FAULTS if fault.fate != "kept"}
    assert kept(all_at_once.directory) == set(site.truth()) - lost
    assert cost.memory < MOST_MEMORY
    assert not any("Cookie" in seen.headers for seen in site.requests)


@pytest.mark.parametrize("counter", COUNTERS)
def test_every_fault_is_counted_once(all_at_once: AllAtOnce, counter: str) -> None:
    site = all_at_once.site
    without = {
        "quarantined": len(site.refused()),
        "skipped/not_allowed": sum(site.disallowed(story) for story in site.items),
    }.get(counter, 0)
    numbers = [fault.counted(counter) for fault in FAULTS]
    least, most = sum(min(number) for number in numbers), sum(max(number) for number in numbers)
    assert without + least <= all_at_once.cost.counts.get(counter, 0) <= without + most


def test_every_request_is_counted_once(all_at_once: AllAtOnce) -> None:
    unseen = all_at_once.cost.counts["requests"] - len(all_at_once.site.requests)
    assert unseen in range(1 + SPOILT)


def test_every_fault_is_asked_for_as_often_as_it_should(all_at_once: AllAtOnce) -> None:
    asked = Counter(seen.path for seen in all_at_once.site.requests)
    other = {
        fault.name: asked[all_at_once.victims[fault.name].path] - fault.requests
        for fault in FAULTS
        if asked[all_at_once.victims[fault.name].path] != fault.requests
    }
    # A request that was sent on a spoilt connection may be that of another fault; the site does not see it.
    assert all(number < 0 for number in other.values()), other
    assert sum(other.values()) >= -SPOILT, other


def test_an_answer_that_nobody_asked_for_is_nobodys(all_at_once: AllAtOnce) -> None:
    title = FORGED.partition(b"<h1>")[2].partition(b"<")[0].decode()
    for path in all_at_once.directory.glob("*.jsonl"):
        assert title not in path.read_text("utf-8")


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.name)
def test_a_fault_of_an_item(fault: Fault, all_at_once: AllAtOnce) -> None:
    story = all_at_once.victims[fault.name]
    assert (story.key in kept(all_at_once.directory)) == (fault.fate == "kept")
    in_quarantine = story.key in kept(all_at_once.directory, "quarantine", "identity")
    assert in_quarantine == (fault.fate == "quarantined")


QUICK = (
    "TLS with the right certificate",
    "TLS with a certificate of its own making",
    "TLS with a certificate for another host",
    "TLS with a certificate that has run out",
    "A name that can't be resolved",
    "robots.txt of 2 MB",
    "robots.txt that is slow",
    "robots.txt that stalls",
    "Sitemap: billion laughs",
    "Sitemap that contains itself",
)


@pytest.mark.parametrize(
    "fault", [fault for fault in SITE_FAULTS if fault.name in QUICK], ids=lambda fault: fault.name
)
def test_a_fault_of_the_site(fault: SiteFault, tmp_path: Path) -> None:
    done = outcome_of(fault, tmp_path)
    assert done.wrong == [], done.cost.log[-3000:]
    if not fault.items:
        assert set(done.asked) <= {"/robots.txt"}


def test_a_site_that_cannot_be_reached_costs_nothing_that_was_there(tmp_path: Path) -> None:
    with LocalSite(ITEMS) as site:
        assert harvest(site.base_url, tmp_path).code == 0
        before = {path.name: path.read_bytes() for path in tmp_path.glob("*.jsonl")}
    assert before
    assert harvest(site.base_url, tmp_path).code == 1
    assert harvest(NO_HOST, tmp_path, Reach(resolved=False)).code == 1
    assert {path.name: path.read_bytes() for path in tmp_path.glob("*.jsonl")} == before
