"""The tables that analysts work with, and how each is drawn from the published records."""

import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Final

from osce_scraper.analysis.lines import (
    ChangeLine,
    CountryLine,
    FieldOfWorkLine,
    FunderLine,
    IssuerLine,
    ParticipantLine,
    QuoteLine,
    RawRecord,
)
from osce_scraper.records import MenuEntry, NewsItem, Record, Scope


@dataclass(frozen=True, slots=True)
class Link:
    """A column whose values are those of another table's key."""

    column: str
    table: str
    key: str


@dataclass(frozen=True, slots=True)
class Table:
    """A table: the model of its lines, what it is drawn from, its key and what it links to."""

    name: str
    about: str
    model: type[Record]
    source: str
    """Published table that it is drawn from: news, menus or changes."""
    rows: Callable[[RawRecord], Iterable[dict[str, Any]]]
    """The lines that one record gives."""
    key: tuple[str, ...]
    links: tuple[Link, ...] = ()

    @property
    def columns(self) -> dict[str, str]:
        """Names of the columns, each with its description, in their order."""
        return {name: field.description or "" for name, field in self.model.model_fields.items()}


def _itself(record: RawRecord) -> Iterator[dict[str, Any]]:
    yield record


def _of_item(record: RawRecord, position: int) -> dict[str, Any]:
    return {
        "item_id": record["id"],
        "position": position,
        "story_id": record["story_id"],
        "language": record["language"],
        "type": record["type"],
        "issued_on": record["issued_on"],
    }


def _each(field: str) -> Callable[[RawRecord], Iterator[dict[str, Any]]]:
    def rows(record: RawRecord) -> Iterator[dict[str, Any]]:
        for position, entry in enumerate(record[field], start=1):
            yield {**_of_item(record, position), **entry}

    return rows


_COUNTS: Final = ("total", "women", "men", "girls", "boys", "qualifier")


def _is_headline(group: RawRecord, headline: RawRecord) -> bool:
    """Whether ``group`` is the one whose numbers the item's headline has (DESIGN, section 4)."""
    return (
        group["total"] is not None
        and group["scope"] == Scope.EVENT
        and not group["planned"]
        and not group["subset"]
        and all(group[name] == headline[name] for name in _COUNTS)
    )


def _participants(record: RawRecord) -> Iterator[dict[str, Any]]:
    said = record["participants"]
    if not said["groups"]:
        return
    context: dict[str, Any] = {}
    for field, column, key, all_of_them in (
        ("issuers", "issuer", "id", "issuer_ids"),
        ("fields_of_work", "field_of_work", "id", "field_of_work_ids"),
        ("countries", "country", "iso2", "country_codes"),
    ):
        first = record[field][0] if record[field] else {"name": None, key: None}
        context[column] = first["name"]
        context["iso2" if key == "iso2" else f"{column}_id"] = first[key]
        # Each once: a country that both label and issuer name is one country.
        context[all_of_them] = list(dict.fromkeys(entry[key] for entry in record[field] if entry[key]))
    found = False
    for position, group in enumerate(said["groups"], start=1):
        headline = not found and _is_headline(group, said)
        found = found or headline
        yield {**_of_item(record, position), "headline": headline, **context, **group}


def _changes(record: RawRecord) -> Iterator[dict[str, Any]]:
    def written(value: Any) -> str | None:
        return None if value is None else json.dumps(value, ensure_ascii=False)

    fields = [
        {"field": name, "old": written(change["old"]), "new": written(change["new"])}
        for name, change in record["fields"].items()
    ]
    yield {**record, "item_id": record["id"], "fields": fields}


_TO_NEWS = (Link("item_id", "news", "id"),)
_OF_ITEM = ("item_id", "position")

#: Every table, in the order in which links need them: a table stands behind those it links to.
TABLES: Final[dict[str, Table]] = {
    table.name: table
    for table in (
        Table("news", "One line an item in one language.", NewsItem, "news", _itself, ("id",)),
        Table(
            "participants",
            "One line a group of people that an item states.",
            ParticipantLine,
            "news",
            _participants,
            _OF_ITEM,
            _TO_NEWS,
        ),
        Table(
            "issuers",
            "One line an office that issued an item.",
            IssuerLine,
            "news",
            _each("issuers"),
            _OF_ITEM,
            _TO_NEWS,
        ),
        Table(
            "fields_of_work",
            "One line a field of work of an item.",
            FieldOfWorkLine,
            "news",
            _each("fields_of_work"),
            _OF_ITEM,
            _TO_NEWS,
        ),
        Table(
            "countries",
            "One line a country that an item is about.",
            CountryLine,
            "news",
            _each("countries"),
            _OF_ITEM,
            _TO_NEWS,
        ),
        Table(
            "quotes",
            "One line a statement that an item quotes.",
            QuoteLine,
            "news",
            _each("quotes"),
            _OF_ITEM,
            _TO_NEWS,
        ),
        Table(
            "funders",
            "One line a country or organization that paid for what an item reports.",
            FunderLine,
            "news",
            _each("funders"),
            _OF_ITEM,
            _TO_NEWS,
        ),
        Table("menus", "One line an entry of a current menu.", MenuEntry, "menus", _itself, ("menu", "id")),
        Table(
            "changes",
            "One line an item that was added, changed, withdrawn or returned.",
            ChangeLine,
            "changes",
            _changes,
            ("seq",),
        ),
    )
}
