"""One open store: its engine, its one writing connection, transactions, and faults put into words."""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import partial
from pathlib import Path
from threading import RLock, get_ident
from types import TracebackType
from typing import Any, Self
from urllib.parse import quote

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError, SQLAlchemyError

from osce_scraper.store.errors import DamagedStoreError, StoreError
from osce_scraper.store.nearby import nearby_data
from osce_scraper.store.overlay import Overlay
from osce_scraper.store.schema import migrate, newest_version, version_of

#: Seconds to wait for another writer before giving up.
_PATIENCE = 30

_HARVEST_FIRST = "harvest first (scrapy crawl news), or name another with --store"

#: So that the server notices a harvest whose machine went away, and frees its lock.
_KEEPALIVES = "-c tcp_keepalives_idle=30 -c tcp_keepalives_interval=10 -c tcp_keepalives_count=3"

#: Execution option: how a transaction of this connection begins.
_BEGIN = "osce_begin"


def url_in(directory: Path) -> str:
    """The address of the store that a data directory holds where no other is named."""
    return f"sqlite:///{directory.absolute() / 'osce.sqlite'}"


def parse_address(url: str) -> URL:
    """The parts of a store's address. Raises ``StoreError``, which never repeats what may be a password."""
    scheme, mark, rest = url.partition("://")
    if mark and scheme.partition("+")[0] == "sqlite" and rest[:1] in ("", "/"):
        # A path is taken as it stands: a directory may have "?", "%" or "@" in its name.
        return URL.create(scheme, database=rest.removeprefix("/") or None)
    try:
        parsed = make_url(url)
    except (ArgumentError, ValueError):
        parsed = None
    if parsed is None or url.count("@") > 1 or parsed.get_backend_name() == "sqlite":
        # Without the cause: it repeats the address.
        raise StoreError(
            "what was given is no store address: write sqlite:///path/to/osce.sqlite or "
            "postgresql+psycopg://user@host/database, in a user or a password %40 for @"
        )
    return parsed


def shown_address(url: URL) -> str:
    """The address without user, password and options, as it may be told."""
    if url.get_backend_name() == "sqlite":
        return f"{url.drivername}:///{url.database}"
    return URL.create(url.drivername, host=url.host, port=url.port, database=url.database).render_as_string()


def _parse(url: str) -> URL:
    parsed = parse_address(url)
    backend = parsed.get_backend_name()
    if backend == "postgresql" and parsed.drivername == "postgresql":
        parsed = parsed.set(drivername="postgresql+psycopg")
    if backend not in ("sqlite", "postgresql"):
        raise StoreError(
            f"the store can be SQLite or PostgreSQL, not {backend}: set OSCE_STORE_URL or --store"
        )
    if backend == "sqlite" and parsed.database in (None, "", ":memory:"):
        raise StoreError("the store must outlive the run: name its file, as in sqlite:///data/osce.sqlite")
    return parsed


def _sqlite_engine(url: URL, path: Path, *, must_exist: bool) -> Engine:
    if must_exist and not path.exists():
        raise StoreError(f"there is no store at {path}: {_HARVEST_FIRST}{nearby_data(path.parent)}")
    if must_exist and not may_write(path):
        engine = create_engine(url, creator=partial(_connect_to_read, path))
    else:
        engine = _writing_engine(url, path)

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        connection.exec_driver_sql(connection.get_execution_options().get(_BEGIN, "BEGIN"))

    return engine


def _writing_engine(url: URL, path: Path) -> Engine:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StoreError(
            f"the directory {path.parent} cannot be made ({error.strerror}): "
            "choose a writable one with OSCE_DATA_DIR or --data-dir"
        ) from error
    engine = create_engine(url, connect_args={"timeout": _PATIENCE, "check_same_thread": False})

    @event.listens_for(engine, "connect")
    def _prepare(connection: Any, _record: Any) -> None:
        # The driver's own idea of when a transaction begins leaves reads and DDL outside of it.
        connection.isolation_level = None
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("PRAGMA synchronous=NORMAL")

    return engine


def may_write(path: Path) -> bool:
    """Whether this user may write an SQLite store: its file, and the files that SQLite puts beside it."""
    return os.access(path, os.W_OK) and os.access(path.parent, os.W_OK)


def _connect_to_read(path: Path) -> sqlite3.Connection:
    """Open a store that may only be read, whether its owner writes at the moment or not."""
    log = Path(f"{path}-wal")
    # Without a log nobody writes, and SQLite must be told so: it could not make the files that go with one.
    alone = "" if log.exists() and log.stat().st_size else "&immutable=1"
    return sqlite3.connect(
        f"file:{quote(str(path.absolute()))}?mode=ro{alone}",
        uri=True,
        timeout=_PATIENCE,
        check_same_thread=False,
        isolation_level=None,
    )


def _postgresql_engine(url: URL) -> Engine:
    try:
        return create_engine(
            url,
            connect_args={
                "connect_timeout": _PATIENCE,
                "options": _KEEPALIVES,
            },
        )
    except (ImportError, NoSuchModuleError) as error:
        raise StoreError(
            "PostgreSQL needs the driver psycopg 3: pip install 'psycopg[binary]' (the extra 'postgres')"
        ) from error


