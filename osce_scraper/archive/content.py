"""What of a response is given to the page objects: the same for a page just fetched and an archived one."""

from typing import Final

from w3lib.encoding import html_to_unicode, http_content_type_encoding

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
