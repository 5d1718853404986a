"""Where a page in HTML keeps its main menu, footer menu and language switch; whatever the markup."""

from itertools import islice

from lxml import etree

from osce_scraper.pages.document import Document, xpath
from osce_scraper.pages.menu_reader import LISTS, MenuReader, address_in, label_of
from osce_scraper.pages.regions import region_of
from osce_scraper.pages.tree import Node, size, without_strays
from osce_scraper.pages.words import LANGUAGES, NO_MENUS
from osce_scraper.vocabulary.spelling import fold as fold_spelling

#: Fewer known entries than this are no menu, where neither tag nor class says that there is one.
_FEWEST_KNOWN = 3
#: More links are no switch of languages, even where a page has it twice, for wide and narrow screens.
_MOST_LANGUAGES = 100

_CONTAINERS = xpath("//nav | //*[@role='navigation'] | //ul | //ol")
_HEADERS = xpath("//header | //*[@role='banner']")
_FOOTERS = xpath("//footer | //*[@role='contentinfo']")
_ANCHORS = xpath(".//a[@href]")
_NATIVE_NAMES = xpath(".//a[@href and (@hreflang or @lang)]")


def html_menus(document: Document) -> tuple[list[Node], list[Node], list[Node]]:
    """Main menu, footer menu and language switch of a page; each empty where there is none."""
    main: list[Node] = []
    footer: list[Node] = []
    languages: list[Node] = []
    best = 0
    named = _named_languages(document.root)
    skipped = frozenset(named)
    for container in named:
        languages = languages or _flat(document, container)
    for container in _outermost(document):
        if _is_language_switch(document, container):
            languages = languages or _flat(document, container)
            continue
        nodes = without_strays(MenuReader(document, skipped).read(container), document.site.menus)
        if not nodes:
            continue
        if _in_footer(container):
            footer.extend(nodes)
            continue
        worth = _worth(document, nodes, container)
        if worth > best:
            best, main = worth, nodes
    if not main:
        main = _unmarked(document, skipped)
    return main, without_strays(footer, document.site.menus), languages


def _outermost(document: Document) -> list[etree._Element]:
    """Candidates for menus: navigation elements and lists inside no other candidate, without breadcrumbs.

    What a page calls its header, menu or footer is a candidate too, where it has neither inside.
    """
    found: dict[etree._Element, None] = {}
    taken: set[etree._Element] = set()
    for element in _CONTAINERS(document.root):
        if any(above in taken for above in element.iterancestors()):
            continue
        if any(word in _names_of(element) for word in NO_MENUS):
            taken.add(element)
            continue
        if element.tag not in LISTS and element.xpath("boolean(descendant::nav)"):
            continue
        taken.add(element)
        found[element] = None
    # A list inside a menu made of other elements is only a part of it.
    marked = [element for element in document.passed_over if element.tag not in ("button", "form")]
    for element in (*marked, *_HEADERS(document.root), *_FOOTERS(document.root)):
        if element in taken or any(above in taken for above in element.iterancestors()):
            continue
        if any(word in _names_of(element) for word in NO_MENUS) or element.xpath("boolean(descendant::h1)"):
            continue
        parts = [each for each in element.iterdescendants() if each in found]
        if any(part.tag not in LISTS for part in parts) or not _ANCHORS(element):
            continue
        if parts and sum(len(_ANCHORS(part)) for part in parts) == len(_ANCHORS(element)):
            continue
        for part in parts:
            del found[part]
        taken.add(element)
        found[element] = None
    return list(found)


def _names_of(element: etree._Element) -> str:
    names = element.get("class"), element.get("id"), element.get("aria-label")
    return " ".join(filter(None, names)).lower()


def _named_languages(root: etree._Element) -> list[etree._Element]:
    """Elements whose links are nothing but names of languages, two or more."""
    #: By element whether it holds nothing but languages; None where it has one link.
    judged: dict[etree._Element, bool | None] = {}
    for anchor in _ANCHORS(root):
        if label_of(anchor).casefold() not in LANGUAGES:
            continue
        for above in anchor.iterancestors():
            if above not in judged:
                judged[above] = _names_languages(above)
            if judged[above] is not None:
                break
    return [element for element, languages in judged.items() if languages]


def _names_languages(element: etree._Element) -> bool | None:
    """Whether the links in ``element`` are nothing but names of languages; None where there is only one."""
    links = (each for each in element.iterdescendants("a") if each.get("href") is not None)
    anchors = list(islice(links, _MOST_LANGUAGES + 1))
    if len(anchors) < 2:
        return None
    if len(anchors) > _MOST_LANGUAGES:
        return False
    return all(label_of(each).casefold() in LANGUAGES for each in anchors)


def _unmarked(document: Document, skipped: frozenset[etree._Element]) -> list[Node]:
    """The main menu of a page that marks none: the largest part before the title with known entries."""
    places = document.site.menus.places
    # No part of the menu: the page's frame, and whatever has its title inside.
    frames = {above for title in document.root.iter("h1") for above in title.iterancestors()}
    frames.update(document.root.iter("body", "html", "main", "article"))
    parts: dict[etree._Element, etree._Element | None] = {}
    tried: set[etree._Element] = set()
    best: list[Node] = []
    most = _FEWEST_KNOWN - 1
    for anchor in _ANCHORS(document.root):
        if fold_spelling(label_of(anchor)) not in places:
            continue
        frame = _largest_outside(frames, anchor, parts)
        if frame is None or frame in tried:
            continue
        tried.add(frame)
        nodes = without_strays(MenuReader(document, skipped).read(frame), document.site.menus)
        known = sum(1 for root in nodes for node in root.walk() if fold_spelling(node.label) in places)
        if known > most and 2 * known >= size(nodes):
            most, best = known, nodes
    return best


def _largest_outside(
    frames: set[etree._Element], anchor: etree._Element, known: dict[etree._Element, etree._Element | None]
) -> etree._Element | None:
    """The largest element around ``anchor`` below all ``frames``; ``known`` has those found before."""
    passed: list[etree._Element] = []
    largest: etree._Element | None = None
    for above in anchor.iterancestors():
        if above in known:
            largest = known[above] if known[above] is not None else largest
            break
        if above in frames:
            break
        passed.append(above)
        largest = above
    known.update(dict.fromkeys(passed, largest))
    return largest


def _in_footer(element: etree._Element) -> bool:
    return any(region_of(above) == "footer" for above in (element, *element.iterancestors()))


def _worth(document: Document, nodes: list[Node], container: etree._Element) -> int:
    """How much a forest looks like the main menu: its size, known entries counting double.

    A list inside the article is worth nothing, however long.
    """
    chain = (container, *container.iterancestors())
    navigation = any(region_of(above) in ("navigation", "banner") for above in chain)
    if not navigation and any(above.tag in ("main", "article") for above in chain):
        return 0
    ref = document.site.menus.ref
    known = sum(1 for root in nodes for node in root.walk() if ref(node.label, [node.label]) is not None)
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
    own = document.site.identity(document.url)
    if own is None or len(anchors) < 2:
        return False
    same = [document.site.identity(document.absolute(anchor.get("href") or "") or "") for anchor in anchors]
    return all(identity is not None and identity.number == own.number for identity in same)


def _flat(document: Document, container: etree._Element) -> list[Node]:
    return [
        Node(label_of(anchor), address_in(document, anchor))
        for anchor in _ANCHORS(container)
        if label_of(anchor)
    ]
