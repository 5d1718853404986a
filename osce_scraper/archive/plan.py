"""What is to be read of an archive: its records indexed, those of our pages kept, revisits resolved."""

import datetime as dt
from collections import Counter
from collections.abc import Callable, Container, Iterable, Iterator, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass, field, replace
from enum import StrEnum
from itertools import pairwise
from pathlib import Path
from typing import Final
from urllib.parse import urljoin

from osce_scraper.archive.errors import Damage
from osce_scraper.archive.reader import Capture, Originals, captures_in
from osce_scraper.archive.records import Report
from osce_scraper.sites import Identity, RefusedAddress, Site, SiteProfile, is_loopback

_GOOD: Final = 200
_NOT_MODIFIED: Final = 304
_GONE: Final = frozenset({404, 410})
_MOVED: Final = frozenset({301, 302, 303, 307, 308})
_HTML: Final = frozenset({"", "text/html", "application/xhtml+xml"})
_PLAIN: Final = "text/plain"


class Role(StrEnum):
    """What a capture is for."""

    ITEM = "item"
    LISTING = "listing"
    MENUS = "menus"
    NOT_MODIFIED = "not_modified"
    GONE = "gone"


class Left(StrEnum):
    """Why a capture is left alone."""

    OTHER_SITE = "pages of other sites"
    OTHER_ANSWER = "redirects, errors and files"
    TRUNCATED = "pages that broke off"
    UNDATED = "records without a date"
    UNRESOLVED = "revisits of pages that are not in the files given"
    OLDER = "older captures of an item"
    NOT_ACCEPTED = "pages of batches that were not accepted"


@dataclass(frozen=True, slots=True)
class Task:
    """A capture, what it is for, and whose page it is."""

    capture: Capture
    role: Role
    identity: Identity | None = None
    site: str | None = None
    """Name of the site whose menus the page shows."""

    @property
    def at(self) -> dt.datetime:
        """When the page was captured."""
        assert self.capture.fetched_at is not None
        return self.capture.fetched_at


@dataclass(slots=True)
class Plan:
    """The tasks of an archive in the order of time, and what is left alone."""

    tasks: list[Task] = field(default_factory=list)
    left: Counter[Left] = field(default_factory=Counter)
    spans: dict[Path, tuple[dt.datetime, dt.datetime]] = field(default_factory=dict)
    """When the first and the last response of each file came, in the order of the first."""

    @property
    def files_in_turn(self) -> bool:
        """Whether each file ends before the next begins, as those of runs one after the other do."""
        return all(before[1] <= after[0] for before, after in pairwise(self.spans.values()))

    def without(self, paths: Container[Path]) -> "Plan":
        """The same plan without what is in these files (absolute); revisits of it are still resolved."""
        kept = [task for task in self.tasks if task.capture.position.path.absolute() not in paths]
        left = Counter({Left.NOT_ACCEPTED: len(self.tasks) - len(kept)})
        spans = {path: span for path, span in self.spans.items() if path.absolute() not in paths}
        return Plan(kept, self.left + left, spans)

    def latest_only(self) -> "Plan":
        """The same plan with the latest page of each item and menu alone, and all listings."""
        latest: dict[object, int] = {}
        for number, task in enumerate(self.tasks):
            if task.role in (Role.ITEM, Role.MENUS):
                latest[task.identity or task.site] = number
        chosen = set(latest.values())
        kept = [
            task for number, task in enumerate(self.tasks) if number in chosen or task.role is Role.LISTING
        ]
        older = sum(task.role is Role.ITEM for task in self.tasks) - sum(
            task.role is Role.ITEM for task in kept
        )
        return Plan(kept, self.left + Counter({Left.OLDER: older}), self.spans)


def make_plan(
    paths: Sequence[Path],
    report: Report,
    *,
    profile: SiteProfile,
    executor: Executor | None,
    progress: Callable[[int, int], None],
) -> Plan:
    """Index the files and plan what to read.

    ``executor`` indexes several files at once. ``progress`` is told of the bytes indexed and their sum.
    Raises ``NotAWarc`` when a file is something else, ``ArchiveError`` when one cannot be opened.
    """
    sizes = [path.stat().st_size if path.exists() else 0 for path in paths]
    captures: list[Capture] = []
    left: Counter[Left] = Counter()
    done = 0
    indexes: Iterable[_Index]
    if executor is None or len(paths) == 1:
        indexes = (index_file(path, profile) for path in paths)
    else:
        indexes = executor.map(index_file, paths, [profile] * len(paths))
    for size, index in zip(sizes, indexes, strict=True):
        for damage in index.damages:
            report(damage)
        captures += index.captures
        left[Left.OTHER_SITE] += index.other_site
        done += size
        progress(done, sum(sizes))
    return _planned(captures, left, profile)


