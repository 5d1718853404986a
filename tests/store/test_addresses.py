"""Addresses: found once, due for a reason, done when done."""

import datetime as dt
from collections.abc import Callable, Collection

import pytest

from osce_scraper.records import Teaser
from osce_scraper.store import DueReason, Fetched, Found, FoundOutcome, Refusal, Store, StoreError
from tests.store.conftest import START, Clock
from tests.store.records import LISTING, found, news_item

ID = "531680-en"
URL = "https://www.osce.org/secretariat/531680"
SITEMAP = "https://www.osce.org/sitemap.xml"


@pytest.fixture(autouse=True)
def run(store: Store, clock: Clock) -> int:
    return store.start_run("harvest", {}, clock())


def due(store: Store, clock: Clock, **choice: object) -> list[tuple[str, DueReason]]:
    return [(address.identity, address.reason) for address in store.due(clock(), **choice)]  # type: ignore[arg-type]


def done(store: Store, clock: Clock, number: int = 531680) -> None:
    """The page was fetched and its record kept."""
    item = news_item(number)
    assert store.run is not None
    store.save(
        item,
        clock(),
        store.run,
        fetched=Fetched(item.url, 200, '"e1"', "Mon, 02 Nov 2026 00:00:00 GMT", "a" * 64),
    )


# -- found ---------------------------------------------------------------------------------------------------


def test_what_is_new_is_due_at_once(store: Store, clock: Clock) -> None:
    assert store.found(found(title="Course"), clock()) is FoundOutcome.NEW
    (address,) = store.due(clock())
    assert (address.identity, address.url, address.reason) == (ID, URL, DueReason.NEW)
    assert (address.etag, address.last_modified, address.body_sha256) == (None, None, None)
    assert address.teaser == Teaser(url=URL, title="Course")


def test_work_found_and_not_done_survives_the_process(
    store: Store, clock: Clock, open_store: Callable[[], Store]
) -> None:
    store.found(found(), clock())
    store.close()
    again = open_store()
    assert due(again, clock) == [(ID, DueReason.NEW)]
    assert again.found(found(), clock()) is FoundOutcome.WAITING
    assert due(again, clock) == [(ID, DueReason.NEW)]


def test_what_was_fetched_is_known_and_not_due(store: Store, clock: Clock) -> None:
    store.found(found(), clock())
    done(store, clock)
    assert store.found(found(), clock()) is FoundOutcome.KNOWN
    assert due(store, clock) == []


@pytest.mark.parametrize(
    "changed", [{"title": "Course ends early"}, {"issued_on": dt.date(2026, 10, 21)}], ids=["title", "date"]
)
def test_a_teaser_whose_title_or_date_changed_is_due_at_once(
    store: Store, clock: Clock, changed: dict[str, object]
) -> None:
    teaser: dict[str, object] = {"title": "Course ends", "issued_on": dt.date(2026, 10, 20)}
    store.found(found(**teaser), clock())
    done(store, clock)
    assert store.found(found(**teaser), clock()) is FoundOutcome.KNOWN
    assert store.found(found(**teaser | changed), clock()) is FoundOutcome.TEASER_CHANGED
    (address,) = store.due(clock())
    assert (address.reason, address.etag) == (DueReason.TEASER_CHANGED, '"e1"')
    done(store, clock)
    assert store.found(found(**teaser | changed), clock()) is FoundOutcome.KNOWN


def test_other_words_of_a_teaser_are_no_news(store: Store, clock: Clock) -> None:
    store.found(found(title="Course", snippet="Officers met in"), clock())
    done(store, clock)
    assert (
        store.found(found(title="Course", snippet="Officers met in the val"), clock()) is FoundOutcome.KNOWN
    )


def test_two_sources_that_tell_it_differently_do_not_contradict_each_other(
    store: Store, clock: Clock
) -> None:
    """A feed that shortens titles beside a listing that does not: neither changed anything."""
    feed = "https://feeds.osce.org/OSCELatestNews"
    store.found(found(title="Course ends in the valley"), clock())
    done(store, clock)
    for _ in range(2):
        assert store.found(found(title="Course ends...", source=feed), clock()) is FoundOutcome.KNOWN
        assert store.found(found(title="Course ends in the valley"), clock()) is FoundOutcome.KNOWN
    assert store.found(found(title="Course begins...", source=feed), clock()) is FoundOutcome.TEASER_CHANGED


def test_all_pages_of_a_listing_are_one_source(store: Store, clock: Clock) -> None:
    store.found(found(title="Course", source=f"{LISTING}?page=1"), clock())
    done(store, clock)
    changed = found(title="Courses", source=f"{LISTING}?page=2")
    assert store.found(changed, clock()) is FoundOutcome.TEASER_CHANGED


