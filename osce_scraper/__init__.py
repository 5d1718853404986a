"""A harvester of the OSCE's public news, menus and the facts inside them."""

from typing import TYPE_CHECKING, Any

__version__ = "0.1.0"

if TYPE_CHECKING:
    from osce_scraper.analysis import load
    from osce_scraper.facts.participants import find_participants
    from osce_scraper.pages import NotANewsPage, extract_listing, extract_menus, extract_news
    from osce_scraper.records import MenuEntry, NewsItem

__all__ = [
    "MenuEntry",
    "NewsItem",
    "NotANewsPage",
    "__version__",
    "extract_listing",
    "extract_menus",
    "extract_news",
    "find_participants",
    "load",
]

#: Where the names of the package live; they are imported at their first use, so that `osce --help` is quick.
_HOMES = {
    "MenuEntry": "osce_scraper.records",
    "NewsItem": "osce_scraper.records",
    "NotANewsPage": "osce_scraper.pages",
    "extract_listing": "osce_scraper.pages",
    "extract_menus": "osce_scraper.pages",
    "extract_news": "osce_scraper.pages",
    "find_participants": "osce_scraper.facts.participants",
    "load": "osce_scraper.analysis",
}


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(_HOMES[name]), name)
