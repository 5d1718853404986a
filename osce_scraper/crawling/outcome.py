"""What a crawl came to: an exit code, and the words for it."""

from enum import IntEnum
from typing import Final, NamedTuple

from scrapy.crawler import Crawler

from osce_scraper.crawling.arguments import BadArgumentsError
from osce_scraper.crawling.manners import NoContactError
from osce_scraper.crawling.run import STOPPED, DataDirectoryError, HarvestRun
from osce_scraper.crawling.settings_check import BadSettingError
from osce_scraper.sites import RefusedAddress, SiteError
from osce_scraper.store import FINISHED, AnotherHarvest, StoreError


class ExitCode(IntEnum):
    """Exit codes of `scrapy crawl` and `osce` (DESIGN.md, section 2)."""

    GOOD = 0
    FAILED = 1
    WRONG_USAGE = 2
    MONITOR_RED = 3
    ANOTHER_HARVEST = 4


class Verdict(NamedTuple):
    """An exit code and what to tell, a line each; nothing to tell when all went well."""

    code: ExitCode
    lines: list[str]


#: The verdict on a crawl that somebody interrupted.
STOPPED_EARLY: Final = Verdict(ExitCode.FAILED, ["stopped before its end: run it again to go on from there"])

#: Errors that a person can act on; any other is a fault of the program and keeps its traceback.
EXPECTED = (
    BadArgumentsError,
    BadSettingError,
    RefusedAddress,
    SiteError,
    NoContactError,
    DataDirectoryError,
    StoreError,
)


def verdict(crawler: Crawler, error: BaseException | None) -> Verdict:
    """What came of ``crawler``, whose crawl ended with ``error`` (``None``: with none).

    An error that nobody foresaw is raised again.
    """
    if error is not None:
        HarvestRun.abandon(crawler)
        return verdict_of_error(error)
    run = HarvestRun.of(crawler)
    if run.outcome == FINISHED:
        return Verdict(ExitCode.GOOD, [])
    if run.outcome == STOPPED:
        return STOPPED_EARLY
    return Verdict(
        ExitCode.FAILED, run.told_failures() or ["the crawl ended without saying how: see the log"]
    )


def verdict_of_error(error: BaseException) -> Verdict:
    """The verdict on an error of ``EXPECTED``; any other is raised again."""
    if isinstance(error, AnotherHarvest):
        return Verdict(ExitCode.ANOTHER_HARVEST, [str(error)])
    if isinstance(error, BadArgumentsError | BadSettingError | RefusedAddress | SiteError | NoContactError):
        return Verdict(ExitCode.WRONG_USAGE, str(error).splitlines())
    if isinstance(error, EXPECTED):
        return Verdict(ExitCode.FAILED, [str(error)])
    raise error
