"""`osce harvest`: menus, then news, then publishing, in one run under one lock."""

import os
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from osce_scraper.commands.place import DATA_DIR, WRONG_USAGE, DataDir, StoreUrl, fail
from osce_scraper.crawling.harvest import Harvested, project_settings
from osce_scraper.crawling.harvest import harvest as run_harvest
from osce_scraper.crawling.outcome import ExitCode

#: What the table shows: words, and the number's name.
_SHOWN = (
    ("new addresses", "found/new"),
    ("fetched", "fetched"),
    ("not modified", "not_modified"),
    ("added", "stored/added"),
    ("changed", "stored/changed"),
    ("returned", "stored/returned"),
    ("withdrawn", "withdrawn"),
    ("quarantined", "quarantined"),
    ("failed", "failed"),
    ("menu entries", "menu_entries"),
    ("requests", "requests"),
)


def harvest(
    data_dir: DataDir = DATA_DIR,
    store: StoreUrl = "",
    base_url: Annotated[
        str,
        typer.Option("--base-url", envvar="OSCE_BASE_URL", help="The site to harvest: scheme and host."),
    ] = "https://www.osce.org",
    arguments: Annotated[
        list[str] | None,
        typer.Option("-a", metavar="NAME=VALUE", help="An argument of the spider news, such as full=1."),
    ] = None,
    settings: Annotated[
        list[str] | None,
        typer.Option("-s", metavar="NAME=VALUE", help="A setting of Scrapy or of this project."),
    ] = None,
    verbose: Annotated[bool, typer.Option("--verbose", help="Log what Scrapy does.")] = False,
) -> None:
    """Harvest the menus and the news, and publish the data files.

    Ends with 0 (good), 1 (failed), 2 (wrong usage), 3 (a monitor held the data back) or 4 (another harvest
    is running).

    Example: [bold]OSCE_CONTACT=you@example.org osce harvest -a since=2024-01-01[/bold]
    """
    changes: dict[str, object] = {"LOG_LEVEL": "INFO" if verbose else "WARNING", **_pairs("-s", settings)}
    changes |= {"OSCE_DATA_DIR": str(data_dir), "OSCE_STORE_URL": store, "OSCE_BASE_URL": base_url}
    harvested = run_harvest(project_settings(changes), _pairs("-a", arguments))
    if harvested.verdict.code is ExitCode.GOOD:
        Console().print(_table(harvested))
        assert harvested.published is not None
        typer.echo(f"Published into {harvested.published.directory}{os.sep}")
        return
    fail("harvest", "\n".join(harvested.verdict.lines), int(harvested.verdict.code))


def _pairs(option: str, given: list[str] | None) -> dict[str, str]:
    pairs = {}
    for text in given or ():
        name, equals, value = text.partition("=")
        if not equals or not name:
            fail("harvest", f"{option} {text!r} is not usable: write {option} NAME=VALUE", WRONG_USAGE)
        pairs[name] = value
    return pairs


def _table(harvested: Harvested) -> Table:
    table = Table(title=f"Harvested in {harvested.seconds:.1f} s", show_header=False)
    table.add_column("what")
    table.add_column("number", justify="right")
    for words, name in _SHOWN:
        if harvested.counts.get(name):
            table.add_row(words, f"{harvested.counts[name]:,}")
    return table
