"""Flat columns: for files and databases that know neither lists nor records inside a line.

The columns of a record inside a line get its name in front (``participants_women``, ``event_start``), a list
of texts becomes one text with a line for each, and a list of records becomes JSON; tables of their own have
these.
"""

import json
from typing import Any

from osce_scraper.analysis.extra import needed


def flat_schema(schema: Any) -> Any:
    """The flat form of a ``pyarrow.Schema``; descriptions stay with the columns."""
    arrow = needed("pyarrow", "Exporting")
    return arrow.schema(
        [
            arrow.field(name, kind, metadata=metadata)
            for field in schema
            for name, kind, metadata in _columns(arrow, field.name, field.type, field.metadata)
        ]
    )


def _columns(arrow: Any, name: str, kind: Any, metadata: Any) -> list[tuple[str, Any, Any]]:
    if arrow.types.is_struct(kind):
        return [
            column
            for inner in (kind.field(place) for place in range(kind.num_fields))
            for column in _columns(arrow, f"{name}_{inner.name}", inner.type, metadata)
        ]
    if arrow.types.is_list(kind):
        return [(name, arrow.string(), metadata)]
    return [(name, kind, metadata)]


def flat_line(schema: Any, line: dict[str, Any]) -> dict[str, Any]:
    """The flat form of a line of ``schema``, with every column."""
    arrow = needed("pyarrow", "Exporting")
    flat: dict[str, Any] = {}
    for field in schema:
        _flatten(arrow, flat, field.name, field.type, line.get(field.name))
    return flat


def _flatten(arrow: Any, flat: dict[str, Any], name: str, kind: Any, value: Any) -> None:
    if arrow.types.is_struct(kind):
        for place in range(kind.num_fields):
            inner = kind.field(place)
            _flatten(
                arrow,
                flat,
                f"{name}_{inner.name}",
                inner.type,
                None if value is None else value.get(inner.name),
            )
    elif arrow.types.is_list(kind):
        if not value:
            flat[name] = None
        elif arrow.types.is_string(kind.value_type):
            flat[name] = "\n".join(value)
        else:
            flat[name] = json.dumps(value, ensure_ascii=False, default=str)
    else:
        flat[name] = value
