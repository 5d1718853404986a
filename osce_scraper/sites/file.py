"""What a ``site.toml`` may say: the form of a site's folder, checked when it is read."""

import re
from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator

from osce_scraper.records import ItemType
from osce_scraper.sites.selectors import compiled
from osce_scraper.vocabulary import Label

_HostName = Annotated[str, StringConstraints(pattern=r"^[a-z0-9-]+(?:\.[a-z0-9-]+)+$")]
_Prefix = Annotated[str, StringConstraints(pattern=r"^[a-z]{2,3}$")]
_Language = Annotated[str, StringConstraints(pattern=r"^[a-z]{2}$")]
_Path = Annotated[str, StringConstraints(pattern=r"^/")]
_Address = Annotated[str, StringConstraints(pattern=r"^https?://")]
_FileName = Annotated[str, StringConstraints(pattern=r"^[\w.-]+\.toml$")]


class _Table(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class SiteTable(_Table):
    """Who publishes the site, and on what terms."""

    name: str = Field(min_length=1, description="Short name, as people say it.")
    full_name: str = Field(min_length=1)
    base_url: _Address
    terms: _Address | None = Field(default=None, description="Page with the terms of use.")
    credit: str | None = Field(default=None, description="How the publisher is to be credited.")
    issuer: str | None = Field(
        default=None, description="Identity of the office that issues whatever does not name its issuer."
    )


class HostsTable(_Table):
    """Which hosts are the site: all under a domain, or those named; other names of one host."""

    domain: _HostName | None = None
    names: list[_HostName] = []
    aliases: dict[_HostName, _HostName] = {}

    @model_validator(mode="after")
    def _one_of_both(self) -> Self:
        if (self.domain is None) == (not self.names):
            raise ValueError('write either domain = "example.org" (every host under it) or names = ["..."]')
        return self


class ItemsTable(_Table):
    """How an address tells that it leads to an item, and to which."""

    pattern: str | None = Field(
        default=None,
        description="Regular expression of a path, without its language prefix, with (?P<item>).",
    )
    never_below: list[str] = Field(default=[], description="First path segments that lead to no item.")

    @model_validator(mode="after")
    def _names_the_item(self) -> Self:
        if self.pattern is not None:
            try:
                compiled = re.compile(self.pattern)
            except re.error as error:
                raise ValueError(f"pattern is no regular expression: {error}") from None
            if set(compiled.groupindex) != {"item"}:
                raise ValueError("pattern has to have one named group, (?P<item>...), that tells items apart")
        return self


class LanguagesTable(_Table):
    """Language prefixes of the site's addresses."""

    prefixes: list[_Language] = []
    default: _Language = "en"
    sections: list[str] = Field(default=[], description="Two letters that are a section, no language.")
    shared: dict[_Prefix, list[_Language]] = Field(
        default={}, description="Prefixes that several languages share; the text decides."
    )


class DiscoveryTable(_Table):
    """Where items are found."""

    listings: list[_Path] = Field(min_length=1)
    side_listings: list[_Path] = Field(
        default=[], description="Listings whose items other ones show as well."
    )
    sitemaps: list[_Path] = []
    feeds: list[_Address] = []
    listing_parameters: list[str] = Field(
        default=["page"], description="Query parameters that mean something to a listing."
    )
    page_parameter: str = Field(default="page", description="The one that says which page, from 0.")
    page_step: int = Field(default=1, ge=1, description="By how much it grows from one page to the next.")


class MenuTable(_Table):
    """A host's menu: the page that shows it, and the file of what is known of it."""

    page: _Address
    known: _FileName | None = None


class NamesTable(_Table):
    """Names of the organization and its site."""

    own: list[str] = Field(default=[], description="The organization's names, as in its offices' names.")
    endings: list[str] = Field(default=[], description="Case endings behind them, parted by a hyphen.")
    site: list[str] = Field(default=[], description="Names of the site: never the title of an item.")
    credits: list[str] = Field(default=[], description="Who may be credited for a picture, before a slash.")
    headquarters: list[str] = Field(default=[], description="Towns that say nothing of an item's country.")


class SelectorTable(_Table):
    """Elements of a layout, by CSS or XPath, and how many are expected."""

    css: str | None = None
    xpath: str | None = None
    count: Literal["1", "0-1", "1+"] = "1"

    @model_validator(mode="after")
    def _one_of_both(self) -> Self:
        if (self.css is None) == (self.xpath is None):
            raise ValueError('write either css = "..." or xpath = "..."')
        compiled(self.selector)
        return self

    @property
    def selector(self) -> str:
        """The one that is given."""
        return self.css or self.xpath or ""


class LayoutTable(_Table):
    """A layout that is known by what stands in the page's source."""

    marks: list[str] = Field(min_length=1, description="Any of these in the source of a page.")
    order: int = 35
    selectors: dict[Literal["issued_on", "issuers", "lead"], SelectorTable] = {}
    landmarks: dict[str, SelectorTable] = {}


class SiteFile(_Table):
    """A ``site.toml``."""

    site: SiteTable
    hosts: HostsTable
    items: ItemsTable = ItemsTable()
    languages: LanguagesTable = LanguagesTable()
    discovery: DiscoveryTable
    menus: dict[_HostName, MenuTable] = {}
    names: NamesTable = NamesTable()
    label: dict[Label, dict[_Language, list[str]]] = {}
    title_kinds: dict[ItemType, list[str]] = Field(
        default={}, description="Regular expressions of titles that name a kind of item."
    )
    layouts: dict[Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*$")], LayoutTable] = {}
