"""Hypothesis strategies for pages whose content is known and whose markup is broken.

Every breakage leaves all of the content on the page, in its order, for a reader to see: what is lost of the
record is lost by the extraction.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace

from hypothesis import strategies as st

from tests.site.layouts import drupal6, drupal11
from tests.site.stories import Story, written_stories

Change = Callable[[str, int], str]
BASE = "https://www.osce.org"
_CLOSING = re.compile(r"</(?:p|li|div|span|section|article|figure|ul|dl|dd|dt|header)>")
_BLOCK = re.compile(r"<(?:p|h1|li|div)\b[^>]*>")
_CLASS = re.compile(r' class="[^"]*"')
_ATTRIBUTE = re.compile(r'([\w-]+)="([\w/.:-]*[\w.:-])"')
_TAG = re.compile(r"<(/?)([a-z][a-z0-9]*)\b")
_TEXT = re.compile(r">([^<>]+)<")


def _nth(pattern: re.Pattern[str], html: str, which: int, put: Callable[[re.Match[str]], str]) -> str:
    """``html`` with every match changed by ``put`` whose number is ``which`` modulo five."""
    count = -1

    def change(match: re.Match[str]) -> str:
        nonlocal count
        count += 1
        return put(match) if count % 5 == which % 5 else match[0]

    head, mark, main = html.partition("<h1")
    return head + mark + pattern.sub(change, main)


def _in_text(html: str, put: Callable[[str], str]) -> str:
    head, mark, main = html.partition("<h1")
    return head + mark + _TEXT.sub(lambda match: f">{put(match[1])}<", main)


BREAKAGES: dict[str, Change] = {
    "closing tags lost": lambda html, n: _nth(_CLOSING, html, n, lambda m: ""),
    "closing tags doubled": lambda html, n: _nth(_CLOSING, html, n, lambda m: m[0] * 2),
    "stray closing tags": lambda html, n: _nth(_BLOCK, html, n, lambda m: "</b></span></font>" + m[0]),
    "comments": lambda html, n: _nth(_BLOCK, html, n, lambda m: "<!-- Issued on: 1 May 1999 -->" + m[0]),
    "scripts": lambda html, n: _nth(_BLOCK, html, n, lambda m: "<script>'Issued by: nobody'</script>" + m[0]),
    "classes lost": lambda html, n: _CLASS.sub("", html),
    "attributes without quotes": lambda html, n: _ATTRIBUTE.sub(r"\1=\2", html),
    "tags in capitals": lambda html, n: _TAG.sub(lambda m: f"<{m[1]}{m[2].upper()}", html),
    "no-break spaces": lambda html, n: _in_text(html, lambda text: text.replace(" ", "\u00a0")),
    "numeric entities": lambda html, n: "".join(c if ord(c) < 128 else f"&#{ord(c)};" for c in html),
    "null characters": lambda html, n: _nth(_BLOCK, html, n, lambda m: m[0] + "\x00"),
    "end of the document lost": lambda html, n: html.replace("</body>", "").replace("</html>", ""),
    "bold text": lambda html, n: _nth(_BLOCK, html, n, lambda m: m[0] + "<b></b><i></i>"),
    "lines of blanks": lambda html, n: html.replace("\n", "\r\n \t\r\n"),
}


@dataclass(frozen=True, slots=True, repr=False)
class BrokenPage:
    """A page, the story that it tells, and what was broken."""

    story: Story
    html: str
    key: str
    names: tuple[str, ...]

    def __repr__(self) -> str:
        return f"page of {self.key} with {', '.join(self.names)}"


@st.composite
def stories(draw: st.DrawFn) -> Story:
    """A story of the local site, in one of the two layouts with labels, that has all of its facts."""
    written = [
        story
        for story in written_stories()
        if not story.planted
        and story.date_on == "time_label"
        and story.issuers
        and story.kind in ("news_item", "press_release")
        and story.layout in ("drupal11", "drupal6")
    ]
    story = draw(st.sampled_from(written))
    return replace(story, number=draw(st.integers(100_000, 699_999)))


@st.composite
def broken_pages(draw: st.DrawFn) -> BrokenPage:
    """A page after one to three breakages."""
    story = draw(stories())
    layout = drupal11 if story.layout == "drupal11" else drupal6
    html = layout.story_page(story, BASE, [(story.language, story.path)])
    names = draw(st.lists(st.sampled_from(sorted(BREAKAGES)), min_size=1, max_size=3, unique=True))
    for name in names:
        html = BREAKAGES[name](html, draw(st.integers(0, 4)))
    return BrokenPage(story, html, story.key, tuple(names))
