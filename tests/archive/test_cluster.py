"""Extraction on a cluster: a real scheduler, real workers, one of them killed in the middle."""

import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from pytest_httpserver import HTTPServer
from typer.testing import CliRunner

from osce_scraper.archive import ArchiveError
from osce_scraper.archive import cluster as clustering
from osce_scraper.archive import reextract as reading
from osce_scraper.archive.cluster import Cluster
from osce_scraper.archive.remote import fetch, local_path
from osce_scraper.cli import app
from osce_scraper.store import Store
from tests.crawling.processes import ROOT
from tests.site.server import LocalSite
from tests.spiders.crawl import crawl
from tests.store.postgres import Server
from tests.waiting import wait_until


class RunningCluster:
    """A scheduler and two workers, each a process."""

    def __init__(self, directory: Path) -> None:
        self.directory = directory
        self.scheduler = self._start(
            "distributed.cli.dask_scheduler", "--host", "127.0.0.1", "--port", "0", "--no-dashboard",
            "--no-show", "--no-jupyter",
        )  # fmt: skip
        self.address = self._address()
        self.workers = [self._worker(number) for number in range(2)]

    def _start(self, module: str, *arguments: str) -> subprocess.Popen[bytes]:
        log = (self.directory / f"{module}-{len(list(self.directory.iterdir()))}.log").open("wb")
        return subprocess.Popen(
            [sys.executable, "-m", module, *arguments],
            cwd=self.directory,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
            stdout=log,
            stderr=subprocess.STDOUT,
        )

    def _address(self) -> str:
        def found() -> str | None:
            logs = "".join(log.read_text() for log in self.directory.glob("*dask_scheduler*.log"))
            match = re.search(r"tcp://127\.0\.0\.1:\d+", logs)
            return match and match[0]

        return str(wait_until(found, "the address of the scheduler"))

    def _worker(self, number: int) -> subprocess.Popen[bytes]:
        return self._start(
            "distributed.cli.dask_worker", self.address, "--nthreads", "1", "--no-nanny", "--no-dashboard",
            "--name", str(number),
        )  # fmt: skip

    def wait(self) -> None:
        """Until both workers are there."""

        def both() -> bool:
            try:
                cluster = Cluster(self.address)
            except ArchiveError:
                return False
            there = cluster.slots
            cluster.close()
            return there == 2

        wait_until(both, "two workers", pause=0.2)

    def stop(self) -> None:
        """End everything."""
        for process in (*self.workers, self.scheduler):
            process.kill()
            process.wait()


@pytest.fixture
def cluster(tmp_path: Path) -> Iterator[RunningCluster]:
    """Scheduler and workers for one test."""
    directory = tmp_path / "cluster"
    directory.mkdir()
    running = RunningCluster(directory)
    try:
        running.wait()
        yield running
    finally:
        running.stop()


@pytest.fixture(scope="module")
def harvested(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data directory with an archive of some pages."""
    data = tmp_path_factory.mktemp("harvested") / "data"
    with LocalSite(120) as site:
        for spider in ("menus", "news"):
            assert crawl(spider, site.base_url, data).code == 0
    return data


def reextract(*arguments: object) -> str:
    """What `osce reextract --apply` prints."""
    done = CliRunner().invoke(app, ["reextract", "--apply", *map(str, arguments)])
    assert done.exit_code == 0, done.output
    return done.output


def with_archive(data: Path, place: Path) -> Path:
    """A data directory with the archive of another, and nothing else."""
    place.mkdir()
    (place / "archive").symlink_to(data / "archive")
    return place


def test_a_cluster_gives_what_this_machine_gives_though_a_worker_is_killed(
    cluster: RunningCluster, harvested: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reading, "UNIT", 5)
    here, there = with_archive(harvested, tmp_path / "here"), with_archive(harvested, tmp_path / "there")
    reextract("--data-dir", here, "--jobs", "1")
    killed = []
    told = reading.Reextraction._read

    def kill_one_meanwhile(self: object, stage: str, *given: object) -> Iterator[object]:
        for number, outcome in enumerate(told(self, stage, *given)):  # type: ignore[arg-type]
            if stage == "pages" and number == 15:
                cluster.workers[0].send_signal(signal.SIGKILL)
                killed.append(cluster.workers[0].wait())
            yield outcome

    monkeypatch.setattr(reading.Reextraction, "_read", kill_one_meanwhile)
    reextract("--data-dir", there, "--scheduler", cluster.address)
    assert killed == [-signal.SIGKILL]
    for name in ("news.jsonl", "menus.jsonl", "changes.jsonl", "quarantine.jsonl"):
        assert (there / name).read_bytes() == (here / name).read_bytes(), name
    assert len((here / "news.jsonl").read_text("utf-8").splitlines()) > 100


def test_results_go_to_a_shared_store_and_files_come_from_an_address(
    cluster: RunningCluster,
    harvested: Path,
    tmp_path: Path,
    postgres_server: Server,
    httpserver: HTTPServer,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("OSCE_ARCHIVE_CACHE", str(tmp_path / "cache"))
    files = sorted((harvested / "archive").glob("*.warc.gz"))
    addresses: list[object] = []
    for file in files:
        httpserver.expect_request(f"/{file.name}").respond_with_data(file.read_bytes())
        addresses += ["--archive", httpserver.url_for(f"/{file.name}")]
    url = postgres_server.new_database()
    reextract("--data-dir", tmp_path / "data", "--store", url, "--scheduler", cluster.address, *addresses)
    with Store(url) as store, Store(f"sqlite:///{harvested / 'osce.sqlite'}") as own:
        assert [item.id for item in store.current()] == [item.id for item in own.current()]


def test_a_scheduler_that_is_not_there_is_named(harvested: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clustering, "_PATIENCE", 1)
    done = CliRunner().invoke(
        app, ["reextract", "--data-dir", str(harvested), "--scheduler", "tcp://127.0.0.1:9"]
    )
    assert done.exit_code == 2
    assert "--scheduler 'tcp://127.0.0.1:9' does not answer" in done.output


def test_a_file_that_is_elsewhere_is_fetched_once_and_whole(
    httpserver: HTTPServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OSCE_ARCHIVE_CACHE", str(tmp_path))
    httpserver.expect_request("/a.warc.gz").respond_with_data(b"WARC")
    address = httpserver.url_for("/a.warc.gz")
    path = local_path(address)
    for _ in range(2):
        fetch({path: address})
    assert path.read_bytes() == b"WARC"
    assert [one.name for one in tmp_path.iterdir()] == [path.name]
    missing = httpserver.url_for("/none.warc.gz")
    with pytest.raises(ArchiveError, match="cannot be fetched"):
        fetch({local_path(missing): missing})
