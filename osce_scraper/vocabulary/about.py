"""Countries that an item is about, from everything that says so."""

from collections.abc import Iterable, Sequence
from functools import cache

from osce_scraper.records import Country, CountrySource
from osce_scraper.vocabulary.countries import countries, find_country
from osce_scraper.vocabulary.inflected import countries_in_words
from osce_scraper.vocabulary.lists import split_names
from osce_scraper.vocabulary.mentions import countries_mentioned
from osce_scraper.vocabulary.offices import offices
from osce_scraper.vocabulary.territories import english_names


def item_countries(
    *,
    labels: Sequence[str] = (),
    issuer_ids: Sequence[str] = (),
    title: str | None = None,
    lead: str | None = None,
    place: str | None = None,
    language: str | None = None,
) -> list[Country]:
    """The countries an item is about, each once, with the strongest source that says so.

    Sources from strong to weak, which is also the order of the list: ``labels`` (values of the page's place
    label), host countries of the issuers (``issuer_ids``, identities of the vocabulary),
    ``title``, ``lead`` (which ``place``, the town of the dateline, belongs to). An office that title or lead
    names stands for the country it works in; an embassy is a guest. A label's value that names no known
    country stays as written, with ``iso2`` None. An unknown issuer adds nothing.
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
    for iso2 in _host_countries(issuer_ids):
        add(iso2, countries()[iso2].name, CountrySource.ISSUER)
    for text, source in ((title, CountrySource.TITLE), (lead, CountrySource.LEAD)):
        for iso2 in _named(text or "", language):
            add(iso2, _name_of(iso2), source)
    seat = _seats().get(place.casefold()) if place else None
    if seat is not None:
        add(seat, countries()[seat].name, CountrySource.LEAD)
    return list(found.values())


def _name_of(iso2: str) -> str:
    known = countries().get(iso2)
    return known.name if known is not None else english_names()[iso2]


def _named(text: str, language: str | None) -> list[str]:
    """Codes of the countries that ``text`` names, and of those that the offices it names work in."""
    if language not in (None, "en", "ru", "uk"):
        return [mention.iso2 for mention in countries_in_words(text, language)]
    found = [
        (mention.start, mention.iso2)
        for mention in countries_mentioned(text, language)
        if not text[mention.end :].lstrip().lower().startswith(_GUESTS)
    ]
    if any(word in text for word in _OFFICE_WORDS):
        found += [(text.index(name), iso2) for name, iso2 in _office_names() if name in text]
    return [iso2 for _, iso2 in sorted(found)]


#: What follows the nationality of a guest or a host, who is not what the item is about.
_GUESTS = ("embass", "ambassador", "consulate", "посольств", "посол", "консульств")
#: Words of which every office's name in running text holds one.
_OFFICE_WORDS = ("Mission", "Office", "Centre", "Presence", "ordinator")
_SHORTEST_NAME = 3  # words


@cache
def _office_names() -> tuple[tuple[str, str], ...]:
    """English names of offices that work in one country, without "OSCE", and that country."""
    names: dict[str, str] = {}
    for office in offices().values():
        if office.country is not None:
            for name in (office.name, *office.aliases, *(dated.name for dated in office.names)):
                bare = name.removeprefix("OSCE ").strip()
                if len(bare.split()) >= _SHORTEST_NAME and any(word in bare for word in _OFFICE_WORDS):
                    names[bare] = office.country
    return tuple(names.items())


@cache
def _seats() -> dict[str, str]:
    """Towns that offices have their seat in, and their countries, without the towns of headquarters."""
    return {
        office.seat.casefold(): office.country
        for office in offices().values()
        if office.seat is not None and office.country is not None and office.seat not in _HEADQUARTERS
    }


_HEADQUARTERS = frozenset(["Vienna", "Warsaw", "The Hague", "Copenhagen", "Prague"])


def _host_countries(issuer_ids: Iterable[str]) -> Iterable[str]:
    known = offices()
    for identity in issuer_ids:
        office = known.get(identity)
        if office is not None and office.country is not None:
            yield office.country
