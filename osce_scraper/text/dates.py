"""Dates in sentences: whole dates, ranges, lists, weekdays, relative words, years that follow from the issue.

The forms are those of SITE.md, section 9. The search is anchored at digits: each number is asked whether
it is a day, so that text without numbers costs next to nothing and every pattern is linear. A date that
cannot exist, a year of two digits, or a day without any way to its year gives nothing, never a guess.
"""

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from osce_scraper.lang.calendar import CalendarWords, calendar_words

_DIGITS = re.compile(r"[0-9]+")
_ISO = re.compile(r"(\d{4})[-/](\d{2})[-/](\d{2})(?!\d)")
_NUMERIC = re.compile(r"(\d{1,2})([./-])\s?(\d{1,2})\2\s?(\d{4})(?!\d)")
_YEAR_AFTER_US = re.compile(r"(?:st|nd|rd|th)?(?:,\s{0,3}|\s{1,3})((?:1[89]|2[01])\d\d)(?![\d])")
_ORDINAL = re.compile(r"(?:st|nd|rd|th)\b")
# "In May 15 officers" is no 15 May: what follows a day behind its month must not be a counted noun.
_GOES_ON = re.compile(
    r"\s{0,3}(?:$|[^\w\s]|[A-Z]|(?:the|an?|in|at|to|and|with|for|by|of|on|from|through|until|till|or|as|when"
    r"|that|this|its|his|her|their|during|after|before|is|are|was|were|will|has|had|have|there|where|which"
    r"|about|over|near|under|it|he|she|they|we|some|both)\b)"
)
_WEEKDAY_WORD = re.compile(
    r"\b(?:(?P<which>last|next|this(?:\s+(?:coming|past))?|coming|past|on|by|until|since|from|late|early)\s+)"
    r"(?P<day>(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day)\b(?!\s*,?\s*(?:\d|[A-Z][a-z]{2,8}\.?\s\d))"
    r"(?!\s+(?:prayers?|morning\s+papers?))",
    re.IGNORECASE,
)
_WEEKDAYS = {"mon": 0, "tue": 1, "wed": 2, "thu": 3, "fri": 4, "sat": 5, "sun": 6}
_WEEKDAY_NAMES = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_FUTURE = re.compile(r"\b(?:will|shall|is to|are to|due to|starts?|opens?|begins?|scheduled|planned)\b")
_CLOCK = (
    r"\d{1,2}(?:[:.h]\d{2}(?::\d{2}(?:\.\d+)?)?|(?=\s*[ap]\.?m))"
    r"\s*(?:hrs?|h|a\.?m\.?|p\.?m\.?|Z|UTC|GMT|CES?T|[+-]\d{2}:?\d{2})?"
)
_TRAILING_TIME = re.compile(
    r"[\s.,]*(?:(?:г|р|год|года|року)\b\.?[\s,]*)?(?:\([^()]{1,20}\)"
    rf"|(?:(?:[-–—|]|at|um|à|alle|в|о|u|ora|T)\s*)?{_CLOCK}(?:\s*[-–—]\s*{_CLOCK})?)?[\s.,]*",
    re.IGNORECASE,
)
_LEADING_WORD = re.compile(r"(?:(?:le|am|më|on|den|del|dne|pe|la|el|the)\s+)?", re.IGNORECASE)
# Languages that write the month before the day.
_MONTH_FIRST = frozenset(["en", "hy", "az"])
# "14.05. do 15.05.2012": the first day of a range in digits, whose year is that of the last.
_SHORT_NUMERIC = re.compile(
    r"(\d{1,2})\.\s?(\d{1,2})\.?(?=\s*(?:[-–—]|[^\W\d_]{1,5}(?:\s[^\W\d_]{1,3})?)\s*\d{1,2}\.\s?\d{1,2}\.\s?\d{4})"
)
# No list of dates is longer.
_LONGEST_LIST = 12
# A list with more than this between two of its days tells two stories.
_LIST_REACH = timedelta(days=100)


class DateKind(StrEnum):
    """How a date is said."""

    DAY = "day"
    RANGE = "range"
    LIST = "list"
    RELATIVE = "relative"
    WEEKDAY = "weekday"
    WEEK = "week"


@dataclass(frozen=True, slots=True)
class DateMention:
    """A date or a span of days that a text names.

    ``start`` and ``end`` are its first and last day (equal for one day; a list such as "5 and 9 May" runs
    from its first to its last). ``text[text_start:text_end]`` are the words, without "on" or "from".
    """

    start: date
    end: date
    text_start: int
    text_end: int
    kind: DateKind = DateKind.DAY


