"""The page object of a listing: teasers of every generation, and the pager recognised by what it is.

A teaser is what surrounds the links to one item: the largest element that links to no other. So lists,
tables, definition lists and teasers wrapped in their own link are read by the same rule.
"""

import datetime as dt
import re
from collections import defaultdict
from pathlib import Path
from urllib.parse import urlsplit

from lxml import etree

from osce_scraper.pages.blocks import Block, fold, text_of
from osce_scraper.pages.date_labels import report_date
from osce_scraper.pages.dating import time_date
from osce_scraper.pages.document import Document, xpath
from osce_scraper.pages.labelled import Labelled, find_labelled, values_of
from osce_scraper.pages.layouts import recognise
from osce_scraper.pages.names import names_in
from osce_scraper.pages.outline import Outline, is_caption, is_prose, kind_texts
from osce_scraper.pages.words import MORE, NEXT_PAGE
from osce_scraper.records import Listing, Teaser
from osce_scraper.sites import RefusedAddress, Site, load_site, path_of, unwrap_wayback
from osce_scraper.text import parse_date
from osce_scraper.vocabulary import Label, item_type, section_heading

_LINKS = xpath("//a[@href]")
_HEAD_NEXT = xpath("//link[contains(concat(' ', normalize-space(@rel), ' '), ' next ')]/@href")
_REL_NEXT = xpath("//a[@href and contains(concat(' ', normalize-space(@rel), ' '), ' next ')]")
_PAGER_NEXT = xpath(
    "//*[contains(@class, 'pager-next') or contains(@class, 'pager__item--next')"
    " or contains(@class, 'pagination-next')]"
    "/descendant-or-self::a[@href]"
)
_TOTAL = (
    re.compile(
        r"\b(?:of|из|із|з|nga|von|sur|de|od|од)\s+(\d[\d.,\u00a0 ]*\d|\d)\b"
        r"(?=\s*(?:$|results?|items?|entries|\.|\)|результат))",
        re.I,
    ),
    re.compile(r"^(\d[\d.,\u00a0 ]*\d|\d)\s+(?:results?|items?|entries)\b", re.I),
)
_TOTAL_OPENING = re.compile(
    r"^\(?(?:Displaying|Showing|Results?|Items?|Viewing|Page|Показано|Показані|Результат|\d+\s*[-–]\s*\d+\s)",
    re.I,
)
_DIGIT = re.compile(r"\d")
_LONGEST_DATE = 40
_FRAMES = frozenset(["main", "body", "html"])


def extract_listing(html: bytes | str, url: str, *, site: Site | Path | str = "osce") -> Listing:
    """The teasers of one listing page, its next page, and the total that it states.

    ``html`` is the page as it came (bytes or text), ``url`` its address, ``site`` a site, its name, or the
    path of its folder. A page without teasers gives an empty listing; nothing is raised.
    """
    document = Document(html, url, load_site(site))
    document.url = unwrap_wayback(url)
    if document.is_plain:
        return Listing(url=_listing_address(document), layout="text")
    language = document.site.language_of(document.url) or document.declared_language or "en"
    teasers = _teasers(document, language)
    return Listing(
        url=_listing_address(document),
        teasers=teasers,
        next_url=_next_page(document),
        total=_total(document),
        pages=_linked_pages(document),
        layout=recognise(document, Outline(None, None, [])).name,
    )


def _listing_address(document: Document) -> str:
    try:
        return document.site.canonical_listing_url(document.url)
    except RefusedAddress:
        return document.url


# ---------------------------------------------------------------------------------------------- teasers


def _item_links(document: Document) -> list[tuple[etree._Element, str, str]]:
    """Links to items in the page's content: element, identity, canonical address; menus are left out."""
    skipped = set(document.passed_over)
    found = []
    for element in _LINKS(document.root):
        href = element.get("href") or ""
        # Every item has a number, and most links of a page are to parts of the menu, which have none.
        address = document.absolute(href) if _DIGIT.search(href) else None
        if address is None:
            continue
        identity = document.site.identity(address)
        if identity is None:
            continue
        if any(above in skipped for above in (element, *element.iterancestors())):
            continue
        try:
            found.append((element, identity.id, document.site.canonical_url(address)))
        except RefusedAddress:
            continue
    return found


def teaser_elements(document: Document) -> set[etree._Element]:
    """The elements of the teasers on a page: each the largest around the links to one item alone."""
    return {holder for holder, _ in _holders(document).values()}


