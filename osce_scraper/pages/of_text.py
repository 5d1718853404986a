"""Strategies for what the text says: dateline, countries, event, and the facts of its sentences."""

import datetime as dt

from osce_scraper.facts.events import find_event
from osce_scraper.facts.funders import covers_funders, find_funders
from osce_scraper.facts.participants import covers, participants_in
from osce_scraper.facts.quotes import covers_quotes, find_quotes
from osce_scraper.pages.labelled import values_of
from osce_scraper.pages.strategy import Context, Given, Needed
from osce_scraper.records import Dateline, Event, ItemType, Participants, Problem
from osce_scraper.text import contradicted, find_dates, find_project, split_dateline
from osce_scraper.vocabulary import Label, find_country

_LONGEST_LINE = 120
#: Languages whose counts are measured on labelled texts that their words were not made for.
_MEASURED = frozenset(["en", "ru"])


def opening(page: Context, needed: Needed) -> Given | None:
    """The dateline that opened a paragraph; a missing year follows from the date of issue."""
    found = page.outline.dateline
    return None if found is None else Given(with_year(found, page.language, needed["issued_on"]))


def with_year(dateline: Dateline, language: str, issued_on: dt.date | None) -> Dateline:
    """``dateline`` with its year, which follows from the date of issue where it states none."""
    if dateline.date is not None or issued_on is None:
        return dateline
    again, _ = split_dateline(f"{dateline.text} .", language=language, issued_on=issued_on)
    return dateline if again is None else Dateline(place=again.place, date=again.date, text=dateline.text)


def payers(page: Context, needed: Needed) -> Given:
    """Those who paid for the activity."""
    found = find_funders(page.body, language=page.language)
    return Given(found, problems=_uncovered(page, "funders", covered=covers_funders(page.language)))


def named_countries(page: Context, needed: Needed) -> Given:
    """Countries by label, host of the issuers, title and lead; who pays is not what the item is about."""
    lead = page.body[0]
    for funder in needed["funders"]:
        if funder.paragraph == 0:
            lead = lead.replace(funder.evidence, " ", 1)
    dateline = needed["dateline"]
    return Given(
        page.site.countries.of_item(
            labels=_named(page),
            issuer_ids=[issuer.id for issuer in needed["issuers"] if issuer.id is not None],
            title=needed["title"],
            lead=lead,
            place=dateline.place if dateline is not None else None,
            language=page.language,
        )
    )


def _named(page: Context) -> list[str]:
    """Countries that labels of place name. A place is often a city, with or without its country behind it."""
    places = [
        value.text
        for label in (Label.PLACE, Label.WHERE)
        for value in values_of(page.outline.labelled, label)
    ]
    found = []
    for place in places or (page.hints.countries if page.hints is not None else []):
        for name in (place, place.rsplit(",", 1)[-1].strip()):
            if find_country(name) is not None:
                found.append(name)
                break
    return found


def counts(page: Context, needed: Needed) -> Given:
    """Counts of the people who took part."""
    language = page.language
    if not covers(language):
        return Given(Participants(), problems=_uncovered(page, "participants", covered=False))
    found = participants_in(
        page.body,
        issued_on=_day(needed),
        language=language,
        item_type=needed["type"],
        title=needed["title"],
    )
    problems = [
        Problem(code="participants_conflict", field="participants", detail=group.evidence)
        for group in contradicted(found.groups)
    ]
    if language not in _MEASURED:
        detail = f"the words of language {language!r} are a draft: measured on few texts"
        problems.append(Problem(code="language_draft", field="participants", detail=detail))
    return Given(found, problems=problems)


def speech(page: Context, needed: Needed) -> Given:
    """What was said, with speaker and role."""
    found = find_quotes(page.body, language=page.language)
    return Given(found, problems=_uncovered(page, "quotes", covered=covers_quotes(page.language)))


def named_project(page: Context, needed: Needed) -> Given:
    """The project that the activity is part of."""
    return Given(find_project(page.body, language=page.language))


def _uncovered(page: Context, field: str, *, covered: bool) -> list[Problem]:
    detail = f"not read in language {page.language!r}"
    return [] if covered else [Problem(code="language_not_covered", field=field, detail=detail)]


def _day(needed: Needed) -> dt.date | None:
    """The day from which days without a year are reckoned: of issue, or else of the dateline."""
    dateline: Dateline | None = needed["dateline"]
    issued_on: dt.date | None = needed["issued_on"]
    return issued_on if issued_on is not None or dateline is None else dateline.date


# ------------------------------------------------------------------------------------------------ event


def event_labels(page: Context, needed: Needed) -> Given | None:
    """The days that the page's own label states, with its place and organizer."""
    when = next(iter(values_of(page.outline.labelled, Label.WHEN)), None)
    if when is None:
        return None
    dates = find_dates(when.text, language=page.language, issued_on=_day(needed))
    return Given(
        Event(
            start=min((mention.start for mention in dates), default=None),
            end=max((mention.end for mention in dates), default=None),
            text=when.text,
            place=_place(page, needed, labelled=True),
            organizer=_organizer(page),
        )
    )


def reported(page: Context, needed: Needed) -> Given | None:
    """The days of the activity that the text reports, or of the meeting that a line is about."""
    found = find_event(page.body, language=page.language, issued_on=_day(needed))
    event = found or _meeting(page.body[0], page.language)
    if event is None:
        return None
    place, organizer = _place(page, needed, labelled=False), _organizer(page)
    if needed["type"] is ItemType.EVENT and (place is not None or organizer is not None):
        event.place, event.organizer = place, organizer
    return Given(event)


def _place(page: Context, needed: Needed, *, labelled: bool) -> str | None:
    where = next(iter(values_of(page.outline.labelled, Label.WHERE)), None)
    if where is None and (labelled or needed["type"] is ItemType.EVENT):
        where = next(iter(values_of(page.outline.labelled, Label.PLACE)), None)
    return where.text if where is not None else None


def _organizer(page: Context) -> str | None:
    values = values_of(page.outline.labelled, Label.ORGANIZED_BY)
    return "; ".join(value.text for value in values) or None


def _meeting(line: str, language: str) -> Event | None:
    """The days of a meeting in a line of its town and days alone: `BUDAPEST, 21 - 23 April 1993`."""
    if len(line) > _LONGEST_LINE:
        return None
    days = find_dates(line, language=language)
    dateline, rest = split_dateline(line, language=language)
    if len(days) != 1 or days[0].start == days[0].end or dateline is None or rest.strip():
        return None
    return Event(start=days[0].start, end=days[0].end, text=line, place=dateline.place)