def test_a_source_that_shows_another_address_makes_it_due_there_without_validators(
    store: Store, clock: Clock
) -> None:
    moved = "https://www.osce.org/odihr/531680"
    store.found(found(title="Course"), clock())
    done(store, clock)
    assert store.found(found(title="Course", url=moved), clock()) is FoundOutcome.TEASER_CHANGED
    (address,) = store.due(clock())
    assert (address.url, address.etag) == (moved, None)


def test_a_teaser_keeps_what_another_source_knew(store: Store, clock: Clock) -> None:
    store.found(found(title="Course", issued_on=dt.date(2026, 10, 20), countries=["Albania"]), clock())
    store.found(found(title="Course!", source="https://www.osce.org/press-releases"), clock())
    (address,) = store.due(clock())
    assert address.teaser is not None
    assert (address.teaser.title, address.teaser.issued_on) == ("Course!", dt.date(2026, 10, 20))
    assert address.teaser.countries == ["Albania"]


def test_a_newer_lastmod_is_due_at_once_and_an_older_one_is_not(store: Store, clock: Clock) -> None:
    store.found(found(lastmod=START - dt.timedelta(days=3), source=SITEMAP), clock())
    done(store, clock)
    assert (
        store.found(found(lastmod=START - dt.timedelta(days=3), source=SITEMAP), clock())
        is FoundOutcome.KNOWN
    )
    newer = found(lastmod=clock.forward(hours=1), source=SITEMAP)
    assert store.found(newer, clock()) is FoundOutcome.LASTMOD_NEWER
    assert due(store, clock) == [(ID, DueReason.LASTMOD_NEWER)]
    done(store, clock)
    assert store.found(newer, clock()) is FoundOutcome.KNOWN


def test_a_lastmod_in_the_future_is_news_only_once(store: Store, clock: Clock) -> None:
    store.found(found(), clock())
    done(store, clock)
    future = found(lastmod=START + dt.timedelta(days=400), source=SITEMAP)
    assert store.found(future, clock()) is FoundOutcome.LASTMOD_NEWER
    done(store, clock)
    assert store.found(future, clock()) is FoundOutcome.KNOWN


def test_a_lastmod_first_seen_after_the_fetch_counts_from_then_on(store: Store, clock: Clock) -> None:
    """Sitemaps give days: a change later on the day of the fetch shows as the next day's date at best."""
    midnight = START.replace(hour=0)
    store.found(found(), clock())
    done(store, clock)
    assert store.found(found(lastmod=midnight, source=SITEMAP), clock()) is FoundOutcome.KNOWN
    tomorrow = midnight + dt.timedelta(days=1)
    assert store.found(found(lastmod=tomorrow, source=SITEMAP), clock()) is FoundOutcome.LASTMOD_NEWER


@pytest.mark.parametrize("identity", ["531680", "en-531680", "531680-EN", "A-en", "531680-en/x", ""])
def test_an_identity_that_is_none_is_refused(store: Store, clock: Clock, identity: str) -> None:
    with pytest.raises(ValueError, match="identity must be a number and a language"):
        store.found(Found(identity, URL, LISTING), clock())


# -- due -----------------------------------------------------------------------------------------------------


def test_an_item_is_due_daily_while_it_is_new(store: Store, clock: Clock) -> None:
    store.found(found(issued_on=START.date(), title="Course"), clock())
    item = news_item(issued_on=START.date())
    for _night in range(14):
        store.save(item, clock(), 1, fetched=Fetched(item.url, 200))
        assert due(store, clock) == []
        clock.forward(hours=23, minutes=30)
        assert due(store, clock) == [(ID, DueReason.SCHEDULE)]


def test_an_old_item_is_left_for_long_and_keeps_its_validators(store: Store, clock: Clock) -> None:
    store.found(found(), clock())
    item = news_item(issued_on=dt.date(2009, 1, 1))
    store.save(
        item, clock(), 1, fetched=Fetched(item.url, 200, '"e1"', "Thu, 01 Jan 2009 00:00:00 GMT", "a" * 64)
    )
    clock.forward(days=89)
    assert due(store, clock) == []
    clock.forward(days=92)
    (address,) = store.due(clock())
    assert (address.etag, address.last_modified) == ('"e1"', "Thu, 01 Jan 2009 00:00:00 GMT")
    store.fetched(ID, clock(), url=item.url, status=304)
    assert due(store, clock) == []
    clock.forward(days=181)
    assert [address.etag for address in store.due(clock())] == ['"e1"']


