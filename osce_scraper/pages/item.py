"""Which elements of a page are the item: evidence that adds up.

Candidates are elements, and the evidence is what they hold (sentences, links, headings, stories that they
link to), where they stand (beside the title, below an article), and what tag and names say. The core is the
element with most sentences; what stands around it below the title is judged part by part, and so is every
box inside it. Nothing is decided by one word.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import accumulate
from typing import Final

from lxml import etree

from osce_scraper.pages.blocks import Block, Part
from osce_scraper.pages.outline import Title, ends_sentence, is_prose, words
from osce_scraper.pages.regions import leads_elsewhere, meaning_of
from osce_scraper.vocabulary import section_heading

#: Elements that text flows through: what holds them is the candidate.
_FLOW: Final = frozenset(
    ["p", "li", "ul", "ol", "dl", "dd", "dt", "table", "thead", "tbody", "tr", "td", "th", "blockquote",
     "pre", "center", "h1", "h2", "h3", "h4", "h5", "h6", "figcaption", "details", "summary", "address"]
)  # fmt: skip
_FRAMES: Final = frozenset(["body", "main", "article", "section"])
#: How much a paragraph counts for the element that holds it, the one around that, and the next.
_SHARES: Final = (1.0, 0.5, 0.25)
#: What names of a part say against it.
_NAMED_AGAINST: Final = {
    "promotion": 6,
    "comments": 8,
    "aside": 5,
    "about": 4,
    "embedded": 6,
    "figure": 1,
    "navigation": 3,
    "search": 3,
    "share": 4,
    "consent": 5,
    "footer": 4,
}
#: What is tried for a part: inside the core, before it below the title, and elsewhere.
_INSIDE: Final = 2
_BEFORE: Final = 1
#: For what holds the title: the header of the item, with its lead.
_HEADER: Final = 2
#: So little that nobody would take it for text of the item.
_SURELY_NOT: Final = -3
#: Characters of a heading that is a lead rather than a label.
_LONG_HEADING: Final = 40
#: Characters of a text that is nearly surely an item of its own.
_LONG_TEXT: Final = 1_500
_NUMBER = re.compile(r"\d+|\b(?:odd|even|first|last)\b")


@dataclass(slots=True)
class Chosen:
    """What is the item: ``blocks`` belong to it, ``doubtful`` ones were left out on weak evidence."""

    blocks: list[int] = field(default_factory=list)
    doubtful: list[int] = field(default_factory=list)
    core: Part | None = None
    end: int = 0


class Evidence:
    """Sums over the blocks of a page, so that any element's evidence is a subtraction."""

    def __init__(self, blocks: Sequence[Block]) -> None:
        self.blocks = blocks
        linked = [min(sum(len(link.text) for link in block.links), len(block.text)) for block in blocks]
        prose = [is_prose(block) for block in blocks]
        self.is_prose = prose
        self._chars = [0, *accumulate(len(block.text) for block in blocks)]
        self._linked = [0, *accumulate(linked)]
        self._sentences = [0, *accumulate(prose)]
        self._prose = [
            0,
            *accumulate(
                len(block.text) - link if one else 0
                for block, link, one in zip(blocks, linked, prose, strict=True)
            ),
        ]
        self._teasers = [
            0,
            *accumulate(
                link > 20 and link * 5 >= len(block.text) * 4
                for block, link in zip(blocks, linked, strict=True)
            ),
        ]

    def chars(self, part: Part) -> int:
        """Characters in ``part``."""
        return self._chars[part.end] - self._chars[part.begin]

    def linked(self, part: Part) -> int:
        """Characters of links in ``part``."""
        return self._linked[part.end] - self._linked[part.begin]

    def prose(self, part: Part) -> int:
        """Characters of sentences outside links in ``part``."""
        return self._prose[part.end] - self._prose[part.begin]

    def sentences(self, part: Part) -> int:
        """Paragraphs of sentences in ``part``."""
        return self._sentences[part.end] - self._sentences[part.begin]

    def teasers(self, part: Part) -> int:
        """Lines in ``part`` that are the title of another page."""
        return self._teasers[part.end] - self._teasers[part.begin]


