"""A walk over one listing, page by page, newest first; cut at any page, the next run goes on there."""

import datetime as dt
import logging
from collections.abc import AsyncIterator, Mapping
from itertools import pairwise
from typing import TYPE_CHECKING, Any, Final

from osce_scraper.crawling.sources import Answer, NoAnswerError, SourceOutcome, check, digest, name_of
from osce_scraper.pages import extract_listing
from osce_scraper.records import Listing
from osce_scraper.sites import RefusedAddress
from osce_scraper.stats import RunStats
from osce_scraper.store import Found, FoundOutcome, Position, Validators

if TYPE_CHECKING:
    from osce_scraper.crawling.discovery import Discovery

logger = logging.getLogger(__name__)

#: Listing pages in a row without news after which a later run has caught up.
QUIET_PAGES: Final = 3
#: No listing of the site is as long as this; one that is leads nowhere.
_MOST_PAGES: Final = 20_000
#: No listing page of the site shows as many teasers; the rest of a page that does is left.
_MOST_TEASERS: Final = 1_000
#: Pages in a row that may be empty while the pager or the stated total names further ones.
_MOST_EMPTY: Final = 5
#: A date of issue further ahead than this is a slip of the pen.
_AHEAD: Final = dt.timedelta(days=7)


class ListingWalk:
    """One walk over the listing at ``source``; ``outcome`` says what came of it."""

    def __init__(self, discovery: "Discovery", source: str) -> None:
        self._discovery = discovery
        self._source = source
        self.outcome = SourceOutcome.WALKED
        self._site = discovery.profile.site
        self._numbers = WalkNumbers(name_of(source), discovery.clock().date() + _AHEAD)
        self._began_at = discovery.clock()
        #: Address of the first page; a listing that has moved pages through its new one.
        self._here = source
        self._first: Validators | None = None
        self._walked_until: dt.datetime | None = None
        self._asked: set[str] = set()
        self._seen: set[str] = set()
        self._quiet = 0
        self._empty = 0
        self._jumped = False
        self._goes_on = False
        #: Whether the page was read before, and is only looked at for what has moved onto it.
        self._again = False
        #: The next page, where only its number is known.
        self._unlinked: str | None = None
        #: Where the walk goes on once what came on top meanwhile is known.
        self._back_to: str | None = None

    async def steps(self) -> AsyncIterator[None]:
        """Walk to the end, to what is known, or to what is too old; a step after each page that was told."""
        discovery = self._discovery
        self._walked_until = None if discovery.arguments.full else discovery.store.walked(self._source)
        answer = await self._resumed()
        if answer is None:
            first = await discovery.first(self._source)
            if isinstance(first, SourceOutcome):
                self._not_read(first)
                return
            answer = await self._begun(first)
        for _ in range(_MOST_PAGES):
            following = self._page(answer)
            if following is None:
                break
            yield
            if (further := await self._further(following)) is None:
                break
            answer = further
        else:
            logger.warning("%s has more than %d pages: the walk ends there", self._source, _MOST_PAGES)
        # Before the last step, since a run may be cut at any.
        self._end()
        yield

    async def _further(self, url: str) -> Answer | None:
        """The next page; None where one that no link names is not there."""
        if url != self._unlinked:
            return await self._ask(url)
        answer = await self._discovery.ask(url, None)
        return answer if answer.status == 200 else None

    async def _ask(self, url: str) -> Answer:
        try:
            answer = await self._discovery.ask(url, None)
            check(answer)
        except NoAnswerError:
            self._stats.of_source(name_of(self._source)).broken_off = True
            raise
        return answer

    @property
    def _stats(self) -> RunStats:
        return self._discovery.stats

    # -- beginning ---------------------------------------------------------------------------------------

    def _not_read(self, first: SourceOutcome) -> None:
        if first is SourceOutcome.UNCHANGED:
            self._stats.of_source(name_of(self._source)).unread = True
        still_empty = first is SourceOutcome.UNCHANGED and self._discovery.store.walked(self._source) is None
        self.outcome = SourceOutcome.EMPTY if still_empty else first
        self._discovery.is_walked(self._source, self.outcome)

    async def _begun(self, first: Answer) -> Answer:
        """The page that the walk begins with."""
        self._here = self._site.canonical_listing_url(first.url)
        self._first = Validators(first.etag, first.last_modified, digest(first.body))
        answer = await self._past_newer_pages(first)
        self._jumped = answer is not first
        self._asked = {self._here, self._site.canonical_listing_url(answer.url)}
        return answer

    async def _resumed(self) -> Answer | None:
        """The page at which a walk that was cut goes on; None where none was, or its page is no more.

        Items that came meanwhile have pushed known ones down to that page: then the new ones on top are read
        first, to the first page without any. Items that went have pulled unseen ones up by a page.
        """
        discovery = self._discovery
        position = discovery.store.position(self._source) if discovery.resumes else None
        if position is None:
            return None
        state = position.state
        try:
            answer = await discovery.ask(state["next"], None)
        except NoAnswerError:
            self._stats.of_source(name_of(self._source)).broken_off = True
            raise
        if answer.status != 200:
            logger.info("%s answers %d: the walk begins anew", answer.url, answer.status)
            discovery.store.forget_position(self._source)
            return None
        self._goes_on = True
        self._here, self._began_at = state["here"], position.began_at
        self._first = Validators(*state["first"])
        self._asked = {self._here, state["next"]}
        self._seen = set(state["page"])
        self._back_to = state["back_to"]
        self._numbers.go_on(state["numbers"])
        if self._back_to is not None:
            return answer
        listing = extract_listing(answer.body, answer.url, site=self._site)
        shown = {discovery.identity(teaser.url) for teaser in listing.teasers}
        more = (listing.total or 0) - self._numbers.stated if listing.total and self._numbers.stated else 0
        if shown & self._seen or more > 0:
            logger.info("%s shows new items on top: they are read first", self._source)
            self._back_to = state["next"]
            return await self._ask(self._here)
        number = self._site.page_number(answer.url)
        if more < 0 and number > 0:
            self._again = True
            self._asked.discard(state["next"])
            return await self._ask(self._site.page_url(self._here, number - 1))
        return answer

    # -- a page ------------------------------------------------------------------------------------------

    def _page(self, answer: Answer) -> str | None:
        """Tell the store what a page shows; the address of the next one, None at the end of the walk."""
        self._stats.listing_pages += 1
        listing = extract_listing(answer.body, answer.url, site=self._site)
        with self._discovery.store.transaction():
            found, news, new = self._tell(listing)
            if not self._again:
                self._numbers.add(listing)
            following = self._following(answer, listing, found, news=news)
            if self._back_to is not None and not new:
                following, self._back_to = self._back_to, None
            self._numbers.items += len(found - self._seen)
            self._seen |= found
            self._again = False
            if following is not None and not self._jumped and self._discovery.resumes:
                self._remember(following, found)
        return following

    def _following(self, answer: Answer, listing: Listing, found: set[str], *, news: bool) -> str | None:
        discovery = self._discovery
        if not found:
            return self._behind_an_empty_page(answer, listing)
        self._empty = 0
        if found <= self._seen and self._back_to is None and not self._again:
            logger.warning("%s shows nothing but what came before: the walk ends there", answer.url)
            self._stats.sources["repeating"] += 1
            return None
        self._quiet = 0 if news else self._quiet + 1
        following = self._next_page(listing)
        # A page without a next one is the end, whether expected there or not.
        if following is not None and self._walked_until is not None and self._quiet >= QUIET_PAGES:
            self.outcome = SourceOutcome.CAUGHT_UP
            return None
        if discovery.enough or self._too_old(listing):
            self.outcome = SourceOutcome.CUT
            return None
        if following is None and self._names_more(answer, listing, len(found - self._seen)):
            following = self._numbered_page(answer)
        return following

    def _behind_an_empty_page(self, answer: Answer, listing: Listing) -> str | None:
        """The page behind one that shows no item, where the pager or the stated total names further ones."""
        if not self._seen:
            discovery = self._discovery
            discovery.reasons[self._source] = "it shows no item; has its layout changed?"
            logger.warning("%s shows no item: has its layout changed?", self._source)
            self.outcome = SourceOutcome.EMPTY
            return None
        self._empty += 1
        if self._empty > _MOST_EMPTY or not (listing.next_url or self._names_more(answer, listing, 0)):
            return None
        logger.warning("%s shows no item, though the listing names further ones", answer.url)
        self._stats.sources["empty_page"] += 1
        return self._next_page(listing) or self._numbered_page(answer)

    def _names_more(self, answer: Answer, listing: Listing, new: int) -> bool:
        """Whether the pager has pages behind this one, or the listing states more items than were shown."""
        if self._jumped:
            return False
        number = self._site.page_number(answer.url) + 1
        return number < max(listing.pages or 0, self._numbers.linked) or (
            self._numbers.items + new < max(listing.total or 0, self._numbers.stated)
            and self._numbers.linked > 0
        )

    def _numbered_page(self, answer: Answer) -> str | None:
        url = self._site.page_url(self._here, self._site.page_number(answer.url) + 1)
        if url in self._asked:
            return None
        self._asked.add(url)
        self._unlinked = url
        return url

    def _tell(self, listing: Listing) -> tuple[set[str], bool, bool]:
        """Tell the store what a page shows: the identities on it, whether any is news, whether any is new.

        An item that the listing shows twice is told once, as it is shown first.
        """
        discovery = self._discovery
        if len(listing.teasers) > _MOST_TEASERS:
            logger.warning(
                "%s shows %d items: only %d of them are read",
                listing.url,
                len(listing.teasers),
                _MOST_TEASERS,
            )
            self._stats.skipped["too_many_on_a_page"] += len(listing.teasers) - _MOST_TEASERS
        teasers = {
            identity: teaser
            for teaser in reversed(listing.teasers[:_MOST_TEASERS])
            if (identity := discovery.identity(teaser.url)) is not None
        }
        identities = set(teasers)
        before = self._seen & identities
        if self._goes_on:
            # What the same walk was shown in the runs before this one.
            before |= discovery.store.shown_since(self._source, self._began_at, identities)
        shown = [
            Found(identity, self._site.canonical_url(teaser.url), self._source, teaser=teaser)
            for identity, teaser in reversed(teasers.items())
            if identity not in before
        ]
        outcomes = discovery.tell(shown)
        news = any(outcome.is_news for outcome in outcomes) or any(
            self._found_since(found.identity) for found in shown
        )
        return identities, news, FoundOutcome.NEW in outcomes

    def _found_since(self, identity: str) -> bool:
        """Whether an address was found only after the last walk that reached its end.

        Then a walk in between was stopped on its way, and what lies behind this page may be new too.
        """
        if self._walked_until is None:
            return True
        address = self._discovery.store.address(identity)
        return address is not None and address.first_found > self._walked_until

    def _remember(self, following: str, found: set[str]) -> None:
        assert self._first is not None
        first = [self._first.etag, self._first.last_modified, self._first.body_sha256]
        state = {
            "next": following,
            "back_to": self._back_to,
            "here": self._here,
            "page": sorted(found),
            "numbers": {**self._numbers.state(), "items": self._numbers.items + len(found - self._seen)},
            "first": first,
        }
        self._discovery.store.remember_position(Position(self._source, self._began_at, state))

    # -- the end -----------------------------------------------------------------------------------------

    def _end(self) -> None:
        """Note that the walk is over, unless it was to be a part of one."""
        discovery = self._discovery
        if self.outcome is SourceOutcome.EMPTY:
            self._remember_first()
            discovery.is_walked(self._source, self.outcome)
            return
        if self._jumped:
            self.outcome = SourceOutcome.CUT
            return
        self._numbers.tell(self._stats)
        if self.outcome is SourceOutcome.CUT:
            return
        if self.outcome is SourceOutcome.WALKED:
            self._numbers.tell_whole(self._stats)
        # Only now: a walk that was stopped on its way has to be gone on with.
        with discovery.store.transaction():
            discovery.store.remember_walk(self._source, discovery.clock())
            discovery.store.forget_position(self._source)
            self._remember_first()
            discovery.is_walked(self._source, self.outcome)

    def _remember_first(self) -> None:
        assert self._first is not None
        self._discovery.store.remember_page(
            self._source,
            self._discovery.clock(),
            etag=self._first.etag,
            last_modified=self._first.last_modified,
            body_sha256=self._first.body_sha256,
        )

    # -- where pages lead --------------------------------------------------------------------------------

    def _too_old(self, listing: Listing) -> bool:
        """Whether a page, newest first, has reached what was issued before ``since``."""
        since = self._discovery.arguments.since
        days = [teaser.issued_on for teaser in listing.teasers if teaser.issued_on is not None]
        newest_first = days == sorted(days, reverse=True)
        return since is not None and bool(days) and newest_first and max(days) < since

    async def _past_newer_pages(self, first: Answer) -> Answer:
        """A page near ``until``: what was issued after it is leapt over, not walked.

        Pages are numbered and newest first, so the last page that is wholly too new is found by doubling and
        halving; the walk begins there. The first page where nothing can be leapt over.
        """
        listing = extract_listing(first.body, first.url, site=self._site)
        following = listing.next_url
        if not self._too_new(listing) or following is None or self._site.page_number(following) != 1:
            return first
        start = {teaser.url for teaser in listing.teasers}

        async def too_new(number: int) -> Answer | None:
            answer = await self._discovery.ask(self._site.page_url(self._here, number), None)
            self._stats.listing_pages += 1
            if answer.status != 200:
                return None
            page = extract_listing(answer.body, answer.url, site=self._site)
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
        until = self._discovery.arguments.until
        days = [teaser.issued_on for teaser in listing.teasers if teaser.issued_on is not None]
        if until is None or len(days) < 3:
            return False
        rises = sum(later > earlier for earlier, later in pairwise(days))
        return rises <= 1 and sorted(days)[1] > until

    def _next_page(self, listing: Listing) -> str | None:
        if listing.next_url is None:
            return None
        try:
            url = self._site.canonical_listing_url(listing.next_url)
        except RefusedAddress as error:
            logger.warning("%s leads astray, the walk ends there: %s", listing.url, error)
            self._stats.sources["junk"] += 1
            return None
        same_listing = url.partition("?")[0] == self._here.partition("?")[0]
        if url in self._asked or not same_listing or not self._discovery.profile.allows(url):
            logger.warning("%s calls %s its next page: the walk ends there", listing.url, url)
            self._stats.sources["junk"] += 1
            return None
        self._asked.add(url)
        return url


