"""Projects and funders."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from osce_scraper.text import find_funders, find_project
from tests.text.timing import best_seconds

PIECES = st.sampled_from(
    [
        *'“”«»"(),.:;-’',
        " ",
        "project",
        "Project",
        "extra-budgetary",
        "entitled",
        "funded by",
        "with financial support from",
        "thanks to contributions of",
        "made possible by",
        "donors are",
        "-funded",
        "Germany",
        "and",
        "the",
        "Government of",
        "European Union",
        "Ministry of Justice",
        "funds",
        "при финансовой поддержке",
        "Италии",
    ]
)
PARAGRAPHS = st.lists(st.lists(PIECES, max_size=30).map(" ".join) | st.text(max_size=80), max_size=4)


def named(text: str) -> list[tuple[str, str | None]]:
    """Names and codes of the funders in ``text``."""
    return [(funder.name, funder.iso2) for funder in find_funders([text])]


def test_the_project_its_budget_and_its_funder() -> None:
    text = "It was part of the extra-budgetary project “Maps for all”, funded by Germany."
    project = find_project([text])
    assert project is not None
    assert (project.name, project.extrabudgetary) == ("Maps for all", True)
    assert project.evidence == "extra-budgetary project “Maps for all”"
    assert named(text) == [("Germany", "DE")]


def test_the_evidence_of_a_funder_runs_from_the_words_of_funding_to_its_name() -> None:
    _, italy = find_funders(["The course was funded by the Czech Republic and Italy."])
    assert italy.evidence == "funded by the Czech Republic and Italy"


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("It is part of the “Maps for All” project.", "Maps for All"),
        ("It is part of the project, Mapping the Last Mines.", "Mapping the Last Mines"),
        ("It is part of the Last Mines project.", "Last Mines"),
        ("It is part of a project called “Maps for all”.", "Maps for all"),
        ("Курс прошёл в рамках проекта «Карты для всех».", "Карты для всех"),
    ],
)
def test_a_project_is_named_by_quotation_marks_or_capitals(text: str, name: str) -> None:
    project = find_project([text])
    assert project is not None
    assert (project.name, project.extrabudgetary) == (name, False)


def test_the_project_called_extrabudgetary_is_preferred() -> None:
    project = find_project(
        ["After the project “Old maps” ended, the ExB project “New maps” began.", "It has no name here."]
    )
    assert project is not None
    assert project.name == "New maps"


@pytest.mark.parametrize(
    "text",
    [
        "The OSCE Project Co-ordinator in Uzbekistan organized the course.",
        "The pupils presented their project “Clean stream”.",
        "Parliament read the draft law “On Maps”.",
        "Project managers exchanged views on project proposals.",
    ],
)
def test_what_is_no_project_of_the_activity(text: str) -> None:
    assert find_project([text]) is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("It was financed by Austria, Bosnia and Herzegovina and Italy.", ["AT", "BA", "IT"]),
        ("It was funded by the Governments of Finland and Sweden.", ["FI", "SE"]),
        ("It was made possible by generous contributions from Spain.", ["ES"]),
        ("Thanks to contributions from Andorra, forty cadets came.", ["AD"]),
        ("Norway and Denmark fund the project.", ["NO", "DK"]),
        ("The Swiss-funded centre opened.", ["CH"]),
        ("Курс прошёл при финансовой поддержке Италии.", ["IT"]),
    ],
)
def test_countries_pay_in_many_words(text: str, expected: list[str]) -> None:
    assert [code for _, code in named(text)] == expected


def test_organizations_pay_too() -> None:
    assert named("It is co-funded by the European Union (EU) and UNDP.") == [
        ("European Union", None),
        ("UNDP", None),
    ]


def test_a_ministry_is_its_country() -> None:
    text = "The desks were financed by the Norwegian Ministry of Foreign Affairs."
    assert named(text) == [("Norwegian Ministry of Foreign Affairs", "NO")]


def test_a_funder_named_twice_is_one() -> None:
    paragraphs = ["The course was funded by Italy.", "Italy funds the project."]
    assert [funder.name for funder in find_funders(paragraphs)] == ["Italy"]


@pytest.mark.parametrize(
    "text",
    [
        "The course was supported by Germany and organized by the Mission.",
        "It was held in co-operation with the Embassy of Italy.",
        "They spoke of terrorism financed by Iran.",
        "Villas funded by criminal proceeds were seized.",
        "Parties are financed by the State.",
        "Shelters could be funded by the European Union.",
        "All this was made possible by the dedication of volunteers.",
    ],
)
def test_support_crime_and_wishes_are_no_funding(text: str) -> None:
    assert find_funders([text]) == []


@given(PARAGRAPHS)
def test_every_span_is_its_evidence_and_nothing_raises(paragraphs: list[str]) -> None:
    project = find_project(paragraphs)
    for span in [*find_funders(paragraphs), *([project] if project else [])]:
        assert paragraphs[span.paragraph][span.start : span.end] == span.evidence


@pytest.mark.parametrize(
    "line",
    [
        "funded by " * 10_000,
        "funded by Germany, " * 5_000,
        "Germany, " * 10_000 + "fund the project",
        "“a” project " * 8_000,
        "project titled " * 6_000 + "“a”",
        "A " * 50_000 + "-funded",
        "with financial, and " * 5_000,
        "Funding of " + "a " * 50_000,
        "Women " * 16_000 + "project",
    ],
    ids=lambda line: line[:12],
)
def test_time_grows_with_length_only(line: str) -> None:
    def taken(text: str) -> float:
        return best_seconds(lambda: (find_funders([text]), find_project([text])))

    # A quadratic rule would take sixteen times as long for four times the text.
    assert taken(line) < 10 * taken(line[: len(line) // 4]) + 0.5
