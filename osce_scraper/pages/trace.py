"""What an extraction did: which strategy gave each field, what was expected and not found, and where."""

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Miss:
    """A selector that found another number of elements than it expects."""

    layout: str
    field: str
    expression: str
    expected: str
    found: int
    url: str


@dataclass(frozen=True, slots=True)
class Mark:
    """Where a value was read: ``block`` is an index of the document's blocks, -1 for the page's head."""

    field: str
    value: str
    strategy: str
    block: int


@dataclass(slots=True)
class Trace:
    """The events of one extraction, in their order."""

    url: str
    layout: str = "unknown"
    marks: list[Mark] = field(default_factory=list)
    misses: list[Miss] = field(default_factory=list)

    def hit(self, name: str, value: str, strategy: str, block: int = -1) -> None:
        """Note that ``strategy`` gave ``value`` for the field ``name``."""
        self.marks.append(Mark(name, value, strategy, block))

    def none(self, name: str) -> None:
        """Note that nothing on the page gave the field ``name``."""
        self.marks.append(Mark(name, "", "none", -1))
