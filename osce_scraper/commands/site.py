"""`osce site`: makes the folder of a new site, and shows what is read from its pages."""

import re
import sys
from collections import defaultdict
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.table import Table
from rich.text import Text

from osce_scraper.commands.place import FAILED, WRONG_USAGE, fail, scraped
from osce_scraper.pages import NotANewsPage, Reading, read_news
from osce_scraper.sites import Site, SiteError, check_site, load_site
from osce_scraper.sites.making import make_site

app = typer.Typer(
    help="Make the folder of a site, and check it.",
    add_completion=False,
    no_args_is_help=True,
    rich_markup_mode="rich",
)
_CANONICAL = re.compile(rb"""<link[^>]{0,300}rel=["']?canonical["']?[^>]{0,300}>""", re.IGNORECASE)
_HREF = re.compile(rb"""href=["']?([^"'\s>]+)""", re.IGNORECASE)
#: Fields that are read from a page, in the order of the table.
_FIELDS = (
    *("title", "type", "lead", "body", "issued_on", "issuers", "fields_of_work", "countries", "dateline"),
    *("event", "participants", "quotes", "funders", "translations", "images", "attachments", "related"),
)
_LONGEST = 70


@app.command("new")
def new(
    folder: Annotated[
        Path, typer.Argument(metavar="NAME", help="The folder to make; its name is the site's.")
    ],
    url: Annotated[str, typer.Option("--url", help="Scheme and host of the site.")],
) -> None:
    """Make the folder of a new site: a commented site.toml, a fixture, and a test that fails.

    Example: [bold]osce site new mysite --url https://www.example.org[/bold]
    """
    try:
        made = make_site(folder, url)
    except SiteError as error:
        fail("site new", str(error), WRONG_USAGE)
    for file in made:
        typer.echo(f"made {file}")
    typer.echo(
        f"\nNext:\n  1. Save a page of the site and look at what is read:"
        f"\n       osce site check {folder} page.html --url {url.rstrip('/')}/news/12345"
        f"\n  2. Say in {folder}/site.toml how its addresses tell items, and where its listings are."
        f"\n  3. Put the page into {folder}/fixtures, say in expected.json what it says, and run"
        f"\n       python -m pytest {folder}"
        f"\n  4. Harvest: osce harvest --site {folder} --contact you@example.org"
    )


@app.command("check")
def check(
    folder: Annotated[str, typer.Argument(metavar="FOLDER", help="The site: its folder, or a name.")],
    pages: Annotated[
        list[Path] | None, typer.Argument(metavar="PAGE...", help="Saved pages of items of the site.")
    ] = None,
    url: Annotated[
        str | None,
        typer.Option("--url", help="Address of the page, where its canonical link does not say it."),
    ] = None,
) -> None:
    """Check the folder of a site, and show what is read from saved pages, field by field.

    Ends with 1 when a page gives no record. Example: [bold]osce site check ./mysite page.html[/bold]
    """
    try:
        site = load_site(folder)
        check_site(site)
    except SiteError as error:
        fail("site check", str(error), WRONG_USAGE)
    typer.echo(
        f"{site.name}: {site.hosts_in_words}; {len(site.offices)} offices, "
        f"{len(site.fields)} fields of work, {len(site.layouts)} layouts of its own"
    )
    refused = [page for page in pages or () if not _show(page, site, url)]
    if refused:
        raise typer.Exit(FAILED)


def _show(page: Path, site: Site, url: str | None) -> bool:
    """Print what ``page`` gives; whether it gives a record."""
    try:
        content = page.read_bytes()
    except OSError as error:
        fail("site check", f"PAGE {str(page)!r} cannot be read: {error.strerror}", WRONG_USAGE)
    address = url or _canonical(content)
    if address is None:
        fail("site check", f"{page} does not say its address: give it with --url", WRONG_USAGE)
    if site.identity(address) is None:
        typer.echo(
            f"{page}: {address} leads to no item of {site.name}: see [items] and [hosts] in its site.toml",
            err=True,
        )
        return False
    try:
        reading = read_news(content, address, site=site)
    except NotANewsPage as error:
        typer.echo(f"{page}: {error}", err=True)
        return False
    _tell(page, reading)
    return True


def _canonical(content: bytes) -> str | None:
    link = _CANONICAL.search(content)
    href = _HREF.search(link[0]) if link is not None else None
    return href[1].decode("utf-8", "replace") if href is not None else None


def _tell(page: Path, reading: Reading) -> None:
    record = reading.item.to_dict()
    strategies: dict[str, dict[str, None]] = defaultdict(dict)
    for mark in reading.trace.marks:
        strategies[mark.field][mark.strategy] = None
    table = Table(title=f"{page}: {record['id']}, layout {reading.trace.layout}", title_justify="left")
    for heading in ("field", "value", "read from"):
        table.add_column(heading, overflow="fold")
    for name in _FIELDS:
        value = _shown(record.get(name))
        table.add_row(
            name, scraped(value) if value else Text("missing", "bold"), ", ".join(strategies.get(name, ()))
        )
    console = Console(width=None if sys.stdout.isatty() else 110)
    console.print(table)
    for problem in reading.item.problems:
        console.print(scraped(f"problem {problem.code} ({problem.field}): {problem.detail or ''}"))
    for miss in reading.trace.misses:
        told = f"{miss.expression!r} was to find {miss.expected} of {miss.field}, found {miss.found}"
        console.print(scraped(f"selector {told}"))


def _shown(value: Any) -> str:
    """A value in a line; empty for none."""
    if value is None or value in ([], "other"):
        return ""
    if isinstance(value, list):
        text = f"{len(value)}: {'; '.join(map(_named, value))}"
    elif isinstance(value, dict):
        kept = {key: each for key, each in value.items() if each not in (None, [], False) and key != "groups"}
        text = ", ".join(f"{key} {each}" for key, each in kept.items() if not isinstance(each, dict | list))
    else:
        text = str(value)
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"


def _named(entry: Any) -> str:
    if not isinstance(entry, dict):
        return str(entry)
    return str(next((entry[key] for key in ("name", "text", "title", "url") if entry.get(key)), ""))
