"""The figures on the quality of the data: problems, quarantine, and what the monitors said of the runs."""

from collections import Counter
from dataclasses import dataclass, field
from typing import Any, Final

from osce_scraper.analysis.lines import RawRecord
from osce_scraper.analysis.report.charts import ranked
from osce_scraper.analysis.report.figures import words_of
from osce_scraper.analysis.report.parts import Cell, Column, DataTable, Figure, Kind, Link, plural
from osce_scraper.analysis.report.tally import Tally
from osce_scraper.analysis.source import DataSource
from osce_scraper.records import MonitorStatus

_BARS: Final = 15
_REFUSED: Final = 25
_RUNS: Final = 20


@dataclass(slots=True)
class Operation:
    """What the harvest itself left: refused pages and runs; null where the data has no such table."""

    refused: list[RawRecord] | None = None
    runs: list[RawRecord] | None = None

    @classmethod
    def of(cls, source: DataSource) -> "Operation":
        """What ``source`` has of both."""
        return cls(
            list(source.records("quarantine")) if source.has("quarantine") else None,
            list(source.records("runs")) if source.has("runs") else None,
        )

    @property
    def monitored(self) -> RawRecord | None:
        """The newest run that monitors judged."""
        return next((run for run in reversed(self.runs or []) if _statuses(run)), None)


@dataclass(frozen=True, slots=True)
class Verdict:
    """How many monitors of a run are green, yellow, red."""

    counts: Counter[str] = field(default_factory=Counter)

    @property
    def worst(self) -> str:
        """The status that counts."""
        for status in (MonitorStatus.RED, MonitorStatus.YELLOW, MonitorStatus.GREEN):
            if self.counts[status]:
                return str(status)
        return "not monitored"


def _statuses(run: RawRecord) -> list[dict[str, Any]]:
    """The results of monitors; what else stands there (differences of the menus) is no result."""
    return [result for result in run["monitors"] if "monitor" in result and "status" in result]


def verdict(run: RawRecord) -> Verdict:
    """What the monitors said of a run."""
    return Verdict(Counter(result["status"] for result in _statuses(run)))


def on_quality(counted: Tally, operation: Operation) -> list[Figure]:
    """All figures on quality."""
    figures = [_problems(counted)]
    if operation.refused is not None:
        figures.append(_quarantine(operation.refused))
    if operation.runs is not None:
        if operation.monitored is not None:
            figures.append(_monitors(operation.monitored))
        figures.append(_runs(operation.runs))
    return figures


def _problems(counted: Tally) -> Figure:
    order = sorted(counted.problems.items(), key=lambda entry: (-entry[1], entry[0]))
    values = [{"name": words_of(code), "number": number} for code, number in order[:_BARS]]
    rows: list[list[Cell]] = [
        [code, number, number / counted.items, [Link(*example) for example in counted.examples[code]]]
        for code, number in order
    ]
    return Figure(
        "problems",
        "Problems by code",
        f"{counted.troubled:,} of {counted.items:,} items have at least one problem: something missing, "
        "doubtful or contradictory on the page. The record is kept, and says so itself.",
        DataTable(
            "Items by problem, with some of the newest",
            [
                Column("code", Kind.TEXT),
                Column("items"),
                Column("of all items", Kind.SHARE),
                Column("such as", Kind.LINKS),
            ],
            rows,
        ),
        ranked(values, "items") if values else None,
        "Bars of the number of items by problem. The numbers stand in the table below.",
    )


def _quarantine(refused: list[RawRecord]) -> Figure:
    newest = sorted(refused, key=lambda entry: str(entry["last_refused"]), reverse=True)
    rows: list[list[Cell]] = [
        [
            entry["identity"] or entry["id"],
            entry["reason"],
            entry["field"],
            _day(entry["last_refused"]),
            [Link("page", entry["url"])],
        ]
        for entry in newest[:_REFUSED]
    ]
    reasons = Counter(str(entry["reason"]) for entry in refused)
    told = "; ".join(f"{reason}: {number:,}" for reason, number in reasons.most_common(5))
    part = f" The newest {_REFUSED} are shown." if len(refused) > _REFUSED else ""
    return Figure(
        "quarantine",
        "Quarantine",
        f"{plural(len(refused), 'page')} could not become a record: in no other number of this report"
        + (f" ({told})." if told else ".")
        + part,
        DataTable(
            "Refused pages, the last refused first",
            [
                Column("item", Kind.TEXT),
                Column("reason", Kind.TEXT),
                Column("field", Kind.TEXT),
                Column("refused", Kind.TEXT),
                Column("page", Kind.LINKS),
            ],
            rows,
        ),
    )


def _monitors(run: RawRecord) -> Figure:
    rank = [MonitorStatus.RED, MonitorStatus.YELLOW, MonitorStatus.GREEN]
    results = sorted(_statuses(run), key=lambda result: (rank.index(result["status"]), result["monitor"]))
    counts = verdict(run).counts
    rows: list[list[Cell]] = [
        [result["monitor"], result["status"], result.get("message"), result.get("origin")]
        for result in results
    ]
    return Figure(
        "monitors",
        "Monitors",
        f"Of run {run['run']}, {_day(run['started_at'])}: {_told(counts)}. A red one holds back publication.",
        DataTable(
            f"Monitors of run {run['run']}, the worst first",
            [
                Column("monitor", Kind.TEXT),
                Column("status", Kind.TEXT),
                Column("what it saw", Kind.TEXT),
                Column("bound from", Kind.TEXT),
            ],
            rows,
        ),
    )


def _runs(runs: list[RawRecord]) -> Figure:
    rows: list[list[Cell]] = []
    for run in reversed(runs[-_RUNS:]):
        counts = run["counts"]
        judged = verdict(run)
        rows.append(
            [
                str(run["run"]),
                _day(run["started_at"]),
                run["command"],
                words_of(run["outcome"] or "not finished"),
                judged.worst,
                *(counts.get(name) for name in ("requests", "stored/added", "stored/changed", "quarantined")),
            ]
        )
    part = f"The last {_RUNS} of {len(runs):,} runs." if len(runs) > _RUNS else f"{plural(len(runs), 'run')}."
    return Figure(
        "runs",
        "Runs",
        f"{part} A dash is what a run did not count.",
        DataTable(
            "Runs, the newest first",
            [
                Column("run", Kind.TEXT), Column("began", Kind.TEXT), Column("command", Kind.TEXT),
                Column("ended", Kind.TEXT), Column("monitors", Kind.TEXT), Column("requests"),
                Column("added"), Column("changed"), Column("refused"),
            ],
            rows,
        ),
    )  # fmt: skip


def _told(counts: Counter[str]) -> str:
    return ", ".join(f"{counts[status]} {status}" for status in MonitorStatus)


def _day(moment: Any) -> str:
    return str(moment)[:16].replace("T", " ")
