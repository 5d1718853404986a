"""A harvest: the spiders one after the other in one run under one lock, judged, and published once."""

import datetime as dt
from asyncio import Task
from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from scrapy.crawler import AsyncCrawlerProcess, AsyncCrawlerRunner, Crawler
from scrapy.settings import Settings

from osce_scraper.crawling import clock
from osce_scraper.crawling.arguments import NewsArguments
from osce_scraper.crawling.manners import base_url_of, check_contact, profile_of, site_of
from osce_scraper.crawling.outcome import (
    EXPECTED,
    STOPPED_EARLY,
    ExitCode,
    Verdict,
    verdict,
    verdict_of_error,
)
from osce_scraper.crawling.progress import Ticker
from osce_scraper.crawling.run import (
    FAILED,
    STOPPED,
    HarvestRun,
    OpenRun,
    RequestBudget,
    data_directory,
    store_url,
    versions,
    with_site,
)
from osce_scraper.crawling.settings_check import check_settings
from osce_scraper.monitors import MonitorSettings, facts_of, judge, read_settings, worst
from osce_scraper.monitors.notify import notify
from osce_scraper.monitors.results import result
from osce_scraper.records import MonitorResult, MonitorStatus
from osce_scraper.stats import RunStats
from osce_scraper.store import FINISHED, HELD_BACK, Published, Store, publish, write_left_out

#: The spiders of a harvest, in their order: the menus are one page, and show soonest what is wrong.
SPIDERS: Final = ("menus", "news")


@dataclass(frozen=True, slots=True)
class Limits:
    """Where a harvest ends though there is more to do: seconds from its start, and requests in all."""

    seconds: float | None = None
    requests: int | None = None


@dataclass(frozen=True, slots=True)
class Harvested:
    """What a harvest came to; ``published`` is ``None`` when it failed or was held back, and the files are
    those of before. ``monitors`` are empty when it came to nothing that could be judged.
    """

    verdict: Verdict
    stats: RunStats
    seconds: float
    published: Published | None
    monitors: tuple[MonitorResult, ...] = ()
    run: int | None = None
    cut_short: bool = False
    #: The batch that waits for somebody to decide.
    held: int | None = None
    #: Whom a channel could not tell, and why.
    troubles: tuple[str, ...] = ()

    @property
    def counts(self) -> dict[str, int]:
        """The numbers of the run, by name."""
        return self.stats.flat()

    @property
    def yellow(self) -> list[MonitorResult]:
        """What monitors tell of though it holds nothing back."""
        return [found for found in self.monitors if found.status is MonitorStatus.YELLOW]

    @property
    def red(self) -> list[MonitorResult]:
        """What holds the data back."""
        return [found for found in self.monitors if found.status is MonitorStatus.RED]


def project_settings(changes: Mapping[str, object]) -> Settings:
    """The project's settings, with ``changes`` above them, as ``-s`` would."""
    settings = Settings()
    settings.setmodule("osce_scraper.settings", priority="project")
    settings.setdict(dict(changes), priority="cmdline")
    return settings


