"""The book of addresses: what was found, what is due and why, what came of it."""

import datetime as dt
import json
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    RowMapping,
    Update,
    bindparam,
    case,
    func,
    insert,
    literal,
    or_,
    select,
    true,
    update,
)

from osce_scraper.records import ChangeKind, NewsItem, Teaser
from osce_scraper.store import schedule
from osce_scraper.store.crawl import (
    DueAddress,
    DueReason,
    Fetched,
    Found,
    FoundOutcome,
    SkipReason,
    check_identity,
)
from osce_scraper.store.errors import StoreError
from osce_scraper.store.log import Line, append_change
from osce_scraper.store.overlay import Overlay
from osce_scraper.store.session import Session
from osce_scraper.store.tables import addresses, items, quarantine, utc

#: Addresses looked up again at a time while the due ones are handed out.
_BATCH = 200

_ORDER_OF_WORK = {
    DueReason.REQUESTED: 0,
    DueReason.NEW: 1,
    DueReason.TEASER_CHANGED: 2,
    DueReason.LASTMOD_NEWER: 2,
    DueReason.RELISTED: 2,
    DueReason.GONE_CHECK: 3,
    DueReason.RETRY: 4,
    DueReason.REFUSAL_CHECK: 5,
    DueReason.SCHEDULE: 6,
}

_SKIPPED_AS = {
    DueReason.RETRY: SkipReason.BACKING_OFF,
    DueReason.GONE_CHECK: SkipReason.GONE,
    DueReason.REFUSAL_CHECK: SkipReason.REFUSED,
}


@dataclass(frozen=True, slots=True)
class Address:
    """All that is known of one address; times in UTC."""

    identity: str
    url: str
    source: str
    issued_on: dt.date | None
    first_found: dt.datetime
    last_found: dt.datetime
    last_fetched: dt.datetime | None
    status: int | None
    due_at: dt.datetime
    reason: DueReason
    failures: int
    last_failure: str | None
    times_gone: int


def _without_repeats(shown: Sequence[Found]) -> Iterator[list[Found]]:
    """``shown`` in parts of at most ``_BATCH``, none of which names an identity twice."""
    part: dict[str, Found] = {}
    for found in shown:
        if found.identity in part or len(part) == _BATCH:
            yield list(part.values())
            part = {}
        part[found.identity] = found
    if part:
        yield list(part.values())


def _source_name(source: str) -> str:
    """The source without what only pages through it."""
    return source.partition("#")[0].partition("?")[0]


def _teaser_facts(found: Found) -> list[str | None]:
    assert found.teaser is not None
    issued_on = found.teaser.issued_on
    return [found.url, found.teaser.title, issued_on.isoformat() if issued_on else None]


def _merged(old: Teaser | None, new: Teaser | None) -> Teaser | None:
    if old is None or new is None:
        return new or old
    return old.completed_by(new)


def _teaser(row: RowMapping) -> Teaser | None:
    return Teaser.model_validate_json(row["teaser"]) if row["teaser"] else None


