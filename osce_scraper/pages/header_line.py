"""The line beside the title that says when an item was issued, and perhaps of what kind it is and by whom."""

import re
from collections.abc import Sequence

from osce_scraper.pages.blocks import Block
from osce_scraper.pages.outline import is_prose
from osce_scraper.records import Dateline
from osce_scraper.text import find_dates, parse_date, split_dateline
from osce_scraper.text.dates import DateKind
from osce_scraper.vocabulary import find_office, item_type

#: Lines behind the title that are looked at, and characters of the longest.
_NEAR = 4
_LONGEST = 120
_LONGEST_ALONE = 40
_BETWEEN = re.compile(r"\s*[|·•;/,]\s*|\s+[–—-]\s+|\s{2,}")
_MARKS = " |·•;/,–—-"


def header_line(
    blocks: Sequence[Block], title_at: int, candidates: Sequence[int], language: str
) -> tuple[int, Dateline] | None:
    """The block of the line and what it states; None where there is none.

    ``candidates`` are the blocks behind the title that may be text. It is ``PLACE D Month YYYY``, a date
    alone, or a date among the kind and the office; a date alone may also stand above the title, beside it.
    """
    for at in candidates[:_NEAR]:
        text = blocks[at].text
        if is_prose(blocks[at]) and len(text) > _LONGEST:
            break
        stated = _read(text, language)
        if stated is not None:
            return at, stated
    return _above(blocks, title_at, language)


def _read(text: str, language: str) -> Dateline | None:
    if len(text) > _LONGEST or not any(character.isdigit() for character in text):
        return None
    date = parse_date(text, language=language)
    if date is not None:
        return Dateline(date=date, text=text)
    dateline, rest = split_dateline(text, language=language)
    if dateline is not None and dateline.date is not None and not rest.strip():
        return dateline
    return _among_known(text, language)


def _among_known(text: str, language: str) -> Dateline | None:
    """A line of nothing but a date, kinds and offices: "Press release | 14 May 2019 | OSCE Secretariat"."""
    days = [mention for mention in find_dates(text, language=language) if mention.kind is DateKind.DAY]
    if len(days) != 1 or days[0].start != days[0].end:
        return None
    around = text[: days[0].text_start], text[days[0].text_end :]
    parts = [part for side in around for part in _BETWEEN.split(side.strip(_MARKS)) if part.strip(_MARKS)]
    if not parts or not all(item_type(part) is not None or find_office(part) is not None for part in parts):
        return None
    return Dateline(date=days[0].start, text=text)


def _above(blocks: Sequence[Block], title_at: int, language: str) -> tuple[int, Dateline] | None:
    """A date alone in the same element as the title, right above it or above its kind or office."""
    title = blocks[title_at].element if title_at > 0 else None
    if title is None:
        return None
    for at in (title_at - 1, title_at - 2):
        block = blocks[at] if at >= 0 else None
        if block is None or block.element is None or block.element.getparent() is not title.getparent():
            break
        text = block.text
        if len(text) <= _LONGEST_ALONE and (date := parse_date(text, language=language)) is not None:
            return at, Dateline(date=date, text=text)
        if item_type(text) is None and find_office(text) is None:
            break
    return None
