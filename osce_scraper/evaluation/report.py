"""Scores as tables for people and as JSON for programs."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from rich.console import Console
from rich.table import Table
from rich.text import Text

from osce_scraper.evaluation.fixtures import FieldScore
from osce_scraper.evaluation.languages import FACTS, LanguageScore
from osce_scraper.evaluation.scores import Score, Tally, intervals


def summary_table(scores: Iterable[Score]) -> Table:
    """A row for every figure of every task, with the 95 per cent interval over texts where it has one."""
    table = Table(title="Labelled texts")
    table.add_column("task")
    table.add_column("figure")
    for column in ("value", "95 % interval"):
        table.add_column(column, justify="right", no_wrap=True)
    for score in scores:
        bounds = intervals(score.outcomes)
        name = score.name
        for figure, value in score.figures.items():
            bound = bounds.get(figure)
            table.add_row(name, figure, f"{value:.4f}", f"{bound.low:.3f}-{bound.high:.3f}" if bound else "")
            name = ""
        table.add_section()
    return table


def texts_table(scores: Iterable[Score]) -> Table:
    """A row a task: its texts, the negatives in which something was found, and its speed."""
    table = Table(title="What was read")
    for column in ("task", "texts", "negatives hit", "mistakes", "texts a second"):
        table.add_column(column, justify="right" if column != "task" else "left")
    for score in scores:
        hit = f"{score.negatives_hit} of {score.negatives}"
        speed = f"{score.texts_per_second:,.0f}"
        table.add_row(score.name, str(score.texts), hit, str(len(score.mistakes)), speed)
    return table


def parts_table(title: str, parts: Mapping[str, Tally], *, only_imperfect: bool) -> Table:
    """One row a construction or language; with ``only_imperfect`` those with a miss or a false find."""
    table = Table(title=title)
    for column in ("", "right", "false", "missed", "precision", "recall", "F1"):
        table.add_column(column, justify="right" if column else "left")
    perfect = 0
    for name, tally in sorted(parts.items()):
        if only_imperfect and not (tally.fp or tally.fn):
            perfect += 1
            continue
        counts = (str(tally.tp), str(tally.fp), str(tally.fn))
        table.add_row(name, *counts, f"{tally.precision:.3f}", f"{tally.recall:.3f}", f"{tally.f1:.3f}")
    if only_imperfect:
        table.caption = f"{perfect} others without a mistake"
    return table


def print_scores(console: Console, scores: Sequence[Score], *, constructions: bool, errors: bool) -> None:
    """Print the summary, languages, constructions (all, or those with mistakes) and mistakes."""
    console.print(summary_table(scores))
    console.print(texts_table(scores))
    for score in scores:
        if len(score.by_language) > 1:
            console.print(parts_table(f"{score.name} by language", score.by_language, only_imperfect=False))
        imperfect = any(tally.fp or tally.fn for tally in score.by_construction.values())
        if constructions or imperfect:
            console.print(
                parts_table(
                    f"{score.name} by construction", score.by_construction, only_imperfect=not constructions
                )
            )
    if errors:
        for score in scores:
            for mistake in score.mistakes:
                console.print(
                    Text(f"\n{score.name}, {mistake.case} ({mistake.construction}): {mistake.kind}", "bold")
                )
                console.print(Text(mistake.text))
                console.print(Text(f"  expected: {mistake.expected}\n  found:    {mistake.found}"))


def scores_json(scores: Iterable[Score]) -> dict[str, Any]:
    """The scores as plain values: figures, intervals, parts, mistakes and speed."""

    def parts(tallies: Mapping[str, Tally]) -> dict[str, Any]:
        return {
            name: {
                "tp": t.tp,
                "fp": t.fp,
                "fn": t.fn,
                "precision": t.precision,
                "recall": t.recall,
                "f1": t.f1,
            }
            for name, t in sorted(tallies.items())
        }

    return {
        score.name: {
            "texts": score.texts,
            "figures": score.figures,
            "intervals": {name: [i.low, i.high] for name, i in intervals(score.outcomes).items()},
            "negatives": score.negatives,
            "negatives_hit": score.negatives_hit,
            "texts_per_second": score.texts_per_second,
            "by_language": parts(score.by_language),
            "by_construction": parts(score.by_construction),
            "mistakes": [vars(mistake) for mistake in score.mistakes],
        }
        for score in scores
    }


def print_fields(console: Console, score: FieldScore, *, errors: bool) -> None:
    """Print how many fields of the fixture pages are exact, a row a layout and field that is not."""
    table = Table(title="Fields of the fixture pages")
    for column in ("layout", "pages", "fields", "exact", "missing", "wrong", "unexpected"):
        table.add_column(column, justify="left" if column == "layout" else "right")
    for layout, counts in score.by_layout().items():
        table.add_row(layout, str(score.pages[layout]), str(counts.total), *map(str, counts.as_row()))
    console.print(table)
    imperfect = Table(title="Fields that are not exact everywhere")
    for column in ("layout", "field", "exact", "missing", "wrong", "unexpected"):
        imperfect.add_column(column, justify="left" if column in {"layout", "field"} else "right")
    for (layout, field), counts in sorted(score.by_field.items()):
        if counts.exact < counts.total:
            imperfect.add_row(layout, field, *map(str, counts.as_row()))
    if imperfect.row_count:
        console.print(imperfect)
    if errors:
        for outcome in score.wrong:
            console.print(Text(f"\n{outcome.case}: {outcome.field} is {outcome.outcome}", "bold"))
            console.print(Text(f"  expected: {outcome.expected!r}\n  found:    {outcome.found!r}"))


def fields_json(score: FieldScore) -> dict[str, Any]:
    """The field scores as plain values."""
    return {
        "figures": score.figures,
        "by_field": {
            f"{layout}/{field}": vars(counts) for (layout, field), counts in sorted(score.by_field.items())
        },
        "wrong": [vars(outcome) for outcome in score.wrong],
    }


def print_languages(console: Console, scores: Sequence[LanguageScore], *, errors: bool = False) -> None:
    """Print precision/recall (labelled facts) by language and fact, and with ``errors`` every mistake."""
    table = Table("", "texts", *FACTS, "all", title="precision/recall (labelled) by language")
    for score in scores:
        cells = [
            f"{one.precision:.2f}/{one.recall:.2f} ({one.right + one.missed})"
            for one in (*score.facts.values(), score.whole)
        ]
        table.add_row(score.code, str(score.texts), *cells)
    console.print(table)
    for score in scores if errors else ():
        for case, fact, missed, false, text in score.mistakes:
            console.print(f"{case} {fact}: missed {missed}, false {false}\n  {text}", markup=False)
