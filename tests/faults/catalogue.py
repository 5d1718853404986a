"""The faults that a server may have, and what the harvester is to do about each.

A fault of an item is done to one story; a fault of a site to its sources, its robots.txt or the whole of it.
"""

import gzip
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Literal

import brotli

from tests.faults import acts
from tests.site.server import LocalSite
from tests.site.stories import Story

#: What becomes of an item: its record is kept, it waits for a later run, or its page is quarantined.
Fate = Literal["kept", "left for later", "quarantined"]


@dataclass(frozen=True, slots=True)
class Fault:
    """One fault: its name, how it is arranged, and what is to come of it."""

    name: str
    arrange: Callable[[LocalSite, Story], None]
    does: str
    fate: Fate = "left for later"
    #: Requests for the item's own address.
    requests: int = 1
    #: Settings of the run, beside those of every fault.
    settings: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class SiteFault:
    """A fault of sources or of the whole site; ``items`` says whether those of the site are harvested."""

    name: str
    arrange: Callable[[LocalSite], None]
    does: str
    items: bool = True
    settings: dict[str, str] = field(default_factory=dict)
    arguments: tuple[str, ...] = ()


def page_of(site: LocalSite, story: Story) -> bytes:
    """The page as the site has it."""
    assert site._pages is not None
    return site._pages.answer(story.path).body


def _answer(
    status: int, *, times: int | None = None, body: bytes = b"", **headers: str
) -> Callable[[LocalSite, Story], None]:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return lambda site, story: site.answer(story.path, status, times=times, headers=named, body=body)


def _act(act: acts.Act, times: int | None = None) -> Callable[[LocalSite, Story], None]:
    return lambda site, story: site.act(story.path, act, times=times)


def _lied(more: int) -> Callable[[LocalSite, Story], None]:
    def arrange(site: LocalSite, story: Story) -> None:
        page = page_of(site, story)
        site.act(story.path, acts.stated_length(page, len(page) + more))

    return arrange


def _packed(encoding: str, pack: Callable[[bytes], bytes]) -> Callable[[LocalSite, Story], None]:
    return lambda site, story: site.answer(
        story.path, 200, body=pack(page_of(site, story)), headers={"Content-Encoding": encoding}
    )


def _charset(content_type: str, encoding: str) -> Callable[[LocalSite, Story], None]:
    def arrange(site: LocalSite, story: Story) -> None:
        body = page_of(site, story).decode().encode(encoding, "xmlcharrefreplace")
        site.answer(story.path, 200, body=body, headers={"Content-Type": content_type})

    return arrange


def _cookies(site: LocalSite, story: Story) -> None:
    site.answer(
        story.path,
        200,
        body=page_of(site, story),
        headers={"Set-Cookie": "trap=" + "x" * 4000 + "; Domain=127.0.0.1; Path=/"},
    )


def _chain(length: int) -> Callable[[LocalSite, Story], None]:
    def arrange(site: LocalSite, story: Story) -> None:
        steps = [story.path, *(f"/step{number}/{story.number}" for number in range(1, length))]
        end = f"/end/{story.number}"
        for here, there in zip(steps, [*steps[1:], end], strict=True):
            site.answer(here, 301, headers={"Location": there})
        site.answer(end, 200, body=page_of(site, story))

    return arrange


def _away(location: str) -> Callable[[LocalSite, Story], None]:
    return _answer(302, Location=location)


_BOMB = 64 << 20
_ERROR_PAGE = (
    b"<!DOCTYPE html><html><head><title>Error</title></head>"
    b"<body><p>The website encountered an unexpected error.</p></body></html>"
)
_LATER = "Asked again up to RETRY_TIMES, then left for a later run; nothing is kept of it."
_REFUSED = "Not followed; counted as `refused/other_host`, left for a later run."
_WAIT_LATER = "Not asked again in this run, because the wait is too long."