class WalkNumbers:
    """What a walk over one listing counts, so that monitors can tell whether it saw all of it."""

    def __init__(self, name: str, latest: dt.date) -> None:
        self._name = name
        self._latest = latest
        #: Different items among the teasers.
        self.items = 0
        self._shown = 0
        self._pages = 0
        self.linked = 0
        self.stated = 0
        self._newest: dt.date | None = None

    def add(self, listing: Listing) -> None:
        """Count a page; one without any item is none."""
        self._shown += len(listing.teasers)
        self._pages += bool(listing.teasers)
        self.linked = max(self.linked, listing.pages or 0)
        self.stated = max(self.stated, listing.total or 0)
        days = [
            teaser.issued_on
            for teaser in listing.teasers
            if teaser.issued_on is not None and teaser.issued_on <= self._latest
        ]
        self._newest = max([*days, *([] if self._newest is None else [self._newest])], default=None)

    def state(self) -> dict[str, Any]:
        """What it has counted, JSON-ready."""
        newest = None if self._newest is None else self._newest.isoformat()
        return {
            "items": self.items,
            "shown": self._shown,
            "pages": self._pages,
            "linked": self.linked,
            "stated": self.stated,
            "newest": newest,
        }

    def go_on(self, state: Mapping[str, Any]) -> None:
        """Go on from what an earlier run had counted."""
        self.items, self._shown, self._pages = state["items"], state["shown"], state["pages"]
        self.linked, self.stated = state["linked"], state["stated"]
        self._newest = None if state["newest"] is None else dt.date.fromisoformat(state["newest"])

    def tell(self, stats: RunStats) -> None:
        """Note what any walk has seen, and the newest day of a teaser."""
        source = stats.of_source(self._name)
        source.shown, source.distinct, source.newest = self._shown, self.items, self._newest
        source.stated = self.stated or None

    def tell_whole(self, stats: RunStats) -> None:
        """Note what a walk that came to the end has seen."""
        source = stats.of_source(self._name)
        source.listed, source.pages, source.linked_pages = self.items, self._pages, self.linked or None
