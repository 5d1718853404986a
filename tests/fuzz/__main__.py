"""`make fuzz`: every target for some seconds or a number of inputs, and a table of what came of it.

``python -m tests.fuzz --seconds 60 news warc`` fuzzes two targets for a minute each; ``--table`` only prints
the table of all runs so far; ``--write`` also puts it into docs/fuzzing.md.
"""

import argparse
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor

from tests.fuzz.tally import HOME, Tally
from tests.fuzz.targets import TARGETS
from tests.fuzz.watch import ROOT

PAGE = ROOT / "docs" / "fuzzing.md"
BEGIN, END = "<!-- figures: written by python -m tests.fuzz --table --write -->", "<!-- figures: end -->"
HEAD = "| target | what is called | inputs | seconds | open finds |\n|---|---|---|---|---|"


def main() -> int:
    """Fuzz, print the table; 1 when there are finds."""
    asked = _arguments()
    names = asked.targets or list(TARGETS)
    if not asked.table:
        with ThreadPoolExecutor(asked.jobs) as jobs:
            list(jobs.map(lambda name: _fuzz(name, asked.seconds, asked.runs), names))
    table = "\n".join([HEAD, *(_row(name) for name in names)])
    print(f"\n{table}")
    finds = [find for name in names for find in Tally(name).found()]
    for find in finds:
        print(f"\n{find['target']}: {find['place']}\n{find['told']}")
    if finds:
        print(f"{len(finds)} finds; the inputs lie in {HOME.relative_to(ROOT)}/<target>/finds")
        print("try one again: .venv/bin/python -m tests.fuzz.replay TARGET FILE")
    if asked.write:
        text = PAGE.read_text("utf-8")
        before, _, rest = text.partition(BEGIN)
        PAGE.write_text(f"{before}{BEGIN}\n{table}\n{END}{rest.partition(END)[2]}", "utf-8")
    return bool(finds)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser("python -m tests.fuzz", description=__doc__)
    parser.add_argument(
        "targets", nargs="*", choices=[[], *TARGETS], metavar="target", help=", ".join(TARGETS)
    )
    parser.add_argument("--seconds", type=int, default=60, help="time for each target (0: no limit)")
    parser.add_argument("--runs", type=int, default=0, help="inputs for each target (0: no limit)")
    parser.add_argument("--jobs", type=int, default=1, help="targets fuzzed at the same time")
    parser.add_argument("--table", action="store_true", help="fuzz nothing, print the table of all runs")
    parser.add_argument("--write", action="store_true", help="put the table into docs/fuzzing.md")
    asked = parser.parse_args()
    if not asked.table and not asked.seconds and not asked.runs:
        parser.error("--seconds 0 and --runs 0 would never end: give one of them")
    return asked


def _fuzz(name: str, seconds: int, runs: int) -> None:
    """Fuzz one target; a process that was ended by an input is started again for what is left."""
    tally = Tally(name)
    tally.finds.mkdir(exist_ok=True)
    started, first = time.monotonic(), tally.inputs.value
    while True:
        spent, done = time.monotonic() - started, tally.inputs.value - first
        if (seconds and spent >= seconds) or (runs and done >= runs):
            break
        print(f"{name}: {done} inputs so far", flush=True)
        command = [sys.executable, "-m", "tests.fuzz.single", name]
        command += [str(int(seconds - spent) + 1 if seconds else 0), str(runs - done if runs else 0)]
        with (tally.directory / "log").open("a") as log:
            code = subprocess.run(command, cwd=ROOT, stdout=log, stderr=log, check=False).returncode
        if code and tally.inputs.value - first == done:
            sys.exit(f"{name}: the process ended at once; see {tally.directory.relative_to(ROOT)}/log")
    tally.milliseconds.add(int((time.monotonic() - started) * 1000))


def _row(name: str) -> str:
    tally = Tally(name)
    return (
        f"| {name} | {TARGETS[name].about} | {tally.inputs.value:,} | {tally.milliseconds.value / 1000:,.0f} "
        f"| {len(tally.found())} |"
    )


if __name__ == "__main__":
    sys.exit(main())
