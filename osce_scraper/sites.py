"""Site profiles: hosts, where listings, sitemaps and menus are, and how an address becomes an identity.

The trailing number of an address is the item; the section before it is decoration, and the same item
answers under several sections and hosts. What is known of the sites stands in ``sites.toml``.
"""

import re
import tomllib
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Any, Final, NamedTuple, Self
from urllib.parse import SplitResult, parse_qsl, quote, unquote, urlencode, urljoin, urlsplit, urlunsplit

_SITES: Final[dict[str, Any]] = tomllib.loads(
    files("osce_scraper").joinpath("sites.toml").read_text(encoding="utf-8")
)
_DOMAIN: Final[str] = _SITES["domain"]
_ALIASES: Final[dict[str, str]] = _SITES["aliases"]
_SHARED: Final[dict[str, list[str]]] = _SITES["languages"]["shared"]
_LANGUAGES: Final = frozenset([*_SITES["languages"]["prefixes"], *_SHARED])
_SHORT_SECTIONS: Final = frozenset(_SITES["languages"]["sections"])
_DEFAULT_LANGUAGE: Final[str] = _SITES["languages"]["default"]
_NO_ITEMS: Final = frozenset(_SITES["paths"]["no_items"])
_LISTINGS: Final = frozenset([*_SITES["discovery"]["listings"], *_SITES["discovery"]["side_listings"]])
_LISTING_PARAMETERS: Final = frozenset(_SITES["discovery"]["listing_parameters"])
_LOOPBACK: Final = frozenset({"127.0.0.1", "localhost", "::1"})

#: What may stand unescaped in a path.
_PATH_SAFE: Final = "/-._~!$&'()*+,;=:@"
#: An escape that is escaped again: %253D. Such addresses lead into the site's endless junk listings.
_ESCAPED_TWICE: Final = re.compile(r"%25[0-9A-Fa-f]{2}")
_NUMBER: Final = re.compile(r"[0-9]{1,9}")
_OLD_ITEM: Final = re.compile(r"([0-9]{1,9})\.html?", re.IGNORECASE)
#: What no host can hold, by the URL standard, stands in none; the colon is that of IPv6.
_HOST: Final = re.compile(r"[^\x00-\x20\x7f\s#%/<>?@\[\\\]^|]+")
_SECTION: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]*")
_LANGUAGE_PREFIX: Final = re.compile(r"([a-z]{2,3})(?:-[a-z]{2,4})?")
#: https://web.archive.org/web/20150407123456id_/http://www.osce.org/... ; one slash of the inner "//" may
#: be lost on the way.
_WAYBACK: Final = re.compile(
    r"https?://(?:web\.|wayback\.|www\.)?archive\.org(?::[0-9]+)?"
    r"/(?:web|wayback)/(?:[0-9]{1,14}\*?|\*)(?:[a-z]{2}_)?/(?P<inner>.+)",
    re.IGNORECASE | re.DOTALL,
)
_INNER_SCHEME: Final = re.compile(r"(https?):/{1,2}", re.IGNORECASE)
#: Below a listing a short number is a keyword search or a year (/press-releases/2015), not an item.
_SHORTEST_NUMBER_BELOW_A_LISTING: Final = 5


class RefusedAddress(ValueError):  # noqa: N818 - it says what the address is
    """An address that no request should be made of; the message says why."""


class Identity(NamedTuple):
    """What makes an item the same item: its number and its language."""

    number: str
    language: str

    @property
    def id(self) -> str:
        """The identity as records carry it: ``531680-en``."""
        return f"{self.number}-{self.language}"

    @classmethod
    def of_id(cls, identity: str) -> Self:
        """The identity that ``531680-en`` stands for.

        Raises ``ValueError`` when the text is not of that form.
        """
        number, dash, language = identity.partition("-")
        if not dash or not _NUMBER.fullmatch(number) or language not in _LANGUAGES:
            raise ValueError(f"{identity!r} is no identity: write <number>-<language>, such as 531680-en")
        return cls(number, language)