def harvest(
    settings: Settings,
    arguments: Mapping[str, str],
    *,
    limits: Limits | None = None,
    tick: Callable[[Crawler], None] | None = None,
    drive: Callable[["Crawls"], None] | None = None,
) -> Harvested:
    """Harvest menus and news, judge the run, and publish.

    Once in a process, since Twisted's reactor starts once; ``drive`` may run the crawls in another way.

    ``arguments`` are those of the spider ``news``. ``tick`` is called twice a second with the crawler that
    works. What went wrong is in the verdict. Raises
    ``osce_scraper.monitors.BoundsError`` for a file of bounds that cannot be used.
    """
    started = clock.now()
    limits = limits or Limits()
    done = _Done()
    watched: MonitorSettings | None = None
    try:
        check_settings(settings)
        asked = NewsArguments.read(arguments)
        asked.addresses(profile_of(settings))
        check_contact(settings)
        directory = data_directory(settings)
        watched = read_settings(directory, settings["OSCE_MONITORS"] or "")
        with Store(store_url(settings)) as store, store.lock("harvest", started):
            site = site_of(settings).name
            store.check_site(site)
            store.check_base_url(profile_of(settings))
            given = with_site(asked.model_dump(mode="json", exclude_defaults=True), site)
            number = store.start_run("harvest", given, started, staged=True)
            done.run = number
            budget = None if limits.requests is None else RequestBudget(limits.requests)
            run = OpenRun(store, number, budget)
            run.stats.observations += store.staged_observations()
            crawls = Crawls(settings, run, {"news": arguments}, limits, tick)
            (drive or _in_this_process)(crawls)
            done.verdict = crawls.verdict()
            done.stats = run.stats
            done.cut_short = crawls.cut_short
            if crawls.cut_short:
                # Beside "finished", for who counts runs: it ended at a limit, and the rest is still due.
                run.stats.ended_at_limit = True
            if crawls.outcome != STOPPED:
                _judge(done, crawls, store, number, started, asked, watched)
                done.monitors = [*_not_told_twice(done), *_failure(done.verdict)]
            _decide(done, crawls, store, number)
            write_left_out(store, directory)
            if done.verdict.code is ExitCode.GOOD:
                done.published = publish(store, directory, clock.now())
    except EXPECTED as error:
        done.verdict = verdict_of_error(error)
        done.monitors += _failure(done.verdict)
    if watched is not None:
        done.troubles = notify(watched.channels, done.monitors, done.run, base_url_of(settings))
    seconds = (clock.now() - started).total_seconds()
    return Harvested(
        done.verdict,
        done.stats,
        seconds,
        done.published,
        tuple(done.monitors),
        done.run,
        done.cut_short,
        done.held,
        tuple(done.troubles),
    )


class _Done:
    """What is known of a harvest so far."""

    def __init__(self) -> None:
        self.verdict = Verdict(ExitCode.FAILED, [])
        self.stats = RunStats()
        self.published: Published | None = None
        self.monitors: list[MonitorResult] = []
        self.run: int | None = None
        self.held: int | None = None
        self.cut_short = False
        self.troubles: list[str] = []


def _not_told_twice(done: _Done) -> list[MonitorResult]:
    """The results without those of the sources, where their silence is what the run failed of."""
    outcomes = {source.outcome for source in done.stats.source.values()}
    failed = done.verdict.code is ExitCode.FAILED and outcomes <= {"failed", "unreachable", "absent", None}
    return [found for found in done.monitors if not (failed and found.monitor == "sources")]


def _failure(came_to: Verdict) -> list[MonitorResult]:
    """A failed run as a result that is told like any other, since nobody may be watching."""
    if came_to.code is not ExitCode.FAILED:
        return []
    return [
        result(
            "run",
            MonitorStatus.RED,
            "; ".join(came_to.lines),
            look_at="run osce harvest -v by hand; docs/operations.md says what each exit code means",
        )
    ]


def _outcome(crawls: "Crawls", done: _Done) -> str:
    return crawls.outcome if done.verdict.code is ExitCode.GOOD or crawls.outcome != FINISHED else FAILED


def _judge(
    done: _Done,
    crawls: "Crawls",
    store: Store,
    number: int,
    started: dt.datetime,
    asked: NewsArguments,
    watched: MonitorSettings,
) -> None:
    """Have the run judged: what is red holds it back, unless it failed anyway."""
    done.stats.items = store.counts().items
    facts = facts_of(
        store,
        number,
        done.stats,
        now=clock.now(),
        started=started,
        arguments=asked.model_dump(mode="json", exclude_defaults=True),
        findings=crawls.findings,
        cut_short=crawls.cut_short,
        runs=watched.bounds.learning.runs,
    )
    done.monitors = judge(facts, watched.bounds)
    red = worst(done.monitors) is MonitorStatus.RED
    if done.verdict.code is not ExitCode.GOOD:
        return
    if red:
        lines = [told(found) for found in done.monitors if found.status is MonitorStatus.RED]
        done.verdict = Verdict(ExitCode.MONITOR_RED, lines)
    elif crawls.doubts:
        done.verdict = Verdict(ExitCode.FAILED, crawls.doubts)


def _decide(done: _Done, crawls: "Crawls", store: Store, number: int) -> None:
    """Write down how the run ended, and accept or hold its batch; one that is cut off stays open."""
    code, now, batch = done.verdict.code, clock.now(), store.batch
    assert batch is not None
    with store.transaction():
        store.finish_run(
            number,
            now,
            outcome=HELD_BACK if code is ExitCode.MONITOR_RED else _outcome(crawls, done),
            counts=done.stats.flat(),
            stats=done.stats,
            monitors=[*(found.to_dict() for found in done.monitors), *crawls.findings],
            versions=versions(),
        )
        if crawls.clock_is_wrong:
            store.reject(batch, now, done.verdict.lines)
        elif code is ExitCode.MONITOR_RED:
            store.hold(batch, now, done.verdict.lines)
            done.held = batch
        elif code is ExitCode.GOOD:
            store.accept(batch, now)


