"""Which answer an address of the local site gets: story, listing, sitemap, robots.txt, redirect, trap."""

from __future__ import annotations

import datetime as dt
import hashlib
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from email.utils import format_datetime
from html import escape
from typing import TYPE_CHECKING
from urllib.parse import parse_qs

from tests.site.desk import DISALLOWED_SECTIONS
from tests.site.layouts import drupal6, drupal11, early, labelled
from tests.site.listings import KINDS, ListingKind, Row, rows_of
from tests.site.menu import section_pages
from tests.site.stories import Story

if TYPE_CHECKING:
    from tests.site.server import LocalSite

_HTML = "text/html; charset=UTF-8"
_ITEM = re.compile(r"^(?:/(?P<language>uk|ru|sq))?/(?P<section>[^?]+)/(?P<number>\d{3,9})(?P<html>\.html)?$")
#: How the page of a story is laid out, by layout.
LAYOUTS: dict[str, Callable[[Story, str, list[tuple[str, str]]], str]] = {
    "drupal11": drupal11.story_page,
    "drupal6": drupal6.story_page,
    "newsroom": lambda story, _base, _versions: early.newsroom_page(story, twice=story.number % 2 == 0),
    "bare": lambda story, _base, _versions: early.bare_page(story),
    "labelled": lambda story, _base, _versions: labelled.labelled_page(story),
}
#: Rendered stories kept at most; 75 KB each.
_KEPT = 1000
_TOP_STORIES = 5


@dataclass(slots=True)
class Answer:
    """A response: ``modified`` is what Last-Modified says, ``after`` is called once it is on its way."""

    status: int
    body: bytes
    headers: dict[str, str] = field(default_factory=dict)
    modified: dt.datetime | None = None
    after: Callable[[], None] | None = None


def _redirect(path: str) -> Answer:
    return Answer(301, b"", {"Location": path, "Content-Type": _HTML})


def _document(body: bytes, modified: dt.datetime, kind: str = _HTML) -> Answer:
    """A page with validators; the ETag is a digest of its bytes."""
    return Answer(
        200,
        body,
        {
            "Content-Type": kind,
            "ETag": f'"{hashlib.md5(body, usedforsecurity=False).hexdigest()}"',
            "Last-Modified": format_datetime(modified, usegmt=True),
            "Cache-Control": "must-revalidate, no-cache, private",
            "X-Generator": "Drupal 11 (https://www.drupal.org)",
        },
        modified,
    )


