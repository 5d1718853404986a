"""`osce batch`: what a harvest would change that a monitor held, and deciding on it."""

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import Annotated, Any, Final

import typer
from rich.console import Console
from rich.table import Table

from osce_scraper.commands.place import DATA_DIR, AsJson, DataDir, StoreUrl, now, opened, scraped
from osce_scraper.crawling.logs import safe
from osce_scraper.store import Batch, Differences, Store, publish, write_left_out

app = typer.Typer(
    help="Batches: what harvests changed or would change.", no_args_is_help=True, add_completion=False
)

Number = Annotated[int, typer.Argument(metavar="N", min=1, help="Number of the batch.")]
#: Most characters of a value in an example; --json gives all of it.
_SHOWN: Final = 90


@app.command("list")
def list_batches(data_dir: DataDir = DATA_DIR, store: StoreUrl = "", as_json: AsJson = False) -> None:
    """List the batches, the newest first, with the state of each and what it changes.

    Example: [bold]osce batch list[/bold]
    """
    with opened("batch list", data_dir, store) as kept:
        batches = kept.batches()
    if as_json:
        _print_json([_dumped(batch) for batch in batches])
        return
    table = Table(title=f"{len(batches)} batches")
    for name in ("batch", "state", "begun", "runs", "what it changes"):
        table.add_column(name, overflow="fold")
    for batch in batches:
        begun = f"{batch.opened_at:%Y-%m-%d %H:%M} UTC"
        runs = ", ".join(map(str, batch.runs))
        table.add_row(str(batch.batch), batch.state, begun, runs, scraped(_in_a_line(batch.differences)))
    Console().print(table)


@app.command()
def show(
    number: Number,
    data_dir: DataDir = DATA_DIR,
    store: StoreUrl = "",
    as_json: AsJson = False,
    examples: Annotated[
        int, typer.Option("--examples", min=0, help="Examples of each kind of change and each field.")
    ] = 3,
) -> None:
    """Show what a batch would change, or did, field by field.

    Example: [bold]osce batch show 12 --examples 10[/bold]
    """
    with opened("batch show", data_dir, store) as kept:
        batch = kept.one_batch(number, examples=examples)
    if as_json:
        _print_json(_dumped(batch))
        return
    typer.echo(f"Batch {batch.batch} is {batch.state}; begun {batch.opened_at:%Y-%m-%d %H:%M:%S} UTC")
    for reason in batch.reasons:
        typer.echo(f"  because {safe(reason)}")
    for line in _told(batch.differences):
        typer.echo(line)
    if batch.state in ("held", "open"):
        typer.echo(f"Accept it: osce batch accept {number}. Drop it: osce batch reject {number}")


@app.command()
def accept(
    number: Number,
    data_dir: DataDir = DATA_DIR,
    store: StoreUrl = "",
    publishing: Annotated[
        bool, typer.Option("--publish/--no-publish", help="Write the data files afterwards.")
    ] = True,
) -> None:
    """Take over what a held batch would change, and publish it.

    Example: [bold]osce batch accept 12[/bold]
    """
    with _deciding("batch accept", data_dir, store) as kept:
        differences = kept.accept(number, now())
        write_left_out(kept, data_dir)
        typer.echo(f"Batch {number} is accepted: {_in_a_line(differences)}")
        if publishing:
            published = publish(kept, data_dir, now())
            news = published.file("news.jsonl")
            typer.echo(f"Published {news.lines:,} items into {published.directory}{os.sep}")


@app.command()
def reject(number: Number, data_dir: DataDir = DATA_DIR, store: StoreUrl = "") -> None:
    """Drop what a batch would change; its pages stay in the archive, its addresses are due again.

    Example: [bold]osce batch reject 12[/bold]
    """
    with _deciding("batch reject", data_dir, store) as kept:
        kept.reject(number, now())
        write_left_out(kept, data_dir)
    typer.echo(f"Batch {number} is rejected. What it read is due again: osce harvest")


@contextmanager
def _deciding(command: str, data_dir: Path, store: str) -> Iterator[Store]:
    """The store, held, so that no harvest works in the batch meanwhile."""
    with opened(command, data_dir, store) as kept, kept.lock(command, now()):
        yield kept


def _print_json(value: Any) -> None:
    typer.echo(json.dumps(value, ensure_ascii=False, indent=2))


def _dumped(batch: Batch) -> dict[str, Any]:
    dumped: dict[str, Any] = json.loads(json.dumps(asdict(batch), default=lambda moment: moment.isoformat()))
    return dumped


def _in_a_line(found: Differences) -> str:
    parts = [f"{number:,} {kind}" for kind, number in found.get("items", {}).items()]
    for site, counts in found.get("menus", {}).items():
        parts.append(f"menu of {site}: {', '.join(f'{number} {kind}' for kind, number in counts.items())}")
    if found.get("addresses"):
        parts.append(f"{found['addresses']:,} new addresses")
    if found.get("refused"):
        parts.append(f"{found['refused']:,} refused")
    return ", ".join(parts) or "nothing"


def _told(found: Differences) -> Iterator[str]:
    """The differences, a line each."""
    if _in_a_line(found) == "nothing":
        yield "It changes nothing."
        return
    for kind, number in found.get("items", {}).items():
        yield f"{number:,} {'item' if number == 1 else 'items'} {kind}"
        for example in found["item_examples"].get(kind, []):
            yield f"    {example['id']}  {_short(example['title'])}"
    for name, number in found.get("fields", {}).items():
        yield f"field {name}: changes in {number:,}"
        for example in found["field_examples"].get(name, []):
            yield f"    {example['id']}"
            yield f"      - {_short(example['old'])}"
            yield f"      + {_short(example['new'])}"
    for site, counts in found.get("menus", {}).items():
        yield f"menu of {safe(site)}: {', '.join(f'{number} {kind}' for kind, number in counts.items())}"
        for example in found["menu_examples"].get(site, []):
            old, new = (
                entry and f"{entry['label']} ({entry['url']})" for entry in (example["old"], example["new"])
            )
            yield f"    {safe(example['menu'])}: {_short(old)} -> {_short(new)}"
    if found.get("addresses"):
        yield f"{found['addresses']:,} addresses found for the first time"
    if found.get("refused"):
        yield f"{found['refused']:,} pages refused"
        for example in found["refused_examples"]:
            yield f"    {safe(example['id'])}: {safe(example['reason'])}"


def _short(value: Any) -> str:
    text = safe(value if isinstance(value, str) else json.dumps(value, ensure_ascii=False))
    return text if len(text) <= _SHOWN else f"{text[: _SHOWN - 3]}..."
