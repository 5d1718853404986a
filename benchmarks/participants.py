"""Speed of ``find_participants`` on one core, in texts of 1,500 characters a second.

    python -m benchmarks.participants

The texts are made of the labelled ones in ``tests/gold``, put together to paragraphs of at least 1,500
characters, so that numbers are denser in them than in news items.
"""

import time
from pathlib import Path

from osce_scraper.evaluation.participants import read_cases
from osce_scraper.text import find_participants

GOLD = Path(__file__).parent.parent / "tests" / "gold"
LENGTH = 1_500
ROUNDS = 5


def texts(language: str) -> list[str]:
    """Texts of some ``LENGTH`` characters, made of the labelled ones in ``language``."""
    made, text = [], ""
    for file in sorted(GOLD.glob("participants*.jsonl")):
        for case in read_cases(file):
            if case.language == language:
                text = f"{text} {case.text}"
                if len(text) >= LENGTH:
                    made.append(text[:LENGTH])
                    text = ""
    return made


def main() -> None:
    """Prints the best of ``ROUNDS`` rounds for each language."""
    for language in ("en", "ru"):
        sample = texts(language)
        find_participants(sample[0], language=language)
        best = 0.0
        for _ in range(ROUNDS):
            started = time.perf_counter()
            for text in sample:
                find_participants(text, language=language)
            best = max(best, len(sample) / (time.perf_counter() - started))
        print(f"{language}: {best:,.0f} texts of {LENGTH:,} characters a second ({len(sample)} texts)")


if __name__ == "__main__":
    main()
