"""Faults of a server cost what they must: the item at fault, never another one.

The faults and what is to come of each stand in ``catalogue.py``; ``make faults`` measures them one by one.
"""

import json
from pathlib import Path

import pytest

from tests.faults.catalogue import FAULTS, SITE_FAULTS, Fault, SiteFault
from tests.faults.runs import MOST_MEMORY, Cost, harvest
from tests.site.server import LocalSite
from tests.site.stories import Story


def kept(directory: Path, table: str = "news", key: str = "id") -> set[str]:
    """The identities in a published table."""
    path = directory / f"{table}.jsonl"
    return (
        {json.loads(line)[key] for line in path.read_text("utf-8").splitlines()} if path.exists() else set()
    )


@pytest.fixture(scope="module")
def all_at_once(tmp_path_factory: pytest.TempPathFactory) -> tuple[dict[str, Story], LocalSite, Cost, Path]:
    """One harvest of a site where every third item has another fault."""
    directory = tmp_path_factory.mktemp("faults") / "data"
    with LocalSite(3 * len(FAULTS)) as site:
        stories = site.items[1::3]
        victims = dict(zip((fault.name for fault in FAULTS), stories, strict=False))
        for fault in FAULTS:
            fault.arrange(site, victims[fault.name])
        cost = harvest(site.base_url, directory, {})
    return victims, site, cost, directory


def test_no_fault_costs_an_unrelated_item(
    all_at_once: tuple[dict[str, Story], LocalSite, Cost, Path],
) -> None:
    victims, site, cost, directory = all_at_once
    assert cost.code == 0, cost.log[-3000:]
    at_fault = {story.key for story in victims.values()}
    assert set(site.truth()) - at_fault <= kept(directory)
    assert cost.memory < MOST_MEMORY
    assert not any("Cookie" in seen.headers for seen in site.requests)
    expected = sum(1 for fault in FAULTS if fault.fate == "left for later")
    counts = cost.counts
    assert counts.get("failed", 0) + counts.get("skipped/not_allowed", 0) >= expected


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.name)
def test_a_fault_of_an_item(
    fault: Fault, all_at_once: tuple[dict[str, Story], LocalSite, Cost, Path]
) -> None:
    victims, site, _, directory = all_at_once
    story = victims[fault.name]
    asked = sum(seen.path == story.path for seen in site.requests)
    assert asked == fault.requests
    assert (story.key in kept(directory)) == (fault.fate == "kept")
    in_quarantine = story.key in kept(directory, "quarantine", "identity")
    assert in_quarantine == (fault.fate == "quarantined")


QUICK = (
    "robots.txt of 2 MB",
    "robots.txt that stalls",
    "Sitemap: billion laughs",
    "Sitemap that contains itself",
)


@pytest.mark.parametrize(
    "fault", [fault for fault in SITE_FAULTS if fault.name in QUICK], ids=lambda fault: fault.name
)
def test_a_fault_of_the_site(fault: SiteFault, tmp_path: Path) -> None:
    with LocalSite(4) as site:
        fault.arrange(site)
        cost = harvest(site.base_url, tmp_path, fault.settings, fault.arguments)
        assert cost.memory < MOST_MEMORY
        assert (cost.code == 0) == fault.items, cost.log[-3000:]
        assert (kept(tmp_path) == set(site.truth())) == fault.items
        if not fault.items:
            assert {seen.path for seen in site.requests} == {"/robots.txt"}
