"""Fixture pages: a folder a page, with the page, where it came from, and what a reader found on it.

The form is in tests/fixtures/README.md: ``<layout>/<case>/`` holds ``page.html`` or ``page.txt``,
``meta.json`` (``url``, ``kind``, ``seen``, ``hints``) and ``expected.json``, or there
``{"raises": "NotANewsPage"}``. Only fields that stand in expected.json are claimed, and of an object only
its keys; null and an empty list claim that the page says nothing.
"""

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Any

from osce_scraper.evaluation.gold import GoldError, corpus_digest
from osce_scraper.pages import NotANewsPage, extract_listing, extract_menus, extract_news
from osce_scraper.records import Teaser
from osce_scraper.sites import Site

#: Fields of a record that no page states: versions, times of fetching, and what the store fills in.
NOT_OF_THE_PAGE = frozenset(
    {"schema_version", "revision", "first_seen", "last_seen", "last_changed", "withdrawn_at"}
)
#: Parts of ``source`` that change with every run or release.
NOT_OF_THE_SOURCE = frozenset({"fetched_at", "extractor_version"})


class Kind(StrEnum):
    """Kind of page, and so what is read from it."""

    NEWS = "news"
    LISTING = "listing"
    MENU = "menu"


class Outcome(StrEnum):
    """How a field of a page compares with what is expected."""

    EXACT = "exact"
    MISSING = "missing"
    WRONG = "wrong"
    UNEXPECTED = "unexpected"  # the page was claimed to say nothing


@dataclass(frozen=True)
class Case:
    """One fixture page. ``expected`` is None until somebody wrote it down."""

    folder: Path
    layout: str
    name: str
    url: str
    kind: Kind
    seen: bool
    hints: Teaser | None
    expected: dict[str, Any] | None

    @property
    def title(self) -> str:
        """Layout and name, such as ``drupal11/seed-page``."""
        return f"{self.layout}/{self.name}"

    @property
    def page(self) -> bytes:
        """The page's bytes."""
        html = self.folder / "page.html"
        return (html if html.exists() else self.folder / "page.txt").read_bytes()


@dataclass(frozen=True)
class FieldOutcome:
    """One field of one page."""

    case: str
    layout: str
    field: str
    outcome: Outcome
    expected: Any
    found: Any


@dataclass
class FieldCounts:
    """How often a field was exact, missing, wrong, or there without being expected."""

    exact: int = 0
    missing: int = 0
    wrong: int = 0
    unexpected: int = 0

    @property
    def total(self) -> int:
        """All outcomes."""
        return self.exact + self.missing + self.wrong + self.unexpected

    def count(self, outcome: Outcome) -> None:
        """Count one outcome."""
        setattr(self, outcome.value, getattr(self, outcome.value) + 1)

    def as_row(self) -> tuple[int, int, int, int]:
        """Exact, missing, wrong, unexpected."""
        return self.exact, self.missing, self.wrong, self.unexpected


@dataclass
class FieldScore:
    """The fields of all fixture pages by layout."""

    by_field: dict[tuple[str, str], FieldCounts] = field(default_factory=dict)
    pages: Counter[str] = field(default_factory=Counter)
    wrong: list[FieldOutcome] = field(default_factory=list)

    @property
    def figures(self) -> dict[str, dict[str, float]]:
        """Share of exact outcomes by layout and field."""
        shares: dict[str, dict[str, float]] = {}
        for (layout, name), counts in self.by_field.items():
            shares.setdefault(layout, {})[name] = counts.exact / counts.total
        return shares

    def by_layout(self) -> dict[str, FieldCounts]:
        """Counts of all fields together, by layout."""
        sums: dict[str, FieldCounts] = {}
        for (layout, _), counts in sorted(self.by_field.items()):
            total = sums.setdefault(layout, FieldCounts())
            for outcome in Outcome:
                setattr(total, outcome.value, getattr(total, outcome.value) + getattr(counts, outcome.value))
        return sums


def _json(path: Path) -> dict[str, Any]:
    try:
        held = json.loads(path.read_text(encoding="utf-8"))
    except ValueError as error:
        raise GoldError(f"{path} is not JSON: {error}") from error
    if not isinstance(held, dict):
        raise GoldError(f"{path} must hold an object")
    return held


def read_case(folder: Path) -> Case:
    """The fixture in ``folder``. Raises ``GoldError`` naming the file that is missing or broken."""
    if not any((folder / name).exists() for name in ("page.html", "page.txt")):
        raise GoldError(f"{folder} holds no page.html or page.txt")
    if not (folder / "meta.json").exists():
        raise GoldError(f"{folder} holds no meta.json: make it with `osce fixture add`")
    meta = _json(folder / "meta.json")
    try:
        expected = folder / "expected.json"
        return Case(
            folder=folder,
            layout=folder.parent.name,
            name=folder.name,
            url=str(meta["url"]),
            kind=Kind(meta.get("kind", "news")),
            seen=bool(meta.get("seen", False)),
            hints=Teaser.model_validate(meta["hints"]) if meta.get("hints") else None,
            expected=_json(expected) if expected.exists() else None,
        )
    except (KeyError, ValueError) as error:
        raise GoldError(f"{folder / 'meta.json'} is no description of a page: {error!r}") from error


