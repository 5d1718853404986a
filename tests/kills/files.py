"""What must hold of the files that a killed process leaves."""

import json
from pathlib import Path
from typing import Any

from osce_scraper.archive import Damage, find_page, records_in
from osce_scraper.records import ArchiveLink

#: The tables whose contents an interrupted run must come to as a whole one does.
TABLES = ("news", "menus", "changes", "quarantine")
#: What a run may well have otherwise: when it fetched, and which run it was.
TIMES = ("first_seen", "last_seen", "last_changed", "at", "run", "first_refused", "last_refused")


def whole_lines(path: Path) -> list[str]:
    """The lines of a published file (none when it is not there), each of which must be a whole record."""
    if not path.exists():
        return []
    text = path.read_text(encoding="utf-8")
    assert not text or text.endswith("\n"), f"{path.name} is cut off"
    lines = text.splitlines()
    for line in lines:
        json.loads(line)
    return lines


def contents(directory: Path) -> dict[str, list[str]]:
    """The published tables line by line, without times and places in the archive."""
    return {
        name: [_without_times(line) for line in whole_lines(directory / f"{name}.jsonl")] for name in TABLES
    }


def _without_times(line: str) -> str:
    record: dict[str, Any] = json.loads(line)
    for name in TIMES:
        record.pop(name, None)
    record.pop("archive", None)
    if "source" in record:
        record["source"].pop("fetched_at")
        record["source"].pop("archive")
    return json.dumps(record, ensure_ascii=False)


def check_published(directory: Path) -> None:
    """Whatever is published is whole, and each response that it links to is in the archive, whole."""
    for path in directory.glob("*.jsonl"):
        for line in whole_lines(path):
            record: dict[str, Any] = json.loads(line)
            link = record.get("archive") or record.get("source", {}).get("archive")
            if link is not None:
                assert find_page(directory, ArchiveLink(**link)).payload


def check_archive(directory: Path) -> None:
    """Every file of the archive can be read to its end but for the record that was under way when killed."""
    for path in directory.glob("archive/*.warc.gz"):
        damages: list[Damage] = []
        for _ in records_in(path, damages.append):
            pass
        assert len(damages) <= 1, damages
