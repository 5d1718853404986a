"""The place and date that open a paragraph: ``TIRANA, 9 October 2020 – ...`` in all its forms.

The forms are those of SITE.md, section 9. A dateline is recognised by its build, not by a list of places:
something that is written as a place, a date, and a dash. Only where there is no date does the place have to
prove itself further, because "OSCE – a body of ..." has the same build.
"""

import re
from datetime import date
from functools import lru_cache
from typing import NamedTuple

from osce_scraper.lang.characters import of_characters
from osce_scraper.lang.language import load_pack
from osce_scraper.records import Dateline
from osce_scraper.text.dates import DateMention, UndatedMention, read_dates
from osce_scraper.vocabulary.towns import country_of_town

# Datelines are short; what comes later is the text.
_REACH = 150
_DASHES = "-‐‑‒–—―−"
_DASH = rf"[{_DASHES}]{{1,3}}"
_QUICK = re.compile(rf"\s*[(\[]?(?:[^\W\d_]|\d{{1,2}}\s)[^{_DASHES}:\d]{{0,90}}[{_DASHES}:\d]")

# One word of a place: capitals, a capitalised word, or an abbreviation such as ST. or D.C.
_UPPER_WORD = re.compile(r"(?:[^\W\d_]\.){1,4}|[^\W\d_](?:[^\W\d_]|['’`ʼ.\-‑])*|\([^()]{2,40}\)")


class _Words(NamedTuple):
    """Words of datelines: those of the language and of English, which pages of all languages mix in."""

    small: frozenset[str]
    not_places: frozenset[str]
    heading: frozenset[str]


@lru_cache(maxsize=64)
def _words(language: str) -> _Words:
    packs = [pack for code in dict.fromkeys((language, "en", "ru")) if (pack := load_pack(code))]
    return _Words(
        *(
            frozenset(word for pack in packs for word in pack.section("datelines").get(name, ()))
            for name in ("small_words", "not_places", "heading_words")
        )
    )


# How a sentence goes on behind a dateline that has no date.
_OPENING = re.compile(r"[“\"«„‘]?(?:[A-ZÀ-ÖØ-ÞŠŽČĆĐЀ-Я][^\W\d_]|A\s|I\s|OSCE|\d)")

_AFTER_DATE = re.compile(
    r"\s*[,.]?\s*(?:\((?P<agency>[^()]{1,30})\)\s*)?"
    r"(?:,\s*(?P<name>[^\W\d_][^\W\d_.'’\-]*(?:\s[^\W\d_][^\W\d_.'’\-]*){1,3})\s*)?"
    rf"(?:\.\s+[A-Z][A-Z\-/]{{2,20}}\s*)?(?P<close>{_DASH}|:(?!\d))\s*"
)
_STOP = re.compile(r"\s*\.\s+(?=[“\"«„]?[^\W\d_])")
_END = re.compile(r"\s*[.,]?\s*$")
_BEFORE_DATE = re.compile(
    rf"(?P<space>\s*)(?P<join>,|\.|\(|{_DASH}|)\s*(?P<word>(?:le|am|den|më|pe|il|el|on)\s+)?$", re.IGNORECASE
)
_NO_DATE = re.compile(
    rf"(?P<place>[^{_DASHES}:\d,“”\"]{{2,60}}?)(?P<close>\s*[{_DASHES}]{{1,3}}\s+|\s+[{_DASHES}]{{1,3}})"
)
_ABBREVIATION = re.compile(r"\b[^\W\d_]\.(?:[^\W\d_]\.)+$")
_FIRST_LONG_WORD = re.compile(r"[“\"«„‘]?(?:[^\W\d_]\s+)?([^\W\d_]{2,})")
_INNER_DASH = re.compile(rf"\s*{_DASH}")
_YEAR = re.compile(r"(?:1[89]|2[01])\d\d\b")
# A year and the longest word behind one ("2015 року", "2015-ci il").
_YEAR_REACH = 12
_SLASHED = re.compile(r"\s*/\s*")


