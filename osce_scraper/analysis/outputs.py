"""The files of an export: written beside, renamed when all are whole; nothing foreign is written over.

What an export wrote is noted, with its SHA-256, in ``.osce-export.json`` beside it. A file that is not noted
there, or that somebody changed since, is not ours to replace.
"""

import json
import os
from collections.abc import Sequence
from dataclasses import dataclass, field
from hashlib import file_digest
from pathlib import Path
from typing import Final

from osce_scraper.analysis.errors import AnalysisError

NOTE: Final = ".osce-export.json"
_PART: Final = ".part"


@dataclass(slots=True)
class Outputs:
    """The files below ``directory`` that one export writes.

    Raises ``AnalysisError`` for what it may not write.
    """

    directory: Path
    overwrite: bool = False
    spared: frozenset[Path] = frozenset()
    """Files (resolved) that are never written over, whatever ``overwrite`` says: those that are read."""
    _parts: dict[str, Path] = field(default_factory=dict)
    _made: list[Path] = field(default_factory=list)
    _noted: dict[str, list[str]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if self.directory.exists() and not self.directory.is_dir():
            raise AnalysisError(f"--out {self.directory} is a file, and a directory is needed: name another")
        self._noted = _noted_in(self.directory)

    def part(self, name: str) -> Path:
        """Where to write the file ``name`` (relative to the directory) until all is whole."""
        target = self.directory / name
        if target.is_dir():
            raise AnalysisError(
                f"{target} is a directory, and a file is to be written there: name another --out"
            )
        if target.resolve() in self.spared:
            raise AnalysisError(f"{target} is where the data comes from: name another place with --out")
        if target.exists() and not self.overwrite and not self._is_ours(name):
            why = (
                "was changed since an export wrote it"
                if name in self._noted
                else "was not written by an export"
            )
            raise AnalysisError(
                f"{target} {why}: name another place with --out, or replace it with --overwrite"
            )
        try:
            self._make(target.parent)
        except OSError as error:
            raise AnalysisError(
                f"{target.parent} cannot be made ({error.strerror}): name another place with --out"
            ) from error
        part = target.with_name(f".{target.name}{_PART}")
        # What an export that was killed left behind, DuckDB's log too, which it would read.
        part.unlink(missing_ok=True)
        part.with_name(f"{part.name}.wal").unlink(missing_ok=True)
        self._parts[name] = part
        return part

    def finish(self, stale: Sequence[tuple[str, str]] = ()) -> list[Path]:
        """Rename every part into place. What an earlier export left under a name of ``stale`` (beginning and
        ending), and this one did not write, is removed. Returns the files written.
        """
        digests = {name: _digest(part) for name, part in self._parts.items()}
        old = [
            name
            for name in self._noted
            if name not in digests
            and any(name.startswith(start) and name.endswith(end) for start, end in stale)
            and self._is_ours(name)
        ]
        # Noted before the renaming, the old digest with the new one: whoever is killed between may go on.
        for name, digest in digests.items():
            self._noted[name] = [digest, *self._noted.get(name, [])[:1]]
        self._note()
        for name, part in self._parts.items():
            os.replace(part, self.directory / name)
        for name in old:
            (self.directory / name).unlink(missing_ok=True)
            self._noted.pop(name)
        if old:
            self._note()
        return [self.directory / name for name in self._parts]

    def abandon(self) -> None:
        """Remove what was written and made for files that did not come to be."""
        for part in self._parts.values():
            part.unlink(missing_ok=True)
        for directory in reversed(self._made):
            if not any(directory.iterdir()):
                directory.rmdir()

    def _make(self, directory: Path) -> None:
        """Make a directory and those above it, and remember which were not there."""
        missing = [place for place in (directory, *directory.parents) if not place.exists()]
        directory.mkdir(parents=True, exist_ok=True)
        self._made.extend(reversed(missing))

    def _is_ours(self, name: str) -> bool:
        path = self.directory / name
        return name in self._noted and path.is_file() and _digest(path) in self._noted[name]

    def _note(self) -> None:
        part = self.directory / f"{NOTE}{_PART}"
        part.write_text(
            json.dumps(
                {"about": "Files that osce export wrote here, with their SHA-256", "files": self._noted},
                indent=1,
            ),
            encoding="utf-8",
        )
        os.replace(part, self.directory / NOTE)


def _noted_in(directory: Path) -> dict[str, list[str]]:
    try:
        note = json.loads((directory / NOTE).read_text(encoding="utf-8"))
        return {str(name): [str(digest) for digest in digests] for name, digests in note["files"].items()}
    except FileNotFoundError:
        return {}
    except (ValueError, KeyError, TypeError, AttributeError):
        # A note that nobody can read vouches for nothing.
        return {}


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return file_digest(file, "sha256").hexdigest()
