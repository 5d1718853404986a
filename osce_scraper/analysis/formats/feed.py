"""RSS 2.0 and Atom: the newest and the newly changed items, for feed readers."""

import datetime as dt
import heapq
import re
from collections.abc import Sequence
from email.utils import format_datetime
from html import escape
from typing import Any, Final, NamedTuple, cast

from lxml import etree

from osce_scraper.analysis.formats.writer import Order
from osce_scraper.analysis.lines import RawRecord
from osce_scraper.analysis.tables import Table

_TITLE: Final = "OSCE news"
_ABOUT: Final = "New and changed news of the OSCE, as harvested. The texts are the OSCE's."
_SITE: Final = "https://www.osce.org/"
_RIGHTS: Final = "OSCE; see https://www.osce.org/copyright"
_GENERATOR: Final = "osce_scraper"
_ATOM: Final = "http://www.w3.org/2005/Atom"
_BEGINNING: Final = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
#: Characters that XML cannot hold.
_NOT_XML: Final = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


class Entry(NamedTuple):
    """An item as a feed shows it, sorted by when it was new."""

    day: dt.date
    issued_on: dt.date
    number: int
    language: str
    changed: dt.datetime
    """When its content was seen as it is; when it was issued, if no harvest says."""
    item: RawRecord

    @property
    def revision(self) -> int:
        return int(self.item.get("revision") or 1)

    @property
    def issued(self) -> dt.datetime:
        """Day of issue, at its beginning; else when it was seen."""
        if self.item["issued_on"] is None:
            return self.changed
        return dt.datetime.combine(self.issued_on, dt.time(), dt.UTC)

    @property
    def name(self) -> str:
        """A name of this item in this revision: a reader shows a changed item anew."""
        return f"tag:osce.org,2026:{self.item['id']}/{self.revision}"

    @property
    def title(self) -> str:
        return _clean(self.item["title"])

    @property
    def summary(self) -> str:
        return _clean(self.item["lead"] or self.item["body"][0])

    @property
    def categories(self) -> list[str]:
        return [_clean(field["name"]) for field in self.item["fields_of_work"]]

    @property
    def author(self) -> str:
        return ", ".join(_clean(issuer["name"]) for issuer in self.item["issuers"]) or "OSCE"


def _entry(item: RawRecord) -> Entry:
    issued = None if item["issued_on"] is None else dt.date.fromisoformat(item["issued_on"])
    said = item.get("last_changed") or item.get("first_seen") or item["source"].get("fetched_at")
    if said is not None:
        changed = dt.datetime.fromisoformat(said)
    elif issued is not None:
        changed = dt.datetime.combine(issued, dt.time(), dt.UTC)
    else:
        changed = _BEGINNING
    number = int(item["story_id"])
    # By day: one harvest may see a thousand items, and then the date of issue says which are new.
    return Entry(changed.date(), issued or dt.date.min, number, item["language"], changed, item)


def _clean(text: str) -> str:
    return _NOT_XML.sub("\ufffd", text)


class _FeedWriter:
    """Keeps the newest entries and nothing else; writes them at the end."""

    def __init__(self, order: Order) -> None:
        self._path = order.one_part
        self._limit = order.limit
        self._newest: list[Entry] = []
        self._seen = 0

    def write(self, table: Table, lines: Sequence[dict[str, Any]]) -> None:
        self._seen += len(lines)
        # An item stands once by number and language, so no two entries compare as far as the item.
        self._newest = heapq.nlargest(self._limit, [*self._newest, *map(_entry, lines)], key=lambda e: e[:5])

    def close(self) -> None:
        updated = max((entry.changed for entry in self._newest), default=_BEGINNING)
        root = self._feed(self._newest, updated)
        etree.ElementTree(root).write(self._path, xml_declaration=True, encoding="utf-8", pretty_print=True)

    def abandon(self) -> None:
        """Nothing is open."""

    def remarks(self) -> Sequence[str]:
        return [f"the {len(self._newest)} newest of {self._seen:,} items; --limit takes more"]

    def _feed(self, entries: Sequence[Entry], updated: dt.datetime) -> Any:
        raise NotImplementedError


