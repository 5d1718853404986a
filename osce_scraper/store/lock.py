"""One harvest at a time: a lock that a dead process does not hold.

SQLite: ``flock`` on a file beside the database, which the kernel releases when the process dies however it
dies. PostgreSQL: an advisory lock of the store's own connection, which the server releases when it closes.
"""

import datetime as dt
import json
import os
import socket
import time
from abc import ABC, abstractmethod
from pathlib import Path
from types import TracebackType
from typing import Self
from weakref import WeakSet

from sqlalchemy import RowMapping, delete, insert, select, text

from osce_scraper.store.errors import AnotherHarvest, StoreError
from osce_scraper.store.runs import RunBook
from osce_scraper.store.session import Session
from osce_scraper.store.tables import lock, utc

#: Key of the advisory lock that the one harvest of a PostgreSQL store holds.
_HARVEST_KEY = 0x05CE_0003
_HARVEST = "harvest"

#: Seconds for which somebody who only asks may be in the way.
_ASKING = 0.2

_held_files: "WeakSet[_FileLock]" = WeakSet()


class HarvestLock(ABC):
    """A lock that is held until :meth:`release`, or until the process ends in whatever way."""

    @abstractmethod
    def release(self) -> None:
        """Let go. A second time does nothing."""

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.release()


class _FileLock(HarvestLock):
    def __init__(self, store: Session, command: str, now: dt.datetime) -> None:
        self._store = store
        path = Path(f"{store.path}.lock")
        try:
            self._descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o666)
        except OSError as error:
            raise StoreError(
                f"the lock {path} cannot be opened ({error.strerror}): check the rights on it and on its "
                "directory, or choose another with OSCE_DATA_DIR or --data-dir"
            ) from error
        try:
            said = _take(self._descriptor)
        except OSError as error:
            os.close(self._descriptor)
            raise StoreError(
                f"{path} cannot be locked ({error.strerror}): keep the store on a local disk, or use "
                "PostgreSQL"
            ) from error
        if said is not None:
            os.close(self._descriptor)
            raise _held_by(said)
        holder = {
            "pid": os.getpid(),
            "host": socket.gethostname(),
            "command": command,
            "since": utc(now).isoformat(),
        }
        os.ftruncate(self._descriptor, 0)
        os.pwrite(self._descriptor, json.dumps(holder).encode(), 0)
        store.alone = True
        _held_files.add(self)

    def release(self) -> None:
        if self._descriptor >= 0:
            # Closing is what releases; the file stays, since removing it would let two hold "the" lock.
            os.close(self._descriptor)
            self._descriptor = -1
            self._store.alone = False


def _take(descriptor: int) -> bytes | None:
    """Take the lock, and give None; or give what its holder wrote.

    Tried for a moment: whoever asks who holds the lock has a share in it for an instant.
    """
    import fcntl  # not on Windows, where data can still be read

    deadline = time.monotonic() + _ASKING
    while True:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return None
        except BlockingIOError:
            if time.monotonic() > deadline:
                return os.pread(descriptor, 4096, 0)
            time.sleep(0.01)


def _let_go_in_child() -> None:
    """A forked child must not keep the lock alive after its parent."""
    for held in list(_held_files):
        held.release()


os.register_at_fork(after_in_child=_let_go_in_child)


def _held_by(said: bytes) -> AnotherHarvest:
    try:
        holder = json.loads(said)
        return AnotherHarvest(
            pid=holder["pid"],
            host=holder["host"],
            command=holder["command"],
            since=dt.datetime.fromisoformat(holder["since"]),
        )
    except (ValueError, KeyError, TypeError):
        # Between taking the lock and writing the name a moment passes.
        return AnotherHarvest()


def _holder_of_file(path: Path) -> AnotherHarvest | None:
    import fcntl  # not on Windows, where data can still be read

    try:
        descriptor = os.open(path, os.O_RDONLY)
    except FileNotFoundError:
        return None
    try:
        fcntl.flock(descriptor, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return _held_by(os.pread(descriptor, 4096, 0))
    finally:
        os.close(descriptor)
    return None


def _named(row: RowMapping | None) -> AnotherHarvest:
    if row is None:
        return AnotherHarvest()
    return AnotherHarvest(**{name: row[name] for name in ("pid", "host", "command", "since")})


_IS_HELD = text(
    "SELECT count(*) > 0 FROM pg_locks WHERE locktype = 'advisory' AND granted AND classid = :high "
    "AND objid = :low AND database = (SELECT oid FROM pg_database WHERE datname = current_database())"
)


class _ServerLock(HarvestLock):
    def __init__(self, store: Session, command: str, now: dt.datetime) -> None:
        self._store: Session | None = store
        with store.transaction() as connection:
            taken = connection.execute(
                text("SELECT pg_try_advisory_lock(:key)"), {"key": _HARVEST_KEY}
            ).scalar()
            row = connection.execute(select(lock).where(lock.c.name == _HARVEST)).mappings().one_or_none()
            if taken:
                connection.execute(delete(lock).where(lock.c.name == _HARVEST))
                connection.execute(
                    insert(lock).values(
                        name=_HARVEST,
                        pid=os.getpid(),
                        host=socket.gethostname(),
                        command=command,
                        since=utc(now),
                    )
                )
        if not taken:
            self._store = None
            raise _named(row)
        store.alone = True

    def release(self) -> None:
        if self._store is not None:
            with self._store.transaction() as connection:
                connection.execute(delete(lock).where(lock.c.name == _HARVEST))
                connection.execute(text("SELECT pg_advisory_unlock(:key)"), {"key": _HARVEST_KEY})
            self._store.alone = False
            self._store = None


class Locking(RunBook):
    """The lock of the store. Part of :class:`osce_scraper.store.Store`."""

    def lock(self, command: str, now: dt.datetime) -> HarvestLock:
        """Hold the store for one harvest, until released or until this process ends.

        ``command`` is what others are told that is running. Raises ``AnotherHarvest``, which says who holds
        it since when.
        """
        held: HarvestLock
        held = _FileLock(self, command, now) if self.dialect == "sqlite" else _ServerLock(self, command, now)
        self._held = held
        return held

    def holder(self) -> AnotherHarvest | None:
        """The harvest that holds the store now, as what :meth:`lock` would raise; None when nobody does."""
        if self.dialect == "sqlite":
            return _holder_of_file(Path(f"{self.path}.lock"))
        with self.reading() as connection:
            held = connection.execute(_IS_HELD, {"high": 0, "low": _HARVEST_KEY}).scalar()
            row = connection.execute(select(lock).where(lock.c.name == _HARVEST)).mappings().one_or_none()
        return _named(row) if held else None

    _held: HarvestLock | None = None

    def close(self) -> None:
        """Let go of the lock and of the store. What was saved stays."""
        if self._held is not None:
            self._held.release()
            self._held = None
        super().close()
