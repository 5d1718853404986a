"""The record of one news item."""

import datetime as dt
from enum import StrEnum
from typing import Annotated

from pydantic import Field, StringConstraints

from osce_scraper.records.base import SCHEMA_VERSION, Record, Span, Text, UtcDatetime
from osce_scraper.records.participants import Participants

#: ISO 639-1 code of a language.
LanguageCode = Annotated[str, StringConstraints(pattern=r"^[a-z]{2}$")]
#: ISO 3166-1 alpha-2 code of a country; XK for Kosovo, which ISO leaves to users.
CountryCode = Annotated[str, StringConstraints(pattern=r"^[A-Z]{2}$")]


class ItemType(StrEnum):
    """Kind of item; the label as written is kept in ``type_label``."""

    NEWS_ITEM = "news_item"
    PRESS_RELEASE = "press_release"
    STATEMENT = "statement"
    DAILY_REPORT = "daily_report"
    SPOT_REPORT = "spot_report"
    STORY = "story"
    EVENT = "event"
    OTHER = "other"


class IssuedOnSource(StrEnum):
    """What on the page, or on the way to it, said the date of issue."""

    TIME_LABEL = "time_label"
    TIME = "time"
    LABEL = "label"
    METADATA = "metadata"
    DATELINE = "dateline"
    TEASER = "teaser"


class CountrySource(StrEnum):
    """What made a country one that the item is about."""

    LABEL = "label"
    ISSUER = "issuer"
    TITLE = "title"
    LEAD = "lead"


class Issuer(Record):
    """An office that issued the item."""

    name: Text = Field(description="Name as written on the page.")
    id: Text | None = Field(default=None, description="Identity in the vocabulary; null when it is unknown.")
    kind: Text | None = Field(default=None, description="Kind of office, from the vocabulary.")
    url: Text | None = Field(default=None, description="Address the name links to.")


class FieldOfWork(Record):
    """A field of work the item is filed under."""

    name: Text = Field(description="Name as written on the page.")
    id: Text | None = Field(default=None, description="Identity in the vocabulary; null when it is unknown.")
    url: Text | None = Field(default=None, description="Address the name links to.")


class Country(Record):
    """A country the item is about, and what says so."""

    name: Text = Field(description="Name of the country, from the vocabulary where it is known.")
    iso2: CountryCode | None = Field(default=None, description="ISO 3166-1 alpha-2 code; XK for Kosovo.")
    source: CountrySource = Field(description="label, issuer (its host country), title or lead.")


class Dateline(Record):
    """The place and date that opened a paragraph, taken off it."""

    place: Text | None = Field(default=None, description="Place or places as written.")
    date: dt.date | None = Field(
        default=None, description="Date in the dateline; a missing year follows from the date of issue."
    )
    text: Text = Field(description="The dateline as it stood before the paragraph, its dash included.")


class Event(Record):
    """When the reported activity took place."""

    start: dt.date | None = Field(default=None, description="First day.")
    end: dt.date | None = Field(default=None, description="Last day; equal to start for one day.")
    text: Text = Field(description="The words that say so, as they stand in the text.")
    paragraph: int | None = Field(
        default=None, ge=0, description="Body paragraph of the words; null when a label of the page says it."
    )
    text_start: int | None = Field(
        default=None, ge=0, description="Offset of the words' first character in that paragraph."
    )
    text_end: int | None = Field(
        default=None, gt=0, description="Offset behind the words' last character in that paragraph."
    )
    place: Text | None = Field(default=None, description="Where, when a label of the page says it.")
    organizer: Text | None = Field(
        default=None, description="Who organized it, when a label of the page says it."
    )


class Quote(Span):
    """What somebody said. The evidence is the passage with the speech and its attribution."""

    text: Text = Field(
        description="The words said, without quotation marks; parts of one speech joined by a space, "
        "paragraphs of it by a newline."
    )
    speaker: Text | None = Field(default=None, description="Who said it, as named.")
    role: Text | None = Field(default=None, description="The speaker's function, as stated.")


class Project(Span):
    """The project that the activity was part of."""

    name: Text | None = Field(default=None, description="Name of the project, as written.")
    extrabudgetary: bool = Field(
        default=False, description="True when the text calls the project extra-budgetary."
    )


class Funder(Span):
    """Who paid for the activity or its project."""

    name: Text = Field(description="Country or organization, as written without its article.")
    iso2: CountryCode | None = Field(default=None, description="ISO code when the funder is a country.")


class Translation(Record):
    """The same item in another language."""

    language: LanguageCode = Field(description="ISO 639-1 code.")
    url: Text = Field(description="Address.")
    title: Text | None = Field(default=None, description="Title or label of the link, as written.")


class Image(Record):
    """A picture of the article; the picture itself is not copied."""

    url: Text = Field(description="Address.")
    caption: Text | None = Field(default=None, description="Caption, without the credit.")
    credit: Text | None = Field(default=None, description="Photographer and organization, as written.")


