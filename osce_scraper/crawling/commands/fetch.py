"""`scrapy fetch`: print a page as the harvest gets it, and keep nothing."""

from scrapy.commands import fetch

from osce_scraper.crawling.without_run import WithoutRun


class Command(WithoutRun, fetch.Command):
    """Scrapy's `fetch` without a run."""
