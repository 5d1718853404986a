"""Archived pages of 2003 to 2018 that are a title, perhaps a dateline, and paragraphs.

They have nothing of a content management system: no OpenGraph, no JSON-LD, no `<time>`.
"""

from collections.abc import Iterator

from osce_scraper.sites.layout import Found, Layout, Page


def evidence(page: Page, found: Found) -> Iterator[str]:
    """Title and paragraphs without any metadata, or with a dateline as the OSCE writes it."""
    if page.is_plain or found.title is None or not found.paragraphs:
        return
    modern = [
        what
        for what, there in (
            ("OpenGraph", any(name.startswith("og:") for name in page.metadata)),
            ("JSON-LD", bool(page.json_ld)),
            ("`<time>`", any(block.times for block in page.blocks)),
        )
        if there
    ]
    if modern:
        return
    dateline = found.dateline or found.header
    if dateline is not None and dateline.place is not None:
        yield f"the dateline {dateline.text!r}"
    yield "a title and paragraphs, and no OpenGraph, JSON-LD or `<time>`"


LAYOUT = Layout(name="bare", order=60, evidence=evidence)
