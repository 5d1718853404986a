"""Why a page is no news page."""

from typing import Final

#: Reasons for refusing a page, in words.
REASONS: Final = {
    "no_identity": "the address names no item",
    "no_title": "no title was found",
    "no_body": "no paragraph of an article was found",
    "error_page": "the page says that there is nothing here",
    "listing": "the page lists other items",
    "search_page": "the page is a search",
    "document_page": "the page offers a document",
    "other_page": "the page says that it is of another kind",
    "no_sentence": "nothing on the page is a sentence, and nothing says that it is an item",
    "login_page": "the page asks for a password",
    "bot_check": "the page checks that its reader is not a program",
    "blocked": "a firewall refused the request",
    "consent_page": "the page asks for consent",
    "moved": "the page only leads to another address",
    "not_text": "the bytes are not a page",
}


class NotANewsPage(ValueError):  # noqa: N818 - it says what the page is
    """A page that gives no record.

    ``reason`` is a key of ``REASONS``, ``field`` the field that failed, ``text`` what stood there instead.
    """

    def __init__(self, reason: str, *, field: str, text: str | None, url: str) -> None:
        self.reason = reason
        self.field = field
        self.text = text[:500] if text else None
        self.url = url
        seen = f" (seen: {self.text[:80]!r})" if self.text else ""
        super().__init__(f"{url}: not a news page: {REASONS[reason]}{seen}")