class AddressBook(Session):
    """What the store knows of addresses. Part of :class:`osce_scraper.store.Store`."""

    #: The last run before the present one that found anything.
    _run_before: int | None = None

    def _may_be_refused(self, connection: Connection, identity: str) -> bool:
        """Whether ``identity`` may be in quarantine; False only when it certainly is not.

        While nobody else harvests, only this store puts pages there.
        """
        if not self.alone:
            return True
        if self._refused is None:
            table = self._overlay.view(quarantine)
            opened = select(table.c.id).where(table.c.resolved_at.is_(None))
            self._refused = set(connection.scalars(opened))
        return identity in self._refused

    # -- found -----------------------------------------------------------------------------------------

    def found(self, found: Found, now: dt.datetime) -> FoundOutcome:
        """Note that a source shows an address, and make it due when that is news.

        It is due at once when it is new, when the same source shows another title, date or address than
        before, when the sitemap's ``lastmod`` is newer than what was fetched, and when it had gone and is
        shown again. Raises ValueError for an identity that is none.
        """
        return self.found_all([found], now)[0]

    def found_all(self, shown: Sequence[Found], now: dt.datetime) -> list[FoundOutcome]:
        """Like ``found`` for all that a page shows, in one transaction; the outcomes in their order."""
        now = utc(now)
        outcomes: list[FoundOutcome] = []
        with self.transaction() as connection:
            for part in _without_repeats(shown):
                outcomes += self._found_part(connection, part, now)
        return outcomes

    def _found_part(
        self, connection: Connection, shown: Sequence[Found], now: dt.datetime
    ) -> list[FoundOutcome]:
        identities = [found.identity for found in shown]
        self._overlay.bring(connection, addresses, identities)
        statements = self._statements
        rows = {
            row["identity"]: row
            for row in connection.execute(statements.several, {"identities": identities}).mappings()
        }
        new: list[dict[str, Any]] = []
        again: list[dict[str, Any]] = []
        outcomes = []
        for found in shown:
            row = rows.get(found.identity)
            if row is None:
                new.append(self._first_found(found, now))
                outcomes.append(FoundOutcome.NEW)
            else:
                outcome, values = self._found_again(row, found, now)
                again.append({"identity_": found.identity, **values})
                outcomes.append(outcome)
        if new:
            connection.execute(statements.insert, [row | self._overlay.key for row in new])
        if again:
            connection.execute(statements.update_found, again)
        return outcomes

    def _first_found(self, found: Found, now: dt.datetime) -> dict[str, Any]:
        identity = check_identity(found.identity)
        teaser = found.teaser
        return _new_address(identity, found.url, found.source, now) | {
            "teaser": teaser.model_dump_json() if teaser else None,
            "teasers": json.dumps({_source_name(found.source): _teaser_facts(found)} if teaser else {}),
            "issued_on": teaser.issued_on if teaser else None,
            "lastmod": utc(found.lastmod) if found.lastmod else None,
            "last_found_run": self.run,
        }

    def _found_again(
        self, row: RowMapping, found: Found, now: dt.datetime
    ) -> tuple[FoundOutcome, dict[str, Any]]:
        values: dict[str, Any] = {
            name: row[name]
            for name in (
                "url", "teaser", "teasers", "issued_on", "lastmod", "lastmod_fetched",
                "etag", "last_modified", "due_at", "reason",
            )
        }  # fmt: skip
        values["last_found"] = max(now, row["last_found"])
        values["last_found_run"] = self.run or row["last_found_run"]
        outcome = FoundOutcome.KNOWN
        if found.teaser is not None:
            known = json.loads(row["teasers"])
            source, facts = _source_name(found.source), _teaser_facts(found)
            before = known.get(source)
            if before != facts:
                known[source] = facts
                values["teasers"] = json.dumps(known, ensure_ascii=False)
                if before is not None:
                    outcome = FoundOutcome.TEASER_CHANGED
                    values["url"] = found.url if before[0] != facts[0] else row["url"]
            merged = _merged(_teaser(row), found.teaser)
            assert merged is not None
            values["teaser"] = merged.model_dump_json()
            values["issued_on"] = row["issued_on"] or merged.issued_on
        if found.lastmod is not None:
            lastmod = values["lastmod"] = utc(found.lastmod)
            # What the last fetch covered: the lastmod known then, or else the time of the fetch itself.
            covered = row["lastmod_fetched"] or row["last_fetched"]
            if covered is not None and lastmod > covered:
                outcome = FoundOutcome.LASTMOD_NEWER if outcome is FoundOutcome.KNOWN else outcome
            elif covered is not None and row["lastmod_fetched"] is None:
                values["lastmod_fetched"] = lastmod
        if row["times_gone"] and outcome is FoundOutcome.KNOWN and self._shown_again(row, found):
            outcome = FoundOutcome.RELISTED
            values["url"] = found.url
        if row["last_fetched"] is None:
            return FoundOutcome.WAITING, values
        if outcome is not FoundOutcome.KNOWN:
            values["due_at"] = now
            values["reason"] = DueReason(outcome.value).value
        if values["url"] != row["url"]:
            # Validators belong to an address; those of the old one say nothing about the new one.
            values["etag"] = values["last_modified"] = None
        return outcome, values

    def _shown_again(self, row: RowMapping, found: Found) -> bool:
        """A dead link that sources never stopped showing is not shown *again*."""
        if row["url"] != found.url and row["reason"] == DueReason.GONE_CHECK:
            known_urls = {facts[0] for facts in json.loads(row["teasers"]).values()}
            if found.url not in known_urls:
                return True
        if self._run_before is None:
            return False
        return row["last_found_run"] is None or row["last_found_run"] < self._run_before

    # -- due -------------------------------------------------------------------------------------------

    def shown_since(self, source: str, since: dt.datetime, identities: Collection[str]) -> set[str]:
        """Those of ``identities`` that ``source`` has shown, and that were found again since then."""
        column = self._overlay.view(addresses).c
        statement = select(column.identity, column.teasers).where(
            column.identity.in_(sorted(identities)), column.last_found >= utc(since)
        )
        with self.looking_up() as connection:
            rows = connection.execute(statement).all()
        return {row.identity for row in rows if _source_name(source) in json.loads(row.teasers)}

    def due(
        self,
        now: dt.datetime,
        *,
        full: bool = False,
        limit: int | None = None,
        since: dt.date | None = None,
        until: dt.date | None = None,
        languages: Collection[str] | None = None,
    ) -> Iterator[DueAddress]:
        """Addresses to fetch, with the reason of each: asked for, new, changed, retries, then by schedule.

        Newest items first among the new ones. ``full`` gives every address that this run has not tried yet.
        ``since`` and ``until`` (both included) leave out items known to be issued outside of them;
        ``languages`` (ISO 639-1) those in others. What is dealt with while this is read is not handed out.
        """
        now = utc(now)
        table = self._overlay.view(addresses)
        wanted = self._within(since, until, languages)
        is_due = self._is_due(now, full=full)
        priority = case(
            {reason.value: place for reason, place in _ORDER_OF_WORK.items()},
            value=table.c.reason,
            else_=len(_ORDER_OF_WORK),
        )
        by_date = case((priority <= 2, table.c.issued_on))
        with self.reading() as connection:
            # Identities only: a few bytes each, so that no cursor stays open while the crawl writes.
            identities = iter(
                connection.scalars(
                    select(table.c.identity)
                    .where(is_due, wanted)
                    .order_by(priority, by_date.desc().nulls_last(), table.c.due_at, table.c.identity)
                ).all()
            )
        given = 0
        while limit is None or given < limit:
            batch = list(islice(identities, _BATCH))
            if not batch:
                return
            still = {address.identity: address for address in self._look_up(batch, now, is_due)}
            for identity in batch:
                if identity in still and (limit is None or given < limit):
                    given += 1
                    yield still[identity]

    def due_address(self, identity: str, now: dt.datetime, *, full: bool = False) -> DueAddress | None:
        """The address of ``identity`` if it is due (``full``: if not tried in this run), else None."""
        now = utc(now)
        return next(self._look_up([identity], now, self._is_due(now, full=full)), None)

    def _look_up(
        self, identities: list[str], now: dt.datetime, is_due: ColumnElement[bool]
    ) -> Iterator[DueAddress]:
        table, refused_table = self._overlay.view(addresses), self._overlay.view(quarantine)
        refused = (
            select(refused_table.c.id)
            .where(refused_table.c.id == table.c.identity, refused_table.c.resolved_at.is_(None))
            .exists()
        )
        with self.looking_up() as connection:
            rows = (
                connection.execute(
                    select(table, refused.label("refused")).where(table.c.identity.in_(identities), is_due)
                )
                .mappings()
                .all()
            )
        for row in rows:
            reason = DueReason(row["reason"])
            if row["due_at"] > now:
                wrong = row["last_fetched"] is not None and row["last_fetched"] > now + schedule.CLOCK_SLACK
                reason = DueReason.CLOCK if wrong else DueReason.FULL
            # A 304 for a page that could not be read would keep it in quarantine for ever.
            known = not row["refused"]
            yield DueAddress(
                identity=row["identity"],
                url=row["url"],
                etag=row["etag"] if known else None,
                last_modified=row["last_modified"] if known else None,
                body_sha256=row["body_sha256"] if known else None,
                teaser=_teaser(row),
                reason=reason,
            )

    def _is_due(self, now: dt.datetime, *, full: bool) -> ColumnElement[bool]:
        column = self._overlay.view(addresses).c
        if full:
            return or_(column.last_tried_run.is_(None), column.last_tried_run != (self.run or 0))
        return or_(
            column.due_at <= now,
            column.due_at > now + schedule.LONGEST + schedule.CLOCK_SLACK,
            column.last_fetched > now + schedule.CLOCK_SLACK,
        )

    def _within(
        self, since: dt.date | None, until: dt.date | None, languages: Collection[str] | None
    ) -> ColumnElement[bool]:
        column = self._overlay.view(addresses).c
        wanted: ColumnElement[bool] = true()
        if since is not None:
            wanted = wanted & or_(column.issued_on.is_(None), column.issued_on >= since)
        if until is not None:
            wanted = wanted & or_(column.issued_on.is_(None), column.issued_on <= until)
        if languages is not None:
            wanted = wanted & column.language.in_(sorted(languages))
        return wanted

    def due_counts(self, now: dt.datetime) -> dict[str, int]:
        """How many addresses are due at ``now``, by the reason they have; the most urgent first."""
        column = self._overlay.view(addresses).c
        number = func.count().label("number")
        statement = (
            select(column.reason, number).where(self._is_due(utc(now), full=False)).group_by(column.reason)
        )
        with self.reading() as connection:
            counts = {DueReason(row.reason): row.number for row in connection.execute(statement)}
        return {reason.value: counts[reason] for reason in _ORDER_OF_WORK if reason in counts}

    def skipped(
        self,
        now: dt.datetime,
        *,
        since: dt.date | None = None,
        until: dt.date | None = None,
        languages: Collection[str] | None = None,
    ) -> dict[str, int]:
        """How many known addresses are left alone, by :class:`SkipReason`; those this run tried are not."""
        now = utc(now)
        column = self._overlay.view(addresses).c
        in_dates, in_languages = self._within(since, until, None), self._within(None, None, languages)
        as_reason = {reason.value: literal(skip.value) for reason, skip in _SKIPPED_AS.items()}
        why = case(
            (~in_languages, literal(SkipReason.OTHER_LANGUAGE.value)),
            (~in_dates, literal(SkipReason.OUTSIDE_DATES.value)),
            else_=case(as_reason, value=column.reason, else_=literal(SkipReason.NOT_DUE.value)),
        ).label("why")
        left = or_(~in_languages, ~in_dates, ~func.coalesce(self._is_due(now, full=False), False))
        untried = or_(column.last_tried_run.is_(None), column.last_tried_run != (self.run or 0))
        with self.reading() as connection:
            rows = connection.execute(
                select(why, func.count().label("number")).where(left, untried).group_by(why).order_by(why)
            ).all()
        return {row.why: row.number for row in rows}

    # -- what came of it ---------------------------------------------------------------------------------

    def fetched(
        self,
        identity: str,
        now: dt.datetime,
        *,
        url: str,
        status: int,
        etag: str | None = None,
        last_modified: str | None = None,
        body_sha256: str | None = None,
    ) -> None:
        """The page answered (200, or 304 for unchanged): the work is done, and the next look is by age.

        ``url`` is the address that answered in the end. An item that had been withdrawn and answers
        unchanged has returned. Raises ``StoreError`` for an identity that was never found.
        """
        now = utc(now)
        answer = Fetched(url, status, etag, last_modified, body_sha256)
        with self.transaction() as connection:
            row = self._address(connection, identity)
            same = status == 304 or (body_sha256 is not None and body_sha256 == row["body_sha256"])
            item = self._item_state(connection, identity)
            if item is not None:
                returned = same and item["withdrawn_at"] is not None
                values = {"withdrawn_at": None} if returned else {}
                self._update_item(connection, identity, last_seen=max(now, item["last_seen"]), **values)
                if returned:
                    self._log(connection, now, identity, ChangeKind.RETURNED, item)
            self._note_answer(connection, row, now, answer, row["issued_on"], self.run)

    def failed(self, identity: str, now: dt.datetime, reason: str) -> None:
        """The page could not be had (``reason`` in words): it is due again later, ever later."""
        now = utc(now)
        with self.transaction() as connection:
            row = self._address(connection, identity)
            failures = row["failures"] + 1
            self._update_address(
                connection,
                identity,
                failures=failures,
                last_failure=reason,
                last_tried_run=self.run,
                due_at=now + schedule.retry_interval(identity, failures),
                reason=DueReason.RETRY.value,
            )

    def gone(self, identity: str, now: dt.datetime, status: int) -> bool:
        """The page answered 404 or 410. True when this withdraws the item: the second time, in another run.

        A withdrawn item is kept, leaves ``news.jsonl``, and is asked for ever more rarely.
        """
        now = utc(now)
        with self.transaction() as connection:
            row = self._address(connection, identity)
            again = row["times_gone"] > 0 and row["gone_run"] == self.run
            times = row["times_gone"] if again else row["times_gone"] + 1
            self._update_address(
                connection,
                identity,
                times_gone=times,
                gone_run=self.run,
                status=status,
                etag=None,
                last_modified=None,
                body_sha256=None,
                failures=0,
                last_fetched=now,
                last_tried_run=self.run,
                due_at=now + schedule.gone_interval(identity, times),
                reason=DueReason.GONE_CHECK.value,
            )
            item = self._item_state(connection, identity)
            if times < 2 or item is None or item["withdrawn_at"] is not None:
                return False
            self._update_item(connection, identity, withdrawn_at=now)
            self._log(connection, now, identity, ChangeKind.WITHDRAWN, item)
            return True

    def request(self, identity: str, now: dt.datetime) -> None:
        """Have the page fetched by the next run, whatever the schedule says, and read anew."""
        now = utc(now)
        with self.transaction() as connection:
            self._address(connection, identity)
            self._update_address(
                connection,
                identity,
                due_at=now,
                reason=DueReason.REQUESTED.value,
                etag=None,
                last_modified=None,
                body_sha256=None,
            )

    def address(self, identity: str) -> Address | None:
        """All that is known of the address of ``identity``; None when it was never found."""
        table = self._overlay.view(addresses)
        with self.looking_up() as connection:
            one = select(table).where(table.c.identity == identity)
            row = connection.execute(one).mappings().one_or_none()
        if row is None:
            return None
        values = {name: row[name] for name in Address.__dataclass_fields__}
        return Address(**values | {"reason": DueReason(row["reason"])})

    def _log(
        self, connection: Connection, now: dt.datetime, identity: str, change: ChangeKind, item: RowMapping
    ) -> None:
        """Log what happened to an item without a new record of it."""
        line = Line(identity, change, item["revision"], {}, item["source"], self.run)
        append_change(connection, self._overlay, now, line)

    def _item_state(self, connection: Connection, identity: str) -> RowMapping | None:
        """What is to be known of an item whose record stays, to be changed with :meth:`_update_item`."""
        self._overlay.bring(connection, items, [identity])
        return connection.execute(self._statements.item, {"identity": identity}).mappings().one_or_none()

    def _update_item(self, connection: Connection, identity: str, **values: Any) -> None:
        table = self._overlay.of(items)
        this = (self._overlay.mine(items), table.c.id == identity)
        connection.execute(update(table).where(*this).values(values))

    def _update_address(self, connection: Connection, identity: str, **values: Any) -> None:
        table = self._overlay.of(addresses)
        this = (self._overlay.mine(addresses), table.c.identity == identity)
        connection.execute(update(table).where(*this).values(values))

    # -- used by saving and refusing -----------------------------------------------------------------------

    @property
    def _statements(self) -> "_Statements":
        made: _Statements = self._overlay.made(_Statements, lambda: _Statements(self._overlay))
        return made

    def _known(self, connection: Connection, identity: str) -> RowMapping | None:
        self._overlay.bring(connection, addresses, [identity])
        return connection.execute(self._statements.one, {"identity": identity}).mappings().one_or_none()

    def _address(self, connection: Connection, identity: str) -> RowMapping:
        row = self._known(connection, identity)
        if row is None:
            raise StoreError(f"the address of {identity} is not known: tell the store with found() first")
        return row

    def _note_answer(
        self,
        connection: Connection,
        row: RowMapping,
        now: dt.datetime,
        answer: Fetched,
        issued_on: dt.date | None,
        run: int | None,
    ) -> None:
        values = _answer_values(
            row["identity"], now, answer, issued_on, issued_on or row["first_found"].date(), run
        )
        if answer.status == 304:
            values["etag"] = answer.etag or row["etag"]
            values["last_modified"] = answer.last_modified or row["last_modified"]
            values["body_sha256"] = answer.body_sha256 or row["body_sha256"]
        connection.execute(self._statements.update_answer, values | {"lastmod_fetched": row["lastmod"]})

    def _note_saved(
        self, connection: Connection, item: NewsItem, now: dt.datetime, fetched: Fetched | None, run: int
    ) -> None:
        """The address of a saved item: its date, and the answer it came with."""
        if fetched is not None and fetched.status != 304 and item.issued_on is not None:
            # Nothing of the row is needed to write it, but for what the update itself can take from it.
            values = _answer_values(item.id, now, fetched, item.issued_on, item.issued_on, run)
            self._overlay.bring(connection, addresses, [item.id])
            if connection.execute(self._statements.update_saved, values).rowcount:
                return
        row = self._known(connection, item.id)
        if row is None:
            # From an archive, or given by hand: known from now on by what its record says of the fetch.
            first = min(item.source.fetched_at or now, now)
            new = _new_address(item.id, item.url, "record", first)
            connection.execute(self._statements.insert, new | self._overlay.key)
            row = self._address(connection, item.id)
            source = item.source
            if fetched is None:
                fetched = Fetched(
                    item.url, source.status or 200, source.etag, source.last_modified, source.body_sha256
                )
                now = first
        if fetched is not None:
            self._note_answer(connection, row, now, fetched, item.issued_on, run)
        elif row["issued_on"] != item.issued_on and item.issued_on is not None:
            self._update_address(connection, item.id, issued_on=item.issued_on)


