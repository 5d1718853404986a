"""What the crawl remembers of pages that lead to items: validators, and walks that came to their end."""

import datetime as dt
from typing import Any

from sqlalchemy import Table, insert, select, update

from osce_scraper.store.crawl import Validators
from osce_scraper.store.session import Session
from osce_scraper.store.tables import pages, utc, walks


class PageMemory(Session):
    """What is known of listings, sitemaps, feeds and menu pages. Part of ``osce_scraper.store.Store``."""

    def page_validators(self, url: str) -> Validators | None:
        """What the page said of itself the last time; None when it was never read."""
        with self.looking_up() as connection:
            view = self._overlay.view(pages)
            columns = (view.c.etag, view.c.last_modified, view.c.body_sha256, view.c.fetched_at)
            row = connection.execute(select(*columns).where(view.c.url == url)).one_or_none()
        return None if row is None else Validators(*row)

    def remember_page(
        self,
        url: str,
        now: dt.datetime,
        *,
        etag: str | None = None,
        last_modified: str | None = None,
        body_sha256: str | None = None,
    ) -> None:
        """Note what the page said of itself. Not for a 304, which says nothing new."""
        values = {
            "etag": etag,
            "last_modified": last_modified,
            "body_sha256": body_sha256,
            "fetched_at": utc(now),
        }
        self._put(pages, {"url": url}, values)

    def walked(self, source: str) -> dt.datetime | None:
        """When the listing or sitemap at ``source`` was last walked to its end; None if never.

        A walk may stop early only where an earlier one came to the end: a first run that was killed has
        found only part of what there is.
        """
        with self.looking_up() as connection:
            view = self._overlay.view(walks)
            done: dt.datetime | None = connection.execute(
                select(view.c.completed_at).where(view.c.source == source)
            ).scalar_one_or_none()
        return done

    def remember_walk(self, source: str, now: dt.datetime) -> None:
        """Note that ``source`` was walked to its end, with all that it shows told to the store."""
        self._put(walks, {"source": source}, {"completed_at": utc(now)})

    def _put(self, table: Table, key: dict[str, str], values: dict[str, Any]) -> None:
        """Write a row, the old one of the same key giving way."""
        overlay = self._overlay
        target = overlay.of(table)
        ((name, value),) = key.items()
        with self.transaction() as connection:
            overlay.bring(connection, table, [value])
            this = update(target).where(overlay.mine(table), target.c[name] == value).values(values)
            if not connection.execute(this).rowcount:
                connection.execute(insert(target).values(**overlay.key, **key, **values))
