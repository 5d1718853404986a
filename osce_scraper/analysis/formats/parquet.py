"""Parquet: a file a table, nested and typed as the records are; by year on request."""

from collections.abc import Sequence
from typing import Any, Final

from osce_scraper.analysis.batches import record_batch
from osce_scraper.analysis.columns import arrow_schema
from osce_scraper.analysis.extra import needed
from osce_scraper.analysis.formats.writer import Order
from osce_scraper.analysis.tables import Table

#: Lines of a row group, at least, but for the last of a file.
_GROUP: Final = 8_192
#: Column whose year parts a table; one without is not parted.
_DATES: Final = ("issued_on", "at")
#: How readers of a parted directory know null.
_NO_YEAR: Final = "__HIVE_DEFAULT_PARTITION__"


class ParquetWriter:
    """``news.parquet`` and so on; by year ``news/year=2026/news.parquet``, as readers of Hive directories
    (polars, pandas, duckdb, arrow for R) know it.
    """

    def __init__(self, order: Order) -> None:
        self._arrow = needed("pyarrow", "Parquet")
        self._parquet = needed("pyarrow.parquet", "Parquet")
        self._order = order
        self._files: dict[str, Any] = {}
        self._waiting: dict[str, list[Any]] = {}
        self._dates = {
            table.name: next((name for name in _DATES if name in table.model.model_fields), None)
            for table in order.tables
        }
        for table in order.tables:
            if not self._is_parted(table):
                self._file(table, order.table_file(table, "parquet"))

    def write(self, table: Table, lines: Sequence[dict[str, Any]]) -> None:
        date = self._dates[table.name] if self._order.by_year else None
        if date is None:
            self._add(table, self._order.table_file(table, "parquet"), lines)
            return
        years: dict[str, list[dict[str, Any]]] = {}
        for line in lines:
            # A date in ISO form begins with its year.
            years.setdefault(_NO_YEAR if line[date] is None else line[date][:4], []).append(line)
        for year, own in years.items():
            self._add(table, f"{table.name}/year={year}/{table.name}.parquet", own)

    def _is_parted(self, table: Table) -> bool:
        return self._order.by_year and self._dates[table.name] is not None

    def _file(self, table: Table, name: str) -> Any:
        if name not in self._files:
            self._files[name] = self._parquet.ParquetWriter(
                self._order.part(name), arrow_schema(table.model), compression="zstd"
            )
        return self._files[name]

    def _add(self, table: Table, name: str, lines: Sequence[dict[str, Any]]) -> None:
        if not lines:
            return
        file = self._file(table, name)
        waiting = self._waiting.setdefault(name, [])
        waiting.append(record_batch(table, lines))
        if sum(batch.num_rows for batch in waiting) >= _GROUP:
            self._put(file, name)

    def _put(self, file: Any, name: str) -> None:
        if waiting := self._waiting.pop(name, None):
            file.write_table(self._arrow.Table.from_batches(waiting))

    def close(self) -> None:
        for name, file in self._files.items():
            self._put(file, name)
            file.close()

    def abandon(self) -> None:
        for file in self._files.values():
            file.close()

    def remarks(self) -> Sequence[str]:
        return ()