class RssWriter(_FeedWriter):
    """RSS 2.0. What readers take for HTML is escaped once more, so that markup in a text stays text."""

    def _feed(self, entries: Sequence[Entry], updated: dt.datetime) -> Any:
        rss = etree.Element("rss", version="2.0", nsmap={"dc": "http://purl.org/dc/elements/1.1/"})
        channel = etree.SubElement(rss, "channel")
        for name, text in (
            ("title", _TITLE),
            ("link", _SITE),
            ("description", _ABOUT),
            ("copyright", _RIGHTS),
            ("lastBuildDate", _rfc822(updated)),
            ("generator", _GENERATOR),
        ):
            etree.SubElement(channel, name).text = text
        for entry in entries:
            channel.append(self._item(entry))
        return rss

    def _item(self, entry: Entry) -> Any:
        item = etree.Element("item")
        # An ampersand alone is left: readers that show titles as they are would show it escaped.
        title = entry.title.replace("<", "&lt;").replace(">", "&gt;")
        etree.SubElement(item, "title").text = title
        etree.SubElement(item, "link").text = _clean(entry.item["url"])
        etree.SubElement(item, "description").text = escape(entry.summary, quote=False)
        etree.SubElement(item, "{http://purl.org/dc/elements/1.1/}creator").text = escape(
            entry.author, quote=False
        )
        for category in entry.categories:
            etree.SubElement(item, "category").text = escape(category, quote=False)
        etree.SubElement(item, "guid", isPermaLink="false").text = entry.name
        # A changed item is dated by its change: it would not be found among the old ones.
        etree.SubElement(item, "pubDate").text = _rfc822(
            entry.issued if entry.revision == 1 else entry.changed
        )
        return item


class AtomWriter(_FeedWriter):
    """Atom (RFC 4287). Texts are marked as plain text."""

    def _feed(self, entries: Sequence[Entry], updated: dt.datetime) -> Any:
        feed = etree.Element(f"{{{_ATOM}}}feed", nsmap=cast(Any, {None: _ATOM}))
        for name, text in (
            ("id", "tag:osce.org,2026:news"),
            ("title", _TITLE),
            ("subtitle", _ABOUT),
            ("updated", _rfc3339(updated)),
            ("rights", _RIGHTS),
            ("generator", _GENERATOR),
        ):
            etree.SubElement(feed, f"{{{_ATOM}}}{name}").text = text
        etree.SubElement(feed, f"{{{_ATOM}}}link", rel="alternate", href=_SITE)
        for entry in entries:
            feed.append(self._entry(entry))
        return feed

    def _entry(self, entry: Entry) -> Any:
        element = etree.Element(
            f"{{{_ATOM}}}entry", {"{http://www.w3.org/XML/1998/namespace}lang": entry.language}
        )

        def said(name: str, text: str) -> None:
            etree.SubElement(element, f"{{{_ATOM}}}{name}").text = text

        # A text without a type is plain text: readers show markup in it as it is written.
        said("id", entry.name)
        said("title", entry.title)
        etree.SubElement(element, f"{{{_ATOM}}}link", rel="alternate", href=_clean(entry.item["url"]))
        said("published", _rfc3339(entry.issued))
        said("updated", _rfc3339(max(entry.changed, entry.issued)))
        author = etree.SubElement(element, f"{{{_ATOM}}}author")
        etree.SubElement(author, f"{{{_ATOM}}}name").text = entry.author
        for category in entry.categories:
            etree.SubElement(element, f"{{{_ATOM}}}category", term=category)
        said("summary", entry.summary)
        return element


def _rfc822(moment: dt.datetime) -> str:
    return format_datetime(moment.astimezone(dt.UTC).replace(microsecond=0))


def _rfc3339(moment: dt.datetime) -> str:
    return moment.astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
