"""Records by their positions: from each form of file, in any order, no file read over and over."""

import random
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest

from osce_scraper.archive import ArchiveError, WarcRecord, positions, records_in
from osce_scraper.archive.positions import PlacedReader, Position, placed_records
from tests.archive.conftest import write_pages

FORMS = ["as written", "plain", "one member"]


@pytest.fixture(params=FORMS)
def path(request: pytest.FixtureRequest, archive: Path, repacked: Callable[[Path, str], Path]) -> Path:
    """A file of 20 pages in each form."""
    written = write_pages(archive, 20)[0]
    return written if request.param == "as written" else repacked(written, request.param)


def positions_of(path: Path) -> list[tuple[Position, str]]:
    """Where each record stands, and its id."""
    return [(position, record.record_id) for position, record in placed_records(path, _never)]


def _never(damage: object) -> None:
    raise AssertionError(damage)


@pytest.mark.parametrize("order", ["forward", "backward", "mixed"])
def test_every_record_is_found_in_any_order(path: Path, order: str) -> None:
    known = positions_of(path)
    assert len(known) > 20
    if order == "backward":
        known.reverse()
    elif order == "mixed":
        random.Random(5).shuffle(known)
    with closing(PlacedReader()) as placed:
        for position, record_id in known:
            assert placed.record_at(position).record_id == record_id


def test_two_walks_through_a_file_at_once_begin_it_twice(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    begun: list[Path] = []

    def counted(path: Path, report: object, *, start: int = 0) -> Iterator[WarcRecord]:
        if not start:
            begun.append(path)
        return records_in(path, _never, start=start)

    # The first begins its file, so that reading may always begin at it.
    known = [position for position, _ in positions_of(path)][1:]
    monkeypatch.setattr(positions, "records_in", counted)
    with closing(PlacedReader()) as placed:
        # Captures in turn, and what their revisits refer to: the same records, ten behind.
        for at, position in enumerate(known):
            placed.record_at(position)
            if at >= 10:
                placed.record_at(known[at - 10])
    assert len(begun) <= 2


def test_many_files_are_not_kept_open(archive: Path, repacked: Callable[[Path, str], Path]) -> None:
    open_files = Path("/proc/self/fd")
    paths = [repacked(write_pages(archive, 2, run=f"run{n}")[0], "one member") for n in range(30)]
    before = len(list(open_files.iterdir()))
    with closing(PlacedReader()) as placed:
        for path in paths:
            placed.record_at(positions_of(path)[1][0])
        assert len(list(open_files.iterdir())) - before <= 8
    assert len(list(open_files.iterdir())) == before


def test_a_file_that_was_changed_is_named(archive: Path, repacked: Callable[[Path, str], Path]) -> None:
    path = repacked(write_pages(archive, 5)[0], "one member")
    known = [position for position, _ in positions_of(path)]
    path.write_bytes(repacked(write_pages(archive, 1, run="short")[0], "one member").read_bytes())
    with closing(PlacedReader()) as placed, pytest.raises(ArchiveError, match=f"{path.name} was changed"):
        placed.record_at(known[-1])
