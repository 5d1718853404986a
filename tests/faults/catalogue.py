"""The faults that a server may have, and what the harvester is to do about each.

A fault of an item is done to one story; a fault of a site to its sources, its robots.txt or the whole of it.
"""

import gzip
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Literal

import brotli

from tests.faults import acts
from tests.faults.certificates import Certificate
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
    #: What the run counts beside ``failed`` or ``quarantined``, or instead of them, because of this fault.
    counts: dict[str, int | range] = field(default_factory=dict)
    #: Requests for other items that may have to be made again, since they were sent on a spoilt connection.
    spoils: int = 0

    def counted(self, counter: str) -> range:
        """By how much the fault raises a counter of ``COUNTERS``: one number but where a clock decides."""
        fates = {"left for later": "failed", "quarantined": "quarantined"}
        number = self.counts.get(counter, int(fates.get(self.fate) == counter))
        return number if isinstance(number, range) else range(number, number + 1)


#: Counters that tell of faults and nothing else; each must say exactly what the faults of a run make.
COUNTERS = ("failed", "quarantined", "skipped/not_allowed", "refused/other_host", "retry_after/seconds")


@dataclass(frozen=True, slots=True)
class SiteFault:
    """A fault of sources or of the whole site; ``items`` says whether those of the site are harvested."""

    name: str
    arrange: Callable[[LocalSite], None]
    does: str
    items: bool = True
    #: Counters of the run that tell of the fault, with what each says; a run that never began has none.
    counts: dict[str, int] = field(default_factory=dict)
    certificate: Certificate | None = None
    #: Whether the name of the site can be resolved.
    resolved: bool = True


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


def _chain(length: int) -> Callable[[LocalSite, Story], None]:
    def arrange(site: LocalSite, story: Story) -> None:
        steps = [story.path, *(f"/step{number}/{story.number}" for number in range(1, length))]
        end = f"/end/{story.number}"
        for here, there in zip(steps, [*steps[1:], end], strict=True):
            site.answer(here, 301, headers={"Location": there})
        site.answer(end, 200, body=page_of(site, story))

    return arrange


def _of_page(act: Callable[[bytes], acts.Act]) -> Callable[[LocalSite, Story], None]:
    return lambda site, story: site.act(story.path, act(page_of(site, story)))


def _inside(name: str, location: str) -> Fault:
    """A redirect to somewhere that is no business of a visitor."""
    return Fault(
        f"Redirect to {name}", _away(location), _REFUSED, counts={**_ASTRAY, "refused/other_host": 1}
    )


def _no_web(scheme: str, location: str) -> Fault:
    """A redirect to something that is not the web."""
    return Fault(
        f"Redirect to {scheme}", _away(location), "Not followed; left for a later run.", counts=_ASTRAY
    )


def _away(location: str) -> Callable[[LocalSite, Story], None]:
    return _answer(302, Location=location)


_BOMB = 64 << 20
_ERROR_PAGE = (
    b"<!DOCTYPE html><html><head><title>Error</title></head>"
    b"<body><p>The website encountered an unexpected error.</p></body></html>"
)
#: The end of every page, without which it is as readable.
_TAIL = b"</body>\n</html>\n"
#: An answer that nobody asked for.
FORGED = b"<html><body><main><h1>A forged title</h1><p>Nobody wrote this.</p></main></body></html>"
_LATER = "Asked again up to RETRY_TIMES, then left for a later run; nothing is kept of it."
_REFUSED = "Not followed; counted as `refused/other_host`, left for a later run."
#: What is given up for its redirects is none that failed.
_ASTRAY = {"failed": 0, "skipped/not_allowed": 1}
_WAIT_LATER = "Not asked again in this run, because the wait is too long."

