"""Monitors of the site: whether its listings, items and menus are there as they used to be."""

from collections.abc import Iterator, Mapping
from statistics import median

from osce_scraper.monitors.bounds import Bounds, ShareBounds
from osce_scraper.monitors.facts import RunFacts
from osce_scraper.monitors.results import BUILT_IN, RANK, above, below, per_cent, result
from osce_scraper.monitors.shares import Share, too_high
from osce_scraper.monitors.statistics import usual
from osce_scraper.records import MonitorResult, MonitorStatus


def listings(facts: RunFacts, bounds: Bounds) -> MonitorResult:
    """Whether listings were seen to their end: against what they state, their pager, and earlier walks."""
    found = list(_listings(facts, bounds))
    if not found:
        return result("listings", MonitorStatus.GREEN, "no listing was walked to its end")
    # Among equals, the one that says most.
    return max(found, key=lambda one: (RANK[one.status], one.origin != BUILT_IN))


def _listings(facts: RunFacts, bounds: Bounds) -> Iterator[MonitorResult]:
    counts, limits = facts.counts, bounds.listings
    look = "open the listing: does its pager end early, or has its layout changed?"
    for name, seen in _by_source(counts, "distinct/").items():
        shown = counts.get(f"shown/{name}", seen)
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
        yield from _shrunk(name, facts, bounds)
        if f"listed/{name}" not in counts:
            continue
        for witness, origin in _expected(name, facts):
            if witness < limits.least:
                continue
            share = seen / witness
            status = below(share, limits.red, limits.yellow)
            yield result(
                "listings",
                status,
                f"{name} gave {seen} items of {witness:.0f}",
                value=share,
                bound=limits.red if status is MonitorStatus.RED else limits.yellow,
                origin=origin,
                look_at=look,
            )
        pages, linked = counts.get(f"pages/{name}", 0), counts.get(f"linked_pages/{name}", 0)
        if linked:
            share = pages / linked
            status = below(share, limits.red, limits.yellow)
            yield result(
                "listings",
                status,
                f"{name} was read for {pages} pages of the {linked} that its pager names",
                value=share,
                bound=limits.red if status is MonitorStatus.RED else limits.yellow,
                origin="the listing's own pager",
                look_at=look,
            )


def _shrunk(name: str, facts: RunFacts, bounds: Bounds) -> Iterator[MonitorResult]:
    """A listing that states far fewer items than it did in the run before."""
    stated = facts.counts.get(f"stated/{name}")
    before = next(
        (run.counts[f"stated/{name}"] for run in facts.earlier if f"stated/{name}" in run.counts), 0
    )
    if stated is None or before < bounds.listings.least:
        return
    share = stated / before
    status = below(share, bounds.listings.red, bounds.listings.yellow)
    yield result(
        "listings",
        status,
        f"{name} states {stated} items, {before} before",
        value=share,
        bound=bounds.listings.red if status is MonitorStatus.RED else bounds.listings.yellow,
        origin="the listing's own total of the run before",
        look_at="open the listing: does it leave items out?",
    )


def _expected(name: str, facts: RunFacts) -> Iterator[tuple[float, str]]:
    """Numbers of items that a listing should give, and who says so."""
    stated = facts.counts.get(f"stated/{name}")
    if stated:
        yield float(stated), "the listing's own total"
    walks = [run.counts[f"listed/{name}"] for run in facts.whole_earlier if f"listed/{name}" in run.counts]
    if walks:
        yield float(median(walks[:5])), f"the last {len(walks[:5])} walks to its end"


