"""A site: its hosts, how an address becomes an identity, where its items are, and the names that it uses."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import PurePath
from typing import Any, Final, NamedTuple
from urllib.parse import (
    SplitResult,
    parse_qs,
    parse_qsl,
    quote,
    unquote,
    urlencode,
    urljoin,
    urlsplit,
    urlunsplit,
)

from osce_scraper.records import ItemType
from osce_scraper.sites.address import (
    ESCAPED_TWICE,
    PATH_SAFE,
    RefusedAddress,
    asks_for_file,
    is_own_machine,
    port_of,
    segments,
    split,
    unwrap_wayback,
)
from osce_scraper.sites.file import SiteFile
from osce_scraper.sites.layout import Layout
from osce_scraper.vocabulary import (
    Countries,
    FieldsOfWork,
    Labels,
    Menus,
    Office,
    Offices,
    find_country,
    item_type,
)

_NUMBER: Final = re.compile(r"[0-9]{1,9}")
_OLD_ITEM: Final = re.compile(r"([0-9]{1,9})\.html?", re.IGNORECASE)
#: What can be the name of an item: it goes into its identity.
_NAME: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,200}")
_SECTION: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]*")
_LANGUAGE_PREFIX: Final = re.compile(r"([a-z]{2,3})(?:-[a-z]{2,4})?")
#: Below a listing a short number is a keyword search or a year (/press-releases/2015), not an item.
_SHORTEST_NUMBER_BELOW_A_LISTING: Final = 5


class Identity(NamedTuple):
    """What makes an item the same item: its number (or name) on its site, and its language."""

    number: str
    language: str

    @property
    def id(self) -> str:
        """The identity as records carry it: ``531680-en``."""
        return f"{self.number}-{self.language}"


@dataclass(frozen=True, slots=True)
class SiteProfile:
    """Where one site, or a copy of it, keeps what a harvest needs; all addresses are absolute."""

    site: "Site"
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

        The site's own hosts are known by many addresses, with http and https; their other ports are no site.
        """
        parts = split(url)
        if parts is None:
            return False
        base = urlsplit(self.base_url)
        own = self.site.has_host(base.hostname)
        if not (self.site.has_host(parts.hostname) if own else parts.hostname == base.hostname):
            return False
        if own:
            return port_of(parts) == (443 if parts.scheme.lower() == "https" else 80)
        return port_of(parts) == port_of(base)

    def identity(self, url: str) -> Identity | None:
        """Like ``Site.identity``, for addresses of this profile's hosts (a mirror on a host of its own)."""
        inner = unwrap_wayback(url)
        parts = split(inner)
        return self.site.identity_in(parts) if parts is not None and self.allows(inner) else None


