"""When the reported activity took place, in every language of the site.

Languages with a section ``events`` in their pack have rules for start, end and statements. In the
others the day that a sentence names is the event's where the sentence speaks of a meeting or training.
"""

import re
from collections.abc import Sequence
from datetime import date, timedelta
from typing import Final

from osce_scraper.lang.language import Pack, is_cyrillic, load_pack
from osce_scraper.lang.words import WordClass
from osce_scraper.records import Event
from osce_scraper.text import find_dates, split_dateline
from osce_scraper.text import find_event as find_event_by_rules
from osce_scraper.text.dates import DateKind, DateMention
from osce_scraper.text.event_reading import event_words

_PARAGRAPHS: Final = 3
#: Languages whose rules of events also say what a date is not.
_GRAMMARS: Final = frozenset(["en", "ru"])
_LONGEST: Final = timedelta(days=366)
_BEFORE: Final = timedelta(days=120)
_WORD: Final = re.compile(r"[^\W\d_]+(?:[-’'][^\W\d_]+)*")
_SENTENCE_END: Final = re.compile(r"(?<!\d)[.!?։:](?=\s+\S)|\n")


def find_event(
    paragraphs: Sequence[str], *, language: str = "en", issued_on: date | None = None
) -> Event | None:
    """When the activity that the item reports took place, and the words that say so; or None, never a guess.

    ``paragraphs`` is the body, ``language`` its language (ISO 639-1), ``issued_on`` the date of issue, needed
    for relative words and missing years. Raises nothing.
    """
    pack = load_pack(language, any(is_cyrillic(paragraph) for paragraph in paragraphs[:2]))
    words = pack.counts if pack else None
    if words is None or event_words(language).stems or event_words(language).phrases:
        event = find_event_by_rules(paragraphs, language=language, issued_on=issued_on)
        if event is None or pack is None or words is None or language in _GRAMMARS:
            return event
        return event if _tells_of_activity(paragraphs, event, pack) else None
    for index, paragraph in enumerate(paragraphs[:_PARAGRAPHS]):
        _, rest = split_dateline(paragraph, language=language, issued_on=issued_on)
        begin = len(paragraph) - len(rest)
        for start, end in _sentences(paragraph, begin):
            sentence = paragraph[start:end]
            lowers = [match[0].lower() for match in _WORD.finditer(sentence)]
            if not any(words["takes_part"].phrase_length(lowers, at) for at in range(len(lowers))):
                continue
            day = _day(find_dates(sentence, language=language, issued_on=issued_on), issued_on)
            if day is not None:
                text_start, text_end = start + day.text_start, start + day.text_end
                return Event(
                    start=day.start,
                    end=day.end,
                    text=paragraph[text_start:text_end],
                    paragraph=index,
                    text_start=text_start,
                    text_end=text_end,
                )
    return None


def _tells_of_activity(paragraphs: Sequence[str], event: Event, pack: Pack) -> bool:
    """Whether the sentence of ``event`` speaks of a meeting or training, and of no law or publication."""
    if event.paragraph is None or event.text_start is None:
        return True  # a label of the page says it
    paragraph, offset = paragraphs[event.paragraph], event.text_start
    spans = _sentences(paragraph, 0)
    start, end = next((span for span in spans if offset < span[1]), spans[-1])
    lowers = [match[0].lower() for match in _WORD.finditer(paragraph[start:end])]
    data = pack.section("events")
    enacted = WordClass(data.get("founded", []))
    if any(enacted.phrase_length(lowers, at) for at in range(len(lowers))):
        return False
    cues = [*pack.section("counts").get("takes_part", []), *data.get("held", []), *data.get("end", [])]
    told = WordClass([*cues, *data.get("start", [])])
    return any(told.phrase_length(lowers, at) for at in range(len(lowers)))


def _sentences(paragraph: str, begin: int) -> list[tuple[int, int]]:
    ends = [
        match.end()
        for match in _SENTENCE_END.finditer(paragraph, begin)
        if not paragraph[match.end() :]
        .lstrip()[:1]
        .islower()  # the point of an abbreviation: "2016 թ. մայիսի"
    ]
    return list(zip([begin, *ends], [*ends, len(paragraph)], strict=True))


def _day(mentions: list[DateMention], issued_on: date | None) -> DateMention | None:
    """The day or days of the event among the dates of its sentence: the only ones near the date of issue."""
    near = [
        mention
        for mention in mentions
        if mention.end - mention.start <= _LONGEST
        and (issued_on is None or -_BEFORE <= mention.end - issued_on <= _BEFORE)
    ]
    exact = [mention for mention in near if mention.kind is not DateKind.RELATIVE]
    chosen = exact or near
    return chosen[0] if len(chosen) == 1 else None
