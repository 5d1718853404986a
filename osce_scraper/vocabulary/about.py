"""Countries that an item is about, from everything that says so."""

import re
from collections.abc import Iterable, Sequence
from functools import cache, cached_property

from osce_scraper.records import Country, CountrySource
from osce_scraper.vocabulary.countries import countries, find_country
from osce_scraper.vocabulary.data import read
from osce_scraper.vocabulary.inflected import countries_in_words
from osce_scraper.vocabulary.lists import split_names
from osce_scraper.vocabulary.mentions import countries_mentioned
from osce_scraper.vocabulary.offices import Offices
from osce_scraper.vocabulary.territories import english_names
from osce_scraper.vocabulary.towns import country_of_town


class Countries:
    """The countries an item is about, with what the offices of one organization say of them."""

    def __init__(self, offices: Offices, headquarters: Iterable[str] = ()) -> None:
        self.offices = offices
        self.headquarters = frozenset(map(str.casefold, headquarters))

    def of_item(
        self,
        *,
        labels: Sequence[str] = (),
        issuer_ids: Sequence[str] = (),
        title: str | None = None,
        lead: str | None = None,
        place: str | None = None,
        language: str | None = None,
    ) -> list[Country]:
        """The countries an item is about, each once, with the strongest source that says so.

        Sources from strong to weak, which is also the order of the list: ``labels`` (values of the page's
        place label), host countries of the issuers (``issuer_ids``, identities of the registry),
        ``title``, ``lead`` (which ``place``, the town of the dateline, belongs to). An office that title or
        lead names stands for the country it works in; an embassy is a guest. A label's value that names no
        known country stays as written, with ``iso2`` None. An unknown issuer adds nothing.
        """
        found: dict[str, Country] = {}

        def add(iso2: str | None, name: str, source: CountrySource) -> None:
            key = iso2 or name
            if key not in found:
                found[key] = Country(name=name, iso2=iso2, source=source)

        for label in labels:
            for name in split_names(label, find_country):
                country = find_country(name)
                iso2, known = (None, name) if country is None else (country.iso2, country.name)
                add(iso2, known, CountrySource.LABEL)
        for iso2 in self._hosts_of(issuer_ids):
            add(iso2, _name_of(iso2), CountrySource.ISSUER)
        for text, source in ((title, CountrySource.TITLE), (lead, CountrySource.LEAD)):
            for iso2 in _named(text or "", language, self._of_offices(text or "")):
                add(iso2, _name_of(iso2), source)
        for iso2 in self._of_place(place or ""):
            add(iso2, _name_of(iso2), CountrySource.LEAD)
        return list(found.values())

    def _of_offices(self, text: str) -> list[tuple[int, str]]:
        """Where ``text`` names an office that works in one country, and the country's code."""
        if not any(word in text for word in _OFFICE_WORDS):
            return []
        return [(text.index(name), iso2) for name, iso2 in self._office_names if name in text]

    @cached_property
    def _office_names(self) -> tuple[tuple[str, str], ...]:
        """English names of offices that work in one country, without the organization's, and that country."""
        names: dict[str, str] = {}
        for office in self.offices.values():
            if office.country is not None:
                for name in (office.name, *office.aliases, *(dated.name for dated in office.names)):
                    first, _, rest = name.partition(" ")
                    bare = rest.strip() if first.casefold() in self.offices.own.names else name
                    if len(bare.split()) >= _SHORTEST_NAME and any(word in bare for word in _OFFICE_WORDS):
                        names[bare] = office.country
        return tuple(names.items())

    def _of_place(self, place: str) -> list[str]:
        """Codes of the countries that the towns of a dateline lie in; headquarters tell nothing."""
        parts = [place] if place.casefold() in self._towns else _BETWEEN_TOWNS.split(place)
        towns = [part.strip().casefold() for part in parts]
        found = (
            self._towns.get(town) or (None if town in self.headquarters else _country_of(town))
            for town in towns
        )
        return [iso2 for iso2 in found if iso2 is not None]

    @cached_property
    def _towns(self) -> dict[str, str]:
        """Known towns and those that offices have their seat in, and their countries; no headquarters."""
        towns = {town.casefold(): iso2 for iso2, names in read("towns.toml").items() for town in names}
        for office in self.offices.values():
            if office.seat is not None and office.country is not None:
                towns[office.seat.casefold()] = office.country
        return {town: iso2 for town, iso2 in towns.items() if town not in self.headquarters}

    def _hosts_of(self, issuer_ids: Iterable[str]) -> Iterable[str]:
        for identity in issuer_ids:
            office = self.offices.get(identity)
            if office is not None and office.country is not None:
                yield office.country


def _country_of(place: str) -> str | None:
    """The country of a town, or the country that the dateline names itself: `MALTA`."""
    country = find_country(place.title())
    return country_of_town(place) or (country.iso2 if country else None)


def _name_of(iso2: str) -> str:
    known = countries().get(iso2)
    return known.name if known is not None else english_names()[iso2]


def _named(text: str, language: str | None, of_offices: list[tuple[int, str]]) -> list[str]:
    """Codes of the countries that ``text`` names, and of those that the offices it names work in."""
    if language not in (None, "en", "ru", "uk"):
        mentions = countries_in_words(text, language)
        return [each.iso2 for each in mentions if not _is_of_a_person(text, each.start, each.end)]
    found = [
        (mention.start, mention.iso2)
        for mention in countries_mentioned(text, language)
        if not text[mention.end :].lstrip().lower().startswith(_GUESTS)
        and not _is_of_a_person(text, mention.start, mention.end)
    ]
    return [iso2 for _, iso2 in sorted([*found, *of_offices])]


@cache
def _before_towns() -> frozenset[str]:
    return frozenset(read("mentions.toml")["before_towns"])


def _is_of_a_person(text: str, start: int, end: int) -> bool:
    """Whether a country in brackets is that of the person named before: `Pia Kauma (MP, Finland)`.

    Behind a town (`in New York (United States)`) it is the town's.
    """
    if not text.startswith(")", end):
        return False
    bracket = _BRACKET.search(text, max(start - _LONGEST_NAME, 0), start)
    if bracket is None:
        return False
    name = _NAME_BEFORE.search(text, max(bracket.start() - _LONGEST_NAME, 0), bracket.start())
    return bool(bracket[1]) or (name is not None and (name[1] or "").casefold() not in _before_towns())


_BRACKET = re.compile(r"\s*\((MPs?,? |MEP,? |деп\.,? )?$")
#: Two words and more with a capital, and the word before them.
_NAME_BEFORE = re.compile(
    r"(?:^|(\S+)\s+)(?:[^\W\d_a-zа-яё][\w.’'-]*\s+(?:[a-zà-ÿ]{2,3}\s+){0,2}){1,4}[^\W\d_a-zа-яё][\w’'-]+$"
)
_LONGEST_NAME = 60
_BETWEEN_TOWNS = re.compile(r"\s*[/–,(]\s*|\s+and\s+|\s+и\s+")
#: What follows the nationality of a guest or a host, who is not what the item is about.
_GUESTS = ("embass", "ambassador", "consulate", "посольств", "посол", "консульств")
#: Words of which every office's name in running text holds one.
_OFFICE_WORDS = ("Mission", "Office", "Centre", "Presence", "ordinator")
_SHORTEST_NAME = 3  # words
