"""What the layouts share: escaping, dates in words, and the untidiness of text that passed an editor."""

import datetime as dt
import tomllib
from functools import cache
from html import escape

from tests.site.stories import CONTENT, Block, Story


def esc(text: str) -> str:
    """Text for HTML, quotation marks escaped too."""
    return escape(text, quote=True)


@cache
def _months() -> dict[str, list[str]]:
    return tomllib.loads((CONTENT / "months.toml").read_text(encoding="utf-8"))


def in_words(day: dt.date, language: str = "en") -> str:
    """A date as pages of that language write it: 17 November 2022."""
    return f"{day.day} {_months()[language][day.month - 1]} {day.year}"


def untidy(text: str, story: Story) -> str:
    """Escaped text with the marks that editors leave: no-break spaces, links, emphasis, line breaks.

    What a reader sees stays the same; which mark a story gets follows from its number.
    """
    html = esc(text)
    habit = story.number % 7
    if habit == 1:
        html = html.replace("OSCE ", "OSCE&nbsp;", 1)
    elif habit == 2:
        html = html.replace(". ", ".  ")
    elif habit == 3 and "“" in html and "”" in html:
        before, _, rest = html.partition("“")
        quoted, _, after = rest.partition("”")
        html = f"{before}“<em>{quoted}</em>”{after}"
    elif habit == 4:
        html = html.replace(", ", ",\n  ", 2)
    elif habit == 5:
        html = html.replace("OSCE ", '<a href="/about-us" data-entity-type="node">OSCE</a> ', 1)
    elif habit == 6:
        html = f'<span lang="{story.language}">{html}</span>'
    return html


def paragraphs(text: tuple[Block, ...], story: Story, *, dateline: str = "") -> str:
    """The blocks as HTML; ``dateline`` opens the first one."""
    parts: list[str] = []
    in_list = False
    for place, block in enumerate(text):
        inner = untidy(block.text, story)
        if place == 0 and dateline:
            joint = "" if story.number % 4 == 0 else " "
            inner = (
                f"<strong>{esc(dateline)}</strong>{joint}{inner}"
                if story.number % 3
                else f"{esc(dateline)} {inner}"
            )
        if in_list and block.form != "li":
            parts.append("</ul>")
        if not in_list and block.form == "li":
            parts.append("<ul>")
        in_list = block.form == "li"
        if block.form == "p":
            parts.append(f"<p>{inner}</p>")
        elif block.form == "h3":
            parts.append(f"<h3>{inner}</h3>")
        elif block.form == "li":
            parts.append(f"<li>{inner}</li>")
        else:
            parts.append(f"<blockquote><p>{inner}</p></blockquote>")
        if story.number % 5 == 2 and place == 1 and not in_list:
            parts.append("<p>&nbsp;</p>")
    if in_list:
        parts.append("</ul>")
    return "\n".join(parts)