def choose(blocks: Sequence[Block], candidates: Sequence[int], title: Title | None) -> Chosen:
    """Which of ``candidates``, blocks behind the title, are text of the item."""
    title_at = title.at if title is not None else -1
    evidence = Evidence(blocks)
    core = _core(evidence, candidates, title_at)
    if core is None:
        return Chosen(list(candidates), end=len(blocks))
    return _Choice(evidence, core, title).run(candidates)


def _core(evidence: Evidence, candidates: Sequence[int], title_at: int) -> Part | None:
    """The element with most sentences, few links and a fitting place and name."""
    blocks = evidence.blocks
    weights: dict[Part, float] = {}
    held: dict[Part, int] = {}
    worth: dict[int, float] = {}
    containers: dict[int, Part] = {}
    for at in candidates:
        part, weight = blocks[at].part, _worth(evidence, at)
        if part is not None and weight:
            worth[at] = weight
            container = containers[at] = container_of(part)
            held[container] = held.get(container, 0) + 1
    lead = next(iter(worth), None)
    # A lead stands in an element of its own before the text and may be longer than it.
    if lead is not None and len(held) > 1 and held[containers[lead]] == 1:
        worth[lead] = 0.0
    another: Part | None = None
    for at in range(max(title_at, -1) + 1, len(blocks)):
        block = blocks[at]
        if block.kind == "heading" and block.level == 1 and block.part is not None:
            another = container_of(block.part)
        weight = worth.get(at, 0.0)
        if not weight:
            continue
        container = containers[at]
        if another is not None and another is not container:
            # What another main heading stands over.
            weight *= 0.3
        around: Part | None = container
        for share in _SHARES:
            if around is None:
                break
            weights[around] = weights.get(around, 0.0) + weight * share
            around = around.around
    best, most = None, 0.0
    for part, weight in weights.items():
        chars = evidence.chars(part)
        weight *= 1 - evidence.linked(part) / chars if chars else 0
        weight /= 1 + _named_against(part, title_at) / 2
        if part.element.tag in ("article", "main") or part.element.get("itemprop") == "articleBody":
            weight *= 1.2
        if weight > most:
            best, most = part, weight
    return best


def _named_against(part: Part, title_at: int) -> int:
    """The most that names of ``part`` and of what is around it say against it, up to what holds the title."""
    most = 0
    around: Part | None = part
    while around is not None and not around.begin <= title_at < around.end:
        meaning = meaning_of(around.element)
        if meaning is not None:
            most = max(most, _NAMED_AGAINST[meaning])
        around = around.around
    return most


def _worth(evidence: Evidence, at: int) -> float:
    """How much a block says that the element around it is the item: its length, if it is a sentence."""
    block = evidence.blocks[at]
    if block.part is None or not (
        evidence.is_prose[at] or (block.kind == "paragraph" and ends_sentence(block.text))
    ):
        return 0.0
    return len(block.text) * (1.0 if block.region == "content" else 0.3)


def container_of(part: Part) -> Part:
    """The part that the text in ``part`` flows through, such as the `<div>` around a list's item."""
    while part.around is not None and (
        part.element.tag in _FLOW
        # A wrapper of one paragraph.
        or (part.end - part.begin == 1 and part.element.tag not in _FRAMES)
    ):
        part = part.around
    return part


