"""`-O file.jsonl`: every record in the file, and no loss in silence.

Scrapy's JSON exporters raise inside a signal handler when a value is not plain JSON: the record is not
written, and the run still counts as good. Here the models write their own lines, and a failure is known.
"""

import asyncio
import json
from typing import Any

from scrapy import Spider
from scrapy.crawler import Crawler
from scrapy.exporters import BaseItemExporter, JsonItemExporter, JsonLinesItemExporter
from scrapy.extensions.feedexport import FeedExporter

from osce_scraper.crawling.counting import stats_of
from osce_scraper.records import Record


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
    """Scrapy's feed export that remembers what failed, so that the run can say so."""

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self.failures: list[str] = []
        self.closed = asyncio.Event()

    def item_scraped(self, item: Any, spider: Spider) -> None:
        """Write a record to every feed; a failure is kept before Scrapy's signal handling swallows it."""
        try:
            super().item_scraped(item, spider)
        except Exception as error:
            name = getattr(item, "id", type(item).__name__)
            self.failures.append(f"record {name} could not be written to {', '.join(self.feeds)}: {error}")
            raise

    async def close_spider(self, spider: Spider) -> None:
        """Close every feed, and note those that could not be stored."""
        if stats_of(self.crawler).failures:
            # A run that failed before its first record must not empty the file of the run before.
            for slot in self.slots:
                slot.store_empty = False
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
