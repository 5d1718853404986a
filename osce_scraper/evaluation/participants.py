"""How well the participants of labelled texts are found.

A labelled text is one JSON object a line, as ``tests/gold/participants*.jsonl`` holds them. Groups are
compared as (total, women, men, girls, boys), each text as a multiset, where a missing total counts as the
sum of the stated parts. Subsets are counted neither when found nor when left.
"""

import json
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from osce_scraper.facts.participants import find_participants
from osce_scraper.records import ParticipantGroup

#: (total, women, men, girls, boys)
GroupKey = tuple[int | None, int | None, int | None, int | None, int | None]

#: A function like ``find_participants``.
Finder = Callable[..., list[ParticipantGroup]]


@dataclass(frozen=True)
class ParticipantCase:
    """One labelled text: ``groups`` are its labels as JSON objects with the keys of a group."""

    id: str
    construction: str
    language: str
    text: str
    issued_on: date | None
    groups: tuple[dict[str, Any], ...]

    @property
    def negative(self) -> bool:
        """Whether nobody took part: any group found in it is false."""
        return not self.groups


@dataclass
class Counts:
    """True and false positives, false negatives, and among the true ones the attributes that are right."""

    tp: int = 0
    fp: int = 0
    fn: int = 0
    qualifier_right: int = 0
    scope_right: int = 0

    @property
    def precision(self) -> float:
        """Share of the groups found that are labelled; 1 when none was found."""
        return self.tp / (self.tp + self.fp) if self.tp + self.fp else 1.0

    @property
    def recall(self) -> float:
        """Share of the labelled groups that were found; 1 when none is labelled."""
        return self.tp / (self.tp + self.fn) if self.tp + self.fn else 1.0

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall."""
        total = self.precision + self.recall
        return 2 * self.precision * self.recall / total if total else 0.0

    @property
    def qualifier_accuracy(self) -> float:
        """Share of the groups rightly found whose qualifier is right."""
        return self.qualifier_right / self.tp if self.tp else 1.0

    @property
    def scope_accuracy(self) -> float:
        """Share of the groups rightly found whose scope is right."""
        return self.scope_right / self.tp if self.tp else 1.0

    def add(self, other: "Counts") -> None:
        """Adds the counts of ``other`` to these."""
        self.tp += other.tp
        self.fp += other.fp
        self.fn += other.fn
        self.qualifier_right += other.qualifier_right
        self.scope_right += other.scope_right


@dataclass(frozen=True)
class ParticipantError:
    """What went wrong in one text: ``kind`` is missed, false, qualifier or scope."""

    case: str
    construction: str
    kind: str
    text: str
    expected: str
    found: str


@dataclass
class ParticipantScore:
    """The score of a set of labelled texts.

    ``outcomes`` has one entry a text, for resampling; ``negatives_hit`` counts the negative texts in which
    a group was found.
    """

    counts: Counts = field(default_factory=Counts)
    by_construction: dict[str, Counts] = field(default_factory=dict)
    by_language: dict[str, Counts] = field(default_factory=dict)
    outcomes: list[Counts] = field(default_factory=list)
    errors: list[ParticipantError] = field(default_factory=list)
    texts: int = 0
    negatives: int = 0
    negatives_hit: int = 0
    seconds: float = 0.0

    @property
    def texts_per_second(self) -> float:
        """Texts read a second, the finder's time alone."""
        return self.texts / self.seconds if self.seconds else 0.0


def read_cases(path: Path) -> Iterator[ParticipantCase]:
    """The labelled texts of the JSON Lines file ``path``.

    A text without ``language`` is Russian when more than a third of its letters are Cyrillic, otherwise
    English. Raises ``ValueError`` naming the line that is no labelled text.
    """
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        if not line.strip():
            continue
        try:
            label = json.loads(line)
            issued_on = label.get("issued_on")
            yield ParticipantCase(
                id=label["id"],
                construction=label["construction"],
                language=label.get("language") or _script_language(label["text"]),
                text=label["text"],
                issued_on=date.fromisoformat(issued_on) if issued_on else None,
                groups=tuple(label["participants"]),
            )
        except (KeyError, ValueError) as error:
            raise ValueError(f"{path}, line {number} is no labelled text: {error!r}") from error


def _script_language(text: str) -> str:
    letters = [character for character in text if character.isalpha()]
    cyrillic = sum("\u0400" <= character <= "\u04ff" for character in letters)
    return "ru" if letters and cyrillic * 3 > len(letters) else "en"


def score_participants(
    cases: Iterable[ParticipantCase], find: Finder = find_participants
) -> ParticipantScore:
    """Scores ``find`` on the labelled texts ``cases``."""
    score = ParticipantScore()
    for case in cases:
        started = time.perf_counter()
        found = find(case.text, issued_on=case.issued_on, language=case.language)
        score.seconds += time.perf_counter() - started
        score.texts += 1
        outcome, errors = _score_case(case, found)
        if case.negative:
            score.negatives += 1
            score.negatives_hit += bool(outcome.fp)
        score.counts.add(outcome)
        score.by_construction.setdefault(case.construction, Counts()).add(outcome)
        score.by_language.setdefault(case.language, Counts()).add(outcome)
        score.outcomes.append(outcome)
        score.errors.extend(errors)
    return score


def _score_case(
    case: ParticipantCase, found: list[ParticipantGroup]
) -> tuple[Counts, list[ParticipantError]]:
    labels = [(_key(label), label) for label in case.groups if not label.get("subset")]
    groups = [(_key(group.model_dump()), group) for group in found if not group.subset]
    outcome, errors = Counts(), []

    def error(kind: str, expected: object, got: object) -> None:
        errors.append(ParticipantError(case.id, case.construction, kind, case.text, str(expected), str(got)))

    for key, label in labels:
        same = [group for other, group in groups if other == key]
        if not same:
            outcome.fn += 1
            error("missed", f"{key} {label.get('evidence')}", [other for other, _ in groups])
            continue
        qualifier, scope = label.get("qualifier", "exact"), label.get("scope", "event")
        # Of several equal groups the one that agrees best is this label's.
        best = max(same, key=lambda group: (group.qualifier == qualifier) + (group.scope == scope))
        groups.remove((key, best))
        outcome.tp += 1
        outcome.qualifier_right += best.qualifier == qualifier
        outcome.scope_right += best.scope == scope
        if best.qualifier != qualifier:
            error("qualifier", f"{key} {qualifier}", best.qualifier)
        if best.scope != scope:
            error("scope", f"{key} {scope}", best.scope)
    for key, group in groups:
        outcome.fp += 1
        error("false", [other for other, _ in labels], f"{key} {group.evidence}")
    return outcome, errors


def _key(group: dict[str, Any]) -> GroupKey:
    parts: list[int | None] = [group.get(name) for name in ("women", "men", "girls", "boys")]
    total: int | None = group.get("total")
    stated = [part for part in parts if part is not None]
    if total is None and stated:
        total = sum(stated)
    women, men, girls, boys = parts
    return total, women, men, girls, boys
