"""Which of a page's texts are the article's paragraphs, and where they end.

Nothing here knows a class name. The body is the element that holds most of the sentences, up to the first
heading that ends an article.
"""

from bisect import bisect_left

from osce_scraper.pages.blocks import Block, Part
from osce_scraper.pages.document import Document
from osce_scraper.pages.header_line import header_line, office_line, offices_in
from osce_scraper.pages.item import Chosen, choose, container_of
from osce_scraper.pages.labelled import Labelled, Value
from osce_scraper.pages.outline import (
    Outline,
    ends_sentence,
    is_call,
    is_caption,
    is_furniture,
    is_prose,
    same_words,
    words,
)
from osce_scraper.pages.words import MORE, OPENING_HEADINGS
from osce_scraper.records import Dateline, ItemType
from osce_scraper.text import split_dateline
from osce_scraper.vocabulary import Label, Section, section_heading

#: Sections that never come before the body: what follows them belongs to other stories.
_FINAL = frozenset([Section.RELATED])
#: Sections that may stand between the lead and the body as well as behind it.
_CLOSING = frozenset([Section.GALLERY, Section.DOCUMENTS, Section.CONTACTS, Section.COMMENTS])


#: The level of a heading that is none by its tag.
_LOWEST = 6
#: Characters of the longest heading above the first sentence, and how many there may be.
_LONGEST_HEADING = 60
_MOST_OPENING_HEADINGS = 2
_SHORTEST_SENTENCE = 30
#: Short lines behind the last sentence, at most: more are a part of the text.
_LONGEST_TAIL = 12
_QUOTES = ("“", "„", "«", '"', "‘")
#: Characters of the longest line that opens a list ("More on this:").
_LONGEST_OPENING = 80


def find_body(document: Document, result: Outline, taken: set[int], language: str) -> None:
    """Fill in ``result``'s lead, paragraphs, dateline, header line, captions and end.

    ``taken`` are the blocks that labels, their values and the kind take.
    """
    blocks = document.blocks
    title_at = result.title.at if result.title is not None else -1
    taken = taken - _announced(blocks, result, taken, title_at)
    candidates, captions = _candidates(document, result, taken, title_at)
    beside = [at for at in candidates if blocks[at].region == "content"]
    header = header_line(blocks, title_at, beside, language, document.site)
    if header is None and result.kind is not None and result.kind[1] is not ItemType.EVENT:
        # The line that names the kind may state the date too; beside an event it is the event's.
        header = header_line(blocks, -1, [result.kind[2]], language, document.site)
    if header is not None:
        result.header_at, result.header = header
        candidates = [at for at in candidates if at != result.header_at]
        offices = offices_in(header[1].text, language, document.site)
        result.header_offices = [Value(name, result.header_at) for name in offices]
        beside = [at for at in beside if at != result.header_at]
    if (office_at := office_line(blocks, beside, document.site)) is not None:
        candidates.remove(office_at)
        result.header_offices.append(Value(blocks[office_at].text, office_at))
    if document.is_plain:
        chosen, end = _in_text(blocks, candidates, title_at)
        another = end
    else:
        found = choose(blocks, candidates, result.title)
        chosen = _without_sections(blocks, found.blocks)
        end, another = _ends(blocks, chosen, title_at)
        result.left_out = _left_out(blocks, found, chosen, captions, title_at)
    result.end_at = end
    # Labels of another article on the page are not this one's.
    result.labelled = [each for each in result.labelled if each.label_at < another]
    result.captions = [at for at in captions if at < end]
    without = _without_calls if document.is_plain else _without_lone_headings
    text = without(blocks, chosen)
    text = _without_tail(blocks, text[_opening_headings(blocks, text, plain=document.is_plain) :])
    wanted = set(text)
    result.left_out += [at for at in chosen if at not in wanted and not blocks[at].is_only_links]
    _read_paragraphs(blocks, result, text, language)
    if result.left_out:
        # The lead may stand twice.
        said = set(map(words, result.paragraphs))
        result.left_out = [at for at in result.left_out if words(blocks[at].text) not in said]


#: Labels that say when and where something takes place, wherever they stand.
_OF_EVENT = frozenset([Label.WHEN, Label.WHERE, Label.PLACE, Label.ORGANIZED_BY])


