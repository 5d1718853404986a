"""Pages whose elements are never closed are read whole, and fast."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from osce_scraper.pages import read_news
from osce_scraper.pages.conforming import is_misread
from osce_scraper.pages.document import Document
from osce_scraper.pages.nesting import DEEPEST
from osce_scraper.sites import load_site
from tests.text.timing import best_seconds

URL = "https://www.osce.org/secretariat/531680"
#: Levels that are left whole below the deepest, html and body, and one for luck.
ALLOWED = DEEPEST + 25


def depth(root: etree._Element) -> int:
    """Elements in each other, at most."""
    deepest = now = 0
    for event, _ in etree.iterwalk(root, events=("start", "end")):
        now += 1 if event == "start" else -1
        deepest = max(deepest, now)
    return deepest


PARSER = etree.HTMLParser(huge_tree=True)


def as_parsed(page: str) -> etree._Element:
    """The page as libxml2 reads it without a bound of its own."""
    return etree.fromstring(page, PARSER)


@settings(deadline=None, max_examples=60)
@given(
    st.lists(st.sampled_from(["div", "font", "b", "ul", "li", "p", "table", "tr", "td", "span"]), min_size=1),
    st.integers(1, 900),
    st.booleans(),
)
def test_no_text_is_lost_or_moved(tags: list[str], times: int, closed: bool) -> None:
    unit = "".join(f"<{tag}>{at} " for at, tag in enumerate(tags))
    end = "".join(f"</{tag}> e{at}" for at, tag in enumerate(reversed(tags))) if closed else ""
    page = "<html><body>" + "".join(unit for _ in range(times)) + "<p>last</p>" + end * times
    whole, read = as_parsed(page), Document(page, URL, load_site()).root
    deep = depth(whole) > 256
    if deep:
        assert depth(read) <= ALLOWED
    elif is_misread(PARSER.error_log):
        # Browsers move text out of tables.
        assert sorted("".join(read.itertext()).split()) == sorted("".join(whole.itertext()).split())
        return
    assert "".join(read.itertext()) == "".join(whole.itertext())
    if not deep:
        assert etree.tostring(read) == etree.tostring(whole)


def test_a_page_of_font_tags_gives_its_record() -> None:
    paragraphs = "".join(f"<font><p>Paragraph {n} tells of the training.</p>\n" for n in range(400))
    page = (
        '<html lang="en"><body><h1>Police train in Osh</h1><p>Press release</p>'
        f"<p>OSH, 3 May 2016 – The course was attended by 20 police officers.</p>{paragraphs}</body></html>"
    )
    assert depth(as_parsed(page)) > 256
    item = read_news(page, URL).item
    assert item.title == "Police train in Osh"
    assert item.participants.total == 20
    assert [text for text in item.body if text.startswith("Paragraph")] == [
        f"Paragraph {n} tells of the training." for n in range(400)
    ]


@pytest.mark.parametrize("tag", ["div", "font", "table"])
def test_time_grows_with_the_page_alone(tag: str) -> None:
    def seconds(paragraphs: int) -> float:
        page = (
            "<html><body><h1>A title</h1><p>The Office opened it on 3 May 2016.</p>"
            + f"<{tag}>" * 2_000
            + "<p>Some text of it</p>" * paragraphs
        )
        return best_seconds(lambda: read_news(page, URL))

    # A quadratic reader would take sixteen times as long.
    assert seconds(2_000) < 10 * seconds(500)
