"""Stores to test: the same tests on SQLite and on a real PostgreSQL."""

import datetime as dt
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from osce_scraper.store import Store
from tests.store.postgres import Server

#: The moment at which the tests begin.
START = dt.datetime(2026, 11, 2, 2, 0, tzinfo=dt.UTC)


class Clock:
    """A clock that stands still until it is told to move."""

    def __init__(self) -> None:
        self.now = START

    def __call__(self) -> dt.datetime:
        return self.now

    def forward(self, **span: float) -> dt.datetime:
        """Move on by ``days``, ``hours``, ... (back, if negative); the moment then."""
        self.now += dt.timedelta(**span)
        return self.now


@pytest.fixture(params=["sqlite", "postgresql"])
def store_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of a store that does not exist yet."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path}/osce.sqlite"
    server: Server = request.getfixturevalue("postgres_server")
    return server.empty_database()


@pytest.fixture
def clock() -> Clock:
    """The tests' clock, at ``START``."""
    return Clock()


@pytest.fixture
def open_store(store_url: str) -> Iterator[Callable[[], Store]]:
    """Opens the same store as often as wanted, as further processes would; closes all in the end."""
    opened: list[Store] = []

    def open_() -> Store:
        opened.append(Store(store_url))
        return opened[-1]

    yield open_
    for store in opened:
        store.close()


@pytest.fixture
def store(open_store: Callable[[], Store]) -> Store:
    """An empty store, open."""
    return open_store()
