"""Records to columns: batches of typed lines, a thousand records at a time, so that memory stays flat."""

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any, Final

from osce_scraper.analysis.columns import arrow_schema, converter
from osce_scraper.analysis.errors import DataError
from osce_scraper.analysis.extra import needed
from osce_scraper.analysis.lines import RawRecord
from osce_scraper.analysis.source import DataSource
from osce_scraper.analysis.tables import Table

#: Records that are turned into columns at a time.
RECORDS: Final = 1_000


def batched(records: Iterable[RawRecord], size: int = RECORDS) -> Iterator[list[RawRecord]]:
    """``records`` in lists of up to ``size``."""
    rest = iter(records)
    while batch := list(islice(rest, size)):
        yield batch


def lines_of(table: Table, records: Iterable[RawRecord]) -> list[dict[str, Any]]:
    """The lines that ``records`` give in ``table``, values as JSON has them.

    Raises ``DataError`` when a record has not the shape of the schema.
    """
    lines: list[dict[str, Any]] = []
    for record in records:
        try:
            lines.extend(table.rows(record))
        except (KeyError, TypeError, AttributeError) as error:
            raise misfit(table, record, error) from error
    return lines


def record_batch(table: Table, lines: Iterable[dict[str, Any]]) -> Any:
    """``lines`` of ``table`` as a ``pyarrow.RecordBatch``, typed by the schema.

    Raises ``DataError`` when a value is none of its column.
    """
    arrow = needed("pyarrow", "Loading and exporting")
    convert = converter(table.model)
    typed = []
    for line in lines:
        try:
            typed.append(convert(line))
        except (TypeError, ValueError, AttributeError) as error:
            raise misfit(table, line, error) from error
    try:
        return arrow.RecordBatch.from_pylist(typed, schema=arrow_schema(table.model))
    except (arrow.ArrowInvalid, arrow.ArrowTypeError, OverflowError) as error:
        raise DataError(
            f"a record does not fit the schema of {table.name} ({error}). Find it with: osce validate FILE"
        ) from error


def batches(source: DataSource, table: Table) -> Iterator[Any]:
    """All lines of ``table`` in ``source``, as ``pyarrow.RecordBatch`` es."""
    if source.exported == table.name:
        for lines in batched(source.records(table.name)):
            yield record_batch(table, lines)
        return
    for records in batched(source.records(table.source)):
        yield record_batch(table, lines_of(table, records))


def misfit(table: Table, record: RawRecord, error: Exception) -> DataError:
    """What to say of a record or line that has not what ``table`` needs."""
    name = record.get("item_id", record.get("id", record.get("seq", "without id")))
    what = f"it has no {error}" if isinstance(error, KeyError) else str(error)
    return DataError(
        f"record {name} does not fit the schema of {table.name}: {what}. "
        "Check the file with: osce validate FILE"
    )
