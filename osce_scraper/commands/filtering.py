"""The options that say which items are wanted, shared by the commands that take them."""

import datetime as dt
from collections.abc import Sequence
from typing import Annotated

import typer

from osce_scraper.analysis.filters import Filters, country_of, field_of, issuer_of
from osce_scraper.commands.place import WRONG_USAGE, fail
from osce_scraper.records import ItemType

Since = Annotated[str, typer.Option("--since", metavar="DAY", help="Issued on this day or later.")]
Until = Annotated[str, typer.Option("--until", metavar="DAY", help="Issued on this day or earlier.")]
Issuers = Annotated[list[str] | None, typer.Option("--issuer", help="Issued by this office; repeatable.")]
Fields = Annotated[list[str] | None, typer.Option("--field", help="Of this field of work; repeatable.")]
Countries = Annotated[list[str] | None, typer.Option("--country", help="About this country; repeatable.")]
Languages = Annotated[list[str] | None, typer.Option("--language", help="In this language; repeatable.")]
Kinds = Annotated[list[str] | None, typer.Option("--type", help="Of this type, such as statement.")]
Where = Annotated[
    str, typer.Option("--where", metavar="SQL", help="Items for which this holds.", show_default=False)
]


def filters_of(
    command: str,
    *,
    since: str,
    until: str,
    issuer: Sequence[str] | None,
    field: Sequence[str] | None,
    country: Sequence[str] | None,
    language: Sequence[str] | None,
    kind: Sequence[str] | None,
    where: str,
) -> Filters:
    """What the options of ``command`` ask for.

    A day or a type that is none ends the command with a message; a name that the vocabulary does not know
    raises ``AnalysisError``.
    """
    return Filters(
        since=_day(command, "--since", since),
        until=_day(command, "--until", until),
        issuers=frozenset(map(issuer_of, issuer or ())),
        fields=frozenset(map(field_of, field or ())),
        countries=frozenset(map(country_of, country or ())),
        languages=_languages(command, language or ()),
        types=_types(command, kind or ()),
        where=where or None,
    )


def _day(command: str, option: str, text: str) -> dt.date | None:
    if not text:
        return None
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        fail(command, f"{option} {text!r} is no day: write it YYYY-MM-DD, such as 2024-01-31", WRONG_USAGE)


def _types(command: str, kinds: Sequence[str]) -> frozenset[str]:
    known = [kind.value for kind in ItemType]
    for kind in kinds:
        if kind not in known:
            fail(command, f"--type {kind!r} is unknown: give one of {', '.join(known)}", WRONG_USAGE)
    return frozenset(kinds)


def _languages(command: str, codes: Sequence[str]) -> frozenset[str]:
    for code in codes:
        if len(code) != 2 or not code.isalpha():
            fail(
                command,
                f"--language {code!r} is no ISO 639-1 code: give two letters, such as en",
                WRONG_USAGE,
            )
    return frozenset(code.lower() for code in codes)
