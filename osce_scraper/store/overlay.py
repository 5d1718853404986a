"""Where a store reads and writes: the accepted tables, or those of a batch laid over them.

A run writes only the staged twins of the tables, and reads its own rows above the accepted ones; everybody
else reads the accepted tables. A row is copied into the batch before it is changed there, so that each
staged row is made from the accepted row of now. Where a row is accepted by another way, no batch keeps it.
"""

from collections.abc import Callable, Iterable
from typing import Any, Final

from sqlalchemy import (
    ColumnElement,
    Connection,
    FromClause,
    Table,
    bindparam,
    delete,
    exists,
    insert,
    select,
    true,
    union_all,
)

from osce_scraper.store.tables import STAGED, UNITS, batches, changes, items, unknown_names

OPEN: Final = "open"
HELD: Final = "held"
ACCEPTED: Final = "accepted"
REJECTED: Final = "rejected"
#: All that it would change was accepted from a later run.
SUPERSEDED: Final = "superseded"
UNDECIDED: Final = (OPEN, HELD)

#: What goes where an item goes.
BELONGING: Final = {items: (changes, unknown_names)}


class Overlay:
    """The tables as the run of ``batch`` has them; ``None``: the accepted ones, also for writing."""

    def __init__(self, batch: int | None) -> None:
        self.batch = batch
        self._made: dict[Any, Any] = {}

    def of(self, table: Table) -> Table:
        """The table to write into."""
        return table if self.batch is None else STAGED[table]

    def mine(self, table: Table) -> ColumnElement[bool]:
        """Which rows of :meth:`of` are meant; each statement on it needs this."""
        return true() if self.batch is None else STAGED[table].c.batch == self.batch

    @property
    def key(self) -> dict[str, int]:
        """The values that each row written into :meth:`of` has besides its own."""
        return {} if self.batch is None else {"batch": self.batch}

    def view(self, table: Table) -> FromClause:
        """All rows that the run sees, with the columns of ``table``."""
        if self.batch is None:
            return table
        view: FromClause = self.made(("view", table.name), lambda: self._view(table))
        return view

    def _view(self, table: Table) -> FromClause:
        staged, unit = STAGED[table], UNITS[table]
        mine = select(*(staged.c[column.name] for column in table.columns)).where(self.mine(table))
        hidden = exists().where(staged.c.batch == self.batch, staged.c[unit] == table.c[unit])
        return union_all(mine, select(table).where(~hidden)).subquery(table.name)

    def made(self, key: Any, make: Callable[[], Any]) -> Any:
        """What ``make`` gives, made once: statements are costly to build."""
        if key not in self._made:
            self._made[key] = make()
        return self._made[key]

    def bring(self, connection: Connection, table: Table, keys: Iterable[str]) -> None:
        """Have the rows of these units in the table to write into, so that they can be changed there."""
        several = list(keys)
        if self.batch is not None:
            # By far the most calls are for one, and a list of keys costs as much again.
            single = len(several) == 1
            statement = self.made(("bring", table.name, single), lambda: self._bring(table, single=single))
            connection.execute(statement, {"keys": several[0] if single else several})
        elif several and self._anything_staged(connection):
            for one in (table, *BELONGING.get(table, ())):
                connection.execute(delete(STAGED[one]).where(STAGED[one].c[UNITS[one]].in_(several)))

    def _bring(self, table: Table, *, single: bool) -> Any:
        staged, unit = STAGED[table], UNITS[table]
        there = exists().where(staged.c.batch == self.batch, staged.c[unit] == table.c[unit])
        names = [column.name for column in table.columns]
        rows = select(bindparam("batch", self.batch, staged.c.batch.type), *(table.c[name] for name in names))
        wanted = (
            table.c[unit] == bindparam("keys")
            if single
            else table.c[unit].in_(bindparam("keys", expanding=True))
        )
        return insert(staged).from_select(["batch", *names], rows.where(wanted, ~there))

    def _anything_staged(self, connection: Connection) -> bool:
        undecided = select(batches.c.batch).where(batches.c.state.in_(UNDECIDED)).limit(1)
        return bool(self.made("undecided", lambda: connection.execute(undecided).scalar() is not None))

    @property
    def is_staged(self) -> bool:
        """Whether what is written waits to be accepted."""
        return self.batch is not None
