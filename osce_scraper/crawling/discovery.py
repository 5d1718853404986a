"""Discovery: listings and sitemaps walked, what they show told to the store.

It decides addresses and nothing else: how a page is fetched is given to it, and what it finds goes into the
store at once, so that a stopped run loses nothing. See DESIGN.md, section 6.
"""

import datetime as dt
import logging
from collections import Counter
from collections.abc import AsyncIterator, Callable, Iterable, Sequence
from typing import Final

from osce_scraper.crawling.arguments import NewsArguments
from osce_scraper.crawling.listings import ListingWalk
from osce_scraper.crawling.rounds import mark_walked, round_since, walked_in_round
from osce_scraper.crawling.sitemaps import NotASitemapError, SitemapEntry, read_sitemap
from osce_scraper.crawling.sources import (
    Answer,
    Ask,
    NoAnswerError,
    RefusedClientError,
    SourceOutcome,
    UnreachableError,
    check,
    digest,
    name_of,
    refused_client,
)
from osce_scraper.sites import SiteProfile
from osce_scraper.stats import RunStats
from osce_scraper.store import Found, FoundOutcome, Position, Store

logger = logging.getLogger(__name__)

#: An index of sitemaps holds sitemaps, not further indexes (sitemaps.org); one step more is forgiven.
_DEEPEST_SITEMAP: Final = 2
#: The site has some dozens of sitemaps; an index of more is a trap.
_MOST_SITEMAPS: Final = 1_000
#: How long a listing is left alone that other sources make up for.
_LEFT_ALONE_FOR: Final = dt.timedelta(days=7)


