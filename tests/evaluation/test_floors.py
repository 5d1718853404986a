"""The gate: floors hold, rise by themselves, and fall only on purpose."""

from pathlib import Path

import pytest

from osce_scraper.evaluation.floors import (
    Floors,
    FloorsError,
    lowered,
    raised,
    read_floors,
    shortfalls,
    write_floors,
)

FLOORS = Floors("abc", {"quotes": {"precision": 0.95, "recall": 0.9}})


def test_the_gate_is_open_at_the_floor_and_above() -> None:
    assert shortfalls(FLOORS, {"quotes": {"precision": 0.95, "recall": 1.0}}, "abc") == []


def test_a_figure_below_its_floor_shuts_the_gate_and_is_named() -> None:
    (why,) = shortfalls(FLOORS, {"quotes": {"precision": 0.9499, "recall": 1.0}}, "abc")
    assert "quotes: precision is 0.9499, its floor 0.9500" in why


def test_another_corpus_shuts_the_gate() -> None:
    (why,) = shortfalls(FLOORS, {"quotes": {"precision": 1.0, "recall": 1.0}}, "abd")
    assert "--raise-floors" in why


def test_a_figure_without_a_floor_and_a_floor_without_a_figure_shut_the_gate() -> None:
    why = shortfalls(FLOORS, {"quotes": {"precision": 1.0}, "dates": {"f1": 1.0}}, "abc")
    assert ["has no floor" in line or "was not measured" in line for line in why] == [True, True]


def test_no_floors_at_all_shut_the_gate() -> None:
    assert shortfalls(None, {}, "abc")


def test_floors_rise_to_what_was_measured_and_take_the_new_corpus() -> None:
    higher = raised(FLOORS, {"quotes": {"precision": 0.99999, "recall": 0.9}}, "abd")
    assert higher == Floors("abd", {"quotes": {"precision": 0.9999, "recall": 0.9}})


@pytest.mark.parametrize(
    "figures", [{"quotes": {"precision": 1.0, "recall": 0.89}}, {"quotes": {"precision": 1.0}}, {}]
)
def test_raising_refuses_to_lower_or_drop_a_floor(figures: dict[str, dict[str, float]]) -> None:
    with pytest.raises(FloorsError, match="--lower-floors"):
        raised(FLOORS, figures, "abc")


def test_lowering_takes_the_figures_as_they_are() -> None:
    assert lowered({"quotes": {"precision": 0.5}}, "x") == Floors("x", {"quotes": {"precision": 0.5}})


def test_floors_taken_from_figures_are_met_by_them() -> None:
    figures = {"quotes": {"precision": 2 / 3, "recall": 1 / 7}}
    assert shortfalls(raised(None, figures, "x"), figures, "x") == []


def test_floors_come_back_from_their_file(tmp_path: Path) -> None:
    path = tmp_path / "floors.json"
    assert read_floors(path) is None
    write_floors(path, FLOORS)
    assert read_floors(path) == FLOORS


@pytest.mark.parametrize(
    "held", ["", "{}", '{"digest": "a", "floors": 3}', '{"digest": "a", "floors": {"q": {"f1": "x"}}}']
)
def test_a_broken_file_is_no_open_gate(tmp_path: Path, held: str) -> None:
    path = tmp_path / "floors.json"
    path.write_text(held)
    with pytest.raises(FloorsError, match="version control"):
        read_floors(path)