class _Choice:
    """The parts around a core, each judged once."""

    def __init__(self, evidence: Evidence, core: Part, title: Title | None) -> None:
        self.evidence = evidence
        self.core = core
        self.title = title.text if title is not None else ""
        self.title_at = title.at if title is not None else -1
        self.judged: dict[Part, int] = {}
        around_title = set(_up(evidence.blocks[self.title_at].part)) if self.title_at >= 0 else set()
        self.path = _up(core)
        self.levels = {part: level for level, part in enumerate(self.path)}
        # The element that holds title and core, and the article or main part that it stands in.
        self.shared = next(
            (at for at, part in enumerate(self.path) if part in around_title), len(self.path) - 1
        )
        landmark = next(
            (at for at, part in enumerate(self.path) if at >= self.shared and _is_landmark(part)), -1
        )
        self.in_article = landmark >= 0
        self.last = max(landmark, self.shared)

    def run(self, candidates: Sequence[int]) -> Chosen:
        """The candidates that belong to the item, and those that may."""
        blocks = self.evidence.blocks
        chosen = Chosen(core=self.core, end=self.path[self.last].end)
        scores = {at: self._score(part) for at in candidates if (part := blocks[at].part) is not None}
        chosen.blocks = self._fitting([at for at, score in scores.items() if score > 0])
        belongs = set(chosen.blocks)
        chosen.doubtful = [
            at
            for at, score in scores.items()
            if at not in belongs
            and (not blocks[at].links if score > 0 else score > _SURELY_NOT and not blocks[at].is_only_links)
        ]
        beyond = [at for at, score in scores.items() if score <= _SURELY_NOT and self._is_beyond(at)]
        kept, outside = (sum(len(blocks[at].text) for at in each) for each in (chosen.blocks, beyond))
        if outside > max(_LONG_TEXT, 2 * kept):
            # So much text is not beside the item: the frame is wrong.
            chosen.doubtful += beyond
        return chosen

    def _fitting(self, candidates: Sequence[int]) -> list[int]:
        """Those of ``candidates``, which stand in parts of the item, that are text."""
        blocks = self.evidence.blocks
        fitting: list[int] = []
        short: list[int] = []
        before: Part | None = None
        for at in candidates:
            part = blocks[at].part
            assert part is not None
            container = container_of(part)
            if at < self.core.begin and self._level_of(part) and not self._opens_text(at):
                continue
            if container is not self.core and not self._is_text(at) and self._level(part):
                # A line beside the text: it belongs to it between two paragraphs of the same element.
                if before is container:
                    short.append(at)
                elif blocks[at].kind == "heading" and len(blocks[at].text) >= _LONG_HEADING:
                    fitting.append(at)
                continue
            if before is container:
                fitting.extend(short)
            short.clear()
            fitting.append(at)
            before = container
        return fitting

    def _is_beyond(self, at: int) -> bool:
        """Whether a block is a sentence outside of what holds title and core, and no names say whose."""
        block = self.evidence.blocks[at]
        if block.part is None or not self.evidence.is_prose[at] or block.links:
            return False
        return self._level_of(block.part) > self.last and not _named_against(block.part, self.title_at)

    def _opens_text(self, at: int) -> bool:
        """Whether a block before the core is its lead rather than a line beside the title."""
        block = self.evidence.blocks[at]
        long = len(block.text) >= _LONG_HEADING and block.kind in ("paragraph", "heading")
        return long or self.evidence.is_prose[at]

    def _level_of(self, part: Part) -> int:
        each: Part | None = part
        while each is not None and each not in self.levels:
            each = each.around
        return self.levels[each] if each is not None else len(self.path)

    def _is_text(self, at: int) -> bool:
        block = self.evidence.blocks[at]
        return self.evidence.is_prose[at] or (
            block.kind == "paragraph" and (len(block.text) >= 40 or ends_sentence(block.text))
        )

    def _level(self, part: Part) -> int:
        """How far around the core the element is that holds ``part`` directly; 0 inside what was judged."""
        return self.levels.get(container_of(part), 0)

    def _score(self, part: Part) -> int:
        """How much speaks for the text in ``part``: the least of what is said of it and of all around it."""
        level = self._level_of(part)
        chain: list[Part] = []
        each: Part | None = part
        while each is not None and each not in self.levels:
            chain.append(each)
            each = each.around
        if level > self.last:
            return _SURELY_NOT
        if not chain:
            return 1
        outer = chain[-1]
        least = self._sibling(outer, level) if level else self._inside(outer)
        return min([least, *(self._inside(inner) for inner in chain[:-1])])

    def _inside(self, part: Part) -> int:
        """For a box inside what belongs to the item."""
        found = self.judged.get(part)
        if found is None:
            # What holds most of the text is no box in it.
            core = self.core
            most = part.begin >= core.begin and part.end <= core.end
            most = most and 2 * self.evidence.prose(part) > self.evidence.prose(core)
            plain = most or _says_nothing(part)
            found = 9 if plain else _INSIDE - self._against(part) + self._for(part)
            self.judged[part] = found
        return found

    def _sibling(self, part: Part, level: int) -> int:
        """For a part beside the core or beside what holds it."""
        found = self.judged.get(part)
        if found is None:
            found = self._for(part) - self._against(part) + self.in_article - (level > self.shared)
            if part.end <= self.core.begin:
                found += _BEFORE
            if part.begin <= self.title_at < part.end:
                found += _HEADER
            beside = self.path[level - 1]
            if self._has_other_title(part) == self._has_other_title(beside):
                found += _likeness(part.element, beside.element)
            if found > _SURELY_NOT and self.evidence.prose(part) > self.evidence.prose(self.core):
                # What says more than the core is not beside it.
                found = max(found, 1)
            self.judged[part] = found
        return found

    def _has_other_title(self, part: Part) -> bool:
        """Whether a main heading that is not the item's stands in ``part``, where its own is known."""
        blocks = self.evidence.blocks
        return self.title_at >= 0 and any(
            blocks[at].level == 1 and not self._shares_words(blocks[at].text)
            for at in range(max(part.begin, self.title_at + 1), part.end)
        )

    def _shares_words(self, heading: str) -> bool:
        own, others = set(words(self.title).split()), set(words(heading).split())
        return 2 * len(own & others) >= len(others)

    def _for(self, part: Part) -> int:
        evidence = self.evidence
        chars = evidence.chars(part)
        share = evidence.prose(part) / chars if chars else 0.0
        return (share >= 0.7) + (evidence.sentences(part) >= 2) + (share >= 0.5) - (share < 0.3)

    def _against(self, part: Part) -> int:
        evidence = self.evidence
        blocks = evidence.blocks
        element = part.element
        against = 0
        chars, sentences = evidence.chars(part), evidence.sentences(part)
        linked = evidence.linked(part)
        # What holds the title is of the item, whatever its names.
        meaning = None if part.begin <= self.title_at < part.end else meaning_of(element)
        if meaning is not None and (meaning != "promotion" or leads_elsewhere(element)):
            named = _NAMED_AGAINST[meaning]
            # A name is little against a text.
            is_text = meaning not in ("comments", "about") and sentences > 2 and 5 * linked < chars
            against += named // 2 if is_text else named
        if element.tag == "aside" or element.get("role") == "complementary":
            against += 5
        if chars and linked > 0.4 * chars:
            against += 2
        teasers = evidence.teasers(part)
        if teasers >= 2 and 2 * teasers >= sentences:
            against += 3
        first = next((blocks[at] for at in range(part.begin, part.end) if blocks[at].text), None)
        if first is not None and len(first.text) < 60 and section_heading(first.text) is not None:
            against += 5 if 2 * chars < evidence.chars(self.core) else 2
        if self._has_other_title(part):
            against += 3
        if sentences <= 2 and chars < 600 and _has_button(element):
            against += 3
        return against


