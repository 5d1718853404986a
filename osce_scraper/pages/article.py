"""Where the article stands on a page: its title, its kind, its lead and its paragraphs, told by the blocks.

Nothing here knows a class name. A body is told from the rest of a page by where its sentences stand: the
element that holds most of them, read up to the first heading that ends an article.
"""

import re

from osce_scraper.pages.blocks import Block
from osce_scraper.pages.body import find_body
from osce_scraper.pages.document import Document
from osce_scraper.pages.labelled import Labelled, find_labelled
from osce_scraper.pages.outline import (
    Outline,
    Title,
    ends_sentence,
    is_caption,
    is_furniture,
    is_prose,
    kind_texts,
)
from osce_scraper.pages.title import LONGEST_TITLE, kicker_of, stated_heading
from osce_scraper.records import ItemType
from osce_scraper.text import split_dateline
from osce_scraper.vocabulary import Label, is_newsroom_heading, item_type


def read_outline(document: Document, *, language: str) -> Outline:
    """The outline of the article of ``document``; ``language`` is used for datelines."""
    blocks = document.blocks
    labelled = find_labelled(blocks, document.site, plain=document.is_plain)
    taken: set[int] = set()
    for each in labelled:
        taken |= each.blocks()
    title = (
        _find_title_in_text(document, taken, language)
        if document.is_plain
        else _find_title(document, taken, language)
    )
    if title is not None and not document.is_plain:
        labelled = _without_menus(blocks, labelled, title.at)
    kind = _find_kind(blocks, title, taken, plain=document.is_plain)
    if kind is not None and kind[1] is ItemType.EVENT:
        _take_date_as_when(blocks, labelled)
    result = Outline(title, kind, labelled)
    if kind is not None:
        taken.add(kind[2])
    elif (unnamed := unknown_kind(document, title, taken)) is not None:
        result.unknown_kind = unnamed
    find_body(document, result, taken, language)
    return result


#: What an event's page calls its day; elsewhere the same word is the date of issue.
_DATE = frozenset(["date", "дата", "data", "datum", "датум", "sene", "senesi"])


def _take_date_as_when(blocks: list[Block], labelled: list[Labelled]) -> None:
    """Read "Date:" as the day of an event where its page names who organizes it."""
    labels = {each.label for each in labelled}
    if Label.ORGANIZED_BY not in labels or Label.WHEN in labels:
        return
    for each in labelled:
        word = blocks[each.label_at].text.partition(":")[0]
        if each.label is Label.ISSUED_ON and word.strip().casefold() in _DATE:
            each.label = Label.WHEN


#: An item is filed under fewer fields of work than this; a menu names them all.
_MOST_VALUES = 8


def _without_menus(blocks: list[Block], labelled: list[Labelled], title_at: int) -> list[Labelled]:
    """``labelled`` without headings of a menu before the title, whose words are labels elsewhere."""
    kept = []
    for each in labelled:
        in_menu = (
            each.label_at < title_at
            and ":" not in blocks[each.label_at].text
            and len(each.values) > 1
            and 2 * sum(value.link is not None for value in each.values) > len(each.values)
        )
        again = any(other is not each and other.label is each.label for other in labelled)
        if not (in_menu and (again or len(each.values) > _MOST_VALUES)):
            kept.append(each)
    return kept


# ------------------------------------------------------------------------------------------------ title


def _find_title(document: Document, taken: set[int], language: str) -> Title | None:
    found = stated_heading(document, taken)
    if found is None:
        return _find_title_in_text(document, taken, language)
    if found.at < 0:
        found.at = _place_of_kind(document.blocks, taken)
    return found


def _place_of_kind(blocks: list[Block], taken: set[int]) -> int:
    """Where an article without a title in its text begins: at its kind or its first label, else nowhere."""
    for at, block in enumerate(blocks):
        if block.region == "content" and not block.links and item_type(block.text) is not None:
            return at
    return -1


