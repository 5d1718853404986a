"""What an article points to: language versions, pictures, files and related stories."""

import re
from collections.abc import Container, Set
from functools import cache
from typing import NamedTuple, cast
from urllib.parse import unquote, urlsplit

from lxml import etree

from osce_scraper.pages.blocks import Block, fold, text_of
from osce_scraper.pages.document import Document, xpath
from osce_scraper.pages.outline import Outline, is_prose
from osce_scraper.pages.strategy import Context, Given, Needed
from osce_scraper.pages.words import LANGUAGES
from osce_scraper.records import Attachment, Image, RelatedLink, Translation
from osce_scraper.sites import Identity, RefusedAddress, unwrap_wayback
from osce_scraper.vocabulary import Section, item_type, section_heading

_FILE = re.compile(
    r"\.(pdf|docx?|xlsx?|pptx?|odt|ods|odp|rtf|csv|zip|mp3|mp4|epub|txt)(?:$|\?)|/download(?:$|\?)|[?&]download(?:=|$)",
    re.I,
)
_FILE_PATH = re.compile(r"/(?:files|sites/default/files)/", re.I)
_PICTURE = re.compile(r"\.(?:jpe?g|png|gif|webp|svg|avif)(?:$|\?)", re.I)
_STATED_LANGUAGE = re.compile(
    r"\(([^()]{3,20})\)|\b(English|Russian|Ukrainian|Albanian|Serbian|Bosnian|Croatian|Macedonian|French|German|Spanish|Italian|Romanian)\b",
    re.I,
)
_SIZE = re.compile(
    r"\s*[\(\[]?\s*(?:(?:pdf|docx?|xlsx?|pptx?|zip)[,\s]*)?\d+(?:[.,]\d+)?\s*(?:[KMG]i?B|bytes)\s*[\)\]]?\s*$",
    re.I,
)
_CREDIT_TAIL = re.compile(
    r"(?:^|[\s.])(?:photo(?:\s+credit|\s+by)?\s*:|credit\s*:|фото\s*:|©)\s*([^.]{2,100})\.?\s*$", re.I
)
_PHOTO_WORDS = re.compile(
    r"\s*(?:Photo details|View full size|Download photo|Read image description)\s*\.?\s*$", re.I
)
#: The language that a link states right behind its address.
_HREFLANG = re.compile(rb"""["']\s+hreflang=["']?([A-Za-z][A-Za-z-])""")
_NODE_NUMBER = re.compile(r"^\d{5,7}\s+")

_LINKS = xpath(".//a[@href]")
_FIGURE_CAPTIONS = xpath(".//figcaption")
_LEADING_TO = etree.XPath("//a[contains(@href, $number)] | //link[@hreflang and contains(@href, $number)]")


def versions(page: Context, needed: Needed) -> Given:
    """The other language versions that the page links to."""
    return Given(translations(page.document, page.identity, page.language))


def translations(document: Document, identity: Identity, language: str) -> list[Translation]:
    """The other language versions of the item that the page links to, each language once."""
    found: dict[str, Translation] = {}
    number = identity.number
    if not _other_versions(document, number):
        return []
    for element in cast(list[etree._Element], _LEADING_TO(document.root, number=number)):
        href = element.get("href") or ""
        title = text_of(element) if element.tag == "a" else ""
        stated = (element.get("hreflang") or "")[:2].lower()
        address = document.absolute(href)
        if address is None or stated == "x-":
            continue
        other = document.site.identity(unwrap_wayback(address))
        if other is None or other.number != number:
            continue
        if not _is_version(document, unwrap_wayback(address), stated, title):
            continue
        code = (
            document.site.language_of(unwrap_wayback(address))
            or (stated if stated and stated in document.site.languages else None)
            or other.language
        )
        if code == language:
            continue
        known = found.get(code)
        if known is None:
            try:
                found[code] = Translation(
                    language=code, url=document.site.canonical_url(address), title=title or None
                )
            except RefusedAddress:
                continue
        elif known.title is None and title:
            known.title = title
    return [found[code] for code in sorted(found)]


