"""`osce browse`: look through the data with Datasette, on this machine only."""

import signal
import tempfile
import webbrowser
from collections.abc import Callable
from pathlib import Path
from types import FrameType
from typing import Annotated

import typer

from osce_scraper.analysis.browsing import bound, make_database, metadata_of, serve
from osce_scraper.analysis.errors import AnalysisError
from osce_scraper.analysis.extra import needed
from osce_scraper.analysis.source import without_password
from osce_scraper.commands.place import (
    DATA_DIR,
    WRONG_USAGE,
    DataDir,
    StoreUrl,
    data_place,
    fail,
    records_progress,
    typed,
)


def browse(
    context: typer.Context,
    path: Annotated[
        str,
        typer.Argument(
            metavar="[PATH]",
            help="Data to browse: a directory, news.jsonl, a store, or what osce export --to sqlite wrote; "
            "else --data-dir.",
            show_default=False,
        ),
    ] = "",
    data_dir: DataDir = DATA_DIR,
    store: StoreUrl = "",
    port: Annotated[int, typer.Option("--port", min=0, max=65535, help="Port; 0 takes a free one.")] = 8001,
    show: Annotated[bool, typer.Option("--open/--no-open", help="Open the browser.")] = True,
) -> None:
    """Look through the data in the browser: search, facets, questions ready to ask, SQL.

    Datasette shows a copy that nobody can change, on 127.0.0.1 only. Stop it with Ctrl-C.

    Example: [bold]osce browse[/bold]

    Example: [bold]osce export --to sqlite --country Kosovo; osce browse osce-export.sqlite[/bold]
    """
    if path and store and typed(context, "store"):
        fail("browse", "give either PATH or --store, not both", WRONG_USAGE)
    signal.signal(signal.SIGTERM, _stop)
    # A terminal that is closed hangs up; `nohup` has that ignored, and it stays so.
    hangup = getattr(signal, "SIGHUP", None)
    if hangup is not None and signal.getsignal(hangup) is not signal.SIG_IGN:
        signal.signal(hangup, _stop)
    place = path or data_place(context, data_dir, store)
    try:
        for module in ("datasette.app", "uvicorn"):
            needed(module, "osce browse")
        with bound(port) as listening, tempfile.TemporaryDirectory(prefix="osce-browse-") as directory:
            with records_progress() as progress:
                task = progress.add_task("records", total=None)
                file = make_database(
                    place, Path(directory), lambda seen: progress.update(task, completed=seen)
                )
            serve(file, metadata_of(file, without_password(str(place))), listening, _ready(show=show))
    except AnalysisError as error:
        fail("browse", str(error))
    except KeyboardInterrupt:
        typer.echo("Stopped.", err=True)


def _ready(*, show: bool) -> Callable[[str], None]:
    def tell(address: str) -> None:
        typer.echo(f"Browse at {address} – stop with Ctrl-C")
        if show:
            webbrowser.open(address)

    return tell


def _stop(number: int, frame: FrameType | None) -> None:
    """End in order, so that the copy is removed."""
    raise KeyboardInterrupt
