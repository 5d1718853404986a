"""Pages with an item's address that are no item: errors, listings, searches, documents, people."""

import re
import tomllib
from importlib.resources import files
from typing import Final, NamedTuple

from osce_scraper.pages.blocks import Block
from osce_scraper.pages.document import ARTICLE_TYPES, Document, json_ld_types, xpath
from osce_scraper.pages.listing import teaser_elements
from osce_scraper.pages.outline import Outline, is_prose
from osce_scraper.vocabulary import Label


class _Signs(NamedTuple):
    """How pages of one kind say that they are not an item."""

    reason: str
    title: re.Pattern[str]
    text: re.Pattern[str]


def _signs() -> list[_Signs]:
    data = tomllib.loads(files("osce_scraper.pages").joinpath("other_pages.toml").read_text("utf-8"))
    return [
        _Signs(
            reason,
            re.compile("|".join(f"(?:{pattern})" for pattern in kind["title"])),
            re.compile("|".join(f"(?:{pattern})" for pattern in kind["text"]) or r"(?!)"),
        )
        for reason, kind in data.items()
    ]


_SIGNS: Final = _signs()
#: Characters of the text of a page that only says why there is nothing; an article of that length with
#: an item's labels is one.
_LONGEST_ERROR: Final = 600
#: A message that fills a page in place of the article, in an item's frame, is hardly longer.
_LONGEST_MESSAGE: Final = 4_000
_DOCUMENT: Final = re.compile(r"^(?:document|publication|resource) (?:type|number|symbol)\s*:", re.I)
_OTHER_KINDS: Final = frozenset(
    ["Person", "ProfilePage", "SearchResultsPage", "CollectionPage", "ContactPage", "JobPosting"]
)
#: An address that may be an item's: cheap to tell, so that few pages need the closer look.
_ITEM_LIKE: Final = re.compile(r"/\d{3,9}(?:\.html?)?(?:$|[?#])")
#: A page with fewer teasers may be an item with a few stories beside it.
_FEWEST_TEASERS: Final = 4
_FEWEST_PARAGRAPHS: Final = 3
#: Paragraphs of a longer message without any mark of an item.
_MOST_MESSAGES: Final = 12
#: Reasons whose words an item may use of its own subject.
_MILD: Final = frozenset(["moved", "error_page", "login_page", "search_page"])
_REFRESH = xpath(
    "boolean((/html/head//meta | /html/body/meta)"
    "[translate(@http-equiv, 'REFSH', 'refsh') = 'refresh' and contains(@content, '=')])"
)
_PASSWORD = xpath("boolean(//input[@type='password'])")


def reason_against(document: Document, outline: Outline) -> tuple[str, str] | None:
    """Why a page with title and paragraphs is no item: a key of ``REASONS`` and the text that says so.

    None for an item. A page with marks of an item (a kind, a label, a date) is refused only where its title
    is an error's or its text is that of other items.
    """
    title = outline.title.text if outline.title is not None else ""
    lowered = title.lower()
    length = sum(map(len, outline.paragraphs))
    if length < _LONGEST_MESSAGE:
        for signs in _SIGNS:
            opening = signs.title.match(lowered)
            # "Just a moment of silence" begins like a message; an item's labels tell it from one.
            whole = opening is not None and not lowered[opening.end() :].strip(" .!?:…")
            if whole or (opening is not None and not _has_marks(outline)):
                return signs.reason, title
    if not document.is_plain and length < _LONGEST_ERROR and _REFRESH(document.root):
        return "moved", title or outline.paragraphs[0] if outline.paragraphs else title
    if not outline.paragraphs:
        return None
    if (message := _message(outline, length)) is not None:
        return message
    if not document.is_plain and length < 200 and _PASSWORD(document.root):
        return "login_page", outline.paragraphs[0]
    if not document.is_plain and _lists_items(document, outline):
        return "listing", title
    if _has_marks(outline):
        return None
    document_line = next((b.text for b in document.blocks if _DOCUMENT.match(b.text)), None)
    if document_line is not None:
        return "document_page", document_line
    stated = {kind for node in document.json_ld for kind in json_ld_types(node)}
    og_type = document.metadata.get("og:type", "").lower()
    is_article = og_type == "article" or bool(stated & ARTICLE_TYPES)
    kinds = set() if is_article else stated & _OTHER_KINDS
    if kinds or og_type == "profile":
        return "other_page", next(iter(kinds), "profile")
    blocks = document.blocks
    if not any(is_prose(blocks[at]) or _is_sentence(blocks[at]) for at in outline.paragraph_blocks):
        return "no_sentence", outline.paragraphs[0]
    return None


def _message(outline: Outline, length: int) -> tuple[str, str] | None:
    """What most of a short page's paragraphs say in place of an article, and the first that says it.

    An item's labels around the message make no difference to one that fills the page: a consent wall.
    """
    if length >= _LONGEST_MESSAGE:
        return None
    marked = _has_marks(outline)
    if length >= _LONGEST_ERROR and not marked and len(outline.paragraphs) > _MOST_MESSAGES:
        return None
    # Whether one paragraph that says it is enough; otherwise most of the text has to.
    one = not marked and length < _LONGEST_ERROR
    lowered = sorted((text.lower() for text in outline.paragraphs), key=len, reverse=True)
    for signs in _SIGNS:
        if marked and signs.reason in _MILD:
            continue
        if one or _says_most(signs.text, lowered, length):
            said = next((text for text in outline.paragraphs if signs.text.search(text.lower())), None)
            if said is not None:
                return signs.reason, said
    return None


def _says_most(sign: re.Pattern[str], lowered: list[str], length: int) -> bool:
    """Whether more than half of a text of ``length`` is in paragraphs with ``sign``, the longest first."""
    needed = length / 2
    left = length
    for text in lowered:
        if left <= needed:
            return False
        left -= len(text)
        if sign.search(text):
            needed -= len(text)
            if needed < 0:
                return True
    return False


def _has_marks(outline: Outline) -> bool:
    """Whether anything but title and text says that the page is an item."""
    labels = {each.label for each in outline.labelled if each.values or each.times}
    return (
        outline.kind is not None
        or outline.dateline is not None
        or outline.header is not None
        or bool(labels & {Label.ISSUED_ON, Label.ISSUED_BY, Label.FIELDS_OF_WORK, Label.WHEN, Label.KIND})
    )


def _is_sentence(block: Block) -> bool:
    return " " in block.text and block.text.rstrip('”"»)').endswith((".", "!", "?", "…", "։"))


def _lists_items(document: Document, outline: Outline) -> bool:
    """Whether nearly all of the text belongs to teasers of other items."""
    blocks = document.blocks
    linked = {
        link.href
        for block in blocks
        if block.region in ("content", "banner")
        for link in block.links
        if _ITEM_LIKE.search(link.href)
    }
    if len(linked) < _FEWEST_TEASERS:
        return False
    teasers = teaser_elements(document)
    if len(teasers) < _FEWEST_TEASERS:
        return False
    inside = [
        teaser
        for at in outline.paragraph_blocks
        if (element := blocks[at].element) is not None
        and (teaser := next((up for up in (element, *element.iterancestors()) if up in teasers), None))
        is not None
    ]
    # The text of one item may stand in what looks like a teaser; that of a list stands in many.
    one_text = len(set(inside)) == 1 and len(inside) >= _FEWEST_PARAGRAPHS
    return not one_text and len(inside) * 5 >= 4 * len(outline.paragraph_blocks)
