"""`osce status`: what the store holds, what is due, and the history of one item."""

import dataclasses
import json
from collections.abc import Mapping
from itertools import islice
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.table import Table
from rich.text import Text

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
from osce_scraper.crawling.logs import safe
from osce_scraper.records import (
    ChangeEntry,
    FieldChange,
    MonitorResult,
    MonitorStatus,
    QuarantineEntry,
    RefKind,
    RunEntry,
)
from osce_scraper.store import HELD_BACK, Store, shown_address
from osce_scraper.vocabulary import toml_entry

#: Runs that are shown.
_RUNS = 5
#: Refused pages that are shown.
_QUARANTINE = 5
#: Characters of the longest bar.
_BAR = 30
#: A value is shown up to this many characters; --json gives all of it.
_WIDTH = 300


def status(
    identity: Annotated[
        str | None, typer.Argument(metavar="ID", help="An item, such as 531680-en: show its history.")
    ] = None,
    data_dir: DataDir = DATA_DIR,
    store: StoreUrl = "",
    as_json: AsJson = False,
    unknown: Annotated[
        bool, typer.Option("--unknown", help="Show the names that the vocabulary does not know.")
    ] = False,
) -> None:
    """Show what the store holds, what is due and the last runs; or the history of one item.

    Example: [bold]osce status 531680-en[/bold]
    """
    if identity is not None and unknown:
        fail("status", "give either ID or --unknown, not both", WRONG_USAGE)
    with opened("status", data_dir, store) as kept:
        if unknown:
            _unknown(kept, as_json=as_json)
        elif identity is not None:
            _item(kept, identity, as_json=as_json)
        else:
            _summary(kept, as_json=as_json)


def _print_json(value: Any) -> None:
    typer.echo(json.dumps(value, ensure_ascii=False, indent=2))


def _summary(store: Store, *, as_json: bool) -> None:
    counts = dataclasses.asdict(store.counts())
    due = store.due_counts(now())
    holder = store.holder()
    runs = store.newest_runs(_RUNS)
    quarantine = list(islice(store.quarantined(), _QUARANTINE))
    years = store.items_by_year()
    undecided = store.undecided()
    held = [number for number, state in undecided if state == "held"]
    judged, noticed = _noticed(runs)
    if as_json:
        _print_json(
            {
                "store": shown_address(store.url),
                "counts": counts,
                "due": due,
                "harvest": str(holder) if holder else None,
                "noticed_in_run": judged,
                "noticed": [found.to_dict() for found in noticed],
                "held_back": bool(held),
                "batches": [{"batch": number, "state": state} for number, state in undecided],
                "quarantine": [entry.to_dict() for entry in quarantine],
                "years": [{"year": year, "items": number} for year, number in years.items()],
                "runs": [run.to_dict() for run in runs],
            }
        )
        return
    console = Console()
    table = Table(title=scraped(shown_address(store.url)), show_header=False)
    for name, count in counts.items():
        table.add_row(name.replace("_", " "), f"{count:,}")
    for reason, count in due.items():
        table.add_row(f"due: {reason.replace('_', ' ')}", f"{count:,}")
    console.print(table)
    if runs:
        console.print(_table_of_runs(runs))
    if noticed:
        console.print(_table_of_monitors(judged, noticed, held_back=runs[0].outcome == HELD_BACK))
    for number, state in undecided:
        console.print(Text(_undecided(number, state)))
    if quarantine:
        console.print(_table_of_quarantine(quarantine, counts["quarantined"]))
    if years:
        console.print(_table_of_years(years))
    if holder is not None:
        console.print(Text(str(holder)))


def _undecided(number: int, state: str) -> str:
    if state == "held":
        return f"Batch {number} is held: osce batch show {number} says what it would change"
    return f"Batch {number} is open: a harvest works in it, or the next one goes on in it"


def _noticed(runs: list[RunEntry]) -> tuple[int | None, list[MonitorResult]]:
    """The last run that was judged, and what its monitors are not content with, the worst first."""
    for run in runs:
        results = [found for found in run.monitors if isinstance(found, MonitorResult)]
        if results:
            bad = [found for found in results if found.status is not MonitorStatus.GREEN]
            return run.run, sorted(bad, key=lambda found: found.status is not MonitorStatus.RED)
    return None, []


def _table_of_monitors(judged: int | None, noticed: list[MonitorResult], *, held_back: bool) -> Table:
    what = "Held back by monitors: nothing was published" if held_back else "What monitors noticed"
    title = f"{what} (run {judged})"
    table = Table(title=title)
    for name in ("monitor", "status", "what was seen", "what to look at"):
        table.add_column(name, overflow="fold")
    for found in noticed:
        status = Text(found.status.value, style=found.status.value)
        table.add_row(found.monitor, status, scraped(found.message), scraped(found.look_at))
    return table


