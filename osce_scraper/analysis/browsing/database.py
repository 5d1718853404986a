"""The database that is browsed: an export to SQLite, with full-text search and a table to start from.

It is a copy: what is browsed cannot be changed, and a harvest that runs meanwhile disturbs nobody.
"""

import os
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Final

from osce_scraper.analysis.errors import AnalysisError, DataError
from osce_scraper.analysis.exporting import export
from osce_scraper.analysis.formats.sqlite import APPLICATION_ID

#: Name of the file, and so of the database in every address.
DATABASE: Final = "osce"
_HEADER: Final = b"SQLite format 3\0"
#: Where the application's number stands in the header of a SQLite file, and how long it is.
_APPLICATION: Final = slice(68, 72)

#: The few columns that most questions begin with. Lists are JSON, so that Datasette can make facets of them.
_ITEMS: Final = """
CREATE TABLE items (
  id TEXT PRIMARY KEY REFERENCES news (id), issued_on TEXT, year TEXT, title TEXT, type TEXT, language TEXT,
  issuers TEXT, fields_of_work TEXT, countries TEXT, participants INTEGER, women INTEGER, men INTEGER,
  girls INTEGER, boys INTEGER, lead TEXT, url TEXT, layout TEXT, problems TEXT
) STRICT;
INSERT INTO items (
  rowid, id, issued_on, year, title, type, language, issuers, fields_of_work, countries, participants,
  women, men, girls, boys, lead, url, layout, problems
)
SELECT
  rowid, id, issued_on, substr(issued_on, 1, 4), title, type, language,
  (SELECT json_group_array(DISTINCT value ->> 'name') FROM json_each(news.issuers)),
  (SELECT json_group_array(DISTINCT value ->> 'name') FROM json_each(news.fields_of_work)),
  (SELECT json_group_array(DISTINCT value ->> 'name') FROM json_each(news.countries)),
  participants_total, participants_women, participants_men, participants_girls, participants_boys,
  lead, url, source_layout,
  (SELECT json_group_array(DISTINCT value ->> 'code') FROM json_each(news.problems))
FROM news;
CREATE INDEX items_issued_on ON items (issued_on);
CREATE INDEX items_year ON items (year);
CREATE INDEX items_type ON items (type);
CREATE INDEX items_language ON items (language);
"""
#: What the columns of the table of items are; empty where the table news says it.
ITEM_COLUMNS: Final = {
    "id": "",
    "issued_on": "",
    "year": "Year of issue; null when nothing says the date.",
    "title": "",
    "type": "",
    "language": "",
    "issuers": "Names of the offices that issued the item, as written; a JSON list.",
    "fields_of_work": "Names of its fields of work, as written; a JSON list.",
    "countries": "Countries that it is about; a JSON list.",
    "participants": "Participants in all, as stated; null when the text does not say.",
    "women": "Women among them, as stated; null is no zero.",
    "men": "Men among them, as stated; null is no zero.",
    "girls": "Girls among them, as stated; null is no zero.",
    "boys": "Boys among them, as stated; null is no zero.",
    "lead": "",
    "url": "",
    "layout": "Layout by which the page was read.",
    "problems": "Codes of what was missing, doubtful or contradictory; a JSON list.",
}
#: Words are found whatever their accents. Searches of items and of news share the index: the rows have the
#: same numbers.
_SEARCH: Final = """
CREATE VIRTUAL TABLE news_fts USING fts5(
  title, lead, body, content="news", tokenize="unicode61 remove_diacritics 2"
);
INSERT INTO news_fts (news_fts) VALUES ('rebuild');
INSERT INTO news_fts (news_fts) VALUES ('optimize');
"""
_QUOTES_SEARCH: Final = """
CREATE VIRTUAL TABLE quotes_fts USING fts5(
  text, speaker, role, content="quotes", tokenize="unicode61 remove_diacritics 2"
);
INSERT INTO quotes_fts (quotes_fts) VALUES ('rebuild');
"""


def make_database(
    path: str | os.PathLike[str], directory: Path, progress: Callable[[int], None] | None = None
) -> Path:
    """Make the database of the data at ``path`` in ``directory`` and return its file.

    ``path`` is whatever ``load`` takes, or a file that ``osce export --to sqlite`` wrote. ``progress`` is
    called with the number of records read so far. Raises ``AnalysisError``.
    """
    file = directory / f"{DATABASE}.db"
    if is_export(path):
        _copy(Path(path), file)
    else:
        export(path, "sqlite", file, progress=progress)
    try:
        with closing(sqlite3.connect(file, isolation_level=None)) as database:
            _complete(database, path)
    except sqlite3.Error as error:
        raise AnalysisError(f"the copy of {path} to browse could not be made: {error}") from error
    return file


def is_export(path: str | os.PathLike[str]) -> bool:
    """Whether ``path`` is a file that ``osce export --to sqlite`` wrote."""
    place = Path(path)
    if "://" in str(path) or not place.is_file():
        return False
    with place.open("rb") as file:
        header = file.read(100)
    return header.startswith(_HEADER) and int.from_bytes(header[_APPLICATION], "big") == APPLICATION_ID


def _copy(source: Path, target: Path) -> None:
    address = f"{source.absolute().as_uri()}?mode=ro"
    try:
        with (
            closing(sqlite3.connect(address, uri=True)) as old,
            closing(sqlite3.connect(target)) as new,
        ):
            old.backup(new)
    except sqlite3.Error as error:
        raise DataError(f"{source} cannot be read: {error}. Export it again with osce export") from error


def _complete(database: sqlite3.Connection, path: str | os.PathLike[str]) -> None:
    tables = {name for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    if "news" not in tables:
        raise DataError(
            f"{path} holds no table of news: export all tables, or browse the data directory or news.jsonl"
        )
    for pragma in ("journal_mode = OFF", "synchronous = OFF"):
        database.execute(f"PRAGMA {pragma}")
    script = _ITEMS + _SEARCH + (_QUOTES_SEARCH if "quotes" in tables else "")
    for name in sorted(
        {"participants", "issuers", "fields_of_work", "countries", "quotes", "funders"} & tables
    ):
        script += f'CREATE INDEX "{name}_of_item" ON "{name}" (item_id);'
    database.executescript(f"BEGIN; {script} ANALYZE; COMMIT;")
