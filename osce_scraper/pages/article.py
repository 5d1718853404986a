"""Where the article stands on a page: its title, its kind, its lead and its paragraphs, told by the blocks.

Nothing here knows a class name. A body is told from the rest of a page by where its sentences stand: the
element that holds most of them, read up to the first heading that ends an article.
"""

import re
from dataclasses import dataclass, field

from lxml import etree

from osce_scraper.pages.blocks import Block, Region, fold
from osce_scraper.pages.document import Document
from osce_scraper.pages.labelled import Labelled, find_labelled
from osce_scraper.pages.words import FURNITURE, SITE_NAMES
from osce_scraper.records import Dateline, ItemType
from osce_scraper.text import split_dateline
from osce_scraper.vocabulary import is_newsroom_heading, item_type, section_heading

_TITLE_TAIL = re.compile(
    r"\s+(?:[|–—]|-|::|»)\s+(?:[^|]*\bOSCE\b[^|]*|ODIHR|ОБСЕ|ОБСЄ)(?:\s*[|–—-]\s*(?:OSCE|ODIHR))?$"
)
_TERMINAL = re.compile(r"[.!?:;…,][”\"»’')\]]*$")
#: A credit such as "(OSCE/Jane Doe)" opening or closing a line makes it a caption.
_CREDIT = re.compile(
    r"\(?\s*(?:©\s*)?(?:Photo(?:\s+by)?:?\s*)?"
    r"\b(?:OSCE|ODIHR|OSCE PA|UN|UNDP|EU|Reuters|AP|AFP|ОБСЕ|ОБСЄ)\s?/\s?[^()]{2,80}\)"
)
_PHOTO_WORDS = re.compile(
    r"(?:^|\s)(?:Photo details|View full size|Download photo|Read image description|Image description)\.?$",
    re.I,
)
_PHOTO_OPENING = re.compile(
    r"^(?:Photo(?:s|graph)?(?: credit| by|:)|Image(?::| credit)|©|Caption:|Фото:)", re.I
)
_LETTERS = re.compile(r"\w", re.UNICODE)


@dataclass(slots=True)
class Title:
    """The title and the strategy that found it; ``at`` is its block, or -1 when only the head holds it."""

    text: str
    strategy: str
    at: int


@dataclass(slots=True)
class Outline:
    """Where everything of the article stands; indexes are of ``Document.blocks``."""

    title: Title | None
    kind: tuple[str, ItemType, int] | None
    labelled: list[Labelled]
    header: Dateline | None = None
    header_at: int = -1
    header_date: str | None = None
    lead_at: list[int] = field(default_factory=list)
    body_at: list[int] = field(default_factory=list)
    paragraphs: list[str] = field(default_factory=list)
    paragraph_blocks: list[int] = field(default_factory=list)
    lead_strategy: str = "none"
    dateline: Dateline | None = None
    captions: list[int] = field(default_factory=list)
    end_at: int = 0


def without_site_name(title: str) -> str:
    """``title`` of a document without the name of the site behind it."""
    previous = None
    while previous != title:
        previous = title
        title = _TITLE_TAIL.sub("", title).strip()
    return title


def is_site_name(text: str) -> bool:
    """Whether ``text`` only names the site."""
    return text.casefold().strip(" .|") in SITE_NAMES


def stated_title(document: Document) -> str | None:
    """The title that the head states: OpenGraph, JSON-LD's headline, Twitter, `<title>`."""
    metadata = document.metadata
    for text in (
        metadata.get("og:title"),
        next((str(o["headline"]) for o in document.json_ld if isinstance(o.get("headline"), str)), None),
        metadata.get("twitter:title"),
        metadata.get("dc.title") or metadata.get("dcterms.title"),
        document.document_title,
    ):
        if text:
            title = without_site_name(fold(text))
            if title and not is_site_name(title):
                return title
    return None


_MATTERS: frozenset[Region] = frozenset(["content"])


def outline(document: Document, *, language: str) -> Outline:
    """The outline of the article of ``document``; ``language`` is used for datelines."""
    blocks = document.blocks
    labelled = find_labelled(blocks, plain=document.is_plain)
    taken: set[int] = set()
    for each in labelled:
        taken |= each.blocks()
    title = _find_title_in_text(blocks, taken) if document.is_plain else _find_title(document, blocks, taken)
    kind = _find_kind(blocks, title, taken)
    result = Outline(title, kind, labelled)
    if kind is not None:
        taken.add(kind[2])
    _find_body(document, result, taken, language)
    return result


# ------------------------------------------------------------------------------------------------ title


