"""SIGKILL at random moments: what was said to be saved is saved, once, and the work goes on."""

import os
import random
import signal
import sys
import time
from collections import Counter
from pathlib import Path

import pytest

from osce_scraper.store import AnotherHarvest, Fetched, Store, publish
from tests.store.conftest import START
from tests.store.records import found, news_item

ITEMS = 500


def _harvest(url: str, saved: int) -> None:
    """Do all the work there is, and tell of each record when it is saved."""
    with Store(url) as store:
        deadline = time.monotonic() + 10
        while True:
            try:
                store.lock("harvest", START)
                break
            except AnotherHarvest:
                # The server takes a moment to notice that the one before was killed.
                if time.monotonic() > deadline:
                    raise
        run = store.start_run("harvest", {}, START)
        with store.transaction():
            for number in range(1, ITEMS + 1):
                store.found(found(number), START)
        for address in store.due(START):
            item = news_item(int(address.identity.partition("-")[0]))
            store.save(item, START, run, fetched=Fetched(item.url, 200, f'"{item.id}"'))
            os.write(saved, f"{item.id}\n".encode())
        store.finish_run(run, START, outcome="finished", counts={})


def _run_and_kill(url: str, records: int | None, pause: float = 0.0) -> list[str]:
    """Harvest in a process of its own; the ids it told of.

    It is killed ``pause`` seconds after it told of ``records`` of them; with None it comes to its end.
    """
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reading)
        try:
            _harvest(url, writing)
            os._exit(0)
        finally:
            # A child that failed must not go on as a second pytest.
            os._exit(1)
    os.close(writing)
    told = b""
    while chunk := os.read(reading, 65536):
        told += chunk
        if records is not None and told.count(b"\n") >= records:
            time.sleep(pause)
            os.kill(child, signal.SIGKILL)
            records = None
    os.close(reading)
    assert os.waitpid(child, 0)[1] in (0, signal.SIGKILL)
    return told.decode().splitlines()


@pytest.mark.slow
def test_killed_at_random_moments_nothing_is_lost_and_nothing_doubled(store_url: str) -> None:
    seed = int(os.environ.get("OSCE_TEST_SEED") or random.SystemRandom().randrange(10**6))
    print(f"seed {seed}: repeat with OSCE_TEST_SEED={seed}", file=sys.stderr)
    chance = random.Random(seed)
    saved: list[str] = []
    kills = 0
    while kills < 25 and len(saved) < ITEMS - 50:
        saved += _run_and_kill(store_url, chance.randint(1, 12), chance.uniform(0, 0.002))
        kills += 1
        with Store(store_url) as store:
            log = [change.id for change in store.changes()]
            kept = {item.id for item in store.current()}
            waiting = {address.identity for address in store.due(START)}
        # At most the one it was at is kept without having been told of.
        assert set(saved) <= kept
        assert len(log) == len(set(log)) == len(kept)
        assert kept | waiting == {f"{number}-en" for number in range(1, ITEMS + 1)}
        assert not kept & waiting
    assert kills >= 5
    _run_and_kill(store_url, None)
    with Store(store_url) as store:
        assert len(list(store.current())) == ITEMS
        assert Counter(change.change for change in store.changes()) == {"added": ITEMS}
        outcomes = [run.outcome for run in store.runs()]
    # The last kill may have come after the end of the work.
    assert outcomes[: kills - 1] == ["interrupted"] * (kills - 1)
    assert outcomes[kills - 1] in ("interrupted", "finished")
    assert outcomes[kills:] == ["finished"]


@pytest.mark.slow
def test_what_an_interrupted_harvest_publishes_is_what_an_uninterrupted_one_does(
    store_url: str, tmp_path: Path
) -> None:
    for _ in range(3):
        _run_and_kill(store_url, 20)
    _run_and_kill(store_url, None)
    whole = f"sqlite:///{tmp_path}/whole.sqlite"
    Store(whole).close()
    _run_and_kill(whole, None)
    for name, url in (("killed", store_url), ("whole", whole)):
        with Store(url) as store:
            publish(store, tmp_path / name, START)
    for file in ("news.jsonl", "menus.jsonl", "quarantine.jsonl"):
        assert (tmp_path / "killed" / file).read_bytes() == (tmp_path / "whole" / file).read_bytes()
