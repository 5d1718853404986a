"""The processes that a killed command began: none of them may outlive it."""

import os
import signal
from pathlib import Path

from tests.waiting import wait_until


def living(leader: int) -> set[int]:
    """The living processes of the session that process ``leader`` began."""
    found = set()
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            state, _, _, leads = stat.read_text("ascii", "replace").rpartition(")")[2].split()[:4]
        except OSError:
            continue
        if int(leads) == leader and state != "Z":
            found.add(int(stat.parent.name))
    return found


def check_none_left(leader: int) -> None:
    """Fail when a process of the session of ``leader``, which has ended, goes on."""
    try:
        wait_until(lambda: not living(leader), "the end of all processes that the command began")
    finally:
        for pid in living(leader):
            os.kill(pid, signal.SIGKILL)
