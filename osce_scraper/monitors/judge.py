"""All monitors over one run, in the order in which they are told."""

from collections.abc import Iterable
from typing import Final

from osce_scraper.monitors import records_read, site
from osce_scraper.monitors.bounds import Bounds
from osce_scraper.monitors.facts import RunFacts
from osce_scraper.monitors.results import RANK
from osce_scraper.records import MonitorResult, MonitorStatus, RunEntry

#: How the origin of a result begins that an earlier run gave.
_STILL: Final = "still as in run"


def judge(facts: RunFacts, bounds: Bounds) -> list[MonitorResult]:
    """What every monitor finds in a run. Pure: the same facts give the same results.

    What held the run before back stays red until a run has enough to judge it by, or somebody publishes all
    the same: a night on which nothing was due mends nothing.
    """
    return [_carried_over(found, facts.held_back) for found in _found(facts, bounds)]


def _carried_over(found: MonitorResult, before: RunEntry | None) -> MonitorResult:
    if before is None or found.value is not None or found.status is MonitorStatus.RED:
        return found
    for earlier in before.monitors:
        if (
            isinstance(earlier, MonitorResult)
            and earlier.monitor == found.monitor
            and earlier.status is MonitorStatus.RED
        ):
            since = earlier.origin if earlier.origin.startswith(_STILL) else f"{_STILL} {before.run}"
            return earlier.model_copy(update={"origin": since})
    return found


def _found(facts: RunFacts, bounds: Bounds) -> list[MonitorResult]:
    return [
        site.sources(facts, bounds),
        site.listings(facts, bounds),
        site.news(facts, bounds),
        site.gone(facts, bounds),
        site.failures(facts, bounds),
        site.menus(facts, bounds),
        site.items(facts, bounds),
        site.duration(facts, bounds),
        records_read.quarantine(facts, bounds),
        records_read.layouts(facts, bounds),
        *records_read.fills(facts, bounds),
        records_read.strategies(facts, bounds),
        records_read.duplicates(facts, bounds),
        records_read.participants(facts, bounds),
        records_read.unknown_names(facts, bounds),
    ]


def worst(results: Iterable[MonitorResult]) -> MonitorStatus:
    """The worst status of ``results``; green for none."""
    return max((one.status for one in results), key=RANK.__getitem__, default=MonitorStatus.GREEN)
