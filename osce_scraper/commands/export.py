"""`osce export`: publish the data files from the store, or write tables in another format."""

from difflib import get_close_matches
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from osce_scraper.analysis.errors import AnalysisError
from osce_scraper.analysis.exporting import FEED_ENTRIES, Exported
from osce_scraper.analysis.exporting import export as write_export
from osce_scraper.analysis.formats import FORMATS
from osce_scraper.commands.filtering import (
    Countries,
    Fields,
    Issuers,
    Kinds,
    Languages,
    Since,
    Until,
    Where,
    filters_of,
)
from osce_scraper.commands.place import (
    DATA_DIR,
    WRONG_USAGE,
    DataDir,
    StoreUrl,
    data_place,
    fail,
    now,
    opened,
    records_progress,
)
from osce_scraper.store import Published, publish


def export(
    context: typer.Context,
    data_dir: DataDir = DATA_DIR,
    store: StoreUrl = "",
    to: Annotated[
        str, typer.Option("--to", metavar="FORMAT", help=f"One of {', '.join(FORMATS)}.", show_default=False)
    ] = "",
    out: Annotated[
        Path | None,
        typer.Option("--out", help="Where to write; osce-export otherwise.", show_default=False),
    ] = None,
    source: Annotated[
        str,
        typer.Option(
            "--from",
            metavar="PATH",
            help="Data to export: a directory, news.jsonl, a store; the data directory otherwise.",
            show_default=False,
        ),
    ] = "",
    table: Annotated[
        list[str] | None, typer.Option("--table", help="Only this table, such as participants; repeatable.")
    ] = None,
    overwrite: Annotated[
        bool, typer.Option("--overwrite", help="Replace files too that no export wrote.")
    ] = False,
    by_year: Annotated[bool, typer.Option("--by-year", help="Parquet in a directory a year.")] = False,
    since: Since = "",
    until: Until = "",
    issuer: Issuers = None,
    field: Fields = None,
    country: Countries = None,
    language: Languages = None,
    kind: Kinds = None,
    where: Where = "",
    limit: Annotated[
        int, typer.Option("--limit", min=1, help="Most entries of a feed (rss, atom).")
    ] = FEED_ENTRIES,
) -> None:
    """Publish the data files from the store; with --to, write tables in another format.

    Without --to: news.jsonl and the others, each whole or not at all, of what is accepted. With --to: the
    tables news, participants, issuers, fields_of_work, countries, quotes, funders, menus and changes. Filters
    choose items: tables of items and changes hold those alone. A file that an export wrote is replaced, no
    other.

    Example: [bold]osce export --to sqlite --since 2024-01-01 --country Kosovo[/bold]

    Example: [bold]osce export --to csv --table participants --where "participants_women > 10"[/bold]
    """
    if not to:
        _refuse_without_to(
            out=out, table=table, overwrite=overwrite, by_year=by_year, since=since, until=until,
            issuer=issuer, field=field, country=country, language=language, type=kind, where=where,
            **{"from": source},
        )  # fmt: skip
        with opened("export", data_dir, store) as kept:
            published = publish(kept, data_dir, now())
        _tell(published)
        return
    _check_format(to, by_year=by_year)
    tables = table or []
    try:
        filters = filters_of(
            "export", since=since, until=until, issuer=issuer, field=field, country=country,
            language=language, kind=kind, where=where,
        )  # fmt: skip
        with records_progress() as progress:
            task = progress.add_task("records", total=None)
            done = write_export(
                source or data_place(context, data_dir, store),
                to,
                out or _default_out(to, tables, by_year=by_year),
                tables=tables,
                filters=filters,
                by_year=by_year,
                limit=limit,
                overwrite=overwrite,
                progress=lambda records: progress.update(task, completed=records),
            )
    except AnalysisError as error:
        fail("export", str(error))
    _tell_export(done)


def _default_out(to: str, tables: list[str], *, by_year: bool) -> Path:
    if FORMATS[to].one_file:
        return Path(f"osce-export.{to}")
    return Path(f"{tables[0]}.{to}" if len(tables) == 1 and not by_year else "osce-export")


def _refuse_without_to(**given: object) -> None:
    for name, value in given.items():
        if value:
            fail("export", f"--{name.replace('_', '-')} goes with --to FORMAT, such as --to csv", WRONG_USAGE)


def _check_format(name: str, *, by_year: bool) -> None:
    if name not in FORMATS:
        near = get_close_matches(name, FORMATS, n=1)
        guess = f" Did you mean {near[0]}?" if near else ""
        fail("export", f"--to {name!r} is unknown: give one of {', '.join(FORMATS)}.{guess}", WRONG_USAGE)
    if by_year and name != "parquet":
        fail("export", "--by-year goes with --to parquet", WRONG_USAGE)


def _tell(published: Published) -> None:
    table = Table(title=f"Published into {published.directory}")
    table.add_column("file")
    for name in ("lines", "bytes"):
        table.add_column(name, justify="right")
    for file in published.files:
        if not file.name.startswith("schema/"):
            table.add_row(file.name, f"{file.lines:,}", f"{file.size:,}")
    Console().print(table)


def _tell_export(done: Exported) -> None:
    lines = ", ".join(f"{number:,} {name}" for name, number in done.lines.items())
    typer.echo(f"Wrote {lines} to {done.place}")
    for remark in done.remarks:
        typer.echo(f"Note: {remark}", err=True)
