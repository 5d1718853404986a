"""The log of changes: lines are only ever added, one by one, numbered without gaps."""

import datetime as dt
import json
from typing import Any

from sqlalchemy import Connection, insert, select, text

from osce_scraper.records import ChangeKind
from osce_scraper.store.tables import changes

#: Key of the advisory lock under which PostgreSQL adds a line; SQLite has one writer anyway.
_LOG_KEY = 0x05CE_0002

_TAKE_TURN = text("SELECT pg_advisory_xact_lock(:key)")
_LAST = select(changes.c.seq, changes.c.at).order_by(changes.c.seq.desc()).limit(1)
_INSERT = insert(changes)


def append_change(
    connection: Connection,
    now: dt.datetime,
    identity: str,
    change: ChangeKind,
    revision: int,
    fields: dict[str, dict[str, Any]],
    source: str,
    run: int | None,
) -> None:
    """Add a line. ``fields`` maps names to ``{"old": ..., "new": ...}``; ``source`` is the record's, as JSON.

    The time of a line is never earlier than that of the line before, even when the clock jumped back.
    """
    if connection.dialect.name == "postgresql":
        connection.execute(_TAKE_TURN, {"key": _LOG_KEY})
    last = connection.execute(_LAST).one_or_none()
    connection.execute(
        _INSERT,
        {
            "seq": last.seq + 1 if last else 1,
            "at": max(now, last.at) if last else now,
            "identity": identity,
            "change": change.value,
            "revision": revision,
            "fields": json.dumps(fields, ensure_ascii=False) if fields else "{}",
            "source": source,
            "run": run,
        },
    )