def _find_title(document: Document, blocks: list[Block], taken: set[int]) -> Title | None:
    stated = stated_title(document)
    headings = [
        at
        for at, block in enumerate(blocks)
        if block.kind == "heading"
        and block.region in ("content", "banner")
        and at not in taken
        and not is_site_name(block.text)
        and not is_newsroom_heading(block.text)
        and section_heading(block.text) is None
    ]
    first = [at for at in headings if blocks[at].level == 1]
    if stated is not None:
        for among, name in ((first, "heading"), (headings, "subheading")):
            for at in among:
                if same_words(blocks[at].text, stated):
                    return Title(blocks[at].text, name, at)
    content_first = [at for at in first if blocks[at].region == "content" and not blocks[at].is_only_links]
    if content_first or first:
        at = (content_first or first)[0]
        return Title(blocks[at].text, "heading", at)
    if stated is not None:
        for at, block in enumerate(blocks):
            if block.region in ("content", "banner") and same_words(block.text, stated):
                return Title(block.text, "metadata", at)
        return Title(stated, "metadata", _place_of_kind(blocks, taken))
    for at in headings:
        if not blocks[at].is_only_links:
            return Title(blocks[at].text, "subheading", at)
    return _find_title_in_text(blocks, taken)


def _place_of_kind(blocks: list[Block], taken: set[int]) -> int:
    """Where an article without a title in its text begins: at its kind or its first label, else nowhere."""
    for at, block in enumerate(blocks):
        if block.region == "content" and not block.links and item_type(block.text) is not None:
            return at
    return -1


def same_words(one: str, other: str) -> bool:
    """Whether two texts are the same but for case, quotes and white space."""
    return _words(one) == _words(other) != ""


_NOT_WORDS = re.compile(r"[\W_]+")


def _words(text: str) -> str:
    return _NOT_WORDS.sub(" ", text.casefold()).strip()


def _find_title_in_text(blocks: list[Block], taken: set[int]) -> Title | None:
    """Title of a text without headings: behind the kind, behind "Newsroom", else before the first prose."""
    usable = [at for at, block in enumerate(blocks) if block.region in ("content", "banner") and block.text]
    place = {at: index for index, at in enumerate(usable)}

    def after(at: int) -> int | None:
        for following in usable[place[at] + 1 :]:
            block = blocks[following]
            if following in taken or is_site_name(block.text) or is_newsroom_heading(block.text):
                continue
            if item_type(block.text) is not None and block.kind != "item":
                continue
            return following if block.kind != "item" and len(block.text) <= 400 else None
        return None

    for at in usable:
        block = blocks[at]
        if block.kind != "item" and not block.links and item_type(block.text) is not None and at not in taken:
            found = after(at)
            if found is not None:
                return Title(blocks[found].text, "after_kind", found)
    for at in usable:
        if blocks[at].kind != "item" and is_newsroom_heading(blocks[at].text):
            found = after(at)
            if found is not None and not (blocks[found].links and blocks[found].is_only_links):
                return Title(blocks[found].text, "after_newsroom", found)
    first_prose = next((at for at in usable if is_prose(blocks[at]) and at not in taken), None)
    before = [
        at
        for at in usable
        if (first_prose is None or at < first_prose)
        and at not in taken
        and blocks[at].kind != "item"
        and not blocks[at].is_only_links
        and not is_site_name(blocks[at].text)
        and not is_caption(blocks[at].text)
        and len(_LETTERS.findall(blocks[at].text)) > 3
    ]
    for at in before[-3:]:
        if not _is_header_line(blocks[at].text):
            return Title(blocks[at].text, "before_prose", at)
    return None


def _is_header_line(text: str) -> bool:
    if len(text) > 120 or not any(character.isdigit() for character in text):
        return False
    dateline, rest = split_dateline(text)
    return dateline is not None and dateline.date is not None and not rest


# ------------------------------------------------------------------------------------------------- kind


def _find_kind(blocks: list[Block], title: Title | None, taken: set[int]) -> tuple[str, ItemType, int] | None:
    """The bare line that names the kind ("News Item"): the nearest one before the title, else just behind."""
    if title is None:
        return None
    nearest = range(title.at - 1, max(title.at - 12, -1), -1)
    for reach in (nearest, range(title.at + 1, min(title.at + 6, len(blocks)))):
        for at in reach:
            block = blocks[at]
            if (
                at in taken
                or block.region not in ("content", "banner")
                or (block.kind == "item" and block.links)
            ):
                continue
            if block.text and len(block.text) < 80:
                for text in _kind_texts(block):
                    found = item_type(text)
                    if found is not None:
                        return text, found, at
            if at > title.at and is_prose(block):
                break
    return None


def _kind_texts(block: Block) -> list[str]:
    """What in a line may name the kind: all of it, or what stands beside a date in it."""
    texts = [block.text]
    rest = block.text
    for time in block.times:
        rest = rest.replace(time.text, " ", 1)
    texts += _BESIDE.split(rest) if "|" in rest or "·" in rest or "•" in rest else [rest]
    return [folded for text in texts if (folded := fold(text).strip(" |·•-–,"))]


