"""No page of any kind makes extraction raise anything but ``NotANewsPage``."""

import random
from contextlib import suppress

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from osce_scraper.pages import NotANewsPage, extract_listing, extract_menus, extract_news
from osce_scraper.pages.explain import explanation
from osce_scraper.pages.news import read_news
from tests.pages.conftest import SavedPage

URL = "https://www.osce.org/secretariat/531680"
TAGS = [
    *("html", "head", "body", "main", "article", "nav", "header", "footer", "aside", "div", "p", "h1", "h2"),
    *("ul", "li", "dl", "dt", "dd", "table", "tr", "td", "a", "time", "br", "span"),
]
TEXTS = [
    *("Issued on:", "Issued by:", "Fields of work:", "News Item", "Related stories", "Share", "Policing"),
    *(
        "VIENNA, 3 May 2016 –",
        "15 officers (3 women, 12 men) took part.",
        "17 November 2022",
        "OSCE Secretariat",
    ),
    *("", "\u00a0", "\x00", "：", "«»“"),
]
ATTRIBUTES = [
    *("", "class='menu'", "href='/x/123456'", "hidden", "datetime='2022-11-17'", "lang='ru'"),
    *("role='main'", "id"),
]

texts = st.one_of(st.sampled_from(TEXTS), st.text(max_size=60))


def element(children: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    return st.builds(
        lambda tag, name, closed, inner: f"<{tag} {name}>{''.join(inner)}" + (f"</{tag}>" if closed else ""),
        st.sampled_from(TAGS),
        st.sampled_from(
            [
                "",
                "class='menu'",
                "href='/x/123456'",
                "hidden",
                "datetime='2022-11-17'",
                "lang='ru'",
                "role='main'",
                "id",
            ]
        ),
        st.booleans(),
        st.lists(children, max_size=4),
    )


pages = st.recursive(texts, element, max_leaves=25)


def extract_everything(page: bytes | str, url: str) -> None:
    """Every extraction of one page; a refusal is an answer."""
    with suppress(NotANewsPage):
        reading = read_news(page, url)
        explanation(reading)
        assert reading.item.to_json_line()
    extract_listing(page, url)
    extract_menus(page, url)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(pages)
def test_broken_markup(page: str) -> None:
    extract_everything(f"<html><body>{page}", URL)


@settings(max_examples=150, deadline=None)
@given(st.one_of(st.text(), st.binary()))
def test_any_text_or_bytes(page: str | bytes) -> None:
    extract_everything(page, URL)


@settings(max_examples=60, deadline=None)
@given(st.lists(texts, max_size=40).map("\n".join))
def test_any_plain_text(page: str) -> None:
    extract_everything(page, URL)


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=80))
def test_any_address(url: str) -> None:
    with suppress(NotANewsPage):
        extract_news(
            "<h1>Title of an item</h1><p>Something was said at some length in Vienna today.</p>", url
        )


def test_pages_with_bytes_lost(saved_pages: dict[str, SavedPage]) -> None:
    chance = random.Random(5)
    for page in list(saved_pages.values())[::4]:
        html = bytearray(page.html)
        for _ in range(40):
            at = chance.randrange(len(html))
            del html[at : at + chance.randrange(1, 200)]
        extract_everything(bytes(html), page.url)
        extract_everything(page.html[: chance.randrange(len(page.html))], page.url)


@pytest.mark.parametrize(
    "page",
    [
        "<div>" * 5000 + "deep",
        "<p>" + "1,2," * 25_000 + "</p>",
        "<p>" + "(" * 50_000 + "</p>",
        "<title>" + "OSCE | " * 10_000 + "</title>",
        "<a href='/x/123456'>" * 3000,
        "<ul><li>" * 2000,
        "<p>Issued by: " + "a, " * 20_000 + "</p>",
        '<script type="application/ld+json">' + "[" * 100_000 + "</script>",
    ],
    ids=["deep", "digits", "brackets", "title", "links", "lists", "values", "json"],
)
def test_hostile_pages_end_soon(page: str) -> None:
    extract_everything(f"<html><body><h1>Title</h1>{page}<p>Some text that is a paragraph.</p>", URL)
