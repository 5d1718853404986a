"""What the published files are, for people and for programs: made from the models, never by hand.

Nothing here knows the time: the same models give the same text.
"""

import types
from collections.abc import Iterator, Mapping
from enum import Enum
from typing import Annotated, Any, Final, Union, get_args, get_origin

from osce_scraper.records.base import SCHEMA_VERSION, Record

_LICENCE: Final = "https://www.osce.org/copyright"
#: What the types of fields are called in a Frictionless table schema.
_TYPES: Final = {"str": "string", "int": "integer", "float": "number", "bool": "boolean", "date": "date"}

_ABOUT: Final = """\
# OSCE news, menus and facts

Harvested from the public web site of the OSCE (Organization for Security and Co-operation in Europe) by
osce-scraper. One JSON object a line, UTF-8, dates ISO 8601, times UTC; unknown is `null`, never an empty
string or a zero. A harvest writes its files here (`OSCE_DATA_DIR` or `--data-dir` names another directory);
each is written beside and renamed into place, so that a reader never sees half a file.

## Where it comes from

Each record names its page (`url`), when and how the page answered (`source`), and the archived response
(`source.archive`: a WARC file and a record in it). Counts, quotes, projects and funders are read from the
text by rules, and point at the words that carry them: `body[paragraph][start:end]` is `evidence`. What is
doubtful or missing stands in `problems`.

## What the numbers do not mean

- A count of people is what the text states. Most items state none; a missing number is not zero.
- `women` and `men` are there only where the text splits a count by sex: compare them with each other only in
  items that state both.
- Items in several languages tell the same story (`story_id`): count one language, or one line a story.
- The files hold what the site shows today; `changes.jsonl` tells what came, changed, went and returned.

## Licence, credit, citation

The texts are the OSCE's; its terms are at https://www.osce.org/copyright. Credit "OSCE/<office>", keep each
item's address, and do not republish photos. The facts drawn from the texts carry no warranty.

To cite: *OSCE, news and press releases, harvested with osce-scraper*, the date of the last line of
`runs.jsonl`, and the address https://www.osce.org.

## Files

"""
_BESIDE: Final = """\
- `schema/`: the JSON Schema of each of these; `datapackage.json`: all of it as a Frictionless data package
- `osce.sqlite`: the store, the one truth (`OSCE_STORE_URL` puts it into PostgreSQL instead);
  `osce.sqlite.lock`: who harvests now, if anybody
- `archive/`: every response as it came, as WARC, a file a run
- `demo/`: the same for the local site, written anew by `make demo`\
"""


def readme(tables: Mapping[str, type[Record]], about: Mapping[str, str]) -> str:
    """The README of a data directory, with the dictionary of every table.

    ``tables`` gives the model of each by name, ``about`` a sentence on each.
    """
    parts = [_ABOUT.rstrip() + "\n"]
    parts += [f"- `{name}.jsonl`: {about[name]}" for name in tables]
    parts.append(
        "- `schema/`: the JSON Schema of each; `datapackage.json`: all of it as a Frictionless data package"
    )
    for name, model in tables.items():
        parts += ["", f"## {name}.jsonl", "", f"{about[name]} Schema version {SCHEMA_VERSION}.", ""]
        parts += ["| field | type | what |", "|---|---|---|"]
        parts += [f"| `{field}` | {kind} | {_in_a_cell(text)} |" for field, kind, text in _fields(model)]
    return "\n".join(parts) + "\n"


def data_package(tables: Mapping[str, type[Record]], about: Mapping[str, str]) -> dict[str, Any]:
    """The descriptor of a Frictionless data package."""
    return {
        "profile": "data-package",
        "name": "osce-news",
        "title": "OSCE news, menus and facts",
        "version": SCHEMA_VERSION,
        "homepage": "https://www.osce.org",
        "licenses": [{"name": "OSCE", "title": "Copyright of the OSCE", "path": _LICENCE}],
        "sources": [{"title": "OSCE", "path": "https://www.osce.org"}],
        "resources": [
            {
                "name": name,
                "path": f"{name}.jsonl",
                "format": "jsonl",
                "mediatype": "application/x-ndjson",
                "encoding": "utf-8",
                "description": about[name],
                "jsonSchema": f"schema/{name}.json",
                "schema": {
                    "fields": [
                        {
                            "name": field,
                            "type": _frictionless(info.annotation),
                            "description": info.description,
                        }
                        for field, info in model.model_fields.items()
                    ]
                },
            }
            for name, model in tables.items()
        ],
    }


def _fields(model: type[Record], before: str = "") -> Iterator[tuple[str, str, str]]:
    """Every field of a model with its type and description, those of records inside it too."""
    for name, info in model.model_fields.items():
        kind, inner = _described(info.annotation)
        yield f"{before}{name}", kind, info.description or ""
        if inner is not None:
            yield from _fields(inner, f"{before}{name}{'[]' if kind.startswith('list') else ''}.")


def _described(annotation: Any) -> tuple[str, type[Record] | None]:
    """A type in words, and the record that is inside it."""
    if get_origin(annotation) is Annotated:
        return _described(get_args(annotation)[0])
    if get_origin(annotation) in (Union, types.UnionType):
        kinds = [_described(part) for part in get_args(annotation) if part is not types.NoneType]
        null = ", or null" if types.NoneType in get_args(annotation) else ""
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
