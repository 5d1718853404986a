"""What the rules count: hits and trials among the pages of some nights, and among those before them."""

import datetime as dt
import math
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from osce_scraper.monitors.facts import Window
from osce_scraper.monitors.statistics import LEARNED
from osce_scraper.stats import Observation, RunStats

#: Items issued this long before the newest of their night are not fresh: the archive, or republished.
_FRESH: Final = dt.timedelta(days=60)
#: A date as long before the newest ones is none of these weeks.
_LONG_AGO: Final = dt.timedelta(days=14)
#: On as many known pages a problem says nothing of the data.
_HARMLESS: Final = 3
#: A run with more new items, as a share of all, is no ordinary night.
_ORDINARY: Final = 0.2
#: New items of earlier nights from which their usual values are known.
_LEAST_NEW: Final = 10
#: A value, a layout or a kind of page that fewer earlier pages had is rare.
_RARE: Final = 0.05
#: Why a page was read that neither its teaser nor the sitemap speaks for: such pages are a fair sample.
_BY_AGE: Final = frozenset({"sample", "schedule", "full", "clock"})


@dataclass(frozen=True, slots=True)
class Seen:
    """``hits`` of ``trials`` pages ``where``, and as many of those before."""

    where: str
    hits: int
    trials: int
    hits_before: int = 0
    trials_before: int = 0
    pages: tuple[str, ...] = ()
    """Identities of some of the hits of tonight."""
    choices: int = 1
    """Among how many values the one with most hits was chosen."""

    @property
    def share(self) -> float:
        """The share; 0 of nothing is 0."""
        return self.hits / self.trials if self.trials else 0.0

    @property
    def share_before(self) -> float:
        """The share of earlier nights."""
        return self.hits_before / self.trials_before if self.trials_before else 0.0


#: Counts something in a window, once for each group of pages.
Count = Callable[[Window], Iterable[Seen]]
_Is = Callable[[Observation], bool]
_Group = Callable[[Observation], Iterable[str]]


def of_numbers(where: str, hits: Callable[[RunStats], int], others: Callable[[RunStats], int]) -> Count:
    """``hits`` among hits and ``others``, by the numbers of the runs."""

    def count(window: Window) -> Iterator[Seen]:
        if not hits(window.tonight):
            yield Seen(where, 0, hits(window.tonight) + others(window.tonight))
            return
        now, before = sum(map(hits, window.now)), sum(map(hits, window.before))
        yield Seen(
            where,
            now,
            now + sum(map(others, window.now)),
            before,
            before + sum(map(others, window.before)),
        )

    return count


def observed(runs: Iterable[RunStats], which: _Is) -> list[Observation]:
    """The observations of some runs."""
    return [seen for run in runs for seen in run.observations if which(seen)]


def is_reread(seen: Observation) -> bool:
    """A known page that was read again for no reason but its age, and can be compared."""
    return seen.compared and seen.reason in _BY_AGE


def is_sample(seen: Observation) -> bool:
    """A known page that was read again whatever it says of itself."""
    return seen.compared and seen.reason == "sample"


def by_shape(seen: Observation) -> tuple[str, ...]:
    """The groups of a page: all, its layout, its language."""
    return "all layouts", f"layout {seen.layout}", f"language {seen.language}"


def _by_layout(seen: Observation) -> tuple[str, ...]:
    kind = f"layout {seen.layout}, {seen.type}"
    return kind, f"{kind}, language {seen.language}"


def in_groups(trial: _Is, hit: _Is, groups: _Group, *, learned: bool = False) -> Count:
    """Pages that are a ``hit`` among the ``trial`` ones, in each group (``learned``: if known before)."""

    def count(window: Window) -> Iterator[Seen]:
        tonight = observed(window.now[:1], trial)
        now, before = observed(window.now, trial), observed(window.before, trial)
        trials, hits = _by_group(now, groups), _by_group(filter(hit, now), groups)
        trials_before, hits_before = _by_group(before, groups), _by_group(filter(hit, before), groups)
        bad = [seen for seen in tonight if hit(seen)]
        for group in sorted({group for seen in tonight for group in groups(seen)}):
            if learned and trials_before[group] < LEARNED:
                continue
            pages = tuple(seen.id for seen in bad if group in groups(seen))
            yield Seen(
                group,
                hits[group] if pages else 0,
                trials[group],
                hits_before[group],
                trials_before[group],
                pages[:5],
            )

    return count


