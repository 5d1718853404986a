"""Packs: everything that differs between languages, one checked TOML file a language.

``docs/languages.md`` says what each section and key decides.
"""

import re
import tomllib
from collections.abc import Mapping
from functools import cached_property, lru_cache
from importlib.resources import files
from typing import Any, Final

from osce_scraper.lang.words import WordClass, Words
from osce_scraper.vocabulary.serbian import to_cyrillic

_PACKS: Final = files("osce_scraper.lang").joinpath("packs")
_CYRILLIC: Final = re.compile("[а-яђјљњћџ]")


class PackError(ValueError):
    """A pack cannot be used; names the file, the section and the key, and what belongs there."""


_LISTS: Final = "a list of words"
_FLAG: Final = "true or false"
_NUMBERS: Final = "a table of whole numbers"
_PATTERNS: Final = "a list of regular expressions"
_VERBS: Final = "a table of lists of words"


def _keys(kind: str, names: str) -> dict[str, str]:
    return dict.fromkeys(names.split(), kind)


#: The sections of a pack, their keys, and what the value of each key is.
SECTIONS: Final[Mapping[str, Mapping[str, str]]] = {
    "counts": _keys(
        _LISTS,
        "women men girls boys women_letters men_letters girls_letters boys_letters"
        " people participants feminine never counters stops of and percent years abbreviations"
        " approximate at_least at_most number_of of_whom links all takes_part for other planned cumulative",
    ),
    "speech": _keys(
        _LISTS,
        "verbs main_verbs that"
        " participles sources pronouns adverbs relatives conjunctions subordinators articles"
        " indefinite connectors locatives roles relations modifiers trades ranks postpositives honorifics"
        " particles institutions circumstances gatherings texts terms not_names anonymous patronymics"
        " deictics name_endings",
    )
    | {"head_final": _FLAG},
    "funding": _keys(_LISTS, "stems unions"),
    "events": _keys(
        _LISTS,
        "start end say held founded before_none until lasting future event_nouns not_events function_words"
        " violence others_events one_day published legislators gathered",
    )
    | {"base": _VERBS, "earlier": _PATTERNS},
    "datelines": _keys(_LISTS, "small_words not_places heading_words"),
    "calendar": _keys(_LISTS, "locales stems range list between year_words year_first")
    | _keys(_NUMBERS, "months relative weeks")
    | {"year_stop": _FLAG},
}
#: Classes whose words are never part of a person's name, even when they are capitalised.
_NEVER_NAMES: Final = ("honorifics", "ranks", "not_names", "connectors", "texts")


class Pack:
    """One language: its sections as data, and their words ready for look-up."""

    def __init__(self, code: str, sections: Mapping[str, Mapping[str, Any]]) -> None:
        self.code = code
        self._sections = sections

    def section(self, name: str) -> Mapping[str, Any]:
        """The data of a section; empty if the pack has none."""
        return self._sections.get(name, {})

    @cached_property
    def speech(self) -> Words | None:
        """Words by which people are named and speech is attributed; None if the pack has none."""
        if "speech" not in self._sections:
            return None
        data = self.section("speech")
        lists = {name: list(data.get(name, [])) for name in SECTIONS["speech"] if name != "head_final"}
        lists["never_names"] = [word for name in _NEVER_NAMES for word in lists[name]]
        classes = {name: WordClass(words) for name, words in lists.items()}
        return Words(classes, head_final=data.get("head_final", False))

    @cached_property
    def counts(self) -> Words | None:
        """Words by which people are counted; None if the pack has none."""
        if "counts" not in self._sections:
            return None
        data = self.section("counts")
        lists = {name: list(data.get(name, [])) for name in SECTIONS["counts"]}
        lists["people"] += lists["counters"] + lists["participants"] + lists["feminine"] + lists["never"]
        lists["people"] += self.section("speech").get("roles", [])
        return Words({name: WordClass(words) for name, words in lists.items()})


