"""Digests as WARC files write them: ``sha1:`` and base32, or hexadecimal from some other tools."""

import base64
import hashlib
from typing import Final

_HASHES: Final = {
    "md5": hashlib.md5,
    "sha1": hashlib.sha1,
    "sha256": hashlib.sha256,
    "sha512": hashlib.sha512,
}


def sha1_digest(*parts: bytes) -> str:
    """``sha1:`` and the base32 SHA-1 of the parts in a row, the usual form of a WARC digest."""
    hashed = hashlib.sha1(usedforsecurity=False)
    for part in parts:
        hashed.update(part)
    return f"sha1:{base64.b32encode(hashed.digest()).decode('ascii')}"


def matches(digest: str, content: bytes) -> bool | None:
    """Whether ``digest`` is that of ``content``; ``None`` when its algorithm or form is not known here."""
    algorithm, colon, value = digest.strip().partition(":")
    make = _HASHES.get(algorithm.lower().replace("-", ""))
    if not colon or make is None:
        return None
    actual = make(content, usedforsecurity=False).digest()
    # Without its padding the length tells which of the two forms it is.
    value = value.rstrip("=")
    if len(value) == 2 * len(actual):
        return value.lower() == actual.hex()
    base32 = base64.b32encode(actual).decode("ascii").rstrip("=")
    return value.upper() == base32 if len(value) == len(base32) else None