def explain(error: SQLAlchemyError, url: URL) -> StoreError:
    """The fault as something a person can act on."""
    where = shown_address(url)
    said = str(error.orig).strip() if isinstance(error, DBAPIError) else str(error)
    first = said.splitlines()[0] if said else type(error).__name__
    if "not a database" in said or "malformed" in said:
        return DamagedStoreError(
            f"the store {where} is damaged ({first}). It was left as it is. Restore it from a backup; or "
            "move it away and rebuild it from the archive with: osce reextract --apply"
        )
    if "disk is full" in said or "No space left" in said:
        return StoreError(f"no space is left for the store {where}: free some and run again; nothing is lost")
    if "readonly" in said or "unable to open" in said or "disk I/O" in said:
        return StoreError(
            f"the store {where} cannot be opened or written ({first}): check the rights on the file and its "
            "directory, or choose others with OSCE_DATA_DIR or --data-dir"
        )
    if "database is locked" in said:
        return StoreError(
            f"the store {where} is busy with another writer for over {_PATIENCE} seconds: try again"
        )
    if url.get_backend_name() == "postgresql" and isinstance(error, DBAPIError):
        return StoreError(
            f"the store {where} failed ({first}): check that the server runs and OSCE_STORE_URL"
        )
    return StoreError(f"the store {where} failed: {first}")


class Session:
    """An open store. Base of :class:`osce_scraper.store.Store`, which adds what can be kept in it."""

    def __init__(self, url: str, *, must_exist: bool = False) -> None:
        """Open the store at ``url`` and bring its tables up to date.

        ``must_exist``: make no new store. Raises ``StoreError`` with what to do.
        """
        self.url = _parse(url)
        self.dialect = self.url.get_backend_name()
        self._guard = RLock()
        self._depth = 0
        self._owner: int | None = None
        self._spoiled = False
        self._run: int | None = None
        self._overlay = Overlay(None)
        #: True while this store holds the harvest lock, so that no other harvest can be alive.
        self.alone = False
        #: Identities that were in quarantine at any time of this run; None: not looked up yet.
        self._refused: set[str] | None = None
        if self.dialect == "sqlite":
            self._engine = _sqlite_engine(self.url, self.path, must_exist=must_exist)
        else:
            self._engine = _postgresql_engine(self.url)
        try:
            self._connection = self._engine.connect().execution_options(**{_BEGIN: "BEGIN IMMEDIATE"})
        except SQLAlchemyError as error:
            self._engine.dispose()
            raise explain(error, self.url) from error
        try:
            # Read first: a store that is up to date opens while another process writes for long.
            with self.reading() as connection:
                version = version_of(connection)
            if version == 0 and must_exist:
                nearby = nearby_data(self.path.parent) if self.dialect == "sqlite" else ""
                raise StoreError(f"{shown_address(self.url)} is empty: {_HARVEST_FIRST}{nearby}")
            if version != newest_version():
                if self.dialect == "sqlite" and not may_write(self.path):
                    raise StoreError(
                        f"the tables of {shown_address(self.url)} are of an older version, and you may only "
                        "read them: have its owner run osce status once, which brings them up to date"
                    )
                with self.transaction() as connection:
                    migrate(connection)
        except StoreError:
            self.close()
            raise

    @property
    def path(self) -> Path:
        """The file of an SQLite store. Raises ``StoreError`` for another database."""
        if self.dialect != "sqlite" or not self.url.database:
            raise StoreError(f"{shown_address(self.url)} is no file")
        return Path(self.url.database)

    @property
    def run(self) -> int | None:
        """The run that this store was told of by ``start_run``; None before that."""
        return self._run

    @property
    def batch(self) -> int | None:
        """The batch in which the run of this store works; None where it writes what is accepted."""
        return self._overlay.batch

    def close(self) -> None:
        """Let go of the store. What was saved stays."""
        with suppress(SQLAlchemyError):
            self._connection.close()
        self._engine.dispose()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    @contextmanager
    def transaction(self) -> Iterator[Connection]:
        """All inside happens together or not at all; it is committed when the outermost block ends.

        Blocks nest. An error that leaves any block undoes the outermost, even if it was caught between.
        """
        with self._guard:
            try:
                if self._depth:
                    self._depth += 1
                    try:
                        yield self._connection
                    except BaseException:
                        self._spoiled = True
                        raise
                    finally:
                        self._depth -= 1
                    return
                self._spoiled = False
                self._depth = 1
                self._owner = get_ident()
                try:
                    with self._connection.begin() as begun:
                        yield self._connection
                        if self._spoiled:
                            begun.rollback()
                            raise StoreError(
                                "a step inside the transaction failed, so all of it was undone: do it again"
                            )
                finally:
                    self._depth = 0
                    self._owner = None
            except SQLAlchemyError as error:
                raise explain(error, self.url) from error

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A connection that sees the store as it is now, whatever is written meanwhile."""
        try:
            with self._engine.connect() as connection:
                if self.dialect == "postgresql":
                    connection = connection.execution_options(isolation_level="REPEATABLE READ")
                with connection.begin():
                    yield connection
        except SQLAlchemyError as error:
            raise explain(error, self.url) from error

    @contextmanager
    def looking_up(self) -> Iterator[Connection]:
        """A connection for a short look: inside a transaction it sees what the transaction did so far."""
        if self._owner == get_ident():
            yield self._connection
            return
        with self.reading() as connection:
            yield connection

    def make_durable(self) -> None:
        """Have everything committed so far on the disk itself, safe from a power cut (SQLite; fsync).

        PostgreSQL does so at each commit.
        """
        if self.dialect != "sqlite":
            return
        if self._depth:
            raise StoreError("make_durable() was called inside a transaction: call it after the commit")
        for file in (self.path, Path(f"{self.path}-wal")):
            if file.exists():
                _sync(file)


def _sync(path: Path) -> None:
    try:
        descriptor = os.open(path, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
    except OSError as error:
        raise StoreError(
            f"{path} could not be brought to the disk ({error.strerror}): see that the disk is sound"
        ) from error
