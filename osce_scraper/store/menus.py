"""The current menus of each site."""

import datetime as dt
from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import Connection, FromClause, delete, insert, select

from osce_scraper.records import MenuEntry
from osce_scraper.store.crawl import MenuChange
from osce_scraper.store.session import Session
from osce_scraper.store.tables import menus, utc


def stream_menus(connection: Connection, table: FromClause = menus) -> Iterator[MenuEntry]:
    """All entries: site by site, in the order of the page."""
    statement = select(table.c.content, table.c.source).order_by(table.c.site, table.c.place)
    for row in connection.execute(statement, execution_options={"yield_per": 200}):
        yield MenuEntry.model_validate_json(f'{row.content[:-1]},"source":{row.source}}}')


class MenuShelf(Session):
    """The menus of the store. Part of :class:`osce_scraper.store.Store`."""

    def save_menu(self, site: str, entries: Sequence[MenuEntry], now: dt.datetime, run: int) -> MenuChange:
        """Keep ``entries``, in their order, as the menus of ``site``; those kept before give way.

        Entries are told apart by menu and id. Raises ValueError for an empty menu, which would wipe out a
        good one, and for two entries of one name.
        """
        utc(now)
        if not entries:
            raise ValueError(f"entries: the menu of {site} is empty; the one kept stays")
        rows: list[dict[str, Any]] = [
            {
                "site": site,
                "place": place,
                "menu": entry.menu.value,
                "entry_id": entry.id,
                "content": entry.model_dump_json(exclude={"source", "schema_version"}),
                "source": entry.source.model_dump_json(),
            }
            for place, entry in enumerate(entries)
        ]
        new = {(row["menu"], row["entry_id"]): row["content"] for row in rows}
        if len(new) != len(rows):
            raise ValueError(f"entries: two entries in the menus of {site} have the same menu and id")
        overlay = self._overlay
        target = overlay.of(menus)
        with self.transaction() as connection:
            overlay.bring(connection, menus, [site])
            of_site = (overlay.mine(menus), target.c.site == site)
            kept = connection.execute(
                select(target.c.menu, target.c.entry_id, target.c.content).where(*of_site)
            ).all()
            old = {(row.menu, row.entry_id): row.content for row in kept}
            connection.execute(delete(target).where(*of_site))
            connection.execute(insert(target), [row | overlay.key for row in rows])
        both = new.keys() & old.keys()
        changed = sum(new[key] != old[key] for key in both)
        return MenuChange(
            added=len(new.keys() - old.keys()),
            removed=len(old.keys() - new.keys()),
            changed=changed,
            unchanged=len(both) - changed,
        )

    def menus(self) -> Iterator[MenuEntry]:
        """All current entries: site by site, in the order of the page."""
        with self.reading() as connection:
            yield from stream_menus(connection, self._overlay.view(menus))
