"""What data can be exported to: a writer a format.

A writer is given the lines of its tables in parcels, those of a table before those that refer to it, writes
them as they come and keeps none of them.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from osce_scraper.analysis.formats.delimited import CsvWriter
from osce_scraper.analysis.formats.duck import DuckdbWriter
from osce_scraper.analysis.formats.feed import AtomWriter, RssWriter
from osce_scraper.analysis.formats.json_lines import JsonLinesWriter, PackedJsonLinesWriter
from osce_scraper.analysis.formats.parquet import ParquetWriter
from osce_scraper.analysis.formats.sqlite import SqliteWriter
from osce_scraper.analysis.formats.workbook import WorkbookWriter
from osce_scraper.analysis.formats.writer import Order, Writer


@dataclass(frozen=True, slots=True)
class Format:
    """A format: its name on the command line, its writer, and what it writes."""

    name: str
    writer: Callable[[Order], Writer]
    one_file: bool = False
    """Whether one file holds all tables; else each table has a file in a directory."""
    only: tuple[str, ...] = ()
    """The only tables it can hold; empty for all."""


FORMATS: Final[dict[str, Format]] = {
    form.name: form
    for form in (
        Format("parquet", ParquetWriter),
        Format("csv", CsvWriter),
        Format("jsonl", JsonLinesWriter),
        Format("ndjson.gz", PackedJsonLinesWriter),
        Format("sqlite", SqliteWriter, one_file=True),
        Format("duckdb", DuckdbWriter, one_file=True),
        Format("xlsx", WorkbookWriter, one_file=True),
        Format("rss", RssWriter, one_file=True, only=("news",)),
        Format("atom", AtomWriter, one_file=True, only=("news",)),
    )
}
