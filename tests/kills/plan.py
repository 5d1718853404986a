"""What a test of kills is to do: how many, by which signals, and the chance that says when.

``OSCE_TEST_KILLS`` is the number of all kills together (25), ``OSCE_TEST_SEED`` repeats a plan: the same
signals after the same requests, records and seconds, as near as a machine keeps time.
"""

import os
import random
import signal
from collections import Counter
from typing import Final, Literal

Kind = Literal["crawl", "store", "publish", "archive", "reextract", "migration", "accept"]
KINDS: Final[tuple[Kind, ...]] = (
    "crawl", "store", "publish", "archive", "reextract", "migration", "accept",
)  # fmt: skip
#: A store of each is killed half of the times.
DATABASES: Final = ("sqlite", "postgresql")
ALL: Final = int(os.environ.get("OSCE_TEST_KILLS") or "25")


def seed() -> int:
    """The seed of all plans of this run; ``tests/kills/summary.py`` draws one where none is given."""
    return int(os.environ["OSCE_TEST_SEED"])


def share(kind: Kind, part: int = 0, parts: int = 1) -> int:
    """The kills of ``kind`` out of all, or of one of its parts; those of all kinds and parts make up all."""
    return _portion(_portion(ALL, KINDS.index(kind), len(KINDS)), part, parts)


def _portion(whole: int, part: int, parts: int) -> int:
    return whole // parts + (part < whole % parts)


class Plan:
    """The kills that a test is to make. ``kind`` and ``part`` seed its chance, so that it repeats alone."""

    def __init__(self, kind: Kind, part: str = "", number: int | None = None) -> None:
        self.name = f"{kind} ({part})" if part else kind
        self.number = share(kind) if number is None else number
        self.chance = random.Random(f"{seed()} {self.name}")
        self.made: Counter[str] = Counter()
        #: What was done so far, for the summary.
        self.record: dict[str, object] = {"name": self.name, "kills": {}}

    @property
    def left(self) -> int:
        """How many kills are still to be made."""
        return self.number - self.made.total()

    def next_signal(self) -> signal.Signals:
        """The signal of the next kill."""
        return self.chance.choice((signal.SIGKILL, signal.SIGTERM))

    def note(self, sent: signal.Signals) -> None:
        """Count a kill that met a process at work."""
        self.made[sent.name] += 1
        self.record["kills"] = dict(self.made)
