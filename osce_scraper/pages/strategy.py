"""What a field is and what a strategy gives; the loop that reads the fields of a record.

A strategy is a small function of what is known of the page (``Context``) and of the fields that it needs. It
changes nothing; the first one that gives a value gives the field. Which one did, what it read and where, and
what is doubtful is recorded in one place, by the loop of ``read_fields``.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any, NamedTuple

from osce_scraper.pages.document import Document
from osce_scraper.pages.layouts import Layout
from osce_scraper.pages.outline import Outline
from osce_scraper.pages.trace import Miss, Trace
from osce_scraper.records import Problem, Teaser
from osce_scraper.sites import Identity, Site


@dataclass(frozen=True, slots=True)
class Context:
    """A page whose article was found, before its fields are read; ``hints`` is the teaser that led to it."""

    document: Document
    outline: Outline
    layout: Layout
    identity: Identity
    address: str
    language: str
    hints: Teaser | None = None

    @property
    def site(self) -> Site:
        """The site that the page is of."""
        return self.document.site

    @property
    def body(self) -> Sequence[str]:
        """The paragraphs of the article."""
        return self.outline.paragraphs


class Mark(NamedTuple):
    """A text that was read, and its block; -1 where it stands in the head of the page or in the teaser."""

    text: str
    at: int = -1


@dataclass(frozen=True, slots=True)
class Given:
    """What a strategy gives: a value, the texts that it was read from, and what is doubtful about it.

    ``strategy`` is the name to record where it is not the function's; ``beside`` are further fields.
    """

    value: Any
    marks: Sequence[Mark] = ()
    problems: Sequence[Problem] = ()
    misses: Sequence[Miss] = ()
    strategy: str | None = None
    beside: Mapping[str, Any] = field(default_factory=dict)


Needed = Mapping[str, Any]
Strategy = Callable[[Context, Needed], Given | None]


@dataclass(frozen=True, slots=True)
class Field:
    """A field of the record: which fields it needs, its strategies in order, and the problem without any.

    ``empty`` makes its value where no strategy gives one.
    """

    name: str
    strategies: tuple[Strategy, ...]
    needs: tuple[str, ...] = ()
    missing: str | None = None
    detail: str | None = None
    empty: Callable[[], Any] = lambda: None
    traced: bool = False
    """Whether it is recorded that no strategy gave it."""


def read_fields(
    fields: Sequence[Field], context: Context, trace: Trace
) -> tuple[dict[str, Any], list[Problem]]:
    """The values of all ``fields`` by name, and the problems; what gave each goes to ``trace``."""
    values: dict[str, Any] = {}
    problems: list[Problem] = []
    for row in fields:
        needed = MappingProxyType({name: values[name] for name in row.needs})
        given = None
        for strategy in row.strategies:
            given = strategy(context, needed)
            if given is not None:
                _record(row.name, given, strategy.__name__, trace)
                break
        if given is None:
            values[row.name] = row.empty()
            if row.traced or row.missing is not None:
                trace.none(row.name)
            if row.missing is not None:
                problems.append(Problem(code=row.missing, field=row.name, detail=row.detail))
            continue
        values[row.name] = given.value
        values.update(given.beside)
        problems.extend(given.problems)
    return values, problems


def _record(name: str, given: Given, strategy: str, trace: Trace) -> None:
    for mark in given.marks:
        trace.hit(name, mark.text, given.strategy or strategy, mark.at)
    trace.misses.extend(given.misses)