def _announced(blocks: list[Block], result: Outline, taken: set[int], title_at: int) -> set[int]:
    """Blocks of labels between two paragraphs of the text, behind the item's own labels: what it announces.

    "Date: 12 March" there is a line of the text, and not a label of the item.
    """
    if not result.labelled:
        return set()
    prose = [at for at in range(title_at + 1, len(blocks)) if at not in taken and _is_plain_text(blocks[at])]
    first: int | None = None
    own: list[Labelled] = []
    announced: set[int] = set()
    for each in result.labelled:
        place = bisect_left(prose, each.label_at)
        first = place if first is None and each.label_at > title_at else first
        inside = first is not None and first < place < len(prose)
        if inside and _flows(blocks[prose[place - 1]], blocks[prose[place]]):
            announced |= each.blocks()
            if each.label not in _OF_EVENT:
                continue
        own.append(each)
    result.labelled = own
    return announced


def _flows(one: Block, other: Block) -> bool:
    """Whether two paragraphs stand in the same element."""
    if one.part is None or other.part is None:
        return one.part is other.part
    return container_of(one.part) is container_of(other.part)


def _opening_headings(blocks: list[Block], chosen: list[int], *, plain: bool) -> int:
    """How many of ``chosen`` are headings right above the first sentence: "About the event".

    In plain text, which does not tell headings, any short line that is not a sentence is one.
    """
    for number, at in enumerate(chosen[:_MOST_OPENING_HEADINGS]):
        if not (_may_be_heading(blocks[at]) if plain else words(blocks[at].text) in OPENING_HEADINGS):
            return 0
        following = chosen[number + 1] if number + 1 < len(chosen) else -1
        if following != at + 1:
            return 0
        if is_prose(blocks[following]) or _is_sentence(blocks[following]):
            return number + 1
    return 0


def _may_be_heading(block: Block) -> bool:
    """Whether a line of plain text is short and neither a sentence nor a quotation, and states no day."""
    text = block.text
    return (
        block.kind == "paragraph"
        and len(text) < _LONGEST_HEADING
        and not ends_sentence(text)
        and not text.startswith(_QUOTES)
        and not any(character.isdigit() for character in text)
    )


def _is_sentence(block: Block) -> bool:
    return len(block.text) >= _SHORTEST_SENTENCE and ends_sentence(block.text)


def _without_calls(blocks: list[Block], chosen: list[int]) -> list[int]:
    """``chosen`` of a plain text without calls to read, watch or join something else behind the text."""
    end = len(chosen)
    while end > 1 and is_call(blocks[chosen[end - 1]].text):
        end -= 1
    return chosen[:end]


def _candidates(
    document: Document, result: Outline, taken: set[int], title_at: int
) -> tuple[list[int], list[int]]:
    """Blocks behind the title that may be paragraphs, and those that are captions."""
    blocks = document.blocks
    candidates: list[int] = []
    captions: list[int] = []
    for at in range(title_at + 1, len(blocks)):
        block = blocks[at]
        if not block.text or at in taken:
            continue
        if block.region == "figure" or block.kind == "caption" or is_caption(block.text):
            captions.append(at)
        elif (
            block.region in ("content", "aside")
            and not is_furniture(block, document.site)
            and not _is_title(block, result)
        ):
            candidates.append(at)
    return candidates, captions


def _left_out(
    blocks: list[Block], found: Chosen, chosen: list[int], captions: list[int], title_at: int
) -> list[int]:
    """Texts that what was chosen holds and the body does not, and that nothing strong speaks against.

    Sentences above the title and pictures that hold a text count too: the title or the picture may be wrong.
    """
    core, kept = found.core, set(chosen)
    if core is None:
        return []
    cut = [at for at in found.blocks if at not in kept and not blocks[at].is_only_links]
    above = [at for at in range(max(title_at, 0)) if blocks[at].region == "content" and is_prose(blocks[at])]
    pictures = [
        at
        for at in captions
        if core.begin <= at < core.end
        and blocks[at].kind != "caption"
        and is_prose(blocks[at])
        and not is_caption(blocks[at].text)
    ]
    return sorted({*found.doubtful, *cut, *above, *pictures})


def _is_title(block: Block, result: Outline) -> bool:
    return result.title is not None and same_words(block.text, result.title.text)


