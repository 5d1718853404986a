"""The store: everything that must be remembered from one run to the next."""

from dataclasses import dataclass

from sqlalchemy import func, select

from osce_scraper.store.crawl import UnknownName
from osce_scraper.store.items import ItemShelf
from osce_scraper.store.lock import Locking
from osce_scraper.store.menus import MenuShelf
from osce_scraper.store.pages import PageMemory
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


class Store(ItemShelf, MenuShelf, Quarantine, PageMemory, Locking):
    """A store, open. A context manager; usable from several threads, one transaction at a time.

    ``Store("sqlite:///data/osce.sqlite")`` opens or makes a file, ``Store("postgresql+psycopg://...")`` uses
    a server. All times given must carry a zone. What is durable when is written in docs/store.md.
    """

    def counts(self) -> Counts:
        """How much the store holds."""
        failing = addresses.c.failures > 0
        waiting = addresses.c.last_fetched.is_(None)
        with self.reading() as connection:

            def count(table: object, *where: object) -> int:
                statement = select(func.count()).select_from(table).where(*where)  # type: ignore[arg-type]
                return int(connection.execute(statement).scalar_one())

            return Counts(
                items=count(items, items.c.withdrawn_at.is_(None)),
                withdrawn=count(items, items.c.withdrawn_at.is_not(None)),
                addresses=count(addresses),
                waiting=count(addresses, waiting),
                failing=count(addresses, failing),
                quarantined=count(quarantine, quarantine.c.resolved_at.is_(None)),
                changes=count(changes),
                menu_entries=count(menus),
                unknown_names=int(
                    connection.execute(
                        select(func.count()).select_from(
                            select(unknown_names.c.kind, unknown_names.c.name).distinct().subquery()
                        )
                    ).scalar_one()
                ),
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
