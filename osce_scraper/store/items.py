"""The newest record of every item, its revisions, and the items as they were."""

import datetime as dt
import json
from collections.abc import Iterator
from typing import Any

from pydantic import ValidationError
from sqlalchemy import (
    Connection,
    FromClause,
    RowMapping,
    Text,
    bindparam,
    cast,
    delete,
    func,
    insert,
    select,
    update,
)

from osce_scraper.records import ChangeEntry, ChangeKind, NewsItem
from osce_scraper.stats import Observation
from osce_scraper.store.addresses import AddressBook
from osce_scraper.store.content import changed_fields, content_of, digest_of, record_of, undo
from osce_scraper.store.crawl import Change, Fetched, SaveOutcome, check_identity
from osce_scraper.store.errors import OutdatedRecordError
from osce_scraper.store.log import Line, append_change
from osce_scraper.store.overlay import Overlay
from osce_scraper.store.sample import draw
from osce_scraper.store.tables import changes, items, quarantine, unknown_names, utc
from osce_scraper.vocabulary import unknown_names as unknown_names_of

#: Rows fetched at a time while tables are streamed; some 10 kB each.
ROWS = 200

_CHANGED = (
    "language", "type", "issued_on", "title", "url", "digest", "content", "source",
    "revision", "last_seen", "last_changed", "withdrawn_at",
)  # fmt: skip


class _Statements:
    """What is executed for every record, built once for an overlay."""

    def __init__(self, overlay: Overlay) -> None:
        table, refused, names = overlay.of(items), overlay.of(quarantine), overlay.of(unknown_names)
        mine = (overlay.mine(items), table.c.id == bindparam("identity_"))
        self.insert = insert(table)
        self.one = select(table).where(*mine).with_for_update()
        self.update = update(table).where(*mine).values({name: bindparam(name) for name in _CHANGED})
        self.observe = update(table).where(*mine).values(observation=bindparam("observation"))
        self.resolve = (
            update(refused)
            .where(
                overlay.mine(quarantine),
                refused.c.id == bindparam("identity_"),
                refused.c.resolved_at.is_(None),
            )
            .values(resolved_at=bindparam("resolved_at"))
        )
        self.forget_names = delete(names).where(
            overlay.mine(unknown_names), names.c.identity == bindparam("identity_")
        )
        self.note_name = insert(names)


def _names_unknown(item: NewsItem) -> list[dict[str, str]]:
    return [
        {"kind": unknown.kind.value, "name": unknown.name, "identity": item.id}
        for unknown in sorted(set(unknown_names_of(item)))
    ]


def record_from_row(row: RowMapping) -> NewsItem:
    """The record that a row of ``items`` holds, complete.

    Raises ``OutdatedRecordError`` when the model of today does not take it.
    """
    return _complete(
        row["id"],
        row["content"],
        row["source"],
        {name: row[name] for name in ("revision", "first_seen", "last_seen", "last_changed", "withdrawn_at")},
    )


def _complete(identity: str, content: str, source: str, clock: dict[str, Any]) -> NewsItem:
    try:
        item = record_of(content, source)
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(map(str, first["loc"]))
        raise OutdatedRecordError(
            f"the stored record {identity} does not fit the records of this version "
            f"({where}: {first['msg']}). Rebuild the records from the archive: osce reextract --apply; or "
            "fetch all anew: scrapy crawl news -a full=1"
        ) from error
    return item.model_copy(update=clock)


def change_from_row(row: RowMapping) -> ChangeEntry:
    """The line of the log that a row of ``changes`` holds."""
    return ChangeEntry(
        seq=row["seq"],
        at=row["at"],
        id=row["identity"],
        change=ChangeKind(row["change"]),
        revision=row["revision"],
        fields=json.loads(row["fields"]),
        run=row["run"],
    )


def stream_current(connection: Connection, table: FromClause = items) -> Iterator[NewsItem]:
    """Every item that is not withdrawn, by date of issue and id, those without a date last."""
    # Two walks along the index: one with "nulls last" would sort all records on disk first.
    column = table.c
    present = select(table).where(column.withdrawn_at.is_(None))
    dated = present.where(column.issued_on.is_not(None)).order_by(column.issued_on, column.id)
    undated = present.where(column.issued_on.is_(None)).order_by(column.id)
    for statement in (dated, undated):
        for row in connection.execute(statement, execution_options={"yield_per": ROWS}).mappings():
            yield record_from_row(row)


def stream_changes(connection: Connection) -> Iterator[ChangeEntry]:
    """The whole log, in its order."""
    statement = select(changes).order_by(changes.c.seq)
    for row in connection.execute(statement, execution_options={"yield_per": ROWS}).mappings():
        yield change_from_row(row)


