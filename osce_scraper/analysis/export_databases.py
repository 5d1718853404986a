"""Exports into one database file with all tables and the links between them: SQLite, DuckDB, Excel."""

import datetime as dt
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from osce_scraper.analysis.errors import AnalysisError
from osce_scraper.analysis.export import Selection
from osce_scraper.analysis.extra import needed
from osce_scraper.analysis.flat import flat_line, flat_schema
from osce_scraper.analysis.tables import Table

#: What Excel takes: lines of a sheet, and characters of a cell.
_MOST_LINES: Final = 1_048_576
_MOST_CHARACTERS: Final = 32_767


def write_sqlite(selection: Selection, path: Path) -> dict[str, int]:
    """SQLite with flat columns, primary and foreign keys, and an index for each link."""
    counted = {}
    database = sqlite3.connect(path)
    try:
        database.execute("PRAGMA journal_mode = OFF")
        database.execute("PRAGMA synchronous = OFF")
        for table in selection.tables:
            schema = selection.schema(table)
            columns = flat_schema(schema)
            database.execute(_create(table, columns, _SQLITE_TYPES, selection))
            marks = ", ".join("?" * len(columns.names))
            lines = 0
            for batch in _flat_lines(selection, table, schema, columns.names):
                database.executemany(f'INSERT INTO "{table.name}" VALUES ({marks})', batch)  # noqa: S608
                lines += len(batch)
            counted[table.name] = lines
            for link in _links(table, selection):
                database.execute(
                    f'CREATE INDEX "{table.name}_{link.column}" ON "{table.name}" ("{link.column}")'
                )
        database.commit()
        faults = database.execute("PRAGMA foreign_key_check").fetchall()
        if faults:
            raise AnalysisError(
                f"{len(faults)} lines belong to no item: publish the data again with osce export"
            )
    finally:
        database.close()
    return counted


def write_duckdb(selection: Selection, path: Path) -> dict[str, int]:
    """DuckDB with the nested columns of the records, primary and foreign keys."""
    duckdb = needed("duckdb", "--to duckdb")
    counted = {}
    with duckdb.connect(str(path)) as database:
        for table in selection.tables:
            schema = selection.schema(table)
            database.register("_types", schema.empty_table())
            types = database.execute("DESCRIBE SELECT * FROM _types").fetchall()
            database.execute(_create_duckdb(table, types, selection))
            lines = 0
            for batch in selection.batches(table):
                database.register("_batch", batch)
                database.execute(f'INSERT INTO "{table.name}" SELECT * FROM _batch')  # noqa: S608
                lines += batch.num_rows
            counted[table.name] = lines
    return counted


_SQLITE_TYPES: Final = {
    "int64": "INTEGER",
    "double": "REAL",
    "bool": "INTEGER",
    "date32[day]": "TEXT",
    "timestamp[us, tz=UTC]": "TEXT",
    "string": "TEXT",
}


def _links(table: Table, selection: Selection) -> list[Any]:
    """The links of a table to tables that are exported too."""
    names = {other.name for other in selection.tables}
    return [link for link in table.links if link.table in names]


def _keys(table: Table, selection: Selection) -> list[str]:
    keys = [f"PRIMARY KEY ({', '.join(_quoted(name) for name in table.key)})"]
    keys += [
        f"FOREIGN KEY ({_quoted(link.column)}) REFERENCES {_quoted(link.table)} ({_quoted(link.key)})"
        for link in _links(table, selection)
    ]
    return keys


def _create(table: Table, columns: Any, types: dict[str, str], selection: Selection) -> str:
    parts = [f"{_quoted(field.name)} {types[str(field.type)]}" for field in columns]
    return f"CREATE TABLE {_quoted(table.name)} ({', '.join([*parts, *_keys(table, selection)])})"


def _create_duckdb(table: Table, types: list[tuple[Any, ...]], selection: Selection) -> str:
    parts = [f"{_quoted(name)} {kind}" for name, kind, *_ in types]
    return f"CREATE TABLE {_quoted(table.name)} ({', '.join([*parts, *_keys(table, selection)])})"


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _flat_lines(
    selection: Selection, table: Table, schema: Any, names: list[str]
) -> Iterator[list[tuple[Any, ...]]]:
    for batch in selection.batches(table):
        flat = (flat_line(schema, line) for line in batch.to_pylist())
        yield [tuple(_sqlite_value(line[name]) for name in names) for line in flat]


def _sqlite_value(value: Any) -> Any:
    if isinstance(value, dt.datetime):
        return value.isoformat().replace("+00:00", "Z")
    return value.isoformat() if isinstance(value, dt.date) else value


def write_workbook(selection: Selection, path: Path) -> dict[str, int]:
    """An Excel workbook, a sheet a table with flat columns; no cell is a formula or a link.

    Raises ``AnalysisError`` for more lines than a sheet takes. Text longer than a cell takes is cut, and ends
    in an ellipsis.
    """
    xlsxwriter = needed("xlsxwriter", "--to xlsx")
    counted = {}
    options = {
        "constant_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    with xlsxwriter.Workbook(str(path), options) as book:
        head = book.add_format({"bold": True})
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        moment = book.add_format({"num_format": "yyyy-mm-dd hh:mm:ss"})
        for table in selection.tables:
            sheet = book.add_worksheet(table.name)
            schema = selection.schema(table)
            names = flat_schema(schema).names
            for column, name in enumerate(names):
                sheet.write_string(0, column, name, head)
            row = 0
            for batch in selection.batches(table):
                for line in batch.to_pylist():
                    row += 1
                    if row >= _MOST_LINES:
                        raise AnalysisError(
                            f"{table.name} has more lines than a sheet of Excel takes ({_MOST_LINES:,}): "
                            "export fewer items with --since, or use --to parquet"
                        )
                    flat = flat_line(schema, line)
                    for column, name in enumerate(names):
                        _write_cell(sheet, row, column, flat[name], day, moment)
            sheet.freeze_panes(1, 0)
            if row:
                sheet.autofilter(0, 0, row, len(names) - 1)
            counted[table.name] = row
    return counted


def _write_cell(sheet: Any, row: int, column: int, value: Any, day: Any, moment: Any) -> None:
    if value is None:
        return
    if isinstance(value, bool):
        sheet.write_boolean(row, column, value)
    elif isinstance(value, int | float):
        sheet.write_number(row, column, value)
    elif isinstance(value, dt.datetime):
        # Excel knows no zones; every time is in UTC.
        sheet.write_datetime(row, column, value.replace(tzinfo=None), moment)
    elif isinstance(value, dt.date):
        sheet.write_datetime(row, column, dt.datetime(value.year, value.month, value.day), day)  # noqa: DTZ001
    else:
        text = value if len(value) <= _MOST_CHARACTERS else f"{value[: _MOST_CHARACTERS - 1]}…"
        sheet.write_string(row, column, text)
