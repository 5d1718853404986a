"""The labelled texts: every set of them must be read as well as the floors say."""

from pathlib import Path

import pytest

from osce_scraper.evaluation.participants import ParticipantScore, read_cases, score_participants

GOLD = Path(__file__).parent.parent / "gold"
SETS = sorted(path.stem for path in GOLD.glob("participants*.jsonl"))


@pytest.fixture(scope="module", params=SETS)
def score(request: pytest.FixtureRequest) -> ParticipantScore:
    return score_participants(read_cases(GOLD / f"{request.param}.jsonl"))


def errors(score: ParticipantScore, *kinds: str) -> str:
    """The errors of some kinds, to be read in a failing test."""
    return "\n".join(
        f"{error.case}: {error.text}\n  {error.kind}: {error.expected}, found {error.found}"
        for error in score.errors
        if error.kind in kinds
    )


def test_precision(score: ParticipantScore) -> None:
    assert score.counts.precision >= 0.97, errors(score, "false")


def test_recall(score: ParticipantScore) -> None:
    assert score.counts.recall >= 0.95, errors(score, "missed")


def test_no_group_in_any_negative(score: ParticipantScore) -> None:
    assert score.negatives_hit == 0, errors(score, "false")


def test_qualifier_and_scope(score: ParticipantScore) -> None:
    assert score.counts.qualifier_accuracy >= 0.95, errors(score, "qualifier")
    assert score.counts.scope_accuracy >= 0.95, errors(score, "scope")
