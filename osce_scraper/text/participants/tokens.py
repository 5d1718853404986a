"""A text cut into words, numbers and marks once, with its sentences as ranges of tokens."""

import re
from bisect import bisect_right
from collections.abc import Sequence

from osce_scraper.text.numbers import (
    DIGITS,
    ENGLISH_NUMBER_WORDS,
    ENGLISH_SHARE_WORDS,
    RUSSIAN_NUMBER_WORDS,
    RUSSIAN_SHARES,
)

#: A word with its inner hyphens and apostrophes, a number in digits, or one mark.
TOKEN = re.compile(rf"[^\W\d_]+(?:[-‑'’][^\W\d_]+)*|{DIGITS}|[^\w\s]|\w")

_CLOSING = frozenset("\"”’»)]'")
_ENDS = frozenset(".!?\n")
#: Nobody writes longer sentences (in tokens); what looks like one is cut, so that its reading stays linear.
_LONGEST_SENTENCE = 300
#: A full stop behind these ends no sentence.
_ABBREVIATIONS = frozenset(
    {
        *(
            "no",
            "st",
            "mr",
            "mrs",
            "ms",
            "dr",
            "art",
            "vs",
            "gen",
            "col",
            "lt",
            "prof",
            "para",
            "approx",
            "ca",
            "cf",
        ),
        *("jan", "feb", "mar", "apr", "jun", "jul", "aug", "sep", "sept", "oct", "nov", "dec"),
        *("г", "гг", "ул", "им", "тыс", "чел", "стр"),
    }
)

#: What a token looks like, as bits.
_GLUED, _UPPER, _LOWER, _NUMBER = 1, 2, 4, 8
#: Words that may begin a number or a share in the languages read; a hyphen may hide one (nine-member).
_NUMBER_WORDS = ENGLISH_NUMBER_WORDS | RUSSIAN_NUMBER_WORDS | ENGLISH_SHARE_WORDS | RUSSIAN_SHARES.keys()

#: A piece of text between spaces: its lower-case tokens, their looks, and where each begins and ends in it.
_Piece = tuple[tuple[str, ...], tuple[int, ...], tuple[int, ...], tuple[int, ...]]

#: Pieces cut before. News repeat their words, so that most pieces of a text need no cutting; bounded, so that
#: texts with ever new pieces do not fill the memory.
_CUT: dict[str, _Piece] = {}
_CUT_LIMIT = 30_000
_PIECE_LIMIT = 40


def _cut(piece: str) -> _Piece:
    spans = [match.span() for match in TOKEN.finditer(piece)]
    words, looks = [], []
    behind = -1
    for start, end in spans:
        first = piece[start]
        word = piece[start:end].lower()
        words.append(word)
        number = (
            first.isdigit() or word in _NUMBER_WORDS or word.replace("ё", "е") in _NUMBER_WORDS or "-" in word
        )
        looks.append(
            (start == behind) * _GLUED
            + first.isupper() * _UPPER
            + first.islower() * _LOWER
            + number * _NUMBER
        )
        behind = end
    cut = (
        tuple(words),
        tuple(looks),
        tuple([start for start, _ in spans]),
        tuple([end for _, end in spans]),
    )
    if len(piece) <= _PIECE_LIMIT and len(_CUT) < _CUT_LIMIT:
        _CUT[piece] = cut
    return cut


class Tokens:
    """The tokens of ``text``: their lower-case words and how they look. A line end is a token of its own."""

    __slots__ = ("_firsts", "_long", "_looks", "_pieces", "_places", "size", "text", "words")

    def __init__(self, text: str) -> None:
        self.text = text
        words: list[str] = []
        looks: list[int] = []
        pieces: list[str] = []
        firsts: list[int] = []
        add_words, add_looks, first = words.extend, looks.extend, firsts.append
        known = _CUT
        long: dict[str, _Piece] = {}
        for line in text.split("\n"):
            for piece in line.split():
                cut = known.get(piece)
                if cut is None:
                    cut = _cut(piece)
                    if len(piece) > _PIECE_LIMIT:
                        long[piece] = cut
                first(len(words))
                add_words(cut[0])
                add_looks(cut[1])
            pieces.extend(line.split())
            first(len(words))
            pieces.append("\n")
            words.append("\n")
            looks.append(0)
        words.pop()
        looks.pop()
        self.words = words
        self.size = len(words)
        self._looks = looks
        self._pieces = pieces
        self._firsts = firsts
        self._places: list[int] = []
        #: Pieces that are too long for the memory of all texts: codes, addresses, words run together.
        self._long = long

    def start(self, index: int) -> int:
        """Offset of the first character of token ``index`` in the text."""
        return self._span(index)[0]

    def end(self, index: int) -> int:
        """Offset behind the last character of token ``index`` in the text."""
        return self._span(index)[1]

    def _span(self, index: int) -> tuple[int, int]:
        places = self._places
        if not places:
            find, place = self.text.find, 0
            for piece in self._pieces[:-1]:
                place = find(piece, place)
                places.append(place)
                place += len(piece)
        number = bisect_right(self._firsts, index) - 1
        # Pieces without tokens share their first index with the next: the last of them holds the token.
        piece = self._pieces[number]
        if piece == "\n":
            return places[number], places[number] + 1
        inside = index - self._firsts[number]
        _, _, starts, ends = _CUT.get(piece) or self._long.get(piece) or _cut(piece)
        return places[number] + starts[inside], places[number] + ends[inside]

    def between(self, start: int, end: int) -> str:
        """The text from token ``start`` to before token ``end``."""
        return self.text[self.start(start) : self.end(end - 1)]

    def numeric(self) -> list[int]:
        """The tokens at which a number may begin."""
        return [index for index, look in enumerate(self._looks) if look & _NUMBER]

    def capital(self, index: int) -> bool:
        """Whether token ``index`` begins with a capital letter."""
        return bool(self._looks[index] & _UPPER)

    def glued(self, index: int) -> bool:
        """Whether token ``index`` stands right behind the one before it, without a space."""
        return index < self.size and bool(self._looks[index] & _GLUED)

    def sentences(self) -> list[tuple[int, int]]:
        """The sentences as ranges of tokens: first index, and the index behind the last."""
        found = []
        words, size = self.words, self.size
        first = 0
        for index in [index for index, word in enumerate(words) if word in _ENDS]:
            if index < first:
                continue
            end = index + 1
            if words[index] != "\n":
                while end < size and words[end] in _CLOSING and self.glued(end):
                    end += 1
                if not self._sentence_ends(index, end):
                    continue
            if end > first + 1:
                found.append((first, end))
            first = end
        if first < size:
            found.append((first, size))
        if size > _LONGEST_SENTENCE:
            return [
                (cut, min(cut + _LONGEST_SENTENCE, end))
                for start, end in found
                for cut in range(start, end, _LONGEST_SENTENCE)
            ]
        return found

    def _sentence_ends(self, mark: int, end: int) -> bool:
        if end >= self.size:
            return True
        if self.words[mark] == "." and mark:
            before = self.words[mark - 1]
            if (len(before) == 1 and before.isalpha() and self.glued(mark)) or before in _ABBREVIATIONS:
                return False
        return not self._looks[end] & (_GLUED | _LOWER)


def grouped(tokens: Tokens, words: Sequence[str], index: int) -> int:
    """The token behind a number whose thousands are set apart by spaces: "1 240" is two tokens.

    ``index`` is the token behind the first group, which must have one to three digits.
    """
    while (
        index < tokens.size and len(words[index]) == 3 and words[index].isdigit() and not tokens.glued(index)
    ):
        index += 1
    return index