class ItemShelf(AddressBook):
    """The items of the store. Part of :class:`osce_scraper.store.Store`."""

    @property
    def _item_statements(self) -> _Statements:
        made: _Statements = self._overlay.made(_Statements, lambda: _Statements(self._overlay))
        return made

    def items_by_year(self) -> dict[int | None, int]:
        """Number of current items by year of issue, the newest first; ``None`` for those without a date."""
        year = func.substr(cast(items.c.issued_on, Text), 1, 4)
        statement = (
            select(year.label("year"), func.count().label("number"))
            .where(items.c.withdrawn_at.is_(None))
            .group_by(year)
        )
        with self.reading() as connection:
            found = {
                None if row.year is None else int(row.year): row.number
                for row in connection.execute(statement)
            }
        return dict(sorted(found.items(), key=lambda pair: -(pair[0] or 0)))

    def newest_issue(self, until: dt.date) -> dt.date | None:
        """The newest date of issue, at most ``until``, of an item that is not withdrawn; None without any."""
        table = self._overlay.view(items)
        statement = select(func.max(table.c.issued_on)).where(
            table.c.withdrawn_at.is_(None), table.c.issued_on <= until
        )
        with self.reading() as connection:
            newest: dt.date | None = connection.execute(statement).scalar()
        return newest

    def save(
        self,
        item: NewsItem,
        now: dt.datetime,
        run: int,
        *,
        fetched: Fetched | None = None,
        observation: Observation | None = None,
    ) -> Change:
        """Keep a record; it is committed when this returns (unless inside :meth:`transaction`).

        Content that differs from what is kept makes a revision; other bytes, another fetch or another schema
        version do not. The clock fields of ``item`` are ignored. ``fetched`` says in the same transaction how
        the page answered, as :meth:`fetched` would; ``observation`` is kept while the record is staged. An
        open quarantine of the item is resolved. Raises ``StoreError`` when it cannot be written, and then
        nothing of it is.
        """
        now = utc(now)
        content = content_of(item)
        source = item.source.model_dump_json()
        with self.transaction() as connection:
            self._overlay.bring(connection, items, [item.id])
            this = {"identity_": item.id}
            row = connection.execute(self._item_statements.one, this).mappings().one_or_none()
            if row is None:
                change = self._add(connection, item, content, source, now, run)
            else:
                change = self._renew(connection, row, item, content, source, now, run)
            if self._may_be_refused(connection, item.id):
                self._overlay.bring(connection, quarantine, [item.id])
                connection.execute(self._item_statements.resolve, this | {"resolved_at": now})
            if observation is not None and self._overlay.is_staged:
                seen = observation.model_dump_json(exclude_defaults=True)
                connection.execute(self._item_statements.observe, this | {"observation": seen})
            self._note_saved(connection, item, now, fetched, run)
            return change

    def _add(
        self, connection: Connection, item: NewsItem, content: str, source: str, now: dt.datetime, run: int
    ) -> Change:
        check_identity(item.id)
        clock = {
            "revision": 1,
            "first_seen": now,
            "last_seen": now,
            "last_changed": now,
            "withdrawn_at": None,
        }
        connection.execute(
            self._item_statements.insert,
            {
                **self._overlay.key,
                "id": item.id,
                **_columns(item, content, source),
                "digest": digest_of(content),
                **clock,
            },
        )
        self._note_names(connection, item)
        line = Line(item.id, ChangeKind.ADDED, 1, {}, source, run)
        append_change(connection, self._overlay, now, line)
        return Change(SaveOutcome.ADDED, item.model_copy(update=clock), 1)

    def _renew(
        self,
        connection: Connection,
        row: RowMapping,
        item: NewsItem,
        content: str,
        source: str,
        now: dt.datetime,
        run: int,
    ) -> Change:
        digest = digest_of(content)
        fields = {} if digest == row["digest"] else changed_fields(row["content"], content, row["source"])
        revision = row["revision"] + 1 if fields else row["revision"]
        if row["withdrawn_at"] is not None:
            outcome, kind = SaveOutcome.RETURNED, ChangeKind.RETURNED
        elif fields:
            outcome, kind = SaveOutcome.CHANGED, ChangeKind.CHANGED
        else:
            outcome, kind = SaveOutcome.UNCHANGED, None
        clock = {
            "revision": revision,
            "last_seen": max(now, row["last_seen"]),
            "last_changed": max(now, row["last_changed"]) if fields else row["last_changed"],
            "withdrawn_at": None,
        }
        connection.execute(
            self._item_statements.update,
            {"identity_": item.id, **_columns(item, content, source), "digest": digest, **clock},
        )
        if fields:
            connection.execute(self._item_statements.forget_names, {"identity_": item.id})
            self._note_names(connection, item)
        if kind is not None:
            line = Line(item.id, kind, revision, fields, source, run)
            append_change(connection, self._overlay, now, line)
        record = item.model_copy(update=clock | {"first_seen": row["first_seen"]})
        return Change(outcome, record, revision, tuple(fields))

    def _note_names(self, connection: Connection, item: NewsItem) -> None:
        names = [name | self._overlay.key for name in _names_unknown(item)]
        if names:
            connection.execute(self._item_statements.note_name, names)

    def _row(self, identity: str, *, accepted: bool = False) -> RowMapping | None:
        table = items if accepted else self._overlay.view(items)
        with self.looking_up() as connection:
            one = select(table).where(table.c.id == identity)
            return connection.execute(one).mappings().one_or_none()

    def get(self, identity: str) -> NewsItem | None:
        """The newest record of ``identity``, withdrawn or not; None when there is none."""
        row = self._row(identity)
        return None if row is None else record_from_row(row)

    def current(self) -> Iterator[NewsItem]:
        """Every item that is not withdrawn, by date of issue and id (without a date last), as of now."""
        with self.reading() as connection:
            yield from stream_current(connection, self._overlay.view(items))

    def titles(self) -> Iterator[tuple[str, str]]:
        """Identity and title of every item that is not withdrawn."""
        table = self._overlay.view(items)
        statement = select(table.c.id, table.c.title).where(table.c.withdrawn_at.is_(None))
        with self.reading() as connection:
            for row in connection.execute(statement, execution_options={"yield_per": ROWS}):
                yield row.id, row.title

    def body_of(self, identity: str) -> list[str] | None:
        """The paragraphs of the newest record of ``identity``; None when there is none."""
        row = self._row(identity)
        if row is None:
            return None
        body: list[str] = json.loads(row["content"])["body"]
        return body

    def accepted(self, identity: str) -> NewsItem | None:
        """The accepted record, whatever the present batch makes of it; None when there is none."""
        row = self._row(identity, accepted=True)
        return None if row is None else record_of(row["content"], row["source"])

    def sample(self, size: int, seed: int) -> list[str]:
        """``size`` identities, drawn over languages, years, layouts and offices; the same for a seed."""
        with self.looking_up() as connection:
            return draw(connection, size, seed)

    def changes(self, *, after: int = 0) -> Iterator[ChangeEntry]:
        """The log of changes from the line behind ``after`` on."""
        statement = select(changes).where(changes.c.seq > after).order_by(changes.c.seq)
        with self.reading() as connection:
            for row in connection.execute(statement, execution_options={"yield_per": ROWS}).mappings():
                yield change_from_row(row)

    def history(self, identity: str) -> list[ChangeEntry]:
        """What happened to one item, oldest first; empty when it was never kept."""
        statement = select(changes).where(changes.c.identity == identity).order_by(changes.c.seq)
        with self.looking_up() as connection:
            return [change_from_row(row) for row in connection.execute(statement).mappings()]

    def as_of(self, moment: dt.datetime) -> Iterator[NewsItem]:
        """The items as they stood at ``moment``, by id: neither those added later nor those withdrawn then.

        Content, revision, ``last_changed`` and ``source`` are those of the revision of that time;
        ``last_seen`` is at most ``moment``.
        """
        moment = utc(moment)
        log = select(changes).order_by(changes.c.identity, changes.c.seq)
        rows = select(items).where(items.c.first_seen <= moment).order_by(items.c.id)
        with self.reading() as connection, self.reading() as second:
            events = iter(second.execute(log, execution_options={"yield_per": ROWS}).mappings())
            event = next(events, None)
            for row in connection.execute(rows, execution_options={"yield_per": ROWS}).mappings():
                while event is not None and event["identity"] < row["id"]:
                    event = next(events, None)
                mine = []
                while event is not None and event["identity"] == row["id"]:
                    mine.append(event)
                    event = next(events, None)
                item = _as_it_was(row, mine, moment)
                if item is not None:
                    yield item


def _columns(item: NewsItem, content: str, source: str) -> dict[str, Any]:
    return {
        "language": item.language,
        "type": item.type.value,
        "issued_on": item.issued_on,
        "title": item.title,
        "url": item.url,
        "content": content,
        "source": source,
    }


def _as_it_was(row: RowMapping, events: list[RowMapping], moment: dt.datetime) -> NewsItem | None:
    then = [event for event in events if event["at"] <= moment]
    if not then or then[-1]["change"] == ChangeKind.WITHDRAWN:
        return None
    content = row["content"]
    for event in reversed(events[len(then) :]):
        content = undo(content, json.loads(event["fields"]))
    source, changed = row["source"], row["first_seen"]
    for event in then:
        if event["change"] == ChangeKind.ADDED or event["fields"] != "{}":
            source, changed = event["source"], event["at"]
    if len(then) == len(events):
        source = row["source"]
    return _complete(
        row["id"],
        content,
        source,
        {
            "revision": then[-1]["revision"],
            "first_seen": row["first_seen"],
            "last_seen": min(row["last_seen"], moment),
            "last_changed": changed,
            "withdrawn_at": None,
        },
    )
