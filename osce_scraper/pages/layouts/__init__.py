"""How pages are laid out: the layouts of a site, and those that any site may have.

A module here holds ``LAYOUT``, a layout of every site. A site has its own in its folder, as modules or in its
``site.toml``.
"""

from lxml import etree

from osce_scraper.pages.document import Document
from osce_scraper.pages.layouts import bare, labelled, text, unknown
from osce_scraper.pages.outline import Outline
from osce_scraper.pages.trace import Miss
from osce_scraper.sites import Site
from osce_scraper.sites.layout import Expected, Layout

_EVERY_SITES = (bare.LAYOUT, labelled.LAYOUT, text.LAYOUT)


def layouts_of(site: Site) -> tuple[Layout, ...]:
    """Every layout that pages of ``site`` may have, those that look at the most particular evidence first."""
    return tuple(sorted((*_EVERY_SITES, *site.layouts), key=lambda layout: (layout.order, layout.name)))


def recognise(document: Document, outline: Outline) -> Layout:
    """The layout of a page: the first one that has any evidence; `unknown` when none has."""
    for layout in layouts_of(document.site):
        if next(layout.evidence(document, outline), None) is not None:
            return layout
    return unknown.LAYOUT


def find_elements(document: Document, layout: Layout, field: str) -> tuple[list[etree._Element], list[Miss]]:
    """The elements that ``layout`` has for ``field``, and that their number was not expected."""
    selector = layout.selectors.get(field)
    return ([], []) if selector is None else _found(document, layout, selector, field)


def missed_landmarks(document: Document, layout: Layout) -> list[Miss]:
    """What every page of ``layout`` should have and this one does not."""
    return [
        miss
        for name, landmark in layout.landmarks.items()
        for miss in _found(document, layout, landmark, name)[1]
    ]


def _found(
    document: Document, layout: Layout, selector: Expected, field: str
) -> tuple[list[etree._Element], list[Miss]]:
    found = selector.find(document.root)
    if selector.is_met_by(len(found)):
        return found, []
    return found, [Miss(layout.name, field, selector.selector, selector.count, len(found), document.url)]


__all__ = ["Layout", "find_elements", "layouts_of", "missed_landmarks", "recognise"]
