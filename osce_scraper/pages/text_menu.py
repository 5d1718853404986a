"""The main menu in the plain text of a page.

Text extractors keep the labels and lose the depth, so the tree is rebuilt: each label goes below the nearest
open entry that the known menu has it under; an unknown one stays beside the entry before it.
"""

import re
from collections.abc import Sequence

from osce_scraper.pages.blocks import fold
from osce_scraper.pages.tree import Node, size, without_strays
from osce_scraper.vocabulary import Menus, find_country, split_label
from osce_scraper.vocabulary.spelling import fold as fold_spelling

_MARK = re.compile(r"^\s*[-*•·‣▪–]\s*")
#: Fewer entries than this are not a menu, nor are those of which most are not known to be in one.
_FEWEST = 5


def text_menu(text: str, menus: Menus) -> list[Node]:
    """The tree of the menu that opens ``text`` (a line a label); empty where none does."""
    return without_strays(_read(text, menus)[0], menus)


def menu_length(text: str, menus: Menus) -> int:
    """How many lines with words the menu that opens ``text`` takes, from the first; 0 where none does."""
    return _read(text, menus)[1]


def _read(text: str, menus: Menus) -> tuple[list[Node], int]:
    """The menu's tree as it stands, and the number of lines with words to its end.

    An article ends the search: its labels, or the line that introduces a list of its own.
    """
    roots: list[Node] = []
    length = known = 0
    introduced = False
    open_nodes: list[Node] = []
    places = menus.places
    for number, (label, marked) in enumerate(_labels(text), start=1):
        if split_label(label) is not None:
            break
        parents = places.get(fold_spelling(label))
        if parents is None and find_country(label) is not None:
            # A country with a suffix, such as that of the one which holds the chair.
            parents = [("countries", "participating states")]
        if parents is None and not marked:
            if roots:
                break
            introduced = label.endswith(":")
            continue
        if not roots and introduced:
            break
        known += parents is not None
        depth = _depth(parents, open_nodes)
        del open_nodes[depth:]
        node = Node(label)
        (open_nodes[-1].children if open_nodes else roots).append(node)
        open_nodes.append(node)
        length = number
    entries = size(roots)
    return (roots, length) if entries >= _FEWEST and 2 * known >= entries else ([], 0)


def _labels(text: str) -> list[tuple[str, bool]]:
    """Each line's label and whether a list mark stands before it, on its own line or the line above."""
    labels: list[tuple[str, bool]] = []
    mark_alone = False
    for line in text.splitlines():
        mark = _MARK.match(line)
        label = fold(line[mark.end() :] if mark else line)
        if label:
            labels.append((label, mark is not None or mark_alone))
        mark_alone = mark is not None and not label
    return labels


def _depth(parents: Sequence[tuple[str, ...]] | None, open_nodes: list[Node]) -> int:
    """How many of ``open_nodes`` stay open above a label that the known menu has below ``parents``."""
    if parents is None:
        # Unknown: beside the label before it, which has no children yet.
        return max(len(open_nodes) - 1, 0)
    path = tuple(fold_spelling(node.label) for node in open_nodes)
    fitting = [len(parent) for parent in parents if path[: len(parent)] == parent]
    return max(fitting, default=0)
