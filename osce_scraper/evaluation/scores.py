"""Precision, recall and F1 of a finder on labelled texts, with confidence intervals by resampling texts."""

import random
from collections.abc import Sequence
from dataclasses import dataclass, field

#: Seed and size of the bootstrap: the same corpus gives the same interval.
SEED = 531680
SAMPLES = 1000


@dataclass
class Tally:
    """True and false positives, false negatives, and how many of the true ones have which attribute right."""

    tp: int = 0
    fp: int = 0
    fn: int = 0
    right: dict[str, int] = field(default_factory=dict)

    @property
    def precision(self) -> float:
        """Share of what was found that is labelled; 1 when nothing was found."""
        return self.tp / (self.tp + self.fp) if self.tp + self.fp else 1.0

    @property
    def recall(self) -> float:
        """Share of what is labelled that was found; 1 when nothing is labelled."""
        return self.tp / (self.tp + self.fn) if self.tp + self.fn else 1.0

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall."""
        total = self.precision + self.recall
        return 2 * self.precision * self.recall / total if total else 0.0

    def accuracy(self, attribute: str) -> float:
        """Share of the hits whose ``attribute`` is right; 1 when there was no hit."""
        return self.right.get(attribute, 0) / self.tp if self.tp else 1.0

    def add(self, other: "Tally") -> None:
        """Adds the counts of ``other`` to these."""
        self.tp += other.tp
        self.fp += other.fp
        self.fn += other.fn
        for attribute, count in other.right.items():
            self.right[attribute] = self.right.get(attribute, 0) + count


@dataclass(frozen=True)
class Mistake:
    """What went wrong in one text: ``kind`` is missed, false, or the attribute that is wrong."""

    case: str
    construction: str
    kind: str
    text: str
    expected: str
    found: str


@dataclass
class Score:
    """The score of one finder on one set of labelled texts.

    ``attributes`` names what is scored among the hits besides finding them; ``outcomes`` has one tally a
    text, for resampling; ``seconds`` is the finder's time alone.
    """

    name: str
    attributes: tuple[str, ...] = ()
    tally: Tally = field(default_factory=Tally)
    by_construction: dict[str, Tally] = field(default_factory=dict)
    by_language: dict[str, Tally] = field(default_factory=dict)
    outcomes: list[Tally] = field(default_factory=list)
    mistakes: list[Mistake] = field(default_factory=list)
    negatives: int = 0
    negatives_hit: int = 0
    seconds: float = 0.0

    @property
    def texts(self) -> int:
        """Labelled texts read."""
        return len(self.outcomes)

    @property
    def texts_per_second(self) -> float:
        """Texts read a second."""
        return self.texts / self.seconds if self.seconds else 0.0

    @property
    def figures(self) -> dict[str, float]:
        """The figures that floors are pinned for, each from 0 to 1."""
        shares = {"precision": self.tally.precision, "recall": self.tally.recall, "f1": self.tally.f1}
        return shares | {attribute: self.tally.accuracy(attribute) for attribute in self.attributes}

    def record(
        self,
        outcome: Tally,
        *,
        construction: str,
        language: str,
        negative: bool,
        mistakes: Sequence[Mistake] = (),
    ) -> None:
        """Take in the outcome of one text."""
        self.tally.add(outcome)
        self.by_construction.setdefault(construction, Tally()).add(outcome)
        self.by_language.setdefault(language, Tally()).add(outcome)
        self.outcomes.append(outcome)
        self.mistakes.extend(mistakes)
        self.negatives += negative
        self.negatives_hit += negative and bool(outcome.fp)


@dataclass(frozen=True)
class Interval:
    """Bounds of a 95 per cent confidence interval."""

    low: float
    high: float


def intervals(outcomes: Sequence[Tally], *, samples: int = SAMPLES, seed: int = SEED) -> dict[str, Interval]:
    """95 per cent intervals of precision, recall and F1, by drawing whole texts with replacement.

    The seed is fixed, so the same outcomes give the same bounds.
    """
    if not outcomes:
        return {name: Interval(0.0, 1.0) for name in ("precision", "recall", "f1")}
    draw = random.Random(seed)  # noqa: S311 - resampling, no secret
    counts = [(outcome.tp, outcome.fp, outcome.fn) for outcome in outcomes]
    drawn: dict[str, list[float]] = {"precision": [], "recall": [], "f1": []}
    for _ in range(samples):
        tp = fp = fn = 0
        for hit, false, missed in draw.choices(counts, k=len(counts)):
            tp += hit
            fp += false
            fn += missed
        tally = Tally(tp, fp, fn)
        drawn["precision"].append(tally.precision)
        drawn["recall"].append(tally.recall)
        drawn["f1"].append(tally.f1)
    low, high = int(samples * 0.025), min(samples - 1, int(samples * 0.975))
    bounds = {}
    for name, values in drawn.items():
        values.sort()
        bounds[name] = Interval(values[low], values[high])
    return bounds