def split_dateline(
    paragraph: str, *, language: str = "en", issued_on: date | None = None
) -> tuple[Dateline | None, str]:
    """The dateline that opens ``paragraph``, and the rest of the paragraph without it.

    ``language`` is the language of the text (ISO 639-1). ``issued_on`` gives a dateline such as
    ``VIENNA, 23 August –`` its year; without it such a dateline has no date. The date of a range is its
    first day. A header line that is nothing but a place and a date is a dateline with an empty rest. Where
    there is no dateline, the answer is None and the paragraph as it was.

    Where a dateline stands directly behind another (a wrapper on texts of the Parliamentary Assembly), the
    outer one is taken and the inner one stays at the beginning of the rest.

    ``Dateline.text`` is the paragraph's beginning up to and including the dash; text, white space and rest
    together are the paragraph. Never raises.
    """
    if not _QUICK.match(paragraph):
        return None, paragraph
    paragraph = of_characters(paragraph)
    opening = _opening(paragraph, language, issued_on)
    if opening is None:
        return None, paragraph
    begin, stop, place, day = opening
    text = paragraph[begin:stop].rstrip()
    return Dateline(place=place, date=day, text=text), paragraph[stop:].lstrip()


# Title, body, dateline and event of one page all look at the same few paragraphs.
@lru_cache(maxsize=64)
def _opening(
    paragraph: str, language: str, issued_on: date | None
) -> tuple[int, int, str, date | None] | None:
    """Begin and end of the dateline that opens ``paragraph``, its place and its day; None for none."""
    begin = len(paragraph) - len(paragraph.lstrip())
    head = paragraph[begin : begin + _REACH]
    words = _words(language)
    dated, undated = read_dates(head, language=language, issued_on=issued_on)
    first = _first(dated, undated)
    if first is not None:
        whole = len(paragraph) - begin <= _REACH
        own = _own_day(head, first, language)
        if own is not None and (
            not _ends_in_year(head, first) or _with_date(head, first, whole, words) is None
        ):
            first = own
        found = _with_date(head, first, whole, words)
        if found is not None:
            place, stop = found
            day = first.start if isinstance(first, DateMention) else None
            return begin, begin + stop, place, day
        if first.text_start < 60:
            bare = _without_date(head, words)
            # "OSH – 2012-жылдын 10-августунда ...": the dash is before the date of the sentence.
            return (begin, begin + bare[1], bare[0], None) if bare and bare[1] <= first.text_start else None
    bare = _without_date(head, words)
    return None if bare is None else (begin, begin + bare[1], bare[0], None)


def _first(dated: list[DateMention], undated: list[UndatedMention]) -> DateMention | UndatedMention | None:
    both: list[DateMention | UndatedMention] = [*dated[:1], *undated[:1]]
    return min(both, key=lambda mention: mention.text_start) if both else None


def _own_day(
    head: str, first: DateMention | UndatedMention, language: str
) -> DateMention | UndatedMention | None:
    """The day before the first dash inside ``first``, if it has a year of its own: "3 May 2015" of
    "3 May 2015 – 5 May". None where there is no such dash or day.
    """
    dash = _INNER_DASH.search(head, first.text_start, first.text_end)
    if dash is None:
        return None
    return _first(*read_dates(head[: dash.start()], language=language))


def _ends_in_year(head: str, first: DateMention | UndatedMention) -> bool:
    """Whether ``first`` tells its year at its end, as a span of days does: "3 May 2015 – 5 May" is none."""
    return _YEAR.search(head, max(first.text_start, first.text_end - _YEAR_REACH), first.text_end) is not None


def _with_date(
    head: str, first: DateMention | UndatedMention, whole: bool, words: _Words
) -> tuple[str, int] | None:
    """Place and end of a dateline whose date is ``first``; ``whole`` when ``head`` is all there is."""
    if first.text_start == 0:
        return _date_first(head, first, words)
    joint = _BEFORE_DATE.search(head[: first.text_start])
    if joint is None:
        return None
    place = head[: joint.start()].rstrip(" ,")
    if place.endswith(".") and not _ABBREVIATION.search(place):
        place = place[:-1]
    capitals = _place(place, words)
    if capitals is None or (joint["join"] == "" and joint["space"] == ""):
        return None
    # "Opened on 3 May 2010 – ..." is a sentence.
    if not capitals and joint["join"] == "" and joint["word"] is not None:
        return None
    dashed = joint["join"] != "" and joint["join"] in _DASHES
    after = first.text_end
    if joint["join"] == "(":
        if head[after : after + 1] != ")":
            return None
        after += 1
    close = _AFTER_DATE.match(head, after)
    if close is not None:
        # "Vienna, 3 May 2010 - a day of change" goes on in small letters; a dateline does not, in capitals
        # or after a double dash it may.
        rest = head[close.end() : close.end() + 2].lstrip("“\"«„‘'(")
        if capitals or not rest or not rest[0].islower() or _has_no_case(rest[0]):
            return place, close.end()
        return None
    if _END.match(head, after) and whole:
        # A line of its own. In small letters it must be short to be told from a title, and without a comma
        # no word of it may be one of headings.
        if capitals or (len(place.split()) <= 3 and (joint["join"] == "," or _is_bare_place(place, words))):
            return place, len(head)
        return None
    stop = _STOP.match(head, after)
    if stop is not None and (capitals or dashed):
        return place, stop.end()
    if capitals and joint["join"] == "," and re.match(r"\s{1,3}[A-Z]", head[after : after + 4]):
        return place, after
    return None


