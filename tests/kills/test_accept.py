"""A batch killed while it is accepted: the store is that of before or of after, whole, and goes on."""

import time
from collections.abc import Callable
from pathlib import Path

import pytest

from osce_scraper.records import ChangeKind
from osce_scraper.store import AnotherHarvest, Fetched, Refusal, Store, publish
from tests.kills.children import done, killed
from tests.kills.files import contents
from tests.kills.plan import Plan
from tests.store.conftest import START
from tests.store.records import found, menu_entry, news_item

ITEMS = 250
BATCH = 1


def hold(url: str) -> None:
    """A store with accepted items, and a held batch that changes some of them and adds more."""
    with Store(url) as store:
        with store.transaction():
            run = store.start_run("harvest", {}, START)
            for number in range(1, ITEMS + 1):
                store.found(found(number), START)
                store.save(news_item(number), START, run)
            store.gone("3-en", START, 404)
            store.finish_run(run, START, outcome="finished", counts={})
        with store.transaction():
            run = store.start_run("harvest", {}, START, staged=True)
            for number in range(ITEMS // 2, 2 * ITEMS):
                store.found(found(number), START)
                item = news_item(number, title="Before you continue")
                store.save(item, START, run, fetched=Fetched(item.url, 200))
            store.gone("3-en", START, 404)
            store.refuse(Refusal("https://www.osce.org/secretariat/5", "no text", "5-en"), START, run)
            store.save_menu("www.osce.org", [menu_entry("News")], START, run)
            store.remember_page("https://www.osce.org/news", START, etag='"1"')
            store.finish_run(run, START, outcome="held_back", counts={})
            store.hold(BATCH, START, ["monitor change/title is red"])


def accept(url: str) -> None:
    """Accept the batch, as somebody does who types it."""
    with Store(url) as store:
        deadline = time.monotonic() + 10
        while True:
            try:
                store.lock("batch accept", START)
                break
            except AnotherHarvest:
                # The server takes a moment to notice that the one before was killed.
                if time.monotonic() > deadline:
                    raise
        store.accept(BATCH, START)


def published(url: str, directory: Path) -> tuple[str, dict[str, list[str]]]:
    """The state of the batch, and all that is published then."""
    with Store(url) as store:
        publish(store, directory, START)
        return store.one_batch(BATCH, examples=0).state, contents(directory)


@pytest.mark.slow
def test_a_batch_killed_while_it_is_accepted_is_accepted_wholly_or_not_at_all(
    new_store: Callable[[], str], database: str, plan_of: Callable[..., Plan], tmp_path: Path
) -> None:
    plan = plan_of("accept", database)
    whole, url = new_store(), new_store()
    hold(whole)
    before = published(whole, tmp_path / "whole")
    lasts = done(lambda: accept(whole))
    after = published(whole, tmp_path / "whole")
    assert before[0] == "held"
    assert after[0] == "accepted"
    assert len(after[1]["news"]) == 2 * ITEMS - 2
    assert len(before[1]["news"]) == ITEMS
    kinds = [ChangeKind.ADDED, ChangeKind.CHANGED, ChangeKind.WITHDRAWN]
    assert all(any(f'"{kind}"' in line for line in after[1]["changes"]) for kind in kinds)
    hold(url)
    while plan.left:
        sent = plan.next_signal()
        if killed(lambda url=url: accept(url), sent, plan.chance.uniform(0, lasts)):
            plan.note(sent)
        found_state = published(url, tmp_path / "killed")
        assert found_state in (before, after)
        if found_state == after:
            url = new_store()
            hold(url)
    done(lambda: accept(url))
    assert published(url, tmp_path / "killed") == after
