"""The words of a language by which people are named and speech is attributed: one TOML file a language."""

import tomllib
from collections.abc import Iterable, Mapping
from functools import lru_cache
from importlib.resources import files
from typing import Any

from osce_scraper.vocabulary.serbian import to_cyrillic

#: What a file may define; every list may hold whole words, stems (`координатор*`) and endings (`*ist`).
CLASSES = (
    "verbs",
    "that",
    "participles",
    "sources",
    "pronouns",
    "adverbs",
    "relatives",
    "conjunctions",
    "subordinators",
    "articles",
    "indefinite",
    "connectors",
    "locatives",
    "roles",
    "relations",
    "modifiers",
    "trades",
    "ranks",
    "postpositives",
    "honorifics",
    "particles",
    "institutions",
    "circumstances",
    "gatherings",
    "texts",
    "terms",
    "not_names",
    "anonymous",
    "patronymics",
    "deictics",
    "name_endings",
)


#: Classes whose words are no part of a person's name, even when they are capitalised.
_NEVER_NAMES = ("honorifics", "ranks", "not_names", "connectors", "texts")


class WordClass:
    """Words of one kind. ``word in word_class`` compares a lower-case word with words, stems and endings."""

    def __init__(self, entries: Iterable[str]) -> None:
        single = [entry for entry in entries if " " not in entry]
        self.phrases = tuple(tuple(entry.split()) for entry in entries if " " in entry)
        self._by_first: dict[str, list[tuple[str, ...]]] = {}
        for phrase in sorted(self.phrases, key=len, reverse=True):
            self._by_first.setdefault(phrase[0], []).append(phrase)
        self._words = frozenset(entry for entry in single if "*" not in entry)
        self._stems = tuple(entry[:-1] for entry in single if entry.endswith("*"))
        self._endings = tuple(entry[1:] for entry in single if entry.startswith("*"))
        self._known: dict[str, bool] = {}

    def __contains__(self, word: str) -> bool:
        known = self._known.get(word)
        if known is None:
            if len(self._known) > _REMEMBERED_WORDS:
                self._known.clear()
            ended = len(word) > _SHORTEST_ENDED and word.endswith(self._endings)
            known = self._known[word] = ended or self.lists(word)
        return known

    def spells(self, word: str) -> bool:
        """Whether ``word`` is here by itself."""
        return word in self._words

    def lists(self, word: str) -> bool:
        """Whether ``word`` is here by itself or by its stem: an ending says little of a capitalised word."""
        return word in self._words or word.startswith(self._stems)

    def __bool__(self) -> bool:
        return bool(self._words or self._stems or self._endings or self.phrases)

    def phrase_length(self, words: list[str], index: int) -> int:
        """How many of ``words`` from ``index`` on form one entry of this class; 0 when none does."""
        if index >= len(words):
            return 0
        for phrase in self._by_first.get(words[index], ()):
            if tuple(words[index : index + len(phrase)]) == phrase:
                return len(phrase)
        return int(words[index] in self)


_REMEMBERED_WORDS = 5_000
_SHORTEST_ENDED = 4  # an ending says something of a word longer than this


class SpeechWords:
    """The word classes of one language, read by name; see docs/languages.md for what each decides."""

    def __init__(self, language: str, classes: Mapping[str, WordClass], *, head_final: bool = False) -> None:
        self.language = language
        #: Whether what qualifies a noun is placed in front of it, without article or preposition.
        self.head_final = head_final
        self._classes = classes

    def __getitem__(self, name: str) -> WordClass:
        return self._classes[name]


def parse_speech_words(language: str, data: Mapping[str, Any]) -> SpeechWords:
    """The word classes that ``data``, a parsed TOML file, defines.

    Raises ValueError naming the key when one is unknown or isn't a list of words.
    """
    lists = {key: value for key, value in data.items() if key != "head_final"}
    for key, value in lists.items():
        if key not in CLASSES:
            raise ValueError(f"{language}: unknown key {key!r}; known are head_final, {', '.join(CLASSES)}")
        if not isinstance(value, list) or not all(isinstance(word, str) for word in value):
            raise ValueError(f'{language}: {key} must be a list of words, such as {key} = ["..."]')
    classes = {name: WordClass(lists.get(name, [])) for name in CLASSES}
    classes["never_names"] = WordClass([word for name in _NEVER_NAMES for word in lists.get(name, [])])
    return SpeechWords(language, classes, head_final=data.get("head_final") is True)


#: Languages that share one file: the standard forms of Serbo-Croatian differ in few of these words.
SHARED_FILES = {"bs": "sr", "hr": "sr", "me": "sr", "cnr": "sr", "sh": "sr"}


@lru_cache(maxsize=64)
def speech_words(language: str, cyrillic: bool = False) -> SpeechWords | None:
    """The words of ``language`` (ISO 639-1), for Serbian in Cyrillic script if asked; None without a file."""
    path = files("osce_scraper.facts").joinpath("speech", f"{SHARED_FILES.get(language, language)}.toml")
    if not path.is_file():
        return None
    text = path.read_text("utf-8")
    data = tomllib.loads(text)
    if cyrillic and path.name == "sr.toml":
        data = {name: [to_cyrillic(entry) for entry in entries] for name, entries in data.items()}
    return parse_speech_words(language, data)
