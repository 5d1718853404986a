"""Batches: staged, resumed, accepted, held, rejected; on both databases."""

from collections.abc import Callable

import pytest

from osce_scraper.records import ChangeKind, Issuer
from osce_scraper.stats import Observation
from osce_scraper.store import DueReason, Fetched, Refusal, Store, StoreError
from tests.store.conftest import Clock
from tests.store.records import found, menu_entry, news_item

ID = "531680-en"
PAGE = "https://www.osce.org/news"


@pytest.fixture
def known(store: Store, clock: Clock) -> Store:
    """A store that accepted an item, a menu, a listing and a page in quarantine; it is a day later."""
    run = store.start_run("harvest", {}, clock(), staged=True)
    read(store, clock, run)
    store.found(found(5), clock())
    store.refuse(Refusal("https://www.osce.org/secretariat/5", "no text", "5-en"), clock(), run)
    store.save_menu("www.osce.org", [menu_entry("News")], clock(), run)
    store.remember_page(PAGE, clock(), etag='"1"')
    store.remember_walk(PAGE, clock())
    finish(store, clock, run)
    store.accept(batch_of(store), clock())
    clock.forward(days=1)
    return store


def read(store: Store, clock: Clock, run: int, number: int = 531680, **fields: object) -> None:
    """Find an item and save its record."""
    item = news_item(number, **fields)
    store.found(found(number), clock())
    answer = Fetched(item.url, 200, etag=f'"{item.title}"')
    store.save(item, clock(), run, fetched=answer)


def batch_of(store: Store) -> int:
    assert store.batch is not None
    return store.batch


def finish(store: Store, clock: Clock, run: int, outcome: str = "finished") -> None:
    store.finish_run(run, clock(), outcome=outcome, counts={})


def a_bad_night(store: Store, clock: Clock) -> int:
    """Change everything that a batch can; its number."""
    run = store.start_run("harvest", {}, clock(), staged=True)
    names = [Issuer(name="OSCE Bureau of Maps")]
    read(store, clock, run, title="Before you continue", issuers=names)
    read(store, clock, run, 7)
    read(store, clock, run, 5)
    store.found(found(8), clock())
    store.refuse(Refusal("https://www.osce.org/secretariat/8", "no title", "8-en"), clock(), run)
    store.save_menu("www.osce.org", [menu_entry("Accept all")], clock(), run)
    store.remember_page(PAGE, clock(), etag='"2"')
    store.remember_walk("https://www.osce.org/press-releases", clock())
    finish(store, clock, run, "held_back")
    return batch_of(store)


def everything(store: Store) -> tuple[object, ...]:
    """All that readers see."""
    return (
        store.counts(),
        list(store.current()),
        list(store.changes()),
        list(store.menus()),
        list(store.quarantined()),
        store.unknown_names(),
        store.address(ID),
        store.address("8-en"),
        store.page_validators(PAGE),
        store.walked(PAGE),
        store.walked("https://www.osce.org/press-releases"),
    )


def test_what_a_run_finds_is_seen_by_the_run_and_by_no_reader(
    known: Store, open_store: Callable[[], Store], clock: Clock
) -> None:
    reader = open_store()
    before = everything(reader)
    a_bad_night(known, clock)
    seen = known.get(ID)
    assert seen is not None
    assert seen.title == "Before you continue"
    assert [entry.label for entry in known.menus()] == ["Accept all"]
    assert known.counts().items == 3
    assert {entry.id for entry in known.quarantined()} == {"5-en"}
    # The run that began is told at once.
    assert everything(reader)[1:] == before[1:]


def test_a_held_batch_changes_nothing_else_and_its_addresses_are_due_as_before(
    known: Store, open_store: Callable[[], Store], clock: Clock
) -> None:
    reader = open_store()
    before = everything(reader)
    due_before = list(reader.due(clock()))
    known.hold(a_bad_night(known, clock), clock(), ["monitor text is red"])
    assert everything(open_store())[1:] == before[1:]
    known.start_run("harvest", {}, clock(), staged=True)
    assert list(known.due(clock())) == due_before
    assert known.due_address("8-en", clock()) is None


def test_an_accepted_batch_is_as_if_nothing_had_been_staged(
    known: Store, open_store: Callable[[], Store], clock: Clock
) -> None:
    batch = a_bad_night(known, clock)
    inside = (known.get(ID), list(known.menus()), known.address(ID), known.page_validators(PAGE))
    known.accept(batch, clock())
    reader = open_store()
    assert (reader.get(ID), list(reader.menus()), reader.address(ID), reader.page_validators(PAGE)) == inside
    log = [(change.seq, change.id, change.change) for change in reader.changes()]
    assert log == [
        (1, ID, ChangeKind.ADDED), (2, ID, ChangeKind.CHANGED), (3, "7-en", ChangeKind.ADDED),
        (4, "5-en", ChangeKind.ADDED),
    ]  # fmt: skip
    assert [name.name for name in reader.unknown_names()] == ["OSCE Bureau of Maps"]
    assert [entry.id for entry in reader.quarantined()] == ["8-en"]
    assert reader.walked("https://www.osce.org/press-releases") == clock()
    assert [run.outcome for run in reader.runs()] == ["finished", "accepted"]


