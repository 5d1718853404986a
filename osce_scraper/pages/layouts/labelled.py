"""Pages of 2025-26 with a kind line, "OSCE", title and `Source:`, in the page's language, without a date."""

from collections.abc import Iterator

from osce_scraper.sites.layout import Found, Layout, Page
from osce_scraper.vocabulary import Label


def evidence(page: Page, found: Found) -> Iterator[str]:
    """A label for the issuer and none for the date of issue."""
    labels = {each.label for each in found.labelled}
    if page.is_plain or Label.ISSUED_ON in labels or Label.ISSUED_BY not in labels:
        return
    yield "a label for the issuer and none for the date of issue"
    if found.kind is not None:
        yield f"the line {found.kind[0]!r} names the kind"


LAYOUT = Layout(name="labelled", order=40, evidence=evidence)