def _by_group(several: Iterable[Observation], groups: _Group) -> Counter[str]:
    return Counter(group for seen in several for group in groups(seen))


# -- known pages --------------------------------------------------------------------------------------------


def changed(field: str) -> Count:
    """Known pages on which ``field`` changed: of all that were looked at, and of the sample in its groups.

    One name that took another's place wherever that stood, an office renamed, is one change.
    """

    def hit(seen: Observation) -> bool:
        return field in seen.changed

    def count(window: Window) -> Iterator[Seen]:
        reread = observed(window.now, is_reread)
        unchanged = sum(run.unchanged.total() for run in window.now)
        before = observed(window.before, is_reread)
        unchanged_before = sum(run.unchanged.total() for run in window.before)
        yield _without_renaming(field, "known pages", reread, before, (unchanged, unchanged_before), window)
        sample, sample_before = observed(window.now, is_sample), observed(window.before, is_sample)
        for group in sorted({group for seen in sample for group in by_shape(seen)}):
            of_group = [seen for seen in sample if group in by_shape(seen)]
            of_group_before = [seen for seen in sample_before if group in by_shape(seen)]
            where = f"pages read again, {group}"
            yield _without_renaming(field, where, of_group, of_group_before, (0, 0), window)

    def _without_renaming(
        name: str,
        where: str,
        now: Sequence[Observation],
        before: Sequence[Observation],
        unchanged: tuple[int, int],
        window: Window,
    ) -> Seen:
        hits, trials = _changes(name, now)
        hits_before, trials_before = _changes(name, before)
        tonight = {seen.id for seen in observed(window.now[:1], hit)}
        pages = tuple(seen.id for seen in now if seen.id in tonight and hit(seen))
        return Seen(
            where,
            hits if pages else 0,
            trials + unchanged[0],
            hits_before,
            trials_before + unchanged[1],
            pages[:5],
        )

    return count


def _changes(field: str, pages: Sequence[Observation]) -> tuple[int, int]:
    """Changes and pages, where all pages with the same renaming count as one."""
    several = [seen for seen in pages if field in seen.changed]
    renamed = [seen.swaps[field] for seen in several if field in seen.swaps]
    repeated = len(renamed) - len(set(renamed))
    return len(several) - repeated, len(pages) - repeated


def added_paragraph(window: Window) -> Iterator[Seen]:
    """Known pages that all gained the same paragraph."""
    pages = observed(window.now, lambda seen: seen.compared)
    found = Counter(paragraph for seen in pages for paragraph in seen.added)
    tonight = {paragraph for seen in window.tonight.observations for paragraph in seen.added}
    top = max(tonight, key=lambda paragraph: (found[paragraph], paragraph), default=None)
    if top is None:
        yield Seen("known pages", 0, len(pages))
        return
    ids = tuple(seen.id for seen in window.tonight.observations if top in seen.added)
    yield Seen("known pages", found[top], len(pages), pages=ids[:5])


# -- new pages ----------------------------------------------------------------------------------------------


def new_pages(runs: Iterable[RunStats]) -> list[Observation]:
    """New items of ordinary nights, without those of the archive; none when there are too few of them.

    The first harvest of a site, and one that reads a part of its archive, is no ordinary night: what was
    there before it was watched may be of another kind.
    """
    several: list[Observation] = []
    for run in runs:
        new = [seen for seen in run.observations if seen.reason == "new"]
        if run.items is None or len(new) <= _ORDINARY * run.items:
            several += _fresh(new, _latest(new))
    return several if len(several) >= _LEAST_NEW else []


def _latest(pages: Iterable[Observation]) -> dt.date | None:
    """The latest date but one: the very last may be a slip of the pen."""
    days = sorted(seen.issued_on for seen in pages if seen.issued_on is not None)
    return days[-2] if len(days) > 2 else days[-1] if days else None


def _fresh(pages: Iterable[Observation], latest: dt.date | None) -> list[Observation]:
    """Pages that are not of the archive."""
    return [
        seen
        for seen in pages
        if seen.issued_on is None or latest is None or seen.issued_on >= latest - _FRESH
    ]


def _new(window: Window) -> tuple[list[Observation], list[Observation], list[Observation]]:
    """New pages of tonight, of the nights looked at together, and of those before."""
    tonight = [seen for seen in window.tonight.observations if seen.reason == "new"]
    now = [seen for run in window.now for seen in run.observations if seen.reason == "new"]
    return tonight, now, new_pages(window.before)


