"""Pages that could not become records: kept with the reason until one can."""

import datetime as dt
from collections.abc import Iterator

from sqlalchemy import Connection, RowMapping, insert, select, update

from osce_scraper.records import ArchiveLink, QuarantineEntry
from osce_scraper.store import schedule
from osce_scraper.store.addresses import AddressBook
from osce_scraper.store.crawl import DueReason, Refusal
from osce_scraper.store.tables import addresses, quarantine, utc

#: The offending text is kept up to this many characters; the archive has all of it.
LONGEST_TEXT = 2000


def _entry(row: RowMapping) -> QuarantineEntry:
    archive = None
    if row["archive_file"] is not None:
        archive = ArchiveLink(file=row["archive_file"], record_id=row["archive_record"])
    names = ("id", "identity", "url", "reason", "field", "text", "first_refused", "last_refused", "run")
    return QuarantineEntry(**{name: row[name] for name in names}, archive=archive)


def stream_quarantine(connection: Connection) -> Iterator[QuarantineEntry]:
    """All open entries, by id."""
    statement = select(quarantine).where(quarantine.c.resolved_at.is_(None)).order_by(quarantine.c.id)
    for row in connection.execute(statement, execution_options={"yield_per": 200}).mappings():
        yield _entry(row)


class Quarantine(AddressBook):
    """The refused pages of the store. Part of :class:`osce_scraper.store.Store`."""

    def refuse(self, refusal: Refusal, now: dt.datetime, run: int) -> None:
        """Put a page into quarantine, instead of :meth:`fetched`; its address is due again later.

        One entry a page, by identity or else by address. It leaves when a record of it is saved. A record
        kept of an earlier, readable page stays current.
        """
        now = utc(now)
        key = refusal.identity or refusal.url
        if self._refused is not None:
            self._refused.add(key)
        values = {
            "identity": refusal.identity,
            "url": refusal.url,
            "reason": refusal.reason,
            "field": refusal.field,
            "text": refusal.text[:LONGEST_TEXT] if refusal.text else None,
            "archive_file": refusal.archive.file if refusal.archive else None,
            "archive_record": refusal.archive.record_id if refusal.archive else None,
            "run": run,
            "resolved_at": None,
        }
        overlay = self._overlay
        target = overlay.of(quarantine)
        this = (overlay.mine(quarantine), target.c.id == key)
        with self.transaction() as connection:
            overlay.bring(connection, quarantine, [key])
            row = connection.execute(select(target).where(*this)).mappings().one_or_none()
            if row is None:
                times = 1
                connection.execute(
                    insert(target).values(
                        **overlay.key, id=key, first_refused=now, last_refused=now, times=1, **values
                    )
                )
            else:
                times = row["times"] + 1 if row["resolved_at"] is None else 1
                first = row["first_refused"] if row["resolved_at"] is None else now
                connection.execute(
                    update(target)
                    .where(*this)
                    .values(
                        first_refused=first, last_refused=max(now, row["last_refused"]), times=times, **values
                    )
                )
            if refusal.identity is not None:
                overlay.bring(connection, addresses, [refusal.identity])
                self._update_address(
                    connection,
                    refusal.identity,
                    last_fetched=now,
                    last_tried_run=run,
                    failures=0,
                    lastmod_fetched=overlay.of(addresses).c.lastmod,
                    due_at=now + schedule.refusal_interval(refusal.identity, times),
                    reason=DueReason.REFUSAL_CHECK.value,
                )

    def quarantined(self) -> Iterator[QuarantineEntry]:
        """All pages in quarantine, by id."""
        with self.reading() as connection:
            yield from stream_quarantine(connection)

    def quarantine_entry(self, key: str) -> QuarantineEntry | None:
        """The open entry of an identity or address; None when it is not in quarantine."""
        statement = select(quarantine).where(quarantine.c.id == key, quarantine.c.resolved_at.is_(None))
        with self.looking_up() as connection:
            row = connection.execute(statement).mappings().one_or_none()
        return None if row is None else _entry(row)

    def release(self, key: str, now: dt.datetime) -> bool:
        """Take an entry out of quarantine without a record. False when there was none."""
        target = self._overlay.of(quarantine)
        with self.transaction() as connection:
            self._overlay.bring(connection, quarantine, [key])
            done = connection.execute(
                update(target)
                .where(self._overlay.mine(quarantine), target.c.id == key, target.c.resolved_at.is_(None))
                .values(resolved_at=utc(now))
            )
            return bool(done.rowcount)
