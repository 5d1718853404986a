"""Pages that nest without an end: tags that are opened and never closed, on purpose or not.

What asks for the elements around each element would take minutes for them. libxml2 stops at such a page; here
it is read with its nesting taken off, texts and their order kept.
"""

from typing import Final

from lxml import etree

#: Elements nested in each other that a page is left with: some eight times what any known page has. A page is
#: unnested only where libxml2 stopped, at 256.
DEEPEST: Final = 200
#: Below that, elements that nest no deeper are left whole: paragraphs with their links, lists, tables.
_WHOLE: Final = 20
_STOPPED: Final = "Excessive depth"


def stopped_by_nesting(parser: etree.HTMLParser) -> bool:
    """Whether ``parser`` stopped in the page that it parsed last, because it nests too deeply."""
    log = parser.error_log
    return bool(log) and log[-1].message.startswith(_STOPPED)


def unnest(root: etree._Element) -> None:
    """Take elements out of each other that are nested deeper than ``DEEPEST``, in place.

    One that holds much below that level becomes the sibling before what it held, with its own text.
    Paragraphs, lists and tables stay whole. No text is lost, and none changes its place among the others.
    (What stands more than 2,048 levels deep is in no tree: libxml2 never goes deeper.)
    """
    heights, deepest = _measured(root)
    for element in deepest:
        if heights[element] > _WHOLE:
            _flatten(element, heights)


def _measured(root: etree._Element) -> tuple[dict[etree._Element, int], list[etree._Element]]:
    """How many levels each element has below it, and the elements at the deepest level allowed."""
    heights: dict[etree._Element, int] = {}
    deepest: list[etree._Element] = []
    open_heights: list[int] = []
    for event, element in etree.iterwalk(root, events=("start", "end")):
        if event == "start":
            open_heights.append(0)
            if len(open_heights) == DEEPEST:
                deepest.append(element)
            continue
        heights[element] = open_heights.pop()
        if open_heights:
            open_heights[-1] = max(open_heights[-1], heights[element] + 1)
    return heights, deepest


def _flatten(holder: etree._Element, heights: dict[etree._Element, int]) -> None:
    """Make everything below ``holder`` that is not left whole its child, in the order of the page."""
    waiting: list[etree._Element | str] = [*_taken_out(holder)]
    last: etree._Element | None = None
    while waiting:
        part = waiting.pop()
        if isinstance(part, str):
            if last is None:
                holder.text = (holder.text or "") + part
            else:
                last.tail = (last.tail or "") + part
            continue
        if part.tail:
            waiting.append(part.tail)
            part.tail = None
        if heights[part] > _WHOLE:
            waiting.extend(_taken_out(part))
        holder.append(part)
        last = part


def _taken_out(element: etree._Element) -> list[etree._Element]:
    """The children of ``element``, taken out of it, the last first."""
    children = list(element)[::-1]
    for child in children:
        element.remove(child)
    return children
