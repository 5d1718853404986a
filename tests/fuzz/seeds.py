"""Seeds of every target, made from the fixtures and the labelled texts: nothing of them is committed."""

import datetime as dt
import gzip
import json
import re
import tempfile
import zlib
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path

import brotli

from osce_scraper.archive import ArchiveWriter
from tests.fuzz.archive_target import AS_IS, BY_RECORD, CUT, IN_ONE
from tests.fuzz.target import Target
from tests.fuzz.text_targets import LANGUAGES

TESTS = Path(__file__).parent.parent
_NEWS_ADDRESS = {"en": 0, "ru": 1, "uk": 2, "sq": 3}
_DROPPED = re.compile(rb"<!--.*?-->|<(script|style|svg|noscript)\b.*?</\1>|<link[^>]*>", re.DOTALL | re.I)
_MENUS = re.compile(rb"<(nav|header|footer)\b.*?</\1>", re.DOTALL | re.I)
_SPACES = re.compile(rb"\s+")
_CLASSES = re.compile(rb' (?:class|id|data-[\w-]+|aria-labelledby|width|height|typeof)="[^"]*"')
_UUID = re.compile(rb"urn:uuid:[0-9a-f-]{36}")
_ARGUMENTS = (
    "since=2024-01-31\nuntil=2024-12-31\nlanguages=en,uk\nlimit=10\nfull=1",
    "urls=https://www.osce.org/secretariat/531680,https://www.osce.org/ru/odihr/1\nlimit=0",
    "urls_file=urls.txt\n\nhttps://www.osce.org/secretariat/531680\n# a note\nhttp://osce.org/node/12\n",
    "sinse=2024-01-31\nfull=yes",
)
_ADDRESSES = (
    "https://www.osce.org\nhttps://www.osce.org/ru/secretariat/531680",
    "http://127.0.0.1:8000\nhttp://127.0.0.1:8000/press-releases?page=3&keys=a",
    "https://mirror.example\nhttps://web.archive.org/web/20150407123456/http://www.osce.org/item/12.html",
    "http://[::1]:80/\nhttp://polis.osce.org/node/7?download=1#x",
)


def seeds_of(target: Target) -> list[bytes]:
    """The inputs that fuzzing of ``target`` begins with, none longer than it takes, each once."""
    makers = {
        "news": _news,
        "listing": lambda: _pages("listing"),
        "menus": _menus,
        "participants": lambda: _texts("participants*.jsonl"),
        "sentences": lambda: _texts("[defq]*.jsonl"),
        "warc": _archives,
        "monitors": _bounds,
        "arguments": lambda: (b"\0" + text.encode() for text in _ARGUMENTS),
        "sites": lambda: (b"\0" + text.encode() for text in _ADDRESSES),
    }
    return list(dict.fromkeys(seed[: target.longest] for seed in makers[target.name]()))


def _fixtures(kind: str) -> Iterator[tuple[str, bytes]]:
    """Language and page of every fixture of ``kind``."""
    for meta in sorted((TESTS / "fixtures").glob("*/*/meta.json")):
        facts = json.loads(meta.read_text("utf-8"))
        if facts["kind"] != kind:
            continue
        expected = json.loads((meta.parent / "expected.json").read_text("utf-8"))
        page = next(meta.parent.glob("page.*")).read_bytes()
        yield expected.get("language", "en"), page


def _shortened(page: bytes, *dropped: re.Pattern[bytes]) -> bytes:
    for pattern in (_DROPPED, *dropped):
        page = pattern.sub(b"", page)
    return _SPACES.sub(b" ", page)


def _news() -> Iterator[bytes]:
    for place, (language, page) in enumerate(_fixtures("news")):
        first = _NEWS_ADDRESS.get(language, 0) | (0x40 if place % 3 == 0 else 0)
        plain = b"<html" not in page.lower()
        yield bytes([first]) + (page if plain else _shortened(page, _MENUS, _CLASSES))


