"""Scoring of quotations, projects and funders against labels, and the labels themselves."""

import json
from collections.abc import Sequence
from pathlib import Path

import pytest

from osce_scraper.evaluation import funding, quotes
from osce_scraper.evaluation.gold import GoldError, corpus_digest, read_labels
from osce_scraper.evaluation.tasks import TASKS, measure
from osce_scraper.records import Funder, Project, Quote

GOLD = Path(__file__).parents[1] / "gold"
QUOTED = {
    "id": "q",
    "construction": "c",
    "language": "en",
    "paragraphs": ["“We meet,” said Jane Doe."],
    "quotes": [{"text": "We meet", "speaker": "Jane Doe", "role": None}],
}
FUNDED = {
    "id": "f",
    "construction": "c",
    "language": "en",
    "paragraphs": ["The extra-budgetary project “Maps”, funded by Italy."],
    "project": {"name": "Maps", "extrabudgetary": True},
    "funders": [{"name": "Italy", "iso2": "IT"}],
}


def said(text: str, speaker: str | None = "Jane Doe") -> Quote:
    """A quotation as a finder could give it."""
    return Quote(text=text, speaker=speaker, evidence="x", start=0, end=1)


def paid(name: str, iso2: str | None = None) -> Funder:
    """A funder as a finder could give it."""
    return Funder(name=name, iso2=iso2, evidence="x", start=0, end=1)


def test_a_quotation_is_its_words_without_the_closing_comma() -> None:
    score = quotes.score_quotes([QUOTED], lambda paragraphs, language: [said("We  meet,")])
    assert score.figures == {"precision": 1.0, "recall": 1.0, "f1": 1.0, "speaker": 1.0, "role": 1.0}


def test_a_wrong_speaker_is_a_mistake_among_the_hits() -> None:
    score = quotes.score_quotes([QUOTED], lambda paragraphs, language: [said("We meet", "John")])
    assert (score.tally.tp, score.tally.accuracy("speaker")) == (1, 0.0)
    assert [mistake.kind for mistake in score.mistakes] == ["speaker"]


def test_missed_and_false_quotations_are_told_with_the_text() -> None:
    score = quotes.score_quotes([QUOTED], lambda paragraphs, language: [said("Other words")])
    assert [mistake.kind for mistake in score.mistakes] == ["missed", "false"]
    assert score.mistakes[0].text == "“We meet,” said Jane Doe."


def test_a_quotation_in_a_negative_text_hits_it() -> None:
    score = quotes.score_quotes([QUOTED | {"quotes": []}], lambda paragraphs, language: [said("We meet")])
    assert (score.negatives, score.negatives_hit) == (1, 1)


def test_a_funder_is_its_country_however_it_is_written() -> None:
    score = funding.score_funders([FUNDED], lambda paragraphs, language: [paid("Government of Italy", "IT")])
    assert (score.tally.tp, score.tally.accuracy("name")) == (1, 0.0)


def test_a_missed_and_a_false_funder() -> None:
    score = funding.score_funders([FUNDED], lambda paragraphs, language: [paid("UNDP")])
    assert (score.tally.tp, score.tally.fp, score.tally.fn) == (0, 1, 1)


@pytest.mark.parametrize(
    ("found", "expected"),
    [
        (("Maps", True), (1, 0, 0, 1.0)),
        (("Maps", False), (1, 0, 0, 0.0)),
        (("Roads", True), (0, 1, 1, 1.0)),
        (None, (0, 0, 1, 1.0)),
    ],
)
def test_a_project_is_its_name(found: tuple[str, bool] | None, expected: tuple[int, int, int, float]) -> None:
    def find(paragraphs: Sequence[str], language: str) -> Project | None:
        if found is None:
            return None
        return Project(name=found[0], extrabudgetary=found[1], evidence="x", start=0, end=1)

    score = funding.score_projects([FUNDED], find)
    tally = score.tally
    assert (tally.tp, tally.fp, tally.fn, tally.accuracy("extrabudgetary")) == expected


def test_every_labelled_file_belongs_to_a_task() -> None:
    read = {path for task in TASKS for pattern in task.patterns for path in GOLD.glob(pattern)}
    assert set(GOLD.glob("*.jsonl")) == read


@pytest.mark.parametrize(("name", "keys"), [("quotes", quotes.KEYS), ("funding", funding.KEYS)])
def test_labels_are_whole_and_many(name: str, keys: tuple[str, ...]) -> None:
    labels = list(read_labels(GOLD / f"{name}.jsonl", keys))
    assert len({label["id"] for label in labels}) == len(labels) >= 80
    empty = [
        label for label in labels if not (label.get("quotes") or label.get("project") or label.get("funders"))
    ]
    assert len(empty) >= 25
    assert any(label["blind"] for label in labels)


def test_labelled_words_stand_in_their_texts() -> None:
    for label in read_labels(GOLD / "quotes.jsonl", quotes.KEYS):
        text = "\n".join(label["paragraphs"])
        for quote in label["quotes"]:
            assert quote["speaker"] is None or quote["speaker"].split()[0] in text, label["id"]
            for word in quote["text"].split():
                assert word.rstrip(".") in text, label["id"]
    for label in read_labels(GOLD / "funding.jsonl", funding.KEYS):
        text = "\n".join(label["paragraphs"])
        names = [funder["name"] for funder in label["funders"]]
        for name in [*names, *([label["project"]["name"]] if label["project"] else [])]:
            assert name is None or name in text, label["id"]


@pytest.mark.parametrize("line", ["{", "[]", '{"id": "x"}'])
def test_a_broken_line_is_named(tmp_path: Path, line: str) -> None:
    path = tmp_path / "quotes.jsonl"
    path.write_text(json.dumps(QUOTED) + "\n" + line + "\n")
    with pytest.raises(GoldError, match=r"quotes\.jsonl, line 2"):
        list(read_labels(path, quotes.KEYS))


def test_a_directory_without_labels_and_an_unknown_task_are_refused(tmp_path: Path) -> None:
    with pytest.raises(GoldError, match="holds no labelled texts"):
        measure(tmp_path)
    with pytest.raises(GoldError, match="choose from participants"):
        measure(GOLD, ["quots"])


def test_the_digest_changes_with_a_byte_and_with_a_name(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text("x")
    first = corpus_digest([path], tmp_path)
    path.write_text("y")
    assert corpus_digest([path], tmp_path) != first
    path.write_text("x")
    assert corpus_digest([path.rename(tmp_path / "b.jsonl")], tmp_path) != first