def _holders(document: Document) -> dict[str, tuple[etree._Element, str]]:
    """Each item's teaser element and its canonical address, by identity, in the order of the page."""
    links = _item_links(document)
    numbers: dict[etree._Element, set[str]] = defaultdict(set)
    for element, identity, _ in links:
        for ancestor in (element, *element.iterancestors()):
            numbers[ancestor].add(identity)
    holders: dict[str, tuple[etree._Element, str]] = {}
    for element, identity, address in links:
        if identity not in holders:
            holders[identity] = _holder(element, numbers), address
    return holders


def _teasers(document: Document, language: str) -> list[Teaser]:
    holders = _holders(document)
    by_element = {holder: (identity, address) for identity, (holder, address) in holders.items()}
    pieces: dict[str, list[Block]] = defaultdict(list)
    current: str | None = None
    above: list[Block] = []  # a date above the first title stands above every title of its list
    dates_above = False
    for block in document.blocks:
        if block.element is None:
            continue
        owner = next(
            (
                by_element[above]
                for above in (block.element, *block.element.iterancestors())
                if above in by_element
            ),
            None,
        )
        if owner is None and block.links:
            # The holder of a teaser that is one link is that link, which is inside its block.
            owner = next(
                (by_element[link.element] for link in block.links if link.element in by_element), None
            )
        if owner is not None:
            if owner[0] != current:
                dates_above = dates_above or (current is None and bool(above))
                pieces[owner[0]].extend(above if dates_above else [])
            current, above = owner[0], []
            pieces[current].append(block)
        elif (current is None or dates_above) and _is_date(block, language):
            above = [block]
        elif current is not None and _continues(block):
            pieces[current].append(block)
        else:
            current = None
    return [
        _teaser(pieces[identity], address, identity, language, document.site)
        for identity, (_, address) in holders.items()
        if pieces[identity]
    ]


def _is_date(block: Block, language: str) -> bool:
    """Whether a block is nothing but a date."""
    if len(block.text) > _LONGEST_DATE:
        return False
    return (
        any(time.text == block.text for time in block.times)
        or parse_date(block.text, language=language) is not None
    )


def _holder(link: etree._Element, numbers: dict[etree._Element, set[str]]) -> etree._Element:
    """The largest element around ``link`` that links to no other item."""
    holder = link
    for ancestor in link.iterancestors():
        if len(numbers[ancestor]) > 1 or ancestor.tag in _FRAMES:
            break
        if ancestor.find(".//h1") is not None:
            break
        holder = ancestor
    return holder


def _continues(block: Block) -> bool:
    """Whether a block outside every teaser's element still belongs to the teaser before it (`dt`, `dd`)."""
    if block.kind == "heading" or section_heading(block.text) is not None:
        return False
    return block.kind in ("item", "paragraph", "text", "cell") and not _TOTAL_OPENING.match(block.text)


def _teaser(blocks: list[Block], address: str, identity: str, language: str, site: Site) -> Teaser:
    labelled = find_labelled(blocks, site, plain=False)
    taken: set[int] = set()
    for each in labelled:
        taken |= each.blocks()
    title_at, title = _title(blocks, taken, identity, site)
    kind_label = next((value.text for value in values_of(labelled, Label.KIND)), None)
    if kind_label is None:
        for at, block in enumerate(blocks):
            if at in taken or at == title_at or not block.text or len(block.text) > 80:
                continue
            kind_label = next((text for text in kind_texts(block) if item_type(text) is not None), None)
            if kind_label is not None:
                if kind_label == block.text:
                    taken.add(at)
                break
    date, date_at = _date(blocks, labelled, taken | {title_at}, language)
    if date is None and title is not None:
        date = report_date(title, language)
    snippet = " ".join(
        block.text
        for at, block in enumerate(blocks)
        if at not in taken
        and at not in (title_at, date_at)
        and block.text
        and block.region != "figure"
        and block.kind != "caption"
        and not is_caption(block.text)
        and block.text.casefold().strip(" ›»>.") not in MORE
        and (is_prose(block) or block.kind == "paragraph" or len(block.text) > 60 or _is_sentence(block.text))
    )
    return Teaser(
        url=address,
        title=title,
        issued_on=date,
        type_label=kind_label,
        issuers=_listed(labelled, Label.ISSUED_BY, site),
        fields_of_work=_listed(labelled, Label.FIELDS_OF_WORK, site),
        countries=_listed(labelled, Label.PLACE, site),
        snippet=snippet or None,
    )


def _is_sentence(text: str) -> bool:
    return text.count(" ") > 3 and text.endswith((".", "!", "?", "…"))


