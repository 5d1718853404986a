"""Counts in unusual notation, and contexts that make a count no participants, planned or not."""

import unicodedata

import pytest

from osce_scraper.facts.participants import find_participants

Counted = tuple[int | None, int | None, int | None]


def counts(text: str) -> list[Counted]:
    return [(group.total, group.women, group.men) for group in find_participants(text)]


SERVED: list[tuple[str, list[Counted]]] = [
    ("The course in Gori trained 30 judges (M 18, F 12).", [(30, 12, 18)]),
    ("Some 26 editors (F: 11; M: 15) completed the workshop.", [(26, 11, 15)]),
    ("The seminar gathered 24 nurses (14 F, 10 M).", [(24, 14, 10)]),
    ("In all, 50 pilots attended the course, women outnumbering men 28 to 22.", [(50, 28, 22)]),
    ("The forum was attended by 31 mayors (men 20, women 11).", [(31, 11, 20)]),
    ("Fifteen (15) bailiffs attended the course in Brest.", [(15, None, None)]),
    ("The workshop brought together 18 clerks, seven of whom were women.", [(18, 7, None)]),
    ("Thirty-two 16-year-old pupils took part in the camp.", [(32, None, None)]),
    ("Some 25 9th-grade pupils attended the summer school.", [(25, None, None)]),
    ("The Mission trained 14 IT administrators in Bar.", [(14, None, None)]),
    ("Thirteen Albanians attended the course on mediation.", [(13, None, None)]),
    ("The course was attended by 20 women (40 per cent) and 30 men (60 per cent).", [(50, 20, 30)]),
    ("The school taught 15 and 18 nurses from Tetovo and Kumanovo.", [(15, None, None), (18, None, None)]),
    ("Eleven fathers and 16 mothers attended the seminar.", [(27, 16, 11)]),
    ("All of the 12 guards who attended the course were women.", [(12, 12, None)]),
    ("The course was completed by 40 girls and women from the valley.", [(40, None, None)]),
]


@pytest.mark.parametrize(("text", "expected"), SERVED)
def test_a_count_in_unusual_notation_is_read(text: str, expected: list[Counted]) -> None:
    assert counts(text) == expected


NOT_PARTICIPANTS = [
    "A patrol made up of five monitors and a medic reached the village.",
    "The Council decided to send a team of 8 staff to the lake.",
    "Nine staff members were awarded medals for years of service at the Office.",
    "A protest of 200 people took place near the market.",
    "The delegation met the head of Directorate 14 Border Guards.",
    "A crowd of about 400 residents stood in the square.",
]


@pytest.mark.parametrize("text", NOT_PARTICIPANTS)
def test_teams_thanked_staff_and_rallies_are_not_participants(text: str) -> None:
    assert counts(text) == []


PLANNED = [
    ("The Centre trained 18 nurses who will visit villages.", False),
    ("Twenty clerks finished the course and will work in new offices.", False),
    ("The workshop gathered 16 teachers, who will write a handbook.", False),
    ("Six observers were to arrive in Osh on 3 May.", True),
    ("Courses will be held in Bor and Nis, each training 20 guards.", True),
    ("The seminar will be replicated in two towns, each gathering 15 judges.", True),
    ("The Centre will train 18 nurses in May.", True),
    ("The Centre trained 18 nurses in May.", False),
]


@pytest.mark.parametrize(("text", "planned"), PLANNED)
def test_the_main_verb_says_whether_people_are_still_to_come(text: str, planned: bool) -> None:
    (group,) = find_participants(text)
    assert group.planned is planned


def test_the_same_number_of_another_event_is_another_group() -> None:
    text = "A course in Bor had 20 trainees. Another course, held in Nis, had 20 trainees as well."
    assert [total for total, _, _ in counts(text)] == [20, 20]


def test_the_same_count_told_again_is_one_group() -> None:
    text = "A course in Bor had 20 trainees. The 20 trainees received certificates."
    assert [total for total, _, _ in counts(text)] == [20]


@pytest.mark.parametrize(
    "text", ["Курс для 24 полицейских прошёл в Киеве.", "Trening për 20 nxënës në Gjakovë përfundoi."]
)
def test_decomposed_letters_give_the_same_count_with_evidence_in_the_text_given(text: str) -> None:

    language = "ru" if text[0] == "К" else "sq"
    decomposed = unicodedata.normalize("NFD", text)
    (plain,), (marked,) = (
        find_participants(text, language=language),
        find_participants(decomposed, language=language),
    )
    assert marked.total == plain.total
    assert decomposed[marked.start : marked.end] == marked.evidence
