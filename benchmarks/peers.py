"""The peers, run by the Python of .venv-peers over a directory of pages; prints ratios as JSON.

Not imported by anything of this project: its packages are not there.
"""

import json
import sys
import time
from collections.abc import Callable
from functools import cache
from pathlib import Path
from statistics import median
from typing import Any

import lxml.html


def six_queries(page: bytes) -> Any:
    """What a plain spider does: parsel and six queries."""
    from parsel import Selector

    selector = Selector(body=page, encoding="utf-8")
    return [
        selector.css("h1::text").get(),
        selector.css("time::attr(datetime)").get(),
        selector.xpath("//meta[@property='og:title']/@content").get(),
        selector.css("div.body p").getall(),
        selector.css("a[href*='fields-of-work']::text").getall(),
        selector.xpath("//link[@rel='canonical']/@href").get(),
    ]


def trafilatura(page: bytes) -> Any:
    """trafilatura with metadata."""
    from trafilatura import bare_extraction

    return bare_extraction(page.decode("utf-8", "replace"), with_metadata=True)


def trafilatura_fast(page: bytes) -> Any:
    """trafilatura without its fallbacks."""
    from trafilatura import bare_extraction

    return bare_extraction(page.decode("utf-8", "replace"), with_metadata=True, fast=True)


def readability(page: bytes) -> Any:
    """readability-lxml: title and body."""
    from readability import Document

    document = Document(page.decode("utf-8", "replace"))
    return document.title(), document.summary()


def newspaper(page: bytes) -> Any:
    """newspaper4k without its language tools."""
    from newspaper import Article

    article = Article("https://www.osce.org/secretariat/531680")
    article.download(input_html=page.decode("utf-8", "replace"))
    article.parse()
    return article.title, article.text, article.publish_date


def news_please(page: bytes) -> Any:
    """news-please from a page."""
    from newsplease import NewsPlease

    return NewsPlease.from_html(page.decode("utf-8", "replace"), "https://www.osce.org/secretariat/531680")


@cache
def _fundus_parser() -> Any:
    """A publisher's parser as fundus wants it, for the pages of the site: title, date, body."""
    from fundus.parser import BaseParser, attribute
    from fundus.parser.utility import extract_article_body_with_selector, generic_date_parsing
    from lxml.etree import XPath

    heading, day, paragraphs = XPath("//h1"), XPath("//time/@datetime"), XPath("//main//p")

    class Parser(BaseParser):
        """Title, date and body."""

        @attribute
        def title(self) -> Any:
            """The heading."""
            return next((found.text_content() for found in heading(self.precomputed.doc)), None)

        @attribute
        def publishing_date(self) -> Any:
            """The first time that the page states."""
            return generic_date_parsing(next(iter(day(self.precomputed.doc)), None))

        @attribute
        def body(self) -> Any:
            """The paragraphs of the main part."""
            return extract_article_body_with_selector(self.precomputed.doc, paragraph_selector=paragraphs)

    return Parser()


def fundus(page: bytes) -> Any:
    """fundus with a parser of its own for the site, since it reads only publishers it knows."""
    return _fundus_parser().parse(page.decode("utf-8", "replace"))


PEERS: dict[str, Callable[[bytes], Any]] = {
    "parsel and six queries": six_queries,
    "fundus": fundus,
    "trafilatura, fast": trafilatura_fast,
    "trafilatura": trafilatura,
    "readability-lxml": readability,
    "newspaper4k": newspaper,
    "news-please": news_please,
}


def main() -> None:
    """Interleaved rounds over the pages of the directory given first; as many as given second."""
    pages = [file.read_bytes() for file in sorted(Path(sys.argv[1]).glob("*.html"))]
    rounds = int(sys.argv[2])
    able = {}
    for name, peer in PEERS.items():
        try:
            peer(pages[0])
        except ImportError:
            continue
        able[name] = peer
    ratios: dict[str, list[float]] = {name: [] for name in able}
    for _ in range(rounds):
        base = seconds(lxml.html.fromstring, pages)
        for name, peer in able.items():
            ratios[name].append(seconds(peer, pages) / base)
    found = {
        name: {
            "ratio_min": round(min(taken), 2),
            "ratio_median": round(median(taken), 2),
            "ratio_max": round(max(taken), 2),
        }
        for name, taken in ratios.items()
    }
    print(json.dumps(found))


def seconds(task: Callable[[bytes], Any], pages: list[bytes]) -> float:
    """Time of this process for all pages."""
    started = time.process_time()
    for page in pages:
        task(page)
    return time.process_time() - started


if __name__ == "__main__":
    main()