def test_what_was_interrupted_goes_on_in_the_same_batch(
    known: Store, open_store: Callable[[], Store], clock: Clock
) -> None:
    run = known.start_run("harvest", {}, clock(), staged=True)
    read(known, clock, run, 7)
    later = open_store()
    assert later.get("7-en") is None
    run = later.start_run("harvest", {}, clock(), staged=True)
    assert later.batch == known.batch
    assert later.get("7-en") is not None
    assert later.due_address("7-en", clock()) is None
    read(later, clock, run, 9)
    later.accept(batch_of(later), clock())
    assert {item.id for item in open_store().current()} == {ID, "7-en", "9-en"}


def test_what_an_interrupted_run_observed_is_there_for_the_next(
    known: Store, open_store: Callable[[], Store], clock: Clock
) -> None:
    seen = Observation(id="7-en", reason="new", layout="bare", language="en", type="news_item")
    run = known.start_run("harvest", {}, clock(), staged=True)
    known.save(news_item(7), clock(), run, observation=seen)
    later = open_store()
    later.start_run("harvest", {}, clock(), staged=True)
    assert later.staged_observations() == [seen]
    later.hold(batch_of(later), clock(), [])
    later.start_run("harvest", {}, clock(), staged=True)
    assert later.staged_observations() == []


def test_a_batch_after_a_held_one_begins_from_what_is_accepted(known: Store, clock: Clock) -> None:
    held = a_bad_night(known, clock)
    known.hold(held, clock(), [])
    run = known.start_run("harvest", {}, clock(), staged=True)
    assert batch_of(known) == held + 1
    assert known.get("7-en") is None
    read(known, clock, run, title="Course ends early")
    known.accept(batch_of(known), clock())
    (change,) = [change for change in known.changes() if change.change is ChangeKind.CHANGED]
    assert change.fields["title"].old == "Course 531680 ends in the valley"
    assert change.revision == 2


def test_what_was_accepted_later_is_not_undone_by_an_older_batch(known: Store, clock: Clock) -> None:
    held = a_bad_night(known, clock)
    known.hold(held, clock(), [])
    run = known.start_run("harvest", {}, clock(), staged=True)
    read(known, clock, run, title="Course ends early")
    known.accept(batch_of(known), clock())
    known.accept(held, clock())
    item = known.get(ID)
    assert item is not None
    assert (item.title, item.revision) == ("Course ends early", 2)
    assert known.get("7-en") is not None
    assert [change.seq for change in known.changes()] == list(range(1, 6 - 1))


def test_a_held_batch_of_which_all_was_accepted_later_can_no_more_be_decided(
    known: Store, clock: Clock
) -> None:
    run = known.start_run("harvest", {}, clock(), staged=True)
    read(known, clock, run, title="Before you continue")
    held = batch_of(known)
    known.hold(held, clock(), [])
    run = known.start_run("harvest", {}, clock(), staged=True)
    read(known, clock, run, title="Course ends early")
    known.accept(batch_of(known), clock())
    assert known.one_batch(held, examples=0).state == "superseded"
    with pytest.raises(StoreError, match=f"batch {held} is superseded"):
        known.accept(held, clock())


def test_what_somebody_asks_for_is_not_lost_by_a_batch_that_is_open(
    known: Store, open_store: Callable[[], Store], clock: Clock
) -> None:
    a_bad_night(known, clock)
    open_store().request(ID, clock())
    known.accept(batch_of(known), clock())
    due = open_store().due_address(ID, clock())
    assert due is not None
    assert due.reason is DueReason.REQUESTED


def test_a_rejected_batch_leaves_its_addresses_due(known: Store, clock: Clock) -> None:
    batch = a_bad_night(known, clock)
    known.reject(batch, clock(), ["the clock is wrong"])
    assert known.get("7-en") is None
    shown = known.one_batch(batch, examples=1)
    assert shown.state == "rejected"
    assert shown.reasons == ("the clock is wrong",)
    assert shown.differences["items"] == {"changed": 1, "added": 2}
    assert shown.differences["menus"] == {"www.osce.org": {"added": 1, "removed": 1, "changed": 0}}
    assert shown.differences["refused"] == 1


def test_files_of_the_archive_are_named_until_their_batch_is_accepted(known: Store, clock: Clock) -> None:
    known.start_run("harvest", {}, clock(), staged=True)
    known.note_file("a.warc.gz")
    batch = batch_of(known)
    assert known.files_not_accepted() == []
    known.hold(batch, clock(), [])
    assert known.files_not_accepted() == ["a.warc.gz"]
    known.accept(batch, clock())
    assert known.files_not_accepted() == []
