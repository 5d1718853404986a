"""Monitors of the site: whether its listings, items and menus are there as they used to be."""

from collections.abc import Iterator
from statistics import median
from typing import Final

from osce_scraper.monitors.bounds import Bounds
from osce_scraper.monitors.facts import RunFacts
from osce_scraper.monitors.results import BUILT_IN, RANK, above, below, per_cent, result
from osce_scraper.monitors.statistics import typical
from osce_scraper.records import MonitorResult, MonitorStatus
from osce_scraper.stats import RunStats, SourceStats

_PAGER: Final = "the listing's own pager"
#: Outcomes of a source that gave what it has.
_GOOD: Final = ("walked", "caught_up", "unchanged", "cut", "duplicate", "left_alone")


def listings(facts: RunFacts, bounds: Bounds) -> MonitorResult:
    """Whether listings were seen to their end: against what they state, their pager, and earlier walks."""
    found = list(_listings(facts, bounds))
    if not found:
        return result("listings", MonitorStatus.GREEN, "no listing was walked to its end")
    # Among equals, the one that says most.
    return max(found, key=lambda one: (RANK[one.status], one.origin != BUILT_IN))


def _listings(facts: RunFacts, bounds: Bounds) -> Iterator[MonitorResult]:
    limits = bounds.listings
    look = "open the listing: does its pager end early, or has its layout changed?"
    for name, source in facts.stats.source.items():
        seen = source.distinct
        if seen is None:
            continue
        shown = source.shown or seen
        if shown >= limits.least:
            repeated = max(0.0, 1 - seen / shown)
            status = above(repeated, limits.repeated_red, limits.repeated_yellow)
            yield result(
                "listings",
                status,
                f"{name} shows {seen} items in {shown} teasers",
                value=repeated,
                bound=limits.repeated_red if status is MonitorStatus.RED else limits.repeated_yellow,
                look_at="the listing shows the same items again and again: open its first pages",
            )
        if facts.partial:
            continue
        for part, whole, words, origin in _witnesses(name, source, facts):
            if whole >= limits.least or origin is _PAGER:
                share = part / whole
                status = below(share, limits.red, limits.yellow)
                yield result(
                    "listings",
                    status,
                    f"{name} {words.format(part=part, whole=f'{whole:.0f}')}",
                    value=share,
                    bound=limits.red if status is MonitorStatus.RED else limits.yellow,
                    origin=origin,
                    look_at=look,
                )


def _witnesses(name: str, source: SourceStats, facts: RunFacts) -> Iterator[tuple[int, float, str, str]]:
    """What a listing should have given, and who says so: part, whole, words, origin."""
    before = next(
        (old.stated for run in facts.earlier if (old := run.stats.source.get(name)) and old.stated), 0
    )
    if source.stated is not None and before:
        words = "states {part} items, {whole} before"
        yield source.stated, before, words, "the listing's own total of the run before"
    if source.listed is None:
        return
    seen = source.distinct or 0
    if source.stated:
        yield seen, source.stated, "gave {part} items of {whole}", "the listing's own total"
    past = (run.stats.source.get(name) for run in facts.whole_earlier)
    walks = [old.listed for old in past if old is not None and old.listed is not None][:5]
    if walks:
        yield seen, median(walks), "gave {part} items of {whole}", f"the last {len(walks)} walks to its end"
    if source.linked_pages:
        words = "was read for {part} pages of the {whole} that its pager names"
        yield source.pages or 0, source.linked_pages, words, _PAGER


def sources(facts: RunFacts, bounds: Bounds) -> MonitorResult:
    """Whether every listing and sitemap that used to answer still does."""
    del bounds
    silent, lost = [], []
    for name, source in facts.stats.source.items():
        outcome = source.outcome
        # A run that ended at its limit may have ended in the middle of a listing.
        if outcome is None or outcome in _GOOD or (facts.partial and outcome in ("failed", "unreachable")):
            continue
        # One that is left alone for some days says nothing of itself.
        past = (run.stats.source.get(name) for run in facts.earlier)
        last = next((one.outcome for one in past if one and one.outcome not in (None, "left_alone")), None)
        if last in _GOOD or source.broken_off:
            lost.append(f"{name} ({outcome})")
        elif outcome != "absent" and last != outcome:
            silent.append(f"{name} ({outcome})")
    look = "open it in a browser; has it moved, or does it ask for a password?"
    origin = f"{len(facts.earlier)} earlier runs" if facts.earlier else BUILT_IN
    if lost:
        message = f"used to answer, or began to, and does not now: {'; '.join(lost)}"
        listing = any("sitemap" not in name for name in lost)
        status = MonitorStatus.RED if listing else MonitorStatus.YELLOW
        return result(
            "sources", status, message, value=float(len(lost)), bound=0.0, origin=origin, look_at=look
        )
    if silent:
        answered = any(source.outcome in _GOOD for source in facts.stats.source.values())
        return result(
            "sources",
            MonitorStatus.YELLOW if answered else MonitorStatus.RED,
            f"no items from {'; '.join(silent)}",
            value=float(len(silent)),
            bound=0.0,
            origin=origin,
            look_at=look,
        )
    return result("sources", MonitorStatus.GREEN, "every source answers as before", value=0.0, origin=origin)


def items(facts: RunFacts, bounds: Bounds) -> MonitorResult:
    """Whether current items vanished from the store since the run before."""
    now = facts.stats.items or 0
    before = next((run.stats.items for run in facts.earlier if run.stats.items is not None), None)
    if before is None or before < bounds.items.least:
        return result("items", MonitorStatus.GREEN, f"{now:,} current items")
    share = now / before
    status = MonitorStatus.RED if share < bounds.items.red else MonitorStatus.GREEN
    return result(
        "items",
        status,
        f"{now:,} current items, {before:,} after the run before ({per_cent(share)})",
        value=share,
        bound=bounds.items.red,
        origin="the run before",
        look_at="osce status; were so many items really withdrawn?",
    )


def duration(facts: RunFacts, bounds: Bounds) -> MonitorResult:
    """Seconds a request, against earlier runs."""
    limits = bounds.duration

    def pace(stats: RunStats, seconds: float) -> float | None:
        return seconds / stats.requests if stats.requests >= limits.least else None

    now = pace(facts.stats, facts.seconds)
    before = [
        found
        for run in facts.earlier
        if (found := pace(run.stats, run.entry.seconds or 0.0)) is not None and found > 0
    ]
    if now is None or len(before) < 3:
        return result("duration", MonitorStatus.GREEN, f"{facts.seconds:.0f} seconds")
    middle, spread = typical(before)
    bound = max(limits.factor * middle, middle + 5 * spread)
    return result(
        "duration",
        MonitorStatus.YELLOW if now > bound else MonitorStatus.GREEN,
        f"{now:.2f} seconds a request, usually {middle:.2f}",
        value=now,
        bound=bound,
        origin=f"{len(before)} earlier runs",
        look_at="is the site slow, or its crawl delay longer?",
    )
