"""Lines that breaks make: what ends a paragraph, and which line a link or a time belongs to."""

import pytest

from osce_scraper.pages.document import Document
from osce_scraper.sites import load_site
from tests.text.timing import best_seconds


def lines_of(inside: str) -> list[tuple[str, list[str], list[str]]]:
    """Text, addresses and times of the blocks of a page."""
    document = Document(f"<html><body>{inside}</body></html>", "https://www.osce.org/x", load_site())
    return [(b.text, [link.href for link in b.links], [t.datetime for t in b.times]) for b in document.blocks]


def test_a_link_belongs_to_its_own_line() -> None:
    found = lines_of('<td>News<br><a href="/1">News</a><br><a href="/2">News</a> of May<br>No News</td>')
    assert found == [("News", [], []), ("News", ["/1"], []), ("News of May", ["/2"], []), ("No News", [], [])]


def test_a_time_belongs_to_its_own_line() -> None:
    found = lines_of('<td>3 May<br><time datetime="2016-05-03">3 May</time><br>to 3 May</td>')
    assert found == [("3 May", [], []), ("3 May", [], ["2016-05-03"]), ("to 3 May", [], [])]


@pytest.mark.parametrize(
    ("inside", "found"),
    [
        ("<p>One.<br>Two.<br><br>Three.</p>", ["One. Two.", "Three."]),
        ("<p>One.<br> \n<br>\u00a0<br>Two.</p>", ["One.", "Two."]),
        ("<p><br>One.<br></p>", ["One."]),
        ("<td>One<br>Two</td>", ["One", "Two"]),
        (
            "<p>Issued by:<br>The Office<br>Date:<br>3 May 2016</p>",
            ["Issued by:", "The Office", "Date:", "3 May 2016"],
        ),
    ],
)
def test_two_breaks_end_a_paragraph_and_one_a_line_with_a_label(inside: str, found: list[str]) -> None:
    assert [text for text, _, _ in lines_of(inside)] == found


@pytest.mark.parametrize(
    "inside",
    [
        '<a href="/1"><br>A link</a><br>Text',
        '<a href="/1">A<br>link</a><br><br>Text',
        'Text<br><a href="/1"> A link <br></a>',
        '<a href="/1">A link<br></a>Text',
    ],
)
def test_a_link_with_breaks_is_kept_once_at_most(inside: str) -> None:
    found = [href for _, links, _ in lines_of(f"<p>{inside}</p>") for href in links]
    assert found == ["/1"]


@pytest.mark.parametrize(
    "unit", ['<br><a href="/1">x</a>', "<br>text", "x<br><time datetime='2016'>y</time>"]
)
@pytest.mark.parametrize("tag", ["p", "td"])
def test_time_grows_with_the_lines_alone(unit: str, tag: str) -> None:
    def seconds(lines: int) -> float:
        return best_seconds(lambda: lines_of(f"<{tag}>{unit * lines}</{tag}>"))

    # Each line looked up in each other would take a hundred times as long.
    assert seconds(20_000) < 40 * seconds(2_000)
