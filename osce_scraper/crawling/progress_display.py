"""How far a crawl is, drawn on a terminal while it runs; nothing is drawn into a pipe."""

import logging
import sys
import time
from collections import Counter
from typing import Any, Final, Self, TextIO

from rich.console import Console, Group
from rich.live import Live as RichLive
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table
from scrapy.crawler import Crawler

from osce_scraper.crawling.run import HarvestRun

#: Seconds between two looks at what is due, which asks the store.
_LOOK: Final = 2.0


class ProgressDisplay:
    """A context manager; :meth:`tick` draws. ``hidden`` draws nothing, as where no terminal is.

    Lines of a log that goes to the terminal appear above the bar.
    """

    def __init__(self, *, hidden: bool = False, console: Console | None = None) -> None:
        self._console = console or Console(stderr=True)
        self._hidden = hidden or not (console or sys.stderr.isatty())
        self._progress = Progress(
            TextColumn("{task.description}"),
            BarColumn(),
            MofNCompleteColumn(),
            TimeElapsedColumn(),
            TextColumn("{task.fields[left]}"),
            console=self._console,
        )
        self._task = self._progress.add_task("looking for news", total=None, left="")
        self._live: RichLive | None = None
        self._began = time.monotonic()
        self._looked = 0.0
        self._due = 0

    def __enter__(self) -> Self:
        if not self._hidden:
            self._live = RichLive(
                self._progress,
                console=self._console,
                transient=True,
                refresh_per_second=4,
                redirect_stdout=False,
            )
            before = sys.stderr
            self._live.start()
            _log_to(sys.stderr, instead_of=before)
        return self

    def __exit__(self, *error: object) -> None:
        if self._live is not None:
            before = sys.stderr
            self._live.stop()
            _log_to(sys.stderr, instead_of=before)

    def tick(self, crawler: Crawler) -> None:
        """Draw how far ``crawler`` is."""
        if self._live is None:
            return
        run = HarvestRun.of(crawler)
        counts = Counter(run.counts())
        now = time.monotonic()
        if now - self._looked > _LOOK:
            self._looked = now
            due = sum(run.store.due_counts(run.now()).values())
            limit = getattr(getattr(crawler.spider, "arguments", None), "limit", None)
            self._due = due if limit is None else min(due, max(limit - _done(counts), 0))
        bar = self._bar(crawler.spidercls.name, counts, now)
        self._live.update(Group(bar, _table(counts, self._due, now - self._began)))

    def _bar(self, spider: str, counts: Counter[str], now: float) -> Progress:
        done = _done(counts)
        left = ""
        # Before the first item nothing says how long one takes, or how many there are.
        if done:
            seconds = (now - self._began) / max(counts["requests"], 1) * self._due
            left = f"{_in_words(seconds)} left"
        self._progress.update(
            self._task,
            description=_phase(spider, done),
            completed=done,
            total=done + self._due if done else None,
            left=left,
        )
        return self._progress


def _log_to(stream: TextIO, *, instead_of: TextIO) -> None:
    """Have the log's handlers that write to one stream write to another."""
    for handler in logging.getLogger().handlers:
        if isinstance(handler, logging.StreamHandler) and handler.stream is instead_of:
            handler.setStream(stream)


def _done(counts: Counter[str]) -> int:
    return sum(counts[name] for name in ("fetched", "not_modified", "gone", "withdrawn", "failed"))


def _phase(spider: str, done: int) -> str:
    if spider != "news":
        return f"reading the {spider}"
    return "fetching what is due" if done else "looking for news"


def _table(counts: Counter[str], due: int, seconds: float) -> Any:
    table = Table.grid(padding=(0, 2))
    rows = (
        ("found", counts["found/new"] + counts["found/known"]),
        ("due", due),
        ("fetched", counts["fetched"]),
        ("new", counts["stored/added"]),
        ("changed", counts["stored/changed"] + counts["stored/returned"]),
        ("unchanged", counts["stored/unchanged"] + counts["not_modified"]),
        ("quarantined", counts["quarantined"]),
        ("requests a minute", round(60 * counts["requests"] / max(seconds, 1.0))),
    )
    for _ in rows:
        table.add_column(justify="right")
    table.add_row(*(f"{number:,}" for _, number in rows), style="bold")
    table.add_row(*(name for name, _ in rows), style="dim")
    return table


def _in_words(seconds: float) -> str:
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours} h {minutes} min" if hours else f"{minutes} min {rest} s" if minutes else f"{rest} s"
