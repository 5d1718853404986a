"""Sitemaps: indexes and address lists, with their ``lastmod`` (sitemaps.org, protocol 0.9)."""

import datetime as dt
import gzip
import io
import zlib
from typing import Final, NamedTuple

from lxml import etree

#: A sitemap may hold 50 MB (sitemaps.org); more than that is no sitemap.
_LARGEST: Final = 52_428_800
#: A sitemap lists 50,000 addresses at most (sitemaps.org); what is behind them is not read.
MOST_ENTRIES: Final = 50_000
_GZIP: Final = b"\x1f\x8b"


class SitemapEntry(NamedTuple):
    """An address in a sitemap, and when it says the page last changed (UTC)."""

    url: str
    lastmod: dt.datetime | None


class Sitemap(NamedTuple):
    """A sitemap: a list of pages, or an index of further sitemaps."""

    is_index: bool
    entries: list[SitemapEntry]


class NotASitemapError(ValueError):
    """The response is no sitemap; the message says why."""


def read_sitemap(body: bytes) -> Sitemap:
    """The sitemap in ``body``: XML, or XML packed with gzip. Entries without an address are left out.

    Raises ``NotASitemapError`` when it is neither, or too large.
    """
    if body.startswith(_GZIP):
        body = _unpack(body)
    root: etree._Element | None = None
    entries: list[SitemapEntry] = []
    # Element by element: the tree of a whole one would take many times its size.
    steps = etree.iterparse(
        io.BytesIO(body),
        events=("start", "end"),
        recover=True,
        resolve_entities=False,
        no_network=True,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        for event, element in steps:
            if root is None:
                root = element
                if (kind := _name(root)) not in ("sitemapindex", "urlset"):
                    raise NotASitemapError(
                        f"its outermost element is <{kind}>, not <sitemapindex> or <urlset>"
                    )
            if event == "end" and element.getparent() is root:
                entry = _entry(element)
                element.clear()
                del root[: root.index(element)]
                if entry is not None:
                    entries.append(entry)
                if len(entries) >= MOST_ENTRIES:
                    break
    except etree.XMLSyntaxError:
        # What was read before the damage holds.
        pass
    if root is None:
        raise NotASitemapError("it is empty or no XML")
    return Sitemap(_name(root) == "sitemapindex", entries)


def _entry(element: etree._Element) -> SitemapEntry | None:
    values = {_name(child): (child.text or "").strip() for child in element if isinstance(child.tag, str)}
    if not values.get("loc"):
        return None
    return SitemapEntry(values["loc"], read_lastmod(values.get("lastmod", "")))


def read_lastmod(text: str) -> dt.datetime | None:
    """A W3C date or time as UTC; ``None`` when it is neither. A date alone means its first moment."""
    try:
        moment = dt.datetime.fromisoformat(text.strip())
    except ValueError:
        return None
    return moment.replace(tzinfo=dt.UTC) if moment.tzinfo is None else moment.astimezone(dt.UTC)


def _unpack(body: bytes) -> bytes:
    try:
        with gzip.open(io.BytesIO(body)) as packed:
            plain = packed.read(_LARGEST + 1)
    except (OSError, EOFError, zlib.error) as error:
        raise NotASitemapError(f"it can't be unpacked ({error})") from error
    if len(plain) > _LARGEST:
        raise NotASitemapError("it is larger than 50 MB")
    return plain


def _name(element: etree._Element) -> str:
    return etree.QName(element).localname if isinstance(element.tag, str) else ""
