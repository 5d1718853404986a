"""`-O` and `-o`: files that hold what they say, and no loss in silence.

`-O` of the spider news holds the current items that the arguments of the run select, fetched just now or
unchanged, in the order of the published file; `-o` appends what the run fetched. Scrapy's JSON exporters
raise inside a signal handler when a value is not plain JSON: the record is not written, and the run still
counts as good. Here the models write their own lines, and a failure is known.
"""

import asyncio
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final, Protocol, runtime_checkable

from scrapy import Spider
from scrapy.crawler import Crawler
from scrapy.exporters import BaseItemExporter, JsonItemExporter, JsonLinesItemExporter
from scrapy.extensions.feedexport import FeedExporter, FeedSlot
from scrapy.settings import BaseSettings

from osce_scraper.crawling.arguments import BadArgumentsError
from osce_scraper.crawling.counting import stats_of
from osce_scraper.records import NewsItem, Record

#: Formats that know only cells or Python's own objects, with what `osce export` has in their place.
_REFUSED: Final = {"csv": "csv", "xml": "atom", "pickle": "parquet", "marshal": "parquet"}


@runtime_checkable
class KnowsItsItems(Protocol):
    """A spider whose run selects among items that the store has already."""

    def selected_items(self, fetched: set[str]) -> Iterator[Record]:
        """The current records that the arguments select; ``fetched`` are the ids of those of this run."""


def check_feeds(settings: BaseSettings) -> None:
    """Raise ``BadArgumentsError`` for an output file that could not hold the records, or not stay JSON."""
    for uri, options in settings.getdict("FEEDS").items():
        form, overwrite = options.get("format"), options.get("overwrite", False)
        option = "-O" if overwrite else "-o"
        if form in _REFUSED:
            raise BadArgumentsError(
                f"{option} {uri}: a record has lists and objects, which {form} cannot hold. "
                f"Give {option} with .jsonl or .json, or write flat tables: osce export --to {_REFUSED[form]}"
            )
        if form == "json" and not overwrite and _has_content(uri):
            raise BadArgumentsError(
                f"-o {uri}: the file has an array already, and another behind it would not be JSON. "
                "Replace it with -O, or append to a file of lines: -o with .jsonl"
            )


def _has_content(uri: object) -> bool:
    path = Path(str(uri).removeprefix("file://"))
    return path.is_file() and path.stat().st_size > 0


def _line(exporter: BaseItemExporter, item: Any) -> str:
    """One record as JSON: the model's own line, or the fields that FEEDS asks for."""
    if isinstance(item, Record) and exporter.fields_to_export is None:
        return item.to_json_line()
    fields = item.to_dict() if isinstance(item, Record) else item
    return json.dumps(dict(exporter.get_serialized_fields(fields)), ensure_ascii=False, allow_nan=False)


class RecordLinesExporter(JsonLinesItemExporter):
    """A JSON object a line, keys in the order of the model, UTF-8."""

    def export_item(self, item: Any) -> None:
        """Write one record."""
        self.file.write(_line(self, item).encode() + b"\n")
        # Nobody who reads along, or goes on after a kill, finds half a line.
        self.file.flush()


class RecordArrayExporter(JsonItemExporter):
    """A JSON array of records, one a line, UTF-8."""

    def start_exporting(self) -> None:
        """Open the array."""
        self.file.write(b"[")

    def export_item(self, item: Any) -> None:
        """Write one record."""
        self.file.write(b"\n" if self.first_item else b",\n")
        self.first_item = False
        self.file.write(_line(self, item).encode())

    def finish_exporting(self) -> None:
        """Close the array."""
        self.file.write(b"\n]\n")


class CountedFeeds(FeedExporter):
    """Scrapy's feed export that knows the items of the store, and remembers what failed."""

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self.failures: list[str] = []
        self.closed = asyncio.Event()
        #: Files that are written at the end, with what the store has.
        self._at_end: list[FeedSlot] = []
        #: Ids of the items of this run.
        self._fetched: set[str] = set()

    def open_spider(self, spider: Spider) -> None:
        """Tell files that get every record as it comes from those that are written at the end."""
        super().open_spider(spider)
        if isinstance(spider, KnowsItsItems) and spider.settings.getbool("OSCE_RUN"):
            self._at_end = [slot for slot in self.slots if slot.feed_options.get("overwrite")]
            self.slots = [slot for slot in self.slots if slot not in self._at_end]

    def item_scraped(self, item: Any, spider: Spider) -> None:
        """Write a record to the files that get it now; a failure is kept before Scrapy swallows it."""
        if isinstance(item, NewsItem):
            self._fetched.add(item.id)
        self._write(item, spider)

    def _write(self, item: Any, spider: Spider) -> None:
        try:
            super().item_scraped(item, spider)
        except Exception as error:
            name = getattr(item, "id", type(item).__name__)
            self.failures.append(f"record {name} could not be written to {', '.join(self.feeds)}: {error}")
            raise

    async def close_spider(self, spider: Spider) -> None:
        """Fill the files of ``-O``, close every file, and note those that could not be stored."""
        failed = bool(stats_of(self.crawler).failures)
        at_once, self.slots = self.slots, self._at_end
        try:
            if isinstance(spider, KnowsItsItems) and self.slots and (self._fetched or not failed):
                for item in spider.selected_items(self._fetched):
                    self._write(item, spider)
        finally:
            self.slots = at_once + self.slots
            if failed:
                # A run that failed before its first record must not empty the file of the run before.
                for slot in self.slots:
                    slot.store_empty = False
            await self._close_all(spider)

    async def _close_all(self, spider: Spider) -> None:
        opened = sum(bool(slot.itemcount) or slot.store_empty for slot in self.slots)
        try:
            await super().close_spider(spider)
        finally:
            stored = sum(
                count
                for name, count in self.crawler.stats.get_stats().items()
                if name.startswith("feedexport/success_count/")
            )
            if stored < opened:
                self.failures.append(
                    f"{opened - stored} of {opened} output files could not be written: "
                    f"check that {', '.join(self.feeds)} can be"
                )
            self.closed.set()
