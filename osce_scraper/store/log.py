"""The log of changes: lines are only ever added, one by one, numbered without gaps."""

import datetime as dt
import json
from typing import Any, NamedTuple

from sqlalchemy import Connection, Insert, bindparam, case, func, insert, select, text

from osce_scraper.records import ChangeKind
from osce_scraper.store.overlay import Overlay
from osce_scraper.store.tables import UtcTime, changes

#: Key of the advisory lock under which PostgreSQL adds a line; SQLite has one writer anyway.
_LOG_KEY = 0x05CE_0002

_TAKE_TURN = text("SELECT pg_advisory_xact_lock(:key)")
_NOW = bindparam("now", type_=UtcTime)


def _insert(overlay: Overlay) -> Insert:
    """Adds a line behind those that there are: of the batch, which has a count of its own, or of all."""
    table = overlay.of(changes)
    mine = overlay.mine(changes)
    last = select(table.c.at).where(mine).order_by(table.c.seq.desc()).limit(1).scalar_subquery()
    count = select(func.coalesce(func.max(table.c.seq), 0) + 1).where(mine).scalar_subquery()
    return insert(table).values(
        seq=count,
        at=case((last > _NOW, last), else_=_NOW),
        **overlay.key,
        **{name: bindparam(name) for name in Line._fields},
    )


def take_turn(connection: Connection) -> None:
    """Let nobody else add lines until this transaction ends."""
    if connection.dialect.name == "postgresql":
        connection.execute(_TAKE_TURN, {"key": _LOG_KEY})


class Line(NamedTuple):
    """A line of the log: ``fields`` maps names to ``{"old": ..., "new": ...}``, ``source`` is JSON."""

    identity: str
    change: ChangeKind
    revision: int
    fields: dict[str, dict[str, Any]]
    source: str
    run: int | None


def append_change(connection: Connection, overlay: Overlay, now: dt.datetime, line: Line) -> None:
    """Add a line; its time is never earlier than that of the line before, even when the clock jumped back."""
    if not overlay.is_staged:
        take_turn(connection)
    fields = json.dumps(line.fields, ensure_ascii=False) if line.fields else "{}"
    connection.execute(
        overlay.made("append_change", lambda: _insert(overlay)),
        {**line._asdict(), "change": line.change.value, "fields": fields, "now": now},
    )
