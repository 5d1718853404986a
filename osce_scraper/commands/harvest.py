"""`osce harvest`: menus, then news, then monitors, then publishing, in one run under one lock."""

import logging
import os
import re
from collections.abc import Mapping
from importlib import import_module
from pathlib import Path
from tempfile import TemporaryFile
from typing import Annotated, Final, NoReturn

import typer
from scrapy.settings import Settings

from osce_scraper.commands.place import (
    DATA_DIR,
    FAILED,
    WRONG_USAGE,
    DataDir,
    SiteName,
    StoreUrl,
    fail,
    now,
    typed,
)
from osce_scraper.commands.plan import tell_plan
from osce_scraper.crawling.harvest import Harvested, Limits, project_settings, told
from osce_scraper.crawling.harvest import harvest as run_harvest
from osce_scraper.crawling.logs import Format, LogFileError, safe, set_up
from osce_scraper.crawling.outcome import ExitCode
from osce_scraper.crawling.progress_display import ProgressDisplay
from osce_scraper.monitors import BoundsError
from osce_scraper.monitors.metrics import metrics_text, write_metrics

_SECONDS: Final = {"s": 1, "m": 60, "h": 3_600, "": 1}
_SPAN: Final = re.compile(r"(\d+(?:\.\d+)?)\s*([smh]?)", re.IGNORECASE)


def harvest(
    context: typer.Context,
    data_dir: DataDir = DATA_DIR,
    store: StoreUrl = "",
    base_url: Annotated[
        str,
        typer.Option(
            "--base-url",
            envvar="OSCE_BASE_URL",
            help="A copy of the site, such as http://127.0.0.1:8000; without one, the site itself.",
            show_default=False,
        ),
    ] = "",
    site: SiteName = "osce",
    contact: Annotated[
        str,
        typer.Option(
            "--contact",
            envvar="OSCE_CONTACT",
            help="Your e-mail address or page, told to the site, which is not asked without one.",
            show_default=False,
        ),
    ] = "",
    arguments: Annotated[
        list[str] | None,
        typer.Option("-a", metavar="NAME=VALUE", help="An argument of the spider news, such as full=1."),
    ] = None,
    settings: Annotated[
        list[str] | None,
        typer.Option("-s", metavar="NAME=VALUE", help="A setting of Scrapy or of this project."),
    ] = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Say what would be fetched and why; ask and change nothing.")
    ] = False,
    max_time: Annotated[
        str,
        typer.Option(
            "--max-time",
            metavar="SPAN",
            help="End after this long, such as 90s, 30m or 2h.",
            show_default=False,
        ),
    ] = "",
    max_requests: Annotated[
        int | None, typer.Option("--max-requests", min=1, help="End after so many requests.")
    ] = None,
    verbose: Annotated[
        int, typer.Option("--verbose", "-v", count=True, help="Log what is done; -vv logs every page.")
    ] = 0,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="Print nothing when all is well.")] = False,
    log_file: Annotated[
        Path | None, typer.Option("--log-file", help="Write the log into this file.", show_default=False)
    ] = None,
    log_format: Annotated[
        str, typer.Option("--log-format", metavar="text|json", help="Lines for people or for programs.")
    ] = "text",
    metrics_file: Annotated[
        Path | None,
        typer.Option(
            "--metrics-file",
            help="Write numbers of the run for Prometheus into this file.",
            show_default=False,
        ),
    ] = None,
) -> None:
    """Harvest the menus and the news, look whether all is normal, and publish the data files.

    Ends with 0 (good), 1 (failed), 2 (wrong usage), 3 (a monitor held the data back) or 4 (another harvest
    is running).

    Example: [bold]osce harvest --contact you@example.org --max-time 2h[/bold]
    """
    limits = Limits(seconds=_span(max_time), requests=max_requests)
    changes = _changes(context, data_dir, store, (base_url, site), contact, settings)
    asked = _pairs("-a", arguments)
    if log_format not in ("text", "json"):
        fail("harvest", f"--log-format {log_format!r} is not usable: it takes text or json", WRONG_USAGE)
    level = {0: logging.CRITICAL if quiet else logging.ERROR, 1: logging.INFO}.get(verbose, logging.DEBUG)
    try:
        set_up(level, log_file, _form(log_format))
    except LogFileError as error:
        fail("harvest", str(error))
    project = project_settings(changes)
    if dry_run:
        tell_plan(project, asked)
        return
    if metrics_file is not None:
        _check_metrics(metrics_file)
    _run(
        project, asked, limits, quiet=quiet, plain=verbose > 0 and log_file is None, metrics_file=metrics_file
    )


