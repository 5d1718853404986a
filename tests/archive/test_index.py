"""The index of an archive with files that are not what they should be: the next run goes on."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from osce_scraper.archive import ArchiveWriter, find_page
from tests.archive.conftest import HTML, NOW, page


def write(directory: Path, name: str, number: int) -> None:
    with ArchiveWriter(directory, name, NOW) as writer:
        writer.write_exchange(
            f"https://www.osce.org/node/{number}",
            status=200,
            headers=HTML,
            payload=page(number),
            fetched_at=NOW,
        )


def a_directory(path: Path) -> None:
    path.mkdir()


def a_text(path: Path) -> None:
    path.write_text("these are my notes")


def a_loop(path: Path) -> None:
    path.symlink_to(path)


def a_link_to_nothing(path: Path) -> None:
    path.symlink_to(path.with_name("gone"))


def zeros(path: Path) -> None:
    path.write_bytes(bytes(5000))


def unreadable(path: Path) -> None:
    path.write_bytes(b"x")
    path.chmod(0)


@pytest.mark.parametrize("spoil", [a_directory, a_text, a_loop, a_link_to_nothing, zeros])
def test_an_old_file_that_cannot_be_read_is_named_and_stops_nothing(
    spoil: Callable[[Path], None], tmp_path: Path
) -> None:
    write(tmp_path / "archive", "first", 1)
    spoil(tmp_path / "archive" / "20200101T000000Z-news.warc.gz")
    with ArchiveWriter(tmp_path / "archive", "second", NOW) as writer:
        assert {damage.path.name for damage in writer.damages} == {"20200101T000000Z-news.warc.gz"}
        link = writer.write_exchange(
            "https://www.osce.org/node/1", status=200, headers=HTML, payload=page(1), fetched_at=NOW
        )
        assert find_page(tmp_path, link).payload == page(1)


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_an_old_file_without_the_right_to_read_it_is_named_and_stops_nothing(tmp_path: Path) -> None:
    write(tmp_path / "archive", "first", 1)
    unreadable(tmp_path / "archive" / "20200101T000000Z-news.warc.gz")
    with ArchiveWriter(tmp_path / "archive", "second", NOW) as writer:
        (damage,) = writer.damages
        assert "20200101T000000Z-news.warc.gz" in str(damage)
