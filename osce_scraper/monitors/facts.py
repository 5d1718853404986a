"""What a run is judged by: its own numbers, and those of earlier runs that can be compared with it."""

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Final

from osce_scraper.records import MonitorResult, MonitorStatus, RunEntry
from osce_scraper.store import ACCEPTED, HELD_BACK, Store

FINISHED: Final = "finished"

#: A date of issue further ahead than this is a slip of the pen.
_AHEAD: Final = dt.timedelta(days=7)
#: Commands that harvest news.
_HARVESTS: Final = ("harvest", "crawl news")
#: Arguments that leave most of the site out.
_PARTIAL: Final = ("since", "until", "languages", "limit", "urls", "urls_file")
#: Days are counted as ``date.toordinal`` does.
NEWEST: Final = "newest_listed/"
#: Listings that are as they were, so that this run did not read what they show.
UNREAD: Final = "unread_listing/"


@dataclass(frozen=True, slots=True)
class RunFacts:
    """One run and what it is compared with.

    ``counts`` are the run's numbers, ``seconds`` how long it took. ``partial`` says that it was asked for a
    part of the site only, or ended at a limit. ``earlier`` are comparable finished runs, newest first.
    ``newest_item`` is the newest date of issue in the store.
    """

    now: dt.datetime
    counts: Mapping[str, int]
    seconds: float = 0.0
    partial: bool = False
    menu_findings: Sequence[Mapping[str, Any]] = ()
    earlier: Sequence[RunEntry] = ()
    newest_item: dt.date | None = None
    totals: Mapping[str, int] = field(default_factory=dict)
    """Numbers of all earlier runs added up."""
    held_back: RunEntry | None = None
    """The last run, if a monitor held it back and nobody has published it since."""

    def since_accepted(self, monitor: str) -> "RunFacts":
        """These facts with the earlier runs from the one on in which somebody accepted what this monitor held
        back: what was accepted is usual from then on.
        """
        for place, run in enumerate(self.earlier):
            if run.outcome == ACCEPTED and monitor in red_monitors(run):
                kept = self.earlier[: place + 1]
                return replace(self, earlier=kept, totals=added_up(kept))
        return self

    @property
    def whole_earlier(self) -> list[RunEntry]:
        """Earlier runs that were not asked for a part only."""
        return [run for run in self.earlier if not is_partial(run.arguments)]

    def pooled(self, runs: int) -> tuple[Counter[str], Counter[str]]:
        """The numbers of this run and the ``runs - 1`` before it, and those of the runs before these."""
        near = Counter(self.counts)
        for run in self.earlier[: runs - 1]:
            near.update(run.counts)
        return near, added_up(self.earlier[runs - 1 :])


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


def added_up(runs: Iterable[RunEntry]) -> Counter[str]:
    """The numbers of several runs, added up."""
    total: Counter[str] = Counter()
    for run in runs:
        total.update({name: count for name, count in run.counts.items() if not name.startswith(NEWEST)})
    return total


def facts_of(
    store: Store,
    number: int,
    counts: Mapping[str, int],
    *,
    now: dt.datetime,
    started: dt.datetime,
    arguments: Mapping[str, Any],
    findings: Sequence[Mapping[str, Any]] = (),
    cut_short: bool = False,
    runs: int = 30,
) -> RunFacts:
    """The facts of run ``number`` of ``store``, which is not finished yet. Runs held back teach nothing."""
    kept = [run for run in store.newest_runs(4 * runs) if run.run != number and run.command in _HARVESTS]
    earlier = [run for run in kept if run.outcome in (FINISHED, ACCEPTED)][:runs]
    # One that was killed or failed says nothing about what was held back before it.
    told = [run for run in kept if run.outcome in (FINISHED, ACCEPTED, HELD_BACK)]
    held_back = told[0] if told and told[0].outcome == HELD_BACK else None
    return RunFacts(
        now=now,
        counts={**counts, "items": store.counts().items},
        seconds=max((now - started).total_seconds(), 0.0),
        partial=cut_short or is_partial(arguments),
        menu_findings=[finding for finding in findings if finding.get("monitor") == "menu"],
        earlier=earlier,
        newest_item=store.newest_issue(now.date() + _AHEAD),
        totals=added_up(earlier),
        held_back=held_back,
    )
