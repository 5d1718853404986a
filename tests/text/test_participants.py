"""What counts as people who took part, construction by construction."""

import pytest

from osce_scraper.facts.participants import covers, find_participants
from osce_scraper.records import ParticipantGroup, Qualifier, Scope


def only(text: str, language: str = "en") -> ParticipantGroup:
    """The only group of ``text``; its evidence is checked on the way."""
    groups = find_participants(text, language=language)
    assert len(groups) == 1, [group.evidence for group in groups]
    group = groups[0]
    assert text[group.start : group.end] == group.evidence
    return group


@pytest.mark.parametrize(
    ("text", "total", "who"),
    [
        ("Twelve puppeteers met in Gori.", 12, "puppeteers"),
        ("A course for 19 second-line border officers ended today.", 19, "second-line border officers"),
        ("The Centre taught 15 first- and second-instance judges.", 15, "first- and second-instance judges"),
        ("It gathered 21 notaries, tram drivers and vloggers.", 21, "notaries, tram drivers and vloggers"),
        ("Thirty mid to senior-ranking wardens attended.", 30, "mid to senior-ranking wardens"),
    ],
)
def test_roles_are_open_ended(text: str, total: int, who: str) -> None:
    group = only(text)
    assert (group.total, group.who) == (total, who)


@pytest.mark.parametrize(
    ("phrase", "qualifier"),
    [
        ("45 pilots", Qualifier.EXACT),
        ("Some 45 pilots", Qualifier.APPROXIMATE),
        ("Nearly 45 pilots", Qualifier.APPROXIMATE),
        ("Close to 45 pilots", Qualifier.APPROXIMATE),
        ("Approx. 45 pilots", Qualifier.APPROXIMATE),
        ("Forty-five or so pilots", Qualifier.APPROXIMATE),
        ("More than 45 pilots", Qualifier.AT_LEAST),
        ("More then 45 pilots", Qualifier.AT_LEAST),
        ("Over 45 pilots", Qualifier.AT_LEAST),
        ("No fewer than 45 pilots", Qualifier.AT_LEAST),
        ("45+ pilots", Qualifier.AT_LEAST),
        ("Up to 45 pilots", Qualifier.AT_MOST),
        ("Fewer than 45 pilots", Qualifier.AT_MOST),
        ("A maximum of 45 pilots", Qualifier.AT_MOST),
        ("A total of 45 pilots", Qualifier.EXACT),
    ],
)
def test_the_qualifier_is_that_of_the_total(phrase: str, qualifier: Qualifier) -> None:
    group = only(f"{phrase} joined the drill in Osh.")
    assert (group.total, group.qualifier) == (45, qualifier)


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("23 clerks (9 women, 14 men) attended.", (23, 9, 14)),
        ("23 clerks (14 men and nine women) attended.", (23, 9, 14)),
        ("23 clerks (9f/14m) attended.", (23, 9, 14)),
        ("23 clerks (women: 9; men: 14) attended.", (23, 9, 14)),
        ("23 clerks – nine women and 14 men – attended.", (23, 9, 14)),
        ("Twenty-three clerks, nine female and 14 male, attended.", (23, 9, 14)),
        ("23 clerks, of whom nine were women, attended.", (23, 9, None)),
        ("Nine of the 23 clerks at the course in Osh were women.", (23, 9, None)),
        ("Of the 23 clerks who came, nine were women.", (23, 9, None)),
        (
            "A course for 23 clerks ended today. It was the second. Nine of the clerks were women.",
            (23, 9, None),
        ),
        ("The course trained 23 clerks. Nine were women and 14 men.", (23, 9, 14)),
        ("Nine women and 14 men, 23 clerks in all, attended.", (23, 9, 14)),
        ("Women and men numbered 9 and 14 respectively among the 23 clerks at the course.", (23, 9, 14)),
        ("Twenty-three clerks, all men, attended.", (23, None, 23)),
        ("An all-women group of 23 clerks attended.", (23, 23, None)),
        ("Twenty-three women clerks attended.", (23, 23, None)),
        ("Twenty-three female clerks attended.", (23, 23, None)),
        ("The 23 (9 women, 14 men) clerks attended.", (23, 9, 14)),
        ("Twenty-three men and women attended.", (23, None, None)),
        ("Twenty-three clerks, mostly women, attended.", (23, None, None)),
    ],
)
def test_splits_find_their_group(text: str, parts: tuple[int | None, ...]) -> None:
    group = only(text)
    assert (group.total, group.women, group.men) == parts
    assert not group.total_is_sum


def test_parts_without_a_total_are_summed_and_say_so() -> None:
    group = only("The seminar introduced senior managers (one woman, 14 men) of the tax office to audits.")
    assert (group.total, group.women, group.men, group.total_is_sum) == (15, 1, 14, True)
    assert "(one woman, 14 men)" in group.evidence
    assert group.who == "senior managers"


@pytest.mark.parametrize(
    "evidence",
    [
        "25 puppeteers (10 women, 15 men)",
        "25 puppeteers [10 women, 15 men]",
        "puppeteers (one woman, 14 men)",
        "25 puppeteers (three of them women)",
    ],
)
def test_the_evidence_ends_behind_the_bracket_that_it_opened(evidence: str) -> None:
    assert only(f"The course was held for {evidence} from Osh.").evidence == evidence


def test_a_bracket_around_the_evidence_is_none_of_it() -> None:
    assert only("The course (for 25 puppeteers) ended.").evidence == "25 puppeteers"


