"""A run that may make only so many requests ends when it has made them; the rest stays as due as it was."""

import asyncio
from typing import Self

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.exceptions import IgnoreRequest

from osce_scraper.crawling.run import LIMIT_REACHED, HarvestRun


class BudgetSpentError(IgnoreRequest):
    """A request that came after the last one which was allowed; it was not made."""


class KeepToBudget:
    """Downloader middleware: counts requests, retries and robots.txt too, and lets none pass the limit."""

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler
        self._closing: asyncio.Future[None] | None = None

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Called by Scrapy."""
        return cls(crawler)

    def process_request(self, request: Request) -> None:
        """Let the request pass. Raises ``BudgetSpentError`` when no further one may be made."""
        budget = HarvestRun.of(self.crawler).budget
        if budget is None:
            return
        if budget.spent >= budget.limit:
            if self._closing is None:
                close = self.crawler.engine.close_spider_async(reason=LIMIT_REACHED)
                self._closing = asyncio.ensure_future(close)
            raise BudgetSpentError(f"{budget.limit} requests were made, and {request.url} would be one more")
        budget.spent += 1