class Pages:
    """The addresses of ``site``. Stories are rendered once for each of their states."""

    def __init__(self, site: LocalSite) -> None:
        self._site = site
        self._rendered: dict[str, tuple[Story, Answer]] = {}
        self._listed: dict[str, tuple[int, list[Row]]] = {}
        self._listing_pages: dict[str, tuple[int, Answer]] = {}
        self._sections = {story.section for story in site.items} | {"node", "odihr", "secretariat", "pc"}

    def answer(self, raw_path: str) -> Answer:
        """The answer to ``raw_path``, which is the address as asked, with its query."""
        path, _, query = raw_path.partition("?")
        path = path.rstrip("/") or "/"
        if path == "/robots.txt":
            return self._robots()
        if path == "/sitemap.xml":
            return self._sitemap(query)
        if path.startswith(("/sites/default/files/", "/themes/", "/files/")):
            return _document(b"%PDF-1.4 not a real file\n", self._site.now, "application/octet-stream")
        item = _ITEM.match(path)
        if item is not None:
            found = self._item(item)
            if found is not None:
                return found
        listing = self._listing_at(path)
        if listing is not None:
            return self._listing(listing, path, query)
        if path in ("/", "/ru", "/uk", "/sq"):
            return self._front(path)
        if path in section_pages() or path.removeprefix("/") in self._sections:
            title = path.rsplit("/", 1)[-1].replace("-", " ").capitalize()
            page = drupal11.plain_page(self._site.base_url, path, title, [("en", path)])
            return _document(page.encode(), dt.datetime(2025, 11, 24, 9, tzinfo=dt.UTC))
        return self._missing()

    def _missing(self, status: int = 404) -> Answer:
        page = drupal11.plain_page(self._site.base_url, "/page-not-found", "Page not found", [("en", "/")])
        return Answer(status, page.encode(), {"Content-Type": _HTML})

    def _robots(self) -> Answer:
        if not self._site.robots:
            return Answer(404, b"", {"Content-Type": "text/plain"})
        lines = ["# robots.txt of a site made for tests", "User-agent: *"]
        if self._site.crawl_delay is not None:
            lines.append(f"Crawl-delay: {self._site.crawl_delay:g}")
        lines += [f"Disallow: /{section}/" for section in DISALLOWED_SECTIONS]
        lines += ["Disallow: /admin/", "Disallow: /search", "Disallow: /user/", "Disallow: /*?download", ""]
        lines.append(f"Sitemap: {self._site.base_url}/sitemap.xml")
        return Answer(200, ("\n".join(lines) + "\n").encode(), {"Content-Type": "text/plain; charset=UTF-8"})

    # -- stories ----------------------------------------------------------------------------------------

    def _item(self, item: re.Match[str]) -> Answer | None:
        """The page of an item, a redirect to it, or None when no item has that number."""
        number, section = int(item["number"]), item["section"]
        language = item["language"] or "en"
        languages = self._site.languages_of(number)
        if not languages:
            return None
        if self._site.status(number) != 200:
            return self._missing(self._site.status(number))
        if language not in languages:
            if language != "en":
                return None
            language = languages[0]
            return _redirect(self._site.story(number, language).path)
        story = self._site.story(number, language)
        if item["html"] or section in ("item", "node") or section in self._site.old_sections(number):
            return _redirect(story.path)
        if section not in self._sections and section != story.section:
            return None
        return self._story_page(story)

    def _story_page(self, story: Story) -> Answer:
        known = self._rendered.get(story.key)
        if known is not None and known[0] is story:
            return known[1]
        page = LAYOUTS[story.layout](story, self._site.base_url, self._site.versions(story.number))
        answer = _document(page.encode(), story.modified)
        if len(self._rendered) >= _KEPT:
            self._rendered.pop(next(iter(self._rendered)))
        self._rendered[story.key] = (story, answer)
        return answer

    # -- listings ---------------------------------------------------------------------------------------

    @staticmethod
    def _listing_at(path: str) -> ListingKind | None:
        """The listing that answers at ``path``: its own or any path below it (a segment is a search)."""
        for where, kind in KINDS.items():
            if path == where or path.startswith((f"{where}/", f"{where}%")):
                return kind
        return None

    def rows(self, listing: str) -> list[Row]:
        """The rows of a listing now."""
        edition, rows = self._listed.get(listing, (-1, []))
        if edition != self._site.edition:
            rows = rows_of(listing, self._site.items)
            self._listed[listing] = (self._site.edition, rows)
        return rows

    def _listing(self, kind: ListingKind, path: str, query: str) -> Answer:
        asked = parse_qs(query)
        number = _whole(asked.get("page", ["0"])[-1], 0)
        size = self._site.page_size
        if kind.form == "press" and "rows" in asked:
            size = max(1, min(_whole(asked["rows"][-1], size), 50))
        rows = self.rows(kind.path)
        last = max(0, -(-len(rows) // size) - 1)
        shown = number
        if number > last:
            # Past the end the new listing begins again and the old one answers with its last page.
            shown = 0 if kind.form == "new" else last
        key = f"{path}?{shown}-{number if self._site.endless_pager else shown}-{size}"
        edition, answer = self._listing_pages.get(key, (-1, None))
        if answer is None or edition != self._site.edition:
            answer = self._render_listing(kind, path, rows, number, shown, last, size)
            if len(self._listing_pages) > 200:
                self._listing_pages.clear()
            self._listing_pages[key] = (self._site.edition, answer)
        after = lambda: self._site.listing_was_read(kind.path, number)  # noqa: E731
        return Answer(answer.status, answer.body, answer.headers, answer.modified, after)

    def _render_listing(
        self, kind: ListingKind, path: str, rows: list[Row], number: int, shown: int, last: int, size: int
    ) -> Answer:
        part = rows[shown * size : (shown + 1) * size]
        base = self._site.base_url
        at, end = (number, number + 1) if self._site.endless_pager and number >= last else (shown, last)
        if kind.form == "new":
            teasers = [drupal11.teaser(row.story, row.path) for row in part]
            page = drupal11.listing_page(base, path, at, end, teasers, title=kind.title)
        else:
            page = drupal6.listing_page(base, path, kind, part, at, end, len(rows), size)
        modified = max((row.story.modified for row in part), default=self._site.now)
        return _document(page.encode(), modified)

    def _front(self, path: str) -> Answer:
        rows = self.rows("/news")[:_TOP_STORIES]
        teasers = "".join(drupal11.teaser(row.story, row.path) for row in rows)
        versions = [("en", "/"), ("ru", "/ru"), ("uk", "/uk"), ("sq", "/sq")]
        language = path.strip("/") or "en"
        page = drupal11.plain_page(
            self._site.base_url,
            path,
            "Organization for Security and Co-operation in Europe",
            versions,
            language,
            teasers,
        )
        return _document(page.encode(), max((row.story.modified for row in rows), default=self._site.now))

    # -- sitemap ----------------------------------------------------------------------------------------

    def _sitemap_parts(self) -> list[list[Story]]:
        stories = sorted(
            (story for story in self._site.items if story.in_sitemap),
            key=lambda story: (story.number, story.language),
        )
        size = self._site.sitemap_size or (50 if len(stories) <= 500 else 2000)
        return [stories[start : start + size] for start in range(0, len(stories), size)]

    def _sitemap(self, query: str) -> Answer:
        """The index, or with ``page=N`` (from 1) a part of it."""
        parts = self._sitemap_parts()
        base = self._site.base_url
        start = dt.datetime(2025, 11, 24, 9, tzinfo=dt.UTC)
        head = '<?xml version="1.0" encoding="UTF-8"?>\n'
        space = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
        number = _whole(parse_qs(query).get("page", ["0"])[-1], 0)
        if not 1 <= number <= len(parts):
            children = "".join(
                f"<sitemap><loc>{base}/sitemap.xml?page={place}</loc>"
                f"<lastmod>{max(story.modified for story in part).isoformat()}</lastmod></sitemap>\n"
                for place, part in enumerate(parts, start=1)
            )
            newest = max((story.modified for part in parts for story in part), default=start)
            body = f"{head}<sitemapindex {space}>\n{children}</sitemapindex>\n"
            return _document(body.encode(), newest, "application/xml; charset=utf-8")
        urls = [
            f"<url><loc>{escape(base + story.path)}</loc><lastmod>{story.modified.isoformat()}</lastmod>"
            "<changefreq>monthly</changefreq><priority>0.5</priority></url>\n"
            for story in parts[number - 1]
        ]
        if number == 1:
            urls = [
                f"<url><loc>{base}/</loc><changefreq>daily</changefreq><priority>1.0</priority></url>\n",
                f"<url><loc>{base}/about-us</loc></url>\n",
                f"<url><loc>{base}/files/f/documents/1/4/523940.pdf?download=true</loc></url>\n",
                *urls,
            ]
        newest = max(story.modified for story in parts[number - 1])
        body = f"{head}<urlset {space}>\n{''.join(urls)}</urlset>\n"
        return _document(body.encode(), newest, "application/xml; charset=utf-8")


def _whole(text: str, otherwise: int) -> int:
    return int(text) if text.isascii() and text.isdigit() else otherwise
