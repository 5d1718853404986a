"""Excel: one workbook, a sheet a table, and one that describes the columns."""

import datetime as dt
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

from osce_scraper.analysis.errors import AnalysisError
from osce_scraper.analysis.extra import needed
from osce_scraper.analysis.flat import Cell, cells
from osce_scraper.analysis.formats.delimited import defused
from osce_scraper.analysis.formats.writer import Order
from osce_scraper.analysis.tables import Table

#: What a sheet and a cell of Excel can hold.
_ROWS: Final = 1_048_575
_CHARACTERS: Final = 32_767
_CUT: Final = " [cut]"
#: Excel's calendar begins here.
_FIRST_YEAR: Final = 1900
_WIDTHS: Final = {"title": 50, "url": 40, "lead": 50, "body": 60, "evidence": 50, "about": 100}


class WorkbookWriter:
    """Dates are dates, times UTC, booleans TRUE and FALSE. Text is always text: no formula, no link."""

    def __init__(self, order: Order) -> None:
        xlsxwriter = needed("xlsxwriter", "Excel")
        self._book = xlsxwriter.Workbook(
            order.one_part,
            {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False},
        )
        self._bold = self._book.add_format({"bold": True})
        self._formats = {
            "date": self._book.add_format({"num_format": "yyyy-mm-dd"}),
            "datetime": self._book.add_format({"num_format": "yyyy-mm-dd hh:mm:ss"}),
            # Excel's own mark of a text that looks like a formula.
            "defused": self._book.add_format({"quote_prefix": True}),
        }
        self._cells = {table.name: cells(table.model, joined=True) for table in order.tables}
        self._sheets = {
            name: self._sheet(name, [cell.name for cell in own]) for name, own in self._cells.items()
        }
        self._rows = dict.fromkeys(self._cells, 0)
        self._cut = 0

    def _sheet(self, name: str, columns: Sequence[str]) -> Any:
        sheet = self._book.add_worksheet(name)
        sheet.freeze_panes(1, 1)
        for place, column in enumerate(columns):
            sheet.set_column(place, place, _WIDTHS.get(column, max(12, len(column) + 2)))
        sheet.write_row(0, 0, columns, self._bold)
        return sheet

    def write(self, table: Table, lines: Sequence[dict[str, Any]]) -> None:
        sheet, own = self._sheets[table.name], self._cells[table.name]
        written = self._rows[table.name]
        if written + len(lines) > _ROWS:
            raise AnalysisError(
                f"a sheet of Excel holds {_ROWS:,} lines, and {table.name} has more: take fewer items with "
                "--since or another filter, or choose --to csv"
            )
        for row, line in enumerate(lines, start=written + 1):
            for place, cell in enumerate(own):
                value = cell.value(line)
                if value is not None:
                    self._put(sheet, row, place, cell, value)
        self._rows[table.name] = written + len(lines)

    def _put(self, sheet: Any, row: int, place: int, cell: Cell, value: Any) -> None:
        if cell.kind == "boolean":
            sheet.write_boolean(row, place, value)
        elif cell.kind in ("integer", "number"):
            sheet.write_number(row, place, value)
        elif cell.kind in ("date", "datetime") and int(value[:4]) >= _FIRST_YEAR:
            moment = dt.datetime.fromisoformat(value)
            if moment.tzinfo is not None:
                moment = moment.astimezone(dt.UTC).replace(tzinfo=None)
            sheet.write_datetime(row, place, moment, self._formats[cell.kind])
        else:
            text = str(value)
            if len(text) > _CHARACTERS:
                self._cut += 1
                text = text[: _CHARACTERS - len(_CUT)] + _CUT
            sheet.write_string(row, place, text, self._formats["defused"] if defused(text) != text else None)

    def close(self) -> None:
        for name, own in self._cells.items():
            self._sheets[name].autofilter(0, 0, max(self._rows[name], 1), len(own) - 1)
        sheet = self._sheet("columns", ["table", "column", "kind", "about"])
        told = [(name, cell.name, cell.kind, cell.about) for name, own in self._cells.items() for cell in own]
        for row, words in enumerate(told, start=1):
            sheet.write_row(row, 0, words)
        self._book.close()

    def abandon(self) -> None:
        """Remove the rows that wait in temporary files; a book that is closed has none."""
        if self._book.fileclosed:
            return
        self._book.fileclosed = True
        for sheet in self._book.worksheets():
            sheet.row_data_fh.close()
            Path(sheet.row_data_filename).unlink(missing_ok=True)

    def remarks(self) -> Sequence[str]:
        if not self._cut:
            return ()
        return [
            f"{self._cut} texts are longer than a cell of Excel and were cut: they end in {_CUT.strip()!r}"
        ]
