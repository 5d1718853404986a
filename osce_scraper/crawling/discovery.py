"""Discovery: listings and sitemaps walked, what they show told to the store.

It decides addresses and nothing else: how a page is fetched is given to it, and what it finds goes into the
store at once, so that a stopped run loses nothing. See DESIGN.md, section 6.
"""

import datetime as dt
import logging
from collections import Counter
from collections.abc import Awaitable, Callable, Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from hashlib import sha256
from itertools import pairwise
from typing import Final
from urllib.parse import urlsplit

from osce_scraper.crawling.arguments import NewsArguments
from osce_scraper.crawling.sitemaps import NotASitemapError, SitemapEntry, read_sitemap
from osce_scraper.pages import extract_listing
from osce_scraper.records import Listing
from osce_scraper.sites import (
    RefusedAddress,
    SiteProfile,
)
from osce_scraper.stats import RunStats
from osce_scraper.store import Found, FoundOutcome, Store, Validators

logger = logging.getLogger(__name__)

#: Listing pages in a row without news after which a later run has caught up.
QUIET_PAGES: Final = 3
#: No listing of the site is as long as this; one that is leads nowhere.
_MOST_PAGES: Final = 20_000
#: An index of sitemaps holds sitemaps, not further indexes (sitemaps.org); one step more is forgiven.
_DEEPEST_SITEMAP: Final = 2
#: The site has some dozens of sitemaps; an index of more is a trap.
_MOST_SITEMAPS: Final = 1_000
#: No listing page of the site shows as many teasers; the rest of a page that does is left.
_MOST_TEASERS: Final = 1_000
#: How long a listing is left alone that other sources make up for.
_LEFT_ALONE_FOR: Final = dt.timedelta(days=7)
#: A date of issue further ahead than this is a slip of the pen.
_AHEAD: Final = dt.timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Answer:
    """How a source answered: its final address, status, body and validators."""

    url: str
    status: int
    body: bytes
    etag: str | None = None
    last_modified: str | None = None


#: Statuses by which a server says that it will not let somebody in.
REFUSING: Final = frozenset((401, 403, 407, 451))


class NoAnswerError(Exception):
    """A source could not be asked: refused connection, no such host, forbidden by robots.txt."""


class UnreachableError(NoAnswerError):
    """The server can't be reached, so that there is no use in asking for another source."""


class RefusedClientError(NoAnswerError):
    """The server answers, and will not let this client in."""


#: Asks for an address, with the validators of a conditional request or ``None``; raises ``NoAnswerError``.
Ask = Callable[[str, Validators | None], Awaitable[Answer]]


class SourceOutcome(StrEnum):
    """What came of a source."""

    WALKED = "walked"
    CAUGHT_UP = "caught_up"
    UNCHANGED = "unchanged"
    #: Left before its end, because enough was found or the rest is too old.
    CUT = "cut"
    #: Leads to a source that was walked already.
    DUPLICATE = "duplicate"
    #: Answered, and showed no item: its layout may have changed.
    EMPTY = "empty"
    ABSENT = "absent"
    #: Asked some days ago, and need not be asked every day.
    LEFT_ALONE = "left_alone"
    FAILED = "failed"
    UNREACHABLE = "unreachable"

    @property
    def answered(self) -> bool:
        """Whether the source gave what it has to give."""
        return self in (self.WALKED, self.CAUGHT_UP, self.UNCHANGED, self.CUT, self.DUPLICATE)


#: Walks one source, by its address.
Walk = Callable[[str], Awaitable[SourceOutcome]]


