"""osce evaluate as somebody types it."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from osce_scraper.cli import app

ROOT = Path(__file__).parents[1]
LABEL = {
    "id": "one",
    "construction": "said",
    "language": "en",
    "paragraphs": ["“Maps save lives,” said Marta Kos."],
    "quotes": [{"text": "Maps save lives", "speaker": "Marta Kos", "role": None}],
}
runner = CliRunner()


@pytest.fixture
def gold(tmp_path: Path) -> Path:
    """A directory with one labelled text and the floors it meets."""
    label(tmp_path, LABEL)
    assert runner.invoke(app, ["evaluate", str(tmp_path), "--raise-floors"]).exit_code == 0
    return tmp_path


def label(directory: Path, *labels: object) -> None:
    """Write ``labels`` as the directory's quotations."""
    (directory / "quotes.jsonl").write_text("".join(json.dumps(one) + "\n" for one in labels))


def test_it_prints_the_figures(gold: Path) -> None:
    result = runner.invoke(app, ["evaluate", str(gold)])
    assert result.exit_code == 0
    assert "precision" in result.stdout
    assert "1.0000" in result.stdout


def test_json_holds_figures_intervals_and_speed(gold: Path) -> None:
    result = runner.invoke(app, ["evaluate", str(gold), "--json"])
    quotes = json.loads(result.stdout)["scores"]["quotes"]
    assert quotes["figures"]["f1"] == 1.0
    assert quotes["intervals"]["f1"] == [1.0, 1.0]
    assert quotes["texts_per_second"] > 0


def test_errors_are_shown_with_their_text(gold: Path) -> None:
    label(gold, LABEL | {"quotes": []})
    result = runner.invoke(app, ["evaluate", str(gold), "--errors"])
    assert "one (said): false" in result.stdout
    assert "“Maps save lives,” said Marta Kos." in result.stdout


def test_the_gate_is_open_where_floors_are_met(gold: Path) -> None:
    assert runner.invoke(app, ["evaluate", str(gold), "--check"]).exit_code == 0


def test_the_gate_is_red_when_a_figure_falls(gold: Path) -> None:
    label(gold, LABEL, LABEL | {"id": "two", "quotes": []})
    result = runner.invoke(app, ["evaluate", str(gold), "--check"])
    assert result.exit_code == 1
    assert "precision is 0.5000, its floor 1.0000" in result.stderr


def test_the_gate_is_red_when_the_corpus_changed(gold: Path) -> None:
    label(gold, LABEL, LABEL | {"id": "two"})
    result = runner.invoke(app, ["evaluate", str(gold), "--check"])
    assert result.exit_code == 1
    assert "is not the one" in result.stderr
    assert runner.invoke(app, ["evaluate", str(gold), "--raise-floors"]).exit_code == 0
    assert runner.invoke(app, ["evaluate", str(gold), "--check"]).exit_code == 0


def test_floors_fall_only_when_asked(gold: Path) -> None:
    label(gold, LABEL, LABEL | {"id": "two", "quotes": []})
    floors = (gold / "floors.json").read_text()
    assert runner.invoke(app, ["evaluate", str(gold), "--raise-floors"]).exit_code == 1
    assert (gold / "floors.json").read_text() == floors
    assert runner.invoke(app, ["evaluate", str(gold), "--lower-floors"]).exit_code == 0
    assert json.loads((gold / "floors.json").read_text())["floors"]["quotes"]["precision"] == 0.5


@pytest.mark.parametrize(
    "arguments",
    [
        ["nowhere"],
        ["--raise-floors", "--lower-floors"],
        ["--check", "--task", "quotes"],
        ["--fields", "--task", "quotes"],
    ],
)
def test_wrong_usage_exits_with_two(arguments: list[str]) -> None:
    assert runner.invoke(app, ["evaluate", *arguments]).exit_code == 2


def test_an_unknown_task_is_named_with_those_there_are(gold: Path) -> None:
    result = runner.invoke(app, ["evaluate", str(gold), "--task", "quots"])
    assert result.exit_code == 1
    assert "choose from" in result.stderr


def test_labelled_texts_stand_at_their_floors() -> None:
    result = runner.invoke(app, ["evaluate", str(ROOT / "gold"), "--check"])
    assert result.exit_code == 0, result.stderr


def test_fields_of_fixture_pages_stand_at_their_floors() -> None:
    result = runner.invoke(app, ["evaluate", str(ROOT / "fixtures"), "--fields", "--check"])
    assert result.exit_code == 0, result.stderr