def _other_versions(document: Document, number: str) -> bool:
    """Whether an address on the page has the item's number behind a language: a look at the text, no tree."""
    source = document.source or document.text.encode("utf-8", "replace")
    wanted = number.encode()
    own, declared = document.site.language_of(document.url), document.declared_language
    at = source.find(wanted)
    # The page's own address, which it names again and again, leads to no other version.
    seen = {document.url.encode(), urlsplit(document.url).path.encode()}
    while at >= 0:
        end = at + len(wanted)
        begin = max(source.rfind(quote, at - 200 if at > 200 else 0, at) for quote in (b'"', b"'", b"="))
        # Without a beginning it is no address but a number in the text.
        href = source[begin + 1 : end] if begin >= 0 else b""
        if href and href not in seen:
            seen.add(href)
            address = document.absolute(href.decode("utf-8", "replace"))
            if address is not None and document.site.language_of(unwrap_wayback(address)) != own:
                return True
        stated = _HREFLANG.match(source, end)
        if stated is not None and stated.group(1).decode().lower() not in (own or declared, "x-"):
            return True
        at = source.find(wanted, end)
    return False


def _is_version(document: Document, address: str, stated: str, title: str) -> bool:
    """Whether a link to the same number leads to a language version, not to a form of it for printing."""
    if stated or document.site.language_of(address) is not None or title.casefold() in LANGUAGES:
        return True
    own = urlsplit(document.url).path
    prefix = document.site.language_of(document.url)
    return urlsplit(address).path == (own.removeprefix(f"/{prefix}") if prefix else own)


class _Credits(NamedTuple):
    """Forms in which a picture's line names those who are credited, before a slash and the photographer."""

    alone: re.Pattern[str]
    others: tuple[re.Pattern[str], ...]


@cache
def _credits(names: tuple[str, ...]) -> _Credits:
    either = "|".join(map(re.escape, names)) or "(?!)"
    credited = re.compile(
        r"\(\s*(?:©\s*)?(?:photo(?:s)?(?:\s+by|\s+credit)?:?\s*)?"
        rf"([^()/]{{2,60}}/[^()]{{2,80}}|©[^()]{{2,80}}|(?:{either}))\s*\)",
        re.I,
    )
    bare = re.compile(rf"(?:^|\s)((?:{either})\s?/\s?[^().,]{{2,60}})$")
    alone = re.compile(rf"^\(?((?:{either})\s?/\s?[^()]{{2,80}})\)?$")
    return _Credits(alone, (credited, _CREDIT_TAIL, bare))


def split_credit(text: str, names: tuple[str, ...]) -> tuple[str | None, str | None]:
    """Caption and credit of a picture's line such as "(UN/Jane Doe) At work. Photo details".

    ``names`` are those who may be credited without further words, as "UN" here.
    """
    forms = _credits(names)
    text = _NODE_NUMBER.sub("", _PHOTO_WORDS.sub("", fold(text))).strip()
    alone = forms.alone.match(text)
    if alone is not None:
        return None, alone.group(1).strip()
    credit: str | None = None
    for pattern in forms.others:
        matches = list(pattern.finditer(text))
        if matches:
            match = matches[-1]
            credit = match.group(1).strip(" ©.") or None
            text = fold(f"{text[: match.start()]} {text[match.end() :]}")
            break
    return text.strip(" -–|") or None, credit


def pictures(page: Context, needed: Needed) -> Given:
    """The pictures of the article."""
    return Given(images(page.document, page.outline))


def images(document: Document, result: Outline) -> list[Image]:
    """The pictures of the article, with caption and credit: those inside its element, or behind its title."""
    frame = _frame(document, result)
    found: dict[str, Image] = {}
    unused = list(result.captions)
    text = {document.blocks[at].element for at in result.paragraph_blocks}
    for picture in document.images:
        element = picture.element
        if picture.at > result.end_at or not _is_picture_of_article(element, document):
            continue
        if frame is not None:
            if not any(above is frame for above in element.iterancestors()):
                continue
        elif result.title is not None and picture.at <= result.title.at:
            continue
        address = document.absolute(_source_of(element))
        if address is None:
            continue
        address = unwrap_wayback(address)
        if address in found:
            continue
        line = _caption_of(element, text)
        if line is None and unused and picture.at <= unused[0] <= picture.at + 2:
            line = " ".join(document.blocks[at].text for at in unused if at <= unused[0] + 1)
        if line is not None:
            unused = [at for at in unused if document.blocks[at].text not in line]
        caption, credit = split_credit(line, document.site.credits) if line else (None, None)
        found[address] = Image(
            url=address, caption=caption or fold(element.get("title") or "") or None, credit=credit
        )
    return list(found.values())


