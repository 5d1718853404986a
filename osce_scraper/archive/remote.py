"""WARC files elsewhere: an fsspec address becomes a file of this machine, on every machine that reads it."""

import os
import tempfile
from collections.abc import Mapping, Sequence
from hashlib import sha256
from importlib import import_module
from pathlib import Path
from typing import Any, Final

from osce_scraper.archive.errors import ArchiveError

#: Bytes that are fetched at a time.
_PIECE: Final = 1 << 20


def is_address(text: str) -> bool:
    """Whether ``text`` is an address rather than a path: ``s3://bucket/file.warc.gz``."""
    return "://" in text


def cache_directory() -> Path:
    """Where fetched files are kept: the same path on every machine, or what ``OSCE_ARCHIVE_CACHE`` names."""
    named = os.environ.get("OSCE_ARCHIVE_CACHE")
    return Path(named) if named else Path(tempfile.gettempdir()) / "osce-archive-cache"


def local_path(address: str) -> Path:
    """Where the file at ``address`` is kept once it was fetched."""
    name = address.rsplit("/", 1)[-1].partition("?")[0] or "archive.warc.gz"
    return cache_directory() / f"{sha256(address.encode()).hexdigest()[:16]}-{name}"


def fetch(addresses: Mapping[Path, str]) -> None:
    """Fetch the files of ``addresses`` (path here, address) that are not here yet, each whole or not at all.

    Raises ``ArchiveError`` when one cannot be had.
    """
    for path, address in addresses.items():
        if not path.exists():
            _fetch(address, path)


def _fetch(address: str, path: Path) -> None:
    try:
        fsspec: Any = import_module("fsspec")
    except ModuleNotFoundError:
        raise ArchiveError(
            f"{address} needs fsspec: pip install fsspec (part of the extra 'cluster')"
        ) from None
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        with (
            fsspec.open(address, "rb") as source,
            tempfile.NamedTemporaryFile(dir=path.parent, prefix=".", delete=False) as part,
        ):
            _copy(source, part)
        os.replace(part.name, path)
    except (OSError, ValueError, ImportError) as error:
        raise ArchiveError(f"{address} cannot be fetched ({error}): check the address") from error


def _copy(source: Any, target: Any) -> None:
    while piece := source.read(_PIECE):
        target.write(piece)
    target.flush()
    os.fsync(target.fileno())


def with_local_paths(addresses: Sequence[str]) -> dict[Path, str]:
    """Paths for ``addresses``, in their order."""
    return {local_path(address): address for address in addresses}
