"""The site until autumn 2025: Drupal 6 with Panels and CCK.

Class names after SITE.md section 4; they are of use only where a page has no label for a field.
"""

import re

from osce_scraper.pages.document import Document
from osce_scraper.pages.layouts.layout import Expected, Layout
from osce_scraper.pages.outline import Outline

_CLASSES = (
    "panel-pane",
    "pane-content",
    "field-field-",
    "date-display-single",
    "content--header",
    "Drupal 6",
)
_LATER = re.compile(r"Drupal (?:[89]|\d\d)")


def evidence(document: Document, outline: Outline) -> list[str]:
    """Two class names of Panels, CCK or Date, or the generator."""
    # Each look goes through the whole source: a page that names a later Drupal need not be searched.
    if _LATER.search(document.generator):
        return []
    found = [f"the page's source has {name!r}" for name in _CLASSES if document.has(name)]
    return found if len(found) >= 2 else []


LAYOUT = Layout(
    name="drupal6",
    order=10,
    evidence=evidence,
    selectors={
        "issued_on": Expected("span.date-display-single", "1+"),
        "issuers": Expected("div.field-field-item-source a, div.field-field-item-source .field-item", "1+"),
        "lead": Expected("div.field-field-description .field-item", "0-1"),
    },
)
