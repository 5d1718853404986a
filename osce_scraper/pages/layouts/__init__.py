"""The generations of the site: a module each, found by itself; a new one needs no other change.

A module holds ``LAYOUT``, a ``Layout`` that says how the generation is recognised from a page's content
and where it keeps what the labels do not say.
"""

import pkgutil
from functools import cache
from importlib import import_module

from osce_scraper.pages.document import Document
from osce_scraper.pages.layouts.layout import Expected, Layout
from osce_scraper.pages.outline import Outline


@cache
def layouts() -> tuple[Layout, ...]:
    """Every layout, those that look at the most particular evidence first."""
    found = []
    for module in pkgutil.iter_modules(__path__):
        layout = getattr(import_module(f"{__name__}.{module.name}"), "LAYOUT", None)
        if layout is not None:
            found.append(layout)
    return tuple(sorted(found, key=lambda layout: (layout.order, layout.name)))


def recognise(document: Document, outline: Outline) -> Layout:
    """The layout of a page: the first one that has any evidence; `unknown` when none has."""
    *known, unknown = layouts()
    for layout in known:
        if next(layout.evidence(document, outline), None) is not None:
            return layout
    return unknown


__all__ = ["Expected", "Layout", "layouts", "recognise"]
