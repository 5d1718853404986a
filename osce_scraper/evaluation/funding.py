"""How well the projects and funders of labelled texts are found.

A project is a hit when its name is the one labelled (or none is, in both); among the hits it is scored
whether it is rightly called extra-budgetary. A funder is a hit when it is the same country, or the same
name where it is none.
"""

import time
from collections.abc import Callable, Iterable
from typing import Any

from osce_scraper.evaluation.quotes import plain_words
from osce_scraper.evaluation.scores import Mistake, Score, Tally
from osce_scraper.records import Funder, Project
from osce_scraper.text import find_funders, find_project

KEYS = ("id", "construction", "language", "paragraphs", "project", "funders")


def score_projects(
    labels: Iterable[dict[str, Any]], find: Callable[..., Project | None] = find_project
) -> Score:
    """Score ``find`` on labelled texts, objects with the ``KEYS`` of tests/gold/funding.jsonl."""
    score = Score("projects", ("extrabudgetary",))
    for label in labels:
        started = time.perf_counter()
        found = find(label["paragraphs"], language=label["language"])
        score.seconds += time.perf_counter() - started
        expected = label["project"]
        outcome = Tally()
        mistakes = []
        same = expected and found and _name(expected["name"]) == _name(found.name)
        if same and found:
            outcome.tp = 1
            right = found.extrabudgetary == expected["extrabudgetary"]
            outcome.right["extrabudgetary"] = int(right)
            if not right:
                mistakes.append(_mistake(label, "extrabudgetary", expected, found))
        else:
            if expected:
                outcome.fn = 1
                mistakes.append(_mistake(label, "missed", expected, found))
            if found:
                outcome.fp = 1
                mistakes.append(_mistake(label, "false", expected, found))
        score.record(
            outcome,
            construction=label["construction"],
            language=label["language"],
            negative=not expected,
            mistakes=mistakes,
        )
    return score


def score_funders(
    labels: Iterable[dict[str, Any]], find: Callable[..., list[Funder]] = find_funders
) -> Score:
    """Score ``find`` on labelled texts, objects with the ``KEYS`` of tests/gold/funding.jsonl."""
    score = Score("funders", ("name",))
    for label in labels:
        started = time.perf_counter()
        found = find(label["paragraphs"], language=label["language"])
        score.seconds += time.perf_counter() - started
        outcome, mistakes = Tally(), []
        left = [(_identity(funder.name, funder.iso2), funder) for funder in found]
        for expected in label["funders"]:
            identity = _identity(expected["name"], expected["iso2"])
            hit = next((entry for entry in left if entry[0] == identity), None)
            if hit is None:
                outcome.fn += 1
                mistakes.append(_mistake(label, "missed", expected, [funder.name for funder in found]))
                continue
            left.remove(hit)
            outcome.tp += 1
            right = _name(hit[1].name) == _name(expected["name"])
            outcome.right["name"] = outcome.right.get("name", 0) + right
            if not right:
                mistakes.append(_mistake(label, "name", expected["name"], hit[1].name))
        for _, funder in left:
            outcome.fp += 1
            mistakes.append(_mistake(label, "false", label["funders"], f"{funder.name}: {funder.evidence}"))
        score.record(
            outcome,
            construction=label["construction"],
            language=label["language"],
            negative=not label["funders"],
            mistakes=mistakes,
        )
    return score


def _name(name: str | None) -> str | None:
    return None if name is None else plain_words(name).lower()


def _identity(name: str, iso2: str | None) -> str:
    return iso2 or plain_words(name).lower()


def _mistake(label: dict[str, Any], kind: str, expected: object, found: object) -> Mistake:
    text = "\n".join(label["paragraphs"])
    return Mistake(label["id"], label["construction"], kind, text, str(expected), str(found))
