"""Extraction from the archive alone: every page read again, in parallel, told in the order of time.

First the records are indexed, then listings and menus are read (their teasers know dates that pages do not),
then the items, in units of some hundred, each with the teasers that were known when its page was fetched.
"""

import datetime as dt
import gc
import multiprocessing
import os
import threading
from bisect import bisect_right
from collections import Counter, deque
from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import CancelledError, Executor, Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import closing, suppress
from dataclasses import dataclass, field
from itertools import islice
from operator import itemgetter
from pathlib import Path
from typing import Final, Self, TypeVar

from osce_scraper.archive.cluster import Cluster
from osce_scraper.archive.content import Unreadable, read_body, readable
from osce_scraper.archive.errors import ArchiveError, Damage
from osce_scraper.archive.events import (
    Event,
    FileSpan,
    Gone,
    ItemRead,
    ItemRefused,
    MenusRead,
    NotModified,
    Shown,
    TeasersRead,
)
from osce_scraper.archive.plan import Plan, Role, Task, make_plan
from osce_scraper.archive.positions import PlacedReader
from osce_scraper.archive.reader import ArchivedPage, file_label, load
from osce_scraper.archive.records import Report
from osce_scraper.archive.remote import fetch
from osce_scraper.pages import extract_listing, extract_menus
from osce_scraper.pages.tables import load_tables
from osce_scraper.records import ArchiveLink, MenuEntry, NewsItem, Source, Teaser, first_fault
from osce_scraper.sites import RefusedAddress, Site, SiteProfile

#: Pages in one unit of work: some tenths of a second, so that no core waits long for the last.
UNIT: Final = 100
#: Units handed out ahead of the one that is waited for, for each process.
_AHEAD: Final = 3
_EVIDENCE: Final = "the evidence is not in the text"

#: Told how much of a stage is done: its name, how many of how many.
Progress = Callable[[str, int, int], None]
#: What is known of an item's teaser beside the archive.
KnownTeaser = Callable[[str], Teaser | None]

_T = TypeVar("_T")
_R = TypeVar("_R")


@dataclass(frozen=True, slots=True)
class _ItemTask:
    task: Task
    hints: Teaser | None


@dataclass(frozen=True, slots=True)
class _Unit:
    """Some hundred pages to read, and what every page needs."""

    tasks: Sequence[Task | _ItemTask]
    data_directory: Path
    profile: SiteProfile
    addresses: Mapping[Path, str] = field(default_factory=dict)
    """Files that are elsewhere: path on the machine that reads, and address."""


_Outcome = str | Unreadable | tuple[Shown, ...] | tuple[MenuEntry, ...] | None


@dataclass(frozen=True, slots=True)
class _Read:
    """What a unit gave: an outcome for each task, in their order; JSON for records, to travel fast."""

    outcomes: Sequence[_Outcome]
    damages: list[Damage]


