"""Doing something in a child process that is killed without warning."""

import multiprocessing
import os
import random
import signal
import sys
import time
from collections.abc import Callable


def chance_of_today() -> random.Random:
    """A source of chance whose seed is printed; ``OSCE_TEST_SEED`` repeats an earlier one."""
    seed = int(os.environ.get("OSCE_TEST_SEED") or random.randrange(1 << 32))
    print(f"OSCE_TEST_SEED={seed}")
    return random.Random(seed)


def killed(work: Callable[[], None], after: float) -> bool:
    """Do ``work`` in a forked child and kill it (SIGKILL) after so many seconds; False when it was done.

    A child that ends with an error fails the test.
    """
    process = multiprocessing.get_context("fork").Process(target=_quietly, args=(work,))
    process.start()
    process.join(after)
    if process.exitcode is None:
        assert process.pid is not None
        os.kill(process.pid, signal.SIGKILL)
        process.join()
    assert process.exitcode in (0, -signal.SIGKILL)
    return process.exitcode != 0


def seconds_of(work: Callable[[], None]) -> float:
    """How long ``work`` takes in a forked child, in seconds."""
    began = time.monotonic()
    assert not killed(work, 600)
    return time.monotonic() - began


def _quietly(work: Callable[[], None]) -> None:
    sys.stdout = sys.stderr = open(os.devnull, "w")  # noqa: SIM115 - until the process ends
    work()
