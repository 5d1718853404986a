"""The arithmetic of monitors, without a harvest: numbers in, verdicts out."""

import datetime as dt
import random
import re
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from osce_scraper.monitors import RunFacts, judge, read_settings
from osce_scraper.monitors.rules import RULES
from osce_scraper.monitors.statistics import at_least, chance_of, predicted_at_least
from osce_scraper.records import MonitorResult, MonitorStatus, RunEntry
from osce_scraper.stats import MenuStats, Observation, RunStats, SecondLooks, SourceStats, digest
from osce_scraper.store import JudgedRun

BOUNDS = read_settings(Path("nowhere")).bounds
DOCS = (Path(__file__).parents[2] / "docs" / "monitors.md").read_text(encoding="utf-8")
NOW = dt.datetime(2026, 11, 28, 3, tzinfo=dt.UTC)
GREEN, YELLOW, RED = MonitorStatus.GREEN, MonitorStatus.YELLOW, MonitorStatus.RED
FILLED = ["title", "text", "lead", "issued_on", "issuers", "fields_of_work", "countries", "images"]


def run(number: int, days_ago: float, stats: RunStats, outcome: str = "finished") -> JudgedRun:
    """An earlier night."""
    at = NOW - dt.timedelta(days=days_ago)
    entry = RunEntry(
        run=number, command="harvest", started_at=at, finished_at=at, seconds=60.0, outcome=outcome
    )
    return JudgedRun(entry, stats)


def verdicts(stats: RunStats, earlier: Iterable[JudgedRun] = (), **more: object) -> dict[str, MonitorResult]:
    """What each monitor finds."""
    facts = RunFacts(now=NOW, stats=stats, earlier=list(earlier), **more)  # type: ignore[arg-type]
    return {found.monitor: found for found in judge(facts, BOUNDS)}


def page(number: int, **facts: object) -> Observation:
    """A new page in English that has all fields, and nothing in common with others."""
    own = str(number)
    values = {name: digest(name + own) for name in ("title", "lead", "body", "issuers", "fields_of_work")}
    return Observation.model_validate(
        {
            "id": f"{number}-en",
            "reason": "new",
            "layout": "drupal11",
            "language": "en",
            "type": "news_item",
            "section": f"office-{number % 7}",
            "issued_on": NOW.date() - dt.timedelta(days=number % 5),
            "filled": FILLED,
            "values": values,
            "paragraphs": [digest(f"{own} {place}") for place in range(4)],
            "length": 900 + 37 * (number % 11),
            **facts,
        }
    )


def night(*pages: Observation, **numbers: object) -> RunStats:
    """A night on which these pages were read."""
    stats = RunStats.model_validate({"fetched": len(pages), **numbers})
    for one in pages:
        stats.observe(one)
    stats.stored = Counter({"added": sum(one.reason == "new" for one in pages)})
    return stats


def undated(number: int) -> Observation:
    """A new page without a date."""
    return page(number, issued_on=None, filled=[name for name in FILLED if name != "issued_on"])


def nights(number: int, seed: int = 1) -> list[JudgedRun]:
    """Earlier nights of some items, of which two in a hundred have no date."""
    chance = random.Random(seed)
    first = iter(range(1000, 9000))
    past = []
    for place in range(number):
        some = [
            undated(next(first)) if chance.random() < 0.02 else page(next(first))
            for _ in range(chance.randrange(2, 9))
        ]
        past.append(run(number - place, place + 1.0, night(*some)))
    return past


@pytest.mark.parametrize(
    ("new", "dated", "status"), [(1, 0, GREEN), (4, 3, GREEN), (4, 0, RED), (30, 0, RED), (30, 29, GREEN)]
)
def test_a_share_alarms_where_chance_hardly_gives_it(new: int, dated: int, status: MonitorStatus) -> None:
    pages = [page(number) if number < dated else undated(number) for number in range(new)]
    found = verdicts(night(*pages), nights(20))
    assert found["fill/issued_on"].status is status, found["fill/issued_on"].message


def test_ordinary_nights_are_not_red() -> None:
    """Three hundred nights that are drawn like the ones before: none may be held back."""
    chance = random.Random(7)
    past = nights(30)
    for place in range(300):
        new = [
            undated(number) if chance.random() < 0.02 else page(number)
            for number in range(100 * place + 10_000, 100 * place + 10_000 + chance.randrange(0, 25))
        ]
        read_again = [
            reread(number, "title") if chance.random() < 0.02 else reread(number) for number in range(20)
        ]
        found = verdicts(night(*new, *read_again), past)
        assert [one for one in found.values() if one.status is RED] == []


