"""Records: kept once, revised by content, and told as they were."""

import datetime as dt
from collections.abc import Callable
from contextlib import suppress

import pytest

from osce_scraper.records import ChangeKind, Issuer
from osce_scraper.store import Fetched, Refusal, SaveOutcome, Store, StoreError
from tests.store.conftest import START, Clock
from tests.store.records import found, news_item, source


@pytest.fixture
def run(store: Store, clock: Clock) -> int:
    return store.start_run("harvest", {}, clock())


def test_a_new_record_is_added_with_its_first_revision(store: Store, clock: Clock, run: int) -> None:
    change = store.save(news_item(), clock(), run)
    assert (change.outcome, change.revision, change.fields) == (SaveOutcome.ADDED, 1, ())
    kept = store.get("531680-en")
    assert kept is not None
    assert change.record == kept
    assert kept.revision == 1
    assert kept.first_seen == kept.last_seen == kept.last_changed == START
    assert kept.withdrawn_at is None
    assert kept.body == news_item().body


def test_a_record_is_committed_before_save_returns(
    store: Store, open_store: Callable[[], Store], clock: Clock, run: int
) -> None:
    store.save(news_item(), clock(), run)
    assert [item.id for item in open_store().current()] == ["531680-en"]


def test_the_same_content_is_no_revision_whatever_bytes_and_fetch_say(
    store: Store, clock: Clock, run: int
) -> None:
    store.save(news_item(), clock(), run)
    later = clock.forward(days=1)
    again = news_item(source=source(etag='"other"', body_sha256="f" * 64, fetched_at=later, layout="drupal6"))
    change = store.save(again, later, run)
    assert (change.outcome, change.revision) == (SaveOutcome.UNCHANGED, 1)
    kept = store.get("531680-en")
    assert kept is not None
    assert (kept.first_seen, kept.last_seen, kept.last_changed) == (START, later, START)
    assert kept.source.etag == '"other"'
    assert len(list(store.changes())) == 1


def test_changed_content_is_a_revision_that_names_old_and_new(store: Store, clock: Clock, run: int) -> None:
    store.save(news_item(), clock(), run)
    later = clock.forward(days=1)
    change = store.save(news_item(title="Course ends early", issued_on=None), later, run)
    assert (change.outcome, change.revision) == (SaveOutcome.CHANGED, 2)
    assert change.fields == ("title", "issued_on")
    added, changed = store.history("531680-en")
    assert (added.change, added.fields, added.at) == (ChangeKind.ADDED, {}, START)
    assert (changed.change, changed.revision, changed.at, changed.run) == (ChangeKind.CHANGED, 2, later, run)
    assert changed.fields["title"].old == "Course 531680 ends in the valley"
    assert changed.fields["title"].new == "Course ends early"
    assert (changed.fields["issued_on"].old, changed.fields["issued_on"].new) == ("2026-10-20", None)
    kept = store.get("531680-en")
    assert kept is not None
    assert (kept.revision, kept.last_changed) == (2, later)
    assert change.record == kept


def test_a_move_to_another_section_is_a_revision_of_the_address(store: Store, clock: Clock, run: int) -> None:
    store.save(news_item(), clock(), run)
    change = store.save(news_item(url="https://www.osce.org/odihr/531680"), clock.forward(days=1), run)
    assert change.fields == ("url",)


def test_clock_fields_of_the_record_given_are_left_aside(store: Store, clock: Clock, run: int) -> None:
    store.save(news_item(revision=7, withdrawn_at=START), clock(), run)
    kept = store.get("531680-en")
    assert kept is not None
    assert (kept.revision, kept.withdrawn_at) == (1, None)


def test_a_field_that_the_records_gained_is_no_change(store: Store, clock: Clock, run: int) -> None:
    """A store written before ``funders`` and ``updated_on`` existed."""
    store.save(news_item(), clock(), run)
    with store.transaction() as connection:
        connection.exec_driver_sql(
            "UPDATE items SET content = replace(content, ',\"funders\":[]', ''), digest = 'old'"
        )
        connection.exec_driver_sql("UPDATE items SET content = replace(content, '\"updated_on\":null,', '')")
    assert store.save(news_item(), clock.forward(days=1), run).outcome is SaveOutcome.UNCHANGED
    kept = store.get("531680-en")
    assert kept is not None
    assert kept.funders == []


