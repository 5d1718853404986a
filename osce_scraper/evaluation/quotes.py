"""How well the quotations of labelled texts are found.

A quotation is a hit when its words are those labelled, quotation marks and closing comma or full stop
aside. Among the hits speaker and role are right when they are written as labelled.
"""

import re
import time
from collections.abc import Callable, Iterable
from typing import Any

from osce_scraper.evaluation.scores import Mistake, Score, Tally
from osce_scraper.facts.quotes import find_quotes
from osce_scraper.records import Quote

KEYS = ("id", "construction", "language", "paragraphs", "quotes")

_SPACE = re.compile(r"\s+")


def plain_words(words: str) -> str:
    """``words`` with single spaces and without marks that only close or open them."""
    return _SPACE.sub(" ", words).strip(' .,“”"«»„')


def score_quotes(labels: Iterable[dict[str, Any]], find: Callable[..., list[Quote]] = find_quotes) -> Score:
    """Score ``find`` on labelled texts, objects with the ``KEYS`` of tests/gold/quotes.jsonl."""
    score = Score("quotes", ("speaker", "role"))
    for label in labels:
        started = time.perf_counter()
        found = find(label["paragraphs"], language=label["language"])
        score.seconds += time.perf_counter() - started
        outcome, mistakes = _compare(label, found)
        score.record(
            outcome,
            construction=label["construction"],
            language=label["language"],
            negative=not label["quotes"],
            mistakes=mistakes,
        )
    return score


def _compare(label: dict[str, Any], found: list[Quote]) -> tuple[Tally, list[Mistake]]:
    outcome, mistakes = Tally(), []
    text = "\n".join(label["paragraphs"])
    left = list(found)

    def mistake(kind: str, expected: object, got: object) -> None:
        mistakes.append(Mistake(label["id"], label["construction"], kind, text, str(expected), str(got)))

    for expected in label["quotes"]:
        same = [quote for quote in left if plain_words(quote.text) == plain_words(expected["text"])]
        if not same:
            outcome.fn += 1
            mistake("missed", expected["text"], [quote.text for quote in found])
            continue
        best = max(
            same, key=lambda quote: (quote.speaker == expected["speaker"]) + (quote.role == expected["role"])
        )
        left.remove(best)
        outcome.tp += 1
        for attribute in ("speaker", "role"):
            right = getattr(best, attribute) == expected[attribute]
            outcome.right[attribute] = outcome.right.get(attribute, 0) + right
            if not right:
                mistake(attribute, expected[attribute], getattr(best, attribute))
    for quote in left:
        outcome.fp += 1
        mistake("false", [expected["text"] for expected in label["quotes"]], quote.text)
    return outcome, mistakes
