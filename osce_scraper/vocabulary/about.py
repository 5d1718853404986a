"""Countries that an item is about, from everything that says so."""

from collections.abc import Iterable, Sequence
from functools import cached_property

from osce_scraper.records import Country, CountrySource
from osce_scraper.vocabulary.countries import countries, find_country
from osce_scraper.vocabulary.inflected import countries_in_words
from osce_scraper.vocabulary.lists import split_names
from osce_scraper.vocabulary.mentions import countries_mentioned
from osce_scraper.vocabulary.offices import Offices
from osce_scraper.vocabulary.territories import english_names


class Countries:
    """The countries an item is about, with what the offices of one organization say of them."""

    def __init__(self, offices: Offices, headquarters: Iterable[str] = ()) -> None:
        self.offices = offices
        self.headquarters = frozenset(headquarters)

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
        seat = self._seats.get(place.casefold()) if place else None
        if seat is not None:
            add(seat, _name_of(seat), CountrySource.LEAD)
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

    @cached_property
    def _seats(self) -> dict[str, str]:
        """Towns that offices have their seat in, and their countries, without the towns of headquarters."""
        return {
            office.seat.casefold(): office.country
            for office in self.offices.values()
            if office.seat is not None and office.country is not None and office.seat not in self.headquarters
        }

    def _hosts_of(self, issuer_ids: Iterable[str]) -> Iterable[str]:
        for identity in issuer_ids:
            office = self.offices.get(identity)
            if office is not None and office.country is not None:
                yield office.country


def _name_of(iso2: str) -> str:
    known = countries().get(iso2)
    return known.name if known is not None else english_names()[iso2]


def _named(text: str, language: str | None, of_offices: list[tuple[int, str]]) -> list[str]:
    """Codes of the countries that ``text`` names, and of those that the offices it names work in."""
    if language not in (None, "en", "ru", "uk"):
        return [mention.iso2 for mention in countries_in_words(text, language)]
    found = [
        (mention.start, mention.iso2)
        for mention in countries_mentioned(text, language)
        if not text[mention.end :].lstrip().lower().startswith(_GUESTS)
    ]
    return [iso2 for _, iso2 in sorted([*found, *of_offices])]


#: What follows the nationality of a guest or a host, who is not what the item is about.
_GUESTS = ("embass", "ambassador", "consulate", "посольств", "посол", "консульств")
#: Words of which every office's name in running text holds one.
_OFFICE_WORDS = ("Mission", "Office", "Centre", "Presence", "ordinator")
_SHORTEST_NAME = 3  # words
