"""WARC records one by one: from any WARC 0.17 to 1.1, gzip or not, with every cut and damage reported.

A record is given only when it is whole: its length is what its header says, its end is there, gzip's check
sum fits, and so do the digests it carries. After damage reading goes on at the next record that can be found.
"""

import datetime as dt
import re
import zlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Final

from osce_scraper.archive import digest
from osce_scraper.archive.errors import ArchiveError, Damage, NotAWarc
from osce_scraper.archive.stream import BrokenStream, WarcStream

#: What is told of damage: called once for each damaged place.
Report = Callable[[Damage], None]

#: A record with a larger block is passed over and reported: no page is this large.
MAX_BLOCK: Final = 256 << 20
_MAX_HEADER: Final = 1 << 20
#: No length has more.
_DIGITS: Final = 19
_END: Final = b"\r\n\r\n"
_VERSION: Final = re.compile(rb"WARC/\d+\.\d+\s*")
_PLAIN_START: Final = b"\nWARC/1."
_GZIP_START: Final = b"\x1f\x8b\x08"
_SEARCHED: Final = 1 << 20
#: Endings that make a file a WARC by its name, so that a cut in its first bytes is damage, not a wrong file.
_NAMES: Final = (".warc", ".warc.gz", ".wet", ".wet.gz", ".wat", ".wat.gz")
#: What other files begin with, for the message when a file is no WARC.
_LOOKS_LIKE: Final = (
    (b"\x28\xb5\x2f\xfd", "a zstd file: decompress it first"),
    (b"PK\x03\x04", "a ZIP file: unpack it first"),
    (b"%PDF", "a PDF"),
    (b"filedesc://", "an ARC file, the format before WARC: convert it with 'warcio recompress'"),
    (b"SQLite format 3", "an SQLite file"),
    (b"{", "JSON"),
    (b"<", "HTML or XML"),
)


@dataclass(frozen=True, slots=True)
class WarcRecord:
    """One whole record of a WARC file."""

    path: Path
    offset: int
    """Offset in the file, in bytes, where the record or its gzip member begins."""
    end: int
    """Offset in the file behind the record; exact when it stands alone."""
    alone: bool
    """Whether reading can begin at ``offset`` (False for a record inside one large gzip member)."""
    fields: Mapping[str, str]
    """Header fields; the names in lower case. Of a repeated field the first."""
    block: bytes

    @property
    def type(self) -> str:
        """``response``, ``revisit``, ``warcinfo`` and so on."""
        return self.fields.get("warc-type", "")

    @property
    def record_id(self) -> str:
        """The record's identity, with its angle brackets; empty when the file gives none."""
        return self.fields.get("warc-record-id", "")

    @property
    def url(self) -> str:
        """The target address (some tools put it in angle brackets); empty when there is none."""
        return self.fields.get("warc-target-uri", "").strip("<>")

    @property
    def date(self) -> dt.datetime | None:
        """When the capture was made, in UTC; ``None`` when the file does not say it readably."""
        return parse_date(self.fields.get("warc-date", ""))


def parse_date(text: str) -> dt.datetime | None:
    """The moment that a WARC date (``2026-11-23T23:10:20.123456Z``) states; ``None`` when it is no date.

    WARC 1.1 allows the date to stop at any part; what is left out counts as its first.
    """
    text = text.strip()
    if re.fullmatch(r"\d{4}(?:-\d{2})?", text):
        text = f"{text}-01" if len(text) > 4 else f"{text}-01-01"
    try:
        moment = dt.datetime.fromisoformat(text)
        return moment.replace(tzinfo=dt.UTC) if moment.tzinfo is None else moment.astimezone(dt.UTC)
    except (ValueError, OverflowError):
        # The first day of year 1 in a zone ahead of UTC is no moment in UTC.
        return None


def warc_date(moment: dt.datetime) -> str:
    """``moment`` (with its zone) as a WARC 1.1 date, to the microsecond: ``2026-11-23T23:10:20.123456Z``."""
    return f"{moment.astimezone(dt.UTC):%Y-%m-%dT%H:%M:%S.%f}Z"


def records_in(
    path: Path, report: Report, *, start: int = 0, stop: int | None = None
) -> Iterator[WarcRecord]:
    """The whole records of the WARC file ``path``, in their order.

    ``start`` and ``stop`` are offsets where records begin: those from ``start`` up to, without, ``stop``.
    ``report`` is called for each damaged place; reading goes on behind it where a record begins again.
    Raises ``NotAWarc`` when the file is something else, ``ArchiveError`` when it cannot be opened.
    """
    try:
        file = path.open("rb")
    except FileNotFoundError as error:
        raise ArchiveError(f"{path} does not exist: give the path of a WARC file") from error
    except OSError as error:
        raise ArchiveError(f"{path} cannot be read: {error.strerror}") from error
    with file:
        if start == 0:
            size = file.seek(0, 2)
            if size == 0 and path.name.endswith(_NAMES):
                report(Damage(path, 0, "the file is empty"))
                return
            _check_beginning(path, file)
        yield from _records(path, file, report, start, stop)


