"""odihr.osce.org since late 2025: Drupal 11 as on the main site, with a menu of its own.

Recognised by its menu's entries or the site's name in the head.
"""

from osce_scraper.pages.document import Document
from osce_scraper.pages.layouts import drupal11
from osce_scraper.pages.layouts.layout import Layout
from osce_scraper.pages.outline import Outline
from osce_scraper.pages.words import ODIHR_MENU


def evidence(document: Document, outline: Outline) -> list[str]:
    """Three entries of ODIHR's menu or its site name, on a page that is Drupal 11 otherwise."""
    new = drupal11.evidence(document, outline) if document.has("ODIHR") or document.has(ODIHR_MENU[0]) else []
    if not new:
        return []
    found = []
    site = document.metadata.get("og:site_name", "")
    title = document.document_title or ""
    if "odihr" in site.casefold() or "Democratic Institutions" in site:
        found.append(f"the site is named {site!r}")
    if title.endswith(("| ODIHR", "| OSCE ODIHR", "| OSCE/ODIHR")):
        found.append(f"the document's title is {title!r}")
    entries = [entry for entry in ODIHR_MENU if document.has(f">{entry}<")]
    if len(entries) >= 3:
        found.append(f"{len(entries)} entries of ODIHR's menu")
    return [*found, *new] if found else []


LAYOUT = Layout(name="odihr", order=20, evidence=evidence, landmarks=drupal11.LAYOUT.landmarks)
