"""Datelines of every form are taken off; sentences that only look like one are left alone."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from osce_scraper.evaluation.dates import DATELINE_KEYS
from osce_scraper.evaluation.gold import read_labels
from osce_scraper.text import find_dates, find_event, split_dateline

GOLD = list(read_labels(Path(__file__).parents[1] / "gold" / "datelines.jsonl", DATELINE_KEYS))

dateline_like = st.lists(
    st.one_of(
        st.sampled_from(
            [
                "VIENNA",
                "Vienna",
                "OSCE",
                "/",
                ", ",
                " - ",
                " – ",
                "-",
                ".",
                ":",
                "3 May 2012",
                "3 May",
                "May 3, 2012",
                " (OSCE)",
                "The envoy",
                " ",
                "ST. ",
                "D.C.",
                "КИЕВ",
                "(",
                ")",
                "“",
                "2012",
                "\n",
            ]
        ),
        st.characters(),
    ),
    max_size=16,
).map("".join)


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


@pytest.mark.parametrize("label", [x for x in GOLD if not x["negative"]], ids=lambda label: label["id"])
def test_a_dateline_is_taken_off(label: dict[str, Any]) -> None:
    dateline, rest = split_dateline(
        label["text"], language=label["language"], issued_on=_day(label["issued_on"])
    )
    assert dateline is not None
    assert (dateline.place, dateline.date, rest) == (label["place"], _day(label["date"]), label["rest"])


@pytest.mark.parametrize("label", [x for x in GOLD if x["negative"]], ids=lambda label: label["id"])
def test_what_only_looks_like_a_dateline_stays(label: dict[str, Any]) -> None:
    assert split_dateline(label["text"], language=label["language"], issued_on=_day(label["issued_on"])) == (
        None,
        label["text"],
    )


def test_the_text_of_a_dateline_holds_its_dash() -> None:
    dateline, rest = split_dateline("  TIRANA, 9 October 2020 –  Two envoys met.")
    assert dateline is not None
    assert (dateline.text, rest) == ("TIRANA, 9 October 2020 –", "Two envoys met.")


def test_of_a_wrapper_and_an_inner_dateline_the_outer_is_taken() -> None:
    dateline, rest = split_dateline("VIENNA, 2 May 2011 - BELGRADE, 1 May 2011 – Guests left.")
    assert dateline is not None
    assert (dateline.place, dateline.date) == ("VIENNA", date(2011, 5, 2))
    assert rest == "BELGRADE, 1 May 2011 – Guests left."


def test_a_date_may_stand_before_the_place() -> None:
    dateline, rest = split_dateline("19 June 2024, TUZLA – Dogs found the mines.")
    assert dateline is not None
    assert (dateline.place, dateline.date, rest) == ("TUZLA", date(2024, 6, 19), "Dogs found the mines.")


@given(dateline_like, st.sampled_from(["en", "ru", "sr", "xx"]), st.one_of(st.none(), st.dates()))
def test_no_text_raises_and_dateline_and_rest_are_the_paragraph(
    text: str, language: str, issued_on: date | None
) -> None:
    dateline, rest = split_dateline(text, language=language, issued_on=issued_on)
    if dateline is None:
        assert rest == text
    else:
        assert dateline.place
        assert dateline.text
        assert text.strip().startswith(dateline.text)
        assert text.endswith(rest)
        assert (dateline.text + rest).split() == text.split() or "".join(
            (dateline.text + rest).split()
        ) == "".join(text.split())


def test_a_day_behind_a_dateline_is_the_beginning_of_the_text() -> None:
    paragraph = "OSH, 14 May 2015 – 15 May is the day of the ropes."
    dateline, rest = split_dateline(paragraph)
    assert dateline is not None
    assert (dateline.date, rest) == (date(2015, 5, 14), "15 May is the day of the ropes.")
    event = find_event([paragraph], issued_on=date(2015, 5, 14))
    assert event is None or (event.start, event.end) == (date(2015, 5, 15), date(2015, 5, 15))


@pytest.mark.parametrize(
    ("language", "text", "place", "day"),
    [
        ("pl", "KRAKÓW, 5 maja 2016 r. – W debacie", "KRAKÓW", date(2016, 5, 5)),
        ("ka", "ბათუმი, 3 ივნისი, 2008 წელი – სემინარს დაესწრო", "ბათუმი", date(2008, 6, 3)),
        ("tg", "ДУШАНБЕ, 10 майи соли 2019 – Бисту чор", "ДУШАНБЕ", date(2019, 5, 10)),
        ("hy", "ԳՅՈՒՄՐԻ, 2014 թ. մարտի 14 – Երեսուն", "ԳՅՈՒՄՐԻ", date(2014, 3, 14)),
        ("uz", "GʻALLAOROL, 2017-yil 3-noyabr – Seminarda", "GʻALLAOROL", date(2017, 11, 3)),
        ("ky", "ОШ – 2012-жылдын 10–15-августунда өткөн", "ОШ", None),
    ],
)
def test_datelines_in_the_forms_of_every_language(
    language: str, text: str, place: str, day: date | None
) -> None:
    dateline, rest = split_dateline(text, language=language)
    assert dateline is not None
    assert (dateline.place, dateline.date) == (place, day)
    assert rest


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("ka", "სემინარი ჩატარდა 3 ივნისს და დასრულდა – 5 ივნისს"),
        ("ky", "Семинар – 2012-жылдын 10-августунда өттү"),
        ("pl", "Otwarcie odbyło się 5 maja 2016 r. – mówi dyrektor"),
    ],
)
def test_a_sentence_with_a_date_and_a_dash_is_not_a_dateline(language: str, text: str) -> None:
    assert split_dateline(text, language=language) == (None, text)


@pytest.mark.parametrize(
    ("language", "text", "first", "last"),
    [
        ("ky", "2012-жылдын 10–15-августунда өткөн", date(2012, 8, 10), date(2012, 8, 15)),
        ("uz", "2017-yil 3–5-noyabr kunlari", date(2017, 11, 3), date(2017, 11, 5)),
        ("kk", "2015 жылғы 12–14 наурызда", date(2015, 3, 12), date(2015, 3, 14)),
        ("bs", "od 14.05. do 15.05.2012.", date(2012, 5, 14), date(2012, 5, 15)),
    ],
)
def test_ranges_with_the_year_before_or_after(language: str, text: str, first: date, last: date) -> None:
    (found,) = find_dates(text, language=language)
    assert (found.start, found.end) == (first, last)
