"""Every response as it came, written as WARC 1.1: a new file per run, a gzip member per record.

The bytes of an exchange are handed to the system in one write before its link is given out. So a process
killed at any moment leaves every earlier record whole, and no link to a record that is not there. A payload
that the archive holds already (a 304, or equal bytes) is written as a revisit record that refers to it.
"""

import datetime as dt
import os
import platform
import uuid
import zlib
from collections.abc import Iterable, Sequence
from http import HTTPStatus
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Final, Self
from urllib.parse import urlsplit, urlunsplit

from osce_scraper.archive.digest import sha1_digest
from osce_scraper.archive.errors import ArchiveError, Damage
from osce_scraper.archive.index import CaptureIndex, Original
from osce_scraper.archive.records import warc_date
from osce_scraper.records import ArchiveLink

#: Header names and values as bytes, in their order.
Headers = Sequence[tuple[bytes, bytes]]

_WARC_VERSION: Final = b"WARC/1.1"
_SPECIFICATION: Final = "http://iipc.github.io/warc-specifications/specifications/warc-format/warc-1.1/"
_IDENTICAL: Final = "http://netpreserve.org/warc/1.1/revisit/identical-payload-digest"
_NOT_MODIFIED: Final = "http://netpreserve.org/warc/1.1/revisit/server-not-modified"
#: zlib's fastest level: half the time of level 4 for some ten per cent more bytes; pages that came
#: compressed gain nothing from a higher one.
_LEVEL: Final = 1
_GZIP_WBITS: Final = 16 + zlib.MAX_WBITS
#: Request headers that are secrets: they are not archived.
_SECRETS: Final = frozenset({b"authorization", b"proxy-authorization", b"cookie"})
_VERSIONS_OF: Final = ("osce-scraper", "scrapy")
_NOT_MODIFIED_STATUS: Final = 304


