"""The title of an item: the heading that says what the head of the page says, or else the likeliest one."""

import re
from collections.abc import Iterator, Sequence
from typing import Final
from urllib.parse import urlsplit

from osce_scraper.pages.blocks import Block, fold, text_of
from osce_scraper.pages.document import Document
from osce_scraper.pages.outline import Title, same_words, words
from osce_scraper.vocabulary import is_newsroom_heading, item_type, section_heading

#: What stands between a title and the name of its section or site.
_SEPARATOR = re.compile(r"\s+(?:[|–—·•»«:/-]|::|//|>>?)\s+|\s*[|»«]\s*|:\s+")
#: Longer ones are no titles; the limit keeps hostile heads cheap.
LONGEST_TITLE: Final = 500
#: Characters of the shortest part of a stated title that a heading may be.
_SHORTEST_PART: Final = 8
_MOST_PARTS: Final = 8
#: Regions that a title may stand in beside the text, over a picture.
_BESIDE_TEXT: Final = ("figure", "aside")
#: Characters of the longest line above the title in its heading ("Press release").
_LONGEST_KICKER: Final = 60


def stated_titles(document: Document) -> Iterator[str]:
    """The titles that the head states: OpenGraph, JSON-LD's headline, Twitter, Dublin Core, `<title>`."""
    metadata = document.metadata
    yield metadata.get("og:title", "")
    yield next((str(o["headline"]) for o in document.json_ld if isinstance(o.get("headline"), str)), "")
    yield metadata.get("twitter:title", "")
    yield metadata.get("dc.title") or metadata.get("dcterms.title") or ""
    yield document.document_title or ""


def stated_heading(document: Document, taken: set[int]) -> Title | None:
    """The title of a page whose head or headings state one; its block where the text repeats it."""
    blocks, site = document.blocks, document.site
    headings = [
        at
        for at, block in enumerate(blocks)
        if block.kind == "heading"
        and (block.region in ("content", "banner") or (block.level == 1 and block.region in _BESIDE_TEXT))
        and at not in taken
        and not _leads_home(block)
        and not site.is_named(block.text)
        and not is_newsroom_heading(block.text)
        and section_heading(block.text) is None
    ]
    first = [at for at in headings if blocks[at].level == 1]
    stated: list[str] = []
    for written in stated_titles(document):
        title = site.without_name(fold(written)[:LONGEST_TITLE]) if written else ""
        if not title or title in stated:
            continue
        for among, name in ((first, "heading"), (headings, "subheading")):
            for at in among:
                text = _said_in(blocks[at], title)
                if text is not None:
                    return Title(text, name, at)
        # Old pages are all called "OSCE | Press release".
        if not (site.is_named(title) or is_newsroom_heading(title) or item_type(title) is not None):
            stated.append(title)
    name = fold(document.metadata.get("og:site_name", "")) or next(
        (block.text for block in blocks if block.level == 1 and _leads_home(block)), ""
    )
    if (found := _part_as_heading(blocks, headings, stated, name)) is not None:
        return found
    named = stated != [site.without_name((document.document_title or "")[:LONGEST_TITLE])]
    content = [at for at in first if blocks[at].region == "content" and not blocks[at].is_only_links]
    likely = [at for at in content or first if _may_be_title(blocks[at].text, stated, name, named=named)]
    if likely:
        return Title(blocks[likely[0]].text, "heading", likely[0])
    if stated:
        return _stated_alone(blocks, stated, name)
    for at in headings:
        if not blocks[at].is_only_links:
            return Title(blocks[at].text, "subheading", at)
    return None


def _leads_home(block: Block) -> bool:
    """Whether a heading is a link to the first page: it is the name of the site."""
    if not block.is_only_links:
        return False
    return all(link.element.get("rel") == "home" or _is_first_page(link.href) for link in block.links)


def _is_first_page(href: str) -> bool:
    """Whether an address is a host alone, or its root; an empty one is the page itself."""
    try:
        parts = urlsplit(href.strip())
    except ValueError:
        return False
    return parts.path == "/" or bool(parts.netloc and not parts.path)


def kicker_of(block: Block) -> str | None:
    """What stands above the title in its heading, in an element of its own: a kind, a topic."""
    pieces = _pieces(block)
    return pieces[0] if len(pieces) > 1 and len(pieces[0]) <= _LONGEST_KICKER else None


