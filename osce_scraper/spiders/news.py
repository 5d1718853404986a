"""The spider of the news: sources first, then whatever the store says is due."""

import asyncio
import datetime as dt
from collections import Counter
from collections.abc import AsyncIterator, Callable, Iterator
from dataclasses import replace
from itertools import takewhile
from typing import Any, Self

from scrapy import Request, signals
from scrapy.crawler import Crawler
from scrapy.exceptions import CloseSpider, IgnoreRequest
from scrapy.http import Response
from twisted.python.failure import Failure

from osce_scraper.crawling.arguments import BadArgumentsError, NewsArguments
from osce_scraper.crawling.budget import BudgetSpentError
from osce_scraper.crawling.discovery import Discovery
from osce_scraper.crawling.items import arrival, fetched_of, look_at, news_item, page_of
from osce_scraper.crawling.manners import RobotsWishes
from osce_scraper.crawling.observing import Observer
from osce_scraper.crawling.reader import PageReader, ReadingError, reader_for
from osce_scraper.crawling.reading import PageRead
from osce_scraper.crawling.spider import HarvestSpider, conditional_request, failure_in_words, is_conditional
from osce_scraper.crawling.turns import Turns
from osce_scraper.records import NewsItem, Teaser
from osce_scraper.store import DueAddress, DueReason, Found, Refusal, Validators

_GONE = frozenset((404, 410))
#: Why an address is asked for that gave nothing before: when it gives nothing again, that is no news.
_SECOND_LOOKS = frozenset(
    (DueReason.GONE_CHECK, DueReason.RETRY, DueReason.REFUSAL_CHECK, DueReason.REQUESTED)
)
#: Why an address is asked for that nothing speaks for or against.
BY_AGE = frozenset((DueReason.SCHEDULE, DueReason.SAMPLE, DueReason.FULL, DueReason.CLOCK))
#: Seconds between looks whether a crawl that reads a page was asked to stop.
_LOOK_UP = 0.5
#: Why an item of a listing is fetched before the listing's next page.
_NEWS = frozenset(
    (
        DueReason.REQUESTED,
        DueReason.NEW,
        DueReason.TEASER_CHANGED,
        DueReason.LASTMOD_NEWER,
        DueReason.RELISTED,
    )
)
#: Items in a row without an answer after which the site counts as down.
_MOST_SILENT = 25


