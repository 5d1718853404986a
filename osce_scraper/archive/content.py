"""What of a response is given to the page objects: the same for a page just fetched and an archived one."""

from dataclasses import dataclass
from typing import Final

from w3lib.encoding import html_to_unicode, http_content_type_encoding

from osce_scraper.pages import NotANewsPage, read_news
from osce_scraper.pages.news import Reading
from osce_scraper.records import Teaser
from osce_scraper.sites import Site

#: Media types of pages. What is sent as something else is no page, whatever its address says.
_PAGES: Final = frozenset(
    {"text/html", "application/xhtml+xml", "application/xml", "text/xml", "text/plain", "text/x-html"}
)
#: How much of a body without a media type is looked at, and what no text holds.
_NOT_TOLD: Final = frozenset(
    {
        None,
        "utf-8",
        # Codecs of Python's that are no encoding of a web page.
        *("punycode", "idna", "undefined", "unicode-escape", "unicode_escape", "raw-unicode-escape"),
        *("raw_unicode_escape", "utf-7"),
    }
)
_SNIFFED: Final = 1024
_BINARY: Final = frozenset(range(32)) - {9, 10, 12, 13, 27}


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A page that gives no record: why, which field, the offending text."""

    reason: str
    field: str | None = None
    text: str | None = None


def read_body(
    content_type: str | None,
    body: bytes,
    url: str,
    hints: Teaser | None,
    *,
    site: Site,
    plain: bool | None = None,
) -> Reading | Unreadable:
    """The news item in the ``body`` of a response, or why there is none.

    ``hints`` is the teaser that led to it. ``plain`` says whether it is plain text; None lets
    the body tell.
    """
    content = readable(content_type, body)
    if content is None:
        return Unreadable(f"not a web page but {content_type or 'something unnamed'}")
    try:
        return read_news(content, url, site=site, hints=hints, plain=plain)
    except NotANewsPage as refusal:
        return Unreadable(refusal.reason, refusal.field, refusal.text)


def readable(content_type: str | None, body: bytes) -> bytes | str | None:
    """The page in ``body``, ``None`` when it is no text.

    ``content_type`` is the HTTP header. The bytes themselves are given, since a page knows its encoding best,
    but for one case: the header alone names an encoding other than UTF-8; then the text that it makes.
    """
    media_type = (content_type or "").partition(";")[0].strip().lower()
    if media_type not in _PAGES and (media_type or not _is_text(body)):
        return None
    if http_content_type_encoding(content_type) in _NOT_TOLD:
        return body
    return html_to_unicode(content_type, body)[1]


def _is_text(body: bytes) -> bool:
    return bool(body) and _BINARY.isdisjoint(body[:_SNIFFED])
