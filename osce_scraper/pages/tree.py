"""A tree of menu labels, as read from a page."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from osce_scraper.vocabulary import Menus, fold


@dataclass(slots=True)
class Node:
    """One label of a menu; ``url`` is absolute, None for a heading without a link."""

    label: str
    url: str | None = None
    children: list["Node"] = field(default_factory=list)

    def walk(self) -> Iterator["Node"]:
        """This node and all below it, in the order of the page."""
        yield self
        for child in self.children:
            yield from child.walk()


def size(nodes: list[Node]) -> int:
    """Number of labels in a forest."""
    return sum(1 + size(node.children) for node in nodes)


def without_strays(nodes: list[Node], menus: Menus) -> list[Node]:
    """``nodes`` without stray repeated labels: those that name an entry with children again, with none.

    A label that the known menu has below two entries ("Field operations") is no stray.
    """
    parents = {fold(node.label) for root in nodes for node in root.walk() if node.children}
    return _prune(nodes, parents, (), menus)


def _prune(nodes: list[Node], parents: set[str], path: tuple[str, ...], menus: Menus) -> list[Node]:
    kept: list[Node] = []
    seen: set[tuple[str, str | None]] = set()
    for node in nodes:
        name = fold(node.label)
        node.children = _prune(node.children, parents, (*path, name), menus)
        if not node.children and name in parents and _is_stray(node, name, nodes, path, menus):
            continue
        same = (node.label.casefold(), node.url)
        if not node.children and same in seen:
            continue
        seen.add(same)
        kept.append(node)
    return kept


def _is_stray(node: Node, name: str, siblings: list[Node], path: tuple[str, ...], menus: Menus) -> bool:
    """Whether a childless ``node`` only repeats the label of an entry that has children."""
    if any(other is not node and other.children and fold(other.label) == name for other in siblings):
        return True
    known = path and path in menus.places.get(name, [])
    return node.url is None and not known
