"""`osce validate`: check data files against the records."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

import typer
from pydantic import ValidationError

from osce_scraper.commands.place import FAILED, WRONG_USAGE, fail
from osce_scraper.crawling.logs import safe
from osce_scraper.records import Record
from osce_scraper.store import TABLES

#: Mistakes of one file that are told one by one; the others are counted.
_TOLD = 20

#: An address, as a path has it: of its slashes one is left.
_ADDRESS = re.compile(r"[a-z][a-z0-9+.-]+:/", re.IGNORECASE)

_MODELS = {table.name: table.model for table in TABLES}
_KEYS = {"news": "id", "changes": "seq", "quarantine": "id", "runs": "run"}


def validate(
    files: Annotated[list[Path], typer.Argument(metavar="FILE...", help="Data files, such as news.jsonl.")],
    table: Annotated[
        str | None,
        typer.Option(
            "--as", metavar="TABLE", help=f"Table of the files, if not by name: {', '.join(_MODELS)}."
        ),
    ] = None,
) -> None:
    """Check every line of data files against the records; exit code 1 if any is wrong.

    Example: [bold]osce validate data/news.jsonl data/menus.jsonl[/bold]
    """
    wrong = False
    for file in files:
        if _ADDRESS.match(str(file)) and not file.exists():
            # The address is not repeated: it may hold a password.
            fail("validate", "an address is no file: give a data file, such as data/news.jsonl", WRONG_USAGE)
        name = table or file.name.partition(".")[0]
        if name not in _MODELS:
            fail(
                "validate",
                f"{file}: no table is called {name!r}: say which with --as, one of {', '.join(_MODELS)}",
                WRONG_USAGE,
            )
        lines = mistakes = 0
        try:
            for number, mistake in _mistakes(file, name):
                lines = number
                if mistake is not None:
                    mistakes += 1
                    if mistakes <= _TOLD:
                        typer.echo(safe(f"{file}:{number}: {mistake}"))
        except OSError as error:
            fail("validate", f"{file} cannot be read ({error.strerror}): give a data file", WRONG_USAGE)
        if mistakes > _TOLD:
            typer.echo(safe(f"{file}: and {mistakes - _TOLD} more"))
        typer.echo(safe(f"{file}: {lines} lines, {mistakes or 'none'} wrong"), err=True)
        wrong = wrong or mistakes > 0
    if wrong:
        raise typer.Exit(FAILED)


def _mistakes(file: Path, table: str) -> Iterator[tuple[int, str | None]]:
    """Every line's number, from 1, and what is wrong with it, if anything."""
    model, key = _MODELS[table], _KEYS.get(table)
    seen: dict[object, int] = {}
    with file.open("rb") as lines:
        for number, line in enumerate(lines, start=1):
            try:
                record: Record = model.from_json_line(line)
            except ValidationError as error:
                first = error.errors()[0]
                where = ".".join(map(str, first["loc"])) or "line"
                yield number, f"{where}: {first['msg']}"
                continue
            if not line.endswith(b"\n"):
                yield number, "line: the file ends in the middle of a line"
                continue
            before = seen.setdefault(getattr(record, key), number) if key is not None else number
            yield number, None if before == number else f"{key}: the same as in line {before}"
