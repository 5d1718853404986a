"""How surprising a number is. Pure arithmetic, without any knowledge of harvests."""

import math
from collections.abc import Sequence
from statistics import median
from typing import Final

#: Above this many trials a tail is taken from the normal distribution.
_MANY: Final = 2_000
#: Trials of earlier nights from which a share counts as learned.
LEARNED: Final = 20


def at_least(hits: int, trials: int, share: float) -> float:
    """Probability of ``hits`` or more among ``trials`` when each is one with probability ``share``."""
    if hits <= 0:
        return 1.0
    if share <= 0 or hits > trials:
        return 0.0
    if share >= 1:
        return 1.0
    if trials > _MANY:
        return _normal_tail(hits, trials * share, trials * share * (1 - share))
    whole = math.lgamma(trials + 1)
    total = 0.0
    for number in range(hits, trials + 1):
        log = whole - math.lgamma(number + 1) - math.lgamma(trials - number + 1)
        total += math.exp(log + number * math.log(share) + (trials - number) * math.log1p(-share))
    return min(total, 1.0)


def predicted_at_least(hits: int, trials: int, hits_before: int, trials_before: int) -> float:
    """Probability of ``hits`` or more among ``trials``, after ``hits_before`` among ``trials_before``.

    The share itself is not known: it is any that is likely after what was seen (beta-binomial distribution
    with the prior of Jeffreys).
    """
    if hits <= 0:
        return 1.0
    if hits > trials:
        return 0.0
    a, b = hits_before + 0.5, trials_before - hits_before + 0.5
    if trials > _MANY:
        mean = trials * a / (a + b)
        return _normal_tail(hits, mean, mean * b / (a + b) * (a + b + trials) / (a + b + 1))
    whole = math.lgamma(trials + 1) - _log_beta(a, b)
    total = 0.0
    for number in range(hits, trials + 1):
        log = whole - math.lgamma(number + 1) - math.lgamma(trials - number + 1)
        total += math.exp(log + _log_beta(number + a, trials - number + b))
    return min(total, 1.0)


def chance_of(hits: int, trials: int, hits_before: int, trials_before: int, usual: float) -> float:
    """How likely ``hits`` or more among ``trials`` are on an ordinary night.

    Ordinary is what earlier nights had, if they say enough, but never less than ``usual``: the larger of
    both probabilities.
    """
    chance = at_least(hits, trials, usual)
    if trials_before >= LEARNED:
        chance = max(chance, predicted_at_least(hits, trials, hits_before, trials_before))
    return chance


def typical(numbers: Sequence[float]) -> tuple[float, float]:
    """The median of ``numbers`` and their spread: the median distance from it, scaled to a deviation."""
    middle = median(numbers)
    return middle, 1.4826 * median(abs(number - middle) for number in numbers)


def _log_beta(a: float, b: float) -> float:
    return math.lgamma(a) + math.lgamma(b) - math.lgamma(a + b)


def _normal_tail(hits: int, mean: float, variance: float) -> float:
    return 0.5 * math.erfc((hits - 0.5 - mean) / math.sqrt(max(variance, 1e-12)) / math.sqrt(2))