class Discovery:
    """One walk over the sources of a site.

    ``stats`` gets the numbers.
    ``named_sitemaps`` gives the sitemaps that robots.txt names, once it was read.
    """

    def __init__(
        self,
        *,
        store: Store,
        profile: SiteProfile,
        arguments: NewsArguments,
        ask: Ask,
        clock: Callable[[], dt.datetime],
        stats: RunStats,
        named_sitemaps: Callable[[], Iterable[str]] = tuple,
    ) -> None:
        self.store = store
        self.profile = profile
        self.arguments = arguments
        self._ask = ask
        self._clock = clock
        self._stats = stats
        self._named_sitemaps = named_sitemaps
        #: What came of each source, by its address.
        self.outcomes: dict[str, SourceOutcome] = {}
        #: Why a source failed, by its address.
        self.reasons: dict[str, str] = {}
        #: Sources whose server will not let this client in.
        self.refused: set[str] = set()
        #: Items found that are to be fetched, as far as this walk knows; kept only where a limit counts them.
        self._wanted: set[str] = set()
        self._told = False
        #: Addresses, after redirects, of the first pages that were read.
        self._read: set[str] = set()
        #: Sitemaps of an index that were asked for.
        self._parts = 0
        #: Sitemaps that were asked for, so that an index cannot have one asked for again.
        self._sitemaps: set[str] = set()

    @property
    def any_answered(self) -> bool:
        """Whether at least one source answered, or gave something before it broke off."""
        return self._told or any(outcome.answered for outcome in self.outcomes.values())

    @property
    def any_empty(self) -> bool:
        """Whether a source answered with a page that shows no item."""
        return SourceOutcome.EMPTY in self.outcomes.values()

    def why_nothing(self) -> str:
        """Why no source answered, in a sentence that names the site once, and the next thing to try."""
        base_url = self.profile.base_url
        names: dict[str, list[str]] = {}
        for url, reason in self.reasons.items():
            names.setdefault(reason, []).append(_name_of(url))
        said = "; ".join(f"{', '.join(sources)}: {reason}" for reason, sources in names.items())
        if self.refused and self.refused == set(self.reasons):
            return refused_client(base_url, said)
        return (
            f"no listing and no sitemap of {base_url} answered ({said or 'all answer 404'}). "
            "Check OSCE_BASE_URL and the network, then run it again"
        )

    async def run(self) -> None:
        """Walk the listings, then the sitemaps.

        Listings go first because their teasers carry dates.
        """
        for url in (*self.profile.listings, *self.profile.side_listings):
            if not await self._walk(url, self._listing):
                return
        for url in dict.fromkeys((*self.profile.sitemaps, *self._named_sitemaps())):
            if self.profile.allows(url) and not await self._walk(url, self._sitemap):
                return

    async def _walk(self, url: str, walk: Walk) -> bool:
        """Walk one source and note what came of it; False when there is no use in going on."""
        outcome = SourceOutcome.CUT if self._enough else await self._outcome(url, walk)
        self.outcomes[url] = outcome
        self._stats.sources[outcome] += 1
        self._stats.of_source(_name_of(url)).outcome = outcome
        return outcome is not SourceOutcome.UNREACHABLE or self.any_answered

    @property
    def _enough(self) -> bool:
        return self.arguments.limit is not None and len(self._wanted) >= self.arguments.limit

    async def _outcome(self, url: str, walk: Walk) -> SourceOutcome:
        try:
            return await walk(url)
        except (NoAnswerError, NotASitemapError) as error:
            self.reasons[url] = str(error).removeprefix(f"{url} ")
            if isinstance(error, RefusedClientError):
                self.refused.add(url)
            logger.warning("%s gave nothing: %s", url, self.reasons[url])
            unreachable = isinstance(error, UnreachableError)
            return SourceOutcome.UNREACHABLE if unreachable else SourceOutcome.FAILED

    # -- asking ------------------------------------------------------------------------------------------

    async def _first(self, url: str) -> Answer | SourceOutcome:
        """The answer of a source's first page, or what makes reading it needless."""
        known = None if self.arguments.full else self.store.page_validators(url)
        if known is not None and url in self.profile.side_listings:
            since = known.fetched_at
            if since is not None and abs(self._clock() - since) < _LEFT_ALONE_FOR:
                return SourceOutcome.LEFT_ALONE
        answer = await self._ask(url, known)
        if answer.status in (404, 410):
            logger.info("%s answers %d: there is no such source (for now)", url, answer.status)
            self.store.remember_page(url, self._clock())
            return SourceOutcome.ABSENT
        if known is not None and (answer.status == 304 or known.body_sha256 == _digest(answer.body)):
            self.store.remember_page(
                url,
                self._clock(),
                etag=answer.etag or known.etag,
                last_modified=answer.last_modified or known.last_modified,
                body_sha256=known.body_sha256,
            )
            return SourceOutcome.UNCHANGED
        _check(answer)
        if answer.url in self._read:
            logger.info("%s leads to %s, which was read already", url, answer.url)
            return SourceOutcome.DUPLICATE
        self._read.add(answer.url)
        return answer

    def _remember(self, url: str, answer: Answer) -> None:
        self.store.remember_page(
            url,
            self._clock(),
            etag=answer.etag,
            last_modified=answer.last_modified,
            body_sha256=_digest(answer.body),
        )

    # -- listings ----------------------------------------------------------------------------------------

    async def _listing(self, source: str) -> SourceOutcome:
        first = await self._first(source)
        if isinstance(first, SourceOutcome):
            if first is SourceOutcome.UNCHANGED:
                self._stats.of_source(_name_of(source)).unread = True
            still_empty = first is SourceOutcome.UNCHANGED and self.store.walked(source) is None
            return SourceOutcome.EMPTY if still_empty else first
        walked_until = None if self.arguments.full else self.store.walked(source)
        # A listing that has moved pages through its new address.
        here = self.profile.site.canonical_listing_url(first.url)
        asked = {here}
        seen: set[str] = set()
        quiet = 0
        walk = _WalkNumbers(_name_of(source), self._clock().date() + _AHEAD)
        answer = await self._past_newer_pages(here, first)
        jumped = answer is not first
        asked.add(self.profile.site.canonical_listing_url(answer.url))
        outcome = SourceOutcome.WALKED
        for _ in range(_MOST_PAGES):
            self._stats.listing_pages += 1
            listing = extract_listing(answer.body, answer.url, site=self.profile.site)
            found, news = self._tell_listing(source, listing, walked_until, seen)
            walk.add(listing)
            if not seen and not found:
                self.reasons[source] = "it shows no item; has its layout changed?"
                logger.warning("%s shows no item: has its layout changed?", source)
                self._remember(source, first)
                return SourceOutcome.EMPTY
            if found <= seen:
                logger.warning("%s shows nothing but what came before: the walk ends there", answer.url)
                self._stats.sources["repeating"] += 1
                break
            seen |= found
            walk.items = len(seen)
            quiet = 0 if news else quiet + 1
            next_url = self._next_page(here, listing, asked)
            # A page without a next one is the end, whether expected there or not.
            if next_url is not None and walked_until is not None and quiet >= QUIET_PAGES:
                outcome = SourceOutcome.CAUGHT_UP
                break
            if self._enough or self._too_old(listing):
                if not jumped:
                    walk.tell(self._stats)
                return SourceOutcome.CUT
            if next_url is None:
                break
            try:
                answer = await self._ask(next_url, None)
                _check(answer)
            except NoAnswerError:
                self._stats.of_source(_name_of(source)).broken_off = True
                raise
        else:
            logger.warning("%s has more than %d pages: the walk ends there", source, _MOST_PAGES)
        if jumped:
            return SourceOutcome.CUT
        walk.tell(self._stats)
        if outcome is SourceOutcome.WALKED:
            walk.tell_whole(self._stats)
        # Only now: a walk that was stopped on its way has to be done again.
        with self.store.transaction():
            self.store.remember_walk(source, self._clock())
            self._remember(source, first)
        return outcome

    def _tell_listing(
        self, source: str, listing: Listing, walked_until: dt.datetime | None, seen: set[str]
    ) -> tuple[set[str], bool]:
        """Tell the store what a page shows: the identities on it, and whether any of it is news.

        An item that the listing shows twice is told once, as it is shown first (``seen`` before this page).
        """
        identities: set[str] = set()
        shown: list[Found] = []
        with self.store.transaction():
            if len(listing.teasers) > _MOST_TEASERS:
                logger.warning(
                    "%s shows %d items: only %d of them are read",
                    listing.url,
                    len(listing.teasers),
                    _MOST_TEASERS,
                )
                self._stats.skipped["too_many_on_a_page"] += len(listing.teasers) - _MOST_TEASERS
            for teaser in listing.teasers[:_MOST_TEASERS]:
                identity = self._identity(teaser.url)
                if identity is None:
                    continue
                if identity in seen or identity in identities:
                    identities.add(identity)
                    continue
                identities.add(identity)
                shown.append(
                    Found(identity, self.profile.site.canonical_url(teaser.url), source, teaser=teaser)
                )
            outcomes = self._tell(shown)
            news = any(outcome.is_news for outcome in outcomes) or any(
                self._found_since(found.identity, walked_until) for found in shown
            )
        return identities, news

    def _found_since(self, identity: str, walked_until: dt.datetime | None) -> bool:
        """Whether an address was found only after the last walk that reached its end.

        Then a walk in between was stopped on its way, and what lies behind this page may be new too.
        """
        if walked_until is None:
            return True
        address = self.store.address(identity)
        return address is not None and address.first_found > walked_until

    def _too_old(self, listing: Listing) -> bool:
        """Whether a page, newest first, has reached what was issued before ``since``."""
        since = self.arguments.since
        days = [teaser.issued_on for teaser in listing.teasers if teaser.issued_on is not None]
        newest_first = days == sorted(days, reverse=True)
        return since is not None and bool(days) and newest_first and max(days) < since

    async def _past_newer_pages(self, here: str, first: Answer) -> Answer:
        """A page near ``until``: what was issued after it is leapt over, not walked.

        Pages are numbered and newest first, so the last page that is wholly too new is found by doubling and
        halving; the walk begins there. The first page where nothing can be leapt over.
        """
        listing = extract_listing(first.body, first.url, site=self.profile.site)
        following = listing.next_url
        if not self._too_new(listing) or following is None or self.profile.site.page_number(following) != 1:
            return first
        start = {teaser.url for teaser in listing.teasers}

        async def too_new(number: int) -> Answer | None:
            answer = await self._ask(self.profile.site.page_url(here, number), None)
            self._stats.listing_pages += 1
            if answer.status != 200:
                return None
            page = extract_listing(answer.body, answer.url, site=self.profile.site)
            # Behind the last page some listings show the first again.
            repeated = {teaser.url for teaser in page.teasers} <= start
            return answer if self._too_new(page) and not repeated else None

        best, low, high = first, 0, 1
        while high < _MOST_PAGES and (answer := await too_new(high)):
            best, low, high = answer, high, 2 * high
        while high - low > 1:
            middle = (low + high) // 2
            if answer := await too_new(middle):
                best, low = answer, middle
            else:
                high = middle
        return best

    def _too_new(self, listing: Listing) -> bool:
        """Whether a page, newest first, holds only what is newer than ``until``; one may be pinned."""
        until = self.arguments.until
        days = [teaser.issued_on for teaser in listing.teasers if teaser.issued_on is not None]
        if until is None or len(days) < 3:
            return False
        rises = sum(later > earlier for earlier, later in pairwise(days))
        return rises <= 1 and sorted(days)[1] > until

    def _next_page(self, first_page: str, listing: Listing, asked: set[str]) -> str | None:
        if listing.next_url is None:
            return None
        try:
            url = self.profile.site.canonical_listing_url(listing.next_url)
        except RefusedAddress as error:
            logger.warning("%s leads astray, the walk ends there: %s", listing.url, error)
            self._stats.sources["junk"] += 1
            return None
        same_listing = url.partition("?")[0] == first_page.partition("?")[0]
        if url in asked or not same_listing or not self.profile.allows(url):
            logger.warning("%s calls %s its next page: the walk ends there", listing.url, url)
            self._stats.sources["junk"] += 1
            return None
        asked.add(url)
        return url

    # -- sitemaps ----------------------------------------------------------------------------------------

    async def _sitemap(self, url: str) -> SourceOutcome:
        self._sitemaps.add(url)
        answer = await self._first(url)
        if isinstance(answer, SourceOutcome):
            return answer
        await self._read_sitemap(url, answer, depth=0)
        return SourceOutcome.WALKED

    async def _read_sitemap(self, url: str, answer: Answer, *, depth: int) -> None:
        sitemap = read_sitemap(answer.body)
        complete = True
        if sitemap.is_index and depth < _DEEPEST_SITEMAP:
            for entry in sitemap.entries:
                complete = await self._part(entry, depth) and complete
        elif not sitemap.is_index:
            self._tell(
                [found for entry in sitemap.entries if (found := self._sitemap_entry(url, entry)) is not None]
            )
        if complete:
            self._remember(url, answer)

    async def _part(self, entry: SitemapEntry, depth: int) -> bool:
        """Read one sitemap of an index, unless its ``lastmod`` is the one it had when it was read last.

        Returns whether it was read or need not be: one that fails is tried again by the next run.
        """
        if "?download" in entry.url or not self.profile.allows(entry.url):
            self._stats.skipped["sitemap_elsewhere"] += 1
            return True
        if entry.url in self._sitemaps:
            self._stats.skipped["sitemap_again"] += 1
            return True
        self._sitemaps.add(entry.url)
        mark = f"{entry.url}#lastmod"
        stamp = entry.lastmod.isoformat() if entry.lastmod else None
        known = None if self.arguments.full else self.store.page_validators(mark)
        if stamp is not None and known is not None and known.last_modified == stamp:
            self._stats.skipped["sitemap_unchanged"] += 1
            return True
        self._parts += 1
        if self._parts > _MOST_SITEMAPS:
            self._stats.skipped["too_many_sitemaps"] += 1
            return False
        try:
            answer = await self._first(entry.url)
            if isinstance(answer, Answer):
                await self._read_sitemap(entry.url, answer, depth=depth + 1)
        except (NoAnswerError, NotASitemapError) as error:
            logger.warning("%s gave nothing: %s", entry.url, error)
            self._stats.sources["failed"] += 1
            return False
        if stamp is not None:
            self.store.remember_page(mark, self._clock(), etag=None, last_modified=stamp, body_sha256=None)
        return True

    def _sitemap_entry(self, sitemap: str, entry: SitemapEntry) -> Found | None:
        """What an entry shows; ``None`` when that is no item, or none of the days that are asked for."""
        identity = self._identity(entry.url)
        if identity is None:
            self._stats.skipped["no_item"] += 1
            return None
        # An item is not issued after its page last changed, so an old page is no item of these days.
        since = self.arguments.since
        if since is not None and entry.lastmod is not None and entry.lastmod.date() < since:
            self._stats.skipped["outside_dates"] += 1
            return None
        return Found(identity, self.profile.site.canonical_url(entry.url), sitemap, lastmod=entry.lastmod)

    # -- telling the store ---------------------------------------------------------------------------------

    def _identity(self, url: str) -> str | None:
        identity = self.profile.identity(url)
        return identity.id if identity is not None else None

    def _tell(self, shown: Sequence[Found]) -> list[FoundOutcome]:
        """Tell the store what a page shows, in one transaction."""
        outcomes = self.store.found_all(shown, self._clock())
        self._told = self._told or bool(shown)
        for outcome, number in Counter(outcomes).items():
            self._stats.found[outcome] += number
        if self.arguments.limit is not None:
            for found, outcome in zip(shown, outcomes, strict=True):
                issued_on = found.teaser.issued_on if found.teaser is not None else None
                if outcome is not FoundOutcome.KNOWN and self._in_range(found.identity, issued_on):
                    self._wanted.add(found.identity)
        return outcomes

    def _in_range(self, identity: str, issued_on: dt.date | None) -> bool:
        asked = self.arguments
        language = identity.rpartition("-")[2]
        if asked.languages and language not in asked.languages:
            return False
        return issued_on is None or (
            (asked.since is None or issued_on >= asked.since)
            and (asked.until is None or issued_on <= asked.until)
        )


