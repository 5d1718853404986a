"""What a run counts: kept whole, told as plain numbers, and bounded."""

import datetime as dt

from osce_scraper.stats import MOST_OBSERVATIONS, Observation, RunStats


def page(number: int) -> Observation:
    """A page that was read."""
    return Observation(id=f"{number}-en", reason="new", layout="drupal11", language="en", type="news_item")


def test_what_is_kept_comes_back() -> None:
    stats = RunStats(fetched=3)
    stats.found["new"] += 2
    stats.of_source("news").newest = dt.date(2026, 9, 14)
    stats.of_source("news").outcome = "walked"
    stats.observe(page(1))
    assert RunStats.from_json(stats.to_json()) == stats


def test_two_runs_share_no_numbers() -> None:
    first, second = RunStats(), RunStats()
    first.found["new"] += 1
    first.menus.differences["new"] += 1
    first.of_source("news").shown = 10
    first.observe(page(1))
    assert second == RunStats()


def test_numbers_are_told_by_name_and_none_that_is_zero() -> None:
    stats = RunStats(fetched=3, ended_at_limit=True)
    stats.found["new"] += 2
    stats.found["known"] += 0
    stats.of_source("news").outcome = "walked"
    stats.of_source("news").newest = dt.date(2026, 9, 14)
    stats.observe(page(1))
    assert stats.flat() == {
        "fetched": 3, "ended_at_limit": 1, "found/new": 2, "source/news/walked": 1, "read": 1
    }  # fmt: skip


def test_a_run_over_many_pages_keeps_a_part_of_them_whatever_their_order() -> None:
    forwards, backwards = RunStats(), RunStats()
    for number in range(5 * MOST_OBSERVATIONS):
        forwards.observe(page(number))
        backwards.observe(page(5 * MOST_OBSERVATIONS - 1 - number))
        assert len(forwards.observations) < 2 * MOST_OBSERVATIONS
    for stats in (forwards, backwards):
        stats.thin_out()
    assert forwards.read == 5 * MOST_OBSERVATIONS
    assert [seen.id for seen in forwards.observations] == [seen.id for seen in backwards.observations]
    assert len(forwards.observations) == MOST_OBSERVATIONS


def test_numbers_of_another_version_are_left_out() -> None:
    assert RunStats.from_json('{"fetched": 2, "pages_of_tomorrow": 3}').fetched == 2
