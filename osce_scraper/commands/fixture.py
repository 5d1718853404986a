"""`osce fixture`: saved pages as tests, made from a file or an address and looked at by somebody."""

import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Annotated, Any, NoReturn, TypeVar

import typer
from rich.console import Console
from rich.text import Text

from osce_scraper.evaluation.fixtures import (
    Case,
    Kind,
    Outcome,
    add_case,
    compare,
    extract,
    mark_seen,
    read_case,
    read_cases,
    take_over,
)
from osce_scraper.evaluation.gold import GoldError

app = typer.Typer(
    help="Add, look at and refresh the saved pages of the tests.", no_args_is_help=True, add_completion=False
)

Root = Annotated[
    Path, typer.Option("--fixtures", metavar="DIRECTORY", help="Directory above the layouts' folders.")
]
ROOT = Path("tests/fixtures")
_Result = TypeVar("_Result")


@app.command()
def add(
    source: Annotated[str, typer.Argument(metavar="FILE|URL", help="A saved page, or its address.")],
    name: Annotated[str, typer.Option("--name", metavar="LAYOUT/CASE", help="Where the fixture goes.")],
    url: Annotated[
        str | None, typer.Option("--url", help="Address that the page came from; needed for a file.")
    ] = None,
    kind: Annotated[Kind, typer.Option("--kind", help="What kind of page it is.")] = Kind.NEWS,
    about: Annotated[str | None, typer.Option("--about", help="What the case is for.")] = None,
    root: Root = ROOT,
) -> None:
    """Make a fixture of a page. Its test fails until somebody has looked at expected.json.

    Example: [bold]osce fixture add page.html --name drupal11/two-issuers --url
    https://www.osce.org/secretariat/531680[/bold]
    """
    page, address = _page_of(source, url)
    plain = not source.startswith(("http://", "https://")) and source.endswith(".txt")
    case = _guard(lambda: add_case(root, name, page, url=address, kind=kind, plain=plain, about=about))
    typer.echo(
        f"{case.folder} made. Read {case.folder / 'expected.json'} against the page, correct it where the "
        f"extraction is wrong, then: osce fixture seen {case.title}"
    )


@app.command()
def seen(
    name: Annotated[str, typer.Argument(metavar="LAYOUT/CASE", help="The fixture that was looked at.")],
    root: Root = ROOT,
) -> None:
    """Note that somebody has read expected.json against the page.

    Example: [bold]osce fixture seen drupal11/two-issuers[/bold]
    """
    case = _guard(lambda: read_case(root / name))
    if case.expected is None:
        _fail(f"{case.title} has no expected.json yet: osce fixture rerun {case.title} --write", code=1)
    mark_seen(case, seen=True)
    typer.echo(f"{case.title} is seen: its test now holds the extraction to it")


@app.command()
def rerun(
    name: Annotated[
        str | None, typer.Argument(metavar="[LAYOUT/CASE]", help="One fixture; all without it.")
    ] = None,
    write: Annotated[
        bool, typer.Option("--write", help="Take the changes over; the fixtures are unseen then.")
    ] = False,
    root: Root = ROOT,
) -> None:
    """Show, field by field, what differs between the extraction today and expected.json.

    Exits with 1 if something differs and is not written.
    Example: [bold]osce fixture rerun drupal11/two-issuers[/bold]
    """
    cases = _guard(lambda: [read_case(root / name)] if name else list(read_cases(root)))
    console = Console()
    changed = 0
    for case in cases:
        found = extract(case)
        if not _differs(case, found, console):
            continue
        changed += 1
        if write:
            take_over(case, found)
    typer.echo(
        f"{changed} of {len(cases)} fixtures differ{', written and unseen' if write and changed else ''}"
    )
    if changed and not write:
        raise typer.Exit(1)


def _differs(case: Case, found: dict[str, Any], console: Console) -> bool:
    """Print how a case differs; whether it does."""
    if case.expected is None:
        console.print(Text(f"{case.title}: no expected.json", "bold"))
        return True
    different = [outcome for outcome in compare(case, found) if outcome.outcome is not Outcome.EXACT]
    for outcome in different:
        console.print(Text(f"{case.title}: {outcome.field} is {outcome.outcome}", "bold"))
        console.print(Text(f"  expected: {_shown(outcome.expected)}\n  found:    {_shown(outcome.found)}"))
    return bool(different)


def _shown(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)


def _page_of(source: str, url: str | None) -> tuple[bytes, str]:
    """The page's bytes and its address."""
    if source.startswith(("http://", "https://")):
        from osce_scraper.crawling.single import FetchError, fetch_page
        from osce_scraper.sites import RefusedAddress, load_site

        try:
            page, address = fetch_page(source, contact=os.environ.get("OSCE_CONTACT", ""), site=load_site())
        except (FetchError, RefusedAddress) as error:
            _fail(str(error), code=1)
        return page, url or address
    if url is None:
        _fail("a file does not say where it comes from: give its address with --url", code=2)
    try:
        return Path(source).read_bytes(), url
    except FileNotFoundError:
        _fail(f"FILE {source!r} does not exist: give a file, or an address that begins with https://", code=2)
    except OSError as error:
        _fail(f"FILE {source!r} cannot be read: {error.strerror}", code=2)


def _guard(work: Callable[[], _Result]) -> _Result:
    """What ``work`` returns; an unusable fixture becomes a message."""
    try:
        return work()
    except GoldError as error:
        _fail(str(error), code=1)


def _fail(message: str, *, code: int) -> NoReturn:
    typer.echo(f"osce fixture: {message}", err=True)
    raise typer.Exit(code)