def test_withdrawn_items_leave_the_current_ones_and_come_back(store: Store, clock: Clock, run: int) -> None:
    store.found(found(), clock())
    store.save(news_item(), clock(), run)
    assert not store.gone("531680-en", clock(), 404)
    store.start_run("harvest", {}, clock.forward(days=1))
    withdrawn_at = clock()
    assert store.gone("531680-en", clock(), 410)
    assert list(store.current()) == []
    kept = store.get("531680-en")
    assert kept is not None
    assert kept.withdrawn_at == withdrawn_at
    run = store.start_run("harvest", {}, clock.forward(days=1))
    change = store.save(news_item(), clock(), run, fetched=Fetched(news_item().url, 200))
    assert (change.outcome, change.revision) == (SaveOutcome.RETURNED, 1)
    assert [item.id for item in store.current()] == ["531680-en"]
    assert [entry.change.value for entry in store.changes()] == ["added", "withdrawn", "returned"]


def test_an_item_that_returns_with_other_content_says_so_in_one_line(
    store: Store, clock: Clock, run: int
) -> None:
    store.save(news_item(), clock(), run)
    store.gone("531680-en", clock(), 404)
    store.start_run("harvest", {}, clock.forward(days=1))
    store.gone("531680-en", clock(), 404)
    run = store.start_run("harvest", {}, clock.forward(days=1))
    change = store.save(news_item(title="Back"), clock(), run, fetched=Fetched(news_item().url, 200))
    assert (change.outcome, change.revision, change.fields) == (SaveOutcome.RETURNED, 2, ("title",))
    last = store.history("531680-en")[-1]
    assert (last.change, last.fields["title"].new) == (ChangeKind.RETURNED, "Back")


def test_gone_twice_in_one_run_withdraws_nothing(store: Store, clock: Clock, run: int) -> None:
    store.save(news_item(), clock(), run)
    assert not store.gone("531680-en", clock(), 404)
    assert not store.gone("531680-en", clock(), 404)
    assert len(list(store.current())) == 1


def test_an_answer_between_two_disappearances_starts_the_count_again(
    store: Store, clock: Clock, run: int
) -> None:
    store.save(news_item(), clock(), run)
    store.gone("531680-en", clock(), 404)
    store.start_run("harvest", {}, clock.forward(days=1))
    store.fetched("531680-en", clock(), url=news_item().url, status=200)
    store.start_run("harvest", {}, clock.forward(days=1))
    assert not store.gone("531680-en", clock(), 404)


def test_a_withdrawn_item_that_answers_unchanged_has_returned(store: Store, clock: Clock, run: int) -> None:
    store.save(news_item(), clock(), run)
    for _ in range(2):
        store.start_run("harvest", {}, clock.forward(days=1))
        store.gone("531680-en", clock(), 404)
    store.start_run("harvest", {}, clock.forward(days=1))
    store.fetched("531680-en", clock(), url=news_item().url, status=304)
    assert [entry.change.value for entry in store.changes()] == ["added", "withdrawn", "returned"]
    assert len(list(store.current())) == 1


def test_the_log_has_no_gaps_and_no_steps_back_in_time(store: Store, clock: Clock, run: int) -> None:
    store.save(news_item(1), clock(), run)

    def saves_and_fails() -> None:
        with store.transaction():
            store.save(news_item(2), clock(), run)
            raise RuntimeError("out of the blue")

    with pytest.raises(RuntimeError):
        saves_and_fails()
    store.save(news_item(3), clock.forward(days=-3), run)
    store.save(news_item(4), clock.forward(days=1), run)
    log = list(store.changes())
    assert [(entry.seq, entry.id) for entry in log] == [(1, "1-en"), (2, "3-en"), (3, "4-en")]
    assert [entry.at for entry in log] == [START] * 3
    assert [entry.seq for entry in store.changes(after=2)] == [3]


def test_last_seen_never_goes_back(store: Store, clock: Clock, run: int) -> None:
    store.save(news_item(), clock(), run)
    earlier = clock.forward(days=-30)
    store.save(news_item(title="Another"), earlier, run)
    store.fetched("531680-en", earlier, url=news_item().url, status=304)
    kept = store.get("531680-en")
    assert kept is not None
    assert (kept.last_seen, kept.last_changed) == (START, START)


def test_current_items_come_by_date_of_issue_then_id_the_undated_last(
    store: Store, clock: Clock, run: int
) -> None:
    day = dt.date(2026, 10, 1)
    for number, issued_on in (
        (9, day),
        (10, day),
        (1, None),
        (5, dt.date(2004, 2, 29)),
        (7, dt.date(2026, 10, 2)),
    ):
        store.save(news_item(number, issued_on=issued_on), clock(), run)
    store.save(news_item(9, "ru", issued_on=day), clock(), run)
    assert [item.id for item in store.current()] == ["5-en", "10-en", "9-en", "9-ru", "7-en", "1-en"]


