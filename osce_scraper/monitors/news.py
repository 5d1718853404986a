"""Monitor of the news: whether the newest item is new enough, and new items come as they used to."""

import datetime as dt
import itertools
from collections.abc import Callable, Iterator
from typing import Final

from osce_scraper.monitors.bounds import Bounds
from osce_scraper.monitors.facts import NEWEST, UNREAD, RunFacts
from osce_scraper.monitors.results import above, result
from osce_scraper.records import MonitorResult, MonitorStatus

_DAY: Final = dt.timedelta(days=1)
_WEEK: Final = dt.timedelta(days=7)
_ADDED: Final = "stored/added"


def news(facts: RunFacts, bounds: Bounds) -> MonitorResult:
    """The newest item against what was known, the wait for something new, and how much came in a week."""
    judges: tuple[Callable[[RunFacts, Bounds], MonitorResult | None], ...] = (
        _backwards,
        _behind,
        _old,
        _fewer,
        _wait,
    )
    for judge in judges:
        found = judge(facts, bounds)
        if found is not None:
            return found
    return result("news", MonitorStatus.GREEN, "nothing to judge by yet")


def _listed(facts: RunFacts) -> dict[str, dt.date]:
    """The newest day that each listing showed in this run."""
    return {
        name.removeprefix(NEWEST): dt.date.fromordinal(number)
        for name, number in facts.counts.items()
        if name.startswith(NEWEST) and number > 0
    }


def _backwards(facts: RunFacts, bounds: Bounds) -> MonitorResult | None:
    """A listing whose newest item is far older than what it showed before: it shows another year."""
    most = bounds.news.backwards_days
    for path, newest in _listed(facts).items():
        before = [
            dt.date.fromordinal(run.counts[NEWEST + path])
            for run in facts.earlier
            if run.counts.get(NEWEST + path)
        ]
        if not before or (max(before) - newest).days <= most:
            continue
        return result(
            "news",
            MonitorStatus.RED,
            f"the newest item on {path} is of {newest}; it showed one of {max(before)} before",
            value=float((max(before) - newest).days),
            bound=float(most),
            origin=f"{len(before)} earlier runs",
            look_at="does the listing show an old state, or is it sorted the other way round?",
        )
    return None


def _behind(facts: RunFacts, bounds: Bounds) -> MonitorResult | None:
    """Listings that all end long before the newest item that other sources led to."""
    listed = _listed(facts)
    if not listed or facts.newest_item is None:
        return None
    for name in facts.counts:
        if name.startswith(UNREAD):
            path = name.removeprefix(UNREAD)
            shown = [run.counts[NEWEST + path] for run in facts.earlier if run.counts.get(NEWEST + path)]
            if not shown:
                # Read last by a run that was killed before it could tell: it may well show the newest item.
                return None
            listed[path] = dt.date.fromordinal(shown[0])
    newest, most = max(listed.values()), bounds.news.behind_days
    days = (facts.newest_item - newest).days
    if days <= most:
        return None
    return result(
        "news",
        MonitorStatus.RED,
        f"the newest item on any listing is of {newest}, the newest one known of {facts.newest_item}",
        value=float(days),
        bound=float(most),
        look_at="do the listings show an old state? Open the site's news",
    )


def _old(facts: RunFacts, bounds: Bounds) -> MonitorResult | None:
    """A site whose newest item is about a year old: it is an old copy, or its dates are read wrongly."""
    if facts.partial or facts.newest_item is None:
        return None
    age, most = (facts.now.date() - facts.newest_item).days, bounds.news.oldest_days
    if age <= most:
        return None
    return result(
        "news",
        MonitorStatus.RED,
        f"the newest item is of {facts.newest_item}, {age} days ago",
        value=float(age),
        bound=float(most),
        look_at="does the site show the state of last year? Open its news",
    )


def _fewer(facts: RunFacts, bounds: Bounds) -> MonitorResult | None:
    """A yellow result where a week brought far fewer new items than the weeks before it."""
    limits = bounds.news
    runs = facts.whole_earlier
    # The very first run brought everything there was.
    past = runs[:-1] if len(runs) < len(facts.earlier) or len(runs) < bounds.learning.runs else runs
    if facts.partial or not past or facts.now - past[-1].started_at < 3 * _WEEK:
        return None
    week = [run for run in past if facts.now - run.started_at <= _WEEK]
    before = [run for run in past if facts.now - run.started_at > _WEEK]
    weeks = (facts.now - _WEEK - before[-1].started_at) / _WEEK
    usual = sum(run.counts.get(_ADDED, 0) for run in before) / weeks
    now = facts.counts.get(_ADDED, 0) + sum(run.counts.get(_ADDED, 0) for run in week)
    if usual < limits.week_least or now >= limits.week_share * usual:
        return None
    return result(
        "news",
        MonitorStatus.YELLOW,
        f"{now} new items in a week, usually {usual:.0f}",
        value=float(now),
        bound=limits.week_share * usual,
        origin=f"{len(before)} earlier runs",
        look_at="is it a quiet week, or does a listing leave items out? Compare the site with osce status",
    )


def _wait(facts: RunFacts, bounds: Bounds) -> MonitorResult | None:
    """How long nothing was new, against the longest such wait so far."""
    limits = bounds.news
    new = facts.counts.get(_ADDED, 0)
    if new:
        return result("news", MonitorStatus.GREEN, f"{new} new items", value=0.0)
    look = "open the site's news: is there anything newer than osce status knows?"
    arrivals = [run.started_at for run in facts.whole_earlier if run.counts.get(_ADDED)]
    if not arrivals:
        if facts.newest_item is None:
            return None
        age = (facts.now.date() - facts.newest_item).days
        return result(
            "news",
            MonitorStatus.YELLOW if age > limits.old_days else MonitorStatus.GREEN,
            f"the newest item is of {facts.newest_item}, {age} days ago",
            value=float(age),
            bound=float(limits.old_days),
            look_at=look,
        )
    wait = (facts.now - arrivals[0]) / _DAY
    if len(arrivals) < limits.arrivals:
        yellow = limits.red_days
        return result(
            "news",
            MonitorStatus.YELLOW if wait > yellow else MonitorStatus.GREEN,
            f"nothing new for {wait:.1f} days",
            value=wait,
            bound=yellow,
            look_at=look,
        )
    longest = max(_waits(arrivals))
    red, yellow = max(limits.red_days, limits.factor * longest), max(limits.yellow_days, longest)
    status = above(wait, red, yellow)
    return result(
        "news",
        status,
        f"nothing new for {wait:.1f} days; the longest wait so far was {longest:.1f}",
        value=wait,
        bound=red if status is MonitorStatus.RED else yellow,
        origin=f"{len(arrivals)} runs with something new",
        look_at=look,
    )


def _waits(arrivals: list[dt.datetime]) -> Iterator[float]:
    """Days between runs that brought something new, the newest first."""
    for later, earlier in itertools.pairwise(arrivals):
        yield (later - earlier) / _DAY
