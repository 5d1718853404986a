"""Where the data is: a published directory, one file of it, or the store; and how it looks when it is not."""

import datetime as dt
import gzip
import os
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, Protocol

from pydantic_core import from_json

from osce_scraper.analysis.errors import DataError
from osce_scraper.analysis.lines import RawRecord
from osce_scraper.analysis.tables import TABLES
from osce_scraper.records import SCHEMA_VERSION
from osce_scraper.store import Store, StoreError, nearby_data, parse_address, shown_address, url_in

#: Published tables that tables of analysts are drawn from, with keys that only their lines have.
_MARKS: Final = {
    "news": {"story_id", "title", "body"},
    "menus": {"menu", "label", "path"},
    "changes": {"seq", "change"},
    "quarantine": {"reason", "first_refused"},
    "runs": {"run", "command", "started_at"},
}
_SQLITE: Final = b"SQLite format 3\0"
_GZIP: Final = b"\x1f\x8b"
#: How files begin that are often taken for a data file.
_BEGINNINGS: Final = {
    b"PAR1": "a Parquet file: read it with polars.read_parquet, pandas.read_parquet or duckdb",
    b"PK\x03\x04": "a zip archive or an Excel workbook",
    b"WARC/": "a WARC archive: rebuild the records from it with osce reextract, or read it with osce extract",
    b"<": "HTML or XML: turn a saved page into a record with osce extract",
    b"[": "a JSON array; data files have one object a line",
}
_HARVEST = "harvest with: osce harvest, or publish what the store has with: osce export"


class DataSource(Protocol):
    """Where records come from, table by table."""

    @property
    def place(self) -> str:
        """Where that is, in words."""

    @property
    def exported(self) -> str | None:
        """The table whose lines it holds as an export wrote them; ``None`` when it holds records."""

    def has(self, table: str) -> bool:
        """Whether it holds this published table (news, menus, changes, quarantine, runs)."""

    def records(self, table: str) -> Iterator[RawRecord]:
        """The records of a published table. Raises ``DataError`` when they cannot be read."""


def open_source(path: str | os.PathLike[str], as_of: dt.date | None = None) -> DataSource:
    """The data at ``path``: a published directory, a ``.jsonl`` or ``.jsonl.gz`` file, a store's file, or a
    store's address.

    ``as_of`` (a moment with its zone, or a day, whose end in UTC is meant) needs the store. Of a directory
    that holds both, the published files are read. Raises ``DataError``, which says what it found instead.
    """
    moment = _end_of(as_of)
    if "://" in str(path):
        return _Stored(str(path), moment)
    place = Path(path)
    if place.is_dir():
        return _in_directory(place, moment)
    if not place.exists():
        raise DataError(
            f"path {str(place)!r} does not exist: give a data directory such as 'data', a file such as "
            f"'data/news.jsonl', or a store. If nothing was harvested yet, {_HARVEST}"
        )
    try:
        with place.open("rb") as file:
            beginning = file.read(512)
    except OSError as error:
        raise DataError(f"{place} cannot be read ({error.strerror}): check its rights") from error
    if beginning.startswith(_SQLITE):
        return _Stored(f"sqlite:///{place.absolute()}", moment)
    if moment is not None:
        raise DataError(
            f"as_of needs the store, and {place} is a published file, which knows today's state only: give "
            "the data directory, its osce.sqlite, or the store's address"
        )
    table, exported = _table_of(place, beginning)
    return _One(place, table, exported=table if exported else None)


def own_files(path: str | os.PathLike[str]) -> frozenset[Path]:
    """The files (resolved) of the store and the publication at ``path``, as :func:`open_source` takes it."""
    if "://" in str(path):
        try:
            url = parse_address(str(path))
        except StoreError as error:
            raise DataError(str(error)) from error
        if url.get_backend_name() != "sqlite" or url.database is None:
            return frozenset()
        place = Path(url.database)
    else:
        place = Path(path)
    directory = place if place.is_dir() else place.parent
    names = ("osce.sqlite", "datapackage.json", *(f"{table}.jsonl" for table in _MARKS))
    return frozenset(file.resolve() for file in (place, *(directory / name for name in names)))


def _end_of(as_of: dt.date | None) -> dt.datetime | None:
    if as_of is None:
        return None
    if isinstance(as_of, dt.datetime):
        if as_of.tzinfo is None:
            raise DataError(
                "as_of needs a zone: give datetime(..., tzinfo=UTC), or a date for the end of that day"
            )
        return as_of
    if not isinstance(as_of, dt.date):
        raise DataError(f"as_of takes a date or a datetime, not {as_of!r}")
    return dt.datetime.combine(as_of, dt.time.max, dt.UTC)


def _in_directory(directory: Path, moment: dt.datetime | None) -> DataSource:
    stored = (directory / "osce.sqlite").is_file()
    if moment is not None:
        if not stored:
            raise DataError(
                f"as_of needs the store, and {directory} holds no osce.sqlite: give the store's address, "
                "such as postgresql+psycopg://user@host/database"
            )
        return _Stored(url_in(directory), moment)
    if (directory / "news.jsonl").is_file():
        return _Published(directory)
    if stored:
        return _Stored(url_in(directory), None)
    raise DataError(
        f"directory {str(directory)!r} holds neither news.jsonl nor osce.sqlite: give the directory that a "
        f"harvest wrote (data, unless OSCE_DATA_DIR names another), or {_HARVEST}{nearby_data(directory)}"
    )