@dataclass(slots=True)
class _Index:
    """The captures of one file that may be ours, and what was met on the way."""

    captures: list[Capture] = field(default_factory=list)
    damages: list[Damage] = field(default_factory=list)
    other_site: int = 0


def index_file(path: Path, profile: SiteProfile) -> _Index:
    """Every capture of a file that is of the site, of this machine, or of the copy at ``profile``."""
    index = _Index()
    own = profile.site.profile()
    for capture in captures_in(path, index.damages.append):
        if own.allows(capture.url) or is_loopback(capture.url) or profile.allows(capture.url):
            index.captures.append(capture)
        else:
            index.other_site += 1
    return index


def _planned(captures: list[Capture], left: Counter[Left], profile: SiteProfile) -> Plan:
    originals = Originals()
    for capture in captures:
        if not capture.revisit:
            originals.add(capture.names, capture.position)
    tasks: list[Task] = []
    menu_pages: dict[str, str] = {}
    dated = [capture for capture in captures if capture.fetched_at is not None]
    left[Left.UNDATED] += len(captures) - len(dated)
    # Files are given in their order; within a second that order holds.
    spans: dict[Path, tuple[dt.datetime, dt.datetime]] = {}
    for capture in sorted(dated, key=_moment):
        at = _moment(capture)
        spans[capture.position.path] = (spans.get(capture.position.path, (at, at))[0], at)
        task = _task(capture, profile, menu_pages)
        if isinstance(task, Left):
            left[task] += 1
            continue
        if capture.revisit and task.role in (Role.ITEM, Role.LISTING, Role.MENUS):
            original = originals.find(capture.names)
            if original is None:
                left[Left.UNRESOLVED] += 1
                continue
            task = replace(task, capture=replace(capture, original=original))
        tasks.append(task)
    return Plan(tasks, left, spans)


def _moment(capture: Capture) -> dt.datetime:
    assert capture.fetched_at is not None
    return capture.fetched_at


def _task(capture: Capture, profile: SiteProfile, menu_pages: dict[str, str]) -> Task | Left:
    """What ``capture`` is for. ``menu_pages`` collects where menu pages were found to have moved."""
    identity = profile.identity(capture.url) or profile.site.identity(capture.url)
    status = capture.status
    if status in _MOVED:
        return _moved(capture, identity, profile, menu_pages)
    if identity is not None and status == _NOT_MODIFIED:
        return Task(capture, Role.NOT_MODIFIED, identity)
    if identity is not None and status in _GONE:
        return Task(capture, Role.GONE, identity)
    # Records without HTTP (WET files, resources) have no status; nor have some revisits, which are of 200s.
    if status not in (_GOOD, None):
        return Left.OTHER_ANSWER
    if capture.truncated:
        return Left.TRUNCATED
    if identity is not None:
        return Task(capture, Role.ITEM, identity)
    if capture.media_type not in _HTML:
        return Left.OTHER_ANSWER
    site = menu_pages.get(capture.url) or _site_of_menu(capture.url, profile)
    return Task(capture, Role.LISTING if site is None else Role.MENUS, site=site)


def _moved(
    capture: Capture, identity: Identity | None, profile: SiteProfile, menu_pages: dict[str, str]
) -> Task | Left:
    """A redirect: from an item to another one it says that the first is gone; else it is only a way."""
    try:
        target = urljoin(capture.url, capture.headers.get("location", ""))
    except ValueError:
        # It leads nowhere: "http://[".
        return Left.OTHER_ANSWER
    site = menu_pages.get(capture.url) or _site_of_menu(capture.url, profile)
    if site is not None:
        menu_pages[target] = site
    if identity is not None:
        other = profile.identity(target) or profile.site.identity(target)
        if other is not None and other != identity:
            return Task(capture, Role.GONE, identity)
    return Left.OTHER_ANSWER


def _site_of_menu(url: str, profile: SiteProfile) -> str | None:
    """Name of the site whose menus the page at ``url`` is read for; ``None`` when it is not."""
    for known in _profiles(url, profile):
        for site, page in known.menus:
            if _same(url, page, profile.site):
                return site
    return None


def _profiles(url: str, profile: SiteProfile) -> Iterator[SiteProfile]:
    """The copy of the site that is read, the site itself, and its copy on this machine that ``url`` is of."""
    yield profile
    yield profile.site.profile()
    if is_loopback(url):
        yield profile.site.profile(urljoin(url, "/").rstrip("/"))


def _same(url: str, other: str, site: Site) -> bool:
    try:
        return site.canonical_url(url) == site.canonical_url(other)
    except RefusedAddress:
        return False
