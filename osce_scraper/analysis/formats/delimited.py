"""CSV: a file a table, flat, UTF-8, as every program of statistics reads it."""

import csv
import re
from collections.abc import Callable, Sequence
from typing import Any, Final, TextIO

from osce_scraper.analysis.flat import Cell, cells
from osce_scraper.analysis.formats.package import NAME as PACKAGE
from osce_scraper.analysis.formats.package import table_package
from osce_scraper.analysis.formats.writer import Order
from osce_scraper.analysis.tables import Table

#: What makes a spreadsheet take a cell for a formula; some take signs of other widths for the plain ones.
_SIGNS: Final = r"=+\-@|\uff1d\uff0b\uff0d\uff20\uff5c\ufe62\ufe63\ufe66\ufe6b\u207a\u207c\u208a\u208c"
#: Where a cell begins, with the blanks before its text. For a program that separates cells by ";", commas and
#: their quotation marks are text: there a cell begins inside of ours, behind a ";", a tab or a new line.
_BEGINNING: Final = re.compile(rf"(\A[ \u00a0]*|[;\t\r\n][ \u00a0]*)(?=[{_SIGNS}])|\A(?=[\t\r\n])")


def defused(text: str) -> str:
    """``text`` so that no spreadsheet takes any of it for a formula: an apostrophe stands before one.

    At the beginning it stands before blanks too.
    """
    return _BEGINNING.sub(_with_apostrophe, text)


def _with_apostrophe(beginning: re.Match[str]) -> str:
    return f"{beginning[0]}'" if beginning.start() else f"'{beginning[0]}"


class CsvWriter:
    """Null is an empty cell, booleans are true and false, dates ISO 8601. Text that a spreadsheet would take
    for a formula gets an apostrophe before it, wherever a spreadsheet may begin a cell.
    """

    def __init__(self, order: Order) -> None:
        self._cells = {table.name: cells(table.model, joined=True) for table in order.tables}
        self._ready = {name: [_ready(cell) for cell in own] for name, own in self._cells.items()}
        self._files: dict[str, TextIO] = {}
        self._rows: dict[str, Any] = {}
        for table in order.tables:
            part = order.part(order.table_file(table, "csv"))
            # With a byte order mark: without one Excel takes the file for one of the machine's own encoding.
            file = part.open("w", encoding="utf-8-sig", newline="")
            self._files[table.name] = file
            self._rows[table.name] = csv.writer(file)
            self._rows[table.name].writerow([cell.name for cell in self._cells[table.name]])

        if len(order.tables) > 1:
            text = table_package(order, self._cells, "csv")
            order.part(PACKAGE).write_text(text, encoding="utf-8")

    def write(self, table: Table, lines: Sequence[dict[str, Any]]) -> None:
        ready = self._ready[table.name]
        self._rows[table.name].writerows([value(line) for value in ready] for line in lines)

    def close(self) -> None:
        for file in self._files.values():
            file.close()

    abandon = close

    def remarks(self) -> Sequence[str]:
        return ()


def _ready(cell: Cell) -> Callable[[dict[str, Any]], Any]:
    value = cell.value
    if cell.kind == "boolean":
        words = {True: "true", False: "false", None: None}
        return lambda line: words[value(line)]
    if cell.kind in ("text", "json"):
        return lambda line: None if (text := value(line)) is None else defused(str(text))
    return value
