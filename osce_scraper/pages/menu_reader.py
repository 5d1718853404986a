"""The tree of one menu in HTML: lists in lists, headings before lists or links, panels in entries."""

from dataclasses import dataclass

from lxml import etree

from osce_scraper.pages.blocks import fold
from osce_scraper.pages.document import Document, xpath
from osce_scraper.pages.tree import Node
from osce_scraper.pages.words import MENU_SWITCH_OPENINGS, MENU_SWITCHES
from osce_scraper.sites import unwrap_wayback
from osce_scraper.vocabulary.spelling import fold as fold_spelling

#: Elements that are lists.
LISTS = frozenset(["ul", "ol", "menu", "dl"])
_LABELS = frozenset(
    [
        "a",
        "button",
        "span",
        "strong",
        "b",
        "em",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "p",
        "summary",
        "label",
        "dt",
    ]
)
_UNSEEN = frozenset(
    ["script", "style", "svg", "template", "noscript", "img", "input", "select", "form", "iframe"]
)

#: Elements that hold a label and what it heads, where no list says so.
_PANELS = frozenset(["div", "section", "details", "article", "header", "footer", "nav", "aside"])
#: No menu nests deeper; a page that does is broken or hostile.
_DEEPEST = 40
#: Characters of the longest label: more is prose, or an element that was never closed.
LONGEST_LABEL = 300

_ANCHORS = xpath(".//a[@href]")


def label_of(element: etree._Element) -> str:
    """The folded text inside ``element``; empty where it is longer than a label.

    No more of it is read than that: in an element that was never closed stands the rest of the page.
    """
    parts: list[str] = []
    length = 0
    for text in element.itertext():
        parts.append(str(text))
        length += len(parts[-1].strip())
        if length > LONGEST_LABEL:
            return ""
    label = fold("".join(parts))
    return label if len(label) <= LONGEST_LABEL else ""


def address_in(document: Document, element: etree._Element) -> str | None:
    """Absolute address that a link of a menu leads to; None for a label without one."""
    address = document.absolute(element.get("href") or "")
    return unwrap_wayback(address) if address is not None else None


