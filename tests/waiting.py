"""Waiting for something that another process does: as long as it takes, on however busy a machine."""

import time
from collections.abc import Callable
from typing import Any

#: Seconds after which a test is taken to hang. Nothing is measured by it: no sound test comes near.
PATIENCE = 300


def wait_until(condition: Callable[[], Any], what: str, *, pause: float = 0.01) -> Any:
    """Return what ``condition`` returns as soon as that is true; fail and say ``what`` never came."""
    give_up_at = time.monotonic() + PATIENCE
    while not (result := condition()):
        assert time.monotonic() < give_up_at, f"after {PATIENCE} s still not: {what}"
        time.sleep(pause)
    return result
