"""No known layout: generic fallbacks fill what they can, and the record says so."""

from collections.abc import Iterator

from osce_scraper.sites.layout import Found, Layout, Page


def evidence(page: Page, found: Found) -> Iterator[str]:
    """Nothing: this is what remains when no other layout fits."""
    return iter(())


LAYOUT = Layout(name="unknown", order=1000, evidence=evidence)
