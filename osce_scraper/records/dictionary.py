"""What the published files are, for people and for programs: made from the models, never by hand.

Nothing here knows the time: the same models give the same text.
"""

import types
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Annotated, Any, Final, Union, get_args, get_origin

from pydantic.fields import FieldInfo

from osce_scraper.records.base import SCHEMA_VERSION, Record

#: How a type that can be missing ends in words.
_OR_NULL: Final = ", or null"
_LICENCE: Final = "https://www.osce.org/copyright"
#: What the types of fields are called in a Frictionless table schema.
_TYPES: Final = {"str": "string", "int": "integer", "float": "number", "bool": "boolean", "date": "date"}

#: First line of the README; a README that begins otherwise is somebody else's.
README_TITLE: Final = "# OSCE news, menus and facts"
_ABOUT: Final = """

Harvested from the public web site of the OSCE (Organization for Security and Co-operation in Europe) by
osce-scraper. One JSON object a line, UTF-8, dates ISO 8601, times UTC; unknown is `null`, never an empty
string or a zero. A harvest writes its files here (`OSCE_DATA_DIR` or `--data-dir` names another directory);
each is written beside and renamed into place, so that a reader never sees half a file. This page, the data
package and the schemas are made from the models of the records, with each publication.

## Where it comes from

Each record names its page (`url`), when and how the page answered (`source`), and the archived response
(`source.archive`: a WARC file and a record in it). Counts, quotes, projects and funders are read from the
text by rules, and point at the words that carry them: `body[paragraph][start:end]` is `evidence`. What is
doubtful or missing stands in `problems`. `source.extractor_version` names the version of the rules.

## What the numbers do not mean

- A count of people is what the text states. Most items state none; a missing number is not zero.
- `women` and `men` are there only where the text splits a count by sex: compare them with each other only in
  items that state both.
- Items in several languages tell the same story (`story_id`): count one language, or one line a story.
- The files hold what the site shows today; `changes.jsonl` tells what came, changed, went and returned.

## Licence and credit

The texts are the OSCE's: read https://www.osce.org/copyright before you republish any. Credit
"OSCE/<office>" (the names in `issuers`) and keep each item's address (`url`). Do not republish photos:
`images` gives their addresses and credits, not a right to them. The facts drawn from the texts carry no
warranty.

## How to cite

- One item: OSCE/<office>, "<title>", <issued_on>, <url>.
- The data: OSCE (Organization for Security and Co-operation in Europe), *News and press releases*, harvested
  from https://www.osce.org with osce-scraper; as of the `finished_at` of the last line of `runs.jsonl`;
  version of the rules: `source.extractor_version`. Say which filters you used, and how many items state what
  you count.

## Files

"""
_BESIDE: Final = """\
- `schema/`: the JSON Schema of each; `datapackage.json`: all of it as a Frictionless data package
- `osce.sqlite`: the store, the one truth (`OSCE_STORE_URL` puts it into PostgreSQL instead);
  `osce.sqlite.lock`: who harvests now, if anybody
- `archive/`: every response as it came, as WARC, a file a run
- `demo/`: the same for the local site, written anew by `make demo`

`load` and `osce export` draw further tables from these (participants, issuers, funders, ...), in other
formats: see docs/analysts.md.
"""


@dataclass(frozen=True, slots=True)
class PublishedTable:
    """A published file as its readers are told of it: name, model of its lines, a sentence, its key."""

    name: str
    model: type[Record]
    about: str
    key: tuple[str, ...]


def readme(tables: Sequence[PublishedTable]) -> str:
    """The README of a data directory, with the dictionary of every table."""
    parts = [f"- `{table.name}.jsonl`: {table.about}" for table in tables]
    parts.append(_BESIDE.rstrip())
    for table in tables:
        parts += ["", f"## {table.name}.jsonl", ""]
        parts += [f"{table.about} Key: {', '.join(f'`{name}`' for name in table.key)}. "]
        parts[-1] += f"Version of the records: {SCHEMA_VERSION}."
        parts += ["", "| field | type | what |", "|---|---|---|"]
        parts += [f"| `{field}` | {kind} | {_in_a_cell(text)} |" for field, kind, text in fields(table.model)]
    return README_TITLE + _ABOUT + "\n".join(parts) + "\n"


