"""Which of a page's texts are the article's paragraphs, and where they end.

Nothing here knows a class name. The body is the element that holds most of the sentences, up to the first
heading that ends an article.
"""

import re
from bisect import bisect_right

from lxml import etree

from osce_scraper.pages.blocks import Block
from osce_scraper.pages.document import Document
from osce_scraper.pages.header_line import header_line, office_line, offices_in
from osce_scraper.pages.labelled import Value
from osce_scraper.pages.outline import Outline, is_caption, is_furniture, is_prose, same_words, words
from osce_scraper.pages.words import MORE
from osce_scraper.records import Dateline, ItemType
from osce_scraper.text import split_dateline
from osce_scraper.vocabulary import Section, section_heading

_TERMINAL = re.compile(r"[.!?:;…,][”\"»’')\]]*$")
#: Elements that only say how their text looks; never closed, they nest paragraph in paragraph.
_TRANSPARENT = frozenset(
    ["b", "big", "blockquote", "center", "code", "em", "font", "i", "s", "small", "span", "strike", "strong",
     "sub", "sup", "tt", "u"]
)  # fmt: skip
#: Elements that may be parts of a body without a name.
_UNNAMED = frozenset(["div", "ul", "ol", "li", "a", "p"]) | _TRANSPARENT
#: What tells apart parts of one kind: their number or place in the row.
_NUMBER = re.compile(r"\d+|\b(?:odd|even|first|last)\b")
#: Sections that never come before the body: what follows them belongs to other stories.
_FINAL = frozenset([Section.RELATED])
#: Sections that may stand between the lead and the body as well as behind it.
_CLOSING = frozenset([Section.GALLERY, Section.DOCUMENTS, Section.CONTACTS, Section.COMMENTS])


def find_body(document: Document, result: Outline, taken: set[int], language: str) -> None:
    """Fill in ``result``'s lead, paragraphs, dateline, header line, captions and end.

    ``taken`` are the blocks that labels, their values and the kind take.
    """
    blocks = document.blocks
    title_at = result.title.at if result.title is not None else -1
    candidates, captions = _candidates(blocks, result, taken, title_at)
    header = header_line(blocks, title_at, candidates, language)
    if header is None and result.kind is not None and result.kind[1] is not ItemType.EVENT:
        # The line that names the kind may state the date too; beside an event it is the event's.
        header = header_line(blocks, -1, [result.kind[2]], language)
    if header is not None:
        result.header_at, result.header = header
        candidates = [at for at in candidates if at != result.header_at]
        offices = offices_in(header[1].text, language)
        result.header_offices = [Value(name, result.header_at) for name in offices]
    if (office_at := office_line(blocks, candidates)) is not None:
        candidates.remove(office_at)
        result.header_offices.append(Value(blocks[office_at].text, office_at))
    another = _another_article(blocks, title_at)
    final, closing = _ends(blocks, title_at, another)
    candidates = [at for at in candidates if at < final]
    if document.is_plain:
        first = next((at for at in candidates if is_prose(blocks[at])), title_at)
        end = next((at for at in closing if at > first), final)
        chosen = [at for at in candidates if at < end]
    else:
        chosen, end = _within_body(document, result, candidates, [*closing, final])
    result.end_at = end
    # Labels of another article on the page are not this one's.
    result.labelled = [each for each in result.labelled if each.label_at < another]
    result.captions = [at for at in captions if at < end]
    _read_paragraphs(blocks, result, _without_tail(blocks, chosen), language)


def _candidates(
    blocks: list[Block], result: Outline, taken: set[int], title_at: int
) -> tuple[list[int], list[int]]:
    """Blocks behind the title that may be paragraphs, and those that are captions."""
    candidates: list[int] = []
    captions: list[int] = []
    for at in range(title_at + 1, len(blocks)):
        block = blocks[at]
        if not block.text or at in taken:
            continue
        if block.region == "figure" or block.kind == "caption" or is_caption(block.text):
            captions.append(at)
        elif block.region == "content" and not is_furniture(block) and not _is_title(block, result):
            candidates.append(at)
    return candidates, captions


def _is_title(block: Block, result: Outline) -> bool:
    return result.title is not None and same_words(block.text, result.title.text)