_BESIDE = re.compile(r"[|·•]")


# ------------------------------------------------------------------------------------------------- body


def is_prose(block: Block) -> bool:
    """Whether a block reads as sentences: long enough and closed by a mark, or very long."""
    text = block.text
    if len(text) < 60 or (block.links and block.is_only_links):
        return False
    return len(text) > 200 or _TERMINAL.search(text) is not None


def is_caption(text: str) -> bool:
    """Whether a line is a picture's caption or credit: it opens or closes with a credit, or says so."""
    if len(text) > 600:
        return False
    if _PHOTO_WORDS.search(text) or _PHOTO_OPENING.match(text):
        return True
    return any(found.start() <= 1 or found.end() >= len(text) - 2 for found in _CREDIT.finditer(text))


def _find_body(document: Document, result: Outline, taken: set[int], language: str) -> None:
    blocks = document.blocks
    title_at = result.title.at if result.title is not None else -1
    end = _article_end(blocks, title_at, taken)
    result.end_at = end
    candidates: list[int] = []
    for at in range(title_at + 1, end):
        block = blocks[at]
        text = block.text
        if not text or at in taken:
            continue
        if block.region == "figure" or block.kind == "caption":
            result.captions.append(at)
            continue
        if block.region != "content":
            continue
        if result.title is not None and same_words(text, result.title.text):
            continue
        if is_caption(text):
            result.captions.append(at)
            continue
        if _is_furniture(block):
            continue
        candidates.append(at)
    candidates = _take_header_line(blocks, result, candidates, language)
    chosen = _within_body(document, result, candidates)
    chosen = _without_tail(blocks, chosen)
    _read_paragraphs(blocks, result, chosen, language)


def _is_furniture(block: Block) -> bool:
    """Whether a block is a share link, a button or a list of links rather than text."""
    text = block.text
    if text.casefold().strip(" .:›»+") in FURNITURE or not _LETTERS.search(text):
        return True
    if block.links and block.is_only_links:
        return block.kind not in ("paragraph",) or len(text) < 25
    return is_site_name(text)


def _article_end(blocks: list[Block], title_at: int, taken: set[int]) -> int:
    """Index of the first block behind the article: a heading that ends it, or another article's title."""
    seen_prose = False
    title_article = _article_of(blocks[title_at]) if title_at >= 0 else None
    for at in range(title_at + 1, len(blocks)):
        block = blocks[at]
        if block.region not in _MATTERS:
            continue
        if is_prose(block):
            seen_prose = True
        if block.kind == "heading" and block.level == 1 and seen_prose:
            return at
        if seen_prose and title_article is not None:
            article = _article_of(block)
            if article is not None and article is not title_article and not _holds(title_article, article):
                return at
        if at in taken and at + 1 < len(blocks):
            continue
        if (
            seen_prose
            and len(block.text) < 60
            and not (block.kind == "item" and block.links)
            and section_heading(block.text) is not None
        ):
            return at
    return len(blocks)


def _article_of(block: Block) -> etree._Element | None:
    element = block.element
    while element is not None:
        if element.tag == "article":
            return element
        element = element.getparent()
    return None


def _holds(ancestor: etree._Element, element: etree._Element) -> bool:
    return ancestor is element or any(above is ancestor for above in element.iterancestors())


def _take_header_line(
    blocks: list[Block], result: Outline, candidates: list[int], language: str
) -> list[int]:
    """Take the line `PLACE D Month YYYY`, or the date alone, off the text behind the title."""
    for position, at in enumerate(candidates[:4]):
        text = blocks[at].text
        if is_prose(blocks[at]) and len(text) > 120:
            break
        if any(character.isdigit() for character in text) and len(text) <= 120:
            dateline, rest = split_dateline(text, language=language)
            if dateline is not None and dateline.date is not None and not rest.strip():
                result.header, result.header_at = dateline, at
                return candidates[:position] + candidates[position + 1 :]
    return candidates


def _body_holder(element: etree._Element) -> etree._Element | None:
    """The element around ``element`` that holds its neighbours: wrappers of one element are passed over."""
    above = element
    if element.tag in ("li", "td", "th", "dd", "dt"):
        while above.tag in ("li", "td", "th", "dd", "dt", "tr", "tbody", "ul", "ol", "table", "dl"):
            parent = above.getparent()
            if parent is None:
                return above
            above = parent
        return above
    parent = above.getparent()
    while parent is not None and (
        parent.tag in ("blockquote", "span", "strong", "em")
        or (
            len(parent) == 1
            and not (parent.text or "").strip()
            and parent.tag not in ("body", "main", "article")
        )
    ):
        above = parent
        parent = above.getparent()
    return parent if parent is not None else above


