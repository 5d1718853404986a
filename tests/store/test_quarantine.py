"""Quarantine: refused pages wait with their reason until a record comes of them."""

import pytest

from osce_scraper.records import ArchiveLink
from osce_scraper.store import DueReason, Fetched, Refusal, Store
from tests.store.conftest import Clock
from tests.store.records import found, news_item

ID = "531680-en"
URL = "https://www.osce.org/secretariat/531680"


@pytest.fixture(autouse=True)
def run(store: Store, clock: Clock) -> int:
    store.found(found(), clock())
    return store.start_run("harvest", {}, clock())


def refusal(**fields: object) -> Refusal:
    link = ArchiveLink(file="archive/1.warc.gz", record_id="<urn:uuid:1>")
    values: dict[str, object] = {"identity": ID, "field": "title", "text": "<h1></h1>", "archive": link}
    return Refusal(URL, "no title", **values | fields)  # type: ignore[arg-type]


def test_a_refusal_keeps_reason_field_text_and_the_archived_response(
    store: Store, clock: Clock, run: int
) -> None:
    store.refuse(refusal(), clock(), run)
    (entry,) = store.quarantined()
    assert (entry.id, entry.identity, entry.url, entry.run) == (ID, ID, URL, run)
    assert (entry.reason, entry.field, entry.text) == ("no title", "title", "<h1></h1>")
    assert entry.archive == ArchiveLink(file="archive/1.warc.gz", record_id="<urn:uuid:1>")
    assert store.quarantine_entry(ID) == entry


def test_a_page_without_identity_is_kept_by_its_address(store: Store, clock: Clock, run: int) -> None:
    store.refuse(refusal(identity=None, archive=None, text=None), clock(), run)
    (entry,) = store.quarantined()
    assert (entry.id, entry.identity, entry.archive) == (URL, None, None)


def test_a_refused_page_is_one_entry_however_often_it_is_refused(
    store: Store, clock: Clock, run: int
) -> None:
    store.refuse(refusal(), clock(), run)
    first = clock.now
    store.refuse(refusal(field="body"), clock.forward(days=1), run)
    (entry,) = store.quarantined()
    assert (entry.field, entry.first_refused, entry.last_refused) == ("body", first, clock.now)


def test_a_refused_page_is_not_due_but_later_and_then_without_validators(
    store: Store, clock: Clock, run: int
) -> None:
    store.refuse(refusal(), clock(), run)
    store.fetched(ID, clock(), url=URL, status=200, etag='"e1"', body_sha256="a" * 64)
    assert list(store.due(clock())) == []
    (address,) = store.due(clock.forward(days=300))
    assert (address.etag, address.body_sha256) == (None, None)


def test_after_another_refusal_it_is_left_longer(store: Store, clock: Clock, run: int) -> None:
    waits = []
    for _ in range(3):
        store.refuse(refusal(), clock(), run)
        address = store.address(ID)
        assert address is not None
        assert address.reason is DueReason.REFUSAL_CHECK
        waits.append(address.due_at - clock.now)
        clock.now = address.due_at
    assert waits == sorted(set(waits))


def test_a_record_kept_of_an_earlier_page_stays_current(store: Store, clock: Clock, run: int) -> None:
    store.save(news_item(), clock(), run, fetched=Fetched(URL, 200))
    store.refuse(refusal(), clock.forward(days=1), run)
    assert len(list(store.current())) == len(list(store.quarantined())) == 1


def test_a_request_makes_it_due_at_once(store: Store, clock: Clock, run: int) -> None:
    store.refuse(refusal(), clock(), run)
    store.request(ID, clock())
    assert [address.reason for address in store.due(clock())] == [DueReason.REQUESTED]
    store.save(news_item(), clock(), run, fetched=Fetched(URL, 200, '"e1"'))
    assert list(store.quarantined()) == []
    assert list(store.due(clock())) == []


def test_refused_again_after_a_record_it_is_in_quarantine_again(store: Store, clock: Clock, run: int) -> None:
    store.refuse(refusal(), clock(), run)
    store.save(news_item(), clock(), run)
    store.refuse(refusal(), clock.forward(days=5), run)
    (entry,) = store.quarantined()
    assert entry.first_refused == clock.now


def test_an_entry_can_be_released_without_a_record(store: Store, clock: Clock, run: int) -> None:
    store.refuse(refusal(), clock(), run)
    assert store.release(ID, clock())
    assert list(store.quarantined()) == []
    assert not store.release(ID, clock())


def test_a_long_text_is_cut_to_its_beginning(store: Store, clock: Clock, run: int) -> None:
    store.refuse(refusal(text="я" * 100_000), clock(), run)
    (entry,) = store.quarantined()
    assert entry.text == "я" * 2000
