"""Runs, pages on the way, and the count of it all."""

import datetime as dt
from collections.abc import Callable

import pytest

from osce_scraper.store import Store, StoreError, Validators
from tests.store.conftest import START, Clock
from tests.store.records import found, news_item

LISTING = "https://www.osce.org/news"


def test_a_run_says_what_it_was_and_what_it_counted(store: Store, clock: Clock) -> None:
    run = store.start_run("harvest", {"limit": 5, "languages": ["en"]}, clock())
    store.finish_run(
        run,
        clock.forward(seconds=90),
        outcome="finished",
        counts={"saved": 3, "fetched": 4},
        monitors=[{"name": "items", "ok": True}],
        versions={"osce-scraper": "0.1.0"},
    )
    (entry,) = store.runs()
    assert (entry.run, entry.command, entry.arguments) == (1, "harvest", {"limit": 5, "languages": ["en"]})
    assert (entry.started_at, entry.seconds, entry.outcome) == (START, 90.0, "finished")
    assert (entry.counts, entry.monitors) == ({"fetched": 4, "saved": 3}, [{"name": "items", "ok": True}])
    assert entry.versions == {"osce-scraper": "0.1.0"}


def test_runs_are_numbered_from_one(store: Store, clock: Clock) -> None:
    assert [store.start_run("harvest", {}, clock()) for _ in range(3)] == [1, 2, 3]
    assert store.run == 3


def test_a_killed_run_is_marked_once_somebody_holds_the_lock(
    store: Store, open_store: Callable[[], Store], clock: Clock
) -> None:
    store.start_run("harvest", {}, clock())
    store.close()
    again = open_store()
    again.start_run("menus", {}, clock())
    assert [entry.outcome for entry in again.runs()] == [None, None]
    with again.lock("harvest", clock()):
        again.start_run("harvest", {}, clock())
    assert [entry.outcome for entry in again.runs()] == ["interrupted", "interrupted", None]


def test_a_clock_that_jumped_back_makes_no_negative_time(store: Store, clock: Clock) -> None:
    run = store.start_run("harvest", {}, clock())
    store.finish_run(run, clock.forward(hours=-2), outcome="finished", counts={})
    assert [entry.seconds for entry in store.runs()] == [0.0]


def test_a_run_that_never_began_cannot_end(store: Store, clock: Clock) -> None:
    with pytest.raises(StoreError, match=r"never started.*start_run"):
        store.finish_run(4, clock(), outcome="finished", counts={})


def test_pages_on_the_way_keep_their_validators(store: Store, clock: Clock) -> None:
    assert store.page_validators(LISTING) is None
    store.remember_page(LISTING, clock(), etag='"1"', last_modified=None, body_sha256="a" * 64)
    assert store.page_validators(LISTING) == Validators('"1"', None, "a" * 64)
    store.remember_page(LISTING, clock(), etag='"2"', last_modified="x", body_sha256="b" * 64)
    assert store.page_validators(LISTING) == Validators('"2"', "x", "b" * 64)


def test_a_walk_to_the_end_is_remembered(store: Store, clock: Clock) -> None:
    assert store.walked(LISTING) is None
    store.remember_walk(LISTING, clock())
    store.remember_walk(LISTING, clock.forward(days=1))
    assert store.walked(LISTING) == START + dt.timedelta(days=1)


def test_the_store_counts_what_it_holds(store: Store, clock: Clock) -> None:
    run = store.start_run("harvest", {}, clock())
    store.found(found(1), clock())
    store.found(found(2), clock())
    store.failed("2-en", clock(), "timed out")
    store.save(news_item(3), clock(), run)
    counts = store.counts()
    assert (counts.items, counts.withdrawn, counts.addresses, counts.waiting) == (1, 0, 3, 2)
    assert (counts.failing, counts.quarantined, counts.changes, counts.runs) == (1, 0, 1, 1)
