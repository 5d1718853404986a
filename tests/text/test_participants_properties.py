"""Nothing raises, every evidence is the text itself, and time grows no faster than the text."""

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from osce_scraper.facts.participants import find_participants, participants_in
from tests.text.timing import best_seconds

GOLD = Path(__file__).parent.parent / "gold"
WORDS = sorted(
    {
        word
        for file in GOLD.glob("participants*.jsonl")
        for line in file.read_text(encoding="utf-8").splitlines()
        for word in json.loads(line)["text"].split()
    }
)
PIECES = [
    "(",
    ")",
    ",",
    ";",
    ":",
    ".",
    "–",
    "%",
    "per cent",
    "of",
    "the",
    "them",
    "12",
    "1 240",
    "\n",
    "'",
    "“",
]
languages = st.sampled_from(["en", "ru", "uk", "xx"])
sentences = st.lists(st.sampled_from(WORDS) | st.sampled_from(PIECES), max_size=40).map(" ".join)


@settings(max_examples=400, deadline=None)
@given(st.text() | sentences, languages)
def test_no_string_raises_and_evidence_is_the_text(text: str, language: str) -> None:
    for group in find_participants(text, language=language):
        assert text[group.start : group.end] == group.evidence


@settings(max_examples=100, deadline=None)
@given(st.lists(st.text() | sentences, max_size=4), languages)
def test_evidence_stands_in_its_paragraph(paragraphs: list[str], language: str) -> None:
    for group in participants_in(paragraphs, language=language).groups:
        assert paragraphs[group.paragraph][group.start : group.end] == group.evidence


ODD = [
    "",
    "\u0000",
    "\ud800 12 women",
    "²³ women and ½ men",
    "१२ women attended",
    "12 ",
    "women 12 of the",
    "(12",
    "((((12 women))))",
    "of 12 of 12 of 12",
    "İSTANBUL 12 İşçiler attended",
    "12\u200bwomen",
    "1,000,000,000,000 women attended",
    "9" * 10_000 + " women attended",
]


@pytest.mark.parametrize("text", ODD)
@pytest.mark.parametrize("language", ["en", "ru"])
def test_odd_strings(text: str, language: str) -> None:
    for group in find_participants(text, language=language):
        assert text[group.start : group.end] == group.evidence


ENDLESS = [
    "1,",
    "1 ",
    "1",
    "(",
    ",",
    "12 women and ",
    "(1 woman, ",
    "2 of the ",
    "20-",
    "12 judges, ",
    "1 женщина, ",
]


def seconds(text: str, language: str) -> float:
    return best_seconds(lambda: find_participants(text, language=language))


@pytest.mark.parametrize("language", ["en", "ru"])
@pytest.mark.parametrize("piece", ENDLESS)
def test_time_is_linear_on_endless_lines(piece: str, language: str) -> None:
    short = (piece * 5_000)[:5_000]
    long = (piece * 50_000)[:50_000]
    # Ten times the text: quadratic reading would take a hundred times as long.
    assert seconds(long, language) < 40 * max(seconds(short, language), 0.002)
