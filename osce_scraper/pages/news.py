"""The page object of a news item: one page in, one record out, with what was doubtful."""

import datetime as dt
import re
from dataclasses import dataclass
from pathlib import Path

from osce_scraper import __version__
from osce_scraper.facts.events import find_event
from osce_scraper.facts.funders import covers_funders, find_funders
from osce_scraper.facts.participants import covers, participants_in
from osce_scraper.facts.quotes import covers_quotes, find_quotes
from osce_scraper.pages.address import identity_and_address
from osce_scraper.pages.article import read_outline
from osce_scraper.pages.blocks import text_of
from osce_scraper.pages.dating import Statement, conflict, possible, statements, updated_on
from osce_scraper.pages.document import LONGEST_PAGE, Document
from osce_scraper.pages.labelled import Value, values_of
from osce_scraper.pages.language import choose, decide, text_language
from osce_scraper.pages.layouts import Layout, find_elements, look_at_landmarks, recognise
from osce_scraper.pages.links import attachments, images, related, translations
from osce_scraper.pages.names import names_in
from osce_scraper.pages.other_pages import reason_against
from osce_scraper.pages.outline import Outline
from osce_scraper.pages.page_bytes import page_bytes
from osce_scraper.pages.refusal import NotANewsPage
from osce_scraper.pages.trace import Trace
from osce_scraper.records import (
    Country,
    Dateline,
    Event,
    FieldOfWork,
    IssuedOnSource,
    Issuer,
    ItemType,
    NewsItem,
    Participants,
    Problem,
    Source,
    Teaser,
)
from osce_scraper.sites import Identity, Site, load_site
from osce_scraper.text import (
    contradicted,
    find_dates,
    find_project,
    split_dateline,
)
from osce_scraper.vocabulary import (
    Label,
    find_country,
    is_newsroom_heading,
    item_type,
)


@dataclass(slots=True)
class Reading:
    """A record and how it was read."""

    item: NewsItem
    trace: Trace
    document: Document
    outline: Outline


def extract_news(
    html: bytes | str,
    url: str,
    *,
    hints: Teaser | None = None,
    site: Site | Path | str = "osce",
    plain: bool | None = None,
) -> NewsItem:
    """The record of one news page.

    ``html`` is the page as it came (bytes or text), or its plain text; ``url`` the address it came from;
    ``hints`` the teaser that led to it, for what the page itself does not say; ``site`` a site, its name, or
    the path of its folder; ``plain`` says whether the page is plain text (None finds it out).
    Raises ``NotANewsPage`` with the reason when it has no identity, no title or no body.
    """
    return read_news(html, url, hints=hints, site=site, plain=plain).item


def read_news(
    html: bytes | str,
    url: str,
    *,
    site: Site | Path | str = "osce",
    hints: Teaser | None = None,
    plain: bool | None = None,
) -> Reading:
    """Like ``extract_news``, together with the trace of which strategy gave each field."""
    if isinstance(html, bytes):
        html = page_bytes(html, url, LONGEST_PAGE)
    site = load_site(site)
    document = Document(html, url, site, plain=plain)
    identity, address = identity_and_address(document)
    if identity is None:
        raise NotANewsPage("no_identity", field="id", text=url, url=url)
    trace = Trace(address)
    problems: list[Problem] = []
    stated = site.language_of(address)
    guess = site.languages_of(stated)[0] if stated else document.declared_language or "en"
    result = read_outline(document, language=guess)
    _refuse(document, result, address)
    assert result.title is not None
    said = choose(site.languages_of(stated), result.paragraphs) if stated else None
    language, problem = decide(said, document.declared_language, text_language(result.paragraphs))
    strange = site.unknown_prefix(address)
    if strange is not None:
        detail = f"the prefix /{strange}/ of the address is not a language known here"
        problems.append(Problem(code="language_prefix_unknown", field="language", detail=detail))
    if problem is not None:
        problems.append(problem)
    if language != guess:
        result = read_outline(document, language=language)
        _refuse(document, result, address)
        assert result.title is not None
    if (lost := _incomplete(document, result)) is not None:
        problems.append(lost)
    layout = recognise(document, result)
    trace.layout = layout.name
    look_at_landmarks(document, layout, trace)
    if layout.name == "unknown":
        problems.append(
            Problem(code="layout_unknown", field="source", detail="no known layout fits the page")
        )
    if document.charset_contradicted:
        problems.append(
            Problem(code="charset_contradicted", field="body", detail=f"read as {document.encoding}")
        )
    item = _assemble(document, result, layout, trace, identity, address, language, hints, problems)
    return Reading(item, trace, document, result)


