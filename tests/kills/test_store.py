"""The store killed while records are saved: what was said to be saved is, once, and the work goes on."""

from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

from osce_scraper.store import AnotherHarvest, Fetched, Store, publish
from tests.kills.children import Child
from tests.kills.files import contents
from tests.kills.plan import Plan
from tests.store.conftest import START
from tests.store.records import found, news_item
from tests.waiting import wait_until

#: Most records that are told of before a kill.
MOST = 12


def _locked(store: Store) -> bool:
    try:
        store.lock("harvest", START)
    except AnotherHarvest:
        return False
    return True


def harvest(url: str, items: int, tell: Callable[[bytes], None]) -> None:
    """Do all the work there is, and tell of each record when it is saved."""
    with Store(url) as store:
        # The server takes a moment to notice that the one before was killed.
        wait_until(lambda: _locked(store), "the lock of the killed harvest is free")
        run = store.start_run("harvest", {}, START)
        with store.transaction():
            for number in range(1, items + 1):
                store.found(found(number), START)
        for address in store.due(START):
            item = news_item(int(address.identity.partition("-")[0]))
            store.save(item, START, run, fetched=Fetched(item.url, 200, f'"{item.id}"'))
            tell(f"{item.id}\n".encode())
        store.finish_run(run, START, outcome="finished", counts={})


@pytest.mark.slow
def test_killed_at_random_moments_nothing_is_lost_and_nothing_doubled(
    new_store: Callable[[], str], database: str, plan_of: Callable[..., Plan], tmp_path: Path
) -> None:
    plan = plan_of("store", database)
    url, whole = new_store(), new_store()
    # More than all the kills together let through, and so many that none of them comes to the end.
    items = 100 + 2 * MOST * plan.number
    saved: list[str] = []
    while plan.left:
        child = Child(lambda tell: harvest(url, items, tell))
        records = plan.chance.randint(0, MOST)
        told = b""
        while told.count(b"\n") < records:
            told += child.told()
        sent = plan.next_signal()
        # With no record to wait for, it is killed while it opens the store or takes the lock.
        assert child.kill(sent, plan.chance.uniform(0, 0.002 if records else 0.05))
        saved += (told + child.rest()).decode().splitlines()
        plan.note(sent)
        with Store(url) as store:
            log = [change.id for change in store.changes()]
            kept = {item.id for item in store.current()}
            waiting = {address.identity for address in store.due(START)}
        # At most the one it was at is kept without having been told of.
        assert set(saved) <= kept
        assert len(kept) <= len(saved) + plan.made.total()
        assert len(log) == len(set(log)) == len(kept)
        assert kept | waiting in ({f"{number}-en" for number in range(1, items + 1)}, set())
        assert not kept & waiting
    for address in (url, whole):
        child = Child(lambda tell, address=address: harvest(address, items, tell))
        assert child.wait() == 0
        saved += child.rest().decode().splitlines() if address == url else []
    assert len(saved) == len(set(saved))
    with Store(url) as store:
        assert len(list(store.current())) == items
        assert Counter(change.change for change in store.changes()) == {"added": items}
        outcomes = [run.outcome for run in store.runs()]
    assert outcomes == ["interrupted"] * (len(outcomes) - 1) + ["finished"]
    for name, address in (("killed", url), ("whole", whole)):
        with Store(address) as store:
            publish(store, tmp_path / name, START)
    assert contents(tmp_path / "killed") == contents(tmp_path / "whole")
