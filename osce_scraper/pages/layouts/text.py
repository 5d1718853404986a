"""The plain text of a page, as text extractors leave it: a line a block, list items marked by a dash."""

from collections.abc import Iterator

from osce_scraper.sites.layout import Found, Layout, Page


def evidence(page: Page, found: Found) -> Iterator[str]:
    """No markup at all."""
    if page.is_plain:
        yield "the page has no markup"


LAYOUT = Layout(name="text", order=0, evidence=evidence)
