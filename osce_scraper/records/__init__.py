"""What a record is: pydantic models, their JSON Schema and the schema version.

Imports nothing of this project. Every other room may import it.
"""

from osce_scraper.records.base import SCHEMA_VERSION, Record, Span
from osce_scraper.records.listing import Listing, Teaser
from osce_scraper.records.menu import Menu, MenuEntry, MenuSource, RefKind
from osce_scraper.records.news import (
    ArchiveLink,
    Attachment,
    Country,
    CountrySource,
    Dateline,
    Event,
    FieldOfWork,
    Funder,
    Image,
    IssuedOnSource,
    Issuer,
    ItemType,
    NewsItem,
    Problem,
    Project,
    Quote,
    RelatedLink,
    Source,
    Translation,
)
from osce_scraper.records.participants import ParticipantGroup, Participants, Qualifier, Scope
from osce_scraper.records.schema import json_schema

__all__ = [
    "SCHEMA_VERSION",
    "ArchiveLink",
    "Attachment",
    "Country",
    "CountrySource",
    "Dateline",
    "Event",
    "FieldOfWork",
    "Funder",
    "Image",
    "IssuedOnSource",
    "Issuer",
    "ItemType",
    "Listing",
    "Menu",
    "MenuEntry",
    "MenuSource",
    "NewsItem",
    "ParticipantGroup",
    "Participants",
    "Problem",
    "Project",
    "Qualifier",
    "Quote",
    "Record",
    "RefKind",
    "RelatedLink",
    "Scope",
    "Source",
    "Span",
    "Teaser",
    "Translation",
    "json_schema",
]