def told(found: MonitorResult) -> str:
    """A monitor's result in a line."""
    measured = ""
    if found.value is not None and found.bound is not None:
        measured = f" (value {found.value:g}, bound {found.bound:g}, from {found.origin})"
    look = f". Look: {found.look_at}" if found.look_at else ""
    return f"monitor {found.monitor} is {found.status.value}: {found.message}{measured}{look}"


class Crawls:
    """The spiders in one process, each begun when the one before has ended."""

    def __init__(
        self,
        settings: Settings,
        run: OpenRun,
        arguments: Mapping[str, Mapping[str, str]],
        limits: Limits,
        tick: Callable[[Crawler], None] | None,
    ) -> None:
        self.settings = settings
        self._runner: AsyncCrawlerRunner | None = None
        self._run = run
        self._arguments = arguments
        self._ends_at = None if limits.seconds is None else clock.now() + dt.timedelta(seconds=limits.seconds)
        self._tick = tick
        self._waiting = deque(SPIDERS)
        self._ended: list[tuple[Crawler, Task[None]]] = []
        self.findings: list[dict[str, Any]] = []
        self.doubts: list[str] = []
        self.outcome = FINISHED
        self.cut_short = False
        self.clock_is_wrong = False
        #: Called when the last one has ended.
        self.when_done: Callable[[], None] = _nothing

    def begin(self, runner: AsyncCrawlerRunner) -> None:
        """Have ``runner`` crawl the first; each next one begins when the one before has ended."""
        self._runner = runner
        self._next()

    def verdict(self) -> Verdict:
        """What came of all of them together: the worst of it."""
        lines: list[str] = []
        worst_code = ExitCode.GOOD
        for crawler, task in self._ended:
            error = None if task.cancelled() else task.exception()
            code, said = verdict(crawler, error)
            worst_code = max(worst_code, code)
            lines += [f"{crawler.spidercls.name}: {line}" for line in said]
            if error is None:
                run = HarvestRun.of(crawler)
                self.findings += run.findings
                self.doubts += [f"{crawler.spidercls.name}: {doubt}" for doubt in run.doubts]
                self.cut_short = self.cut_short or run.cut_short
                self.clock_is_wrong = self.clock_is_wrong or run.clock_is_wrong
                self.outcome = run.outcome if run.outcome != FINISHED else self.outcome
            else:
                self.outcome = FAILED
        if len(self._ended) < len(SPIDERS) and self.outcome == FINISHED:
            # Asked to stop between two of them, when none was there to say so.
            self.outcome = STOPPED
            worst_code = max(worst_code, STOPPED_EARLY.code)
            lines += STOPPED_EARLY.lines
        return Verdict(worst_code, lines)

    def _next(self) -> None:
        assert self._runner is not None
        name = self._waiting.popleft()
        settings = self.settings.copy()
        if self._ends_at is not None:
            left = max((self._ends_at - clock.now()).total_seconds(), 0.1)
            settings.set("CLOSESPIDER_TIMEOUT", left, "cmdline")
        crawler = Crawler(self._runner.spider_loader.load(name), settings)
        HarvestRun.share(crawler, self._run)
        if self._tick is not None:
            Ticker(crawler, self._tick)
        task = self._runner.crawl(crawler, **self._arguments.get(name, {}))
        # Called before the process sees that nothing is left to do, and so keeps it going.
        task.add_done_callback(lambda done: self._done(crawler, done))

    def _done(self, crawler: Crawler, task: Task[None]) -> None:
        self._ended.append((crawler, task))
        failed = task.cancelled() or task.exception() is not None
        stopped = not failed and HarvestRun.of(crawler).outcome == STOPPED
        if self._waiting and not stopped:
            self._next()
        else:
            self.when_done()


def _in_this_process(crawls: Crawls) -> None:
    # The command has set up the log.
    crawls.settings.set("LOG_INSTALL_ROOT_HANDLER", False, "cmdline")
    process = AsyncCrawlerProcess(crawls.settings)
    crawls.begin(process)
    process.start()


def _nothing() -> None:
    """What is done when nothing is to be done."""