@dataclass(frozen=True, slots=True)
class SiteProfile:
    """Where one site keeps what a harvest needs; all addresses are absolute."""

    base_url: str
    hosts: frozenset[str]
    """The domain or the host, for Scrapy's offsite check."""
    listings: tuple[str, ...]
    side_listings: tuple[str, ...]
    """Listings of one office, whose items other sources show as well."""
    sitemaps: tuple[str, ...]
    feeds: tuple[str, ...]
    menus: tuple[tuple[str, str], ...]
    """Pairs of the site's name and the page that shows its menu."""

    def allows(self, url: str) -> bool:
        """Whether ``url`` is an address of this site: http(s), one of its hosts, and the base's port.

        The OSCE's own hosts are known by many addresses, with http and https; their other ports are no site.
        """
        parts = _split(url)
        if parts is None:
            return False
        base = urlsplit(self.base_url)
        own = _is_own(base.hostname)
        if not (_is_own(parts.hostname) if own else parts.hostname == base.hostname):
            return False
        if own:
            return _port(parts) == (443 if parts.scheme.lower() == "https" else 80)
        return _port(parts) == _port(base)


def profile_for(base_url: str) -> SiteProfile:
    """The profile of the site at ``base_url``: the OSCE's own, or a copy of it on another host.

    A copy (the local site of the tests, a mirror) has the same paths under its own host and port, no
    other host, and no feed. Raises ``RefusedAddress`` when ``base_url`` is no http(s) address
    of a host alone.
    """
    parts = _split(base_url)
    if parts is None or _segments(parts.path):
        raise RefusedAddress(
            f"{base_url!r} is no site: write scheme and host alone, such as https://www.osce.org"
        )
    discovery = _SITES["discovery"]
    canonical, _ = _canonical_parts(base_url)
    root = f"{canonical.scheme}://{canonical.netloc}"
    feeds: tuple[str, ...]
    menus: tuple[tuple[str, str], ...]
    if _is_own(canonical.hostname):
        hosts, feeds = frozenset({_DOMAIN}), tuple(discovery["feeds"])
        menus = tuple((name, url) for name, url in _SITES["menus"].items())
    else:
        hosts, feeds = frozenset({canonical.hostname or ""}), ()
        menus = ((canonical.netloc, f"{root}/"),)
    return SiteProfile(
        base_url=root,
        hosts=hosts,
        listings=tuple(urljoin(root, path) for path in discovery["listings"]),
        side_listings=tuple(urljoin(root, path) for path in discovery["side_listings"]),
        sitemaps=tuple(urljoin(root, path) for path in discovery["sitemaps"]),
        feeds=feeds,
        menus=menus,
    )


def is_loopback(url: str) -> bool:
    """Whether ``url`` leads to this machine (127.0.0.1, localhost, ::1)."""
    parts = _split(url)
    return parts is not None and parts.hostname in _LOOPBACK


def is_osce(url: str) -> bool:
    """Whether ``url`` leads to a host of the OSCE's own."""
    parts = _split(url)
    return parts is not None and _is_own(parts.hostname)


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


@lru_cache(maxsize=4096)
def canonical_url(url: str) -> str:
    """The one way of writing ``url``: query and fragment dropped, host aliases resolved, https.

    The language prefix and the section stay. Hosts that are not the OSCE's (the local site, a mirror)
    keep scheme and port. A Wayback address becomes the address it holds.
    Raises ``RefusedAddress`` when the address is not http(s), or is escaped twice (a spider trap).
    """
    parts, path = _canonical_parts(url)
    return urlunsplit((parts.scheme, parts.netloc, path, "", ""))


def canonical_listing_url(url: str) -> str:
    """Like ``canonical_url``, but with the query parameters that mean something to a listing.

    They are sorted, each once; the first page's ``page=0`` is left out.
    Raises ``RefusedAddress`` when the address is not http(s), or is escaped twice (a spider trap).
    """
    parts, path = _canonical_parts(url)
    if _ESCAPED_TWICE.search(parts.query):
        raise RefusedAddress(f"{url!r} is escaped twice: the site answers such junk without end")
    known = {name: value for name, value in parse_qsl(parts.query) if name in _LISTING_PARAMETERS and value}
    if known.get("page") == "0":
        del known["page"]
    return urlunsplit((parts.scheme, parts.netloc, path, urlencode(sorted(known.items())), ""))


@lru_cache(maxsize=4096)
def identity_of(url: str) -> Identity | None:
    """The item that ``url`` leads to: its trailing number and its language; ``None`` when it is no item.

    Files, listings, searches, junk escaped twice and hosts other than the OSCE's are no items. Hosts of
    this machine count as the OSCE's, for the local site.
    """
    parts = _split(unwrap_wayback(url))
    if parts is None or not (_is_own(parts.hostname) or parts.hostname in _LOOPBACK):
        return None
    return _identity(parts)


def identity_on(profile: SiteProfile, url: str) -> Identity | None:
    """Like ``identity_of``, for addresses of one profile's hosts (a mirror on a host of its own)."""
    inner = unwrap_wayback(url)
    parts = _split(inner)
    return _identity(parts) if parts is not None and profile.allows(inner) else None


