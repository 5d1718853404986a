"""`osce quarantine`: pages that could not become records, and trying them again."""

import json
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table
from rich.text import Text

from osce_scraper.commands.place import DATA_DIR, WRONG_USAGE, AsJson, DataDir, StoreUrl, fail, now, opened

app = typer.Typer(help="Pages that could not become records.", no_args_is_help=True)

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
        table.add_row(Text(entry.id), Text(entry.reason), entry.field or "", since, Text(entry.url))
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
        fail("quarantine show", f"ID {key!r} is not in quarantine: osce quarantine list shows what is")
    if as_json:
        typer.echo(entry.to_json_line())
        return
    table = Table(show_header=False)
    for name, value in entry.to_dict().items():
        shown = json.dumps(value, ensure_ascii=False) if isinstance(value, dict) else value
        table.add_row(name.replace("_", " "), Text("" if shown is None else str(shown)))
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
    """Have pages fetched and read again by the next harvest, whatever the schedule says.

    Example: [bold]osce quarantine retry 531680-en[/bold]
    """
    if bool(keys) == every:
        fail("quarantine retry", "give ID..., or --all for every page in quarantine", WRONG_USAGE)
    with opened("quarantine retry", data_dir, store) as kept:
        wanted = keys or [entry.id for entry in kept.quarantined()]
        entries = {key: kept.quarantine_entry(key) for key in wanted}
        for key, entry in entries.items():
            if entry is None:
                fail(
                    "quarantine retry", f"ID {key!r} is not in quarantine: osce quarantine list shows what is"
                )
        due = [
            entry.identity
            for entry in entries.values()
            if entry is not None and entry.identity is not None and kept.address(entry.identity) is not None
        ]
        with kept.transaction():
            for identity in due:
                kept.request(identity, now())
    typer.echo(f"{len(due)} pages are due: the next scrapy crawl news fetches them")
    for key in entries.keys() - set(due):
        typer.echo(f"{key} is no known address: try it with scrapy crawl news -a urls=ADDRESS", err=True)