def read_cases(root: Path) -> Iterator[Case]:
    """All fixtures below ``root``, in the order of their names."""
    for meta in sorted(root.glob("*/*/meta.json")):
        yield read_case(meta.parent)


def fixtures_digest(root: Path) -> str:
    """The digest of all fixture pages below ``root`` with what is expected of them."""
    return corpus_digest((path for path in root.glob("*/*/*") if path.is_file()), root)


def extract(case: Case, site: Site | Path | str = "osce") -> dict[str, Any]:
    """What is read from the page of ``site`` today, in the form of expected.json."""
    if case.kind is Kind.LISTING:
        return extract_listing(case.page, case.url, site=site).to_dict()
    if case.kind is Kind.MENU:
        return {"entries": _entries(case, site)}
    try:
        record = extract_news(case.page, case.url, hints=case.hints, site=site).to_dict()
    except NotANewsPage:
        return {"raises": "NotANewsPage"}
    kept = {name: value for name, value in record.items() if name not in NOT_OF_THE_PAGE}
    kept["source"] = {name: value for name, value in kept["source"].items() if name not in NOT_OF_THE_SOURCE}
    return kept


def _entries(case: Case, site: Site | Path | str) -> list[dict[str, Any]]:
    """The page's menu entries, of the menus that are claimed."""
    claimed = {entry.get("menu") for entry in (case.expected or {}).get("entries", [])}
    entries = [entry.to_dict() for entry in extract_menus(case.page, case.url, site=site)]
    for entry in entries:
        del entry["schema_version"], entry["source"]
    return [entry for entry in entries if not claimed or entry["menu"] in claimed]


def _empty(value: Any) -> bool:
    return value is None or value in ([], {})


def agrees(expected: Any, found: Any) -> bool:
    """Whether ``found`` is what ``expected`` states; of objects, only the keys stated are compared."""
    if isinstance(expected, dict) and isinstance(found, dict):
        return all(agrees(value, found.get(name)) for name, value in expected.items())
    if isinstance(expected, list) and isinstance(found, list):
        return len(expected) == len(found) and all(map(agrees, expected, found))
    return bool(expected == found)


def compare(case: Case, found: dict[str, Any]) -> list[FieldOutcome]:
    """Every claim of ``case`` against what was ``found``. A page that gave no record misses all of them."""
    outcomes = []
    for name, wanted in (case.expected or {}).items():
        value = found.get(name)
        if name in found and agrees(wanted, value):
            outcome = Outcome.EXACT
        elif _empty(value):
            outcome = Outcome.MISSING
        elif _empty(wanted):
            outcome = Outcome.UNEXPECTED
        else:
            outcome = Outcome.WRONG
        outcomes.append(FieldOutcome(case.title, case.layout, name, outcome, wanted, value))
    return outcomes


def score_fields(root: Path) -> FieldScore:
    """The score of all fixtures below ``root``.

    Raises ``GoldError`` when there is none, or one is broken or without expected.json.
    """
    score = FieldScore()
    for case in read_cases(root):
        if case.expected is None:
            raise GoldError(f"{case.title} has no expected.json: make it with `osce fixture rerun --write`")
        score.pages[case.layout] += 1
        for outcome in compare(case, extract(case)):
            score.by_field.setdefault((case.layout, outcome.field), FieldCounts()).count(outcome.outcome)
            if outcome.outcome is not Outcome.EXACT:
                score.wrong.append(outcome)
    if not score.pages:
        raise GoldError(f"{root} holds no fixtures: name the directory above the layouts' folders")
    return score


def _write(path: Path, value: dict[str, Any]) -> None:
    path.write_text(json.dumps(value, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")


def add_case(
    root: Path, title: str, page: bytes, *, url: str, kind: Kind, plain: bool, about: str | None
) -> Case:
    """Make the fixture ``title`` (layout/case) from a page; what is read from it today is expected, unseen.

    Raises ``GoldError`` when the title is no such name or taken.
    """
    layout, slash, name = title.partition("/")
    if not slash or not layout or not name or "/" in name or {layout, name} & {".", ".."}:
        raise GoldError(f"{title!r} is no name of a fixture: give LAYOUT/CASE, such as drupal11/seed-page")
    folder = root / layout / name
    if folder.exists():
        raise GoldError(f"{folder} exists: choose another name, or `osce fixture rerun {title}`")
    folder.mkdir(parents=True)
    (folder / ("page.txt" if plain else "page.html")).write_bytes(page)
    meta = {"url": url, "kind": kind.value, "about": about, "seen": False}
    _write(folder / "meta.json", {key: value for key, value in meta.items() if value is not None})
    case = read_case(folder)
    _write(folder / "expected.json", extract(case))
    return read_case(folder)


def mark_seen(case: Case, *, seen: bool) -> None:
    """Note in meta.json whether somebody has looked at expected.json."""
    meta = _json(case.folder / "meta.json")
    meta["seen"] = seen
    _write(case.folder / "meta.json", meta)


def take_over(case: Case, found: dict[str, Any]) -> None:
    """Make ``found`` what is expected, for the fields that were claimed; somebody has to look at it again."""
    claimed = case.expected or found
    if "raises" in claimed or "raises" in found:
        claimed = found
    _write(case.folder / "expected.json", {name: value for name, value in found.items() if name in claimed})
    mark_seen(case, seen=False)
