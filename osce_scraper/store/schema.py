"""Versions of the store's tables: numbered scripts, each applied once, all in one transaction."""

import re
from dataclasses import dataclass
from functools import cache
from importlib import resources
from string import Template

from sqlalchemy import Connection, inspect, text

from osce_scraper.store.errors import NewerSchemaError, StoreError
from osce_scraper.store.unaccepted import undo_unaccepted

_NAME = re.compile(r"(\d{4})_([a-z0-9_]+)\.sql")

#: What the scripts write as ``$key`` and ``$time``. Keys sort by bytes on every database, so that published
#: files have one order; a type of more words is fine with SQLite, which goes by its parts.
_TYPES = {
    "sqlite": {"key": "TEXT", "time": "TIMESTAMP"},
    "postgresql": {"key": 'TEXT COLLATE "C"', "time": "TIMESTAMP WITH TIME ZONE"},
}

#: The step from which on the tables hold accepted data alone.
_BATCHES = 3

_VERSIONS = """CREATE TABLE IF NOT EXISTS schema_version (
  number INTEGER NOT NULL PRIMARY KEY,
  name TEXT NOT NULL,
  applied_at TIMESTAMP NOT NULL DEFAULT CURRENT_TIMESTAMP
)"""

#: Key of the advisory lock that lets one process at a time bring a PostgreSQL store up to date.
_MIGRATION_KEY = 0x05CE_0001


@dataclass(frozen=True)
class Migration:
    """One step: its number, its name and its script for any of the databases."""

    number: int
    name: str
    script: str

    def statements(self, dialect: str) -> list[str]:
        """The script's statements in the words of ``dialect`` (``sqlite`` or ``postgresql``)."""
        script = Template(self.script).substitute(_TYPES[dialect])
        bare = "\n".join(line for line in script.splitlines() if not line.startswith("--"))
        return [statement.strip() for statement in bare.split(";") if statement.strip()]


@cache
def migrations() -> tuple[Migration, ...]:
    """All steps, in their order."""
    found = []
    for file in (resources.files("osce_scraper.store") / "migrations").iterdir():
        match = _NAME.fullmatch(file.name)
        if match:
            found.append(Migration(int(match[1]), match[2], file.read_text(encoding="utf-8")))
    return tuple(sorted(found, key=lambda migration: migration.number))


def newest_version() -> int:
    """The version of the tables that this program knows."""
    return migrations()[-1].number


def version_of(connection: Connection) -> int:
    """The version of the tables that ``connection`` leads to; 0 for an empty database.

    Raises ``StoreError`` when the database holds something else.
    """
    tables = inspect(connection).get_table_names()
    if not tables:
        return 0
    if "schema_version" not in tables:
        raise StoreError(
            f"the database holds other tables ({', '.join(sorted(tables)[:5])}) and is no store of this "
            "program: name another one with OSCE_STORE_URL or --store"
        )
    number = connection.execute(text("SELECT max(number) FROM schema_version")).scalar()
    return int(number or 0)


def migrate(connection: Connection) -> None:
    """Bring the tables up to date, inside the transaction of ``connection``.

    Raises ``NewerSchemaError`` when they are newer than this program.
    """
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _MIGRATION_KEY})
    have = version_of(connection)
    if have > newest_version():
        raise NewerSchemaError(
            f"the store has tables of version {have}; this program knows them up to {newest_version()}. "
            "Install the newer version of osce-scraper that wrote it, or name another store with "
            "OSCE_STORE_URL or --store. Nothing was changed."
        )
    if have == newest_version():
        return
    connection.execute(text(_VERSIONS))
    for migration in migrations():
        if migration.number > have:
            for statement in migration.statements(connection.dialect.name):
                connection.exec_driver_sql(statement)
            if migration.number == _BATCHES and have:
                undo_unaccepted(connection)
            connection.execute(
                text("INSERT INTO schema_version (number, name) VALUES (:number, :name)"),
                {"number": migration.number, "name": migration.name},
            )
