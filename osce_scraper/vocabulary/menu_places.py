"""Where the known menus have each label: for rebuilding a menu whose depth was lost."""

from collections import defaultdict
from functools import cache

from osce_scraper.vocabulary.data import read
from osce_scraper.vocabulary.spelling import fold

_MENUS = ("menu_main.toml", "menu_odihr.toml")


@cache
def known_menu_places() -> dict[str, list[tuple[str, ...]]]:
    """Folded label to the paths (folded labels from the root) of the entries that have it below them."""
    places: dict[str, list[tuple[str, ...]]] = defaultdict(list)
    for menu in _MENUS:
        for section in read(menu)["section"]:
            parent = tuple(fold(label) for label in section["path"])
            variants = [label for labels in section.get("variants", {}).values() for label in labels]
            for label in (*section["labels"], *variants):
                if parent not in places[fold(label)]:
                    places[fold(label)].append(parent)
    return dict(places)
