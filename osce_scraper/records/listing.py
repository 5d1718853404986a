"""Listings: pages of teasers that lead to items. Not published; what a spider decides by."""

import datetime as dt
from typing import Self

from pydantic import Field

from osce_scraper.records.base import Record, Text


class Teaser(Record):
    """What a listing says of an item. All but title and address may be missing."""

    url: Text = Field(description="Canonical address of the item.")
    title: Text | None = Field(default=None, description="Title, as written.")
    issued_on: dt.date | None = Field(default=None, description="Publishing date.")
    type_label: Text | None = Field(default=None, description="Content or report type, as written.")
    issuers: list[Text] = Field(default_factory=list, description="Offices, as written.")
    fields_of_work: list[Text] = Field(default_factory=list, description="Fields of work, as written.")
    countries: list[Text] = Field(default_factory=list, description="Places of a location label.")
    snippet: Text | None = Field(default=None, description="Beginning of the text; may stop mid-sentence.")

    def completed_by(self, newer: Self) -> Self:
        """What both say, ``newer`` first; a source that says less takes nothing away."""
        said = {name: value for name, value in newer if value not in (None, [])}
        return self.model_copy(update=said)


class Listing(Record):
    """One page of a listing."""

    url: Text = Field(description="Address of the listing page.")
    teasers: list[Teaser] = Field(default_factory=list, description="Its teasers, in their order.")
    next_url: Text | None = Field(default=None, description="Address of the next page; null on the last.")
    total: int | None = Field(default=None, ge=0, description="Items in the whole listing, where it says so.")
    pages: int | None = Field(default=None, ge=1, description="Pages that its pager links to, at least.")
    layout: Text = Field(description="Layout by which it was read.")
