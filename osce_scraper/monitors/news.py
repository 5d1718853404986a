"""Monitor of the news: whether the newest item is new enough, and new items come as they used to."""

import datetime as dt
import itertools
from collections.abc import Iterator
from typing import Final

from osce_scraper.monitors.bounds import Bounds
from osce_scraper.monitors.facts import RunFacts
from osce_scraper.monitors.results import RANK, above, result
from osce_scraper.records import MonitorResult, MonitorStatus
from osce_scraper.stats import RunStats

_DAY: Final = dt.timedelta(days=1)
_WEEK: Final = dt.timedelta(days=7)
_ADDED: Final = "added"


def news(facts: RunFacts, bounds: Bounds) -> MonitorResult:
    """The newest item against what was known, the wait for something new, and how much came in a week."""
    judges = (_backwards, _behind, _old, _wait, _fewer)
    found = [one for judge in judges if (one := judge(facts, bounds)) is not None]
    nothing = result("news", MonitorStatus.GREEN, "nothing to judge by yet")
    # The first of the worst: a yellow one must not hide a red one.
    return max(found, key=lambda one: RANK[one.status], default=nothing)


def _listed(facts: RunFacts) -> dict[str, dt.date]:
    """The newest day that each listing showed in this run."""
    return _newest(facts.stats)


def _newest(stats: RunStats) -> dict[str, dt.date]:
    return {name: source.newest for name, source in stats.source.items() if source.newest is not None}


def _backwards(facts: RunFacts, bounds: Bounds) -> MonitorResult | None:
    """A listing whose newest item is far older than what it showed before: it shows another year."""
    most = bounds.news.backwards_days
    for path, newest in _listed(facts).items():
        before = [day for run in facts.earlier if (day := _newest(run.stats).get(path))]
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
    # A run that ended at its limit has perhaps not come to the listings with the newest items.
    if facts.partial or not listed or facts.newest_item is None:
        return None
    for path, source in facts.stats.source.items():
        if source.unread:
            shown = next((day for run in facts.earlier if (day := _newest(run.stats).get(path))), None)
            if shown is None:
                # Read last by a run that was killed before it could tell: it may well show the newest item.
                return None
            listed[path] = shown
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
    if facts.partial or not past or facts.now - past[-1].entry.started_at < 3 * _WEEK:
        return None
    week = [run for run in past if facts.now - run.entry.started_at <= _WEEK]
    before = [run for run in past if facts.now - run.entry.started_at > _WEEK]
    weeks = (facts.now - _WEEK - before[-1].entry.started_at) / _WEEK
    usual = sum(run.stats.stored[_ADDED] for run in before) / weeks
    now = facts.stats.stored[_ADDED] + sum(run.stats.stored[_ADDED] for run in week)
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
    new = facts.stats.stored[_ADDED]
    if new:
        return result("news", MonitorStatus.GREEN, f"{new} new items", value=0.0)
    runs = facts.whole_earlier
    if facts.partial or not runs:
        return None
    # Before the first arrival nothing is known, and what was accepted was no alarm.
    arrivals = [run.entry.started_at for run in runs if run.stats.stored[_ADDED]] or [
        runs[-1].entry.started_at
    ]
    wait = (facts.now - arrivals[0]) / _DAY
    longest = max(_waits(arrivals), default=0.0)
    red, yellow = max(limits.red_days, limits.factor * longest), max(limits.yellow_days, longest)
    status = above(wait, red, yellow)
    so_far = f"; the longest wait so far was {longest:.1f}" if longest else ""
    return result(
        "news",
        status,
        f"nothing new for {wait:.1f} days{so_far}",
        value=wait,
        bound=red if status is MonitorStatus.RED else yellow,
        origin=f"{len(arrivals)} runs with something new",
        look_at="open the site's news: is there anything newer than osce status knows?",
    )


def _waits(arrivals: list[dt.datetime]) -> Iterator[float]:
    """Days between runs that brought something new, the newest first."""
    for later, earlier in itertools.pairwise(arrivals):
        yield (later - earlier) / _DAY
