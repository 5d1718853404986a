"""When the reported activity took place: one event of a news item, from the words that say so.

A date is of the event when the sentence uses it so: the verb nearest to it decides whether the activity
took place, began or ended on it. What is only background stays out: dates of decisions and elections,
deadlines, history ("since 2017"), statements ("today condemned"), the next course. Where nothing is sure
there is no event. The words by which all this is told stand in the section ``events`` of the packs.
"""

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from osce_scraper.lang.characters import all_of_characters
from osce_scraper.records import Event
from osce_scraper.text.datelines import split_dateline
from osce_scraper.text.dates import (
    DateKind,
    DateMention,
    UndatedMention,
    find_relative,
    read_dates,
    resolve_year,
    uncovered,
)
from osce_scraper.text.event_reading import (
    EventWords,
    Reading,
    event_words,
    is_statement,
    read_mention,
    sentence_bounds,
)

# How many paragraphs can still tell of the event.
_PARAGRAPHS = 8
# So many dates of one line are looked at, and so many characters of a sentence on both sides of each.
_MENTIONS = 30
_SENTENCE_REACH = 500
# News tells of what is near: beyond this a date is history, or a plan.
_DAYS_BEFORE_ISSUE = 120
_DAYS_AFTER_ISSUE = 200
_BYLINE = re.compile(r"OSCE\s*-\s")
_WHEN = re.compile(r"\s*(?:when|date and time|когда|дата проведения|коли)\s*:?\s*$", re.IGNORECASE)
_THREE_LETTERS = re.compile(r"[^\W\d_]{3}")
_ALL_DAY = re.compile(r"\(all day\)", re.IGNORECASE)
_PROSE_ENDS = frozenset('.!?…”"»')


@dataclass(frozen=True, slots=True)
class _Line:
    text: str
    offset: int  # in its paragraph
    paragraph: int
    lead: bool
    previous: str


@dataclass(frozen=True, slots=True)
class _Candidate:
    reading: Reading
    tier: int  # 3 sure, 2 planned, 1 weak
    start: date | None  # None: day and month are known, the year is not
    end: date | None
    paragraph: int
    text_start: int
    text_end: int
    sentence: int


def find_event(
    paragraphs: Sequence[str], *, language: str = "en", issued_on: date | None = None
) -> Event | None:
    """When the activity that the item reports took place, and the words that say so; or None, never a guess.

    ``paragraphs`` is the body (a dateline may still open a paragraph: its date then counts for "today");
    ``language`` its language (ISO 639-1); ``issued_on`` the date of the dateline or of issue, needed for
    relative words and missing years. "ended on 3 May" gives an end alone, "opens on 3 May" a start alone;
    ``paragraph``, ``text_start`` and ``text_end`` say where ``text`` stands. Never raises.

    The lead has the first say; later paragraphs are heard where they speak of a meeting, course or the
    like. An item whose lead is a statement (condemns, calls on, welcomes) reports no activity.
    """
    words = event_words(language)
    paragraphs = all_of_characters(paragraphs)
    base = issued_on
    lead = _lead(paragraphs, language)
    fallback: Event | None = None
    previous = ""
    for index, paragraph in enumerate(paragraphs[:_PARAGRAPHS]):
        candidates: list[_Candidate] = []
        offset = 0
        for line in paragraph.split("\n"):
            if line.strip():
                place = _Line(line, offset, index, index == lead, previous)
                base, found, statement = _read_line(place, words, language, base, issued_on)
                if statement and not candidates:
                    return fallback
                candidates += found
                previous = line
            offset += len(line) + 1
        if candidates:
            best = max(candidates, key=lambda candidate: (candidate.tier, -candidate.text_start))
            event = _event(best, candidates, paragraph)
            if best.tier > 1:
                return event
            fallback = fallback or event
    return fallback


def _lead(paragraphs: Sequence[str], language: str) -> int:
    """Index of the first paragraph that is prose; headings and labels may stand before it."""
    first = 0
    for index, paragraph in enumerate(paragraphs[:_PARAGRAPHS]):
        if paragraph.rstrip()[-1:] in _PROSE_ENDS:
            first = index
            break
    for index in range(first + 1, min(first + 3, len(paragraphs))):
        # A text of the Parliamentary Assembly inside a wrapper: the inner dateline opens the news itself.
        dateline, rest = split_dateline(paragraphs[index], language=language)
        if dateline is not None and dateline.date is not None and rest:
            return index
    return first


def _event(best: _Candidate, candidates: list[_Candidate], paragraph: str) -> Event | None:
    """The event that ``best`` tells, with the end that its sentence adds; None when the year is unknown."""
    if best.start is None or best.end is None:
        return None
    span = next((one for one in candidates if one.sentence == best.sentence and _spans(one, best)), None)
    if span is not None:
        best = span
    other_way = {Reading.START: Reading.END, Reading.END: Reading.START}.get(best.reading)
    first = last = best
    for other in candidates:
        if other.reading is other_way and other.sentence == best.sentence:
            first, last = (best, other) if best.reading is Reading.START else (other, best)
            break
    start = first.start if first.reading is not Reading.END else None
    end = last.end if last.reading is not Reading.START else None
    if start is not None and end is not None and start > end:
        first = last = best
        start = best.start if best.reading is Reading.START else None
        end = best.end if best.reading is Reading.END else None
    text_start = min(first.text_start, last.text_start)
    text_end = max(first.text_end, last.text_end)
    return Event(
        start=start,
        end=end,
        text=paragraph[text_start:text_end],
        paragraph=best.paragraph,
        text_start=text_start,
        text_end=text_end,
    )


