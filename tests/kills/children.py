"""Work in a child process that is killed without warning."""

import os
import signal
import sys
import time
from collections.abc import Callable
from contextlib import suppress

from tests.waiting import wait_until


class Child:
    """``work`` in a forked process. It is given a function that tells bytes to the parent."""

    def __init__(self, work: Callable[[Callable[[bytes], None]], None]) -> None:
        self._reading, writing = os.pipe()
        self.pid = os.fork()
        if self.pid == 0:
            try:
                os.close(self._reading)
                signal.signal(signal.SIGTERM, signal.SIG_DFL)
                sys.stdout = sys.stderr = open(os.devnull, "w")  # noqa: SIM115 - until the process ends
                work(lambda data: _write(writing, data))
                os._exit(0)
            finally:
                # A child that failed must not go on as a second pytest.
                os._exit(1)
        os.close(writing)

    def told(self) -> bytes:
        """Wait for something that the child tells; empty when it has ended."""
        return os.read(self._reading, 65536)

    def ended(self) -> bool:
        """Whether the child has ended already; it stays to be waited for."""
        return os.waitid(os.P_PID, self.pid, os.WEXITED | os.WNOHANG | os.WNOWAIT) is not None

    def kill(self, sent: signal.Signals, after: float = 0.0) -> bool:
        """Kill the child ``after`` so many seconds; False when it was done before.

        A child that ended with an error, or of another signal, fails the test.
        """
        ends = time.monotonic() + after
        while (left := ends - time.monotonic()) > 0 and not self.ended():
            time.sleep(min(left, 0.001))
        with suppress(ProcessLookupError):
            os.kill(self.pid, sent)
        return self.wait() == -sent

    def wait(self) -> int:
        """Wait for the end; 0 or minus the number of a signal. What it still had to tell can be read yet."""
        wait_until(self.ended, "the end of the child", pause=0.001)
        code = os.waitstatus_to_exitcode(os.waitpid(self.pid, 0)[1])
        assert code in (0, -signal.SIGKILL, -signal.SIGTERM), f"the child failed by itself: {code}"
        return code

    def rest(self) -> bytes:
        """All that the child told and nobody read; it can be asked once, after the end."""
        rest = b"".join(iter(self.told, b""))
        os.close(self._reading)
        return rest


def done(work: Callable[[], None]) -> float:
    """Do ``work`` in a child, to its end; how long it took, in seconds."""
    began = time.monotonic()
    child = Child(lambda tell: work())
    assert child.wait() == 0
    child.rest()
    return time.monotonic() - began


def killed(work: Callable[[], None], sent: signal.Signals, after: float) -> bool:
    """Do ``work`` in a child and kill it ``after`` so many seconds; False when it was done before."""
    child = Child(lambda tell: work())
    try:
        return child.kill(sent, after)
    finally:
        child.rest()


def _write(descriptor: int, data: bytes) -> None:
    os.write(descriptor, data)
