"""A page as the sequence of texts a reader sees: one block a heading, paragraph, list item or cell.

Wrappers, class names and inline markup do not matter here, so whatever is read from blocks survives a
change of markup. Plain text (as text extractors leave it) becomes blocks too, and is read by the same rules.
"""

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal

from lxml import etree

from osce_scraper.lang.characters import composed
from osce_scraper.pages.regions import TAGS, Region, is_hidden, meaning_of, region_of
from osce_scraper.vocabulary import split_label

Kind = Literal["heading", "paragraph", "item", "term", "cell", "caption", "text"]


@dataclass(slots=True)
class Link:
    """A link inside a block: its address as written and its text."""

    href: str
    text: str
    element: etree._Element


@dataclass(slots=True)
class Time:
    """A `<time>` element inside a block: its ``datetime`` attribute and its text."""

    datetime: str
    text: str


@dataclass(slots=True)
class Picture:
    """An `<img>`: the index of the block that it stands before or in, and its region."""

    element: etree._Element
    at: int
    region: Region


@dataclass(slots=True, eq=False)
class Part:
    """An element of the page: the stretch of blocks ``begin`` to ``end`` inside it, and what is around."""

    element: etree._Element
    around: "Part | None"
    begin: int
    end: int = 0


@dataclass(slots=True, eq=False)
class Block:
    """One piece of text, white space folded, and the element that holds it (None in plain text)."""

    text: str
    kind: Kind
    region: Region
    element: etree._Element | None = None
    level: int = 0
    links: list[Link] = field(default_factory=list)
    times: list[Time] = field(default_factory=list)
    part: Part | None = None

    @property
    def is_only_links(self) -> bool:
        """Whether the text is nothing but the text of links."""
        if not self.links or not self.text:
            return False
        linked = sum(len(link.text) for link in self.links)
        return linked >= len(self.text) - 2 * len(self.links)


#: Elements whose content no reader sees as text of the page.
_UNSEEN = frozenset(
    ["script", "style", "noscript", "template", "svg", "iframe", "object", "video", "audio", "canvas", "map",
     "select", "option", "dialog", "datalist", "textarea", "input", "head", "title", "math"]
)  # fmt: skip
_KINDS: dict[str, Kind] = {
    **dict.fromkeys(["h1", "h2", "h3", "h4", "h5", "h6"], "heading"),
    **dict.fromkeys(["p", "blockquote", "pre", "q-block"], "paragraph"),
    **dict.fromkeys(["li", "dd"], "item"),
    **dict.fromkeys(["dt", "label", "legend", "summary"], "term"),
    **dict.fromkeys(["td", "th"], "cell"),
    **dict.fromkeys(["figcaption", "caption"], "caption"),
    **dict.fromkeys(
        ["div", "section", "article", "main", "header", "footer", "aside", "nav", "ul", "ol", "dl", "table",
         "tbody", "thead", "tfoot", "tr", "form", "fieldset", "figure", "address", "body", "html", "hr",
         "details", "center", "button", "hgroup", "search", "menu", "dir", "frameset"],
        "text",
    ),
}  # fmt: skip
#: Elements that take over the kind of a block from the element around them (`<li><p>` is an item).
_KEEPS_OUTER = frozenset(["p", "div", "section", "article"])
_OUTER_KINDS = frozenset(["item", "caption", "term", "heading"])
#: Regions that hold nothing of an article; they are read for menus alone.
_PASSED_OVER = frozenset(["navigation", "footer"])
#: In these a button opens what follows.
_NAMES_PANEL = frozenset(["heading", "term"])
_BREAK = "\x00"


def fold(text: str) -> str:
    """``text`` with white space of every kind folded to single spaces, ``composed``."""
    folded = " ".join(text.split())
    return folded if folded.isascii() else composed(folded).strip()


def text_of(element: etree._Element) -> str:
    """All text inside ``element``, folded."""
    return fold("".join(str(text) for text in element.itertext()))


