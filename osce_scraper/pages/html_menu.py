"""Menus in HTML: lists in lists, headings before lists, panels in entries; whatever the nesting."""

from lxml import etree

from osce_scraper.pages.blocks import fold, region_of, text_of
from osce_scraper.pages.document import Document, xpath
from osce_scraper.pages.tree import Node, size, without_strays
from osce_scraper.pages.words import MENU_SWITCH_OPENINGS, MENU_SWITCHES, NO_MENUS
from osce_scraper.sites import identity_of, unwrap_wayback
from osce_scraper.vocabulary import menu_ref

_LISTS = frozenset(["ul", "ol", "menu", "dl"])
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

#: No menu nests deeper; a page that does is broken or hostile.
_DEEPEST = 40

_CONTAINERS = xpath("//nav | //*[@role='navigation'] | //ul | //ol")
_ANCHORS = xpath(".//a[@href]")
_NATIVE_NAMES = xpath(".//a[@href and (@hreflang or @lang)]")


def html_menus(document: Document) -> tuple[list[Node], list[Node], list[Node]]:
    """Main menu, footer menu and language switch of a page; each empty where there is none."""
    main: list[Node] = []
    footer: list[Node] = []
    languages: list[Node] = []
    best = 0
    for container in _outermost(document.root):
        if _is_language_switch(document, container):
            languages = languages or _flat(document, container)
            continue
        nodes = without_strays(_read(document, container))
        if not nodes:
            continue
        if _in_footer(container):
            footer.extend(nodes)
            continue
        worth = _worth(nodes, container)
        if worth > best:
            best, main = worth, nodes
    return main, without_strays(footer), languages


def _outermost(root: etree._Element) -> list[etree._Element]:
    """Candidates for menus: navigation elements and lists inside no other candidate, without breadcrumbs."""
    found: list[etree._Element] = []
    inside: set[etree._Element] = set()
    for element in _CONTAINERS(root):
        if any(above in inside for above in element.iterancestors()):
            continue
        names = " ".join(
            filter(None, (element.get("class"), element.get("id"), element.get("aria-label")))
        ).lower()
        if any(word in names for word in NO_MENUS):
            inside.add(element)
            continue
        if element.tag not in _LISTS and element.xpath("boolean(descendant::nav)"):
            continue
        inside.add(element)
        found.append(element)
    return found


def _in_footer(element: etree._Element) -> bool:
    return any(region_of(above) == "footer" for above in (element, *element.iterancestors()))


def _worth(nodes: list[Node], container: etree._Element) -> int:
    """How much a forest looks like the main menu: its size, known entries counting double.

    A list inside the article is worth nothing, however long.
    """
    chain = (container, *container.iterancestors())
    navigation = any(region_of(above) in ("navigation", "banner") for above in chain)
    if not navigation and any(above.tag in ("main", "article") for above in chain):
        return 0
    known = sum(1 for root in nodes for node in root.walk() if menu_ref(node.label, [node.label]) is not None)
    if not navigation and known < 3:
        return 0
    return size(nodes) + known


def _is_language_switch(document: Document, container: etree._Element) -> bool:
    """Whether the links of ``container`` lead to the same page in other languages."""
    anchors = _ANCHORS(container)
    if not anchors:
        return False
    names = " ".join(
        str(value)
        for above in (container, container.getparent())
        if above is not None
        for value in (above.get("class"), above.get("id"), above.get("aria-label"))
        if value
    ).lower()
    if "language" in names or "lang-" in names:
        return True
    marked = len(_NATIVE_NAMES(container))
    if marked >= max(2, 0.6 * len(anchors)):
        return True
    own = identity_of(document.url)
    if own is None or len(anchors) < 2:
        return False
    same = [identity_of(document.absolute(anchor.get("href") or "") or "") for anchor in anchors]
    return all(identity is not None and identity.number == own.number for identity in same)


def _flat(document: Document, container: etree._Element) -> list[Node]:
    return [
        Node(text_of(anchor), _address(document, anchor)) for anchor in _ANCHORS(container) if text_of(anchor)
    ]


def _address(document: Document, element: etree._Element) -> str | None:
    address = document.absolute(element.get("href") or "")
    return unwrap_wayback(address) if address is not None else None


# --------------------------------------------------------------------------------------------- the tree


def _read(document: Document, container: etree._Element, depth: int = 0) -> list[Node]:
    """The forest of labels in ``container``: a list belongs to the last label whose surroundings hold it."""
    nodes: list[Node] = []
    if depth > _DEEPEST:
        return nodes
    headings: list[tuple[Node, etree._Element]] = []
    stack: list[etree._Element] = list(container)[::-1]
    while stack:
        element = stack.pop()
        tag = element.tag
        if not isinstance(tag, str) or tag in _UNSEEN or element.get("hidden") is not None:
            continue
        if tag in ("li", "dd"):
            entry = _entry(document, element, depth + 1)
            if entry is not None:
                nodes.append(entry)
        elif tag in _LISTS:
            below = _read(document, element, depth + 1)
            above = next((node for node, scope in reversed(headings) if _inside(element, scope)), None)
            (nodes if above is None else above.children).extend(below)
        elif tag in _LABELS and _holds_no_list(element):
            _add_label(document, element, nodes, headings)
        else:
            own = fold(element.text or "")
            if own and not _is_switch(own):
                node = Node(own)
                nodes.append(node)
                headings.append((node, _scope(element)))
            stack.extend(list(element)[::-1])
    return nodes


def _entry(document: Document, element: etree._Element, depth: int) -> Node | None:
    """The entry of one list item: its first label, and everything else in the item below it."""
    inner = _read(document, element, depth)
    own = fold(element.text or "")
    if own and not _is_switch(own):
        return Node(own, None, inner)
    if not inner:
        return None
    head, *rest = inner
    head.children.extend(rest)
    return head


def _add_label(
    document: Document,
    element: etree._Element,
    nodes: list[Node],
    headings: list[tuple[Node, etree._Element]],
) -> None:
    """Add the label of ``element``; a button that repeats the link before it is the same entry."""
    text = text_of(element)
    if not text or _is_switch(text):
        return
    anchors = [element] if element.tag == "a" else _ANCHORS(element)
    if len(anchors) > 1:
        for anchor in anchors:
            if text_of(anchor):
                nodes.append(Node(text_of(anchor), _address(document, anchor)))
        return
    url = _address(document, anchors[0]) if anchors else None
    last = nodes[-1] if nodes else None
    if last is not None and last.label == text and not last.children:
        last.url = last.url or url
        return
    if element.tag == "button" and last is not None and text.casefold().startswith(last.label.casefold()):
        return
    node = Node(text, url)
    nodes.append(node)
    headings.append((node, _scope(element)))


def _holds_no_list(element: etree._Element) -> bool:
    return not any(below.tag in ("ul", "ol", "li", "dl") for below in element.iterdescendants())


def _scope(element: etree._Element) -> etree._Element:
    """The element whose lists a label may head: the nearest around it that holds anything else."""
    scope = element.getparent()
    while (
        scope is not None
        and len(scope) == 1
        and scope.tag not in ("li", "nav")
        and scope.getparent() is not None
    ):
        scope = scope.getparent()
    return element if scope is None else scope


def _inside(element: etree._Element, scope: etree._Element) -> bool:
    return any(above is scope for above in element.iterancestors())


def _is_switch(text: str) -> bool:
    folded = text.casefold().strip(" .:")
    return (
        folded in MENU_SWITCHES
        or folded.startswith(MENU_SWITCH_OPENINGS)
        or not any(c.isalnum() for c in folded)
    )
