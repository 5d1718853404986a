"""The site until autumn 2025: Drupal 6 with Panels and CCK.

Class names after SITE.md section 4; they are of use only where a page has no label for a field.
"""

import re
from collections.abc import Iterator

from osce_scraper.sites.layout import Expected, Found, Layout, Page

_CLASSES = (
    "panel-pane",
    "pane-content",
    "field-field-",
    "date-display-single",
    "content--header",
    "Drupal 6",
)
_LATER = re.compile(r"Drupal (?:[89]|\d\d)")


def evidence(page: Page, found: Found) -> Iterator[str]:
    """Two class names of Panels, CCK or Date, or the generator."""
    # Each look goes through the whole source: a page that names a later Drupal need not be searched.
    if _LATER.search(page.generator):
        return
    first = None
    for name in _CLASSES:
        if not page.has(name):
            continue
        said = f"the page's source has {name!r}"
        if first is None:
            first = said
        else:
            # One alone says nothing.
            yield from (first, said) if first else (said,)
            first = ""


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