def _new_and_fresh(window: Window) -> tuple[list[Observation], list[Observation], list[Observation]]:
    """The same without items of the archive that appear on the site."""
    tonight, now, before = _new(window)
    latest = _latest(before)
    return _fresh(tonight, latest), _fresh(now, latest), before


def same_value(
    values: Callable[[Observation], Iterable[str]], *, always: bool = False, diverse: bool = False
) -> Count:
    """New pages that all have one value, such as a title, and how often earlier ones had it.

    ``always``: also when no earlier ones are known. ``diverse``: only where the pages stand in several
    sections, so that they are not of one office.
    """

    def count(window: Window) -> Iterator[Seen]:
        tonight, now, before = _new(window)
        found = Counter(value for seen in now for value in set(values(seen)))
        candidates = {value for seen in tonight for value in values(seen)}
        top = max(candidates, key=lambda value: (found[value], value), default=None)
        if top is None or not (before or always):
            yield Seen("new pages", 0, 0)
            return
        alike = [seen for seen in now if top in values(seen)]
        sections = Counter(seen.section for seen in alike)
        hits = len(alike)
        if diverse and (len(sections) < 3 or max(sections.values()) > 0.6 * hits):
            hits = 0
        pages = tuple(seen.id for seen in tonight if top in values(seen))
        known = sum(top in values(seen) for seen in before)
        yield Seen("new pages", hits, len(now), known, len(before), pages[:5], len(candidates))

    return count


def among_new(where: str, trial: _Is, hit: _Is) -> Count:
    """New pages that are a ``hit`` among the ``trial`` ones, against those of earlier ordinary nights."""

    def count(window: Window) -> Iterator[Seen]:
        tonight, now, before = ([one for one in pages if trial(one)] for pages in _new_and_fresh(window))
        if len(before) < _LEAST_NEW:
            yield Seen(where, 0, 0)
            return
        pages = tuple(seen.id for seen in tonight if hit(seen))
        hits = sum(map(hit, now)) if pages else 0
        yield Seen(where, hits, len(now), sum(map(hit, before)), len(before), pages[:5])

    return count


def value(name: str) -> Callable[[Observation], tuple[str, ...]]:
    """The digest of a field, if it has a value."""
    return lambda seen: (seen.values[name],) if name in seen.values else ()


def people(seen: Observation) -> tuple[str, ...]:
    """Women and men of the headline count."""
    return (str(seen.people),) if seen.people else ()


def same_old_day(window: Window) -> Iterator[Seen]:
    """New pages that all have one date of long ago, which no listing confirms."""
    tonight, now, before = _new(window)
    known = sorted(
        seen.issued_on for run in window.before for seen in run.observations if seen.issued_on is not None
    )
    latest = known[-2] if len(known) > 2 else None
    if latest is None:
        yield Seen("new pages", 0, 0)
        return
    odd = [
        seen
        for seen in now
        if seen.issued_on is not None and seen.issued_on < latest - _LONG_AGO and not seen.agrees.get("date")
    ]
    found = Counter(seen.issued_on for seen in odd)
    candidates = [seen for seen in tonight if seen in odd]
    top = max(candidates, key=lambda seen: found[seen.issued_on], default=None)
    hits = found[top.issued_on] if top is not None else 0
    pages = tuple(seen.id for seen in tonight if top is not None and seen.issued_on == top.issued_on)
    yield Seen("new pages", hits, len(now), 0, len(before), pages[:5])


def rare_layout(window: Window) -> Iterator[Seen]:
    """New pages read by a layout that new pages hardly ever had."""
    tonight, now, before = _new_and_fresh(window)
    usual = Counter(seen.layout for seen in before)

    def is_rare(seen: Observation) -> bool:
        if seen.layout == "unknown" or not before:
            return seen.layout == "unknown"
        return usual[seen.layout] < _RARE * len(before)

    pages = tuple(seen.id for seen in tonight if is_rare(seen))
    hits = sum(map(is_rare, now)) if pages else 0
    yield Seen("new pages", hits, len(now), sum(map(is_rare, before)), len(before), pages[:5])


