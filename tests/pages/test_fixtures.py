"""Every fixture page gives the record that somebody read off it: a test a field."""

from functools import cache
from pathlib import Path

import pytest

from osce_scraper.evaluation.fixtures import Case, FieldOutcome, Outcome, compare, extract, read_cases
from osce_scraper.records import Listing, NewsItem

ROOT = Path(__file__).parents[1] / "fixtures"
CASES = list(read_cases(ROOT))
CLAIMS = [(case, field) for case in CASES for field in case.expected or {}]
FIELDS = {
    "news": {*NewsItem.model_fields, "raises"},
    "listing": set(Listing.model_fields),
    "menu": {"entries"},
}


@cache
def _outcomes(folder: Path) -> dict[str, FieldOutcome]:
    case = next(case for case in CASES if case.folder == folder)
    return {outcome.field: outcome for outcome in compare(case, extract(case))}


def test_there_are_fixtures() -> None:
    assert len(CASES) > 100


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.title)
def test_somebody_has_looked_at_it(case: Case) -> None:
    assert case.expected, f"no expected.json: osce fixture rerun {case.title} --write"
    assert case.seen, (
        f"review {case.folder / 'expected.json'} against the page, then: osce fixture seen {case.title}"
    )


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.title)
def test_it_is_read_without_an_error(case: Case) -> None:
    assert extract(case)


@pytest.mark.parametrize(("case", "field"), CLAIMS, ids=[f"{case.title}-{field}" for case, field in CLAIMS])
def test_the_field_is_as_claimed(case: Case, field: str) -> None:
    outcome = _outcomes(case.folder)[field]
    assert outcome.outcome in (Outcome.EXACT, Outcome.UNEXPECTED), (
        f"{field} is {outcome.outcome}: expected {outcome.expected!r}, found {outcome.found!r}; "
        f"see osce fixture rerun {case.title}"
    )


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.title)
def test_there_is_no_unexpected_field(case: Case) -> None:
    unexpected = {
        outcome.field: outcome.found
        for outcome in _outcomes(case.folder).values()
        if outcome.outcome is Outcome.UNEXPECTED
    }
    assert unexpected == {}, "the page says nothing of this"


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.title)
def test_only_fields_of_a_record_are_claimed(case: Case) -> None:
    assert set(case.expected or {}) <= FIELDS[case.kind]
