"""The line that says when an item was issued, among other things: "By Ann Lee | 8 January 2020, 3:51 pm"."""

import datetime as dt
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from osce_scraper.pages.blocks import Block
from osce_scraper.pages.date_labels import (
    BYLINE,
    WRITTEN_BY,
    belongs_to_another_story,
    is_of_issue,
    says_updated,
)
from osce_scraper.pages.document import Document
from osce_scraper.pages.outline import Outline, is_prose
from osce_scraper.records import ItemType
from osce_scraper.text import find_dates
from osce_scraper.text.dates import DateKind, DateMention
from osce_scraper.vocabulary import Label, label_meaning

#: Blocks that are looked at above the title, behind it, and behind the text.
_ABOVE: Final = 4
_BEHIND_TITLE: Final = 12
_BEHIND_TEXT: Final = 4
_NEAR: Final = 3
_FRAMES: Final = frozenset(["article", "main", "body", "html"])
#: Words of the name of who wrote an item.
_MOST_NAMES: Final = 4
_LONGEST: Final = 160
#: A longer link is to another story.
_LONGEST_LINK: Final = 40
_MARKS: Final = re.compile(r"[|·•»«/()–—]+|\s-\s|\s{2,}")
_TIME_OF_DAY: Final = re.compile(r"\b\d{1,2}[:.h]\d{2}(?:[:.]\d{2})?\s*(?:[ap]\.?m\.?|uhr|h)?(?!\w)", re.I)
_WORD: Final = re.compile(r"[^\W\d_]+")
#: Paragraphs that a date may open, and what parts it from their text: a sentence does not open with figures.
_OPENINGS: Final = 2
_DASH: Final = re.compile(r"\s+[–—|-]\s")
_APART: Final = re.compile(r"\s+[–—|-]\s|\.?\s+[„“«\"A-ZА-ЯÄÖÜ]")


@dataclass(frozen=True, slots=True)
class DateLine:
    """A day that a line states; ``is_beside`` where it stands right behind the title."""

    date: dt.date
    text: str
    at: int
    is_beside: bool


def date_line(document: Document, result: Outline, language: str) -> DateLine | None:
    """The line that states the day of issue: behind the title, above it, at either end of the text."""
    if result.title is None or not result.paragraph_blocks or _is_event(result):
        return None
    blocks = document.blocks
    taken = {at for each in result.labelled for at in each.blocks()} | set(result.paragraph_blocks[1:])
    title = blocks[result.title.at].element if result.title.at >= 0 else None
    own = document.site.identity(document.url)
    for at in _reach(blocks, result):
        line = None if at in taken else read_line(blocks, at, result.title.at, language)
        if line is not None and not belongs_to_another_story(blocks[at].element, title, own, document.site):
            return line
    return _opening(result, language)


def _is_event(result: Outline) -> bool:
    return result.kind is not None and result.kind[1] is ItemType.EVENT


def _reach(blocks: Sequence[Block], result: Outline) -> Iterable[int]:
    """The blocks that may be such a line, the likeliest first."""
    title_at = result.title.at if result.title is not None else -1
    first, last = result.paragraph_blocks[0], result.paragraph_blocks[-1]
    second = result.paragraph_blocks[1] if len(result.paragraph_blocks) > 1 else first
    begin = title_at if title_at >= 0 else max(first - _ABOVE, 0) - 1
    yield from range(begin + 1, min(second, begin + 1 + _BEHIND_TITLE))
    yield from (at for at in range(begin - 1, max(begin - 1 - _ABOVE, -1), -1) if _heads(blocks, at, begin))
    yield from range(last + 1, min(last + 1 + _BEHIND_TEXT, len(blocks)))


def _heads(blocks: Sequence[Block], at: int, title_at: int) -> bool:
    """Whether a line above the title opens an element that holds both: the site's header states today."""
    part = blocks[at].part
    while part is not None and part.end <= title_at:
        part = part.around
    return part is not None and part.begin >= at - 1 and part.element.tag not in _FRAMES


def read_line(blocks: Sequence[Block], at: int, title_at: int, language: str) -> DateLine | None:
    """What block ``at`` states as the day of issue, if it is such a line."""
    block = blocks[at]
    text = block.text
    if not text or len(text) > _LONGEST or at == title_at or is_prose(block):
        return None
    if any(len(link.text) > _LONGEST_LINK for link in block.links) or not is_of_issue(blocks, at):
        return None
    mentions = find_dates(text, language=language)
    days = []
    for number, mention in enumerate(mentions):
        begin = mentions[number - 1].text_end if number else 0
        end = mentions[number + 1].text_start if number + 1 < len(mentions) else len(text)
        label = _MARKS.split(text[begin : mention.text_start])[-1].strip(" ,.")
        if not says_updated(label):
            days.append(mention.start if _is_of_issue(text, label, mention, end) else None)
    if len(set(days)) != 1 or days[0] is None:
        return None
    is_beside = block.region in ("content", "banner") and 0 < at - title_at <= _NEAR
    return DateLine(days[0], text, at, is_beside)


def _is_of_issue(text: str, label: str, mention: DateMention, end: int) -> bool:
    """Whether nothing but known words, and the name of who wrote the item, stands beside a date."""
    if mention.kind is not DateKind.DAY or mention.start != mention.end:
        return False
    if label_meaning(label.rstrip(": ")) not in (None, Label.ISSUED_ON):
        return False
    behind = _MARKS.split(_TIME_OF_DAY.sub(" | ", text[mention.text_end : end], count=1))[0]
    words = _WORD.findall(label)
    if label.endswith(":"):
        words = words[-1:]
    return all(_are_known(part) for part in (words, _WORD.findall(behind)))


def _are_known(words: list[str]) -> bool:
    """Whether ``words`` are those of a byline; behind "by" stands a name."""
    named = 0
    for word in words:
        if word.casefold() in WRITTEN_BY:
            named = _MOST_NAMES
        elif word.casefold() in BYLINE:
            named = 0
        elif named and (word[0].isupper() or named == _MOST_NAMES):
            named -= 1
        else:
            return False
    return True


def _opening(result: Outline, language: str) -> DateLine | None:
    """The date that opens the title or one of the first paragraphs, parted from what follows."""
    assert result.title is not None
    openings = [(result.title.text, result.title.at)]
    openings += list(zip(result.paragraphs, result.paragraph_blocks, strict=True))[:_OPENINGS]
    for text, at in openings:
        mention = next(iter(find_dates(text[:80], language=language)), None)
        if mention is None or mention.text_start or mention.kind is not DateKind.DAY:
            continue
        numeric = not _WORD.search(text[: mention.text_end])
        apart = _APART if numeric else _DASH
        if mention.start == mention.end and apart.match(text, mention.text_end) is not None:
            return DateLine(mention.start, text[: mention.text_end], at, True)
    return None
