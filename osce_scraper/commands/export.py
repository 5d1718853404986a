"""`osce export`: publish the data files from the store, or write tables in another format."""

from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import Progress, TextColumn, TimeElapsedColumn
from rich.table import Table

from osce_scraper.analysis.errors import AnalysisError
from osce_scraper.analysis.export import Exported, Format, Selection, chosen_tables, write_export
from osce_scraper.analysis.formats import FORMATS, PARQUET_BY_YEAR
from osce_scraper.analysis.source import open_source
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
    ANOTHER_HARVEST,
    DATA_DIR,
    HELD_BACK,
    WRONG_USAGE,
    DataDir,
    StoreUrl,
    fail,
    now,
    opened,
)
from osce_scraper.store import HELD_BACK as HELD_BACK_RUN
from osce_scraper.store import Published, Store, publish


def export(
    data_dir: DataDir = DATA_DIR,
    store: StoreUrl = "",
    force: Annotated[
        bool,
        typer.Option(
            "--force", help="Publish although a monitor held the data back or a harvest is running."
        ),
    ] = False,
    to: Annotated[
        str, typer.Option("--to", metavar="FORMAT", help=f"One of {', '.join(FORMATS)}.", show_default=False)
    ] = "",
    out: Annotated[
        Path | None, typer.Option("--out", help="Where to write; osce.FORMAT otherwise.", show_default=False)
    ] = None,
    table: Annotated[
        str, typer.Option("--table", help="Only this table, such as participants.", show_default=False)
    ] = "",
    overwrite: Annotated[bool, typer.Option("--overwrite", help="Replace what is at --out.")] = False,
    by_year: Annotated[bool, typer.Option("--by-year", help="Parquet in a directory a year.")] = False,
    since: Since = "",
    until: Until = "",
    issuer: Issuers = None,
    field: Fields = None,
    country: Countries = None,
    language: Languages = None,
    kind: Kinds = None,
    where: Where = "",
) -> None:
    """Publish the data files from the store; with --to, write tables in another format.

    Without --to: news.jsonl and the others, each whole or not at all. With --to: the tables news,
    participants, issuers, fields_of_work, countries, quotes, funders, menus and changes, from the published
    files, or from the store with --store.

    Example: [bold]osce export --to sqlite --since 2024-01-01 --country Kosovo[/bold]

    Example: [bold]osce export --to csv --table participants --where "participants_women > 10"[/bold]
    """
    if not to:
        _refuse_without_to(
            table=table, out=out, overwrite=overwrite, by_year=by_year, since=since, until=until,
            issuer=issuer, field=field, country=country, language=language, type=kind, where=where,
        )  # fmt: skip
        with opened("export", data_dir, store) as kept:
            if not force:
                _stop_if_held_back(kept)
            published = publish(kept, data_dir, now())
            if force:
                kept.accept_held_back()
        _tell(published)
        return
    form = _format(to, by_year=by_year)
    try:
        filters = filters_of(
            "export", since=since, until=until, issuer=issuer, field=field, country=country,
            language=language, kind=kind, where=where,
        )  # fmt: skip
        source = open_source(store or data_dir)
        tables = chosen_tables(table or None, source)
        with _progress() as progress:
            task = progress.add_task("records", total=None)
            selection = Selection(source, tables, filters, lambda records: progress.advance(task, records))
            place = out or Path(f"osce{form.ending}" if form.holds_all or table else "osce-export")
            done = write_export(form, selection, place, overwrite=overwrite)
    except AnalysisError as error:
        fail("export", str(error))
    _tell_export(done)


def _refuse_without_to(**given: object) -> None:
    for name, value in given.items():
        if value:
            fail("export", f"--{name.replace('_', '-')} goes with --to FORMAT, such as --to csv", WRONG_USAGE)


def _format(name: str, *, by_year: bool) -> Format:
    form = FORMATS.get(name)
    if form is None:
        fail("export", f"--to {name!r} is unknown: give one of {', '.join(FORMATS)}", WRONG_USAGE)
    if by_year and name != "parquet":
        fail("export", "--by-year goes with --to parquet", WRONG_USAGE)
    return PARQUET_BY_YEAR if by_year else form


def _progress() -> Progress:
    return Progress(
        TextColumn("{task.completed:,.0f} {task.description}"),
        TimeElapsedColumn(),
        console=Console(stderr=True),
        transient=True,
    )


def _stop_if_held_back(store: Store) -> None:
    holder = store.holder()
    if holder is not None:
        fail("export", f"{holder} Or publish what there is so far: osce export --force", ANOTHER_HARVEST)
    newest = store.newest_runs(1)
    if newest and newest[0].outcome == HELD_BACK_RUN:
        fail(
            "export",
            f"run {newest[0].run} was held back by a monitor. Nothing was published; "
            "publish all the same with: osce export --force",
            HELD_BACK,
        )


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
    typer.echo(f"Wrote {lines} to {done.path}")
