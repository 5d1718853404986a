"""Monitors of the records that a run read: which fields they have, what gave them, what they hold."""

from collections import Counter
from collections.abc import Mapping
from typing import Final

from osce_scraper.monitors.bounds import Bounds
from osce_scraper.monitors.facts import RunFacts
from osce_scraper.monitors.results import RANK, per_cent, result
from osce_scraper.monitors.shares import Judged, Share, is_learned, too_high, too_low
from osce_scraper.records import (
    MonitorResult,
    MonitorStatus,
)  #: The strategy that dates an item of whose date its page says nothing.

_UNDATED: Final = ("issued_on", "teaser")


def layouts(facts: RunFacts, bounds: Bounds) -> MonitorResult:
    """Share of pages that no known layout fits."""

    def share_of(counts: Mapping[str, int]) -> tuple[int, int]:
        read = _total(counts, "layout/")
        return counts.get("layout/unknown", 0), read

    share = Share(*share_of(facts.counts), *share_of(facts.totals))
    judged = too_high(share, bounds.layouts, bounds.learning)
    return result(
        "layouts",
        judged.status,
        f"{share.hits} of {share.trials} pages fit no known layout",
        value=share.value if judged.enough else None,
        bound=judged.bound if judged.enough else None,
        origin=judged.origin,
        look_at="open one of them: if the site has a new layout, add a module for it (docs/contributing.md)",
    )


def strategies(facts: RunFacts, bounds: Bounds) -> MonitorResult:
    """Shares of the strategies that gave each field: a fallback that takes over is drift.

    Red only where the pages themselves no longer say when they were issued.
    """
    now, before = _strategies(facts.counts), _strategies(facts.totals)
    changed = []
    judged = False
    for field, strategies_now in now.items():
        trials, trials_before = strategies_now.total(), before[field].total() if field in before else 0
        if trials < bounds.strategies.least or trials_before < bounds.learning.least:
            continue
        judged = True
        for strategy in strategies_now | before[field]:
            share = Share(strategies_now[strategy], trials, before[field][strategy], trials_before)
            rise = share.value - share.usual
            if abs(rise) >= bounds.strategies.difference:
                changed.append(
                    (
                        (field, strategy) == _UNDATED and rise >= bounds.strategies.red,
                        f"{field} by {strategy}: {per_cent(share.value)}, usually {per_cent(share.usual)}",
                    )
                )
    if not changed:
        return result(
            "strategies",
            MonitorStatus.GREEN,
            "fields come from where they usually do" if judged else "too few records to judge by",
            value=0.0 if judged else None,
        )
    changed.sort(reverse=True)
    return result(
        "strategies",
        MonitorStatus.RED if changed[0][0] else MonitorStatus.YELLOW,
        "; ".join(words for _, words in changed[:3]),
        value=float(len(changed)),
        bound=0.0,
        origin=f"{len(facts.earlier)} earlier runs",
        look_at="a fallback took over or a layout grew: open a page with osce extract URL --explain",
    )


def _strategies(counts: Mapping[str, int]) -> dict[str, Counter[str]]:
    fields: dict[str, Counter[str]] = {}
    for name, number in counts.items():
        if name.startswith("field/"):
            _, field, strategy = name.split("/", 2)
            fields.setdefault(field, Counter())[strategy] += number
    return fields


def quarantine(facts: RunFacts, bounds: Bounds) -> MonitorResult:
    """Share of pages that were refused."""

    def share_of(counts: Mapping[str, int]) -> tuple[int, int]:
        # That a page which was refused is refused again is no news.
        refused = counts.get("quarantined", 0) - counts.get("again/quarantined", 0)
        return refused, refused + _records(counts)

    share = Share(*share_of(facts.counts), *share_of(facts.totals))
    judged = too_high(share, bounds.quarantine, bounds.learning)
    return result(
        "quarantine",
        judged.status,
        f"{share.hits} of {share.trials} pages were refused",
        value=share.value if judged.enough else None,
        bound=judged.bound if judged.enough else None,
        origin=judged.origin,
        look_at="osce quarantine list; after a fix: osce quarantine retry --all",
    )


