"""Kinds of item by the label that the page gives them; the spellings are in ``content_types.toml``."""

import re
from functools import cache

from osce_scraper.records import ItemType
from osce_scraper.vocabulary.data import VocabularyError, read
from osce_scraper.vocabulary.spelling import fold

_SERIES_NUMBER = re.compile(r"\s+(?:(?:no|nr)\.?|№|#)?\s*\d{1,4}(?:\s?[/-]\s?\d{2,4})?$", re.I)


@cache
def _types() -> dict[str, ItemType]:
    types: dict[str, ItemType] = {}
    for kind, languages in read("content_types.toml").items():
        for spellings in languages.values():
            for spelling in spellings:
                known = types.setdefault(fold(spelling), ItemType(kind))
                if known != kind:
                    raise VocabularyError(f"content_types.toml files {spelling!r} under {known} and {kind}")
    return types


def item_type(label: str) -> ItemType | None:
    """The kind of item that ``label`` ("News Item", "Щоденний звіт") names; None when it is unknown.

    ``ItemType.OTHER`` is a known label for which records have no kind of their own, such as "Interview".
    """
    found = _types().get(fold(label))
    if found is None and label[-1:].isdigit():
        # "PRESS RELEASE No. 9/93": the number of the series follows the kind.
        found = _types().get(fold(_SERIES_NUMBER.sub("", label)))
    return found
