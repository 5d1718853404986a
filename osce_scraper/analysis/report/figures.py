"""The figures of a report, drawn from what was counted: items over time, by office, field and country."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from typing import Final

from osce_scraper.analysis.report.charts import COLOURS, filling, ranked, stacked_over_time
from osce_scraper.analysis.report.parts import Cell, Column, DataTable, Figure, Kind, Periods, plural
from osce_scraper.analysis.report.tally import FILLED, Named, Tally, country_name, field_name, office_name

NO_DATE: Final = "no date"
_REST: Final = "all others"
#: Bars of a ranking; the table behind has more.
_BARS: Final = 15
_LINES: Final = 250


def words_of(name: str) -> str:
    """A name of the records in words: news_item becomes news item."""
    return name.replace("_", " ")


def over_time(name: str, heading: str, what: str, counts: Counter[tuple[str | None, str]]) -> Figure:
    """Items by period and kind (or layout), ``what``; ``counts`` by month and kind."""
    periods = Periods.of(month for month, _ in counts)
    totals: Counter[str] = Counter()
    cells: Counter[tuple[str | None, str]] = Counter()
    for (month, kind), number in counts.items():
        totals[words_of(kind)] += number
        cells[periods.of_month(month), words_of(kind)] += number
    kinds = [kind for kind, _ in totals.most_common()]
    shown = kinds if len(kinds) <= len(COLOURS) else [*kinds[: len(COLOURS) - 1], _REST]
    values = [
        {"period": period, "kind": kind, "number": number, "place": place}
        for period in periods.names
        for place, kind in enumerate(shown)
        if (number := _cell(cells, period, kind, kinds, shown))
    ]
    undated = sum(number for (period, _), number in cells.items() if period is None)
    rows: list[list[Cell]] = [
        [
            period or NO_DATE,
            *(cells[period, kind] for kind in kinds),
            sum(cells[period, kind] for kind in kinds),
        ]
        for period in (*periods.names, *([None] if undated else []))
    ]
    colours = dict(zip(shown, COLOURS, strict=False))
    sums = {period: sum(cells[period, kind] for kind in kinds) for period in periods.names}
    busiest = max(sums, key=lambda period: sums[period], default=None)
    unit = periods.unit.lower()
    return Figure(
        name,
        heading,
        f"Number of items by {what} and {unit} of issue. Most were issued in {busiest} ({sums[busiest]:,}); "
        f"the most frequent {what} is {kinds[0]} ({totals[kinds[0]]:,})."
        if busiest
        else "No item has a date of issue.",
        DataTable(
            f"{heading}: number of items",
            [Column(periods.unit, Kind.TEXT), *(Column(kind) for kind in kinds), Column("all")],
            rows,
        ),
        stacked_over_time(values, periods.names, colours, "items") if values else None,
        f"Stacked bars of the number of items by {unit}, {periods.names[0]} to {periods.names[-1]}, split by "
        f"{what}. The numbers stand in the table below."
        if values
        else "",
        f"{plural(undated, 'item')} without a date of issue: in no bar." if undated else "",
        legend=colours,
    )


def _cell(
    cells: Counter[tuple[str | None, str]], period: str, kind: str, kinds: list[str], shown: list[str]
) -> int:
    if kind != _REST:
        return cells[period, kind]
    return sum(cells[period, other] for other in kinds if other not in shown)


def rankings(found: Tally) -> tuple[Figure, Figure, Figure]:
    """Items by office, by field of work and by country."""
    return (
        _ranking(found, "issuers", found.issuers, office_name, "office", "Issued by", "name no issuer"),
        _ranking(
            found, "fields_of_work", found.fields, field_name, "field of work", "Field of work",
            "name no field of work",
        ),
        _ranking(
            found, "countries", found.countries, country_name, "country", "Country",
            "are about no country that is named",
            " Kosovo stands on its own, under the code XK that ISO 3166 leaves to its users; its items are "
            "counted under no other country.",
        ),
    )  # fmt: skip


def _ranking(
    found: Tally,
    name: str,
    counts: Counter[Named],
    called: Callable[[Named], str],
    one: str,
    heading: str,
    without: str,
    more: str = "",
) -> Figure:
    missing = found.without[name]
    order = sorted(counts.items(), key=lambda entry: (-entry[1], called(entry[0])))
    values = [{"name": called(named), "number": number} for named, number in order[:_BARS]]
    rows: list[list[Cell]] = [
        [
            called(named),
            number,
            number / found.items,
            "" if named.known else "as written, not in the vocabulary",
        ]
        for named, number in order[:_LINES]
    ]
    rows.append([f"({without})", missing, missing / found.items, ""])
    shown = f"The first {len(values)} of {len(order):,}. " if len(order) > len(values) else ""
    return Figure(
        name.replace("_", "-"),
        heading,
        f"Items by {one}, the most frequent first. {shown}An item that names several is counted under each."
        + more,
        DataTable(
            f"Items by {one}" + (f", the first {_LINES} of {len(order):,}" if len(order) > _LINES else ""),
            [
                Column(heading, Kind.TEXT),
                Column("items"),
                Column("of all items", Kind.SHARE),
                Column("note", Kind.TEXT),
            ],
            rows,
        ),
        ranked(values, "items") if values else None,
        f"Bars of the number of items by {one}; first {_said(values)}. The numbers stand in the table below."
        if values
        else "",
        f"{missing:,} of {found.items:,} items {without}." if missing else "",
        narrow=True,
    )


def _said(values: list[dict[str, object]]) -> str:
    return ", ".join(f"{value['name']} with {value['number']:,}" for value in values[:3])


def fill_by_year(tally: Tally) -> Figure:
    """How many items of each year have each field."""
    years = Periods.of(f"{year}-01" for year in tally.filled_by_year if year is not None)
    names = sorted({year for year in tally.filled_by_year if year is not None})
    every = years.names if years.by_year else tuple(names)
    values = [
        {"period": year, "field": label, "share": found[name] / found["items"], "items": found["items"]}
        for year in every
        if (found := tally.filled_by_year.get(year))
        for name, label in FILLED.items()
    ]
    return Figure(
        "fill-by-year",
        "What is filled, by year",
        "Share of the items of each year in which a field is filled: the stronger the colour, the more. A "
        "year without items is empty.",
        _fill_table("Fill rates by year of issue", "Year", every, tally.filled_by_year),
        filling(values, every, list(FILLED.values())) if values else None,
        "A grid of fields by years, coloured by the share of items that have the field. The shares stand in "
        "the table below.",
    )


def fill_by_layout(tally: Tally) -> Figure:
    """How many items of each layout have each field; a table, since the numbers are what is looked for."""
    order = sorted(tally.filled_by_layout, key=lambda name: -tally.filled_by_layout[name]["items"])
    return Figure(
        "fill-by-layout",
        "What is filled, by layout",
        "Share of the items read from each layout of the site in which a field is filled. A low share is no "
        "fault by itself: few items name a funder. A share that differs between layouts, or falls from one "
        "year to the next, deserves a look.",
        _fill_table("Fill rates by layout", "Layout", order, tally.filled_by_layout),
    )


def _fill_table(
    caption: str,
    first: str,
    keys: Iterable[str],
    found: Mapping[str, Counter[str]] | Mapping[str | None, Counter[str]],
) -> DataTable:
    undated = [None] if None in found else []
    rows: list[list[Cell]] = []
    for key in (*keys, *undated):
        counts = found.get(key, Counter())  # type: ignore[arg-type]
        items = counts["items"]
        rows.append([key or NO_DATE, items, *(counts[name] / items if items else None for name in FILLED)])
    columns = [
        Column(first, Kind.TEXT),
        Column("items"),
        *(Column(label, Kind.SHARE) for label in FILLED.values()),
    ]
    return DataTable(caption, columns, rows)


def simple(name: str, heading: str, caption: str, first: str, counts: Counter[str]) -> Figure:
    """Items by something with few values, as a table."""
    total = sum(counts.values())
    rows: list[list[Cell]] = [[words_of(key), number, number / total] for key, number in counts.most_common()]
    columns = [Column(first, Kind.TEXT), Column("items"), Column("share", Kind.SHARE)]
    return Figure(name, heading, caption, DataTable(heading, columns, rows), narrow=True)
