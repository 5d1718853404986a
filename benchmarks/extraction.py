"""Extraction against the bare parser: whole, stage by stage, and beside other tools.

python -m benchmarks.extraction                     a table, and benchmarks/results/extraction.json
python -m benchmarks.extraction --peers             also the peers, in .venv-peers
python -m benchmarks.extraction --check             exit code 1 when it has become 15 % slower than pinned
python -m benchmarks.extraction --profile           where the time goes
"""

import argparse
import cProfile
import json
import platform
import pstats
import resource
import subprocess
import sys
import tempfile
from collections.abc import Callable
from importlib.metadata import version
from pathlib import Path
from statistics import median

import lxml.html
from rich.console import Console
from rich.table import Table

from benchmarks.pages import MadePage, make_pages
from benchmarks.rounds import Measured, measure
from osce_scraper import NewsItem, extract_news
from osce_scraper.facts.participants import participants_in
from osce_scraper.facts.quotes import find_quotes
from osce_scraper.pages.article import read_outline
from osce_scraper.pages.document import Document
from osce_scraper.pages.layouts import recognise
from osce_scraper.sites import load_site
from osce_scraper.text import find_event, find_funders, find_project

OSCE = load_site()

HERE = Path(__file__).parent
FLOOR = HERE / "floors.json"
RESULTS = HERE / "results"
PEERS = HERE.parent / ".venv-peers" / "bin" / "python"
#: How often a ratio that is too high is measured before it counts.
BATCHES = 3
#: Slower than pinned by more than this fails `make benchmark-check`.
ALLOWED = 0.15
BASE = "bare parse (lxml.html)"
WHOLE = "whole extraction to a JSON line"


def tasks_of(pages: list[MadePage]) -> dict[str, object]:
    """What is measured, by name; the stages get what the stage before them makes."""
    items = [extract_news(page.content, page.url) for page in pages]
    documents = [Document(page.content, page.url, OSCE) for page in pages]
    for document in documents:
        document.blocks  # noqa: B018 - walked before the stages behind it are measured
    outlines = [
        read_outline(document, language=item.language)
        for document, item in zip(documents, items, strict=True)
    ]
    dicts = [item.to_dict() for item in items]

    def bare() -> None:
        for page in pages:
            lxml.html.fromstring(page.content)

    def whole() -> None:
        for page in pages:
            extract_news(page.content, page.url).to_json_line()

    def parse() -> None:
        for page in pages:
            Document(page.content, page.url, OSCE).root  # noqa: B018 - parsing is measured

    def walk() -> None:
        for page in pages:
            Document(page.content, page.url, OSCE).blocks  # noqa: B018 - walking is measured

    def fields() -> None:
        for document, item in zip(documents, items, strict=True):
            read_outline(document, language=item.language)

    def layout() -> None:
        for document, outline in zip(documents, outlines, strict=True):
            recognise(document, outline)

    def facts() -> None:
        for item in items:
            participants_in(item.body, issued_on=item.issued_on, language=item.language)
            find_event(item.body, language=item.language, issued_on=item.issued_on)
            find_quotes(item.body, language=item.language)
            find_project(item.body, language=item.language)
            find_funders(item.body, language=item.language)

    def validation() -> None:
        for one in dicts:
            NewsItem.model_validate(one)

    def serialisation() -> None:
        for item in items:
            item.to_json_line()

    return {
        BASE: bare,
        WHOLE: whole,
        "stage: parse": parse,
        "stage: parse and blocks": walk,
        "stage: outline (labels, title, body)": fields,
        "stage: layout": layout,
        "stage: text facts": facts,
        "stage: validation": validation,
        "stage: serialisation": serialisation,
    }


def peers_of(pages: list[MadePage], rounds: int) -> dict[str, dict[str, float]]:
    """The peers' ratios to a bare parse in their own process; empty where they are not installed."""
    if not PEERS.exists():
        return {}
    with tempfile.TemporaryDirectory() as directory:
        for place, page in enumerate(pages):
            (Path(directory) / f"{place:05}.html").write_bytes(page.content)
        done = subprocess.run(
            [str(PEERS), str(HERE / "peers.py"), directory, str(rounds)],
            capture_output=True,
            text=True,
            check=True,
        )
    found: dict[str, dict[str, float]] = json.loads(done.stdout)
    return found


