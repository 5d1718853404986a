"""`osce reextract`: the records of an archive, read again without one request."""

import datetime as dt
import json
import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Any, Final

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn, TimeRemainingColumn

from osce_scraper.archive import ArchiveError, Damage
from osce_scraper.archive.plan import Left, Plan, Role
from osce_scraper.archive.reextract import Reextraction
from osce_scraper.archive.remote import is_address, with_local_paths
from osce_scraper.commands.place import (
    ANOTHER_HARVEST,
    DATA_DIR,
    WRONG_USAGE,
    DataDir,
    SiteName,
    StoreUrl,
    fail,
    now,
)
from osce_scraper.crawling.logs import safe
from osce_scraper.pages.refusal import REASONS
from osce_scraper.records import Teaser
from osce_scraper.sites import RefusedAddress, SiteError, load_site
from osce_scraper.store import LEFT_OUT, AnotherHarvest, Store, StoreError, parse_address, publish, url_in
from osce_scraper.store.replaying import Comparison, compare, is_empty, newest_pages, rebuild, update

_COMMAND: Final = "reextract"
#: Endings of the files that are taken from a directory.
_WARCS: Final = ("*.warc", "*.warc.gz", "*.wet", "*.wet.gz")
_ROLES: Final = {
    Role.ITEM: "pages of items",
    Role.LISTING: "listings",
    Role.MENUS: "menus",
    Role.NOT_MODIFIED: "not modified",
    Role.GONE: "gone",
}
_STAGES: Final = {"index": "Indexing (bytes)", "listings": "Listings and menus", "pages": "Items"}
#: Most damaged places that are told one by one, and most characters of a value in an example.
_TOLD: Final = 10
_SHOWN: Final = 90


def reextract(
    archive: Annotated[
        list[str] | None,
        typer.Option(
            "--archive",
            metavar="PATH",
            help="WARC or WET file, a directory of them, or an fsspec address such as s3://bucket/a.warc.gz; "
            "repeatable (default: the data directory's).",
        ),
    ] = None,
    more: Annotated[
        list[str] | None,
        typer.Argument(metavar="[PATH]...", help="Further paths, as a shell writes --archive *.warc.gz."),
    ] = None,
    apply: Annotated[
        bool, typer.Option("--apply", help="Take over what the archive gives, and publish it.")
    ] = False,
    jobs: Annotated[
        int | None, typer.Option("--jobs", min=1, help="Processes that read pages (default: one a core).")
    ] = None,
    scheduler: Annotated[
        str | None,
        typer.Option(
            "--scheduler",
            metavar="ADDRESS",
            help="A dask scheduler, such as tcp://127.0.0.1:8786, whose workers read the pages.",
        ),
    ] = None,
    examples: Annotated[
        int, typer.Option("--examples", min=0, help="Examples shown of each field that changes.")
    ] = 3,
    data_dir: DataDir = DATA_DIR,
    store: StoreUrl = "",
    base_url: Annotated[
        str,
        typer.Option("--base-url", envvar="OSCE_BASE_URL", help="A copy of the site, whose pages are read."),
    ] = "",
    site: SiteName = "osce",
    publishing: Annotated[
        bool, typer.Option("--publish/--no-publish", help="Write the data files after --apply.")
    ] = True,
) -> None:
    """Read the archive's pages again, and show what that changes; --apply takes it over.

    An empty store is rebuilt as the crawls filled it. One that holds items gets the newest page of each read
    anew. No request is made.

    Example: [bold]osce reextract --archive data/archive --apply[/bold]
    """
    url = store or url_in(data_dir)
    damages: list[Damage] = []
    try:
        profile = load_site(site).profile(base_url or None)
        named = [*(archive or []), *(more or [])]
        addresses = with_local_paths([name for name in named if is_address(name)])
        places = [Path(name) for name in named if not is_address(name)]
        paths = [*addresses, *(_files(places or [data_dir / "archive"]) if places or not named else [])]
        if scheduler is not None:
            # Other machines are in other directories.
            paths, data_dir = [path.absolute() for path in paths], data_dir.absolute()
        with (
            _progress() as progress,
            Reextraction(
                paths,
                data_directory=data_dir,
                profile=profile,
                jobs=jobs or os.cpu_count() or 1,
                report=damages.append,
                progress=progress,
                scheduler=scheduler,
                addresses=addresses,
            ) as reading,
        ):
            plan = reading.index().without(_left_out(places or [data_dir / "archive"]))
            take = _apply if apply else _compare
            comparison = take(reading, plan, url, now(), examples)
        _tell(paths, plan, reading, comparison, damages)
        if not apply:
            typer.echo("Nothing was changed: --apply takes it over.")
        elif publishing:
            with Store(url) as opened:
                published = publish(opened, data_dir, now())
            news = published.file("news.jsonl")
            typer.echo(f"Taken over, and published {news.lines} items into {published.directory}{os.sep}")
        else:
            typer.echo("Taken over. Publish it with: osce export")
    except AnotherHarvest as error:
        fail(_COMMAND, str(error), ANOTHER_HARVEST)
    except StoreError as error:
        fail(_COMMAND, str(error))
    except (ArchiveError, RefusedAddress, SiteError) as error:
        fail(_COMMAND, str(error), WRONG_USAGE)


