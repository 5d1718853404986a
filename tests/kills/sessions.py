"""The processes that a killed command began: none of them may outlive it."""

import os
import signal
import time
from pathlib import Path

#: Seconds in which they must have noticed.
LINGERS = 5.0


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
    deadline = time.monotonic() + LINGERS
    while (left := living(leader)) and time.monotonic() < deadline:
        time.sleep(0.02)
    for pid in left:
        os.kill(pid, signal.SIGKILL)
    assert not left, "processes outlived the command that began them"