class ArchiveWriter:
    """Writes the exchanges of one run into a WARC file of its own. A context manager."""

    def __init__(self, directory: Path, run_name: str, now: dt.datetime) -> None:
        """Get ready to write ``<directory>/<utc time>-<run_name>.warc.gz``; no existing file is ever touched.

        The file is made with the first exchange, so that a run without any leaves none. ``now`` carries its
        zone. Raises ``ArchiveError`` when the directory cannot be written.
        """
        self._directory = directory
        try:
            directory.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise _unwritable(directory, error) from error
        self._index = CaptureIndex(directory)
        #: Damage that was met in the files of earlier runs; those that cannot be read are among it.
        self.damages = self._index.damages
        self._now = now
        self._stem = f"{now.astimezone(dt.UTC):%Y%m%dT%H%M%SZ}-{run_name}"
        #: The file; ``None`` before the first exchange.
        self.path: Path | None = None
        self._file = -1
        self._on_disk = False
        self._number = 0
        self._size = 0
        self._info_id = _new_id()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exc: object) -> None:
        self.close()

    def write_exchange(
        self,
        url: str,
        *,
        status: int,
        headers: Headers,
        payload: bytes,
        fetched_at: dt.datetime,
        method: str = "GET",
        request_headers: Headers = (),
        request_body: bytes = b"",
        protocol: str | None = None,
        ip_address: str | None = None,
        truncated: str | None = None,
    ) -> ArchiveLink:
        """Write one request and its response; where the response is kept.

        ``headers`` and ``payload`` are the response's as they came, content encoding included, transfer
        encoding undone (as Scrapy gives them in ``response_downloaded``). ``protocol`` is the response's,
        such as ``HTTP/1.1``. ``truncated`` says why the payload is incomplete, if it is: ``disconnect``,
        ``length`` or ``time``. Raises ``ArchiveError`` when the disk does not take it; the file then ends
        behind the exchange before.
        """
        path = self._begun()
        date = warc_date(fetched_at)
        record_id = _new_id()
        digest = sha1_digest(payload)
        original = self._original(url, status, payload, digest, complete=truncated is None)
        response_head = _response_head(status, _as_stored(headers, len(payload), status, method), protocol)
        fields = [
            ("WARC-Record-ID", record_id),
            ("WARC-Warcinfo-ID", self._info_id),
            ("WARC-Date", date),
            ("WARC-Target-URI", url),
            ("WARC-IP-Address", ip_address),
            ("WARC-Truncated", truncated),
        ]
        if original is None:
            fields += [("WARC-Payload-Digest", digest)]
            response = _record(
                "response", fields, "application/http;msgtype=response", response_head, payload
            )
        else:
            fields += [
                ("WARC-Profile", _NOT_MODIFIED if status == _NOT_MODIFIED_STATUS else _IDENTICAL),
                ("WARC-Refers-To", original.record_id),
                ("WARC-Refers-To-Target-URI", original.url),
                ("WARC-Refers-To-Date", original.date),
                ("WARC-Payload-Digest", original.digest),
            ]
            response = _record("revisit", fields, "application/http;msgtype=response", response_head)
        request = _record(
            "request",
            [
                ("WARC-Record-ID", _new_id()),
                ("WARC-Warcinfo-ID", self._info_id),
                ("WARC-Concurrent-To", record_id),
                ("WARC-Date", date),
                ("WARC-Target-URI", url),
            ],
            "application/http;msgtype=request",
            _request_head(url, method, request_headers),
            request_body,
        )
        before = request if self._size else self._warcinfo(path.name) + request
        offset = self._size + len(before)
        self._append(before + response)
        self._index.add(
            self._number,
            offset=offset,
            end=self._size,
            record_id=record_id,
            url=url,
            date=date,
            status=status,
            digest=digest if original is None and payload and truncated is None else None,
            revisits=None if original is None else original.digest,
        )
        return ArchiveLink(file=f"{self._directory.name}/{path.name}", record_id=record_id)

    def close(self) -> None:
        """Put the archive safely on disk. A second time does nothing.

        Files of earlier runs too: one that was killed could not do so for the records that it left.
        """
        if self._file >= 0:
            os.close(self._file)
            self._file = -1
        if not self._on_disk:
            for path in sorted(self._directory.glob("*.warc.gz")):
                self._sync_file(path)
            _sync(self._directory)
            self._on_disk = True
        self._index.close()

    def _sync_file(self, path: Path) -> None:
        try:
            _sync(path)
        except OSError as error:
            if path == self.path:
                raise
            # Of an earlier run, whose harm is done: told, unless it was told that it can't be read.
            if all(damage.path != path for damage in self.damages):
                problem = f"cannot be brought to the disk: {error.strerror}"
                self.damages.append(Damage(path, 0, problem))

    def _begun(self) -> Path:
        """The file, made and opened if it was not yet."""
        if self.path is None:
            self.path, self._file = _new_file(self._directory, self._stem)
            self._number = self._index.add_file(self.path.name)
        return self.path

    def _original(
        self, url: str, status: int, payload: bytes, digest: str, *, complete: bool
    ) -> Original | None:
        """What this response only repeats; ``None`` when it has to be kept itself."""
        if status == _NOT_MODIFIED_STATUS:
            return self._index.latest_of(url)
        return self._index.by_digest(digest) if payload and complete else None

    def _warcinfo(self, name: str) -> bytes:
        versions = [f"{name}/{_version_of(name)}" for name in _VERSIONS_OF]
        info = {
            "software": " ".join([*versions, f"Python/{platform.python_version()}"]),
            "format": "WARC File Format 1.1",
            "conformsTo": _SPECIFICATION,
        }
        return _record(
            "warcinfo",
            [
                ("WARC-Record-ID", self._info_id),
                ("WARC-Date", warc_date(self._now)),
                ("WARC-Filename", name),
            ],
            "application/warc-fields",
            "".join(f"{name}: {value}\r\n" for name, value in info.items()).encode(),
        )

    def _append(self, data: bytes) -> None:
        """Write all of ``data``, or leave the file as it was and raise ``ArchiveError``."""
        left = memoryview(data)
        try:
            while left:
                left = left[os.write(self._file, left) :]
        except OSError as error:
            os.ftruncate(self._file, self._size)
            os.lseek(self._file, self._size, os.SEEK_SET)
            raise ArchiveError(
                f"{self.path} takes no more ({error.strerror}): make room; what was archived before is whole"
            ) from error
        self._size += len(data)