def test_one_in_a_night_for_some_nights_is_noticed() -> None:
    broken = [run(40 - place, place + 1.0, night(undated(place))) for place in range(6)]
    older = [run(old.entry.run, 7.0 + place, old.stats) for place, old in enumerate(nights(20))]
    found = verdicts(night(undated(50)), [*broken, *older])
    assert found["fill/issued_on"].status is RED
    assert "7 nights together" in found["fill/issued_on"].message


# -- known pages that are read again ------------------------------------------------------------------------


def reread(number: int, *changed: str, **facts: object) -> Observation:
    """A known page of the sample, and which of its fields are other than before."""
    return page(number, reason="sample", compared=True, changed=list(changed), **facts)


@pytest.mark.parametrize("field", ["title", "text", "issued_on", "issuers", "type", "language"])
@pytest.mark.parametrize(("hits", "status"), [(0, GREEN), (1, GREEN), (2, GREEN), (7, RED), (20, RED)])
def test_a_field_that_changed_on_many_known_pages(field: str, hits: int, status: MonitorStatus) -> None:
    pages = [reread(number, *([field] if number < hits else [])) for number in range(20)]
    assert verdicts(night(*pages), nights(6))[f"change/{field}"].status is status


def test_a_fifth_of_the_known_pages_is_noticed_within_three_nights() -> None:
    def one(first: int) -> RunStats:
        return night(
            *(reread(first + number, *(["text"] if number % 5 == 0 else [])) for number in range(20))
        )

    past = nights(6)
    assert verdicts(one(0), past)["change/text"].status is not RED
    later = [run(30, 1.0, one(20)), run(29, 2.0, one(40)), *past]
    assert verdicts(one(0), later)["change/text"].status is RED


def test_what_editors_do_on_one_night_is_not_what_lasts_for_seven() -> None:
    def one(first: int, hits: int, trials: int) -> RunStats:
        return night(*(reread(first + place, *(["text"] if place < hits else [])) for place in range(trials)))

    steady = [run(20 - place, place + 1.0, one(200 * place, 5, 110)) for place in range(6)]
    assert verdicts(one(5000, 5, 110), steady)["change/text"].status is RED
    quiet = [run(20 - place, place + 1.0, one(200 * place, 1, 110)) for place in range(6)]
    assert verdicts(one(5000, 9, 110), quiet)["change/text"].status is not RED


def test_pages_that_say_of_themselves_that_they_are_as_before_are_trials_too() -> None:
    few = [reread(number, "text") for number in range(5)]
    same = [reread(number) for number in range(5, 12)]
    assert verdicts(night(*few, *same))["change/text"].status is RED
    old = [page(number, reason="schedule", compared=True, changed=["text"]) for number in range(5)]
    assert verdicts(night(*old, unchanged={"en": 300}))["change/text"].status is GREEN


def test_an_office_renamed_wherever_it_stood_is_one_change() -> None:
    renamed = [reread(number, "issuers", swaps={"issuers": "one"}) for number in range(12)]
    same = [reread(number) for number in range(12, 20)]
    assert verdicts(night(*renamed, *same))["change/issuers"].status is GREEN
    mixed = [reread(number, "issuers", swaps={"issuers": str(number)}) for number in range(12)]
    assert verdicts(night(*mixed, *same))["change/issuers"].status is RED


def test_a_night_on_which_nothing_changed_is_not_held_for_the_nights_before_it() -> None:
    bad = night(*(reread(number, *(["text"] if number < 5 else [])) for number in range(20)))
    past = [run(9, 1.0, bad), run(8, 2.0, bad), *nights(6)]
    assert verdicts(night(*(reread(number) for number in range(20))), past)["change/text"].status is GREEN


def test_what_somebody_accepted_is_usual_from_then_on() -> None:
    changed = night(*(reread(number, "text") for number in range(20)))
    red = verdicts(changed, nights(6))["change/text"]
    assert red.status is RED
    accepted = run(9, 1.0, changed, "accepted")
    accepted.entry.monitors.append(red)
    assert verdicts(changed, [accepted, *nights(6)])["change/text"].status is GREEN


def test_a_paragraph_that_known_pages_gain() -> None:
    pages = [reread(number, "text", added=[digest("notice")]) for number in range(3)]
    same = [reread(number) for number in range(3, 20)]
    assert verdicts(night(*pages, *same))["change/same_paragraph"].status is RED
    own = [reread(number, "text", added=[digest(str(number))]) for number in range(3)]
    assert verdicts(night(*own, *same))["change/same_paragraph"].status is GREEN


