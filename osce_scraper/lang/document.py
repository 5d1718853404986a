"""A paragraph cut once into tokens and sentences, for every finder that reads it."""

import re
from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Final

from osce_scraper.lang.words import WordClass

_TOKEN: Final = re.compile(
    r"\d+(?:[-’'‑]?[^\W\d_]{1,3}(?![^\W\d_]))?|[^\W\d_]+(?:[-‑’'ʼʻ‘][^\W\d_]+)*|[^\w\s]|\n"
)
_SENTENCE_END: Final = frozenset([".", "!", "?", "…", "։", "\n"])
_LONGEST_SENTENCE: Final = 300  # tokens


class Doc:
    """Tokens and sentences of ``text``.

    ``words`` are the tokens in small letters, ``starts`` and ``ends`` their offsets, ``sentences`` ranges of
    tokens, of the whole text or of one ``part`` of it. A point after a day, an initial or an abbreviation, or
    inside a word, ends no sentence.
    """

    def __init__(
        self,
        text: str,
        *,
        abbreviations: WordClass,
        months: Mapping[str, int],
        part: tuple[int, int] | None = None,
    ) -> None:
        self.text = text
        start, end = part or (0, len(text))
        spans = [match.span() for match in _TOKEN.finditer(text, start, end)]
        lowered = text.lower()
        if len(lowered) != len(text):
            # A capital dotted I of Azerbaijani folds to two characters.
            lowered = "".join(letter.lower()[0] for letter in text)
        self.words: Sequence[str] = [lowered[start:end] for start, end in spans]
        self.starts = [start for start, _ in spans]
        self.ends = [end for _, end in spans]
        self._abbreviations = abbreviations
        self._months = months
        self.sentences = self._cut()

    def written(self, at: int) -> str:
        """Token ``at`` as it is written."""
        return self.text[self.starts[at] : self.ends[at]]

    def glued(self, at: int) -> bool:
        """Whether no space precedes token ``at``."""
        return at > 0 and self.ends[at - 1] == self.starts[at]

    def _cut(self) -> list[tuple[int, int]]:
        words = self.words
        found: list[tuple[int, int]] = []
        begin = 0
        for at in [at for at, word in enumerate(words) if word in _SENTENCE_END]:
            following = self.text[self.starts[at + 1]] if at + 1 < len(words) else ""
            # Georgian letters are small ones without capitals.
            goes_on = following.islower() and not "\u10d0" <= following <= "\u10ff"
            if not goes_on and not self._abbreviates(at):
                found.append((begin, at + 1))
                begin = at + 1
        if begin < len(words):
            found.append((begin, len(words)))
        return [
            (cut, min(cut + _LONGEST_SENTENCE, end))
            for start, end in found
            for cut in range(start, end, _LONGEST_SENTENCE)
        ]

    def _abbreviates(self, at: int) -> bool:
        """Whether the point at ``at`` follows a day, an ordinal, an initial or an abbreviation."""
        words = self.words
        if words[at] != "." or not self.glued(at):
            return False
        before = words[at - 1]
        last = at + 1 >= len(words)
        return (
            (not last and self.glued(at + 1))
            or (len(before) == 1 and before.isalpha())
            or before in self._abbreviations
            or (not last and before.isdigit() and words[at + 1] in self._months)
        )


_POINT: Final = re.compile(r"[.!?…։](?=\s)|\n")
_DIGIT: Final = re.compile(r"\d")


def part_with(text: str, sought: frozenset[str]) -> tuple[int, int] | None:
    """The part of ``text`` with digits or words ``sought`` and a sentence on either side; None without."""
    lowered = text.lower()
    for mark in ",.():;–—":
        lowered = lowered.replace(mark, " ")
    if len(lowered) != len(text):
        return 0, len(text)
    if _DIGIT.search(text) is None and sought.isdisjoint(lowered.split()):
        return None
    bounds = [0, *[match.end() for match in _POINT.finditer(text)], len(text)]
    hits = [
        at
        for at, (start, end) in enumerate(pairwise(bounds))
        if _DIGIT.search(text, start, end) or not sought.isdisjoint(lowered[start:end].split())
    ]
    return bounds[max(hits[0] - 1, 0)], bounds[min(hits[-1] + 2, len(bounds) - 1)]
