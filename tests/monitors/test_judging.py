"""The arithmetic of monitors, without a harvest: numbers in, verdicts out."""

import datetime as dt
import random
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from osce_scraper.monitors import RunFacts, judge, read_settings
from osce_scraper.monitors.facts import added_up
from osce_scraper.monitors.statistics import at_least, at_most
from osce_scraper.records import MonitorResult, MonitorStatus, RunEntry

BOUNDS = read_settings(Path("nowhere")).bounds
DOCS = (Path(__file__).parents[2] / "docs" / "monitors.md").read_text(encoding="utf-8")
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
        "new/drupal11/en": new,
        "filled/issued_on/drupal11/en": dated,
        "filled_new/issued_on/drupal11/en": dated,
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
    whole = {"listed/news": 300, "distinct/news": 300, "shown/news": 300, "pages/news": 30}
    assert (
        verdicts({**whole, "stated/news": 300, "linked_pages/news": 30})["listings"].status
        is MonitorStatus.GREEN
    )
    for witness in ({"stated/news": 1000}, {"linked_pages/news": 100}):
        assert verdicts({**whole, **witness})["listings"].status is MonitorStatus.RED
    past = [run(1, 1.0).model_copy(update={"counts": {"listed/news": 1000}})]
    assert verdicts(whole, past)["listings"].status is MonitorStatus.RED
    assert verdicts(whole, past, partial=True)["listings"].status is MonitorStatus.GREEN


def test_a_listing_that_a_limit_cut_off_is_not_lost() -> None:
    past = [run(1, 1.0).model_copy(update={"counts": {"source/news/walked": 1}})]
    cut = {"source/news/failed": 1, "broken_off/news": 1}
    assert verdicts(cut, past)["sources"].status is MonitorStatus.RED
    assert verdicts(cut, past, partial=True)["sources"].status is MonitorStatus.GREEN
    assert verdicts({"source/news/empty": 1}, past, partial=True)["sources"].status is MonitorStatus.RED


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


def refused(number: int, before: int, read: int) -> dict[str, int]:
    """A night on which so many pages were refused, ``before`` of them not for the first time."""
    return {"quarantined": number, "again/quarantined": before, "read/drupal11/en": read, "fetched": read}


def test_what_was_refused_gone_or_silent_before_is_no_news() -> None:
    past = nights(20)
    assert verdicts(refused(12, 12, 3), past)["quarantine"].status is MonitorStatus.GREEN
    assert verdicts(refused(12, 2, 3), past)["quarantine"].status is MonitorStatus.RED
    for name, monitor in (("gone", "gone"), ("failed", "failures")):
        counts = {name: 9, f"again/{name}": 9, "fetched": 6}
        assert verdicts(counts, past)[monitor].status is MonitorStatus.GREEN
        assert verdicts({**counts, f"again/{name}": 0}, past)[monitor].status is MonitorStatus.RED


@pytest.mark.parametrize("past", [0, 20])
def test_one_or_two_odd_pages_never_hold_back_however_few_were_read(past: int) -> None:
    for odd in (1, 2):
        counts = refused(odd, 0, 2) | {"gone": odd, "failed": odd}
        red = [
            found for found in verdicts(counts, nights(past)).values() if found.status is MonitorStatus.RED
        ]
        assert red == []


def cells(layouts: dict[str, tuple[int, int]]) -> dict[str, int]:
    """New records in English, by layout: so many of them, and those with an issuer."""
    counts: dict[str, int] = {}
    for layout, (read, filled) in layouts.items():
        counts |= {f"read/{layout}/en": read, f"new/{layout}/en": read}
        counts |= {f"filled/issuers/{layout}/en": filled, f"filled_new/issuers/{layout}/en": filled}
    return counts


def test_a_night_of_a_layout_that_never_names_issuers_is_no_fall() -> None:
    past = [run(1, 1.0).model_copy(update={"counts": cells({"drupal11": (200, 198), "newsroom": (40, 0)})})]
    without = [run(1, 1.0).model_copy(update={"counts": cells({"drupal11": (200, 198)})})]
    for history in (past, without):
        night = cells({"newsroom": (12, 0), "drupal11": (2, 2)})
        assert verdicts(night, history)["fill/issuers"].status is MonitorStatus.GREEN
        broken = cells({"newsroom": (2, 0), "drupal11": (12, 0)})
        assert verdicts(broken, history)["fill/issuers"].status is MonitorStatus.RED


def below(**entries: int) -> dict[str, int]:
    """A menu of the site www: entries directly below each heading."""
    counts = {f"menu_below/www/main/{name.replace('__', ' / ')}": number for name, number in entries.items()}
    return {**counts, "menu_entries": sum(entries.values())}


