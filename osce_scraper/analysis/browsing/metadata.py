"""What Datasette tells of the data: titles, licence, the meaning of columns, facets, ready questions."""

import sqlite3
import tomllib
from contextlib import closing
from importlib.resources import files
from pathlib import Path
from typing import Any, Final

from osce_scraper.analysis.browsing.database import DATABASE, ITEM_COLUMNS
from osce_scraper.analysis.tables import TABLES

_ABOUT: Final = (
    "News, menus and the facts in them, from the public site of the OSCE. A count of people is what an item "
    "states: empty is unknown, never zero. Language versions of a story are lines of their own."
)
#: Where the style is served.
LOOK: Final = "look"
#: By what each table is narrowed first. Lists are told from plain columns.
_FACETS: Final[dict[str, list[str | dict[str, str]]]] = {
    "items": [
        "type", "language", "year", {"array": "issuers"}, {"array": "fields_of_work"}, {"array": "countries"},
        {"array": "problems"},
    ],
    "news": ["type", "language", "source_layout", "issued_on_source"],
    "participants": ["headline", "scope", "qualifier", "issuer", "field_of_work", "country"],
    "issuers": ["name", "kind", "type"],
    "fields_of_work": ["name", "type"],
    "countries": ["name", "source"],
    "quotes": ["speaker", "language"],
    "funders": ["name", "iso2"],
    "menus": ["menu", "level", "kind"],
    "changes": ["change", "run"],
}  # fmt: skip
_NEWEST_FIRST: Final = (
    "items",
    "news",
    "participants",
    "issuers",
    "fields_of_work",
    "countries",
    "quotes",
    "funders",
)


def metadata_of(file: Path, source: str) -> dict[str, Any]:
    """The metadata of a database made by ``make_database``; ``source`` is where its data is, in words."""
    with closing(sqlite3.connect(f"{file.absolute().as_uri()}?mode=ro", uri=True)) as database:
        names = {name for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
        told = _columns(database) if "columns" in names else {}
    of_news = told.get("news", {})
    told["items"] = {name: about or of_news.get(name, "") for name, about in ITEM_COLUMNS.items()}
    return {
        "title": "OSCE news",
        "description": f"{_ABOUT} Read from {source}.",
        "license": "Copyright of the OSCE; credit OSCE/office",
        "license_url": "https://www.osce.org/copyright",
        "source": "OSCE",
        "source_url": "https://www.osce.org",
        "extra_css_urls": [f"/{LOOK}/browse.css"],
        "databases": {
            DATABASE: {
                "title": "OSCE news",
                "description": _ABOUT,
                "tables": {
                    name: _table(database_names=names, name=name, columns=told.get(name, {}))
                    for name in ("items", *TABLES, "columns")
                    if name in names
                },
                "queries": _queries(names),
            }
        },
    }


def _columns(database: sqlite3.Connection) -> dict[str, dict[str, str]]:
    told: dict[str, dict[str, str]] = {}
    for table, name, about in database.execute('SELECT "table", name, about FROM columns'):
        told.setdefault(table, {})[name] = about
    return told


def _table(*, database_names: set[str], name: str, columns: dict[str, str]) -> dict[str, Any]:
    about = {
        "items": "One line an item in one language, with the columns that most questions begin with.",
        "columns": "What each column of each table means.",
    }
    told: dict[str, Any] = {
        "description": about[name] if name in about else TABLES[name].about,
        "facets": _FACETS.get(name, []),
        "size": 50,
    }
    if columns:
        told["columns"] = columns
    if name in _NEWEST_FIRST:
        told["sort_desc"] = "issued_on"
    if name in ("items", "news"):
        told |= {"fts_table": "news_fts", "fts_pk": "rowid", "label_column": "title"}
    return told


def _queries(names: set[str]) -> dict[str, Any]:
    text = files("osce_scraper.analysis.browsing").joinpath("queries.toml").read_text(encoding="utf-8")
    return {
        name: {
            "title": query["title"],
            "description": query["description"],
            "sql": query["sql"].strip(),
            "hide_sql": True,
        }
        for name, query in tomllib.loads(text).items()
        if set(query["needs"]) <= names
    }
