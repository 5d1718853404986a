"""Speed and memory of `osce export`: a hundred thousand records to each format.

The records are those that the local site's pages give, repeated under new ids. Each export is a process of
its own, so that its peak of memory is its own. Exit code 1 when the export to Parquet takes longer than 30
seconds or more than 500 MB.

    make benchmark-export                                   # Parquet, as the bar asks
    .venv/bin/python -m benchmarks.export --to csv sqlite   # other formats, told only
"""

import argparse
import json
import os
import sys
import tempfile
import time
from collections.abc import Iterator
from multiprocessing import get_context
from pathlib import Path
from typing import NamedTuple

from rich.console import Console
from rich.table import Table

from tests.analysis.two_nights import harvest_two_nights

RECORDS = 100_000
#: The bar of Parquet.
SECONDS = 30.0
MEGABYTES = 500.0
#: One file holds all tables; the others write a directory.
ENDINGS = {"sqlite": ".sqlite", "duckdb": ".duckdb", "xlsx": ".xlsx", "rss": ".xml", "atom": ".xml"}


class Measured(NamedTuple):
    """What one export took: seconds of the clock and of computing, peak of resident memory, bytes written."""

    form: str
    seconds: float
    computed: float
    megabytes: float
    written: int


def repeated(published: Path, records: int) -> Iterator[str]:
    """Lines of ``published`` over and over, each with an id of its own, ordered by date as it is."""
    lines = published.read_text(encoding="utf-8").splitlines()
    times = -(-records // len(lines))
    number = 1_000_000
    for line in lines:
        record = json.loads(line)
        for _ in range(times):
            if number - 1_000_000 == records:
                return
            number += 1
            record["id"], record["story_id"] = f"{number}-{record['language']}", str(number)
            yield json.dumps(record, ensure_ascii=False, separators=(",", ":")) + "\n"


def make(place: Path, records: int) -> None:
    """Fill the directory ``data`` below ``place``."""
    harvest_two_nights(place / "demo")
    data = place / "data"
    data.mkdir()
    with (data / "news.jsonl").open("w", encoding="utf-8") as file:
        file.writelines(repeated(place / "demo" / "news.jsonl", records))


def measure(data: Path, form: str, out: Path) -> Measured:
    """Run `osce export` over ``data`` and wait for it. Exits when it fails."""
    command = ["export", "--data-dir", str(data), "--to", form, "--out", str(out)]
    began = time.monotonic()
    process = os.spawnv(os.P_NOWAIT, sys.executable, [sys.executable, "-m", "osce_scraper.cli", *command])
    _, status, usage = os.wait4(process, 0)
    seconds = time.monotonic() - began
    if status:
        sys.exit(f"osce {' '.join(command)} failed")
    files = [out] if out.is_file() else [path for path in out.rglob("*") if path.is_file()]
    return Measured(
        form,
        seconds,
        usage.ru_utime + usage.ru_stime,
        usage.ru_maxrss / 1024,
        sum(path.stat().st_size for path in files),
    )


def main() -> int:
    """Measure, print, and say by the exit code whether the bar holds."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--records", type=int, default=RECORDS, help="how many (default: %(default)s)")
    parser.add_argument("--to", nargs="+", default=["parquet"], metavar="FORMAT", help="formats (parquet)")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        # In a process of its own: the peak of a process counts for those that it starts.
        maker = get_context("spawn").Process(target=make, args=(place, arguments.records))
        maker.start()
        maker.join()
        data = place / "data"
        size = (data / "news.jsonl").stat().st_size
        found = [measure(data, form, place / f"out-{form}{ENDINGS.get(form, '')}") for form in arguments.to]
    table = Table(title=f"{arguments.records:,} records, {size / 1e6:,.0f} MB as JSON Lines")
    for name in ("format", "seconds", "CPU seconds", "records a second", "peak MB", "written MB"):
        table.add_column(name, justify="left" if name == "format" else "right")
    for one in found:
        table.add_row(
            one.form,
            f"{one.seconds:.1f}",
            f"{one.computed:.1f}",
            f"{arguments.records / one.seconds:,.0f}",
            f"{one.megabytes:,.0f}",
            f"{one.written / 1e6:,.1f}",
        )
    Console().print(table)
    late = [
        one for one in found if one.form == "parquet" and (one.seconds > SECONDS or one.megabytes > MEGABYTES)
    ]
    for one in late:
        print(f"over the bar: {SECONDS:.0f} s and {MEGABYTES:.0f} MB for {one.form}", file=sys.stderr)
    return 1 if late else 0


if __name__ == "__main__":
    sys.exit(main())
