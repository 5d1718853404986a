"""Tables with their labels in one row and the values in the row below."""

from collections.abc import Sequence

from lxml import etree

from osce_scraper.pages.blocks import Block

_CELLS = ("td", "th")
#: Elements between a cell and the text of a label in it.
_NEAR = 4


def cells_below(blocks: Sequence[Block], labels: Sequence[int]) -> dict[int, list[int]]:
    """By label the blocks in the cell below it, for labels of which a row holds two or more.

    ``labels`` are indexes of ``blocks`` that are labels without a value beside them. A row that says anything
    else between its labels is left out, and so is one with a value missing.
    """
    rows: dict[etree._Element, list[int]] = {}
    for at in labels if len(labels) > 1 else ():
        cell = _cell_of(blocks[at])
        row = None if cell is None else cell.getparent()
        if row is not None:
            rows.setdefault(row, []).append(at)
    found: dict[int, list[int]] = {}
    for row, heads in rows.items():
        if len(heads) < 2 or len(heads) != len(row):
            continue
        following = _row_below(row)
        if following is None or len(following) != len(row):
            continue
        inside: dict[int, list[int]] = {}
        for at in range(heads[-1] + 1, min(heads[-1] + 1 + 10 * len(heads), len(blocks))):
            cell = _cell_of(blocks[at])
            if cell is None or cell.getparent() is not following:
                break
            inside.setdefault(following.index(cell), []).append(at)
        if len(inside) == len(heads):
            found.update((at, inside[column]) for column, at in enumerate(heads))
    return found


def _row_below(row: etree._Element) -> etree._Element | None:
    """The row behind ``row``, in the table's body where ``row`` is alone in its head."""
    following = row.getnext()
    head = row.getparent()
    if following is None and head is not None and head.tag == "thead":
        body = head.getnext()
        return body[0] if body is not None and len(body) else None
    return following


def _cell_of(block: Block) -> etree._Element | None:
    """The table cell that ``block`` stands in, if it stands in one."""
    if block.element is None:
        return None
    element: etree._Element | None = block.element
    for _ in range(_NEAR):
        if element is None or element.tag in _CELLS:
            return element
        element = element.getparent()
    return None
