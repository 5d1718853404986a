"""The line beside the title that states the date, alone or among the kind and the office."""

import datetime as dt

import pytest

from osce_scraper.pages import extract_news
from osce_scraper.records import NewsItem

URL = "https://www.osce.org/secretariat/531680"
TEXT = "<p>The Office opened a course on road safety for municipal inspectors in Ohrid.</p>"
DAY = dt.date(2019, 5, 14)


def item_of(inside: str) -> NewsItem:
    """The record of a page with ``inside`` in its article."""
    return extract_news(
        f'<html lang="en"><body><div><a href="/">Home</a></div><article>{inside}</article></body></html>', URL
    )


@pytest.mark.parametrize(
    "line",
    [
        "14 May 2019",
        "Press release | 14 May 2019 | OSCE Secretariat",
        "14 May 2019 · Press release",
        "News Item 14 May 2019",
        "OSCE Mission to Skopje, 14 May 2019",
        "14 May 2019<br>OSCE Mission to Skopje",
        "Press release – 14 May 2019",
        "VIENNA, 14 May 2019",
    ],
)
def test_a_line_of_date_kind_and_office_states_the_date(line: str) -> None:
    item = item_of(f"<h1>Inspectors learn to measure speed</h1><p>{line}</p>{TEXT}")
    assert item.issued_on == DAY
    assert item.body == ["The Office opened a course on road safety for municipal inspectors in Ohrid."]


@pytest.mark.parametrize(
    "above",
    [
        "<p>14 May 2019</p>",
        '<p class="date">14 May 2019</p><p>Press release</p>',
        "<div>14.05.2019</div><div>OSCE Secretariat</div>",
        "<div>Press release</div><div>14 May 2019</div>",
        "<p>Tuesday, 14 May 2019</p>",
    ],
)
def test_a_date_right_above_the_title_is_that_of_issue(above: str) -> None:
    assert item_of(f"{above}<h1>Inspectors learn to measure speed</h1>{TEXT}").issued_on == DAY


@pytest.mark.parametrize(
    "lines",
    [
        "<p>Press release | 14 May 2019 | OSCE Mission to Skopje</p>",
        "<p>14 May 2019<br>OSCE Mission to Skopje</p>",
        "<p>14 May 2019</p><p>OSCE Mission to Skopje</p>",
        "<div>OSCE Mission to Skopje</div><div>14 May 2019</div>",
        "<p>OSCE Mission to Skopje | 14 May 2019 | Policing</p>",
        "<span>News Item</span><br><span>14 May 2019</span><br><span>OSCE Mission to Skopje</span>",
    ],
)
def test_an_office_beside_the_title_issued_the_item(lines: str) -> None:
    item = item_of(f"<h1>Inspectors learn to measure speed</h1>{lines}{TEXT}")
    assert [issuer.id for issuer in item.issuers] == ["mission-to-skopje"]
    assert item.issued_on == DAY
    assert item.lead == "The Office opened a course on road safety for municipal inspectors in Ohrid."


@pytest.mark.parametrize(
    "page",
    [
        f"<h1>Inspectors learn</h1>{TEXT}<p>OSCE Mission to Skopje</p>",
        f"<h1>Inspectors learn</h1><p>With the OSCE Mission to Skopje</p>{TEXT}",
        f"<p>OSCE Mission to Skopje</p><p>News</p><h1>Inspectors learn</h1>{TEXT}",
        f"<h1>Inspectors learn</h1><p>Skopje</p>{TEXT}",
        f"<h1>Inspectors learn</h1><p>Policing</p>{TEXT}",
    ],
)
def test_other_lines_name_no_issuer(page: str) -> None:
    assert item_of(page).issuers == []


def test_a_label_goes_before_the_line() -> None:
    lines = "<p>14 May 2019 | OSCE Mission to Skopje</p><p>Issued by: OSCE Secretariat</p>"
    item = item_of(f"<h1>Inspectors learn to measure speed</h1>{lines}{TEXT}")
    assert [issuer.name for issuer in item.issuers] == ["OSCE Secretariat"]


@pytest.mark.parametrize(
    "page",
    [
        # A day among other words is not that of issue.
        f"<h1>Inspectors learn</h1><p>Course on 14 May 2019 | Room 4</p>{TEXT}",
        f"<h1>Inspectors learn</h1><p>14 May 2019, Hofburg, second floor</p>{TEXT}",
        f"<h1>Inspectors learn</h1><p>Press release | 14 May 2019 | 20 May 2019</p>{TEXT}",
        f"<h1>Inspectors learn</h1><p>Press release | May 2019</p>{TEXT}",
        f"<h1>Inspectors learn</h1><p>Event | 14 May 2019</p>{TEXT}",
        # What stands further above is today's date, or another story's.
        f"<div><p>14 May 2019</p></div><h1>Inspectors learn</h1>{TEXT}",
        f"<p>14 May 2019</p><p>Another story of the week</p><h1>Inspectors learn</h1>{TEXT}",
        f"<p>14 May 2019</p><p>Vienna</p><p>Secretariat</p><h1>Inspectors learn</h1>{TEXT}",
    ],
)
def test_other_dates_are_not_taken(page: str) -> None:
    item = item_of(page)
    assert item.issued_on is None
    assert "issued_on_missing" in [problem.code for problem in item.problems]


@pytest.mark.parametrize(
    "contact", ["+389 2 323 40 00", "(+43 1) 514 36 60 00", "press@osce.org", "0043 664 85"]
)
def test_a_telephone_behind_office_is_no_issuer(contact: str) -> None:
    item = item_of(
        f"<h1>Inspectors learn</h1><p>14 May 2019</p>{TEXT}<h4>Contacts</h4><p>Ana<br>Office: {contact}</p>"
    )
    assert item.issuers == []
    assert "issuers_missing" in [problem.code for problem in item.problems]