def _run(
    project: Settings,
    asked: Mapping[str, str],
    limits: Limits,
    *,
    quiet: bool,
    plain: bool,
    metrics_file: Path | None,
) -> None:
    try:
        with ProgressDisplay(hidden=quiet or plain) as display:
            harvested = run_harvest(project, asked, limits=limits, tick=display.tick)
    except BoundsError as error:
        fail("harvest", str(error), WRONG_USAGE)
    for line in harvested.troubles:
        typer.echo(f"osce harvest: {safe(line)}", err=True)
    for found in harvested.yellow:
        typer.echo(f"osce harvest: {safe(told(found))}", err=True)
    if harvested.verdict.code is ExitCode.GOOD:
        if not quiet:
            typer.echo(in_a_line(harvested))
        if metrics_file is not None:
            _write_metrics(metrics_file, harvested)
        return
    if harvested.verdict.code is ExitCode.MONITOR_RED:
        typer.echo(
            f"osce harvest: run {harvested.run} is not normal. Nothing was published: what it found is held "
            f"as batch {harvested.held}, and its pages are due again. See what it would change: osce batch "
            f"show {harvested.held}. When it is right all the same: osce batch accept {harvested.held}",
            err=True,
        )
    try:
        fail("harvest", "\n".join(harvested.verdict.lines), int(harvested.verdict.code))
    finally:
        # What a run came to is told before its numbers are; one that never began leaves those of the last.
        if metrics_file is not None and harvested.verdict.code in (ExitCode.FAILED, ExitCode.MONITOR_RED):
            _write_metrics(metrics_file, harvested, code=int(harvested.verdict.code))


def _check_metrics(file: Path) -> None:
    """Find out before a harvest of hours that its numbers could not be written."""
    try:
        import_module("prometheus_client")
        file.parent.mkdir(parents=True, exist_ok=True)
        with TemporaryFile(dir=file.parent):
            pass
    except ModuleNotFoundError as error:
        fail(
            "harvest",
            f"--metrics-file needs {error.name}: pip install prometheus-client (of the extra 'monitors')",
        )
    except OSError as error:
        _unwritable(file, error)


def _unwritable(file: Path, error: OSError, code: int = FAILED) -> NoReturn:
    said = f"--metrics-file {str(file)!r} can't be written ({error.strerror}): name another file"
    fail("harvest", said, code)


def _write_metrics(file: Path, harvested: Harvested, code: int = FAILED) -> None:
    """Write the numbers; a fault there ends with ``code``, which is the run's own where that is not good."""
    try:
        text = metrics_text(
            harvested.counts,
            harvested.monitors,
            exit_code=int(harvested.verdict.code),
            seconds=harvested.seconds,
            ended=now(),
        )
        write_metrics(file, text)
    except OSError as error:
        _unwritable(file, error, code)


def in_a_line(harvested: Harvested) -> str:
    """What a good harvest came to."""
    counts = harvested.counts
    parts = [
        f"{counts.get('stored/added', 0):,} new",
        f"{counts.get('stored/changed', 0):,} changed",
        f"{counts.get('stored/unchanged', 0) + counts.get('not_modified', 0):,} unchanged",
    ]
    for name, words in (
        ("stored/returned", "returned"),
        ("withdrawn", "withdrawn"),
        ("quarantined", "refused"),
        ("failed", "failed"),
    ):
        if counts.get(name):
            parts.append(f"{counts[name]:,} {words}")
    parts.append(f"{counts.get('requests', 0):,} requests in {harvested.seconds:.0f} s")
    if harvested.cut_short:
        parts.append("ended at its limit, the next run goes on")
    assert harvested.published is not None
    return f"osce harvest: {', '.join(parts)}; published into {harvested.published.directory}{os.sep}"


def _changes(
    context: typer.Context,
    data_dir: Path,
    store: str,
    asked: tuple[str, str],
    contact: str,
    settings: list[str] | None,
) -> dict[str, object]:
    """The settings that change: by an option that was typed, else by ``-s``, else by the environment."""
    given = _pairs("-s", settings)
    options = {
        "OSCE_DATA_DIR": ("data_dir", str(data_dir)),
        "OSCE_STORE_URL": ("store", store),
        "OSCE_BASE_URL": ("base_url", asked[0]),
        "OSCE_SITE": ("site", asked[1]),
        "OSCE_CONTACT": ("contact", contact),
    }
    chosen = {
        name: value
        for name, (option, value) in options.items()
        if name not in given or typed(context, option)
    }
    return {**given, **chosen}


def _form(name: str) -> Format:
    return "json" if name == "json" else "text"


def _span(text: str) -> float | None:
    """Seconds of a span such as 90s, 30m or 2h; ``None`` for none."""
    if not text:
        return None
    found = _SPAN.fullmatch(text.strip())
    if found is None or float(found[1]) <= 0:
        fail("harvest", f"--max-time {text!r} is not usable: write it as 90s, 30m or 2h", WRONG_USAGE)
    return float(found[1]) * _SECONDS[found[2].lower()]


def _pairs(option: str, given: list[str] | None) -> dict[str, str]:
    pairs = {}
    for text in given or ():
        name, equals, value = text.partition("=")
        if not equals or not name:
            fail("harvest", f"{option} {text!r} is not usable: write {option} NAME=VALUE", WRONG_USAGE)
        pairs[name] = value
    return pairs
