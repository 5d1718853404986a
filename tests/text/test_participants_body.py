"""The groups of a whole body and the headline among them."""

import pytest

from osce_scraper.facts.participants import find_participants, participants_in
from osce_scraper.records import Qualifier
from osce_scraper.text import contradicted


def test_every_group_says_its_paragraph() -> None:
    body = ["A course on fraud ended in Osh today.", "It was attended by 24 auditors (9 women, 15 men)."]
    found = participants_in(body)
    assert len(found.groups) == 1
    group = found.groups[0]
    assert group.paragraph == 1
    assert body[1][group.start : group.end] == group.evidence
    assert (found.total, found.women, found.men, found.qualifier) == (24, 9, 15, Qualifier.EXACT)


def test_the_lead_and_the_body_tell_the_same_count_once() -> None:
    body = ["The Office trained 24 auditors.", "The 24 auditors, nine of them women, came from five towns."]
    found = participants_in(body)
    assert [(group.total, group.women) for group in found.groups] == [(24, 9)]


def test_the_headline_is_the_largest_group_of_one_event() -> None:
    found = participants_in(
        [
            "Twenty judges and 30 clerks attended the course.",
            "Since 2015 some 900 clerks have been trained.",
            "Some 400 clerks will attend the next course.",
        ]
    )
    assert found.total == 30
    assert [group.total for group in found.groups] == [20, 30, 900, 400]


def test_on_a_tie_the_group_with_a_split_is_the_headline() -> None:
    found = participants_in(["Thirty judges met 30 clerks (12 women, 18 men) at the seminar."])
    assert (found.total, found.women, found.men) == (30, 12, 18)


def test_a_subset_is_no_headline() -> None:
    found = participants_in(["The forum drew more than 150 traders, including 40 founders."])
    assert (found.total, found.qualifier) == (150, Qualifier.AT_LEAST)


def test_a_body_without_counts_has_no_headline() -> None:
    found = participants_in(["The Mission handed over 40 radios.", ""])
    assert found.groups == []
    assert found.total is None
    assert found.qualifier is None
    assert participants_in([]).groups == []


@pytest.mark.parametrize(
    "text",
    [
        "The course was attended by 20 police officers, 25 of them women.",
        "Some said more; 12 judges (nine women, eight men) took part in the seminar.",
        "Up to 15 cadets, 16 of them women, took part in the drill.",
        "Between 20 and 25 teachers (20 women, 8 men) attended the workshop.",
        "The training brought together 30 mayors, including 31 women.",
    ],
)
def test_more_women_and_men_than_people_contradict_each_other(text: str) -> None:
    assert contradicted(find_participants(text)), text


@pytest.mark.parametrize(
    "text",
    [
        "The course was attended by 20 police officers, 20 of them women.",
        "Some 30 judges (16 women, 15 men) took part in the seminar.",
        "More than 30 cadets, 31 of them women, took part in the drill.",
        "Between 20 and 25 teachers (17 women, 8 men) attended the workshop.",
        "The training brought together 12 women and 14 men.",
        "The course for 40 herders (14 women, 25 men) ended in Osh.",
    ],
)
def test_parts_that_fit_into_their_total_contradict_nothing(text: str) -> None:
    groups = find_participants(text)
    assert groups
    assert not contradicted(groups), text