#: Walks one source, by its address: ``None`` after each page, what came of it at the end.
Walk = Callable[[str], AsyncIterator[SourceOutcome | None]]


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
        self.ask = ask
        self.clock = clock
        self.stats = stats
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
            names.setdefault(reason, []).append(name_of(url))
        said = "; ".join(f"{', '.join(sources)}: {reason}" for reason, sources in names.items())
        if self.refused and self.refused == set(self.reasons):
            return refused_client(base_url, said)
        return (
            f"no listing and no sitemap of {base_url} answered ({said or 'all answer 404'}). "
            "Check OSCE_BASE_URL and the network, then run it again"
        )

    @property
    def resumes(self) -> bool:
        """Whether walks are gone on with: not in a run that asks for a part of the site."""
        asked = self.arguments
        return not (asked.full or asked.since or asked.until or asked.limit)

    async def steps(self) -> AsyncIterator[None]:
        """Walk the listings, then the sitemaps; one step after each page that was told to the store.

        Listings go first because their teasers carry dates. Sources that this round has walked already are
        not asked again.
        """
        if self.resumes and round_since(self.store, self.clock()) is None:
            self.store.begin_round(self.clock())
        async for _ in self._side_by_side((*self.profile.listings, *self.profile.side_listings)):
            yield
        if any(map(self._is_in_vain, self.outcomes)):
            return
        for url in dict.fromkeys((*self.profile.sitemaps, *self._named_sitemaps())):
            if self.profile.allows(url):
                async for _ in self._walk(url, self._sitemap):
                    yield
                if self._is_in_vain(url):
                    return

    async def _side_by_side(self, listings: Sequence[str]) -> AsyncIterator[None]:
        """Walk listings page by page in turn: the next page is of the one that has come least far.

        Most listings show items that another one shows too, so none is walked alone while others have news.
        """
        walks = {url: self._walk(url, self._listing) for url in listings}
        pages = dict.fromkeys(listings, 0)
        if self.resumes:
            under_way = {url: self.store.position(url) for url in listings}
            pages |= {url: at.state["numbers"]["pages"] for url, at in under_way.items() if at is not None}
        while walks:
            url = min(walks, key=pages.__getitem__)
            try:
                await anext(walks[url])
            except StopAsyncIteration:
                del walks[url]
                if self._is_in_vain(url):
                    return
                continue
            pages[url] += 1
            yield

    def _is_in_vain(self, url: str) -> bool:
        """Whether there is no use in asking for another source."""
        return self.outcomes[url] is SourceOutcome.UNREACHABLE and not self.any_answered

    async def _walk(self, url: str, walk: Walk) -> AsyncIterator[None]:
        """Walk one source and note what came of it."""
        outcome: SourceOutcome | None = self._needless(url)
        try:
            if outcome is None:
                async for step in walk(url):
                    if step is None:
                        yield
                    outcome = step
        except (NoAnswerError, NotASitemapError) as error:
            self.reasons[url] = str(error).removeprefix(f"{url} ")
            if isinstance(error, RefusedClientError):
                self.refused.add(url)
            logger.warning("%s gave nothing: %s", url, self.reasons[url])
            unreachable = isinstance(error, UnreachableError)
            outcome = SourceOutcome.UNREACHABLE if unreachable else SourceOutcome.FAILED
        assert outcome is not None
        self.outcomes[url] = outcome
        self.stats.sources[outcome] += 1
        self.stats.of_source(name_of(url)).outcome = outcome

    def _needless(self, url: str) -> SourceOutcome | None:
        """Why a source need not be asked now; None when it is to be."""
        if self.enough:
            return SourceOutcome.CUT
        outcome = walked_in_round(self.store, url, self.clock()) if self.resumes else None
        if outcome is None:
            return None
        self._told = self._told or outcome.answered
        self.stats.of_source(name_of(url)).unread = True
        return SourceOutcome.LEFT_ALONE

    def is_walked(self, url: str, outcome: SourceOutcome) -> None:
        """Note that this round need not ask for ``url`` again, and what came of it."""
        if self.resumes:
            mark_walked(self.store, url, self.clock(), outcome)

    @property
    def enough(self) -> bool:
        """Whether as many items were found as are asked for."""
        return self.arguments.limit is not None and len(self._wanted) >= self.arguments.limit

    # -- asking ------------------------------------------------------------------------------------------

    async def first(self, url: str) -> Answer | SourceOutcome:
        """The answer of a source's first page, or what makes reading it needless."""
        known = None if self.arguments.full else self.store.page_validators(url)
        if known is not None and url in self.profile.side_listings:
            since = known.fetched_at
            if since is not None and abs(self.clock() - since) < _LEFT_ALONE_FOR:
                return SourceOutcome.LEFT_ALONE
        answer = await self.ask(url, known)
        if answer.status in (404, 410):
            logger.info("%s answers %d: there is no such source (for now)", url, answer.status)
            self.store.remember_page(url, self.clock())
            return SourceOutcome.ABSENT
        if known is not None and (answer.status == 304 or known.body_sha256 == digest(answer.body)):
            self.store.remember_page(
                url,
                self.clock(),
                etag=answer.etag or known.etag,
                last_modified=answer.last_modified or known.last_modified,
                body_sha256=known.body_sha256,
            )
            return SourceOutcome.UNCHANGED
        check(answer)
        if answer.url in self._read:
            logger.info("%s leads to %s, which was read already", url, answer.url)
            return SourceOutcome.DUPLICATE
        self._read.add(answer.url)
        return answer

    def remember(self, url: str, answer: Answer) -> None:
        self.store.remember_page(
            url,
            self.clock(),
            etag=answer.etag,
            last_modified=answer.last_modified,
            body_sha256=digest(answer.body),
        )

    async def _listing(self, source: str) -> AsyncIterator[SourceOutcome | None]:
        walk = ListingWalk(self, source)
        async for _ in walk.steps():
            yield None
        yield walk.outcome

    # -- sitemaps ----------------------------------------------------------------------------------------

    async def _sitemap(self, url: str) -> AsyncIterator[SourceOutcome | None]:
        self._sitemaps.add(url)
        answer: Answer | SourceOutcome = SourceOutcome.WALKED
        position = self.store.position(url) if self.resumes else None
        if position is not None and round_since(self.store, self.clock()) is not None:
            complete = await self._read_index(
                [_entry_of(written) for written in position.state["entries"]], 0
            )
            if complete:
                self.store.remember_page(url, self.clock(), **position.state["first"])
        else:
            answer = await self.first(url)
            complete = not isinstance(answer, Answer) or await self._read_sitemap(url, answer, depth=0)
        if complete and self.resumes:
            self.store.forget_position(url)
        outcome = answer if isinstance(answer, SourceOutcome) else SourceOutcome.WALKED
        if complete:
            self.is_walked(url, outcome)
        yield outcome

    async def _read_sitemap(self, url: str, answer: Answer, *, depth: int) -> bool:
        """Tell what a sitemap shows; whether all that it names was read."""
        sitemap = read_sitemap(answer.body)
        complete = True
        if sitemap.is_index and depth < _DEEPEST_SITEMAP:
            if depth == 0 and self.resumes:
                self._remember_index(url, answer, sitemap.entries)
            complete = await self._read_index(sitemap.entries, depth)
        elif not sitemap.is_index:
            self.tell(
                [found for entry in sitemap.entries if (found := self._sitemap_entry(url, entry)) is not None]
            )
        if complete:
            self.remember(url, answer)
        return complete

    async def _read_index(self, entries: Sequence[SitemapEntry], depth: int) -> bool:
        """Read the sitemaps of an index; whether each was read or need not be."""
        complete = True
        for entry in entries:
            complete = await self._part(entry, depth) and complete
        return complete

    def _remember_index(self, url: str, answer: Answer, entries: Sequence[SitemapEntry]) -> None:
        """Keep what an index names, so that a run which is cut short need not be told again."""
        first = {
            "etag": answer.etag,
            "last_modified": answer.last_modified,
            "body_sha256": digest(answer.body),
        }
        state = {"entries": [_written(entry) for entry in entries], "first": first}
        self.store.remember_position(Position(url, self.clock(), state))

    async def _part(self, entry: SitemapEntry, depth: int) -> bool:
        """Read one sitemap of an index, unless its ``lastmod`` is the one it had when it was read last.

        Returns whether it was read or need not be: one that fails is tried again by the next run.
        """
        if "?download" in entry.url or not self.profile.allows(entry.url):
            self.stats.skipped["sitemap_elsewhere"] += 1
            return True
        if entry.url in self._sitemaps:
            self.stats.skipped["sitemap_again"] += 1
            return True
        self._sitemaps.add(entry.url)
        if self.resumes and walked_in_round(self.store, entry.url, self.clock()) is not None:
            return True
        mark = f"{entry.url}#lastmod"
        stamp = entry.lastmod.isoformat() if entry.lastmod else None
        known = None if self.arguments.full else self.store.page_validators(mark)
        if stamp is not None and known is not None and known.last_modified == stamp:
            self.stats.skipped["sitemap_unchanged"] += 1
            return True
        self._parts += 1
        if self._parts > _MOST_SITEMAPS:
            self.stats.skipped["too_many_sitemaps"] += 1
            return False
        try:
            answer = await self.first(entry.url)
            if isinstance(answer, Answer):
                await self._read_sitemap(entry.url, answer, depth=depth + 1)
        except (NoAnswerError, NotASitemapError) as error:
            logger.warning("%s gave nothing: %s", entry.url, error)
            self.stats.sources["failed"] += 1
            return False
        self.is_walked(entry.url, SourceOutcome.WALKED)
        if stamp is not None:
            self.store.remember_page(mark, self.clock(), etag=None, last_modified=stamp, body_sha256=None)
        return True

    def _sitemap_entry(self, sitemap: str, entry: SitemapEntry) -> Found | None:
        """What an entry shows; ``None`` when that is no item, or none of the days that are asked for."""
        identity = self.identity(entry.url)
        if identity is None:
            self.stats.skipped["no_item"] += 1
            return None
        # An item is not issued after its page last changed, so an old page is no item of these days.
        since = self.arguments.since
        if since is not None and entry.lastmod is not None and entry.lastmod.date() < since:
            self.stats.skipped["outside_dates"] += 1
            return None
        return Found(identity, self.profile.site.canonical_url(entry.url), sitemap, lastmod=entry.lastmod)

    # -- telling the store ---------------------------------------------------------------------------------

    def identity(self, url: str) -> str | None:
        identity = self.profile.identity(url)
        return identity.id if identity is not None else None

    def tell(self, shown: Sequence[Found]) -> list[FoundOutcome]:
        """Tell the store what a page shows, in one transaction."""
        outcomes = self.store.found_all(shown, self.clock())
        self._told = self._told or bool(shown)
        for outcome, number in Counter(outcomes).items():
            self.stats.found[outcome] += number
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


def _written(entry: SitemapEntry) -> list[str | None]:
    return [entry.url, entry.lastmod.isoformat() if entry.lastmod else None]


def _entry_of(written: Sequence[str | None]) -> SitemapEntry:
    url, lastmod = written
    assert url is not None
    return SitemapEntry(url, dt.datetime.fromisoformat(lastmod) if lastmod else None)
