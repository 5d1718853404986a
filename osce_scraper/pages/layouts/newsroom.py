"""Pages of 1996 to 2011: "Newsroom", title, a line `PLACE D Month YYYY`, photos, the body often twice."""

from collections.abc import Iterator

from osce_scraper.pages.document import Document
from osce_scraper.pages.layouts.layout import Layout
from osce_scraper.pages.outline import Outline
from osce_scraper.vocabulary import is_newsroom_heading


def evidence(document: Document, outline: Outline) -> Iterator[str]:
    """The newsroom's heading, in any language, before the title."""
    if document.is_plain or outline.title is None:
        return
    for block in document.blocks[: max(outline.title.at, 0)]:
        if not (block.kind == "item" and block.links) and is_newsroom_heading(block.text):
            yield f"the heading {block.text!r} before the title"
            if outline.header is not None:
                yield f"the line {outline.header.text!r} behind the title"
            return


LAYOUT = Layout(name="newsroom", order=50, evidence=evidence)
