"""Precision, recall, F1 and their intervals."""

from osce_scraper.evaluation.scores import Score, Tally, intervals


def test_precision_recall_and_f1_of_a_tally() -> None:
    tally = Tally(tp=6, fp=2, fn=4)
    assert tally.precision == 0.75
    assert tally.recall == 0.6
    assert round(tally.f1, 4) == 0.6667


def test_nothing_found_and_nothing_to_find_is_perfect() -> None:
    assert (Tally().precision, Tally().recall, Tally().f1) == (1.0, 1.0, 1.0)


def test_an_attribute_is_scored_among_the_hits() -> None:
    tally = Tally(tp=4, right={"speaker": 3})
    assert tally.accuracy("speaker") == 0.75
    assert tally.accuracy("role") == 0.0


def test_a_score_sums_by_construction_and_language_and_counts_negatives_hit() -> None:
    score = Score("quotes", ("speaker",))
    score.record(Tally(tp=1, right={"speaker": 1}), construction="a", language="en", negative=False)
    score.record(Tally(fp=1), construction="b", language="ru", negative=True)
    assert score.by_construction["b"].fp == 1
    assert score.by_language["en"].tp == 1
    assert (score.negatives, score.negatives_hit) == (1, 1)
    assert score.figures == {"precision": 0.5, "recall": 1.0, "f1": 2 / 3, "speaker": 1.0}


def test_the_interval_holds_the_figure_and_is_the_same_every_time() -> None:
    outcomes = [Tally(tp=1)] * 80 + [Tally(fp=1)] * 10 + [Tally(fn=1)] * 10
    first, second = intervals(outcomes), intervals(outcomes)
    assert first == second
    assert first["precision"].low < 80 / 90 < first["precision"].high
    assert first["recall"].low > 0.75


def test_the_interval_of_a_larger_corpus_is_narrower() -> None:
    few = [Tally(tp=1)] * 9 + [Tally(fn=1)]
    small, large = intervals(few)["recall"], intervals(few * 30)["recall"]
    assert large.high - large.low < small.high - small.low
