"""What a page of a report is made of: sections with figures, each figure with its data table."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple

from osce_scraper.analysis.report.charts import Spec


class Kind(StrEnum):
    """How the cells of a column are shown."""

    TEXT = "text"
    NUMBER = "number"
    SHARE = "share"
    LINKS = "links"


class Column(NamedTuple):
    """A column of a data table."""

    label: str
    kind: Kind = Kind.NUMBER


class Link(NamedTuple):
    """Words that lead to an address; only http and https addresses become links."""

    text: str
    url: str
    language: str | None = None


Cell = str | int | float | Sequence[Link] | None


@dataclass(frozen=True, slots=True)
class DataTable:
    """Rows under columns; the first cell of a row is its heading."""

    caption: str
    columns: Sequence[Column]
    rows: Sequence[Sequence[Cell]]


@dataclass(frozen=True, slots=True)
class Figure:
    """A chart in words, as a picture and as a table. Without a picture the table is shown at once."""

    name: str
    heading: str
    caption: str
    table: DataTable
    spec: Spec | None = None
    alt: str = ""
    note: str = ""
    legend: Mapping[str, str] = field(default_factory=dict)
    """What each colour of the picture means: colours by name."""
    narrow: bool = False
    """Whether half of the width is enough where there is room for two."""


@dataclass(frozen=True, slots=True)
class Section:
    """A heading of the page and what stands under it."""

    name: str
    heading: str
    paragraphs: Sequence[str] = ()
    figures: Sequence[Figure] = field(default_factory=tuple)


class KeyFigure(NamedTuple):
    """A number that is looked for first, and what it means."""

    value: str
    label: str
    note: str


def plural(number: int, one: str, many: str = "") -> str:
    """A number with its noun: 1 item, 2,000 items, no items."""
    if number == 1:
        return f"1 {one}"
    return f"{number or 'no':{',' if number else ''}} {many or f'{one}s'}"


#: Years from which on time is told in years; a shorter span in months.
_YEARS = 4


@dataclass(frozen=True, slots=True)
class Periods:
    """Time cut into years, or months where the span is short; every period of the span is there."""

    names: tuple[str, ...]
    by_year: bool

    @classmethod
    def of(cls, months: Iterable[str | None]) -> "Periods":
        """The span of ``months`` such as 2026-10; null is no time."""
        known = sorted({month for month in months if month is not None})
        if not known:
            return cls((), by_year=True)
        first, last = known[0], known[-1]
        years = range(int(first[:4]), int(last[:4]) + 1)
        if len(years) >= _YEARS:
            return cls(tuple(f"{year:04}" for year in years), by_year=True)
        every = [f"{year:04}-{month:02}" for year in years for month in range(1, 13)]
        return cls(tuple(month for month in every if first <= month <= last), by_year=False)

    @property
    def unit(self) -> str:
        """What a period is."""
        return "Year" if self.by_year else "Month"

    def of_month(self, month: str | None) -> str | None:
        """The period that a month is in."""
        return month[:4] if month is not None and self.by_year else month