@pytest.mark.parametrize(
    ("tonight", "status"),
    [
        (below(Themes=12, Offices=16, Themes__Water=3), MonitorStatus.GREEN),
        (below(Themes=12, Offices=16), MonitorStatus.RED),
        (below(Themes=12, Offices=7, Themes__Water=3), MonitorStatus.RED),
        (below(Themes=11, Offices=16, Themes__Water=3), MonitorStatus.GREEN),
        (below(Topics=12, Offices=16, Topics__Water=3), MonitorStatus.GREEN),
        (below(Themes=14, Offices=17, Themes__Water=3, Themes__Air=2), MonitorStatus.GREEN),
    ],
)
def test_a_branch_that_is_lost_and_one_that_is_only_renamed(
    tonight: dict[str, int], status: MonitorStatus
) -> None:
    past = [run(1, 1.0).model_copy(update={"counts": below(Themes=12, Offices=16, Themes__Water=3)})]
    assert verdicts(tonight, past)["menus"].status is status


def test_another_menu_altogether_has_lost_nothing() -> None:
    gone = [{"known": f"Entry {number}", "path": ["Themes", f"Entry {number}"]} for number in range(40)]
    finding = {"monitor": "menu", "vanished": gone, "new": [], "renamed": []}
    few = {"menu_entries": 8, "menu_differences/vanished": 40}
    assert verdicts(few, menu_findings=[finding])["menus"].status is MonitorStatus.YELLOW
    many = {"menu_entries": 150, "menu_differences/vanished": 40}
    assert verdicts(many, menu_findings=[finding])["menus"].status is MonitorStatus.RED


def test_what_somebody_accepted_is_usual_from_then_on() -> None:
    night = {"listed/news": 300, "distinct/news": 300, "shown/news": 300, "pages/news": 30}
    past = [run(2, 2.0).model_copy(update={"counts": {**night, "listed/news": 1000}}) for _ in range(6)]
    red = verdicts(night, past)["listings"]
    assert red.status is MonitorStatus.RED
    accepted = run(3, 1.0).model_copy(update={"counts": night, "outcome": "accepted", "monitors": [red]})
    assert verdicts(night, [accepted, *past])["listings"].status is MonitorStatus.GREEN
    less = {**night, "listed/news": 100, "distinct/news": 100, "shown/news": 100}
    assert verdicts(less, [accepted, *past])["listings"].status is MonitorStatus.RED


def test_news_that_are_a_year_old() -> None:
    this_year, last_year = NOW.date(), NOW.date() - dt.timedelta(days=365)
    listed = {"newest_listed/news": last_year.toordinal(), "stored/added": 50}
    assert verdicts(listed, newest_item=last_year)["news"].status is MonitorStatus.RED
    assert verdicts(listed, newest_item=this_year)["news"].status is MonitorStatus.RED
    closed = {**listed, "newest_listed/press-releases": this_year.toordinal()}
    assert verdicts(closed, newest_item=this_year)["news"].status is MonitorStatus.GREEN


def test_a_listing_that_is_as_it_was_shows_what_it_showed() -> None:
    """Also when it was read last by a run that was killed, and nobody knows what that was."""
    this_year, last_year = NOW.date(), NOW.date() - dt.timedelta(days=365)
    counts = {"newest_listed/press-releases": last_year.toordinal(), "unread_listing/news": 1}
    assert verdicts(counts, newest_item=this_year)["news"].status is MonitorStatus.GREEN
    known = [
        run(1, 1.0).model_copy(update={"counts": {"newest_listed/news": day.toordinal()}})
        for day in (this_year, last_year)
    ]
    assert verdicts(counts, known[:1], newest_item=this_year)["news"].status is MonitorStatus.GREEN
    assert verdicts(counts, known[1:], newest_item=this_year)["news"].status is MonitorStatus.RED


def test_a_week_with_far_fewer_new_items_is_told() -> None:
    past = [run(40 - day, float(day), stored__added=8) for day in range(8, 29)]
    thin = [run(50 - day, float(day), stored__added=1) for day in range(1, 8)]
    usual = [run(50 - day, float(day), stored__added=6) for day in range(1, 8)]
    assert verdicts({"stored/added": 1}, [*thin, *past])["news"].status is MonitorStatus.YELLOW
    assert verdicts({"stored/added": 1}, [*usual, *past])["news"].status is MonitorStatus.GREEN


def test_the_page_of_the_monitors_names_every_one() -> None:
    told = set(re.findall(r"`([a-z_/]+)`", "".join(re.findall(r"^\| (`[^|]*) \|", DOCS, re.MULTILINE))))
    assert told == {*verdicts({}), "run"}


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
