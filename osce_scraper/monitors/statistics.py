"""How surprising a number is. Pure arithmetic, without any knowledge of harvests."""

import math
from collections.abc import Sequence
from statistics import median

#: Above this many trials the binomial tail is taken from the normal distribution.
_MANY = 2_000


def at_most(hits: int, trials: int, share: float) -> float:
    """Probability of ``hits`` or fewer among ``trials`` when each is one with probability ``share``."""
    if hits >= trials:
        return 1.0
    if hits < 0 or share >= 1:
        return 0.0
    if share <= 0:
        return 1.0
    if trials > _MANY:
        deviation = math.sqrt(trials * share * (1 - share))
        return 0.5 * math.erfc((trials * share - hits - 0.5) / deviation / math.sqrt(2))
    whole = math.lgamma(trials + 1)
    total = 0.0
    for number in range(hits + 1):
        log = whole - math.lgamma(number + 1) - math.lgamma(trials - number + 1)
        total += math.exp(log + number * math.log(share) + (trials - number) * math.log1p(-share))
    return min(total, 1.0)


def at_least(hits: int, trials: int, share: float) -> float:
    """Probability of ``hits`` or more among ``trials``."""
    return at_most(trials - hits, trials, 1 - share)


def smoothed(hits: int, trials: int) -> float:
    """A share that was seen, kept off 0 and 1: what never happened in twenty trials may yet happen."""
    return (hits + 0.5) / (trials + 1)


def usual(numbers: Sequence[float]) -> tuple[float, float]:
    """The median of ``numbers`` and their spread: the median distance from it, scaled to a deviation."""
    middle = median(numbers)
    return middle, 1.4826 * median(abs(number - middle) for number in numbers)