def _within_body(document: Document, result: Outline, candidates: list[int]) -> list[int]:
    """Those of ``candidates`` that stand in the article: in the element with most sentences, or before it."""
    if document.is_plain or not candidates:
        return candidates
    blocks = document.blocks
    weights: dict[etree._Element, int] = {}
    holders: dict[int, etree._Element] = {}
    for at in candidates:
        block = blocks[at]
        if block.element is None:
            continue
        # Text directly in a <div> (paragraphs by line breaks) is held by that element itself.
        holder = block.element if block.kind == "text" else _body_holder(block.element)
        if holder is None:
            continue
        holders[at] = holder
        if is_prose(block) or (block.kind == "paragraph" and _TERMINAL.search(block.text)):
            weights[holder] = weights.get(holder, 0) + len(block.text)
    if not weights:
        return candidates
    first_holder = holders[min(holders)]
    alone = sum(1 for holder in holders.values() if holder is first_holder) == 1
    if alone and len(weights) > 1:
        # A lead stands in an element of its own, before the body, and may be longer than it.
        weights.pop(first_holder, None)
    main = max(weights, key=lambda holder: weights[holder])
    title_element = (
        blocks[result.title.at].element if result.title is not None and result.title.at >= 0 else None
    )
    title_ancestors = set() if title_element is None else {title_element, *title_element.iterancestors()}
    first = min(at for at in holders if _holds(main, holders[at]))
    last_direct = max(at for at in holders if holders[at] is main)
    flat = main in title_ancestors
    chosen: list[int] = []
    for at in candidates:
        held = holders.get(at)
        if held is None:
            continue
        if at < first:
            # Before the body only the lead is text of the article.
            if is_prose(blocks[at]) or (len(blocks[at].text) >= 40 and blocks[at].kind == "paragraph"):
                chosen.append(at)
        elif held is main:
            chosen.append(at)
        elif _holds(main, held):
            if not flat or at < last_direct:
                chosen.append(at)
        else:
            shared = next((above for above in (held, *held.iterancestors()) if _holds(above, main)), None)
            if shared is not None and shared not in title_ancestors:
                chosen.append(at)
    return chosen


def _without_tail(blocks: list[Block], chosen: list[int]) -> list[int]:
    """``chosen`` without short lines behind the last sentence that are no paragraph and no list item."""
    if not any(is_prose(blocks[at]) for at in chosen):
        return chosen
    while chosen:
        block = blocks[chosen[-1]]
        if is_prose(block) or (block.kind in ("paragraph", "item") and not block.is_only_links):
            break
        if block.kind == "text" and _TERMINAL.search(block.text):
            break
        chosen = chosen[:-1]
    return chosen


def _read_paragraphs(blocks: list[Block], result: Outline, chosen: list[int], language: str) -> None:
    """Fill in lead, paragraphs and dateline: each paragraph once, the lead first."""
    first_label = min(
        (each.label_at for each in result.labelled if result.title and each.label_at > result.title.at),
        default=None,
    )
    if (
        first_label is not None
        and chosen
        and chosen[0] < first_label
        and any(at > first_label for at in chosen)
    ):
        result.lead_at = [at for at in chosen if at < first_label]
        result.lead_strategy = "before_labels"
    elif chosen:
        result.lead_strategy = "first_paragraph"
    seen: dict[str, int] = {}
    for at in chosen:
        text = blocks[at].text
        if len(result.paragraphs) < 3:
            opening, rest = split_dateline(text, language=language)
            if opening is not None and rest.strip() and _is_first_or_same(result.dateline, opening):
                # Lead and first paragraph may both open with it.
                result.dateline = opening
                text = rest.strip()
        key = _words(text)
        known = seen.get(key)
        if known is None and len(result.paragraphs) == 1 and at not in result.lead_at:
            known = _cut_off_lead(result, key, text, at)
        if known is not None and (len(key) > 40 or known == len(result.paragraphs) - 1):
            continue
        seen[key] = len(result.paragraphs)
        result.paragraphs.append(text)
        result.paragraph_blocks.append(at)
    result.body_at = chosen


def _is_first_or_same(known: Dateline | None, opening: Dateline) -> bool:
    return known is None or (known.place, known.date) == (opening.place, opening.date)


def _cut_off_lead(result: Outline, key: str, text: str, at: int) -> int | None:
    """0 when the lead is the beginning of this paragraph, cut off; the paragraph then stands for both."""
    lead = result.paragraphs[0]
    stem = _words(lead.rstrip(".… "))
    cut = lead.endswith(("...", "…")) or not _TERMINAL.search(lead)
    if cut and len(stem) > 40 and key.startswith(stem):
        result.paragraphs[0] = text
        result.paragraph_blocks[0] = at
        return 0
    return None
