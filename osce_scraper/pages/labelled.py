"""Values that stand behind a label ("Issued by:"), wherever on the page and in whatever markup."""

import re
from dataclasses import dataclass, field

from lxml import etree

from osce_scraper.pages.blocks import Block, Link, Time, fold, text_of
from osce_scraper.pages.columns import cells_below
from osce_scraper.sites import Site
from osce_scraper.vocabulary import Label, section_heading, split_names

#: A value of a label is a name or a date; what is longer is a paragraph.
_LONGEST_VALUE = 160
#: Names of several offices that run one event may take more.
_LONGEST_FIRST_VALUE = 400
#: A line of a label with its value.
_LONGEST_LINE = 200
#: Labels that event pages have without a colon, in plain text too; menus do not use these words.
_OF_EVENTS = frozenset([Label.WHEN, Label.WHERE, Label.ORGANIZED_BY])
#: Labels whose value is a name, be it long.
_OF_NAMES = frozenset([Label.ISSUED_BY, Label.ORGANIZED_BY, Label.WHERE, Label.PLACE])
#: Where a further label may begin inside a line: behind a mark or space, or a capital glued to a value.
_LABEL_OPENING = re.compile(r"[\s|·•;,–—]+(?=[^\W\d_])|(?<=[^\W_A-ZА-ЯІЇЄ])(?=[A-ZА-ЯІЇЄ])")
#: Elements that a label may have to itself inside a line.
_INLINE = frozenset(["b", "strong", "span", "em", "i", "u", "font", "small"])
_SENTENCE_END = re.compile(r"[.!?…][”\"»)]?$")
_ABBREVIATION_END = re.compile(r"(?:\b\w\.|\b(?:Sept?|Oct|Nov|Dec|Jan|Feb|Mar|Apr|Aug|Dr|St|No|[Гг]|р|ж)\.)$")


@dataclass(slots=True)
class Value:
    """One value of a label, as written; ``link`` is the link that carries it."""

    text: str
    at: int
    link: Link | None = None


@dataclass(slots=True)
class Labelled:
    """A label and its values; ``label_at`` and each value's ``at`` are indexes of blocks."""

    label: Label
    label_at: int
    values: list[Value] = field(default_factory=list)
    times: list[Time] = field(default_factory=list)

    def blocks(self) -> set[int]:
        """Indexes of all blocks that the label and its values take."""
        return {self.label_at, *(value.at for value in self.values), *self.extra}

    extra: set[int] = field(default_factory=set)


def find_labelled(blocks: list[Block], site: Site, *, plain: bool) -> list[Labelled]:
    """Every label of ``blocks`` with its values, in their order; navigation and footers are left out.

    In plain text a label needs its colon, since menus use the same words without one. In HTML it does so
    only where it is a link: a menu entry, not a label.
    """
    marks: dict[int, tuple[Label, str]] = {}
    for at, block in enumerate(blocks):
        if block.region in ("figure", "navigation") or not block.text:
            continue
        found = _label_of(block, site, plain=plain)
        if found is not None:
            marks[at] = found
    result: list[Labelled] = []
    below = cells_below(blocks, [at for at, (_, rest) in marks.items() if not rest])
    for at, (label, rest) in marks.items():
        if at in below:
            result.append(_of_cell(blocks, at, label, below[at]))
        elif ":" in rest and (row := _in_a_row(blocks[at], at, label, rest, site)):
            result.extend(row)
        else:
            result.append(_with_values(blocks, at, rest, marks, site, plain=plain))
    return result


def _of_cell(blocks: list[Block], at: int, label: Label, below: list[int]) -> Labelled:
    """The label at the head of a column, with the values in the cell below."""
    result = Labelled(label, at, extra=set(below))
    for index in below:
        block = blocks[index]
        result.times.extend(block.times)
        if block.links and block.is_only_links:
            result.values.extend(Value(link.text, index, link) for link in block.links if link.text)
        else:
            result.values.append(Value(block.text, index))
    return result


def _in_a_row(block: Block, at: int, label: Label, rest: str, site: Site) -> list[Labelled]:
    """The labels of a block that holds several of them, each with its value; empty where it holds one.

    "Issued on: 1 July 2026 | Issued by: X | Fields of work: Y" may stand in one line, with or without marks
    or spaces between value and label.
    """
    pairs: list[tuple[Label, str]] = []
    begin = 0
    for opening in _LABEL_OPENING.finditer(rest):
        found = site.labels.split(rest[opening.end() :]) if opening.end() > begin else None
        if found is not None:
            pairs.append((label, rest[begin : opening.start()]))
            label, begin = found[0], rest.index(":", opening.end()) + 1
    if not pairs:
        return []
    pairs.append((label, rest[begin:]))
    row: list[Labelled] = []
    for each, text in pairs:
        value = text.strip(" |·•;,–—")
        labelled = Labelled(each, at)
        if each in (Label.ISSUED_ON, Label.UPDATED_ON, Label.WHEN):
            labelled.times = [time for time in block.times if time.text and time.text in value]
            links = []
        else:
            links = [link for link in block.links if link.text and link.text in value]
        labelled.values = [Value(link.text, at, link) for link in links] or (
            [Value(value, at)] if value else []
        )
        row.append(labelled)
    return row


