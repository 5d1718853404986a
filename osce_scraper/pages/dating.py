"""The date of issue: every place that states one, the order in which they are trusted, and their conflicts.

The order is that of SITE.md section 4: `<time>` at the label, `<time>` before the body, the label's text,
metadata, dateline, teaser. A date is never guessed.
"""

import datetime as dt
import re
from dataclasses import dataclass

from lxml import etree

from osce_scraper.pages.blocks import Block, Time, text_of
from osce_scraper.pages.date_labels import (
    belongs_to_another_story,
    is_of_issue,
    is_possible,
    is_updated,
    leading_date,
    report_date,
)
from osce_scraper.pages.date_lines import date_line
from osce_scraper.pages.document import ARTICLE_TYPES, Document, json_ld_types, xpath
from osce_scraper.pages.labelled import values_of
from osce_scraper.pages.layouts import find_elements
from osce_scraper.pages.of_text import with_year
from osce_scraper.pages.outline import Outline
from osce_scraper.pages.strategy import Context, Given, Mark, Needed
from osce_scraper.pages.trace import Miss
from osce_scraper.records import IssuedOnSource, Problem
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
    "dc:date",
    "date",
    "publication_date",
    "publish_date",
    "publishdate",
    "pubdate",
    "og:article:time",
    "article:published",
    "sailthru.date",
    "parsely-pub-date",
    "cxenseparse:recs:publishtime",
    "citation_publication_date",
    "dcterms.created",
    "dc.date.created",
)
#: The day in the address of an item: `/2019/08/02/`.
_DAY_IN_ADDRESS = re.compile(r"/((?:19|20)\d\d)[/-](\d{1,2})[/-](\d{1,2})(?=/|$|[-_])")


_MARKED = xpath(
    "//*[@itemprop='datePublished' or (@title and (self::abbr or self::span)"
    " and contains(concat(' ', normalize-space(@class), ' '), ' published '))]"
)
_CANONICAL = xpath("/html/head/link[@rel='canonical']/@href")