# -- new pages ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("rule", "facts"),
    [
        ("new/title", {"values": {"title": "same"}}),
        ("new/text", {"values": {"body": "same"}}),
        ("new/paragraph", {"paragraphs": ["same", "other"]}),
        ("new/issuers", {"values": {"issuers": "same"}}),
        ("new/people", {"people": [1700, 1500]}),
        ("new/date", {"issued_on": dt.date(2025, 11, 24)}),
        ("new/short", {"length": 120}),
        ("new/long", {"length": 40_000}),
        ("layouts", {"layout": "bare"}),
        ("layouts", {"layout": "unknown"}),
        ("teaser/date", {"agrees": {"date": False}}),
        ("teaser/title", {"agrees": {"title": False}}),
        ("duplicates", {"duplicate": True}),
        ("problems", {"problems": ["language_conflict"]}),
        ("participants", {"people_named": True}),
        ("undated", {"strategies": {"issued_on": "teaser"}}),
    ],
)
def test_what_new_pages_have_in_common_as_none_had_before(rule: str, facts: dict[str, object]) -> None:
    pages = [page(number, **facts) for number in range(20, 32)]
    assert verdicts(night(*pages), nights(20))[rule].status is RED
    few = [page(20, **facts), *(page(number) for number in range(21, 32))]
    assert verdicts(night(*few), nights(20))[rule].status is not RED


def test_a_burst_of_one_office_is_of_one_section() -> None:
    pages = [page(number, values={"issuers": "same"}, section="odihr") for number in range(20, 45)]
    assert verdicts(night(*pages), nights(20))["new/issuers"].status is GREEN


def test_items_of_the_archive_have_other_layouts() -> None:
    pages = [
        page(number, layout="newsroom", issued_on=dt.date(2004, 1, 1) + dt.timedelta(days=9 * number))
        for number in range(20, 60)
    ]
    found = verdicts(night(*pages), nights(20))
    assert [name for name, one in found.items() if one.status is RED] == []


def test_a_night_of_a_layout_that_never_names_issuers_is_no_fall() -> None:
    without = [name for name in FILLED if name != "issuers"]
    past = [run(1, 1.0, night(*(page(n) for n in range(200)), *(old(n, without) for n in range(200, 240))))]
    quiet = night(*(old(number, without) for number in range(300, 312)), page(400))
    assert verdicts(quiet, past)["fill/issuers"].status is GREEN
    broken = night(*(page(number, filled=without) for number in range(300, 312)))
    assert verdicts(broken, past)["fill/issuers"].status is RED


def old(number: int, filled: list[str]) -> Observation:
    """A page of the archive."""
    return page(number, layout="newsroom", filled=filled, issued_on=dt.date(2004, 1, 1))


def test_new_names_on_half_of_a_night_and_unreadable_ones_on_all() -> None:
    office = [page(number, unknown=["one"]) for number in range(20, 26)]
    assert verdicts(night(*office, page(30)), nights(20))["unknown_names"].status is GREEN
    garbled = [page(number, unknown=[str(number)]) for number in range(20, 32)]
    assert verdicts(night(*garbled), nights(20))["unknown_names"].status is RED


# -- the site -----------------------------------------------------------------------------------------------


def listing(**facts: object) -> RunStats:
    """What a walk over /news came to."""
    return RunStats(source={"news": SourceStats.model_validate(facts)})


WHOLE = {"listed": 300, "distinct": 300, "shown": 300, "pages": 30}


def test_a_listing_against_its_own_total_its_pager_and_its_past() -> None:
    assert verdicts(listing(**WHOLE, stated=300, linked_pages=30))["listings"].status is GREEN
    assert verdicts(listing(**WHOLE, stated=1000))["listings"].status is RED
    assert verdicts(listing(**WHOLE, linked_pages=100))["listings"].status is RED
    past = [run(1, 1.0, listing(listed=1000))]
    assert verdicts(listing(**WHOLE), past)["listings"].status is RED
    assert verdicts(listing(**WHOLE), past, partial=True)["listings"].status is GREEN


def test_a_listing_that_a_limit_cut_off_is_not_lost() -> None:
    past = [run(1, 1.0, listing(outcome="walked"))]
    cut = listing(outcome="failed", broken_off=True)
    assert verdicts(cut, past)["sources"].status is RED
    assert verdicts(cut, past, partial=True)["sources"].status is GREEN
    assert verdicts(listing(outcome="empty"), past, partial=True)["sources"].status is RED