class Reextraction:
    """One reading of an archive. A context manager: its processes end with it.

    ``paths`` are WARC files in the order in which they were written; ``data_directory`` is what links to them
    are relative to; ``jobs`` is the number of processes (1: none beside this one). ``report`` is told of
    damage, ``progress`` of the stages ``index``, ``listings`` and ``pages``. ``scheduler`` is the address of
    a dask scheduler, whose workers then read the pages; ``addresses`` says which of ``paths`` are elsewhere.
    """

    def __init__(
        self,
        paths: Sequence[Path],
        *,
        data_directory: Path,
        profile: SiteProfile,
        jobs: int,
        report: Report,
        progress: Progress,
        scheduler: str | None = None,
        addresses: Mapping[Path, str] | None = None,
    ) -> None:
        self._addresses = addresses or {}
        self._cluster: Cluster | None = None
        self._paths = paths
        self._data_directory = data_directory
        self._profile = profile
        self._report = report
        self._progress = progress
        self._jobs = jobs
        self._own = frozenset(path for path in paths if file_label(path, data_directory) != path.name)
        self._executor: Executor | None = None
        if scheduler is not None:
            self._cluster = Cluster(scheduler)
            self._executor, self._jobs = self._cluster.executor, self._cluster.slots
        elif jobs > 1:
            # One fresh process loads what all need, and they begin as copies of it: copies of this one would
            # share the store's connection and lock.
            context = multiprocessing.get_context("forkserver")
            context.set_forkserver_preload(["osce_scraper.archive.ready"])
            self._executor = ProcessPoolExecutor(jobs, mp_context=context, initializer=_begin_reading)
            # They get ready while the files are indexed; the first start waits until all is loaded.
            threading.Thread(target=_begin, args=(self._executor,), daemon=True).start()
        fetch(self._addresses)
        self.plan = Plan()
        #: Pages that gave no record, by reason.
        self.refused: Counter[str] = Counter()

    @property
    def site(self) -> Site:
        """The site whose pages are read."""
        return self._profile.site

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exc: object) -> None:
        if self._cluster is not None:
            self._cluster.close()
        elif self._executor is not None:
            self._executor.shutdown(cancel_futures=True)

    def index(self) -> Plan:
        """Index the files; the plan of what ``events`` will read.

        Raises ``NotAWarc`` when a file is something else, ``ArchiveError`` when one cannot be opened.
        """
        self.plan = make_plan(
            self._paths,
            self._report,
            profile=self._profile,
            # Indexing reads whole files, which are here.
            executor=None if self._cluster is not None else self._executor,
            progress=lambda done, total: self._progress("index", done, total),
        )
        return self.plan

    def spans(self, plan: Plan) -> list[FileSpan] | None:
        """The files of ``plan`` one after the other; ``None`` when they overlap in time."""
        if not plan.files_in_turn:
            return None
        return [
            FileSpan(file_label(path, self._data_directory), *times) for path, times in plan.spans.items()
        ]

    def events(self, plan: Plan, *, known: KnownTeaser = lambda identity: None) -> Iterator[Event]:
        """What the captures of ``plan`` say, in the order of time.

        ``known`` gives the teaser that is known of an item beside the archive; what it says comes first.
        Raises ``ArchiveError`` when a file changes while it is read, or a process was killed.
        """
        leading = [task for task in plan.tasks if task.role in (Role.LISTING, Role.MENUS)]
        lists = self._read("listings", leading, _read_leading)
        told = {id(task): outcome for task, outcome in zip(leading, lists, strict=True)}
        teasers = _Teasers(self._own)
        for task in leading:
            outcome = told[id(task)]
            if task.role is Role.LISTING and outcome:
                teasers.add(task.at, outcome)
        items = (
            _ItemTask(task, _completed(teasers.at(task), task, known))
            for task in plan.tasks
            if task.role is Role.ITEM
        )
        total = sum(task.role is Role.ITEM for task in plan.tasks)
        read = self._read("pages", items, _read_items, total)
        for task in plan.tasks:
            outcome = next(read) if task.role is Role.ITEM else told.get(id(task))
            event = self._event(task, outcome)
            if event is not None:
                yield event

    def _event(self, task: Task, outcome: object) -> Event | None:
        capture = task.capture
        file = file_label(capture.position.path, self._data_directory)
        identity = "" if task.identity is None else task.identity.id
        place = (task.at, file, capture.url)
        if task.role is Role.NOT_MODIFIED:
            headers = capture.headers
            return NotModified(*place, identity, headers.get("etag"), headers.get("last-modified"))
        if task.role is Role.GONE:
            assert capture.status is not None
            return Gone(*place, identity, capture.status)
        if isinstance(outcome, str):
            return ItemRead(*place, identity, NewsItem.from_json_line(outcome))
        if isinstance(outcome, Unreadable):
            self.refused[outcome.reason] += 1
            link = ArchiveLink(file=file, record_id=capture.record_id)
            return ItemRefused(*place, identity, outcome.reason, outcome.field, outcome.text, link)
        if not isinstance(outcome, tuple) or not outcome:
            return None
        if task.role is Role.MENUS:
            assert task.site is not None
            return MenusRead(*place, task.site, outcome)
        return TeasersRead(*place, outcome)

    def _read(
        self,
        stage: str,
        tasks: Iterable[Task | _ItemTask],
        work: Callable[[_Unit], _Read],
        total: int | None = None,
    ) -> Iterator[object]:
        """The outcome of each task, in their order."""
        if total is None:
            tasks = list(tasks)
            total = len(tasks)
        done = 0
        units = (self._unit(chunk) for chunk in _chunks(tasks, UNIT))
        for read in self._in_order(work, units):
            for damage in read.damages:
                self._report(damage)
            yield from read.outcomes
            done += len(read.outcomes)
            self._progress(stage, done, total)

    def _unit(self, tasks: Sequence[Task | _ItemTask]) -> _Unit:
        wanted: dict[Path, str] = {}
        if self._addresses:
            paths = (task.task if isinstance(task, _ItemTask) else task for task in tasks)
            for task in paths:
                path = task.capture.position.path
                if path in self._addresses:
                    wanted[path] = self._addresses[path]
        # Another machine has another directory to be in.
        return _Unit(tasks, self._data_directory, self._profile, wanted)

    def _in_order(self, work: Callable[[_T], _R], units: Iterator[_T]) -> Iterator[_R]:
        if self._executor is None:
            yield from map(work, units)
            return
        waiting: deque[Future[_R]] = deque()
        try:
            for unit in units:
                waiting.append(self._executor.submit(work, unit))
                if len(waiting) > _AHEAD * self._jobs:
                    yield waiting.popleft().result()
            while waiting:
                yield waiting.popleft().result()
        except BrokenProcessPool as error:
            raise ArchiveError(
                "a process that reads pages was killed, perhaps for want of memory: try again with --jobs 1"
            ) from error
        except CancelledError as error:
            raise ArchiveError(
                "the cluster gave the work up: is its scheduler still there? See its log, and try again"
            ) from error


