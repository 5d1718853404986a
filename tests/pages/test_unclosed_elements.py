"""Pages in which elements are left unclosed at random keep their paragraphs, or say that they may not."""

import os
import random
import re

from osce_scraper.pages import NotANewsPage, extract_news
from tests.pages.conftest import SavedPage

#: Pages that are damaged; `make fuzz` damages 1,000.
PAGES = int(os.environ.get("OSCE_TEST_UNCLOSED", "80"))
_CLOSING = re.compile(rb"</(?:div|section|article|main|aside|nav|header|figure|ul|li|p|span|dl|footer)>")


def damaged(html: bytes, chance: random.Random) -> bytes:
    """``html`` with one to four closing tags lost."""
    tags = list(_CLOSING.finditer(html))
    for tag in sorted(chance.sample(tags, chance.randint(1, 4)), key=lambda tag: -tag.start()):
        html = html[: tag.start()] + html[tag.end() :]
    return html


def joined(texts: list[str]) -> str:
    """The texts without their spaces: paragraphs that ran into each other are the same."""
    return "".join("".join(texts).split())


def lost(page: SavedPage, html: bytes) -> str | None:
    """What became of the paragraphs of a damaged page, if nothing says so."""
    true = extract_news(page.html, page.url).body
    try:
        item = extract_news(html, page.url)
    except NotANewsPage as refusal:
        return f"{page.url} refused: {refusal.reason}"
    text = joined([item.dateline.text if item.dateline is not None else "", *item.body])
    missing = [each for each in true if joined([each]) not in text]
    said = any(problem.code == "body_incomplete" for problem in item.problems)
    return f"{page.url} lost {missing}" if missing and not said else None


def test_paragraphs_are_kept_or_doubted(saved_pages: dict[str, SavedPage]) -> None:
    pages = [saved_pages[key] for key in sorted(saved_pages)]
    chance = random.Random(16)
    told = [lost(page, damaged(page.html, chance)) for page in (chance.choice(pages) for _ in range(PAGES))]
    assert [each for each in told if each is not None] == []
    assert len(told) == PAGES
