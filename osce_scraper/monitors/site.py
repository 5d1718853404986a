"""Monitors of the site: whether its listings, items and menus are there as they used to be."""

import datetime as dt
import itertools
from collections.abc import Iterator, Mapping
from statistics import median
from typing import Final

from osce_scraper.monitors.bounds import Bounds, ShareBounds
from osce_scraper.monitors.facts import NEWEST, RunFacts
from osce_scraper.monitors.results import RANK, per_cent, result
from osce_scraper.monitors.shares import Share, too_high
from osce_scraper.monitors.statistics import usual
from osce_scraper.records import MonitorResult, MonitorStatus

_DAY: Final = dt.timedelta(days=1)


def listings(facts: RunFacts, bounds: Bounds) -> MonitorResult:
    """Whether listings were seen to their end: against what they state, their pager, and earlier walks."""
    found = list(_listings(facts, bounds))
    if not found:
        return result("listings", MonitorStatus.GREEN, "no listing was walked to its end")
    return max(found, key=lambda one: RANK[one.status])


def _listings(facts: RunFacts, bounds: Bounds) -> Iterator[MonitorResult]:
    counts, limits = facts.counts, bounds.listings
    look = "open the listing: does its pager end early, or has its layout changed?"
    for name, seen in _by_source(counts, "listed/").items():
        shown = counts.get(f"shown/{name}", seen)
        if shown >= limits.least:
            repeated = 1 - seen / shown
            status = _above(repeated, limits.repeated_red, limits.repeated_yellow)
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
        for witness, origin in _expected(name, facts):
            if witness < limits.least:
                continue
            share = seen / witness
            status = _below(share, limits.red, limits.yellow)
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
            status = _below(share, limits.red, limits.yellow)
            yield result(
                "listings",
                status,
                f"{name} was read for {pages} pages of the {linked} that its pager names",
                value=share,
                bound=limits.red if status is MonitorStatus.RED else limits.yellow,
                origin="the listing's own pager",
                look_at=look,
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
        if any(outcome in good for outcome in outcomes):
            continue
        before = [_outcomes(run.counts).get(name, set()) for run in facts.earlier]
        if any(outcome in good for outcomes_before in before for outcome in outcomes_before):
            lost.append(f"{name} ({', '.join(sorted(outcomes))})")
        elif outcomes - {"absent"}:
            silent.append(f"{name} ({', '.join(sorted(outcomes))})")
    look = "open it in a browser; has it moved, or does it ask for a password?"
    origin = f"{len(facts.earlier)} earlier runs" if facts.earlier else "built in"
    if lost:
        message = f"used to answer and does not now: {'; '.join(lost)}"
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


def news(facts: RunFacts, bounds: Bounds) -> MonitorResult:
    """Whether news comes as it used to: the newest item, and the wait since anything was new."""
    limits = bounds.news
    backwards = _backwards(facts, limits.backwards_days)
    if backwards is not None:
        return backwards
    arrivals = [run.started_at for run in facts.whole_earlier if run.counts.get("stored/added")]
    if facts.counts.get("stored/added"):
        return result("news", MonitorStatus.GREEN, f"{facts.counts['stored/added']} new items", value=0.0)
    if len(arrivals) >= limits.arrivals:
        waits = [(later - earlier) / _DAY for later, earlier in itertools.pairwise(arrivals)]
        wait, longest = (facts.now - arrivals[0]) / _DAY, max(waits)
        red, yellow = max(limits.red_days, limits.factor * longest), max(limits.yellow_days, longest)
        status = _above(wait, red, yellow)
        return result(
            "news",
            status,
            f"nothing new for {wait:.1f} days; the longest wait so far was {longest:.1f}",
            value=wait,
            bound=red if status is MonitorStatus.RED else yellow,
            origin=f"{len(arrivals)} runs with something new",
            look_at="open the site's news: is there anything newer than osce status knows?",
        )
    if facts.newest_item is not None:
        age = (facts.now.date() - facts.newest_item).days
        return result(
            "news",
            MonitorStatus.YELLOW if age > limits.old_days else MonitorStatus.GREEN,
            f"the newest item is of {facts.newest_item}, {age} days ago",
            value=float(age),
            bound=float(limits.old_days),
            look_at="open the site's news: is there anything newer?",
        )
    return result("news", MonitorStatus.GREEN, "nothing to judge by yet")


def _backwards(facts: RunFacts, most: int) -> MonitorResult | None:
    """A listing whose newest item is far older than what was known before: it shows another year."""
    shown = {
        name.removeprefix(NEWEST): dt.date.fromordinal(number)
        for name, number in facts.counts.items()
        if name.startswith(NEWEST)
    }
    for path, newest in shown.items():
        before = [
            dt.date.fromordinal(run.counts[NEWEST + path])
            for run in facts.earlier
            if NEWEST + path in run.counts
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


def gone(facts: RunFacts, bounds: Bounds) -> MonitorResult:
    """Share of items that answer 404 or 410."""

    def share_of(counts: Mapping[str, int]) -> tuple[int, int]:
        vanished = counts.get("gone", 0) + counts.get("withdrawn", 0)
        return vanished, vanished + counts.get("fetched", 0) + counts.get("not_modified", 0)

    share = Share(*share_of(facts.counts), *share_of(facts.totals))
    return _share_of_items("gone", share, bounds.gone, facts, bounds, "answer 404 or 410")


def failures(facts: RunFacts, bounds: Bounds) -> MonitorResult:
    """Share of items that gave no answer or an error."""

    def share_of(counts: Mapping[str, int]) -> tuple[int, int]:
        failed = counts.get("failed", 0)
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


def menus(facts: RunFacts, bounds: Bounds) -> MonitorResult:
    """Whether the menu lost entries, against the known menu and against earlier runs."""
    limits = bounds.menus
    vanished = [entry for finding in facts.menu_findings for entry in finding.get("vanished", ())]
    paths = {(*tuple(entry.get("path", ())), entry.get("known")) for entry in vanished}
    branch = any(tuple(entry.get("path", ())) in paths for entry in vanished)
    look = "open the site: has the menu a new shape? docs/vocabulary.md says where its entries are kept"
    if branch or len(vanished) >= limits.red_entries:
        names = ", ".join(str(entry.get("known")) for entry in vanished[:3])
        return result(
            "menus",
            MonitorStatus.RED,
            f"{len(vanished)} entries vanished from the menu: {names}",
            value=float(len(vanished)),
            bound=float(limits.red_entries),
            origin="the known menu",
            look_at=look,
        )
    entries = facts.counts.get("menu_entries")
    before = [run.counts["menu_entries"] for run in facts.earlier if run.counts.get("menu_entries")]
    if entries and before and entries < limits.red_share * median(before):
        return result(
            "menus",
            MonitorStatus.RED,
            f"the menus have {entries} entries, usually {median(before):.0f}",
            value=float(entries),
            bound=limits.red_share * median(before),
            origin=f"{len(before)} earlier runs",
            look_at=look,
        )
    differences = sum(
        len(finding.get(kind, ()))
        for finding in facts.menu_findings
        for kind in ("new", "vanished", "renamed")
    )
    silent = facts.counts.get("menus/failed", 0)
    if differences or silent:
        return result(
            "menus",
            MonitorStatus.YELLOW,
            f"{differences} entries differ from the known menu"
            + (f"; {silent} sites gave no menu" if silent else ""),
            value=float(differences),
            bound=0.0,
            origin="the known menu",
            look_at="osce status names them; new names belong into the vocabulary (docs/vocabulary.md)",
        )
    if not facts.counts.get("menu_entries"):
        return result("menus", MonitorStatus.GREEN, "no menu was read")
    return result("menus", MonitorStatus.GREEN, "the menus are the known ones", value=0.0, bound=0.0)


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


def _above(value: float, red: float, yellow: float) -> MonitorStatus:
    if value > red:
        return MonitorStatus.RED
    return MonitorStatus.YELLOW if value > yellow else MonitorStatus.GREEN


def _below(value: float, red: float, yellow: float) -> MonitorStatus:
    if value < red:
        return MonitorStatus.RED
    return MonitorStatus.YELLOW if value < yellow else MonitorStatus.GREEN