FAULTS = (
    Fault("Connection reset", _act(acts.reset), _LATER, requests=2),
    Fault("Connection reset once", _act(acts.reset, 1), "Asked again and kept.", "kept", 2),
    Fault(
        "Stall before the answer", _act(acts.stall), f"Cut off after DOWNLOAD_TIMEOUT. {_LATER}", requests=2
    ),
    Fault("Slow drip", _act(acts.drip), f"Cut off after DOWNLOAD_TIMEOUT as a whole. {_LATER}", requests=2),
    Fault("No HTTP", _act(acts.garbage), _LATER, requests=2),
    Fault("Header of 4 MB", _act(acts.long_header), f"The connection is closed. {_LATER}", requests=2),
    Fault("Content-Length too long", _lied(5000), f"Half a page is no page. {_LATER}", requests=2),
    Fault("Endless body", _act(acts.endless), "Cut off at DOWNLOAD_MAXSIZE; left for a later run."),
    Fault(
        "Truncated gzip",
        _packed("gzip", lambda page: gzip.compress(page)[:-200]),
        f"The end of the stream is missing. {_LATER}",
        requests=2,
    ),
    Fault(
        "Truncated brotli",
        _packed("br", lambda page: brotli.compress(page)[:-200]),
        f"The end of the stream is missing. {_LATER}",
        requests=2,
    ),
    Fault(
        "gzip bomb",
        _packed("gzip", lambda page: gzip.compress(page + bytes(_BOMB))),
        "Unpacked to DOWNLOAD_MAXSIZE and no further; left for a later run.",
    ),
    Fault(
        "brotli bomb",
        _packed("br", lambda page: brotli.compress(page + bytes(_BOMB), quality=1)),
        "Unpacked to DOWNLOAD_MAXSIZE and no further; left for a later run.",
    ),
    Fault(
        "Packed 40 times",
        _packed(", ".join(["gzip"] * 40), gzip.compress),
        "More than three layers are not unpacked; left for a later run.",
    ),
    Fault("Says gzip, is not", _packed("gzip", lambda page: page), "Read as it is.", "kept"),
    Fault("Wrong charset", _charset("text/html; charset=ascii", "utf-8"), "Read as UTF-8.", "kept"),
    Fault("No charset", _charset("text/html", "utf-8"), "Read as UTF-8.", "kept"),
    Fault(
        "A charset that is none", _charset("text/html; charset=undefined", "utf-8"), "Read as UTF-8.", "kept"
    ),
    Fault(
        "200 with an error page",
        _answer(200, body=_ERROR_PAGE),
        "Quarantined with the reason.",
        "quarantined",
    ),
    Fault("200 with nothing", _answer(200), "Quarantined with the reason.", "quarantined"),
    Fault("403", _answer(403), "Left for a later run."),
    Fault("403 with Retry-After", _answer(403, Retry_After="1"), "Left for a later run."),
    Fault(
        "429 with seconds",
        _answer(429, times=1, Retry_After="1"),
        "Waits as long as is asked for, then kept.",
        "kept",
        2,
    ),
    Fault(
        "503 with a date gone by",
        _answer(503, times=1, Retry_After="Mon, 01 Jan 2024 00:00:00 GMT"),
        "Asked again at once, then kept.",
        "kept",
        2,
    ),
    Fault("503 with a date in 9999", _answer(503, Retry_After="Fri, 31 Dec 9999 23:59:59 GMT"), _WAIT_LATER),
    Fault("429 with a number of 300 digits", _answer(429, Retry_After="9" * 300), _WAIT_LATER),
    Fault("503 with a word", _answer(503, times=1, Retry_After="soon"), "Asked again at once.", "kept", 2),
    Fault("500 for a while", _answer(500, times=1), "Asked again and kept.", "kept", 2),
    Fault("502 without end", _answer(502), _LATER, requests=2),
    Fault(
        "Redirect to itself",
        lambda site, story: site.answer(story.path, 302, headers={"Location": story.path}),
        "Followed REDIRECT_MAX_TIMES, then left for a later run.",
        requests=6,
    ),
    Fault("Chain of 12 redirects", _chain(12), "Followed REDIRECT_MAX_TIMES, then left for a later run."),
    Fault("Chain of 3 redirects", _chain(3), "Followed and kept.", "kept"),
    Fault("Redirect to another host", _away("http://example.com/a/1"), _REFUSED),
    Fault("Redirect to another port of 127.0.0.1", _away("http://127.0.0.1:9/a/1"), _REFUSED),
    Fault("Redirect to localhost by name", _away("http://localhost/a/1"), _REFUSED),
    Fault("Redirect to 10.0.0.1", _away("http://10.0.0.1/a/1"), _REFUSED),
    Fault("Redirect to the metadata address", _away("http://169.254.169.254/latest/meta-data/"), _REFUSED),
    Fault("Redirect to [::1]", _away("http://[::1]/a/1"), _REFUSED),
    Fault("Redirect to 127.0.0.1 as a number", _away("http://2130706433/a/1"), _REFUSED),
    Fault("Redirect to 127.0.0.1 in hex", _away("http://0x7f000001/a/1"), _REFUSED),
    Fault("Redirect to file:", _away("file:///etc/hostname"), "Not followed; left for a later run."),
    Fault("Redirect to data:", _away("data:text/html,<h1>Title</h1>"), "Not followed; left for a later run."),
    Fault("Cookies that trap", _cookies, "No cookie is ever sent back; kept.", "kept"),
)