def duplicates(facts: RunFacts, bounds: Bounds) -> MonitorResult:
    """Share of records whose title and text another record of the run has too."""

    def share_of(counts: Mapping[str, int]) -> tuple[int, int]:
        return counts.get("duplicates", 0), _records(counts)

    share = Share(*share_of(facts.counts), *share_of(facts.totals))
    judged = too_high(share, bounds.duplicates, bounds.learning)
    return result(
        "duplicates",
        judged.status,
        f"{share.hits} of {share.trials} records say what another one of this run says",
        value=share.value if judged.enough else None,
        bound=judged.bound if judged.enough else None,
        origin=judged.origin,
        look_at="does the site answer every address with the same page? Compare two of the newest items",
    )


def participants(facts: RunFacts, bounds: Bounds) -> MonitorResult:
    """Share of records with counts of people, among those whose text plainly names such counts."""

    def share_of(counts: Mapping[str, int]) -> tuple[int, int]:
        return counts.get("people_found", 0), counts.get("people_named", 0)

    limits = bounds.participants
    near, before_pool = facts.pooled(bounds.learning.pool)
    worst: tuple[Judged, Share] | None = None
    looks = [(facts.counts, facts.totals)]
    if facts.counts.get("people_named"):
        looks.append((near, before_pool))
    for now, before in looks:
        share = Share(*share_of(now), *share_of(before))
        judged = too_low(share, limits.least, limits.difference, limits.red, bounds.learning)
        if worst is None or RANK[judged.status] > RANK[worst[0].status]:
            worst = judged, share
    assert worst is not None
    judged, share = worst
    if judged.status is MonitorStatus.GREEN and facts.counts.get("people_named", 0):
        usual = _range_of_participants(facts, bounds)
        if usual is not None:
            return usual
    return result(
        "participants",
        judged.status,
        f"{share.hits} of {share.trials} texts that name a number of people gave a count",
        value=share.value if judged.enough else None,
        bound=judged.bound if judged.enough else None,
        origin=judged.origin,
        look_at="read one of them with osce extract URL --explain; then osce evaluate --errors",
    )


def _range_of_participants(facts: RunFacts, bounds: Bounds) -> MonitorResult | None:
    """A yellow result where the share of records with counts is far from the usual one."""
    share = Share(
        _total(facts.counts, "filled/participants/"),
        _records(facts.counts),
        _total(facts.totals, "filled/participants/"),
        _records(facts.totals),
    )
    few = share.trials < bounds.learning.least or not is_learned(share, bounds.learning)
    if few or abs(share.value - share.usual) < bounds.participants.range:
        return None
    return result(
        "participants",
        MonitorStatus.YELLOW,
        f"{per_cent(share.value)} of the records have counts of people, usually {per_cent(share.usual)}",
        value=share.value,
        bound=share.usual,
        origin=f"{share.hits_before} of {share.trials_before} in earlier runs",
        look_at="are these items of another kind than usual?",
    )


def unknown_names(facts: RunFacts, bounds: Bounds) -> MonitorResult:
    """Share of records with an office, field of work or State that the vocabulary lacks."""

    def share_of(counts: Mapping[str, int]) -> tuple[int, int]:
        return counts.get("unknown_named", 0), _records(counts)

    share = Share(*share_of(facts.counts), *share_of(facts.totals))
    judged = too_high(share, bounds.unknown_names, bounds.learning)
    return result(
        "unknown_names",
        judged.status,
        f"{share.hits} of {share.trials} records name what the vocabulary does not know",
        value=share.value if judged.enough else None,
        bound=judged.bound if judged.enough else None,
        origin=judged.origin,
        look_at="osce status --unknown lists the names, ready to paste into the vocabulary",
    )


def _records(counts: Mapping[str, int]) -> int:
    """Records read."""
    return _total(counts, "read/")


def _total(counts: Mapping[str, int], prefix: str) -> int:
    return sum(number for name, number in counts.items() if name.startswith(prefix))
