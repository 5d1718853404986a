"""Inputs tried once more, without atheris: ``python -m tests.fuzz.replay TARGET FILE...``."""

import sys
import time
from pathlib import Path

from tests.fuzz.targets import TARGETS
from tests.fuzz.watch import watched


def main(name: str, files: list[str]) -> int:
    """Print what each file does to the target; 1 when one is a find."""
    finds = 0
    for file in files:
        started = time.process_time()
        find = watched(TARGETS[name], Path(file).read_bytes())
        print(f"{file}: {time.process_time() - started:.3f} s, {find.place if find else 'nothing found'}")
        if find:
            print(find.told)
        finds += find is not None
    return bool(finds)


if __name__ == "__main__":
    if len(sys.argv) < 3 or sys.argv[1] not in TARGETS:
        sys.exit(f"usage: python -m tests.fuzz.replay TARGET FILE...  (targets: {', '.join(TARGETS)})")
    sys.exit(main(sys.argv[1], sys.argv[2:]))
