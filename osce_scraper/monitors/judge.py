"""All monitors over one run, in the order in which they are told."""

from collections.abc import Callable, Iterable
from typing import Final

from osce_scraper.monitors import menus, news, site
from osce_scraper.monitors.bounds import Bounds
from osce_scraper.monitors.facts import RunFacts
from osce_scraper.monitors.results import BUILT_IN, RANK
from osce_scraper.monitors.rules import RULES, Rule, judge_rule
from osce_scraper.records import MonitorResult, MonitorStatus

#: What judges a run: one result each.
_Monitor = Callable[[RunFacts, Bounds], MonitorResult]


def _of(rule: Rule) -> _Monitor:
    return lambda facts, bounds: judge_rule(rule, facts, bounds)


MONITORS: Final[tuple[_Monitor, ...]] = (
    site.sources,
    site.listings,
    news.news,
    menus.menus,
    site.items,
    site.duration,
    *map(_of, RULES),
)


def judge(facts: RunFacts, bounds: Bounds) -> list[MonitorResult]:
    """What every monitor finds in a run. Pure: the same facts give the same results.

    What was held is due again, so that each night is judged by itself. What somebody accepted is usual from
    then on.
    """
    results = []
    for monitor in MONITORS:
        found = monitor(facts, bounds)
        since = facts.since_accepted(found.monitor)
        if since is not facts:
            found = _accepted(monitor(since, bounds))
        results.append(found)
    return results


def _accepted(found: MonitorResult) -> MonitorResult:
    """After something was accepted a built-in bound, which it broke, can but tell."""
    if found.status is MonitorStatus.RED and found.origin == BUILT_IN:
        return found.model_copy(update={"status": MonitorStatus.YELLOW})
    return found


def worst(results: Iterable[MonitorResult]) -> MonitorStatus:
    """The worst status of ``results``; green for none."""
    return max((one.status for one in results), key=RANK.__getitem__, default=MonitorStatus.GREEN)
