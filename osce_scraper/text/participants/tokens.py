"""A text cut into words, numbers and marks once, with its sentences as ranges of tokens."""

import re

from osce_scraper.text.numbers import DIGITS

#: A number in digits, a word with its inner hyphens and apostrophes, line ends, or one mark.
TOKEN = re.compile(rf"{DIGITS}|[^\W\d_]+(?:[-‑'’][^\W\d_]+)*|\n+|[^\w\s]|[\w]")

_CLOSING = frozenset("\"”’»)]'")
_ABBREVIATIONS = frozenset(
    "no st mr mrs ms dr art vs gen col lt prof para approx ca cf jan feb mar apr jun jul aug sep sept oct nov dec "
    "г гг ул им тыс чел стр".split()
)


class Tokens:
    """The tokens of ``text``: their lower-case words and where they stand.

    ``words[i]`` is the lower-case form of ``text[starts[i]:ends[i]]``, with plain hyphens and apostrophes.
    """

    __slots__ = ("ends", "size", "starts", "text", "words")

    def __init__(self, text: str) -> None:
        self.text = text
        self.starts: list[int] = []
        self.ends: list[int] = []
        self.words: list[str] = []
        start_of, end_of, word_of = self.starts.append, self.ends.append, self.words.append
        for match in TOKEN.finditer(text):
            start, end = match.span()
            start_of(start)
            end_of(end)
            word_of(text[start:end].lower())
        self.size = len(self.words)

    def capital(self, index: int) -> bool:
        """Whether token ``index`` begins with a capital letter."""
        return self.text[self.starts[index]].isupper()

    def glued(self, index: int) -> bool:
        """Whether token ``index`` stands right behind the one before it, without a space."""
        return index > 0 and self.starts[index] == self.ends[index - 1]

    def sentences(self) -> list[tuple[int, int]]:
        """The sentences as ranges of tokens: first index, and the index behind the last."""
        found = []
        words, size = self.words, self.size
        first = 0
        index = 0
        while index < size:
            word = words[index]
            if word in ".!?" or word[0] == "\n":
                end = index + 1
                if word[0] != "\n":
                    while end < size and words[end] in _CLOSING and self.glued(end):
                        end += 1
                    if not self._sentence_ends(index, end):
                        index += 1
                        continue
                if end > first + 1 or word[0] != "\n":
                    found.append((first, end))
                first = end
                index = end
            else:
                index += 1
        if first < size:
            found.append((first, size))
        return found

    def _sentence_ends(self, mark: int, end: int) -> bool:
        if end >= self.size:
            return True
        if self.words[mark] == "." and mark:
            before = self.words[mark - 1]
            if (len(before) == 1 and before.isalpha() and self.glued(mark)) or before in _ABBREVIATIONS:
                return False
        following = self.text[self.starts[end]]
        if self.glued(end) and following != "\n":
            return False
        return not following.islower()