def machine() -> dict[str, str]:
    """What it was measured on."""
    return {
        "machine": platform.machine(),
        "system": platform.system(),
        "python": platform.python_version(),
        **{name: version(name) for name in ("lxml", "parsel", "pydantic", "scrapy")},
    }


def main() -> int:
    """Measure, print, write down, and compare with the floor if asked to."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--pages", type=int, default=300, help="pages a round")
    parser.add_argument("--rounds", type=int, default=9)
    parser.add_argument(
        "--peers", action="store_true", help="also measure the peers (make .venv-peers first)"
    )
    parser.add_argument("--check", action="store_true", help="compare with the pinned ratio")
    parser.add_argument("--pin", action="store_true", help="pin the ratio that was measured")
    parser.add_argument("--profile", action="store_true", help="show where the time goes")
    given = parser.parse_args()
    pages = make_pages(given.pages)
    tasks = tasks_of(pages)
    if given.profile:
        profile = cProfile.Profile()
        profile.enable()
        tasks[WHOLE]()  # type: ignore[operator]
        profile.disable()
        pstats.Stats(profile).sort_stats("tottime").print_stats(40)
        return 0
    found = measure(BASE, tasks, given.rounds)  # type: ignore[arg-type]
    peers = peers_of(pages[:60], 3) if given.peers else {}
    result = {
        "pages": len(pages),
        "bytes_a_page": round(sum(len(page.content) for page in pages) / len(pages)),
        "rounds": given.rounds,
        "versions": machine(),
        "peak_memory_mb": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024),
        "tasks": {name: one.to_dict() for name, one in found.items()},
        "peers": peers,
    }
    RESULTS.mkdir(exist_ok=True)
    (RESULTS / "extraction.json").write_text(json.dumps(result, indent=2) + "\n")
    Console().print(_table(result, found))
    ratio = median(found[WHOLE].ratios)
    if given.pin:
        FLOOR.write_text(json.dumps({"extraction_ratio": round(ratio, 2)}, indent=2) + "\n")
    if given.check:
        both = {name: tasks[name] for name in (BASE, WHOLE)}
        return _check(
            ratio,
            lambda: median(measure(BASE, both, given.rounds)[WHOLE].ratios),  # type: ignore[arg-type]
        )
    return 0


def _check(ratio: float, again: Callable[[], float]) -> int:
    """Exit code 1 when ``ratio`` is above the floor, and stays so when measured ``again``: a machine that
    others use, too, has bad moments, and extraction that has become slower is slower every time.
    """
    pinned = json.loads(FLOOR.read_text())["extraction_ratio"]
    most = pinned * (1 + ALLOWED)
    for _ in range(BATCHES - 1):
        if ratio <= most:
            break
        print(f"{ratio:.2f} times the bare parse, more than {most:.2f}: measured again")
        ratio = min(ratio, again())
    good = ratio <= most
    print(f"extraction takes {ratio:.2f} times the bare parse; pinned {pinned:.2f}, allowed {most:.2f}")
    if not good:
        print("it has become slower: see --profile, and mend it; --pin takes the new ratio for good")
    return 0 if good else 1


def _table(result: dict[str, object], found: dict[str, Measured]) -> Table:
    table = Table(title=f"{result['pages']} pages of {result['bytes_a_page']:,} bytes, against a bare parse")
    for name in ("", "min", "median", "max"):
        table.add_column(name, justify="left" if not name else "right")
    for name, one in found.items():
        table.add_row(
            name, *(f"{value:.2f}" for value in (min(one.ratios), median(one.ratios), max(one.ratios)))
        )
    peers: dict[str, dict[str, float]] = result["peers"]  # type: ignore[assignment]
    for name, peer in sorted(peers.items(), key=lambda pair: pair[1]["ratio_median"]):
        table.add_row(
            f"peer: {name}", *(f"{peer[key]:.2f}" for key in ("ratio_min", "ratio_median", "ratio_max"))
        )
    return table


if __name__ == "__main__":
    sys.exit(main())
