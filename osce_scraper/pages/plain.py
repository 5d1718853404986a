"""The plain text of a page with the marks of the tool that made it taken off: Markdown, wrapped lines.

html2text and trafilatura write headings, links and emphasis as Markdown; html2text and text browsers break
the lines of a paragraph at a width; and all of them write the tooltip of an abbreviation into the sentence.
Plain text without such marks comes out as it went in.
"""

import re
from itertools import pairwise
from typing import Final

from osce_scraper.vocabulary import split_label

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
#: A paragraph is broken into lines only where none of the text is longer than this.
_WIDEST: Final = 100
#: Characters of the shortest line that goes on in the next.
_SHORTEST: Final = 30
_FEWEST_WRAPPED: Final = 2
_DATELINE: Final = re.compile(r"\s*[^\W\d_a-z][^.]{1,60}?\d[^.]{0,25}\s[–—-]\s")
_ENDS: Final = re.compile(r"[.!?:;…։][”\"»’')\]]*$")
#: An abbreviation written twice, as its tooltip does, and the words that explain it.
_TWICE: Final = re.compile(r"(?<![^\W_])([^\W\d_a-z][\w&/-]{1,9})[ \n]?\1\s+(?=[^\W\d_])")
_WORD: Final = re.compile(r"[\s&/-]*([^\W\d_]+)")
#: Small words that may stand between those of an abbreviation, in a row at most.
_MOST_SMALL_WORDS: Final = 2


def plain_text(text: str) -> str:
    """``text``, one line a paragraph, without Markdown."""
    if _MARKDOWN.search(text):
        text = _without_markdown(text)
    return _unwrapped(without_tooltips(text))


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


def without_tooltips(text: str) -> str:
    """``text`` with each "NGONGO non-governmental organization" as "NGO"."""
    kept: list[str] = []
    begin = 0
    for found in _TWICE.finditer(text):
        end = _end_of_expansion(found[1], text, found.end()) if found.start() >= begin else None
        if end is not None:
            kept += [text[begin : found.start()], found[1]]
            begin = end
    return "".join((*kept, text[begin:])) if kept else text


def _end_of_expansion(abbreviation: str, text: str, begin: int) -> int | None:
    """Where the words end, from ``begin``, that have the letters of ``abbreviation``; None for others."""
    letters = [letter.casefold() for letter in abbreviation if letter.isupper()]
    if len(letters) < 2:
        return None
    matched = skipped = 0
    word = _WORD.match(text, begin)
    while word is not None and skipped <= _MOST_SMALL_WORDS:
        if word[1][0].casefold() == letters[matched]:
            matched, skipped = matched + 1, 0
            if matched == len(letters):
                return word.end()
        elif matched and word[1][0].islower():
            skipped += 1
        else:
            return None
        word = _WORD.match(text, word.end())
    return None


def _unwrapped(text: str) -> str:
    """``text`` with the lines of a paragraph joined, where they were broken at a width or by hand."""
    lines = [line.rstrip() for line in text.splitlines()]
    width = max(map(len, lines), default=0)
    if width > _WIDEST:
        return text
    full = [_is_full(line, following, width) for line, following in pairwise(lines)]
    open_ended = [
        bool(following) and len(line) >= _SHORTEST and not _ENDS.search(line)
        for line, following in pairwise(lines)
    ]
    # A line that goes on in small letters was broken: what a text of whole lines does not have twice.
    broken = sum(goes_on and lines[at + 1].lstrip()[0].islower() for at, goes_on in enumerate(open_ended))
    if broken < _FEWEST_WRAPPED:
        return text
    # Broken at a width, a line that ends a sentence may go on too; broken by hand, it closes a paragraph.
    at_width = all(full[at] for at, goes_on in enumerate(open_ended) if goes_on and not _opens(lines, at + 1))
    paragraphs: list[list[str]] = []
    in_text = False
    for at, line in enumerate(lines):
        if at and _goes_on(lines, at, in_text=in_text, full=at_width and full[at - 1]):
            paragraphs[-1].append(line.lstrip())
        else:
            paragraphs.append([line])
        is_text = len(line) >= _SHORTEST or len(paragraphs[-1]) > 1
        in_text = in_text or (is_text and _ENDS.search(line) is not None)
    return "\n".join(map(" ".join, paragraphs))


def _is_full(line: str, following: str, width: int) -> bool:
    """Whether the first word of ``following`` would not have fitted behind ``line``."""
    return bool(line and following.strip()) and len(line) + 1 + len(following.split(maxsplit=1)[0]) > width


def _opens(lines: list[str], at: int) -> bool:
    """Whether line ``at`` begins something of its own: an item of a list, a label, a dateline."""
    line = lines[at]
    return (
        not line.strip()
        or _LIST_MARK.match(line) is not None
        or line.endswith(":")
        or split_label(line) is not None
        or _DATELINE.match(line) is not None
    )


def _goes_on(lines: list[str], at: int, *, in_text: bool, full: bool) -> bool:
    """Whether line ``at`` carries on that above; ``in_text`` once a sentence has ended."""
    above = lines[at - 1]
    if len(above) < _SHORTEST or _opens(lines, at):
        return False
    if _ENDS.search(above):
        return full
    return full or in_text or lines[at].lstrip()[0].islower()
