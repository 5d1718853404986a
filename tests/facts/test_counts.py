"""Counts of people in the languages that one engine reads."""

import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from osce_scraper.facts.counts import find_counts
from osce_scraper.facts.participants import covers, find_participants, participants_in
from osce_scraper.lang.numerals import number_words, read_number
from osce_scraper.records import Qualifier

LABELS = Path(__file__).parent.parent / "gold" / "languages" / "counts.jsonl"
SEXES = ("women", "men", "girls", "boys")
LANGUAGES = [
    "uk",
    "sq",
    "sr",
    "hr",
    "bs",
    "me",
    "mk",
    "ro",
    "de",
    "fr",
    "it",
    "es",
    "pl",
    "be",
    "kk",
    "ky",
    "uz",
    "tk",
    "tg",
    "az",
    "hy",
    "ka",
]


def labels() -> list[dict[str, Any]]:
    return [json.loads(line) for line in LABELS.read_text(encoding="utf-8").splitlines()]


def compared(group: dict[str, Any]) -> tuple[int | None, ...]:
    return (group["total"], *(group[sex] for sex in SEXES))


def test_labelled_texts_of_all_languages_reach_the_bars() -> None:
    right = false = missed = 0
    for label in labels():
        found = Counter(
            compared(group.model_dump())
            for group in find_participants(label["text"], language=label["language"])
        )
        expected = Counter(compared(group) for group in label["participants"])
        right += (found & expected).total()
        false += (found - expected).total()
        missed += (expected - found).total()
    assert right > 80
    assert right / (right + false) >= 0.95
    assert right / (right + missed) >= 0.95


@pytest.mark.parametrize(
    "label", [label for label in labels() if not label["participants"]], ids=lambda label: label["id"]
)
def test_people_who_did_not_take_part_are_not_counted(label: dict[str, Any]) -> None:
    assert find_participants(label["text"], language=label["language"]) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_of_the_site_is_covered(language: str) -> None:
    assert covers(language)
    assert number_words(language)


def test_a_decision_says_which_cues_made_it() -> None:
    (found,) = find_counts(["На семінарі 34 судді (19 жінок, 15 чоловіків) обговорили закон."], "uk")
    assert any(cue.startswith("cue.takes_part") for cue in found.why)
    assert "split" in found.why


@pytest.mark.parametrize(
    ("text", "language", "qualifier"),
    [
        ("Понад 60 учнів взяли участь у таборі.", "uk", Qualifier.AT_LEAST),
        ("Rreth 30 mësues morën pjesë në trajnim.", "sq", Qualifier.APPROXIMATE),
        ("Najmanje 40 novinara učestvovalo je na obuci.", "sr", Qualifier.AT_LEAST),
        ("Près de 50 juges ont participé au séminaire.", "fr", Qualifier.APPROXIMATE),
        ("Bis zu 20 Lehrer besuchten den Kurs.", "de", Qualifier.AT_MOST),
        ("W szkoleniu uczestniczyło 20 nauczycieli.", "pl", Qualifier.EXACT),
    ],
)
def test_a_qualifier_before_the_number_is_kept(text: str, language: str, qualifier: Qualifier) -> None:
    (group,) = find_participants(text, language=language)
    assert group.qualifier is qualifier


@pytest.mark.parametrize(
    ("words", "language", "value"),
    [
        ("двадцять два", "uk", 22),
        ("сто двадцять п’ять", "uk", 125),
        ("njëzet e dy", "sq", 22),
        ("dvadeset i pet", "hr", 25),
        ("vierundzwanzig", "de", 24),
        ("quatre-vingt-quatre", "fr", 84),
        ("ciento veinticinco", "es", 125),
        ("dwudziestu", "pl", 20),
        ("жиырма бес", "kk", 25),
        ("бисту панҷ", "tg", 25),
        ("yigirma besh", "uz", 25),
        ("iki yüz otuz", "az", 230),
        ("1 200", "uk", 1200),
        ("1 . 500", "sr", 1500),
    ],
)
def test_number_words_add_up_in_every_language(words: str, language: str, value: int) -> None:
    tokens = words.split()
    assert read_number(tokens, 0, number_words(language)) == (value, len(tokens))


def test_the_headline_of_a_body_is_the_largest_group() -> None:
    found = participants_in(["18 суддів завершили курс.", "40 учнів відвідали семінар."], language="uk")
    assert found.total == 40
    assert [group.paragraph for group in found.groups] == [0, 1]


def test_the_same_count_told_again_is_one_group() -> None:
    found = participants_in(
        ["20 суддів завершили курс.", "Усі 20 суддів (8 жінок) отримали сертифікати курсу."], language="uk"
    )
    assert [(group.total, group.women) for group in found.groups] == [(20, 8)]


@pytest.mark.parametrize(
    ("text", "language", "groups"),
    [
        ("Курс закінчили 38 слідчих. Серед них п’ять жінок.", "uk", [(38, 5, None)]),
        ("En el taller participaron 45 fiscales, 17 de ellos mujeres.", "es", [(45, 17, None)]),
        ("Na obuci je bilo 40 učesnika, žena je bilo 18.", "sr", [(40, 18, None)]),
        ("Teilnehmer: 25.", "de", [(25, None, None)]),
        (
            "У тренінгу взяли участь 20 суддів із Польщі, 10 із Чехії.",
            "uk",
            [(20, None, None), (10, None, None)],
        ),
        ("Liczba uczestników: 64: 58 mężczyzn i sześć kobiet.", "pl", [(64, 6, 58)]),
        ("1 200 біженців, у тому числі 400 дітей, живуть у таборі.", "uk", []),
        ("Понад 2 тис. студентів відвідали форум.", "uk", [(2000, None, None)]),
        ("Treningda 40 nafar tadbirkor ayol qatnashdi.", "uz", [(40, 40, None)]),
    ],
)
def test_a_count_finds_its_noun_and_split(
    text: str, language: str, groups: list[tuple[int | None, ...]]
) -> None:
    found = find_participants(text, language=language)
    assert [(group.total, group.women, group.men) for group in found] == groups


@given(st.text(max_size=200), st.sampled_from(LANGUAGES))
def test_every_span_is_its_evidence_and_nothing_raises(text: str, language: str) -> None:
    for group in find_participants(text, language=language):
        assert text[group.start : group.end] == group.evidence