class _WalkNumbers:
    """What a walk over one listing counts, so that monitors can tell whether it saw all of it."""

    def __init__(self, name: str, latest: dt.date) -> None:
        self._name = name
        self._latest = latest
        #: Different items among the teasers.
        self.items = 0
        self._shown = 0
        self._pages = 0
        self._linked = 0
        self._stated = 0
        self._newest: dt.date | None = None

    def add(self, listing: Listing) -> None:
        """Count a page; one without any item is none."""
        self._shown += len(listing.teasers)
        self._pages += bool(listing.teasers)
        self._linked = max(self._linked, listing.pages or 0)
        self._stated = max(self._stated, listing.total or 0)
        days = [
            teaser.issued_on
            for teaser in listing.teasers
            if teaser.issued_on is not None and teaser.issued_on <= self._latest
        ]
        self._newest = max([*days, *([] if self._newest is None else [self._newest])], default=None)

    def tell(self, stats: RunStats) -> None:
        """Note what any walk has seen, and the newest day of a teaser."""
        source = stats.of_source(self._name)
        source.shown, source.distinct, source.newest = self._shown, self.items, self._newest
        source.stated = self._stated or None

    def tell_whole(self, stats: RunStats) -> None:
        """Note what a walk that came to the end has seen."""
        source = stats.of_source(self._name)
        source.listed, source.pages, source.linked_pages = self.items, self._pages, self._linked or None


def refused_client(base_url: str, said: str) -> str:
    """What to tell when a site lets this client in nowhere; ``said`` is what it answers."""
    return (
        f"{base_url} refuses this client ({said}). The network works; the site may block programs or this "
        "machine's address. Open it in a browser from here, and ask the site when a person is let in"
    )


def _name_of(source: str) -> str:
    """What a source is called among the numbers: its path."""
    return urlsplit(source).path.strip("/") or "/"


def _check(answer: Answer) -> None:
    if answer.status != 200:
        kind = RefusedClientError if answer.status in REFUSING else NoAnswerError
        raise kind(f"{answer.url} answers {answer.status}")


def _digest(body: bytes) -> str:
    return sha256(body).hexdigest()
