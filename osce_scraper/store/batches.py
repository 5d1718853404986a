"""Batches: what a run would change, accepted or held as a whole.

A batch is open while its run works, also when the run is killed: the next one goes on in it. Then it is
accepted, or held for somebody to decide. Holding and rejecting leave the accepted tables alone, so that all
addresses are due as if nothing of the batch had been fetched.
"""

import datetime as dt
import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import (
    Connection,
    Table,
    case,
    delete,
    exists,
    func,
    insert,
    literal,
    select,
    update,
)

from osce_scraper.stats import Observation
from osce_scraper.store.differences import Differences, differences_of
from osce_scraper.store.errors import StoreError
from osce_scraper.store.log import take_turn
from osce_scraper.store.overlay import (
    ACCEPTED,
    BELONGING,
    HELD,
    OPEN,
    REJECTED,
    SUPERSEDED,
    UNDECIDED,
    Overlay,
)
from osce_scraper.store.schedule import CLOCK_SLACK
from osce_scraper.store.session import Session
from osce_scraper.store.tables import (
    STAGED,
    UNITS,
    UtcTime,
    addresses,
    batch_files,
    batches,
    changes,
    items,
    menus,
    pages,
    positions,
    quarantine,
    runs,
    unknown_names,
    utc,
    walks,
)

#: Outcome of a run whose batch is held, since a monitor was red.
HELD_BACK: Final = "held_back"
#: Outcome of a run whose batch was held, and that somebody accepted all the same.
ACCEPTED_RUN: Final = "accepted"

#: Tables whose staged rows take the place of the accepted ones of the same unit.
_REPLACED: Final = (addresses, pages, walks, positions, items, quarantine, menus)
#: What is kept of a batch that is decided.
_EXAMPLES: Final = 3


@dataclass(frozen=True, slots=True)
class Batch:
    """A batch: ``state`` is open, held, accepted, rejected or superseded; times in UTC."""

    batch: int
    state: str
    opened_at: dt.datetime
    decided_at: dt.datetime | None
    reasons: tuple[str, ...]
    runs: tuple[int, ...]
    differences: Differences


def open_batch(connection: Connection, now: dt.datetime) -> int:
    """The batch that is open, or else a new one; one from the future, by a wrong clock, is dropped."""
    row = connection.execute(
        select(batches.c.batch, batches.c.opened_at)
        .where(batches.c.state == OPEN)
        .order_by(batches.c.batch.desc())
        .limit(1)
    ).one_or_none()
    number: int | None = None if row is None else row.batch
    if row is not None and row.opened_at > now + CLOCK_SLACK:
        _close(
            connection, row.batch, REJECTED, now, differences_of(connection, row.batch, examples=_EXAMPLES)
        )
        number = None
    if number is None:
        number = int(connection.execute(select(func.max(batches.c.batch))).scalar() or 0) + 1
        values = {"batch": number, "state": OPEN, "opened_at": now, "reasons": "[]", "summary": "{}"}
        connection.execute(insert(batches).values(values))
    return number


