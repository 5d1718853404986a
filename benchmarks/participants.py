"""Speed of ``find_participants`` on one core, in texts of 1,500 characters a second.

    python -m benchmarks.participants

Two kinds of texts, made of the labelled ones in ``tests/gold``: *articles* hold one or two counts and
prose around them, as news items do; *packed* ones are labelled texts and nothing else, some fourteen
groups and thirty numbers in each, which no news item has.
"""

import time
from itertools import pairwise
from pathlib import Path

from osce_scraper.evaluation.participants import read_cases
from osce_scraper.facts.participants import find_participants

GOLD = Path(__file__).parent.parent / "tests" / "gold"
LENGTH = 1_500
ROUNDS = 5
PROSE = {
    "en": (
        "The event was part of the Mission's work with the Ministry of the Interior, begun on 4 May 2016. "
        "“Trust grows where people know the rules and see them kept,” said the Head of Office. "
        "Sessions dealt with the law, with good record keeping and with the rights of those who come to "
        "the counter. Under Article 14 of the code, decisions have to be given in writing. "
        "The course will be repeated in the autumn, after the handbook has been printed. "
    ),
    "ru": (
        "Мероприятие стало частью работы Офиса с Министерством внутренних дел, начатой 4 мая 2016 года. "
        "«Доверие растёт там, где правила известны и соблюдаются», – сказал глава Офиса. "
        "Занятия были посвящены праву, ведению учёта и обращению с посетителями. "
        "Согласно статье 14 кодекса, решения принимаются в письменном виде. "
    ),
}


def labelled(language: str) -> list[str]:
    """The labelled texts in ``language``."""
    cases = (case for file in sorted(GOLD.glob("participants*.jsonl")) for case in read_cases(file))
    return [case.text for case in cases if case.language == language]


def packed(language: str) -> list[str]:
    """Labelled texts put together to ``LENGTH`` characters."""
    made, text = [], ""
    for part in labelled(language):
        text = f"{text} {part}"
        if len(text) >= LENGTH:
            made.append(text[:LENGTH])
            text = ""
    return made


def articles(language: str) -> list[str]:
    """Two labelled texts each, with prose to ``LENGTH`` characters."""
    parts = labelled(language)
    return [
        f"{one}\n{PROSE[language]}\n{two}\n{PROSE[language] * 4}"[:LENGTH] for one, two in pairwise(parts)
    ]


def speed(texts: list[str], language: str) -> float:
    """The best of ``ROUNDS`` rounds, in texts a second."""
    best = 0.0
    for _ in range(ROUNDS):
        started = time.perf_counter()
        for text in texts:
            find_participants(text, language=language)
        best = max(best, len(texts) / (time.perf_counter() - started))
    return best


def main() -> None:
    """Prints the speed for each language and kind of text."""
    for language in ("en", "ru"):
        for kind, texts in (("articles", articles(language)), ("packed", packed(language))):
            print(f"{language} {kind}: {speed(texts, language):,.0f} texts of {LENGTH:,} characters a second")


if __name__ == "__main__":
    main()
