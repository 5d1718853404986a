"""A tree of menu labels, as read from a page."""

from collections.abc import Iterator
from dataclasses import dataclass, field


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


def without_strays(nodes: list[Node]) -> list[Node]:
    """``nodes`` without stray repeated labels: those that name an entry with children again, with none."""
    parents = {node.label.casefold() for root in nodes for node in root.walk() if node.children}
    return _prune(nodes, parents)


def _prune(nodes: list[Node], parents: set[str]) -> list[Node]:
    kept: list[Node] = []
    for node in nodes:
        node.children = _prune(node.children, parents)
        stray = not node.children and node.label.casefold() in parents
        if stray and (node.url is None or _repeats(node, nodes)):
            continue
        if any(_same(node, other) for other in kept):
            continue
        kept.append(node)
    return kept


def _repeats(node: Node, siblings: list[Node]) -> bool:
    """Whether a sibling of ``node`` is the entry that it names again."""
    return any(other is not node and other.children and other.label == node.label for other in siblings)


def _same(one: Node, other: Node) -> bool:
    return one.label.casefold() == other.label.casefold() and one.url == other.url and not one.children
