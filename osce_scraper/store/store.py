"""The store: everything that must be remembered from one run to the next."""

from dataclasses import dataclass

from sqlalchemy import ColumnElement, FromClause, func, select

from osce_scraper.store.batches import Batches
from osce_scraper.store.crawl import UnknownName
from osce_scraper.store.items import ItemShelf
from osce_scraper.store.lock import Locking
from osce_scraper.store.menus import MenuShelf
from osce_scraper.store.positions import WalkPositions
from osce_scraper.store.quarantine import Quarantine
from osce_scraper.store.tables import addresses, changes, items, menus, quarantine, runs, unknown_names


@dataclass(frozen=True, slots=True)
class Counts:
    """How much the store holds. ``waiting``: found and never fetched."""

    items: int
    withdrawn: int
    addresses: int
    waiting: int
    failing: int
    quarantined: int
    changes: int
    menu_entries: int
    unknown_names: int
    runs: int


class Store(ItemShelf, MenuShelf, Quarantine, WalkPositions, Batches, Locking):
    """A store, open. A context manager; usable from several threads, one transaction at a time.

    ``Store("sqlite:///data/osce.sqlite")`` opens or makes a file, ``Store("postgresql+psycopg://...")`` uses
    a server. All times given must carry a zone. What is durable when is written in docs/store.md.
    """

    def counts(self) -> Counts:
        """How much the store holds."""
        view = self._overlay.view
        item, address, refused, name = view(items), view(addresses), view(quarantine), unknown_names.c
        names = select(name.kind, name.name).distinct().subquery()
        with self.reading() as connection:

            def count(table: FromClause, *where: ColumnElement[bool]) -> int:
                statement = select(func.count()).select_from(table).where(*where)
                return int(connection.execute(statement).scalar_one())

            return Counts(
                items=count(item, item.c.withdrawn_at.is_(None)),
                withdrawn=count(item, item.c.withdrawn_at.is_not(None)),
                addresses=count(address),
                waiting=count(address, address.c.last_fetched.is_(None)),
                failing=count(address, address.c.failures > 0),
                quarantined=count(refused, refused.c.resolved_at.is_(None)),
                changes=count(changes),
                menu_entries=count(view(menus)),
                unknown_names=count(names),
                runs=count(runs),
            )

    def unknown_names(self) -> list[UnknownName]:
        """Names the vocabulary does not know, those on most items first."""
        column = unknown_names.c
        number = func.count().label("number")
        statement = (
            select(column.kind, column.name, number, func.min(column.identity).label("example"))
            .group_by(column.kind, column.name)
            .order_by(number.desc(), column.kind, column.name)
        )
        with self.reading() as connection:
            return [
                UnknownName(row.kind, row.name, row.number, row.example)
                for row in connection.execute(statement)
            ]