def _table_of_quarantine(entries: list[QuarantineEntry], number: int) -> Table:
    table = Table(title=f"In quarantine: {number:,} (osce quarantine list shows all)")
    for name in ("id", "reason", "field"):
        table.add_column(name, overflow="fold")
    for entry in entries:
        table.add_row(entry.id, scraped(entry.reason), scraped(entry.field))
    return table


def _table_of_years(years: Mapping[int | None, int]) -> Table:
    table = Table(title="Items by year of issue")
    table.add_column("year")
    table.add_column("items", justify="right")
    table.add_column("")
    most = max(years.values())
    for year, number in years.items():
        bar = "█" * max(1, round(_BAR * number / most))
        table.add_row("no date" if year is None else str(year), f"{number:,}", Text(bar, style="dim"))
    return table


def _table_of_runs(runs: list[RunEntry]) -> Table:
    table = Table(title="The last runs")
    for name in ("run", "command", "began", "seconds", "outcome"):
        table.add_column(name)
    for run in runs:
        seconds = "" if run.seconds is None else f"{run.seconds:.1f}"
        began = f"{run.started_at:%Y-%m-%d %H:%M:%S} UTC"
        table.add_row(str(run.run), Text(run.command), began, seconds, run.outcome or "not ended")
    return table


def _item(store: Store, identity: str, *, as_json: bool) -> None:
    history, address, item = store.history(identity), store.address(identity), store.get(identity)
    entry = store.quarantine_entry(identity)
    if address is None and not history and entry is None:
        fail("status", f"ID {identity!r} is not in the store: give a number and a language, as in 531680-en")
    if as_json:
        _print_json(
            {
                "id": identity,
                "address": None
                if address is None
                else json.loads(json.dumps(_fields_of(address), default=str)),
                "record": None if item is None else item.to_dict(),
                "quarantine": None if entry is None else entry.to_dict(),
                "history": [change.to_dict() for change in history],
            }
        )
        return
    console = Console()
    table = Table(title=scraped(item.title if item else identity), show_header=False)
    if item is not None:
        for name in (
            "url",
            "issued_on",
            "revision",
            "first_seen",
            "last_seen",
            "last_changed",
            "withdrawn_at",
        ):
            value = getattr(item, name)
            table.add_row(name.replace("_", " "), scraped(value))
    if address is not None:
        table.add_row("due", f"{address.due_at:%Y-%m-%d %H:%M:%S} UTC ({address.reason})")
        if address.failures:
            table.add_row("failed", scraped(f"{address.failures} times, last: {address.last_failure}"))
        if address.times_gone:
            table.add_row("gone", f"{address.times_gone} times (status {address.status})")
    if entry is not None:
        table.add_row("quarantine", scraped(f"{entry.reason} ({entry.field or 'whole page'})"))
    console.print(table)
    for change in history:
        console.print(_told(change))


def _fields_of(value: Any) -> dict[str, Any]:
    """The fields of a dataclass with slots, by name."""
    return {field.name: getattr(value, field.name) for field in dataclasses.fields(value)}


def _told(change: ChangeEntry) -> Text:
    told = Text(f"{change.at:%Y-%m-%d %H:%M:%S} UTC  ")
    told.append(change.change.value, style="bold")
    told.append(f", revision {change.revision}" + (f", run {change.run}" if change.run else ""))
    for name, field in change.fields.items():
        told.append(f"\n  {name}")
        for sign, style, value in _differences(field):
            told.append(f"\n    {sign} {value}", style=style)
    return told


def _differences(field: FieldChange) -> list[tuple[str, str, str]]:
    """What went and what came. Of two lists, only the entries that are not in both."""
    old, new = field.old, field.new
    if isinstance(old, list) and isinstance(new, list):
        gone = [entry for entry in old if entry not in new]
        come = [entry for entry in new if entry not in old]
        if gone or come:
            return [*(_line("-", entry) for entry in gone), *(_line("+", entry) for entry in come)]
    return [_line("-", old), _line("+", new)]


def _line(sign: str, value: Any) -> tuple[str, str, str]:
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    short = safe(text if len(text) <= _WIDTH else f"{text[:_WIDTH]}…")
    return sign, "red" if sign == "-" else "green", short


def _unknown(store: Store, *, as_json: bool) -> None:
    names = store.unknown_names()
    if as_json:
        _print_json([_fields_of(name) for name in names])
        return
    table = Table(title="Names that the vocabulary does not know")
    for column in ("kind", "name", "items", "for example"):
        table.add_column(column)
    for name in names:
        table.add_row(name.kind, scraped(name.name), f"{name.items:,}", name.example)
    Console().print(table)
    if names:
        typer.echo("To paste into the file of the site's folder that each comment names:\n")
    for name in names:
        typer.echo(toml_entry(name.name, RefKind(name.kind), name.items, name.example))
