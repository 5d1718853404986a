"""When the activity took place: from the words that say so, or not at all."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from osce_scraper.evaluation.dates import EVENT_KEYS
from osce_scraper.evaluation.gold import read_labels
from osce_scraper.text import find_event
from tests.text.timing import best_seconds

GOLD = list(read_labels(Path(__file__).parents[1] / "gold" / "events.jsonl", EVENT_KEYS))

words = [
    "On ",
    "3 May",
    "3 May 2015",
    "from 3 to 5 May ",
    "today ",
    "yesterday ",
    "on Friday ",
    "this week ",
    "ended ",
    "began ",
    "condemned ",
    "said ",
    "the ",
    "elections ",
    "of ",
    "held ",
    "course ",
    ". ",
    "; ",
    ", ",
    "“",
    "”",
    '"',
    "\n",
    "will ",
    "until ",
    "since ",
    "When",
    "VIENNA, 4 May 2015 – ",
    "сегодня ",
    "завершился ",
    "5 мая ",
]
paragraphs = st.lists(
    st.lists(st.one_of(st.sampled_from(words), st.characters()), max_size=20).map("".join), max_size=4
)


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


@pytest.mark.parametrize("label", GOLD, ids=lambda label: label["id"])
def test_the_event_of_a_text(label: dict[str, Any]) -> None:
    event = find_event(label["paragraphs"], language=label["language"], issued_on=_day(label["issued_on"]))
    if label["start"] is None and label["end"] is None:
        assert event is None
    else:
        assert event is not None
        assert (event.start, event.end) == (_day(label["start"]), _day(label["end"]))


def test_the_words_that_say_so_are_pointed_at() -> None:
    body = ["A class for rangers.", "The class was held on 3 and 4 May 2015 in Bar."]
    event = find_event(body)
    assert event is not None
    assert event.paragraph == 1
    assert event.text == "3 and 4 May 2015" == body[1][event.text_start : event.text_end]


def test_without_a_date_of_issue_a_day_without_a_year_is_no_event() -> None:
    lead = "On 16 November, the Department held a class for managers. It has done so since 2017."
    assert find_event([lead]) is None
    event = find_event([lead], issued_on=date(2022, 11, 17))
    assert event is not None
    assert event.start == event.end == date(2022, 11, 16)


def test_today_is_the_day_of_the_dateline_in_the_text() -> None:
    event = find_event(["OSH, 3 July 2009 - Rangers met today."], issued_on=date(2009, 7, 6))
    assert event is not None
    assert event.start == date(2009, 7, 3)


def test_a_statement_reports_no_activity_whatever_it_tells_of() -> None:
    body = ["The Representative condemned the search of a newsroom.", "The search took place on 3 May 2015."]
    assert find_event(body, issued_on=date(2015, 5, 4)) is None


def test_what_is_told_in_a_quotation_is_not_the_event() -> None:
    assert find_event(["“The school burned on 3 May 2015,” he recalled."]) is None


@given(paragraphs, st.sampled_from(["en", "ru", "sr", "xx"]), st.one_of(st.none(), st.dates()))
def test_no_body_raises_and_the_words_stand_where_they_are_said_to(
    body: list[str], language: str, issued_on: date | None
) -> None:
    event = find_event(body, language=language, issued_on=issued_on)
    if event is not None:
        assert event.paragraph is not None
        assert body[event.paragraph][event.text_start : event.text_end] == event.text
        assert event.start is not None or event.end is not None
        if event.start is not None and event.end is not None:
            assert event.start <= event.end


@pytest.mark.parametrize(
    "unit",
    ["1 ", "3 May 2015 ", "today ", "said ", "the event ", "\n3 May 2015", "3 May 2015. ", ", the ", '"'],
)
def test_time_grows_no_faster_than_the_text(unit: str) -> None:
    def seconds(length: int) -> float:
        text = (unit * length)[:length] + " 1 May 2015"
        return best_seconds(lambda: find_event([text], issued_on=date(2015, 5, 1)))

    # Ten times the text takes some ten times as long; a quadratic reader would take a hundred times.
    assert seconds(100_000) < 40 * max(seconds(10_000), 0.002)
