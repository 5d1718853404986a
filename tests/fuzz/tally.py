"""What is kept of a target's runs: the number of inputs, the seconds, and every find; runs add up."""

import json
import mmap
import struct
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.fuzz.watch import ROOT, Find

#: Where all of it lies; kept out of git.
HOME = ROOT / ".fuzz"
_NUMBER = struct.Struct("<Q")


class Counter:
    """A number in a file, counted up in memory: it outlives a process that is killed."""

    def __init__(self, file: Path) -> None:
        file.parent.mkdir(parents=True, exist_ok=True)
        if not file.exists() or file.stat().st_size != _NUMBER.size:
            file.write_bytes(_NUMBER.pack(0))
        with file.open("r+b") as opened:
            self._memory = mmap.mmap(opened.fileno(), _NUMBER.size)

    @property
    def value(self) -> int:
        """How many were counted so far, by all runs."""
        return int(_NUMBER.unpack_from(self._memory)[0])

    def add(self, more: int = 1) -> int:
        """Count ``more``; the new value."""
        value = self.value + more
        _NUMBER.pack_into(self._memory, 0, value)
        return value


@dataclass(frozen=True, slots=True)
class Tally:
    """The files of one target."""

    target: str

    @property
    def directory(self) -> Path:
        """Everything of the target."""
        return HOME / self.target

    @property
    def inputs(self) -> Counter:
        """Inputs tried."""
        return Counter(self.directory / "inputs")

    @property
    def milliseconds(self) -> Counter:
        """Time spent, from the begin of each run to its end."""
        return Counter(self.directory / "milliseconds")

    @property
    def corpus(self) -> Path:
        """Inputs that reached something new."""
        return self._made("corpus")

    @property
    def finds(self) -> Path:
        """A file with the input and one with the traceback for each find."""
        return self._made("finds")

    def keep(self, find: Find) -> None:
        """Keep a find; of one place the shortest input."""
        file = self.finds / f"{find.name}.input"
        if file.exists() and file.stat().st_size <= len(find.data):
            return
        file.write_bytes(find.data)
        facts = {"place": find.place, "told": find.told, "target": self.target}
        (self.finds / f"{find.name}.json").write_text(json.dumps(facts, indent=1), "utf-8")

    def found(self) -> list[dict[str, Any]]:
        """The finds kept so far, and the artifacts of inputs that ended the process."""
        known = [json.loads(file.read_text("utf-8")) for file in sorted(self.finds.glob("*.json"))]
        ended = sorted(file.name for file in self.finds.glob("*-*") if file.suffix == "")
        return known + [
            {"place": f"the process ended: {name}", "told": "", "target": self.target} for name in ended
        ]

    def _made(self, name: str) -> Path:
        path = self.directory / name
        path.mkdir(parents=True, exist_ok=True)
        return path
