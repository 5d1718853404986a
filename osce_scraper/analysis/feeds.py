"""Feeds of new and changed items: RSS 2.0 and Atom, made by an XML writer, so that no text becomes markup."""

import datetime as dt
import re
from email.utils import format_datetime
from heapq import nlargest
from pathlib import Path
from typing import Any, Final, cast

from lxml import etree

from osce_scraper.analysis.export import Selection
from osce_scraper.analysis.lines import RawRecord
from osce_scraper.analysis.tables import TABLES

#: Items of a feed: the newest and last changed.
_MOST: Final = 100
_ATOM: Final = "http://www.w3.org/2005/Atom"
_TITLE: Final = "OSCE: new and changed items"
_ABOUT: Final = (
    "What the OSCE published or changed, as harvested. The texts are the OSCE's: credit OSCE and "
    "keep the address."
)
_HOME: Final = "https://www.osce.org/"
#: Characters that XML cannot hold.
_NOT_XML: Final = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def write_rss(selection: Selection, path: Path) -> dict[str, int]:
    """RSS 2.0 with the items changed last."""
    entries = _newest(selection)
    rss = etree.Element("rss", {"version": "2.0"}, nsmap={"atom": _ATOM})
    channel = etree.SubElement(rss, "channel")
    _text(channel, "title", _TITLE)
    _text(channel, "link", _HOME)
    _text(channel, "description", _ABOUT)
    _text(channel, "generator", "osce-scraper")
    if entries:
        _text(channel, "lastBuildDate", format_datetime(_changed(entries[0])))
    for entry in entries:
        item = etree.SubElement(channel, "item")
        _text(item, "title", entry["title"])
        _text(item, "link", entry["url"])
        _text(item, "description", entry["lead"] or entry["title"])
        for name in _categories(entry):
            _text(item, "category", name)
        _text(item, "guid", _identity(entry)).set("isPermaLink", "false")
        _text(item, "pubDate", format_datetime(_issued(entry)))
    return _write(rss, path, len(entries))


def write_atom(selection: Selection, path: Path) -> dict[str, int]:
    """Atom (RFC 4287) with the items changed last."""
    entries = _newest(selection)
    feed = etree.Element(f"{{{_ATOM}}}feed", nsmap=cast("dict[str, str]", {None: _ATOM}))
    _text(feed, "title", _TITLE, _ATOM)
    _text(feed, "subtitle", _ABOUT, _ATOM)
    _text(feed, "id", "tag:osce.org,2026:osce-scraper", _ATOM)
    etree.SubElement(feed, f"{{{_ATOM}}}link", {"rel": "alternate", "href": _HOME})
    updated = _changed(entries[0]) if entries else dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
    _text(feed, "updated", _stamp(updated), _ATOM)
    _author(feed, "OSCE")
    for entry in entries:
        element = etree.SubElement(feed, f"{{{_ATOM}}}entry")
        element.set("{http://www.w3.org/XML/1998/namespace}lang", entry["language"])
        _text(element, "title", entry["title"], _ATOM)
        _text(element, "id", _identity(entry), _ATOM)
        etree.SubElement(element, f"{{{_ATOM}}}link", {"rel": "alternate", "href": _xml(entry["url"])})
        _text(element, "published", _stamp(_issued(entry)), _ATOM)
        _text(element, "updated", _stamp(_changed(entry)), _ATOM)
        _author(element, entry["issuers"][0]["name"] if entry["issuers"] else "OSCE")
        for name in _categories(entry):
            etree.SubElement(element, f"{{{_ATOM}}}category", {"term": _xml(name)})
        _text(element, "summary", entry["lead"] or entry["title"], _ATOM)
    return _write(feed, path, len(entries))


def _newest(selection: Selection) -> list[RawRecord]:
    """The items that were new or changed last, newest first; only as many as a feed holds are kept."""
    records = selection.records(TABLES["news"])
    return nlargest(
        _MOST, records, key=lambda record: (_changed(record), record["issued_on"] or "", record["id"])
    )


def _changed(entry: RawRecord) -> dt.datetime:
    stamp = entry["last_changed"] or entry["first_seen"]
    return _issued(entry) if stamp is None else dt.datetime.fromisoformat(stamp)


def _issued(entry: RawRecord) -> dt.datetime:
    day = entry["issued_on"]
    if day is not None:
        return dt.datetime.combine(dt.date.fromisoformat(day), dt.time(12), dt.UTC)
    stamp = entry["first_seen"]
    return dt.datetime.fromisoformat(stamp) if stamp else dt.datetime(1970, 1, 1, tzinfo=dt.UTC)


def _identity(entry: RawRecord) -> str:
    return f"tag:osce.org,2026:osce-scraper:{entry['id']}"


def _categories(entry: RawRecord) -> list[str]:
    return [field["name"] for field in entry["fields_of_work"]]


def _stamp(moment: dt.datetime) -> str:
    return moment.astimezone(dt.UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


def _author(parent: Any, name: str) -> None:
    author = etree.SubElement(parent, f"{{{_ATOM}}}author")
    _text(author, "name", name, _ATOM)


def _text(parent: Any, name: str, text: str, namespace: str = "") -> Any:
    element = etree.SubElement(parent, f"{{{namespace}}}{name}" if namespace else name)
    element.text = _xml(text)
    return element


def _xml(text: str) -> str:
    return _NOT_XML.sub("", text)


def _write(root: Any, path: Path, entries: int) -> dict[str, int]:
    etree.ElementTree(root).write(str(path), encoding="utf-8", xml_declaration=True, pretty_print=True)
    return {"news": entries}
