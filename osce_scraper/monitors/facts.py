"""What a run is judged by: its own numbers, and those of earlier runs that can be compared with it."""

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from osce_scraper.records import MonitorResult, MonitorStatus, RunEntry
from osce_scraper.stats import RunStats
from osce_scraper.store import ACCEPTED_RUN, FINISHED, JudgedRun, Store

#: A date of issue further ahead than this is a slip of the pen.
_AHEAD: Final = dt.timedelta(days=7)
#: Commands that harvest news.
_HARVESTS: Final = ("harvest", "crawl news")
#: Arguments that leave most of the site out.
_PARTIAL: Final = ("since", "until", "languages", "limit", "urls", "urls_file")


@dataclass(frozen=True, slots=True)
class Window:
    """Nights that are looked at together, this one first, and those before them."""

    now: Sequence[RunStats]
    before: Sequence[RunStats]

    @property
    def tonight(self) -> RunStats:
        """The night that is judged."""
        return self.now[0]


@dataclass(frozen=True, slots=True)
class RunFacts:
    """One run and what it is compared with.

    ``stats`` are the run's numbers, ``seconds`` how long it took. ``partial`` says that it was asked for a
    part of the site only, or ended at a limit. ``earlier`` are comparable runs that were accepted, newest
    first. ``newest_item`` is the newest date of issue in the store.
    """

    now: dt.datetime
    stats: RunStats
    seconds: float = 0.0
    partial: bool = False
    menu_findings: Sequence[Mapping[str, Any]] = ()
    earlier: Sequence[JudgedRun] = ()
    newest_item: dt.date | None = None
    accepted: int = 0
    """How many of the oldest of ``earlier`` were accepted by somebody although this monitor was red."""

    def since_accepted(self, monitor: str) -> "RunFacts":
        """These facts with the earlier runs from the one on in which somebody accepted what this monitor held
        back: what was accepted is usual from then on.
        """
        for place, run in enumerate(self.earlier):
            if run.entry.outcome == ACCEPTED_RUN and monitor in red_monitors(run.entry):
                return replace(self, earlier=self.earlier[: place + 1], accepted=1)
        return self

    @property
    def whole_earlier(self) -> list[JudgedRun]:
        """Earlier runs that were not asked for a part only."""
        return [run for run in self.earlier if not is_partial(run.entry.arguments)]

    def windows(self, widths: Iterable[int]) -> Iterator[Window]:
        """Tonight alone, and together with nights before it; what somebody accepted is never among these."""
        past = [run.stats for run in self.earlier]
        for width in widths:
            together = min(width - 1, len(past) - self.accepted)
            if together == width - 1:
                yield Window([self.stats, *past[:together]], past[together:])


def red_monitors(run: RunEntry) -> set[str]:
    """Names of the monitors that were red in a run."""
    return {
        found.monitor
        for found in run.monitors
        if isinstance(found, MonitorResult) and found.status is MonitorStatus.RED
    }


def is_partial(arguments: Mapping[str, Any]) -> bool:
    """Whether a run with these arguments leaves most of the site out."""
    return any(arguments.get(name) for name in _PARTIAL)


def facts_of(
    store: Store,
    number: int,
    stats: RunStats,
    *,
    now: dt.datetime,
    started: dt.datetime,
    arguments: Mapping[str, Any],
    findings: Sequence[Mapping[str, Any]] = (),
    cut_short: bool = False,
    runs: int = 30,
) -> RunFacts:
    """The facts of run ``number`` of ``store``, which is not finished yet. Runs held back teach nothing."""
    kept = [
        run
        for run in store.newest_judged(4 * runs)
        if run.entry.run != number and run.entry.command in _HARVESTS
    ]
    return RunFacts(
        now=now,
        stats=stats,
        seconds=max((now - started).total_seconds(), 0.0),
        partial=cut_short or is_partial(arguments),
        menu_findings=[finding for finding in findings if finding.get("monitor") == "menu"],
        earlier=[run for run in kept if run.entry.outcome in (FINISHED, ACCEPTED_RUN)][:runs],
        newest_item=store.newest_issue(now.date() + _AHEAD),
    )
