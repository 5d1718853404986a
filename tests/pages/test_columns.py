"""Labels at the head of columns have their values below; other tables are read row by row."""

import datetime as dt

import pytest

from osce_scraper.pages import extract_news
from osce_scraper.records import NewsItem

URL = "https://www.osce.org/secretariat/531680"


def item_of(table: str) -> NewsItem:
    """The record of a page with ``table`` between its title and its text."""
    text = "<p>The Office opened a course on road safety for municipal inspectors in Ohrid.</p>"
    return extract_news(
        f'<html lang="en"><body><h1>Inspectors learn to measure speed</h1>{table}{text}</body></html>', URL
    )


HEAD = "<tr><th>Date:</th><th>Issued by:</th><th>Fields of work:</th></tr>"
BOLD = "<tr><td><b>Date:</b></td><td><b>Issued by:</b></td><td><b>Fields of work:</b></td></tr>"
VALUES = '<tr><td>14 May 2019</td><td>OSCE Secretariat</td><td><a href="/p">Policing</a></td></tr>'


@pytest.mark.parametrize(
    "table",
    [
        f"<table>{HEAD}{VALUES}</table>",
        f"<table><thead>{HEAD}</thead><tbody>{VALUES}</tbody></table>",
        f"<table>{HEAD.replace('th>', 'td>')}{VALUES}</table>",
        f"<table>{HEAD.replace(':', '')}{VALUES}</table>",
        f"<table>{BOLD}{VALUES}</table>",
        f"<table>{HEAD}{VALUES}<tr><td colspan=3>Photo</td></tr></table>",
        "<table><tr><th>Fields of work:</th><th>Issued by:</th><th>Date:</th></tr>"
        '<tr><td><a href="/p">Policing</a></td><td>OSCE Secretariat</td><td>14 May 2019</td></tr></table>',
    ],
)
def test_values_are_those_of_their_column(table: str) -> None:
    item = item_of(table)
    assert item.issued_on == dt.date(2019, 5, 14)
    assert [issuer.name for issuer in item.issuers] == ["OSCE Secretariat"]
    assert [field.name for field in item.fields_of_work] == ["Policing"]


@pytest.mark.parametrize(
    "rows",
    [
        "<tr><th>Date:</th><td>14 May 2019</td></tr><tr><th>Issued by:</th><td>OSCE Secretariat</td></tr>",
        "<tr><td>Date:</td><td>14 May 2019</td><td>Issued by:</td><td>OSCE Secretariat</td></tr>",
        "<tr><td>Date: 14 May 2019</td><td>Issued by: OSCE Secretariat</td></tr><tr><td>1</td></tr>",
        "<tr><td>Date:<br>14 May 2019</td><td>Issued by:<br>OSCE Secretariat</td></tr>",
        "<tr><td>Date:</td></tr><tr><td>14 May 2019</td></tr><tr><td>Issued by:</td></tr>"
        "<tr><td>OSCE Secretariat</td></tr>",
    ],
)
def test_other_tables_are_read_row_by_row(rows: str) -> None:
    item = item_of(f"<table>{rows}</table>")
    assert item.issued_on == dt.date(2019, 5, 14)
    assert [issuer.name for issuer in item.issuers] == ["OSCE Secretariat"]
