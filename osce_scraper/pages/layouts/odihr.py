"""odihr.osce.org since late 2025: Drupal 11 as on the main site, with a menu of its own.

Recognised by its menu's entries or the site's name in the head.
"""

import re
from collections.abc import Iterator

from osce_scraper.pages.document import Document
from osce_scraper.pages.layouts import drupal11
from osce_scraper.pages.layouts.layout import Layout
from osce_scraper.pages.outline import Outline
from osce_scraper.pages.words import ODIHR_MENU

#: Looked for all at once: each look goes through the whole source.
_ENTRIES = re.compile(b">(" + "|".join(map(re.escape, ODIHR_MENU)).encode() + b")<")


def evidence(document: Document, outline: Outline) -> Iterator[str]:
    """Three entries of ODIHR's menu or its site name, on a page that is Drupal 11 otherwise."""
    if next(drupal11.evidence(document, outline), None) is None:
        return
    site = document.metadata.get("og:site_name", "")
    title = document.document_title or ""
    if "odihr" in site.casefold() or "Democratic Institutions" in site:
        yield f"the site is named {site!r}"
    if title.endswith(("| ODIHR", "| OSCE ODIHR", "| OSCE/ODIHR")):
        yield f"the document's title is {title!r}"
    entries = set(_ENTRIES.findall(document.source or document.text.encode("utf-8", "replace")))
    if len(entries) >= 3:
        yield f"{len(entries)} entries of ODIHR's menu"


LAYOUT = Layout(name="odihr", order=20, evidence=evidence, landmarks=drupal11.LAYOUT.landmarks)
