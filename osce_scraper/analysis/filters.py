"""Which items are exported: by date, issuer, field of work, country, language, type or a condition."""

import datetime as dt
import difflib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from osce_scraper.analysis.batches import batched, lines_of, record_batch
from osce_scraper.analysis.errors import AnalysisError
from osce_scraper.analysis.extra import needed
from osce_scraper.analysis.lines import RawRecord
from osce_scraper.analysis.tables import TABLES
from osce_scraper.sites import load_site
from osce_scraper.vocabulary import countries, find_country


@dataclass(frozen=True, slots=True)
class Filters:
    """What an item must be; what is left empty asks for nothing.

    ``since`` and ``until`` are days of issue, both included; an item without a date is in no such span.
    ``issuers``, ``fields`` and ``countries`` take identities or names that the vocabulary knows; several of
    one kind mean any of them. ``where`` is a condition in SQL over the columns of the table news: records in
    a line by either name (``participants.women``, ``participants_women``), lists as lists, the body as text.
    """

    since: dt.date | None = None
    until: dt.date | None = None
    issuers: frozenset[str] = frozenset()
    fields: frozenset[str] = frozenset()
    countries: frozenset[str] = frozenset()
    languages: frozenset[str] = frozenset()
    types: frozenset[str] = frozenset()
    where: str | None = None

    @property
    def ask_for_all(self) -> bool:
        """Whether every item is wanted."""
        return self == Filters()

    def apply(self, records: Iterable[RawRecord]) -> Iterator[RawRecord]:
        """The news records that fit, in their order. Raises ``AnalysisError`` for a bad condition."""
        for taken in Selection(self).batches(records):
            yield from taken


@dataclass(slots=True)
class Selection:
    """Takes the items that ``filters`` ask for, and counts."""

    filters: Filters
    seen: int = 0
    taken: int = 0
    undated: int = 0
    """Items left out by ``since`` or ``until`` alone since they have no date."""

    def batches(self, records: Iterable[RawRecord]) -> Iterator[Sequence[RawRecord]]:
        """The records (news) that fit, in parcels. Raises ``AnalysisError`` for a condition that is none."""
        # Asked of nothing first: a bad condition is told where there is no item, too.
        self._meeting([])
        for parcel in batched(self._fitting(records)):
            yield self._meeting(parcel)

    def _fitting(self, records: Iterable[RawRecord]) -> Iterator[RawRecord]:
        for record in records:
            self.seen += 1
            if self._fits(record):
                yield record

    def _meeting(self, records: Sequence[RawRecord]) -> Sequence[RawRecord]:
        condition = self.filters.where
        met = records if condition is None else _where(condition, records)
        self.taken += len(met)
        return met

    def _fits(self, record: RawRecord) -> bool:
        wanted = self.filters
        if not (
            (not wanted.languages or record["language"] in wanted.languages)
            and (not wanted.types or record["type"] in wanted.types)
            and _any_of(record["issuers"], "id", wanted.issuers)
            and _any_of(record["fields_of_work"], "id", wanted.fields)
            and _any_of(record["countries"], "iso2", wanted.countries)
        ):
            return False
        if wanted.since is None and wanted.until is None:
            return True
        issued_on = record["issued_on"]
        if issued_on is None:
            self.undated += 1
            return False
        # Days in ISO form sort as text does.
        return not (
            (wanted.since is not None and issued_on < wanted.since.isoformat())
            or (wanted.until is not None and issued_on > wanted.until.isoformat())
        )


def _any_of(entries: list[dict[str, Any]], key: str, wanted: frozenset[str]) -> bool:
    return not wanted or any(entry[key] in wanted for entry in entries)


def issuer_of(text: str) -> str:
    """The identity of an office by its name or identity. Raises ``AnalysisError`` for one nobody knows."""
    offices = load_site().offices
    found = offices.get(text) or offices.find(text)
    return _known("--issuer", text, found.id if found else None, {o.id: o.name for o in offices.values()})


def field_of(text: str) -> str:
    """The identity of a field of work by its name or identity, as :func:`issuer_of`."""
    fields = load_site().fields
    found = fields.get(text) or fields.find(text)
    return _known("--field", text, found.id if found else None, {f.id: f.name for f in fields.values()})


def country_of(text: str) -> str:
    """The ISO code of a country by its name or code, as :func:`issuer_of`."""
    codes = {entry.iso2: entry.name for entry in countries().values() if entry.iso2}
    if text.upper() in codes:
        return text.upper()
    found = find_country(text)
    return _known("--country", text, found.iso2 if found else None, codes)


def _known(option: str, text: str, found: str | None, names: dict[str, str]) -> str:
    if found is not None:
        return found
    near = difflib.get_close_matches(text, [*names, *names.values()], n=2, cutoff=0.5)
    guess = f" Did you mean {' or '.join(repr(name) for name in near)}?" if near else ""
    raise AnalysisError(
        f"{option} {text!r} is unknown to the vocabulary.{guess} Names as written can be asked for "
        "with --where"
    )


def _where(condition: str, records: Sequence[RawRecord]) -> Sequence[RawRecord]:
    duckdb = needed("duckdb", "--where")
    # A condition is a question about items, and no way to files or to the network.
    with duckdb.connect(config={"enable_external_access": "false"}) as connection:
        connection.register("news", _asked(records))
        try:
            found = connection.execute(f"SELECT _place FROM news WHERE ({condition}\n)").fetchall()  # noqa: S608
        except duckdb.Error as error:
            raise AnalysisError(
                f"--where {condition!r} is not usable: {str(error).splitlines()[0]}. Columns are those of "
                "the table news, such as title, issued_on, language, participants_women, event_start"
            ) from None
    places = {place for (place,) in found}
    return [record for place, record in enumerate(records) if place in places]


def _asked(records: Sequence[RawRecord]) -> Any:
    """The table news as a condition sees it, with the place of each record."""
    arrow = needed("pyarrow", "--where")
    compute = needed("pyarrow.compute", "--where")
    news = TABLES["news"]
    nested = arrow.Table.from_batches([record_batch(news, lines_of(news, records))])
    asked = nested.set_column(
        nested.schema.get_field_index("body"), "body", compute.binary_join(nested["body"], "\n\n")
    )
    flat = nested
    while any(arrow.types.is_struct(kind) for kind in flat.schema.types):
        flat = flat.flatten()
    for column in flat.column_names:
        if "." in column:
            asked = asked.append_column(column.replace(".", "_"), flat[column])
    return asked.append_column("_place", arrow.array(range(len(records)), arrow.int64()))
