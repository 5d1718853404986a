"""Scores of whole items by language."""

import json
from pathlib import Path
from typing import Any

import pytest

from osce_scraper.evaluation.gold import GoldError
from osce_scraper.evaluation.languages import FACTS, score_languages

TEXT = "Тренінг для суддів\nХАРКІВ, 4 червня 2018 року – Тренінг пройшли 18 суддів."


def label(**facts: Any) -> dict[str, Any]:
    nothing: dict[str, Any] = {name: [] for name in FACTS} | {"event": None, "dateline": None}
    return {"id": "a", "language": "uk", "text": TEXT} | nothing | facts


def write(directory: Path, *labels: dict[str, Any]) -> None:
    (directory / "uk.jsonl").write_text("".join(json.dumps(one) + "\n" for one in labels))


def test_every_fact_is_scored_on_every_text(tmp_path: Path) -> None:
    dateline = {"place": "ХАРКІВ", "date": "2018-06-04"}
    write(tmp_path, label(participants=[{"total": 18}], countries=["MD"], dateline=dateline))
    (score,) = score_languages(tmp_path)
    assert score.facts["participants"].recall == 1.0
    assert (score.facts["countries"].false, score.facts["countries"].missed) == (1, 1)
    assert score.facts["dateline"].precision == 1.0
    assert [mistake[:2] for mistake in score.mistakes] == [("a", "countries")]


def test_a_fact_on_which_readers_differ_is_not_scored(tmp_path: Path) -> None:
    write(tmp_path, label(unscored=["countries"]))
    (score,) = score_languages(tmp_path)
    assert score.facts["countries"].false == 0


def test_a_language_without_texts_is_an_error(tmp_path: Path) -> None:
    write(tmp_path, label())
    with pytest.raises(GoldError, match="no texts for xx; has uk"):
        score_languages(tmp_path, ["xx"])


def test_the_facts_of_whole_items_are_found_in_every_language() -> None:
    scores = score_languages(Path(__file__).parents[1] / "gold" / "languages")
    assert len(scores) >= 22
    for name in FACTS:
        facts = [score.facts[name] for score in scores if score.code != "ru"]
        right, false, missed = (
            sum(getattr(fact, key) for fact in facts) for key in ("right", "false", "missed")
        )
        assert right / (right + false) >= 0.95, name
        assert right / (right + missed) >= 0.95, name
