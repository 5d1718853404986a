"""Making a report: count, draw, fill the page, write it whole or not at all."""

import datetime as dt
import os
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from osce_scraper.analysis.errors import AnalysisError, DataError
from osce_scraper.analysis.filters import Filters
from osce_scraper.analysis.report.figures import fill_by_layout, fill_by_year, over_time, rankings, simple
from osce_scraper.analysis.report.page import GENERATOR, Page, filled_page
from osce_scraper.analysis.report.parts import KeyFigure, Section, plural
from osce_scraper.analysis.report.quality import Operation, on_quality, verdict
from osce_scraper.analysis.report.sexes import on_sexes
from osce_scraper.analysis.report.tally import Tally, tally
from osce_scraper.analysis.source import DataSource, without_password
from osce_scraper.records import MonitorStatus
from osce_scraper.store import HELD_BACK

#: Items in the table that can be searched, unless more are asked for: some 2 MB of the page.
ROWS: Final = 10_000
_NEWEST: Final = 12


@dataclass(frozen=True, slots=True)
class Written:
    """What was written: where, its size in bytes, the items counted and those in the table."""

    path: Path
    size: int
    items: int
    listed: int


def write_report(
    source: DataSource,
    out: Path,
    made_at: dt.datetime,
    *,
    filters: Filters | None = None,
    rows: int | None = ROWS,
    overwrite: bool = False,
    kept: DataSource | None = None,
) -> Written:
    """Write the report on ``source`` to ``out``; an earlier report is replaced, another file only with
    ``overwrite``.

    ``rows`` is how many of the newest items the table has; null for all. ``kept`` is where the runs and the
    quarantine are, if not in ``source``: the store knows runs that were not published. Raises
    ``AnalysisError``.
    """
    if out.is_dir():
        raise AnalysisError(f"{out} is a directory: name a file with --out, such as {out / 'report.html'}")
    if out.exists() and not overwrite and not _is_report(out):
        raise AnalysisError(
            f"{out} is there and is no report: name another file with --out, or add --overwrite"
        )
    counted, page = _counted(source, filters or Filters(), made_at, rows, kept)
    text = filled_page(page).encode()
    part = out.with_name(f".{out.name}.part")
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        part.write_bytes(text)
        os.replace(part, out)
    except OSError as error:
        part.unlink(missing_ok=True)
        raise AnalysisError(
            f"{out} can't be written ({error.strerror or error}): name another file with --out"
        ) from error
    return Written(out, len(text), counted.items, len(page.rows))


def render_report(
    source: DataSource, made_at: dt.datetime, filters: Filters | None = None, rows: int | None = ROWS
) -> str:
    """The report as HTML. Raises ``AnalysisError``."""
    return filled_page(_counted(source, filters or Filters(), made_at, rows)[1])


def _is_report(path: Path) -> bool:
    try:
        with path.open("rb") as file:
            return GENERATOR.encode() in file.read(1_000)
    except OSError as error:
        raise AnalysisError(
            f"{path} cannot be read ({error.strerror}): name another file with --out"
        ) from error


def _counted(
    source: DataSource,
    filters: Filters,
    made_at: dt.datetime,
    rows: int | None,
    kept: DataSource | None = None,
) -> tuple[Tally, Page]:
    if not source.has("news"):
        raise DataError(f"{source.place} holds no news: give the data directory, news.jsonl, or the store")
    counted = tally(filters.apply(source.records("news")))
    if not counted.items:
        raise AnalysisError(
            f"{source.place} holds no item"
            + (
                " that fits: ask for less with the filters"
                if not filters.ask_for_all
                else ": harvest first with osce harvest"
            )
        )
    operation = Operation.of(kept or source)
    listed = counted.newest(rows)
    return counted, Page(
        made_at=made_at,
        place=without_password(source.place),
        asked=_asked(filters),
        data_as_of=counted.last_seen,
        last_run=_last_run(operation),
        alarm=operation.monitored is not None and verdict(operation.monitored).worst == MonitorStatus.RED,
        key_figures=_key_figures(counted, operation),
        sections=_sections(counted, operation, filters),
        newest=listed[:_NEWEST] if listed else counted.newest(_NEWEST),
        rows=listed,
        items=counted.items,
    )


