"""Archived pages of 2003 to 2018 that are a title, perhaps a dateline, and paragraphs.

They have nothing of a content management system: no OpenGraph, no JSON-LD, no `<time>`.
"""

from collections.abc import Iterator

from osce_scraper.pages.document import Document
from osce_scraper.pages.layouts.layout import Layout
from osce_scraper.pages.outline import Outline


def evidence(document: Document, outline: Outline) -> Iterator[str]:
    """Title and paragraphs without any metadata, or with a dateline as the OSCE writes it."""
    if document.is_plain or outline.title is None or not outline.paragraphs:
        return
    modern = [
        what
        for what, there in (
            ("OpenGraph", any(name.startswith("og:") for name in document.metadata)),
            ("JSON-LD", bool(document.json_ld)),
            ("`<time>`", any(block.times for block in document.blocks)),
        )
        if there
    ]
    if modern:
        return
    dateline = outline.dateline or outline.header
    if dateline is not None and dateline.place is not None:
        yield f"the dateline {dateline.text!r}"
    yield "a title and paragraphs, and no OpenGraph, JSON-LD or `<time>`"


LAYOUT = Layout(name="bare", order=60, evidence=evidence)
