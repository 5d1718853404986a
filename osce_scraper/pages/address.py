"""The address that a page had on its own site, also when it comes from an archive or a mirror."""

import re

from osce_scraper.pages.document import Document, xpath
from osce_scraper.sites import Identity, RefusedAddress, is_loopback, path_of, unwrap_wayback

_CANONICAL = xpath("//link[@rel='canonical' or @rel='shortlink']/@href")
_MIRRORED = re.compile(r"<!--\s*Mirrored from (\S+) by ", re.I)
_HOST_IN_PATH = re.compile(r"/(?:https?:/{1,2})?((?:[a-z0-9-]+\.)+[a-z]{2,}/.+)$", re.I)


def original_address(document: Document) -> str:
    """The page's own address: wrappers of web archives taken off, a mirror's address led back.

    A page of this machine (the local site) keeps its address. Where nothing names an item of
    the site, the address stays what it is.
    """
    address = unwrap_wayback(document.url)
    if document.site.identity(address) is not None or is_loopback(address):
        return address
    for candidate in _stated(document, address):
        if document.site.identity(candidate) is not None and not is_loopback(candidate):
            return candidate
    return address


def _stated(document: Document, address: str) -> list[str]:
    """Addresses that the page or its wrapper name as the original, most trusted first."""
    candidates: list[str] = []
    inside = _HOST_IN_PATH.search(path_of(address))
    if inside is not None:
        found = f"https://{inside.group(1)}"
        candidates += [found, re.sub(r"(?:/index)?\.html?$", "", found)]
    first, last = document.edges(4000)
    mirrored = _MIRRORED.search(first) or _MIRRORED.search(last)
    if mirrored is not None:
        candidates.append(f"https://{mirrored.group(1)}")
    candidates += [unwrap_wayback(str(href)) for href in _CANONICAL(document.root)]
    if "og:url" in document.metadata:
        candidates.append(unwrap_wayback(document.metadata["og:url"]))
    return candidates


def identity_and_address(document: Document) -> tuple[Identity | None, str]:
    """The item that the page is, and its canonical address; no identity when the address names none."""
    original = original_address(document)
    document.url = original
    identity = document.site.identity(original)
    if identity is None:
        return None, original
    try:
        return identity, document.site.canonical_url(original)
    except RefusedAddress:
        return None, original
