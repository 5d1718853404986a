"""A crawl killed at any moment: the next run goes on, and in the end the files are those of a whole one."""

import itertools
import json
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

import pytest

from osce_scraper.crawling.harvest import harvest, project_settings
from osce_scraper.crawling.outcome import ExitCode
from tests.crawling.processes import ROOT, environment
from tests.kills.files import check_archive, check_published, contents
from tests.kills.plan import Plan
from tests.kills.sessions import check_none_left
from tests.site.demo import news_faults
from tests.site.server import LocalSite
from tests.spiders.crawl import open_store
from tests.waiting import PATIENCE, wait_until

#: Kills of one harvest, one after the other, before it is let through.
IN_A_ROW = 3
#: Seconds without a request after which a crawl is taken to be judging or publishing.
QUIET = 0.08
ANOTHER_HARVEST = 4
COMMANDS = {
    "scrapy": (sys.executable, "-m", "scrapy", "crawl", "news"),
    "osce": (sys.executable, "-m", "osce_scraper.cli", "harvest"),
}


@pytest.fixture(scope="module")
def site() -> Iterator[LocalSite]:
    """A site in all its languages, with pages that are refused and pages that are forbidden."""
    with LocalSite() as running:
        yield running


class Whole:
    """An unkilled run of a command: its files, its requests, and how long it takes to its first one."""

    def __init__(self, site: LocalSite, command: str, directory: Path) -> None:
        site.forget_requests()
        began = time.time()
        assert begin(site, directory, command).wait(PATIENCE) == 0
        self.requests = len(site.requests)
        self.ready = site.requests[0].at - began
        self.contents = contents(directory)


@pytest.fixture(scope="module")
def whole(site: LocalSite, tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Whole]:
    """What each command comes to when nobody kills it."""
    return cache(lambda command: Whole(site, command, tmp_path_factory.mktemp("whole")))


def begin(
    site: LocalSite, directory: Path, command: str = "scrapy", *, at_once: int = 2, store: str = ""
) -> subprocess.Popen[bytes]:
    """A harvest in a process of its own, with so many requests at once. What it says is kept."""
    log = log_of(directory)
    settings = [f"CONCURRENT_REQUESTS={at_once}", f"CONCURRENT_REQUESTS_PER_DOMAIN={at_once}"]
    with log.open("ab") as said:
        return subprocess.Popen(
            [*COMMANDS[command], *(part for setting in settings for part in ("-s", setting))],
            cwd=ROOT,
            env={**environment(site.base_url, directory), "OSCE_STORE_URL": store},
            stdout=said,
            stderr=said,
            start_new_session=True,
        )


def log_of(directory: Path) -> Path:
    """What the harvests into a directory said."""
    return directory.with_name(f"{directory.name}.log")


def wait_for(
    process: subprocess.Popen[bytes], site: LocalSite, plan: Plan, expected: Whole, fetched: int
) -> None:
    """Wait for a moment of chance: before the first request, at one of them, or while it publishes.

    ``fetched`` items need not be asked for again, since the runs before this one have them.
    """
    moment = plan.chance.randrange(0, expected.requests - fetched + 15)
    if moment == 0:
        time.sleep(plan.chance.uniform(0, 1.2 * expected.ready))
        return
    while process.poll() is None and len(site.requests) < moment:
        if site.requests and time.time() - site.requests[-1].at > QUIET:
            time.sleep(plan.chance.uniform(0, 0.4))
            return
        time.sleep(0.001)
    time.sleep(plan.chance.uniform(0, 0.01))


def kill(process: subprocess.Popen[bytes], plan: Plan) -> None:
    """Send the next signal of the plan, and wait for the end; now and then patience ends before the crawl."""
    sent = plan.next_signal()
    met = process.poll() is None
    process.send_signal(sent)
    if sent is signal.SIGTERM and plan.chance.random() < 0.25:
        time.sleep(plan.chance.uniform(0, 0.2))
        process.kill()
    code = process.wait(PATIENCE)
    # Asked to stop, a crawl that was just done ends well, and one that had hardly begun dies of it.
    assert code in (0, 1, -signal.SIGTERM, -signal.SIGKILL), code
    if met:
        plan.note(sent)


def finish(
    site: LocalSite, directory: Path, command: str = "scrapy", *, at_once: int = 2, store: str = ""
) -> int:
    """Run a harvest to its end; its exit code. A server may take a moment to let go of a dead one's lock."""

    def ended() -> tuple[int] | None:
        code = begin(site, directory, command, at_once=at_once, store=store).wait(PATIENCE)
        return None if store and code == ANOTHER_HARVEST else (code,)

    code: int
    (code,) = wait_until(ended, "the lock of the killed harvest is free")
    return code


@pytest.mark.slow
def test_killed_harvests_go_on_to_the_same_end(
    site: LocalSite,
    whole: Callable[[str], Whole],
    database: str,
    new_store: Callable[[], str],
    plan_of: Callable[..., Plan],
    tmp_path: Path,
) -> None:
    plan = plan_of("crawl", database)
    places = itertools.count(1)
    items = {story.path for story in site.items}
    while plan.left:
        command = plan.chance.choice(tuple(COMMANDS))
        expected = whole(command)
        directory = tmp_path / f"killed {next(places)}"
        at_once = plan.chance.choice((1, 2, 16))
        store = new_store() if database == "postgresql" else ""
        fetched: set[str] = set()
        for _ in range(min(IN_A_ROW, plan.left)):
            site.forget_requests()
            process = begin(site, directory, command, at_once=at_once, store=store)
            wait_for(process, site, plan, expected, len(fetched))
            kill(process, plan)
            check_none_left(process.pid)
            fetched |= {seen.path for seen in site.requests} & items
            check_published(directory)
            check_archive(directory)
        site.forget_requests()
        code = finish(site, directory, command, at_once=at_once, store=store)
        assert code == 0, log_of(directory).read_text("utf-8")[-2000:]
        assert contents(directory) == expected.contents
        assert news_faults(site, directory) == []
        check_published(directory)
        assert not list(directory.rglob("*.part"))


@pytest.mark.parametrize("sent", [signal.SIGINT, signal.SIGTERM], ids=lambda sent: sent.name)
def test_a_harvest_that_is_asked_to_stop_says_so_and_goes_on_later(
    site: LocalSite, tmp_path: Path, sent: signal.Signals
) -> None:
    site.forget_requests()
    process = begin(site, tmp_path)
    wait_until(lambda: len(site.requests) >= 40, "40 requests", pause=0.001)
    process.send_signal(sent)
    assert process.wait(PATIENCE) == 1
    assert not (tmp_path / "news.jsonl").exists()
    assert finish(site, tmp_path) == 0
    assert news_faults(site, tmp_path) == []
    outcomes = [
        json.loads(line)["outcome"] for line in (tmp_path / "runs.jsonl").read_text("utf-8").splitlines()
    ]
    assert outcomes == ["stopped", "finished"]


def test_a_harvest_that_is_asked_to_stop_between_two_spiders_says_so(site: LocalSite, tmp_path: Path) -> None:
    """Then no spider is there to say that it was stopped, and there is nothing to publish."""
    settings = {"OSCE_BASE_URL": site.base_url, "OSCE_DATA_DIR": str(tmp_path), "OSCE_STORE_URL": ""}
    done = harvest(project_settings(settings), {}, drive=lambda crawls: None)
    assert done.verdict.code is ExitCode.FAILED
    assert "stopped before its end" in done.verdict.lines[0]
    assert done.published is None
    with open_store(tmp_path) as store:
        assert [run.outcome for run in store.runs()] == ["stopped"]
