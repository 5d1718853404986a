"""What stands on a page survives broken markup, or the record says that it is in doubt; nothing crashes."""

import re

import pytest
from hypothesis import HealthCheck, given, settings

from osce_scraper.pages import NotANewsPage, extract_news
from osce_scraper.records import NewsItem
from tests.pages.strategies import BASE, BrokenPage, broken_pages
from tests.site.stories import Story

#: Problems that put the whole record in doubt.
_WHOLE = frozenset({"layout_unknown"})


def joined(texts: list[str]) -> str:
    """The texts without their spaces, so that paragraphs that ran into each other are the same."""
    return re.sub(r"\s+", "", "".join(texts))


def lost(story: Story, item: NewsItem) -> list[str]:
    """The fields that are not what the story says, and of which the record has no doubt."""
    truth = {
        "title": (item.title, story.title),
        "issued_on": (item.issued_on, story.issued_on),
        "issuers": ([issuer.name for issuer in item.issuers], list(story.issuers)),
        "fields_of_work": ([field.name for field in item.fields_of_work], list(story.fields_of_work)),
        "language": (item.language, story.language),
    }
    wrong = [name for name, (found, true) in truth.items() if found != true]
    if not all(joined([block.text]) in joined(item.body) for block in story.text):
        wrong.append("body")
    if any(problem.code in _WHOLE for problem in item.problems):
        return []
    doubted = {problem.field for problem in item.problems}
    return [f"{name}: {truth.get(name)}" for name in wrong if name not in doubted]


@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.too_slow], derandomize=True)
@given(broken_pages())
def test_the_true_record_survives_or_is_flagged(page: BrokenPage) -> None:
    try:
        item = extract_news(page.html.encode(), BASE + page.story.path)
    except NotANewsPage as refusal:
        raise AssertionError(f"refused after {page.names}: {refusal}") from refusal
    assert lost(page.story, item) == []
    assert item.id == page.key


@pytest.mark.parametrize(
    "between",
    [
        "</body><body>",
        '</body><body class="page">',
        "</body></html><html><body>",
        "<body>",
        "<html><head><title>Another</title></head><body>",
        "</body>",
    ],
)
@pytest.mark.parametrize("menu", ["", '<div class="menu"><a href="/">Home</a></div>', "<p>OSCE</p>"])
def test_an_article_in_a_second_body_is_read(between: str, menu: str) -> None:
    text = "The Office opened a course on road safety for municipal inspectors in Ohrid."
    article = f"<div><h1>Inspectors learn to measure</h1><p>Press release</p><p>{text}</p></div>"
    page = f'<html lang="en"><head><title>x</title></head><body>{menu}{between}{article}</body></html>'
    item = extract_news(page, "https://www.osce.org/secretariat/531680")
    assert (item.title, item.body) == ("Inspectors learn to measure", [text])


@pytest.mark.parametrize("early", ["</html>", "</body></html>", "</HTML>", "</body></html >", "</body>"])
def test_an_early_end_of_the_page_costs_no_paragraph(early: str) -> None:
    texts = [
        f"The Office trained the inspectors of district {number} in the town hall." for number in range(6)
    ]
    first, last = ("".join(f"<p>{text}</p>" for text in part) for part in (texts[:3], texts[3:]))
    article = f"<div><h1>Inspectors learn</h1><p>Press release</p>{first}{early}{last}</div>"
    page = f"<html><body>{article}</body></html>"
    assert extract_news(page, "https://www.osce.org/secretariat/531680").body == texts
