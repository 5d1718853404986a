"""`osce quarantine`: pages that could not become records, and trying them again."""

import json
from collections import Counter
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from osce_scraper.archive import ArchiveError, find_page
from osce_scraper.archive.content import Unreadable
from osce_scraper.archive.reextract import read_archived
from osce_scraper.commands.place import (
    DATA_DIR,
    WRONG_USAGE,
    AsJson,
    DataDir,
    StoreUrl,
    fail,
    now,
    opened,
    scraped,
)
from osce_scraper.records import NewsItem, QuarantineEntry
from osce_scraper.sites import load_site
from osce_scraper.store import Fetched, Store

app = typer.Typer(help="Pages that could not become records.", no_args_is_help=True, add_completion=False)

_NOT_THERE = "ID {!r} is not in quarantine: osce quarantine list shows what is"

Key = Annotated[str, typer.Argument(metavar="ID", help="Identity such as 531680-en, or the page's address.")]


@app.command("list")
def list_entries(data_dir: DataDir = DATA_DIR, store: StoreUrl = "", as_json: AsJson = False) -> None:
    """List the pages in quarantine with the reason of each.

    Example: [bold]osce quarantine list[/bold]
    """
    with opened("quarantine list", data_dir, store) as kept:
        entries = list(kept.quarantined())
    if as_json:
        typer.echo(json.dumps([entry.to_dict() for entry in entries], ensure_ascii=False, indent=2))
        return
    table = Table(title=f"{len(entries)} pages in quarantine")
    for column in ("id", "reason", "field", "since", "address"):
        table.add_column(column, overflow="fold")
    for entry in entries:
        since = f"{entry.first_refused:%Y-%m-%d}"
        table.add_row(*map(scraped, (entry.id, entry.reason, entry.field, since, entry.url)))
    Console().print(table)


@app.command()
def show(
    key: Key,
    data_dir: DataDir = DATA_DIR,
    store: StoreUrl = "",
    as_json: AsJson = False,
) -> None:
    """Show one page in quarantine: reason, field, offending text, where its response is archived.

    Example: [bold]osce quarantine show 531680-en[/bold]
    """
    with opened("quarantine show", data_dir, store) as kept:
        entry = kept.quarantine_entry(key)
    if entry is None:
        fail("quarantine show", _NOT_THERE.format(key))
    if as_json:
        typer.echo(entry.to_json_line())
        return
    table = Table(show_header=False)
    for name, value in entry.to_dict().items():
        written = json.dumps(value, ensure_ascii=False) if isinstance(value, dict) else value
        table.add_row(name.replace("_", " "), scraped(written))
    Console().print(table)


@app.command()
def retry(
    keys: Annotated[
        list[str] | None, typer.Argument(metavar="[ID...]", help="Identities such as 531680-en.")
    ] = None,
    every: Annotated[bool, typer.Option("--all", help="Try all pages in quarantine again.")] = False,
    data_dir: DataDir = DATA_DIR,
    store: StoreUrl = "",
) -> None:
    """Read the archived responses again; what still gives no record is fetched anew by the next harvest.

    Example: [bold]osce quarantine retry 531680-en[/bold]
    """
    if bool(keys) == every:
        fail("quarantine retry", "give ID..., or --all for every page in quarantine", WRONG_USAGE)
    with opened("quarantine retry", data_dir, store) as kept:
        entries = []
        for key in keys or [entry.id for entry in kept.quarantined()]:
            entry = kept.quarantine_entry(key)
            if entry is None:
                fail(
                    "quarantine retry", f"ID {key!r} is not in quarantine: osce quarantine list shows what is"
                )
            entries.append(entry)
        run = kept.start_run("quarantine retry", {"ids": [entry.id for entry in entries]}, now())
        ends = Counter(_retry(kept, data_dir, entry, run) for entry in entries)
        counts = {end.value: count for end, count in ends.items()}
        kept.finish_run(run, now(), outcome="finished", counts=counts)
    typer.echo(f"{ends[_End.RECORD]} pages have become records; publish them with: osce export")
    typer.echo(f"{ends[_End.DUE]} pages still give none and are due: the next scrapy crawl news fetches them")
    if ends[_End.UNKNOWN]:
        typer.echo(f"{ends[_End.UNKNOWN]} have no known address: try scrapy crawl news -a urls=ADDRESS")


class _End(StrEnum):
    """What came of trying a page again."""

    RECORD = "records"
    DUE = "due"
    UNKNOWN = "unknown"


def _retry(store: Store, data_dir: Path, entry: QuarantineEntry, run: int) -> _End:
    known = entry.identity is not None and store.address(entry.identity) is not None
    with store.transaction():
        item = _read_again(store, data_dir, entry)
        if item is not None:
            source = item.source
            answer = Fetched(
                item.url, source.status or 200, source.etag, source.last_modified, source.body_sha256
            )
            # The time of the response, as if it had been read when it came.
            store.save(item, source.fetched_at or now(), run, fetched=answer)
            store.release(entry.id, now())
            return _End.RECORD
        if not known or entry.identity is None:
            return _End.UNKNOWN
        store.request(entry.identity, now())
        return _End.DUE


def _read_again(store: Store, data_dir: Path, entry: QuarantineEntry) -> NewsItem | None:
    """The record that the archived response gives today; None when it gives none or is not there."""
    if entry.archive is None:
        return None
    try:
        page = find_page(data_dir, entry.archive)
    except (ArchiveError, OSError) as error:
        typer.echo(f"{entry.id}: {error}", err=True)
        return None
    due = None if entry.identity is None else store.due_address(entry.identity, now(), full=True)
    outcome = read_archived(page, None if due is None else due.teaser, load_site())
    return None if isinstance(outcome, Unreadable) else outcome
