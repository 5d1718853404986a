"""No known layout: generic fallbacks fill what they can, and the record says so."""

from collections.abc import Iterator

from osce_scraper.pages.document import Document
from osce_scraper.pages.layouts.layout import Layout
from osce_scraper.pages.outline import Outline


def evidence(document: Document, outline: Outline) -> Iterator[str]:
    """Nothing: this is what remains when no other layout fits."""
    return iter(())


LAYOUT = Layout(name="unknown", order=1000, evidence=evidence)