class Batches(Session):
    """The batches of the store. Part of :class:`osce_scraper.store.Store`."""

    # -- while a run works -----------------------------------------------------------------------------------

    def resume_view(self) -> None:
        """Read from now on what the next run would see: the open batch, if there is one, above the rest."""
        with self.reading() as connection:
            open_one = connection.execute(select(batches.c.batch).where(batches.c.state == OPEN)).scalar()
        self._overlay = Overlay(open_one)

    def note_file(self, file: str) -> None:
        """Note a file of the archive that a run of the present batch writes."""
        if self.batch is None:
            return
        with self.transaction() as connection:
            connection.execute(insert(batch_files).values(batch=self.batch, file=file))

    def files_not_accepted(self) -> list[str]:
        """Names of the archive's files of batches that are held or were not accepted."""
        statement = (
            select(batch_files.c.file)
            .join(batches, batches.c.batch == batch_files.c.batch)
            .where(batches.c.state.not_in((OPEN, ACCEPTED)))
            .order_by(batch_files.c.file)
        )
        with self.reading() as connection:
            return list(connection.scalars(statement))

    def staged_observations(self) -> list[Observation]:
        """What earlier runs of the present batch observed, by identity."""
        if self.batch is None:
            return []
        table = STAGED[items]
        statement = (
            select(table.c.observation)
            .where(table.c.batch == self.batch, table.c.observation.is_not(None))
            .order_by(table.c.id)
        )
        with self.looking_up() as connection:
            return [Observation.model_validate_json(text) for text in connection.scalars(statement)]

    # -- decided ---------------------------------------------------------------------------------------------

    def accept(self, batch: int, now: dt.datetime) -> Differences:
        """Make what a batch would change the state of the store, in one transaction; what that was.

        Raises ``StoreError`` for a batch that is neither open nor held.
        """
        now = utc(now)
        with self.transaction() as connection:
            self._check_undecided(connection, batch)
            take_turn(connection)
            differences = differences_of(connection, batch, examples=_EXAMPLES)
            _move_names(connection, batch)
            for table in _REPLACED:
                _replace(connection, table, batch)
            _move_changes(connection, batch)
            self._leave_to_accepted(connection, batch, now)
            self._decide(connection, batch, ACCEPTED, now, differences)
            connection.execute(
                update(runs)
                .where(runs.c.batch == batch, runs.c.outcome == HELD_BACK)
                .values(outcome=ACCEPTED_RUN)
            )
            connection.execute(delete(batch_files).where(batch_files.c.batch == batch))
            return differences

    def hold(self, batch: int, now: dt.datetime, reasons: Iterable[str]) -> None:
        """Keep an open batch for somebody to decide; nothing else changes."""
        with self.transaction() as connection:
            self._check_undecided(connection, batch)
            values = {"state": HELD, "decided_at": utc(now), "reasons": _json(list(reasons))}
            connection.execute(update(batches).where(batches.c.batch == batch).values(values))
            self._leave(batch)

    def reject(self, batch: int, now: dt.datetime, reasons: Iterable[str] = ()) -> None:
        """Drop what a batch would change. Raises ``StoreError`` for a batch that is decided."""
        with self.transaction() as connection:
            self._check_undecided(connection, batch)
            differences = differences_of(connection, batch, examples=_EXAMPLES)
            self._decide(connection, batch, REJECTED, utc(now), differences)
            told = list(reasons)
            if told:
                connection.execute(
                    update(batches).where(batches.c.batch == batch).values(reasons=_json(told))
                )

    def _decide(
        self, connection: Connection, batch: int, state: str, now: dt.datetime, differences: Differences
    ) -> None:
        _close(connection, batch, state, now, differences)
        self._leave(batch)

    def _leave(self, batch: int) -> None:
        if self.batch == batch:
            self._overlay = Overlay(None)
            self._refused = None

    def _check_undecided(self, connection: Connection, batch: int) -> None:
        this = select(batches.c.state).where(batches.c.batch == batch).with_for_update()
        state = connection.execute(this).scalar()
        if state is None:
            raise StoreError(f"there is no batch {batch}: osce batch list shows those there are")
        if state not in UNDECIDED:
            raise StoreError(
                f"batch {batch} is {state}: only one that is held or open can be accepted or rejected "
                "(osce batch list)"
            )

    def _leave_to_accepted(self, connection: Connection, batch: int, now: dt.datetime) -> None:
        """Take out of other batches what this one changes: they were made from what is no longer so."""
        others = select(batches.c.batch).where(batches.c.state.in_(UNDECIDED), batches.c.batch != batch)
        numbers = list(connection.scalars(others))
        if not numbers:
            return
        for table in _REPLACED:
            mine, unit = STAGED[table].alias("mine"), UNITS[table]
            for one in (table, *BELONGING.get(table, ())):
                staged = STAGED[one]
                accepted = exists().where(mine.c.batch == batch, mine.c[unit] == staged.c[UNITS[one]])
                connection.execute(delete(staged).where(staged.c.batch.in_(numbers), accepted))
        for number in numbers:
            if not any(_has_rows(connection, STAGED[table], number) for table in (items, addresses, menus)):
                self._decide(
                    connection, number, SUPERSEDED, now, differences_of(connection, number, examples=0)
                )

    # -- shown -----------------------------------------------------------------------------------------------

    def batches(self, *, examples: int = 0) -> list[Batch]:
        """All batches, the newest first."""
        with self.reading() as connection:
            rows = connection.execute(select(batches).order_by(batches.c.batch.desc())).mappings().all()
            return [_batch(connection, row, examples) for row in rows]

    def one_batch(self, batch: int, *, examples: int) -> Batch:
        """A batch with ``examples`` of each difference. Raises ``StoreError`` when there is none."""
        with self.reading() as connection:
            this = select(batches).where(batches.c.batch == batch)
            row = connection.execute(this).mappings().one_or_none()
            if row is None:
                raise StoreError(f"there is no batch {batch}: osce batch list shows those there are")
            return _batch(connection, row, examples)

    def undecided(self) -> list[tuple[int, str]]:
        """Number and state of the batches that are open or held, the newest first."""
        statement = (
            select(batches.c.batch, batches.c.state)
            .where(batches.c.state.in_(UNDECIDED))
            .order_by(batches.c.batch.desc())
        )
        with self.reading() as connection:
            return [(row.batch, row.state) for row in connection.execute(statement)]


