"""Exports with a file a table: Parquet, CSV, JSON Lines."""

import csv
import datetime as dt
import gzip
import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import IO, Any, Final

from osce_scraper.analysis.export import Selection
from osce_scraper.analysis.extra import needed
from osce_scraper.analysis.flat import flat_line, flat_schema
from osce_scraper.analysis.tables import Table

#: Lines of a row group: large enough to pack well, small enough for memory.
_ROW_GROUP: Final = 10_000
#: A spreadsheet takes a cell that begins so for a formula.
_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")


def _each_table(
    ending: str, write: Callable[[Selection, Table, Path], int], selection: Selection, path: Path
) -> dict[str, int]:
    """One table into the file ``path``, several into a directory of that name."""
    if len(selection.tables) == 1:
        (table,) = selection.tables
        return {table.name: write(selection, table, path)}
    path.mkdir()
    return {table.name: write(selection, table, path / f"{table.name}{ending}") for table in selection.tables}


def write_parquet(selection: Selection, path: Path) -> dict[str, int]:
    """Parquet with the nested columns of the records, packed with zstd."""
    return _each_table(".parquet", _parquet, selection, path)


def _parquet(selection: Selection, table: Table, path: Path) -> int:
    parquet = needed("pyarrow.parquet", "--to parquet")
    schema = selection.schema(table)
    lines = 0
    with parquet.ParquetWriter(path, schema, compression="zstd") as writer:
        for group in _grouped(selection.batches(table), schema):
            writer.write_table(group)
            lines += group.num_rows
    return lines


def _grouped(batches: Iterator[Any], schema: Any) -> Iterator[Any]:
    arrow = needed("pyarrow", "--to parquet")
    waiting: list[Any] = []
    number = 0
    for batch in batches:
        waiting.append(batch)
        number += batch.num_rows
        if number >= _ROW_GROUP:
            yield arrow.Table.from_batches(waiting, schema=schema)
            waiting, number = [], 0
    if waiting:
        yield arrow.Table.from_batches(waiting, schema=schema)


def write_parquet_by_year(selection: Selection, path: Path) -> dict[str, int]:
    """Parquet in directories ``<table>/year=2026/``, by year of issue; tables without a date in one file."""
    arrow = needed("pyarrow", "--to parquet")
    compute = needed("pyarrow.compute", "--to parquet")
    parquet = needed("pyarrow.parquet", "--to parquet")
    path.mkdir()
    counted = {}
    for table in selection.tables:
        schema = selection.schema(table)
        if "issued_on" not in schema.names:
            counted[table.name] = _parquet(selection, table, path / f"{table.name}.parquet")
            continue
        # One writer a year stays open: years are some thirty, and items come ordered by date.
        writers: dict[str, Any] = {}
        lines = 0
        try:
            for batch in selection.batches(table):
                whole = arrow.Table.from_batches([batch], schema=schema)
                years = compute.year(whole["issued_on"])
                for year in compute.unique(years).to_pylist():
                    name = "__HIVE_DEFAULT_PARTITION__" if year is None else str(year)
                    fits = compute.is_null(years) if year is None else compute.equal(years, year)
                    if name not in writers:
                        folder = path / table.name / f"year={name}"
                        folder.mkdir(parents=True)
                        writers[name] = parquet.ParquetWriter(
                            folder / f"{table.name}.parquet", schema, compression="zstd"
                        )
                    writers[name].write_table(whole.filter(fits))
                lines += batch.num_rows
        finally:
            for writer in writers.values():
                writer.close()
        counted[table.name] = lines
    return counted


def write_csv(selection: Selection, path: Path) -> dict[str, int]:
    """CSV with flat columns, for spreadsheets and R: UTF-8, a header, empty cells for null."""
    return _each_table(".csv", _csv, selection, path)


def _csv(selection: Selection, table: Table, path: Path) -> int:
    schema = selection.schema(table)
    columns = flat_schema(schema).names
    lines = 0
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(columns)
        for batch in selection.batches(table):
            for line in batch.to_pylist():
                flat = flat_line(schema, line)
                writer.writerow([cell(flat[name]) for name in columns])
            lines += batch.num_rows
    return lines


def cell(value: Any) -> str | int | float:
    """A value as a cell of CSV. Text that a spreadsheet would take for a formula gets an apostrophe."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return f"'{value}" if value.startswith(_FORMULA) else value
    if isinstance(value, dt.datetime):
        return value.isoformat().replace("+00:00", "Z")
    if isinstance(value, dt.date):
        return value.isoformat()
    return value if isinstance(value, int | float) else str(value)


def write_json_lines(selection: Selection, path: Path) -> dict[str, int]:
    """JSON Lines: the published records for news, menus and changes, lines of their tables for the others."""
    return _each_table(".jsonl", _json_lines, selection, path)


def write_packed_json_lines(selection: Selection, path: Path) -> dict[str, int]:
    """JSON Lines packed with gzip; the same data gives the same bytes."""
    return _each_table(".ndjson.gz", _packed_json_lines, selection, path)


def _json_lines(selection: Selection, table: Table, path: Path) -> int:
    with path.open("wb") as file:
        return _write_lines(selection, table, file)


def _packed_json_lines(selection: Selection, table: Table, path: Path) -> int:
    with path.open("wb") as raw, gzip.GzipFile("", "wb", fileobj=raw, mtime=0) as file:
        return _write_lines(selection, table, file)


def _write_lines(selection: Selection, table: Table, file: IO[bytes] | gzip.GzipFile) -> int:
    lines = 0
    for place, record in enumerate(selection.records(table), start=1):
        rows = [record] if table.name == table.source else table.rows(record)
        for row in rows:
            file.write(json.dumps(row, ensure_ascii=False, separators=(",", ":")).encode() + b"\n")
            lines += 1
        if place % 1_000 == 0:
            selection.progress(1_000)
    return lines
