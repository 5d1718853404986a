"""One run of a spider: its store and lock, what it counts, what went wrong, and how it ends.

Scrapy returns 0 for almost anything; whether a run failed is decided here, and `scrapy crawl` and
`osce harvest` go by it.
"""

import asyncio
import datetime as dt
import logging
import os
import platform
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from importlib.metadata import version
from pathlib import Path
from typing import Any, Final, Self
from weakref import WeakKeyDictionary, WeakSet

import pydantic
from scrapy import Spider, signals
from scrapy.crawler import Crawler
from scrapy.http import Response
from scrapy.settings import BaseSettings
from twisted.python.failure import Failure

from osce_scraper import __version__
from osce_scraper.crawling import clock
from osce_scraper.crawling.counting import share_stats, stats_of
from osce_scraper.crawling.feeds import CountedFeeds
from osce_scraper.crawling.logs import TOLD_AT_END
from osce_scraper.crawling.manners import profile_of, site_of
from osce_scraper.pages.tables import load_tables
from osce_scraper.records import SCHEMA_VERSION, NewsItem
from osce_scraper.stats import Observation, RunStats
from osce_scraper.store import (
    FINISHED,
    Change,
    DueAddress,
    Fetched,
    Published,
    Refusal,
    Store,
    StoreError,
    publish,
    url_in,
    write_left_out,
)
from osce_scraper.store.runs import DEFAULT_SITE

logger = logging.getLogger(__name__)

#: Most failures that are told one by one.
_TOLD: Final = 10

FAILED: Final = "failed"
STOPPED: Final = "stopped"

#: End at the last request that was allowed.
#: Turns of the event loop in which an answer reaches who waits for it.
_TURNS: Final = 20
LIMIT_REACHED: Final = "limit_reached"
#: Ends that are no failure, beside Scrapy's "finished": somebody set a limit, and it was reached.
_LIMIT_ENDS: Final = frozenset(
    {"closespider_itemcount", "closespider_pagecount", "closespider_timeout", LIMIT_REACHED}
)


class DataDirectoryError(Exception):
    """The data directory can't be used; the message says why, and what to do."""


def data_directory(settings: BaseSettings) -> Path:
    """The data directory, made if it is missing, and tried.

    Raises ``DataDirectoryError`` when nothing can be written there.
    """
    path = Path(settings["OSCE_DATA_DIR"])
    try:
        path.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=path):
            pass
    except OSError as error:
        raise DataDirectoryError(
            f"the data directory {str(path)!r} can't be written ({error.strerror}): "
            "make it writable, or name another with OSCE_DATA_DIR"
        ) from error
    return path


def store_url(settings: BaseSettings) -> str:
    """``OSCE_STORE_URL``, or SQLite in the data directory."""
    url: str = settings["OSCE_STORE_URL"]
    return url or url_in(Path(settings["OSCE_DATA_DIR"]))


def versions() -> dict[str, str]:
    """The versions that a run's data depends on."""
    return {
        "osce_scraper": __version__,
        "schema": SCHEMA_VERSION,
        "python": platform.python_version(),
        "scrapy": version("scrapy"),
        "lxml": version("lxml"),
        "pydantic": version("pydantic"),
    }


class RequestBudget:
    """How many requests a run may make in all."""

    def __init__(self, limit: int) -> None:
        self.limit = limit
        self.spent = 0


class OpenRun:
    """A run that is open in a store: what `osce harvest` shares among its spiders."""

    def __init__(self, store: Store, number: int, budget: RequestBudget | None = None) -> None:
        self.store = store
        self.number = number
        self.budget = budget
        #: What the spiders of the run count, together.
        self.stats = RunStats()


#: Runs that somebody else opened for a crawler, and closes.
_shared: WeakKeyDictionary[Crawler, OpenRun] = WeakKeyDictionary()
#: Crawlers whose end is told by whoever started them, after the last line of the log.
_told_by_caller: WeakSet[Crawler] = WeakSet()
#: Runs that a crawler opened for itself, and that its end closes.
_own: WeakKeyDictionary[Crawler, OpenRun] = WeakKeyDictionary()


