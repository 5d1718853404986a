"""What a record is: pydantic models, their JSON Schema and the schema version.

Imports nothing of this project. Every other room may import it.
"""

from osce_scraper.records.base import SCHEMA_VERSION, Record, Span
from osce_scraper.records.dictionary import README_TITLE, PublishedTable, data_package, fields, readme
from osce_scraper.records.evidence import first_fault
from osce_scraper.records.journal import (
    ChangeEntry,
    ChangeKind,
    FieldChange,
    MonitorResult,
    MonitorStatus,
    QuarantineEntry,
    RunEntry,
)
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
    "README_TITLE",
    "SCHEMA_VERSION",
    "ArchiveLink",
    "Attachment",
    "ChangeEntry",
    "ChangeKind",
    "Country",
    "CountrySource",
    "Dateline",
    "Event",
    "FieldChange",
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
    "MonitorResult",
    "MonitorStatus",
    "NewsItem",
    "ParticipantGroup",
    "Participants",
    "Problem",
    "Project",
    "PublishedTable",
    "Qualifier",
    "QuarantineEntry",
    "Quote",
    "Record",
    "RefKind",
    "RelatedLink",
    "RunEntry",
    "Scope",
    "Source",
    "Span",
    "Teaser",
    "Translation",
    "data_package",
    "fields",
    "first_fault",
    "json_schema",
    "readme",
]
