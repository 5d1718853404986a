"""`osce export`: publish the data files from the store."""

from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from osce_scraper.commands.place import (
    ANOTHER_HARVEST,
    DATA_DIR,
    HELD_BACK,
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
) -> None:
    """Write news.jsonl and the other data files from the store, each whole or not at all.

    Example: [bold]osce export --data-dir data[/bold]
    """
    with opened("export", data_dir, store) as kept:
        if not force:
            _stop_if_held_back(kept)
        published = publish(kept, data_dir, now())
        if force:
            kept.accept_held_back()
    _tell(published)


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
