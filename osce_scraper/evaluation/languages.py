"""Whole items of every language: what is extracted from labelled texts, fact by fact.

A file ``languages/<code>.jsonl`` holds one item a line: ``text`` (title, then paragraphs, a line each) and
what a careful reader finds in it. Every fact is scored on every text, so a text without funders is one in
which none may be found; ``unscored`` names the facts on which readers of this text would differ.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from osce_scraper.evaluation.gold import GoldError, read_labels
from osce_scraper.pages.news import read_news
from osce_scraper.pages.refusal import NotANewsPage
from osce_scraper.records import NewsItem
from osce_scraper.sites import load_site

FACTS: Final = ("participants", "quotes", "funders", "countries", "event", "dateline")
_KEYS: Final = ("id", "language", "text", *FACTS)
_SEXES: Final = ("women", "men", "girls", "boys")


@dataclass(slots=True)
class FactScore:
    """Facts found right, found wrongly, and missed."""

    right: int = 0
    false: int = 0
    missed: int = 0

    @property
    def precision(self) -> float:
        """Share of what was found that is right; 1 if nothing was found."""
        return self.right / (self.right + self.false) if self.right + self.false else 1.0

    @property
    def recall(self) -> float:
        """Share of what is labelled that was found; 1 if nothing is labelled."""
        return self.right / (self.right + self.missed) if self.right + self.missed else 1.0

    def add(self, expected: Counter[Any], found: Counter[Any]) -> None:
        """Count one text."""
        self.right += (expected & found).total()
        self.false += (found - expected).total()
        self.missed += (expected - found).total()


@dataclass(slots=True)
class LanguageScore:
    """The scores of one language by fact, and what went wrong."""

    code: str
    texts: int = 0
    facts: dict[str, FactScore] = field(default_factory=lambda: {name: FactScore() for name in FACTS})
    mistakes: list[tuple[str, str, str, str, str]] = field(default_factory=list)

    @property
    def whole(self) -> FactScore:
        """All facts together."""
        total = FactScore()
        for score in self.facts.values():
            total.right += score.right
            total.false += score.false
            total.missed += score.missed
        return total


def _of_group(group: Mapping[str, Any]) -> tuple[Any, ...]:
    parts = [group.get(sex) for sex in _SEXES]
    stated = [part for part in parts if part is not None]
    total = group.get("total")
    span = group.get("range")
    return (sum(stated) if total is None and stated else total, *parts, tuple(span) if span else None)


def _pair(value: Mapping[str, Any] | None, first: str, second: str) -> list[tuple[Any, ...]]:
    if value is None or (value.get(first) is None and value.get(second) is None):
        return []
    return [(value.get(first), value.get(second))]


#: How the facts of a label or a record are compared: each a list of hashable values.
_COMPARED: Final[Mapping[str, Callable[[Any], Iterable[Any]]]] = {
    "participants": lambda groups: [_of_group(group) for group in groups],
    "quotes": lambda quotes: [quote.get("speaker") or quote.get("role") for quote in quotes],
    "funders": lambda names: names,
    "countries": lambda names: names,
    "event": lambda event: _pair(event, "start", "end"),
    "dateline": lambda dateline: _pair(dateline, "place", "date"),
}


def _found(item: NewsItem) -> dict[str, Any]:
    record = item.model_dump(mode="json")
    return {
        "participants": [group for group in record["participants"]["groups"] if not group["subset"]],
        "quotes": record["quotes"],
        "funders": [funder["iso2"] or funder["name"] for funder in record["funders"]],
        "countries": [country["iso2"] for country in record["countries"]],
        "event": record["event"],
        "dateline": record["dateline"],
    }


def score_language(labels: Iterable[Mapping[str, Any]], code: str) -> LanguageScore:
    """Score whole items of one language."""
    score = LanguageScore(code)
    for label in labels:
        score.texts += 1
        url = f"{load_site().base_url}/{label['language']}/node/301110"
        try:
            found = _found(read_news(label["text"].encode(), url, plain=True).item)
        except NotANewsPage as error:
            found = {name: None if name in ("event", "dateline") else [] for name in FACTS}
            score.mistakes.append((label["id"], "refused", error.reason, "", label["text"]))
        for name, compared in _COMPARED.items():
            if name in label.get("unscored", ()):
                continue  # readers would not agree
            expected, got = Counter(compared(label[name])), Counter(compared(found[name]))
            score.facts[name].add(expected, got)
            if expected != got:
                missed, false = list((expected - got).elements()), list((got - expected).elements())
                score.mistakes.append((label["id"], name, str(missed), str(false), label["text"]))
    return score


def score_languages(directory: Path, codes: Sequence[str] = ()) -> list[LanguageScore]:
    """The scores of the languages ``codes`` (all by default) in ``directory``, in the order of their codes.

    Raises GoldError if a language has no labelled texts or a line is broken.
    """
    files = {path.stem: path for path in sorted(directory.glob("??.jsonl"))}
    missing = set(codes) - files.keys()
    if missing or not files:
        known = ", ".join(files) or "none"
        raise GoldError(
            f"{directory} has no texts for {', '.join(sorted(missing)) or 'any language'}; has {known}"
        )
    return [
        score_language(read_labels(path, _KEYS), code)
        for code, path in files.items()
        if not codes or code in codes
    ]
