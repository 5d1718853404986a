"""Measure every fault, on one night and creeping over eight: ``python -m tests.nights [WORD...]``."""

import logging
import sys
import tempfile
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

from tests.nights.history import SHAPES, History
from tests.nights.measure import FAULTS, Outcome, outcome_of

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
        good: dict[tuple[str, bool], list[bool]] = {}
        for found in pool.map(_measured, work):
            good.setdefault((found.kind, found.creeping), []).append(found.as_expected)
            came = "published" if found.held is None else f"held in night {found.held}"
            way = "creeping" if found.creeping else "one night"
            mark = "ok " if found.as_expected else "BAD"
            print(
                f"{mark} {found.kind:8} {way:9} {found.name}: {came} {', '.join(found.monitors)}", flush=True
            )
            if not found.as_expected and found.messages:
                print("     ", *found.messages, sep="\n      ")
    for (kind, creeping), each in sorted(good.items()):
        print(f"{kind}, {'creeping' if creeping else 'on one night'}: {sum(each)} of {len(each)} as expected")


if __name__ == "__main__":
    main()
