"""Targets of texts: no text raises anything, and every evidence is the text itself."""

import datetime as dt

from osce_scraper.facts.participants import find_participants, participants_in
from osce_scraper.facts.quotes import find_quotes
from osce_scraper.lang.characters import all_of_characters, of_characters
from osce_scraper.records import ParticipantGroup
from osce_scraper.text import (
    find_dates,
    find_event,
    find_funders,
    find_project,
    split_dateline,
)
from tests.fuzz.mutations import TEXT
from tests.fuzz.target import Target

LANGUAGES = ("en", "en", "ru", "uk", "sq", "sr", "xx", "")
_DAY = dt.date(2016, 5, 3)


def _text(data: bytes) -> tuple[int, str, str]:
    how = data[0] if data else 0
    # A byte that is no UTF-8 becomes a lone surrogate: a text may hold one.
    return how, LANGUAGES[how % len(LANGUAGES)], data[1:].decode("utf-8", "surrogateescape")


def check_participants(data: bytes) -> None:
    """Counts of people, in a text and in the same text taken as a body of paragraphs."""
    how, language, text = _text(data)
    groups = find_participants(text, issued_on=_DAY if how & 0x80 else None, language=language)
    # Evidence shows a lone surrogate, which no record can hold, as U+FFFD.
    text = of_characters(text)
    for group in groups:
        assert text[group.start : group.end] == group.evidence
        assert ParticipantGroup.from_json_line(group.to_json_line()) == group
    if how & 0x40:
        body = text.split("\n")
        found = participants_in(body, language=language)
        for group in found.groups:
            assert body[group.paragraph][group.start : group.end] == group.evidence
        if found.total is not None:
            assert any(group.total == found.total for group in found.groups)


def check_sentences(data: bytes) -> None:
    """Every other fact that is read from sentences: dates, datelines, events, quotes, projects, funders."""
    how, language, text = _text(data)
    body = [paragraph for paragraph in text.split("\n") if paragraph]
    day = _DAY if how & 0x80 else None
    for mention in find_dates(text, language=language):
        assert mention.start <= mention.end
    split_dateline(text, language=language, issued_on=day)
    quotes = find_quotes(body, language=language)
    project = find_project(body, language=language)
    spans = [*quotes, *find_funders(body, language=language), *([project] if project else [])]
    body = all_of_characters(body)
    for span in spans:
        assert body[span.paragraph][span.start : span.end] == span.evidence
        span.to_json_line()
    event = find_event(body, issued_on=day, language=language)
    if event is not None:
        event.to_json_line()


PARTICIPANTS = Target(
    "participants", "`find_participants` and the groups of a body", check_participants, TEXT, longest=600
)
SENTENCES = Target(
    "sentences", "dates, datelines, events, quotes, projects, funders", check_sentences, TEXT, longest=600
)