# ------------------------------------------------------------------------------------------------ sites


def _urlset(urls: list[str]) -> bytes:
    body = "".join(f"<url><loc>{url}</loc></url>" for url in urls)
    return f'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{body}</urlset>'.encode()


def _index(urls: list[str]) -> bytes:
    parts = "".join(f"<sitemap><loc>{url}</loc></sitemap>" for url in urls)
    return f"<sitemapindex>{parts}</sitemapindex>".encode()


def _sitemap(make: Callable[[LocalSite], bytes]) -> Callable[[LocalSite], None]:
    def arrange(site: LocalSite) -> None:
        site.answer("/sitemap.xml", 200, body=make(site), headers={"Content-Type": "application/xml"})

    return arrange


_LAUGHTER = b"".join(b"<!ENTITY a%d '%s'>" % (n, b"&a%d;" % (n - 1) * 10) for n in range(1, 10))
_LAUGHS = (
    b"<?xml version='1.0'?><!DOCTYPE urlset [<!ENTITY a0 'ha'>" + _LAUGHTER + b"]>"
    b"<urlset><url><loc>&a9;</loc></url></urlset>"
)
_OUTSIDE = (
    b"<?xml version='1.0'?><!DOCTYPE urlset [<!ENTITY x SYSTEM 'file:///etc/passwd'>]>"
    b"<urlset><url><loc>&x;</loc></url></urlset>"
)


def _robots(body: bytes, status: int = 200) -> Callable[[LocalSite], None]:
    return lambda site: site.answer("/robots.txt", status, body=body, headers={"Content-Type": "text/plain"})


def _listing_of_links(site: LocalSite) -> None:
    links = b"".join(
        b"<li><a href='/x/%d'>An item of many, number %d</a></li>" % (number, number)
        for number in range(7_000_000, 7_120_000)
    )
    body = b"<html><body><ul>" + links + b"</ul></body></html>"
    site.answer("/press-releases", 200, body=body)


def _loop(site: LocalSite) -> None:
    site.endless_pager = True


def _gone(site: LocalSite) -> None:
    site.robots = False


SITE_FAULTS = (
    SiteFault("robots.txt missing", _gone, "All may be asked for (RFC 9309)."),
    SiteFault(
        "robots.txt of 2 MB",
        _robots(b"User-agent: *\n" + b"Disallow: /nowhere/at/all\n" * 80_000),
        "The first 512 KiB are read.",
    ),
    SiteFault(
        "robots.txt without end",
        lambda site: site.act("/robots.txt", acts.endless),
        "Can't be had, so nothing is asked for; exit code 1.",
        items=False,
    ),
    SiteFault(
        "robots.txt that stalls",
        lambda site: site.act("/robots.txt", acts.stall),
        "Can't be had, so nothing is asked for; exit code 1.",
        items=False,
    ),
    SiteFault(
        "robots.txt answers 500", _robots(b"", 500), "Nothing may be asked for; exit code 1.", items=False
    ),
    SiteFault(
        "Listing that loops", _loop, "The walk ends with a warning (`sources/repeating`, `sources/junk`)."
    ),
    SiteFault(
        "Listing of 120,000 links",
        _listing_of_links,
        "4 MB, 5,000 links and 1,000 items of a page are read.",
        arguments=("limit=3",),
    ),
    SiteFault("Sitemap: billion laughs", _sitemap(lambda site: _LAUGHS), "Entities are not expanded."),
    SiteFault("Sitemap: external entity", _sitemap(lambda site: _OUTSIDE), "No file is opened."),
    SiteFault(
        "Sitemap that contains itself",
        _sitemap(lambda site: _index([f"{site.base_url}/sitemap.xml"] * 300)),
        "Read once.",
    ),
    SiteFault(
        "Sitemap index of elsewhere",
        _sitemap(lambda site: _index(["http://10.0.0.1/s.xml", "file:///etc/passwd", "http://[::1]/s.xml"])),
        "Not followed; counted as `skipped/sitemap_elsewhere`.",
    ),
    SiteFault(
        "Sitemap of 300,000 addresses that are no items",
        _sitemap(lambda site: _urlset([f"{site.base_url}/junk-{n}" for n in range(300_000)])),
        "The first 50,000 are read.",
    ),
    SiteFault(
        "Sitemap that is a bomb",
        _sitemap(lambda site: gzip.compress(b"<urlset>" + b" " * (200 << 20))),
        "Unpacked to 50 MB and no further.",
    ),
    SiteFault(
        "Sitemap answers 500", lambda site: site.answer("/sitemap.xml", 500), "Listings give the items."
    ),
)
