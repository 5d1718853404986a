"""The site since late 2025: Drupal 11, BEM classes, labels with `<time datetime>`.

The labels "Issued on:", "Issued by:" and "Fields of work:" carry the record, so a page is recognised by
them where every class has been renamed; class names are only further evidence.
"""

from collections.abc import Iterator

from osce_scraper.sites.layout import Expected, Found, Layout, Page
from osce_scraper.vocabulary import Label

_CLASSES = ("body-section", "text--default", "teaser__title")
_GENERATOR = "Drupal 11"


def says_issued_by(page: Page, label_at: int) -> bool:
    """Whether a label says "Issued by": the words of this layout, where others say "Source"."""
    return str(page.blocks[label_at].text).casefold().startswith("issued by")


def evidence(page: Page, found: Found) -> Iterator[str]:
    """Drupal 11's class names, or the labels of the new item page in HTML."""
    if page.is_plain:
        return
    if _GENERATOR in page.generator:
        yield f"the page was made by {page.generator!r}"
    labels = {each.label for each in found.labelled}
    if Label.ISSUED_ON in labels and labels & {Label.ISSUED_BY, Label.FIELDS_OF_WORK}:
        yield "labels for the date of issue and for issuer or field of work"
    elif Label.FIELDS_OF_WORK in labels and any(
        says_issued_by(page, each.label_at) for each in found.labelled
    ):
        yield "the new page's labels for issuer and field of work"
    for name in _CLASSES:
        if page.has(name):
            yield f"the page's source has {name!r}"


LAYOUT = Layout(
    name="drupal11",
    order=30,
    evidence=evidence,
    landmarks={"title": Expected("h1", "1")},
)
