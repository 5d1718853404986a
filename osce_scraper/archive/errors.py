"""What can go wrong with an archive, in words that say what to do."""

from pathlib import Path
from typing import NamedTuple


class ArchiveError(Exception):
    """The archive cannot be written or read; the message says why and what to try."""


class NotAWarc(ArchiveError):  # noqa: N818 - it says what the file is
    """The file is no WARC; the message says what it looks like."""


class Damage(NamedTuple):
    """A place in a WARC file where no whole record could be read."""

    path: Path
    offset: int
    """Offset in the file, in bytes, where the damaged record begins."""
    problem: str

    def __str__(self) -> str:
        return f"{self.path}, byte {self.offset}: {self.problem}"