def _said_in(block: Block, stated: str) -> str | None:
    """The text of a heading that says ``stated``, without a kicker or a subtitle beside it."""
    pieces = _pieces(block)
    if len(pieces) < 2:
        return block.text if same_words(block.text, stated) else None
    if same_words(block.text, stated):
        # "Topic: title" in the head, with the topic in an element of its own above the title.
        last = " ".join(pieces[1:])
        if re.match(rf"{re.escape(pieces[0].rstrip(' :'))} ?:", block.text):
            return block.text.replace(" :", ":", 1)
        apart = any(same_words(stated[mark.end() :], last) for mark in _SEPARATOR.finditer(stated))
        kicker = kicker_of(block)
        return last if apart and kicker is not None and len(kicker) < len(last) else block.text
    for begin in range(len(pieces)):
        for end in range(len(pieces), begin, -1):
            text = " ".join(pieces[begin:end])
            if end - begin < len(pieces) and same_words(text, stated):
                return text
    return None


def _pieces(block: Block) -> list[str]:
    """The texts that stand apart in a heading: in elements of their own, or between them."""
    element = block.element
    while element is not None and len(element) == 1 and not (element.text or "").strip():
        # What wraps all of the heading.
        if (element[0].tail or "").strip() or not isinstance(element[0].tag, str) or not len(element[0]):
            break
        element = element[0]
    if element is None or block.kind != "heading" or not 0 < len(element) <= _MOST_PARTS:
        return []
    texts = [element.text or ""]
    for child in element:
        texts += [text_of(child) if isinstance(child.tag, str) else "", child.tail or ""]
    return [folded for text in texts if (folded := fold(text))]


def _parts(stated: str) -> Iterator[str]:
    """What ``stated`` may be without names before or behind it, the longest first."""
    cuts = [(found.start(), found.end()) for found in _SEPARATOR.finditer(stated)][:_MOST_PARTS]
    begins = [0, *(end for _, end in cuts)]
    ends = [*(start for start, _ in cuts), len(stated)]
    parts = (stated[begin:end] for begin in begins for end in ends if begin < end)
    yield from sorted(
        (part for part in parts if _SHORTEST_PART <= len(part) < len(stated)), key=len, reverse=True
    )


def _part_as_heading(
    blocks: Sequence[Block], headings: list[int], stated: list[str], site: str
) -> Title | None:
    """The heading that is a part of a stated title, and not the name of the site.

    That name is often a link to the first page, and shorter than a title.
    """
    found: tuple[tuple[bool, int], Title] | None = None
    for title in stated:
        for part in _parts(title):
            for at in headings:
                block = blocks[at]
                text = None if same_words(part, site) else _said_in(block, part)
                # What stands between other parts is the title of the page only as its main heading.
                if text is None or not (block.level == 1 or title.startswith(part) or title.endswith(part)):
                    continue
                rank = (not block.is_only_links, len(part))
                if found is None or rank > found[0]:
                    found = (rank, Title(text, "heading" if block.level == 1 else "subheading", at))
    return found[1] if found is not None else None


def _may_be_title(text: str, stated: list[str], site: str, *, named: bool) -> bool:
    """Whether a main heading that the head does not repeat may be the title all the same.

    ``named``: more than `<title>` states one, and then the heading shares words with it.
    """
    # The last part of a title is the name of the site.
    if same_words(text, site) or any(
        same_words(part, text) for title in stated for part in _SEPARATOR.split(title)[1:]
    ):
        return False
    own = set(words(text).split())
    others = (set(words(title).split()) for title in stated)
    return not named or any(3 * len(own & each) >= min(len(own), len(each)) for each in others)


def _stated_alone(blocks: Sequence[Block], stated: list[str], site: str) -> Title:
    """The stated title, with the block that says it or a part of it."""
    for title in stated:
        for text in (title, *_parts(title)):
            for at, block in enumerate(blocks):
                if block.region not in ("content", "banner") or not same_words(block.text, text):
                    continue
                if not same_words(text, site) and not (block.is_only_links and text != title):
                    return Title(block.text, "metadata", at)
    title = stated[0]
    for part in _parts(title):
        rest = title.removeprefix(part) if title.startswith(part) else title.removesuffix(part)
        if site and same_words(rest, site):
            title = part
            break
    return Title(title, "metadata", -1)
