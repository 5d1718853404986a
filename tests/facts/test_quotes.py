"""What was said, by whom and in which role."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from osce_scraper.facts.quotes import find_quotes
from osce_scraper.records import Quote
from tests.text.timing import best_seconds

PIECES = st.sampled_from(
    [
        *'“”„«»"‘’,.:–-()',
        " ",
        "\n",
        "said",
        "added",
        "noted that",
        "according to",
        "Jane Doe",
        "Minister of Youth",
        "the Head of Mission",
        "she",
        "we meet again",
        "сказал",
        "Иван Петров",
    ]
)
PARAGRAPHS = st.lists(st.lists(PIECES, max_size=30).map(" ".join) | st.text(max_size=80), max_size=4)


def one(*paragraphs: str, language: str = "en") -> Quote:
    """The only quotation of ``paragraphs``."""
    (quote,) = find_quotes(paragraphs, language=language)
    return quote


def test_words_speaker_and_role_behind_the_speech() -> None:
    quote = one("“Maps save lives,” said Marta Kos, Adviser on Demining at the Secretariat.")
    assert (quote.text, quote.speaker, quote.role) == (
        "Maps save lives",
        "Marta Kos",
        "Adviser on Demining at the Secretariat",
    )


def test_the_evidence_holds_words_and_attribution() -> None:
    quote = one("The course ended. “Maps save lives,” said Marta Kos. It will be repeated.")
    assert quote.evidence.strip() == "“Maps save lives,” said Marta Kos."


def test_the_evidence_begins_with_a_word_and_not_with_the_space_before_it() -> None:
    text = "  Marta Kos said: “Maps save lives.”"
    quote = one(text)
    assert quote.evidence == text.strip()
    assert text[quote.start : quote.end] == quote.evidence


@pytest.mark.parametrize(
    "text",
    [
        "Marta Kos, Adviser, said: “Maps save lives every day.”",
        "“Maps save lives every day,” Marta Kos, Adviser, said on Monday.",
        "“Maps save lives every day,” according to Marta Kos, Adviser.",
        "According to Marta Kos, Adviser, “maps save lives every day.”",
        "Adviser Marta Kos noted that “maps save lives every day.”",
        '"Maps save lives every day," said Adviser Marta Kos.',
        "„Maps save lives every day,“ said Adviser Marta Kos.",
        "«Maps save lives every day,» said Adviser Marta Kos.",
        "“Maps save lives every day” – Marta Kos, Adviser",
    ],
)
def test_speech_stands_before_or_after_the_name_in_any_marks(text: str) -> None:
    quote = one(text)
    assert quote.text.strip(".").lower() == "maps save lives every day"
    assert (quote.speaker, quote.role) == ("Marta Kos", "Adviser")


def test_speech_around_the_name_is_one() -> None:
    quote = one("“Maps,” said Marta Kos, “save lives.” She smiled.")
    assert quote.text == "Maps, save lives."


def test_speech_over_several_paragraphs_is_one() -> None:
    quote = one("Marta Kos said:", "“Maps save lives.", "“So do dogs.”")
    assert quote.text == "Maps save lives.\nSo do dogs."
    assert quote.speaker == "Marta Kos"


def test_a_pronoun_is_the_last_speaker() -> None:
    _, second = find_quotes(["“Maps save lives,” said Marta Kos, Adviser.", "“So do dogs,” she added."])
    assert (second.speaker, second.role) == ("Marta Kos", "Adviser")


def test_a_surname_is_the_person_named_before() -> None:
    quote = one("Marta Kos, Adviser, opened the day.", "“Maps save lives,” said Kos.")
    assert (quote.speaker, quote.role) == ("Marta Kos", "Adviser")


def test_a_function_without_a_name_is_a_role() -> None:
    quote = one("“Maps save lives,” said the Head of the OSCE Mission to Serbia.")
    assert (quote.speaker, quote.role) == (None, "Head of the OSCE Mission to Serbia")


def test_russian_and_ukrainian_attribution() -> None:
    russian = one("«Карты спасают жизни», – сказал Иван Петров, советник.", language="ru")
    ukrainian = one("«Мапи рятують життя», – зазначила Оксана Гай, радниця.", language="uk")
    assert (russian.speaker, russian.role) == ("Иван Петров", "советник")
    assert (ukrainian.speaker, ukrainian.role) == ("Оксана Гай", "радниця")


@pytest.mark.parametrize(
    "text",
    [
        "The course “Reading maps in the field” was attended by cadets.",
        "The project “Maps save lives”, funded by Norway, ends in May.",
        "The Minister said the law was “outdated”.",
        "The Minister said that the campaign “Walk on the safe side” goes on.",
        "Article 3 states: “No one shall be subjected to torture.”",
        "A banner saying “Clean air for all of us” hung from the roof.",
        'She got a 27" screen and a 24" spare.',
    ],
)
def test_titles_names_and_single_words_are_no_quotations(text: str) -> None:
    assert find_quotes([text]) == []


def test_a_language_without_words_gives_no_quotation() -> None:
    assert find_quotes(["„Sõnad on tähtsad“, ütles Mart Kask."], language="et") == []


@given(PARAGRAPHS, st.sampled_from(["en", "ru", "uk", "de"]))
def test_every_span_is_its_evidence_and_nothing_raises(paragraphs: list[str], language: str) -> None:
    for quote in find_quotes(paragraphs, language=language):
        assert paragraphs[quote.paragraph][quote.start : quote.end] == quote.evidence
        assert quote.text


@pytest.mark.parametrize(
    "line",
    [
        "“" * 100_000,
        "“a” " * 25_000,
        "“a b c d.” he said. " * 1_500,
        "Jane Doe, " * 10_000 + "said: “a b c d.”",
        "“a,” said " + "Jane, " * 20_000,
        ", " * 50_000 + "“a b c d.”",
        " " * 100_000 + "“",
        "«a, – сказал " * 7_000,
    ],
    ids=lambda line: line[:12],
)
def test_time_grows_with_length_only(line: str) -> None:
    def taken(text: str) -> float:
        return best_seconds(lambda: find_quotes([text]))

    # A quadratic rule would take sixteen times as long for four times the text.
    assert taken(line) < 10 * taken(line[: len(line) // 4]) + 0.5