def _id(identity: Identity, language: str) -> str:
    """Number and language; a two-letter prefix of the address stays, so that no two versions share an id."""
    kept = len(identity.language) == 2 and identity.language != "en"
    return identity.id if kept else f"{identity.number}-{language}"


def _refuse(document: Document, result: Outline, address: str) -> None:
    """Raise ``NotANewsPage`` for a page without title or body, or one that is of another kind."""
    if result.title is None or not result.title.text:
        text = document.blocks[0].text if document.blocks else None
        raise NotANewsPage("no_title", field="title", text=text, url=address)
    against = reason_against(document, result)
    if against is not None:
        reason, text = against
        raise NotANewsPage(
            reason, field="title" if text == result.title.text else "body", text=text, url=address
        )
    if not result.paragraphs:
        raise NotANewsPage("no_body", field="body", text=result.title.text, url=address)


#: The part of an article's text from which on it says that some may be missing.
_LOST = 0.2


def _incomplete(document: Document, result: Outline) -> Problem | None:
    """The problem of a body that lacks a fifth of the text that its element holds."""
    left_out = [document.blocks[at].text for at in result.left_out]
    lost, kept = (sum(map(len, texts)) for texts in (left_out, result.paragraphs))
    if not lost or lost < _LOST * (kept + lost):
        return None
    part = round(100 * lost / (kept + lost))
    detail = f"{part} % of the text left out, in {len(left_out)} paragraphs: {' | '.join(left_out)[:400]}"
    return Problem(code="body_incomplete", field="body", detail=detail)


def _assemble(
    document: Document,
    result: Outline,
    layout: Layout,
    trace: Trace,
    identity: Identity,
    address: str,
    language: str,
    hints: Teaser | None,
    problems: list[Problem],
) -> NewsItem:
    """The record, field by field; every field's strategy goes to ``trace``, every doubt to ``problems``."""
    title = result.title
    assert title is not None
    trace.hit("title", title.text, title.strategy, title.at)
    kind, label = _kind(result, hints, trace, problems, document.site)
    found = statements(document, result, layout, trace, language=language, hints=hints)
    found, impossible = possible(found)
    if impossible is not None:
        problems.append(impossible)
    issued_on, issued_source = _issued_on(found, trace, problems)
    dateline = _dateline(result, language, issued_on)
    clash = conflict(_with_resolved_dateline(found, dateline))
    if clash is not None:
        problems.append(clash)
    body = result.paragraphs
    for at, text in zip(result.paragraph_blocks, body, strict=True):
        trace.hit("body", text, "blocks", at)
    trace.hit("lead", body[0], result.lead_strategy, result.paragraph_blocks[0])
    issuers = _issuers(document, result, layout, trace, hints, issued_on, problems)
    fields = _fields_of_work(document, result, trace, hints, problems)
    reference = issued_on if issued_on is not None else dateline.date if dateline is not None else None
    funders = find_funders(body, language=language)
    lead = _without(body[0], [funder.evidence for funder in funders if funder.paragraph == 0])
    countries = _countries(
        document.site, _named_countries(result, hints), issuers, title.text, lead, dateline, language
    )
    participants = Participants()
    if covers(language):
        participants = participants_in(
            body, issued_on=reference, language=language, item_type=kind, title=title.text
        )
        problems.extend(
            Problem(code="participants_conflict", field="participants", detail=group.evidence)
            for group in contradicted(participants.groups)
        )
    problems.extend(
        Problem(code="language_not_covered", field=field, detail=f"not read in language {language!r}")
        for field, covered in (
            ("participants", covers(language)),
            ("quotes", covers_quotes(language)),
            ("funders", covers_funders(language)),
        )
        if not covered
    )
    if language not in _MEASURED and covers(language):
        detail = f"the words of language {language!r} are a draft: measured on few texts"
        problems.append(Problem(code="language_draft", field="participants", detail=detail))
    return NewsItem(
        id=_id(identity, language),
        story_id=identity.number,
        url=address,
        language=language,
        type=kind,
        type_label=label,
        title=title.text,
        lead=body[0],
        body=body,
        issued_on=issued_on,
        issued_on_source=issued_source,
        updated_on=updated_on(document.blocks, result, language),
        issuers=issuers,
        fields_of_work=fields,
        countries=countries,
        dateline=dateline,
        event=_event(result, body, kind, language, reference),
        participants=participants,
        quotes=find_quotes(body, language=language),
        project=find_project(body, language=language),
        funders=funders,
        translations=translations(document, identity, language),
        images=images(document, result),
        attachments=attachments(document, result),
        related=related(document, result, identity),
        problems=problems,
        source=Source(layout=layout.name, extractor_version=__version__),
    )


