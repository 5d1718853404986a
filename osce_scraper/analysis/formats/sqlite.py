"""SQLite: one file, flat tables with their keys, checked as they are written."""

import sqlite3
from collections.abc import Sequence
from typing import Any, Final

from osce_scraper.analysis.errors import AnalysisError, DataError
from osce_scraper.analysis.flat import cells
from osce_scraper.analysis.formats.writer import Order
from osce_scraper.analysis.tables import Table

#: "OSCE" in the file's header, for `file` and for whoever wonders what it is.
APPLICATION_ID: Final = 0x4F534345
_TYPES: Final = {"integer": "INTEGER", "number": "REAL", "boolean": "INTEGER"}


class SqliteWriter:
    """Dates are ISO text, booleans 0 and 1, lists JSON text (``json_each`` opens them); every column is
    described in the table ``columns``.
    """

    def __init__(self, order: Order) -> None:
        self._cells = {table.name: cells(table.model, joined=False) for table in order.tables}
        self._inserts = {
            name: f"INSERT INTO {_quoted(name)} VALUES ({', '.join('?' * len(own))})"  # noqa: S608
            for name, own in self._cells.items()
        }
        self._connection = sqlite3.connect(order.one_part, isolation_level=None)
        for pragma in ("journal_mode=OFF", "synchronous=OFF", "foreign_keys=ON"):
            self._connection.execute(f"PRAGMA {pragma}")
        self._connection.execute(f"PRAGMA application_id={APPLICATION_ID}")
        self._connection.execute("BEGIN")
        self._make(order)

    def _make(self, order: Order) -> None:
        for table in order.tables:
            own = self._cells[table.name]
            columns = [
                f"{_quoted(cell.name)} {_TYPES.get(cell.kind, 'TEXT')}"
                + (" NOT NULL" if cell.name in table.key else "")
                for cell in own
            ]
            columns.append(f"PRIMARY KEY ({', '.join(map(_quoted, table.key))})")
            columns += [
                f"FOREIGN KEY ({_quoted(link.column)}) REFERENCES {_quoted(link.table)} ({_quoted(link.key)})"
                for link in order.links(table)
            ]
            self._connection.execute(f"CREATE TABLE {_quoted(table.name)} ({', '.join(columns)}) STRICT")
        self._connection.execute(
            'CREATE TABLE columns ("table" TEXT NOT NULL, name TEXT NOT NULL, kind TEXT NOT NULL, '
            'about TEXT NOT NULL, PRIMARY KEY ("table", name)) STRICT'
        )
        self._connection.executemany(
            "INSERT INTO columns VALUES (?, ?, ?, ?)",
            [(name, cell.name, cell.kind, cell.about) for name, own in self._cells.items() for cell in own],
        )

    def write(self, table: Table, lines: Sequence[dict[str, Any]]) -> None:
        own = self._cells[table.name]
        try:
            self._connection.executemany(
                self._inserts[table.name], ([cell.value(line) for cell in own] for line in lines)
            )
        except sqlite3.IntegrityError as error:
            raise DataError(f"the lines of {table.name} do not fit together: {error}") from error
        except sqlite3.Error as error:
            raise AnalysisError(f"SQLite could not write {table.name}: {error}") from error

    def close(self) -> None:
        self._connection.execute("COMMIT")
        self._connection.close()

    def abandon(self) -> None:
        self._connection.close()

    def remarks(self) -> Sequence[str]:
        return ()


def _quoted(name: str) -> str:
    return f'"{name}"'