def _in_text(blocks: list[Block], candidates: list[int], title_at: int) -> tuple[list[int], int]:
    """Those of ``candidates`` of a plain text before its end, and the end: a heading of what follows."""
    seen_prose = False
    for at in range(title_at + 1, len(blocks)):
        section = section_heading(blocks[at].text) if len(blocks[at].text) < 60 else None
        if seen_prose and (section in _FINAL or section in _CLOSING):
            return [each for each in candidates if each < at], at
        seen_prose = seen_prose or is_prose(blocks[at])
    return candidates, len(blocks)


def _without_sections(blocks: list[Block], chosen: list[int]) -> list[int]:
    """``chosen`` without what stands under a heading such as "Related stories" in the flow of the text.

    Text that goes on behind it, in the same element and without links, belongs to the item again.
    """
    if not chosen:
        return chosen
    kept: list[int] = []
    first, last = chosen[0], chosen[-1]
    wanted = set(chosen)
    section: Section | None = None
    level = _LOWEST
    prose = False
    for at in range(first, last + 1):
        block = blocks[at]
        heading = _section_of(block) if prose and _holds_any(block, chosen) else None
        if heading is not None:
            section, level = heading, block.level or _LOWEST
            continue
        if section is not None:
            if not (_resumes(blocks, at, section, wanted) or _opens_text(blocks, at, level, wanted)):
                continue
            section = None
        if at in wanted:
            kept.append(at)
            prose = prose or is_prose(block)
    return kept


def _holds_any(block: Block, chosen: list[int]) -> bool:
    """Whether the element that ``block`` stands in holds text of the item; a box of its own does not."""
    if block.part is None:
        return True
    container = container_of(block.part)
    return bisect_left(chosen, container.end) > bisect_left(chosen, container.begin)


def _section_of(block: Block) -> Section | None:
    """The section that ``block`` is the heading of: what closes an item, not a line or button in it."""
    if len(block.text) >= 60 or (block.kind == "item" and block.links):
        return None
    section = section_heading(block.text)
    if section in _CLOSING:
        return section
    return section if section in _FINAL and not _is_button(block) else None


def _resumes(blocks: list[Block], at: int, section: Section, wanted: set[int]) -> bool:
    """Whether the text goes on with block ``at`` behind a section: sentences that no link introduces."""
    if section is Section.COMMENTS or at not in wanted or not _is_plain_text(blocks[at]):
        return False
    if section in (Section.DOCUMENTS, Section.GALLERY):
        return True
    following = next((each for each in range(at + 1, min(at + 4, len(blocks))) if blocks[each].text), at)
    goes_on = following in wanted and following > at and _is_plain_text(blocks[following])
    return goes_on and not blocks[at - 1].is_only_links


def _opens_text(blocks: list[Block], at: int, level: int, wanted: set[int]) -> bool:
    """Whether block ``at`` is a heading as high as that of the section before, and over text."""
    block = blocks[at]
    if block.kind != "heading" or block.links or block.level > level or at + 1 not in wanted:
        return False
    return _section_of(block) is None and not blocks[at + 1].links


def _is_plain_text(block: Block) -> bool:
    """Whether ``block`` is a sentence that leads nowhere else."""
    return is_prose(block) and 3 * sum(len(link.text) for link in block.links) < len(block.text)


def _ends(blocks: list[Block], chosen: list[int], title_at: int) -> tuple[int, int]:
    """Where the item ends behind its text, and where another article begins, whose labels are not its own."""
    last = chosen[-1] if chosen else title_at
    title = blocks[title_at].part if title_at >= 0 else None
    own = {part for at in (*chosen, title_at) if at >= 0 for part in _articles(blocks[at].part)}
    end = len(blocks)
    for at in range(last + 1, len(blocks)):
        block = blocks[at]
        if (block.kind == "heading" and block.level == 1) or (
            title is not None and any(part not in own for part in _articles(block.part))
        ):
            return min(end, at), at
        if at < end and block.text and _section_of(block) is not None:
            end = at
    return end, len(blocks)


def _articles(part: Part | None) -> list[Part]:
    """The `<article>` elements around ``part``."""
    found = []
    while part is not None:
        if part.element.tag == "article":
            found.append(part)
        part = part.around
    return found


def _is_button(block: Block) -> bool:
    """Whether "Read more" is a line or a link of its own; as a heading it stands over other stories."""
    if block.kind == "heading" or block.text.endswith(":"):
        return False
    return block.text.casefold().strip(" .:…›»>+") in MORE


