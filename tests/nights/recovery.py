"""What a held night leaves behind, told by a store that never saw it."""

import json
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import Table, select

from osce_scraper.crawling.outcome import ExitCode
from osce_scraper.store import Store, tables, url_in
from tests.nights.history import History, harvest
from tests.nights.scene import Fault, Scene
from tests.nights.site import NightSite

#: What is compared; the runs themselves are another number.
PUBLISHED = ("news", "menus", "changes", "quarantine")
KEPT = (
    tables.addresses, tables.items, tables.pages, tables.walks, tables.menus, tables.quarantine,
    tables.unknown_names, tables.changes,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Recovered:
    """``held`` is false where the fault was published. Published lines and rows after a sound night."""

    held: bool
    after: dict[str, list[str]]
    expected: dict[str, list[str]]


def recovery(fault: Fault, history: History, directory: Path) -> Recovered:
    """Harvest the nights of a fault until one is held, then a sound one; the same without the held one."""
    data, unaware = directory / "data", directory / "unaware"
    with history.continued(directory) as (site, _):
        scene = Scene(site, fault, creeping=False)
        for night in range(fault.nights):
            shutil.rmtree(unaware, ignore_errors=True)
            shutil.copytree(data, unaware)
            scene.night = night
            scene.passes()
            if harvest(site, data).verdict.code is ExitCode.MONITOR_RED:
                break
        else:
            return Recovered(False, {}, {})
    with history.shape.site(history.port) as sound:
        for _ in range(history.shape.nights + night + 1):
            sound.grow()
        return Recovered(True, _after(sound, data), _after(sound, unaware))


def _after(site: NightSite, data: Path) -> dict[str, list[str]]:
    found = harvest(site, data)
    if found.verdict.code is not ExitCode.GOOD:
        raise AssertionError(f"a sound night is not published: {found.verdict.lines}")
    files = {
        f"{name}.jsonl": [
            _without_places(json.loads(line))
            for line in (data / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()
        ]
        for name in PUBLISHED
    }
    with Store(url_in(data)) as store, store.reading() as connection:
        return files | {table.name: _rows(table, connection) for table in KEPT}


def _rows(table: Table, connection: Any) -> list[str]:
    rows = connection.execute(select(table).order_by(*table.primary_key)).mappings()
    return [
        _without_places(
            {
                name: json.loads(value) if name == "source" and value[0] == "{" else value
                for name, value in row.items()
            }
        )
        for row in rows
    ]


def _without_places(record: dict[str, Any]) -> str:
    """A line without the number of its run and its place in the archive, which also count held nights."""
    for name in (
        "run",
        "last_found_run",
        "last_tried_run",
        "gone_run",
        "archive",
        "archive_file",
        "archive_record",
    ):
        record.pop(name, None)
    if isinstance(record.get("source"), dict):
        record["source"].pop("archive", None)
    return json.dumps(record, ensure_ascii=False, default=str)