def _asked(filters: Filters) -> list[str]:
    """The filters in words; empty when every item is wanted."""
    asked = []
    if filters.since is not None:
        asked.append(f"issued since {filters.since}")
    if filters.until is not None:
        asked.append(f"issued until {filters.until}")
    for words, several in (
        ("issued by", filters.issuers),
        ("field of work", filters.fields),
        ("country", filters.countries),
        ("language", filters.languages),
        ("type", filters.types),
    ):
        if several:
            asked.append(f"{words} {' or '.join(sorted(several))}")
    if filters.where is not None:
        asked.append(f"where {filters.where}")
    return asked


def _key_figures(counted: Tally, operation: Operation) -> list[KeyFigure]:
    whole = counted.stories.all()
    dates = [row.issued_on for row in counted.rows if row.issued_on is not None]
    share = whole.share
    return [
        KeyFigure(
            f"{counted.items:,}",
            "items",
            f"{plural(whole.stories, 'story', 'stories')} in {plural(len(counted.languages), 'language')}",
        ),
        KeyFigure(
            _years(dates),
            "issued",
            f"{min(dates)} to {max(dates)}" if dates else "no item has a date of issue",
        ),
        KeyFigure(
            f"{len(counted.issuers):,}",
            "issuers",
            f"{plural(len(counted.fields), 'field of work', 'fields of work')}, "
            f"{plural(len(counted.countries), 'country', 'countries')}",
        ),
        KeyFigure(
            f"{whole.counted / whole.stories:.0%}",
            "state a number of participants",
            f"{whole.counted:,} of {plural(whole.stories, 'story', 'stories')}; "
            "the others are unknown, not zero",
        ),
        KeyFigure(
            f"{share:.0%}" if share is not None else "–",
            "women and girls",
            f"of {whole.female + whole.male:,} people in the "
            f"{plural(whole.split, 'story that states', 'stories that state')} both sexes"
            if share is not None
            else "no story states a number for both sexes",
        ),
        KeyFigure(
            f"{counted.troubled / counted.items:.0%}",
            "of items with a problem",
            plural(counted.troubled, "item")
            + (
                f"; {plural(len(operation.refused), 'page')} refused" if operation.refused is not None else ""
            ),
        ),
    ]


def _last_run(operation: Operation) -> str:
    """How the last run ended, in a sentence; empty when there was none."""
    if not operation.runs:
        return ""
    run = operation.runs[-1]
    ended = (run["outcome"] or "not finished").replace("_", " ")
    judged = operation.monitored
    if run["outcome"] == HELD_BACK:
        ended += ", so that what it brought is not published yet"
    said = f"; monitors of run {judged['run']}: {verdict(judged).worst}" if judged is not None else ""
    return f"Run {run['run']} of {run['started_at'][:16].replace('T', ' ')} UTC: {ended}{said}."


def _years(dates: list[str]) -> str:
    if not dates:
        return "–"
    first, last = min(dates)[:4], max(dates)[:4]
    return first if first == last else f"{first}–{last}"


def _sections(counted: Tally, operation: Operation, filters: Filters) -> list[Section]:
    issuers, fields, countries = rankings(counted)
    languages = simple(
        "languages", "Language", "Items by language of the text.", "language", counted.languages
    )
    unfiltered = (
        ["Quarantine, monitors and runs are those of the whole harvest: the filters do not touch them."]
        if not filters.ask_for_all
        else []
    )
    missing = [
        f"The data of this report has no {name}: make it from the data directory or the store."
        for name, table in (("quarantine", operation.refused), ("runs and monitors", operation.runs))
        if table is None
    ]
    return [
        Section("time", "Over time", (), [over_time("kinds", "Items by kind", "kind", counted.kinds)]),
        Section("about", "Who, what, where", (), [issuers, fields, countries, languages]),
        Section(
            "participants",
            "Women and men among participants",
            [
                "Most items state no number of participants, and fewer say how many were women. Sums and "
                "shares are of the items that do; they are no estimate of all participants.",
            ],
            on_sexes(counted),
        ),
        Section(
            "coverage",
            "Coverage",
            (),
            [
                over_time("layouts", "Items by layout of the page", "layout", counted.layouts),
                fill_by_year(counted),
                fill_by_layout(counted),
                simple(
                    "dated-by",
                    "What said the date of issue",
                    "A label of the page is the surest, a teaser of a listing the least sure.",
                    "said by",
                    counted.dated_by,
                ),
            ],
        ),
        Section("quality", "Quality", unfiltered + missing, on_quality(counted, operation)),
    ]