def test_a_listing_that_never_showed_anything_is_told_once() -> None:
    """Also when it was left alone for some days in between."""
    empty, alone = run(1, 8.0, listing(outcome="empty")), run(2, 1.0, listing(outcome="left_alone"))
    news = RunStats(source={"news": SourceStats(outcome="empty"), "press": SourceStats(outcome="walked")})
    assert verdicts(news, [alone, empty])["sources"].status is GREEN
    assert verdicts(news)["sources"].status is YELLOW


def added(number: int) -> RunStats:
    """A night with new items."""
    return RunStats(stored=Counter({"added": number}))


def test_the_wait_for_news_is_learned() -> None:
    past = [run(9 - place, 15.0 + place, added(2)) for place in range(8)]
    red = verdicts(RunStats(), past)["news"]
    assert red.status is RED
    assert "longest wait so far was 1.0" in red.message
    fortnightly = [run(9 - place, 15.0 + 14 * place, added(2)) for place in range(8)]
    assert verdicts(RunStats(), fortnightly)["news"].status is YELLOW


@pytest.mark.parametrize("before", [1, 2, 6])
def test_two_weeks_without_news_are_red_however_short_the_history(before: int) -> None:
    past = [run(20 - day, day + 1.0, RunStats()) for day in range(14)]
    past += [run(6 - place, 15.0 + place, added(3)) for place in range(before)]
    assert verdicts(RunStats(), past)["news"].status is RED


def test_a_week_with_fewer_items_hides_no_red_result() -> None:
    past = [run(60 - day, float(day), added(8)) for day in range(16, 37)]
    assert verdicts(RunStats(), past)["news"].status is RED


def test_what_was_refused_gone_or_silent_before_is_no_news() -> None:
    past, read = nights(20), [page(number) for number in range(3)]
    for before, status in ((12, GREEN), (2, RED)):
        refused = night(*read, quarantined=12, again=SecondLooks(quarantined=before))
        assert verdicts(refused, past)["quarantine"].status is status
    for name, monitor in (("gone", "gone"), ("failed", "failures")):
        for before, status in ((9, GREEN), (0, RED)):
            stats = night(*read, **{name: 9, "again": {name: before}})
            assert verdicts(stats, past)[monitor].status is status


@pytest.mark.parametrize("past", [0, 20])
def test_one_or_two_odd_pages_never_hold_back_however_few_were_read(past: int) -> None:
    for odd in (1, 2):
        stats = night(page(1), page(2), quarantined=odd, gone=odd, failed=odd)
        red = [found for found in verdicts(stats, nights(past)).values() if found.status is RED]
        assert red == []


def menu(**entries: int) -> RunStats:
    """A menu of the site www: entries directly below each heading."""
    below = {f"main/{name.replace('__', ' / ')}": number for name, number in entries.items()}
    return RunStats(menus=MenuStats(entries=sum(entries.values()), below={"www": below}))


@pytest.mark.parametrize(
    ("tonight", "status"),
    [
        (menu(Themes=12, Offices=16, Themes__Water=3), GREEN),
        (menu(Themes=12, Offices=16), RED),
        (menu(Themes=12, Offices=7, Themes__Water=3), RED),
        (menu(Themes=11, Offices=16, Themes__Water=3), GREEN),
        (menu(Topics=12, Offices=16, Topics__Water=3), GREEN),
        (menu(Themes=14, Offices=17, Themes__Water=3, Themes__Air=2), GREEN),
    ],
)
def test_a_branch_that_is_lost_and_one_that_is_only_renamed(tonight: RunStats, status: MonitorStatus) -> None:
    past = [run(1, 1.0, menu(Themes=12, Offices=16, Themes__Water=3))]
    assert verdicts(tonight, past)["menus"].status is status


def test_another_menu_altogether_has_lost_nothing() -> None:
    gone = [{"known": f"Entry {number}", "path": ["Themes", f"Entry {number}"]} for number in range(40)]
    finding = {"monitor": "menu", "vanished": gone, "new": [], "renamed": []}
    differences = Counter({"vanished": 40})
    few = RunStats(menus=MenuStats(entries=8, differences=differences))
    assert verdicts(few, menu_findings=[finding])["menus"].status is YELLOW
    many = RunStats(menus=MenuStats(entries=150, differences=differences))
    assert verdicts(many, menu_findings=[finding])["menus"].status is RED