def _date_first(head: str, first: DateMention | UndatedMention, words: _Words) -> tuple[str, int] | None:
    """``19 December 2024, SARAJEVO – ...``"""
    match = re.compile(rf"[\s,]{{1,4}}(?P<place>[^{_DASHES}:\d]{{2,60}}?)\s*(?:{_DASH})\s*").match(
        head, first.text_end
    )
    if match is None or _place(match["place"], words) is not True:
        return None
    return match["place"].strip(), match.end()


def _without_date(head: str, words: _Words) -> tuple[str, int] | None:
    match = _NO_DATE.match(head)
    if match is None:
        return None
    place = match["place"].strip()
    parts = re.findall(r"[^\W\d_]+", place)
    if not parts or _place(place, words) is not True or len(parts) > 6:
        return None
    short = any(len(part) < 3 for part in parts if not _SLASHED.search(place)) and len(parts) == 1
    if short and country_of_town(place) is None:
        return None
    if not _OPENING.match(head, match.end()):
        return None
    following = _FIRST_LONG_WORD.match(head, match.end())
    if following is None or not following[1].isupper():
        return place, match.end()
    # Two runs of capitals are a heading, unless the second is the name of a body.
    if following[1].lower() not in words.not_places:
        return None
    return place, match.end()


def _place(text: str, known: _Words) -> bool | None:
    """True for a place in capitals, False for one in small letters, None for anything else."""
    if not 2 <= len(text) <= 90 or not text[0].isalpha():
        return None
    parts = [part.strip() for part in re.split(r"[,/]", text)]
    if not all(parts):
        return None
    first_words = parts[0].split()
    if first_words[0].lower().strip(".") in known.not_places and not (
        first_words[0].lower() == "the" and len(first_words) > 1
    ):
        return None
    capitals = all(
        _is_upper(word) or word.lower() in known.small or word.startswith("(") for word in first_words
    )
    if capitals and not any(_is_upper(word) and len(word.strip(".")) > 1 for word in first_words):
        return None
    total = 0
    for part in parts:
        words = part.split()
        total += len(words)
        for place, word in enumerate(words):
            if not _UPPER_WORD.fullmatch(word):
                if not (word.startswith("(") or word.endswith(")")):
                    return None
            elif (
                word[0].islower()
                and not _has_no_case(word[0])
                and (place == 0 or word not in known.small)
                and word != "near"
            ):
                return None
        if not any(word[0].isupper() or word[0] == "(" or _has_no_case(word[0]) for word in words):
            return None
    if total > 10:
        return None
    if not capitals and (len(first_words) > 4 or any(w in ("and", "the", "of") for w in first_words)):
        return None
    return capitals


def _has_no_case(letter: str) -> bool:
    """Whether a letter is Georgian, which has no capitals in running text."""
    return "\u10d0" <= letter <= "\u10ff"


def _is_bare_place(text: str, known: _Words) -> bool:
    """Whether ``text``, written as a place is, has no word of a heading: "Novi Sad", not "Summer School"."""
    words = [word.lower() for word in re.findall(r"[^\W\d_]+", text)]
    return known.heading.isdisjoint(words) and known.not_places.isdisjoint(words)


def _is_upper(word: str) -> bool:
    letters = [letter for letter in word if letter.isalpha()]
    return bool(letters) and all(letter.isupper() or letter in "ʼ’'" for letter in letters)