#: Kinds that a title begins with, and words of the longest that does.
_TITLED = frozenset([ItemType.PRESS_RELEASE, ItemType.STATEMENT, ItemType.DAILY_REPORT, ItemType.SPOT_REPORT])
_LONGEST_KIND = 4
#: Letters of the longest preposition.
_SHORT_WORD = 4


def _kind_in_title(title: str, site: Site) -> ItemType | None:
    """The kind that ``title`` begins with: `Press Release by the Co-Chairs`, `Ежедневный отчет № 41`."""
    if (kind := site.kind_in_title(title)) is not None:
        return kind
    words = title.split()
    for length in range(min(_LONGEST_KIND, len(words)), 0, -1):
        found = item_type(" ".join(words[:length]).rstrip(":,"))
        if found in _TITLED and _goes_on_from_a_kind(words[length:]):
            return found
    return None


def _goes_on_from_a_kind(rest: list[str]) -> bool:
    """Whether what follows a kind says of whom or what it is: `by the …`, `№ 41`, `Председателя …`."""
    return not rest or len(rest[0]) <= _SHORT_WORD or not rest[0][0].islower()


def _kind(
    result: Outline, hints: Teaser | None, trace: Trace, problems: list[Problem], site: Site
) -> tuple[ItemType, str | None]:
    """Kind of item and its label: a label's value, the bare line, the title's own words, the teaser."""
    for value in values_of(result.labelled, Label.KIND):
        found = item_type(value.text)
        if found is not None:
            trace.hit("type", value.text, "label", value.at)
            return found, value.text
    assert result.title is not None
    stated = _kind_in_title(result.title.text, site)
    if result.kind is not None and not (stated is not None and is_newsroom_heading(result.kind[0])):
        text, found, at = result.kind
        trace.hit("type", text, "line", at)
        return found, text
    if hints is not None and hints.type_label is not None:
        found = item_type(hints.type_label)
        if found is not None:
            trace.hit("type", hints.type_label, "teaser")
            return found, hints.type_label
    if stated is not None:
        trace.hit("type", stated.value, "title", result.title.at)
        return stated, None
    if any(each.label in (Label.WHEN, Label.ORGANIZED_BY) for each in result.labelled):
        trace.hit("type", ItemType.EVENT.value, "event_label")
        return ItemType.EVENT, None
    unknown = next((value.text for value in values_of(result.labelled, Label.KIND)), None)
    if unknown is None and result.unknown_kind is not None:
        unknown = result.unknown_kind[0]
    trace.none("type")
    problems.append(
        Problem(
            code="type_missing" if unknown is None else "type_unknown",
            field="type",
            detail=unknown or "nothing on the page names the kind of item",
        )
    )
    return ItemType.OTHER, unknown