_MISSING = Problem(
    code="issued_on_missing", field="issued_on", detail="nothing on the page states the date of issue"
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


def stated(page: Context, needed: Needed) -> Given | None:
    """The date of issue that is trusted most, with the problem that another place states another one."""
    found, misses = _statements(page)
    found, impossible = _possible(found)
    problems = [] if impossible is None else [impossible]
    if not found:
        return (
            None if impossible is None else Given(None, [Mark("")], [impossible, _MISSING], strategy="none")
        )
    first = found[0]
    dateline = page.outline.dateline
    if dateline is not None and all(each.source is not IssuedOnSource.DATELINE for each in found):
        dateline = with_year(dateline, page.language, first.date)
        if dateline.date is not None:
            found = [*found, Statement(IssuedOnSource.DATELINE, dateline.date, dateline.text)]
    if (clash := _conflict(found)) is not None:
        problems.append(clash)
    beside = {"issued_on_source": first.source}
    return Given(first.date, [Mark(first.text, first.block)], problems, misses, first.source.value, beside)


def _statements(page: Context) -> tuple[list[Statement], list[Miss]]:
    """Every stated date of issue, most trusted first, and the elements of the layout that were missed."""
    document, result, language, hints = page.document, page.outline, page.language, page.hints
    found: list[Statement] = []
    misses: list[Miss] = []
    first, last = _body_span(result)
    labelled = [
        each
        for each in result.labelled
        # "Date: 12 March" between paragraphs announces what the text is about.
        if each.label is Label.ISSUED_ON and not first < each.label_at < last
    ]
    at_label: set[int] = set()
    for each in labelled:
        at_label |= each.blocks()
        for time in each.times:
            date = time_date(time, language)
            if date is not None:
                found.append(
                    Statement(IssuedOnSource.TIME_LABEL, date, time.text or time.datetime, each.label_at)
                )
    found += _times_before_body(document, result, at_label, language)
    for value in values_of(labelled, Label.ISSUED_ON):
        date = parse_date(value.text, language=language) or leading_date(value.text, language)
        if date is not None:
            found.append(Statement(IssuedOnSource.LABEL, date, value.text, value.at))
    if not any(statement.source is IssuedOnSource.LABEL for statement in found):
        elements, misses = find_elements(document, page.layout, "issued_on")
        found += _date_elements(elements, page)
    found += _metadata(document)
    for dateline in (result.header, result.dateline):
        if dateline is not None and dateline.date is not None:
            alone = dateline is result.header and dateline.place is None
            at = result.header_at if dateline is result.header else -1
            source = IssuedOnSource.LABEL if alone else IssuedOnSource.DATELINE
            found.append(Statement(source, dateline.date, dateline.text, at))
    visible = {IssuedOnSource.TIME_LABEL, IssuedOnSource.TIME, IssuedOnSource.LABEL}
    if visible.isdisjoint(statement.source for statement in found):
        line = date_line(document, result, language)
        if line is not None and (line.is_beside or not found):
            found.append(Statement(IssuedOnSource.LABEL, line.date, line.text, line.at))
    if result.title is not None and (day := report_date(result.title.text, language)) is not None:
        found.append(Statement(IssuedOnSource.DATELINE, day, result.title.text, result.title.at))
    if hints is not None and hints.issued_on is not None:
        found.append(Statement(IssuedOnSource.TEASER, hints.issued_on, hints.issued_on.isoformat()))
    if not found and (stated := _marked(document) or _in_address(document)) is not None:
        found.append(stated)
    order = list(IssuedOnSource)
    found.sort(key=lambda statement: order.index(statement.source))
    return _outvoted(found), misses


def _outvoted(found: list[Statement]) -> list[Statement]:
    """``found``, with a `<time>` without a label last where two other sources agree on another day."""
    if not found or found[0].source is not IssuedOnSource.TIME:
        return found
    for statement in found[1:]:
        others = {other.source for other in found if other.date == statement.date}
        if statement.date != found[0].date and len(others) > 1:
            return [*found[1:], found[0]]
    return found


def _body_span(result: Outline) -> tuple[int, int]:
    """The first block of the body after its lead, and the last; an empty span where there is no body."""
    behind = result.lead_at or result.paragraph_blocks[:1]
    first = next((at for at in result.body_at if at not in behind), None)
    return (first, result.paragraph_blocks[-1]) if first is not None else (0, 0)


def _times_before_body(
    document: Document, result: Outline, at_label: set[int], language: str
) -> list[Statement]:
    """Dates of `<time>` elements at the head of the article that belong to no label.

    One outside the article's own region counts where nothing else does: a box of facts beside the title.
    """
    blocks = document.blocks
    # Where no label tells the lead from the body, the date may stand between the first two paragraphs.
    behind = result.lead_at or result.paragraph_blocks[:1]
    first_body = next((at for at in result.body_at if at not in behind), None)
    if result.title is None or not result.paragraph_blocks:
        return []
    title = blocks[result.title.at].element if result.title.at >= 0 else None
    begin = max(result.title.at - 8, 0) if result.title.at >= 0 else 0
    end = first_body if first_body is not None else result.paragraph_blocks[0]
    labelled = {at for each in result.labelled for at in each.blocks()}
    identity = document.site.identity(document.url)
    found: list[Statement] = []
    beside: list[Statement] = []
    for at in range(begin, min(end, len(blocks))):
        if at in at_label or at in labelled or at in result.body_at:
            continue
        for time in blocks[at].times:
            date = time_date(time, language)
            if date is None or not is_of_issue(blocks, at, time):
                continue
            if belongs_to_another_story(blocks[at].element, title, identity, document.site):
                continue
            where = found if blocks[at].region in ("content", "banner") else beside
            where.append(Statement(IssuedOnSource.TIME, date, time.text or time.datetime, at))
    return found[:1] or beside[:1]


def _date_elements(elements: list[etree._Element], page: Context) -> list[Statement]:
    """The date that the layout's own date element shows."""
    for element in elements:
        text = text_of(element)
        date = iso_date(element.get("content") or "") or parse_date(text, language=page.language)
        if date is not None:
            at = next((at for at, block in enumerate(page.document.blocks) if text in block.text), -1)
            if at in page.outline.body_at:
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
    nodes = document.json_ld
    articles = [node for node in nodes if ARTICLE_TYPES.intersection(json_ld_types(node))]
    pages = [node for node in nodes if "WebPage" in json_ld_types(node) or not json_ld_types(node)]
    for node in (*articles, *pages):
        published = node.get("datePublished")
        date = iso_date(published) if isinstance(published, str) else None
        if date is not None:
            return [Statement(IssuedOnSource.METADATA, date, str(published))]
    return []


def _marked(document: Document) -> Statement | None:
    """The date that microdata or a microformat marks as that of publication, where it is one alone."""
    if not (document.has("datePublished") or document.has("published")):
        return None
    days: dict[dt.date, str] = {}
    for element in _MARKED(document.root):
        text = next(filter(None, map(element.get, ("content", "datetime", "title"))), None) or text_of(
            element
        )
        day = iso_date(text) or parse_date(text)
        if day is not None:
            days.setdefault(day, text)
    return Statement(IssuedOnSource.METADATA, *next(iter(days.items()))) if len(days) == 1 else None


def _in_address(document: Document) -> Statement | None:
    """The day in the address that the page gives itself."""
    for address in (document.metadata.get("og:url", ""), *_CANONICAL(document.root)):
        day = _DAY_IN_ADDRESS.search(address)
        if day is not None and (date := iso_date(f"{day[1]}-{day[2]:0>2}-{day[3]:0>2}")) is not None:
            return Statement(IssuedOnSource.METADATA, date, address)
    return None


def updated(page: Context, needed: Needed) -> Given:
    """The date of the last update."""
    return Given(updated_on(page.document.blocks, page.outline, page.language))


def updated_on(blocks: list[Block], result: Outline, language: str) -> dt.date | None:
    """Date of the last update, where a label of the page or the words before a `<time>` state it."""
    for each in result.labelled:
        if each.label is Label.UPDATED_ON:
            for time in each.times:
                date = time_date(time, language)
                if date is not None:
                    return date
            for value in each.values:
                date = parse_date(value.text, language=language) or leading_date(value.text, language)
                if date is not None:
                    return date
    for at, block in enumerate(blocks[: result.end_at] if result.end_at else blocks):
        for time in block.times:
            if is_updated(blocks, at, time) and (date := time_date(time, language)) is not None:
                return date
    return None


def _possible(found: list[Statement]) -> tuple[list[Statement], Problem | None]:
    """``found`` without days on which nothing can have been issued, and the problem that there were some."""
    kept = [statement for statement in found if is_possible(statement.date)]
    if len(kept) == len(found):
        return found, None
    strange = next(statement for statement in found if statement not in kept)
    detail = f"{strange.source.value} {strange.date.isoformat()}: before 1990 or more than a year ahead"
    return kept, Problem(code="issued_on_impossible", field="issued_on", detail=detail)


def _conflict(found: list[Statement]) -> Problem | None:
    """The problem that two places state different dates of issue; None when they agree."""
    said: dict[str, dt.date] = {}
    for statement in found:
        said.setdefault(statement.source.value, statement.date)
    if len(set(said.values())) < 2:
        return None
    detail = ", ".join(f"{source} {date.isoformat()}" for source, date in said.items())
    return Problem(code="issued_on_conflict", field="issued_on", detail=detail)
