"""Records to keep. All sentences are made up."""

import datetime as dt
from typing import Any

from osce_scraper.records import Issuer, Menu, MenuEntry, MenuSource, NewsItem, Source, Teaser
from osce_scraper.store import Found

LISTING = "https://www.osce.org/news"


def news_item(number: int = 531680, language: str = "en", **fields: Any) -> NewsItem:
    """A record with all that a record must have, and ``fields``."""
    lead = f"Officers met in the valley for course {number}."
    values: dict[str, Any] = {
        "id": f"{number}-{language}",
        "story_id": str(number),
        "url": f"https://www.osce.org/secretariat/{number}",
        "language": language,
        "type": "news_item",
        "title": f"Course {number} ends in the valley",
        "lead": lead,
        "body": [lead, "Trainers showed how to read a map – and how to fold it."],
        "issued_on": dt.date(2026, 10, 20),
        "issuers": [Issuer(name="OSCE Secretariat", id="secretariat", kind="secretariat")],
        "source": source(),
    }
    return NewsItem(**values | fields)


def source(**fields: Any) -> Source:
    """Where a record comes from."""
    return Source(**{"status": 200, "layout": "drupal11", "extractor_version": "0.1.0"} | fields)


def found(number: int = 531680, *, url: str | None = None, source: str = LISTING, **more: Any) -> Found:
    """A finding of an item on a listing; with ``title`` or ``issued_on``, by a teaser that says so."""
    address = url or f"https://www.osce.org/secretariat/{number}"
    lastmod = more.pop("lastmod", None)
    teaser = Teaser(url=address, **more) if more else None
    return Found(f"{number}-en", address, source, lastmod=lastmod, teaser=teaser)


def menu_entry(label: str, position: int = 1, **fields: Any) -> MenuEntry:
    """An entry at the root of the main menu."""
    values: dict[str, Any] = {
        "menu": Menu.MAIN,
        "id": f"main/{label.lower()}",
        "label": label,
        "level": 1,
        "position": position,
        "path": [label],
        "source": MenuSource(layout="drupal11", extractor_version="0.1.0", url="https://www.osce.org/"),
    }
    return MenuEntry(**values | fields)
