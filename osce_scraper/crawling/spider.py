"""What the spiders share: their arguments, their run, and how an address is asked for."""

import asyncio
from typing import Any, ClassVar, Final, Self

from scrapy import Request, Spider
from scrapy.crawler import Crawler
from scrapy.exceptions import IgnoreRequest
from scrapy.http import Response
from twisted.python.failure import Failure

from osce_scraper.crawling.arguments import SpiderArguments
from osce_scraper.crawling.discovery import Answer, NoAnswerError, UnreachableError
from osce_scraper.crawling.items import header
from osce_scraper.crawling.manners import check_contact, profile_of
from osce_scraper.crawling.run import HarvestRun
from osce_scraper.sites import SiteProfile
from osce_scraper.store import Validators

#: Statuses that a callback handles itself; redirects are Scrapy's.
_HANDLED: Final = frozenset((304, *range(400, 600)))
#: Sources come before items: what they show decides the items.
_FIRST: Final = 100


class HarvestSpider(Spider):
    """Base of the spiders: reads its arguments before anything is fetched.

    Building one raises ``BadArgumentsError`` for arguments it does not take, ``RefusedAddress`` for a base
    address that is none, and ``NoContactError`` when the site is to be asked by nobody in particular.
    """

    arguments_model: ClassVar[type[SpiderArguments]]
    profile: SiteProfile

    def __init__(self, **arguments: Any) -> None:
        super().__init__()
        self.arguments = self.arguments_model.read(arguments)

    @classmethod
    def from_crawler(cls, crawler: Crawler, *args: Any, **kwargs: Any) -> Self:
        """Called by Scrapy with the arguments of ``-a``."""
        spider = super().from_crawler(crawler, *args, **kwargs)
        spider.profile = profile_of(crawler.settings)
        check_contact(crawler.settings)
        return spider

    @property
    def run(self) -> HarvestRun:
        """The run this spider works in."""
        return HarvestRun.of(self.crawler)

    async def ask(self, url: str, known: Validators | None) -> Answer:
        """The answer of a page that leads to items, whatever its status.

        The request is conditional when ``known`` says how the page was the last time.
        Raises ``UnreachableError`` when the server can't be reached, ``NoAnswerError`` when robots.txt or the
        site's profile forbid to ask.
        """
        arrived: asyncio.Future[Response] = asyncio.get_running_loop().create_future()

        def answered(response: Response) -> None:
            arrived.set_result(response)

        def unanswered(failure: Failure) -> None:
            error = NoAnswerError if isinstance(failure.value, IgnoreRequest) else UnreachableError
            arrived.set_exception(error(failure_in_words(failure)))

        self.crawler.engine.crawl(
            conditional_request(url, known, callback=answered, errback=unanswered, priority=_FIRST)
        )
        response = await arrived
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
