"""Selectors of a site's data: CSS or XPath, compiled once."""

from collections.abc import Callable
from typing import cast

from lxml import etree
from parsel.csstranslator import HTMLTranslator

_TRANSLATOR = HTMLTranslator()
Find = Callable[[etree._Element], list[etree._Element]]


def compiled(selector: str) -> Find:
    """A function from an element to those below it that ``selector`` selects.

    It is XPath where it begins with `/`, `./` or `(`, and CSS otherwise. Raises ``ValueError``.
    """
    # A bare tag needs no XPath, which takes ten times as long.
    if selector.isalnum():
        return _by_tag(selector)
    is_xpath = selector.startswith(("/", "./", "("))
    try:
        path = selector if is_xpath else _TRANSLATOR.css_to_xpath(selector, prefix="descendant::")
        return cast(Find, etree.XPath(path))
    except (etree.XPathSyntaxError, SyntaxError) as error:
        form = "an XPath expression" if is_xpath else "a CSS selector"
        raise ValueError(f"{selector!r} is not {form}: {error}") from None


def _by_tag(tag: str) -> Find:
    def find(root: etree._Element) -> list[etree._Element]:
        return list(root.iter(tag))

    return find
