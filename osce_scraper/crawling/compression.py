"""Compressed bodies: undone whole and within bounds, or not taken.

Scrapy takes what it can get of a body that was cut off, and half a page would become a record. Here a body
counts only when its last byte says that it is the end.
"""

import sys
import zlib
from collections.abc import Callable, Iterable
from typing import Any, Final, Self

import brotli
from scrapy import Request, Spider
from scrapy.crawler import Crawler
from scrapy.downloadermiddlewares.httpcompression import HttpCompressionMiddleware
from scrapy.downloadermiddlewares.retry import get_retry_request
from scrapy.exceptions import DownloadCancelledError, ResponseDataLossError
from scrapy.http import Response

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

#: A body is packed once; somebody may pack it twice. More is a trap.
_MOST_LAYERS: Final = 3
_GZIP_MAGIC: Final = b"\x1f\x8b"


class CutOffError(ResponseDataLossError):
    """The compressed body is damaged or ends before its end."""


class TooLargeError(DownloadCancelledError):
    """The body is larger, once unpacked, than a response may be."""


def unpacked(body: bytes, encodings: Iterable[str], largest: int) -> bytes:
    """``body`` with its content encodings (as the header lists them, outermost last) undone.

    What says it is gzip and is not is taken as it is, as the archive's reader does; an unknown encoding
    stays.
    Raises ``CutOffError`` when it is not whole, ``TooLargeError`` when it would be longer than ``largest``
    bytes.
    """
    names = [name.strip().lower() for name in encodings if name.strip()]
    if len(names) > _MOST_LAYERS:
        raise TooLargeError(f"it is packed {len(names)} times")
    while names and names[-1] in _UNPACK:
        body = _UNPACK[names.pop()](body, largest)
    return body


def is_whole(body: bytes, encodings: Iterable[str], largest: int) -> bool:
    """Whether ``unpacked`` would give the body."""
    try:
        unpacked(body, encodings, largest)
    except (CutOffError, TooLargeError):
        return False
    return True


def listed_encodings(values: Iterable[bytes]) -> list[str]:
    """The encodings that the Content-Encoding headers ``values`` name, in their order."""
    return [
        name.strip().lower()
        for value in values
        for name in value.decode("latin-1").split(",")
        if name.strip()
    ]


def _gzip(body: bytes, largest: int) -> bytes:
    if not body.startswith(_GZIP_MAGIC):
        return body
    return _in_parts(body, largest, lambda: zlib.decompressobj(16 + zlib.MAX_WBITS), _GZIP_MAGIC)


def _deflate(body: bytes, largest: int) -> bytes:
    # The header's two bytes tell zlib's form from the bare one that some servers send.
    zlib_form = len(body) > 1 and body[0] & 0x0F == 8 and (body[0] << 8 | body[1]) % 31 == 0
    wbits = zlib.MAX_WBITS if zlib_form else -zlib.MAX_WBITS
    return _in_parts(body, largest, lambda: zlib.decompressobj(wbits), None)


def _zstd(body: bytes, largest: int) -> bytes:
    return _in_parts(body, largest, zstd.ZstdDecompressor, b"\x28\xb5\x2f\xfd")


def _in_parts(body: bytes, largest: int, new: Callable[[], Any], magic: bytes | None) -> bytes:
    """One stream after the other, as long as another begins (by its ``magic``) behind the last."""
    parts: list[bytes] = []
    size = 0
    while True:
        stream = new()
        try:
            parts.append(stream.decompress(body, largest - size + 1))
        except (zlib.error, zstd.ZstdError) as error:
            raise CutOffError(f"its compression is damaged ({error})") from error
        size += len(parts[-1])
        if size > largest:
            raise TooLargeError(f"it is larger than {largest} bytes when unpacked")
        if not stream.eof:
            raise CutOffError("it ends in the middle of its compression")
        body = stream.unused_data
        if magic is None or not body.startswith(magic):
            return b"".join(parts)


def _brotli(body: bytes, largest: int) -> bytes:
    stream = brotli.Decompressor()
    parts: list[bytes] = []
    size = 0
    given = body
    try:
        while not stream.is_finished():
            part = stream.process(given, output_buffer_limit=largest - size + 1)
            if not part and not given:
                raise CutOffError("it ends in the middle of its compression")
            given = b""
            parts.append(part)
            size += len(part)
            if size > largest:
                raise TooLargeError(f"it is larger than {largest} bytes when unpacked")
    except brotli.error as error:
        raise CutOffError(f"its compression is damaged ({error})") from error
    return b"".join(parts)


_UNPACK: Final[dict[str, Callable[[bytes, int], bytes]]] = {
    "gzip": _gzip,
    "x-gzip": _gzip,
    "deflate": _deflate,
    "br": _brotli,
    "zstd": _zstd,
}


class WholeBodies(HttpCompressionMiddleware):
    """Downloader middleware: undoes compression; what was cut off is asked for again, like any lost data."""

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler=crawler)
        self.crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Called by Scrapy."""
        return cls(crawler)

    def process_response(
        self, request: Request, response: Response, spider: Spider | None = None
    ) -> Request | Response:
        """The response unpacked, or a request for it anew.

        Raises ``CutOffError`` when it was cut off time and again, ``TooLargeError`` for a bomb.
        """
        try:
            return super().process_response(request, response)
        except CutOffError:
            running = self.crawler.spider
            assert running is not None
            again = get_retry_request(request, spider=running, reason="cut_off")
            if again is None:
                raise
            return again

    def _handle_encoding(
        self, body: bytes, content_encoding: list[bytes], max_size: int
    ) -> tuple[bytes, list[bytes]]:
        names = listed_encodings(content_encoding)
        plain = unpacked(body, names, max_size)
        while names and names[-1] in _UNPACK:
            names.pop()
        return plain, [name.encode("latin-1") for name in names]
