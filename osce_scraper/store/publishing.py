"""The data files: written beside, brought to the disk, renamed into place.

A reader sees the file of before or the file of now, never a part of one, whatever kills the writer.
"""

import datetime as dt
import errno
import json
import os
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from sqlalchemy import Connection

from osce_scraper.records import (
    README_TITLE,
    ChangeEntry,
    MenuEntry,
    NewsItem,
    PublishedTable,
    QuarantineEntry,
    Record,
    RunEntry,
    data_package,
    json_schema,
    readme,
)
from osce_scraper.store.errors import PublishError
from osce_scraper.store.items import stream_changes, stream_current
from osce_scraper.store.menus import stream_menus
from osce_scraper.store.quarantine import stream_quarantine
from osce_scraper.store.runs import stream_runs
from osce_scraper.store.store import Store
from osce_scraper.store.tables import utc

#: Ending of a file that is still being written.
_PART = ".part"
#: Seconds to wait for another process that publishes into the same directory.
_PATIENCE = 60.0


@dataclass(frozen=True, slots=True)
class Table(PublishedTable):
    """A published table: what readers are told of it, and where its lines come from."""

    rows: Callable[[Connection], Iterable[Record]]

    @property
    def file(self) -> str:
        """Name of the data file."""
        return f"{self.name}.jsonl"

    @property
    def schema_file(self) -> str:
        """Name of the file with its JSON Schema, relative to the data directory."""
        return f"schema/{self.name}.json"


#: Everything that is published, in the order of docs/store.md.
TABLES = (
    Table("news", NewsItem, "Every current item, by date of issue and id.", ("id",), stream_current),
    Table("menus", MenuEntry, "The current menus, an entry a line.", ("menu", "id"), stream_menus),
    Table(
        "changes",
        ChangeEntry,
        "One line an item that was added, changed, withdrawn or returned.",
        ("seq",),
        stream_changes,
    ),
    Table("quarantine", QuarantineEntry, "Pages that gave no record, and why.", ("id",), stream_quarantine),
    Table(
        "runs", RunEntry, "One line a run: what it counted, and what monitors found.", ("run",), stream_runs
    ),
)
_README = "README.md"
#: In the archive: names of its files that hold pages of batches that are held or were not accepted.
LEFT_OUT = "not_accepted.txt"


@dataclass(frozen=True, slots=True)
class PublishedFile:
    """A published file: its name relative to the directory, lines, bytes and SHA-256 (hexadecimal)."""

    name: str
    lines: int
    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Published:
    """What was published, where and when."""

    directory: Path
    at: dt.datetime
    files: tuple[PublishedFile, ...]

    def file(self, name: str) -> PublishedFile:
        """The file of this name, such as ``news.jsonl``. Raises KeyError when it is not among them."""
        for file in self.files:
            if file.name == name:
                return file
        raise KeyError(name)


def publish(store: Store, directory: Path, now: dt.datetime) -> Published:
    """Write the data files of ``store`` into ``directory``, all of one moment of the store.

    Every file is written whole beside the old one and brought to the disk before the first is renamed into
    place. Raises ``PublishError`` (no space, no rights, somebody else publishing) or ``StoreError``; then the
    files of before are untouched and nothing is left lying about.
    """
    at = utc(now)
    # What the files tell must be as safe as the files.
    store.make_durable()
    try:
        directory.mkdir(parents=True, exist_ok=True)
        (directory / "schema").mkdir(exist_ok=True)
        with _alone_in(directory):
            return Published(directory, at, tuple(_publish(store, directory)))
    except OSError as error:
        raise _explain(error, directory) from error


def write_left_out(store: Store, directory: Path) -> None:
    """Name the files of the archive that hold pages of no accepted batch, for who reads the archive alone."""
    archive = directory / "archive"
    names, path = store.files_not_accepted(), archive / LEFT_OUT
    text = "".join(f"{name}\n" for name in names)
    if not archive.is_dir() or (not text and not path.exists()):
        return
    try:
        _part_of(path).unlink(missing_ok=True)
        _write_beside(archive, LEFT_OUT, [text])
        os.replace(_part_of(path), path)
    except OSError as error:
        _part_of(path).unlink(missing_ok=True)
        raise _explain(error, archive) from error


def _publish(store: Store, directory: Path) -> list[PublishedFile]:
    folders = (directory, directory / "schema")
    _remove_parts(folders)
    try:
        written = []
        with store.reading() as connection:
            for table in TABLES:
                lines = (f"{record.to_json_line()}\n" for record in table.rows(connection))
                written.append(_write_beside(directory, table.file, lines))
        for table in TABLES:
            schema = json.dumps(json_schema(table.model), ensure_ascii=False, indent=2)
            written.append(_write_beside(directory, table.schema_file, [f"{schema}\n"]))
        package = json.dumps(data_package(TABLES), ensure_ascii=False, indent=2)
        written.append(_write_beside(directory, "datapackage.json", [f"{package}\n"]))
        if _is_ours(directory / _README):
            written.append(_write_beside(directory, _README, [readme(TABLES)]))
        for file in written:
            path = directory / file.name
            os.replace(_part_of(path), path)
    except BaseException:
        _remove_parts(folders)
        raise
    for folder in folders:
        _sync_folder(folder)
    return written


def _is_ours(page: Path) -> bool:
    """Whether the README may be written: none is there, or one that was made by publishing."""
    try:
        with page.open(encoding="utf-8", errors="replace") as file:
            return file.readline().rstrip() == README_TITLE
    except FileNotFoundError:
        return True


def _part_of(path: Path) -> Path:
    return path.with_name(f".{path.name}{_PART}")


def _write_beside(directory: Path, name: str, lines: Iterable[str]) -> PublishedFile:
    digest, count, size = sha256(), 0, 0
    with open(_part_of(directory / name), "xb", buffering=1 << 20) as file:
        for line in lines:
            data = line.encode()
            digest.update(data)
            count += 1
            size += len(data)
            file.write(data)
        file.flush()
        os.fsync(file.fileno())
    return PublishedFile(name, count, size, digest.hexdigest())


def _remove_parts(folders: Iterable[Path]) -> None:
    """Remove what a publishing that was killed left behind."""
    for folder in folders:
        for part in folder.glob(f".*{_PART}"):
            part.unlink(missing_ok=True)


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


@contextmanager
def _alone_in(directory: Path) -> Iterator[None]:
    """Hold the directory itself, so that no lock file lies among the data; the dead hold nothing."""
    import fcntl  # not on Windows, where data can still be read

    descriptor = os.open(directory, os.O_RDONLY)
    try:
        deadline = time.monotonic() + _PATIENCE
        while True:
            try:
                fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            except BlockingIOError:
                if time.monotonic() > deadline:
                    raise PublishError(
                        f"another process has been publishing into {directory} for {_PATIENCE:.0f} seconds: "
                        "wait until it is done and try again"
                    ) from None
                time.sleep(0.05)
        yield
    finally:
        os.close(descriptor)


def _explain(error: OSError, directory: Path) -> PublishError:
    what = f"the data files could not be written to {directory}"
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return PublishError(
            f"{what}: no space is left there. Free some, or choose another directory with OSCE_DATA_DIR or "
            "--data-dir, and publish with: osce export. The files of before are untouched; the store has "
            "everything."
        )
    return PublishError(
        f"{what} ({error.strerror or error}). Check that it is a directory that can be written to, or choose "
        "another with OSCE_DATA_DIR or --data-dir, and publish with: osce export. The files of before are "
        "untouched; the store has everything."
    )
