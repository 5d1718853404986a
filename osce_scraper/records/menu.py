"""The record of one menu entry."""

from enum import StrEnum

from pydantic import Field

from osce_scraper.records.base import SCHEMA_VERSION, Record, Text
from osce_scraper.records.news import Source


class Menu(StrEnum):
    """Which menu of the page."""

    MAIN = "main"
    FOOTER = "footer"
    LANGUAGES = "languages"


class RefKind(StrEnum):
    """Kind of thing in the vocabulary that an entry names."""

    OFFICE = "office"
    FIELD_OF_WORK = "field_of_work"
    COUNTRY = "country"


class MenuSource(Source):
    """Where the menu was read."""

    url: Text | None = Field(default=None, description="Address of the page that showed the menu.")


class MenuEntry(Record):
    """One entry of a menu, with its place in the tree."""

    schema_version: Text = Field(default=SCHEMA_VERSION, description="Version of this schema.")
    menu: Menu = Field(description="main, footer or languages.")
    id: Text = Field(description="Menu and labels from the root as a slug; unique in the menu.")
    label: Text = Field(description="Label as written.")
    url: Text | None = Field(default=None, description="Address; null for a heading without a link.")
    level: int = Field(ge=1, description="Depth; 1 at the root.")
    position: int = Field(ge=1, description="Place among its siblings, from 1.")
    parent_id: Text | None = Field(default=None, description="id of the entry above; null at the root.")
    path: list[Text] = Field(description="Labels from the root to this entry.")
    kind: RefKind | None = Field(default=None, description="Kind of thing it names, if known.")
    ref: Text | None = Field(default=None, description="Identity in the vocabulary of what it names.")
    source: MenuSource = Field(description="Where the entry comes from.")
