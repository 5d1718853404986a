"""A count is found whatever stands around its sentence, and is the same as in the sentence alone."""

from hypothesis import given, settings

from osce_scraper.facts.participants import find_participants
from osce_scraper.records import ParticipantGroup
from tests.text.strategies import Labelled, surrounded

COUNTS = ("total", "women", "men", "girls", "boys", "qualifier")


def counted(groups: list[ParticipantGroup]) -> list[tuple[object, ...]]:
    return [tuple(getattr(group, name) for name in COUNTS) for group in groups]


@settings(max_examples=300, deadline=None, derandomize=True)
@given(surrounded())
def test_neighbours_change_no_count(case: Labelled) -> None:
    groups = find_participants(case.text)
    assert counted(groups) == counted(find_participants(case.sentence))
    for group in groups:
        assert case.text[group.start : group.end] == group.evidence
