"""`scrapy crawl`: an exit code that tells the truth, and a message instead of a traceback."""

import argparse
import sys
from asyncio import Task
from typing import cast

from scrapy.commands.crawl import Command as ScrapyCrawl
from scrapy.crawler import AsyncCrawlerProcess
from scrapy.exceptions import UsageError

from osce_scraper.crawling.arguments import describe_arguments
from osce_scraper.crawling.logs import safe
from osce_scraper.crawling.outcome import verdict


class Command(ScrapyCrawl):
    """Run a spider; exit with 0 (good), 1 (failed), 2 (wrong usage) or 4 (another harvest is running)."""

    def long_desc(self) -> str:
        """What `--help` says, with the arguments that the spiders take."""
        return f"{self.short_desc()}.\n\n{describe_arguments()}"

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        """Crawl, and set the exit code from the run's own findings."""
        if len(args) != 1:
            raise UsageError("name one spider, such as: scrapy crawl news")
        process = cast(AsyncCrawlerProcess, self.crawler_process)
        name, known = args[0], process.spider_loader.list()
        if name not in known:
            raise UsageError(f"there is no spider {name!r}; there are {', '.join(sorted(known))}")
        crawler = self._create_crawler(name)
        crawl: Task[None] = process.crawl(crawler, **opts.spargs)
        process.start()
        error = None if crawl.cancelled() or not crawl.done() else crawl.exception()
        self.exitcode, lines = verdict(crawler, error)
        for line in lines:
            print(f"scrapy crawl {name}: {safe(line)}", file=sys.stderr)
