"""A response becomes a record, or a refusal that says why: what stands between a spider and the pages."""

import datetime as dt
import logging
from collections.abc import Iterator
from hashlib import sha256

from scrapy.http import Response

from osce_scraper.archive.content import readable
from osce_scraper.crawling import clock
from osce_scraper.crawling.archive import archive_link, fetched_at
from osce_scraper.crawling.reading import Page, PageRead, read_page
from osce_scraper.pages import extract_listing, extract_menus
from osce_scraper.records import ArchiveLink, MenuEntry, NewsItem, Source, Teaser
from osce_scraper.sites import Site
from osce_scraper.store import DueAddress, Fetched, Refusal

logger = logging.getLogger(__name__)


def arrival(response: Response) -> dt.datetime:
    """When the response came, in UTC: the time that the archive has, or now where nothing is archived."""
    return fetched_at(response) or clock.now()


def fetched_of(response: Response) -> Fetched:
    """How a page answered, with the validators for the next conditional request."""
    return Fetched(
        url=response.url,
        status=response.status,
        etag=header(response, "ETag"),
        last_modified=header(response, "Last-Modified"),
        body_sha256=sha256(response.body).hexdigest() if response.body else None,
    )


def header(response: Response, name: str) -> str | None:
    """A header's value as text, ``None`` when it is missing or empty."""
    value = response.headers.get(name)
    return value.decode("latin-1").strip() or None if value else None


def page_of(response: Response, hints: Teaser | None, site: Site) -> Page:
    """What reads the page needs of its response, beside the body."""
    content_type = header(response, "Content-Type")
    return Page(url=response.url, site=site.place, content_type=content_type, hints=hints)


def news_item(read: PageRead, response: Response, due: DueAddress, now: dt.datetime) -> NewsItem | Refusal:
    """The record that ``read`` found, its source filled in; or why the page gives none.

    ``now`` is when the response came.
    """
    archive = archive_link(response)
    for miss in read.misses:
        logger.info("%s", miss)
    item = read.item
    if item is None:
        assert read.unreadable is not None
        return Refusal(
            url=response.url,
            reason=read.unreadable.reason,
            identity=due.identity,
            field=read.unreadable.field,
            text=read.unreadable.text,
            archive=archive,
        )
    _fill_source(item.source, response, now, archive)
    return item


def look_at(response: Response, site: Site) -> Iterator[NewsItem | Teaser]:
    """The record of an item's page, or the teasers of a listing, for who looks at one page without a run."""
    read = read_page(page_of(response, None, site), response.body)
    if read.item is not None:
        _fill_source(read.item.source, response, arrival(response), None)
        yield read.item
        return
    content = readable(header(response, "Content-Type"), response.body)
    teasers = [] if content is None else extract_listing(content, response.url, site=site).teasers
    if not teasers:
        assert read.unreadable is not None
        logger.error("%s gives no record: %s", response.url, read.unreadable.reason)
    yield from teasers


def read_menu(response: Response, now: dt.datetime, site: Site) -> list[MenuEntry]:
    """The entries of every menu of the page, in the order of the page, their source filled in."""
    content = readable(header(response, "Content-Type"), response.body)
    entries = extract_menus(content, response.url, site=site) if content is not None else []
    archive = archive_link(response)
    for entry in entries:
        _fill_source(entry.source, response, now, archive)
        entry.source.url = response.url
    return entries


def _fill_source(source: Source, response: Response, now: dt.datetime, archive: ArchiveLink | None) -> None:
    fetched = fetched_of(response)
    source.fetched_at = now
    source.status = fetched.status
    source.etag = fetched.etag
    source.last_modified = fetched.last_modified
    source.body_sha256 = fetched.body_sha256
    source.archive = archive
