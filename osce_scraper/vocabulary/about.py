"""Countries that an item is about, from everything that says so."""

from collections.abc import Iterable, Sequence

from osce_scraper.records import Country, CountrySource
from osce_scraper.vocabulary.countries import countries, find_country
from osce_scraper.vocabulary.lists import split_names
from osce_scraper.vocabulary.mentions import countries_mentioned
from osce_scraper.vocabulary.offices import offices


def item_countries(
    *,
    labels: Sequence[str] = (),
    issuer_ids: Sequence[str] = (),
    title: str | None = None,
    lead: str | None = None,
    language: str | None = None,
) -> list[Country]:
    """The countries an item is about, each once, with the strongest source that says so.

    Sources from strong to weak, which is also the order of the list: ``labels`` (values of the page's place
    label), host countries of the issuers (``issuer_ids``, identities of the vocabulary),
    ``title``, ``lead``. A label's value that names no known country stays as written, with ``iso2`` None. An
    unknown issuer adds nothing.
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
        if text:
            for mention in countries_mentioned(text, language):
                add(mention.iso2, mention.name, source)
    return list(found.values())


def _host_countries(issuer_ids: Iterable[str]) -> Iterable[str]:
    known = offices()
    for identity in issuer_ids:
        office = known.get(identity)
        if office is not None and office.country is not None:
            yield office.country
