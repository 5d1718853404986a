"""One target under atheris, in a process of its own: ``python -m tests.fuzz.single TARGET SECONDS RUNS``.

libFuzzer ends its process itself, so ``__main__`` starts one for each target.
"""

import random
import sys
import zlib

import atheris

with atheris.instrument_imports(include=["osce_scraper"]):
    from tests.fuzz.targets import TARGETS

from tests.fuzz.mutations import mutated, stretched
from tests.fuzz.seeds import seeds_of
from tests.fuzz.tally import Tally
from tests.fuzz.target import LONG
from tests.fuzz.watch import watched

#: By how much instrumented code is slower.
SLOWER = 3.0
#: One input of so many is blown up, and counts as one more.
STRETCHED_EVERY = 1_000


def main(name: str, seconds: int, runs: int) -> None:
    """Fuzz the target ``name``; libFuzzer ends the process."""
    target, tally = TARGETS[name], Tally(name)
    inputs = tally.inputs
    seeds = seeds_of(target)
    for number, seed in enumerate(seeds):
        (tally.corpus / f"seed-{number:03}").write_bytes(seed)

    def tried(data: bytes) -> None:
        find = watched(target, data, slower=SLOWER)
        if find is not None:
            tally.keep(find)
        inputs.add()

    def one_input(data: bytes) -> None:
        tried(data)
        if inputs.value % STRETCHED_EVERY == 0:
            chance = random.Random(zlib.crc32(data) ^ inputs.value)
            tried(stretched(data, chance, target.grammar, LONG))

    def mutate(data: bytes, longest: int, seed: int) -> bytes:
        chance = random.Random(seed)
        if chance.random() < 0.15:
            return bytes(atheris.Mutate(data, longest))
        return mutated(data, chance, target.grammar, seeds, longest)

    limits = [f"-max_total_time={seconds}"] if seconds else []
    limits += [f"-runs={runs}"] if runs else []
    arguments = [
        sys.argv[0],
        f"-max_len={target.longest}",
        # Slow inputs are found by the processor's time; libFuzzer's clock is for what never ends.
        "-timeout=120",
        "-report_slow_units=120",
        "-rss_limit_mb=2000",
        "-len_control=0",
        "-print_final_stats=1",
        "-reload=0",
        f"-artifact_prefix={tally.finds}/",
        *limits,
        str(tally.corpus),
    ]
    atheris.Setup(arguments, one_input, custom_mutator=mutate)
    atheris.Fuzz()


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]))
