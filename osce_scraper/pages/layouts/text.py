"""The plain text of a page, as text extractors leave it: a line a block, list items marked by a dash."""

from collections.abc import Iterator

from osce_scraper.pages.document import Document
from osce_scraper.pages.layouts.layout import Layout
from osce_scraper.pages.outline import Outline


def evidence(document: Document, outline: Outline) -> Iterator[str]:
    """No markup at all."""
    if document.is_plain:
        yield "the page has no markup"


LAYOUT = Layout(name="text", order=0, evidence=evidence)
