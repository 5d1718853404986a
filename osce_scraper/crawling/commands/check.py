"""`scrapy check`: check the contracts of the spiders, and keep nothing."""

from scrapy.commands import check

from osce_scraper.crawling.without_run import WithoutRun


class Command(WithoutRun, check.Command):
    """Scrapy's `check` without a run."""

    takes_address = False
