"""DuckDB: one file, tables nested and typed as the records are, with their keys and descriptions."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

from osce_scraper.analysis.batches import record_batch
from osce_scraper.analysis.columns import arrow_schema
from osce_scraper.analysis.errors import AnalysisError, DataError
from osce_scraper.analysis.extra import needed
from osce_scraper.analysis.formats.writer import Order
from osce_scraper.analysis.tables import Table

#: Memory that DuckDB may take for itself.
_MEMORY: Final = "256MB"


class DuckdbWriter:
    """Dates are DATE, counts BIGINT, lists and records nested; tables and columns carry descriptions."""

    def __init__(self, order: Order) -> None:
        self._duckdb = needed("duckdb", "DuckDB")
        self._arrow = needed("pyarrow", "DuckDB")
        self._path: Path = order.one_part
        self._connection = self._duckdb.connect(
            str(self._path),
            config={"memory_limit": _MEMORY, "threads": 2, "preserve_insertion_order": "true"},
        )
        for table in order.tables:
            self._make(table, order)

    def _make(self, table: Table, order: Order) -> None:
        empty = arrow_schema(table.model).empty_table()
        relation = self._connection.from_arrow(empty)
        columns = [
            f"{_quoted(name)} {kind}" for name, kind in zip(relation.columns, relation.types, strict=True)
        ]
        columns.append(f"PRIMARY KEY ({', '.join(map(_quoted, table.key))})")
        columns += [
            f"FOREIGN KEY ({_quoted(link.column)}) REFERENCES {_quoted(link.table)} ({_quoted(link.key)})"
            for link in order.links(table)
        ]
        self._connection.execute(f"CREATE TABLE {_quoted(table.name)} ({', '.join(columns)})")
        self._connection.execute(f"COMMENT ON TABLE {_quoted(table.name)} IS {_text(table.about)}")
        for name, about in table.columns.items():
            self._connection.execute(
                f"COMMENT ON COLUMN {_quoted(table.name)}.{_quoted(name)} IS {_text(about)}"
            )

    def write(self, table: Table, lines: Sequence[dict[str, Any]]) -> None:
        if not lines:
            return
        batch = self._arrow.Table.from_batches([record_batch(table, lines)])
        try:
            self._connection.from_arrow(batch).insert_into(table.name)
        except self._duckdb.ConstraintException as error:
            raise DataError(
                f"the lines of {table.name} do not fit together: {str(error).splitlines()[0]}"
            ) from error
        except self._duckdb.Error as error:
            raise AnalysisError(f"DuckDB could not write {table.name}: {error}") from error

    def close(self) -> None:
        self._connection.execute("CHECKPOINT")
        self._connection.close()

    def abandon(self) -> None:
        self._connection.close()
        self._path.with_name(f"{self._path.name}.wal").unlink(missing_ok=True)

    def remarks(self) -> Sequence[str]:
        return ()


def _quoted(name: str) -> str:
    return f'"{name}"'


def _text(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
