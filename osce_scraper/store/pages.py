"""What the crawl remembers of pages that lead to items: validators, and walks that came to their end."""

import datetime as dt

from sqlalchemy import bindparam, delete, insert, select, update

from osce_scraper.store.crawl import Validators
from osce_scraper.store.session import Session
from osce_scraper.store.tables import pages, utc, walks

_PAGE = select(pages.c.etag, pages.c.last_modified, pages.c.body_sha256, pages.c.fetched_at).where(
    pages.c.url == bindparam("address")
)


class PageMemory(Session):
    """What is known of listings, sitemaps, feeds and menu pages. Part of ``osce_scraper.store.Store``."""

    def page_validators(self, url: str) -> Validators | None:
        """What the page said of itself the last time; None when it was never read."""
        with self.looking_up() as connection:
            row = connection.execute(_PAGE, {"address": url}).one_or_none()
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
        with self.transaction() as connection:
            if not connection.execute(update(pages).where(pages.c.url == url).values(values)).rowcount:
                connection.execute(insert(pages).values(url=url, **values))

    def forget_walks(self) -> None:
        """Have every listing and sitemap walked whole by the next run, as if for the first time."""
        with self.transaction() as connection:
            connection.execute(delete(walks))
            connection.execute(delete(pages))

    def walked(self, source: str) -> dt.datetime | None:
        """When the listing or sitemap at ``source`` was last walked to its end; None if never.

        A walk may stop early only where an earlier one came to the end: a first run that was killed has
        found only part of what there is.
        """
        with self.looking_up() as connection:
            done: dt.datetime | None = connection.execute(
                select(walks.c.completed_at).where(walks.c.source == source)
            ).scalar_one_or_none()
        return done

    def remember_walk(self, source: str, now: dt.datetime) -> None:
        """Note that ``source`` was walked to its end, with all that it shows told to the store."""
        with self.transaction() as connection:
            values = {"completed_at": utc(now)}
            if not connection.execute(update(walks).where(walks.c.source == source).values(values)).rowcount:
                connection.execute(insert(walks).values(source=source, **values))
