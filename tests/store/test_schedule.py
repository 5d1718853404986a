"""When an item is looked at again."""

import datetime as dt

from hypothesis import given
from hypothesis import strategies as st

from osce_scraper.store import schedule

NOW = dt.datetime(2026, 11, 2, 2, 0, tzinfo=dt.UTC)
DAY = dt.timedelta(days=1)

ages = st.integers(min_value=0, max_value=20_000)
identities = st.from_regex(r"\d{1,7}-[a-z]{2}", fullmatch=True)


def interval(identity: str, days: int) -> dt.timedelta:
    return schedule.interval(identity, NOW.date() - days * DAY, NOW)


@given(identities, st.integers(min_value=0, max_value=14))
def test_for_two_weeks_daily_so_that_a_nightly_run_finds_it(identity: str, days: int) -> None:
    assert dt.timedelta(hours=12) < interval(identity, days) < DAY


@given(identities, ages)
def test_then_ever_more_rarely_but_at_least_twice_a_year(identity: str, days: int) -> None:
    assert schedule.DAILY <= interval(identity, days) <= dt.timedelta(days=180)
    assert interval(identity, days) <= max(interval(identity, days + 100), schedule.DAILY)


def test_an_item_of_a_year_is_looked_at_every_month_or_so() -> None:
    assert all(18 * DAY < interval(f"{number}-en", 365) <= 36.5 * DAY for number in range(500))


def test_what_was_fetched_together_does_not_come_due_together() -> None:
    days = [interval(f"{number}-en", 5000).days for number in range(9000)]
    assert min(days) < 95
    assert max(days) > 175
    # 9,000 items over 90 days: no night has more than twice its share.
    assert max(days.count(day) for day in set(days)) < 200


@given(identities, ages)
def test_the_same_item_always_gets_the_same_span(identity: str, days: int) -> None:
    assert interval(identity, days) == interval(identity, days)


def test_an_item_from_the_future_counts_as_new() -> None:
    assert schedule.interval("1-en", dt.date(2031, 1, 1), NOW) == schedule.DAILY


@given(identities)
def test_failures_are_tried_again_ever_later_up_to_two_weeks(identity: str) -> None:
    spans = [schedule.retry_interval(identity, failures) for failures in range(1, 5000, 7)]
    assert spans == sorted(spans)
    assert schedule.retry_interval(identity, 1) == dt.timedelta(hours=1)
    assert 7 * DAY <= spans[-1] <= 14 * DAY


@given(identities)
def test_a_page_that_is_gone_is_confirmed_soon_and_then_left_ever_longer(identity: str) -> None:
    assert schedule.gone_interval(identity, 1) <= DAY
    spans = [schedule.gone_interval(identity, times) for times in range(2, 40)]
    assert spans == sorted(spans)
    assert spans[-1] <= dt.timedelta(days=180)


@given(identities)
def test_a_refused_page_is_tried_again_ever_more_rarely(identity: str) -> None:
    spans = [schedule.refusal_interval(identity, times) for times in range(1, 40)]
    assert spans == sorted(spans)
    assert spans[0] <= DAY
    assert spans[-1] <= dt.timedelta(days=180)
