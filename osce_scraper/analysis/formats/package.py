"""A Frictionless data package beside the tables of an export: types, keys and what each column says."""

import json
from typing import Any, Final

from osce_scraper.analysis.flat import Cell
from osce_scraper.analysis.formats.writer import Order
from osce_scraper.analysis.tables import Table
from osce_scraper.records import SCHEMA_VERSION

NAME: Final = "datapackage.json"
_TYPES: Final = {"text": "string", "json": "string"}


def table_package(order: Order, cells: dict[str, tuple[Cell, ...]], ending: str) -> str:
    """The descriptor of flat tables, each in its file ``<table>.<ending>``, as JSON.

    Nothing in it knows the time or the data: the same tables give the same text.
    """
    package = {
        "profile": "tabular-data-package",
        "name": "osce-tables",
        "title": "OSCE news, menus and facts: tables",
        "version": SCHEMA_VERSION,
        "homepage": "https://www.osce.org",
        "licenses": [{"title": "Copyright of the OSCE", "path": "https://www.osce.org/copyright"}],
        "sources": [{"title": "OSCE", "path": "https://www.osce.org"}],
        "resources": [_resource(order, table, cells[table.name], ending) for table in order.tables],
    }
    return json.dumps(package, ensure_ascii=False, indent=2) + "\n"


def _resource(order: Order, table: Table, cells: tuple[Cell, ...], ending: str) -> dict[str, Any]:
    schema: dict[str, Any] = {
        "fields": [
            {"name": cell.name, "type": _TYPES.get(cell.kind, cell.kind), "description": cell.about}
            for cell in cells
        ],
        "primaryKey": list(table.key),
        "missingValues": [""],
    }
    links = order.links(table)
    if links:
        schema["foreignKeys"] = [
            {"fields": [link.column], "reference": {"resource": link.table, "fields": [link.key]}}
            for link in links
        ]
    return {
        "name": table.name,
        "path": order.table_file(table, ending),
        "profile": "tabular-data-resource",
        "format": ending,
        "encoding": "utf-8",
        "description": table.about,
        "schema": schema,
    }
