"""One harvest at a time: whoever is alive holds the store, whoever is dead does not."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator

import pytest

from osce_scraper.store import AnotherHarvest, Store
from tests.store.conftest import START, Clock
from tests.waiting import wait_until

_HOLDER = """
import datetime as dt, sys, time
from osce_scraper.store import Store
with Store(sys.argv[1]) as store, store.lock("harvest", dt.datetime(2026, 11, 2, 2, 0, tzinfo=dt.UTC)):
    print("held", flush=True)
    time.sleep(600)
"""


@pytest.fixture
def holder(store_url: str) -> Iterator[subprocess.Popen[str]]:
    """Another process that holds the store."""
    process = subprocess.Popen([sys.executable, "-c", _HOLDER, store_url], stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    assert process.stdout.readline() == "held\n"
    yield process
    process.kill()
    process.wait()
    process.stdout.close()


def _lock_when_free(store: Store, clock: Clock) -> None:
    """The server needs a moment to notice that the other end has died."""

    def locked() -> bool:
        try:
            store.lock("harvest", clock()).release()
        except AnotherHarvest:
            return False
        return True

    wait_until(locked, "the lock of the dead process is free")


def test_who_comes_second_is_told_who_holds_it_since_when(
    store: Store, clock: Clock, holder: subprocess.Popen[str]
) -> None:
    with pytest.raises(AnotherHarvest) as refused:
        store.lock("harvest", clock())
    told = refused.value
    assert (told.pid, told.host, told.command) == (holder.pid, socket.gethostname(), "harvest")
    assert told.since == START
    assert f"process {holder.pid} on" in str(told)
    assert "since 2026-11-02 02:00:00 UTC" in str(told)


def test_a_killed_process_holds_nothing(store: Store, clock: Clock, holder: subprocess.Popen[str]) -> None:
    os.kill(holder.pid, signal.SIGKILL)
    holder.wait()
    _lock_when_free(store, clock)


def test_readers_need_no_lock(store: Store, holder: subprocess.Popen[str]) -> None:
    assert list(store.current()) == []
    assert store.counts().items == 0


def test_two_stores_of_one_process_exclude_each_other(
    store: Store, open_store: Callable[[], Store], clock: Clock
) -> None:
    other = open_store()
    with store.lock("harvest", clock()):
        assert store.alone
        with pytest.raises(AnotherHarvest):
            other.lock("menus", clock())
        assert not other.alone
    assert not store.alone
    with other.lock("menus", clock()):
        pass


def test_a_released_lock_can_be_taken_again_and_released_twice(store: Store, clock: Clock) -> None:
    first = store.lock("harvest", clock())
    first.release()
    first.release()
    store.lock("harvest", clock()).release()


def test_closing_the_store_lets_go(store: Store, open_store: Callable[[], Store], clock: Clock) -> None:
    store.lock("harvest", clock())
    store.close()
    open_store().lock("harvest", clock()).release()


# A child of a PostgreSQL client shares its socket, which only the parent may use.
@pytest.mark.parametrize("store_url", ["sqlite"], indirect=True)
def test_a_forked_child_does_not_keep_the_lock(
    store: Store, open_store: Callable[[], Store], clock: Clock
) -> None:
    """Workers are forked; one that outlives its harvest must not block the next."""
    held = store.lock("harvest", clock())
    child = os.fork()
    if child == 0:
        time.sleep(30)
        os._exit(0)
    try:
        held.release()
        open_store().lock("harvest", clock()).release()
    finally:
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)


def test_the_lock_outlives_what_is_saved_under_it(
    store: Store, open_store: Callable[[], Store], clock: Clock
) -> None:
    with store.lock("harvest", clock()):
        run = store.start_run("harvest", {}, clock())
        store.finish_run(run, clock(), outcome="finished", counts={})
        with pytest.raises(AnotherHarvest):
            open_store().lock("harvest", clock())


def test_who_holds_the_store_can_be_asked_without_taking_it(
    store: Store, open_store: Callable[[], Store], clock: Clock
) -> None:
    other = open_store()
    assert other.holder() is None
    with store.lock("crawl news", clock()):
        holder = other.holder()
        assert holder is not None
        assert (holder.pid, holder.command, holder.since) == (os.getpid(), "crawl news", START)
    assert other.holder() is None
    other.lock("harvest", clock()).release()
