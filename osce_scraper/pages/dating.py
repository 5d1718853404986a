"""The date of issue: every place that states one, the order in which they are trusted, and their conflicts.

The order is that of SITE.md section 4: `<time>` at the label, `<time>` before the body, the label's text,
metadata, dateline, teaser. A date is never guessed.
"""

import datetime as dt
import re
from dataclasses import dataclass

from osce_scraper.pages.blocks import Block, Time, text_of
from osce_scraper.pages.document import Document
from osce_scraper.pages.labelled import values_of
from osce_scraper.pages.layouts.layout import Layout
from osce_scraper.pages.outline import Outline
from osce_scraper.pages.trace import Trace
from osce_scraper.records import IssuedOnSource, Problem, Teaser
from osce_scraper.text import parse_date
from osce_scraper.vocabulary import Label

_ISO = re.compile(r"\s*(\d{4})-(\d{2})-(\d{2})(?!\d)")
_METADATA = (
    "article:published_time",
    "og:article:published_time",
    "og:published_time",
    "datepublished",
    "dcterms.issued",
    "dcterms.date",
    "dc.date.issued",
    "dc.date",
    "date",
)


@dataclass(frozen=True, slots=True)
class Statement:
    """A date that something on the page states, as the date of issue."""

    source: IssuedOnSource
    date: dt.date
    text: str
    block: int = -1


def iso_date(text: str) -> dt.date | None:
    """The date that opens an ISO 8601 text; None for anything else."""
    match = _ISO.match(text)
    if match is None:
        return None
    try:
        return dt.date(int(match.group(1)), int(match.group(2)), int(match.group(3)))
    except ValueError:
        return None


def time_date(time: Time, language: str) -> dt.date | None:
    """The date of a `<time>`: of its attribute, or of its text where the attribute has none.

    Where both differ by one day the text is right: the attribute is in UTC, the text in the site's zone.
    """
    stated = iso_date(time.datetime)
    shown = parse_date(time.text, language=language) if time.text else None
    if stated is not None and shown is not None and abs((stated - shown).days) == 1:
        return shown
    return stated if stated is not None else shown


def statements(
    document: Document,
    result: Outline,
    layout: Layout,
    trace: Trace,
    *,
    language: str,
    hints: Teaser | None,
) -> list[Statement]:
    """Every stated date of issue, most trusted first."""
    found: list[Statement] = []
    blocks = document.blocks
    labelled = [each for each in result.labelled if each.label is Label.ISSUED_ON]
    at_label: set[int] = set()
    for each in labelled:
        at_label |= each.blocks()
        for time in each.times:
            date = time_date(time, language)
            if date is not None:
                found.append(
                    Statement(IssuedOnSource.TIME_LABEL, date, time.text or time.datetime, each.label_at)
                )
    found += _times_before_body(blocks, result, at_label, language)
    for value in values_of(labelled, Label.ISSUED_ON):
        date = parse_date(value.text, language=language)
        if date is not None:
            found.append(Statement(IssuedOnSource.LABEL, date, value.text, value.at))
    if not any(statement.source is IssuedOnSource.LABEL for statement in found):
        found += _date_elements(document, result, layout, trace, language)
    found += _metadata(document)
    for dateline in (result.header, result.dateline):
        if dateline is not None and dateline.date is not None:
            alone = dateline is result.header and dateline.place is None
            at = result.header_at if dateline is result.header else -1
            source = IssuedOnSource.LABEL if alone else IssuedOnSource.DATELINE
            found.append(Statement(source, dateline.date, dateline.text, at))
    if hints is not None and hints.issued_on is not None:
        found.append(Statement(IssuedOnSource.TEASER, hints.issued_on, hints.issued_on.isoformat()))
    order = list(IssuedOnSource)
    return sorted(found, key=lambda statement: order.index(statement.source))


def _times_before_body(
    blocks: list[Block], result: Outline, at_label: set[int], language: str
) -> list[Statement]:
    """Dates of `<time>` elements at the head of the article that belong to no label."""
    # Where no label tells the lead from the body, the date may stand between the first two paragraphs.
    behind = result.lead_at or result.paragraph_blocks[:1]
    first_body = next((at for at in result.body_at if at not in behind), None)
    if result.title is None or not result.paragraph_blocks:
        return []
    begin = max(result.title.at - 8, 0) if result.title.at >= 0 else 0
    end = first_body if first_body is not None else result.paragraph_blocks[0]
    labelled = {at for each in result.labelled for at in each.blocks()}
    found = []
    for at in range(begin, min(end, len(blocks))):
        if (
            at in at_label
            or at in labelled
            or at in result.body_at
            or blocks[at].region not in ("content", "banner")
        ):
            continue
        for time in blocks[at].times:
            date = time_date(time, language)
            if date is not None:
                found.append(Statement(IssuedOnSource.TIME, date, time.text or time.datetime, at))
    return found[:1]


def _date_elements(
    document: Document, result: Outline, layout: Layout, trace: Trace, language: str
) -> list[Statement]:
    """The date that the layout's own date element shows."""
    selector = layout.selectors.get("issued_on")
    if selector is None:
        return []
    for element in selector.find(document, trace, "issued_on"):
        text = text_of(element)
        date = iso_date(element.get("content") or "") or parse_date(text, language=language)
        if date is not None:
            at = next((at for at, block in enumerate(document.blocks) if text in block.text), -1)
            if at in result.body_at:
                continue
            return [Statement(IssuedOnSource.LABEL, date, text, at)]
    return []


def _metadata(document: Document) -> list[Statement]:
    for name in _METADATA:
        text = document.metadata.get(name)
        if text:
            date = iso_date(text) or parse_date(text)
            if date is not None:
                return [Statement(IssuedOnSource.METADATA, date, text)]
    for each in document.json_ld:
        published = each.get("datePublished")
        if isinstance(published, str):
            date = iso_date(published)
            if date is not None:
                return [Statement(IssuedOnSource.METADATA, date, published)]
    return []


def updated_on(result: Outline, language: str) -> dt.date | None:
    """Date of the last update, where a label of the page states it."""
    for each in result.labelled:
        if each.label is Label.UPDATED_ON:
            for time in each.times:
                date = time_date(time, language)
                if date is not None:
                    return date
            for value in each.values:
                date = parse_date(value.text, language=language)
                if date is not None:
                    return date
    return None


def conflict(found: list[Statement]) -> Problem | None:
    """The problem that two places state different dates of issue; None when they agree."""
    said: dict[str, dt.date] = {}
    for statement in found:
        said.setdefault(statement.source.value, statement.date)
    if len(set(said.values())) < 2:
        return None
    detail = ", ".join(f"{source} {date.isoformat()}" for source, date in said.items())
    return Problem(code="issued_on_conflict", field="issued_on", detail=detail)
