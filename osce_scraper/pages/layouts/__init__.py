"""How pages are laid out: the layouts of a site, and those that any site may have.

A module here holds ``LAYOUT``, a layout of every site. A site has its own in its folder, as modules or in its
``site.toml``.
"""

from lxml import etree

from osce_scraper.pages.document import Document
from osce_scraper.pages.layouts import bare, labelled, text, unknown
from osce_scraper.pages.outline import Outline
from osce_scraper.pages.trace import Trace
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


def find_elements(document: Document, layout: Layout, trace: Trace, field: str) -> list[etree._Element]:
    """The elements that ``layout`` has for ``field``; an unexpected number is noted in ``trace``."""
    selector = layout.selectors.get(field)
    return [] if selector is None else _noted(document, selector, trace, field)


def look_at_landmarks(document: Document, layout: Layout, trace: Trace) -> None:
    """Note in ``trace`` what every page of ``layout`` should have and this one does not."""
    for name, landmark in layout.landmarks.items():
        _noted(document, landmark, trace, name)


def _noted(document: Document, selector: Expected, trace: Trace, field: str) -> list[etree._Element]:
    found = selector.find(document.root)
    if not selector.is_met_by(len(found)):
        trace.miss(field, selector.selector, selector.count, len(found))
    return found


__all__ = ["Layout", "find_elements", "layouts_of", "look_at_landmarks", "recognise"]
