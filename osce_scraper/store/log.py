"""The log of changes: lines are only ever added, one by one, numbered without gaps."""

import datetime as dt
import json
from typing import Any

from sqlalchemy import Connection, bindparam, case, func, insert, select, text

from osce_scraper.records import ChangeKind
from osce_scraper.store.tables import UtcTime, changes

#: Key of the advisory lock under which PostgreSQL adds a line; SQLite has one writer anyway.
_LOG_KEY = 0x05CE_0002

_TAKE_TURN = text("SELECT pg_advisory_xact_lock(:key)")
_LAST_AT = select(changes.c.at).order_by(changes.c.seq.desc()).limit(1).scalar_subquery()
_NOW = bindparam("now", type_=UtcTime)
_INSERT = insert(changes).values(
    seq=select(func.coalesce(func.max(changes.c.seq), 0) + 1).scalar_subquery(),
    at=case((_LAST_AT > _NOW, _LAST_AT), else_=_NOW),
    **{name: bindparam(name) for name in ("identity", "change", "revision", "fields", "source", "run")},
)


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
    connection.execute(
        _INSERT,
        {
            "now": now,
            "identity": identity,
            "change": change.value,
            "revision": revision,
            "fields": json.dumps(fields, ensure_ascii=False) if fields else "{}",
            "source": source,
            "run": run,
        },
    )