class _Teasers:
    """What listings said of each item, and since when.

    In the files of our own crawls (``own``) a page is read with what was known when it was fetched, as the
    crawl did. Other archivists fetch listings at any time: there the first word on an item will do.
    """

    def __init__(self, own: Container[Path]) -> None:
        self._own = own
        self._known: dict[str, list[tuple[dt.datetime, Teaser]]] = {}

    def add(self, at: dt.datetime, shown: object) -> None:
        """Add what a listing read at ``at`` shows. Listings come in the order of time."""
        assert isinstance(shown, tuple)
        for identity, _, teaser in shown:
            known = self._known.setdefault(identity, [])
            merged = known[-1][1].completed_by(teaser) if known else teaser
            if not known or merged != known[-1][1]:
                known.append((at, merged))

    def at(self, task: Task) -> Teaser | None:
        """What is known of an item for the page that ``task`` reads."""
        assert task.identity is not None
        known = self._known.get(task.identity.id)
        if not known:
            return None
        number = bisect_right(known, task.at, key=itemgetter(0))
        if number:
            return known[number - 1][1]
        return None if task.capture.position.path in self._own else known[0][1]


def _completed(archived: Teaser | None, task: Task, known: KnownTeaser) -> Teaser | None:
    assert task.identity is not None
    other = known(task.identity.id)
    if archived is None or other is None:
        return archived or other
    return archived.completed_by(other)


def _begin(executor: Executor) -> None:
    """Start the processes of ``executor``; when it has come to its end already, whoever asks it is told."""
    with suppress(RuntimeError):
        executor.submit(load_tables)


def _begin_reading() -> None:
    """Runs once in each process: it ends when this one does, and the collector passes over its imports."""
    threading.Thread(target=_end_with_parent, daemon=True).start()
    # What was imported stays.
    gc.collect()
    gc.freeze()


