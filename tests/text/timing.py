"""How long a call takes, for tests that compare lengths: never a single reading."""

import time
from collections.abc import Callable

#: A collection of garbage or another process can fall into one reading, hardly into each of three.
READINGS = 3


def best_seconds(call: Callable[[], object]) -> float:
    """The shortest of three readings of ``call``, in seconds of this process's own time."""
    best = float("inf")
    for _ in range(READINGS):
        started = time.process_time()
        call()
        best = min(best, time.process_time() - started)
    return best
