"""What is measured on labelled texts: the tasks, the files they read, and a score for each."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from osce_scraper.evaluation import dates, funding, quotes
from osce_scraper.evaluation.gold import GoldError, corpus_digest, read_labels
from osce_scraper.evaluation.participants import Counts, read_cases, score_participants
from osce_scraper.evaluation.scores import Mistake, Score, Tally


@dataclass(frozen=True)
class Task:
    """One measurement: ``patterns`` name its files in the directory of labelled texts."""

    name: str
    patterns: tuple[str, ...]
    measure: Callable[[Sequence[Path]], Score]


def _tally(counts: Counts) -> Tally:
    right = {"qualifier": counts.qualifier_right, "scope": counts.scope_right}
    return Tally(counts.tp, counts.fp, counts.fn, right)


def _participants(files: Sequence[Path]) -> Score:
    found = score_participants(case for file in files for case in read_cases(file))
    return Score(
        "participants",
        ("qualifier", "scope"),
        tally=_tally(found.counts),
        by_construction={name: _tally(counts) for name, counts in found.by_construction.items()},
        by_language={name: _tally(counts) for name, counts in found.by_language.items()},
        outcomes=[_tally(counts) for counts in found.outcomes],
        mistakes=[
            Mistake(error.case, error.construction, error.kind, error.text, error.expected, error.found)
            for error in found.errors
        ],
        negatives=found.negatives,
        negatives_hit=found.negatives_hit,
        seconds=found.seconds,
    )


def _quotes(files: Sequence[Path]) -> Score:
    return quotes.score_quotes(label for file in files for label in read_labels(file, quotes.KEYS))


def _projects(files: Sequence[Path]) -> Score:
    return funding.score_projects(label for file in files for label in read_labels(file, funding.KEYS))


def _funders(files: Sequence[Path]) -> Score:
    return funding.score_funders(label for file in files for label in read_labels(file, funding.KEYS))


def _dates(files: Sequence[Path]) -> Score:
    return dates.score_dates(label for file in files for label in read_labels(file, dates.DATE_KEYS))


def _datelines(files: Sequence[Path]) -> Score:
    return dates.score_datelines(label for file in files for label in read_labels(file, dates.DATELINE_KEYS))


def _events(files: Sequence[Path]) -> Score:
    # Of the texts labelled for participants, those that are labelled with the event too.
    labels = (label for file in files for label in read_labels(file, dates.EVENT_KEYS))
    return dates.score_events(label for label in labels if "paragraphs" in label or "event_start" in label)


#: Every task, in the order in which it is reported.
TASKS = (
    Task("participants", ("participants*.jsonl",), _participants),
    Task("dates", ("dates*.jsonl",), _dates),
    Task("datelines", ("datelines*.jsonl",), _datelines),
    Task("events", ("events*.jsonl", "participants*.jsonl"), _events),
    Task("quotes", ("quotes*.jsonl",), _quotes),
    Task("projects", ("funding*.jsonl",), _projects),
    Task("funders", ("funding*.jsonl",), _funders),
)


def measure(directory: Path, names: Sequence[str] = ()) -> list[Score]:
    """The scores of all tasks (or those in ``names``) whose files stand in ``directory``.

    Raises ``GoldError`` when the directory holds no labelled texts, a name is no task, or a line is broken.
    """
    unknown = set(names) - {task.name for task in TASKS}
    if unknown:
        known = ", ".join(task.name for task in TASKS)
        raise GoldError(f"no task is called {', '.join(sorted(unknown))}: choose from {known}")
    scores = []
    for task in TASKS:
        files = sorted(file for pattern in task.patterns for file in directory.glob(pattern))
        if files and (not names or task.name in names):
            try:
                scores.append(task.measure(files))
            except GoldError:
                raise
            except ValueError as error:
                raise GoldError(str(error)) from error
    if not scores:
        raise GoldError(f"{directory} holds no labelled texts: name a directory with files like quotes.jsonl")
    return scores


def gold_digest(directory: Path) -> str:
    """The digest of the labelled texts in ``directory``."""
    return corpus_digest(directory.glob("*.jsonl"), directory)
