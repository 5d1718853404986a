"""odihr.osce.org since late 2025: Drupal 11 as on the main site, with a menu of its own.

Recognised by its menu's entries or the site's name in the head.
"""

import re
import tomllib
from collections.abc import Iterator
from importlib.resources import files

from osce_scraper.sites.layout import Found, Layout, Page
from osce_scraper.sites.osce.layouts import drupal11


def _labels(menu: str) -> set[str]:
    tables = tomllib.loads(files("osce_scraper.sites.osce").joinpath(menu).read_text("utf-8"))
    return {
        label
        for section in tables["section"]
        if section["kind"] == "field_of_work"
        for label in section["labels"]
    }


#: Entries that the main site's menu does not have, looked for at once: each look goes through the whole page.
_ENTRIES = re.compile(
    ">(" + "|".join(map(re.escape, sorted(_labels("menu_odihr.toml") - _labels("menu_main.toml")))) + ")<"
)


def evidence(page: Page, found: Found) -> Iterator[str]:
    """Three entries of ODIHR's menu or its site name, on a page that is Drupal 11 otherwise."""
    if next(drupal11.evidence(page, found), None) is None:
        return
    site = page.metadata.get("og:site_name", "")
    title = page.document_title or ""
    if "odihr" in site.casefold() or "Democratic Institutions" in site:
        yield f"the site is named {site!r}"
    if title.endswith(("| ODIHR", "| OSCE ODIHR", "| OSCE/ODIHR")):
        yield f"the document's title is {title!r}"
    entries = set(_ENTRIES.findall(page.text))
    if len(entries) >= 3:
        yield f"{len(entries)} entries of ODIHR's menu"


LAYOUT = Layout(name="odihr", order=20, evidence=evidence, landmarks=drupal11.LAYOUT.landmarks)
