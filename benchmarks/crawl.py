"""A crawl of the local site, archive and store on, against a bare Scrapy spider on the same server.

python -m benchmarks.crawl                 items a second, by turns, as a ratio
python -m benchmarks.crawl --memory        peak memory at 2,000 and at 20,000 items
python -m benchmarks.crawl --reextract     pages a second from the archive, on one process and on two
"""

import argparse
import json
import os
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median

from tests.site.server import LocalSite

ROOT = Path(__file__).parent.parent
RESULTS = ROOT / "benchmarks" / "results"
ROUNDS = 3
#: What the spider of the news gets beside its own settings: no delay, sixteen at once.
FAST = [
    "-s", "CONCURRENT_REQUESTS=16", "-s", "CONCURRENT_REQUESTS_PER_DOMAIN=16", "-s", "AUTOTHROTTLE_ENABLED=0",
    "-s", "DOWNLOAD_DELAY=0", "-s", "LOG_LEVEL=INFO",
]  # fmt: skip
_SECONDS = re.compile(r"'elapsed_time_seconds': ([\d.]+)")
_ITEMS = re.compile(r"'item_scraped_count': (\d+)")


@contextmanager
def serving(items: int) -> Iterator[LocalSite]:
    """The local site in a process of its own, so that it takes no time of the spiders'."""
    code = (
        "import sys, time\n"
        "from tests.site.server import LocalSite\n"
        f"with LocalSite({items}, crawl_delay=None, keep_log=False) as site:\n"
        "    print(site.port, flush=True)\n"
        "    sys.stdin.read()\n"
    )
    process = subprocess.Popen(
        [sys.executable, "-c", code], cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    site = LocalSite(items, crawl_delay=None)
    site.base_url = f"http://127.0.0.1:{int(process.stdout.readline())}"
    try:
        yield site
    finally:
        process.communicate()


def run(command: list[str], **environment: str) -> tuple[int, float, int]:
    """Items, seconds that the spider was open, and peak memory in MB."""
    with tempfile.TemporaryFile("w+") as log:
        process = subprocess.Popen(
            command, cwd=ROOT, env={**os.environ, **environment}, stdout=log, stderr=subprocess.STDOUT
        )
        _, status, usage = os.wait4(process.pid, 0)
        log.seek(0)
        text = log.read()
    if status or not (found := _SECONDS.search(text)) or not (items := _ITEMS.search(text)):
        raise SystemExit(f"{command} failed:\n{text[-2000:]}")
    return int(items[1]), float(found[1]), usage.ru_maxrss // 1024


def bare(site: LocalSite, directory: Path) -> tuple[int, float, int]:
    """The bare spider over every item."""
    addresses = directory / "addresses"
    stories = [story for story in site.items if not site.disallowed(story)]
    addresses.write_text("".join(f"{site.base_url}{story.path}\n" for story in stories))
    return run(
        [
            sys.executable, "-m", "scrapy", "runspider", str(ROOT / "benchmarks" / "bare_spider.py"),
            "-a", f"addresses={addresses}", "-O", str(directory / "bare.jsonl"), "-s", "LOG_LEVEL=INFO",
        ],
        SCRAPY_PROJECT="",
    )  # fmt: skip


def ours(site: LocalSite, directory: Path) -> tuple[int, float, int]:
    """The spider of the news into a new data directory."""
    return run(
        [sys.executable, "-m", "scrapy", "crawl", "news", *FAST],
        OSCE_BASE_URL=site.base_url,
        OSCE_DATA_DIR=str(directory),
        OSCE_STORE_URL="",
    )


def crawl(items: int) -> dict[str, object]:
    """Rounds of both by turns, and their ratio."""
    rates: dict[str, list[float]] = {"bare": [], "news": []}
    with serving(items) as site:
        for number in range(ROUNDS):
            for name, spider in (("bare", bare), ("news", ours)):
                with tempfile.TemporaryDirectory() as directory:
                    count, seconds, memory = spider(site, Path(directory))
                rates[name].append(count / seconds)
                print(
                    f"round {number + 1}: {name} {count} items, {count / seconds:.0f} a second, {memory} MB"
                )
    ratios = [one / other for one, other in zip(rates["news"], rates["bare"], strict=True)]
    print(f"ratio {min(ratios):.2f} to {max(ratios):.2f}, median {median(ratios):.2f} (bar 0.5, then 0.7)")
    return {"items": items, "rates": rates, "ratio_median": median(ratios)}


def memory(sizes: tuple[int, int]) -> dict[str, object]:
    """Peak memory of a first crawl of each size."""
    peaks = {}
    for items in sizes:
        with serving(items) as site, tempfile.TemporaryDirectory() as directory:
            count, seconds, peak = ours(site, Path(directory))
        peaks[items] = peak
        print(f"{count} items: {peak} MB at the most, {count / seconds:.0f} items a second")
    small, large = (peaks[size] for size in sizes)
    print(f"{large / small - 1:+.0%} (bar: within 20 %)")
    return {"peaks_mb": peaks, "growth": large / small - 1}


def reextract(items: int) -> dict[str, object]:
    """Pages a second of `osce reextract` into an empty store, with one process and with two."""
    rates: dict[int, list[float]] = {1: [], 2: []}
    with tempfile.TemporaryDirectory() as directory:
        data = Path(directory) / "data"
        with serving(items) as site:
            ours(site, data)
        for _ in range(ROUNDS):
            for jobs in rates:
                place = Path(directory) / f"again-{jobs}"
                place.mkdir()
                (place / "archive").symlink_to(data / "archive")
                started = time.monotonic()
                subprocess.run(
                    [
                        sys.executable, "-m", "osce_scraper.cli", "reextract", "--data-dir", str(place),
                        "--apply", "--jobs", str(jobs),
                    ],
                    cwd=ROOT, check=True, capture_output=True,
                )  # fmt: skip
                rates[jobs].append(items / (time.monotonic() - started))
                subprocess.run(["rm", "-r", str(place)], check=True)
    one, two = max(rates[1]), max(rates[2])
    print(f"one process {one:.0f} pages a second, two {two:.0f}: {two / one:.2f} times (bars: 300, 1.7)")
    return {"pages": items, "rates": rates, "two_to_one": two / one}


def main() -> None:
    """Measure what is asked for, and write it down."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--memory", action="store_true", help="peak memory at two sizes")
    parser.add_argument("--reextract", action="store_true", help="pages a second from the archive")
    parser.add_argument("--items", type=int, default=1_000)
    given = parser.parse_args()
    name, found = (
        ("memory", memory((2_000, 20_000)))
        if given.memory
        else ("reextract", reextract(given.items))
        if given.reextract
        else ("crawl", crawl(given.items))
    )
    RESULTS.mkdir(exist_ok=True)
    (RESULTS / f"{name}.json").write_text(json.dumps(found, indent=2) + "\n")


if __name__ == "__main__":
    main()
