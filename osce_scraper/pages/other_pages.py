"""Pages with an item's address that are no item: errors, listings, searches, documents, people."""

import re
from typing import Final

from osce_scraper.pages.blocks import Block
from osce_scraper.pages.document import Document, xpath
from osce_scraper.pages.listing import teaser_elements
from osce_scraper.pages.outline import Outline, is_prose
from osce_scraper.vocabulary import Label

#: Titles of pages that a server answers with although there is no item.
_NO_ITEM: Final = re.compile(
    r"^(?:page not found|404\b|403\b|access denied|error(?:$|[ :#]\d|[:!]| \w+$)|not found|log ?in$|sign in|"
    r"user (?:login|account)|"
    r"just a moment|attention required|site under maintenance|service unavailable|forbidden|"
    r"(?:http )?(?:status |error )?[45]\d\d\b.{0,3}(?:bad|error|gateway|internal|service|not|forbidden|too)|"
    r"bad gateway|gateway time-?out|internal server error|oops\b|"
    r"страница не найдена|доступ запрещ[её]н|сторінку не знайдено|доступ заборонено|faqja nuk u gjet|"
    r"stranica nije prona[dđ]ena)",
    re.I,
)
#: Titles of pages that find items.
_SEARCH: Final = re.compile(
    r"^(?:search(?:$| results?\b| the site\b)|results? (?:for|of (?:the|your) search)\b|"
    r"результаты поиска|результати пошуку|поиск$|пошук$|rezultatet e kërkimit)",
    re.I,
)
#: How the text of an error page says that there is nothing, whatever its title.
_NOTHING_HERE: Final = re.compile(
    r"\bpage\b.{0,60}\b(?:(?:does not|doesn.t|no longer) exist|(?:could not|cannot|can.t) be found|"
    r"(?:is|was|has been) (?:not found|removed|deleted|moved)|is (?:no longer|not) available)|"
    r"\b(?:you are|you.re) not authori[sz]ed to (?:access|view)|"
    r"\b(?:enable|turn on) javascript\b|\bchecking (?:your browser|if the site)|"
    r"страница .{0,30}(?:не найдена|не существует|удалена)|сторінк[аиу] .{0,30}(?:не знайдено|не існує)",
    re.I,
)
_LONGEST_ERROR: Final = 600
_DOCUMENT: Final = re.compile(r"^(?:document|publication|resource) (?:type|number|symbol)\s*:", re.I)
_OTHER_KINDS: Final = frozenset(
    ["Person", "ProfilePage", "SearchResultsPage", "CollectionPage", "ContactPage", "JobPosting"]
)
#: An address that may be an item's: cheap to tell, so that few pages need the closer look.
_ITEM_LIKE: Final = re.compile(r"/\d{3,9}(?:\.html?)?(?:$|[?#])")
#: A page with fewer teasers may be an item with a few stories beside it.
_FEWEST_TEASERS: Final = 4
_PASSWORD = xpath("boolean(//input[@type='password'])")


def reason_against(document: Document, outline: Outline) -> tuple[str, str] | None:
    """Why a page with title and paragraphs is no item: a key of ``REASONS`` and the text that says so.

    None for an item. A page with marks of an item (a kind, a label, a date) is refused only where its title
    is an error's or its text is that of other items.
    """
    title = outline.title.text if outline.title is not None else ""
    if _NO_ITEM.match(title):
        return "error_page", title
    if _SEARCH.match(title):
        return "search_page", title
    if not outline.paragraphs:
        return None
    length = sum(map(len, outline.paragraphs))
    if not document.is_plain and length < 200 and _PASSWORD(document.root):
        return "login_page", outline.paragraphs[0]
    if not document.is_plain and _lists_items(document, outline):
        return "listing", title
    if _has_marks(outline):
        return None
    if length < _LONGEST_ERROR:
        for paragraph in outline.paragraphs[:3]:
            if _NOTHING_HERE.search(paragraph):
                return "error_page", paragraph
    document_line = next((b.text for b in document.blocks if _DOCUMENT.match(b.text)), None)
    if document_line is not None:
        return "document_page", document_line
    kinds = {str(each.get("@type")) for each in document.json_ld} & _OTHER_KINDS
    if kinds or document.metadata.get("og:type", "").lower() == "profile":
        return "other_page", next(iter(kinds), "profile")
    blocks = document.blocks
    if not any(is_prose(blocks[at]) or _is_sentence(blocks[at]) for at in outline.paragraph_blocks):
        return "no_sentence", outline.paragraphs[0]
    return None


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
    return " " in block.text and block.text.rstrip('”"»)').endswith((".", "!", "?", "…"))


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
    inside = 0
    for at in outline.paragraph_blocks:
        element = blocks[at].element
        if element is not None and any(above in teasers for above in (element, *element.iterancestors())):
            inside += 1
    return inside * 5 >= 4 * len(outline.paragraph_blocks)
