"""`scrapy parse`: print the records of a page, and keep nothing."""

from scrapy.commands import parse

from osce_scraper.crawling.without_run import WithoutRun


class Command(WithoutRun, parse.Command):
    """Scrapy's `parse` without a run."""
