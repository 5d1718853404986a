"""The table of fields: the first strategy that gives a value gives the field; the loop records the rest."""

import pytest

from osce_scraper.pages.fields import FIELDS
from osce_scraper.pages.strategy import Context, Field, Given, Mark, read_fields
from osce_scraper.pages.trace import Trace
from osce_scraper.records import NewsItem, Problem

PAGE: Context = Context(None, None, None, None, "", "en")  # type: ignore[arg-type]  # no strategy here looks at it


def nothing(page, needed):
    return None


def found(page, needed):
    return Given("value", [Mark("as written", 7)], [Problem(code="odd", field="one")], beside={"other": 1})


def of_another(page, needed):
    return Given(needed["one"].upper(), strategy="named")


def test_the_first_strategy_that_gives_a_value_gives_the_field() -> None:
    trace = Trace("x")
    values, problems = read_fields([Field("one", (nothing, found, nothing))], PAGE, trace)
    assert values == {"one": "value", "other": 1}
    assert [(mark.field, mark.value, mark.strategy, mark.block) for mark in trace.marks] == [
        ("one", "as written", "found", 7)
    ]
    assert [problem.code for problem in problems] == ["odd"]


def test_a_field_without_a_value_has_its_problem() -> None:
    trace = Trace("x")
    row = Field("one", (nothing,), missing="one_missing", detail="nothing says it", empty=list)
    values, problems = read_fields([row], PAGE, trace)
    assert values == {"one": []}
    assert [(problem.code, problem.detail) for problem in problems] == [("one_missing", "nothing says it")]
    assert [mark.strategy for mark in trace.marks] == ["none"]


def test_a_field_sees_what_it_needs_and_no_more() -> None:
    rows = [Field("one", (found,)), Field("two", (of_another,), needs=("one",))]
    values, _ = read_fields(rows, PAGE, Trace("x"))
    assert values["two"] == "VALUE"
    with pytest.raises(KeyError):
        read_fields([Field("one", (found,)), Field("two", (of_another,))], PAGE, Trace("x"))


def test_every_row_is_a_field_of_the_record_and_needs_rows_above_it() -> None:
    above: set[str] = set()
    for row in FIELDS:
        assert row.name in NewsItem.model_fields
        assert set(row.needs) <= above
        above.add(row.name)
