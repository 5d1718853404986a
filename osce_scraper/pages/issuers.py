"""Strategies for the offices that issued an item, and for its fields of work."""

import datetime as dt
import re
from collections.abc import Sequence

from osce_scraper.pages.blocks import text_of
from osce_scraper.pages.labelled import Value, values_of
from osce_scraper.pages.layouts import find_elements
from osce_scraper.pages.names import names_in
from osce_scraper.pages.strategy import Context, Given, Mark, Needed
from osce_scraper.pages.trace import Miss
from osce_scraper.records import FieldOfWork, Issuer, Problem
from osce_scraper.vocabulary import Label

_CONTACT = re.compile(r"@|^[+(]*\d")


def issued_by(page: Context, needed: Needed) -> Given | None:
    """Offices behind the issuer's label."""
    return _issuers(page, needed, values_of(page.outline.labelled, Label.ISSUED_BY), "label")


def header_line(page: Context, needed: Needed) -> Given | None:
    """Offices that the lines beside the title name, without a label."""
    return _issuers(page, needed, page.outline.header_offices, "header_line")


def organizer(page: Context, needed: Needed) -> Given | None:
    """Who organized an event: the offices among them, or all where none is an office."""
    values = values_of(page.outline.labelled, Label.ORGANIZED_BY)
    named = [
        Value(name, value.at, value.link) for value in values for name in _names(page, value, Label.ISSUED_BY)
    ]
    known = [value for value in named if page.site.offices.find(value.text, needed["issued_on"]) is not None]
    return _issuers(page, needed, known or named, "organizer")


def element(page: Context, needed: Needed) -> Given | None:
    """Offices in the element that the layout has for them."""
    elements, misses = find_elements(page.document, page.layout, "issuers")
    texts = dict.fromkeys(text for each in elements if (text := text_of(each)))
    return _issuers(page, needed, [Value(text, -1) for text in texts], "element", misses)


def teaser(page: Context, needed: Needed) -> Given | None:
    """Offices that the listing gave the item."""
    names = page.hints.issuers if page.hints is not None else []
    return _issuers(page, needed, [Value(name, -1) for name in names], "teaser")


def publisher(page: Context, needed: Needed) -> Given | None:
    """The one office that issues whatever does not name its issuer, on a site that has one."""
    office = page.site.publisher
    return None if office is None else _issuers(page, needed, [Value(office.name, -1)], "publisher")


ISSUERS = (issued_by, header_line, organizer, element, teaser, publisher)


def labelled_fields(page: Context, needed: Needed) -> Given | None:
    """Fields of work behind their label."""
    return _fields(page, values_of(page.outline.labelled, Label.FIELDS_OF_WORK), "label")


def fields_of_the_teaser(page: Context, needed: Needed) -> Given | None:
    """Fields of work that the listing gave the item."""
    names = page.hints.fields_of_work if page.hints is not None else []
    return _fields(page, [Value(name, -1) for name in names], "teaser")


FIELDS_OF_WORK = (labelled_fields, fields_of_the_teaser)


def _issuers(
    page: Context, needed: Needed, values: Sequence[Value], strategy: str, misses: Sequence[Miss] = ()
) -> Given | None:
    day: dt.date | None = needed["issued_on"]
    issuers, marks, problems = [], [], []
    for value in values:
        for name in _names(page, value, Label.ISSUED_BY):
            # "Office: +389 2 323 40 00" is a telephone, not who issued it.
            if _CONTACT.search(name):
                continue
            office = page.site.offices.find(name, day)
            if office is None:
                problems.append(Problem(code="issuer_unknown", field="issuers", detail=name))
            known = {} if office is None else {"id": office.id, "kind": office.kind}
            issuers.append(Issuer(name=name, url=_address(page, value), **known))
            marks.append(Mark(name, value.at))
    return Given(issuers, marks, problems, misses, strategy) if issuers else None


def _fields(page: Context, values: Sequence[Value], strategy: str) -> Given | None:
    fields, marks, problems = [], [], []
    for value in values:
        for name in _names(page, value, Label.FIELDS_OF_WORK):
            entry = page.site.fields.find(name)
            if entry is None:
                problems.append(Problem(code="field_of_work_unknown", field="fields_of_work", detail=name))
            identity = entry.id if entry is not None else None
            fields.append(FieldOfWork(name=name, id=identity, url=_address(page, value)))
            marks.append(Mark(name, value.at))
    return Given(fields, marks, problems, strategy=strategy) if fields else None


def _address(page: Context, value: Value) -> str | None:
    return page.document.absolute(value.link.href) if value.link is not None else None


def _names(page: Context, value: Value, label: Label) -> list[str]:
    return [value.text] if value.link is not None else names_in(value.text, label, page.site)