def test_a_bracket_behind_a_subset_belongs_to_the_group_it_adds_up_to() -> None:
    group = only("Given to 21 officers, including teams of 19 mobile units (13 women and eight men).")
    assert (group.total, group.women, group.men) == (21, 13, 8)


@pytest.mark.parametrize("more", ["more", "other", "additional", "further", "more female"])
def test_further_women_are_women(more: str) -> None:
    noun = "cadets" if more.endswith("female") else "women"
    group = only(f"Fourteen {more} {noun} took part in the course.")
    assert (group.total, group.women, group.men) == (14, 14, None)


def test_more_women_than_men_is_no_number_of_women() -> None:
    assert find_participants("Twelve more women than men took part in the course.") == []


def test_a_share_of_women_stays_a_percentage() -> None:
    group = only("Some 50 students, a third of whom were women, attended.")
    assert (group.total, group.women, group.women_percent) == (50, None, 33.3)


def test_children_are_counted_as_girls_and_boys() -> None:
    group = only("Thirty-six pupils (20 girls and 16 boys) joined the camp.")
    assert (group.total, group.girls, group.boys, group.women) == (36, 20, 16, None)


def test_a_range_has_no_total() -> None:
    group = only("Each session is meant for 20-25 teachers.")
    assert (group.total, group.range) == (None, (20, 25))


@pytest.mark.parametrize(
    "text",
    [
        "Since 2015 some 900 wardens have completed the course.",
        "So far 900 wardens have been trained.",
        "Six seminars trained 900 wardens.",
        "In all, 900 were trained in seven courses.",
        "The number of graduates stands at 900.",
        "A total of 900 wardens were trained within the project.",
    ],
)
def test_sums_of_several_events_are_cumulative(text: str) -> None:
    assert only(text).scope is Scope.CUMULATIVE


@pytest.mark.parametrize(
    "text",
    [
        "A five-day course for 31 wardens ended today.",
        "Three workshops with 31 wardens each were held.",
        "The two courses, one in Russian and one in Georgian, were completed by 31 wardens.",
    ],
)
def test_one_event_is_not_cumulative(text: str) -> None:
    assert only(text).scope is Scope.EVENT


def test_people_still_to_come_are_planned() -> None:
    assert only("Some 75 mayors will attend the conference tomorrow.").planned
    assert only("ODIHR has requested 180 short-term observers.").planned
    assert not only("Some 75 mayors attended the conference.").planned


def test_parts_that_are_no_split_are_subsets() -> None:
    groups = find_participants("The forum drew 150 traders, including 40 start-up founders.")
    assert [(group.total, group.subset) for group in groups] == [(150, False), (40, True)]


def test_the_same_count_told_twice_is_one_group() -> None:
    assert only("Forty imams met. The 40 participants signed a pledge.").total == 40
    assert only("Some 14 clerks came.\nSome 14 clerks came.").total == 14


def test_equal_counts_of_different_people_are_two_groups() -> None:
    text = "A course for eleven Moldovan customs officers and eleven Ukrainian customs officers ended."
    assert [group.total for group in find_participants(text)] == [11, 11]


@pytest.mark.parametrize(
    "text",
    [
        "The 57 participating States adopted three decisions.",
        "Two civilians were killed and five people, among them one woman, were injured.",
        "Some 3,500 people cross the bridge each day.",
        "About 150 protesters gathered outside the court.",
        "The monitors saw 40 people in line, 25 women and 15 men.",
        "Over 2,314,000 voters are registered.",
        "Twelve parties and 640 candidates, 190 of them women, stand for 81 seats.",
        "The town of 40,000 inhabitants has one school.",
        "The office has 31 staff members.",
        "Some 600 refugees fled.",
        "Of the 2,000 respondents, 62 per cent trust the courts.",
        "The free course is meant for women aged 25 to 40.",
        "The 34th course for judges lasted three days.",
        "The Mission counted 20 trucks, 14 schools and 30 women's NGOs.",
        "Under Article 14 and Resolution 1325, officers report to the court.",
        "498311 Participants at the mill, 4 July 2021.",
        "The course was led by two British police experts.",
        "A jury of five chose the best reports.",
        "Women fill 12 per cent of posts.",
        "One in three women in the region has known violence.",
        "Counsel for 14 reporters wrote to the court.",
        "The seminar planned for 40 auditors was cancelled.",
        "In 2019 participants from five ministries met at 10:00 in room 201.",
    ],
)
def test_what_only_looks_like_a_count(text: str) -> None:
    assert find_participants(text) == []


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("Семинар собрал 25 участников (10 женщин и 15 мужчин).", (25, 10, 15)),
        ("Обучение двадцати пяти следователей завершилось.", (25, None, None)),
        ("Курс окончили 48 учителей, среди них 12 женщин.", (48, 12, None)),
        ("Пришли 52 библиотекаря, из которых 45 – женщины.", (52, 45, None)),
        ("Двадцать женщин-предпринимателей начали курс.", (20, 20, None)),
    ],
)
def test_russian(text: str, parts: tuple[int | None, ...]) -> None:
    group = only(text, "ru")
    assert (group.total, group.women, group.men) == parts


def test_languages_that_are_not_covered_give_nothing() -> None:
    assert covers("en")
    assert covers("ru")
    assert not covers("et")
    assert find_participants("25 osalejat (10 naist ja 15 meest)", language="et") == []
