"""Archived pages out of any WARC or WET file: ours, Common Crawl's, exports of the Wayback Machine.

A page is a response with its payload decoded. A revisit record gets the payload of the record it refers to,
if that stands in the files given. Addresses of the Wayback Machine become the addresses they hold, and the
time of the snapshot that of the page.
"""

import datetime as dt
import hashlib
import logging
import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Final

from osce_scraper.archive import digest
from osce_scraper.archive.errors import ArchiveError, Damage
from osce_scraper.archive.http import HttpResponse, decoded_body, parse_response, without_chunks
from osce_scraper.archive.index import place_of
from osce_scraper.archive.positions import PlacedReader, Position, placed_records
from osce_scraper.archive.records import Report, WarcRecord, parse_date, records_in
from osce_scraper.records import ArchiveLink
from osce_scraper.sites import unwrap_wayback

_LOG: Final = logging.getLogger(__name__)
_REVISIT: Final = "revisit"
_GOOD: Final = 200
#: Kinds of record that hold a page: responses, bare resources, and the text of a page (WET files).
_WITH_PAYLOAD: Final = frozenset({"response", "resource", "conversion"})
_WEB: Final = ("http://", "https://")
_SNAPSHOT: Final = re.compile(r"archive\.org(?::\d+)?/(?:web|wayback)/(\d{14})", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class ArchivedPage:
    """One page as an archive holds it."""

    url: str
    status: int | None
    """HTTP status; ``None`` for a record without HTTP (a WET file's text, a bare resource)."""
    headers: Mapping[str, str]
    """HTTP headers; names in lower case, values of a repeated one joined by a comma."""
    payload: bytes
    """The page's bytes with every encoding undone; what the record refers to, for a revisit."""
    fetched_at: dt.datetime | None
    """When it was captured, in UTC; ``None`` when the record does not say it."""
    file: str
    """The WARC file: relative to the data directory if it lies there, else its name."""
    record_id: str
    body_sha256: str
    """SHA-256 of ``payload``, hexadecimal."""
    media_type: str
    """Such as ``text/html``; ``text/plain`` for a WET file's text; empty when nothing says it."""
    truncated: str | None = None
    """Why the payload is incomplete, by the record's word (``length``, ``disconnect``), if it is."""
    revisit: bool = False
    """Whether the payload is that of an earlier record (a 304, or equal bytes)."""


@dataclass(frozen=True, slots=True)
class Capture:
    """A page in an archive, known by its record's header: what ``load`` reads."""

    position: Position
    url: str
    status: int | None
    fetched_at: dt.datetime | None
    record_id: str
    media_type: str
    headers: Mapping[str, str]
    """HTTP headers of an answer that is no page itself (a redirect, a 304); else empty, to save memory."""
    truncated: bool
    revisit: bool
    names: tuple[str, ...]
    """What a revisit record would call this one by; of a revisit, what it calls the one it repeats by."""
    original: Position | None = None
    """Where the payload stands that a revisit record refers to."""


class Originals:
    """Where payloads stand, found by whatever a revisit record names them by."""

    def __init__(self) -> None:
        self._positions: dict[str, Position] = {}

    def add(self, names: Iterable[str], position: Position) -> None:
        """Note a record that holds a payload, by the names of ``names_of``."""
        for name in names:
            # Of two records of one name the first will do: equal digests are equal payloads.
            self._positions.setdefault(name, position)

    def find(self, names: Iterable[str]) -> Position | None:
        """Where the payload stands that a revisit record names; ``None`` when it was not met."""
        return next((self._positions[name] for name in names if name in self._positions), None)


def names_of(record: WarcRecord) -> tuple[str, ...]:
    """What a revisit record may call ``record`` by: its id, its address and date, its payload's digest."""
    fields = record.fields
    return _names(
        record.record_id, record.url, fields.get("warc-date", ""), fields.get("warc-payload-digest", "")
    )


def names_referred(revisit: WarcRecord) -> tuple[str, ...]:
    """What the record is called that ``revisit`` repeats, the surest name first."""
    fields = revisit.fields
    return _names(
        fields.get("warc-refers-to", ""),
        fields.get("warc-refers-to-target-uri", "").strip("<>"),
        fields.get("warc-refers-to-date", ""),
        fields.get("warc-payload-digest", ""),
    )


def _names(record_id: str, url: str, date: str, payload_digest: str) -> tuple[str, ...]:
    url_and_date = f"{url} {date}" if url and date else ""
    return tuple(name for name in (record_id, url_and_date, payload_digest) if name)


def log_damage(damage: Damage) -> None:
    """The report that is made when no other is asked for: a warning in the log."""
    _LOG.warning("%s", damage)


def pages_in(
    paths: Path | Iterable[Path], report: Report = log_damage, *, data_directory: Path | None = None
) -> Iterator[ArchivedPage]:
    """The pages of one or more WARC or WET files, in the order of their records.

    Revisit records come last where the record that they refer to stands behind them, and are reported
    together where it stands in none of the files. ``report`` is told of every damaged place.
    ``data_directory`` is what the pages' ``file`` is relative to. Raises ``NotAWarc`` when a file is
    something else, ``ArchiveError`` when one cannot be opened.
    """
    originals = Originals()
    early: list[WarcRecord] = []
    with closing(PlacedReader()) as placed:
        for path in [paths] if isinstance(paths, Path) else paths:
            for position, record in placed_records(path, report):
                original = originals.find(names_referred(record)) if record.type == _REVISIT else None
                page = None
                if record.type in _WITH_PAYLOAD:
                    originals.add(names_of(record), position)
                    page = _page(record, record, report, data_directory)
                elif original is not None:
                    page = _page(record, placed.record_at(original), report, data_directory)
                elif record.type == _REVISIT:
                    early.append(record)
                if page is not None:
                    yield page
        unresolved: list[WarcRecord] = []
        for record in early:
            original = originals.find(names_referred(record))
            if original is None:
                unresolved.append(record)
                continue
            page = _page(record, placed.record_at(original), report, data_directory)
            if page is not None:
                yield page
    if unresolved:
        # An archive whose first files were moved away holds little but 304s: one line for all of them.
        first = unresolved[0]
        said = _UNRESOLVED.format(first.record_id, first.url)
        if len(unresolved) > 1:
            said += f", and so do {len(unresolved) - 1:,} further records"
        report(Damage(first.path, first.offset, said))


_UNRESOLVED: Final = "record {} of {} refers to a payload that is in none of the files given"


def captures_in(path: Path, report: Report) -> Iterator[Capture]:
    """Every page of the file as a ``Capture``, revisits not resolved yet.

    The first half of reading an archive in parallel; ``load`` is the second.
    """
    for position, record in placed_records(path, report):
        if record.type in _WITH_PAYLOAD or record.type == _REVISIT:
            capture = _capture(record, position)
            if capture is not None:
                yield capture


def load(
    capture: Capture, placed: PlacedReader, report: Report, *, data_directory: Path | None = None
) -> ArchivedPage | None:
    """The page of ``capture``, read by ``placed``; ``None`` when its payload cannot be had, and is reported.

    Raises ``ArchiveError`` when the file is no longer what it was when the capture was found.
    """
    record = placed.record_at(capture.position)
    source = record
    if capture.revisit:
        if capture.original is None:
            report(Damage(record.path, record.offset, _UNRESOLVED.format(record.record_id, record.url)))
            return None
        source = placed.record_at(capture.original)
    return _page(record, source, report, data_directory)


def find_page(data_directory: Path, link: ArchiveLink) -> ArchivedPage:
    """The archived page that a record's ``source.archive`` leads to.

    Raises ``ArchiveError`` when the file or the record is no longer there.
    """
    path = data_directory / link.file
    record = _find_record(path, link.record_id)
    if record is None:
        raise ArchiveError(f"{path} holds no whole record {link.record_id}")
    source: WarcRecord | None = record
    if record.type == _REVISIT:
        source = _find_original(path.parent, record)
        if source is None:
            raise ArchiveError(_UNRESOLVED.format(record.record_id, record.url))
    assert source is not None
    problems: list[Damage] = []
    page = _page(record, source, problems.append, data_directory)
    if page is None:
        raise ArchiveError(str(problems[0]) if problems else f"record {link.record_id} of {path} is no page")
    return page


def _find_record(path: Path, record_id: str) -> WarcRecord | None:
    place = place_of(path.parent, record_id)
    if place is not None and place.file == path and path.exists():
        record = next(records_in(path, log_damage, start=place.offset), None)
        if record is not None and record.record_id == record_id:
            return record
    return next((record for record in records_in(path, log_damage) if record.record_id == record_id), None)


def _find_original(directory: Path, revisit: WarcRecord) -> WarcRecord | None:
    referred = revisit.fields.get("warc-refers-to", "")
    place = place_of(directory, referred) if referred else None
    if place is not None and (record := _find_record(place.file, referred)) is not None:
        return record
    originals = Originals()
    for path in sorted(directory.glob("*.warc.gz")):
        for position, record in placed_records(path, log_damage):
            if record.type in _WITH_PAYLOAD:
                originals.add(names_of(record), position)
    found = originals.find(names_referred(revisit))
    if found is None:
        return None
    with closing(PlacedReader()) as placed:
        return placed.record_at(found)


def _capture(record: WarcRecord, position: Position) -> Capture | None:
    if not record.url.lower().startswith(_WEB):
        return None
    response = parse_response(record.block) if record.type in ("response", _REVISIT) else None
    url, fetched_at = _unwrapped(record)
    revisit = record.type == _REVISIT
    return Capture(
        position=position,
        url=url,
        status=None if response is None else response.status,
        fetched_at=fetched_at,
        record_id=record.record_id,
        media_type=_media_type(record, response),
        headers={} if response is None or response.status == _GOOD else response.headers,
        truncated="warc-truncated" in record.fields,
        revisit=revisit,
        names=names_referred(record) if revisit else names_of(record),
    )


def _page(
    record: WarcRecord, source: WarcRecord, report: Report, data_directory: Path | None
) -> ArchivedPage | None:
    """The page of ``record`` with the payload of ``source``; ``None`` when there is none."""
    if not record.url.lower().startswith(_WEB):
        return None
    of_http = source.type == "response"
    stored = parse_response(source.block) if of_http else None
    if of_http and stored is None:
        report(Damage(source.path, source.offset, f"record {source.record_id} holds no HTTP response"))
        return None
    payload = source.block if stored is None else decoded_body(stored)
    if stored is not None and _altered(source, stored, payload):
        report(
            Damage(
                source.path,
                source.offset,
                f"the payload of record {source.record_id} is not what its digest says: it was altered",
            )
        )
        return None
    # A revisit may carry no HTTP header of its own: then that of the original holds.
    response = (parse_response(record.block) or stored) if record.type == _REVISIT else stored
    url, fetched_at = _unwrapped(record)
    return ArchivedPage(
        url=url,
        status=None if response is None else response.status,
        headers={} if response is None else response.headers,
        payload=payload,
        fetched_at=fetched_at,
        file=file_label(record.path, data_directory),
        record_id=record.record_id,
        body_sha256=hashlib.sha256(payload).hexdigest(),
        media_type=_media_type(source, stored),
        truncated=source.fields.get("warc-truncated"),
        revisit=record.type == _REVISIT,
    )


def _altered(record: WarcRecord, response: HttpResponse, payload: bytes) -> bool:
    """Whether the payload digest fits no reading of "payload": with or without chunks, or decoded.

    Where there is a block digest it was checked already, and archives agree on what a block is.
    """
    stated = record.fields.get("warc-payload-digest")
    if not stated or "warc-block-digest" in record.fields or "warc-truncated" in record.fields:
        return False
    readings = (response.body, without_chunks(response), payload)
    return all(digest.matches(stated, reading) is False for reading in readings)


def _unwrapped(record: WarcRecord) -> tuple[str, dt.datetime | None]:
    """Address and time of the page itself, where the record is a capture of the Wayback Machine's copy."""
    url = unwrap_wayback(record.url)
    snapshot = _SNAPSHOT.search(record.url) if url != record.url else None
    if snapshot is None:
        return url, record.date
    digits = snapshot[1]
    return url, parse_date(f"{digits[:8]}T{digits[8:]}") or record.date


def _media_type(record: WarcRecord, response: HttpResponse | None) -> str:
    stated = record.fields.get("content-type", "")
    if response is not None:
        stated = response.headers.get("content-type", "")
    elif record.type in ("response", _REVISIT):
        stated = ""
    return stated.partition(";")[0].strip().lower()


@lru_cache(maxsize=64)
def file_label(path: Path, data_directory: Path | None) -> str:
    """How records name the file: relative to the data directory if it lies there, else by its name."""
    if data_directory is not None:
        try:
            return path.resolve().relative_to(data_directory.resolve()).as_posix()
        except ValueError:
            return path.name
    return path.name
