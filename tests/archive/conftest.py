"""Archives to read: written by our writer, and as other archivists write theirs."""

import datetime as dt
import gzip
from collections.abc import Callable
from pathlib import Path

import pytest

from osce_scraper.archive import ArchiveWriter
from osce_scraper.records import ArchiveLink

NOW = dt.datetime(2026, 11, 23, 9, 30, 15, 123456, tzinfo=dt.UTC)
HTML = ((b"Content-Type", b"text/html; charset=utf-8"), (b"ETag", b'"v1"'))


def page(number: int) -> bytes:
    """A page of some kilobytes that no other number gives."""
    paragraphs = "".join(f"<p>Paragraph {i} of page {number}: police officers met.</p>" for i in range(40))
    return f"<!doctype html><html><body><h1>Page {number}</h1>{paragraphs}</body></html>".encode()


def write_pages(
    directory: Path, count: int, *, run: str = "news", now: dt.datetime = NOW, first: int = 0
) -> tuple[Path, list[ArchiveLink]]:
    """A WARC file of ``count`` pages, one second apart, and their links."""
    with ArchiveWriter(directory, run, now) as writer:
        links = [
            writer.write_exchange(
                f"https://www.osce.org/node/{number}",
                status=200,
                headers=HTML,
                payload=page(number),
                fetched_at=now + dt.timedelta(seconds=number),
                request_headers=((b"User-Agent", b"osce-scraper"),),
            )
            for number in range(first, first + count)
        ]
        return writer.path, links


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    """An empty archive directory inside a data directory."""
    return tmp_path / "data" / "archive"


@pytest.fixture
def repacked() -> Callable[[Path, str], Path]:
    """Writes a per-record gzip file anew: ``plain`` without gzip, or ``one member`` around all records."""

    def repack(path: Path, form: str) -> Path:
        plain = gzip.decompress(path.read_bytes())
        if form == "plain":
            target = path.with_name(path.name.removesuffix(".gz"))
            target.write_bytes(plain)
        else:
            target = path.with_name(f"one-{path.name}")
            target.write_bytes(gzip.compress(plain, 1))
        return target

    return repack