class HarvestRun:
    """Extension: opens store, lock and run before the first request, and closes them after the last.

    Building it raises ``DataDirectoryError`` or ``osce_scraper.store.StoreError`` (``AnotherHarvest`` among
    them); then nothing was fetched.
    """

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler
        settings = crawler.settings
        spider = crawler.spider
        assert spider is not None
        self.command = f"crawl {spider.name}"
        self.directory = data_directory(settings)
        #: What went wrong, in words; a run with any is a failed one.
        self.failures: list[str] = []
        #: What speaks against the site's answers: a failure, unless monitors are there to judge it.
        self.doubts: list[str] = []
        #: Whether the run ended at a limit that somebody set.
        self.cut_short = False
        #: What was noticed and belongs into the run's record, such as differences of a menu; JSON-ready.
        self.findings: list[dict[str, Any]] = []
        #: ``finished``, ``failed`` or ``stopped``; ``failed`` until the end says otherwise.
        self.outcome = FAILED
        self.published: Published | None = None
        #: How long the crawl took, once it is over.
        self.took = dt.timedelta()
        #: Whether the clock of the run cannot be right, so that its batch is dropped.
        self.clock_is_wrong = False
        #: Called when the crawl is over, before anything is written down or published.
        self.closing: list[Callable[[], None]] = []
        #: What is to be written together with the record, or the refusal, of an identity.
        self._together: dict[str, list[Callable[[], object]]] = {}
        #: Whether the requests of this crawler are among the numbers of the run already.
        self._added_up = False
        self.started = self.now()
        shared = _shared.get(crawler)
        self._own = shared is None
        self.budget = None if shared is None else shared.budget
        #: What was observed of pages whose records are not kept yet, by identity.
        self.observed: dict[str, Observation] = {}
        if shared is not None:
            self.store, self.number = shared.store, shared.number
            share_stats(crawler, shared.stats)
            self.stats = shared.stats
            return
        self.stats = stats_of(crawler)
        self.store = Store(store_url(settings))
        try:
            site = site_of(settings).name
            self.store.check_site(site)
            self.store.check_base_url(profile_of(settings))
            self.store.lock(self.command, self.started)
            arguments = _arguments(spider, site)
            self.number = self.store.start_run(self.command, arguments, self.started, staged=True)
        except StoreError:
            self.store.close()
            raise
        self.stats.observations += self.store.staged_observations()
        _own[crawler] = OpenRun(self.store, self.number)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Called by Scrapy."""
        run = cls(crawler)
        # Before the first request, so that no answer waits for it.
        load_tables()
        crawler.signals.connect(run.spider_closed, signals.spider_closed)
        crawler.signals.connect(run.spider_error, signals.spider_error)
        crawler.signals.connect(run.item_error, signals.item_error)
        if crawler.settings.getbool("OSCE_CLOCK_CHECK", True):
            run._watch_clock()
        return run

    @classmethod
    def of(cls, crawler: Crawler) -> Self:
        """The run of a crawler that has been opened."""
        run = crawler.get_extension(cls)
        assert run is not None
        return run

    @staticmethod
    def share(crawler: Crawler, run: OpenRun) -> None:
        """Let a crawler work in a run that is open already; who opened it closes it."""
        _shared[crawler] = run

    @staticmethod
    def leave_summary_to_caller(crawler: Crawler) -> None:
        """Keep the end of a crawl out of a log that is printed: its starter prints ``end_lines`` last."""
        _told_by_caller.add(crawler)

    @staticmethod
    def abandon(crawler: Crawler, outcome: str = FAILED) -> None:
        """Close the run of a crawler that never got to close it: it could not begin, or was interrupted."""
        opened = _own.pop(crawler, None)
        if opened is not None:
            opened.store.finish_run(
                opened.number, clock.now(), outcome=outcome, counts={}, versions=versions()
            )
            opened.store.close()

    # -- used while it runs ----------------------------------------------------------------------------

    def now(self) -> dt.datetime:
        """The time, in UTC."""
        return clock.now()

    def fail(self, reason: str) -> None:
        """Note that something went wrong, which makes the run a failed one."""
        if reason not in self.failures:
            self.failures.append(reason)
            self.stats.failures += 1

    def doubt(self, reason: str) -> None:
        """Note that the site answered with nothing to be recognised; a harvest's monitors judge it."""
        if self._own:
            self.fail(reason)
        else:
            self.doubts.append(reason)

    def keep_with(self, identity: str, step: Callable[[], object]) -> None:
        """Have ``step`` done in the transaction that keeps the record of ``identity``, or its refusal.

        What belongs together must not be torn apart by a kill in between.
        """
        self._together.setdefault(identity, []).append(step)

    def keep(self, item: NewsItem, now: dt.datetime, fetched: Fetched) -> Change:
        """Keep a record, with all that belongs to it. Raises ``osce_scraper.store.StoreError``."""
        with self.with_what_belongs_to(item.id):
            seen = self.observed.pop(item.id, None)
            return self.store.save(item, now, self.number, fetched=fetched, observation=seen)

    def refuse(self, refusal: Refusal, at: dt.datetime | None = None) -> None:
        """Put a page into quarantine; the run goes on. ``at`` is when its response came (UTC)."""
        logger.warning("%s goes to quarantine: %s", refusal.url, refusal.reason)
        with self.with_what_belongs_to(refusal.identity):
            self.store.refuse(refusal, at or self.now(), self.number)
        self.stats.quarantined += 1

    @contextmanager
    def with_what_belongs_to(self, identity: str | None) -> Iterator[None]:
        """A transaction of the store that begins with what ``keep_with`` was told of ``identity``, if any."""
        steps = self._together.pop(identity, None) if identity is not None else None
        if steps is None:
            yield
            return
        with self.store.transaction():
            for step in steps:
                step()
            yield

    def counts(self) -> dict[str, int]:
        """The numbers of this run, by name, as ``runs.jsonl`` has them."""
        requests = 0 if self._added_up else self.crawler.stats.get_value("downloader/request_count", 0)
        return {**self.stats.flat(), "requests": self.stats.requests + requests}

    @property
    def is_judged(self) -> bool:
        """Whether this is part of a harvest whose monitors judge it."""
        return not self._own

    def _watch_clock(self) -> None:
        """Have the crawl end, and fail, when its clock cannot be right."""
        watch = clock.ClockWatch(self.store.last_good_time())

        def check() -> None:
            fault = watch.fault()
            if fault is not None:
                self.clock_is_wrong = True
                self.fail(fault)

        def hear(response: Response) -> None:
            watch.hear(response)
            if watch.answers == clock.ENOUGH:
                check()
                if self.clock_is_wrong:
                    self._closing = asyncio.ensure_future(
                        self.crawler.engine.close_spider_async(reason="clock_wrong")
                    )

        self._hear = hear
        self.crawler.signals.connect(hear, signals.response_downloaded)
        self.closing.append(check)

    # -- Scrapy's signals ------------------------------------------------------------------------------

    def spider_error(self, failure: Failure, response: Response | Failure | None, spider: Spider) -> None:
        """A callback raised: a fault of this program, or of the store."""
        if not isinstance(response, Response):
            self._fault(failure, "the start of the crawl", None)
            return
        due = response.cb_kwargs.get("due")
        self._fault(failure, response.url, due.identity if isinstance(due, DueAddress) else None)

    def item_error(self, item: Any, failure: Failure, spider: Spider) -> None:
        """A pipeline raised."""
        identity = item.id if isinstance(item, NewsItem) else None
        self._fault(failure, f"record {identity or type(item).__name__}", identity)

    def _fault(self, failure: Failure, where: str, identity: str | None) -> None:
        error = failure.value
        if isinstance(error, StoreError):
            # Each further record would fail the same way.
            self.fail(str(error))
            self._closing = asyncio.ensure_future(
                self.crawler.engine.close_spider_async(reason="store_failed")
            )
            return
        reason = f"{where}: {type(error).__name__}: {error}"
        self.fail(reason)
        if identity is not None and self.store.address(identity) is not None:
            self.store.failed(identity, self.now(), reason)

    async def spider_closed(self, spider: Spider, reason: str) -> None:
        """Decide how the run ended, write it down, publish, and let go of the store."""
        for _ in range(_TURNS):
            # An answer that came while the spider was closed is taken all the same: it was asked for.
            if not getattr(spider, "asking", 0):
                break
            await asyncio.sleep(0)
        for close in self.closing:
            close()
        self.stats.requests += self.crawler.stats.get_value("downloader/request_count", 0)
        self._added_up = True
        feeds = self.crawler.get_extension(CountedFeeds)
        if feeds is not None:
            await feeds.closed.wait()
            for failure in feeds.failures:
                self.fail(failure)
        if reason == "shutdown":
            outcome = STOPPED
        else:
            self.cut_short = reason in _LIMIT_ENDS
            expected = reason == "finished" or self.cut_short or self.doubts
            if not expected and not self.failures:
                self.fail(f"the crawl ended early: {reason}")
            outcome = FAILED if self.failures else FINISHED
        if self._own:
            try:
                outcome = self._finish(outcome)
            finally:
                self.store.close()
                _own.pop(self.crawler, None)
        self.outcome = outcome
        self.took = self.now() - self.started
        if self.crawler not in _told_by_caller or self.crawler.settings["LOG_FILE"]:
            self._log_end()

    def _finish(self, outcome: str) -> str:
        try:
            batch = self.store.batch
            assert batch is not None
            with self.store.transaction():
                self._write_down(outcome)
                if self.clock_is_wrong:
                    self.store.reject(batch, self.now(), self.failures)
                elif outcome == FINISHED:
                    self.store.accept(batch, self.now())
            write_left_out(self.store, self.directory)
            if outcome == FINISHED and self.crawler.settings.getbool("OSCE_PUBLISH"):
                self.published = publish(self.store, self.directory, self.now())
        except StoreError as error:
            self.fail(str(error))
            outcome = FAILED
            try:
                self._write_down(outcome)
            except StoreError:
                # It is said once already; the next run marks this one as interrupted.
                logger.debug("The end of the run could not be written down", exc_info=True)
        return outcome

    def _write_down(self, outcome: str) -> None:
        self.store.finish_run(
            self.number,
            self.now(),
            outcome=outcome,
            counts=self.counts(),
            stats=self.stats,
            monitors=self.findings,
            versions=versions(),
        )

    def _log_end(self) -> None:
        logger.info("%s: %s", self.command, self.summary())
        for failure in self.told_failures():
            logger.error("%s", failure, extra={TOLD_AT_END: True})
        if self.published is None and self.outcome != FINISHED:
            logger.error("Nothing was published; what was fetched is in the store, and the next run goes on")

    def told_failures(self) -> list[str]:
        """What went wrong, a line each; of very many only the first, and how many more there are."""
        more = len(self.failures) - _TOLD
        return self.failures[:_TOLD] + ([f"and {more} further failures"] if more > 0 else [])

    def summary(self) -> str:
        """What the run did and where its files are, in one line."""
        done = summary(self.counts(), self.took)
        if self.published is None:
            return done
        return f"{done}; published into {self.published.directory}{os.sep}"