@dataclass(slots=True)
class Walked:
    """What one pass over a page gave, each list in the order of the document."""

    blocks: list[Block] = field(default_factory=list)
    #: Menus and footers, whose texts are not among the blocks.
    passed_over: list[etree._Element] = field(default_factory=list)
    images: list[Picture] = field(default_factory=list)
    #: The links outside menus and footers.
    anchors: list[etree._Element] = field(default_factory=list)
    #: Whether an inline element is named a tooltip.
    has_tooltips: bool = False


def _is_picture_with_words(element: etree._Element) -> bool:
    """Whether a `<span>` in a paragraph is a picture with its caption, by its names and what it holds."""
    return meaning_of(element) == "figure" and next(element.iter("img"), None) is not None


def html_blocks(root: etree._Element) -> Walked:
    """The blocks of a parsed page below ``root``, with its pictures and the menus that were passed over.

    Two line breaks in a row end a paragraph, as does every block element. Where nothing of a page is left to
    see, what seemed hidden or a menu was never closed: then all of it is read.
    """
    walk = _Walk()
    walk.run(root)
    if not any(block.region == "content" for block in walk.blocks):
        menus = walk.passed_over
        walk = _Walk(everything=True)
        walk.run(root)
        walk.passed_over = menus
    return Walked(walk.blocks, walk.passed_over, walk.images, walk.anchors, walk.has_tooltips)


#: Text that was struck out, and what may be the mark of a note.
_NOTES_AND_WITHDRAWN = frozenset(["del", "s", "strike", "sup"])
_LONGEST_WITHDRAWN = 300
_NOTE_MARK = re.compile(r"[\[(]?\d{1,3}[\])]?(?:, ?\d{1,3})*|[*†‡§]+")
#: A short word before a raised number: a unit, a variable, a power of ten.
_RAISES = re.compile(r"(?:(?<![^\W_])(?:[^\W\d_]{1,2}|10)|[)\]])$")


def _is_not_text(element: etree._Element, before: list[str]) -> bool:
    """Whether an element is struck out, or the mark of a note behind the text ``before``."""
    text = text_of(element)
    if element.tag != "sup":
        return len(text) <= _LONGEST_WITHDRAWN
    last = before[-1] if before else ""
    if not _NOTE_MARK.fullmatch(text) or not last.strip() or last == _BREAK:
        return False
    return last[-1].isspace() or _RAISES.search(last[-4:]) is None


