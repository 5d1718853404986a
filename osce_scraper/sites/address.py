"""Web addresses, whatever their site: how they are taken apart, and what a web archive wraps around them."""

import re
from typing import Final
from urllib.parse import SplitResult, parse_qsl, urlsplit

_LOOPBACK: Final = frozenset({"127.0.0.1", "localhost", "::1"})
#: What may stand unescaped in a path.
PATH_SAFE: Final = "-._~!$&'()*+,;=:@"
#: An escape that is escaped again: %253D. Such addresses lead into a site's endless junk listings.
ESCAPED_TWICE: Final = re.compile(r"%25[0-9A-Fa-f]{2}")
#: What no host can hold, by the URL standard, stands in none; the colon is that of IPv6.
_HOST: Final = re.compile(r"[^\x00-\x20\x7f\s#%/<>?@\[\\\]^|]+")
#: https://web.archive.org/web/20150407123456id_/http://www.osce.org/... ; one slash of the inner "//" may
#: be lost on the way.
_WAYBACK: Final = re.compile(
    r"https?://(?:web\.|wayback\.|www\.)?archive\.org(?::[0-9]+)?"
    r"/(?:web|wayback)/(?:[0-9]{1,14}\*?|\*)(?:[a-z]{2}_)?/(?P<inner>.+)",
    re.IGNORECASE | re.DOTALL,
)
_INNER_SCHEME: Final = re.compile(r"(https?):/{1,2}", re.IGNORECASE)


class RefusedAddress(ValueError):  # noqa: N818 - it says what the address is
    """An address that no request should be made of; the message says why."""


def is_loopback(url: str) -> bool:
    """Whether ``url`` leads to this machine (127.0.0.1, localhost, ::1)."""
    parts = split(url)
    return parts is not None and is_own_machine(parts.hostname)


def is_own_machine(host: str | None) -> bool:
    """Whether ``host`` is this machine's."""
    return host in _LOOPBACK


def unwrap_wayback(url: str) -> str:
    """The address inside a Wayback Machine address; any other address as it is.

    ``https://web.archive.org/web/20150407000000/http://www.osce.org/albania/1`` becomes
    ``http://www.osce.org/albania/1``; wrappers inside wrappers are taken off one by one.
    """
    while match := _WAYBACK.match(url):
        inner = match["inner"]
        scheme = _INNER_SCHEME.match(inner)
        url = f"{scheme[1].lower()}://{inner[scheme.end() :]}" if scheme else f"http://{inner}"
    return url


def path_of(url: str) -> str:
    """The path of an address as it stands there; empty for what is no address."""
    parts = split(url)
    return "" if parts is None else parts.path


def split(url: str) -> SplitResult | None:
    """The parts of an http(s) address with a host; ``None`` for anything else."""
    try:
        # A lone surrogate is no character, and could not be sent.
        url.encode()
        parts = urlsplit(url.strip())
        parts.port  # noqa: B018 - reading it is what checks it
    except ValueError:
        return None
    if parts.scheme.lower() not in ("http", "https") or not _HOST.fullmatch(parts.hostname or ""):
        return None
    return parts


def port_of(parts: SplitResult) -> int:
    return parts.port or (443 if parts.scheme.lower() == "https" else 80)


def segments(path: str) -> list[str]:
    """The parts of a path, without empty ones; dots are resolved as a browser does."""
    segments: list[str] = []
    for part in path.split("/"):
        if part == "..":
            del segments[-1:]
        elif part not in ("", "."):
            segments.append(part)
    return segments


def asks_for_file(query: str) -> bool:
    """Whether a query asks for a file in place of a page."""
    return any(name == "download" for name, _ in parse_qsl(query, keep_blank_values=True))
