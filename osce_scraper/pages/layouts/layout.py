"""What a layout is: how it is recognised, and the selectors for what its labels do not say."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from lxml import etree
from parsel.csstranslator import HTMLTranslator

from osce_scraper.pages.document import Document, xpath
from osce_scraper.pages.outline import Outline
from osce_scraper.pages.trace import Trace

_TRANSLATOR = HTMLTranslator()


def _by_tag(tag: str) -> Callable[[etree._Element], list[etree._Element]]:
    def find(root: etree._Element) -> list[etree._Element]:
        return list(root.iter(tag))

    return find


@dataclass(frozen=True)
class Expected:
    """A CSS selector that states how many elements it expects; another number is an event.

    ``count`` is ``"1"``, ``"0-1"`` or ``"1+"``.
    """

    css: str
    count: str
    _find: Callable[[etree._Element], list[etree._Element]] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        if self.count not in ("1", "0-1", "1+"):
            raise ValueError(f"count {self.count!r} of selector {self.css!r}: write '1', '0-1' or '1+'")
        # A bare tag needs no XPath, which takes ten times as long.
        find = (
            _by_tag(self.css)
            if self.css.isalnum()
            else xpath(_TRANSLATOR.css_to_xpath(self.css, prefix="descendant::"))
        )
        object.__setattr__(self, "_find", find)

    def find(self, document: Document, trace: Trace, name: str) -> list[etree._Element]:
        """The elements found; a number that was not expected is noted in ``trace`` under field ``name``."""
        found = self._find(document.root)
        good = {"1": len(found) == 1, "0-1": len(found) <= 1, "1+": len(found) >= 1}[self.count]
        if not good:
            trace.miss(name, self.css, self.count, len(found))
        return found


@dataclass(frozen=True)
class Layout:
    """One generation of pages.

    ``evidence`` gives what it sees that speaks for this layout, in words, or nothing; what is quickly seen
    comes first, since the first word is enough to know a page by. The selectors name
    elements by field (``issued_on``, ``issuers``, ``fields_of_work``); they are asked only where the page's
    labels say nothing.
    """

    name: str
    order: int
    evidence: Callable[[Document, Outline], Iterator[str]]
    selectors: dict[str, Expected] = field(default_factory=dict)
    #: Selectors that every page of the layout should satisfy: a miss tells of a change before a field breaks.
    landmarks: dict[str, Expected] = field(default_factory=dict)