def summary(counts: Mapping[str, int], took: dt.timedelta) -> str:
    """What a run did, in one line."""

    def sum_of(prefix: str) -> int:
        return sum(value for name, value in counts.items() if name.startswith(prefix))

    parts = [
        f"{counts.get('found/new', 0)} new addresses",
        f"{counts.get('fetched', 0)} fetched",
        f"{counts.get('not_modified', 0)} not modified",
        f"{sum_of('stored/')} stored ({counts.get('stored/added', 0)} added, "
        f"{counts.get('stored/changed', 0)} changed)",
        f"{counts.get('quarantined', 0)} quarantined",
        f"{counts.get('failed', 0)} failed",
        f"{counts.get('requests', 0)} requests",
    ]
    if counts.get("menus/entries"):
        parts.insert(0, f"{counts['menus/entries']} menu entries")
    return f"{', '.join(parts)} in {took.total_seconds():.1f} s"


def with_site(arguments: dict[str, Any], site: str) -> dict[str, Any]:
    """Arguments of a run with the site that it is of, where it is not the default."""
    return arguments if site == DEFAULT_SITE else {**arguments, "site": site}


def _arguments(spider: Spider, site: str) -> dict[str, Any]:
    arguments = getattr(spider, "arguments", None)
    if not isinstance(arguments, pydantic.BaseModel):
        return with_site({}, site)
    return with_site(arguments.model_dump(mode="json", exclude_defaults=True), site)
