"""Numbers as sentences write them."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from osce_scraper.text.numbers import (
    LARGEST,
    digits_value,
    english_fraction,
    english_number,
    parse_number,
    percent_of,
    russian_number,
)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("7", 7),
        ("1250", 1_250),
        ("12,450", 12_450),
        ("1.240", 1_240),
        ("1 240", 1_240),
        ("3\u00a0600", 3_600),
        ("3\u202f600", 3_600),
        ("1'240", 1_240),
        ("2,314,000", 2_314_000),
    ],
)
def test_digits_with_every_thousands_separator(text: str, value: int) -> None:
    assert parse_number(text) == value


@pytest.mark.parametrize(
    "text", ["46.7", "10:00", "15.00", "1,24", "12,4500", "²", "9" * 5_000, "", " ", "4th"]
)
def test_what_is_no_whole_number_of_people(text: str) -> None:
    assert parse_number(text) is None


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("eight", 8),
        ("Forty-two", 42),
        ("forty two", 42),
        ("one hundred and twelve", 112),
        ("two hundred", 200),
        ("a hundred", 100),
        ("a dozen", 12),
        ("two dozen", 24),
        ("half a dozen", 6),
        ("five thousand two hundred", 5_200),
        ("three hundred thousand four hundred and one", 300_401),
    ],
)
def test_english_words(text: str, value: int) -> None:
    assert parse_number(text) == value


@pytest.mark.parametrize("text", ["second", "hundreds", "several hundred", "dozens", "hundred", "a", "women"])
def test_words_that_state_no_number(text: str) -> None:
    assert parse_number(text) is None


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("двадцать пять", 25),
        ("двадцати пяти", 25),
        ("двадцатью пятью", 25),
        ("сорока восьми", 48),
        ("сто двенадцать", 112),
        ("две тысячи четыреста", 2_400),
        ("трёх", 3),
        ("одной", 1),
        ("2 460", 2_460),
    ],
)
def test_russian_words_in_their_cases(text: str, value: int) -> None:
    assert parse_number(text, "ru") == value


def test_a_number_ends_where_its_words_end() -> None:
    assert english_number(["forty", "two", "wardens"], 0) == (42, 2)
    assert russian_number(["двадцать", "пять", "судей"], 0) == (25, 2)
    assert russian_number(["пять", "двадцать"], 0) == (5, 1)


@pytest.mark.parametrize(
    ("words", "share", "end"),
    [
        (["half", "of", "them"], 50.0, 1),
        (["a", "third"], 33.3, 2),
        (["two", "thirds"], 66.7, 2),
        (["two-thirds"], 66.7, 1),
        (["three", "quarters"], 75.0, 2),
        (["one", "in", "four"], 25.0, 3),
        (["one", "out", "of", "five"], 20.0, 4),
    ],
)
def test_shares(words: list[str], share: float, end: int) -> None:
    found = english_fraction(words, 0)
    assert found is not None
    assert percent_of(found[0]) == share
    assert found[1] == end


@pytest.mark.parametrize(
    "words", [["one"], ["in", "four"], ["four", "in", "one"], ["a", "half-day"], ["third"]]
)
def test_what_is_no_share(words: list[str]) -> None:
    assert english_fraction(words, 0) is None


@given(st.integers(min_value=0, max_value=LARGEST))
def test_a_number_in_digits_is_read_back_with_and_without_separators(number: int) -> None:
    assert digits_value(str(number)) == number
    assert digits_value(f"{number:,}") == number


@given(st.text(), st.sampled_from(["en", "ru"]))
def test_no_string_raises(text: str, language: str) -> None:
    value = parse_number(text, language)
    assert value is None or value >= 0


def test_shares_are_exact_fractions() -> None:
    assert english_fraction(["a", "third"], 0) == (Fraction(1, 3), 2)