def _close(
    connection: Connection, batch: int, state: str, now: dt.datetime, differences: Differences
) -> None:
    for staged in STAGED.values():
        connection.execute(delete(staged).where(staged.c.batch == batch))
    values = {"state": state, "decided_at": now, "summary": _json(differences)}
    connection.execute(update(batches).where(batches.c.batch == batch).values(values))


def _batch(connection: Connection, row: Any, examples: int) -> Batch:
    number = row["batch"]
    of_batch = select(runs.c.run).where(runs.c.batch == number).order_by(runs.c.run)
    return Batch(
        batch=number,
        state=row["state"],
        opened_at=row["opened_at"],
        decided_at=row["decided_at"],
        reasons=tuple(json.loads(row["reasons"])),
        runs=tuple(connection.scalars(of_batch)),
        differences=differences_of(connection, number, examples=examples)
        if row["state"] in UNDECIDED
        else json.loads(row["summary"]),
    )


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)


def _has_rows(connection: Connection, staged: Table, batch: int) -> bool:
    statement = select(staged.c.batch).where(staged.c.batch == batch).limit(1)
    return connection.execute(statement).scalar() is not None


def _columns(table: Table) -> list[str]:
    return [column.name for column in table.columns]


def _replace(connection: Connection, table: Table, batch: int) -> None:
    staged, unit = STAGED[table], UNITS[table]
    mine = select(staged.c[unit]).where(staged.c.batch == batch)
    connection.execute(delete(table).where(table.c[unit].in_(mine)))
    names = _columns(table)
    rows = select(*(staged.c[name] for name in names)).where(staged.c.batch == batch)
    connection.execute(insert(table).from_select(names, rows))


def _move_names(connection: Connection, batch: int) -> None:
    """Unknown names follow the content of their item: before the items are moved."""
    item, names = STAGED[items], STAGED[unknown_names]
    same = exists().where(items.c.id == item.c.id, items.c.digest == item.c.digest)
    changed = select(item.c.id).where(item.c.batch == batch, ~same)
    connection.execute(delete(unknown_names).where(unknown_names.c.identity.in_(changed)))
    columns = _columns(unknown_names)
    rows = select(*(names.c[name] for name in columns)).where(
        names.c.batch == batch, names.c.identity.in_(changed)
    )
    connection.execute(insert(unknown_names).from_select(columns, rows))


def _move_changes(connection: Connection, batch: int) -> None:
    """Lines of a batch come behind all others, and their times never before those."""
    staged = STAGED[changes]
    last = connection.execute(select(changes.c.seq, changes.c.at).order_by(changes.c.seq.desc()).limit(1))
    row = last.one_or_none()
    values: dict[str, Any] = {name: staged.c[name] for name in _columns(changes)}
    values["seq"] = func.row_number().over(order_by=staged.c.seq) + (0 if row is None else row.seq)
    if row is not None:
        before = literal(row.at, UtcTime)
        values["at"] = case((staged.c.at < before, before), else_=staged.c.at)
    rows = select(*values.values()).where(staged.c.batch == batch)
    connection.execute(insert(changes).from_select(list(values), rows))
