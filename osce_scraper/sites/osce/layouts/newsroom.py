"""Pages of 1996 to 2011: "Newsroom", title, a line `PLACE D Month YYYY`, photos, the body often twice."""

from collections.abc import Iterator

from osce_scraper.sites.layout import Found, Layout, Page
from osce_scraper.vocabulary import is_newsroom_heading


def evidence(page: Page, found: Found) -> Iterator[str]:
    """The newsroom's heading, in any language, before the title."""
    if page.is_plain or found.title is None:
        return
    for block in page.blocks[: max(found.title.at, 0)]:
        if not (block.kind == "item" and block.links) and is_newsroom_heading(block.text):
            yield f"the heading {block.text!r} before the title"
            if found.header is not None:
                yield f"the line {found.header.text!r} behind the title"
            return


LAYOUT = Layout(name="newsroom", order=50, evidence=evidence)
