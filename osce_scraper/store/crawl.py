"""What the crawl tells the store and what the store tells the crawl, as plain values."""

import datetime as dt
import re
from dataclasses import dataclass, field
from enum import StrEnum

from osce_scraper.records import ArchiveLink, NewsItem, Teaser

_IDENTITY = re.compile(r"[a-z0-9][a-z0-9_-]*-[a-z]{2}")


def check_identity(identity: str) -> str:
    """``identity`` itself. Raises ValueError when it is not a number (or name), a hyphen and a language."""
    if not _IDENTITY.fullmatch(identity):
        raise ValueError(f"identity must be a number and a language such as 531680-en, not {identity!r}")
    return identity


@dataclass(frozen=True, slots=True)
class Found:
    """An address that a listing, a sitemap or a feed showed.

    ``source`` names where: the address of the listing, sitemap or feed (its query is left aside, so that all
    pages of one listing are one source). ``lastmod`` is what the sitemap says, in UTC.
    """

    identity: str
    url: str
    source: str
    lastmod: dt.datetime | None = None
    teaser: Teaser | None = None


class FoundOutcome(StrEnum):
    """What the store made of a found address."""

    NEW = "new"
    TEASER_CHANGED = "teaser_changed"
    LASTMOD_NEWER = "lastmod_newer"
    #: It had gone, was missing from the sources for a run, and is shown again.
    RELISTED = "relisted"
    #: Found before, but not fetched yet.
    WAITING = "waiting"
    KNOWN = "known"

    @property
    def is_news(self) -> bool:
        """True when the finding makes the address due: anything new or changed."""
        return self not in (FoundOutcome.KNOWN, FoundOutcome.WAITING)


class DueReason(StrEnum):
    """Why an address is due."""

    NEW = "new"
    TEASER_CHANGED = "teaser_changed"
    LASTMOD_NEWER = "lastmod_newer"
    RELISTED = "relisted"
    #: Somebody asked for it: ``osce quarantine retry``.
    REQUESTED = "requested"
    RETRY = "retry"
    GONE_CHECK = "gone_check"
    REFUSAL_CHECK = "refusal_check"
    SCHEDULE = "schedule"
    #: The last fetch lies in the future: the clock was wrong then or is wrong now.
    CLOCK = "clock"
    FULL = "full"
    #: Known, and read again to be compared with what is accepted of it.
    SAMPLE = "sample"


class SkipReason(StrEnum):
    """Why a known address is not looked at."""

    NOT_DUE = "not_due"
    BACKING_OFF = "backing_off"
    GONE = "gone"
    REFUSED = "refused"
    OUTSIDE_DATES = "outside_dates"
    OTHER_LANGUAGE = "other_language"


@dataclass(frozen=True, slots=True)
class Validators:
    """What a page said of itself the last time; for conditional requests and to know it again.

    ``fetched_at`` is when that was, where it is known.
    """

    etag: str | None
    last_modified: str | None
    body_sha256: str | None
    fetched_at: dt.datetime | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class DueAddress:
    """An address to fetch, and why. Without validators the request must not be conditional."""

    identity: str
    url: str
    etag: str | None
    last_modified: str | None
    body_sha256: str | None
    teaser: Teaser | None
    reason: DueReason


@dataclass(frozen=True, slots=True)
class Fetched:
    """How a page answered: 200, or 304 for unchanged. A 304 keeps the validators that it does not repeat."""

    url: str
    status: int
    etag: str | None = None
    last_modified: str | None = None
    body_sha256: str | None = None


@dataclass(frozen=True, slots=True)
class Refusal:
    """A page that could not become a record: why, which field, the offending text, where it is kept."""

    url: str
    reason: str
    identity: str | None = None
    field: str | None = None
    text: str | None = None
    archive: ArchiveLink | None = None


class SaveOutcome(StrEnum):
    """What saving a record came to."""

    ADDED = "added"
    CHANGED = "changed"
    UNCHANGED = "unchanged"
    RETURNED = "returned"


@dataclass(frozen=True, slots=True)
class Change:
    """What saving a record came to, the record as it is kept, and the names of the fields that changed."""

    outcome: SaveOutcome
    #: The record with the clock fields that the store fills in.
    record: NewsItem
    revision: int
    fields: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class MenuChange:
    """How many entries of a site's menus were added, removed and changed."""

    added: int
    removed: int
    changed: int
    unchanged: int


@dataclass(frozen=True, slots=True)
class UnknownName:
    """A name the vocabulary does not know: of what kind, on how many items, and one of them."""

    kind: str
    name: str
    items: int
    example: str
