"""A rebuilding from the archive killed at any moment: it has not happened, or it has."""

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from osce_scraper.commands.reextract import reextract
from tests.crawling.processes import ROOT, environment
from tests.kills.children import done, killed
from tests.kills.plan import Plan, share
from tests.kills.sessions import check_none_left
from tests.site.server import LocalSite
from tests.spiders.crawl import crawl, open_store
from tests.waiting import PATIENCE

FILES = ("news.jsonl", "menus.jsonl", "changes.jsonl", "quarantine.jsonl")


@pytest.fixture(scope="module")
def harvested(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The data directory of a small site."""
    data = tmp_path_factory.mktemp("harvested") / "data"
    with LocalSite(12) as site:
        for spider in ("menus", "news"):
            assert crawl(spider, site.base_url, data).code == 0
    return data


class Rebuilding:
    """Data directories that hold nothing but an archive, and what each is to become."""

    def __init__(self, harvested: Path, place: Path) -> None:
        self._harvested = harvested
        self._place = place
        self.expected = {name: (harvested / name).read_bytes() for name in FILES}
        self.items = len(self.expected["news.jsonl"].splitlines())

    def fresh(self) -> Path:
        """Another such directory."""
        target = self._place / f"again-{len(os.listdir(self._place))}"
        shutil.copytree(self._harvested / "archive", target / "archive")
        return target

    def files(self, target: Path) -> dict[str, bytes]:
        """What is published there."""
        return {name: (target / name).read_bytes() for name in FILES if (target / name).exists()}

    def happened(self, target: Path) -> bool:
        """Whether the store holds all items. Fails when it holds some, or files of some."""
        held = 0
        if (target / "osce.sqlite").exists():
            with open_store(target) as store:
                held = store.counts().items
        assert held in (0, self.items)
        present = self.files(target)
        assert present == {name: self.expected[name] for name in present}
        assert not present or held
        return held > 0


@pytest.fixture
def rebuilding(harvested: Path, tmp_path: Path) -> Rebuilding:
    """The rebuilding of the small site."""
    return Rebuilding(harvested, tmp_path)


def apply(target: Path) -> None:
    """Rebuild in this process."""
    reextract(data_dir=target, apply=True, jobs=1)


@pytest.mark.slow
def test_a_rebuilding_killed_at_any_moment_has_not_happened_or_has(
    rebuilding: Rebuilding, plan_of: Callable[..., Plan]
) -> None:
    plan = plan_of("reextract", "one process", share("reextract", 0, 2))
    target = rebuilding.fresh()
    lasts = done(lambda: apply(rebuilding.fresh()))
    while plan.left:
        sent = plan.next_signal()
        if killed(lambda: apply(target), sent, plan.chance.uniform(0, lasts)):  # noqa: B023 - done at once
            plan.note(sent)
        if rebuilding.happened(target):
            apply(target)
            assert rebuilding.files(target) == rebuilding.expected
            target = rebuilding.fresh()
    apply(target)
    assert rebuilding.files(target) == rebuilding.expected


def command(target: Path) -> subprocess.Popen[bytes]:
    """`osce reextract` with two processes that read pages."""
    return subprocess.Popen(
        [sys.executable, "-m", "osce_scraper.cli", "reextract", "--apply", "--jobs", "2"],
        cwd=ROOT,
        env={**environment("https://www.osce.org", target), "OSCE_DATA_DIR": str(target)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )


@pytest.mark.slow
def test_a_rebuilding_by_several_processes_leaves_none_of_them_behind(
    rebuilding: Rebuilding, plan_of: Callable[..., Plan]
) -> None:
    plan = plan_of("reextract", "two processes", share("reextract", 1, 2))
    target = rebuilding.fresh()
    began = time.monotonic()
    assert command(target).wait(PATIENCE) == 0
    lasts = time.monotonic() - began
    assert rebuilding.files(target) == rebuilding.expected
    target = rebuilding.fresh()
    while plan.left:
        process = command(target)
        time.sleep(plan.chance.uniform(0.3 * lasts, lasts))
        sent = plan.next_signal()
        process.send_signal(sent)
        code = process.wait(PATIENCE)
        assert code in (0, -sent)
        if code:
            plan.note(sent)
        check_none_left(process.pid)
        if rebuilding.happened(target):
            target = rebuilding.fresh()
    assert command(target).wait(PATIENCE) == 0
    assert rebuilding.files(target) == rebuilding.expected
