"""What is next to a date and says which day it is: of issue, of an update, a deadline, another story's."""

import datetime as dt
import re
import tomllib
from collections.abc import Sequence
from importlib.resources import files
from typing import Final
from urllib.parse import urljoin

from lxml import etree

from osce_scraper.pages.blocks import Block, Time
from osce_scraper.pages.document import xpath
from osce_scraper.sites import Identity, Site
from osce_scraper.text import find_dates
from osce_scraper.text.dates import DateKind
from osce_scraper.vocabulary import Label, label_meaning

_WORDS: Final = tomllib.loads(files("osce_scraper.pages").joinpath("date_words.toml").read_text("utf-8"))
_REPORT: Final = re.compile("|".join(rf"\b(?:{word})\b" for word in _WORDS["report_titles"]), re.I)
_UPDATED: Final = re.compile("|".join(rf"(?:{word})" for word in _WORDS["updated"]) + r"\W*$", re.I)
#: Words of a line that says who wrote an item and when.
BYLINE: Final = frozenset(word.casefold() for word in _WORDS["bylines"])
WRITTEN_BY: Final = frozenset(_WORDS["written_by"])
#: What may follow a date in the value of a label: a mark, then anything (`4 March 2026 | 3 min read`).
_TAIL: Final = re.compile(r"\s*(?:$|[|·•–—,;(/-]|\d{1,2}[:.h]\d{2}\b)")
_LONGEST_LABEL: Final = 60
#: The first press release of the CSCE on the site is of the nineties, and no item is issued in advance.
_EARLIEST: Final = dt.date(1990, 1, 1)
_AHEAD: Final = dt.timedelta(days=366)
_ITEM_LINKS = xpath(".//a[@href] | self::a[@href]")
_MOST_LINKS: Final = 12


def is_possible(day: dt.date, today: dt.date | None = None) -> bool:
    """Whether an item can have been issued on ``day``: since 1990, at most a year after ``today``."""
    return _EARLIEST <= day <= (today or dt.datetime.now(dt.UTC).date()) + _AHEAD


def leading_date(text: str, language: str) -> dt.date | None:
    """The day that opens the value of a label, whatever follows it after a mark; None when none does."""
    mentions = find_dates(text, language=language)
    if not mentions:
        return None
    first = mentions[0]
    alone = first.kind is DateKind.DAY and first.start == first.end
    if not alone or text[: first.text_start].strip(" ,.") or not _TAIL.match(text, first.text_end):
        return None
    return first.start


def report_date(title: str, language: str) -> dt.date | None:
    """The one day that the title of a monitoring report states; None for the title of any other item.

    "Mission to hold a fair on 20 May 2026" names the day of an event.
    """
    if not _REPORT.search(title):
        return None
    days = {mention.start for mention in find_dates(title, language=language) if mention.start == mention.end}
    return next(iter(days)) if len(days) == 1 else None


def is_of_issue(blocks: Sequence[Block], at: int, time: Time | None = None) -> bool:
    """Whether a date in block ``at`` can be that of issue by the words before it or in the block above.

    A label that means something else ("Last updated", "Application deadline:") makes it another day.
    """
    before = blocks[at].text
    if time is not None and time.text:
        before = before.partition(time.text)[0]
    elif time is None:
        before = ""
    label = before.strip(" |·•,–—-")
    if not label and at > 0 and _is_label_beside(blocks, at):
        label = blocks[at - 1].text.strip()
    if not label or len(label) > _LONGEST_LABEL:
        return True
    meaning = label_meaning(label)
    if meaning is not None:
        return meaning is Label.ISSUED_ON
    return not (label.endswith((":", "：")) or _UPDATED.search(label))


def says_updated(label: str) -> bool:
    """Whether the words before a date say that it is the day of an update."""
    return label_meaning(label) is Label.UPDATED_ON or _UPDATED.search(label) is not None


def is_updated(blocks: Sequence[Block], at: int, time: Time) -> bool:
    """Whether the words before a `<time>` in its block say that it is the day of an update."""
    before = blocks[at].text.partition(time.text)[0].strip(" |·•,–—-") if time.text else ""
    return bool(before) and says_updated(before)


def _is_label_beside(blocks: Sequence[Block], at: int) -> bool:
    """Whether the block above is a label in the same list or row: short, closed by a colon."""
    text = blocks[at - 1].text.rstrip()
    return len(text) <= _LONGEST_LABEL and text.endswith((":", "："))


def belongs_to_another_story(
    element: etree._Element | None, title: etree._Element | None, own: Identity | None, site: Site
) -> bool:
    """Whether ``element`` is part of the card of another item: a part of the page that links to one and does
    not hold the title.

    ``own`` is the identity of the page.
    """
    if element is None or title is None:
        return False
    around_title = set(title.iterancestors())
    for holder in (element, *element.iterancestors()):
        if holder in around_title or holder is title:
            return False
        for link in _ITEM_LINKS(holder)[:_MOST_LINKS]:
            href = link.get("href") or ""
            identity = site.identity(urljoin(site.base_url, href)) if "/" in href else None
            if identity is not None and identity != own:
                return True
    return False