def _ends(blocks: list[Block], title_at: int, another: int) -> tuple[int, list[int]]:
    """Where the article surely ends, and headings that may end it sooner; both before ``another``."""
    seen_prose = False
    closing: list[int] = []
    for at in range(title_at + 1, another):
        block = blocks[at]
        if block.region not in ("content", "aside"):
            continue
        section = None
        if len(block.text) < 60 and not (block.kind == "item" and block.links):
            section = section_heading(block.text)
        if section in _FINAL and seen_prose and not _is_button(block):
            return at, closing
        if block.region == "content":
            if section in _CLOSING:
                closing.append(at)
            seen_prose = seen_prose or is_prose(block)
    return another, closing


def _is_button(block: Block) -> bool:
    """Whether "Read more" is a link in a line of its own; as a heading it stands over other stories."""
    if block.kind == "heading" or not block.is_only_links:
        return False
    return block.text.casefold().strip(" .:…›»>+") in MORE


def _another_article(blocks: list[Block], title_at: int) -> int:
    """Index of the first block of another article on the page: of its `<article>` or its main heading."""
    seen_prose = False
    own = _article_of(blocks[title_at]) if title_at >= 0 else None
    for at in range(title_at + 1, len(blocks)):
        block = blocks[at]
        if block.region != "content":
            continue
        if seen_prose and block.kind == "heading" and block.level == 1:
            return at
        if seen_prose and own is not None:
            article = _article_of(block)
            if article is not None and article is not own and not _holds(own, article):
                return at
        seen_prose = seen_prose or is_prose(block)
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
    holds_neighbours = False
    while parent is not None and (
        parent.tag in _TRANSPARENT
        # A place that links lead to.
        or (parent.tag == "a" and parent.get("href") is None)
        or (
            # Counting children takes as long as there are children.
            not holds_neighbours
            and above.getnext() is None
            and above.getprevious() is None
            and not (parent.text or "").strip()
            and parent.tag not in ("body", "main", "article")
        )
    ):
        holds_neighbours |= above.getnext() is not None or above.getprevious() is not None
        above = parent
        parent = above.getparent()
    return parent if parent is not None else above


def _within_body(
    document: Document, result: Outline, candidates: list[int], ends: list[int]
) -> tuple[list[int], int]:
    """Those of ``candidates`` that stand in the article, and where it ends.

    The article is the element with most sentences before the first of ``ends`` that has any before it, and
    what belongs to it; of the blocks before that element, the lead.
    """
    blocks = document.blocks
    holders = {at: holder for at in candidates if (holder := _holder_of(blocks[at])) is not None}
    main = _main_holder(blocks, holders, ends)
    if main is None:
        return [at for at in candidates if at < ends[0]], ends[0]
    first = min(at for at, holder in holders.items() if _holds(main, holder))
    last_direct = max((at for at, holder in holders.items() if holder is main), default=first)
    end = next((at for at in ends if at > first), ends[-1])
    title_element = (
        blocks[result.title.at].element if result.title is not None and result.title.at >= 0 else None
    )
    around_title = set() if title_element is None else {title_element, *title_element.iterancestors()}
    chosen: list[int] = []
    for at, held in holders.items():
        if at >= end:
            continue
        if at < first:
            # Before the body only the lead is text of the article.
            belongs = is_prose(blocks[at]) or (len(blocks[at].text) >= 40 and blocks[at].kind == "paragraph")
        elif held is main:
            belongs = True
        elif _holds(main, held):
            belongs = (
                main not in around_title
                or at < last_direct
                or _goes_on(main, blocks[last_direct].element, held, blocks[at])
                # What has no name is a list of sentences, or a tag that was never closed.
                or (is_prose(blocks[at]) and _is_unnamed(held, main))
            )
        else:
            shared = next((above for above in (held, *held.iterancestors()) if _holds(above, main)), None)
            belongs = shared is not None and (
                shared not in around_title or _goes_on(shared, main, held, blocks[at])
            )
        if belongs:
            chosen.append(at)
    return chosen, end


def _goes_on(shared: etree._Element, main: etree._Element | None, held: etree._Element, block: Block) -> bool:
    """Whether text in ``held`` carries on the body in ``main``: both are parts of one kind below ``shared``.

    A content management system that builds an article of parts gives each part of a kind the same class.
    """
    one, other = _part(shared, main), _part(shared, held)
    if one is None or other is None or one.tag != other.tag or block.is_only_links:
        return False
    names = one.get("class")
    # Sections are parts of an article by their name alone, and paragraphs that are plain elements by nothing.
    sentence = block.kind == "text" and _TERMINAL.search(block.text) is not None
    paragraphs = sentence and not one.attrib and not other.attrib
    others = other.get("class")
    alike = names == others and (bool(names) or one.tag == "section" or paragraphs)
    if not alike and names and others and _TERMINAL.search(block.text):
        # "column-1" and "column-2" are of one kind.
        alike = _NUMBER.sub("", names) == _NUMBER.sub("", others)
    return alike and one.find(".//h1") is None


