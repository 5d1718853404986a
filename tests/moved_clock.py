"""An event loop whose clock is moved by the waits themselves: hours pass at once, and to the second."""

import asyncio
import selectors
from collections.abc import Coroutine
from typing import Any


class _NobodyWaits(selectors.SelectSelector):
    """A selector that moves the clock on where another one would wait."""

    def __init__(self) -> None:
        super().__init__()
        self.now = 0.0

    def select(self, timeout: float | None = None) -> list[tuple[selectors.SelectorKey, int]]:
        if timeout:
            self.now += timeout
        # Without a timeout only another thread can wake the loop: that is waited for.
        return super().select(None if timeout is None else 0)


class MovedClock(asyncio.SelectorEventLoop):
    """An event loop that never waits for a time to come; for code that asks no socket."""

    def __init__(self) -> None:
        self._clock = _NobodyWaits()
        super().__init__(self._clock)

    def time(self) -> float:
        """Seconds since the loop was made, by its own clock."""
        return self._clock.now


def run(work: Coroutine[Any, Any, Any]) -> float:
    """Run ``work`` to its end; return the seconds that it waited, by the clock that its waits moved."""
    with asyncio.Runner(loop_factory=MovedClock) as runner:
        runner.run(work)
        return runner.get_loop().time()
