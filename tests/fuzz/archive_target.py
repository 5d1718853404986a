"""The target of the WARC reader: any file is read, refused as no WARC, or reported as damaged."""

import gzip
import re
import tempfile
import zlib
from contextlib import closing, suppress
from functools import cache
from pathlib import Path

from osce_scraper.archive import ArchiveError, Damage, NotAWarc, find_page, pages_in
from osce_scraper.archive.content import readable
from osce_scraper.archive.positions import PlacedReader
from osce_scraper.archive.reader import Capture, Originals, captures_in, load
from osce_scraper.records import ArchiveLink
from tests.fuzz.mutations import ODD_BYTES, Grammar
from tests.fuzz.target import Target

NAMES = ("fuzz.warc.gz", "fuzz.warc", "fuzz.wet", "fuzz.bin")
#: Forms of an input: as it is, a gzip member a record, one member around all, members cut short.
AS_IS, BY_RECORD, IN_ONE, CUT = range(4)
_RECORD = re.compile(rb"(?=WARC/[01]\.)")
_LENGTH = re.compile(rb"^(WARC/.*?Content-Length: ?)(\d+)(.*?\r\n\r\n)", re.DOTALL | re.IGNORECASE)
_FIELDS = (
    *(b"WARC-Type: response", b"WARC-Type: revisit", b"WARC-Type: warcinfo", b"WARC-Type: resource"),
    *(
        b"WARC-Type: conversion",
        b"WARC-Target-URI: https://www.osce.org/node/1",
        b"WARC-Target-URI: <http://x>",
    ),
    *(
        b"WARC-Target-URI: http://[",
        b"WARC-Date: 2026-11-23T09:30:15Z",
        b"WARC-Date: 0001-01-01T00:00:00+14:00",
    ),
    *(
        b"WARC-Date: 9999-12-31T23:59:59-14:00",
        b"WARC-Date: 2016",
        b"WARC-Date: 2016-W05",
        b"WARC-Date: 20160101T00",
    ),
    *(b"WARC-Record-ID: <urn:uuid:1>", b"WARC-Refers-To: <urn:uuid:1>", b"WARC-Truncated: length"),
    *(
        b"WARC-Refers-To-Target-URI: https://www.osce.org/node/1",
        b"WARC-Refers-To-Date: 2026-11-23T09:30:15Z",
    ),
    *(b"WARC-Payload-Digest: sha1:AAAA", b"WARC-Block-Digest: sha1:2222", b"WARC-Block-Digest: md5:00"),
    *(
        b"Content-Length: 0",
        b"Content-Length: 99999999999",
        b"Content-Length: -1",
        b"Content-Length: " + b"9" * 5000,
    ),
    *(
        b"Content-Length: \xd9\xa1",
        b"Content-Type: application/http; msgtype=response",
        b"Content-Type: text/html",
    ),
    *(
        b"Content-Encoding: gzip",
        b"Content-Encoding: br, zstd",
        b"Content-Encoding: deflate",
        b"Location: //[",
    ),
    *(b"Transfer-Encoding: chunked", b"Content-Type: text/html; charset=utf-16", b"Content-Type: text/plain"),
    *(
        b"HTTP/1.1 200 OK",
        b"HTTP/1.1 304 Not Modified",
        b"HTTP/2 301",
        b"HTTP/9.9 999 ",
        b"WARC/1.0",
        b"WARC/1.1",
    ),
    *(
        b"WARC/0.17",
        b"WARC/1.1 ",
        b"ffffffff\r\n",
        b"0\r\n\r\n",
        b"\r\n\r\n\r\n\r\n",
        b"\x1f\x8b\x08",
        b"\x00" * 8,
    ),
    *(
        b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\x03",
        gzip.compress(b"x" * 40, mtime=0),
        b"\x28\xb5\x2f\xfd",
        b": :",
    ),
    *(
        b"WARC-Target-URI: https://web.archive.org/web/20150230000000/http://www.osce.org/odihr/5000",
        b"\n ",
        b"\t",
    ),
)


def _mended(data: bytes) -> bytes:
    """``data`` with the stated lengths of its records put right, in one input of two."""
    if not data or data[0] & 0x80:
        return data
    parts = _RECORD.split(data[1:])
    return data[:1] + b"".join(_LENGTH.sub(_right, part, count=1) for part in parts)


def _right(match: re.Match[bytes]) -> bytes:
    length = len(match.string) - match.end() - 4
    return match[1] + b"%d" % max(0, length) + match[3]


GRAMMAR = Grammar(
    re.compile(rb"[^\r\n]{0,200}\r\n|\r|\n|[^\r\n]{1,200}", re.DOTALL),
    (*(field + b"\r\n" for field in _FIELDS), *_FIELDS, b"\r\n", b"\n", b"\r", *ODD_BYTES),
    _mended,
)


@cache
def _directory() -> tuple[tempfile.TemporaryDirectory[str], Path]:
    """A directory for the file under test, removed when the process ends."""
    kept = tempfile.TemporaryDirectory(prefix="fuzz-warc-")
    return kept, Path(kept.name)


def as_file(data: bytes) -> tuple[str, bytes]:
    """Name and bytes of the file that an input stands for."""
    how, plain = (data[0], data[1:]) if data else (0, b"")
    form, name = how & 3, NAMES[how >> 2 & 3]
    if form == AS_IS:
        return name, plain
    if form == IN_ONE:
        return name, gzip.compress(plain, 1, mtime=0)
    members = [gzip.compress(part, 1, mtime=0) for part in _RECORD.split(plain) if part]
    if form == CUT and members:
        at = how >> 4 & 7
        members[at % len(members)] = members[at % len(members)][: -1 - at * 3]
    return name, b"".join(members)


def check_warc(data: bytes) -> None:
    """Read one file as the crawl, the reextraction in parallel, and a look-up by link do."""
    name, content = as_file(data)
    directory = _directory()[1]
    path = directory / name
    path.write_bytes(content)
    damages: list[Damage] = []
    try:
        pages = list(pages_in(path, damages.append, data_directory=directory))
    except NotAWarc as refusal:
        str(refusal).encode("utf-8", "strict")
        return
    for damage in damages:
        assert 0 <= damage.offset <= len(content)
        str(damage).encode()
    for page in pages:
        assert len(page.body_sha256) == 64
        readable(page.headers.get("content-type"), page.payload)
    if zlib.crc32(content) & 1:
        # One input of two is read by link, the other in two halves: each reads the whole file again.
        if pages and pages[0].record_id:
            link = ArchiveLink(file=name, record_id=pages[0].record_id)
            with suppress(ArchiveError):
                find_page(directory, link)
        return
    # The two halves of reading in parallel give the same pages, though perhaps in another order.
    again: list[Damage] = []
    originals = Originals()
    captures: list[Capture] = []
    for capture in captures_in(path, again.append):
        captures.append(capture)
    with closing(PlacedReader()) as placed:
        for capture in captures:
            if not capture.revisit:
                originals.add(capture.names, capture.position)
                loaded = load(capture, placed, again.append, data_directory=directory)
                assert loaded is None or loaded in pages


WARC = Target(
    "warc", "the WARC reader: files, captures, look-ups by link", check_warc, GRAMMAR, longest=5_000
)