def _end_with_parent() -> None:
    """Wait for the death of the process that began this one, and die then.

    An executor tells its processes that it is done; one that was killed tells nothing, and they would wait
    for work for ever.
    """
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def _read_items(unit: _Unit) -> _Read:
    """Runs in a process of its own: the record of each page as JSON, or why there is none."""
    fetch(unit.addresses)
    damages: list[Damage] = []
    outcomes: list[_Outcome] = []
    with closing(PlacedReader()) as placed:
        for task in unit.tasks:
            assert isinstance(task, _ItemTask)
            page = load(task.task.capture, placed, damages.append, data_directory=unit.data_directory)
            outcomes.append(None if page is None else _item(page, task.hints, unit.profile.site))
    return _Read(outcomes, damages)


def _item(page: ArchivedPage, hints: Teaser | None, site: Site) -> str | Unreadable:
    outcome = read_archived(page, hints, site)
    return outcome if isinstance(outcome, Unreadable) else outcome.to_json_line()


def read_archived(page: ArchivedPage, hints: Teaser | None, site: Site) -> NewsItem | Unreadable:
    """The record that an archived page gives today, its source filled in, or why it gives none."""
    # A WET file's record is text by its format; any other page tells by itself.
    plain = True if _is_text(page) else None
    reading = read_body(_content_type(page), page.payload, page.url, hints, site=site, plain=plain)
    if isinstance(reading, Unreadable):
        return reading
    item = reading.item
    _fill(item.source, page)
    if (fault := first_fault(item)) is not None:
        return Unreadable(_EVIDENCE, *fault)
    return item


def _read_leading(unit: _Unit) -> _Read:
    """Runs in a process of its own: the teasers of each listing, the entries of each menu page."""
    fetch(unit.addresses)
    damages: list[Damage] = []
    outcomes: list[_Outcome] = []
    with closing(PlacedReader()) as placed:
        for task in unit.tasks:
            assert isinstance(task, Task)
            page = load(task.capture, placed, damages.append, data_directory=unit.data_directory)
            content = None if page is None else _content(page)
            if page is None or content is None:
                outcomes.append(None)
            elif task.role is Role.MENUS:
                outcomes.append(_menus(content, page, unit.profile.site))
            else:
                outcomes.append(_teasers(content, page, unit.profile))
    return _Read(outcomes, damages)


def _teasers(content: bytes | str, page: ArchivedPage, profile: SiteProfile) -> tuple[Shown, ...]:
    shown = []
    for teaser in extract_listing(content, page.url, site=profile.site).teasers:
        identity = profile.identity(teaser.url) or profile.site.identity(teaser.url)
        if identity is not None:
            try:
                shown.append(Shown(identity.id, profile.site.canonical_url(teaser.url), teaser))
            except RefusedAddress:
                continue
    return tuple(shown)


def _menus(content: bytes | str, page: ArchivedPage, site: Site) -> tuple[MenuEntry, ...]:
    entries = extract_menus(content, page.url, site=site)
    for entry in entries:
        _fill(entry.source, page)
        entry.source.url = page.url
    return tuple(entries)


def _fill(source: Source, page: ArchivedPage) -> None:
    source.fetched_at = page.fetched_at
    source.status = page.status
    source.etag = page.headers.get("etag") or None
    source.last_modified = page.headers.get("last-modified") or None
    source.body_sha256 = page.body_sha256 if page.payload else None
    source.archive = ArchiveLink(file=page.file, record_id=page.record_id)


def _content(page: ArchivedPage) -> bytes | str | None:
    return readable(_content_type(page), page.payload)


def _content_type(page: ArchivedPage) -> str:
    return page.headers.get("content-type", page.media_type)


def _is_text(page: ArchivedPage) -> bool:
    return page.status is None and page.media_type == "text/plain"


def _chunks(items: Iterable[_T], size: int) -> Iterator[list[_T]]:
    rest = iter(items)
    while chunk := list(islice(rest, size)):
        yield chunk
