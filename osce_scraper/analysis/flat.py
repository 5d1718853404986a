"""Lines without nesting, for formats that know only cells: CSV, Excel, SQLite.

What is nested becomes a column of its own (``source.layout`` is ``source_layout``), a range two columns, a
list of records JSON; a list of texts is joined, or JSON where the format can read it.
"""

import datetime as dt
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import Enum
from functools import cache
from typing import Any, Final, get_args

from osce_scraper.analysis.columns import entry_type, is_record, plain
from osce_scraper.records import Record

#: How texts of a list are joined in one cell; "; " where nothing else is said.
_JOINTS: Final = {"body": "\n\n", "path": " > "}
_KINDS: Final = {bool: "boolean", int: "integer", float: "number", dt.date: "date", dt.datetime: "datetime"}


@dataclass(frozen=True, slots=True)
class Cell:
    """A column of cells: its name, what it says, the kind of its values, and how a line gives its value.

    ``kind`` is ``text``, ``integer``, ``number``, ``boolean``, ``date``, ``datetime`` (both as ISO text, in
    UTC) or ``json`` (text).
    """

    name: str
    about: str
    kind: str
    value: Callable[[dict[str, Any]], Any]


@cache
def cells(model: type[Record], *, joined: bool) -> tuple[Cell, ...]:
    """The columns that lines of ``model`` have without nesting.

    ``joined``: lists of texts are one text; else they are JSON, but for the body, whose paragraphs are always
    joined by an empty line.
    """
    found = tuple(_cells(model, (), "", joined))
    assert len({cell.name for cell in found}) == len(found), f"{model.__name__} has two columns of one name"
    return found


def _cells(model: type[Record], way: tuple[str, ...], above: str, joined: bool) -> Iterator[Cell]:
    for name, field in model.model_fields.items():
        annotation = plain(field.annotation)
        about = " ".join(part for part in (above, field.description or "") if part)
        here = (*way, name)
        column = "_".join(here)
        entry = entry_type(annotation)
        if is_record(annotation):
            yield from _cells(annotation, here, about, joined)
        elif entry is int and get_args(annotation) == (int, int):
            for place, bound in enumerate(("lower", "upper")):
                yield Cell(f"{column}_{bound}", about, "integer", _bound(here, place))
        elif entry is str and (joined or name == "body"):
            yield Cell(column, about, "text", _joint(here, _JOINTS.get(name, "; ")))
        elif entry is not None or not _is_simple(annotation):
            yield Cell(column, about, "json", _as_json(here))
        else:
            yield Cell(column, about, _KINDS.get(annotation, "text"), _at(here))


def _is_simple(annotation: Any) -> bool:
    return isinstance(annotation, type) and (
        annotation is str or annotation in _KINDS or issubclass(annotation, Enum)
    )


def _at(way: tuple[str, ...]) -> Callable[[dict[str, Any]], Any]:
    if len(way) == 1:
        (name,) = way
        return lambda line: line.get(name)

    def value(line: dict[str, Any]) -> Any:
        inner: Any = line
        for name in way:
            if inner is None:
                return None
            inner = inner.get(name)
        return inner

    return value


def _bound(way: tuple[str, ...], place: int) -> Callable[[dict[str, Any]], Any]:
    values = _at(way)
    return lambda line: None if (bounds := values(line)) is None else bounds[place]


def _joint(way: tuple[str, ...], joint: str) -> Callable[[dict[str, Any]], Any]:
    """The texts as one; nothing when there is none, since a text is never empty."""
    values = _at(way)
    return lambda line: joint.join(values(line) or ()) or None


def _as_json(way: tuple[str, ...]) -> Callable[[dict[str, Any]], Any]:
    values = _at(way)
    return lambda line: (
        None
        if (value := values(line)) is None
        else json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    )