class Site:
    """One organization's web site, as its folder describes it; a constant once it is loaded."""

    def __init__(
        self,
        place: str,
        file: SiteFile,
        offices: Offices,
        fields: FieldsOfWork,
        menus: Menus,
        layouts: Sequence[Layout] = (),
    ) -> None:
        self.place = place
        self.name = PurePath(place).name
        self.file = file
        self.offices = offices
        self.fields = fields
        self.menus = menus
        self.layouts = tuple(layouts)
        self.countries = Countries(offices, file.names.headquarters)
        self.labels = Labels(file.label)
        self.identity = lru_cache(maxsize=4096)(self._identity)
        self.canonical_url = lru_cache(maxsize=4096)(self._canonical_url)
        self.prefix_of = lru_cache(maxsize=4096)(self._prefix_of)

    def __repr__(self) -> str:
        return f"<Site {self.name}>"

    def __reduce__(self) -> tuple[Any, ...]:
        """For other processes, which load the site from its place."""
        from osce_scraper.sites.loading import load_site

        return load_site, (self.place,)

    @property
    def hosts_in_words(self) -> str:
        """The site's hosts, for messages."""
        hosts = self.file.hosts
        return f"{hosts.domain} and all below it" if hosts.domain else ", ".join(hosts.names)

    @property
    def base_url(self) -> str:
        """The address that a harvest begins at."""
        return self.file.site.base_url.rstrip("/")

    @cached_property
    def languages(self) -> Mapping[str, Sequence[str]]:
        """Address prefix to the languages (ISO 639-1) that it may mean, the likeliest first."""
        table = self.file.languages
        return {**{code: (code,) for code in table.prefixes}, **table.shared}

    @cached_property
    def language_codes(self) -> frozenset[str]:
        """The languages (ISO 639-1) that items of the site may be in."""
        codes = {code for several in self.languages.values() for code in several}
        return frozenset({self.file.languages.default, *codes})

    @cached_property
    def names(self) -> frozenset[str]:
        """Names of the site, folded: never the title of an item."""
        return frozenset(name.casefold() for name in self.file.names.site)

    def is_named(self, text: str) -> bool:
        """Whether ``text`` only names the site."""
        return text.casefold().strip(" .|") in self.names

    def is_known_name(self, text: str) -> bool:
        """Whether ``text`` is nothing but the name of an office, a field of work, a country or a kind."""
        return (
            self.offices.find(text) is not None
            or self.fields.find(text) is not None
            or find_country(text) is not None
            or item_type(text) is not None
        )

    def kind_in_title(self, title: str) -> ItemType | None:
        """The kind of item that the form of ``title`` tells, as the site writes titles of reports."""
        return next((kind for pattern, kind in self._title_kinds if pattern.match(title)), None)

    @cached_property
    def _title_kinds(self) -> tuple[tuple[re.Pattern[str], ItemType], ...]:
        return tuple(
            (re.compile(pattern, re.IGNORECASE), kind)
            for kind, patterns in self.file.title_kinds.items()
            for pattern in patterns
        )

    def without_name(self, title: str) -> str:
        """``title`` of a document without the name of the site before or behind it."""
        previous = None
        while previous != title:
            previous = title
            for pattern in self._around_titles:
                title = pattern.sub("", title).strip()
        return title

    @cached_property
    def _around_titles(self) -> tuple[re.Pattern[str], ...]:
        names = sorted(self.file.names.site, key=len, reverse=True)
        if not names:
            return ()
        either = "|".join(map(re.escape, names))
        mark = r"(?:[|–—-]|::|»)"
        return (
            re.compile(
                rf"\s{mark}\s+(?:[^|–—]{{0,80}}\b{re.escape(self.file.site.name)}\b[^|–—]{{0,80}}|{either})$"
            ),
            re.compile(rf"^(?:{either})(?:\s+(?:Newsroom|News|Press releases?))?\s+{mark}\s+", re.IGNORECASE),
        )

    @cached_property
    def credits(self) -> tuple[str, ...]:
        """Who may be credited for a picture without further words."""
        return tuple(self.file.names.credits)

    @property
    def publisher(self) -> Office | None:
        """The office that issues whatever does not name its issuer, if the site says so."""
        identity = self.file.site.issuer
        return None if identity is None else self.offices[identity]

    def has_host(self, host: str | None) -> bool:
        """Whether ``host`` is one of the site's own."""
        if host is None:
            return False
        hosts = self.file.hosts
        if hosts.domain is not None:
            return host == hosts.domain or host.endswith(f".{hosts.domain}")
        return host in hosts.names or host in hosts.aliases

    def owns(self, url: str) -> bool:
        """Whether ``url`` leads to one of the site's own hosts."""
        parts = split(url)
        return parts is not None and self.has_host(parts.hostname)

    def profile(self, base_url: str | None = None) -> SiteProfile:
        """Where the site at ``base_url`` keeps what a harvest needs: the site's own, or a copy elsewhere.

        A copy (the local site of the tests, a mirror) has the same paths under its own host and port, no
        other host, and no feed. Raises ``RefusedAddress`` when ``base_url`` is no http(s) address
        of a host alone.
        """
        base_url = self.base_url if base_url is None else base_url
        parts = split(base_url)
        if parts is None or segments(parts.path):
            raise RefusedAddress(
                f"{base_url!r} is no site: write scheme and host alone, such as {self.base_url}"
            )
        discovery = self.file.discovery
        canonical, _ = self._canonical_parts(base_url)
        root = f"{canonical.scheme}://{canonical.netloc}"
        feeds: tuple[str, ...]
        menus: tuple[tuple[str, str], ...]
        if self.has_host(canonical.hostname):
            hosts = self.file.hosts
            own = frozenset({hosts.domain} if hosts.domain is not None else {*hosts.names, *hosts.aliases})
            feeds = tuple(discovery.feeds)
            menus = tuple((name, menu.page) for name, menu in self.file.menus.items())
        else:
            own, feeds = frozenset({canonical.hostname or ""}), ()
            menus = ((canonical.netloc, f"{root}/"),)
        return SiteProfile(
            site=self,
            base_url=root,
            hosts=own,
            listings=tuple(urljoin(root, path) for path in discovery.listings),
            side_listings=tuple(urljoin(root, path) for path in discovery.side_listings),
            sitemaps=tuple(urljoin(root, path) for path in discovery.sitemaps),
            feeds=feeds,
            menus=menus,
        )

    def canonical_listing_url(self, url: str) -> str:
        """Like ``canonical_url``, but with the query parameters that mean something to a listing.

        They are sorted, each once; the number of the first page is left out.
        Raises ``RefusedAddress`` when the address is not http(s), or is escaped twice (a spider trap).
        """
        parts, path = self._canonical_parts(url)
        if ESCAPED_TWICE.search(parts.query):
            raise RefusedAddress(f"{url!r} is escaped twice: the site answers such junk without end")
        discovery = self.file.discovery
        known = {
            name: value
            for name, value in parse_qsl(parts.query)
            if value and name in {*discovery.listing_parameters, discovery.page_parameter}
        }
        if known.get(self.file.discovery.page_parameter) == "0":
            del known[self.file.discovery.page_parameter]
        return urlunsplit((parts.scheme, parts.netloc, path, urlencode(sorted(known.items())), ""))

    def page_number(self, url: str) -> int:
        """Which page of its listing an address leads to, from 0."""
        discovery = self.file.discovery
        try:
            value = parse_qs(urlsplit(url).query).get(discovery.page_parameter, ["0"])[0]
        except ValueError:
            return 0
        # Views with several pagers write "0,3": the last one is the list's own.
        digits = value.rsplit(",", 1)[-1]
        return int(digits) // discovery.page_step if digits.isdecimal() and len(digits) < 7 else 0

    def page_url(self, listing: str, number: int) -> str:
        """The address of the page ``number`` (from 0) of a listing."""
        discovery = self.file.discovery
        mark = "&" if urlsplit(listing).query else "?"
        return self.canonical_listing_url(
            f"{listing}{mark}{discovery.page_parameter}={number * discovery.page_step}"
        )

    def language_of(self, url: str) -> str | None:
        """The prefix by which the address names a language: ISO 639-1, or one that several share (``hbs``).

        ``None`` when it names none.
        """
        prefix = self.prefix_of(url)
        return prefix if prefix in self.languages else None

    def unknown_prefix(self, url: str) -> str | None:
        """Two letters before the section of an item's address that are no language of the site's, if any."""
        prefix = self.prefix_of(url)
        return prefix if prefix is not None and prefix not in self.languages else None

    def languages_of(self, prefix: str) -> Sequence[str]:
        """The languages (ISO 639-1) that an address prefix may mean, the likeliest first."""
        return self.languages.get(prefix, (prefix,))

    def identity_in(self, parts: SplitResult) -> Identity | None:
        """The item that the path of an address leads to, on whatever host."""
        if ESCAPED_TWICE.search(parts.path) or asks_for_file(parts.query):
            return None
        path = segments(parts.path)
        language = self._prefix_language(path) if path else None
        if language is not None:
            path = path[1:]
        if not path or path[0].lower() in self.file.items.never_below:
            return None
        number = self._number(path) if self._pattern is None else self._named(path)
        return None if number is None else Identity(number, language or self.file.languages.default)

    def _number(self, path: list[str]) -> str | None:
        """The number at the end of a path, which is the item whatever section stands before it."""
        *sections, last = path
        if not sections or not all(_SECTION.fullmatch(section) for section in sections):
            return None
        old = _OLD_ITEM.fullmatch(last) if sections == ["item"] else None
        number = old[1] if old else last
        if not _NUMBER.fullmatch(number):
            return None
        if f"/{'/'.join(sections)}" in self._listings and len(number) < _SHORTEST_NUMBER_BELOW_A_LISTING:
            return None
        return number.lstrip("0") or "0"

    def _named(self, path: list[str]) -> str | None:
        assert self._pattern is not None
        found = self._pattern.fullmatch(f"/{'/'.join(path)}")
        return found["item"].lower() if found is not None and _NAME.fullmatch(found["item"]) else None

    @cached_property
    def _pattern(self) -> re.Pattern[str] | None:
        return None if self.file.items.pattern is None else re.compile(self.file.items.pattern)

    @cached_property
    def _listings(self) -> frozenset[str]:
        return frozenset([*self.file.discovery.listings, *self.file.discovery.side_listings])

    def _identity(self, url: str) -> Identity | None:
        """The item that ``url`` leads to: its number and its language; ``None`` when it is no item.

        Files, listings, searches, junk escaped twice and hosts other than the site's are no items. Hosts of
        this machine count as the site's, for the local site.
        """
        parts = split(unwrap_wayback(url))
        if parts is None or not (self.has_host(parts.hostname) or is_own_machine(parts.hostname)):
            return None
        return self.identity_in(parts)

    def _canonical_url(self, url: str) -> str:
        """The one way of writing ``url``: query and fragment dropped, host aliases resolved, https.

        The language prefix and the section stay. Hosts that are not the site's (the local site, a mirror)
        keep scheme and port. A Wayback address becomes the address it holds.
        Raises ``RefusedAddress`` when the address is not http(s), or is escaped twice (a spider trap).
        """
        parts, path = self._canonical_parts(url)
        return urlunsplit((parts.scheme, parts.netloc, path, "", ""))

    def _prefix_of(self, url: str) -> str | None:
        parts = split(unwrap_wayback(url))
        path = segments(parts.path) if parts is not None else []
        return self._prefix_language(path) if path else None

    def _prefix_language(self, path: list[str]) -> str | None:
        """The language prefix that opens a path; also two letters before a section that are none known."""
        match = _LANGUAGE_PREFIX.fullmatch(path[0].lower())
        if match is None:
            return None
        prefix = match[1]
        if prefix in self.languages:
            return prefix
        unknown = len(path) > 2 and len(prefix) == 2 and prefix not in self.file.languages.sections
        return prefix if unknown else None

    def _canonical_parts(self, url: str) -> tuple[SplitResult, str]:
        inner = unwrap_wayback(url)
        parts = split(inner)
        if parts is None:
            raise RefusedAddress(f"{url!r} is no web address")
        host = parts.hostname or ""
        if self.has_host(host):
            scheme, netloc = "https", self.file.hosts.aliases.get(host, host)
        else:
            scheme = parts.scheme.lower()
            netloc = f"[{host}]" if ":" in host else host
            if parts.port not in (None, 443 if scheme == "https" else 80):
                netloc = f"{netloc}:{parts.port}"
        path = "/" + "/".join(quote(unquote(part), safe=PATH_SAFE) for part in segments(parts.path))
        if ESCAPED_TWICE.search(path):
            raise RefusedAddress(f"{url!r} is escaped twice: the site answers such junk without end")
        found = SplitResult(scheme, netloc, path, parts.query, "")
        # Tidied, what was none may be an address of the Wayback Machine.
        written = urlunsplit(found)
        return (found, path) if unwrap_wayback(written) == written else self._canonical_parts(written)
