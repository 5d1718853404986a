"""The tables: made by numbered scripts, as the program expects them."""

from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import Column, create_engine, inspect, text

from osce_scraper.store import NewerSchemaError, Store, StoreError, schema
from osce_scraper.store.schema import Migration, migrations, newest_version
from osce_scraper.store.tables import metadata
from tests.store.conftest import Clock
from tests.store.records import news_item


def _kind(column: Column[object] | dict[str, object], dialect: str) -> str:
    kind = column["type"] if isinstance(column, dict) else column.type
    name = str(kind).upper().partition(" ")[0]
    return {"DATETIME": "TIMESTAMP"}.get(name, name)


def test_the_scripts_make_the_tables_that_the_program_expects(store: Store, store_url: str) -> None:
    engine = create_engine(store_url)
    inspector = inspect(engine)
    assert set(inspector.get_table_names()) == set(metadata.tables) | {"schema_version"}
    for name, table in metadata.tables.items():
        made = {column["name"]: column for column in inspector.get_columns(name)}
        assert set(made) == {column.name for column in table.columns}, name
        for column in table.columns:
            assert made[column.name]["nullable"] == column.nullable, f"{name}.{column.name}"
            assert _kind(dict(made[column.name]), "") == _kind(column, ""), f"{name}.{column.name}"
        keys = inspector.get_pk_constraint(name)["constrained_columns"]
        assert keys == [column.name for column in table.primary_key], name
    engine.dispose()


def test_scripts_are_numbered_from_one_without_gaps() -> None:
    assert [migration.number for migration in migrations()] == list(range(1, newest_version() + 1))


def test_opening_again_changes_nothing(store: Store, open_store: Callable[[], Store], clock: Clock) -> None:
    store.save(news_item(), clock(), 1)
    again = open_store()
    with again.reading() as connection:
        versions = (
            connection.execute(text("SELECT number FROM schema_version ORDER BY number")).scalars().all()
        )
    assert versions == list(range(1, newest_version() + 1))
    assert len(list(again.current())) == 1


def test_an_older_store_is_brought_up_to_date_with_all_it_holds(
    store: Store, open_store: Callable[[], Store], clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    store.save(news_item(), clock(), 1)
    step = Migration(
        newest_version() + 1, "a_mood", "-- A step of tomorrow.\nALTER TABLE items ADD COLUMN mood TEXT;"
    )
    known = migrations()
    monkeypatch.setattr(schema, "migrations", lambda: (*known, step))
    again = open_store()
    with again.reading() as connection:
        assert connection.execute(text("SELECT id, mood FROM items")).all() == [("531680-en", None)]


def test_a_step_that_fails_leaves_the_store_as_it_was(
    store: Store, open_store: Callable[[], Store], clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    store.save(news_item(), clock(), 1)
    script = "ALTER TABLE items ADD COLUMN mood TEXT; ALTER TABLE no_such_table ADD COLUMN mood TEXT;"
    known = migrations()
    broken = Migration(newest_version() + 1, "broken", script)
    with monkeypatch.context() as patch:
        patch.setattr(schema, "migrations", lambda: (*known, broken))
        with pytest.raises(StoreError, match="no_such_table"):
            open_store()
    again = open_store()
    with again.reading() as connection:
        assert "mood" not in connection.execute(text("SELECT * FROM items")).keys()  # noqa: SIM118
    assert len(list(again.current())) == 1


def test_a_store_of_a_newer_program_is_refused_and_left_alone(
    store: Store, open_store: Callable[[], Store]
) -> None:
    with store.transaction() as connection:
        connection.execute(text("INSERT INTO schema_version (number, name) VALUES (999, 'tomorrow')"))
    with pytest.raises(
        NewerSchemaError, match=r"version 999.*Install the newer version.*Nothing was changed"
    ):
        open_store()


def test_a_store_that_is_up_to_date_opens_while_another_process_writes_for_long(
    store: Store, open_store: Callable[[], Store], clock: Clock
) -> None:
    with store.transaction():
        store.save(news_item(), clock(), 1)
        assert list(open_store().current()) == []


def test_a_store_that_must_exist_is_not_made_in_an_empty_database(store_url: str) -> None:
    if store_url.startswith("sqlite"):
        Path(store_url.removeprefix("sqlite:///")).touch()
    with pytest.raises(StoreError, match="harvest first"):
        Store(store_url, must_exist=True)
    engine = create_engine(store_url)
    assert inspect(engine).get_table_names() == []
    engine.dispose()


def test_a_database_of_something_else_is_refused(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/other.sqlite"
    engine = create_engine(url)
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE recipes (name TEXT)"))
    engine.dispose()
    with pytest.raises(StoreError, match=r"other tables \(recipes\).*OSCE_STORE_URL or --store"):
        Store(url)
