"""A harvest: the spiders one after the other, in one run under one lock, published once at the end."""

import datetime as dt
from asyncio import Task
from collections import Counter, deque
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from scrapy.crawler import AsyncCrawlerProcess, Crawler
from scrapy.settings import Settings

from osce_scraper.crawling.arguments import NewsArguments
from osce_scraper.crawling.manners import check_contact, profile_of
from osce_scraper.crawling.outcome import EXPECTED, ExitCode, Verdict, verdict, verdict_of_error
from osce_scraper.crawling.run import (
    FAILED,
    FINISHED,
    STOPPED,
    HarvestRun,
    OpenRun,
    data_directory,
    store_url,
    versions,
)
from osce_scraper.store import Published, Store, publish

#: The spiders of a harvest, in their order: the menus are one page, and show soonest what is wrong.
SPIDERS: Final = ("menus", "news")


@dataclass(frozen=True, slots=True)
class Harvested:
    """What a harvest came to; ``published`` is ``None`` when it failed, and the files are those of before."""

    verdict: Verdict
    counts: Mapping[str, int]
    seconds: float
    published: Published | None


def project_settings(changes: Mapping[str, object]) -> Settings:
    """The project's settings, with ``changes`` above them, as ``-s`` would."""
    settings = Settings()
    settings.setmodule("osce_scraper.settings", priority="project")
    settings.setdict(dict(changes), priority="cmdline")
    return settings


def harvest(settings: Settings, arguments: Mapping[str, str]) -> Harvested:
    """Harvest menus and news, and publish. Once in a process: Twisted's reactor starts only once.

    ``arguments`` are those of the spider ``news``. What went wrong is in the verdict.
    """
    started = _now()
    counts: Counter[str] = Counter()
    published: Published | None = None
    try:
        asked = NewsArguments.read(arguments)
        asked.addresses(profile_of(settings))
        check_contact(settings)
        directory = data_directory(settings)
        with Store(store_url(settings)) as store, store.lock("harvest", started):
            number = store.start_run("harvest", asked.model_dump(mode="json", exclude_defaults=True), started)
            crawls = _Crawls(settings, OpenRun(store, number), {"news": arguments})
            result = crawls.run()
            counts = crawls.counts
            store.finish_run(
                number,
                _now(),
                outcome=crawls.outcome,
                counts=counts,
                monitors=crawls.findings,
                versions=versions(),
            )
            if result.code is ExitCode.GOOD:
                published = publish(store, directory, _now())
    except EXPECTED as error:
        result = verdict_of_error(error)
    return Harvested(result, counts, (_now() - started).total_seconds(), published)


class _Crawls:
    """The spiders in one process, each begun when the one before has ended."""

    def __init__(self, settings: Settings, run: OpenRun, arguments: Mapping[str, Mapping[str, str]]) -> None:
        self._process = AsyncCrawlerProcess(settings)
        self._run = run
        self._arguments = arguments
        self._waiting = deque(SPIDERS)
        self._ended: list[tuple[Crawler, Task[None]]] = []
        self.counts: Counter[str] = Counter()
        self.findings: list[dict[str, Any]] = []
        self.outcome = FINISHED

    def run(self) -> Verdict:
        """Crawl, and say what came of all of them together: the worst of it."""
        self._next()
        self._process.start()
        lines: list[str] = []
        worst = ExitCode.GOOD
        for crawler, task in self._ended:
            error = None if task.cancelled() else task.exception()
            code, said = verdict(crawler, error)
            worst = max(worst, code)
            lines += [f"{crawler.spidercls.name}: {line}" for line in said]
            if error is None:
                run = HarvestRun.of(crawler)
                self.counts.update(run.counts())
                self.findings += run.findings
                self.outcome = run.outcome if run.outcome != FINISHED else self.outcome
            else:
                self.outcome = FAILED
        return Verdict(worst, lines)

    def _next(self) -> None:
        name = self._waiting.popleft()
        crawler = self._process.create_crawler(name)
        HarvestRun.share(crawler, self._run)
        task = self._process.crawl(crawler, **self._arguments.get(name, {}))
        # Called before the process sees that nothing is left to do, and so keeps it going.
        task.add_done_callback(lambda done: self._done(crawler, done))

    def _done(self, crawler: Crawler, task: Task[None]) -> None:
        self._ended.append((crawler, task))
        stopped = (
            not task.cancelled() and task.exception() is None and HarvestRun.of(crawler).outcome == STOPPED
        )
        if self._waiting and not stopped:
            self._next()


def _now() -> dt.datetime:
    return dt.datetime.now(dt.UTC)