def _without_lone_headings(blocks: list[Block], chosen: list[int]) -> list[int]:
    """``chosen`` without the headings and opening lines of what was cut out, or of nothing."""
    kept: list[int] = []
    wanted = set(chosen)
    for at in reversed(chosen):
        block = blocks[at]
        opens = block.kind == "heading" or (block.text.endswith(":") and len(block.text) < _LONGEST_OPENING)
        if opens and (not kept or _is_cut(blocks, at + 1, wanted)):
            continue
        kept.append(at)
    return kept[::-1]


def _is_cut(blocks: list[Block], at: int, wanted: set[int]) -> bool:
    """Whether the block that stands at ``at`` is a link to elsewhere that is not among ``wanted``."""
    return at < len(blocks) and at not in wanted and blocks[at].is_only_links


def _without_tail(blocks: list[Block], chosen: list[int]) -> list[int]:
    """``chosen`` without short lines behind the last sentence that are no paragraph and no list item.

    A table that closes the text is more than a few lines.
    """
    if not any(is_prose(blocks[at]) for at in chosen):
        return chosen
    end = len(chosen)
    while end:
        block = blocks[chosen[end - 1]]
        if is_prose(block) or (block.kind in ("paragraph", "item") and not block.is_only_links):
            break
        if block.kind in ("text", "cell") and ends_sentence(block.text):
            break
        end -= 1
    tail = [at for at in chosen[end:] if not blocks[at].is_only_links]
    return chosen if len(tail) > _LONGEST_TAIL else chosen[:end]


def _read_paragraphs(blocks: list[Block], result: Outline, chosen: list[int], language: str) -> None:
    """Fill in lead, paragraphs and dateline: each paragraph once, the lead first."""
    first_label = min(
        (each.label_at for each in result.labelled if result.title and each.label_at > result.title.at),
        default=None,
    )
    if (
        first_label is not None
        and chosen
        and chosen[0] < first_label
        and any(at > first_label for at in chosen)
    ):
        result.lead_at = [at for at in chosen if at < first_label]
        result.lead_strategy = "before_labels"
    elif chosen:
        result.lead_strategy = "first_paragraph"
    seen: dict[str, int] = {}
    again = -1  # the paragraph that was last told again
    for position, at in enumerate(chosen):
        text = blocks[at].text
        if len(result.paragraphs) < 3:
            opening, rest = split_dateline(text, language=language)
            if opening is not None and rest.strip() and _is_first_or_same(result.dateline, opening):
                # Lead and first paragraph may both open with it.
                result.dateline = opening
                text = rest.strip()
        key = words(text)
        known = seen.get(key)
        if known is None and len(result.paragraphs) == 1 and at not in result.lead_at:
            known = _cut_off_lead(result, key, text, at)
        if known is not None:
            # A short line may stand twice, unless it does so in a row of paragraphs that are told again.
            in_row = known == again + 1 or _follows_again(blocks, chosen, position, seen, known)
            if len(key) > 40 or known == len(result.paragraphs) - 1 or in_row:
                again = known
                continue
        seen[key] = len(result.paragraphs)
        result.paragraphs.append(text)
        result.paragraph_blocks.append(at)
    result.body_at = chosen


def _follows_again(
    blocks: list[Block], chosen: list[int], position: int, seen: dict[str, int], known: int
) -> bool:
    """Whether the next paragraph too is the one that followed the first time."""
    if position + 1 >= len(chosen):
        return False
    return seen.get(words(blocks[chosen[position + 1]].text)) == known + 1


def _is_first_or_same(known: Dateline | None, opening: Dateline) -> bool:
    return known is None or (known.place, known.date) == (opening.place, opening.date)


def _cut_off_lead(result: Outline, key: str, text: str, at: int) -> int | None:
    """0 when the lead is the beginning of this paragraph, cut off; the paragraph then stands for both."""
    lead = result.paragraphs[0]
    stem = words(lead.rstrip(".… "))
    cut = lead.endswith(("...", "…")) or not ends_sentence(lead)
    if cut and len(stem) > 40 and key.startswith(stem):
        result.paragraphs[0] = text
        result.paragraph_blocks[0] = at
        return 0
    return None