def _records(
    path: Path, file: BinaryIO, report: Report, start: int, stop: int | None
) -> Iterator[WarcRecord]:
    offset: int | None = start
    while offset is not None:
        stream = WarcStream(file, offset)
        while True:
            begin = None
            try:
                if stream.peek(1):
                    stream.take_newlines(_MAX_HEADER)
                if not stream.peek(1):
                    return
                begin, alone = stream.place()
                if stop is not None and begin >= stop:
                    return
                record = _next_record(path, stream, report, begin, alone)
            except BrokenStream as broken:
                broken_at = stream.member if begin is None else begin
                report(Damage(path, broken_at, str(broken)))
                offset = _next_start(file, broken_at + 1, compressed=stream.compressed)
                break
            if record is not None:
                yield record


def _next_record(
    path: Path, stream: WarcStream, report: Report, begin: int, alone: bool
) -> WarcRecord | None:
    """The next record; ``None`` when it was passed over and reported. Raises ``BrokenStream``."""
    header = stream.take_header(_MAX_HEADER)
    if header is None or not _VERSION.match(header):
        raise BrokenStream(f"no WARC record begins here, but {_shown(header or stream.peek(40))}")
    fields = _fields(header)
    length = fields.get("content-length", "")
    if not (length.isascii() and length.isdigit() and len(length) <= _DIGITS):
        raise BrokenStream(f"the record's Content-Length is {length[:40]!r}, no number of bytes")
    too_large = int(length) > MAX_BLOCK
    block = b""
    if too_large:
        stream.skip(int(length))
    else:
        block = stream.take(int(length))
    newlines = stream.take_newlines(len(_END))
    stream.end_member()
    if newlines < 2 or (newlines < len(_END) and not stream.compressed and not stream.peek(1)):
        raise BrokenStream("the record does not end where its Content-Length says")
    record = WarcRecord(path, begin, stream.consumed(), alone, fields, block)
    if too_large:
        report(Damage(path, begin, f"a block of {length} bytes is too large for a page and left out"))
        return None
    if problem := _wrong_digest(record):
        report(Damage(path, begin, problem))
        return None
    return record


def _fields(header: bytes) -> dict[str, str]:
    fields: dict[str, str] = {}
    name = ""
    for line in header.decode("utf-8", "replace").split("\r\n")[1:]:
        if line[:1] in (" ", "\t") and name:
            fields[name] = f"{fields[name]} {line.strip()}".strip()
            continue
        name, colon, value = line.partition(":")
        # What continues a line that is no field belongs to none.
        name = name.strip().lower() if colon else ""
        if colon:
            fields.setdefault(name, value.strip())
    return fields


def _wrong_digest(record: WarcRecord) -> str | None:
    """What is wrong with the block, by the record's own digest."""
    stated = record.fields.get("warc-block-digest")
    if stated and digest.matches(stated, record.block) is False:
        return f"the block of record {record.record_id} is not what its digest says: it was altered"
    return None


def _check_beginning(path: Path, file: BinaryIO) -> None:
    """Raises ``NotAWarc`` unless the file begins as a WARC, or is called one and is only cut or damaged."""
    beginning = _inflated_beginning(file, 0)
    if beginning.lstrip(b"\r\n").startswith(b"WARC/"):
        return
    looks = next((what for mark, what in _LOOKS_LIKE if beginning.lstrip().startswith(mark)), None)
    named = path.name.endswith(_NAMES)
    if named and (b"WARC/".startswith(beginning) or looks is None):
        return
    file.seek(0)
    if looks is None:
        looks = "an empty file" if not file.read(1) else f"{_shown(beginning)}"
    raise NotAWarc(f"{path} is no WARC: it looks like {looks}")


def _inflated_beginning(file: BinaryIO, offset: int) -> bytes:
    """The first bytes from ``offset``, decompressed if they are gzip; empty when that fails."""
    file.seek(offset)
    raw = file.read(1024)
    if not raw.startswith(_GZIP_START):
        return raw[:64]
    try:
        return zlib.decompressobj(16 + zlib.MAX_WBITS).decompress(raw, 64)
    except zlib.error:
        return b""


def _next_start(file: BinaryIO, offset: int, *, compressed: bool) -> int | None:
    """Offset of the first record that begins at ``offset`` or later; ``None`` when there is none."""
    mark = _GZIP_START if compressed else _PLAIN_START
    while True:
        file.seek(offset)
        chunk = file.read(_SEARCHED)
        found = chunk.find(mark)
        if found < 0:
            if len(chunk) < _SEARCHED:
                return None
            offset += len(chunk) - len(mark) + 1
            continue
        start = offset + found + (0 if compressed else 1)
        if not compressed or _inflated_beginning(file, start).startswith(b"WARC/"):
            return start
        offset = start + 1


def _shown(data: bytes) -> str:
    return f"{data[:40].decode('utf-8', 'replace')!r}"
