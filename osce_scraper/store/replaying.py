"""What an archive says, taken into a store: into an empty one all that happened, else the newest pages.

An empty store is rebuilt: everything is told to it in the order of time, with the times of the responses,
as the crawls did. A store that holds items keeps its history: each item's newest page is read again, and the
record that it gives today takes the place of the one kept.
"""

import datetime as dt
from collections import Counter, deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from osce_scraper.archive.events import (
    Event,
    FileSpan,
    Gone,
    ItemRead,
    ItemRefused,
    MenusRead,
    NotModified,
    TeasersRead,
)
from osce_scraper.records import ChangeKind, NewsItem
from osce_scraper.sites import Site
from osce_scraper.store.content import changed_fields, content_of
from osce_scraper.store.crawl import Fetched, Found, Refusal
from osce_scraper.store.errors import OutdatedRecordError
from osce_scraper.store.store import Store

_COMMAND: Final = "reextract"
_FINISHED: Final = "finished"
#: Where an address is said to be found that only its own page speaks of.
_ARCHIVE: Final = "archive"


@dataclass(slots=True)
class FieldDifference:
    """In how many items a field differs, and the first of them: identity, value kept, value of today."""

    count: int = 0
    examples: list[tuple[str, Any, Any]] = field(default_factory=list)


@dataclass(slots=True)
class Comparison:
    """What the archive gives against what the store holds."""

    new: int = 0
    changed: int = 0
    unchanged: int = 0
    older: int = 0
    """The store has a later page of the item."""
    withdrawn: int = 0
    """The item was withdrawn; its record stays as it is."""
    outdated: int = 0
    """The record kept is of an earlier version, and cannot be read by this one."""
    refused: int = 0
    menus: Counter[str] = field(default_factory=Counter)
    """Entries read, by site."""
    fields: dict[str, FieldDifference] = field(default_factory=dict)

    @property
    def items(self) -> int:
        """Pages that gave a record."""
        return self.new + self.changed + self.unchanged + self.older + self.withdrawn + self.outdated


def is_empty(store: Store) -> bool:
    """Whether the store holds no item at all, so that it can be rebuilt."""
    counts = store.counts()
    return counts.items == counts.withdrawn == 0


def compare(store: Store | None, events: Iterable[Event], *, examples: int) -> Comparison:
    """What ``events`` (the newest page of each item) would change; nothing is changed.

    ``store`` is ``None`` where there is none yet. ``examples`` is how many are kept of each field.
    """
    comparison = Comparison()
    for event in events:
        if isinstance(event, ItemRead):
            _takes(store, event.item, comparison, examples)
        else:
            _note(event, comparison)
    return comparison


def update(store: Store, events: Iterable[Event], now: dt.datetime, *, examples: int) -> Comparison:
    """Take the newest page of each item into a store that holds items already; all of it, or nothing.

    ``events`` are those of the newest pages. Raises ``StoreError`` when it cannot be written.
    """
    comparison = Comparison()
    with store.transaction():
        run = store.start_run(_COMMAND, {}, now)
        for event in events:
            if isinstance(event, ItemRead):
                if _takes(store, event.item, comparison, examples):
                    store.save(event.item, event.at, run)
            else:
                _note(event, comparison)
                if isinstance(event, MenusRead) and _newest_menu(store, event):
                    store.save_menu(event.site, event.entries, event.at, run)
        store.finish_run(run, now, outcome=_FINISHED, counts=_counts(comparison))
    return comparison


def rebuild(
    store: Store, events: Iterable[Event], site: Site, *, files: Sequence[FileSpan] | None
) -> Comparison:
    """Tell an empty store all that ``events`` say, in their order; all of it, or nothing.

    Each of ``files``, given in their order, becomes a run, as each run made a file; without them all is one
    run. Raises ``StoreError`` when it cannot be written.
    """
    comparison = Comparison()
    with store.transaction():
        replay = _Replay(store, site, files)
        for event in events:
            if isinstance(event, ItemRead):
                replay.item(event, comparison)
            else:
                _note(event, comparison)
                replay.other(event)
        replay.end()
    return comparison


