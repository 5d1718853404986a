"""Where quotation marks open and close: curly, straight, low-high and guillemets, over several paragraphs."""

import re
from collections.abc import Sequence
from typing import NamedTuple

_MARK = re.compile('[“”„‟«»"]')
_SINGLE = re.compile("[‘’']")
_BEFORE_OPENING = frozenset(" \t\n\r\u00a0\u2009\u202f([{—–-/“„«‘'")
_OPENERS = frozenset("“„‟«")


class QuotedSpan(NamedTuple):
    """Words between quotation marks in one paragraph.

    ``start`` and ``end`` hold the marks, ``inner_start`` and ``inner_end`` the words. ``closed`` is false
    where the paragraph ends before the closing mark.
    """

    start: int
    end: int
    inner_start: int
    inner_end: int
    closed: bool


def _opens(text: str, at: int) -> bool:
    before_ok = at == 0 or text[at - 1] in _BEFORE_OPENING
    return before_ok and at + 1 < len(text) and not text[at + 1].isspace()


def _closes_low_high(text: str, at: int) -> bool:
    """Whether a “ at ``at`` stands where only a closing mark can."""
    return not _opens(text, at) and at > 0 and not text[at - 1].isspace()


def _pair(text: str, marks: list[int], *, nested: bool) -> list[QuotedSpan]:
    spans: list[QuotedSpan] = []
    stack: list[int] = []
    for at in marks:
        mark = text[at]
        if mark == '"':
            opening = _opens(text, at) and (not stack or (nested and text[stack[-1]] != '"'))
            if not stack and not opening:
                continue  # inches, or a closing mark whose opening is in another paragraph
        elif mark == "“":
            if stack and (text[stack[-1]] in "„‟" or (text[stack[-1]] == "“" and _closes_low_high(text, at))):
                opening = False
            elif not stack and _closes_low_high(text, at):
                continue
            else:
                opening = True
        elif mark in _OPENERS:
            opening = True
        else:  # ” or »
            if not stack and not _opens(text, at):
                continue
            opening = not stack
        if opening:
            if not stack or nested:
                stack.append(at)
            continue
        opened = stack.pop()
        if not stack:
            spans.append(QuotedSpan(opened, at + 1, opened + 1, at, True))
    if stack:
        opened = stack[0]
        spans = [span for span in spans if span.end <= opened]
        spans.append(QuotedSpan(opened, len(text), opened + 1, len(text), False))
    return spans


def quoted_spans(text: str) -> list[QuotedSpan]:
    """The outermost quoted spans of one paragraph, in their order.

    Quotation marks inside quotation marks belong to the outer words. Only the last span can be unclosed.
    """
    marks = [match.start() for match in _MARK.finditer(text)]
    if not marks:
        return _single_marks(text)
    spans = _pair(text, marks, nested=True)
    if spans and not spans[-1].closed:
        plain = _pair(text, marks, nested=False)
        if plain and plain[-1].closed:
            return plain
    return [span for span in spans if span.inner_end > span.inner_start]


def _single_marks(text: str) -> list[QuotedSpan]:
    """Spans between single quotation marks, told from apostrophes: they open behind a space and close
    behind a stop or comma, as speech does."""
    spans: list[QuotedSpan] = []
    opened = -1
    for match in _SINGLE.finditer(text):
        at = match.start()
        if opened < 0 and text[at] in "‘'" and _opens(text, at):
            opened = at
        elif (
            opened >= 0
            and text[at] in "’'"
            and text[at - 1] in ",.!?…"
            and not text[at + 1 : at + 2].isalnum()
        ):
            spans.append(QuotedSpan(opened, at + 1, opened + 1, at, True))
            opened = -1
    return spans


class Speech(NamedTuple):
    """Quoted words that may run over several paragraphs: ``parts`` are (paragraph, span)."""

    parts: tuple[tuple[int, QuotedSpan], ...]

    @property
    def first(self) -> tuple[int, QuotedSpan]:
        """Paragraph and span where the words begin."""
        return self.parts[0]

    @property
    def last(self) -> tuple[int, QuotedSpan]:
        """Paragraph and span where the words end."""
        return self.parts[-1]


def speeches(paragraphs: Sequence[str]) -> list[Speech]:
    """All quoted spans of ``paragraphs``; a span that is not closed goes on in the next paragraph if that
    begins with an opening mark, as speech over several paragraphs is set."""
    found: list[Speech] = []
    open_parts: list[tuple[int, QuotedSpan]] = []
    for index, paragraph in enumerate(paragraphs):
        spans = quoted_spans(paragraph)
        continues = bool(spans) and not paragraph[: spans[0].start].strip()
        if open_parts and not continues:
            found.append(Speech(tuple(open_parts)))
            open_parts = []
        for span in spans:
            if open_parts:
                open_parts.append((index, span))
                if span.closed:
                    found.append(Speech(tuple(open_parts)))
                    open_parts = []
            elif span.closed:
                found.append(Speech(((index, span),)))
            else:
                open_parts = [(index, span)]
    if open_parts:
        found.append(Speech(tuple(open_parts)))
    return found