class Attachment(Record):
    """A file offered with the article."""

    url: Text = Field(description="Address.")
    kind: Text | None = Field(default=None, description="File type by its ending, such as pdf.")
    title: Text | None = Field(default=None, description="Name of the link.")
    language: LanguageCode | None = Field(default=None, description="ISO 639-1 code, where stated.")


class RelatedLink(Record):
    """A story that the page names as related."""

    url: Text = Field(description="Address.")
    title: Text | None = Field(default=None, description="Title of the story, as written.")
    kind: Text | None = Field(default=None, description="Kind as written, such as News Item.")


class Problem(Record):
    """Something missing, doubtful or contradictory."""

    code: Text = Field(description="Stable name of the problem, such as issued_on_missing.")
    field: Text | None = Field(default=None, description="Field of the record it concerns.")
    detail: Text | None = Field(default=None, description="What was seen, in words.")


class ArchiveLink(Record):
    """Where the response as it came is kept."""

    file: Text = Field(description="WARC file, relative to the data directory.")
    record_id: Text = Field(description="WARC-Record-ID of the response.")


class Source(Record):
    """Where the record comes from."""

    fetched_at: UtcDatetime | None = Field(default=None, description="When the response came, in UTC.")
    status: int | None = Field(default=None, ge=100, le=599, description="HTTP status.")
    etag: Text | None = Field(default=None, description="ETag as sent.")
    last_modified: Text | None = Field(default=None, description="Last-Modified as sent.")
    body_sha256: Text | None = Field(default=None, description="SHA-256 of the page's bytes, hexadecimal.")
    layout: Text = Field(description="Layout by which the page was read; unknown when none fits.")
    archive: ArchiveLink | None = Field(default=None, description="The archived response.")
    extractor_version: Text = Field(description="Version of this software that read the page.")


class NewsItem(Record):
    """One item of news, in one language."""

    schema_version: Text = Field(default=SCHEMA_VERSION, description="Version of this schema.")
    id: Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9_-]*-[a-z]{2}$")] = Field(
        description="Number (or name, on a site without numbers) and language, such as 531680-en."
    )
    story_id: Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9_-]*$")] = Field(
        description="Number of the item, shared by its language versions."
    )
    url: Text = Field(description="Canonical address.")
    language: LanguageCode = Field(description="Language of the text, ISO 639-1.")
    type: ItemType = Field(description="Kind of item.")
    type_label: Text | None = Field(default=None, description="Kind as written on the page.")
    title: Text = Field(description="Title.")
    lead: Text | None = Field(default=None, description="Lead paragraph; the first of the body.")
    body: Annotated[list[Text], Field(min_length=1)] = Field(
        description="All paragraphs of the article, each once, beginning with the lead."
    )
    issued_on: dt.date | None = Field(default=None, description="Date of issue; null when nothing says it.")
    issued_on_source: IssuedOnSource | None = Field(default=None, description="What said the date of issue.")
    updated_on: dt.date | None = Field(
        default=None, description="Date of the last update, if the page says so."
    )
    issuers: list[Issuer] = Field(default_factory=list, description="Offices that issued the item.")
    fields_of_work: list[FieldOfWork] = Field(default_factory=list, description="Fields of work.")
    countries: list[Country] = Field(default_factory=list, description="Countries the item is about.")
    dateline: Dateline | None = Field(default=None, description="Dateline taken off the text.")
    event: Event | None = Field(default=None, description="When the reported activity took place.")
    participants: Participants = Field(
        default_factory=Participants, description="Counts of the people who took part."
    )
    quotes: list[Quote] = Field(default_factory=list, description="What was said, and by whom.")
    project: Project | None = Field(default=None, description="The project the activity belongs to.")
    funders: list[Funder] = Field(default_factory=list, description="Who paid.")
    translations: list[Translation] = Field(default_factory=list, description="Other language versions.")
    images: list[Image] = Field(default_factory=list, description="Pictures of the article.")
    attachments: list[Attachment] = Field(default_factory=list, description="Files of the article.")
    related: list[RelatedLink] = Field(default_factory=list, description="Stories named as related.")
    problems: list[Problem] = Field(
        default_factory=list, description="What was missing, doubtful or contradictory."
    )
    source: Source = Field(description="Where the record comes from.")
    revision: int | None = Field(
        default=None, ge=1, description="Number of the content's revision; filled in by the store."
    )
    first_seen: UtcDatetime | None = Field(default=None, description="First harvest; by the store.")
    last_seen: UtcDatetime | None = Field(default=None, description="Last harvest that saw it; by the store.")
    last_changed: UtcDatetime | None = Field(
        default=None, description="Last harvest that saw its content changed; by the store."
    )
    withdrawn_at: UtcDatetime | None = Field(
        default=None, description="When it was gone for the second time; by the store."
    )