def _frame(document: Document, result: Outline) -> etree._Element | None:
    """The `<article>` or main part that holds the title; None where the page has none."""
    if result.title is None or result.title.at < 0:
        return None
    element = document.blocks[result.title.at].element
    while element is not None:
        if element.tag in ("article", "main") or element.get("role") == "main":
            return element
        element = element.getparent()
    return None


def _source_of(image: etree._Element) -> str:
    """The address of the picture that a browser shows, as written: lazy ones have it beside a placeholder."""
    source = image.get("src") or ""
    if source and not source.startswith("data:"):
        return source
    for name in ("data-src", "data-original", "data-lazy-src"):
        if image.get(name):
            return image.get(name) or ""
    pictures = list(image.iterancestors("picture"))[:1]
    for each in (image, *(source for picture in pictures for source in picture.iter("source"))):
        addresses = each.get("srcset") or each.get("data-srcset") or ""
        # Each with its width or density behind it, the largest last.
        found = [candidate.split()[0] for candidate in addresses.split(", ") if candidate.strip()]
        if found:
            return found[-1].rstrip(",")
    return ""


def _caption_of(image: etree._Element, text_elements: Set[etree._Element | None]) -> str | None:
    """Text of the figure's caption around ``image``, or of the caption element next to it.

    What holds one of ``text_elements``, paragraphs of the body, is no figure.
    """
    for ancestor in image.iterancestors():
        if any(element in text_elements for element in ancestor.iter()):
            return None
        if ancestor.tag == "figure":
            texts = [_spaced(caption) for caption in _FIGURE_CAPTIONS(ancestor)]
            text = fold(" ".join(texts)) or _spaced(ancestor)
            return text or None
        names = f"{ancestor.get('class') or ''} {ancestor.get('id') or ''}".lower()
        if any(word in names for word in ("photo", "image", "figure", "picture", "media", "caption")):
            text = _spaced(ancestor)
            if text and len(text) < 600:
                return text
        if ancestor.tag in ("article", "main", "body", "section", "td"):
            return None
    return None


def _spaced(element: etree._Element) -> str:
    """Text of ``element`` with a space between its parts: caption and credit often touch."""
    parts = [element.text or ""]
    for child in element:
        holds_parts = child.tag in ("div", "p", "span") and len(child) > 0
        parts += [_spaced(child) if holds_parts else text_of(child), child.tail or ""]
    return fold(" ".join(parts))


def _is_picture_of_article(element: etree._Element, document: Document) -> bool:
    width = (element.get("width") or "").removesuffix("px")
    if width.isdecimal() and len(width) < 6 and int(width) < 60:
        return False
    for ancestor in element.iterancestors():
        if ancestor.tag in ("nav", "footer", "aside", "button"):
            return False
        if ancestor.tag == "header" and not any(
            a.tag in ("article", "main") for a in ancestor.iterancestors()
        ):
            return False
        names = f"{ancestor.get('class') or ''} {ancestor.get('id') or ''}".lower()
        if ancestor.tag not in ("body", "html", "main", "article") and any(
            word in names
            for word in ("logo", "share", "social", "related", "teaser", "sidebar", "footer", "icon", "menu")
        ):
            return False
        if (
            ancestor.tag == "a"
            and document.site.identity(document.absolute(ancestor.get("href") or "") or "") is not None
        ):
            target = document.site.identity(document.absolute(ancestor.get("href") or "") or "")
            own = document.site.identity(document.url)
            if target is not None and own is not None and is_prose_link(ancestor):
                return False
    source = (element.get("src") or "").lower()
    return not any(word in source for word in ("logo", "icon", "sprite", "spacer", "pixel", "arrow"))


def is_prose_link(link: etree._Element) -> bool:
    """Whether a link carries text of its own beside a picture: a teaser, not an enlargement."""
    return len(text_of(link)) > 10


