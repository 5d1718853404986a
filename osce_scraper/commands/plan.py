"""`osce harvest --dry-run`: what would be fetched and why, from the store alone."""

from collections import defaultdict
from collections.abc import Mapping
from pathlib import Path
from typing import Final

import typer
from rich.console import Console
from rich.table import Table
from scrapy.settings import Settings

from osce_scraper.commands.place import fail, now
from osce_scraper.crawling.arguments import NewsArguments
from osce_scraper.crawling.manners import profile_of
from osce_scraper.crawling.outcome import EXPECTED, verdict_of_error
from osce_scraper.crawling.run import store_url
from osce_scraper.crawling.settings_check import check_settings
from osce_scraper.sites import SiteProfile
from osce_scraper.store import DueAddress, Store, url_in

#: Addresses shown for each reason.
_SHOWN: Final = 3


def tell_plan(settings: Settings, arguments: Mapping[str, str]) -> None:
    """Print what a harvest with these arguments would fetch; ask nobody, and change nothing."""
    try:
        check_settings(settings)
        asked = NewsArguments.read(arguments)
        profile = profile_of(settings)
        named = asked.addresses(profile)
        typer.echo(f"Nothing is asked and nothing changed. From {profile.base_url} would be fetched:")
        if named:
            _tell_table(
                {"urls": [(url, "asked for by urls or urls_file") for url in named[: asked.limit]]}, {}
            )
            return
        _tell_sources(profile)
        url = store_url(settings)
        if url == url_in(Path(settings["OSCE_DATA_DIR"])) and not _is_there(settings):
            typer.echo("There is no store yet: every item that the sources show would be new, and fetched.")
            return
        with Store(url, must_exist=True) as store:
            store.resume_view()
            _tell_due(store, asked)
    except EXPECTED as error:
        code, lines = verdict_of_error(error)
        fail("harvest", "\n".join(lines), int(code))


def _is_there(settings: Settings) -> bool:
    return (Path(settings["OSCE_DATA_DIR"]) / "osce.sqlite").is_file()


def _tell_sources(profile: SiteProfile) -> None:
    sources = [url for _, url in profile.menus]
    sources += [*profile.listings, *profile.side_listings, *profile.sitemaps]
    for url in dict.fromkeys(sources):
        typer.echo(f"  {url}")
    typer.echo("  (menus, listings and sitemaps, as far as they changed: they may show more that is due)")


def _tell_due(store: Store, asked: NewsArguments) -> None:
    groups: dict[str, list[tuple[str, str]]] = defaultdict(list)
    numbers: dict[str, int] = defaultdict(int)
    due_now = store.due(
        now(),
        full=asked.full,
        limit=asked.limit,
        since=asked.since,
        until=asked.until,
        languages=asked.languages or None,
    )
    for due in due_now:
        numbers[due.reason.value] += 1
        if len(groups[due.reason.value]) < _SHOWN:
            groups[due.reason.value].append((due.url, _conditional(due)))
    _tell_table(groups, numbers)
    skipped = store.skipped(now(), since=asked.since, until=asked.until, languages=asked.languages or None)
    for reason, number in skipped.items():
        typer.echo(f"left alone: {number:,} ({reason.replace('_', ' ')})")


def _conditional(due: DueAddress) -> str:
    return "if it changed" if due.etag or due.last_modified else "whole"


def _tell_table(groups: Mapping[str, list[tuple[str, str]]], numbers: Mapping[str, int]) -> None:
    if not groups:
        typer.echo("No known item is due.")
        return
    table = Table()
    table.add_column("why")
    table.add_column("items", justify="right")
    table.add_column("for example", overflow="fold")
    for reason, examples in groups.items():
        shown = "\n".join(f"{url} ({how})" for url, how in examples)
        table.add_row(reason.replace("_", " "), f"{numbers.get(reason, len(examples)):,}", shown)
    Console().print(table)
