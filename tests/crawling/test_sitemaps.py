"""Sitemaps: what they list, when it changed, and what is no sitemap."""

import datetime as dt
import gzip

import pytest

from osce_scraper.crawling.sitemaps import NotASitemapError, SitemapEntry, read_lastmod, read_sitemap

URLSET = b"""<?xml version="1.0" encoding="UTF-8"?>
<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:xhtml="http://www.w3.org/1999/xhtml">
  <!-- two pages -->
  <url><loc> https://www.osce.org/a/1 </loc><lastmod>2024-01-31T12:00:00+02:00</lastmod>
    <xhtml:link rel="alternate" hreflang="uk" href="https://www.osce.org/uk/a/1"/></url>
  <url><loc>https://www.osce.org/a/2</loc></url>
  <url><lastmod>2024-01-31</lastmod></url>
</urlset>"""
ENTRIES = [
    SitemapEntry("https://www.osce.org/a/1", dt.datetime(2024, 1, 31, 10, tzinfo=dt.UTC)),
    SitemapEntry("https://www.osce.org/a/2", None),
]


def test_addresses_with_the_time_of_their_last_change() -> None:
    sitemap = read_sitemap(URLSET)
    assert not sitemap.is_index
    assert sitemap.entries == ENTRIES


def test_an_index_lists_sitemaps() -> None:
    body = (
        b"<sitemapindex><sitemap><loc>https://www.osce.org/s.xml?page=1</loc>"
        b"<lastmod>2024-01-31</lastmod></sitemap></sitemapindex>"
    )
    sitemap = read_sitemap(body)
    assert sitemap.is_index
    midnight = dt.datetime(2024, 1, 31, tzinfo=dt.UTC)
    assert sitemap.entries == [SitemapEntry("https://www.osce.org/s.xml?page=1", midnight)]


def test_a_packed_one_is_unpacked() -> None:
    assert read_sitemap(gzip.compress(URLSET)).entries == ENTRIES


def test_a_broken_one_gives_what_it_has() -> None:
    assert read_sitemap(URLSET[: URLSET.index(b"<url><lastmod>")]).entries == ENTRIES


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"   ",
        b"no markup at all",
        b"<html><body>Page not found</body></html>",
        gzip.compress(URLSET, mtime=0)[:40],
        gzip.compress(b"<urlset>" + b" " * 60_000_000, mtime=0),
    ],
    ids=["empty", "blank", "text", "html", "cut", "bomb"],
)
def test_what_is_no_sitemap_is_said_to_be_none(body: bytes) -> None:
    with pytest.raises(NotASitemapError):
        read_sitemap(body)


def test_no_entity_is_read_from_elsewhere() -> None:
    body = (
        b'<!DOCTYPE urlset [<!ENTITY x SYSTEM "file:///etc/hostname">]>'
        b"<urlset><url><loc>https://www.osce.org/a/1</loc><lastmod>&x;</lastmod></url></urlset>"
    )
    assert read_sitemap(body).entries == [SitemapEntry("https://www.osce.org/a/1", None)]


@pytest.mark.parametrize("text", ["", "yesterday", "2024", "31/01/2024"])
def test_a_time_that_cannot_be_read_is_none(text: str) -> None:
    assert read_lastmod(text) is None