class NewsSpider(HarvestSpider):
    """Harvests news items: discovers addresses, then fetches what is due by the store's schedule."""

    name = "news"
    arguments_model = NewsArguments
    arguments: NewsArguments
    #: The items of ``urls`` and ``urls_file``; empty when they are to be discovered.
    addresses: tuple[str, ...]
    _reader: PageReader
    _sample_size: int

    def __init__(self, **arguments: Any) -> None:
        super().__init__(**arguments)
        self._silent = 0
        self._turns = Turns()
        #: Known items that are read again to be compared with what is accepted of them.
        self._sample: set[str] = set()
        #: By the number of a request: done when the record of its response is kept, or was dropped.
        self._kept: dict[int, asyncio.Future[None]] = {}

    @classmethod
    def from_crawler(cls, crawler: Crawler, *args: Any, **kwargs: Any) -> Self:
        """Called by Scrapy. Raises ``BadArgumentsError`` for an address that is no item's, too."""
        spider = super().from_crawler(crawler, *args, **kwargs)
        spider.addresses = spider.arguments.addresses(spider.profile)
        wanted = str(crawler.settings["OSCE_SAMPLE"])
        if not (wanted.isascii() and wanted.isdigit()):
            raise BadArgumentsError(f"OSCE_SAMPLE={wanted!r}: give a number of known items, 0 for none")
        spider._sample_size = int(wanted)
        spider._reader = reader_for(
            crawler.settings.getint("CONCURRENT_REQUESTS"), str(crawler.settings["OSCE_READER_PROCESS"])
        )
        crawler.signals.connect(spider._reader.close, signals.spider_closed)
        for over in (signals.item_scraped, signals.item_dropped, signals.item_error):
            crawler.signals.connect(spider._item_is_over, over)
        return spider

    async def start(self) -> AsyncIterator[Request]:
        """Sources until they have nothing more, then a request for each item that is due.

        Requests are handed out as fast as they are done, so that the work waits in the store, not in memory.
        """
        self._observer = Observer(self.run.store)
        self._at_once = 2 * self.settings.getint("CONCURRENT_REQUESTS")
        self._room = asyncio.Semaphore(self._at_once)
        await self._reader.start()
        async for due in self._due():
            await self._room.acquire()
            yield self._request(due)
        await self._all_done()
        asked = self.arguments
        if not asked.names_addresses:
            skipped = self.run.store.skipped(
                self.run.now(), since=asked.since, until=asked.until, languages=asked.languages or None
            )
            for reason, number in skipped.items():
                self.run.stats.skipped[reason] += number

    def parse(self, response: Response) -> Iterator[NewsItem | Request]:
        """The record of an item's page, or requests for the items of a listing: for `scrapy parse`."""
        for seen in look_at(response, self.profile.site):
            yield seen if isinstance(seen, NewsItem) else Request(seen.url, callback=self.parse)

    async def _due(self) -> AsyncIterator[DueAddress]:
        asked, store = self.arguments, self.run.store
        if asked.names_addresses:
            for due in self._asked_for():
                yield due
            return
        if self.run.is_judged and not asked.full:
            # After a batch that was held the same ones again: by them it is known whether the site is sound.
            drawn = set(store.sample(self._sample_size, store.last_good_run() + 1))
            seen = self.run.stats.observations
            self._sample = drawn - {one.id for one in seen if one.reason == DueReason.SAMPLE}
        given: set[str] = set()
        # Each page's items before the next page, so that a run that is cut short has stored records.
        for due in self._new_in_listings(given):
            yield due
        async for _ in self._discover():
            for due in self._new_in_listings(given):
                yield due
            if self._may_be_cut():
                # No page of a listing overtakes an item that a cut would leave for the next run.
                await self._all_done()
        # What is fetched may name further items (versions in other languages): until nothing new is due.
        while True:
            before = len(given)
            for due in store.due(
                self.run.now(),
                full=asked.full,
                limit=None if asked.limit is None else asked.limit - len(given),
                since=asked.since,
                until=asked.until,
                languages=asked.languages or None,
            ):
                # One that could not be kept stays due, for a later run.
                if due.identity not in given:
                    given.add(due.identity)
                    yield due
            await self._all_done()
            if len(given) == before:
                break
        for identity in sorted(self._sample - given):
            again = store.due_address(identity, self.run.now(), full=True)
            if again is not None:
                yield replace(again, reason=DueReason.SAMPLE)
        await self._all_done()
        if not self._is_spent():
            store.end_round()

    def _may_be_cut(self) -> bool:
        """Whether the run ends at a number of requests or after some time."""
        return self.run.budget is not None or self.settings.getfloat("CLOSESPIDER_TIMEOUT") > 0

    def _is_spent(self) -> bool:
        """Whether the requests that the run may make are made."""
        budget = self.run.budget
        return budget is not None and budget.spent >= budget.limit

    def _new_in_listings(self, given: set[str]) -> Iterator[DueAddress]:
        """What listings showed that is new or changed, and not ``given`` yet; newest first."""
        asked = self.arguments
        if asked.full:
            return
        due = self.run.store.due(
            self.run.now(), since=asked.since, until=asked.until, languages=asked.languages or None
        )
        shown = [
            one
            for one in takewhile(lambda one: one.reason in _NEWS, due)
            if one.teaser is not None and one.identity not in given
        ]
        # In one order, however the runs are cut: not by what else led to the item.
        for one in sorted(shown, key=_newest_first):
            if asked.limit is not None and len(given) >= asked.limit:
                return
            given.add(one.identity)
            yield one

    async def _all_done(self) -> None:
        """Wait until nothing is under way."""
        for _ in range(self._at_once):
            await self._room.acquire()
        for _ in range(self._at_once):
            self._room.release()

    def _asked_for(self) -> Iterator[DueAddress]:
        """The items of ``urls`` and ``urls_file``, to be fetched whatever the schedule says."""
        run = self.run
        for url in self.addresses[: self.arguments.limit]:
            identity = self.profile.identity(url)
            assert identity is not None
            run.store.found(Found(identity.id, self.profile.site.canonical_url(url), "urls"), run.now())
            run.store.request(identity.id, run.now())
            due = run.store.due_address(identity.id, run.now())
            if due is not None:
                yield due

    async def _discover(self) -> AsyncIterator[None]:
        """Walk the sources; a step after each page that may have shown something to fetch."""
        run = self.run
        discovery = Discovery(
            store=run.store,
            profile=self.profile,
            arguments=self.arguments,
            ask=self.ask,
            clock=run.now,
            stats=run.stats,
            named_sitemaps=self._named_sitemaps,
        )
        async for _ in discovery.steps():
            yield
        if not discovery.any_answered and not self._is_spent():
            # A site that answers, and shows nothing to be recognised, has changed or is not itself.
            note = run.doubt if discovery.any_empty else run.fail
            note(discovery.why_nothing())
            raise CloseSpider("no_source")

    def selected_items(self, fetched: set[str]) -> Iterator[NewsItem]:
        """The current items that the arguments select, fetched by this run or not, in the published order.

        ``fetched`` are the ids of this run; with ``limit`` they come first, and the newest others fill up.
        """
        store, asked = self.run.store, self.arguments
        if asked.names_addresses:
            named = {found.id for url in self.addresses if (found := self.profile.identity(url)) is not None}
            chosen: set[str] | None = fetched | named
        elif asked.limit is not None:
            days = {i.id: i.issued_on or dt.date.min for i in store.current() if self._selects(i)}
            first = sorted(days, key=lambda identity: (identity in fetched, days[identity]), reverse=True)
            chosen = set(first[: asked.limit])
        else:
            chosen = None
        for item in store.current():
            if self._selects(item) if chosen is None else item.id in chosen:
                yield item

    def _selects(self, item: NewsItem) -> bool:
        languages = self.arguments.languages
        return not self._outside_dates(item) and (not languages or item.language in languages)

    def _named_sitemaps(self) -> list[str]:
        wishes = self.crawler.get_extension(RobotsWishes)
        return [] if wishes is None else wishes.sitemaps

    def _request(self, due: DueAddress) -> Request:
        # A teaser that changed may change the record of a page that did not, and a sample is read whatever
        # the page says of itself.
        fresh = due.reason is DueReason.TEASER_CHANGED or due.identity in self._sample
        known = None if fresh else Validators(due.etag, due.last_modified, due.body_sha256)
        number = self._turns.take()
        return conditional_request(
            due.url,
            known,
            callback=self.parse_item,
            errback=self.no_item,
            cb_kwargs={"due": due, "number": number},
        )

    async def parse_item(self, response: Response, due: DueAddress, number: int) -> AsyncIterator[NewsItem]:
        """The record of an item's page; anything else that the answer may mean goes to the store."""
        try:
            if response.status == 200:
                here = self._where_it_is_now(response, due)
                read = await self._page_read(response, here)
            await self._turns.wait(number)
            self._silent = 0
            if response.status != 200:
                self._no_page(response, due)
                return
            self.run.stats.fetched += 1
            item = None if read is None else self._record(response, read, due, here)
            if item is not None:
                kept = self._kept[number] = asyncio.get_running_loop().create_future()
                yield item
                # Scrapy takes the record from a queue: without this another might overtake it there.
                await kept
        finally:
            self._turns.done(number)
            self._room.release()

    async def _page_read(self, response: Response, due: DueAddress) -> PageRead | None:
        """What is on the page; ``None`` when reading it failed, which is told, or the crawl is to stop."""
        page = page_of(response, due.teaser, self.profile.site)
        reading = asyncio.ensure_future(self._reader.read(page, response.body))
        while not reading.done():
            await asyncio.wait((reading,), timeout=_LOOK_UP)
            if not self.crawler.crawling and not reading.done():
                # Asked to stop: the page stays due.
                reading.cancel()
                return None
        try:
            return reading.result()
        except ReadingError as error:
            self.run.fail(f"{response.url}: {error}")
            self._failed(due, str(error))
            return None

    def _item_is_over(self, response: Response) -> None:
        """The record of a response is kept, or was dropped."""
        kept = self._kept.pop(response.cb_kwargs.get("number", -1), None)
        if kept is not None:
            kept.set_result(None)

    def _no_page(self, response: Response, due: DueAddress) -> None:
        """Tell the store what an answer without a page means."""
        run, now, status = self.run, arrival(response), response.status
        if status == 304 and not is_conditional(response.request):
            self._failed(due, f"{due.url} answers 304, though the request set no condition")
        elif status == 304:
            answer = fetched_of(response)
            run.store.fetched(
                due.identity,
                now,
                url=self.profile.site.canonical_url(response.url),
                status=status,
                etag=answer.etag,
                last_modified=answer.last_modified,
            )
            run.stats.not_modified += 1
            if due.reason in BY_AGE:
                run.stats.unchanged[due.identity.rpartition("-")[2]] += 1
        elif status in _GONE:
            withdrawn = run.store.gone(due.identity, now, status)
            if withdrawn:
                run.stats.withdrawn += 1
            else:
                run.stats.gone += 1
            if due.reason in _SECOND_LOOKS:
                run.stats.again.gone += 1
        else:
            self._failed(due, f"{due.url} answers {status}")

    def _record(
        self, response: Response, read: PageRead, asked_for: DueAddress, due: DueAddress
    ) -> NewsItem | None:
        """The record of a page to be kept; ``due`` is the address that answered."""
        run, now = self.run, arrival(response)
        result = news_item(read, response, due, now)
        if isinstance(result, NewsItem):
            result = self._observed(result, read, asked_for)
        identity = due.identity if isinstance(result, Refusal) else result.id
        if due is not asked_for:
            self.logger.info("%s has become %s", asked_for.identity, due.identity)
            run.stats.became_another += 1
            run.keep_with(identity, self._moved(response, asked_for, due, now))
        if isinstance(result, Refusal):
            run.refuse(result, now)
            if due.reason in _SECOND_LOOKS:
                run.stats.again.quarantined += 1
        elif self._outside_dates(result):
            # Its date is known from now on, so that the next run need not fetch it to know.
            teaser = Teaser(url=result.url, title=result.title, issued_on=result.issued_on)
            with run.with_what_belongs_to(identity):
                run.store.found(Found(due.identity, result.url, result.url, teaser=teaser), now)
            run.stats.skipped["outside_dates"] += 1
        else:
            if identity != due.identity:
                # The page is in another language than its address says; the work of the address is done.
                run.keep_with(identity, self._answered(response, due.identity, now))
            self._tell_translations(result)
            return result
        return None

    def _observed(self, item: NewsItem, read: PageRead, due: DueAddress) -> NewsItem | Refusal:
        """The record, counted and compared with the accepted one; or why it cannot be the page of its item.

        One that somebody asked to have read again is kept whatever it has become.
        """
        stats = self.run.stats
        reason = DueReason.SAMPLE if due.identity in self._sample else due.reason
        seen = self._observer.observe(item, reason, due.teaser, dict(read.strategies))
        if seen.collapsed and reason is not DueReason.REQUESTED:
            return Refusal(
                url=item.url,
                reason="the page has neither title, date, office, fields nor text of the accepted record",
                identity=item.id,
                field="title",
                text=item.title,
                archive=item.source.archive,
            )
        stats.layout[item.source.layout] += 1
        for field, strategy in read.strategies:
            stats.field.setdefault(field, Counter())[strategy] += 1
        stats.miss.update(read.missed)
        stats.problem.update(problem.code for problem in item.problems)
        stats.observe(seen)
        self.run.observed[item.id] = seen
        return item

    def _tell_translations(self, item: NewsItem) -> None:
        """Versions in other languages, which listings may not show."""
        run = self.run
        for translation in item.translations:
            identity = self.profile.identity(translation.url)
            if identity is not None and identity.id != item.id:
                found = Found(identity.id, self.profile.site.canonical_url(translation.url), "translations")
                run.stats.found[run.store.found(found, run.now())] += 1

    def _where_it_is_now(self, response: Response, due: DueAddress) -> DueAddress:
        """The address that answered: another one when the site redirects an item to another item."""
        here = self.profile.identity(response.url)
        if here is None or here.id == due.identity:
            return due
        known = self.run.store.due_address(here.id, self.run.now(), full=True)
        return known or replace(due, identity=here.id, url=self.profile.site.canonical_url(response.url))

    def _moved(
        self, response: Response, due: DueAddress, here: DueAddress, now: dt.datetime
    ) -> Callable[[], object]:
        """What to note of an item that became another, together with that other's record."""
        store = self.run.store
        status = int((response.meta.get("redirect_reasons") or [301])[0])

        def note() -> None:
            store.gone(due.identity, now, status)
            store.found(Found(here.identity, self.profile.site.canonical_url(response.url), due.url), now)

        return note

    def _answered(self, response: Response, identity: str, now: dt.datetime) -> Callable[[], object]:
        """What to note of an address whose work is done by the record of another."""
        answer = replace(fetched_of(response), etag=None, last_modified=None)
        return lambda: self.run.store.fetched(
            identity,
            now,
            url=self.profile.site.canonical_url(answer.url),
            status=answer.status,
            body_sha256=answer.body_sha256,
        )

    def _outside_dates(self, item: NewsItem) -> bool:
        asked, issued_on = self.arguments, item.issued_on
        if asked.names_addresses or issued_on is None:
            return False
        too_old = asked.since is not None and issued_on < asked.since
        too_new = asked.until is not None and issued_on > asked.until
        return too_old or too_new

    def no_item(self, failure: Failure) -> None:
        """No response: the item is tried again by a later run. A site that fell silent ends this one."""
        request: Request = failure.request  # type: ignore[attr-defined]
        due: DueAddress = request.cb_kwargs["due"]
        self._turns.done(request.cb_kwargs["number"])
        self._room.release()
        if isinstance(failure.value, BudgetSpentError):
            return
        if isinstance(failure.value, IgnoreRequest):
            self.run.stats.skipped["not_allowed"] += 1
            self.run.store.failed(due.identity, self.run.now(), str(failure.value))
            return
        self._failed(due, failure_in_words(failure))
        self._silent += 1
        if self._silent >= _MOST_SILENT:
            self.run.fail(
                f"{self.profile.base_url} stopped answering: {self._silent} items in a row gave nothing "
                f"(the last: {failure_in_words(failure)}). Run it again later; it goes on from there"
            )
            raise CloseSpider("site_silent")

    def _failed(self, due: DueAddress, reason: str) -> None:
        self.logger.warning("%s could not be fetched: %s", due.identity, reason)
        self.run.store.failed(due.identity, self.run.now(), reason)
        self.run.stats.failed += 1
        if due.reason in _SECOND_LOOKS:
            self.run.stats.again.failed += 1


def _newest_first(due: DueAddress) -> tuple[int, str]:
    day = due.teaser.issued_on if due.teaser is not None else None
    return (0 if day is None else -day.toordinal(), due.identity)
