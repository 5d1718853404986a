"""Interleaved rounds: what is compared runs by turns, so that a busy machine slows all of it alike."""

import gc
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from statistics import median


@dataclass(frozen=True, slots=True)
class Measured:
    """Seconds of each round, and how they relate to those of the base in the same round."""

    seconds: list[float]
    ratios: list[float]

    def to_dict(self) -> dict[str, float]:
        """For the JSON file: ratios to the base, and the shortest round."""
        return {
            "ratio_min": round(min(self.ratios), 3),
            "ratio_median": round(median(self.ratios), 3),
            "ratio_max": round(max(self.ratios), 3),
            "seconds_min": round(min(self.seconds), 5),
        }


def measure(base: str, tasks: Mapping[str, Callable[[], object]], rounds: int) -> dict[str, Measured]:
    """Run every task once in each round, in turns, and relate each to ``base`` in the same round.

    Times are those of this process on the processor, without what others do meanwhile.
    """
    for task in tasks.values():
        task()
    gc.collect()
    gc.freeze()
    seconds: dict[str, list[float]] = {name: [] for name in tasks}
    for _ in range(rounds):
        for name, task in tasks.items():
            started = time.process_time()
            task()
            seconds[name].append(time.process_time() - started)
    gc.unfreeze()
    return {
        name: Measured(taken, [one / other for one, other in zip(taken, seconds[base], strict=True)])
        for name, taken in seconds.items()
    }
