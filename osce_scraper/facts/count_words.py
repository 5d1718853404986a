"""The words of a language by which people are counted: one TOML file a language."""

import tomllib
from collections.abc import Mapping, Sequence
from functools import lru_cache
from importlib.resources import files
from typing import Any, Final

from osce_scraper.facts.speech_words import SHARED_FILES, WordClass
from osce_scraper.vocabulary.serbian import to_cyrillic

_SEXES: Final = ("women", "men", "girls", "boys")
CLASSES: Final = (
    *_SEXES,
    *(f"{sex}_letters" for sex in _SEXES),
    *("people", "participants", "feminine", "never", "counters", "stops", "of", "and", "percent", "years"),
    *("abbreviations", "approximate", "at_least", "at_most", "number_of", "of_whom", "links", "all"),
    *("takes_part", "for", "other", "planned", "cumulative"),
)
_LONGEST_PHRASE: Final = 4


class _Words(WordClass):
    """Words of one kind, also found before a place."""

    def phrase_before(self, words: Sequence[str], end: int, start: int) -> int:
        """How many words before ``words[end]``, not before ``start``, form one entry; 0 when none do."""
        for length in range(min(_LONGEST_PHRASE, end - start), 0, -1):
            if self.phrase_length(list(words[end - length : end]), 0) == length:
                return length
        return 0


class CountWords:
    """The word classes of one language, read by name."""

    def __init__(self, classes: Mapping[str, _Words], *, only_digits: bool) -> None:
        self._classes = classes
        #: Whether the language has no number words here, so that only paragraphs with digits need reading.
        self.only_digits = only_digits

    def __getitem__(self, name: str) -> _Words:
        return self._classes[name]


def parse_count_words(language: str, data: Mapping[str, Any]) -> CountWords:
    """The word classes that ``data``, a parsed TOML file, defines.

    Raises ValueError naming the key when one is unknown or isn't a list of words.
    """
    for key, value in data.items():
        if key not in CLASSES:
            raise ValueError(f"{language}: unknown key {key!r}; known are {', '.join(CLASSES)}")
        if not isinstance(value, list) or not all(isinstance(word, str) for word in value):
            raise ValueError(f'{language}: {key} must be a list of words, such as {key} = ["..."]')
    lists = {name: list(data.get(name, [])) for name in CLASSES}
    lists["people"] += lists["counters"] + lists["participants"] + lists["feminine"] + lists["never"]
    return CountWords({name: _Words(words) for name, words in lists.items()}, only_digits=False)


@lru_cache(maxsize=64)
def count_words(language: str, cyrillic: bool = False) -> CountWords | None:
    """The words of ``language`` (ISO 639-1), for Serbian in Cyrillic script if asked; None without a file."""
    path = files("osce_scraper.facts").joinpath(
        "counts_words", f"{SHARED_FILES.get(language, language)}.toml"
    )
    if not path.is_file():
        return None
    data = tomllib.loads(path.read_text("utf-8"))
    roles = files("osce_scraper.facts").joinpath("speech", path.name)
    if roles.is_file():
        data["people"] = [*data["people"], *tomllib.loads(roles.read_text("utf-8")).get("roles", [])]
    if cyrillic and path.name == "sr.toml":
        data = {name: [to_cyrillic(entry) for entry in entries] for name, entries in data.items()}
    return parse_count_words(language, data)