FAULTS = (
    Fault("Connection reset", _act(acts.reset), _LATER, requests=2),
    Fault("Connection reset once", _act(acts.reset, 1), "Asked again and kept.", "kept", 2),
    Fault(
        "Stall before the answer", _act(acts.stall), f"Cut off after DOWNLOAD_TIMEOUT. {_LATER}", requests=2
    ),
    Fault(
        "Stall in the middle of the body",
        _of_page(acts.stall_midway),
        f"Cut off after DOWNLOAD_TIMEOUT. {_LATER}",
        requests=2,
    ),
    Fault("Slow drip", _act(acts.drip), f"Cut off after DOWNLOAD_TIMEOUT as a whole. {_LATER}", requests=2),
    Fault("No HTTP", _act(acts.garbage), _LATER, requests=2),
    Fault("Header of 4 MB", _act(acts.long_header), f"The connection is closed. {_LATER}", requests=2),
    Fault("Content-Length too long", _lied(5000), f"Half a page is no page. {_LATER}", requests=2),
    Fault(
        "Content-Length too short",
        _of_page(lambda page: acts.too_short(page, len(_TAIL), FORGED)),
        "Read as long as it says; what comes behind it is no answer to another request; kept.",
        "kept",
        spoils=1,
    ),
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
    Fault("403 with Retry-After in seconds", _answer(403, Retry_After="1"), "Left for a later run."),
    Fault("403 with Retry-After as a date", _act(acts.wait_until(403, 1)), "Left for a later run."),
    *(
        Fault(
            f"{status} with Retry-After in seconds",
            _answer(status, times=1, Retry_After="1"),
            "Waits as long as is asked for, then kept.",
            "kept",
            2,
            counts={"retry_after/seconds": 1},
        )
        for status in (429, 503)
    ),
    *(
        Fault(
            f"{status} with Retry-After as a date",
            _act(acts.wait_until(status, 1), 1),
            "Waits until then, then kept.",
            "kept",
            2,
            # A date is a whole second, so that it is one second or two away, to the nearest.
            counts={"retry_after/seconds": range(1, 3)},
        )
        for status in (429, 503)
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
        counts=_ASTRAY,
    ),
    Fault(
        "Chain of 12 redirects",
        _chain(12),
        "Followed REDIRECT_MAX_TIMES, then left for a later run.",
        counts=_ASTRAY,
    ),
    Fault("Chain of 3 redirects", _chain(3), "Followed and kept.", "kept"),
    _inside("another host", "http://example.com/a/1"),
    _inside("another host without a scheme", "//example.com/a/1"),
    _inside("another host behind a user name", "http://127.0.0.1:80@example.com/a/1"),
    _inside("another port of 127.0.0.1", "http://127.0.0.1:9/a/1"),
    _inside("localhost by name", "http://localhost/a/1"),
    _inside("10.0.0.1", "http://10.0.0.1/a/1"),
    _inside("172.16.0.1", "http://172.16.0.1/a/1"),
    _inside("192.168.0.1", "https://192.168.0.1/a/1"),
    _inside("the metadata address", "http://169.254.169.254/latest/meta-data/"),
    _inside("0.0.0.0", "http://0.0.0.0/a/1"),
    _inside("[::1]", "http://[::1]/a/1"),
    _inside("[fd00::1]", "http://[fd00::1]/a/1"),
    _inside("[::ffff:127.0.0.1]", "http://[::ffff:127.0.0.1]/a/1"),
    _inside("127.0.0.1 as a number", "http://2130706433/a/1"),
    _inside("127.0.0.1 in hex", "http://0x7f000001/a/1"),
    _no_web("file:", "file:///etc/hostname"),
    _no_web("data:", "data:text/html,<h1>Title</h1>"),
    _no_web("ftp:", "ftp://127.0.0.1/a/1"),
    Fault("Redirect to javascript:", _away("javascript:alert(1)"), "Not followed; left for a later run."),
    Fault("Cookies that trap", _of_page(acts.many_cookies), "No cookie is ever sent back; kept.", "kept"),
    Fault(
        "Page for who sends a cookie",
        _act(acts.cookie_wall),
        "No cookie is ever sent back: followed REDIRECT_MAX_TIMES, then left for a later run.",
        requests=6,
        counts=_ASTRAY,
    ),
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
