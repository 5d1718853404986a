"""Types of columns, from the models of the records; never inferred from the data.

An inferred type goes wrong where a column is null in the beginning: values behind it get lost or break.
"""

import datetime as dt
import json
import types
from collections.abc import Callable
from enum import Enum
from functools import cache
from typing import Annotated, Any, Union, get_args, get_origin

from osce_scraper.analysis.extra import needed
from osce_scraper.records import Record

#: Turns a value as JSON has it into the value of its column.
Convert = Callable[[Any], Any]


def plain(annotation: Any) -> Any:
    """``annotation`` without ``Annotated`` and ``None``."""
    if get_origin(annotation) is Annotated:
        return plain(get_args(annotation)[0])
    if get_origin(annotation) in (Union, types.UnionType):
        parts = [part for part in get_args(annotation) if part is not types.NoneType]
        if len(parts) == 1:
            return plain(parts[0])
        raise TypeError(f"a column needs one type, not {annotation}")
    return annotation


def entry_type(annotation: Any) -> Any | None:
    """Type of the entries, if ``annotation`` is a list or a tuple of one type; else ``None``."""
    annotation = plain(annotation)
    if get_origin(annotation) not in (list, tuple):
        return None
    entries = set(get_args(annotation)) - {...}
    if len(entries) != 1:
        raise TypeError(f"a list needs one type of entries, not {annotation}")
    return plain(entries.pop())


def is_record(annotation: Any) -> bool:
    """Whether ``annotation`` is a model of records."""
    return isinstance(annotation, type) and issubclass(annotation, Record)


@cache
def arrow_schema(model: type[Record]) -> Any:
    """The ``pyarrow.Schema`` of lines of ``model``.

    Every column can be null, dates are ``date32``, times UTC in microseconds, counts ``int64``; what has no
    fixed type is JSON as text.
    """
    arrow = needed("pyarrow", "Loading and exporting")
    return arrow.schema(
        [
            arrow.field(
                name, _arrow_type(arrow, field.annotation), metadata={"description": field.description or ""}
            )
            for name, field in model.model_fields.items()
        ]
    )


def _arrow_type(arrow: Any, annotation: Any) -> Any:
    annotation = plain(annotation)
    entry = entry_type(annotation)
    if entry is not None:
        return arrow.list_(_arrow_type(arrow, entry))
    if is_record(annotation):
        return arrow.struct(
            [(name, _arrow_type(arrow, field.annotation)) for name, field in annotation.model_fields.items()]
        )
    if isinstance(annotation, type) and issubclass(annotation, Enum):
        return arrow.string()
    simple = {
        str: arrow.string(),
        bool: arrow.bool_(),
        int: arrow.int64(),
        float: arrow.float64(),
        dt.date: arrow.date32(),
        dt.datetime: arrow.timestamp("us", tz="UTC"),
    }
    return simple.get(annotation, arrow.string())


@cache
def converter(model: type[Record]) -> Callable[[dict[str, Any]], dict[str, Any]]:
    """A function that gives a line of ``model``, as read from JSON, the values of its columns.

    It raises ``ValueError``, ``TypeError`` or ``AttributeError`` for a value that is none of its column.
    """
    steps = [
        (name, step)
        for name, field in model.model_fields.items()
        if (step := _step(field.annotation)) is not None
    ]

    def convert(line: dict[str, Any]) -> dict[str, Any]:
        converted = dict(line)
        for name, step in steps:
            value = converted.get(name)
            if value is not None:
                converted[name] = step(value)
        return converted

    return convert if steps else dict


def _step(annotation: Any) -> Convert | None:
    annotation = plain(annotation)
    entry = entry_type(annotation)
    if entry is not None:
        step = _step(entry)
        return None if step is None else lambda values: [step(value) for value in values]
    if is_record(annotation):
        inner = converter(annotation)
        return None if inner is dict else inner
    if annotation is dt.date:
        return dt.date.fromisoformat
    if annotation is dt.datetime:
        return dt.datetime.fromisoformat
    known = isinstance(annotation, type) and (
        annotation in (str, bool, int, float) or issubclass(annotation, Enum)
    )
    return None if known else lambda value: json.dumps(value, ensure_ascii=False)
