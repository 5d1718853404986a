"""`osce extract`: the record of one page, from a file, an address or an archive."""

import json
import os
import sys
from enum import StrEnum
from pathlib import Path
from typing import Annotated, NoReturn

import typer
from rich.console import Console

from osce_scraper.commands.place import SiteName
from osce_scraper.pages import NotANewsPage, extract_listing, extract_menus, read_news
from osce_scraper.sites import RefusedAddress, Site, SiteError, load_site

_ARCHIVES = (".warc", ".warc.gz", ".wet", ".wet.gz")


class What(StrEnum):
    """What to read from the page."""

    NEWS = "news"
    LISTING = "listing"
    MENUS = "menus"


def extract(
    source: Annotated[
        str,
        typer.Argument(metavar="FILE|URL", help="A saved page, its text, an address, or a WARC or WET file."),
    ],
    url: Annotated[
        str | None, typer.Option("--url", help="Address that a saved page came from, if it does not say so.")
    ] = None,
    text: Annotated[
        bool,
        typer.Option(
            "--text", help="The file is the plain text of a page, not HTML (else told by its content)."
        ),
    ] = False,
    site: SiteName = "osce",
    what: Annotated[What, typer.Option("--as", help="What to read from the page.")] = What.NEWS,
    explain: Annotated[
        Path | None,
        typer.Option(
            "--explain", metavar="OUT.html", help="Write a page that shows where every value came from."
        ),
    ] = None,
) -> None:
    """Print the record of one page: pretty on a terminal, one JSON line in a pipe.

    Example: [bold]osce extract page.html --url https://www.osce.org/secretariat/531680[/bold]
    """
    if "://" not in source and source.endswith(_ARCHIVES):
        _extract_archive(Path(source), what, _site(site))
        return
    of = _site(site)
    page, address = _page_of(source, url, of)
    if what is What.NEWS:
        try:
            reading = read_news(page, address, site=of, plain=True if text else None)
        except NotANewsPage as error:
            hint = (
                "; say where it comes from with --url"
                if error.reason == "no_identity" and url is None
                else ""
            )
            _fail(f"{error}{hint}", code=1)
        if explain is not None:
            from osce_scraper.pages.explain import explanation

            _write(explain, explanation(reading))
        _print(reading.item.to_json_line())
    elif explain is not None:
        _fail("--explain shows news items only: leave out --as", code=2)
    elif what is What.LISTING:
        _print(extract_listing(page, address, site=of).to_json_line())
    else:
        for entry in extract_menus(page, address, site=of):
            _print(entry.to_json_line())


def _site(name: str) -> Site:
    try:
        return load_site(name)
    except SiteError as error:
        _fail(str(error), code=2)


def _page_of(source: str, url: str | None, site: Site) -> tuple[bytes, str]:
    """The page's bytes and its address."""
    if source.startswith(("http://", "https://")):
        from osce_scraper.crawling.single import FetchError, fetch_page

        try:
            page, address = fetch_page(source, contact=os.environ.get("OSCE_CONTACT", ""), site=site)
        except (FetchError, RefusedAddress) as error:
            _fail(str(error), code=1)
        return page, url or address
    path = Path(source)
    try:
        page = path.read_bytes()
    except FileNotFoundError:
        _fail(f"FILE {source!r} does not exist: give a file, or an address that begins with https://", code=2)
    except OSError as error:
        _fail(f"FILE {source!r} cannot be read: {error.strerror}", code=2)
    return page, url or path.absolute().as_uri()


def _extract_archive(path: Path, what: What, site: Site) -> None:
    """Print a line for every page of a WARC or WET file; pages that are no news are counted."""
    from osce_scraper.archive import ArchiveError, pages_in

    if what is not What.NEWS:
        _fail("an archive is read for news items only: leave out --as", code=2)
    read = left = 0
    try:
        for archived in pages_in(path):
            if archived.status not in (None, 200) or not archived.payload:
                continue
            try:
                plain = True if archived.media_type == "text/plain" else None
                item = read_news(archived.payload, archived.url, site=site, plain=plain).item
            except NotANewsPage:
                left += 1
                continue
            read += 1
            sys.stdout.write(item.to_json_line() + "\n")
    except (ArchiveError, OSError) as error:
        _fail(str(error), code=2)
    typer.echo(f"{read} news items; {left} other pages left out", err=True)


def _print(line: str) -> None:
    if sys.stdout.isatty():
        Console().print_json(json.dumps(json.loads(line), ensure_ascii=False), ensure_ascii=False)
    else:
        sys.stdout.write(line + "\n")


def _write(path: Path, page: str) -> None:
    try:
        path.write_text(page, encoding="utf-8")
    except OSError as error:
        _fail(f"--explain {str(path)!r} cannot be written: {error.strerror}", code=2)
    typer.echo(f"Explained in {path}", err=True)


def _fail(message: str, *, code: int) -> NoReturn:
    typer.echo(f"osce extract: {message}", err=True)
    raise typer.Exit(code)
