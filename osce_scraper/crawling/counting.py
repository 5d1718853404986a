"""Where the parts of a crawler find the numbers of its run."""

from weakref import WeakKeyDictionary

from scrapy.crawler import Crawler

from osce_scraper.stats import RunStats

_stats: WeakKeyDictionary[Crawler, RunStats] = WeakKeyDictionary()


def stats_of(crawler: Crawler) -> RunStats:
    """The numbers that ``crawler`` adds to."""
    return _stats.setdefault(crawler, RunStats())


def share_stats(crawler: Crawler, stats: RunStats) -> None:
    """Have ``crawler`` add to the numbers of a run that has others too."""
    _stats[crawler] = stats