@dataclass(frozen=True, slots=True)
class UndatedMention:
    """A day and month whose year nothing says; ``weekday`` (0 is Monday) where it is named."""

    day: int
    month: int
    weekday: int | None
    text_start: int
    text_end: int


@dataclass(slots=True)
class _Atom:
    day: int
    month: int  # 0: not said
    year: int  # 0: not said
    start: int
    end: int
    month_first: bool = False
    weekday: int | None = None


def parse_date(text: str, *, language: str = "en", issued_on: date | None = None) -> date | None:
    """The date that the whole of ``text`` is, else None.

    Takes any form of the site: day and month in the words of ``language`` (ISO 639-1) or English, ISO,
    ``17.11.2022`` in European order, with a weekday before it or a time of day behind it. A missing year
    follows from ``issued_on``. A range, a year of two digits, a date that does not exist, a slashed date
    that can be read in two orders: None. Never raises.
    """
    stripped = text.strip()
    if not stripped or len(stripped) > 80:
        return None
    mentions = read_dates(stripped, language=language, issued_on=issued_on)[0]
    if not mentions:
        return None
    mention = mentions[0]
    if mention.start != mention.end or mention.kind is not DateKind.DAY:
        return None
    if not _LEADING_WORD.fullmatch(stripped, 0, mention.text_start):
        return None
    return mention.start if _TRAILING_TIME.fullmatch(stripped, mention.text_end) else None


def find_dates(text: str, *, language: str = "en", issued_on: date | None = None) -> list[DateMention]:
    """Every date that ``text`` names, in the order of the text, without overlaps.

    ``language`` is the language of the text (ISO 639-1; English dates are understood beside it).
    ``issued_on`` resolves relative words and missing years: a day without a year is taken in the year that
    puts it nearest to the date of issue, days long after it counting as farther; a weekday beside it must
    fit if it can. What cannot be resolved is left out. Never raises.
    """
    mentions = read_dates(text, language=language, issued_on=issued_on)[0]
    words = find_relative(text, language=language, issued_on=issued_on)
    if not words:
        return mentions
    mentions += uncovered(words, mentions)
    mentions.sort(key=lambda mention: mention.text_start)
    return mentions


def uncovered(
    words: list[DateMention], mentions: Sequence[DateMention | UndatedMention]
) -> list[DateMention]:
    """Those of ``words`` that touch none of ``mentions``."""
    if not mentions:
        return words
    ends = sorted((mention.text_end, mention.text_start) for mention in mentions)
    kept = []
    for word in words:
        # The first mention that ends behind the word's start is the only one that can touch it.
        place = bisect_right(ends, (word.text_start, word.text_start))
        if place == len(ends) or ends[place][1] >= word.text_end:
            kept.append(word)
    return kept


def read_dates(
    text: str, *, language: str = "en", issued_on: date | None = None
) -> tuple[list[DateMention], list[UndatedMention]]:
    """Dates with a day and a month in ``text``: those that have a year, and those whose year is unknown.

    As ``find_dates``, without relative words and lone weekdays.
    """
    if not any(digit in text for digit in "0123456789"):
        return [], []
    words = calendar_words(language)
    atoms = _atoms(text, words)
    mentions: list[DateMention] = []
    undated: list[UndatedMention] = []
    index = 0
    while index < len(atoms):
        chain, kind, index = _chain(text, words, atoms, index)
        if not chain:
            continue
        days = _resolve(chain, issued_on)
        if days is None:
            last = chain[0]
            if not any(atom.year for atom in chain):
                undated.append(UndatedMention(last.day, last.month, last.weekday, last.start, chain[-1].end))
            continue
        mentions.append(DateMention(days[0], days[1], chain[0].start, chain[-1].end, kind))
    return mentions, undated