def _find_title_in_text(document: Document, taken: set[int], language: str) -> Title | None:
    """Title of a text without headings: behind the kind, behind "Newsroom", else before the first prose."""
    blocks, site = document.blocks, document.site
    usable = [at for at, block in enumerate(blocks) if block.region in ("content", "banner") and block.text]
    place = {at: index for index, at in enumerate(usable)}

    #: By line the title that a search meets which begins there, so that no line is passed twice.
    met: dict[int, int | None] = {}

    def after(at: int) -> int | None:
        passed: list[int] = []
        found = None
        for index in range(place[at] + 1, len(usable)):
            following = usable[index]
            if following in met:
                found = met[following]
                break
            passed.append(following)
            block = blocks[following]
            if following in taken or site.is_named(block.text) or is_newsroom_heading(block.text):
                continue
            if item_type(block.text) is not None and block.kind != "item":
                continue
            found = following if block.kind != "item" and len(block.text) <= 400 else None
            break
        met.update(dict.fromkeys(passed, found))
        return found

    def before_labels(at: int) -> int | None:
        """The line above the kind, where labels follow the kind at once: event pages have the title first."""
        index = place[at]
        if index + 1 >= len(usable) or usable[index + 1] not in taken or not index:
            return None
        block = blocks[usable[index - 1]]
        plain = block.kind != "item" and not site.is_named(block.text) and not is_furniture(block, site)
        return usable[index - 1] if plain and item_type(block.text) is None else None

    def titled(at: int | None) -> bool:
        """Whether line ``at``, or that behind a place and date there, is a title rather than a sentence."""
        if at is not None and _is_header_line(blocks[at].text, language):
            at = after(at)
        return at is not None and not is_prose(blocks[at]) and not ends_sentence(blocks[at].text)

    for at in usable:
        block = blocks[at]
        if block.kind != "item" and not block.links and item_type(block.text) is not None and at not in taken:
            above = before_labels(at)
            if above is not None:
                return Title(blocks[above].text, "before_kind", above)
            found = after(at)
            if _is_numbered(block.text) and not titled(found):
                return Title(block.text, "numbered_kind", at)
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
        and not site.is_named(blocks[at].text)
        and not is_caption(blocks[at].text)
        and sum(map(str.isalnum, blocks[at].text)) > 3
        and not site.is_known_name(blocks[at].text)
        and not is_furniture(blocks[at], site)
    ]
    for at in before[-3:]:
        if not _is_header_line(blocks[at].text, language):
            return Title(blocks[at].text, "before_prose", at)
    if first_prose is None or len(blocks[first_prose].text) > LONGEST_TITLE:
        return None
    # A title as long as a paragraph: what opens the text, where sentences follow.
    if any(at > first_prose and is_prose(blocks[at]) for at in usable):
        return Title(blocks[first_prose].text, "first_line", first_prose)
    return None


def _is_numbered(kind: str) -> bool:
    """Whether a line that names a kind states which of its series it is: "Daily Report 12/2019"."""
    return kind[-1:].isdigit()


def _is_header_line(text: str, language: str) -> bool:
    if len(text) > 120 or not any(character.isdigit() for character in text):
        return False
    dateline, rest = split_dateline(text, language=language)
    return dateline is not None and dateline.date is not None and not rest


# ------------------------------------------------------------------------------------------------- kind


def _find_kind(
    blocks: list[Block], title: Title | None, taken: set[int], *, plain: bool
) -> tuple[str, ItemType, int] | None:
    """The bare line that names the kind ("News Item"): the nearest one before the title, else just behind.

    In plain text "News" may be the heading of the newsroom, which is the same for all kinds.
    """
    if title is None:
        return None
    kicker = kicker_of(blocks[title.at]) if title.at >= 0 else None
    if kicker is not None and (found := item_type(kicker)) is not None:
        return kicker, found, title.at
    last = title.at if title.strategy == "metadata" else title.at - 1
    nearest = range(last, max(title.at - 12, -1), -1)
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
                for text in kind_texts(block):
                    found = item_type(text)
                    if found is not None and not (plain and is_newsroom_heading(text)):
                        return text, found, at
            if at > title.at and is_prose(block):
                break
    return None


def unknown_kind(document: Document, title: Title | None, taken: set[int]) -> tuple[str, int] | None:
    """A short line right above the title that names a kind nobody knows ("Weekly digest")."""
    if title is None or title.at < 1 or title.strategy == "metadata":
        return None
    blocks, site = document.blocks, document.site
    block, heading = blocks[title.at - 1], blocks[title.at]
    if title.at - 1 in taken or block.region != "content" or block.kind not in ("text", "paragraph"):
        return None
    named = kind_texts(block) if len(block.text) <= 60 else []
    text = named[-1] if named else ""
    if not 3 < len(text) <= 40 or block.links or site.is_named(text) or is_newsroom_heading(text):
        return None
    if not re.fullmatch(r"[^\W\d_]+(?:[ /-][^\W\d_]+){0,3}", text):
        return None
    if site.is_known_name(text) or block.element is None or heading.element is None:
        return None
    near = list(heading.element.iterancestors())[:2]
    return (text, title.at - 1) if any(above in near for above in block.element.iterancestors()) else None