def _pages(kind: str) -> Iterator[bytes]:
    for _, page in _fixtures(kind):
        short = _shortened(page, _MENUS)
        yield b"\0" + short
        at = max(short.find(b"<main"), 0)
        yield b"\0<html><body>" + short[at:]
        yield b"\0<html><body>" + short[-1_500:]


def _menus() -> Iterator[bytes]:
    for kind in ("menu", "news"):
        for _, page in _fixtures(kind):
            short = _shortened(page, _CLASSES)
            for mark in (b"<nav", b"<footer", b"<header", b"primary-menu"):
                at = short.find(mark)
                if at >= 0:
                    yield b"\0<html><body>" + short[at : at + 1_500]
                    break


def _texts(pattern: str) -> Iterator[bytes]:
    for file in sorted((TESTS / "gold").glob(pattern)):
        for line in file.read_text("utf-8").splitlines():
            case = json.loads(line)
            text = "\n".join(case["paragraphs"]) if "paragraphs" in case else case["text"]
            language = LANGUAGES.index(case.get("language", "en")) if case.get("language") in LANGUAGES else 0
            yield bytes([language | 0xC0]) + text.encode()


def _archives() -> Iterator[bytes]:
    """Archives of a few exchanges: plain, compressed and chunked, the payload of one repeated by another."""
    page = b"<html><h1>Title</h1><p>Some text.</p></html>"
    html = (b"Content-Type", b"text/html; charset=utf-8")
    bodies = {
        b"identity": page,
        b"gzip": gzip.compress(page, mtime=0),
        b"br": brotli.compress(page),
        b"deflate": zlib.compress(page),
    }
    now = dt.datetime(2026, 11, 23, 9, 30, 15, tzinfo=dt.UTC)
    for encoding, body in bodies.items():
        with (
            tempfile.TemporaryDirectory() as directory,
            ArchiveWriter(Path(directory), "news", now) as writer,
        ):
            for number in (1, 2):
                headers = (html, (b"Content-Encoding", encoding), (b"ETag", b'"v1"'))
                address = f"https://www.osce.org/node/{number}"
                writer.write_exchange(address, status=200, headers=headers, payload=body, fetched_at=now)
            plain = gzip.decompress(writer.path.read_bytes())
        names: dict[bytes, bytes] = {}
        plain = _UUID.sub(lambda m, n=names: n.setdefault(m[0], b"urn:uuid:%036d" % len(n)), plain)
        responses = b"".join(
            re.findall(rb"WARC/1.1\r\nWARC-Type: re(?:sponse|visit).*?\r\n\r\n\r\n\r\n", plain, re.S)
        )
        for form in (AS_IS | 4, BY_RECORD, IN_ONE, CUT | 0x20):
            yield bytes([form]) + plain
            yield bytes([form]) + responses
    chunked = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n%x\r\n%s\r\n0\r\n\r\n" % (
        len(page),
        page,
    )
    for kind, block in ((b"response", chunked), (b"conversion", b"Some text."), (b"resource", page)):
        head = b"WARC/1.0\r\nWARC-Type: %s\r\nWARC-Target-URI: http://www.osce.org/node/3\r\n" % kind
        record = head + b"WARC-Record-ID: <urn:uuid:3>\r\nContent-Length: %d\r\n\r\n%s\r\n\r\n" % (
            len(block),
            block,
        )
        yield bytes([AS_IS | 4]) + record
        yield bytes([BY_RECORD]) + record


def _bounds() -> Iterator[bytes]:
    built_in = files("osce_scraper.monitors").joinpath("bounds.toml").read_bytes()
    lines = b"\n".join(line for line in built_in.splitlines() if not line.startswith(b"#"))
    for section in re.split(rb"\n(?=\[)", lines):
        yield b"\0" + section + b"\n"
    yield b"\1" + (TESTS / "site" / "monitors.toml").read_bytes()
    yield b'\0[channels]\non = "yellow"\n[channels.email]\nhost = "localhost"\nsender = "a@b"\nto = ["c@d"]\n'
    yield b'\0[channels.webhook]\nurl = "https://x"\n[channels.command]\nargv = ["true"]\n'
    yield b'\0[channels.slack]\nrecipients = ["x"]\n'
