"""The arithmetic of monitors, without a harvest: numbers in, verdicts out."""

import datetime as dt
import random
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from osce_scraper.monitors import RunFacts, judge, read_settings
from osce_scraper.monitors.facts import added_up
from osce_scraper.monitors.statistics import at_least, at_most
from osce_scraper.records import MonitorResult, MonitorStatus, RunEntry

BOUNDS = read_settings(Path("nowhere")).bounds
NOW = dt.datetime(2026, 11, 28, 3, tzinfo=dt.UTC)


def run(number: int, days_ago: float, **counts: int) -> RunEntry:
    """An earlier night."""
    return RunEntry(
        run=number,
        command="harvest",
        started_at=NOW - dt.timedelta(days=days_ago),
        finished_at=NOW - dt.timedelta(days=days_ago),
        seconds=60.0,
        outcome="finished",
        counts={name.replace("__", "/"): number for name, number in counts.items()},
    )


def verdicts(
    counts: dict[str, int], earlier: list[RunEntry] | None = None, **more: object
) -> dict[str, MonitorResult]:
    """What each monitor finds."""
    past = earlier or []
    facts = RunFacts(now=NOW, counts=counts, earlier=past, totals=added_up(past), **more)  # type: ignore[arg-type]
    return {found.monitor: found for found in judge(facts, BOUNDS)}


def night(new: int, dated: int) -> dict[str, int]:
    """Numbers of a night on which so many items were new, and had a date."""
    return {
        "read/drupal11/en": new,
        "read/new": new,
        "filled/issued_on/drupal11/en": dated,
        "filled/issued_on/new": dated,
        "fetched": new,
        "stored/added": new,
    }


def nights(number: int, seed: int = 1) -> list[RunEntry]:
    """Earlier nights of some items, of which two in a hundred have no date."""
    chance = random.Random(seed)
    past = []
    for place in range(number):
        new = chance.randrange(2, 9)
        dated = sum(chance.random() > 0.02 for _ in range(new))
        past.append(run(number - place, place + 1.0).model_copy(update={"counts": night(new, dated)}))
    return past


@pytest.mark.parametrize(
    ("new", "dated", "status"),
    [
        (1, 0, MonitorStatus.GREEN),
        (4, 3, MonitorStatus.GREEN),
        (4, 0, MonitorStatus.RED),
        (30, 0, MonitorStatus.RED),
        (30, 29, MonitorStatus.GREEN),
    ],
)
def test_a_share_alarms_where_chance_hardly_gives_it(new: int, dated: int, status: MonitorStatus) -> None:
    found = verdicts(night(new, dated), nights(20))
    assert found["fill/issued_on"].status is status, found["fill/issued_on"].message


def test_ordinary_nights_are_not_red() -> None:
    """Five hundred nights that are drawn like the ones before: none may be held back."""
    chance = random.Random(7)
    past = nights(30)
    for _ in range(500):
        new = chance.randrange(0, 25)
        dated = sum(chance.random() > 0.02 for _ in range(new))
        red = [
            found for found in verdicts(night(new, dated), past).values() if found.status is MonitorStatus.RED
        ]
        assert red == []


def test_one_in_a_night_for_many_nights_is_noticed() -> None:
    broken = [run(40 - place, place + 1.0).model_copy(update={"counts": night(1, 0)}) for place in range(6)]
    found = verdicts(night(1, 0), [*broken, *nights(20)])
    assert found["fill/issued_on"].status is MonitorStatus.RED
    assert "last 7 runs" in found["fill/issued_on"].message


def test_a_listing_against_its_own_total_its_pager_and_its_past() -> None:
    whole = {"listed/news": 300, "shown/news": 300, "pages/news": 30}
    assert (
        verdicts({**whole, "stated/news": 300, "linked_pages/news": 30})["listings"].status
        is MonitorStatus.GREEN
    )
    for witness in ({"stated/news": 1000}, {"linked_pages/news": 100}):
        assert verdicts({**whole, **witness})["listings"].status is MonitorStatus.RED
    past = [run(1, 1.0).model_copy(update={"counts": {"listed/news": 1000}})]
    assert verdicts(whole, past)["listings"].status is MonitorStatus.RED
    assert verdicts(whole, past, partial=True)["listings"].status is MonitorStatus.GREEN


def test_the_wait_for_news_is_learned() -> None:
    past = [run(9 - place, 15.0 + place, stored__added=2) for place in range(8)]
    red = verdicts({}, past)["news"]
    assert red.status is MonitorStatus.RED
    assert "longest wait so far was 1.0" in red.message
    weekly = [run(9 - place, 15.0 + 7 * place, stored__added=2) for place in range(8)]
    assert verdicts({}, weekly)["news"].status is MonitorStatus.YELLOW


def test_what_is_red_stays_red_until_there_is_enough_to_judge_by() -> None:
    red = verdicts(night(9, 0), nights(20))["fill/issued_on"]
    held = run(21, 0.5).model_copy(update={"outcome": "held_back", "monitors": [red]})
    assert verdicts({}, nights(20), held_back=held)["fill/issued_on"].status is MonitorStatus.RED
    assert verdicts(night(9, 9), nights(20), held_back=held)["fill/issued_on"].status is MonitorStatus.GREEN


def test_every_bad_result_says_what_to_look_at_and_where_its_bound_comes_from() -> None:
    counts = {
        **night(20, 0),
        "gone": 30,
        "failed": 40,
        "quarantined": 30,
        "duplicates": 15,
        "people_named": 9,
    }
    for found in verdicts(counts, nights(20)).values():
        assert found.origin
        if found.status is not MonitorStatus.GREEN:
            assert found.look_at
            assert found.value is not None
            assert found.bound is not None


@given(
    st.dictionaries(
        st.sampled_from(
            [
                "read/a/en",
                "filled/text/a/en",
                "gone",
                "fetched",
                "failed",
                "quarantined",
                "listed/n",
                "shown/n",
            ]
        ),
        st.integers(0, 100_000),
    )
)
def test_no_numbers_raise(counts: dict[str, int]) -> None:
    verdicts(counts, nights(3))


@given(st.integers(0, 60), st.integers(1, 60), st.floats(0.01, 0.99))
def test_tails_are_probabilities_that_meet(hits: int, trials: int, share: float) -> None:
    hits = min(hits, trials)
    low, high = at_most(hits, trials, share), at_least(hits, trials, share)
    assert 0 <= low <= 1
    assert 0 <= high <= 1 + 1e-9
    assert low + high >= 1 - 1e-9
