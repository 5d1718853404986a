"""The figures on participants by sex; each says how many items state anything: no gap is a zero."""

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Mapping
from typing import Any, Final, cast

from osce_scraper.analysis.report.charts import (
    COLOURS,
    NOTHING,
    SEX_COLOURS,
    SEXES,
    people_over_time,
    shares_of_sexes,
    stacked_over_time,
)
from osce_scraper.analysis.report.figures import NO_DATE
from osce_scraper.analysis.report.parts import Cell, Column, DataTable, Figure, Kind, Periods, plural
from osce_scraper.analysis.report.people import Split, added_up
from osce_scraper.analysis.report.tally import Named, Tally, field_name, office_name

_BARS: Final = 12
_COLUMNS: Final = (
    Column("items"),
    Column("state a count"),
    Column("state both sexes"),
    Column("of items", Kind.SHARE),
    Column("women"),
    Column("men"),
    Column("girls"),
    Column("boys"),
    Column("women and girls", Kind.SHARE),
    Column("name one sex only"),
)
_HOW: Final = (
    "Women, men, girls and boys are summed over the items that state a number for both sexes; a dash means "
    "that no item does, not that nobody came."
)


def on_sexes(counted: Tally) -> list[Figure]:
    """All figures on participants by sex."""
    by_period, periods = _by_period(counted)
    stories = counted.stories
    return [
        _people(by_period, periods),
        _stating(by_period, periods),
        _shares("by-field", "By field of work", "field of work", stories.by_field(), field_name),
        _shares("by-issuer", "By issuer", "issuer", stories.by_issuer(), office_name),
    ]


def _by_period(counted: Tally) -> tuple[dict[str | None, Split], Periods]:
    months = counted.stories.by_month()
    periods = Periods.of(months)
    grouped: defaultdict[str | None, list[Split]] = defaultdict(list)
    for month, split in months.items():
        grouped[periods.of_month(month)].append(split)
    return {period: added_up(splits) for period, splits in grouped.items()}, periods


def _table(caption: str, first: str, rows: Iterable[tuple[str, Split]]) -> DataTable:
    return DataTable(
        caption, [Column(first, Kind.TEXT), *_COLUMNS], [[name, *_cells(split)] for name, split in rows]
    )


def _cells(split: Split) -> list[Cell]:
    sums = [split.women, split.men, split.girls, split.boys]
    return [
        split.stories,
        split.counted,
        split.split,
        split.split / split.stories if split.stories else None,
        *(number if split.split else None for number in sums),
        split.share,
        split.one_sex,
    ]


def _in_order(by_period: Mapping[str | None, Split], periods: Periods) -> list[tuple[str, Split]]:
    rows = [(period, by_period.get(period, Split())) for period in periods.names]
    return rows + ([(NO_DATE, by_period[None])] if None in by_period else [])


def _people(by_period: Mapping[str | None, Split], periods: Periods) -> Figure:
    values = [
        {"period": period, "sex": sex, "people": people, "stories": split.split}
        for period in periods.names
        if (split := by_period.get(period)) is not None and split.split
        for sex, people in zip(SEXES, (split.female, split.male), strict=True)
    ]
    unit = periods.unit.lower()
    return Figure(
        "sexes-over-time",
        "Women and men over time",
        f"People in the items that state a number for both sexes, by {unit} of issue. A {unit} without bars "
        "has no such item; it does not mean that nobody took part.",
        _table(f"Participants by sex and {unit}. {_HOW}", periods.unit, _in_order(by_period, periods)),
        people_over_time(values, periods.names) if values else None,
        f"Two bars a {unit}: women and girls, men and boys. The numbers stand in the table below.",
        "" if values else "No item states a number for both sexes.",
        legend=SEX_COLOURS,
        narrow=True,
    )


def _stating(by_period: Mapping[str | None, Split], periods: Periods) -> Figure:
    said: dict[str, Callable[[Split], int]] = {
        "state both sexes": lambda split: split.split,
        "state one sex": lambda split: split.one_sex,
        "state a total only": lambda split: split.counted - split.split - split.one_sex,
        "state no count": lambda split: split.stories - split.counted,
    }
    colours = dict(zip(said, (*COLOURS[:3], NOTHING), strict=True))
    order = _in_order(by_period, periods)
    values = [
        {"period": name, "kind": kind, "number": number, "place": place}
        for name, split in order
        if name != NO_DATE
        for place, (kind, count) in enumerate(said.items())
        if (number := count(split))
    ]
    whole = added_up(by_period.values())
    unit = periods.unit.lower()
    rows: list[list[Cell]] = [
        [name, *(count(split) for count in said.values()), split.stories] for name, split in order
    ]
    return Figure(
        "stating",
        "How many items say it at all",
        f"Of {whole.stories:,} stories (language versions counted once), {whole.counted:,} state a number of "
        f"participants and {whole.split:,} a number for both sexes. All sums and shares here rest on these "
        f"{whole.split:,}.",
        DataTable(
            f"What items state of their participants, by {unit}",
            [Column(periods.unit, Kind.TEXT), *(Column(kind) for kind in said), Column("all")],
            rows,
        ),
        stacked_over_time(values, periods.names, colours, "items") if values else None,
        f"Stacked bars by {unit}: items that state both sexes, one sex, a total only, or no count. The "
        "numbers stand in the table below.",
        legend=colours,
        narrow=True,
    )


def _shares(
    name: str, heading: str, one: str, found: Mapping[Hashable, Split], called: Callable[[Named], str]
) -> Figure:
    named = cast("Mapping[Named, Split]", found)
    order = sorted(named.items(), key=lambda entry: (-entry[1].female - entry[1].male, called(entry[0])))
    values = [value for key, split in order[:_BARS] if split.split for value in _bar(called(key), split)]
    drawn = len(values) // len(SEXES)
    without = sum(not split.split for split in named.values())
    return Figure(
        f"sexes-{name}",
        heading,
        f"Women and girls, men and boys among the people in items that state both, by {one}, most people "
        "first. Each label says how many of the items that is. Few items make a share that means little.",
        _table(f"Participants by sex and {one}. {_HOW}", one, [(called(key), split) for key, split in order]),
        shares_of_sexes(values) if values else None,
        f"A bar for each of {drawn}, divided by the share of each sex. The numbers stand in the table below.",
        f"{without:,} of {len(named):,} state no number for both sexes in any item and have no bar."
        if without
        else "",
        legend=SEX_COLOURS,
        narrow=True,
    )


def _bar(name: str, split: Split) -> list[dict[str, Any]]:
    both = split.female + split.male
    if not both:
        return []
    part = f"{split.split:,} of {plural(split.stories, 'item')}"
    label = f"{split.female / both:.0%} women and girls of {both:,} people, in {part}"
    return [
        {"name": name, "label": label, "sex": sex, "people": people, "share": people / both, "place": place}
        for place, (sex, people) in enumerate(zip(SEXES, (split.female, split.male), strict=True))
    ]