@dataclass(slots=True)
class MenuReader:
    """Reads one menu of ``document``; ``skipped`` are elements that are no part of it."""

    document: Document
    skipped: frozenset[etree._Element] = frozenset()

    def read(self, container: etree._Element, depth: int = 0) -> list[Node]:
        """The forest of labels in ``container``: a list goes below the last label around it."""
        nodes: list[Node] = []
        if depth > _DEEPEST:
            return nodes
        headings: list[tuple[Node, etree._Element]] = []
        flat: dict[etree._Element, Node] = {}
        stack: list[etree._Element] = list(container)[::-1]
        while stack:
            element = stack.pop()
            tag = element.tag
            if not isinstance(tag, str) or tag in _UNSEEN or element.get("hidden") is not None:
                continue
            if element in self.skipped:
                continue
            if tag in ("li", "dd"):
                entry = self._entry(element, depth + 1)
                if entry is not None:
                    nodes.append(entry)
            elif tag in LISTS:
                below = self.read(element, depth + 1)
                above = next((node for node, scope in reversed(headings) if inside(element, scope)), None)
                (nodes if above is None else above.children).extend(below)
            elif tag in _PANELS and self._is_group(element):
                entry = self._entry(element, depth + 1)
                # A heading without a link heads the groups beside it.
                above = next((n for n, scope in reversed(headings) if inside(element, scope)), None)
                if entry is not None:
                    (nodes if above is None or above.url else above.children).append(entry)
            elif tag in _LABELS and _holds_no_list(element):
                self._add_label(element, nodes, headings, flat)
            else:
                own = fold(element.text or "")
                if own and not self._is_no_label(own):
                    self._add_node(element, Node(own), nodes, headings, flat)
                stack.extend(list(element)[::-1])
        return nodes

    def _entry(self, element: etree._Element, depth: int) -> Node | None:
        """The entry of one list item or group: its first label, and everything else in it below that."""
        inner = self.read(element, depth)
        own = fold(element.text or "")
        if own and not self._is_no_label(own):
            return Node(own, None, inner)
        if not inner:
            return None
        head, *rest = inner
        if len(rest) == 1 and fold(rest[0].label) == fold(head.label) and not head.children:
            # The label repeated above its list.
            head.url, rest = head.url or rest[0].url, rest[0].children
        head.children.extend(rest)
        return head

    def _add_label(
        self,
        element: etree._Element,
        nodes: list[Node],
        headings: list[tuple[Node, etree._Element]],
        flat: dict[etree._Element, Node],
    ) -> None:
        """Add the label of ``element``; a button that repeats the link before it is the same entry."""
        text = label_of(element)
        if not text or self._is_no_label(text):
            return
        anchors = [element] if element.tag == "a" else _ANCHORS(element)
        if len(anchors) > 1:
            for anchor in anchors:
                if label_of(anchor):
                    nodes.append(Node(label_of(anchor), address_in(self.document, anchor)))
            return
        url = address_in(self.document, anchors[0]) if anchors else None
        last = nodes[-1] if nodes else None
        if (
            element.tag == "button"
            and last is not None
            and last.label != text
            and text.casefold().startswith(last.label.casefold())
        ):
            return
        self._add_node(element, Node(text, url), nodes, headings, flat)

    def _add_node(
        self,
        element: etree._Element,
        node: Node,
        nodes: list[Node],
        headings: list[tuple[Node, etree._Element]],
        flat: dict[etree._Element, Node],
    ) -> None:
        """Add a label; one that repeats the label before it is the same entry."""
        last = nodes[-1] if nodes else None
        if last is not None and last.label == node.label and not last.children:
            last.url = last.url or node.url
            headings.append((last, _scope(element)))
            return
        parent = element.getparent()
        if parent is not None and node.url is None and self._heads_links(element):
            flat[parent] = node
        elif parent is not None and parent in flat and element.tag == "a":
            flat[parent].children.append(node)
            return
        nodes.append(node)
        headings.append((node, _scope(element)))

    def _is_group(self, element: etree._Element) -> bool:
        """Whether ``element`` is a label before what it heads: a button and its panel, `<details>`."""
        parts = [child for child in element if _has_text(child)]
        if len(parts) < 2 or (element.text or "").strip():
            return False
        head, *rest = parts
        if element.tag == "details":
            return head.tag == "summary"
        if head.tag in LISTS or head.tag in ("nav", "details", "li") or not _holds_no_list(head):
            return False
        links = [head] if head.tag == "a" else _ANCHORS(head)
        if len(links) > 1 or self._is_no_label(label_of(head)) or (not links and _has_parts(head)):
            return False
        while rest and rest[0].tag == "button":
            del rest[0]
        if not rest or any(each.tag in _LABELS or each.tag in LISTS for each in rest):
            return False
        if links and (len(rest) > 1 or self._is_known_leaf(label_of(head))):
            return False
        return any(_ANCHORS(each) for each in rest)

    def _is_known_leaf(self, label: str) -> bool:
        """Whether the known menus have ``label``, with nothing below it."""
        places, name = self.document.site.menus.places, fold_spelling(label)
        return name in places and all(name not in path for paths in places.values() for path in paths)

    def _heads_links(self, element: etree._Element) -> bool:
        """Whether a label without a link heads the links right behind it, in the same element."""
        following = element.getnext()
        if following is None or following.tag != "a" or following.get("href") is None:
            return False
        parent = element.getparent()
        if parent is not None and any(each is not element and each.tag == element.tag for each in parent):
            return True
        return fold_spelling(label_of(element)) in self.document.site.menus.places

    def _is_no_label(self, text: str) -> bool:
        """Whether a text opens, closes or names a menu, names the site, or is too long: no entry of it."""
        if len(text) > LONGEST_LABEL or self.document.site.is_named(text):
            return True
        folded = text.casefold().strip(" .:")
        return (
            folded in MENU_SWITCHES
            or folded.startswith(MENU_SWITCH_OPENINGS)
            or not any(c.isalnum() for c in folded)
        )


def _has_text(element: etree._Element) -> bool:
    return (
        isinstance(element.tag, str)
        and element.tag not in _UNSEEN
        and any(text.strip() for text in element.itertext())
    )


def _has_parts(element: etree._Element) -> bool:
    return sum(1 for child in element if _has_text(child)) > 1


def _holds_no_list(element: etree._Element) -> bool:
    return not any(below.tag in ("ul", "ol", "li", "dl") for below in element.iterdescendants())


def _scope(element: etree._Element) -> etree._Element:
    """The element whose lists a label may head: the nearest around it that holds anything else."""
    scope = element.getparent()
    for _ in range(_DEEPEST):
        above = None if scope is None else scope.getparent()
        if scope is None or above is None or scope[0].getnext() is not None or scope.tag in ("li", "nav"):
            break
        scope = above
    return element if scope is None else scope


def inside(element: etree._Element, scope: etree._Element) -> bool:
    """Whether ``element`` stands below ``scope``."""
    return any(above is scope for above in element.iterancestors())
