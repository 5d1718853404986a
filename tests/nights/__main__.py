"""Measure every fault, on one night and creeping over eight: ``python -m tests.nights [WORD...]``."""

import logging
import sys
import tempfile
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

from tests.nights.history import SHAPES, History
from tests.nights.measure import FAULTS, Outcome, outcome_of

_PAGE = Path(__file__).parents[2] / "docs" / "monitors.md"
_BEGIN, _END = "<!-- measured -->", "<!-- /measured -->"
#: Made once in each process.
_HISTORIES: dict[str, History] = {}


def _measured(given: tuple[int, bool, str]) -> Outcome:
    place, creeping, directory = given
    logging.disable(logging.CRITICAL)
    fault = FAULTS[place]
    if fault.shape not in _HISTORIES:
        _HISTORIES[fault.shape] = History(SHAPES[fault.shape], Path(tempfile.mkdtemp(dir=directory)))
    with tempfile.TemporaryDirectory(dir=directory) as own:
        return outcome_of(fault, _HISTORIES[fault.shape], Path(own), creeping=creeping)


def _write(outcomes: list[Outcome]) -> None:
    """Write the table into docs/monitors.md."""
    came: dict[tuple[str, str], dict[bool, Outcome]] = {}
    for found in outcomes:
        came.setdefault((found.kind, found.name), {})[found.creeping] = found
    lines = ["| | on one night | creeping | monitors |", "|---|---|---|---|"]
    for kind in ("planted", "harmless"):
        several = {name: ways for (of, name), ways in came.items() if of == kind}
        good = [str(sum(ways[way].as_expected for ways in several.values())) for way in (False, True)]
        lines.append(f"| **{kind}**, of {len(several)} as expected | **{good[0]}** | **{good[1]}** | |")
        for name, ways in several.items():
            monitors = sorted({*ways[False].monitors, *ways[True].monitors})
            shown = ", ".join(monitors[:4]) + (" ..." if len(monitors) > 4 else "")
            lines.append(f"| {name} | {_said(ways[False])} | {_said(ways[True])} | {shown} |")
    page = _PAGE.read_text(encoding="utf-8")
    begin, end = page.index(_BEGIN) + len(_BEGIN), page.index(_END)
    table = "\n".join(lines)
    _PAGE.write_text(f"{page[:begin]}\n{table}\n{page[end:]}", encoding="utf-8")


def _said(found: Outcome) -> str:
    return "published" if found.held is None else f"held, night {found.held}"


def main() -> None:
    """Measure, and print a line a fault."""
    words = [word for word in sys.argv[1:] if not word.startswith("--")]
    ways = [False] if "--one" in sys.argv else [True] if "--creeping" in sys.argv else [False, True]
    with tempfile.TemporaryDirectory() as directory, ProcessPoolExecutor(2) as pool:
        work = [
            (place, creeping, directory)
            for place, fault in enumerate(FAULTS)
            for creeping in ways
            if not words or any(word in fault.name or word == fault.kind for word in words)
        ]
        outcomes: list[Outcome] = []
        good: dict[tuple[str, bool], list[bool]] = {}
        for found in pool.map(_measured, work):
            good.setdefault((found.kind, found.creeping), []).append(found.as_expected)
            outcomes.append(found)
            came = "published" if found.held is None else f"held in night {found.held}"
            way = "creeping" if found.creeping else "one night"
            mark = "ok " if found.as_expected else "BAD"
            print(
                f"{mark} {found.kind:8} {way:9} {found.name}: {came} {', '.join(found.monitors)}", flush=True
            )
            if not found.as_expected and found.messages:
                print("     ", *found.messages, sep="\n      ")
    if "--write" in sys.argv:
        _write(outcomes)
    for (kind, creeping), each in sorted(good.items()):
        print(f"{kind}, {'creeping' if creeping else 'on one night'}: {sum(each)} of {len(each)} as expected")


if __name__ == "__main__":
    main()
