"""`osce evaluate`: how much of what is labelled is found, and the gate that keeps it so."""

import json
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console

from osce_scraper.evaluation.fixtures import fixtures_digest, score_fields
from osce_scraper.evaluation.floors import (
    FloorsError,
    lowered,
    raised,
    read_floors,
    shortfalls,
    write_floors,
)
from osce_scraper.evaluation.gold import GoldError
from osce_scraper.evaluation.languages import score_languages
from osce_scraper.evaluation.report import (
    fields_json,
    print_fields,
    print_languages,
    print_scores,
    scores_json,
)
from osce_scraper.evaluation.tasks import gold_digest, measure

GOLD = Path("tests/gold")
FIXTURES = Path("tests/fixtures")
FLOORS = "floors.json"


def evaluate(
    corpus: Annotated[
        Path | None,
        typer.Argument(
            metavar="[DIRECTORY]",
            help="Labelled texts (default tests/gold) or, with --fields, fixture pages (tests/fixtures).",
        ),
    ] = None,
    fields: Annotated[
        bool, typer.Option("--fields", help="Measure the fields of fixture pages, not labelled texts.")
    ] = False,
    task: Annotated[
        list[str] | None, typer.Option("--task", help="Measure only this; can be given several times.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
    errors: Annotated[bool, typer.Option("--errors", help="Print every mistake with its text.")] = False,
    constructions: Annotated[
        bool, typer.Option("--constructions", help="List all constructions, not only those with mistakes.")
    ] = False,
    language: Annotated[
        list[str] | None,
        typer.Option("--language", help="Measure whole items of this language (a code, or all) only."),
    ] = None,
    check: Annotated[
        bool, typer.Option("--check", help="Exit with 1 when a figure is below its floor.")
    ] = False,
    raise_floors: Annotated[
        bool, typer.Option("--raise-floors", help="Pin the figures measured; refuses to lower any.")
    ] = False,
    lower_floors: Annotated[
        bool, typer.Option("--lower-floors", help="Pin the figures measured, lower ones too.")
    ] = False,
) -> None:
    """Measure extraction on labelled texts or pages: precision, recall, F1, and what went wrong.

    Example: [bold]osce evaluate --errors --task quotes[/bold], or [bold]osce evaluate --language uk[/bold]
    """
    if raise_floors and lower_floors:
        raise typer.BadParameter("give --raise-floors or --lower-floors, not both")
    if task and (check or raise_floors or lower_floors or fields):
        raise typer.BadParameter("floors and --fields are for the whole: leave --task out")
    root = corpus or (FIXTURES if fields else GOLD)
    if not root.is_dir():
        raise typer.BadParameter(f"{root} is no directory: run from a checkout, or name the directory")
    console = Console()
    try:
        if language:
            codes = [] if language == ["all"] else language
            print_languages(console, score_languages(root / "languages", codes), errors=errors)
            return
        figures, digest = _measured(root, fields, task or [], console, as_json, errors, constructions)
        _gate(root / FLOORS, figures, digest, check=check, raising=raise_floors, lowering=lower_floors)
    except (GoldError, FloorsError) as error:
        typer.echo(f"osce evaluate: {error}", err=True)
        raise typer.Exit(1) from error


def _measured(
    root: Path,
    fields: bool,
    tasks: list[str],
    console: Console,
    as_json: bool,
    errors: bool,
    constructions: bool,
) -> tuple[dict[str, dict[str, float]], str]:
    """Measure, print, and return the figures with the digest of what they were measured on."""
    printed: dict[str, Any]
    if fields:
        field_score = score_fields(root)
        figures, digest = field_score.figures, fixtures_digest(root)
        if not as_json:
            print_fields(console, field_score, errors=errors)
        printed = fields_json(field_score)
    else:
        scores = measure(root, tasks)
        figures, digest = {score.name: score.figures for score in scores}, gold_digest(root)
        if not as_json:
            print_scores(console, scores, constructions=constructions, errors=errors)
        printed = scores_json(scores)
    if as_json:
        typer.echo(json.dumps({"digest": digest, "scores": printed}, ensure_ascii=False, indent=2))
    return figures, digest


def _gate(
    path: Path,
    figures: dict[str, dict[str, float]],
    digest: str,
    *,
    check: bool,
    raising: bool,
    lowering: bool,
) -> None:
    """Pin floors, or hold the figures against them."""
    if raising:
        write_floors(path, raised(read_floors(path), figures, digest))
        typer.echo(f"floors raised in {path}", err=True)
    if lowering:
        write_floors(path, lowered(figures, digest))
        typer.echo(f"floors set, some perhaps lower, in {path}: say why where it is reviewed", err=True)
    if check:
        found = shortfalls(read_floors(path), figures, digest)
        for shortfall in found:
            typer.echo(f"osce evaluate: {shortfall}", err=True)
        if found:
            raise typer.Exit(1)
        typer.echo(f"every figure stands at or above its floor in {path}", err=True)
