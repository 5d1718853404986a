"""Records of a WARC file by where they stand."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final, NamedTuple

from osce_scraper.archive.errors import ArchiveError, Damage
from osce_scraper.archive.records import Report, WarcRecord, records_in

#: Files read on at the same time: captures and what their revisits refer to, of some archives.
_MOST_OPEN: Final = 8


class Position(NamedTuple):
    """Where a record stands."""

    path: Path
    offset: int
    """Of the record or of the gzip member it is in, in bytes."""
    ordinal: int
    """Number of the record among the whole ones of the file, from 0."""
    alone: bool
    """Whether reading can begin at ``offset``."""


def placed_records(path: Path, report: Report) -> Iterator[tuple[Position, WarcRecord]]:
    """The records of ``path``, each with its position. ``report`` and what is raised as of ``records_in``."""
    for ordinal, record in enumerate(records_in(path, report)):
        yield Position(path, record.offset, ordinal, record.alone), record


@dataclass(slots=True)
class _Reading:
    """A file that is read from its beginning on."""

    records: Iterator[tuple[Position, WarcRecord]]
    path: Path
    next: int = 0
    """Ordinal of the record that comes next."""


class PlacedReader:
    """Records by their positions, in any order. It keeps files open until it is closed.

    In most archives each record is a gzip member, and reading begins at it. Where many stand in one member
    (an archive compressed as a whole), they can only be reached from the file's beginning: such a file is
    read on from the record that was asked for last, so that asking in the order of the file reads it once.
    """

    def __init__(self) -> None:
        #: The one used last at the end.
        self._readings: list[_Reading] = []

    def close(self) -> None:
        """Close the files that are read on."""
        self._readings.clear()

    def record_at(self, position: Position) -> WarcRecord:
        """The record that stands at ``position``. Raises ``ArchiveError`` when it is no longer there."""
        if position.alone:
            found = next(records_in(position.path, _silent, start=position.offset), None)
        else:
            found = self._read_on(position)
        if found is None or found.offset != position.offset:
            raise ArchiveError(f"{position.path} was changed while it was read: byte {position.offset}")
        return found

    def _read_on(self, wanted: Position) -> WarcRecord | None:
        reading = self._nearest(wanted)
        for position, record in reading.records:
            reading.next = position.ordinal + 1
            if position.ordinal == wanted.ordinal:
                return record if position == wanted else None
        self._readings.remove(reading)
        return None

    def _nearest(self, wanted: Position) -> _Reading:
        """The reading of the file that is nearest before ``wanted``, or one from its beginning."""
        before = [each for each in self._readings if each.path == wanted.path and each.next <= wanted.ordinal]
        if before:
            nearest = max(before, key=lambda each: each.next)
            self._readings.remove(nearest)
        else:
            nearest = _Reading(placed_records(wanted.path, _silent), wanted.path)
            del self._readings[: 1 - _MOST_OPEN]
        self._readings.append(nearest)
        return nearest


def _silent(_damage: Damage) -> None:
    """Nobody is told again: the damages of a file were told when its positions were found."""