def test_a_304_renews_the_validators_that_it_sends(store: Store, clock: Clock) -> None:
    store.found(found(), clock())
    done(store, clock)
    store.fetched(ID, clock(), url=URL, status=304, etag='"e2"')
    address = store.due_address(ID, clock.forward(days=400))
    assert address is not None
    assert (address.etag, address.body_sha256) == ('"e2"', "a" * 64)


def test_full_gives_every_address_once_a_run(store: Store, clock: Clock) -> None:
    for number in (1, 2, 3):
        store.found(found(number), clock())
        done(store, clock, number)
    assert due(store, clock, full=True) == []
    store.start_run("harvest", {"full": True}, clock.forward(hours=1))
    assert due(store, clock, full=True) == [(f"{number}-en", DueReason.FULL) for number in (1, 2, 3)]
    store.failed("1-en", clock(), "timed out")
    store.gone("2-en", clock(), 404)
    assert due(store, clock, full=True) == [("3-en", DueReason.FULL)]


def test_new_work_comes_newest_first_before_the_routine(store: Store, clock: Clock) -> None:
    store.found(found(1), clock())
    done(store, clock, 1)
    clock.forward(days=300)
    store.found(found(2, title="Old", issued_on=dt.date(2004, 1, 1)), clock())
    store.found(found(3, title="New", issued_on=dt.date(2027, 1, 1)), clock())
    store.found(found(4), clock())
    assert [identity for identity, _ in due(store, clock)] == ["3-en", "2-en", "4-en", "1-en"]
    assert [identity for identity, _ in due(store, clock, limit=2)] == ["3-en", "2-en"]
    assert store.due_counts(clock()) == {"new": 3, "schedule": 1}


def test_dates_and_languages_leave_out_what_is_known_to_lie_outside(store: Store, clock: Clock) -> None:
    for number, day in ((1, dt.date(2020, 1, 1)), (2, dt.date(2021, 1, 1)), (3, dt.date(2022, 1, 1))):
        store.found(found(number, title="Course", issued_on=day), clock())
    store.found(found(4), clock())
    store.found(Found("2-ru", "https://www.osce.org/ru/x/2", LISTING), clock())

    def chosen(**choice: dt.date | Collection[str]) -> list[str]:
        return sorted(identity for identity, _ in due(store, clock, **choice))

    assert chosen(since=dt.date(2021, 1, 1)) == ["2-en", "2-ru", "3-en", "4-en"]
    assert chosen(until=dt.date(2021, 1, 1)) == ["1-en", "2-en", "2-ru", "4-en"]
    assert chosen(languages={"ru"}) == ["2-ru"]
    assert store.skipped(clock(), since=dt.date(2021, 1, 1), languages={"en"}) == {
        "other_language": 1,
        "outside_dates": 1,
    }


def test_what_is_done_while_the_work_is_handed_out_is_not_handed_out(store: Store, clock: Clock) -> None:
    with store.transaction():
        for number in range(1, 1001):
            store.found(found(number), clock())
    given = []
    for address in store.due(clock()):
        given.append(address.identity)
        if len(given) == 1:
            done(store, clock, 999)
        store.fetched(address.identity, clock(), url=address.url, status=200)
    assert len(given) == len(set(given)) == 999
    assert "999-en" not in given


def test_failures_come_again_ever_later_and_an_answer_ends_them(store: Store, clock: Clock) -> None:
    store.found(found(), clock())
    waits = []
    for _ in range(4):
        store.failed(ID, clock(), "connection refused")
        address = store.address(ID)
        assert address is not None
        waits.append(address.due_at - clock.now)
        assert due(store, clock) == []
        clock.now = address.due_at
        assert due(store, clock) == [(ID, DueReason.RETRY)]
    assert waits == sorted(waits)
    address = store.address(ID)
    assert address is not None
    assert (address.failures, address.last_failure) == (4, "connection refused")
    done(store, clock)
    address = store.address(ID)
    assert address is not None
    assert (address.failures, address.last_failure) == (0, None)


def test_why_known_addresses_are_left_alone_is_counted(store: Store, clock: Clock) -> None:
    for number in range(1, 7):
        store.found(found(number), clock())
        done(store, clock, number)
    run = store.start_run("harvest", {}, clock.forward(minutes=1))
    store.failed("1-en", clock(), "timed out")
    store.gone("2-en", clock(), 404)
    store.refuse(Refusal(URL, "no title", "3-en"), clock(), run)
    store.found(found(4, lastmod=clock(), source=SITEMAP), clock())
    assert store.skipped(clock()) == {"not_due": 2}
    store.start_run("harvest", {}, clock.forward(minutes=1))
    assert store.skipped(clock()) == {"backing_off": 1, "gone": 1, "not_due": 2, "refused": 1}