class _Replay:
    """Tells a store what happened, as a crawl would."""

    def __init__(self, store: Store, site: Site, files: Sequence[FileSpan] | None) -> None:
        self._store = store
        self._site = site
        self._in_one_run = files is None
        self._coming = deque(files or ())
        self._known: set[str] = set()
        self._kept: set[str] = set()
        self._span: FileSpan | None = None
        self._run = 0
        self._counts: Counter[str] = Counter()

    def item(self, event: ItemRead, comparison: Comparison) -> None:
        self._in_run(event)
        self._find(event.identity, event)
        item, source = event.item, event.item.source
        if item.id != event.identity:
            # The page is in another language than its address says; the work of the address is done.
            self._store.fetched(
                event.identity,
                event.at,
                url=self._site.canonical_url(event.url),
                status=source.status or 200,
                body_sha256=source.body_sha256,
            )
        answer = Fetched(
            item.url, source.status or 200, source.etag, source.last_modified, source.body_sha256
        )
        change = self._store.save(item, event.at, self._run, fetched=answer)
        self._counts[f"stored/{change.outcome}"] += 1
        if item.id not in self._kept:
            self._kept.add(item.id)
            comparison.new += 1

    def other(self, event: Event) -> None:
        self._in_run(event)
        store = self._store
        if isinstance(event, TeasersRead):
            self._known.update(identity for identity, _, _ in event.teasers)
            store.found_all(
                [Found(identity, url, event.url, teaser=teaser) for identity, url, teaser in event.teasers],
                event.at,
            )
        elif isinstance(event, MenusRead):
            store.save_menu(event.site, event.entries, event.at, self._run)
        elif isinstance(event, NotModified):
            self._find(event.identity, event)
            store.fetched(
                event.identity,
                event.at,
                url=self._site.canonical_url(event.url),
                status=304,
                etag=event.etag,
                last_modified=event.last_modified,
            )
        elif isinstance(event, Gone):
            self._find(event.identity, event)
            store.gone(event.identity, event.at, event.status)
        elif isinstance(event, ItemRefused) and "/" in event.file:
            # Only of our own crawls: others keep much that was never meant to be a record.
            self._find(event.identity, event)
            store.refuse(
                Refusal(event.url, event.reason, event.identity, event.field, event.text, event.archive),
                event.at,
                self._run,
            )

    def end(self) -> None:
        """End the run that is open, and tell of the files in which nothing happened."""
        while self._coming:
            self._begin(self._coming.popleft())
        self._finish()

    def _in_run(self, event: Event) -> None:
        if self._in_one_run:
            first = event.at if self._span is None else self._span.first
            if self._span is None:
                self._begin(FileSpan("", event.at, event.at))
            self._span = FileSpan("", first, event.at)
        while self._coming and (self._span is None or self._span.file != event.file):
            self._begin(self._coming.popleft())

    def _begin(self, span: FileSpan) -> None:
        self._finish()
        self._span = span
        self._counts = Counter()
        arguments = {"archive": span.file} if span.file else {}
        self._run = self._store.start_run(_COMMAND, arguments, span.first)

    def _finish(self) -> None:
        if self._span is not None:
            self._store.finish_run(self._run, self._span.last, outcome=_FINISHED, counts=self._counts)

    def _find(self, identity: str, event: Event) -> None:
        """Make the address known that only its own page speaks of (given by hand, or by a sitemap)."""
        if identity not in self._known:
            self._known.add(identity)
            self._store.found(Found(identity, self._site.canonical_url(event.url), _ARCHIVE), event.at)


def newest_pages(events: Iterable[Event]) -> Iterator[Event]:
    """Of all that happened, the records and menus that were read: what a store with items is told."""
    return (event for event in events if isinstance(event, ItemRead | ItemRefused | MenusRead))


def _takes(store: Store | None, item: NewsItem, comparison: Comparison, examples: int) -> bool:
    """Whether ``item`` is to be saved, noted in ``comparison``."""
    try:
        kept = None if store is None else store.get(item.id)
    except OutdatedRecordError:
        assert store is not None
        if store.history(item.id)[-1].change is ChangeKind.WITHDRAWN:
            comparison.withdrawn += 1
            return False
        comparison.outdated += 1
        return True
    if kept is None:
        comparison.new += 1
        return True
    if kept.withdrawn_at is not None:
        comparison.withdrawn += 1
        return False
    before, after = kept.source.fetched_at, item.source.fetched_at
    if before is not None and after is not None and after < before:
        comparison.older += 1
        return False
    fields = changed_fields(content_of(kept), content_of(item), kept.source.model_dump_json())
    if fields:
        comparison.changed += 1
    else:
        comparison.unchanged += 1
    for name, values in fields.items():
        difference = comparison.fields.setdefault(name, FieldDifference())
        difference.count += 1
        if len(difference.examples) < examples:
            difference.examples.append((item.id, values["old"], values["new"]))
    return True


def _note(event: Event, comparison: Comparison) -> None:
    if isinstance(event, ItemRefused):
        comparison.refused += 1
    elif isinstance(event, MenusRead):
        comparison.menus[event.site] = len(event.entries)


def _newest_menu(store: Store, event: MenusRead) -> bool:
    pages = {entry.source.url for entry in event.entries}
    kept = [entry.source.fetched_at for entry in store.menus() if entry.source.url in pages]
    return all(before is None or before <= event.at for before in kept)


def _counts(comparison: Comparison) -> dict[str, int]:
    return {
        "stored/added": comparison.new,
        "stored/changed": comparison.changed,
        "stored/unchanged": comparison.unchanged,
    }
