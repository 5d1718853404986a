"""How long a look-up in the vocabulary takes: ``python -m benchmarks.vocabulary``; the bar is 5 µs.

Every name is looked up cold (the cache of recent names emptied before each round), since a harvest meets the
same names again and again but a table of all of them must be quick too. Exits 1 when the bar is missed.
"""

import sys
import time
import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

from osce_scraper.sites import load_site
from osce_scraper.vocabulary import countries_mentioned, find_country, item_type, label_meaning

OSCE = load_site()

BAR = 5.0
ROUNDS = 30
TABLE = Path(__file__).parent.parent / "tests" / "vocabulary" / "spellings.toml"
LABELS = [
    "Issued by:",
    "Where we are:",
    "Джерело:",
    "When",
    "The training was held in Vienna.",
    "Наша діяльність:",
]
TYPES = ["News Item", "Press release", "Щоденний звіт", "Something else"]
LEAD = (
    "On 3 March, the OSCE Mission to Moldova held a seminar for senior managers of Moldovan police stations, "
    "in co-operation with the Ministry of Justice of Georgia, experts from Serbia and a Ukrainian judge."
)


def microseconds(look_up: Callable[[str], Any], names: list[str], forget: Callable[[], None]) -> float:
    """The time of one look-up: the best round's mean over ``names``, in microseconds."""
    best = float("inf")
    for name in names:
        look_up(name)
    for _ in range(ROUNDS):
        forget()
        begin = time.perf_counter()
        for name in names:
            look_up(name)
        best = min(best, (time.perf_counter() - begin) / len(names))
    return best * 1e6


def main() -> int:
    """Prints a line a look-up; 1 when one of them misses the bar."""
    table = tomllib.loads(TABLE.read_text(encoding="utf-8"))
    names = {kind: list(dict.fromkeys(row[0] for row in rows)) for kind, rows in table.items()}

    def nothing() -> None:
        """These look-ups keep no cache."""

    times = {
        "office, cold": microseconds(OSCE.offices.find, names["office"], OSCE.offices._claims_to.cache_clear),
        "office, seen before": microseconds(OSCE.offices.find, names["office"], nothing),
        "field of work, cold": microseconds(
            OSCE.fields.find, names["field_of_work"], OSCE.fields.find.cache_clear
        ),
        "country, cold": microseconds(find_country, names["country"], find_country.cache_clear),
        "label": microseconds(label_meaning, LABELS, nothing),
        "kind of item": microseconds(item_type, TYPES, nothing),
    }
    for name, taken in times.items():
        print(f"{name:<22}{taken:7.2f} µs   {'good' if taken <= BAR else 'too slow'}")
    mentions = microseconds(countries_mentioned, [LEAD], nothing)
    print(f"{'countries of a lead':<22}{mentions:7.2f} µs   ({len(LEAD)} characters, no bar)")
    return int(max(times.values()) > BAR)


if __name__ == "__main__":
    sys.exit(main())
