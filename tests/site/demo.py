"""What `make demo` runs: the local site harvested over real HTTP, checked against the site's own truth.

Exit code 0 when every item that robots.txt allows is in ``data/demo/news.jsonl`` once and valid, what belongs
in quarantine is there, and the menu has all its entries; else 1, with what is missing.
"""

import json
import os
import shutil
import subprocess
import sys
from collections import Counter
from pathlib import Path
from typing import Any

from jsonschema import Draft202012Validator
from rich.console import Console
from rich.table import Table

from tests.site.menu import menus, walk
from tests.site.server import LocalSite

ROOT = Path(__file__).resolve().parents[2]
DATA = ROOT / "data" / "demo"
SPIDERS = ("menus", "news")
#: Most faults that are told one by one.
TOLD = 10


def main(directory: Path = DATA) -> int:
    """Run the demo into ``directory`` (made anew) and return the exit code."""
    console = Console()
    shutil.rmtree(directory, ignore_errors=True)
    directory.mkdir(parents=True)
    with LocalSite() as site:
        console.print(f"The local OSCE-style site answers at {site.base_url}")
        for spider in SPIDERS:
            code = crawl(spider, site.base_url, directory)
            if code:
                log = directory / f"{spider}.log"
                console.print("\n".join(log.read_text(encoding="utf-8").splitlines()[-20:]), markup=False)
                console.print(f"[red]scrapy crawl {spider} ended with exit code {code}[/red]; its log: {log}")
                return 1
        faults = news_faults(site, directory) + menu_faults(directory)
    console.print(results(directory))
    if faults:
        for fault in faults[:TOLD]:
            console.print(f"[red]{fault}[/red]")
        console.print(f"[red]{len(faults)} things are not as they should be[/red]")
        return 1
    shown = directory.relative_to(ROOT) if directory.is_relative_to(ROOT) else directory
    console.print("Every item that robots.txt allows was harvested once, and every record is valid.")
    console.print(
        f"The files are in [bold]{shown}[/bold]: news.jsonl, menus.jsonl, changes.jsonl, runs.jsonl"
    )
    code = report(directory)
    if code:
        console.print(f"[red]osce report ended with exit code {code}[/red]")
        return 1
    console.print("What to type next:")
    for command in (
        f"head -1 {shown}/news.jsonl | .venv/bin/python -m json.tool",
        f".venv/bin/osce status --data-dir {shown}",
        f".venv/bin/osce report --data-dir {shown} --out {shown}/report.html --open",
        "OSCE_CONTACT=you@example.org .venv/bin/scrapy crawl news -a limit=10",
        ".venv/bin/osce --help",
    ):
        console.print(f"  {command}", markup=False)
    return 0


def report(directory: Path) -> int:
    """Write the report on what was harvested beside it; the exit code of `osce report`."""
    out = directory / "report.html"
    command = [
        sys.executable,
        "-m",
        "osce_scraper.cli",
        "report",
        "--data-dir",
        str(directory),
        "--out",
        str(out),
    ]
    return subprocess.run(command, cwd=ROOT, check=False).returncode


def crawl(spider: str, base_url: str, directory: Path) -> int:
    """Run one spider as a user would, its log beside the data; its exit code."""
    environment = {
        **os.environ,
        "OSCE_BASE_URL": base_url,
        "OSCE_DATA_DIR": str(directory),
        "OSCE_STORE_URL": "",
    }
    command = [sys.executable, "-m", "scrapy", "crawl", spider, "--logfile", str(directory / f"{spider}.log")]
    return subprocess.run(command, cwd=ROOT, env=environment, check=False).returncode


def lines(path: Path) -> list[dict[str, Any]]:
    """The records of a JSON Lines file."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def validator(directory: Path, table: str) -> Draft202012Validator:
    """A validator by the schema that was published beside the data."""
    return Draft202012Validator(json.loads((directory / "schema" / f"{table}.json").read_text("utf-8")))


def news_faults(site: LocalSite, directory: Path) -> list[str]:
    """What is missing, doubled, too many or invalid in ``news.jsonl`` and the quarantine."""
    records = lines(directory / "news.jsonl")
    found = Counter(record["id"] for record in records)
    truth = site.truth()
    faults = [f"{key} is missing from news.jsonl" for key in sorted(truth.keys() - found.keys())]
    faults += [f"{key} should not be in news.jsonl" for key in sorted(found.keys() - truth.keys())]
    faults += [f"{key} is in news.jsonl {times} times" for key, times in found.items() if times > 1]
    refused = {entry["identity"] for entry in lines(directory / "quarantine.jsonl")}
    faults += [f"{key} should be in quarantine" for key in sorted(site.refused() - refused)]
    faults += [f"{key} should not be in quarantine" for key in sorted(refused - site.refused())]
    schema = validator(directory, "news")
    for record in records:
        faults += [
            f"{record['id']}: {error.json_path}: {error.message}" for error in schema.iter_errors(record)
        ]
    asked = [seen.path for seen in site.requests]
    forbidden = {story.path for story in site.items if site.disallowed(story)}
    faults += [f"{path} was fetched, though robots.txt forbids it" for path in asked if path in forbidden]
    return faults


def menu_faults(directory: Path) -> list[str]:
    """Entries of the site's menus that are missing from ``menus.jsonl``, or stand elsewhere there."""
    records = lines(directory / "menus.jsonl")
    schema = validator(directory, "menus")
    faults = [
        f"{record['id']}: {error.message}" for record in records for error in schema.iter_errors(record)
    ]
    labels = {(record["menu"], record["id"]): record["label"] for record in records}
    have = Counter(
        (
            record["menu"],
            tuple(record["path"]),
            record["level"],
            record["position"],
            labels.get((record["menu"], record["parent_id"])),
        )
        for record in records
    )
    want = Counter(
        (name, path, len(path), position, path[-2] if len(path) > 1 else None)
        for name, entries in menus().items()
        for path, position, _ in walk(entries)
    )
    faults += [f"menus.jsonl lacks {entry}" for entry in want - have]
    faults += [f"menus.jsonl has {entry}, which the site has not" for entry in have - want]
    return faults


def results(directory: Path) -> Table:
    """The table of what the two spiders did, from ``runs.jsonl``."""
    table = Table(title="The harvest of the local site")
    table.add_column("")
    runs = {run["command"].removeprefix("crawl "): run for run in lines(directory / "runs.jsonl")}
    for spider in SPIDERS:
        table.add_column(spider, justify="right")
    rows = (
        ("items found", "found/new"),
        ("fetched", "fetched"),
        ("stored", "stored/added"),
        ("quarantined", "quarantined"),
        ("forbidden by robots.txt", "skipped/not_allowed"),
        ("menu entries", "menus/entries"),
        ("requests", "requests"),
    )
    for label, name in rows:
        table.add_row(label, *(str(runs[spider]["counts"].get(name, 0)) for spider in SPIDERS))
    table.add_row("seconds", *(f"{runs[spider]['seconds']:.1f}" for spider in SPIDERS))
    return table


if __name__ == "__main__":
    sys.exit(main())
