"""`scrapy crawl`: an exit code that tells the truth, progress, a summary at the end, and no traceback."""

import argparse
import sys
from asyncio import Task
from typing import Any, ClassVar, cast

from scrapy.commands import ScrapyHelpFormatter
from scrapy.commands.crawl import Command as ScrapyCrawl
from scrapy.crawler import AsyncCrawlerProcess, Crawler
from scrapy.exceptions import UsageError

from osce_scraper.crawling.arguments import describe_arguments
from osce_scraper.crawling.logs import safe
from osce_scraper.crawling.outcome import STOPPED_EARLY, ExitCode, Verdict, verdict
from osce_scraper.crawling.progress import Ticker
from osce_scraper.crawling.progress_display import ProgressDisplay
from osce_scraper.crawling.run import STOPPED, HarvestRun
from osce_scraper.crawling.settings_check import BadSettingError, check_settings


class _Help(ScrapyHelpFormatter, argparse.RawDescriptionHelpFormatter):
    """Scrapy's help, the description in lines as it is written."""


class Command(ScrapyCrawl):
    """Run a spider; exit with 0 (good), 1 (failed), 2 (wrong usage) or 4 (another harvest is running)."""

    # The summary of the run takes the place of Scrapy's 75 lines; -s STATS_DUMP=1 shows these too.
    default_settings: ClassVar[dict[str, Any]] = {"STATS_DUMP": False}

    def long_desc(self) -> str:
        """What `--help` says, with the arguments that the spiders take."""
        return f"{self.short_desc()}.\n\n{describe_arguments()}"

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        """Scrapy's own options, in a help that keeps the lines of the description."""
        parser.formatter_class = _Help
        super().add_options(parser)

    def process_options(self, args: list[str], opts: argparse.Namespace) -> None:
        """Scrapy's own, then a look at all settings while nothing is built of them."""
        super().process_options(args, opts)
        assert self.settings is not None
        try:
            check_settings(self.settings)
        except BadSettingError as error:
            raise UsageError(str(error), print_help=False) from error

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        """Crawl, and set the exit code from the run's own findings."""
        if len(args) != 1:
            raise UsageError("name one spider, such as: scrapy crawl news")
        process = cast(AsyncCrawlerProcess, self.crawler_process)
        name, known = args[0], process.spider_loader.list()
        if name not in known:
            raise UsageError(f"there is no spider {name!r}; there are {', '.join(sorted(known))}")
        crawler = self._create_crawler(name)
        HarvestRun.leave_summary_to_caller(crawler)
        with ProgressDisplay() as display:
            Ticker(crawler, display.tick)
            crawl: Task[None] = process.crawl(crawler, **opts.spargs)
            process.start()
        code, lines = _end_of(crawler, crawl)
        self.exitcode = code
        if code is not ExitCode.GOOD or crawler.settings.getbool("LOG_ENABLED"):
            for line in lines:
                print(f"scrapy crawl {name}: {safe(line)}", file=sys.stderr)


def _end_of(crawler: Crawler, crawl: Task[None]) -> Verdict:
    """The exit code, and what to print last."""
    if crawl.cancelled() or not crawl.done():
        HarvestRun.abandon(crawler, STOPPED)
        return STOPPED_EARLY
    error = crawl.exception()
    code, lines = verdict(crawler, error)
    return Verdict(code, lines if error is not None else [HarvestRun.of(crawler).summary(), *lines])