def _answer_values(
    identity: str,
    now: dt.datetime,
    answer: Fetched,
    issued_on: dt.date | None,
    age_from: dt.date,
    run: int | None,
) -> dict[str, Any]:
    """What an answer changes about its address. ``age_from`` is the day from which its next look follows."""
    return {
        "identity_": identity,
        "url": answer.url,
        "status": answer.status,
        "etag": answer.etag,
        "last_modified": answer.last_modified,
        "body_sha256": answer.body_sha256,
        "issued_on": issued_on,
        "last_fetched": now,
        "last_tried_run": run,
        "due_at": now + schedule.interval(identity, age_from, now),
        "reason": DueReason.SCHEDULE.value,
        "failures": 0,
        "last_failure": None,
        "times_gone": 0,
        "gone_run": None,
    }


def _new_address(identity: str, url: str, source: str, now: dt.datetime) -> dict[str, Any]:
    return {
        "identity": identity,
        "language": identity.rpartition("-")[2],
        "url": url,
        "source": _source_name(source),
        "teaser": None,
        "teasers": "{}",
        "issued_on": None,
        "lastmod": None,
        "first_found": now,
        "last_found": now,
        "last_found_run": None,
        "due_at": now,
        "reason": DueReason.NEW.value,
        "failures": 0,
        "times_gone": 0,
    }


