"""Where each archived response stands: a small SQLite file beside the WARC files.

It answers what a payload or an address was seen as before (for revisit records) and where a record id is
found, in constant memory. It holds nothing that the WARC files do not say: it is caught up with them when
opened (so a killed run leaves no gap), and made anew when it is missing or damaged.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Final, NamedTuple, Self

from osce_scraper.archive.errors import ArchiveError, Damage
from osce_scraper.archive.records import WarcRecord, records_in

INDEX_NAME: Final = "index.sqlite"
#: Raised when the tables change: an index of another version is made anew.
_VERSION: Final = 1
_TABLES: Final = """
CREATE TABLE files (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL UNIQUE,
    indexed_to INTEGER NOT NULL
);
CREATE TABLE captures (
    id INTEGER PRIMARY KEY,
    file INTEGER NOT NULL REFERENCES files (id),
    place INTEGER NOT NULL,
    record_id TEXT NOT NULL,
    url TEXT NOT NULL,
    date TEXT NOT NULL,
    status INTEGER,
    digest TEXT
);
CREATE INDEX captures_by_file ON captures (file);
CREATE UNIQUE INDEX captures_by_record ON captures (record_id);
CREATE INDEX captures_by_url ON captures (url) WHERE digest IS NOT NULL AND status = 200;
CREATE INDEX captures_by_digest ON captures (digest) WHERE digest IS NOT NULL;
CREATE TABLE revisits (
    url TEXT PRIMARY KEY,
    digest TEXT NOT NULL
) WITHOUT ROWID;
"""
#: Faults of the index itself; others (no room, no right to write, locked) are the directory's.
_FAULTY: Final = frozenset({sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_ERROR})


class Original(NamedTuple):
    """The capture that holds a payload: what a revisit record refers to."""

    record_id: str
    url: str
    date: str
    """WARC date, as the record has it."""
    digest: str
    """Payload digest, as the record has it."""


class Place(NamedTuple):
    """Where a record stands."""

    file: Path
    offset: int


class CaptureIndex:
    """The index of one archive directory. A context manager."""

    def __init__(self, directory: Path) -> None:
        """Open the index of ``directory`` and catch up with its WARC files.

        Raises ``ArchiveError`` when the index can be neither opened nor made anew.
        """
        self._directory = directory
        self._path = directory / INDEX_NAME
        #: Damage met in the WARC files while catching up.
        self.damages: list[Damage] = []
        with self._told():
            try:
                self._database = self._open()
                self._catch_up()
            except sqlite3.DatabaseError as error:
                if error.sqlite_errorcode not in _FAULTY:
                    raise
                self._remake()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exc: object) -> None:
        self.close()

    def by_digest(self, digest: str) -> Original | None:
        """The first capture with this payload digest."""
        row = self._database.execute(
            "SELECT record_id, url, date, digest FROM captures WHERE digest = ? ORDER BY id LIMIT 1",
            (digest,),
        ).fetchone()
        return Original(*row) if row else None

    def latest_of(self, url: str) -> Original | None:
        """The capture that holds what ``url`` last answered with status 200."""
        revisit = self._database.execute("SELECT digest FROM revisits WHERE url = ?", (url,)).fetchone()
        if revisit:
            return self.by_digest(revisit[0])
        row = self._database.execute(
            "SELECT record_id, url, date, digest FROM captures"
            " WHERE url = ? AND digest IS NOT NULL AND status = 200 ORDER BY id DESC LIMIT 1",
            (url,),
        ).fetchone()
        return Original(*row) if row else None

    def add_file(self, name: str) -> int:
        """Begin a new WARC file; the number that ``add`` takes."""
        cursor = self._database.execute("INSERT INTO files (name, indexed_to) VALUES (?, 0)", (name,))
        assert cursor.lastrowid is not None
        return cursor.lastrowid

    def add(
        self,
        file: int,
        *,
        offset: int,
        end: int,
        record_id: str,
        url: str,
        date: str,
        status: int | None,
        digest: str | None,
        revisits: str | None = None,
    ) -> None:
        """Add a capture that stands at ``offset`` in ``file`` and is written up to ``end``.

        ``digest`` is the payload's where the record holds the payload; ``revisits`` is the digest of the
        payload that a revisit record stands for.
        """
        execute = self._database.execute
        with self._told(), self._transaction():
            # Another run may have met the record already, while it caught up with this file.
            execute(
                "INSERT OR IGNORE INTO captures (file, place, record_id, url, date, status, digest)"
                " VALUES (?, ?, ?, ?, ?, ?, ?)",
                (file, offset, record_id, url, date, status, digest),
            )
            if revisits is not None and status == 200:
                execute("INSERT OR REPLACE INTO revisits (url, digest) VALUES (?, ?)", (url, revisits))
            elif digest is not None and status == 200:
                execute("DELETE FROM revisits WHERE url = ?", (url,))
            execute("UPDATE files SET indexed_to = ? WHERE id = ?", (end, file))

    def drop_file(self, file: int) -> None:
        """Forget a file that was taken away again."""
        with self._told(), self._transaction():
            self._database.execute("DELETE FROM captures WHERE file = ?", (file,))
            self._database.execute("DELETE FROM files WHERE id = ?", (file,))

    def close(self) -> None:
        """Close the file; everything is in it already."""
        self._database.close()

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        self._database.execute("BEGIN IMMEDIATE")
        try:
            yield
        except BaseException:
            self._database.execute("ROLLBACK")
            raise
        self._database.execute("COMMIT")

    @contextmanager
    def _told(self) -> Iterator[None]:
        """Turn what SQLite or the file system says into what to do about it."""
        try:
            yield
        except (OSError, sqlite3.DatabaseError) as error:
            raise ArchiveError(
                f"the archive's index {self._path} cannot be written ({error}): "
                "see that its directory can be written and has room"
            ) from error

    def _open(self) -> sqlite3.Connection:
        database = sqlite3.connect(self._path, timeout=30, isolation_level=None)
        version = database.execute("PRAGMA user_version").fetchone()[0]
        # The index can be made again from the WARC files, so it need not survive a power cut.
        database.execute("PRAGMA journal_mode = WAL")
        database.execute("PRAGMA synchronous = OFF")
        if version == 0:
            database.executescript(f"BEGIN IMMEDIATE; {_TABLES} PRAGMA user_version = {_VERSION}; COMMIT;")
        elif version != _VERSION:
            database.close()
            return self._open_anew()
        return database

    def _open_anew(self) -> sqlite3.Connection:
        for path in self._directory.glob(f"{INDEX_NAME}*"):
            path.unlink()
        return self._open()

    def _remake(self) -> None:
        self._database = self._open_anew()
        self._catch_up()

    def _catch_up(self) -> None:
        known = {
            name: (number, indexed_to)
            for number, name, indexed_to in self._database.execute("SELECT id, name, indexed_to FROM files")
        }
        present = sorted(path.name for path in self._directory.glob("*.warc.gz"))
        for name in known.keys() - set(present):
            self.drop_file(known[name][0])
        for name in present:
            path = self._directory / name
            number, indexed_to = known.get(name, (None, 0))
            try:
                if path.stat().st_size > indexed_to:
                    self._index(path, number, indexed_to)
            except OSError as error:
                self.damages.append(Damage(path, indexed_to, f"cannot be read: {error.strerror or error}"))

    def _index(self, path: Path, file: int | None, start: int) -> None:
        """Index a file from ``start`` on. One that is no WARC or cannot be opened is told of and left out."""
        records = records_in(path, self.damages.append, start=start)
        while True:
            try:
                record = next(records, None)
            except ArchiveError as error:
                self.damages.append(Damage(path, start, str(error)))
                return
            if record is None:
                return
            if file is None:
                file = self.add_file(path.name)
            if record.type in ("response", "revisit"):
                self._index_record(record, file)

    def _index_record(self, record: WarcRecord, file: int) -> None:
        digest = record.fields.get("warc-payload-digest")
        is_response = record.type == "response"
        self.add(
            file,
            offset=record.offset,
            end=record.end,
            record_id=record.record_id,
            url=record.url,
            date=record.fields.get("warc-date", ""),
            status=_status(record),
            digest=digest if is_response else None,
            revisits=None if is_response else digest,
        )


def place_of(directory: Path, record_id: str) -> Place | None:
    """Where the index of ``directory`` says that a record stands; ``None`` when there is no such entry.

    Only reads, so it can be asked while a run is writing.
    """
    path = (directory / INDEX_NAME).absolute()
    try:
        with closing(sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True)) as database:
            row = database.execute(
                "SELECT name, place FROM captures JOIN files ON files.id = captures.file WHERE record_id = ?",
                (record_id,),
            ).fetchone()
    except sqlite3.DatabaseError:
        return None
    return Place(directory / row[0], row[1]) if row else None


def _status(record: WarcRecord) -> int | None:
    code = record.block[9:12]
    return int(code) if code.isdigit() else None
