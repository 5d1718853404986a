"""`scrapy view`: open a page in a browser, and keep nothing."""

from scrapy.commands import view

from osce_scraper.crawling.without_run import WithoutRun


class Command(WithoutRun, view.Command):
    """Scrapy's `view` without a run."""
