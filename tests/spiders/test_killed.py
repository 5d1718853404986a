"""Killed at any moment, the next run goes on: nothing lost, nothing doubled, the same files in the end.

``OSCE_TEST_KILLS`` sets the number of kills (25), ``OSCE_TEST_SEED`` their moments.
"""

import json
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.crawling.processes import ROOT, environment
from tests.site.demo import news_faults
from tests.site.server import LocalSite

KILLS = int(os.environ.get("OSCE_TEST_KILLS", "25"))
SEED = int(os.environ.get("OSCE_TEST_SEED", "0")) or random.SystemRandom().randrange(1, 1_000_000)
#: Kills of one harvest, one after the other, before it is let through.
IN_A_ROW = 3
#: What a run may well have otherwise: when it fetched, and where the archive has it.
TIMES = ("first_seen", "last_seen", "last_changed", "at", "run", "first_refused", "last_refused")
COMMAND = [sys.executable, "-m", "scrapy", "crawl", "news"]


@pytest.fixture(scope="module")
def site() -> Iterator[LocalSite]:
    """A site in all its languages, with pages that are refused and pages that are forbidden."""
    with LocalSite() as running:
        yield running


def begin(site: LocalSite, directory: Path, *, at_once: int = 2) -> subprocess.Popen[bytes]:
    """A harvest in a process of its own, with so many requests at once."""
    return subprocess.Popen(
        [*COMMAND, "-s", f"CONCURRENT_REQUESTS={at_once}", "-s", f"CONCURRENT_REQUESTS_PER_DOMAIN={at_once}"],
        cwd=ROOT,
        env=environment(site.base_url, directory),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


def contents(directory: Path) -> dict[str, list[str]]:
    """The published files line by line, without times."""
    return {
        name: [without_times(line) for line in (directory / name).read_text("utf-8").splitlines()]
        for name in ("news.jsonl", "changes.jsonl", "quarantine.jsonl")
    }


def without_times(line: str) -> str:
    """A record without what may well be otherwise in another run."""
    record: dict[str, Any] = json.loads(line)
    for name in TIMES:
        record.pop(name, None)
    record.pop("archive", None)
    if "source" in record:
        record["source"].pop("fetched_at")
        record["source"].pop("archive")
    return json.dumps(record, ensure_ascii=False)


def test_killed_harvests_go_on_to_the_same_end(site: LocalSite, tmp_path: Path) -> None:
    print(f"OSCE_TEST_SEED={SEED}")
    chance = random.Random(SEED)
    whole = tmp_path / "whole"
    assert begin(site, whole).wait() == 0
    requests = len(site.requests)
    expected = contents(whole)
    killed = 0
    while killed < KILLS:
        directory = tmp_path / f"killed {killed}"
        at_once = chance.choice((1, 2, 16))
        for _ in range(min(IN_A_ROW, KILLS - killed)):
            site.forget_requests()
            process = begin(site, directory, at_once=at_once)
            # At a request, or in the moments after the last one, when the files are published.
            moment = chance.randrange(1, requests + 20)
            while process.poll() is None and len(site.requests) < moment:
                if len(site.requests) >= requests:
                    time.sleep(chance.uniform(0, 0.5))
                    break
                time.sleep(0.001)
            time.sleep(chance.uniform(0, 0.01))
            process.send_signal(signal.SIGKILL)
            process.wait()
            killed += 1
            check_whole_lines(directory)
        assert begin(site, directory, at_once=at_once).wait() == 0, f"OSCE_TEST_SEED={SEED}"
        assert contents(directory) == expected, f"OSCE_TEST_SEED={SEED}"
        assert news_faults(site, directory) == []


def check_whole_lines(directory: Path) -> None:
    """Whatever was published before the kill is whole: every line is a record."""
    for path in directory.glob("*.jsonl"):
        text = path.read_text(encoding="utf-8")
        assert not text or text.endswith("\n")
        for line in text.splitlines():
            json.loads(line)


def test_a_harvest_that_is_asked_to_stop_says_so_and_goes_on_later(site: LocalSite, tmp_path: Path) -> None:
    site.forget_requests()
    process = begin(site, tmp_path)
    while len(site.requests) < 40 and process.poll() is None:
        time.sleep(0.001)
    process.send_signal(signal.SIGINT)
    assert process.wait() == 1
    assert not (tmp_path / "news.jsonl").exists()
    assert begin(site, tmp_path).wait() == 0
    assert news_faults(site, tmp_path) == []
    outcomes = [
        json.loads(line)["outcome"] for line in (tmp_path / "runs.jsonl").read_text("utf-8").splitlines()
    ]
    assert outcomes == ["stopped", "finished"]
