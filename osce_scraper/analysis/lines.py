"""What a line of each table is, for the tables that are drawn from the news records.

These are models like the published records, so that types and descriptions have one origin. The first columns
of a line say which item it belongs to; the others keep the names that they have in the record.
"""

import datetime as dt
from typing import Any

from pydantic import Field

from osce_scraper.records import (
    ChangeKind,
    Country,
    FieldOfWork,
    Funder,
    Issuer,
    ItemType,
    ParticipantGroup,
    Quote,
    Record,
)
from osce_scraper.records.base import Text, UtcDatetime


class ItemLine(Record):
    """What every line says of its item."""

    item_id: Text = Field(description="Item the line belongs to: id in the table news.")
    position: int = Field(ge=1, description="Place of the line among those of its item, from 1.")
    story_id: Text = Field(
        description="Number of the story; the same in all language versions. A sum over several languages "
        "counts a story several times: keep one line a story, or one language."
    )
    language: Text = Field(description="Language of the item, ISO 639-1.")
    type: ItemType = Field(description="Kind of item.")
    issued_on: dt.date | None = Field(default=None, description="Date of issue; null when nothing says it.")


class IssuerLine(Issuer, ItemLine):
    """An office that issued an item."""


class FieldOfWorkLine(FieldOfWork, ItemLine):
    """A field of work that an item is filed under."""


class CountryLine(Country, ItemLine):
    """A country that an item is about."""


class QuoteLine(Quote, ItemLine):
    """What somebody said in an item."""


class FunderLine(Funder, ItemLine):
    """Who paid for what an item reports."""


class ItemContext(ItemLine):
    """What the lines of participants say of their item beside that."""

    headline: bool = Field(
        description="True for the one group of an item whose numbers are those of participants in the table "
        "news. A sum over headlines counts no item twice; one over all lines does."
    )
    issuer: Text | None = Field(default=None, description="First issuer, its name as written.")
    issuer_id: Text | None = Field(default=None, description="First issuer, its identity in the vocabulary.")
    field_of_work: Text | None = Field(default=None, description="First field of work, as written.")
    field_of_work_id: Text | None = Field(default=None, description="Identity of the first field of work.")
    country: Text | None = Field(default=None, description="First country.")
    iso2: Text | None = Field(default=None, description="ISO code of the first country; XK for Kosovo.")
    issuer_ids: list[Text] = Field(description="Identities of all issuers that the vocabulary knows.")
    field_of_work_ids: list[Text] = Field(description="Identities of all its known fields of work.")
    country_codes: list[Text] = Field(description="ISO codes of all its countries.")


class ParticipantLine(ParticipantGroup, ItemContext):
    """A group of people that an item states."""


class FieldDifference(Record):
    """A field of an item before and after."""

    field: Text = Field(description="Name of the field.")
    old: Text | None = Field(default=None, description="Value before, as JSON; null when there was none.")
    new: Text | None = Field(default=None, description="Value after, as JSON; null when there is none.")


class ChangeLine(Record):
    """A line of the log of changes."""

    seq: int = Field(ge=1, description="Place in the log, from 1, without gaps.")
    at: UtcDatetime = Field(description="When the harvest noticed.")
    item_id: Text = Field(description="Item, such as 531680-en; a withdrawn one is not in the table news.")
    change: ChangeKind = Field(description="added, changed, withdrawn or returned.")
    revision: int = Field(ge=1, description="Number of the item's revision after the change.")
    run: int | None = Field(default=None, ge=1, description="Run that noticed.")
    fields: list[FieldDifference] = Field(description="Fields whose content changed, old and new as JSON.")


#: A record as it is read from a line of JSON: dates are still text.
RawRecord = dict[str, Any]
