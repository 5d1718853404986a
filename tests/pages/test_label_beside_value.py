"""A label without a colon, told from its value by an element of its own in the same line."""

import datetime as dt

import pytest

from osce_scraper.pages import extract_news
from osce_scraper.records import NewsItem

URL = "https://www.osce.org/secretariat/531680"
TEXT = "The Office opened a course on road safety for municipal inspectors in Ohrid."


def item_of(lines: str) -> NewsItem:
    """The record of a page with ``lines`` between its title and its text."""
    return extract_news(
        f'<html lang="en"><body><div><h1>Inspectors learn</h1>{lines}<p>{TEXT}</p></div></body></html>', URL
    )


@pytest.mark.parametrize(
    "line",
    [
        "<div><span>{}</span><span>{}</span></div>",
        "<div><strong>{}</strong> {}</div>",
        "<p><b>{}</b><br>{}</p>",
        "<p><strong>{}</strong> – {}</p>",
        '<p><span class="label">{}</span> <em>{}</em></p>',
        '<ul><li><span>{}</span> <a href="/x">{}</a></li></ul>',
        "<p><font color=navy>{}</font>&nbsp;{}</p>",
    ],
)
def test_is_read(line: str) -> None:
    item = item_of(
        line.format("Issued on", "14 May 2019")
        + line.format("Issued by", "OSCE Mission to Skopje")
        + line.format("Fields of work", "Policing")
    )
    assert item.issued_on == dt.date(2019, 5, 14)
    assert [issuer.name for issuer in item.issuers] == ["OSCE Mission to Skopje"]
    assert [each.name for each in item.fields_of_work] == ["Policing"]
    assert item.body == [TEXT]


@pytest.mark.parametrize(
    "line",
    [
        "<p><b>Issued by</b> the printing house of the town in the spring.</p>",
        "<p><b>Issued by</b> nobody who is known</p>",
        "<p>Issued by <b>OSCE Mission to Skopje</b> as a leaflet</p>",
        '<p><b><a href="/x">Issued by</a></b> OSCE Mission to Skopje</p>',
        "<p><b>Issued on</b> paper and as a file on the first day of the year a Monday in 2019</p>",
        "<p><b>Issued</b> on the OSCE Mission to Skopje</p>",
    ],
)
def test_other_lines_are_no_labels(line: str) -> None:
    item = item_of(line)
    assert item.issuers == []
    assert item.issued_on is None
