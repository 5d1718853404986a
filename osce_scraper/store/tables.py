"""The tables as SQLAlchemy sees them; the scripts in ``migrations/`` make them.

A test compares the two. JSON is kept as text, exactly as it was written.
"""

import datetime as dt
from typing import Any, Final

from sqlalchemy import Column, Date, DateTime, Dialect, Integer, MetaData, Table, Text
from sqlalchemy.types import TypeDecorator


class UtcTime(TypeDecorator[dt.datetime]):
    """A moment in UTC, aware on the way in and out; SQLite keeps it as text without a zone."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: dt.datetime | None, dialect: Dialect) -> dt.datetime | None:
        """The moment in UTC. Raises ValueError for a time without a zone."""
        return None if value is None else utc(value)

    def process_result_value(self, value: Any, dialect: Dialect) -> dt.datetime | None:
        """The moment, with UTC as its zone."""
        if value is None:
            return None
        moment: dt.datetime = value
        return moment.replace(tzinfo=dt.UTC) if moment.tzinfo is None else moment.astimezone(dt.UTC)


def utc(moment: dt.datetime) -> dt.datetime:
    """``moment`` in UTC. Raises ValueError when it has no zone."""
    if moment.tzinfo is None:
        raise ValueError(f"a time needs its zone: {moment!r}; give it in UTC")
    return moment.astimezone(dt.UTC)


metadata = MetaData()

addresses = Table(
    "addresses",
    metadata,
    Column("identity", Text, primary_key=True),
    Column("language", Text, nullable=False),
    Column("url", Text, nullable=False),
    Column("source", Text, nullable=False),
    Column("teaser", Text),
    Column("teasers", Text, nullable=False),
    Column("issued_on", Date),
    Column("lastmod", UtcTime),
    Column("lastmod_fetched", UtcTime),
    Column("first_found", UtcTime, nullable=False),
    Column("last_found", UtcTime, nullable=False),
    Column("last_found_run", Integer),
    Column("last_fetched", UtcTime),
    Column("last_tried_run", Integer),
    Column("status", Integer),
    Column("etag", Text),
    Column("last_modified", Text),
    Column("body_sha256", Text),
    Column("due_at", UtcTime, nullable=False),
    Column("reason", Text, nullable=False),
    Column("failures", Integer, nullable=False),
    Column("last_failure", Text),
    Column("times_gone", Integer, nullable=False),
    Column("gone_run", Integer),
)

pages = Table(
    "pages",
    metadata,
    Column("url", Text, primary_key=True),
    Column("etag", Text),
    Column("last_modified", Text),
    Column("body_sha256", Text),
    Column("fetched_at", UtcTime, nullable=False),
)

walks = Table(
    "walks",
    metadata,
    Column("source", Text, primary_key=True),
    Column("completed_at", UtcTime, nullable=False),
)

positions = Table(
    "positions",
    metadata,
    Column("source", Text, primary_key=True),
    Column("began_at", UtcTime, nullable=False),
    Column("state", Text, nullable=False),
)

items = Table(
    "items",
    metadata,
    Column("id", Text, primary_key=True),
    Column("language", Text, nullable=False),
    Column("type", Text, nullable=False),
    Column("issued_on", Date),
    Column("title", Text, nullable=False),
    Column("url", Text, nullable=False),
    Column("digest", Text, nullable=False),
    Column("content", Text, nullable=False),
    Column("source", Text, nullable=False),
    Column("revision", Integer, nullable=False),
    Column("first_seen", UtcTime, nullable=False),
    Column("last_seen", UtcTime, nullable=False),
    Column("last_changed", UtcTime, nullable=False),
    Column("withdrawn_at", UtcTime),
)

changes = Table(
    "changes",
    metadata,
    Column("seq", Integer, primary_key=True, autoincrement=False),
    Column("at", UtcTime, nullable=False),
    Column("identity", Text, nullable=False),
    Column("change", Text, nullable=False),
    Column("revision", Integer, nullable=False),
    Column("fields", Text, nullable=False),
    Column("source", Text, nullable=False),
    Column("run", Integer),
)

quarantine = Table(
    "quarantine",
    metadata,
    Column("id", Text, primary_key=True),
    Column("identity", Text),
    Column("url", Text, nullable=False),
    Column("reason", Text, nullable=False),
    Column("field", Text),
    Column("text", Text),
    Column("archive_file", Text),
    Column("archive_record", Text),
    Column("first_refused", UtcTime, nullable=False),
    Column("last_refused", UtcTime, nullable=False),
    Column("times", Integer, nullable=False),
    Column("run", Integer),
    Column("resolved_at", UtcTime),
)

runs = Table(
    "runs",
    metadata,
    Column("run", Integer, primary_key=True, autoincrement=False),
    Column("batch", Integer),
    Column("command", Text, nullable=False),
    Column("arguments", Text, nullable=False),
    Column("started_at", UtcTime, nullable=False),
    Column("finished_at", UtcTime),
    Column("outcome", Text),
    Column("counts", Text, nullable=False),
    Column("stats", Text, nullable=False),
    Column("monitors", Text, nullable=False),
    Column("versions", Text, nullable=False),
)

menus = Table(
    "menus",
    metadata,
    Column("site", Text, primary_key=True),
    Column("place", Integer, primary_key=True, autoincrement=False),
    Column("menu", Text, nullable=False),
    Column("entry_id", Text, nullable=False),
    Column("content", Text, nullable=False),
    Column("source", Text, nullable=False),
)

unknown_names = Table(
    "unknown_names",
    metadata,
    Column("kind", Text, primary_key=True),
    Column("name", Text, primary_key=True),
    Column("identity", Text, primary_key=True),
)

lock = Table(
    "lock",
    metadata,
    Column("name", Text, primary_key=True),
    Column("pid", Integer, nullable=False),
    Column("host", Text, nullable=False),
    Column("command", Text, nullable=False),
    Column("since", UtcTime, nullable=False),
)

batches = Table(
    "batches",
    metadata,
    Column("batch", Integer, primary_key=True, autoincrement=False),
    Column("state", Text, nullable=False),
    Column("opened_at", UtcTime, nullable=False),
    Column("decided_at", UtcTime),
    Column("reasons", Text, nullable=False),
    Column("summary", Text, nullable=False),
)

batch_files = Table(
    "batch_files",
    metadata,
    Column("batch", Integer, primary_key=True, autoincrement=False),
    Column("file", Text, primary_key=True),
)


#: What a batch may change, with the columns by which a change replaces what was accepted: an entry of a menu
#: never comes alone, nor does a name.
UNITS: Final = {
    addresses: "identity",
    pages: "url",
    walks: "source",
    positions: "source",
    items: "id",
    quarantine: "id",
    menus: "site",
    unknown_names: "identity",
    changes: "identity",
}


def _staged(table: Table) -> Table:
    """The twin of a table, for what batches would change: its columns, and the batch first in the key."""
    columns = [
        Column(column.name, column.type, primary_key=column.primary_key, nullable=column.nullable)
        for column in table.columns
    ]
    return Table(
        f"staged_{table.name}",
        metadata,
        Column("batch", Integer, primary_key=True, autoincrement=False),
        *columns,
    )


#: By table, its twin for what is not accepted yet.
STAGED: Final = {table: _staged(table) for table in UNITS}
#: What was observed of a page when its record was staged, as JSON: a later run of the batch is judged by it.
STAGED[items].append_column(Column("observation", Text))