def sources(facts: RunFacts, bounds: Bounds) -> MonitorResult:
    """Whether every listing and sitemap that used to answer still does."""
    del bounds
    good = ("walked", "caught_up", "unchanged", "cut", "duplicate", "left_alone")
    silent, lost = [], []
    for name, outcomes in _outcomes(facts.counts).items():
        # A run that ended at its limit may have ended in the middle of a listing.
        excused = {*good, "failed", "unreachable"} if facts.partial else good
        if any(outcome in excused for outcome in outcomes):
            continue
        before = (_outcomes(run.counts).get(name, set()) for run in facts.earlier)
        last = next((outcomes_before for outcomes_before in before if outcomes_before), set())
        if any(outcome in good for outcome in last) or facts.counts.get(f"broken_off/{name}"):
            lost.append(f"{name} ({', '.join(sorted(outcomes))})")
        elif outcomes - {"absent"}:
            silent.append(f"{name} ({', '.join(sorted(outcomes))})")
    look = "open it in a browser; has it moved, or does it ask for a password?"
    origin = f"{len(facts.earlier)} earlier runs" if facts.earlier else "built in"
    if lost:
        message = f"used to answer, or began to, and does not now: {'; '.join(lost)}"
        listing = any("sitemap" not in name for name in lost)
        status = MonitorStatus.RED if listing else MonitorStatus.YELLOW
        return result(
            "sources", status, message, value=float(len(lost)), bound=0.0, origin=origin, look_at=look
        )
    if silent:
        answered = any(
            outcome in good for outcomes in _outcomes(facts.counts).values() for outcome in outcomes
        )
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


def _outcomes(counts: Mapping[str, int]) -> dict[str, set[str]]:
    """What came of each source: ``source/<path>/<outcome>``."""
    outcomes: dict[str, set[str]] = {}
    for name, number in counts.items():
        if name.startswith("source/") and number:
            path, _, outcome = name.removeprefix("source/").rpartition("/")
            outcomes.setdefault(path, set()).add(outcome)
    return outcomes


def gone(facts: RunFacts, bounds: Bounds) -> MonitorResult:
    """Share of items that answer 404 or 410."""

    def share_of(counts: Mapping[str, int]) -> tuple[int, int]:
        # That one which was gone is still gone is no news.
        vanished = counts.get("gone", 0) + counts.get("withdrawn", 0) - counts.get("again/gone", 0)
        return vanished, vanished + counts.get("fetched", 0) + counts.get("not_modified", 0)

    share = Share(*share_of(facts.counts), *share_of(facts.totals))
    return _share_of_items("gone", share, bounds.gone, facts, bounds, "answer 404 or 410")


def failures(facts: RunFacts, bounds: Bounds) -> MonitorResult:
    """Share of items that gave no answer or an error."""

    def share_of(counts: Mapping[str, int]) -> tuple[int, int]:
        failed = counts.get("failed", 0) - counts.get("again/failed", 0)
        return failed, failed + counts.get("fetched", 0) + counts.get("not_modified", 0)

    share = Share(*share_of(facts.counts), *share_of(facts.totals))
    return _share_of_items("failures", share, bounds.failures, facts, bounds, "could not be fetched")


def _share_of_items(
    name: str, share: Share, limits: ShareBounds, facts: RunFacts, bounds: Bounds, what: str
) -> MonitorResult:
    del facts
    judged = too_high(share, limits, bounds.learning)
    return result(
        name,
        judged.status,
        f"{share.hits} of {share.trials} items {what}",
        value=share.value if judged.enough else None,
        bound=judged.bound if judged.enough else None,
        origin=judged.origin,
        look_at="open one of them in a browser (osce status names them); is the site in trouble, or moving?",
    )


def items(facts: RunFacts, bounds: Bounds) -> MonitorResult:
    """Whether current items vanished from the store since the run before."""
    now = facts.counts.get("items", 0)
    before = next((run.counts["items"] for run in facts.earlier if "items" in run.counts), None)
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

    def pace(counts: Mapping[str, int], seconds: float) -> float | None:
        requests = counts.get("requests", 0)
        return seconds / requests if requests >= limits.least else None

    now = pace(facts.counts, facts.seconds)
    before = [
        found
        for run in facts.earlier
        if (found := pace(run.counts, run.seconds or 0.0)) is not None and found > 0
    ]
    if now is None or len(before) < 3:
        return result("duration", MonitorStatus.GREEN, f"{facts.seconds:.0f} seconds")
    middle, spread = usual(before)
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


def _by_source(counts: Mapping[str, int], prefix: str) -> dict[str, int]:
    return {name.removeprefix(prefix): number for name, number in counts.items() if name.startswith(prefix)}