def _table_of(file: Path, beginning: bytes) -> tuple[str, bool]:
    """The table that the first line is of, and whether an export wrote it; by its name, when it is empty."""
    named = file.name.partition(".")[0]
    if not beginning:
        if named in _MARKS or named in TABLES:
            return named, named not in _MARKS
        raise DataError(
            f"{file} is empty, and its name is none of {', '.join(f'{name}.jsonl' for name in _MARKS)}"
        )
    for start, what in _BEGINNINGS.items():
        if beginning.removeprefix(b"\xef\xbb\xbf").lstrip().startswith(start):
            raise DataError(f"{file} looks like {what}. Give a data file such as news.jsonl")
    try:
        first = next(_lines(file), None)
    except _NotJsonError as error:
        raise DataError(
            f"{file} does not look like a data file: its first line is no JSON ({error})"
        ) from None
    if first is None:
        return (named if named in _MARKS else "news"), False
    keys = set(first)
    for name, exported in TABLES.items():
        # News and menus are exported as the records that they are.
        if keys == set(exported.columns) and exported.rows is not TABLES["news"].rows:
            return name, True
    for table, marks in _MARKS.items():
        if marks <= keys:
            return table, False
    shown = ", ".join(sorted(keys)[:8]) or "none"
    raise DataError(
        f"{file} holds JSON lines, but no records of ours (keys: {shown}). Give news.jsonl, menus.jsonl or "
        "changes.jsonl as osce harvest or osce export wrote it"
    )


class _NotJsonError(Exception):
    """A line is no JSON object."""

    def __init__(self, line: int, why: str) -> None:
        super().__init__(f"line {line}: {why}")


def _lines(file: Path) -> Iterator[RawRecord]:
    with file.open("rb") as raw:
        packed = raw.read(2) == _GZIP
        raw.seek(0)
        lines = gzip.GzipFile(fileobj=raw) if packed else raw
        number = 0
        try:
            for number, line in enumerate(lines, start=1):
                try:
                    record = from_json(line)
                except ValueError as error:
                    if not line.strip():
                        continue
                    raise _NotJsonError(number, str(error)) from None
                if not isinstance(record, dict):
                    raise _NotJsonError(number, "no JSON object")
                yield record
        except (EOFError, zlib.error, gzip.BadGzipFile) as error:
            raise _NotJsonError(number + 1, f"the compressed file is cut off or damaged: {error}") from None


@dataclass(frozen=True, slots=True)
class _One:
    """One data file."""

    path: Path
    table: str
    exported: str | None = None

    @property
    def place(self) -> str:
        return str(self.path)

    def has(self, table: str) -> bool:
        return table == self.table and self.exported is None

    def records(self, table: str) -> Iterator[RawRecord]:
        if table != self.table:
            ending = ".jsonl.gz" if self.path.name.endswith(".gz") else ".jsonl"
            raise DataError(
                f"{self.path} holds {self.table}, and what was asked for is drawn from {table}: give "
                f"{table}{ending} or the whole data directory"
                + (f", or ask for table={self.table!r}" if self.table in TABLES else "")
            )
        try:
            yield from _of_this_version(_lines(self.path), self.path)
        except _NotJsonError as error:
            raise DataError(
                f"{self.path}, {error}. The file may have been cut off: publish it again with osce export"
            ) from None
        except OSError as error:
            raise DataError(f"{self.path} cannot be read ({error.strerror or error})") from error


@dataclass(frozen=True, slots=True)
class _Published:
    """A directory of data files."""

    directory: Path
    exported: None = None

    @property
    def place(self) -> str:
        return str(self.directory)

    def _file(self, table: str) -> Path:
        return self.directory / f"{table}.jsonl"

    def has(self, table: str) -> bool:
        return self._file(table).is_file()

    def records(self, table: str) -> Iterator[RawRecord]:
        if not self.has(table):
            raise DataError(f"{self.directory} holds no {table}.jsonl: publish it with osce export")
        return _One(self._file(table), table).records(table)


@dataclass(frozen=True, slots=True)
class _Stored:
    """A store, as it is now or as it was at a moment."""

    url: str
    moment: dt.datetime | None
    exported: None = None

    @property
    def place(self) -> str:
        return self.url if self.moment is None else f"{self.url} as of {self.moment:%Y-%m-%d %H:%M:%S %Z}"

    def has(self, table: str) -> bool:
        return table in _MARKS and (self.moment is None or table in ("news", "changes"))

    def records(self, table: str) -> Iterator[RawRecord]:
        if not self.has(table):
            raise DataError(
                f"the store keeps no history of {table}: ask without as_of, "
                "or for a table of the news or changes"
            )
        try:
            with Store(self.url, must_exist=True) as store:
                for record in self._of(store, table):
                    yield record.to_dict()
        except StoreError as error:
            raise DataError(str(error)) from error

    def _of(self, store: Store, table: str) -> Iterator[Any]:
        if self.moment is None:
            reading = {
                "news": store.current,
                "menus": store.menus,
                "changes": store.changes,
                "quarantine": store.quarantined,
                "runs": store.runs,
            }
            return iter(reading[table]())
        moment = self.moment
        if table == "news":
            return store.as_of(moment)
        return (change for change in store.changes() if change.at <= moment)


def _of_this_version(records: Iterator[RawRecord], file: Path) -> Iterator[RawRecord]:
    ours = SCHEMA_VERSION.partition(".")[0]
    for record in records:
        version = record.get("schema_version")
        if version is not None and str(version).partition(".")[0] != ours:
            raise DataError(
                f"{file} was written with version {version} of the records, and this program reads {ours}.x: "
                "use the osce-scraper that wrote it, or publish the file anew with osce export"
            )
        yield record


def without_password(place: str) -> str:
    """``place`` as it may be shown: a store's address without user, password and options."""
    address, of, moment = place.partition(" as of ")
    if "://" in address:
        address = shown_address(parse_address(address))
    return f"{address}{of}{moment}"
