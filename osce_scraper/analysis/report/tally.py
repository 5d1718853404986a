"""Counting what a report tells, in one walk over the news; memory grows with stories, not with texts."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, Final, NamedTuple

from babel import Locale

from osce_scraper.analysis.batches import misfit
from osce_scraper.analysis.lines import RawRecord
from osce_scraper.analysis.report.people import Stories
from osce_scraper.analysis.tables import TABLES
from osce_scraper.sites import load_site
from osce_scraper.vocabulary import countries

#: Fields whose filling is told, with what to call them.
FILLED: Final = {
    "issued_on": "date of issue",
    "lead": "lead",
    "issuers": "issuer",
    "fields_of_work": "field of work",
    "countries": "country",
    "dateline": "dateline",
    "event": "time of the event",
    "participants": "participants",
    "quotes": "quote",
    "project": "project",
    "funders": "funder",
    "images": "image",
    "translations": "other language",
}
#: Items that are named for each problem.
_EXAMPLES: Final = 3


class Named(NamedTuple):
    """An office, field of work or country: its identity, or its name as written where none is known."""

    key: str
    known: bool


class Row(NamedTuple):
    """An item in the table of items."""

    issued_on: str | None
    id: str
    title: str
    url: str
    kind: str
    language: str
    issuers: tuple[str, ...]
    fields: tuple[str, ...]
    countries: tuple[str, ...]
    total: int | None
    female: int | None
    male: int | None


@dataclass(slots=True)
class Tally:
    """What was counted."""

    items: int = 0
    kinds: Counter[tuple[str | None, str]] = field(default_factory=Counter)
    """Items by month of issue and kind."""
    layouts: Counter[tuple[str | None, str]] = field(default_factory=Counter)
    """Items by month of issue and layout."""
    languages: Counter[str] = field(default_factory=Counter)
    dated_by: Counter[str] = field(default_factory=Counter)
    issuers: Counter[Named] = field(default_factory=Counter)
    fields: Counter[Named] = field(default_factory=Counter)
    countries: Counter[Named] = field(default_factory=Counter)
    without: Counter[str] = field(default_factory=Counter)
    """Items that name no issuer, no field of work, no country."""
    filled_by_year: defaultdict[str | None, Counter[str]] = field(
        default_factory=lambda: defaultdict(Counter)
    )
    filled_by_layout: defaultdict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    problems: Counter[str] = field(default_factory=Counter)
    """Items by code of a problem."""
    troubled: int = 0
    """Items with any problem."""
    examples: defaultdict[str, list[tuple[str, str]]] = field(default_factory=lambda: defaultdict(list))
    """Identity and address of some items with each problem."""
    stories: Stories = field(default_factory=Stories)
    rows: list[Row] = field(default_factory=list)
    last_seen: str | None = None

    def add(self, record: RawRecord) -> None:
        """Count an item. Raises ``KeyError`` or ``TypeError`` for what is no record of news."""
        self.items += 1
        issued_on = record["issued_on"]
        month = issued_on[:7] if issued_on else None
        year = issued_on[:4] if issued_on else None
        layout = record["source"]["layout"]
        self.kinds[month, record["type"]] += 1
        self.layouts[month, layout] += 1
        self.languages[record["language"]] += 1
        self.dated_by[record["issued_on_source"] or "nothing"] += 1
        issuers = _named(record["issuers"], "id")
        fields = _named(record["fields_of_work"], "id")
        about = _named(record["countries"], "iso2")
        for name, counter, found in (
            ("issuers", self.issuers, issuers),
            ("fields_of_work", self.fields, fields),
            ("countries", self.countries, about),
        ):
            counter.update(found)
            self.without[name] += not found
        filled = [name for name in FILLED if _is_filled(name, record[name])]
        for by in (self.filled_by_year[year], self.filled_by_layout[layout]):
            by.update(filled)
            by["items"] += 1
        codes = {problem["code"] for problem in record["problems"]}
        self.problems.update(codes)
        self.troubled += bool(codes)
        for code in codes:
            # The lines come in their order of issue: the last ones are the newest.
            self.examples[code] = [*self.examples[code], (record["id"], record["url"])][-_EXAMPLES:]
        self.stories.add(record, issuers, fields)
        self.rows.append(_row(record, issuers, fields, about))
        seen = record["last_seen"] or record["source"]["fetched_at"]
        if seen is not None and (self.last_seen is None or seen > self.last_seen):
            self.last_seen = seen

    def newest(self, number: int | None = None) -> list[Row]:
        """The rows, newest first and undated ones last; at most ``number`` of them."""
        ordered = sorted(self.rows, key=lambda row: (row.issued_on or "", row.id), reverse=True)
        return ordered[:number]


def tally(records: Iterable[RawRecord]) -> Tally:
    """Count news records. Raises ``DataError`` for one that is none."""
    counted = Tally()
    for record in records:
        try:
            counted.add(record)
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            raise misfit(TABLES["news"], record, error) from error
    return counted


def _named(entries: list[dict[str, Any]], key: str) -> list[Named]:
    """Each once, in their order: a country that both label and issuer name is one country."""
    found = (Named(entry[key] or entry["name"], entry[key] is not None) for entry in entries)
    return list(dict.fromkeys(found))


def _is_filled(name: str, value: Any) -> bool:
    if name == "participants":
        return bool(value["groups"])
    return bool(value)


def _row(record: RawRecord, issuers: list[Named], fields: list[Named], about: list[Named]) -> Row:
    said = record["participants"]
    female = [said[name] for name in ("women", "girls") if said[name] is not None]
    male = [said[name] for name in ("men", "boys") if said[name] is not None]
    return Row(
        issued_on=record["issued_on"],
        id=record["id"],
        title=record["title"],
        url=record["url"],
        kind=record["type"],
        language=record["language"],
        issuers=tuple(map(office_name, issuers)),
        fields=tuple(map(field_name, fields)),
        countries=tuple(map(country_name, about)),
        total=said["total"],
        female=sum(female) if female else None,
        male=sum(male) if male else None,
    )


def office_name(office: Named) -> str:
    """What to call an office."""
    entry = load_site().offices.get(office.key) if office.known else None
    return entry.name if entry else office.key


def field_name(field_of_work: Named) -> str:
    """What to call a field of work."""
    entry = load_site().fields.get(field_of_work.key) if field_of_work.known else None
    return entry.name if entry else field_of_work.key


def country_name(country: Named) -> str:
    """What to call a country; Kosovo with its code, which ISO leaves to users."""
    if not country.known:
        return country.key
    if country.key == "XK":
        return "Kosovo (XK)"
    entry = countries().get(country.key)
    return entry.name if entry else str(Locale("en").territories.get(country.key, country.key))
