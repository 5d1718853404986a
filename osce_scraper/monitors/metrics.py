"""Numbers of a run for Prometheus, as a text file for its node exporter's textfile collector."""

import os
from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Final

from osce_scraper.records import MonitorResult, MonitorStatus

#: Metrics, each with its help; documented in docs/operations.md, which a test compares.
METRICS: Final = {
    "osce_harvest_exit_code": "Exit code of the last harvest (0 good, 1 failed, 3 held back).",
    "osce_harvest_finished_timestamp_seconds": "When the last harvest ended.",
    "osce_harvest_seconds": "How long the last harvest took.",
    "osce_harvest_requests": "Requests of the last harvest.",
    "osce_harvest_items": "Items of the last harvest, by what came of them.",
    "osce_items_current": "Items in the store that are not withdrawn.",
    "osce_monitor_status": "Status of a monitor: 0 green, 1 yellow, 2 red.",
    "osce_monitor_value": "What a monitor measured.",
}
#: What came of items: label, and the run's numbers that it adds up.
_ITEMS: Final = {
    "new": ("stored/added",),
    "changed": ("stored/changed", "stored/returned"),
    "unchanged": ("stored/unchanged", "not_modified"),
    "withdrawn": ("withdrawn",),
    "quarantined": ("quarantined",),
    "failed": ("failed",),
}
_STATUS: Final = {MonitorStatus.GREEN: 0, MonitorStatus.YELLOW: 1, MonitorStatus.RED: 2}


def metrics_text(
    counts: Mapping[str, int],
    results: Sequence[MonitorResult],
    *,
    exit_code: int,
    seconds: float,
    ended: datetime,
) -> str:
    """The metrics in Prometheus's text format. Raises ``ModuleNotFoundError`` without prometheus-client."""
    from prometheus_client import CollectorRegistry, Gauge, generate_latest

    registry = CollectorRegistry()

    def gauge(name: str, *labels: str) -> Gauge:
        return Gauge(name, METRICS[name], labels, registry=registry)

    gauge("osce_harvest_exit_code").set(exit_code)
    gauge("osce_harvest_finished_timestamp_seconds").set(ended.timestamp())
    gauge("osce_harvest_seconds").set(seconds)
    gauge("osce_harvest_requests").set(counts.get("requests", 0))
    items = gauge("osce_harvest_items", "outcome")
    for outcome, names in _ITEMS.items():
        items.labels(outcome).set(sum(counts.get(name, 0) for name in names))
    if "items" in counts:
        gauge("osce_items_current").set(counts["items"])
    status, value = gauge("osce_monitor_status", "monitor"), gauge("osce_monitor_value", "monitor")
    for found in results:
        status.labels(found.monitor).set(_STATUS[found.status])
        if found.value is not None:
            value.labels(found.monitor).set(found.value)
    return generate_latest(registry).decode()


def write_metrics(file: Path, text: str) -> None:
    """Write ``text`` beside ``file`` and rename it into place. Raises ``OSError``."""
    file.parent.mkdir(parents=True, exist_ok=True)
    part = file.with_name(f".{file.name}.part")
    part.write_text(text, encoding="utf-8")
    # The collector runs as somebody else.
    part.chmod(0o644)
    os.replace(part, file)
