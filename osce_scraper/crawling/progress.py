"""How far a crawl is, told twice a second while it runs."""

from collections.abc import Callable
from typing import Final

from scrapy import signals
from scrapy.crawler import Crawler
from twisted.internet.task import LoopingCall

#: Seconds between two calls.
_INTERVAL: Final = 0.5


class Ticker:
    """Calls ``tick`` with the crawler from the moment its spider opens until it closes."""

    def __init__(self, crawler: Crawler, tick: Callable[[Crawler], object]) -> None:
        self._crawler = crawler
        self._call = LoopingCall(tick, crawler)
        # Signals hold their receivers weakly, and nobody else holds this one.
        crawler.signals.connect(self._opened, signals.spider_opened, weak=False)
        crawler.signals.connect(self._closed, signals.spider_closed, weak=False)

    def _opened(self) -> None:
        self._call.start(_INTERVAL)

    def _closed(self) -> None:
        if self._call.running:
            self._call.stop()
