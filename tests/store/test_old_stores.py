"""Stores of the version before batches: brought up to date with all that was accepted, and nothing else."""

from collections.abc import Callable

import pytest
from sqlalchemy import text

from osce_scraper.records import Issuer
from osce_scraper.store import Fetched, Refusal, Store
from osce_scraper.store.tables import STAGED, batch_files, batches, positions
from tests.store.conftest import Clock
from tests.store.records import found, news_item

BAD = {"title": "Before you continue", "issuers": [Issuer(name="OSCE Bureau of Maps")]}


def read(store: Store, clock: Clock, run: int, number: int, **fields: object) -> None:
    item = news_item(number, **fields)
    store.found(found(number), clock())
    store.save(item, clock(), run, fetched=Fetched(item.url, 200, etag=f'"{item.title}"'))


def make_old(store: Store) -> None:
    """Take away what the steps from batches on made, as if they had never been taken."""
    with store.transaction() as connection:
        for table in (*STAGED.values(), batches, batch_files, positions):
            connection.execute(text(f"DROP TABLE {table.name}"))
        connection.execute(text("ALTER TABLE runs DROP COLUMN batch"))
        connection.execute(text("DELETE FROM schema_version WHERE number > 2"))


def old_store(store: Store, clock: Clock, outcome: str) -> dict[str, object]:
    """A good run and one with another outcome, by the version before batches; the good records."""
    run = store.start_run("harvest", {}, clock())
    for number in (1, 2, 3):
        read(store, clock, run, number)
    store.gone("3-en", clock(), 404)
    store.finish_run(run, clock(), outcome="finished", counts={})
    good = {item.id: item.to_dict() for item in store.current()}
    run = store.start_run("harvest", {}, clock.forward(days=1))
    read(store, clock, run, 1, **BAD)
    read(store, clock, run, 4, **BAD)
    store.gone("3-en", clock(), 404)
    store.found(found(5), clock())
    store.refuse(Refusal("https://www.osce.org/secretariat/5", "no text", "5-en"), clock(), run)
    store.remember_page("https://www.osce.org/news", clock(), etag='"2"')
    store.finish_run(run, clock(), outcome=outcome, counts={})
    make_old(store)
    return good


@pytest.mark.parametrize("outcome", ["finished", "stopped", "accepted"])
def test_what_an_old_store_holds_is_accepted(
    outcome: str, store: Store, open_store: Callable[[], Store], clock: Clock
) -> None:
    old_store(store, clock, outcome)
    again = open_store()
    assert {item.id: item.title for item in again.current()} == {
        "1-en": BAD["title"], "2-en": "Course 2 ends in the valley", "4-en": BAD["title"],
    }  # fmt: skip
    assert [change.seq for change in again.changes()] == [1, 2, 3, 4, 5, 6]
    assert again.batches() == []
    again.start_run("harvest", {}, clock(), staged=True)
    assert again.batch == 1


def test_what_an_old_store_held_back_is_undone_and_due_again(
    store: Store, open_store: Callable[[], Store], clock: Clock
) -> None:
    good = old_store(store, clock, "held_back")
    again = open_store()
    kept = {item.id: item.to_dict() for item in again.current()}
    # When it was last seen is the one thing that the log does not say.
    assert {name: value | {"last_seen": None} for name, value in kept.items()} == {
        name: value | {"last_seen": None}  # type: ignore[operator]  # each value is a record
        for name, value in good.items()
    }
    assert [change.seq for change in again.changes()] == [1, 2, 3]
    assert again.unknown_names() == []
    assert list(again.quarantined()) == []
    assert again.page_validators("https://www.osce.org/news") is None
    due = {address.identity: address for address in again.due(clock())}
    assert {"1-en", "3-en", "4-en", "5-en"} <= set(due)
    assert all(due[name].etag is None for name in ("1-en", "3-en", "4-en", "5-en"))
