"""What the outline of an article is, and how a text is judged: a sentence, a caption, furniture."""

import re
from dataclasses import dataclass, field
from functools import lru_cache

from osce_scraper.pages.blocks import Block, fold
from osce_scraper.pages.labelled import Labelled, Value
from osce_scraper.pages.words import CALL_OBJECTS, CALL_OPENINGS, FURNITURE, LEAD_INS
from osce_scraper.records import Dateline, ItemType
from osce_scraper.sites import Site
from osce_scraper.vocabulary import section_heading

_TERMINAL = re.compile(r"[.!?:;…։,][”“\"»«’‘')\]]*$")
#: Marks and quotes at the end of a sentence, at most.
_MARKS = 8
#: A credit such as "(OSCE/Jane Doe)" opening or closing a line makes it a caption.
_CREDIT = re.compile(
    r"\(?\s*(?:©\s*)?(?:Photo(?:\s+by)?:?\s*)?"
    r"\b(?:[A-ZА-ЯІЄ]{2,8}(?: [A-Z]{2,4})?|Reuters)\s?/\s?[^()]{2,80}\)"
)
#: What text extractors put in place of a picture.
_PICTURE_MARKS = ("![", "<image", "data:image/")
_LETTERS = re.compile(r"\w")
_PHOTO_WORDS = re.compile(
    r"(?:^|\s)(?:Photo details|View full size|Download photo|Read image description|Image description)\.?$",
    re.I,
)
#: Characters at the end that the longest of these words take, with the one before them.
_PHOTO_REACH = 40
_PHOTO_OPENING = re.compile(
    r"^(?:Photo(?:s|graph)?(?: credit| by|:)|Image(?::| credit)|©|Caption:|Фото:)", re.I
)


@dataclass(slots=True)
class Title:
    """The title and the strategy that found it; ``at`` is its block, or -1 when only the head holds it."""

    text: str
    strategy: str
    at: int


@dataclass(slots=True)
class Outline:
    """Where everything of the article stands; indexes are of ``Document.blocks``."""

    title: Title | None
    kind: tuple[str, ItemType, int] | None
    labelled: list[Labelled]
    unknown_kind: tuple[str, int] | None = None
    header: Dateline | None = None
    header_at: int = -1
    header_date: str | None = None
    header_offices: list[Value] = field(default_factory=list)
    """Offices that the lines beside the title name, without a label."""
    lead_at: list[int] = field(default_factory=list)
    body_at: list[int] = field(default_factory=list)
    paragraphs: list[str] = field(default_factory=list)
    paragraph_blocks: list[int] = field(default_factory=list)
    lead_strategy: str = "none"
    dateline: Dateline | None = None
    captions: list[int] = field(default_factory=list)
    left_out: list[int] = field(default_factory=list)
    """Sentences of the article's element that are not in the body, though they may belong there."""
    end_at: int = 0


def same_words(one: str, other: str) -> bool:
    """Whether two texts are the same but for case, quotes and white space."""
    # A paragraph and a title: nothing but their words counts, and no text has that many other signs.
    if len(one) > _LONGER * len(other) + _LONGER or len(other) > _LONGER * len(one) + _LONGER:
        return False
    return words(one) == words(other) != ""


_LONGER = 4
_NOT_WORDS = re.compile(r"[\W_]+")


# A title is compared with every block of its page.
@lru_cache(maxsize=64)
def words(text: str) -> str:
    """The words of ``text`` in lower case, one space between them."""
    return _NOT_WORDS.sub(" ", text.casefold()).strip()


def ends_sentence(text: str) -> bool:
    """Whether ``text`` ends with a mark that ends a sentence or a part of one, quotes and brackets aside."""
    return _TERMINAL.search(text, max(len(text) - _MARKS, 0)) is not None


def is_prose(block: Block) -> bool:
    """Whether a block reads as sentences: long enough and closed by a mark, or very long."""
    text = block.text
    if len(text) < 60 or (block.links and block.is_only_links):
        return False
    return len(text) > 200 or ends_sentence(text)


def is_caption(text: str) -> bool:
    """Whether a line is a picture's caption or credit: it opens or closes with a credit, or says so."""
    if len(text) > 600:
        return False
    if _PHOTO_WORDS.search(text[-_PHOTO_REACH:]) or _PHOTO_OPENING.match(text):
        return True
    return "/" in text and any(
        found.start() <= 1 or found.end() >= len(text) - 2 for found in _CREDIT.finditer(text)
    )


_BESIDE = re.compile(r"[|·•]")


def kind_texts(block: Block) -> list[str]:
    """What in a line may name the kind: all of it, or what stands beside a date in it."""
    texts = [block.text]
    rest = block.text
    for time in block.times:
        rest = rest.replace(time.text, " ", 1)
    texts += _BESIDE.split(rest) if "|" in rest or "·" in rest or "•" in rest else [rest]
    return [folded for text in texts if (folded := fold(text).strip(" |·•-–,"))]


_LONGEST_CALL = 140


def is_call(text: str) -> bool:
    """Whether a line calls its reader to more of the site: "Find more stories of our work here."."""
    if len(text) > _LONGEST_CALL:
        return False
    line = f" {words(text)} "
    return line.startswith(CALL_OPENINGS) and any(word in line for word in CALL_OBJECTS)


_ADDRESS = re.compile(r"https?://|www\.|\S+@\S+$")
_LEAD_IN = re.compile(r"[^:：]{2,40}[:：]\s*")


def leads_elsewhere(block: Block) -> bool:
    """Whether a line is "Read more:" or the like and the title of another page, nothing else."""
    opening = _LEAD_IN.match(block.text)
    if opening is None or opening[0].strip(" :：").casefold() not in LEAD_INS:
        return False
    linked = sum(len(link.text) for link in block.links)
    return linked >= len(block.text) - opening.end() - 2 * len(block.links) - 2


def is_furniture(block: Block, site: Site) -> bool:
    """Whether a block is a share link, a button or a list of links rather than text."""
    text = block.text
    if text.startswith(_PICTURE_MARKS):
        return True
    if text.casefold().strip(" .:›»+") in FURNITURE or not _LETTERS.search(text):
        return True
    if block.links and block.is_only_links:
        return block.kind != "heading" and not (block.kind == "paragraph" and _ADDRESS.match(text))
    if block.links and leads_elsewhere(block):
        return True
    return site.is_named(text) or (len(text) < 60 and section_heading(text) is not None)