def _is_unnamed(element: etree._Element, around: etree._Element) -> bool:
    """Whether nothing from ``element`` up to ``around`` says what it is for."""
    for above in (element, *element.iterancestors()):
        if above is around:
            return True
        if above.tag not in _UNNAMED or above.attrib:
            return False
    return False


def _part(shared: etree._Element, element: etree._Element | None) -> etree._Element | None:
    """The child of ``shared`` that is or holds ``element``."""
    if element is None:
        return None
    return next((each for each in (element, *element.iterancestors()) if each.getparent() is shared), None)


def _holder_of(block: Block) -> etree._Element | None:
    if block.element is None:
        return None
    # Text directly in a <div> (paragraphs by line breaks) is held by that element itself.
    return block.element if block.kind == "text" else _body_holder(block.element)


def _main_holder(
    blocks: list[Block], holders: dict[int, etree._Element], ends: list[int]
) -> etree._Element | None:
    """The element with most sentences, in the first stretch between ``ends`` that holds any.

    A lead stands in an element of its own before the body and may be longer than it, so it counts only
    where nothing else does.
    """
    if not holders:
        return None
    lead_holder = holders[min(holders)]
    alone = sum(1 for holder in holders.values() if holder is lead_holder) == 1
    stretches: dict[int, dict[etree._Element, int]] = {}
    for at, holder in holders.items():
        block = blocks[at]
        if is_prose(block) or (block.kind == "paragraph" and _TERMINAL.search(block.text)):
            weights = stretches.setdefault(bisect_right(ends, at), {})
            weights[holder] = weights.get(holder, 0) + len(block.text)
    only_lead: etree._Element | None = None
    for _, weights in sorted(stretches.items()):
        if alone and lead_holder in weights:
            del weights[lead_holder]
            only_lead = lead_holder
        if weights:
            return max(weights, key=lambda holder: weights[holder])
    return only_lead


def _without_tail(blocks: list[Block], chosen: list[int]) -> list[int]:
    """``chosen`` without short lines behind the last sentence that are no paragraph and no list item."""
    if not any(is_prose(blocks[at]) for at in chosen):
        return chosen
    while chosen:
        block = blocks[chosen[-1]]
        if is_prose(block) or (block.kind in ("paragraph", "item") and not block.is_only_links):
            break
        if block.kind in ("text", "cell") and _TERMINAL.search(block.text):
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
    again = -1  # the paragraph that was last told again
    for position, at in enumerate(chosen):
        text = blocks[at].text
        if len(result.paragraphs) < 3:
            opening, rest = split_dateline(text, language=language)
            if opening is not None and rest.strip() and _is_first_or_same(result.dateline, opening):
                # Lead and first paragraph may both open with it.
                result.dateline = opening
                text = rest.strip()
        key = words(text)
        known = seen.get(key)
        if known is None and len(result.paragraphs) == 1 and at not in result.lead_at:
            known = _cut_off_lead(result, key, text, at)
        if known is not None:
            # A short line may stand twice, unless it does so in a row of paragraphs that are told again.
            in_row = known == again + 1 or _follows_again(blocks, chosen, position, seen, known)
            if len(key) > 40 or known == len(result.paragraphs) - 1 or in_row:
                again = known
                continue
        seen[key] = len(result.paragraphs)
        result.paragraphs.append(text)
        result.paragraph_blocks.append(at)
    result.body_at = chosen


def _follows_again(
    blocks: list[Block], chosen: list[int], position: int, seen: dict[str, int], known: int
) -> bool:
    """Whether the next paragraph too is the one that followed the first time."""
    if position + 1 >= len(chosen):
        return False
    return seen.get(words(blocks[chosen[position + 1]].text)) == known + 1


def _is_first_or_same(known: Dateline | None, opening: Dateline) -> bool:
    return known is None or (known.place, known.date) == (opening.place, opening.date)


def _cut_off_lead(result: Outline, key: str, text: str, at: int) -> int | None:
    """0 when the lead is the beginning of this paragraph, cut off; the paragraph then stands for both."""
    lead = result.paragraphs[0]
    stem = words(lead.rstrip(".… "))
    cut = lead.endswith(("...", "…")) or not _TERMINAL.search(lead)
    if cut and len(stem) > 40 and key.startswith(stem):
        result.paragraphs[0] = text
        result.paragraph_blocks[0] = at
        return 0
    return None
