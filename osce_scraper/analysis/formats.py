"""The formats of `osce export --to`, by name."""

from typing import Final

from osce_scraper.analysis.export import Format
from osce_scraper.analysis.export_databases import write_duckdb, write_sqlite, write_workbook
from osce_scraper.analysis.export_files import (
    write_csv,
    write_json_lines,
    write_packed_json_lines,
    write_parquet,
    write_parquet_by_year,
)
from osce_scraper.analysis.feeds import write_atom, write_rss

FORMATS: Final = {
    form.name: form
    for form in (
        Format("parquet", ".parquet", holds_all=False, writer=write_parquet),
        Format("csv", ".csv", holds_all=False, writer=write_csv),
        Format("jsonl", ".jsonl", holds_all=False, writer=write_json_lines),
        Format("ndjson.gz", ".ndjson.gz", holds_all=False, writer=write_packed_json_lines),
        Format("sqlite", ".sqlite", holds_all=True, writer=write_sqlite),
        Format("duckdb", ".duckdb", holds_all=True, writer=write_duckdb),
        Format("xlsx", ".xlsx", holds_all=True, writer=write_workbook),
        Format("rss", ".rss", holds_all=True, writer=write_rss),
        Format("atom", ".atom", holds_all=True, writer=write_atom),
    )
}
#: Parquet in a directory a year; asked for by --by-year.
PARQUET_BY_YEAR: Final = Format("parquet", ".parquet", holds_all=False, writer=write_parquet_by_year)