def unusual_length(*, short: bool) -> Count:
    """New pages whose text is shorter (or longer) than almost all of their kind were."""

    def count(window: Window) -> Iterator[Seen]:
        tonight, now, before = _new_and_fresh(window)
        lengths: dict[str, list[int]] = defaultdict(list)
        for seen in before:
            lengths[seen.type].append(seen.length)
        bounds = {
            kind: _quantile(several, 0.05) if short else 1.3 * _quantile(several, 0.95)
            for kind, several in lengths.items()
            if len(several) >= _LEAST_NEW
        }

        def is_unusual(seen: Observation) -> bool:
            bound = bounds[seen.type]
            return seen.length < bound if short else seen.length > bound

        tonight = [seen for seen in tonight if seen.type in bounds]
        now = [seen for seen in now if seen.type in bounds]
        before = [seen for seen in before if seen.type in bounds]
        pages = tuple(seen.id for seen in tonight if is_unusual(seen))
        yield Seen(
            "new pages",
            sum(map(is_unusual, now)) if pages else 0,
            len(now),
            sum(map(is_unusual, before)),
            len(before),
            pages[:5],
        )

    return count


def _quantile(numbers: list[int], share: float) -> float:
    ordered = sorted(numbers)
    return ordered[min(math.floor(share * len(ordered)), len(ordered) - 1)]


def unknown_names(window: Window) -> Iterator[Seen]:
    """Different names that the vocabulary lacks, against the pages read."""
    several = {name for run in window.now for seen in run.observations for name in seen.unknown}
    known = {name for run in window.before for seen in run.observations for name in seen.unknown}
    tonight = [seen for seen in window.tonight.observations if set(seen.unknown) - known]
    yield Seen(
        "pages",
        len(several - known) if tonight else 0,
        sum(len(run.observations) for run in window.now),
        len(known),
        sum(len(run.observations) for run in window.before),
        tuple(seen.id for seen in tonight)[:5],
    )


# -- all pages ----------------------------------------------------------------------------------------------


def missing(field: str) -> Count:
    """Pages that lack a field which pages of their layout and kind, or layout and language, have."""

    def groups(seen: Observation) -> tuple[str, ...]:
        kind = f"layout {seen.layout}, {seen.type}"
        new = (f"new pages of {kind}",) if seen.reason == "new" else ()
        return kind, f"{kind}, language {seen.language}", *new

    def lacks(seen: Observation) -> bool:
        return field not in seen.filled

    return in_groups(lambda _: True, lacks, groups, learned=True)


def first_missing(field: str, *, by_layout: bool = False) -> Count:
    """Pages of a first night that lack a field: all of them, and those of each layout."""

    def count(window: Window) -> Iterator[Seen]:
        if observed(window.before, lambda _: True):
            return
        pages = window.tonight.observations
        for layout in ("", *sorted({seen.layout for seen in pages if by_layout})):
            alike = [seen for seen in pages if layout in ("", seen.layout)]
            where = f"pages of layout {layout}" if layout else "pages"
            yield Seen(where, sum(field not in seen.filled for seen in alike), len(alike))

    return count


def problems(window: Window) -> Iterator[Seen]:
    """Pages with each problem that says that something is missing or contradictory, by layout.

    Where it stands on known pages whose record is as it was, the page changed, and the data did not.
    """
    harmless = Counter(
        code
        for seen in window.tonight.observations
        if seen.compared and not (seen.changed or seen.announced)
        for code in seen.problems
    )
    codes = {
        code
        for seen in window.tonight.observations
        for code in seen.problems
        if not code.endswith(("_unknown", "_not_covered", "_draft")) and harmless[code] < _HARMLESS
    }
    for code in sorted(codes):

        def has(seen: Observation, code: str = code) -> bool:
            return code in seen.problems

        of_code = in_groups(lambda _: True, has, _by_layout, learned=True)
        for seen in of_code(window):
            yield Seen(
                f"{seen.where}, problem {code}",
                seen.hits,
                seen.trials,
                seen.hits_before,
                seen.trials_before,
                seen.pages,
            )


def strategies(window: Window) -> Iterator[Seen]:
    """Pages whose fields come from each strategy: one that takes over is a fallback."""
    pairs = {pair for seen in window.tonight.observations for pair in seen.strategies.items()}
    for field, strategy in sorted(pairs):

        def by(seen: Observation, field: str = field, strategy: str = strategy) -> bool:
            return seen.strategies.get(field) == strategy

        for seen in in_groups(lambda _: True, by, lambda _: ("pages",), learned=True)(window):
            yield Seen(
                f"pages with {field} by {strategy}",
                seen.hits,
                seen.trials,
                seen.hits_before,
                seen.trials_before,
                seen.pages,
            )