def test_telling_of_an_address_never_found_is_an_error_that_says_what_to_do(
    store: Store, clock: Clock
) -> None:
    with pytest.raises(StoreError, match=r"9-en is not known.*found\(\) first"):
        store.fetched("9-en", clock(), url=URL, status=200)


# -- gone ----------------------------------------------------------------------------------------------------


def test_a_page_that_never_was_a_record_is_not_withdrawn(store: Store, clock: Clock) -> None:
    store.found(found(), clock())
    assert not store.gone(ID, clock(), 404)
    store.start_run("harvest", {}, clock.forward(days=1))
    assert not store.gone(ID, clock(), 404)
    assert list(store.changes()) == []


def test_a_gone_page_is_asked_again_soon_and_then_rarely(store: Store, clock: Clock) -> None:
    store.found(found(), clock())
    done(store, clock)
    store.gone(ID, clock(), 404)
    store.start_run("harvest", {}, clock.forward(days=1))
    assert due(store, clock) == [(ID, DueReason.GONE_CHECK)]
    assert store.gone(ID, clock(), 404)
    store.start_run("harvest", {}, clock.forward(days=3))
    assert due(store, clock) == []
    clock.forward(days=5)
    assert due(store, clock) == [(ID, DueReason.GONE_CHECK)]


def _withdrawn(store: Store, clock: Clock, *, listed: bool) -> None:
    """Found and done in one run, gone in the next two; listed in those only if ``listed``."""
    store.found(found(title="Course"), clock())
    done(store, clock)
    for _ in range(2):
        store.start_run("harvest", {}, clock.forward(hours=12))
        store.found(found(7, title="Other"), clock())
        if listed:
            store.found(found(title="Course"), clock())
        store.gone(ID, clock(), 404)
    store.start_run("harvest", {}, clock.forward(hours=12))


def test_a_withdrawn_item_that_is_listed_again_is_due_at_once(store: Store, clock: Clock) -> None:
    _withdrawn(store, clock, listed=False)
    assert store.found(found(title="Course"), clock()) is FoundOutcome.RELISTED
    assert (ID, DueReason.RELISTED) in due(store, clock)


def test_a_dead_link_that_a_listing_never_stopped_showing_is_not(store: Store, clock: Clock) -> None:
    _withdrawn(store, clock, listed=True)
    assert store.found(found(title="Course"), clock()) is FoundOutcome.KNOWN
    assert ID not in dict(due(store, clock))


def test_a_gone_page_that_is_listed_at_another_address_is_due_there(store: Store, clock: Clock) -> None:
    _withdrawn(store, clock, listed=True)
    moved = found(url="https://www.osce.org/odihr/531680", title="Course")
    assert store.found(moved, clock()) is FoundOutcome.TEASER_CHANGED
    assert store.due_address(ID, clock()).url == moved.url  # type: ignore[union-attr]


# -- a clock that jumps --------------------------------------------------------------------------------------


@pytest.mark.parametrize("ahead", [30, 3650], ids=["a month", "ten years"])
def test_a_clock_that_jumped_back_leaves_nothing_undone(store: Store, clock: Clock, ahead: int) -> None:
    """Fetched while the clock stood in the future: due again as soon as it is set right."""
    clock.forward(days=ahead)
    store.found(found(), clock())
    done(store, clock)
    clock.now = START
    store.start_run("harvest", {}, clock())
    assert due(store, clock) == [(ID, DueReason.CLOCK)]
    done(store, clock)
    assert due(store, clock) == []


def test_a_clock_set_back_by_minutes_changes_nothing(store: Store, clock: Clock) -> None:
    store.found(found(), clock())
    done(store, clock)
    clock.forward(minutes=-20)
    assert due(store, clock) == []


def test_a_record_from_an_archive_makes_its_address_known(store: Store, clock: Clock) -> None:
    """Nothing was found, nothing fetched: the record says when its page was, and with which validators."""
    item = news_item(issued_on=dt.date(2009, 1, 1))
    item.source.fetched_at = START - dt.timedelta(days=2)
    item.source.etag = '"e7"'
    store.save(item, clock(), 1)
    assert due(store, clock) == []
    assert store.found(found(title="Course"), clock()) is FoundOutcome.KNOWN
    address = store.due_address(ID, clock.forward(days=180))
    assert address is not None
    assert (address.etag, address.reason) == ('"e7"', DueReason.SCHEDULE)
