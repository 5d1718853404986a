"""Classes of words of a language, as its pack lists them: words, stems, endings and phrases."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Final

_REMEMBERED_WORDS: Final = 5_000
_SHORTEST_ENDED: Final = 4  # an ending says something of a word longer than this
_LONGEST_PHRASE: Final = 4
_KEY: Final = 3  # letters by which phrases are looked up


class WordClass:
    """Words of one kind. ``word in word_class`` compares a lower-case word with words, stems and endings."""

    def __init__(self, entries: Iterable[str]) -> None:
        self.entries = tuple(entries)
        single = [entry for entry in self.entries if " " not in entry]
        self.phrases = tuple(tuple(entry.split()) for entry in self.entries if " " in entry)
        self._by_first: dict[str, list[tuple[str, ...]]] = {}
        for phrase in sorted(self.phrases, key=len, reverse=True):
            self._by_first.setdefault(phrase[0][:_KEY].rstrip("*"), []).append(phrase)
        self._words = frozenset(entry for entry in single if "*" not in entry)
        self._stems = tuple(entry[:-1] for entry in single if entry.endswith("*"))
        self._endings = tuple(entry[1:] for entry in single if entry.startswith("*"))
        self._known: dict[str, bool] = {}
        self._beginning: dict[str, tuple[tuple[tuple[str, ...], ...], int]] = {}

    def __contains__(self, word: str) -> bool:
        known = self._known.get(word)
        if known is None:
            if len(self._known) > _REMEMBERED_WORDS:
                self._known.clear()
            ended = len(word) > _SHORTEST_ENDED and word.endswith(self._endings)
            known = self._known[word] = ended or self.lists(word)
        return known

    def spells(self, word: str) -> bool:
        """Whether ``word`` is an entry as it is written."""
        return word in self._words

    def lists(self, word: str) -> bool:
        """Whether ``word`` is an entry or begins with a stem: an ending says little of a capitalised word."""
        return word in self._words or word.startswith(self._stems)

    def __bool__(self) -> bool:
        return bool(self.entries)

    def phrase_length(self, words: Sequence[str], index: int) -> int:
        """How many of ``words`` from ``index`` on form one entry of this class; 0 when none does."""
        if index >= len(words):
            return 0
        first = words[index]
        known = self._beginning.get(first)
        if known is None:
            known = self._beginning[first] = (self._phrases_from(first), int(first in self))
        phrases, single = known
        for phrase in phrases:
            if len(phrase) <= len(words) - index and all(
                word == part or (part[-1] == "*" and word.startswith(part[:-1]))
                for part, word in zip(phrase, words[index : index + len(phrase)], strict=True)
            ):
                return len(phrase)
        return single

    def _phrases_from(self, first: str) -> tuple[tuple[str, ...], ...]:
        """The phrases that can begin with the word ``first``."""
        if len(self._beginning) > _REMEMBERED_WORDS:
            self._beginning.clear()
        keys = [first[:length] for length in range(min(_KEY, len(first)), 0, -1)] if self._by_first else ()
        return tuple(phrase for key in keys for phrase in self._by_first.get(key, ()))

    def phrase_before(self, words: Sequence[str], end: int, start: int) -> int:
        """How many words before ``words[end]``, not before ``start``, form one entry; 0 when none do."""
        for length in range(min(_LONGEST_PHRASE, end - start), 0, -1):
            if self.phrase_length(words[end - length : end], 0) == length:
                return length
        return 0


class Words:
    """The word classes of one section of a pack, read by name."""

    def __init__(self, classes: Mapping[str, WordClass], *, head_final: bool = False) -> None:
        #: Whether qualifiers precede the noun without article or preposition.
        self.head_final = head_final
        self._classes = classes

    def __getitem__(self, name: str) -> WordClass:
        return self._classes[name]
