"""Exports: tables of the data in other formats, written beside and renamed into place, in constant memory."""

import os
import shutil
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from osce_scraper.analysis.batches import batch_of, batched
from osce_scraper.analysis.columns import arrow_schema
from osce_scraper.analysis.errors import AnalysisError
from osce_scraper.analysis.filters import Filters
from osce_scraper.analysis.lines import RawRecord
from osce_scraper.analysis.source import DataSource
from osce_scraper.analysis.tables import TABLES, Table

#: Called with the number of records that were read, now and then.
Progress = Callable[[int], None]


@dataclass(frozen=True, slots=True)
class Selection:
    """What is exported: a place, the tables, and which items."""

    source: DataSource
    tables: Sequence[Table]
    filters: Filters
    progress: Progress = lambda records: None

    def batches(self, table: Table) -> Iterator[Any]:
        """The lines of a table, as ``pyarrow.RecordBatch`` es with its nested columns."""
        for records in batched(self.records(table)):
            yield batch_of(table, records)
            self.progress(len(records))

    def records(self, table: Table) -> Iterator[RawRecord]:
        """The published records that a table is drawn from, as far as they are wanted."""
        records = self.source.records(table.source)
        if self.filters.ask_for_all:
            return records
        if table.source == "news":
            return self.filters.apply(records)
        if table.source == "changes":
            return self._of_wanted_items(records)
        return records

    def _of_wanted_items(self, records: Iterator[RawRecord]) -> Iterator[RawRecord]:
        wanted = {record["id"] for record in self.filters.apply(self.source.records("news"))}
        return (record for record in records if record["id"] in wanted)

    def schema(self, table: Table) -> Any:
        """The nested schema of a table."""
        return arrow_schema(table.model)


@dataclass(frozen=True, slots=True)
class Exported:
    """What was written: the path, and the lines of each table."""

    path: Path
    lines: dict[str, int]


#: Writes a selection to a path that does not exist yet, and returns the lines of each table.
Writer = Callable[[Selection, Path], dict[str, int]]


@dataclass(frozen=True, slots=True)
class Format:
    """A format: its ending, whether one file holds all tables, and what writes it."""

    name: str
    ending: str
    holds_all: bool
    writer: Writer


def chosen_tables(name: str | None, source: DataSource) -> list[Table]:
    """The table of this name, or every table that ``source`` has something for.

    Raises ``AnalysisError`` for a name that is none.
    """
    if name is not None:
        if name not in TABLES:
            raise AnalysisError(f"--table {name!r} is unknown: give one of {', '.join(TABLES)}")
        return [TABLES[name]]
    return [table for table in TABLES.values() if source.has(table.source)]


def write_export(form: Format, selection: Selection, out: Path, *, overwrite: bool) -> Exported:
    """Write ``selection`` to ``out``, whole or not at all.

    A file that is there is replaced only with ``overwrite``. Raises ``AnalysisError`` otherwise, and when it
    cannot be written; then what was there is untouched.
    """
    if out.exists() and not overwrite:
        raise AnalysisError(f"{out} is there already: name another place with --out, or add --overwrite")
    if out.is_dir() and not _is_ours(out, form):
        raise AnalysisError(f"{out} is a directory with other files in it: name another place with --out")
    part = out.with_name(f".{out.name}.part")
    try:
        _remove(part)
        out.parent.mkdir(parents=True, exist_ok=True)
        lines = form.writer(selection, part)
        if out.is_dir():
            shutil.rmtree(out)
        os.replace(part, out)
    except OSError as error:
        raise AnalysisError(
            f"{out} can't be written ({error.strerror or error}): free some room, or name another place "
            "with --out"
        ) from error
    finally:
        _remove(part)
    return Exported(out, lines)


def _is_ours(directory: Path, form: Format) -> bool:
    """Whether a directory holds nothing but an export of this format."""
    return all(
        path.is_dir() or path.name.endswith(form.ending) or path.name == "schema.json"
        for path in directory.rglob("*")
    )


def _remove(path: Path) -> None:
    if path.is_dir():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)
