"""Runs: what was started, how it ended, what it counted."""

import datetime as dt
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, RowMapping, func, insert, select, update

from osce_scraper.records import RunEntry
from osce_scraper.sites import SiteProfile
from osce_scraper.stats import RunStats
from osce_scraper.store.addresses import AddressBook
from osce_scraper.store.batches import ACCEPTED_RUN, open_batch
from osce_scraper.store.errors import StoreError
from osce_scraper.store.overlay import Overlay
from osce_scraper.store.tables import STAGED, addresses, runs, utc

#: The site of runs that name none.
DEFAULT_SITE = "osce"
#: Outcome of a run that came to its end, and whose changes were accepted.
FINISHED = "finished"
#: Outcome of a run that never came to say how it ended.
INTERRUPTED = "interrupted"


@dataclass(frozen=True, slots=True)
class JudgedRun:
    """A run and what it counted."""

    entry: RunEntry
    stats: RunStats


def _entry(row: RowMapping) -> RunEntry:
    seconds = None
    if row["finished_at"] is not None:
        # A clock that jumped back makes no negative time.
        seconds = max((row["finished_at"] - row["started_at"]).total_seconds(), 0.0)
    return RunEntry(
        run=row["run"],
        command=row["command"],
        arguments=json.loads(row["arguments"]),
        started_at=row["started_at"],
        finished_at=row["finished_at"],
        seconds=seconds,
        outcome=row["outcome"],
        counts=json.loads(row["counts"]),
        monitors=json.loads(row["monitors"]),
        versions=json.loads(row["versions"]),
    )


def stream_runs(connection: Connection) -> Iterator[RunEntry]:
    """All runs, in their order."""
    statement = select(runs).order_by(runs.c.run)
    for row in connection.execute(statement, execution_options={"yield_per": 200}).mappings():
        yield _entry(row)


class RunBook(AddressBook):
    """The runs of the store. Part of :class:`osce_scraper.store.Store`."""

    def check_site(self, site: str) -> None:
        """Raise ``StoreError`` when the runs of this store are of another site than ``site``."""
        with self.reading() as connection:
            first = connection.execute(select(runs.c.arguments).order_by(runs.c.run).limit(1)).scalar()
        own = site if first is None else json.loads(first).get("site", DEFAULT_SITE)
        if own != site:
            raise StoreError(
                f"the store holds the site {own}, not {site}: name another data directory (OSCE_DATA_DIR, "
                "--data-dir) or store for each site"
            )

    def check_base_url(self, profile: SiteProfile) -> None:
        """Raise ``StoreError`` when the store's addresses are of another host or port than the profile's.

        They would be refused one by one, or records of a copy would be published as those of the site.
        """
        with self.reading() as connection:
            # Those of a batch that waits are of the store, too.
            some = [
                connection.execute(select(table.c.url).where(table.c.url.is_not(None)).limit(1)).scalar()
                for table in (addresses, STAGED[addresses])
            ]
        for known in some:
            if known is not None and not profile.allows(known):
                raise StoreError(
                    f"the store holds addresses such as {known}, not of {profile.base_url}: set "
                    "OSCE_BASE_URL to where they are, or name another data directory (OSCE_DATA_DIR, "
                    "--data-dir)"
                )

    def start_run(
        self, command: str, arguments: Mapping[str, Any], now: dt.datetime, *, staged: bool = False
    ) -> int:
        """Begin a run; its number, from 1. What follows on this store belongs to it.

        ``staged``: what it changes waits in a batch until that is accepted, in the one that an earlier run
        left open or in a new one; else it is accepted at once. ``arguments`` must be JSON-ready. Runs that
        were killed before are marked as interrupted when this store holds the lock, which says that they are
        dead.
        """
        with self.transaction() as connection:
            self._refused = None
            if self.alone:
                connection.execute(update(runs).where(runs.c.outcome.is_(None)).values(outcome=INTERRUPTED))
            number = int(connection.execute(select(func.max(runs.c.run))).scalar() or 0) + 1
            self._overlay = Overlay(open_batch(connection, utc(now)) if staged else None)
            connection.execute(
                insert(runs).values(
                    run=number,
                    batch=self.batch,
                    command=command,
                    arguments=json.dumps(dict(arguments), ensure_ascii=False, sort_keys=True),
                    started_at=utc(now),
                    counts="{}",
                    stats="{}",
                    monitors="[]",
                    versions="{}",
                )
            )
            last_found = self._overlay.view(addresses).c.last_found_run
            self._run_before = connection.execute(select(func.max(last_found))).scalar()
        self._run = number
        return number

    def finish_run(
        self,
        run: int,
        now: dt.datetime,
        *,
        outcome: str,
        counts: Mapping[str, int],
        stats: RunStats | None = None,
        monitors: Sequence[Any] = (),
        versions: Mapping[str, str] | None = None,
    ) -> None:
        """Say how a run ended and what it counted.

        ``counts`` are plain numbers, ``stats`` is what monitors need. Raises ``StoreError`` for a run that
        was never started.
        """
        with self.transaction() as connection:
            done = connection.execute(
                update(runs)
                .where(runs.c.run == run)
                .values(
                    finished_at=utc(now),
                    outcome=outcome,
                    counts=json.dumps(dict(counts), ensure_ascii=False, sort_keys=True),
                    stats="{}" if stats is None else stats.to_json(),
                    monitors=json.dumps(list(monitors), ensure_ascii=False),
                    versions=json.dumps(dict(versions or {}), ensure_ascii=False, sort_keys=True),
                )
            )
            if not done.rowcount:
                raise StoreError(f"run {run} was never started: begin it with start_run()")

    def last_good_run(self) -> int:
        """Number of the last run whose changes were accepted; 0 when there is none."""
        good = select(func.max(runs.c.run)).where(runs.c.outcome.in_((FINISHED, ACCEPTED_RUN)))
        with self.looking_up() as connection:
            return int(connection.execute(good).scalar() or 0)

    def last_good_time(self) -> dt.datetime | None:
        """When the last run whose changes were accepted began; None when there is none."""
        began = select(runs.c.started_at).where(runs.c.run == self.last_good_run())
        with self.looking_up() as connection:
            moment: dt.datetime | None = connection.execute(began).scalar()
        return moment

    def runs(self) -> Iterator[RunEntry]:
        """All runs, in their order."""
        with self.reading() as connection:
            yield from stream_runs(connection)

    def newest_judged(self, limit: int) -> list[JudgedRun]:
        """The last ``limit`` runs with all that monitors need of them, newest first."""
        statement = select(runs).order_by(runs.c.run.desc()).limit(limit)
        with self.reading() as connection:
            return [
                JudgedRun(_entry(row), RunStats.from_json(row["stats"]))
                for row in connection.execute(statement).mappings()
            ]

    def newest_runs(self, limit: int) -> list[RunEntry]:
        """The last ``limit`` runs, newest first."""
        statement = select(runs).order_by(runs.c.run.desc()).limit(limit)
        with self.reading() as connection:
            return [_entry(row) for row in connection.execute(statement).mappings()]
