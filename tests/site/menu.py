"""The menus of the local site, from ``content/menu.toml``."""

import re
import tomllib
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from tests.site.stories import CONTENT

_NOT_IN_SLUGS = re.compile(r"[^a-z0-9]+")


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry: its label, its path on the site (None for a heading), its children."""

    label: str
    href: str | None
    children: tuple["Entry", ...] = ()


def slug(label: str) -> str:
    """The label in lower-case ASCII with hyphens, as Drupal makes an address of a title."""
    plain = unicodedata.normalize("NFKD", label).encode("ascii", "ignore").decode()
    return _NOT_IN_SLUGS.sub("-", plain.lower()).strip("-")


def _entry(table: dict[str, Any], above: str = "") -> Entry:
    href = table.get("href")
    leaves = [
        Entry(label, f"{href if href != '/participating-states' else '/countries'}/{slug(label)}")
        for label in table.get("leaves", ())
    ]
    children = [_entry(child, href or above) for child in table.get("children", ())]
    return Entry(table["label"], href, tuple(leaves + children))


@cache
def menus() -> dict[str, tuple[Entry, ...]]:
    """The menus ``main``, ``footer`` and ``languages``: their entries at the root."""
    tables = tomllib.loads((CONTENT / "menu.toml").read_text(encoding="utf-8"))
    return {name: tuple(_entry(table) for table in entries) for name, entries in tables.items()}


def walk(
    entries: tuple[Entry, ...], above: tuple[str, ...] = ()
) -> Iterator[tuple[tuple[str, ...], int, Entry]]:
    """Every entry below ``entries`` in page order: labels from the root, position from 1, entry."""
    for position, entry in enumerate(entries, start=1):
        path = (*above, entry.label)
        yield path, position, entry
        yield from walk(entry.children, path)


@cache
def section_pages() -> frozenset[str]:
    """Paths of the menu, which all answer with a plain page."""
    return frozenset(
        entry.href for entries in menus().values() for _, _, entry in walk(entries) if entry.href is not None
    )