def _title(blocks: list[Block], taken: set[int], identity: str, site: Site) -> tuple[int, str | None]:
    """The title: a heading of the teaser, else the longest text of a link to the item."""
    for at, block in enumerate(blocks):
        if block.kind == "heading" and at not in taken and block.text:
            return at, block.text
    best = -1, ""
    for at, block in enumerate(blocks):
        if at in taken:
            continue
        for link in block.links:
            text = link.text
            if text.casefold().strip(" ›»>.") in MORE or item_type(text) is not None:
                continue
            found = site.identity(link.href) if "://" in link.href else None
            if found is not None and found.id != identity:
                continue
            if len(text) > len(best[1]) and parse_date(text) is None:
                best = at, text
    return best if best[1] else (-1, None)


def _date(
    blocks: list[Block], labelled: list[Labelled], taken: set[int], language: str
) -> tuple[dt.date | None, int]:
    """Publishing date: the label's, a `<time>`'s, or a block that is nothing but a date."""
    for each in labelled:
        if each.label is Label.ISSUED_ON:
            for time in each.times:
                date = time_date(time, language)
                if date is not None:
                    return date, each.label_at
    for value in values_of(labelled, Label.ISSUED_ON):
        date = parse_date(value.text, language=language)
        if date is not None:
            return date, value.at
    for at, block in enumerate(blocks):
        for time in block.times:
            date = time_date(time, language)
            if date is not None:
                return date, at if at not in taken and fold(time.text) == block.text else -1
    for at, block in enumerate(blocks):
        if at not in taken and len(block.text) < 60 and any(c.isdigit() for c in block.text):
            date = parse_date(block.text, language=language)
            if date is not None:
                return date, at
    return None, -1


def _listed(labelled: list[Labelled], label: Label, site: Site) -> list[str]:
    """Values of ``label``; text without links is split at its commas, since listings write them so."""
    names: list[str] = []
    for value in values_of(labelled, label):
        whole = value.link is not None
        parts = [value.text] if whole else names_in(value.text, label, site, always_split=True)
        names.extend(part for part in parts if part and part not in names)
    return names


# ------------------------------------------------------------------------------------------------ pager


def _next_page(document: Document) -> str | None:
    """Address of the next page: by `rel=next`, the pager's class, its words, or the number one higher."""
    page_number, parameter = document.site.page_number, document.site.file.discovery.page_parameter
    here = page_number(document.url)
    path = path_of(document.url).rstrip("/")
    hrefs = [str(href) for href in _HEAD_NEXT(document.root)]
    hrefs += [
        element.get("href") or "" for element in (*_REL_NEXT(document.root), *_PAGER_NEXT(document.root))
    ]
    by_number: list[str] = []
    for element in _LINKS(document.root):
        href = element.get("href") or ""
        if parameter not in href:
            continue
        if text_of(element).casefold() in NEXT_PAGE:
            hrefs.append(href)
        elif page_number(document.absolute(href) or "") == here + 1:
            by_number.append(href)
    for href in hrefs + by_number:
        address = document.absolute(href)
        if address is None:
            continue
        address = unwrap_wayback(address)
        if urlsplit(address).path.rstrip("/") != path and parameter not in urlsplit(address).query:
            continue
        try:
            address = document.site.canonical_listing_url(address)
        except RefusedAddress:
            continue
        if address != _listing_address(document) and page_number(address) != here:
            return address
    return None


def _linked_pages(document: Document) -> int | None:
    """Number of pages that the pager's links reach, this one included; ``None`` without a pager."""
    parameter = document.site.file.discovery.page_parameter
    path = path_of(document.url).rstrip("/")
    numbers = []
    for element in _LINKS(document.root):
        href = element.get("href") or ""
        address = document.absolute(href) if f"{parameter}=" in href else None
        if address is None:
            continue
        address = unwrap_wayback(address)
        parts = urlsplit(address)
        if parts.path.rstrip("/") == path and parts.netloc == urlsplit(document.url).netloc:
            numbers.append(document.site.page_number(address))
    return 1 + max([*numbers, document.site.page_number(document.url)]) if numbers else None


def _total(document: Document) -> int | None:
    """Number of items in the whole listing, where a line of the page says so."""
    for block in document.blocks:
        text = block.text
        if len(text) > 80 or not any(character.isdigit() for character in text):
            continue
        for pattern in _TOTAL:
            match = pattern.search(text)
            if match is not None and (pattern is _TOTAL[1] or _TOTAL_OPENING.match(text)):
                digits = re.sub(r"\D", "", match.group(1))
                if text.casefold().startswith("page"):
                    continue
                return int(digits)
    return None
