"""What runs held back before there were batches: taken out of the tables when a store is brought up to date.

Such runs wrote into the tables that now hold accepted data alone. Each line of the log says what it changed,
so that it can be undone; the pages are due again, without validators.
"""

import datetime as dt
import json
from itertools import groupby
from typing import Any

from sqlalchemy import Connection, RowMapping, bindparam, delete, func, select, update

from osce_scraper.records import ChangeKind
from osce_scraper.store.content import digest_of, undo
from osce_scraper.store.tables import (
    addresses,
    changes,
    items,
    pages,
    quarantine,
    runs,
    unknown_names,
    walks,
)

_ITEM = select(items.c.content, items.c.first_seen).where(items.c.id == bindparam("identity"))
_LOG = ("identity", "change", "revision", "fields", "source", "run", "at")


def undo_unaccepted(connection: Connection) -> None:
    """Undo what runs changed after the last good one, if one of them was held back."""
    good = select(func.max(runs.c.run)).where(runs.c.outcome.in_(("finished", "accepted")))
    last = int(connection.execute(good).scalar() or 0)
    held = select(runs.c.run).where(runs.c.run > last, runs.c.outcome == "held_back").limit(1)
    if connection.execute(held).scalar() is None:
        return
    touched = select(changes.c.identity).where(changes.c.run > last)
    log = (
        select(*(changes.c[name] for name in _LOG))
        .where(changes.c.identity.in_(touched))
        .order_by(changes.c.identity, changes.c.seq)
    )
    rows = connection.execute(log).mappings().all()
    for identity, events in groupby(rows, key=lambda row: str(row["identity"])):
        _undo_item(connection, identity, list(events), last)
    connection.execute(delete(changes).where(changes.c.run > last))
    connection.execute(delete(quarantine).where(quarantine.c.run > last))
    for table in (pages, walks):
        connection.execute(delete(table))
    _make_due(connection, last)


def _undo_item(connection: Connection, identity: str, events: list[RowMapping], last: int) -> None:
    later = [event for event in events if event["run"] is not None and event["run"] > last]
    before = [event for event in events if event not in later]
    connection.execute(delete(unknown_names).where(unknown_names.c.identity == identity))
    if not before:
        connection.execute(delete(items).where(items.c.id == identity))
        return
    row = connection.execute(_ITEM, {"identity": identity}).one()
    content = row.content
    for event in reversed(later):
        content = undo(content, json.loads(event["fields"]))
    revised = [event for event in before if event["change"] == ChangeKind.ADDED or event["fields"] != "{}"]
    fields: dict[str, Any] = json.loads(content)
    gone = before[-1]["change"] == ChangeKind.WITHDRAWN
    connection.execute(
        update(items)
        .where(items.c.id == identity)
        .values(
            content=content,
            digest=digest_of(content),
            **{name: fields[name] for name in ("language", "type", "title", "url")},
            issued_on=None if fields["issued_on"] is None else dt.date.fromisoformat(fields["issued_on"]),
            source=revised[-1]["source"],
            revision=before[-1]["revision"],
            last_changed=revised[-1]["at"],
            withdrawn_at=before[-1]["at"] if gone else None,
        )
    )


def _make_due(connection: Connection, last: int) -> None:
    """Have the addresses that were tried since the last good run tried again, whatever they answered."""
    tried = addresses.c.last_tried_run > last
    known = select(items.c.id).where(items.c.id == addresses.c.identity).exists()
    anew = {
        "etag": None, "last_modified": None, "body_sha256": None, "failures": 0, "last_failure": None,
        "times_gone": 0, "gone_run": None, "due_at": addresses.c.first_found,
    }  # fmt: skip
    connection.execute(update(addresses).where(tried, known).values(**anew, reason="schedule"))
    connection.execute(
        update(addresses)
        .where(tried, ~known)
        .values(**anew, reason="new", last_fetched=None, last_tried_run=None, lastmod_fetched=None)
    )
