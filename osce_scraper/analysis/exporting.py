"""Export tables to other formats, in constant memory."""

import datetime as dt
import os
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from osce_scraper.analysis.batches import batched, lines_of
from osce_scraper.analysis.errors import AnalysisError
from osce_scraper.analysis.filters import Filters, Selection
from osce_scraper.analysis.formats import FORMATS, Format
from osce_scraper.analysis.formats.writer import Order, Writer
from osce_scraper.analysis.outputs import Outputs
from osce_scraper.analysis.source import DataSource, open_source, own_files
from osce_scraper.analysis.tables import TABLES, Table

#: Entries of a feed when nobody says how many.
FEED_ENTRIES: Final = 50


@dataclass(frozen=True, slots=True)
class Exported:
    """What an export wrote: where, its files, the lines of each table, and what is worth knowing."""

    place: Path
    files: tuple[Path, ...]
    lines: dict[str, int]
    remarks: tuple[str, ...]


def export(
    path: str | os.PathLike[str],
    to: str,
    out: str | os.PathLike[str],
    *,
    tables: Sequence[str] = (),
    filters: Filters | None = None,
    by_year: bool = False,
    limit: int = FEED_ENTRIES,
    overwrite: bool = False,
    as_of: dt.date | None = None,
    progress: Callable[[int], None] | None = None,
) -> Exported:
    """Write the tables of the data at ``path`` (whatever ``load`` takes) to ``out``.

    ``to``: parquet, csv, jsonl, ndjson.gz (``out`` is a directory; a file, when one table is named), sqlite,
    duckdb, xlsx, rss or atom (``out`` is a file). ``tables``: all that ``path`` holds, unless named.
    ``filters`` choose items: every table of items holds those alone, the log of changes too; menus stay
    whole. ``by_year`` (Parquet): a directory a year. ``limit``: most entries of a feed. ``progress`` is
    called with the number of records read so far.

    Files are replaced whole, and only those that an export wrote; others with ``overwrite``. Raises
    ``AnalysisError``, and then nothing that was there is touched.
    """
    form = _format(to)
    if by_year and form.name != "parquet":
        raise AnalysisError(
            f"--by-year parts Parquet files, not {form.name}: leave it out, or choose parquet"
        )
    if limit < 1:
        raise AnalysisError(f"--limit {limit} would leave an empty feed: give 1 or more")
    source = open_source(path, as_of)
    wanted = _tables(tables, form, source)
    selection = Selection(filters or Filters())
    place = Path(out)
    one_file = form.one_file or (len(tables) == 1 and not by_year and not place.is_dir())
    outputs = Outputs(place.parent if one_file else place, overwrite, own_files(path))
    writer: Writer | None = None
    try:
        writer = form.writer(Order(wanted, outputs.part, place.name if one_file else None, by_year, limit))
        lines = _write(source, wanted, selection, writer, progress)
        writer.close()
        files = outputs.finish(() if one_file else _stale(form, wanted))
    except OSError as error:
        raise AnalysisError(
            f"{place} could not be written ({error.strerror or error}): free some room or name another "
            "place with --out. What was there is untouched"
        ) from error
    finally:
        if writer is not None:
            writer.abandon()
        outputs.abandon()
    if form.only:
        lines = {name: min(number, limit) for name, number in lines.items()}
    return Exported(place, tuple(files), lines, tuple(_remarks(selection, writer)))


def _format(to: str) -> Format:
    try:
        return FORMATS[to]
    except KeyError:
        raise AnalysisError(f"--to {to!r} is unknown: give one of {', '.join(FORMATS)}") from None


def _tables(names: Sequence[str], form: Format, source: DataSource) -> tuple[Table, ...]:
    for name in names:
        if name not in TABLES:
            raise AnalysisError(f"--table {name!r} is unknown: give one of {', '.join(TABLES)}")
        if form.only and name not in form.only:
            raise AnalysisError(
                f"--to {form.name} shows {', '.join(form.only)} only: leave out --table {name}"
            )
    chosen = names or form.only or [name for name, table in TABLES.items() if source.has(table.source)]
    # In the order of TABLES: a table stands behind those it links to.
    wanted = tuple(table for name, table in TABLES.items() if name in chosen)
    if not wanted:
        raise AnalysisError(f"{source.place} holds none of the tables {', '.join(TABLES)}: give news.jsonl")
    return wanted


def _stale(form: Format, wanted: Sequence[Table]) -> tuple[tuple[str, str], ...]:
    """Beginning and ending of the files that an earlier export may have left of these tables: other years."""
    return tuple((f"{table.name}{sign}", f".{form.name}") for table in wanted for sign in ("/", "."))


def _write(
    source: DataSource,
    wanted: Sequence[Table],
    selection: Selection,
    writer: Writer,
    progress: Callable[[int], None] | None,
) -> dict[str, int]:
    count: Counter[str] = Counter({table.name: 0 for table in wanted})
    ids: set[str] | None = None if selection.filters.ask_for_all else set()

    def put(tables: Sequence[Table], records: Sequence[dict[str, Any]]) -> None:
        for table in tables:
            lines = lines_of(table, records)
            writer.write(table, lines)
            count[table.name] += len(lines)

    of_items = [table for table in wanted if table.source == "news"]
    changes = [table for table in wanted if table.source == "changes"]
    # All tables of items in one walk, so that they are of one moment and their keys meet.
    if of_items or (changes and ids is not None):
        for records in selection.batches(source.records("news")):
            if ids is not None and changes:
                ids.update(record["id"] for record in records)
            put(of_items, records)
            if progress is not None:
                progress(selection.seen)
    for tables in ([table for table in wanted if table.source == "menus"], changes):
        if not tables:
            continue
        rest = source.records(tables[0].source)
        if tables is changes and ids is not None:
            rest = (record for record in rest if record["id"] in ids)
        for records in batched(rest):
            put(tables, records)
    return dict(count)


def _remarks(selection: Selection, writer: Writer) -> Iterator[str]:
    yield from writer.remarks()
    if selection.undated:
        yield f"{selection.undated:,} items have no date of issue and were left out by --since or --until"
    if not selection.filters.ask_for_all and not selection.taken:
        yield "no item fits all filters: the tables of items are empty"
