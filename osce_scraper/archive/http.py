"""HTTP messages inside WARC records: status, headers, and the body with its encodings undone.

Archives disagree on what they keep: ours keeps the content encoding and not the transfer encoding, Common
Crawl keeps neither (and renames the headers), others keep both, and some keep a header whose encoding was
undone. So each encoding is undone only if the bytes are in it.
"""

import re
import sys
import zlib
from typing import Final, NamedTuple

import brotli

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

#: No decoded page is larger; what is beyond is cut off (a small file must not fill the memory).
MAX_DECODED: Final = 256 << 20
_STATUS_LINE: Final = re.compile(rb"HTTP/\d(?:\.\d)? (\d{3})(?: |$|\r)")
_HEADER_END: Final = re.compile(rb"\r?\n\r?\n")
_CHUNK_SIZE: Final = re.compile(rb"([0-9A-Fa-f]{1,8})[ \t]*(?:;[^\r\n]*)?\r\n")
_GZIP_MAGIC: Final = b"\x1f\x8b"
_STEP: Final = 1 << 14
_GZIP: Final = frozenset({"gzip", "x-gzip"})


class HttpResponse(NamedTuple):
    """A response as a WARC record holds it."""

    status: int
    headers: dict[str, str]
    """Names in lower case; values of a repeated header joined by a comma and a space."""
    body: bytes
    """As it stands in the record: possibly chunked and compressed."""


def parse_response(block: bytes) -> HttpResponse | None:
    """The response that ``block`` holds; ``None`` when it is none (a DNS answer, a damaged header)."""
    status = _STATUS_LINE.match(block)
    if status is None:
        return None
    end = _HEADER_END.search(block)
    head, body = (block[: end.start()], block[end.end() :]) if end else (block, b"")
    headers: dict[str, str] = {}
    name = ""
    for line in head.splitlines()[1:]:
        text = _text(line)
        if text[:1] in (" ", "\t") and name:
            headers[name] = f"{headers[name]} {text.strip()}"
            continue
        key, colon, value = text.partition(":")
        if not colon:
            continue
        name = key.strip().lower()
        headers[name] = f"{headers[name]}, {value.strip()}" if name in headers else value.strip()
    return HttpResponse(int(status[1]), headers, body)


def decoded_body(response: HttpResponse) -> bytes:
    """The body as a browser would show it: chunks joined, compression undone.

    A compressed body that was cut off gives what can be decompressed.
    """
    body = without_chunks(response)
    encodings = [name.strip().lower() for name in response.headers.get("content-encoding", "").split(",")]
    for encoding in reversed(encodings):
        body = _decompressed(body, encoding)
    return body


def without_chunks(response: HttpResponse) -> bytes:
    """The body with chunked transfer encoding undone, if it is in it; content encodings stay."""
    chunked = "chunked" in response.headers.get("transfer-encoding", "").lower()
    return _joined_chunks(response.body) if chunked else response.body


def _joined_chunks(body: bytes) -> bytes:
    """The chunks in a row; the body itself when it does not begin with a chunk."""
    parts: list[bytes] = []
    place = 0
    while size := _CHUNK_SIZE.match(body, place):
        length = int(size[1], 16)
        if length == 0:
            break
        parts.append(body[size.end() : size.end() + length])
        place = size.end() + length + 2
    if not parts and not _CHUNK_SIZE.match(body):
        return body
    return b"".join(parts)


def _decompressed(body: bytes, encoding: str) -> bytes:
    if encoding in _GZIP:
        return _inflated(body, 16 + zlib.MAX_WBITS) if body.startswith(_GZIP_MAGIC) else body
    if encoding == "deflate":
        # The header's two bytes tell zlib's form from the bare one that some servers send.
        zlib_form = len(body) > 1 and body[0] & 0x0F == 8 and (body[0] << 8 | body[1]) % 31 == 0
        return _inflated(body, zlib.MAX_WBITS if zlib_form else -zlib.MAX_WBITS) or body
    if encoding == "br":
        return _unbrotlied(body)
    if encoding == "zstd":
        return _unzstd(body)
    return body


def _inflated(body: bytes, wbits: int) -> bytes:
    """What zlib gives of ``body``, several gzip members in a row too; damage costs what comes behind it."""
    parts: list[bytes] = []
    size = place = 0
    inflater = zlib.decompressobj(wbits)
    while place < len(body) and size < MAX_DECODED:
        if inflater.eof:
            if not body.startswith(_GZIP_MAGIC, place):
                break
            inflater = zlib.decompressobj(wbits)
        chunk = body[place : place + _STEP]
        try:
            parts.append(inflater.decompress(chunk))
        except zlib.error:
            break
        size += len(parts[-1])
        place += len(chunk) - len(inflater.unused_data)
    return b"".join(parts)


def _unbrotlied(body: bytes) -> bytes:
    try:
        return bytes(brotli.Decompressor().process(body, output_buffer_limit=MAX_DECODED))
    except brotli.error:
        return body


def _unzstd(body: bytes) -> bytes:
    try:
        return bytes(zstd.ZstdDecompressor().decompress(body, max_length=MAX_DECODED))
    except zstd.ZstdError:
        return body


def _text(line: bytes) -> str:
    try:
        return line.decode("utf-8")
    except UnicodeDecodeError:
        return line.decode("latin-1")
