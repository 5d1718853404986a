"""Names to identities: registries of offices, fields of work and menus; countries, content types, labels.

What belongs to one organization comes from its site's folder; the data files of the rest stand beside the
look-ups and are read at the first look-up. Imports only records.
"""

from osce_scraper.vocabulary.about import Countries
from osce_scraper.vocabulary.content_types import item_type
from osce_scraper.vocabulary.countries import CountryEntry, CountryGroup, countries, find_country
from osce_scraper.vocabulary.data import VocabularyError
from osce_scraper.vocabulary.fields_of_work import FieldOfWorkEntry, FieldsOfWork
from osce_scraper.vocabulary.labels import (
    Label,
    Labels,
    Section,
    is_newsroom_heading,
    label_meaning,
    section_heading,
    split_label,
)
from osce_scraper.vocabulary.lists import split_names
from osce_scraper.vocabulary.mentions import CountryMention, countries_mentioned
from osce_scraper.vocabulary.menus import MenuDifference, MenuDifferences, Menus
from osce_scraper.vocabulary.offices import DatedName, Office, OfficeKind, Offices
from osce_scraper.vocabulary.spelling import OwnNames, fold
from osce_scraper.vocabulary.unknown import UnknownName, toml_entry, unknown_names

__all__ = [
    "Countries",
    "CountryEntry",
    "CountryGroup",
    "CountryMention",
    "DatedName",
    "FieldOfWorkEntry",
    "FieldsOfWork",
    "Label",
    "Labels",
    "MenuDifference",
    "MenuDifferences",
    "Menus",
    "Office",
    "OfficeKind",
    "Offices",
    "OwnNames",
    "Section",
    "UnknownName",
    "VocabularyError",
    "countries",
    "countries_mentioned",
    "find_country",
    "fold",
    "is_newsroom_heading",
    "item_type",
    "label_meaning",
    "section_heading",
    "split_label",
    "split_names",
    "toml_entry",
    "unknown_names",
]