def _issued_on(
    found: list[Statement], trace: Trace, problems: list[Problem]
) -> tuple[dt.date | None, IssuedOnSource | None]:
    if not found:
        trace.none("issued_on")
        problems.append(
            Problem(
                code="issued_on_missing",
                field="issued_on",
                detail="nothing on the page states the date of issue",
            )
        )
        return None, None
    first = found[0]
    trace.hit("issued_on", first.text, first.source.value, first.block)
    return first.date, first.source


def _dateline(result: Outline, language: str, issued_on: dt.date | None) -> Dateline | None:
    """The dateline that opened a paragraph; a missing year follows from the date of issue."""
    dateline = result.dateline
    if dateline is None or dateline.date is not None or issued_on is None:
        return dateline
    again, _ = split_dateline(f"{dateline.text} .", language=language, issued_on=issued_on)
    return dateline if again is None else _with_text(again, dateline.text)


def _with_text(dateline: Dateline, text: str) -> Dateline:
    """``dateline`` with the text as it stood on the page."""
    return Dateline(place=dateline.place, date=dateline.date, text=text)


def _with_resolved_dateline(found: list[Statement], dateline: Dateline | None) -> list[Statement]:
    """``found`` with the dateline's date, where it only became known by the year of the date of issue."""
    if dateline is None or dateline.date is None or any(s.source is IssuedOnSource.DATELINE for s in found):
        return found
    return [*found, Statement(IssuedOnSource.DATELINE, dateline.date, dateline.text)]


_CONTACT = re.compile(r"@|^[+(]*\d")


def _issuers(
    document: Document,
    result: Outline,
    layout: Layout,
    trace: Trace,
    hints: Teaser | None,
    issued_on: dt.date | None,
    problems: list[Problem],
) -> list[Issuer]:
    """Offices behind the issuer's label, else beside the title, in the layout's element, of the teaser."""
    values = values_of(result.labelled, Label.ISSUED_BY)
    strategy = "label"
    if not values:
        values, strategy = result.header_offices, "header_line"
    if not values:
        values, strategy = _organizers(document.site, result, issued_on), "organizer"
    if not values and "issuers" in layout.selectors:
        for element in find_elements(document, layout, trace, "issuers"):
            text = text_of(element)
            if text and all(value.text != text for value in values):
                values.append(Value(text, -1))
        strategy = "element"
    if not values and hints is not None and hints.issuers:
        values = [Value(name, -1) for name in hints.issuers]
        strategy = "teaser"
    issuers: list[Issuer] = []
    for value in values:
        for name in _names(value, Label.ISSUED_BY, document.site):
            # "Office: +389 2 323 40 00" is a telephone, not who issued it.
            if _CONTACT.search(name):
                continue
            office = document.site.offices.find(name, issued_on)
            url = document.absolute(value.link.href) if value.link is not None else None
            issuers.append(
                Issuer(
                    name=name, id=office.id if office else None, kind=office.kind if office else None, url=url
                )
            )
            trace.hit("issuers", name, strategy, value.at)
            if office is None:
                problems.append(Problem(code="issuer_unknown", field="issuers", detail=name))
    if not issuers:
        trace.none("issuers")
        problems.append(Problem(code="issuers_missing", field="issuers", detail="nothing names the issuer"))
    return issuers


def _organizers(site: Site, result: Outline, issued_on: dt.date | None) -> list[Value]:
    """Who organized an event, as its issuer: the offices among them, or all where none is an office."""
    values = values_of(result.labelled, Label.ORGANIZED_BY)
    names = [
        Value(name, value.at, value.link) for value in values for name in _names(value, Label.ISSUED_BY, site)
    ]
    return [value for value in names if site.offices.find(value.text, issued_on) is not None] or names