def _sync(path: Path) -> None:
    """Bring a file, or the names in a directory, to the disk; what is there already costs next to nothing."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _new_file(directory: Path, stem: str) -> tuple[Path, int]:
    """A file that was not there before, opened for writing: a second run in the same second counts up."""
    number = 1
    while True:
        path = directory / (f"{stem}.warc.gz" if number == 1 else f"{stem}-{number}.warc.gz")
        try:
            return path, os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o644)
        except FileExistsError:
            number += 1
        except OSError as error:
            raise _unwritable(directory, error) from error


def _unwritable(directory: Path, error: OSError) -> ArchiveError:
    return ArchiveError(
        f"the archive directory {directory} cannot be written ({error.strerror}): "
        "give another data directory (OSCE_DATA_DIR) or the right to write there"
    )


def _new_id() -> str:
    return f"<urn:uuid:{uuid.uuid4()}>"


def _version_of(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return "unknown"


def _record(kind: str, fields: Iterable[tuple[str, str | None]], content_type: str, *block: bytes) -> bytes:
    """One record as a gzip member. Fields without a value are left out."""
    lines = [f"WARC-Type: {kind}"]
    lines += [f"{name}: {value}" for name, value in fields if value is not None]
    lines += [
        f"WARC-Block-Digest: {sha1_digest(*block)}",
        f"Content-Type: {content_type}",
        f"Content-Length: {sum(map(len, block))}",
    ]
    header = b"\r\n".join([_WARC_VERSION, *(line.encode() for line in lines), b"", b""])
    deflater = zlib.compressobj(_LEVEL, zlib.DEFLATED, _GZIP_WBITS)
    parts = [deflater.compress(part) for part in (header, *block, b"\r\n\r\n")]
    return b"".join([*parts, deflater.flush()])


def _response_head(status: int, headers: Headers, protocol: str | None) -> bytes:
    # Scrapy keeps the code of the status line and not its words.
    try:
        reason = HTTPStatus(status).phrase
    except ValueError:
        reason = ""
    version_of_http = protocol if protocol and protocol.startswith("HTTP/") else "HTTP/1.1"
    return _head(f"{version_of_http} {status} {reason}".encode(), headers)


def _request_head(url: str, method: str, headers: Headers) -> bytes:
    parts = urlsplit(url)
    target = urlunsplit(("", "", parts.path or "/", parts.query, ""))
    kept = [(name, value) for name, value in headers if name.lower() not in _SECRETS]
    if not any(name.lower() == b"host" for name, _ in kept):
        kept.insert(0, (b"Host", parts.netloc.rpartition("@")[2].encode()))
    return _head(f"{method} {target} HTTP/1.1".encode(), kept)


def _head(first: bytes, headers: Headers) -> bytes:
    return b"".join([first, b"\r\n", *(b"%b: %b\r\n" % header for header in headers), b"\r\n"])


def _as_stored(headers: Headers, length: int, status: int, method: str) -> Headers:
    """The headers that fit the payload: what the transfer encoding made untrue keeps its value renamed.

    The names ``X-Crawl-...`` are those that Common Crawl uses for the same purpose.
    """
    bodiless = status == _NOT_MODIFIED_STATUS or method == "HEAD"
    stored: list[tuple[bytes, bytes]] = []
    for name, value in headers:
        lowered = name.lower()
        untrue = lowered == b"transfer-encoding" or (
            lowered == b"content-length" and not bodiless and value.strip() != b"%d" % length
        )
        stored.append((b"X-Crawl-" + name if untrue else name, value))
    return stored
