"""Names of countries to countries; the data are in ``countries.toml`` and ``territories.json``."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache, lru_cache

from osce_scraper.vocabulary.data import VocabularyError, read
from osce_scraper.vocabulary.spelling import name_key
from osce_scraper.vocabulary.territories import english_names, territory_names


class CountryGroup(StrEnum):
    """What a country is to the OSCE."""

    PARTICIPATING_STATE = "participating_state"
    ASIAN_PARTNER = "asian_partner"
    MEDITERRANEAN_PARTNER = "mediterranean_partner"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class CountryEntry:
    """A country; ``stems`` are beginnings of its words in Russian and Ukrainian text."""

    iso2: str
    name: str
    group: CountryGroup
    aliases: tuple[str, ...] = ()
    people: tuple[str, ...] = ()
    unmentioned: frozenset[str] = frozenset()
    given_name: bool = False
    surname: bool = False
    stems: tuple[str, ...] = ()
    comment: str | None = None


@cache
def countries() -> Mapping[str, CountryEntry]:
    """Every country of ``countries.toml`` by its ISO 3166-1 alpha-2 code, in the order of the file."""
    entries = read("countries.toml")["country"]
    found = {
        entry["iso2"]: CountryEntry(
            iso2=entry["iso2"],
            name=entry["name"],
            group=CountryGroup(entry["group"]),
            aliases=tuple(entry.get("aliases", ())),
            people=tuple(entry.get("people", ())),
            unmentioned=frozenset(entry.get("unmentioned", ())),
            given_name=entry.get("given_name", False),
            surname=entry.get("surname", False),
            stems=(*entry.get("ru", ()), *entry.get("uk", ())),
            comment=entry.get("comment"),
        )
        for entry in entries
    }
    if len(found) != len(entries):
        raise VocabularyError("countries.toml gives one code to two countries")
    return found


@cache
def _names() -> dict[str, CountryEntry]:
    names: dict[str, CountryEntry] = {}
    for entry in countries().values():
        for name in (entry.name, *entry.aliases):
            known = names.setdefault(name_key(name), entry)
            if known is not entry:
                raise VocabularyError(f"countries.toml gives {name!r} to {known.iso2} and {entry.iso2}")
    return names


_WORDS = re.compile(r"\w+")
#: Words that a suffix such as "– OSCE Chairpersonship 2025" behind a country's name is made of.
_CHAIRPERSONSHIP = frozenset(
    [
        "chairpersonship",
        "chairmanship",
        "chair",
        "chairperson",
        "chairman",
        "in",
        "office",
        "current",
        "incoming",
        "outgoing",
    ]
)


def _without_chairpersonship(key: str, name: str) -> str | None:
    """The part of ``key`` before a chairpersonship suffix; None when it has no such suffix.

    The suffix may begin with the initials of the organization, in capitals as ``name`` is written.
    """
    words = key.split()
    kept = len(words)
    chair = False
    while kept and (
        words[kept - 1] in _CHAIRPERSONSHIP or (len(words[kept - 1]) == 4 and words[kept - 1].isdigit())
    ):
        kept -= 1
        chair = chair or words[kept].startswith("chair")
    if chair and kept > 1 and words[kept - 1].upper() in _WORDS.findall(name):
        kept -= 1
    return " ".join(words[:kept]).rstrip(",") if chair and kept else None


#: "Republic of" in the languages of the site: in front of a country's short name it tells nothing apart.
_REPUBLIC = frozenset(
    [
        "республика",
        "республіка",
        "рэспубліка",
        "republika",
        "republica",
        "republik",
        "republique",
        "repubblica",
    ]
)
_OF = frozenset(["e", "of", "de", "di"])


def _short_form(key: str) -> str | None:
    """The short name in "Республика Таджикистан" or "Moldova, Republic of"; None in any other name."""
    name, comma, title = key.partition(", ")
    if comma and title == "republic of":
        return name
    first, _, rest = key.partition(" ")
    if first not in _REPUBLIC or not rest:
        return None
    preposition, _, behind = rest.partition(" ")
    return behind if preposition in _OF and behind else rest


def _twice(name: str) -> CountryEntry | None:
    """The country of "Türkiye (Turkey)" and "Holy See (Vatican City)": one country under two names."""
    first, bracket, second = name.strip().removesuffix(")").partition("(")
    if not bracket or not name.rstrip().endswith(")"):
        return None
    one, other = _find(name_key(first)), _find(name_key(second))
    return one if one is not None and other is not None and one.iso2 == other.iso2 else None


def _find(key: str) -> CountryEntry | None:
    found = _names().get(key)
    if found is not None:
        return found
    code = territory_names().get(key)
    if code is None:
        return None
    known = countries().get(code)
    return known or CountryEntry(iso2=code, name=english_names()[code], group=CountryGroup.OTHER)


@lru_cache(maxsize=4096)
def find_country(name: str) -> CountryEntry | None:
    """The country that ``name`` means, in any language of the site; None if it is no exact name of one.

    A chairpersonship suffix is no part of the name: "Finland – OSCE Chairpersonship 2025" is Finland. Cities,
    regions and peoples are no countries; for peoples see ``mentions.countries_mentioned``.
    """
    key = name_key(name)
    found = _find(key)
    if found is not None:
        return found
    bare = _without_chairpersonship(key, name)
    if bare is not None:
        return _find(bare)
    short = _short_form(key)
    if short is not None:
        found = _find(short)
        # "Republic of" may tell two other countries apart: Корея, Конго.
        return None if found is None or found.group is CountryGroup.OTHER else found
    return _twice(name)
