"""Where the data is: the options that every command on a store takes, and how its faults are told."""

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, NoReturn

import typer
from rich.console import Console
from rich.progress import Progress, TextColumn, TimeElapsedColumn
from rich.text import Text

from osce_scraper.crawling.logs import safe
from osce_scraper.store import AnotherHarvest, Store, StoreError, url_in

#: Exit codes of DESIGN: what went wrong is told apart without reading words.
FAILED = 1
WRONG_USAGE = 2
ANOTHER_HARVEST = 4

DataDir = Annotated[
    Path,
    typer.Option(
        "--data-dir", envvar="OSCE_DATA_DIR", help="Directory of the store and the published files."
    ),
]
StoreUrl = Annotated[
    str,
    typer.Option(
        "--store",
        envvar="OSCE_STORE_URL",
        help="Address of the store; without one, osce.sqlite in the data directory.",
        show_default=False,
    ),
]
SiteName = Annotated[
    str,
    typer.Option(
        "--site", envvar="OSCE_SITE", help="A site by its name, or the path of a folder with a site.toml."
    ),
]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON instead of a table.")]

DATA_DIR = Path("data")


def now() -> dt.datetime:
    """The time, in UTC."""
    return dt.datetime.now(dt.UTC)


def fail(command: str, message: str, code: int = FAILED) -> NoReturn:
    """Say what went wrong, a line or more, and end with ``code``."""
    shown = "\n".join(map(safe, message.split("\n")))
    typer.echo(f"osce {command}: {shown}", err=True)
    raise typer.Exit(code)


def scraped(value: object) -> Text:
    """A cell of a table for what others wrote: it is no markup, and steers no terminal."""
    return Text("" if value is None else safe(str(value)))


@contextmanager
def opened(command: str, data_dir: Path, store_url: str) -> Iterator[Store]:
    """The store that the options name, which must be there. Its faults end the command with a message."""
    try:
        with Store(store_url or url_in(data_dir), must_exist=True) as store:
            yield store
    except AnotherHarvest as error:
        fail(command, str(error), ANOTHER_HARVEST)
    except StoreError as error:
        fail(command, str(error))


def typed(context: typer.Context, option: str) -> bool:
    """Whether an option was typed, and does not come from the environment or a default."""
    origin = context.get_parameter_source(option)
    return origin is not None and origin.name == "COMMANDLINE"


def data_place(context: typer.Context, data_dir: Path, store: str) -> str | Path:
    """A store that was named on the command line; else the published files, which no monitor held back."""
    published = (data_dir / "news.jsonl").is_file()
    return store if store and (typed(context, "store") or not published) else data_dir


def records_progress() -> Progress:
    """How many records were read, on a terminal."""
    return Progress(
        TextColumn("{task.completed:,.0f} {task.description}"),
        TimeElapsedColumn(),
        console=(console := Console(stderr=True)),
        transient=True,
        disable=not console.is_terminal,
    )
