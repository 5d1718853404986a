"""Publishing, `load` and `osce report` as the data grow: time and memory at two sizes.

The records are those that the local site's pages give, repeated under new ids and kept in a store. Each task
is a process of its own, so that its peak of memory is its own.

    make benchmark-records                                    # 50,000 and 200,000 records
    .venv/bin/python -m benchmarks.records --records 10000 40000
"""

import argparse
import datetime as dt
import itertools
import json
import os
import sys
import tempfile
import time
from multiprocessing import get_context
from pathlib import Path
from typing import NamedTuple

from rich.console import Console
from rich.table import Table

from benchmarks.export import repeated
from osce_scraper.records import NewsItem
from osce_scraper.store import Store, url_in
from tests.analysis.two_nights import harvest_two_nights

RESULTS = Path(__file__).parent / "results"
SIZES = (50_000, 200_000)
#: Records that are kept in one transaction while the store is filled.
_TOGETHER = 1_000
#: Each task as a program; ``{data}`` is the data directory.
TASKS = {
    "publish": """
import datetime as dt
from pathlib import Path
from osce_scraper.store import Store, publish, url_in
directory = Path({data!r})
publish(Store(url_in(directory)), directory, dt.datetime.now(dt.UTC))
""",
    "load news": """
from osce_scraper.analysis import load
assert len(load({data!r}, "news"))
""",
    "load participants": """
from osce_scraper.analysis import load
assert len(load({data!r}, "participants"))
""",
    "report": """
from osce_scraper.cli import app
app(["report", {data!r}, "--out", {data!r} + "/report.html"])
""",
}


class Measured(NamedTuple):
    """What one task took: seconds of the clock and of computing, peak of resident memory in MB."""

    seconds: float
    computed: float
    megabytes: float


def fill(place: Path, records: int) -> None:
    """Keep so many records in a store below ``place``/data."""
    harvest_two_nights(place / "demo")
    data = place / "data"
    data.mkdir()
    at = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
    with Store(url_in(data)) as store:
        run = store.start_run("benchmark", {}, at)
        lines = repeated(place / "demo" / "news.jsonl", records)
        while chunk := list(itertools.islice(lines, _TOGETHER)):
            with store.transaction():
                for line in chunk:
                    store.save(NewsItem.model_validate(json.loads(line)), at, run)
        store.finish_run(run, at, outcome="finished", counts={})


def measure(program: str) -> Measured:
    """Run ``program`` and wait for it. Exits when it fails."""
    began = time.monotonic()
    process = os.spawnv(os.P_NOWAIT, sys.executable, [sys.executable, "-c", program])
    _, status, usage = os.wait4(process, 0)
    if status:
        sys.exit(f"failed: {program}")
    return Measured(time.monotonic() - began, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024)


def main() -> None:
    """Measure, print, and write it down."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--records", type=int, nargs="+", default=SIZES, help="sizes (default: %(default)s)")
    arguments = parser.parse_args()
    table = Table(title="Time and memory as the data grow")
    for name in ("task", "records", "seconds", "CPU seconds", "records a CPU second", "peak MB"):
        table.add_column(name, justify="left" if name == "task" else "right")
    written = []
    for records in arguments.records:
        with tempfile.TemporaryDirectory() as folder:
            place = Path(folder)
            # In a process of its own: the peak of a process counts for those that it starts.
            maker = get_context("spawn").Process(target=fill, args=(place, records))
            maker.start()
            maker.join()
            for task, program in TASKS.items():
                found = measure(program.format(data=str(place / "data")))
                written.append({"task": task, "records": records, **found._asdict()})
                table.add_row(
                    task,
                    f"{records:,}",
                    f"{found.seconds:.1f}",
                    f"{found.computed:.1f}",
                    f"{records / found.computed:,.0f}",
                    f"{found.megabytes:,.0f}",
                )
                print(
                    f"{task}, {records:,} records: {found.computed:.1f} CPU seconds, {found.megabytes:.0f} MB"
                )
    Console().print(table)
    RESULTS.mkdir(exist_ok=True)
    (RESULTS / "records.json").write_text(json.dumps(written, indent=2) + "\n")


if __name__ == "__main__":
    main()
