"""What the spiders share: their arguments, their run, and how an address is asked for."""

import asyncio
from typing import Any, ClassVar, Final, Self

from scrapy import Request, Spider, signals
from scrapy.crawler import Crawler
from scrapy.exceptions import IgnoreRequest
from scrapy.http import Response
from scrapy.settings import SETTINGS_PRIORITIES, BaseSettings
from twisted.python.failure import Failure

from osce_scraper.crawling.arguments import SpiderArguments
from osce_scraper.crawling.feeds import check_feeds
from osce_scraper.crawling.items import header
from osce_scraper.crawling.manners import check_contact, profile_of
from osce_scraper.crawling.run import HarvestRun
from osce_scraper.crawling.sources import Answer, NoAnswerError, UnreachableError
from osce_scraper.sites import SiteProfile
from osce_scraper.store import Validators

#: Statuses that a callback handles itself; redirects are Scrapy's.
_HANDLED: Final = frozenset((304, *range(400, 600)))
#: Sources come before items: what they show decides the items.
_FIRST: Final = 100

#: What only a run has, by the setting that lists such parts, with their places among the others.
_PARTS_OF_A_RUN: Final = {
    "EXTENSIONS": {
        "osce_scraper.crawling.run.HarvestRun": 10,
        "osce_scraper.crawling.archive.ArchiveResponses": 15,
    },
    "DOWNLOADER_MIDDLEWARES": {
        # Behind retries and redirects, which are requests too; before Scrapy's own count of them.
        "osce_scraper.crawling.budget.KeepToBudget": 840,
    },
    "ITEM_PIPELINES": {
        "osce_scraper.crawling.archive.OnlyArchived": 50,
        "osce_scraper.crawling.pipelines.StoreRecord": 200,
    },
}


class HarvestSpider(Spider):
    """Base of the spiders: reads its arguments before anything is fetched.

    Building one raises ``BadArgumentsError`` for arguments it does not take, ``RefusedAddress`` for a base
    address that is none, and ``NoContactError`` when the site is to be asked by nobody in particular.
    """

    arguments_model: ClassVar[type[SpiderArguments]]
    profile: SiteProfile
    #: Sources that were asked and whose answer was not taken yet.
    asking: int = 0
    #: The run this spider works in, from its opening on; not there when `scrapy shell` and the like use it.
    run: HarvestRun

    @classmethod
    def update_settings(cls, settings: BaseSettings) -> None:
        """Called by Scrapy: add the parts of a run, unless ``OSCE_RUN`` is off."""
        super().update_settings(settings)
        if settings.getbool("OSCE_RUN"):
            for name, parts in _PARTS_OF_A_RUN.items():
                # Above the project's own priority, which Scrapy merges in again when the crawl begins.
                priority = max(settings.getpriority(name) or 0, SETTINGS_PRIORITIES["spider"])
                settings.set(name, {**settings.getdict(name), **parts}, priority=priority)

    def __init__(self, **arguments: Any) -> None:
        super().__init__()
        self.arguments = self.arguments_model.read(arguments)

    @classmethod
    def from_crawler(cls, crawler: Crawler, *args: Any, **kwargs: Any) -> Self:
        """Called by Scrapy with the arguments of ``-a``."""
        spider = super().from_crawler(crawler, *args, **kwargs)
        spider.profile = profile_of(crawler.settings)
        check_contact(crawler.settings)
        check_feeds(crawler.settings)
        crawler.signals.connect(spider._join_run, signals.spider_opened)
        return spider

    def _join_run(self) -> None:
        run = self.crawler.get_extension(HarvestRun)
        if run is not None:
            self.run = run

    async def ask(self, url: str, known: Validators | None) -> Answer:
        """The answer of a page that leads to items, whatever its status.

        The request is conditional when ``known`` says how the page was the last time.
        Raises ``UnreachableError`` when the server can't be reached, ``NoAnswerError`` when robots.txt or the
        site's profile forbid to ask.
        """
        arrived: asyncio.Future[Response] = asyncio.get_running_loop().create_future()
        self.asking += 1

        def answered(response: Response) -> None:
            # Cancelled when somebody stopped the crawl meanwhile.
            if not arrived.done():
                arrived.set_result(response)

        def unanswered(failure: Failure) -> None:
            error = NoAnswerError if isinstance(failure.value, IgnoreRequest) else UnreachableError
            if not arrived.done():
                arrived.set_exception(error(failure_in_words(failure)))

        self.crawler.engine.crawl(
            conditional_request(url, known, callback=answered, errback=unanswered, priority=_FIRST)
        )
        try:
            response = await arrived
        finally:
            self.asking -= 1
        return Answer(
            url=response.url,
            status=response.status,
            body=response.body,
            etag=header(response, "ETag"),
            last_modified=header(response, "Last-Modified"),
        )


def conditional_request(url: str, known: Validators | None, **arguments: Any) -> Request:
    """A request for the page if it is another than the one ``known`` describes, whatever status it gets.

    ``arguments`` are those of ``scrapy.Request``. Not filtered as a duplicate: the store knows what is done.
    """
    headers = {}
    if known is not None and known.etag:
        headers["If-None-Match"] = known.etag
    if known is not None and known.last_modified:
        headers["If-Modified-Since"] = known.last_modified
    return Request(
        url, headers=headers, meta={"handle_httpstatus_list": _HANDLED}, dont_filter=True, **arguments
    )


def is_conditional(request: Request | None) -> bool:
    """Whether a request asked for the page only if it is another than a known one."""
    return request is not None and any(
        name in request.headers for name in ("If-None-Match", "If-Modified-Since")
    )


def failure_in_words(failure: Failure) -> str:
    """Why there was no response, in words: the error's kind and what it says."""
    error = failure.value
    said = str(error).rstrip(".")
    return f"{type(error).__name__}: {said}" if said else type(error).__name__
