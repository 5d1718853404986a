"""Which items are exported: by date, issuer, field of work, country, language, type or a condition."""

import datetime as dt
import difflib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Final

from osce_scraper.analysis.columns import arrow_schema, converter
from osce_scraper.analysis.errors import AnalysisError
from osce_scraper.analysis.extra import needed
from osce_scraper.analysis.flat import flat_line, flat_schema
from osce_scraper.analysis.lines import RawRecord
from osce_scraper.records import NewsItem
from osce_scraper.vocabulary import (
    countries,
    fields_of_work,
    find_country,
    find_field_of_work,
    find_office,
    offices,
)

#: Records that a condition is asked of at a time.
_AT_A_TIME: Final = 1_000


@dataclass(frozen=True, slots=True)
class Filters:
    """What an item must be; what is left empty asks for nothing.

    ``since`` and ``until`` are days of issue, both included; an item without a date is in no such span.
    ``issuers``, ``fields`` and ``countries`` take identities or names that the vocabulary knows; several of
    one kind mean any of them. ``where`` is a condition in SQL over the flat columns of the table news.
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
        fitting = (record for record in records if self._fits(record))
        return fitting if self.where is None else _where(self.where, fitting)

    def _fits(self, record: RawRecord) -> bool:
        issued_on = record["issued_on"]
        if self.since is not None and (issued_on is None or issued_on < self.since.isoformat()):
            return False
        if self.until is not None and (issued_on is None or issued_on > self.until.isoformat()):
            return False
        if self.languages and record["language"] not in self.languages:
            return False
        if self.types and record["type"] not in self.types:
            return False
        return (
            _any_of(record["issuers"], "id", self.issuers)
            and _any_of(record["fields_of_work"], "id", self.fields)
            and _any_of(record["countries"], "iso2", self.countries)
        )


def _any_of(entries: list[dict[str, Any]], key: str, wanted: frozenset[str]) -> bool:
    return not wanted or any(entry[key] in wanted for entry in entries)


def issuer_of(text: str) -> str:
    """The identity of an office by its name or identity. Raises ``AnalysisError`` for one nobody knows."""
    found = offices().get(text) or find_office(text)
    return _known("--issuer", text, found.id if found else None, {o.id: o.name for o in offices().values()})


def field_of(text: str) -> str:
    """The identity of a field of work by its name or identity, as :func:`issuer_of`."""
    found = fields_of_work().get(text) or find_field_of_work(text)
    return _known(
        "--field", text, found.id if found else None, {f.id: f.name for f in fields_of_work().values()}
    )


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


def _where(condition: str, records: Iterable[RawRecord]) -> Iterator[RawRecord]:
    duckdb = needed("duckdb", "--where")
    arrow = needed("pyarrow", "--where")
    nested = arrow_schema(NewsItem)
    convert = converter(NewsItem)
    schema = flat_schema(nested).append(arrow.field("_place", arrow.int64()))
    with duckdb.connect() as connection:
        # A condition is a question about items, and no way to files or to the network.
        connection.execute("SET enable_external_access = false")
        for batch in _batches(records):
            lines = [
                {**flat_line(nested, convert(record)), "_place": place} for place, record in enumerate(batch)
            ]
            connection.register("news", arrow.Table.from_pylist(lines, schema=schema))
            try:
                places = connection.execute(f"SELECT _place FROM news WHERE ({condition})").fetchall()  # noqa: S608
            except duckdb.Error as error:
                said = str(error).splitlines()[0]
                raise AnalysisError(
                    f"--where {condition!r} is not usable: {said}. Columns are those of the table news, such "
                    "as title, issued_on, language, participants_women, event_start"
                ) from None
            kept = {place for (place,) in places}
            yield from (record for place, record in enumerate(batch) if place in kept)


def _batches(records: Iterable[RawRecord]) -> Iterator[list[RawRecord]]:
    batch: list[RawRecord] = []
    for record in records:
        batch.append(record)
        if len(batch) == _AT_A_TIME:
            yield batch
            batch = []
    # An empty one, too, so that a bad condition is told where there is no item.
    yield batch
