"""Names to identities: offices, fields of work, countries, content types and labels.

The data files stand beside the look-ups and are read at the first look-up. Imports only records.
"""

from osce_scraper.vocabulary.about import item_countries
from osce_scraper.vocabulary.content_types import item_type
from osce_scraper.vocabulary.countries import CountryEntry, CountryGroup, countries, find_country
from osce_scraper.vocabulary.data import VocabularyError
from osce_scraper.vocabulary.fields_of_work import FieldOfWorkEntry, fields_of_work, find_field_of_work
from osce_scraper.vocabulary.labels import (
    Label,
    Section,
    is_newsroom_heading,
    label_meaning,
    section_heading,
    split_label,
)
from osce_scraper.vocabulary.lists import split_names
from osce_scraper.vocabulary.mentions import CountryMention, countries_mentioned
from osce_scraper.vocabulary.menus import MenuDifference, MenuDifferences, compare_menu, menu_ref
from osce_scraper.vocabulary.offices import (
    DatedName,
    Office,
    OfficeKind,
    find_office,
    office_of_section,
    offices,
)
from osce_scraper.vocabulary.unknown import UnknownName, toml_entry, unknown_names

__all__ = [
    "CountryEntry",
    "CountryGroup",
    "CountryMention",
    "DatedName",
    "FieldOfWorkEntry",
    "Label",
    "MenuDifference",
    "MenuDifferences",
    "Office",
    "OfficeKind",
    "Section",
    "UnknownName",
    "VocabularyError",
    "compare_menu",
    "countries",
    "countries_mentioned",
    "fields_of_work",
    "find_country",
    "find_field_of_work",
    "find_office",
    "is_newsroom_heading",
    "item_countries",
    "item_type",
    "label_meaning",
    "menu_ref",
    "office_of_section",
    "offices",
    "section_heading",
    "split_label",
    "split_names",
    "toml_entry",
    "unknown_names",
]