def path_of(url: str) -> str:
    """The path of an address as it stands there; empty for what is no address."""
    parts = _split(url)
    return "" if parts is None else parts.path


def language_of(url: str) -> str | None:
    """The prefix by which the address names a language: ISO 639-1, or one shared by several such as ``hbs``.

    ``None`` when it names none.
    """
    prefix = _prefix_of(url)
    return prefix if prefix in _LANGUAGES else None


def unknown_prefix(url: str) -> str | None:
    """Two letters before the section of an item's address that are not a language known here, or ``None``."""
    prefix = _prefix_of(url)
    return prefix if prefix is not None and prefix not in _LANGUAGES else None


def languages_of(prefix: str) -> tuple[str, ...]:
    """The languages (ISO 639-1) that an address prefix may mean, the likeliest first."""
    return tuple(_SHARED.get(prefix, [prefix]))


def _prefix_of(url: str) -> str | None:
    parts = _split(unwrap_wayback(url))
    segments = _segments(parts.path) if parts is not None else []
    return _prefix_language(segments) if segments else None


def is_language(code: str) -> bool:
    """Whether ``code`` (ISO 639-1) is a language that the site's addresses may name."""
    return code in _LANGUAGES


def _is_own(host: str | None) -> bool:
    return host is not None and (host == _DOMAIN or host.endswith(f".{_DOMAIN}"))


def _identity(parts: SplitResult) -> Identity | None:
    if _ESCAPED_TWICE.search(parts.path) or _asks_for_file(parts.query):
        return None
    segments = _segments(parts.path)
    language = _prefix_language(segments) if segments else None
    if language is not None:
        segments = segments[1:]
    if len(segments) < 2 or segments[0].lower() in _NO_ITEMS:
        return None
    *sections, last = segments
    if not all(_SECTION.fullmatch(section) for section in sections):
        return None
    old = _OLD_ITEM.fullmatch(last) if sections == ["item"] else None
    number = old[1] if old else last
    if not _NUMBER.fullmatch(number):
        return None
    below_listing = f"/{'/'.join(sections)}" in _LISTINGS
    if below_listing and len(number) < _SHORTEST_NUMBER_BELOW_A_LISTING:
        return None
    return Identity(number.lstrip("0") or "0", language or _DEFAULT_LANGUAGE)


def _canonical_parts(url: str) -> tuple[SplitResult, str]:
    inner = unwrap_wayback(url)
    parts = _split(inner)
    if parts is None:
        raise RefusedAddress(f"{url!r} is no web address")
    host = parts.hostname or ""
    if _is_own(host):
        scheme, netloc = "https", _ALIASES.get(host, host)
    else:
        scheme = parts.scheme.lower()
        netloc = f"[{host}]" if ":" in host else host
        if parts.port not in (None, 443 if scheme == "https" else 80):
            netloc = f"{netloc}:{parts.port}"
    path = "/" + "/".join(quote(unquote(part), safe=_PATH_SAFE[1:]) for part in _segments(parts.path))
    if _ESCAPED_TWICE.search(path):
        raise RefusedAddress(f"{url!r} is escaped twice: the site answers such junk without end")
    found = SplitResult(scheme, netloc, path, parts.query, "")
    # Tidied, what was none may be an address of the Wayback Machine.
    written = urlunsplit(found)
    return (found, path) if unwrap_wayback(written) == written else _canonical_parts(written)


def _split(url: str) -> SplitResult | None:
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


def _port(parts: SplitResult) -> int:
    return parts.port or (443 if parts.scheme.lower() == "https" else 80)


def _segments(path: str) -> list[str]:
    """The parts of a path, without empty ones; dots are resolved as a browser does."""
    segments: list[str] = []
    for part in path.split("/"):
        if part == "..":
            del segments[-1:]
        elif part not in ("", "."):
            segments.append(part)
    return segments


def _prefix_language(segments: list[str]) -> str | None:
    """The language prefix that opens a path; also two letters before a section that are no language known."""
    match = _LANGUAGE_PREFIX.fullmatch(segments[0].lower())
    if match is None:
        return None
    prefix = match[1]
    if prefix in _LANGUAGES:
        return prefix
    unknown = len(segments) > 2 and len(prefix) == 2 and prefix not in _SHORT_SECTIONS
    return prefix if unknown else None


def _asks_for_file(query: str) -> bool:
    return any(name == "download" for name, _ in parse_qsl(query, keep_blank_values=True))
