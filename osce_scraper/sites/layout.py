"""What a layout is: how a page of it is known, and where it keeps what its labels do not say.

A layout sees a page through ``Page`` and what was found on it through ``Found``, so that a site's folder
needs nothing else of the code that reads pages.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal, Protocol

from osce_scraper.sites.file import LayoutTable, SelectorTable
from osce_scraper.sites.selectors import Find, compiled

Count = Literal["1", "0-1", "1+"]


class Page(Protocol):
    """A page as a layout sees it."""

    @property
    def is_plain(self) -> bool:
        """Whether the page is plain text rather than HTML."""

    @property
    def blocks(self) -> Sequence[Any]:
        """The page's texts: ``text``, ``kind``, ``links``, ``times``, ``region``, ``element``."""

    @property
    def metadata(self) -> Mapping[str, str]:
        """What the `meta` elements say."""

    @property
    def json_ld(self) -> Sequence[Any]:
        """The page's JSON-LD objects."""

    @property
    def generator(self) -> str:
        """The program that says it made the page."""

    @property
    def document_title(self) -> str | None:
        """The `title` element."""

    @property
    def text(self) -> str:
        """The whole page."""

    def has(self, mark: str) -> bool:
        """Whether the page's source holds ``mark``, such as a class name."""


class Found(Protocol):
    """What was found on a page before its layout is asked for."""

    @property
    def title(self) -> Any:
        """The title: ``text`` and ``at``, its block."""

    @property
    def paragraphs(self) -> Sequence[str]:
        """The paragraphs of the article."""

    @property
    def labelled(self) -> Sequence[Any]:
        """The labels: ``label``, ``label_at``, ``values``."""

    @property
    def dateline(self) -> Any:
        """The dateline that opens a paragraph."""

    @property
    def header(self) -> Any:
        """The line of place and date beside the title."""

    @property
    def kind(self) -> Any:
        """The line that names the kind: its text, the kind, its block."""


@dataclass(frozen=True)
class Expected:
    """A selector that states how many elements it expects; another number is an event."""

    selector: str
    """In CSS, or in XPath where it begins with `/`, `./` or `(`."""
    count: Count = "1"
    find: Find = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        if self.count not in ("1", "0-1", "1+"):
            raise ValueError(f"count {self.count!r} of selector {self.selector!r}: write '1', '0-1' or '1+'")
        object.__setattr__(self, "find", compiled(self.selector))

    def is_met_by(self, found: int) -> bool:
        """Whether ``found`` elements are as many as expected."""
        return {"1": found == 1, "0-1": found <= 1, "1+": found >= 1}[self.count]


@dataclass(frozen=True)
class Layout:
    """One generation of pages.

    ``evidence`` gives what it sees that speaks for this layout, in words, or nothing; what is quickly seen
    comes first, since the first word is enough to know a page by. The selectors name elements by field
    (``issued_on``, ``issuers``, ``lead``); they are asked only where the page's labels say nothing.
    """

    name: str
    order: int
    evidence: Callable[[Page, Found], Iterator[str]]
    selectors: Mapping[str, Expected] = field(default_factory=dict)
    #: Selectors that every page of the layout should satisfy: a miss tells of a change before a field breaks.
    landmarks: Mapping[str, Expected] = field(default_factory=dict)


def layout_of(name: str, table: LayoutTable) -> Layout:
    """The layout that a table of a ``site.toml`` describes. Raises ``ValueError`` for a bad selector."""

    def evidence(page: Page, found: Found) -> Iterator[str]:
        for mark in table.marks:
            if page.has(mark):
                yield f"the page's source has {mark!r}"

    return Layout(
        name=name,
        order=table.order,
        evidence=evidence,
        selectors={str(field): _expected(selector) for field, selector in table.selectors.items()},
        landmarks={field: _expected(selector) for field, selector in table.landmarks.items()},
    )


def _expected(table: SelectorTable) -> Expected:
    return Expected(table.selector, table.count)
