"""Kinds of item by the label that the page gives them; the spellings are in ``content_types.toml``."""

from functools import cache

from osce_scraper.records import ItemType
from osce_scraper.vocabulary.data import VocabularyError, read
from osce_scraper.vocabulary.spelling import fold


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
    return _types().get(fold(label))
