"""What happens to a record: it is checked, then kept, before the next one is taken."""

from typing import Any, Self

from scrapy.crawler import Crawler
from scrapy.exceptions import DropItem

from osce_scraper.crawling.feeds import CountedFeeds
from osce_scraper.crawling.run import HarvestRun
from osce_scraper.records import NewsItem, first_fault
from osce_scraper.store import Fetched, Refusal


class ValidateRecord:
    """Checks of what the model alone cannot see; a record that fails one goes to quarantine."""

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Called by Scrapy."""
        return cls(crawler)

    def process_item(self, item: Any) -> Any:
        """The item itself. Raises ``DropItem`` when it contradicts itself; it is in quarantine then."""
        if isinstance(item, NewsItem):
            fault = first_fault(item)
            if fault is not None:
                field, text = fault
                refusal = Refusal(
                    url=item.url,
                    reason="the evidence is not in the text",
                    identity=item.id,
                    field=field,
                    text=text,
                    archive=item.source.archive,
                )
                run = self.crawler.get_extension(HarvestRun)
                if run is not None:
                    run.refuse(refusal, item.source.fetched_at)
                raise DropItem(f"{item.id}: the evidence of {field} is not in the text: {text!r}")
        return item


class StoreRecord:
    """Keeps a news item: committed to the store, with the end of its work, before the next is taken."""

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler
        self._feeds = crawler.get_extension(CountedFeeds) is not None

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Called by Scrapy."""
        return cls(crawler)

    def process_item(self, item: Any) -> Any:
        """The item, for feeds with the store's own fields filled in; anything but a news item as it is.

        Raises ``osce_scraper.store.StoreError`` when it cannot be kept.
        """
        if not isinstance(item, NewsItem):
            return item
        run = HarvestRun.of(self.crawler)
        source = item.source
        # The time of the response, which the archive has too: records made from it again are the same.
        now = source.fetched_at or run.now()
        change = run.keep(
            item,
            now,
            Fetched(item.url, source.status or 200, source.etag, source.last_modified, source.body_sha256),
        )
        run.stats.stored[change.outcome] += 1
        # Files of `-O` show what the store adds: revision, first seen, last seen.
        return change.record if self._feeds else item
