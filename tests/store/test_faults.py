"""What goes wrong with a store is said so that somebody can act on it, and costs nothing that was saved."""

import os
import subprocess
import sys
import traceback
from collections.abc import Iterator
from pathlib import Path

import pytest

from osce_scraper.store import DamagedStoreError, Store, StoreError, shown_address, url_in
from tests.store.conftest import Clock
from tests.store.postgres import Server
from tests.store.records import news_item


@pytest.fixture
def url(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path}/data/osce.sqlite"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "data" / "osce.sqlite"


@pytest.fixture
def nobody() -> Iterator[None]:
    """Root may write anywhere: where the tests run as root, give that up for a while."""
    if os.geteuid() != 0:
        yield
        return
    os.seteuid(65534)
    yield
    os.seteuid(0)


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("osce.sqlite", "is no store address: write sqlite:///"),
        ("sqlite://host/osce.sqlite", "is no store address: write sqlite:///"),
        ("mysql://localhost/osce", "SQLite or PostgreSQL, not mysql"),
        ("sqlite://", "must outlive the run: name its file"),
        ("sqlite:///:memory:", "must outlive the run: name its file"),
    ],
)
def test_an_address_that_is_none_is_refused_with_an_example(address: str, said: str) -> None:
    with pytest.raises(StoreError, match=said):
        Store(address)


@pytest.mark.parametrize(
    "address",
    [
        "postgres:osce:hunter2@db/osce",
        "postgresql://osce:first@hunter2@db/osce",
        "postgresql://osce:x@hunter2/y@db/osce",
        "postgresql://osce:x@db:hunter2/osce",
        "mysql://osce:hunter2@db/osce",
        "postgresql+psycopg://127.0.0.1:1/osce?user=osce&password=hunter2",
        "postgresql+psycopg://osce:hunter2@127.0.0.1:1/osce",
    ],
)
def test_no_password_is_told(address: str) -> None:
    with pytest.raises(StoreError) as told:
        Store(address)
    shown = "".join(traceback.format_exception_only(told.value))
    assert "hunter2" not in shown


@pytest.mark.parametrize("name", ["what?", "100%", "a%20b", "me@home", "x?password=y", "plain"])
def test_a_directory_may_have_any_name(tmp_path: Path, name: str) -> None:
    directory = tmp_path / name
    Store(url_in(directory)).close()
    assert (directory / "osce.sqlite").is_file()
    assert [file.name for file in tmp_path.iterdir()] == [name]
    with Store(url_in(directory), must_exist=True) as store:
        assert shown_address(store.url) == url_in(directory)


def test_the_directory_is_made_when_it_is_missing(url: str, path: Path) -> None:
    Store(url).close()
    assert path.exists()


def test_a_store_that_must_exist_is_not_made(url: str, path: Path) -> None:
    with pytest.raises(StoreError, match=r"there is no store at .*harvest first"):
        Store(url, must_exist=True)
    assert not path.parent.exists()


def test_a_directory_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("a file where the directory should be")
    with pytest.raises(StoreError, match=r"directory .*/data cannot be made.*OSCE_DATA_DIR or --data-dir"):
        Store(f"sqlite:///{tmp_path}/data/osce.sqlite")


def test_a_read_only_directory_is_named(tmp_path: Path, nobody: None) -> None:
    with pytest.raises(StoreError, match=r"cannot be opened or written.*OSCE_DATA_DIR"):
        Store("sqlite:////usr/share/osce.sqlite")


def test_a_file_that_is_no_database_is_left_as_it_was(url: str, path: Path) -> None:
    path.parent.mkdir()
    path.write_bytes(b"not a database, " * 1000)
    with pytest.raises(DamagedStoreError, match=r"damaged.*left as it is.*osce reextract --apply"):
        Store(url)
    assert path.read_bytes() == b"not a database, " * 1000
    assert [file.name for file in path.parent.iterdir()] == ["osce.sqlite"]


def test_a_damaged_page_is_told_when_it_is_met(url: str, path: Path, clock: Clock) -> None:
    with Store(url) as store:
        for number in range(1, 200):
            store.save(news_item(number), clock(), 1)
    whole = path.read_bytes()
    broken = whole[: len(whole) // 2] + b"\xff" * 4096 * 8 + whole[len(whole) // 2 + 4096 * 8 :]
    path.write_bytes(broken)

    def read_everything() -> None:
        with Store(url) as store:
            list(store.current())
            list(store.changes())

    with pytest.raises(DamagedStoreError, match="Restore it from a backup"):
        read_everything()
    assert path.read_bytes() == broken


def test_a_truncated_store_is_told(url: str, path: Path, clock: Clock) -> None:
    with Store(url) as store:
        for number in range(1, 200):
            store.save(news_item(number), clock(), 1)
    path.write_bytes(path.read_bytes()[:20_000])

    def read_everything() -> None:
        with Store(url) as store:
            list(store.current())

    with pytest.raises(DamagedStoreError):
        read_everything()


_FULL_DISK = """
import resource, signal, sys
from tests.store.conftest import START
from tests.store.records import news_item
from osce_scraper.store import Store, StoreError
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
with Store(sys.argv[1]) as store:
    saved = 0
    resource.setrlimit(resource.RLIMIT_FSIZE, (2_000_000, 2_000_000))
    try:
        while True:
            store.save(news_item(saved + 1), START, 1)
            saved += 1
    except StoreError as error:
        print(saved, error)
"""


def test_a_full_disk_ends_the_run_with_a_word_and_keeps_all_that_was_saved(url: str) -> None:
    """A limit on the size of files stands in for the end of the disk."""
    done = subprocess.run(
        [sys.executable, "-c", _FULL_DISK, url], capture_output=True, text=True, check=True, cwd=Path.cwd()
    )
    saved, _, message = done.stdout.strip().partition(" ")
    assert int(saved) > 10
    assert "the store sqlite:///" in message
    with Store(url) as store:
        assert sorted(int(item.story_id) for item in store.current()) == list(range(1, int(saved) + 1))
        assert [change.seq for change in store.changes()] == list(range(1, int(saved) + 1))


def test_a_server_that_does_not_answer_is_named_without_its_password(tmp_path: Path) -> None:
    with pytest.raises(StoreError) as refused:
        Store(f"postgresql+psycopg://osce:secret@/osce?host={tmp_path}")
    assert "check that the server runs and OSCE_STORE_URL" in str(refused.value)
    assert "secret" not in str(refused.value)


def test_a_connection_that_breaks_in_the_middle_loses_nothing_committed(
    postgres_server: Server, clock: Clock
) -> None:
    url = postgres_server.new_database()
    name = url.partition("@/")[2].partition("?")[0]
    store = Store(url)
    store.save(news_item(1), clock(), 1)
    postgres_server.execute(
        postgres_server.new_database(),
        f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}'",
    )
    with pytest.raises(StoreError, match="check that the server runs and OSCE_STORE_URL"):
        store.save(news_item(2), clock(), 1)
    store.close()
    with Store(url) as again:
        assert [item.id for item in again.current()] == ["1-en"]