class _Walk:
    """State of one pass over a page."""

    __slots__ = (
        "anchors",
        "blocks",
        "everything",
        "has_tooltips",
        "images",
        "inside",
        "kinds",
        "link_begins",
        "links",
        "open_links",
        "parts",
        "passed_over",
        "regions",
        "time_begins",
        "times",
    )

    def __init__(self, *, everything: bool = False) -> None:
        self.everything = everything
        self.blocks: list[Block] = []
        self.passed_over: list[etree._Element] = []
        self.anchors: list[etree._Element] = []
        self.has_tooltips = False
        self.images: list[Picture] = []
        self.parts: list[str] = []
        self.links: list[Link] = []
        self.times: list[Time] = []
        #: Where in ``parts`` each link and each time begins.
        self.link_begins: list[int] = []
        self.time_begins: list[int] = []
        self.open_links: list[tuple[etree._Element, int]] = []
        #: The elements that are open, as parts.
        self.inside: list[Part] = []
        self.kinds: list[Kind] = []
        self.regions: list[Region] = ["content"]

    def run(self, root: etree._Element) -> None:
        walker = etree.iterwalk(root, events=("start", "end"))
        parts = self.parts
        opened: list[bool] = []  # per open element: is it a block
        preformatted = 0  # open <pre>: their lines count
        for event, element in walker:
            tag = element.tag
            if event == "start":
                if not isinstance(tag, str) or tag in _UNSEEN:
                    walker.skip_subtree()
                    opened.append(False)
                    continue
                attributes = element.keys()
                if attributes and not self.everything and is_hidden(element, attributes):
                    walker.skip_subtree()
                    opened.append(False)
                    continue
                kind = _KINDS.get(tag)
                if kind is None and tag == "span" and attributes and _is_picture_with_words(element):
                    kind = "caption"
                if kind is not None and not (
                    tag == "button" and self.kinds and self.kinds[-1] in _NAMES_PANEL
                ):
                    region = region_of(element) if attributes or tag in TAGS else None
                    if region in _PASSED_OVER and not self.everything:
                        self._flush()
                        self.passed_over.append(element)
                        walker.skip_subtree()
                        opened.append(False)
                        continue
                    self._open_block(element, tag, kind)
                    self.regions.append("content" if self.everything else region or self.regions[-1])
                    opened.append(True)
                    preformatted += tag == "pre"
                else:
                    opened.append(False)
                    if "class" in attributes and "tooltip" in (element.get("class") or ""):
                        self.has_tooltips = True
                    if tag == "img":
                        self.images.append(Picture(element, len(self.blocks) + bool(parts), self.regions[-1]))
                    elif tag == "br":
                        parts.append(_BREAK)
                    elif tag == "a":
                        if element.get("href") is not None:
                            # A link in a link that was never closed: as in browsers, the outer one ends here.
                            if self.open_links:
                                self._close_link()
                            self.open_links.append((element, len(parts)))
                            self.anchors.append(element)
                    elif tag in _NOTES_AND_WITHDRAWN and _is_not_text(element, parts):
                        walker.skip_subtree()
                        continue
                    elif tag == "time":
                        self.times.append(Time(element.get("datetime") or "", text_of(element)))
                        self.time_begins.append(len(parts))
                if element.text:
                    if preformatted:
                        parts.extend(_lines(element.text))
                    else:
                        parts.append(element.text)
            else:
                is_block = opened.pop()
                if is_block:
                    self._flush()
                    self.inside.pop().end = len(self.blocks)
                    self.kinds.pop()
                    self.regions.pop()
                    preformatted -= tag == "pre"
                elif tag == "a" and self.open_links and self.open_links[-1][0] is element:
                    self._close_link()
                if element is not root and element.tail:
                    if preformatted:
                        parts.extend(_lines(element.tail))
                    else:
                        parts.append(element.tail)
        self._flush()

    def _open_block(self, element: etree._Element, tag: str, kind: Kind) -> None:
        self._flush()
        if self.kinds and tag in _KEEPS_OUTER and self.kinds[-1] in _OUTER_KINDS:
            kind = self.kinds[-1]
        self.inside.append(Part(element, self.inside[-1] if self.inside else None, len(self.blocks)))
        self.kinds.append(kind)

    def _close_link(self) -> None:
        element, begin = self.open_links.pop()
        text = fold("".join(self.parts[begin:]).replace(_BREAK, " "))
        if text:
            self.links.append(Link(element.get("href") or "", text, element))
            self.link_begins.append(begin)

    def _flush(self) -> None:
        parts = self.parts
        if not parts and not self.links and not self.times:
            return
        for at, (element, begin) in enumerate(self.open_links):
            # A link that wraps several blocks belongs to each of them.
            text = fold("".join(parts[begin:]).replace(_BREAK, " "))
            if text:
                self.links.append(Link(element.get("href") or "", text, element))
                self.link_begins.append(begin)
            self.open_links[at] = (element, 0)
        raw = "".join(parts)
        links, self.links = self.links, []
        times, self.times = self.times, []
        link_begins, self.link_begins = self.link_begins, []
        time_begins, self.time_begins = self.time_begins, []
        last_lines: list[int] = []
        broken: list[int] = []
        if _BREAK in raw and self.kinds and self.kinds[-1] == "heading":
            raw = raw.replace(_BREAK, " ")
        if _BREAK in raw:
            lines_count = not self.kinds or self.kinds[-1] != "paragraph"
            pieces, last_lines = _split_at_breaks(raw, lines_count=lines_count)
            broken = [at for at, part in enumerate(parts) if part == _BREAK]
        else:
            text = fold(raw)
            pieces = [text] if text else []
        parts.clear()
        if not pieces:
            if times:
                pieces = [""]
            elif links and any(link.text for link in links):
                pieces = [" ".join(link.text for link in links)]
            else:
                return
        part = self.inside[-1] if self.inside else None
        holder = None if part is None else part.element
        kind = self.kinds[-1] if self.kinds else "text"
        level = (
            int(holder.tag[1]) if kind == "heading" and holder is not None and holder.tag[1:].isdigit() else 0
        )
        region = self.regions[-1]
        if len(pieces) == 1:
            self.blocks.append(Block(pieces[0], kind, region, holder, level, links, times, part))
            return
        blocks = [Block(piece, kind, region, holder, level, part=part) for piece in pieces]
        for link, begin in zip(links, link_begins, strict=True):
            own = blocks[_piece_at(bisect_left(broken, begin), last_lines)]
            if link.text in own.text:
                own.links.append(link)
        for time, begin in zip(times, time_begins, strict=True):
            own = blocks[_piece_at(bisect_left(broken, begin), last_lines)]
            if time.text and time.text in own.text:
                own.times.append(time)
        self.blocks.extend(blocks)


