"""The title among kickers, names of sites and sections, in headings and in the head of a page."""

import pytest

from osce_scraper.pages import extract_news

URL = "https://www.osce.org/secretariat/531701"
TITLE = "Beekeepers share their hills"
TEXT = (
    "<p>Beekeepers of both valleys put their hives on the same hills this summer, and nobody was stung.</p>"
    "<p>They will do so again, the eldest of them said, if the lime trees flower as they did this time.</p>"
)


def title_of(heading: str, stated: str, head: str = "") -> str:
    page = (
        f"<html lang='en'><head><title>{stated}</title><meta property='og:title' content='{stated}'>{head}"
        f"</head><body>{heading}{TEXT}</body></html>"
    )
    return extract_news(page, URL).title


@pytest.mark.parametrize(
    ("heading", "stated"),
    [
        (f"<h1><span>Valleys</span> <span>{TITLE}</span></h1>", f"Valleys: {TITLE} | Hill Post"),
        (f"<h1><span><small>Valleys</small><br>{TITLE}</span></h1>", f"Valleys | {TITLE} - Hill Post"),
        (f"<h1><a href='/x/1'><i>Valleys</i> {TITLE}</a></h1>", f"Valleys - {TITLE} - Hill Post"),
        (f"<h1>{TITLE}</h1>", f"Valleys: {TITLE} - Hill Post online"),
        (f"<figure><img src='/a.jpg'><h1>{TITLE}</h1></figure>", f"{TITLE} : The Hill"),
        (
            f"<header><h1><a href='/'>Hill Post</a></h1></header><h1>{TITLE}</h1>",
            f"{TITLE}Hill Post | Hill Post",
        ),
        (f"<h1><a href='/' rel='home'>Hill Post</a></h1><h2>{TITLE}</h2>", f"{TITLE} - Hill Post"),
    ],
)
def test_kickers_and_names_of_sites_are_not_of_the_title(heading: str, stated: str) -> None:
    assert title_of(heading, stated) == TITLE


@pytest.mark.parametrize(
    ("heading", "stated", "title"),
    [
        (f"<h1><span>Valleys:</span> {TITLE}</h1>", f"Valleys: {TITLE}", f"Valleys: {TITLE}"),
        (f"<h1><span>Valleys</span><span>: {TITLE}</span></h1>", f"Valleys: {TITLE}", f"Valleys: {TITLE}"),
        (f"<h1>Valleys: <em>{TITLE}</em></h1>", f"Valleys: {TITLE} | Hill Post", f"Valleys: {TITLE}"),
        (f"<h1><a href='/x/531701'>{TITLE}</a></h1>", f"{TITLE} | Hill Post", TITLE),
        (f"<h1><a href=''>{TITLE}</a></h1><h1>Goats share them too</h1>", f"{TITLE} | Hill Post", TITLE),
        (f"<h1><a href='#top'>{TITLE}</a></h1><h1>Goats share them too</h1>", f"{TITLE} | Hill Post", TITLE),
        (
            f"<h1>{TITLE}</h1><h3>Lime trees in flower</h3>",
            f"{TITLE} - Lime trees in flower - Hill Post",
            TITLE,
        ),
        (f"<h1>Hill Post: {TITLE}</h1>", f"Hill Post: {TITLE}", f"Hill Post: {TITLE}"),
    ],
)
def test_what_the_heading_itself_says_stays(heading: str, stated: str, title: str) -> None:
    assert title_of(heading, stated) == title
