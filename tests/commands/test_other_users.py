"""The data in the hands of others: who may only read it, looks in the wrong folder, or has another locale."""

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from osce_scraper.store import Store, url_in
from tests.analysis.two_nights import harvest_two_nights
from tests.crawling.processes import ROOT

PYTHON = [sys.executable]
OSCE = [*PYTHON, "-m", "osce_scraper.cli"]
LOAD = [
    *(*PYTHON, "-c"),
    "import datetime as dt; from osce_scraper import load; "
    "print(load('.').height, load('.', as_of=dt.date(2026, 9, 15)).height, load('./osce.sqlite').height)",
]


def _without_power_over_files() -> list[str]:
    """What goes before a command so that modes of files count, also where the tests run as root."""
    if os.geteuid() != 0:
        return []
    if shutil.which("setpriv") is None:
        pytest.skip("root needs setpriv (Debian: util-linux)")
    return ["setpriv", "--bounding-set=-dac_override,-dac_read_search"]


@pytest.fixture(scope="module")
def read_only(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A data directory that may be read and not written."""
    directory = tmp_path_factory.mktemp("others") / "data"
    harvest_two_nights(directory)
    places = [directory, *directory.rglob("*")]
    for place in places:
        place.chmod(0o555 if place.is_dir() else 0o444)
    yield directory
    for place in places:
        place.chmod(0o755)


def as_reader(directory: Path, *command: str) -> subprocess.CompletedProcess[str]:
    """Run a command in a directory that may only be read."""
    return subprocess.run(
        [*_without_power_over_files(), *command],
        cwd=directory,
        env={**os.environ, "OSCE_DATA_DIR": str(directory), "OSCE_STORE_URL": "", "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )


def test_the_directory_cannot_be_written(read_only: Path) -> None:
    assert as_reader(read_only, "touch", str(read_only / "mine")).returncode != 0


@pytest.mark.parametrize(
    "words",
    [
        ("status",),
        ("status", "531680-en"),
        ("harvest", "--dry-run"),
        ("quarantine", "list"),
        ("report", "--out", "{elsewhere}/report.html"),
        ("export", "--to", "csv", "--out", "{elsewhere}/tables"),
        ("export", "--to", "jsonl", "--from", "osce.sqlite", "--out", "{elsewhere}/lines"),
    ],
    ids=" ".join,
)
def test_a_reader_without_rights_sees_the_data(
    read_only: Path, tmp_path: Path, words: tuple[str, ...]
) -> None:
    given = [word.format(elsewhere=tmp_path) for word in words]
    more = ["--contact", "you@example.org"] if words[0] == "harvest" else []
    done = as_reader(read_only, *OSCE, *given, *more)
    assert done.returncode == 0, done.stderr


def test_load_reads_today_and_the_past_without_rights(read_only: Path) -> None:
    done = as_reader(read_only, *LOAD)
    assert done.returncode == 0, done.stderr
    published = len((read_only / "news.jsonl").read_text("utf-8").splitlines())
    today, before, stored = map(int, done.stdout.split())
    assert today == stored == published
    assert before > 0


def test_a_reader_sees_what_is_committed_while_the_owner_writes(tmp_path: Path) -> None:
    directory = tmp_path / "data"
    harvest_two_nights(directory)
    with Store(url_in(directory)) as store, store.transaction() as connection:
        connection.exec_driver_sql("DELETE FROM menus")
        directory.chmod(0o555)
        try:
            done = as_reader(directory, *OSCE, "status")
        finally:
            directory.chmod(0o755)
    assert done.returncode == 0, done.stderr
    assert re.search(r"menu entries\s+│\s+[1-9]", done.stdout)


def test_a_reader_without_rights_cannot_harvest(read_only: Path) -> None:
    done = as_reader(read_only, *OSCE, "harvest", "--base-url", "http://127.0.0.1:9")
    assert done.returncode == 1
    assert "can't be written" in done.stderr
    assert "Traceback" not in done.stderr


class TestDataOfTheDemo:
    """Commands that find nothing in ``data`` say that the demo left some below it."""

    @pytest.fixture
    def place(self, tmp_path: Path) -> Path:
        (tmp_path / "data" / "demo").mkdir(parents=True)
        (tmp_path / "data" / "demo" / "news.jsonl").write_text("", encoding="utf-8")
        return tmp_path

    @pytest.mark.parametrize(
        "words", [("status",), ("report",), ("browse", "--no-open"), ("export",), ("export", "--to", "csv")]
    )
    def test_commands_name_it(self, place: Path, words: tuple[str, ...]) -> None:
        done = _in(place, *OSCE, *words)
        assert done.returncode != 0
        assert "There is data in data/demo" in " ".join(done.stderr.split())
        assert "--data-dir data/demo" in " ".join(done.stderr.split())

    def test_load_names_it(self, place: Path) -> None:
        done = _in(place, *PYTHON, "-c", "from osce_scraper import load; load()")
        assert "There is data in data/demo" in done.stderr
        assert "load('data/demo')" in done.stderr

    def test_nothing_is_named_where_nothing_is(self, tmp_path: Path) -> None:
        (tmp_path / "data" / "archive").mkdir(parents=True)
        assert "There is data" not in _in(tmp_path, *OSCE, "status").stderr


def _in(place: Path, *command: str) -> subprocess.CompletedProcess[str]:
    environment = {name: value for name, value in os.environ.items() if not name.startswith("OSCE_")}
    return subprocess.run(
        command,
        cwd=place,
        env={**environment, "PYTHONPATH": str(ROOT), "COLUMNS": "200"},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize("encoding", ["ascii", "koi8-r", "latin-1"])
def test_what_goes_into_a_pipe_is_utf_8_whatever_the_locale(encoding: str) -> None:
    case = ROOT / "tests" / "fixtures" / "drupal11" / "damaged-charset-meta-wrong"
    expected = json.loads((case / "expected.json").read_text(encoding="utf-8"))
    meta = json.loads((case / "meta.json").read_text(encoding="utf-8"))
    assert not expected["title"].isascii()
    done = subprocess.run(
        [*OSCE, "extract", str(case / "page.html"), "--url", meta["url"]],
        env={**os.environ, "PYTHONIOENCODING": encoding, "LC_ALL": "C", "PYTHONUTF8": "0"},
        capture_output=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout.decode("utf-8"))["title"] == expected["title"]
