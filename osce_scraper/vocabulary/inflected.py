"""Countries named in a sentence of any language, in whatever case their names stand.

Names come from Unicode CLDR by Babel. A word names a country when it begins as the name does and goes on with
a short ending: `Srbiji`, `Shqipërisë`, `Молдове`.
"""

import re
from functools import cache
from typing import NamedTuple

from babel import Locale, UnknownLocaleError

from osce_scraper.vocabulary.countries import countries, find_country
from osce_scraper.vocabulary.data import read

_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
#: Letters of a name that may be missing before an ending, and letters that an ending may have.
_LOST = 2
_LONGEST_ENDING = 6  # the letters lost among them
_SHORTEST_STEM = 4
_LOCALES = {
    "sr": ("sr_Latn", "sr_Cyrl"),
    "uz": ("uz_Latn", "uz_Cyrl"),
    "me": ("sr_Latn",),
    "cnr": ("sr_Latn",),
}


class NamedCountry(NamedTuple):
    """A country and where a text names it."""

    iso2: str
    start: int
    end: int


@cache
def _names(language: str) -> dict[str, tuple[tuple[str, tuple[str, ...]], ...]]:
    """Names of the States of the OSCE and its partners: by the first letters, code and words of the name."""
    found: dict[str, list[tuple[str, tuple[str, ...]]]] = {}
    local = read("local_names.toml").get(language, {})
    for name in _LOCALES.get(language, (language,)):
        try:
            locale = Locale.parse(name)
        except (UnknownLocaleError, ValueError):
            continue
        for code in countries():
            for written in (locale.territories.get(code, ""), *local.get(code, ())):
                words = tuple(match[0].lower() for match in _WORD.finditer(written))
                if words and (len(words[0]) >= _SHORTEST_STEM or written in local.get(code, ())):
                    found.setdefault(words[0][:3], []).append((code, words))
    return {start: tuple(sorted(names, key=lambda one: -len(one[1]))) for start, names in found.items()}


def countries_in_words(text: str, language: str) -> list[NamedCountry]:
    """The countries that ``text`` names in ``language`` (ISO 639-1), in their order, each mention once."""
    names = _names(language)
    words = list(_WORD.finditer(text))
    found: list[NamedCountry] = []
    skip = -1
    for index, match in enumerate(words):
        word = match[0]
        # Georgian letters are small ones without capitals.
        if index <= skip or not (word[0].isupper() or "\u10d0" <= word[0] <= "\u10ff"):
            continue
        for code, parts in names.get(word[:3].lower(), ()):
            last = index + len(parts) - 1
            if last < len(words) and all(
                _is_form(words[index + at][0].lower(), part) for at, part in enumerate(parts)
            ):
                found.append(NamedCountry(code, match.start(), words[last].end()))
                skip = last
                break
        else:
            exact = find_country(word) if len(word) > _SHORTEST_STEM else None
            if exact is not None and exact.iso2 in countries():
                found.append(NamedCountry(exact.iso2, match.start(), match.end()))
    return found


def _is_form(word: str, name: str) -> bool:
    """Whether ``word`` can be a case of ``name``: the same stem and a short ending."""
    if word == name or word.startswith(f"{name}-"):
        return True
    stem = name[: max(len(name) - _LOST, _SHORTEST_STEM)]
    return len(name) >= _SHORTEST_STEM and word.startswith(stem) and len(word) - len(stem) <= _LONGEST_ENDING