def _lines(text: str) -> Iterator[str]:
    """The lines of a preformatted text, with a break before each but the first."""
    for number, line in enumerate(text.replace("\r\n", "\n").split("\n")):
        if number:
            yield _BREAK
        yield line


def _piece_at(line: int, last_lines: list[int]) -> int:
    """Which piece holds the line: the first that does not end before it."""
    return min(bisect_left(last_lines, line), len(last_lines) - 1)


#: Lines as short as these, side by side outside a paragraph, are a list of names.
_SHORT_LINE = 90


def _split_at_breaks(raw: str, *, lines_count: bool) -> tuple[list[str], list[int]]:
    """Paragraphs of a text with line breaks: two end one; a single one only a line with a label.

    ``lines_count``: outside paragraphs (in a cell, a list item) short lines stand for themselves. Of each
    paragraph the number of its last line is given too, counted by breaks from 0.
    """
    pieces: list[str] = []
    last_lines: list[int] = []
    for numbered in _between_empty_lines(raw):
        lines = [(number, folded) for number, line in numbered if (folded := fold(line))]
        if lines_count and all(len(line) < _SHORT_LINE for _, line in lines):
            pieces.extend(line for _, line in lines)
            last_lines.extend(number for number, _ in lines)
            continue
        paragraph: list[str] = []
        length = last = 0
        for number, line in lines:
            label_ends = length < 40 and bool(paragraph) and paragraph[-1].endswith(":")
            label_begins = (line.endswith(":") and len(line) < 60) or split_label(line) is not None
            if paragraph and (label_ends or label_begins):
                pieces.append(" ".join(paragraph))
                last_lines.append(last)
                paragraph, length = [], 0
            length += len(line) + bool(paragraph)
            paragraph.append(line)
            last = number
        if paragraph:
            pieces.append(" ".join(paragraph))
            last_lines.append(last)
    return pieces, last_lines


def _between_empty_lines(raw: str) -> Iterator[list[tuple[int, str]]]:
    """The lines of ``raw`` with their numbers, in runs that empty lines part."""
    run: list[tuple[int, str]] = []
    for number, line in enumerate(raw.split(_BREAK)):
        if line and not line.isspace():
            run.append((number, line))
        elif run:
            yield run
            run = []
    if run:
        yield run


_LIST_MARK = re.compile(r"^\s*(?:[-*•·‣▪–]|\d{1,2}[.)])(?:\s+|$)")
_MARKUP = re.compile(r"<(?:!doctype|html|head|body|div|p|h1|article|main|table|span|br|ul|a)\b[^<>]*>", re.I)


def is_markup(text: str) -> bool:
    """Whether ``text`` is HTML rather than the plain text of a page."""
    return _MARKUP.search(text[:20_000]) is not None or _MARKUP.search(text) is not None


def text_blocks(text: str) -> list[Block]:
    """The blocks of a page's plain text: one a line, list marks taken off; a mark alone opens nothing."""
    blocks: list[Block] = []
    for line in text.splitlines():
        mark = _LIST_MARK.match(line)
        folded = fold(line[mark.end() :] if mark else line)
        if folded:
            blocks.append(Block(folded, "item" if mark else "paragraph", "content"))
    return blocks
