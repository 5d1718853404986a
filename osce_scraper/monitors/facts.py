"""What a run is judged by: its own numbers, and those of earlier runs that can be compared with it."""

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from osce_scraper.records import RunEntry
from osce_scraper.store import ACCEPTED, HELD_BACK, Store

FINISHED: Final = "finished"

#: Commands that harvest news.
_HARVESTS: Final = ("harvest", "crawl news")
#: Arguments that leave most of the site out.
_PARTIAL: Final = ("since", "until", "languages", "limit", "urls", "urls_file")
#: Days are counted as ``date.toordinal`` does.
NEWEST: Final = "newest_listed/"


@dataclass(frozen=True, slots=True)
class RunFacts:
    """One run and what it is compared with.

    ``counts`` are the run's numbers, ``seconds`` how long it took. ``partial`` says that it was asked for a
    part of the site only, or ended at a limit. ``earlier`` are comparable finished runs, newest first;
    ``newest_known`` is the newest date of issue that the store had before this run.
    """

    now: dt.datetime
    counts: Mapping[str, int]
    seconds: float = 0.0
    partial: bool = False
    menu_findings: Sequence[Mapping[str, Any]] = ()
    earlier: Sequence[RunEntry] = ()
    newest_known: dt.date | None = None
    newest_item: dt.date | None = None
    totals: Mapping[str, int] = field(default_factory=dict)
    """Numbers of all earlier runs added up."""
    held_back: RunEntry | None = None
    """The last run, if a monitor held it back and nobody has published it since."""

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
        newest_known=store.newest_issue(seen_before=started),
        newest_item=store.newest_issue(),
        totals=added_up(earlier),
        held_back=held_back,
    )