def find_relative(text: str, *, language: str = "en", issued_on: date | None = None) -> list[DateMention]:
    """Relative words of ``text`` ("today", "last week", "on Friday") as counted from ``issued_on``.

    Empty when ``issued_on`` is None.
    """
    if issued_on is None:
        return []
    words = calendar_words(language)
    found: list[DateMention] = []
    lowered = text.lower()
    if words.relative is not None and any(hint in lowered for hint in words.relative_hints):
        for match in words.relative.finditer(text):
            phrase = " ".join(match[0].lower().split())
            if phrase in words.relative_days:
                day = _shift(issued_on, words.relative_days[phrase])
                if day is not None:
                    found.append(DateMention(day, day, *match.span(), DateKind.RELATIVE))
            elif phrase in words.relative_weeks:
                monday = _shift(issued_on, 7 * words.relative_weeks[phrase] - issued_on.weekday())
                sunday = _shift(monday, 6) if monday is not None else None
                if monday is not None and sunday is not None:
                    found.append(DateMention(monday, sunday, *match.span(), DateKind.WEEK))
    if any(name in lowered for name in _WEEKDAY_NAMES):
        for match in _WEEKDAY_WORD.finditer(text):
            day = _weekday_near(match, text, issued_on)
            if day is not None:
                start = match.start("day") if match["which"].lower() in _PLAIN else match.start()
                found.append(DateMention(day, day, start, match.end(), DateKind.WEEKDAY))
        found.sort(key=lambda mention: mention.text_start)
    return found


# Words before a weekday that are no part of it.
_PLAIN = {"on", "by", "until", "since", "from", "late", "early"}


def resolve_year(day: int, month: int, issued_on: date, *, weekday: int | None = None) -> date | None:
    """The date of ``day`` and ``month`` whose year puts it nearest to ``issued_on``.

    News tells more of what was than of what comes, so a day after the issue counts one and a half times as
    far. Where ``weekday`` (0 is Monday) is given, a year in which it fits goes before any other. None when
    no neighbouring year has such a day.
    """
    candidates = []
    for year in (issued_on.year - 1, issued_on.year, issued_on.year + 1):
        candidate = _make(year, month, day)
        if candidate is not None:
            distance = (candidate - issued_on).days
            misfit = weekday is not None and candidate.weekday() != weekday
            candidates.append((misfit, 1.5 * distance if distance > 0 else -distance, candidate))
    return min(candidates)[2] if candidates else None


