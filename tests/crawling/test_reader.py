"""A process of its own reads pages as this one does; one that dies or hangs costs one page."""

import asyncio
import os
import re
import signal
import subprocess
import sys
from collections.abc import Awaitable, Callable
from contextlib import suppress
from pathlib import Path

import pytest

from osce_scraper.crawling import clock
from osce_scraper.crawling.arguments import BadArgumentsError
from osce_scraper.crawling.outcome import ExitCode
from osce_scraper.crawling.reader import OwnReader, ReaderBySize, ReadingError, SeparateReader, reader_for
from osce_scraper.crawling.reading import Page, PageRead
from osce_scraper.records import Teaser
from osce_scraper.spiders import news
from osce_scraper.store import Store, url_in
from tests.crawling.processes import ROOT, environment
from tests.site.server import LocalSite
from tests.spiders.crawl import crawl, records
from tests.waiting import PATIENCE, wait_until

PAGES = sorted(Path("tests/fixtures").glob("**/*.html"))[:12]


def page(path: Path) -> tuple[Page, bytes]:
    """A saved page as it would be asked for."""
    url = f"https://www.osce.org/secretariat/{100_000 + PAGES.index(path)}"
    teaser = Teaser(url=url, title="A title of the teaser", type_label="Press release")
    return Page(url=url, content_type="text/html; charset=utf-8", hints=teaser), path.read_bytes()


def with_reader(
    work: Callable[[SeparateReader], Awaitable[None]], reader: SeparateReader | None = None
) -> None:
    """Do ``work`` with a reader that is closed in the end."""

    async def whole() -> None:
        used = reader or SeparateReader()
        try:
            await work(used)
        finally:
            await used.close()

    asyncio.run(whole())


def readers_of(process: int) -> list[int]:
    """The processes that read for ``process``."""
    found = []
    for status in Path("/proc").glob("[0-9]*/status"):
        # A process may end while it is looked at.
        with suppress(OSError):
            parent = re.search(r"^PPid:\t(\d+)$", status.read_text(), re.MULTILINE)
            command = status.with_name("cmdline").read_bytes()
            if parent and int(parent[1]) == process and b"osce_scraper.crawling.reading" in command:
                found.append(int(status.parent.name))
    return found


def test_both_readers_give_the_same() -> None:
    assert len(PAGES) == 12
    own = asyncio.run(all_read_by(OwnReader()))
    separate: list[PageRead] = []

    async def work(reader: SeparateReader) -> None:
        separate.extend(await all_read_by(reader))

    with_reader(work)
    assert separate == own
    assert any(read.item is not None for read in own)


async def all_read_by(reader: OwnReader | SeparateReader) -> list[PageRead]:
    """Every page and one that is none, all asked for at once."""
    asked = [page(path) for path in PAGES]
    asked.append((Page(url="https://www.osce.org/secretariat/1", content_type="image/png"), b"\x89PNG"))
    return list(await asyncio.gather(*(reader.read(*each) for each in asked)))


def test_a_killed_process_costs_the_page_it_was_at() -> None:
    async def work(reader: SeparateReader) -> None:
        await reader.read(*page(PAGES[0]))
        (process,) = readers_of(os.getpid())
        os.kill(process, signal.SIGSTOP)
        waiting = [asyncio.create_task(reader.read(*page(path))) for path in PAGES]
        await asyncio.sleep(0.05)
        os.kill(process, signal.SIGKILL)
        read = await asyncio.gather(*waiting)
        assert read[0] == PageRead.refused("the process that read it was killed")
        assert read[1:] == (await all_read_by(OwnReader()))[1 : len(PAGES)]
        assert readers_of(os.getpid()) != [process]

    with_reader(work)


def test_a_process_that_hangs_is_replaced() -> None:
    async def work(reader: SeparateReader) -> None:
        await reader.read(*page(PAGES[0]))
        (process,) = readers_of(os.getpid())
        os.kill(process, signal.SIGSTOP)
        # Short while nothing can answer; a busy machine has all the time it needs before and afterwards.
        reader.longest = 1
        assert await reader.read(*page(PAGES[1])) == PageRead.refused("reading it took longer than 1 seconds")
        reader.longest = PATIENCE
        assert (await reader.read(*page(PAGES[1]))).strategies

    with_reader(work)


def test_a_process_that_died_with_nothing_to_do_is_replaced() -> None:
    async def work(reader: SeparateReader) -> None:
        await reader.read(*page(PAGES[0]))
        os.kill(readers_of(os.getpid())[0], signal.SIGKILL)
        await asyncio.sleep(0.2)
        assert (await reader.read(*page(PAGES[1]))).strategies

    with_reader(work)


