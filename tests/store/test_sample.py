"""The sample of known items, and the records that it is compared with."""

import datetime as dt
from collections import Counter

import pytest

from osce_scraper.records import Issuer
from osce_scraper.store import Refusal, Store
from tests.store.conftest import Clock
from tests.store.records import found, news_item, source


@pytest.fixture
def run(store: Store, clock: Clock) -> int:
    return store.start_run("harvest", {}, clock())


def fill(store: Store, clock: Clock, run: int, number: int = 60) -> None:
    """Items most of which are of one kind, and some of others."""
    for place in range(number):
        rare = place % 12 == 0
        store.save(
            news_item(
                500_000 + place,
                "sq" if rare else "en",
                issued_on=dt.date(2010 if rare else 2026, 1, 1 + place % 28),
                issuers=[Issuer(name="OSCE Presence in Albania" if rare else "OSCE Secretariat")],
                source=source(layout="newsroom" if rare else "drupal11"),
            ),
            clock(),
            run,
        )


def test_a_sample_is_the_same_for_the_same_night_and_another_for_the_next(
    store: Store, clock: Clock, run: int
) -> None:
    fill(store, clock, run)
    tonight = store.sample(10, 7)
    assert len(set(tonight)) == 10
    assert store.sample(10, 7) == tonight
    assert store.sample(10, 8) != tonight


def test_a_sample_has_more_of_rare_kinds_than_there_are(store: Store, clock: Clock, run: int) -> None:
    fill(store, clock, run)
    drawn = Counter(identity.rpartition("-")[2] for identity in store.sample(10, 7))
    assert drawn["sq"] >= 4


@pytest.mark.parametrize(("size", "drawn"), [(0, 0), (3, 3), (100, 8)])
def test_a_sample_is_never_larger_than_what_is_known(
    store: Store, clock: Clock, run: int, size: int, drawn: int
) -> None:
    fill(store, clock, run, number=8)
    assert len(store.sample(size, 1)) == drawn


def test_what_was_gone_silent_or_refused_is_not_in_the_sample(store: Store, clock: Clock, run: int) -> None:
    for number in (1, 2, 3, 4):
        store.found(found(500_000 + number), clock())
        store.save(news_item(500_000 + number), clock(), run)
    store.gone("500001-en", clock(), 404)
    store.failed("500002-en", clock(), "no answer")
    store.refuse(Refusal("https://www.osce.org/x/500003", "no text", identity="500003-en"), clock(), run)
    assert store.sample(10, 1) == ["500004-en"]


def test_the_accepted_record_is_the_one_below_what_a_batch_has(store: Store, clock: Clock, run: int) -> None:
    store.save(news_item(title="Course ends"), clock(), run)
    store.finish_run(run, clock(), outcome="finished", counts={})
    number = store.start_run("harvest", {}, clock.forward(days=1), staged=True)
    batch = store.batch
    assert batch is not None
    store.save(news_item(title="Before you continue"), clock(), number)
    store.save(news_item(number=531681), clock(), number)
    accepted, staged = store.accepted("531680-en"), store.get("531680-en")
    assert accepted is not None
    assert staged is not None
    assert (accepted.title, staged.title) == ("Course ends", "Before you continue")
    assert store.accepted("531681-en") is None
    store.accept(batch, clock())
    now_accepted = store.accepted("531680-en")
    assert now_accepted is not None
    assert now_accepted.title == "Before you continue"
    assert store.accepted("531681-en") is not None
    assert store.accepted("1-en") is None
