"""Names to identities: offices, fields of work, countries, content types and labels.

The data files stand beside the look-ups and are read at the first look-up. Imports only records.
"""

from osce_scraper.vocabulary.content_types import item_type
from osce_scraper.vocabulary.data import VocabularyError
from osce_scraper.vocabulary.labels import (
    Label,
    Section,
    is_newsroom_heading,
    label_meaning,
    section_heading,
    split_label,
)

__all__ = [
    "Label",
    "Section",
    "VocabularyError",
    "is_newsroom_heading",
    "item_type",
    "label_meaning",
    "section_heading",
    "split_label",
]