def test_a_menu_that_was_accepted_with_its_differences_is_quiet() -> None:
    stats = RunStats(menus=MenuStats(entries=150, differences=Counter({"new": 2, "renamed": 1})))
    assert verdicts(stats)["menus"].status is YELLOW
    assert verdicts(stats, [run(1, 1.0, stats)])["menus"].status is GREEN


def test_news_that_are_a_year_old() -> None:
    this_year, last_year = NOW.date(), NOW.date() - dt.timedelta(days=365)
    listed = RunStats(
        stored=Counter({"added": 50}),
        source={"news": SourceStats(newest=last_year), "press-releases": SourceStats()},
    )
    assert verdicts(listed, newest_item=last_year)["news"].status is RED
    assert verdicts(listed, newest_item=this_year)["news"].status is RED
    listed.source["press-releases"].newest = this_year
    assert verdicts(listed, newest_item=this_year)["news"].status is GREEN


def test_a_listing_that_is_as_it_was_shows_what_it_showed() -> None:
    """Also when it was read last by a run that was killed, and nobody knows what that was."""
    this_year, last_year = NOW.date(), NOW.date() - dt.timedelta(days=365)
    stats = RunStats(
        source={"press-releases": SourceStats(newest=last_year), "news": SourceStats(unread=True)}
    )
    assert verdicts(stats, newest_item=this_year)["news"].status is GREEN
    known = [run(1, 1.0, listing(newest=day)) for day in (this_year, last_year)]
    assert verdicts(stats, known[:1], newest_item=this_year)["news"].status is GREEN
    assert verdicts(stats, known[1:], newest_item=this_year)["news"].status is RED


def test_a_week_with_far_fewer_new_items_is_told() -> None:
    past = [run(40 - day, float(day), added(8)) for day in range(8, 29)]
    thin = [run(50 - day, float(day), added(1)) for day in range(1, 8)]
    usual = [run(50 - day, float(day), added(6)) for day in range(1, 8)]
    assert verdicts(added(1), [*thin, *past])["news"].status is YELLOW
    assert verdicts(added(1), [*usual, *past])["news"].status is GREEN


# -- what holds for all of them -----------------------------------------------------------------------------


def test_every_bad_result_says_what_to_look_at_and_where_its_bound_comes_from() -> None:
    pages = [undated(number) for number in range(20)]
    stats = night(*pages, gone=30, failed=40, quarantined=30)
    for found in verdicts(stats, nights(20)).values():
        assert found.origin
        if found.status is not GREEN:
            assert found.look_at
            assert found.value is not None
            assert found.bound is not None


def test_every_rule_has_its_bounds_and_every_bound_its_rule() -> None:
    assert sorted(rule.name for rule in RULES) == sorted(BOUNDS.shares)


def test_the_page_of_the_monitors_names_every_one() -> None:
    told = set(re.findall(r"`([a-z_/]+)`", "".join(re.findall(r"^\| (`[^|]*) \|", DOCS, re.MULTILINE))))
    assert told == {*verdicts(RunStats()), "run"}


@settings(deadline=None, max_examples=40)
@given(
    st.dictionaries(
        st.sampled_from(["gone", "fetched", "failed", "quarantined", "requests", "items"]),
        st.integers(0, 100_000),
    )
)
def test_no_numbers_raise(numbers: dict[str, int]) -> None:
    verdicts(RunStats.model_validate(numbers), nights(3))


@settings(deadline=None)
@given(st.integers(0, 60), st.integers(1, 60), st.integers(0, 300), st.floats(0.01, 0.99))
def test_tails_are_probabilities(hits: int, trials: int, before: int, usual: float) -> None:
    hits = min(hits, trials)
    chance = chance_of(hits, trials, before // 7, before, usual)
    assert 0 <= chance <= 1 + 1e-9
    assert chance >= at_least(hits, trials, usual)
    few, many = (predicted_at_least(hits, trials, number, before) for number in (0, before))
    assert few <= many + 1e-9
    if hits:
        assert at_least(hits, trials, usual) <= at_least(hits - 1, trials, usual) + 1e-9


def test_many_trials_agree_with_few() -> None:
    """The normal approximation of large nights meets the exact tail."""
    assert at_least(130, 2000, 0.05) == pytest.approx(at_least(130, 2001, 0.05), rel=0.5)
    assert predicted_at_least(130, 2000, 50, 1000) == pytest.approx(
        predicted_at_least(130, 2001, 50, 1000), rel=0.5
    )
