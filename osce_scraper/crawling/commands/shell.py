"""`scrapy shell`: try selectors on a page, and keep nothing."""

from scrapy.commands import shell

from osce_scraper.crawling.without_run import WithoutRun


class Command(WithoutRun, shell.Command):
    """Scrapy's `shell` without a run."""
