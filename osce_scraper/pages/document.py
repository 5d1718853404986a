"""A page as it came: bytes or text, parsed once, with what its head says of it."""

import codecs
import json
import re
from collections.abc import Callable, Iterator, Mapping
from functools import cache, cached_property
from itertools import islice
from typing import Any, Final, cast
from urllib.parse import urljoin, urlsplit

from lxml import etree
from parsel import Selector

from osce_scraper.lang.characters import composed, of_characters
from osce_scraper.pages.blocks import (
    Block,
    Picture,
    Walked,
    fold,
    html_blocks,
    is_markup,
    text_blocks,
    text_of,
)
from osce_scraper.pages.conforming import is_misread, written_as_in_browsers
from osce_scraper.pages.nesting import stopped_by_nesting, unnest
from osce_scraper.pages.plain import plain_text, without_tooltips
from osce_scraper.pages.text_menu import menu_length
from osce_scraper.sites import Site, unwrap_wayback

#: What is behind so many bytes (or characters) of a page is not read: the longest pages seen are below 1 MB,
#: and a hostile one must not cost minutes.
LONGEST_PAGE: Final = 4_000_000
#: Links behind the first so many of a page lead nowhere: the site's longest pages have some hundreds.
MOST_LINKS: Final = 5_000
#: Characters of the longest address that a link may have; no browser or server deals with much longer ones.
LONGEST_ADDRESS: Final = 4_096
#: A page of fewer bytes holds no number of links that would take long.
_MANY_BYTES: Final = 200_000
#: Codecs of Python's that are no encoding of a web page: slow, or not to be decoded with at all.
_NO_CHARSETS: Final = frozenset(
    {"punycode", "idna", "undefined", "unicode-escape", "raw-unicode-escape", "utf-7"}
)
_DECLARED = re.compile(
    rb"""<(?:meta|\?xml)[^>]{0,200}?(?:charset|encoding)\s*=\s*["']?\s*([A-Za-z0-9_:.-]{2,40})""", re.I
)
_LEGACY_CYRILLIC: Final = "windows-1251"
_LEGACY: Final = "windows-1252"


#: Bytes that are looked at together.
_PIECE = 8_192
_UTF8 = codecs.getincrementaldecoder("utf-8")


def _charset(body: bytes) -> tuple[str, bool]:
    """Encoding of ``body`` and whether it contradicts what the page declares.

    Text that is valid UTF-8 is UTF-8, whatever the page says; otherwise what the page says, if it can be;
    otherwise the legacy code page of the script that the bytes look like.
    """
    declared = _DECLARED.search(body, 0, 4096)
    name = declared.group(1).decode("ascii").lower() if declared else None
    encoding: str | None = None
    if name is not None:
        try:
            encoding = codecs.lookup(name).name
        except LookupError:
            encoding = None
        if encoding in _NO_CHARSETS:
            encoding = None
    for mark, marked in (
        (codecs.BOM_UTF8, "utf-8"),
        (codecs.BOM_UTF16_LE, "utf-16"),
        (codecs.BOM_UTF16_BE, "utf-16"),
    ):
        if body.startswith(mark):
            return marked, False
    if _is_utf8(body):
        return "utf-8", encoding is not None and encoding != "utf-8" and not body.isascii()
    if encoding is not None and encoding != "utf-8":
        try:
            body.decode(encoding)
        except (UnicodeDecodeError, LookupError):
            pass
        else:
            return encoding, False
    if encoding == "utf-8" and _mostly_utf8(body):
        return "utf-8", True
    high = [byte for byte in body[:50_000] if byte >= 0x80]
    letters = sum(1 for byte in high if byte >= 0xC0)
    cyrillic = len(high) > 40 and letters > 0.9 * len(high) and len(high) > len(body) * 0.02
    return (_LEGACY_CYRILLIC if cyrillic else _LEGACY), True


def _is_utf8(body: bytes) -> bool:
    """Whether ``body`` is valid UTF-8.

    Looked at piece by piece: the text of a whole page takes twice its room, to be thrown away at once.
    """
    if body.isascii():
        return True
    decoder = _UTF8()
    try:
        for begin in range(0, len(body), _PIECE):
            decoder.decode(body[begin : begin + _PIECE])
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def _mostly_utf8(body: bytes) -> bool:
    """Whether only a few bytes of ``body`` are no UTF-8: a page cut off or damaged in places."""
    text = body.decode("utf-8", "replace")
    return text.count("\ufffd") * 100 < max(len(text) - len(text.encode("ascii", "ignore")), 1) * 20


@cache
def _parser(*, deep: bool = False) -> etree.HTMLParser:
    """The parser of pages in UTF-8; a ``deep`` one does not stop at a page that nests too deeply."""
    # Plain elements: lxml.html's own classes would cost a look-up for every element visited.
    return etree.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, huge_tree=deep)


_END_OF_PAGE = re.compile(rb"</(?:body|html)\s*>", re.I)
_EMPTY = b"<html><body></body></html>"