def _make(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _shift(day: date, days: int) -> date | None:
    try:
        return day + timedelta(days=days)
    except OverflowError:
        return None


def _weekday_near(match: re.Match[str], text: str, issued_on: date) -> date | None:
    ahead = (_WEEKDAYS[match["day"][:3].lower()] - issued_on.weekday()) % 7
    which = match["which"].lower()
    if which in ("last", "past") or which.endswith(" past"):
        return _shift(issued_on, ahead - 7)
    if which in ("next", "coming") or which.endswith(" coming"):
        return _shift(issued_on, ahead or 7)
    reach = max(0, match.start() - 120)
    sentence = text[max(text.rfind(". ", reach, match.start()), reach) : match.start()]
    if which in ("this", "by", "until") or _FUTURE.search(sentence):
        return _shift(issued_on, ahead)
    return _shift(issued_on, ahead - 7 if ahead else 0)


def _atoms(text: str, words: CalendarWords) -> list[_Atom]:
    """Numbers of ``text`` that can be days, each with the month and year that stand beside it."""
    atoms: list[_Atom] = []
    done = -1
    year_before: tuple[int, int] | None = None
    first_of_range: tuple[_Atom, tuple[int, int]] | None = None
    for match in _DIGITS.finditer(text):
        start, end = match.span()
        if start < done:
            continue
        length = end - start
        if length == 4:
            atom = _iso(text, start) if end < len(text) and text[end] in "-/" else None
            if atom is None:
                year_before = (int(match[0]), end)
                continue
        elif length <= 2:
            atom = _day(text, words, start, end, int(match[0]))
            if atom is None:
                continue
            if (
                year_before is not None
                and atom.month
                and not atom.year
                and words.year_first is not None
                and words.year_first.fullmatch(
                    text, year_before[1], atom.start if atom.month_first else start
                )
                and 1800 <= year_before[0] < 2200
            ):
                atom.year, atom.start = year_before[0], year_before[1] - 4
            if (
                year_before is not None
                and not atom.month
                and words.year_first is not None
                and words.year_first.fullmatch(text, year_before[1], start)
            ):
                first_of_range = (atom, year_before)
            elif first_of_range is not None:
                # "2012-жылдын 10–15-августунда": the year before both days of a range.
                opening, (year, year_end) = first_of_range
                joined = atom.month and not atom.year and words.join.fullmatch(text, opening.end, atom.start)
                if joined and 1800 <= year < 2200:
                    atom.year, opening.start = year, year_end - 4
                first_of_range = None
        else:
            continue
        done = atom.end
        atoms.append(atom)
    return atoms


def _iso(text: str, start: int) -> _Atom | None:
    match = _ISO.match(text, start)
    if match is None:
        return None
    return _Atom(int(match[3]), int(match[2]), int(match[1]), start, match.end())


def _day(text: str, words: CalendarWords, start: int, end: int, day: int) -> _Atom | None:
    if not 1 <= day <= 31:
        return None
    if start:
        before = text[start - 1]
        if before in ".,:/'" and start > 1 and text[start - 2].isdigit():
            # The tail of 12.5, 15,000 or 10:30; "26/27 May" is the one that may be a day.
            if before != "/":
                return None
        elif before.isalpha() or before == "_":
            word = re.search(r"[^\W\d_]*$", text[max(0, start - 12) : start])
            if word is None or word[0].lower() not in words.joiners:
                return None
    following = text[end] if end < len(text) else ""
    if following and following in "./-":
        numeric = _NUMERIC.match(text, start)
        if numeric is not None:
            return _numeric(text, words, numeric)
        opening = _SHORT_NUMERIC.match(text, start)
        if opening is not None and 1 <= int(opening[2]) <= 12:
            return _Atom(day, int(opening[2]), 0, start, opening.end())
    after = words.after_day.match(text, end)
    if after is not None:
        month = words.month(after[1])
        if month is not None:
            stop = after.end()
            if text[stop - 1] == "." and not _abbreviated(after[1], text, stop):
                stop -= 1
            year_match = words.after_month.match(text, stop)
            atom = _Atom(day, month, 0, start, stop)
            if year_match is not None:
                atom.year, atom.end = int(year_match[1]), year_match.end()
            _take_weekday(text, words, atom)
            return atom
    before_word = _word_before(text, start)
    if before_word is not None and not before_word[2]:
        month = words.month(before_word[0])
        if month is not None:
            return _month_first(text, words, start, end, day, month, before_word[1])
    if following and (following in "%:°€$£" or (following in ".," and text[end + 1 : end + 2].isdigit())):
        return None
    atom = _Atom(day, 0, 0, start, end)
    ordinal = _ORDINAL.match(text, end)
    if ordinal is not None:
        atom.end = ordinal.end()
    elif following == "." and words.language != "en":
        atom.end += 1
    _take_weekday(text, words, atom)
    return atom


def _abbreviated(word: str, text: str, stop: int) -> bool:
    """True when the stop behind a month belongs to it: a short form that goes on to a year."""
    return len(word) <= 5 and text[stop : stop + 6].strip(" ,\xa0")[:1].isdigit()


def _numeric(text: str, words: CalendarWords, match: re.Match[str]) -> _Atom | None:
    first, second, year = int(match[1]), int(match[3]), int(match[4])
    if not 1800 <= year < 2200:
        return None
    atom = _Atom(first, second, year, match.start(), match.end())
    _take_weekday(text, words, atom)
    if match[2] == "/" and first != second:
        # Slashes are used in both orders: only a weekday or a number beyond twelve decides.
        european, american = _make(year, second, first), _make(year, first, second)
        if european is not None and american is not None:
            fits = [day for day in (european, american) if day.weekday() == atom.weekday]
            if len(fits) != 1:
                return None
            atom.day, atom.month = fits[0].day, fits[0].month
        elif european is None and american is not None:
            atom.day, atom.month = american.day, american.month
    return atom


def _month_first(
    text: str, words: CalendarWords, start: int, end: int, day: int, month: int, month_start: int
) -> _Atom | None:
    year = _YEAR_AFTER_US.match(text, end)
    ordinal = _ORDINAL.match(text, end)
    stop = ordinal.end() if ordinal is not None else end
    if year is None and (not _GOES_ON.match(text, stop) or words.language not in _MONTH_FIRST):
        return _Atom(day, 0, 0, start, end)
    atom = _Atom(day, month, int(year[1]) if year else 0, month_start, year.end() if year else stop, True)
    _take_weekday(text, words, atom)
    return atom


def _take_weekday(text: str, words: CalendarWords, atom: _Atom) -> None:
    """Takes a weekday in front of the day into the atom."""
    before = _word_before(text, atom.start)
    if before is not None:
        weekday = words.weekday(before[0])
        # "ДУШАНБЕ, 10 майи соли 2019": the town is called Monday.
        opens = before[1] == 0 and before[0].isupper()
        if weekday is not None and not opens:
            atom.weekday, atom.start = weekday, before[1]


def _word_before(text: str, start: int) -> tuple[str, int, bool] | None:
    """The word before ``start``, where it begins, and whether a comma follows it; None when there is none.

    An article between ("Friday the 13th") is passed over.
    """
    before = text[max(0, start - 24) : start]
    bare = before.rstrip()
    if len(bare) == len(before):
        return None
    if bare[-4:] == " the":
        bare = bare[:-4].rstrip()
    word = bare.rstrip(",.")
    comma = bare[-1:] == ","
    place = max(word.rfind(" "), word.rfind("\xa0"), word.rfind("\n"), word.rfind("("), word.rfind("/")) + 1
    word = word[place:]
    if not word.isalpha():
        return None
    return word, max(0, start - 24) + place, comma


def _chain(
    text: str, words: CalendarWords, atoms: list[_Atom], index: int
) -> tuple[list[_Atom], DateKind, int]:
    """The run of atoms from ``index`` that is one range or list, its kind, and the index behind it.

    The run is empty when the atom is a number and no date.
    """
    chain = [atoms[index]]
    joins: list[str] = []
    stop = index + 1
    while stop < len(atoms) and len(chain) < _LONGEST_LIST and atoms[stop].start - chain[-1].end <= 36:
        join = words.join.fullmatch(text, chain[-1].end, atoms[stop].start)
        if join is None:
            break
        joins.append(str(join.lastgroup))
        chain.append(atoms[stop])
        stop += 1
    if len(chain) == 1:
        return (chain if chain[0].month else []), DateKind.DAY, index + 1
    # A bare number at the end belongs to the chain only behind a month ("September 15-17").
    while not chain[-1].month and not _inherits_left(text, chain, joins):
        chain.pop()
        stop -= 1
        if not chain:
            return [], DateKind.DAY, stop if stop > index else index + 1
        joins = joins[: len(chain) - 1]
    # Commas join only in a list that comes to an "and".
    cut = _first_break(chain, joins)
    if cut < len(chain):
        stop -= len(chain) - cut
        chain, joins = chain[:cut], joins[: cut - 1]
        if not chain[-1].month:
            return [], DateKind.DAY, stop
    if len(chain) == 1:
        return chain, DateKind.DAY, stop
    return chain, DateKind.RANGE if joins == ["range"] else DateKind.LIST, stop


def _inherits_left(text: str, chain: list[_Atom], joins: list[str]) -> bool:
    if len(chain) < 2:
        return False
    last, before = chain[-1], chain[-2]
    if not before.month_first or before.year or before.day >= last.day or joins[len(chain) - 2] == "comma":
        return False
    year = _YEAR_AFTER_US.match(text, last.end)
    if year is None and not _GOES_ON.match(text, last.end):
        return False
    last.month, last.month_first = before.month, True
    if year is not None:
        last.year, last.end = int(year[1]), year.end()
    return True


def _first_break(chain: list[_Atom], joins: list[str]) -> int:
    """How many atoms from the left hold together as one mention."""
    for place, join in enumerate(joins):
        left, right = chain[place], chain[place + 1]
        together = join != "comma" or any(later != "comma" for later in joins[place + 1 :])
        if not left.month:
            month = next((atom for atom in chain[place + 1 :] if atom.month), None)
            together = together and month is not None and not month.month_first and left.day < right.day
        elif left.year and right.year:
            first = _make(left.year, left.month, left.day)
            second = _make(right.year, right.month, right.day)
            together = together and first is not None and second is not None and first < second
            if together and join != "range" and first is not None and second is not None:
                together = second - first <= _LIST_REACH
        elif left.year and not right.year and join != "range":
            together = False
        if not together:
            return place + 1
    return len(chain)


def _resolve(chain: list[_Atom], issued_on: date | None) -> tuple[date, date] | None:
    """First and last day of a chain; None when a day cannot exist or no year can be known."""
    month = 0
    for atom in reversed(chain):
        month = atom.month = atom.month or month
    first, last = chain[0], chain[-1]
    if len(chain) == 1:
        if first.year:
            day = _make(first.year, first.month, first.day)
        elif issued_on is not None:
            day = resolve_year(first.day, first.month, issued_on, weekday=first.weekday)
        else:
            day = None
        return (day, day) if day is not None else None
    wraps = (first.month, first.day) > (last.month, last.day)
    if last.year:
        start_year = first.year or last.year - wraps
        start, end = _make(start_year, first.month, first.day), _make(last.year, last.month, last.day)
    elif first.year:
        start = _make(first.year, first.month, first.day)
        end = _make(first.year + wraps, last.month, last.day)
    elif issued_on is not None:
        start = resolve_year(first.day, first.month, issued_on, weekday=first.weekday)
        end = _make(start.year + wraps, last.month, last.day) if start is not None else None
    else:
        return None
    if start is None or end is None or start > end:
        return None
    return start, end
