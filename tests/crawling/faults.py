"""Parts that break on purpose."""

from typing import Any

from osce_scraper.crawling.feeds import RecordLinesExporter


class LosesOneRecord(RecordLinesExporter):
    """An exporter that one record is too much for."""

    def export_item(self, item: Any) -> None:
        """Write a record; raises for one of them."""
        if item.id == "531680-en":
            raise TypeError("this exporter has a fault")
        super().export_item(item)
