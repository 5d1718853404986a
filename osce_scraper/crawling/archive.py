"""Extension: every response goes into the archive as it came, and its record learns where it is.

Scrapy's ``response_downloaded`` signal comes before any middleware sees the response: redirects, errors,
304s, robots.txt and failed attempts that are retried are all archived, and bodies still have their content
encoding.
"""

import datetime as dt
import logging
from pathlib import Path
from typing import Any, Final, Self

from scrapy import Request, signals
from scrapy.crawler import Crawler
from scrapy.exceptions import DropItem, NotConfigured
from scrapy.http import Headers, Response
from scrapy.utils.defer import deferred_from_coro

from osce_scraper.archive import ArchiveError, ArchiveWriter
from osce_scraper.crawling import clock
from osce_scraper.crawling.compression import is_whole, listed_encodings
from osce_scraper.crawling.counting import stats_of
from osce_scraper.crawling.run import DataDirectoryError, HarvestRun, data_directory
from osce_scraper.records import ArchiveLink, NewsItem

logger = logging.getLogger(__name__)

#: Where, in the request's meta, the ``ArchiveLink`` of its response is left.
ARCHIVE_META: Final = "osce_archive"
#: Where, in the request's meta, the time is left at which the response came (UTC): that of the archive too.
FETCHED_AT_META: Final = "osce_fetched_at"
#: Name of the archive's directory inside the data directory.
ARCHIVE_DIRECTORY: Final = "archive"
_WEB: Final = ("http://", "https://")
#: Flags by which Scrapy says that the connection ended before the body did.
_BROKEN_OFF: Final = frozenset({"dataloss", "partial"})


def archive_link(response: Response) -> ArchiveLink | None:
    """Where the response is archived; ``None`` when the archive is switched off."""
    link = response.meta.get(ARCHIVE_META)
    return link if isinstance(link, ArchiveLink) else None


def fetched_at(response: Response) -> dt.datetime | None:
    """When the response came, in UTC; the archive has the same time. ``None`` when it came from elsewhere."""
    moment = response.meta.get(FETCHED_AT_META)
    return moment if isinstance(moment, dt.datetime) else None


class ArchiveResponses:
    """Writes what comes down the wire into a WARC file of this run.

    Switched off by ``OSCE_ARCHIVE_ENABLED=0``; then records have no link, and cannot be extracted again.
    """

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler
        spider = crawler.spider
        assert spider is not None
        self._largest = crawler.settings.getint("DOWNLOAD_MAXSIZE")
        #: Whether the store knows that the file belongs to the batch.
        self._noted = False
        directory = data_directory(crawler.settings) / ARCHIVE_DIRECTORY
        try:
            self.writer = ArchiveWriter(directory, spider.name, clock.now())
        except ArchiveError as error:
            raise DataDirectoryError(str(error)) from error
        self._told = 0
        self._tell_damages()

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Called by Scrapy."""
        if not crawler.settings.getbool("OSCE_ARCHIVE_ENABLED", True):
            logger.warning("Responses are not archived: OSCE_ARCHIVE_ENABLED is off")
            raise NotConfigured("OSCE_ARCHIVE_ENABLED is off")
        extension = cls(crawler)
        crawler.signals.connect(extension.request_reached_downloader, signals.request_reached_downloader)
        crawler.signals.connect(extension.response_downloaded, signals.response_downloaded)
        crawler.signals.connect(extension.spider_opened, signals.spider_opened)
        crawler.signals.connect(extension.close, signals.spider_closed)
        return extension

    def request_reached_downloader(self, request: Request) -> None:
        """Forget the link that a redirect or retry copied from the response before."""
        request.meta.pop(ARCHIVE_META, None)
        request.meta.pop(FETCHED_AT_META, None)

    def response_downloaded(self, response: Response, request: Request) -> None:
        """Archive a response, and leave its link and time in the request's meta.

        When the disk takes no more the crawl ends; see ``OnlyArchived``.
        """
        if not response.url.startswith(_WEB):
            return
        now = clock.now()
        try:
            link = self.writer.write_exchange(
                response.url,
                status=response.status,
                headers=_pairs(response.headers),
                payload=response.body,
                fetched_at=now,
                method=request.method,
                request_headers=_pairs(request.headers),
                request_body=request.body,
                protocol=response.protocol,
                ip_address=None if response.ip_address is None else str(response.ip_address),
                truncated=self._truncated(response),
            )
        except ArchiveError as error:
            HarvestRun.of(self.crawler).fail(str(error))
            deferred_from_coro(self.crawler.engine.close_spider_async(reason="archive_failed"))
            return
        run = self.crawler.get_extension(HarvestRun)
        if run is not None and not self._noted:
            run.store.note_file(Path(link.file).name)
            self._noted = True
        request.meta[ARCHIVE_META] = link
        request.meta[FETCHED_AT_META] = now
        stats_of(self.crawler).archived += 1

    def _truncated(self, response: Response) -> str | None:
        """Why the payload is not to be read as a page, in the words of WARC-Truncated."""
        if _BROKEN_OFF.intersection(response.flags):
            return "disconnect"
        encodings = listed_encodings(response.headers.getlist("Content-Encoding"))
        if encodings and not is_whole(response.body, encodings, self._largest):
            # The crawl refuses it; what is extracted again later must do so too.
            return "length"
        return None

    def spider_opened(self) -> None:
        """Have the file on the disk before the run publishes anything that links to it."""
        run = self.crawler.get_extension(HarvestRun)
        if run is not None:
            run.closing.append(self.close)

    def close(self) -> None:
        """Put the file safely on disk; a second time does nothing."""
        try:
            self.writer.close()
        except OSError as error:
            place = error.filename or self.writer.path
            HarvestRun.of(self.crawler).fail(f"{place} could not be closed: {error.strerror}")
        self._tell_damages()

    def _tell_damages(self) -> None:
        """Log what was met in files of earlier runs; none of it stops this one."""
        for damage in self.writer.damages[self._told :]:
            logger.warning("In the archive: %s", damage)
        self._told = len(self.writer.damages)


class OnlyArchived:
    """Pipeline: no record is kept whose page could not be. Its address stays due, and a later run goes on."""

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Called by Scrapy."""
        return cls(crawler)

    def process_item(self, item: Any) -> Any:
        """The item itself. Raises ``DropItem`` when its page is not archived though all are to be."""
        archiving = self.crawler.get_extension(ArchiveResponses) is not None
        if archiving and isinstance(item, NewsItem) and item.source.archive is None:
            raise DropItem(f"{item.id}: its page could not be archived")
        return item


def _pairs(headers: Headers) -> list[tuple[bytes, bytes]]:
    """A header per value, in their order. Scrapy spells the names its own way and keeps the values."""
    return [(name, value) for name, values in headers.items() for value in values]