def _is_teaser(block: Block) -> bool:
    linked = sum(len(link.text) for link in block.links)
    return linked > 20 and linked * 5 >= len(block.text) * 4


def _is_landmark(part: Part) -> bool:
    element = part.element
    return (
        element.tag in ("article", "main")
        or element.get("role") == "main"
        or element.get("itemprop") == "articleBody"
    )


def _says_nothing(part: Part) -> bool:
    """Whether an element inside the text is only its markup: a paragraph, a list, a table without a name."""
    element = part.element
    return (element.tag in _FLOW or element.tag == "div") and not element.attrib


def _has_button(element: etree._Element) -> bool:
    return any(
        (above := button.getparent()) is None or above.tag not in ("h2", "h3", "h4", "h5", "h6", "dt")
        for button in element.iter("button")
    )


def _likeness(one: etree._Element, other: etree._Element) -> int:
    """How much two elements are parts of one kind: the same tag, and the same class but for a number."""
    if one.tag != other.tag:
        return 0
    names, others = one.get("class"), other.get("class")
    if not names and not others:
        return 3 if one.tag == "section" else int(not one.attrib and not other.attrib)
    return 3 if names and others and _NUMBER.sub("", names) == _NUMBER.sub("", others) else 0


def _up(part: Part | None) -> list[Part]:
    found = []
    while part is not None:
        found.append(part)
        part = part.around
    return found
