"""Bringing a store's tables up to date, killed at any moment: the store is of before or of after, whole."""

import signal
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import Connection, create_engine, inspect, text

from osce_scraper.store import Store, publish, schema
from osce_scraper.store.schema import Migration, migrations, newest_version
from tests.kills.children import Child, done, killed
from tests.kills.files import contents
from tests.kills.plan import Plan
from tests.store.conftest import START
from tests.store.records import found, news_item
from tests.waiting import wait_until

ITEMS = 400
#: How often the store is killed while its tables are made, instead of changed.
FIRST_TIMES = 0.25
#: Steps of tomorrow, of every kind that a step may be: columns, their values, a table, its rows, an index.
TOMORROW = (
    (
        "a_mood",
        "ALTER TABLE items ADD COLUMN mood TEXT;"
        "UPDATE items SET mood = 'calm ' || id;"
        "ALTER TABLE addresses ADD COLUMN visits INTEGER NOT NULL DEFAULT 0;",
    ),
    (
        "words_of_titles",
        "CREATE TABLE words (id $key NOT NULL, title TEXT NOT NULL, at $time);"
        "INSERT INTO words (id, title, at) SELECT a.id, b.title, a.last_seen FROM items a, items b"
        " WHERE b.id <= '120-en';"
        "CREATE INDEX words_of_item ON words (id);",
    ),
    ("visits_counted", "UPDATE addresses SET visits = (SELECT count(*) FROM changes);"),
)


@pytest.fixture
def steps() -> tuple[Migration, ...]:
    """Today's steps and those of tomorrow."""
    first = newest_version() + 1
    more = (Migration(first + n, name, script) for n, (name, script) in enumerate(TOMORROW))
    return (*migrations(), *more)


@pytest.fixture
def open_as_tomorrow(
    steps: tuple[Migration, ...], monkeypatch: pytest.MonkeyPatch
) -> Callable[[str], Callable[[], None]]:
    """Opens a store as the program of tomorrow would, in a child process of which nothing comes back."""

    def opener(url: str) -> Callable[[], None]:
        def work() -> None:
            monkeypatch.setattr(schema, "migrations", lambda: steps)
            Store(url).close()

        return work

    return opener


def fill(url: str) -> None:
    """Make a store of today with records in it."""
    with Store(url) as store, store.transaction():
        run = store.start_run("harvest", {}, START)
        for number in range(1, ITEMS + 1):
            store.found(found(number), START)
            store.save(news_item(number), START, run)


def dump(url: str) -> dict[str, list[tuple[object, ...]]]:
    """Every table, its columns in the first line, its rows in one order."""
    engine = create_engine(url)
    try:
        with engine.connect() as connection:
            names = inspect(connection).get_table_names()
            return {name: _rows(connection, name) for name in names}
    finally:
        engine.dispose()


def _rows(connection: Connection, name: str) -> list[tuple[object, ...]]:
    # When a step was taken is no content.
    columns = [column["name"] for column in inspect(connection).get_columns(name)]
    columns = [column for column in columns if column != "applied_at"]
    rows = connection.execute(text(f"SELECT {', '.join(columns)} FROM {name}")).all()
    return [tuple(columns), *sorted((tuple(row) for row in rows), key=repr)]


@pytest.mark.slow
def test_a_migration_killed_at_any_moment_has_not_happened_or_has(
    new_store: Callable[[], str],
    database: str,
    open_as_tomorrow: Callable[[str], Callable[[], None]],
    plan_of: Callable[..., Plan],
    tmp_path: Path,
) -> None:
    plan = plan_of("migration", database)
    whole, url = new_store(), new_store()
    fill(whole)
    before = dump(whole)
    lasts = done(open_as_tomorrow(whole))
    after = dump(whole)
    assert len(after["words"]) > ITEMS
    fill(url)
    while plan.left:
        if plan.chance.random() < FIRST_TIMES:
            kill_the_making_of(new_store(), plan, after)
            continue
        sent = plan.next_signal()
        # Some moments lie before the first statement, some behind the last: the process takes its time too.
        if killed(open_as_tomorrow(url), sent, plan.chance.uniform(0, lasts)):
            plan.note(sent)
        held = settled(url, before, after)
        assert held in (before, after)
        if held == after:
            # Going on is doing nothing.
            done(open_as_tomorrow(url))
            assert dump(url) == after
            url = new_store()
            fill(url)
        else:
            # The program of today still works with it.
            with Store(url) as store:
                publish(store, tmp_path / "killed", START)
                assert len(contents(tmp_path / "killed")["news"]) == ITEMS
    done(open_as_tomorrow(url))
    assert dump(url) == after


def kill_the_making_of(url: str, plan: Plan, tomorrow: dict[str, list[tuple[object, ...]]]) -> None:
    """Kill the first opening of a store, which makes its tables; the next one makes them or finds them."""
    sent = plan.next_signal()
    if killed(lambda: Store(url).close(), sent, plan.chance.uniform(0, 0.05)):
        plan.note(sent)
    tables = set(tomorrow) - {"words"}
    wait_until(lambda: set(dump(url)) in (set(), tables), f"no tables or {sorted(tables)}")
    fill(url)
    with Store(url) as store:
        assert store.counts().items == ITEMS


def settled(url: str, *allowed: dict[str, list[tuple[object, ...]]]) -> dict[str, list[tuple[object, ...]]]:
    """What the store holds. A server may still be ending the work of a client that was killed."""
    wait_until(lambda: dump(url) in allowed, "a store as it was before or after the step")
    return dump(url)


@pytest.mark.slow
def test_of_several_that_migrate_at_once_one_is_killed_and_the_others_go_on(
    new_store: Callable[[], str], open_as_tomorrow: Callable[[str], Callable[[], None]]
) -> None:
    whole, url = new_store(), new_store()
    for place in (whole, url):
        fill(place)
    lasts = done(open_as_tomorrow(whole))
    work = open_as_tomorrow(url)
    children = [Child(lambda tell: work()) for _ in range(3)]
    time.sleep(lasts / 2)
    children[0].kill(signal.SIGKILL)
    assert [child.wait() for child in children[1:]] == [0, 0]
    assert dump(url) == dump(whole)