def data_package(tables: Sequence[PublishedTable]) -> dict[str, Any]:
    """The descriptor of a Frictionless data package."""
    return {
        "profile": "data-package",
        "name": "osce-news",
        "title": "OSCE news, menus and facts",
        "description": "News, press releases, statements and reports that the OSCE published, with the facts "
        "in them and the words that carry each. README.md says what the numbers do not mean.",
        "version": SCHEMA_VERSION,
        "homepage": "https://www.osce.org",
        "keywords": ["OSCE", "news", "participants", "gender", "open data"],
        "licenses": [{"name": "other-closed", "title": "Copyright of the OSCE", "path": _LICENCE}],
        "sources": [{"title": "OSCE", "path": "https://www.osce.org"}],
        "resources": [_resource(table) for table in tables],
    }


def _resource(table: PublishedTable) -> dict[str, Any]:
    return {
        "name": table.name,
        "path": f"{table.name}.jsonl",
        "format": "jsonl",
        "mediatype": "application/x-ndjson",
        "encoding": "utf-8",
        "description": table.about,
        "jsonSchema": f"schema/{table.name}.json",
        "schema": {
            "fields": [_field(name, info) for name, info in table.model.model_fields.items()],
            "primaryKey": list(table.key),
        },
    }


def _field(name: str, info: FieldInfo) -> dict[str, Any]:
    field: dict[str, Any] = {
        "name": name,
        "type": _frictionless(info.annotation),
        "description": info.description,
    }
    kind, _ = _described(info.annotation)
    constraints: dict[str, Any] = {}
    if not kind.endswith(_OR_NULL):
        constraints["required"] = True
    if values := _enumerated(info.annotation):
        constraints["enum"] = values
    return field | ({"constraints": constraints} if constraints else {})


def _enumerated(annotation: Any) -> list[str]:
    if get_origin(annotation) in (Union, types.UnionType):
        return [value for part in get_args(annotation) for value in _enumerated(part)]
    if isinstance(annotation, type) and issubclass(annotation, Enum):
        return [str(member.value) for member in annotation]
    return []


def fields(model: type[Record], before: str = "") -> Iterator[tuple[str, str, str]]:
    """Every field of a model with its type and description, those of records inside it too."""
    for name, info in model.model_fields.items():
        kind, inner = _described(info.annotation)
        yield f"{before}{name}", kind, info.description or ""
        if inner is not None:
            yield from fields(inner, f"{before}{name}{'[]' if kind.startswith('list') else ''}.")


def _described(annotation: Any) -> tuple[str, type[Record] | None]:
    """A type in words, and the record that is inside it."""
    if get_origin(annotation) is Annotated:
        return _described(get_args(annotation)[0])
    if get_origin(annotation) in (Union, types.UnionType):
        kinds = [_described(part) for part in get_args(annotation) if part is not types.NoneType]
        null = _OR_NULL if types.NoneType in get_args(annotation) else ""
        return " or ".join(kind for kind, _ in kinds) + null, next(
            (inner for _, inner in kinds if inner), None
        )
    if get_origin(annotation) in (list, tuple):
        kind, inner = _described(get_args(annotation)[0])
        return f"list of {kind}", inner
    if get_origin(annotation) is dict:
        return "object", None
    if isinstance(annotation, type) and issubclass(annotation, Record):
        return "record", annotation
    if isinstance(annotation, type) and issubclass(annotation, Enum):
        return "one of " + ", ".join(str(member.value) for member in annotation), None
    names = {
        "str": "text",
        "int": "whole number",
        "float": "number",
        "bool": "true or false",
        "datetime": "time",
    }
    name = getattr(annotation, "__name__", "any")
    return names.get(name, name.lower()), None


def _frictionless(annotation: Any) -> str:
    if get_origin(annotation) is Annotated:
        return _frictionless(get_args(annotation)[0])
    if get_origin(annotation) in (Union, types.UnionType):
        parts = [part for part in get_args(annotation) if part is not types.NoneType]
        return _frictionless(parts[0]) if len(parts) == 1 else "any"
    if get_origin(annotation) in (list, tuple):
        return "array"
    if get_origin(annotation) is dict or (isinstance(annotation, type) and issubclass(annotation, Record)):
        return "object"
    if isinstance(annotation, type) and issubclass(annotation, Enum):
        return "string"
    name = getattr(annotation, "__name__", "any")
    return "datetime" if name == "datetime" else _TYPES.get(name, "any")


def _in_a_cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ")