def test_the_items_as_they_were_at_any_moment(store: Store, clock: Clock, run: int) -> None:
    before = clock.now - dt.timedelta(seconds=1)
    store.save(news_item(1, source=source(etag='"a"')), clock(), run)
    store.save(news_item(2), clock(), run)
    store.save(news_item(1, title="Second", source=source(etag='"b"')), clock.forward(days=1), run)
    store.save(news_item(1, title="Third", lead=None), clock.forward(days=1), run)
    store.save(news_item(3), clock(), run)
    store.gone("2-en", clock(), 404)
    store.start_run("harvest", {}, clock.forward(days=1))
    store.gone("2-en", clock(), 404)
    run = store.start_run("harvest", {}, clock.forward(days=1))
    store.save(news_item(2), clock(), run)

    def then(days: float) -> list[tuple[str, str, int | None]]:
        moment = START + dt.timedelta(days=days)
        return [(item.id, item.title, item.revision) for item in store.as_of(moment)]

    first, second, third = (news_item(number).title for number in (1, 2, 3))
    assert list(store.as_of(before)) == []
    assert then(0.5) == [("1-en", first, 1), ("2-en", second, 1)]
    assert then(1.5) == [("1-en", "Second", 2), ("2-en", second, 1)]
    assert then(2.5) == [("1-en", "Third", 3), ("2-en", second, 1), ("3-en", third, 1)]
    assert then(3.5) == [("1-en", "Third", 3), ("3-en", third, 1)]
    assert then(4.5) == [("1-en", "Third", 3), ("2-en", second, 1), ("3-en", third, 1)]
    at_first = next(store.as_of(START))
    assert at_first.lead == news_item(1).lead
    assert (at_first.source.etag, at_first.last_changed, at_first.last_seen) == ('"a"', START, START)


def test_a_look_inside_a_transaction_sees_what_it_did(
    store: Store, open_store: Callable[[], Store], clock: Clock, run: int
) -> None:
    other = open_store()
    with store.transaction():
        store.save(news_item(), clock(), run)
        assert store.get("531680-en") is not None
        assert store.address("531680-en") is not None
        assert other.get("531680-en") is None


def test_a_failed_step_inside_a_transaction_undoes_all_of_it_even_when_caught(
    store: Store, clock: Clock, run: int
) -> None:
    def saves_and_goes_on_after_a_failure() -> None:
        with store.transaction():
            store.save(news_item(1), clock(), run)
            with suppress(StoreError):
                store.finish_run(99, clock(), outcome="finished", counts={})

    with pytest.raises(StoreError, match="all of it was undone"):
        saves_and_goes_on_after_a_failure()
    assert list(store.current()) == []
    store.save(news_item(1), clock(), run)
    assert len(list(store.current())) == 1


def test_names_the_vocabulary_does_not_know_are_counted_by_item(store: Store, clock: Clock, run: int) -> None:
    unheard, other = Issuer(name="OSCE Bureau of Maps"), Issuer(name="OSCE Bureau of Flags")
    store.save(news_item(1, issuers=[unheard, other]), clock(), run)
    store.save(news_item(2, issuers=[unheard]), clock(), run)
    assert [(name.kind, name.name, name.items, name.example) for name in store.unknown_names()] == [
        ("office", "OSCE Bureau of Maps", 2, "1-en"),
        ("office", "OSCE Bureau of Flags", 1, "1-en"),
    ]
    store.save(news_item(1), clock.forward(days=1), run)
    assert [(name.name, name.items, name.example) for name in store.unknown_names()] == [
        ("OSCE Bureau of Maps", 1, "2-en")
    ]


def test_a_saved_record_leaves_quarantine(store: Store, clock: Clock, run: int) -> None:
    store.found(found(), clock())
    store.refuse(Refusal(news_item().url, "no title", "531680-en", "title"), clock(), run)
    assert [entry.id for entry in store.quarantined()] == ["531680-en"]
    store.save(news_item(), clock.forward(days=1), run)
    assert list(store.quarantined()) == []


def test_a_time_without_a_zone_is_refused(store: Store, run: int) -> None:
    with pytest.raises(ValueError, match="needs its zone"):
        store.save(news_item(), dt.datetime(2026, 11, 2), run)  # noqa: DTZ001
    assert list(store.changes()) == []