def _parse(data: bytes) -> etree._Element:
    """The tree of a page in UTF-8; an empty one when nothing in it can be parsed."""
    parser = _parser()
    end = _END_OF_PAGE.search(data)
    if end is not None and _END_OF_PAGE.sub(b"", data[end.start() :]).strip():
        # As in browsers, what follows these tags stands where it would without them; libxml2 drops it.
        data = _END_OF_PAGE.sub(b" ", data)
    try:
        root: etree._Element | None = etree.fromstring(data, parser=parser)
        if stopped_by_nesting(parser):
            root = etree.fromstring(data, parser=_parser(deep=True))
            unnest(root)
        elif is_misread(parser.error_log):
            root = etree.fromstring(written_as_in_browsers(data), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        root = None
    if root is None:
        return etree.fromstring(_EMPTY, parser=_parser())
    # Counting goes through the whole page, which a page of usual size need not be put through.
    if len(data) > _MANY_BYTES and max(data.count(b"<a"), data.count(b"<A")) > MOST_LINKS:
        for link in islice(list(root.iter("a")), MOST_LINKS, None):
            link.attrib.pop("href", "")
    return root


class Document:
    """One page: its address, its blocks, and what its head says.

    ``page`` is HTML (bytes or text) or the plain text of a page; ``url`` is the address it came from,
    ``site`` the site whose page it is.
    """

    def __init__(self, page: bytes | str, url: str, site: Site, *, plain: bool | None = None) -> None:
        self.url = url
        self.site = site
        self.charset_contradicted = False
        if isinstance(page, bytes):
            self.source = page[:LONGEST_PAGE]
            encoding, self.charset_contradicted = _charset(self.source)
            self.encoding = encoding
            self._text: str | None = None
            if encoding == "utf-16":
                # Nothing is found in its bytes.
                self._text, self.source = self.text, b""
        else:
            self.source = b""
            self.encoding = "utf-8"
            self._text = of_characters(page[:LONGEST_PAGE])
        self._plain = plain
        self._marks: dict[str, bool] = {}
        #: The page's address, which may become another, and its scheme and host.
        self._origin_of = ("", "")
        self._base_of = ("", "")

    @cached_property
    def text(self) -> str:
        """The page as text: HTML or plain."""
        if self._text is not None:
            return self._text
        return self.source.decode(self.encoding, "replace").removeprefix("\ufeff")

    def edges(self, length: int) -> tuple[str, str]:
        """The first and the last ``length`` characters or so, without reading what lies between."""
        if self._text is not None:
            return self._text[:length], self._text[-length:]
        first, last = self.source[:length], self.source[-length:]
        return first.decode(self.encoding, "replace"), last.decode(self.encoding, "replace")

    @cached_property
    def plain_text(self) -> str:
        """The text of a plain page, one line a paragraph, without the marks of the tool that made it."""
        return plain_text(composed(self.text))

    @cached_property
    def is_plain(self) -> bool:
        """Whether the page is plain text rather than HTML."""
        if self._plain is not None:
            return self._plain
        if self._text is None and b"<html" in self.source[:2000].lower():
            return False
        return not is_markup(self.text)

    @cached_property
    def root(self) -> etree._Element:
        """Root of the parsed page (an empty page for plain text)."""
        if self.is_plain:
            return _parse(_EMPTY)
        if self._text is None and self.encoding == "utf-8" and b"\x00" not in self.source:
            return _parse(self.source)
        return _parse(self.text.replace("\x00", "").encode("utf-8", "replace"))

    @cached_property
    def selector(self) -> Selector:
        """The parsed page as a parsel selector, for expressions in CSS or XPath."""
        return Selector(root=self.root, type="html")

    @cached_property
    def _walked(self) -> Walked:
        if self.is_plain:
            blocks = text_blocks(self.plain_text)
            for block in blocks[: menu_length(self.plain_text, self.site.menus)]:
                block.region = "navigation"
            return Walked(blocks)
        body = self.root.find("body")
        # A broken page may have its article in a second body, or behind the end of the first.
        walked = html_blocks(self.root if body is None or body.getnext() is not None else body)
        if walked.has_tooltips:
            for block in walked.blocks:
                block.text = without_tooltips(block.text)
                for link in block.links:
                    link.text = without_tooltips(link.text)
        return walked

    @property
    def blocks(self) -> list[Block]:
        """The page's texts in the order of the document, menus and footers left out."""
        return self._walked.blocks

    @property
    def passed_over(self) -> list[etree._Element]:
        """The elements of menus and footers, whose texts are not among the blocks."""
        return self._walked.passed_over

    @property
    def anchors(self) -> list[etree._Element]:
        """The links outside menus and footers, in the order of the document."""
        return self._walked.anchors

    @property
    def images(self) -> list[Picture]:
        """The pictures outside menus and footers, in the order of the document."""
        return self._walked.images

    def has(self, mark: str) -> bool:
        """Whether the page's source holds ``mark``, such as a class name."""
        found = self._marks.get(mark)
        if found is None:
            found = mark.encode() in self.source if self._text is None else mark in self._text
            self._marks[mark] = found
        return found

    @property
    def generator(self) -> str:
        """What made the page, as its head says; empty where it does not."""
        return self.metadata.get("generator", "")

    @cached_property
    def metadata(self) -> Mapping[str, str]:
        """`<meta>` values by name or property, in lower case; the first of each counts."""
        found: dict[str, str] = {}
        head = self.root.find("head")
        elements = [] if head is None else head.findall("meta")
        # Broken pages have them in the body.
        for element in elements or _METAS(self.root):
            name = element.get("property") or element.get("name") or element.get("itemprop")
            content = element.get("content")
            content = fold(content) if content else ""
            if name and content:
                found.setdefault(name.strip().lower(), content)
        return found

    @cached_property
    def document_title(self) -> str | None:
        """Text of `<title>`."""
        title = self.root.find("head/title")
        if title is None:
            title = next(iter(_TITLES(self.root)), None)
        return (text_of(title) or None) if title is not None else None

    @cached_property
    def declared_language(self) -> str | None:
        """Two-letter language of the root's ``lang`` attribute."""
        language = (
            self.root.get("lang") or self.root.get("{http://www.w3.org/XML/1998/namespace}lang") or ""
        ).strip()
        code = re.split(r"[-_]", language.lower())[0]
        return code if len(code) == 2 and code.isascii() and code.isalpha() else None

    @cached_property
    def json_ld(self) -> list[dict[str, Any]]:
        """Every JSON-LD object of the page, graphs and lists opened; broken ones left out."""
        found: list[dict[str, Any]] = []
        for element in self.root.iter("script"):
            if element.get("type") != "application/ld+json":
                continue
            try:
                found.extend(_objects(json.loads(element.text or "")))
            except (ValueError, RecursionError):
                continue
        return found

    def absolute(self, href: str) -> str | None:
        """``href`` as an absolute http(s) address, or None when it leads nowhere on the web."""
        href = href.strip()
        if not href or href.startswith("#") or len(href) > LONGEST_ADDRESS:
            return None
        # Most links are plain paths of this host, and need no joining.
        if self._origin and _PLAIN_PATH.fullmatch(href) and "/." not in href:
            return f"{self._origin}{href}"
        try:
            # The Wayback Machine writes links from its own root.
            if href.startswith("/web/"):
                href = unwrap_wayback(f"https://web.archive.org{href}")
            address = urljoin(self.base, href)
            parts = urlsplit(address)
            # An address of the Wayback Machine will be taken for the one it holds.
            urlsplit(unwrap_wayback(address))
        except ValueError:
            return None
        return address if parts.scheme in ("http", "https") and parts.netloc else None

    @property
    def _origin(self) -> str:
        """Scheme and host of the page's address; empty for one that is not of the web."""
        if self._origin_of[0] != self.url:
            try:
                parts = urlsplit(self.base)
            except ValueError:
                parts = urlsplit("")
            on_the_web = parts.scheme in ("http", "https") and parts.netloc
            self._origin_of = (self.url, f"{parts.scheme}://{parts.netloc}" if on_the_web else "")
        return self._origin_of[1]

    @property
    def base(self) -> str:
        """The address that relative links start from: the page's own, or that of its `<base>`."""
        if self._base_of[0] != self.url:
            stated = "" if self.is_plain else next(iter(_BASES(self.root)), "")
            try:
                address = urljoin(self.url, str(stated).strip()) if stated else self.url
                on_the_web = urlsplit(address).scheme in ("http", "https")
            except ValueError:
                address, on_the_web = self.url, True
            self._base_of = (self.url, address if on_the_web else self.url)
        return self._base_of[1]


#: Types of schema.org that are an article.
ARTICLE_TYPES: Final = frozenset(
    [
        "AnalysisNewsArticle",
        "Article",
        "BackgroundNewsArticle",
        "BlogPosting",
        "LiveBlogPosting",
        "NewsArticle",
        "OpinionNewsArticle",
        "Report",
        "ReportageNewsArticle",
        "ReviewNewsArticle",
        "SocialMediaPosting",
        "TechArticle",
    ]
)


def json_ld_types(node: Mapping[str, Any]) -> list[str]:
    """The types of a JSON-LD object, without the name of their vocabulary."""
    stated = node.get("@type")
    kinds = stated if isinstance(stated, list) else [stated]
    return [kind.rpartition("/")[2] for kind in kinds if isinstance(kind, str)]


def _objects(value: Any) -> Iterator[dict[str, Any]]:
    if isinstance(value, list):
        for each in value:
            yield from _objects(each)
    elif isinstance(value, dict):
        yield value
        graph = value.get("@graph")
        if isinstance(graph, list):
            yield from _objects(graph)


def xpath(expression: str) -> Callable[[etree._Element], list[Any]]:
    """``expression`` compiled once: a function from an element to the nodes it selects."""
    compiled: Any = etree.XPath(expression, smart_strings=False)
    return cast(Callable[[etree._Element], list[Any]], compiled)


_PLAIN_PATH = re.compile(r"/(?!web/)(?:[\w-][\w./-]*)?")
_BASES = xpath("/html/head//base/@href | /html/body/base/@href")
_METAS = xpath("//meta[@content]")
_TITLES = xpath("//title[not(ancestor::svg)]")