def _spans(one: _Candidate, day: _Candidate) -> bool:
    """Whether ``one`` is a range that begins or ends on the single ``day``: it says more."""
    if None in (one.start, one.end, day.start) or one.start == one.end or day.start != day.end:
        return False
    return day.start in (one.start, one.end)


def _plain_date(line: _Line, day: DateMention) -> _Candidate:
    """A line that is only a day or span of days, as a page's "When" has it."""
    return _Candidate(
        Reading.WHOLE,
        3,
        day.start,
        day.end,
        line.paragraph,
        day.text_start + line.offset,
        day.text_end + line.offset,
        0,
    )


def _read_line(
    place: _Line, words: EventWords, language: str, base: date | None, issued_on: date | None
) -> tuple[date | None, list[_Candidate], bool]:
    """The candidates of one line, the date that "today" has from here on, and whether it is a statement."""
    line = place.text
    dateline, rest = split_dateline(line, language=language, issued_on=issued_on)
    begin = len(line) - len(rest)
    if dateline is not None and dateline.date is not None and (rest or base is None):
        base = dateline.date
    if not rest.strip() or _BYLINE.match(line):
        return base, [], False
    mentions = [mention for mention in _mentions(line, language, base) if mention.text_start >= begin]
    if not mentions:
        return base, [], place.lead and is_statement(line, begin, words)
    if len(mentions) == 1 and _whole_line(line, mentions[0]):
        only = mentions[0]
        if isinstance(only, DateMention) and (only.start != only.end or _WHEN.match(place.previous or "-")):
            return base, [_plain_date(place, only)], False
        return base, [], False
    candidates: list[_Candidate] = []
    bounds = sentence_bounds(line, begin)
    inner: date | None = None
    for mention in mentions[:_MENTIONS]:
        number = bisect_right(bounds, mention.text_start) - 1
        left = max(bounds[number], mention.text_start - _SENTENCE_REACH)
        right = min(bounds[number + 1], mention.text_end + _SENTENCE_REACH)
        if _in_dateline(line, left, mention):
            if isinstance(mention, DateMention):
                inner = mention.start
            continue
        reading, tier = read_mention(line, left, right, mention, words, place.lead, base)
        if reading is Reading.STATEMENT and place.lead and number == 0 and not candidates:
            return base, [], True
        if tier == 0 or reading in (Reading.NONE, Reading.STATEMENT):
            continue
        days = _days(mention, mentions, base, inner)
        if days is None:
            continue
        start, end = days
        text_start, text_end = mention.text_start + place.offset, mention.text_end + place.offset
        candidates.append(
            _Candidate(reading, tier, start, end, place.paragraph, text_start, text_end, number)
        )
        if reading is Reading.WHOLE and tier == 3 and len(candidates) == 1:
            # Nothing later in the line can be surer.
            break
    return inner or base, candidates, False


def _mentions(line: str, language: str, base: date | None) -> list[DateMention | UndatedMention]:
    """All that ``line`` says of days, in its order, without overlaps."""
    dated, undated = read_dates(line, language=language, issued_on=base)
    mentions: list[DateMention | UndatedMention] = [*dated, *undated]
    mentions += uncovered(find_relative(line, language=language, issued_on=base), mentions)
    mentions.sort(key=lambda mention: mention.text_start)
    return mentions


def _days(
    mention: DateMention | UndatedMention,
    mentions: list[DateMention | UndatedMention],
    base: date | None,
    inner: date | None,
) -> tuple[date | None, date | None] | None:
    """First and last day of a mention; both None when its year is unknown; None when it is too far away.

    ``inner`` is the date of a dateline inside the line, by which relative words behind it count.
    """
    if isinstance(mention, UndatedMention):
        day = _year_beside(mention, mentions)
        return day, day
    start, end = mention.start, mention.end
    if inner is not None and base is not None and mention.kind is DateKind.RELATIVE:
        start, end = inner + (start - base), inner + (end - base)
    base = inner or base
    if base is not None and (
        (base - end).days > _DAYS_BEFORE_ISSUE or (start - base).days > _DAYS_AFTER_ISSUE
    ):
        return None
    return start, end


def _whole_line(line: str, mention: DateMention | UndatedMention) -> bool:
    rest = line[: mention.text_start] + line[mention.text_end :]
    return len(rest) < 40 and not _THREE_LETTERS.search(_ALL_DAY.sub("", rest))


def _year_beside(mention: UndatedMention, others: list[DateMention | UndatedMention]) -> date | None:
    """The year of a weekday, day and month from a full date of the same text, where the weekday fits."""
    if mention.weekday is None:
        return None
    for other in others:
        if isinstance(other, DateMention):
            day = resolve_year(mention.day, mention.month, other.start)
            fits = day is not None and day.weekday() == mention.weekday
            if fits and day is not None and abs(day - other.start) <= timedelta(days=60):
                return day
    return None


def _in_dateline(line: str, left: int, mention: DateMention | UndatedMention) -> bool:
    """Whether the mention is of a dateline in the middle of a line ("... (OSCE) TIVAT, 4 May 2016 – A")."""
    before = line[left : mention.text_start].strip(" ,")
    if not before or not before.isupper() or len(before) > 60:
        return False
    return bool(re.match(r"\s*[-–—]", line[mention.text_end : mention.text_end + 4]))