def parse_pack(code: str, data: Mapping[str, Any]) -> Pack:
    """The pack that ``data``, a parsed TOML file, defines.

    Raises PackError naming the section and key of anything unknown or of the wrong kind.
    """
    sections = dict(data)
    for name, source in _table(code, "share", sections.pop("share", {})).items():
        if name == "numerals":
            continue
        if name not in SECTIONS:
            raise PackError(f"{code}.toml: share: unknown section {name!r}; known are {', '.join(SECTIONS)}")
        sections[name] = _read(str(source)).get(name, {})
    for name, section in sections.items():
        if name not in SECTIONS:
            raise PackError(f"{code}.toml: unknown section [{name}]; known are {', '.join(SECTIONS)}")
        for key, value in _table(code, name, section).items():
            _check(f"{code}.toml: [{name}]", key, value, SECTIONS[name])
    return Pack(code, sections)


def _table(code: str, name: str, value: Any) -> Mapping[str, Any]:
    if not isinstance(value, Mapping):
        raise PackError(f"{code}.toml: {name} must be a table, such as [{name}]")
    return value


def _check(where: str, key: str, value: Any, known: Mapping[str, str]) -> None:
    kind = known.get(key)
    if kind is None:
        raise PackError(f"{where} unknown key {key!r}; known are {', '.join(known)}")
    if not _is_of_kind(value, kind):
        raise PackError(f"{where} {key} must be {kind}, not {value!r:.60}")
    for entry in value if kind == _LISTS else ():
        if any("*" in word[1:-1] or word == "*" for word in entry.split()):
            raise PackError(f"{where} {key}: {entry!r} never matches: a star begins or ends a word")


def _is_of_kind(value: Any, kind: str) -> bool:
    if kind == _FLAG:
        return isinstance(value, bool)
    if kind == _NUMBERS:
        return isinstance(value, Mapping) and all(type(number) is int for number in value.values())
    if kind == _VERBS:
        return isinstance(value, Mapping) and all(_is_of_kind(words, _LISTS) for words in value.values())
    if not isinstance(value, list) or not all(isinstance(word, str) and word for word in value):
        return False
    return kind == _LISTS or all(_compiles(pattern) for pattern in value)


def _compiles(pattern: str) -> bool:
    try:
        re.compile(pattern)
    except re.error:
        return False
    return True


def _read(code: str) -> dict[str, Any]:
    try:
        return tomllib.loads(_PACKS.joinpath(f"{code}.toml").read_text("utf-8"))
    except tomllib.TOMLDecodeError as error:
        raise PackError(f"{code}.toml: {error}") from error


_WRITTEN_IN_BOTH: Final = ("counts", "speech", "funding")


@lru_cache(maxsize=64)
def load_pack(code: str, cyrillic: bool = False) -> Pack | None:
    """The pack of a language (ISO 639-1), or None if there is no file for it.

    ``cyrillic`` asks for the words of Serbian in Cyrillic script. Raises PackError if the file is wrong.
    """
    if not code.isalpha() or not _PACKS.joinpath(f"{code}.toml").is_file():
        return None
    pack = parse_pack(code, _read(code))
    if not cyrillic or not _is_serbian(code):
        return pack
    sections = {name: pack.section(name) for name in SECTIONS if pack.section(name)}
    for name in _WRITTEN_IN_BOTH:
        sections[name] = {
            key: [to_cyrillic(word) for word in value] if isinstance(value, list) else value
            for key, value in pack.section(name).items()
        }
    return Pack(code, sections)


@lru_cache(maxsize=64)
def numerals_code(code: str) -> str:
    """The language whose number words ``code`` uses."""
    path = _PACKS.joinpath(f"{code}.toml")
    shared = _read(code).get("share", {}) if code.isalpha() and path.is_file() else {}
    return str(shared.get("numerals", code))


def _is_serbian(code: str) -> bool:
    return numerals_code(code) == "sr"


def is_cyrillic(text: str) -> bool:
    """Whether ``text`` has Cyrillic letters: Serbian is written in two scripts."""
    return _CYRILLIC.search(text) is not None
