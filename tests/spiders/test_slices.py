"""A first harvest cut into slices: each stores records, none asks again, all together are one long run."""

import json
from collections import Counter
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from osce_scraper.crawling.harvest import Harvested, Limits
from tests.monitors.harvests import run_harvest
from tests.site.server import LocalSite
from tests.spiders.crawl import records

#: Fields of what is published that tell when something was fetched, seen, or by which run.
_TIMES = frozenset(
    [
        *("fetched_at", "first_seen", "last_seen", "last_changed", "at", "archive", "run"),
        *("first_refused", "last_refused"),
    ]
)


def slice_of(site: LocalSite, directory: Path, requests: int | None) -> Harvested:
    """A harvest that may make so many requests."""
    limits = Limits(requests=requests)
    return run_harvest(site.base_url, directory, settings={"OSCE_SAMPLE": "0"}, limits=limits)


def asked(site: LocalSite) -> Counter[str]:
    """How often each page was asked for, robots.txt aside."""
    return Counter(seen.path for seen in site.requests if seen.path != "/robots.txt")


def without_times(value: Any) -> Any:
    """What is published, without when and by which run."""
    if isinstance(value, dict):
        return {key: without_times(each) for key, each in value.items() if key not in _TIMES}
    return [without_times(each) for each in value] if isinstance(value, list) else value


def lines(directory: Path, name: str) -> list[Any]:
    """The lines of a published file, without times."""
    return [without_times(json.loads(line)) for line in (directory / name).read_text("utf-8").splitlines()]


def published(directory: Path) -> dict[str, list[Any]]:
    """What a harvest publishes, without times; of the journal what changed, not in which order."""
    changes = sorted(
        (change["id"], change["change"], change["revision"]) for change in lines(directory, "changes.jsonl")
    )
    files = {name: lines(directory, name) for name in ("news.jsonl", "menus.jsonl", "quarantine.jsonl")}
    return {**files, "changes": changes}


def in_slices(site: LocalSite, directory: Path, requests: int) -> list[int]:
    """Harvest in slices until nothing is left; how many records each had stored."""
    stored: list[int] = []
    for _ in range(60):
        done = slice_of(site, directory, requests)
        stored.append(len(records(directory)))
        if not done.cut_short:
            return stored
    raise AssertionError("the slices come to no end")


@pytest.mark.parametrize("requests", [10])
def test_slices_of_requests_add_up_to_one_run(tmp_path: Path, requests: int) -> None:
    with LocalSite(150) as site:
        stored = in_slices(site, tmp_path / "slices", requests)
        again = {path: number for path, number in asked(site).items() if number > 1}
        site.forget_requests()
        slice_of(site, tmp_path / "whole", None)
        once = {path for path, number in asked(site).items() if number > 1}
    assert stored[0] > 0
    assert all(later > earlier for earlier, later in pairwise(stored)), stored
    assert set(again) <= once, again
    assert published(tmp_path / "slices") == published(tmp_path / "whole")


def test_the_first_record_comes_within_the_first_ten_requests(tmp_path: Path) -> None:
    with LocalSite(400) as site:
        slice_of(site, tmp_path, 10)
        assert len(site.requests) == 10
    assert len(records(tmp_path)) >= 5


def test_what_comes_on_top_between_two_slices_is_read_and_nothing_is_lost(tmp_path: Path) -> None:
    with LocalSite(150) as site:
        site.answer("/sitemap.xml", 404)
        for _ in range(4):
            slice_of(site, tmp_path / "slices", 20)
        added = {site.add_item(layout="drupal11").key for _ in range(5)}
        in_slices(site, tmp_path / "slices", 40)
        slice_of(site, tmp_path / "whole", None)
    assert added <= set(records(tmp_path / "slices"))
    assert set(records(tmp_path / "slices")) == set(records(tmp_path / "whole"))


def test_what_goes_between_two_slices_pulls_nothing_out_of_sight(tmp_path: Path) -> None:
    with LocalSite(150) as site:
        site.answer("/sitemap.xml", 404)
        slice_of(site, tmp_path / "slices", 30)
        for key in sorted(records(tmp_path / "slices"))[:3]:
            site.unlist(int(key.partition("-")[0]))
        in_slices(site, tmp_path / "slices", 40)
        slice_of(site, tmp_path / "whole", None)
    assert set(records(tmp_path / "whole")) <= set(records(tmp_path / "slices"))
