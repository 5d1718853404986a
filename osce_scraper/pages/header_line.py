"""The lines beside the title that say when an item was issued, and perhaps of what kind it is and by whom."""

import datetime as dt
import re
from collections.abc import Sequence

from osce_scraper.pages.blocks import Block
from osce_scraper.pages.date_labels import is_of_issue
from osce_scraper.pages.date_lines import read_line
from osce_scraper.pages.outline import is_prose
from osce_scraper.records import Dateline
from osce_scraper.sites import Site
from osce_scraper.text import find_dates, parse_date, split_dateline
from osce_scraper.text.dates import DateKind
from osce_scraper.vocabulary import item_type

#: Lines behind the title that are looked at, and characters of the longest.
_NEAR = 4
_LONGEST = 120
#: Lines of a letterhead: the office, its town and the day, the kind and its number.
_LETTERHEAD = 4
_BETWEEN = re.compile(r"\s*[|·•;/,]\s*|\s+[–—-]\s+|\s{2,}")
_MARKS = " |·•;/,–—-"


def header_line(
    blocks: Sequence[Block], title_at: int, candidates: Sequence[int], language: str, site: Site
) -> tuple[int, Dateline] | None:
    """The block of the line and what it states; None where there is none.

    ``candidates`` are the blocks behind the title that may be text. It is ``PLACE D Month YYYY``, a date
    alone, or a date among the kind and the office; a date alone may also stand above the title, beside it.
    """
    in_text = False
    for at in candidates[:_NEAR]:
        text = blocks[at].text
        if is_prose(blocks[at]) and len(text) > _LONGEST:
            break
        stated = _read(text, language, site)
        if stated is None and not in_text:
            stated = _byline(blocks, at, title_at, language)
        in_text = in_text or is_prose(blocks[at])
        if stated is not None and is_of_issue(blocks, at, next(iter(blocks[at].times), None)):
            return at, stated
    return _above(blocks, title_at, language, site)


def office_line(blocks: Sequence[Block], candidates: Sequence[int], site: Site) -> int | None:
    """The line of nothing but an office's name before the first sentence: who issued the item."""
    for at in candidates[:_NEAR]:
        block = blocks[at]
        if is_prose(block) or len(block.text) > _LONGEST:
            return None
        if site.offices.find(block.text) is not None:
            return at
    return None


def offices_in(line: str, language: str, site: Site) -> list[str]:
    """The names of offices in a header line, between its date and its marks."""
    return [part for part in _day_and_names(line, language)[1] if site.offices.find(part) is not None]


def _read(text: str, language: str, site: Site) -> Dateline | None:
    if len(text) > _LONGEST or not any(character.isdigit() for character in text):
        return None
    date = parse_date(text, language=language)
    if date is not None:
        return Dateline(date=date, text=text)
    days = find_dates(text, language=language)
    if any(day.start != day.end for day in days):
        return None  # "BUDAPEST, 21 - 23 APRIL 1993" is when a meeting takes place
    dateline, rest = split_dateline(text, language=language)
    if dateline is not None and dateline.date is not None and not rest.strip():
        return dateline
    return _among_known(text, language, site)


def _byline(blocks: Sequence[Block], at: int, title_at: int, language: str) -> Dateline | None:
    """A line of a date and of who wrote it: "By the Press Unit 4 March 2026"."""
    block = blocks[at]
    text = block.text
    if is_prose(block) or len(text) > _LONGEST:
        return None
    if len(block.times) == 1 and (shown := block.times[0].text) and text.endswith(shown):
        day = parse_date(shown, language=language)
        return None if day is None else Dateline(date=day, text=text)
    line = read_line(blocks, at, title_at, language)
    return Dateline(date=line.date, text=text) if line is not None else None


def _among_known(text: str, language: str, site: Site) -> Dateline | None:
    """A line of nothing but a date and known names: "Press release | 14 May 2019 | OSCE Secretariat"."""
    day, names = _day_and_names(text, language)
    if day is None or not names or not all(map(site.is_known_name, names)):
        return None
    return Dateline(date=day, text=text)


def _day_and_names(text: str, language: str) -> tuple[dt.date | None, list[str]]:
    """The one day that a line names, and what stands between it and the marks around it."""
    days = [mention for mention in find_dates(text, language=language) if mention.kind is DateKind.DAY]
    if len(days) != 1 or days[0].start != days[0].end:
        return None, []
    around = text[: days[0].text_start], text[days[0].text_end :]
    parts = (part for side in around for part in _BETWEEN.split(side.strip(_MARKS)))
    return days[0].start, [part for part in parts if part.strip(_MARKS)]


def _above(blocks: Sequence[Block], title_at: int, language: str, site: Site) -> tuple[int, Dateline] | None:
    """A date alone in the same element as the title, right above it or above its kind or office."""
    title = blocks[title_at].element if title_at > 0 else None
    if title is None:
        return _letterhead(blocks, title_at, language, site)
    for at in (title_at - 1, title_at - 2):
        block = blocks[at] if at >= 0 else None
        if block is None or block.element is None or block.element.getparent() is not title.getparent():
            break
        text = block.text
        if len(text) <= _LONGEST and any(character.isdigit() for character in text):
            line = read_line(blocks, at, title_at, language)
            return None if line is None else (at, Dateline(date=line.date, text=text))
        if item_type(text) is None and site.offices.find(text) is None:
            break
    return None


def _letterhead(
    blocks: Sequence[Block], title_at: int, language: str, site: Site
) -> tuple[int, Dateline] | None:
    """The place and day above the title of a plain text, among lines that name the office and the kind."""
    for at in range(title_at - 1, max(title_at - 1 - _LETTERHEAD, -1), -1):
        text = blocks[at].text
        if len(text) > _LONGEST or is_prose(blocks[at]):
            break
        stated = _read(text, language, site)
        if stated is not None and is_of_issue(blocks, at):
            return at, stated
    return None
