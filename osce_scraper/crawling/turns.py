"""Answers are read in the order in which they were asked for, however many are asked for at once.

So what a run does depends on the work alone, not on which answer happened to come first: a run that was
killed and gone on with writes the same log of changes as one that was not.
"""

import asyncio
from typing import Final

#: Seconds that an answer waits for those asked for before it. One that stalls, or is asked for again after a
#: fault, is then left behind, so that it does not hold up the rest until its own time is over.
PATIENCE: Final = 5.0


class Turns:
    """Numbers for requests, and the turn of each answer."""

    def __init__(self, patience: float = PATIENCE) -> None:
        self._patience = patience
        self._given = 0
        #: Numbers that are neither done nor left behind.
        self._ahead: set[int] = set()
        self._waiting: dict[int, asyncio.Future[None]] = {}

    def take(self) -> int:
        """A number; whoever takes it must say ``done`` in the end."""
        self._given += 1
        self._ahead.add(self._given)
        return self._given

    async def wait(self, number: int) -> None:
        """Return when all numbers before ``number`` are done, or have been waited for long enough."""
        while min(self._ahead, default=number) < number:
            turn = self._waiting[number] = asyncio.get_running_loop().create_future()
            try:
                await asyncio.wait_for(turn, self._patience)
            except TimeoutError:
                self._ahead = {other for other in self._ahead if other >= number or other in self._waiting}
                self._call_first()
            finally:
                del self._waiting[number]

    def done(self, number: int) -> None:
        """The work of ``number`` is over: whose turn it is now goes on."""
        self._ahead.discard(number)
        self._call_first()

    def _call_first(self) -> None:
        turn = self._waiting.get(min(self._ahead, default=0))
        if turn is not None and not turn.done():
            turn.set_result(None)