_FOUND = (
    "url", "teaser", "teasers", "issued_on", "lastmod", "lastmod_fetched", "etag", "last_modified",
    "due_at", "reason", "last_found", "last_found_run",
)  # fmt: skip
_ANSWERED = (
    "url", "status", "etag", "last_modified", "body_sha256", "issued_on", "last_fetched",
    "last_tried_run", "due_at", "reason", "failures", "last_failure", "times_gone", "gone_run",
)  # fmt: skip


class _Statements:
    """What is executed for every page, built once for an overlay."""

    def __init__(self, overlay: Overlay) -> None:
        table, item = overlay.of(addresses), overlay.of(items)
        mine = overlay.mine(addresses)
        self.insert = insert(table)
        self.one = select(table).where(mine, table.c.identity == bindparam("identity")).with_for_update()
        several = table.c.identity.in_(bindparam("identities", expanding=True))
        self.several = select(table).where(mine, several).with_for_update()
        self.item = select(item.c.revision, item.c.source, item.c.last_seen, item.c.withdrawn_at).where(
            overlay.mine(items), item.c.id == bindparam("identity")
        )

        def updating(*names: str) -> Update:
            this = table.c.identity == bindparam("identity_")
            return update(table).where(mine, this).values({name: bindparam(name) for name in names})

        self.update_found = updating(*_FOUND)
        self.update_answer = updating(*_ANSWERED, "lastmod_fetched")
        self.update_saved = updating(*_ANSWERED).values(lastmod_fetched=table.c.lastmod)
