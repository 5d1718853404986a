"""The faults that the sources of a site, its robots.txt or the whole of it may have."""

import gzip
from collections.abc import Callable

from tests.faults import acts
from tests.faults.kinds import SiteFault
from tests.site.server import LocalSite


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


def _slow_robots(site: LocalSite) -> None:
    assert site._pages is not None
    site.act("/robots.txt", acts.slowly(site._pages.answer("/robots.txt").body, 1.2))


def _as_it_is(site: LocalSite) -> None:
    """The fault is in how the site is reached."""


#: Tries to reach the site, of which the site sees nothing.
_TRIES = {"requests": 2, "sources/unreachable": 1}
_UNREACHED = "Nothing is asked for; exit code 1, and the files of before stay."


SITE_FAULTS = (
    SiteFault("None at all", _as_it_is, "Harvested."),
    SiteFault("TLS with the right certificate", _as_it_is, "Harvested.", certificate="right"),
    *(
        SiteFault(
            f"TLS with a certificate {kind}",
            _as_it_is,
            _UNREACHED,
            items=False,
            counts=_TRIES,
            certificate=kind,
        )
        for kind in ("of its own making", "for another host", "that has run out")
    ),
    SiteFault(
        "A name that can't be resolved", _as_it_is, _UNREACHED, items=False, counts=_TRIES, resolved=False
    ),
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
    SiteFault("robots.txt that is slow", _slow_robots, "Waited for, up to DOWNLOAD_TIMEOUT."),
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
        "4 MB, 5,000 links and 1,000 items of a page are read; those that answer 404 are remembered as gone.",
    ),
    SiteFault("Sitemap: billion laughs", _sitemap(lambda site: _LAUGHS), "Entities are not expanded."),
    SiteFault("Sitemap: external entity", _sitemap(lambda site: _OUTSIDE), "No file is opened."),
    SiteFault(
        "Sitemap that contains itself",
        _sitemap(lambda site: _index([f"{site.base_url}/sitemap.xml"] * 300)),
        "Asked for once.",
        counts={"skipped/sitemap_again": 300},
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