def _article_element(document: Document, result: Outline) -> etree._Element | None:
    """The element that holds title and body; the whole page's body where nothing smaller does."""
    if document.is_plain or not result.paragraph_blocks:
        return None
    elements = [
        block.element
        for at in (result.title.at if result.title else -1, result.paragraph_blocks[-1])
        if at >= 0 and (block := document.blocks[at]).element is not None
    ]
    if not elements:
        return None
    last = elements[-1]
    assert last is not None
    above = [last, *last.iterancestors()]
    for ancestor in above:
        if all(
            element is not None
            and (element is ancestor or any(a is ancestor for a in element.iterancestors()))
            for element in elements
        ):
            # The picture often stands beside the text: one frame more, up to the article or the main part.
            for frame in (ancestor, *ancestor.iterancestors()):
                if frame.tag in ("article", "main", "body"):
                    return frame
            return ancestor
    return None


def attached(page: Context, needed: Needed) -> Given:
    """The files that the article offers."""
    return Given(attachments(page.document, page.outline))


def attachments(document: Document, result: Outline) -> list[Attachment]:
    """The files that the article offers: links to documents in its body or below it."""
    scope = _article_element(document, result)
    if scope is None:
        return []
    found: dict[str, Attachment] = {}
    for element in document.anchors:
        href = (element.get("href") or "").strip()
        # Most links are to pages: without an ending, and none of the words of a file's address.
        if "." not in href[href.rfind("/") + 1 :]:
            plain = href.lower()
            if "files" not in plain and "download" not in plain:
                continue
        if not (_FILE.search(href) or (_FILE_PATH.search(href) and not _PICTURE.search(href))):
            continue
        if _PICTURE.search(href) or not any(above is scope for above in element.iterancestors()):
            continue
        address = document.absolute(href)
        if address is None:
            continue
        address = unwrap_wayback(address).replace("?download=true", "").replace("?download", "")
        if address in found:
            continue
        path = unquote(urlsplit(address).path)
        ending = path.rsplit(".", 1)[-1].lower() if "." in path.rsplit("/", 1)[-1] else None
        text = _SIZE.sub("", text_of(element)).strip()
        stated = _stated_language(element, text, document.site.languages)
        found[address] = Attachment(url=address, kind=ending, title=text or None, language=stated)
    return list(found.values())


def _stated_language(element: etree._Element, text: str, languages: Container[str]) -> str | None:
    code = (element.get("hreflang") or "")[:2].lower()
    if code in languages:
        return code
    for match in _STATED_LANGUAGE.finditer(text):
        name = (match.group(1) or match.group(2) or "").casefold()
        if name in LANGUAGES:
            return LANGUAGES[name]
    return LANGUAGES.get(text.casefold())


def stories(page: Context, needed: Needed) -> Given:
    """The stories that the page calls related."""
    return Given(related(page.document, page.outline, page.identity))


def related(document: Document, result: Outline, identity: Identity) -> list[RelatedLink]:
    """The stories under a heading such as "Related stories", or in an aside, each once."""
    found: dict[str, RelatedLink] = {}
    blocks = document.blocks
    inside = False
    kind: str | None = None
    for at, block in enumerate(blocks):
        if len(block.text) < 60 and not block.links:
            section = section_heading(block.text)
            if section is not None:
                inside = section is Section.RELATED
                kind = None
                continue
            if inside and block.text and item_type(block.text) is not None:
                kind = block.text
                continue
        if block.kind == "heading" and not block.links:
            inside = False
        if not inside or (at < result.end_at and block.region == "content" and is_prose(block)):
            continue
        kind = _add_related(document, block, identity, kind, found)
    return list(found.values())


def _add_related(
    document: Document, block: Block, identity: Identity, kind: str | None, found: dict[str, RelatedLink]
) -> str | None:
    """Add the stories that ``block`` links to; the kind line of a teaser belongs to its first link."""
    for link in block.links:
        address = document.absolute(link.href)
        if address is None:
            continue
        target = document.site.identity(unwrap_wayback(address))
        if target is None or target.number == identity.number:
            continue
        if item_type(link.text) is not None:
            kind = link.text
            continue
        url = document.site.canonical_url(address)
        known = found.get(url)
        beside = fold(block.text.replace(link.text, " ", 1)).strip(" |·•-–,")
        if beside and item_type(beside) is not None:
            kind = beside
        if known is None:
            found[url] = RelatedLink(url=url, title=link.text or None, kind=kind)
            kind = None
    return kind
