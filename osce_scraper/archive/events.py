"""What an archive says happened, in the order of time: the same things that a crawl tells the store."""

import datetime as dt
from dataclasses import dataclass
from typing import NamedTuple

from osce_scraper.records import ArchiveLink, MenuEntry, NewsItem, Teaser


class FileSpan(NamedTuple):
    """A WARC file, as records name it, and when its first and last response came."""

    file: str
    first: dt.datetime
    last: dt.datetime


@dataclass(frozen=True, slots=True)
class Event:
    """Something that an archived response says. ``at`` is when it came; ``file`` the WARC file it is in."""

    at: dt.datetime
    file: str
    url: str


@dataclass(frozen=True, slots=True)
class ItemRead(Event):
    """A page of news was read. ``identity`` is that of its address; the item's own may be of a language."""

    identity: str
    item: NewsItem


@dataclass(frozen=True, slots=True)
class ItemRefused(Event):
    """The page of an item gives no record, and why."""

    identity: str
    reason: str
    field: str | None
    text: str | None
    archive: ArchiveLink


@dataclass(frozen=True, slots=True)
class NotModified(Event):
    """The page of an item had not changed (status 304)."""

    identity: str
    etag: str | None
    last_modified: str | None


@dataclass(frozen=True, slots=True)
class Gone(Event):
    """The page of an item was not there any more, or leads to another item."""

    identity: str
    status: int


class Shown(NamedTuple):
    """An item that a listing shows: its identity, its canonical address, and what is said of it."""

    identity: str
    url: str
    teaser: Teaser


@dataclass(frozen=True, slots=True)
class TeasersRead(Event):
    """A listing was read."""

    teasers: tuple[Shown, ...]


@dataclass(frozen=True, slots=True)
class MenusRead(Event):
    """The menus of a site were read."""

    site: str
    entries: tuple[MenuEntry, ...]
