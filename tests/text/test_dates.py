"""Dates in every form of the site, in the languages of the site, and never a guess."""

from calendar import month_name
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from osce_scraper.evaluation.dates import DATE_KEYS
from osce_scraper.evaluation.gold import read_labels
from osce_scraper.lang.calendar import calendar_words
from osce_scraper.text import find_dates, parse_date
from osce_scraper.text.dates import DateKind, resolve_year
from tests.text.timing import best_seconds

GOLD = list(read_labels(Path(__file__).parents[1] / "gold" / "dates.jsonl", DATE_KEYS))
LANGUAGES = ["en", "ru", "uk", "sq", "sr", "bs", "hr", "mk", "ro", "de", "fr", "it", "es", "tk", "tg", "ky"]
LANGUAGES += ["uz", "hy", "ka", "az"]

#: Texts made of what dates are made of, in any order.
date_like = st.lists(
    st.one_of(
        st.sampled_from(
            [
                "May",
                "3",
                "31",
                "2012",
                "-",
                "–",
                " to ",
                " and ",
                ", ",
                ".",
                "/",
                ":",
                "Sept.",
                "today",
                "on Friday",
                "last week",
                "of",
                "th",
                "from",
                "(All day)",
                "мая",
                "года",
                "2020-жылдын",
                "İyul",
                "ý",
                "\n",
                "\u00a0",
            ]
        ),
        st.integers(0, 99999).map(str),
        st.characters(),
    ),
    max_size=30,
).map("".join)
any_day = st.one_of(st.none(), st.dates())


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


@pytest.mark.parametrize("label", [x for x in GOLD if x["kind"] == "parse"], ids=lambda label: label["id"])
def test_a_text_that_is_a_date_is_read(label: dict[str, Any]) -> None:
    found = parse_date(label["text"], language=label["language"], issued_on=_day(label["issued_on"]))
    assert found == _day(label["date"])


@pytest.mark.parametrize("label", [x for x in GOLD if x["kind"] == "find"], ids=lambda label: label["id"])
def test_dates_in_a_sentence_are_found_with_their_words(label: dict[str, Any]) -> None:
    text = label["text"]
    found = find_dates(text, language=label["language"], issued_on=_day(label["issued_on"]))
    assert [(str(m.start), str(m.end), text[m.text_start : m.text_end]) for m in found] == [
        (given["start"], given["end"], given["evidence"]) for given in label["mentions"]
    ]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_month_of_every_language_is_known(language: str) -> None:
    assert set(calendar_words(language).months.values()) == set(range(1, 13))


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_name_of_a_month_makes_a_date(language: str) -> None:
    for name, month in calendar_words(language).months.items():
        if name in calendar_words(language).capitalised:
            name = name.capitalize()
        assert parse_date(f"5 {name} 2015", language=language) == date(2015, month, 5), name


def test_a_language_nobody_knows_still_reads_english() -> None:
    assert parse_date("5 May 2015", language="xx") == date(2015, 5, 5)
    assert parse_date("5 May 2015", language="") == date(2015, 5, 5)


def test_a_slashed_date_that_can_be_read_in_two_orders_is_no_date_unless_its_weekday_decides() -> None:
    assert parse_date("09/08/2022") is None
    assert parse_date("Thu, 09/08/2022 - 10:15") == date(2022, 9, 8)
    assert parse_date("Tue, 09/08/2022 - 10:15") == date(2022, 8, 9)


def test_small_may_and_march_are_no_months_in_english() -> None:
    assert find_dates("Up to 25 may join while 12 march on.", issued_on=date(2015, 5, 1)) == []
    assert parse_date("25 MAY 2015") == date(2015, 5, 25)


def test_a_month_before_a_counted_noun_is_no_date() -> None:
    assert find_dates("In May 15 officers left.", issued_on=date(2015, 6, 1)) == []


def test_the_kind_of_a_mention_is_told() -> None:
    text = "On 3 May, from 4 to 6 May, on 8 and 9 May, today, on Friday and last week"
    kinds = [mention.kind for mention in find_dates(text, issued_on=date(2015, 5, 20))]
    assert kinds == [
        DateKind.DAY,
        DateKind.RANGE,
        DateKind.LIST,
        DateKind.RELATIVE,
        DateKind.WEEKDAY,
        DateKind.WEEK,
    ]


@given(st.dates(date(1995, 1, 1), date(2035, 12, 31)), st.integers(-150, 60))
def test_a_missing_year_leads_back_to_the_day_near_the_issue(day: date, distance: int) -> None:
    issued_on = day - timedelta(days=distance)
    if (day.month, day.day) != (2, 29):
        assert resolve_year(day.day, day.month, issued_on) == day


#: Day, and the name of its month.
FORMS = [
    "{0.day} {1} {0.year}",
    "{1} {0.day}, {0.year}",
    "{0:%A}, {0.day} {1} {0.year}",
    "{0.day:02} {1}, {0.year}",
    "{0:%d.%m.%Y}",
    "{0:%Y-%m-%d}",
]


@given(st.dates(date(1995, 1, 1), date(2035, 12, 31)), st.sampled_from(FORMS))
def test_a_date_that_is_written_is_read_back(day: date, form: str) -> None:
    assert parse_date(form.format(day, month_name[day.month])) == day


@given(date_like, st.sampled_from(LANGUAGES), any_day)
def test_no_text_raises_and_every_mention_stands_in_it(
    text: str, language: str, issued_on: date | None
) -> None:
    parse_date(text, language=language, issued_on=issued_on)
    stop = 0
    for mention in find_dates(text, language=language, issued_on=issued_on):
        assert stop <= mention.text_start < mention.text_end <= len(text)
        assert text[mention.text_start : mention.text_end].strip()
        assert mention.start <= mention.end
        stop = mention.text_end


@pytest.mark.parametrize(
    "unit", ["1", "1 ", "1,", "(1", "1-", "12 May ", "12 May, ", "12 May and ", "May 1 ", "on Friday "]
)
def test_time_grows_no_faster_than_the_text(unit: str) -> None:
    def seconds(length: int) -> float:
        text = (unit * length)[:length]
        return best_seconds(lambda: find_dates(text, issued_on=date(2015, 5, 1)))

    # Ten times the text takes some ten times as long; a quadratic reader would take a hundred times.
    assert seconds(100_000) < 40 * max(seconds(10_000), 0.002)
