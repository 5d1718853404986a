"""Monitors of the fields: how many of the records read have each, by layout and by language."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from osce_scraper.monitors.bounds import Bounds
from osce_scraper.monitors.facts import RunFacts
from osce_scraper.monitors.results import RANK, per_cent, result
from osce_scraper.monitors.shares import FEW, Judged, Share, is_learned, too_low
from osce_scraper.records import MonitorResult, MonitorStatus


@dataclass(frozen=True, slots=True)
class Field:
    """A field that is watched: the layouts whose pages need not have it, whether a fall is red, a hint."""

    exempt: frozenset[str]
    may_be_red: bool
    look_at: str


_EXPLAIN: Final = "osce extract URL --explain"
_PLAIN: Final = frozenset({"bare", "text", "unknown"})
FIELDS: Final = {
    "text": Field(frozenset(), True, f"open one: does the article stand in other markup? {_EXPLAIN}"),
    "issued_on": Field(
        _PLAIN | {"labelled"}, True, f"open one: has the label or <time> of the date changed? {_EXPLAIN}"
    ),
    "issuers": Field(
        _PLAIN | {"newsroom"}, True, f"open one: has the label of the office changed? {_EXPLAIN}"
    ),
    "fields_of_work": Field(
        _PLAIN | {"newsroom"}, False, f"open one: has the label of the fields of work changed? {_EXPLAIN}"
    ),
    "lead": Field(_PLAIN, False, f"open one: where does its lead stand? {_EXPLAIN}"),
    "countries": Field(_PLAIN, False, f"open one: which State is it about? {_EXPLAIN}"),
    "images": Field(_PLAIN, False, f"open one: have its pictures other markup? {_EXPLAIN}"),
}
#: Fields that have a built-in bound, and whether it holds for all records together too.
_FIRST: Final = {"text": True, "issued_on": True, "issuers": False, "fields_of_work": False}

#: Records of several nights below which they are not judged together.
_POOLED_LEAST: Final = 5

#: Layout and language.
_Cell = tuple[str, str]


def fills(facts: RunFacts, bounds: Bounds) -> Iterator[MonitorResult]:
    """Share of records that have a field, by layout, by language and among new items: the worst of each."""
    for name, field in FIELDS.items():
        found = max(
            _fills_of(name, facts, bounds),
            key=lambda one: (RANK[one[0].status], one[0].enough, one[2].trials),
            default=None,
        )
        if found is None:
            yield result(f"fill/{name}", MonitorStatus.GREEN, "no record was read")
            continue
        judged, where, share = found
        yield result(
            f"fill/{name}",
            judged.status,
            f"{share.hits} of {share.trials} records of {where} have {name} ({per_cent(share.value)})",
            value=share.value if judged.enough else None,
            bound=judged.bound if judged.enough else None,
            origin=judged.origin,
            look_at=field.look_at,
        )


@dataclass(frozen=True, slots=True)
class _Table:
    """Records read and those of them that have the field, by layout and language."""

    read: Counter[_Cell]
    filled: Counter[_Cell]

    @classmethod
    def of(cls, counts: Mapping[str, int], name: str, *, new: bool = False) -> "_Table":
        read, filled = ("new/", f"filled_new/{name}/") if new else ("read/", f"filled/{name}/")
        return cls(_by_cell(counts, read), _by_cell(counts, filled))

    def of_layout(self, layout: str) -> tuple[int, int]:
        """Records with the field, and records read, of one layout in all languages."""
        cells = [cell for cell in self.read if cell[0] == layout]
        return sum(self.filled[cell] for cell in cells), sum(self.read[cell] for cell in cells)


def _by_cell(counts: Mapping[str, int], prefix: str) -> Counter[_Cell]:
    cells: Counter[_Cell] = Counter()
    for name, number in counts.items():
        if name.startswith(prefix):
            layout, _, language = name.removeprefix(prefix).partition("/")
            cells[layout, language] += number
    return cells


def _fills_of(name: str, facts: RunFacts, bounds: Bounds) -> Iterator[tuple[Judged, str, Share]]:
    near, before_near = facts.pooled(bounds.learning.pool)
    tonight = _Table.of(facts.counts, name)
    for now, before, when in (
        (facts.counts, facts.totals, ""),
        (near, before_near, f", last {bounds.learning.pool} runs"),
    ):
        everything = _Table.of(now, name), _Table.of(before, name)
        new = _Table.of(now, name, new=True), _Table.of(before, name, new=True)
        for where, share, first in (
            *_by_layout(name, *everything, bounds),
            *_by_language(name, *everything, bounds),
            *_mixed("new items", name, *new, bounds),
            *_together(name, *everything, bounds),
        ):
            # Small nights are looked at together, but a night without any of these says nothing new.
            if when and (
                not is_learned(share, bounds.learning)
                or share.trials < _POOLED_LEAST
                or not _any_of(where, tonight)
            ):
                continue
            yield _judged(name, share, first, bounds), where + when, share


def _any_of(where: str, tonight: _Table) -> bool:
    kind, _, which = where.partition(" ")
    if kind not in ("layout", "language"):
        return bool(tonight.read)
    place = 0 if kind == "layout" else 1
    return any(cell[place] == which for cell in tonight.read)


def _judged(name: str, share: Share, first: float | None, bounds: Bounds) -> Judged:
    judged = too_low(share, 2, bounds.fill.difference, first, bounds.learning)
    too_few = share.trials < max(bounds.fill.least, FEW)
    if judged.status is MonitorStatus.RED and (too_few or not FIELDS[name].may_be_red):
        return Judged(MonitorStatus.YELLOW, judged.bound, judged.origin)
    return judged


def _by_layout(
    name: str, now: _Table, before: _Table, bounds: Bounds
) -> Iterator[tuple[str, Share, float | None]]:
    for layout in sorted({layout for layout, _ in now.read}):
        share = Share(*now.of_layout(layout), *before.of_layout(layout))
        first = None
        if name in _FIRST and layout not in FIELDS[name].exempt and share.trials >= bounds.fill.first_least:
            first = getattr(bounds.fill, name)
        yield f"layout {layout}", share, first


def _by_language(name: str, now: _Table, before: _Table, bounds: Bounds) -> Iterator[tuple[str, Share, None]]:
    for language in sorted({language for _, language in now.read}):
        cells = {cell for cell in now.read | before.read if cell[1] == language}
        yield from _mixed(f"language {language}", name, _only(now, cells), _only(before, cells), bounds)


def _only(table: _Table, cells: set[_Cell]) -> _Table:
    return _Table(
        Counter({cell: number for cell, number in table.read.items() if cell in cells}),
        Counter({cell: number for cell, number in table.filled.items() if cell in cells}),
    )


def _mixed(
    where: str, name: str, now: _Table, before: _Table, bounds: Bounds
) -> Iterator[tuple[str, Share, None]]:
    """Records of several layouts together, against what each layout usually has.

    A night with more pages of a layout that never has the field is no fall, so layouts that need not have it
    and are not known yet are left out, and the usual share is the lower one of that of the group and that of
    its layouts in tonight's mixture.
    """
    hits = trials = 0
    expected = 0.0
    usual_of_layout: dict[str, Share] = {}
    for cell, number in now.read.items():
        layout = cell[0]
        if layout not in usual_of_layout:
            usual_of_layout[layout] = Share(0, 0, *before.of_layout(layout))
        known = usual_of_layout[layout]
        if not is_learned(known, bounds.learning) and layout in FIELDS[name].exempt:
            continue
        trials += number
        hits += now.filled[cell]
        learned = known if is_learned(known, bounds.learning) else None
        expected += number * (1.0 if learned is None else learned.usual)
    if not trials:
        return
    trials_before, hits_before = before.read.total(), before.filled.total()
    hits_before = min(hits_before, round(trials_before * expected / trials))
    yield where, Share(hits, trials, hits_before, trials_before), None


def _together(name: str, now: _Table, before: _Table, bounds: Bounds) -> Iterator[tuple[str, Share, float]]:
    """All records of a first run, whatever their layout."""
    trials = now.read.total()
    is_first = before.read.total() < bounds.learning.least
    if is_first and _FIRST.get(name) and trials >= 2 * bounds.fill.first_least:
        yield "all layouts", Share(now.filled.total(), trials), getattr(bounds.fill, name)
