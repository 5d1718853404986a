"""How well the dates, datelines and events of labelled texts are found.

Labelled texts are objects as in tests/gold/dates.jsonl, datelines.jsonl and events.jsonl; for events also
those of tests/gold/participants*.jsonl, which carry ``event_start`` and ``event_end``. A hit is right in
all its parts; anything else found counts as false, anything else labelled as missed.
"""

import re
import time
from collections.abc import Iterable
from datetime import date
from typing import Any

from osce_scraper.evaluation.scores import Mistake, Score, Tally
from osce_scraper.text import find_dates, find_event, parse_date, split_dateline

DATE_KEYS = ("id", "construction", "language", "kind", "text", "issued_on")
DATELINE_KEYS = ("id", "construction", "language", "text", "issued_on", "place", "date", "rest")
EVENT_KEYS = ("id", "construction", "issued_on")

_CYRILLIC = re.compile(r"[а-яё]", re.IGNORECASE)
_LETTER = re.compile(r"[^\W\d_]")


def score_dates(labels: Iterable[dict[str, Any]]) -> Score:
    """Score ``parse_date`` on texts of kind ``parse`` and ``find_dates`` on those of kind ``find``.

    A date found in a text is a hit when its first day, last day and words are those labelled.
    """
    score = Score("dates")
    for label in labels:
        text, language, issued_on = label["text"], label["language"], _day(label["issued_on"])
        started = time.perf_counter()
        if label["kind"] == "parse":
            whole = parse_date(text, language=language, issued_on=issued_on)
            score.seconds += time.perf_counter() - started
            found = [] if whole is None else [whole.isoformat()]
            expected = [] if label["date"] is None else [label["date"]]
        else:
            mentions = find_dates(text, language=language, issued_on=issued_on)
            score.seconds += time.perf_counter() - started
            found = [
                f"{mention.start} {mention.end} {text[mention.text_start : mention.text_end]}"
                for mention in mentions
            ]
            expected = [f"{given['start']} {given['end']} {given['evidence']}" for given in label["mentions"]]
        _record(score, label, text, expected, found)
    return score


def score_datelines(labels: Iterable[dict[str, Any]]) -> Score:
    """Score ``split_dateline``: a dateline is a hit when place, date and the rest of the text are right."""
    score = Score("datelines")
    for label in labels:
        started = time.perf_counter()
        dateline, rest = split_dateline(
            label["text"], language=label["language"], issued_on=_day(label["issued_on"])
        )
        score.seconds += time.perf_counter() - started
        found = [] if dateline is None else [f"{dateline.place} | {dateline.date} | {rest}"]
        expected = [] if label["place"] is None else [f"{label['place']} | {label['date']} | {label['rest']}"]
        _record(score, label, label["text"], expected, found)
    return score


def score_events(labels: Iterable[dict[str, Any]]) -> Score:
    """Score ``find_event``: an event is a hit when its start and end are right, null where labelled so.

    A label has ``paragraphs``, ``start`` and ``end``, or ``text`` (a line a paragraph), ``event_start`` and
    ``event_end``.
    """
    score = Score("events")
    for label in labels:
        paragraphs = label["paragraphs"] if "paragraphs" in label else label["text"].split("\n")
        start, end = (
            (label["start"], label["end"])
            if "paragraphs" in label
            else (label["event_start"], label["event_end"])
        )
        language = label.get("language") or _script_language(" ".join(paragraphs))
        issued_on = _day(label["issued_on"])
        started = time.perf_counter()
        event = find_event(paragraphs, language=language, issued_on=issued_on)
        score.seconds += time.perf_counter() - started
        found = [] if event is None else [f"{event.start} to {event.end}"]
        expected = [] if start is None and end is None else [f"{start} to {end}"]
        _record(score, {**label, "language": language}, "\n".join(paragraphs), expected, found)
    return score


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _script_language(text: str) -> str:
    letters = len(_LETTER.findall(text))
    return "ru" if letters and len(_CYRILLIC.findall(text)) * 3 > letters else "en"


def _record(score: Score, label: dict[str, Any], text: str, expected: list[str], found: list[str]) -> None:
    outcome = Tally()
    left = list(found)
    missed = []
    for item in expected:
        if item in left:
            left.remove(item)
            outcome.tp += 1
        else:
            missed.append(item)
    outcome.fn, outcome.fp = len(missed), len(left)
    mistakes = []
    if missed or left:
        kind = "missed" if missed else "false"
        mistakes.append(
            Mistake(
                label["id"],
                label["construction"],
                kind,
                text,
                "; ".join(missed) or "nothing",
                "; ".join(left) or "nothing",
            )
        )
    score.record(
        outcome,
        construction=label["construction"],
        language=label["language"],
        negative=not expected,
        mistakes=mistakes,
    )