@pytest.mark.parametrize("how", ["ends at once", "is not there", "never gets ready"])
def test_a_process_that_cannot_be_started_costs_no_page(
    how: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    program = tmp_path / "python"
    if how != "is not there":
        program.write_text(f"#!/bin/sh\n{'exit 3' if how == 'ends at once' else 'exec sleep 60'}\n")
        program.chmod(0o755)
    monkeypatch.setattr(sys, "executable", str(program))
    said = {
        "ends at once": "it ended before it was ready",
        "is not there": "No such file",
        "never gets ready": "it was not ready after 1 seconds",
    }

    async def work(reader: SeparateReader) -> None:
        own = await all_read_by(OwnReader())
        assert await all_read_by(reader) == own
        assert await all_read_by(reader) == own

    with_reader(work, SeparateReader(ready=1 if how == "never gets ready" else PATIENCE))
    (told,) = (record.message for record in caplog.records if record.name.startswith("osce_scraper"))
    assert said[how] in told
    assert "they are read in this one" in told


class OddPage(Page):
    """A page with something that the other process does not know: a fault of this program, if it happened."""

    odd: int = 1


def test_a_fault_of_this_program_is_raised_where_it_was_asked_for() -> None:
    broken = OddPage(url="https://www.osce.org/secretariat/1")

    async def work(reader: SeparateReader) -> None:
        with pytest.raises(ReadingError, match="ValidationError"):
            await reader.read(broken, b"<html></html>")
        assert (await reader.read(*page(PAGES[1]))).strategies

    with_reader(work)


def test_nobody_is_left_behind_when_the_crawl_is_killed(tmp_path: Path) -> None:
    with LocalSite(40) as site:
        crawl = subprocess.Popen(
            [sys.executable, "-m", "scrapy", "crawl", "news", "-s", "CONCURRENT_REQUESTS=8"],
            env={**os.environ, "OSCE_BASE_URL": site.base_url, "OSCE_DATA_DIR": str(tmp_path)},
            stderr=subprocess.DEVNULL,
        )
        first = f"/{site.items[0].number}"
        wait_until(
            lambda: crawl.poll() is not None or any(first in seen.path for seen in site.requests), "an item"
        )
        assert crawl.poll() is None
        readers = readers_of(crawl.pid)
        assert len(readers) == 1
        crawl.kill()
        crawl.wait()
        wait_until(lambda: not Path(f"/proc/{readers[0]}").exists(), "the end of the reader")


def test_a_process_of_its_own_is_for_many_requests_and_two_cores() -> None:
    assert isinstance(reader_for(1, cores=2), ReaderBySize)
    assert isinstance(reader_for(2, cores=8), ReaderBySize)
    assert isinstance(reader_for(16, cores=1), ReaderBySize)
    assert isinstance(reader_for(16, cores=2), SeparateReader)
    assert isinstance(reader_for(16, "0", cores=2), OwnReader)
    assert isinstance(reader_for(1, "1", cores=1), SeparateReader)
    with pytest.raises(BadArgumentsError, match="OSCE_READER_PROCESS='yes': give auto, 0 or 1"):
        reader_for(16, "yes")


#: A page on which libxml2 works for minutes: the time grows with the square of the number of attributes.
ENDLESS = b"<html><body><main><h1>A course</h1><p %s>It ended.</p></main></body></html>" % b" ".join(
    b"a%d=1" % number for number in range(150_000)
)


def test_only_a_page_of_unusual_size_is_read_elsewhere() -> None:
    async def whole() -> None:
        reader = ReaderBySize()
        try:
            asked, body = page(PAGES[0])
            small = await reader.read(asked, body)
            assert readers_of(os.getpid()) == []
            large = await reader.read(asked, body + b" " * 200_000)
            assert len(readers_of(os.getpid())) == 1
            assert large.item == small.item
        finally:
            await reader.close()

    asyncio.run(whole())


def test_a_page_that_takes_minutes_is_refused_by_default_and_the_others_are_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(news, "reader_for", lambda *_: ReaderBySize(longest=8))
    with LocalSite(12) as site:
        site.answer(site.items[3].number, 200, body=ENDLESS)
        result = crawl("news", site.base_url, tmp_path)
        assert result.code is ExitCode.GOOD, result.said
        assert set(records(tmp_path)) == set(site.truth()) - {site.items[3].key}
        (refused,) = [
            entry for entry in records(tmp_path, "quarantine").values() if "longer" in entry["reason"]
        ]
        assert refused["id"] == site.items[3].key


def test_a_crawl_that_reads_an_endless_page_ends_when_it_is_asked_to(tmp_path: Path) -> None:
    with LocalSite(12) as site:
        endless = site.items[3]
        site.answer(endless.number, 200, body=ENDLESS)
        with (tmp_path / "log").open("wb") as log:
            process = subprocess.Popen(
                [sys.executable, "-m", "scrapy", "crawl", "news"],
                env=environment(site.base_url, tmp_path / "data"),
                cwd=ROOT,
                stdout=log,
                stderr=log,
            )
        wait_until(
            lambda: any(seen.path == endless.path for seen in site.requests), "the endless page asked for"
        )
        wait_until(lambda: readers_of(process.pid), "a process that reads it")
        process.send_signal(signal.SIGTERM)
        assert process.wait(PATIENCE) == 1
    with Store(url_in(tmp_path / "data")) as store:
        store.resume_view()
        assert [run.outcome for run in store.runs()] == ["stopped"]
        assert store.due_address(endless.key, clock.now()) is not None
