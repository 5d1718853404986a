"""How far walks over sources have come: kept after each page, so that runs cut into slices add up to one."""

import datetime as dt
import json
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import select

from osce_scraper.store.pages import PageMemory
from osce_scraper.store.tables import positions, utc

#: The row that says when the round over all sources began that is still under way.
_ROUND: Final = ""
#: The state of a walk that is over.
_OVER: Final = ""


@dataclass(frozen=True, slots=True)
class Position:
    """Where a walk over ``source`` goes on, with what it needs to know of the pages before.

    ``state`` is JSON-ready and the walk's own.
    """

    source: str
    began_at: dt.datetime
    state: dict[str, Any]


class WalkPositions(PageMemory):
    """Walks that are under way. Part of :class:`osce_scraper.store.Store`."""

    def position(self, source: str) -> Position | None:
        """Where the walk over ``source`` goes on; None when none is under way."""
        with self.looking_up() as connection:
            view = self._overlay.view(positions)
            columns = (view.c.source, view.c.began_at, view.c.state)
            row = connection.execute(select(*columns).where(view.c.source == source)).one_or_none()
        if row is None or row.state == _OVER:
            return None
        return Position(row.source, row.began_at, json.loads(row.state))

    def remember_position(self, position: Position) -> None:
        """Note how far a walk has come."""
        state = json.dumps(position.state, ensure_ascii=False, sort_keys=True)
        values = {"began_at": utc(position.began_at), "state": state}
        self._put(positions, {"source": position.source}, values)

    def forget_position(self, source: str) -> None:
        """The walk over ``source`` came to its end, or begins anew."""
        under_way = self.position(source)
        if under_way is not None:
            values = {"began_at": utc(under_way.began_at), "state": _OVER}
            self._put(positions, {"source": source}, values)

    def round_since(self) -> dt.datetime | None:
        """When the round over all sources began that is still under way; None when the last one was ended."""
        under_way = self.position(_ROUND)
        return None if under_way is None else under_way.began_at

    def begin_round(self, now: dt.datetime) -> None:
        """A round over all sources begins: what it has walked need not be asked again before its end."""
        self.remember_position(Position(_ROUND, now, {}))

    def end_round(self) -> None:
        """All sources were walked, and nothing that they showed is left to fetch."""
        self.forget_position(_ROUND)
