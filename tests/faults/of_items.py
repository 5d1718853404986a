"""The faults that an item may have, and what the harvester is to do about each."""

import gzip
from collections.abc import Callable

import brotli

from tests.faults import acts
from tests.faults.kinds import Fault, page_of
from tests.site.server import LocalSite
from tests.site.stories import Story


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


def _unclosed(site: LocalSite, story: Story) -> None:
    body = page_of(site, story).replace(_TAIL, b"<div>" * 2_000 + b"<p>Some text of it.</p>" * 45_000 + _TAIL)
    site.answer(story.path, 200, body=body)


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
_GOOD = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n"
_CHUNKED = _GOOD + b"Transfer-Encoding: chunked\r\n\r\n"
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
    *(
        Fault(name, _act(acts.without_end(beginning, piece)), f"Given up at 1 MiB. {_LATER}", requests=2)
        for name, beginning, piece in (
            (
                "Header lines without end",
                _GOOD,
                b"".join(b"X-%d: %s\r\n" % (n, b"x" * 999) for n in range(99)),
            ),
            ("Provisional answers without end", b"", b"HTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\n" * 99),
        )
    ),
    *(
        Fault(name, _act(act), f"Cut off after DOWNLOAD_TIMEOUT as a whole. {_LATER}", requests=2)
        for name, act in (
            ("Header that drips", acts.without_end(_GOOD + b"X-Slow: ", b"x", 0.1)),
            ("Chunks of a byte without end", acts.without_end(_CHUNKED, b"1\r\nx\r\n", 0.001)),
        )
    ),
    *(
        Fault(name, _act(acts.raw(answer)), _LATER, requests=2)
        for name, answer in (
            ("Chunk of no size", _CHUNKED + b"zz\r\nhello"),
            ("Chunks that break off", _CHUNKED + b"5\r\nhello\r\n"),
            ("Content-Length below nothing", _GOOD + b"Content-Length: -5\r\n\r\nhello"),
            (
                "Two that differ of Content-Length",
                _GOOD + b"Content-Length: 5\r\nContent-Length: 7\r\n\r\nhello",
            ),
            ("Page without a status line", b"<html><body><h1>Title</h1></body></html>"),
        )
    ),
    Fault("204", _answer(204), "Left for a later run."),
    Fault("206 that nobody asked for", _answer(206, body=b"<html><body>"), "Left for a later run."),
    Fault("304 that nobody asked for", _answer(304), "Left for a later run."),
    Fault("302 that leads nowhere", _answer(302), "Left for a later run.", counts=_ASTRAY),
    Fault("999", _answer(999), "Left for a later run.", counts=_ASTRAY),
    Fault(
        "PDF in place of a page",
        _answer(200, body=b"%PDF-1.7", Content_Type="application/pdf"),
        "Quarantined with the reason.",
        "quarantined",
    ),
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
    Fault(
        "1 MB of tags that are never closed",
        _unclosed,
        "The nesting is taken off, the text is read as it stands; kept.",
        "kept",
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
            counts={"retry_after_seconds": 1},
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
            counts={"retry_after_seconds": range(1, 3)},
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
