"""Pages to measure on: every layout, of the size that real pages have, the same ones at every run."""

import json
import re
from pathlib import Path
from typing import NamedTuple

from tests.site.pages import Pages
from tests.site.server import LocalSite

FIXTURES = Path(__file__).parent.parent / "tests" / "fixtures"
#: Of ten pages, as many come from the local site (its two layouts); the others are of the older layouts.
FROM_THE_SITE = 8
_BODY = re.compile(rb"<body[^>]*>", re.IGNORECASE)


class MadePage(NamedTuple):
    """A page and its address."""

    content: bytes
    url: str


def make_pages(number: int) -> list[MadePage]:
    """``number`` pages of all layouts, some 60 to 70 kB each with the menu, always the same."""
    site = LocalSite(max(number, 60))
    site.base_url = "https://www.osce.org"
    pages = Pages(site)
    stories = [story for story in site.items if not site.disallowed(story) and story.number != 660777]
    newer = [MadePage(pages.answer(story.path).body, site.base_url + story.path) for story in stories]
    older = _older(_menu(newer[0].content))
    made = []
    for place in range(number):
        tens, rest = divmod(place, 10)
        if rest < FROM_THE_SITE:
            made.append(newer[(tens * FROM_THE_SITE + rest) % len(newer)])
        else:
            made.append(older[(tens * (10 - FROM_THE_SITE) + rest) % len(older)])
    return made


def _is_utf8(content: bytes) -> bool:
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _menu(page: bytes) -> bytes:
    """What stands before the main part of a page: its header and its whole menu."""
    return page[page.index(b"<header") : page.index(b"<main")]


def _older(menu: bytes) -> list[MadePage]:
    """The news pages among the fixtures of the older layouts, each with a menu of real size before it."""
    made = []
    for meta in sorted(FIXTURES.glob("*/*/meta.json")):
        if meta.parent.parent.name in ("text", "drupal11", "drupal6"):
            continue
        about = json.loads(meta.read_text(encoding="utf-8"))
        page = meta.with_name("page.html")
        if about["kind"] != "news" or "damaged" in meta.parent.name or not page.is_file():
            continue
        content = page.read_bytes()
        if len(content) < 20_000 and _is_utf8(content):
            body = _BODY.search(content)
            begin = body.end() if body is not None else 0
            content = content[:begin] + menu + content[begin:]
        made.append(MadePage(content, about["url"]))
    return made
