"""Judgement of a share: against what is usual, where that was learned, else against a built-in bound."""

from dataclasses import dataclass
from typing import Final

from osce_scraper.monitors.bounds import Learning, ShareBounds
from osce_scraper.monitors.results import BUILT_IN
from osce_scraper.monitors.statistics import at_least, at_most, smoothed
from osce_scraper.records import MonitorStatus

#: Yellow takes a difference half as large as red.
_YELLOW_PART: Final = 0.5
#: How much less likely a fall must be by chance where it is not to nothing.
_SOME: Final = 10
#: Fewer than this may be accidents of single pages, which never hold a run back.
FEW: Final = 3


@dataclass(frozen=True, slots=True)
class Share:
    """``hits`` of ``trials``, now and in earlier runs."""

    hits: int
    trials: int
    hits_before: int = 0
    trials_before: int = 0

    @property
    def value(self) -> float:
        """The share now; 0 of nothing is 0."""
        return self.hits / self.trials if self.trials else 0.0

    @property
    def usual(self) -> float:
        """The share of earlier runs, kept off 0 and 1."""
        return smoothed(self.hits_before, self.trials_before)


@dataclass(frozen=True, slots=True)
class Judged:
    """A status with the bound that decided it, and where that comes from."""

    status: MonitorStatus
    bound: float
    origin: str
    enough: bool = True
    """Whether there was enough to judge by."""


def is_learned(share: Share, learning: Learning) -> bool:
    """Whether earlier runs say what is usual."""
    return share.trials_before >= learning.least


def too_high(share: Share, bounds: ShareBounds, learning: Learning) -> Judged:
    """Judge a share that should be small, such as that of refused pages.

    What earlier runs had is usual, however high; where they say nothing, ``bounds`` do.
    """
    if share.trials < bounds.least:
        return Judged(MonitorStatus.GREEN, bounds.red, f"not judged: fewer than {bounds.least}", False)
    if not is_learned(share, learning):
        if share.value > bounds.red and share.hits >= FEW:
            return Judged(MonitorStatus.RED, bounds.red, BUILT_IN)
        if share.value > bounds.yellow:
            return Judged(MonitorStatus.YELLOW, bounds.yellow, BUILT_IN)
        return Judged(MonitorStatus.GREEN, bounds.yellow, BUILT_IN)
    chance = at_least(share.hits, share.trials, share.usual)
    return _by_chance(share, chance, share.value - share.usual, bounds.difference, learning, share.hits)


def too_low(share: Share, least: int, difference: float, first: float | None, learning: Learning) -> Judged:
    """Judge a share that should be high, such as that of records with a date.

    ``first`` is the built-in minimum for first runs, ``None`` where there is none.
    """
    if share.trials < least:
        return Judged(MonitorStatus.GREEN, 0.0, f"not judged: fewer than {least}", False)
    if not is_learned(share, learning):
        if first is None:
            return Judged(MonitorStatus.GREEN, 0.0, "not judged: nothing to compare with yet", False)
        status = MonitorStatus.RED if share.value < first else MonitorStatus.GREEN
        return Judged(status, first, BUILT_IN)
    chance = at_most(share.hits, share.trials, share.usual)
    # What breaks, breaks for all of them; that a few still have it speaks for an accident.
    chance *= _SOME if share.hits else 1
    missing = share.trials - share.hits
    return _by_chance(share, chance, share.usual - share.value, difference, learning, missing)


def _by_chance(
    share: Share, chance: float, distance: float, difference: float, learning: Learning, cases: int
) -> Judged:
    origin = f"{share.hits_before} of {share.trials_before} in earlier runs"
    if chance < learning.certainty_red and distance >= difference and cases >= FEW:
        return Judged(MonitorStatus.RED, round(share.usual, 4), origin)
    if chance < learning.certainty_yellow and distance >= _YELLOW_PART * difference:
        return Judged(MonitorStatus.YELLOW, round(share.usual, 4), origin)
    return Judged(MonitorStatus.GREEN, round(share.usual, 4), origin)