def _label_of(block: Block, site: Site, *, plain: bool) -> tuple[Label, str] | None:
    text = block.text
    colon = text.find(":", 0, 60)
    if colon < 0:
        colon = text.find("：", 0, 60)
    if colon >= 0:
        if any(text.startswith(link.text) and len(link.text) > colon for link in block.links):
            return None
        found = site.labels.split(text)
        if found is not None and len(found[1]) <= 3 * _LONGEST_VALUE and not _is_sentence(found[1]):
            return found
        return None
    beside = _label_in_element(block, site) if len(text) < _LONGEST_LINE else None
    if beside is not None:
        return beside
    if block.links or len(text) > 40 or (block.kind == "paragraph" and not plain):
        return None
    meaning = site.labels.meaning(text)
    if meaning is None or (plain and meaning not in _OF_EVENTS):
        return None
    return meaning, ""


def _label_in_element(block: Block, site: Site) -> tuple[Label, str] | None:
    """A label without its colon in an element of its own, with the value beside it in the same line.

    Without a colon only a value that can be no other text is one: a date, or names that are known.
    """
    element = block.element
    if element is None or not len(element):
        return None
    first = element[0]
    if first.tag not in _INLINE or (element.text or "").strip() or first.find(".//a") is not None:
        return None
    name = text_of(first)
    label = site.labels.meaning(name)
    rest = block.text[len(name) :].strip(" :–—|")
    if label is None or not rest or not block.text.startswith(name) or len(rest) > _LONGEST_VALUE:
        return None
    if label in (Label.ISSUED_ON, Label.UPDATED_ON):
        known = len(rest) < 40 and any(character.isdigit() for character in rest)
    else:
        names = [link.text for link in block.links]
        known = site.is_known_name(rest) or (names != [] and all(map(site.is_known_name, names)))
    return (label, rest) if known else None


def _is_sentence(text: str) -> bool:
    return (
        len(text) > 60 and _SENTENCE_END.search(text) is not None and _ABBREVIATION_END.search(text) is None
    )


def _with_values(
    blocks: list[Block], at: int, rest: str, marks: dict[int, tuple[Label, str]], site: Site, *, plain: bool
) -> Labelled:
    own, label = blocks[at], marks[at][0]
    result = Labelled(label, at, times=list(own.times))
    if rest or own.times:
        links = [link for link in own.links if link.text and link.text in rest]
        if links and label not in (Label.ISSUED_ON, Label.UPDATED_ON):
            result.values.extend(Value(link.text, at, link) for link in links)
        elif rest:
            result.values.append(Value(rest, at))
        return result
    wrapper = _wrapper(blocks, at, marks)
    for index in range(at + 1, min(at + 40, len(blocks))):
        block = blocks[index]
        if index in marks or block.kind == "heading" or block.region == "figure":
            break
        inside = wrapper is not None and block.element is not None and _within(block.element, wrapper)
        if wrapper is not None and not inside:
            break
        if not _is_value(block, label, site, first=not result.values, inside=inside, plain=plain):
            break
        result.times.extend(block.times)
        result.extra.add(index)
        if block.links and block.is_only_links:
            result.values.extend(Value(link.text, index, link) for link in block.links if link.text)
        elif block.text:
            result.values.append(Value(block.text, index, block.links[0] if len(block.links) == 1 else None))
    return result


def _is_value(block: Block, label: Label, site: Site, *, first: bool, inside: bool, plain: bool) -> bool:
    text = block.text
    if not text:
        return bool(block.times)
    if len(text) > _LONGEST_VALUE:
        named = first and plain and label in _OF_NAMES and len(text) <= _LONGEST_FIRST_VALUE
        return (named and not _is_sentence(text)) or _is_list_of_names(text, label, site)
    if _is_sentence(text):
        return False
    if section_heading(text) is not None:
        return False
    if label in (Label.ISSUED_ON, Label.UPDATED_ON, Label.WHEN):
        return any(character.isdigit() for character in text)
    if inside or block.kind == "item" or block.is_only_links:
        return True
    return first or site.is_known_name(text)


def _is_list_of_names(text: str, label: Label, site: Site) -> bool:
    """Whether a long text is nothing but names with commas between them, most of which are known."""
    find = site.offices.find if label is Label.ISSUED_BY else site.fields.find
    names = split_names(text, find) if len(text) < 2000 else []
    known = sum(1 for name in names if find(name) is not None)
    return len(names) > 2 and 2 * known > len(names)


def _wrapper(blocks: list[Block], at: int, marks: dict[int, tuple[Label, str]]) -> etree._Element | None:
    """The element that holds the label of block ``at`` together with its values, and nothing else.

    It is the nearest ancestor with more blocks than the label, unless that one holds other labels, headings
    or paragraphs too: then only the order of the blocks says where the values end.
    """
    label_element = blocks[at].element
    if label_element is None:
        return None
    following = blocks[at + 1] if at + 1 < len(blocks) else None
    if following is None or following.element is None:
        return None
    for ancestor in (label_element, *label_element.iterancestors()):
        if not _within(following.element, ancestor):
            continue
        for index in range(at + 1, min(at + 40, len(blocks))):
            element = blocks[index].element
            if element is None or not _within(element, ancestor):
                return ancestor
            if index in marks or blocks[index].kind == "heading" or _is_sentence(blocks[index].text):
                return None
        return ancestor if at + 40 >= len(blocks) else None
    # The label stands alone in its field: the value is missing, or it follows in an element of its own.
    return None


def _within(element: etree._Element, ancestor: etree._Element) -> bool:
    return element is ancestor or any(above is ancestor for above in element.iterancestors())


def values_of(labelled: list[Labelled], label: Label) -> list[Value]:
    """All values of ``label``, each text once."""
    seen: set[str] = set()
    found: list[Value] = []
    for each in labelled:
        if each.label is label:
            for value in each.values:
                text = fold(value.text)
                if text and text.casefold() not in seen:
                    seen.add(text.casefold())
                    found.append(Value(text, value.at, value.link))
    return found
