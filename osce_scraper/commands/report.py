"""`osce report`: what the data holds, as one HTML page."""

import webbrowser
from pathlib import Path
from typing import Annotated

import typer

from osce_scraper.analysis.errors import AnalysisError
from osce_scraper.analysis.source import DataSource, open_source
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
from osce_scraper.commands.place import DATA_DIR, WRONG_USAGE, DataDir, StoreUrl, data_place, fail, now, typed
from osce_scraper.store import url_in

_ROWS = "10000"


def report(
    context: typer.Context,
    path: Annotated[
        str,
        typer.Argument(
            metavar="[PATH]",
            help="Data to report on: a directory, a news.jsonl or .jsonl.gz, or a store; else --data-dir.",
            show_default=False,
        ),
    ] = "",
    data_dir: DataDir = DATA_DIR,
    store: StoreUrl = "",
    out: Annotated[Path, typer.Option("--out", metavar="FILE", help="File to write.")] = Path(
        "osce-report.html"
    ),
    rows: Annotated[
        str, typer.Option("--rows", metavar="N|all", help="Newest items in the table one can search.")
    ] = _ROWS,
    overwrite: Annotated[
        bool, typer.Option("--overwrite", help="Replace --out although it is no earlier report.")
    ] = False,
    show: Annotated[bool, typer.Option("--open", help="Open the report in the browser.")] = False,
    since: Since = "",
    until: Until = "",
    issuer: Issuers = None,
    field: Fields = None,
    country: Countries = None,
    language: Languages = None,
    kind: Kinds = None,
    where: Where = "",
) -> None:
    """Write a report on the data: one HTML page with charts, for a browser, a phone or paper.

    It tells items over time, by issuer, field of work and country; women and men among participants, and how
    many items say so; what is filled, what is doubtful; the newest items; and has a table to search.

    Example: [bold]osce report --out report.html --open[/bold]

    Example: [bold]osce report data/news.jsonl --since 2020-01-01 --country Kosovo --rows all[/bold]
    """
    if path and store and typed(context, "store"):
        fail("report", "give either PATH or --store, not both", WRONG_USAGE)
    wanted = _rows(rows)
    try:
        filters = filters_of(
            "report", since=since, until=until, issuer=issuer, field=field, country=country,
            language=language, kind=kind, where=where,
        )  # fmt: skip
        place = path or data_place(context, data_dir, store)
        source, kept = open_source(place), _kept(place, "" if path else store)
        from osce_scraper.analysis.report import write_report  # its packages are those of an extra

        written = write_report(
            source, out, now(), filters=filters, rows=wanted, overwrite=overwrite, kept=kept
        )
    except AnalysisError as error:
        fail("report", str(error))
    listed = "all of them" if written.listed == written.items else f"the newest {written.listed:,}"
    typer.echo(
        f"Wrote {written.path} ({written.size / 1e6:.1f} MB): {written.items:,} items, {listed} in its table"
    )
    if show and not webbrowser.open(written.path.absolute().as_uri()):
        typer.echo("osce report: no browser was found; open the file yourself", err=True)


def _rows(text: str) -> int | None:
    if text == "all":
        return None
    if not text.isdecimal():
        fail("report", f"--rows {text!r} is no number of items: give one such as 10000, or all", WRONG_USAGE)
    return int(text)


def _kept(place: str | Path, store: str) -> DataSource | None:
    """The store beside published files: it knows the runs that a monitor held back."""
    directory = Path(place)
    if "://" in str(place) or not directory.is_dir():
        return None
    url = store or (url_in(directory) if (directory / "osce.sqlite").is_file() else "")
    return open_source(url) if url else None
