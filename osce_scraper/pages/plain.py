"""The plain text of a page with the marks of the tool that made it taken off: Markdown, wrapped lines.

html2text and trafilatura write headings, links and emphasis as Markdown; html2text and text browsers break
the lines of a paragraph at a width. Plain text without such marks comes out as it went in.
"""

import re
from itertools import pairwise
from typing import Final

#: A heading, a link or strong text: what Markdown has and prose has not.
_MARKDOWN: Final = re.compile(r"^ {0,3}#{1,6} \S|\]\((?:[^()\s]|\([^()\s]*\))*(?: \"[^\"\n]*\")?\)", re.M)
_HEADING: Final = re.compile(r"^ {0,3}#{1,6} +(.*?)(?: +#+)?$", re.M)
_PICTURE: Final = re.compile(r"!\[[^\[\]\n]*\]\([^()\n]*\)")
_LINK: Final = re.compile(r"\[([^\[\]\n]*)\]\((?:[^()\n]|\([^()\n]*\))*\)")
_STRONG: Final = re.compile(r"(\*\*|__)(?=\S)([^\n]*?\S)\1")
_EMPHASIS: Final = re.compile(r"(?<![\w*_])([*_])(?=[^\s*_])([^*_\n]*[^\s*_])\1(?![\w*_])")
_QUOTE: Final = re.compile(r"^ {0,3}>(?: ?>)* ?", re.M)
_RULE: Final = re.compile(r"^ {0,3}(?:[-*_] ?){3,}$", re.M)
_ESCAPED: Final = re.compile(r"\\([\\`*_{}\[\]()#+.!|>~-])")
_LIST_MARK: Final = re.compile(r"\s*(?:[-*•·‣▪–+]|\d{1,2}[.)])\s")
#: Text is broken at a width when none of its lines is longer than this, and some are nearly as long.
_WIDEST: Final = 100
_FULL: Final = 55
_FEWEST_WRAPPED: Final = 2


def plain_text(text: str) -> str:
    """``text``, one line a paragraph, without Markdown."""
    if _MARKDOWN.search(text):
        text = _without_markdown(text)
    return _unwrapped(text)


def _without_markdown(text: str) -> str:
    for pattern, by in (
        (_PICTURE, ""),
        (_LINK, r"\1"),
        (_HEADING, r"\1"),
        (_QUOTE, ""),
        (_RULE, ""),
        (_STRONG, r"\2"),
        (_EMPHASIS, r"\2"),
        (_ESCAPED, r"\1"),
    ):
        text = pattern.sub(by, text)
    return text


def _unwrapped(text: str) -> str:
    """``text`` with the lines of a paragraph joined, where all lines were broken at one width."""
    lines = text.splitlines()
    if any(len(line) > _WIDEST for line in lines):
        return text
    joins = [_goes_on(line, following) for line, following in pairwise(lines)]
    if sum(joins) < _FEWEST_WRAPPED:
        return text
    joined: list[str] = []
    for at, line in enumerate(lines):
        if at > 0 and joins[at - 1]:
            joined[-1] = f"{joined[-1].rstrip()} {line.lstrip()}"
        else:
            joined.append(line)
    return "\n".join(joined)


def _goes_on(line: str, following: str) -> bool:
    """Whether ``following`` carries on the paragraph of ``line``: it was full."""
    if len(line.rstrip()) < _FULL or not following.strip() or _LIST_MARK.match(following):
        return False
    first_word = following.split(maxsplit=1)[0]
    # The next word would not have fitted: otherwise the line ended of itself.
    return len(line.rstrip()) + 1 + len(first_word) > 70 or following.lstrip()[0].islower()