def _names(value: Value, label: Label, site: Site) -> list[str]:
    return [value.text] if value.link is not None else names_in(value.text, label, site)


def _fields_of_work(
    document: Document, result: Outline, trace: Trace, hints: Teaser | None, problems: list[Problem]
) -> list[FieldOfWork]:
    values = values_of(result.labelled, Label.FIELDS_OF_WORK)
    strategy = "label"
    if not values and hints is not None and hints.fields_of_work:
        values = [Value(name, -1) for name in hints.fields_of_work]
        strategy = "teaser"
    fields: list[FieldOfWork] = []
    for value in values:
        for name in _names(value, Label.FIELDS_OF_WORK, document.site):
            entry = document.site.fields.find(name)
            url = document.absolute(value.link.href) if value.link is not None else None
            fields.append(FieldOfWork(name=name, id=entry.id if entry else None, url=url))
            trace.hit("fields_of_work", name, strategy, value.at)
            if entry is None:
                problems.append(Problem(code="field_of_work_unknown", field="fields_of_work", detail=name))
    if not fields:
        trace.none("fields_of_work")
    return fields


def _named_countries(result: Outline, hints: Teaser | None) -> list[str]:
    """Countries that labels of place name. A place is often a city, with or without its country behind it."""
    places = [
        value.text for label in (Label.PLACE, Label.WHERE) for value in values_of(result.labelled, label)
    ]
    found = []
    for place in places or (hints.countries if hints else []):
        for name in (place, place.rsplit(",", 1)[-1].strip()):
            if find_country(name) is not None:
                found.append(name)
                break
    return found


def _without(text: str, parts: list[str]) -> str:
    """``text`` without ``parts``: who pays for an activity is not what it is about."""
    for part in parts:
        text = text.replace(part, " ", 1)
    return text


def _countries(
    site: Site,
    labels: list[str],
    issuers: list[Issuer],
    title: str,
    lead: str,
    dateline: Dateline | None,
    language: str,
) -> list[Country]:
    return site.countries.of_item(
        labels=labels,
        issuer_ids=[issuer.id for issuer in issuers if issuer.id is not None],
        title=title,
        lead=lead,
        place=dateline.place if dateline is not None else None,
        language=language,
    )


_LONGEST_LINE = 120
#: Languages whose counts are measured on labelled texts that their words were not made for.
_MEASURED = frozenset(["en", "ru"])


def _meeting(line: str, language: str) -> Event | None:
    """The days of a meeting in a line of its town and days alone: `BUDAPEST, 21 - 23 April 1993`."""
    if len(line) > _LONGEST_LINE:
        return None
    days = find_dates(line, language=language)
    dateline, rest = split_dateline(line, language=language)
    if len(days) != 1 or days[0].start == days[0].end or dateline is None or rest.strip():
        return None
    return Event(start=days[0].start, end=days[0].end, text=line, place=dateline.place)


def _event(
    result: Outline, body: list[str], kind: ItemType, language: str, issued_on: dt.date | None
) -> Event | None:
    """When it took place: by the page's own labels, else by the text."""
    when = next(iter(values_of(result.labelled, Label.WHEN)), None)
    where = next(iter(values_of(result.labelled, Label.WHERE)), None)
    if where is None and (when is not None or kind is ItemType.EVENT):
        where = next(iter(values_of(result.labelled, Label.PLACE)), None)
    organizer = "; ".join(value.text for value in values_of(result.labelled, Label.ORGANIZED_BY)) or None
    if when is not None:
        dates = find_dates(when.text, language=language, issued_on=issued_on)
        return Event(
            start=min((mention.start for mention in dates), default=None),
            end=max((mention.end for mention in dates), default=None),
            text=when.text,
            place=where.text if where is not None else None,
            organizer=organizer,
        )
    event = find_event(body, language=language, issued_on=issued_on) or _meeting(body[0], language)
    if event is not None and kind is ItemType.EVENT and (where is not None or organizer is not None):
        event.place = where.text if where is not None else None
        event.organizer = organizer
    return event