def _apply(reading: Reextraction, plan: Plan, url: str, at: dt.datetime, examples: int) -> Comparison:
    with Store(url) as store, store.lock(_COMMAND, at):
        if is_empty(store):
            return rebuild(store, reading.events(plan), reading.site, files=reading.spans(plan))
        newest = newest_pages(reading.events(plan.latest_only(), known=_Known(store, at)))
        return update(store, newest, at, examples=examples)


def _compare(reading: Reextraction, plan: Plan, url: str, at: dt.datetime, examples: int) -> Comparison:
    if not _exists(url):
        return compare(None, newest_pages(reading.events(plan.latest_only())), examples=examples)
    with Store(url) as store:
        newest = newest_pages(reading.events(plan.latest_only(), known=_Known(store, at)))
        return compare(store, newest, examples=examples)


class _Known:
    """The teaser that the store has of an item."""

    def __init__(self, store: Store, at: dt.datetime) -> None:
        self._store = store
        self._at = at

    def __call__(self, identity: str) -> Teaser | None:
        due = self._store.due_address(identity, self._at, full=True)
        return None if due is None else due.teaser


def _exists(url: str) -> bool:
    """Whether the store is there; a look at what would change is no reason to make one."""
    try:
        parsed = parse_address(url)
    except StoreError:
        return True  # opening it says what is wrong with the address
    return parsed.get_backend_name() != "sqlite" or Path(parsed.database or "").exists()


def _files(paths: Sequence[Path]) -> list[Path]:
    """The WARC files that ``paths`` name, those of a directory by name. Raises ``ArchiveError``."""
    files: dict[Path, None] = {}
    for path in paths:
        if path.is_dir():
            found = sorted({file for pattern in _WARCS for file in path.glob(pattern)})
            if not found:
                raise ArchiveError(f"{path} holds no WARC file: name others with --archive")
            files |= dict.fromkeys(found)
        elif path.exists():
            files[path] = None
        else:
            raise ArchiveError(f"{path} does not exist: harvest first, or name WARC files with --archive")
    return list(files)


def _left_out(directories: Sequence[Path]) -> set[Path]:
    """The files of directories that hold pages of batches that were not accepted."""
    lists = [directory / LEFT_OUT for directory in directories]
    return {
        (path.parent / name).absolute()
        for path in lists
        if path.is_file()
        for name in path.read_text(encoding="utf-8").splitlines()
    }


@contextmanager
def _progress() -> Iterator["_Bars"]:
    """Progress bars on the terminal; elsewhere nothing is drawn."""
    console = Console(stderr=True)
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as bars:
        yield _Bars(bars)


class _Bars:
    """One bar for each stage."""

    def __init__(self, bars: Progress) -> None:
        self._bars = bars
        self._tasks: dict[str, TaskID] = {}

    def __call__(self, stage: str, done: int, total: int) -> None:
        if stage not in self._tasks:
            self._tasks[stage] = self._bars.add_task(_STAGES[stage], total=total)
        self._bars.update(self._tasks[stage], completed=done)


def _tell(
    paths: Sequence[Path],
    plan: Plan,
    reading: Reextraction,
    comparison: Comparison,
    damages: Sequence[Damage],
) -> None:
    for damage in damages[:_TOLD]:
        typer.echo(f"osce reextract: damaged: {safe(str(damage))}", err=True)
    if len(damages) > _TOLD:
        typer.echo(f"osce reextract: and {len(damages) - _TOLD} further damaged places", err=True)
    roles = {role: sum(task.role is role for task in plan.tasks) for role in Role}
    files = f"{len(paths)} WARC file{'s' if len(paths) != 1 else ''}"
    parts = [f"{number} {_ROLES[role]}" for role, number in roles.items()]
    typer.echo(f"{files}: {', '.join(parts)}")
    for left in Left:
        if plan.left[left]:
            typer.echo(f"  left alone: {plan.left[left]} {left.value}")
    for reason, number in sorted(reading.refused.items()):
        typer.echo(f"  no record: {number} because {REASONS.get(reason, reason)}")
    parts = [
        f"{comparison.new} new",
        f"{comparison.changed} changed",
        f"{comparison.unchanged} unchanged",
    ]
    if comparison.outdated:
        parts.append(f"{comparison.outdated} in place of records of an earlier version")
    if comparison.older:
        parts.append(f"{comparison.older} older than what the store has")
    if comparison.withdrawn:
        parts.append(f"{comparison.withdrawn} withdrawn, left as they are")
    typer.echo(f"Items: {', '.join(parts)}")
    for site, number in sorted(comparison.menus.items()):
        typer.echo(f"Menus of {site}: {number} entries")
    for name, difference in sorted(comparison.fields.items(), key=lambda pair: -pair[1].count):
        typer.echo(f"  {name}: {difference.count} changed")
        for identity, old, new in difference.examples:
            typer.echo(f"    {identity}: {_short(old)} -> {_short(new)}")


def _short(value: Any) -> str:
    text = safe(json.dumps(value, ensure_ascii=False))
    return text if len(text) <= _SHOWN else f"{text[: _SHOWN - 3]}..."
