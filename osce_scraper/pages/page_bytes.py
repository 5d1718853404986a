"""Whether bytes are a page: compressed ones are unpacked, pictures and documents are not pages."""

import zlib
from typing import Final

from osce_scraper.pages.refusal import NotANewsPage

_GZIP: Final = b"\x1f\x8b"
#: Beginnings of files that are not text, and their names.
_SIGNATURES: Final = (
    (b"\x89PNG", "a PNG picture"),
    (b"\xff\xd8\xff", "a JPEG picture"),
    (b"GIF8", "a GIF picture"),
    (b"RIFF", "a RIFF file"),
    (b"PK\x03\x04", "a ZIP archive"),
    (b"%PDF-", "a PDF document"),
    (b"\xd0\xcf\x11\xe0", "an Office document"),
    (b"\x28\xb5\x2f\xfd", "Zstandard data"),
    (b"BZh", "bzip2 data"),
    (b"\xfd7zXZ", "xz data"),
    (b"\x00\x00\x00", "binary data"),
)
_CONTROLS: Final = bytes(set(range(32)) - {9, 10, 12, 13, 27})
_SAMPLE: Final = 4_096
_MOST_CONTROLS: Final = 0.05


def page_bytes(body: bytes, url: str, longest: int) -> bytes:
    """``body`` as the bytes of a page: unpacked if it is gzip without a header that says so.

    At most ``longest`` bytes are unpacked. Raises ``NotANewsPage`` with the reason ``not_text`` for bytes
    that are not text.
    """
    if body.startswith(_GZIP):
        try:
            body = zlib.decompressobj(wbits=31).decompress(body, longest)
        except zlib.error:
            raise _refused("broken gzip data", url) from None
    for signature, name in _SIGNATURES:
        if body.startswith(signature):
            raise _refused(name, url)
    sample = body[:_SAMPLE]
    if sample.startswith((b"\xff\xfe", b"\xfe\xff")):
        return body  # UTF-16 has a zero in every other byte
    if len(sample) - len(sample.translate(None, _CONTROLS)) > _MOST_CONTROLS * len(sample):
        raise _refused("binary data", url)
    return body


def _refused(what: str, url: str) -> NotANewsPage:
    return NotANewsPage("not_text", field="body", text=what, url=url)
