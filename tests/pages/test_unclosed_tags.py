"""A tag that is never closed, or has no name, does not end a body; what is named as something else does."""

import pytest

from osce_scraper.pages import extract_news

URL = "https://www.osce.org/secretariat/531680"
SENTENCE = (
    "The Office trained officers of district number {} in the town hall, and they asked many questions."
)
PARAGRAPHS = [SENTENCE.format(number) for number in range(12)]


def body_of(inside: str) -> list[str]:
    """The sentences of the body that stand in PARAGRAPHS."""
    page = (
        '<html lang="en"><body><div class="top"><a href="/news">News</a></div><div class="content">'
        "<h1>Police train in Osh</h1><p>Press release</p>"
        f"<p>OSH, 3 May 2016 – The course was attended by 20 police officers.</p>{inside}</div>"
        '<div class="footer"><p>Contact us</p></div></body></html>'
    )
    return [text for text in extract_news(page, URL).body if text in PARAGRAPHS]


def marked(paragraphs: list[str]) -> list[str]:
    """Each in its element."""
    return [f"<p>{text}</p>\n" for text in paragraphs]


@pytest.mark.parametrize("tag", ["font", "b", "i", "u", "span", "center", "small", "blockquote", "div"])
@pytest.mark.parametrize("where", ["before each", "before the first", "before the seventh"])
def test_an_unclosed_tag_costs_no_paragraph(tag: str, where: str) -> None:
    opened = {"before each": range(12), "before the first": [0], "before the seventh": [6]}[where]
    texts = (f"<{tag}>{p}" if at in opened else p for at, p in enumerate(marked(PARAGRAPHS)))
    assert body_of("".join(texts)) == PARAGRAPHS


@pytest.mark.parametrize(
    "rest",
    [
        "<ul><li>{}</li></ul>",
        "<ol><li>{}</li></ol>",
        "<div>{}</div>",
        "<div><div>{}</div></div>",
        "<a>{}</a>",
    ],
)
def test_unnamed_elements_at_the_end_are_of_the_body(rest: str) -> None:
    first, last = marked(PARAGRAPHS[:8]), marked(PARAGRAPHS[8:])
    assert body_of("".join(first) + rest.format("".join(last))) == PARAGRAPHS


@pytest.mark.parametrize("tag", ["div", "section", "center", "span"])
def test_paragraphs_that_are_other_elements_are_of_the_body(tag: str) -> None:
    assert body_of("".join(f"<{tag}>{text}</{tag}><br><br>" for text in PARAGRAPHS)) == PARAGRAPHS
