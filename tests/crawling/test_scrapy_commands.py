"""Scrapy's own commands in this project: what a Scrapy user expects, and a look leaves nothing behind."""

import json
import os
import pty
import re
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.crawling.processes import ROOT, environment, osce, scrapy, start
from tests.site.server import LocalSite

ITEM = "/secretariat/531680"
TITLE = "Raising awareness of Intelligence-led Policing approaches"


@pytest.fixture
def site() -> Iterator[LocalSite]:
    """A local site of eight English items."""
    with LocalSite(8) as running:
        yield running


def look(site: LocalSite, data: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run a command that looks at a page, and see that it left nothing behind."""
    done = scrapy(*arguments, base_url=site.base_url, directory=data)
    assert "Traceback" not in done.stderr
    assert not data.exists()
    return done


@pytest.mark.parametrize("spider", [(), ("--spider", "news"), ("--spider", "menus")])
def test_fetch_prints_the_page(site: LocalSite, tmp_path: Path, spider: tuple[str, ...]) -> None:
    done = look(site, tmp_path / "data", "fetch", *spider, "--nolog", site.base_url + ITEM)
    assert done.returncode == 0
    assert done.stdout.startswith("<!DOCTYPE html>")
    assert TITLE in done.stdout


def test_fetch_shows_the_headers_of_both_sides(site: LocalSite, tmp_path: Path) -> None:
    done = look(site, tmp_path / "data", "fetch", "--nolog", "--headers", site.base_url + ITEM)
    assert "> User-Agent: osce-scraper/" in done.stdout
    assert "< Content-Type: text/html" in done.stdout


@pytest.mark.parametrize("spider", [(), ("--spider", "news")])
def test_shell_has_the_response(site: LocalSite, tmp_path: Path, spider: tuple[str, ...]) -> None:
    code = "response.status, response.css('title::text').get(), spider.name"
    done = look(site, tmp_path / "data", "shell", *spider, "--nolog", "-c", code, site.base_url + ITEM)
    assert done.returncode == 0
    assert done.stdout.startswith(f"(200, '{TITLE}")
    assert ("news" if spider else "default") in done.stdout


def test_shell_opens_a_file_and_asks_nobody(site: LocalSite, tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    page.write_text("<title>A saved page</title>", encoding="utf-8")
    code = "response.css('title::text').get()"
    done = look(site, tmp_path / "data", "shell", "--nolog", "-c", code, str(page))
    assert done.stdout == "A saved page\n"
    assert site.requests == []


def test_shell_takes_code_that_is_typed(site: LocalSite, tmp_path: Path) -> None:
    typed = f"fetch('{site.base_url}{ITEM}')\nprint('status', response.status)\n"
    done = subprocess.run(
        [sys.executable, "-m", "scrapy", "shell", "--nolog"],
        cwd=ROOT,
        env={**environment(site.base_url, tmp_path / "data"), "SCRAPY_PYTHON_SHELL": "python"},
        input=typed,
        capture_output=True,
        text=True,
        check=False,
    )
    assert "status 200" in done.stdout
    assert not (tmp_path / "data").exists()


def test_parse_prints_the_record_of_an_item(site: LocalSite, tmp_path: Path) -> None:
    done = look(
        site, tmp_path / "data", "parse", "--spider", "news", "--nolog", "--nocolour", site.base_url + ITEM
    )
    assert "'id': '531680-en'" in done.stdout
    assert TITLE in done.stdout


def test_parse_writes_records_into_a_file_and_runs_the_pipelines(site: LocalSite, tmp_path: Path) -> None:
    out = tmp_path / "out.jsonl"
    done = look(
        site,
        tmp_path / "data",
        *("parse", "--spider", "news", "--pipelines", "-o", str(out)),
        site.base_url + ITEM,
    )
    assert done.returncode == 0
    assert json.loads(out.read_text(encoding="utf-8"))["id"] == "531680-en"


def test_parse_follows_a_listing_to_its_items(site: LocalSite, tmp_path: Path) -> None:
    listing = site.base_url + "/news"
    data = tmp_path / "data"
    done = look(site, data, "parse", "--spider", "news", "--nolog", "--nocolour", listing)
    assert f"<GET {site.base_url}{ITEM}>" in done.stdout
    done = look(site, data, "parse", "--spider", "news", "--nolog", "--nocolour", "-d", "2", listing)
    assert "'id': '531680-en'" in done.stdout


def test_parse_says_why_a_page_gives_nothing(site: LocalSite, tmp_path: Path) -> None:
    done = look(site, tmp_path / "data", "parse", "--spider", "news", site.base_url + "/sitemap.xml")
    assert "gives no record" in done.stderr


def test_parse_prints_the_entries_of_a_menu(site: LocalSite, tmp_path: Path) -> None:
    done = look(
        site, tmp_path / "data", "parse", "--spider", "menus", "--nolog", "--nocolour", site.base_url + "/"
    )
    assert "'menu': <Menu.MAIN: 'main'>" in done.stdout


@pytest.mark.parametrize(
    "arguments", [("check",), ("check", "news"), ("list",), ("settings", "--get", "BOT_NAME")]
)
def test_commands_without_an_address_ask_nobody(
    site: LocalSite, tmp_path: Path, arguments: tuple[str, ...]
) -> None:
    assert look(site, tmp_path / "data", *arguments).returncode == 0
    assert site.requests == []


def test_view_opens_the_page_in_a_browser(
    site: LocalSite, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    browser, seen = tmp_path / "browser", tmp_path / "seen"
    browser.write_text(f'#!/bin/sh\ncp "${{1#file://}}" {seen}\n', encoding="utf-8")
    browser.chmod(0o755)
    monkeypatch.setenv("BROWSER", f"{browser} %s")
    look(site, tmp_path / "data", "view", site.base_url + ITEM)
    assert TITLE in seen.read_text(encoding="utf-8")


def test_a_page_of_another_site_can_be_looked_at_but_not_left(site: LocalSite, tmp_path: Path) -> None:
    """The address that is typed decides the site, as in `osce extract`."""
    done = scrapy(
        "fetch", "--nolog", site.base_url + ITEM, base_url="https://www.osce.org", directory=tmp_path / "data"
    )
    assert TITLE in done.stdout
    with LocalSite(8) as other:
        code = f"fetch('{other.base_url}{ITEM}'), response"
        done = look(site, tmp_path / "data", "shell", "--nolog", "-c", code, site.base_url + ITEM)
        assert done.stdout == "(None, None)\n"
        assert other.requests == []


@pytest.mark.parametrize(
    "command", [("fetch",), ("view",), ("shell", "-c", "1"), ("parse", "--spider", "news")]
)
def test_the_osces_own_site_is_not_asked_without_a_contact(tmp_path: Path, command: tuple[str, ...]) -> None:
    done = scrapy(
        *command,
        "https://www.osce.org/secretariat/531680",
        base_url="https://www.osce.org",
        directory=tmp_path,
    )
    assert done.returncode == 2
    assert "OSCE_CONTACT" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("run", [scrapy, osce])
def test_the_help_of_crawl_lists_the_arguments_a_line_each(tmp_path: Path, run: object) -> None:
    assert callable(run)
    done = run("crawl", "--help", base_url="https://www.osce.org", directory=tmp_path)
    for argument in ("since", "until", "languages", "limit", "full", "urls", "urls_file"):
        assert re.search(rf"^ +{argument}: ", done.stdout, re.MULTILINE), argument


def test_the_summary_is_the_last_thing_that_crawl_prints(site: LocalSite, tmp_path: Path) -> None:
    done = scrapy("crawl", "news", base_url=site.base_url, directory=tmp_path)
    last = done.stderr.splitlines()[-1]
    assert re.fullmatch(rf"scrapy crawl news: \d+ new addresses, .*; published into {tmp_path}/", last)
    assert done.stderr.count(" stored (") == 1
    assert "Dumping Scrapy stats" not in done.stderr
    done = scrapy("crawl", "news", "-s", "STATS_DUMP=1", base_url=site.base_url, directory=tmp_path)
    assert "Dumping Scrapy stats" in done.stderr
    assert "published into" in done.stderr.splitlines()[-1]


def test_a_log_file_has_the_summary_too(site: LocalSite, tmp_path: Path) -> None:
    log = tmp_path / "log"
    done = scrapy(
        "crawl", "menus", "--logfile", str(log), base_url=site.base_url, directory=tmp_path / "data"
    )
    assert "menu entries" in log.read_text(encoding="utf-8")
    assert done.stderr.count("\n") == 1


def test_nolog_is_silent_when_all_is_well(site: LocalSite, tmp_path: Path) -> None:
    done = scrapy("crawl", "menus", "--nolog", base_url=site.base_url, directory=tmp_path)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def test_a_terminal_shows_phase_bar_and_time_left(site: LocalSite, tmp_path: Path) -> None:
    site.latency = 0.2
    pid, terminal = pty.fork()
    if pid == 0:
        os.chdir(ROOT)
        surroundings = {**environment(site.base_url, tmp_path), "TERM": "xterm"}
        os.execve(sys.executable, [sys.executable, "-m", "scrapy", "crawl", "news"], surroundings)
    shown = b""
    while chunk := _read(terminal):
        shown += chunk
    assert os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) == 0
    text = re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "", shown.decode()).replace("\r", "\n")
    assert "looking for news" in text
    assert re.search(r"fetching what is due .*━.* \d+/\d+ .* left", text)
    lines = [line for line in text.splitlines() if line.strip()]
    assert lines[-1].startswith("scrapy crawl news: ")
    # Lines of the log stand whole above the bar.
    assert re.search(r"^20.*INFO: Spider closed \(finished\)\s*$", text, re.MULTILINE)


def _read(terminal: int) -> bytes:
    try:
        return os.read(terminal, 65536)
    except OSError:
        # What Linux answers when nobody is at the other end any more.
        return b""


CRAWLS = [("scrapy", "crawl", "news"), ("osce", "crawl", "news"), ("osce", "harvest")]


@pytest.mark.parametrize("times", [1, 2])
@pytest.mark.parametrize("after", [0, 1, 6])
@pytest.mark.parametrize("command", CRAWLS, ids=" ".join)
def test_ctrl_c_ends_a_crawl_without_a_traceback(
    site: LocalSite, tmp_path: Path, command: tuple[str, ...], after: int, times: int
) -> None:
    """``after`` so many requests; 0 is while the command starts."""
    site.latency = 0.2
    process = start(*command, base_url=site.base_url, directory=tmp_path)
    if after == 0:
        _wait_for_imports(process)
    while len(site.requests) < after and process.poll() is None:
        _breathe()
    for _ in range(times):
        os.killpg(process.pid, signal.SIGINT)
    said = "\n".join(process.communicate())
    assert "Traceback" not in said
    assert not re.search("Exception ignored|Unhandled| ERROR: ", said)
    assert process.returncode in (1, 130, -signal.SIGINT)
    if after:
        assert "run it again to go on from there" in said
        with sqlite3.connect(tmp_path / "osce.sqlite") as store:
            assert store.execute("SELECT outcome FROM runs").fetchall() == [("stopped",)]
    assert not (tmp_path / "news.jsonl").exists()


@pytest.mark.parametrize("command", [("fetch",), ("parse", "--spider", "news")])
def test_ctrl_c_ends_a_look_without_a_traceback(
    site: LocalSite, tmp_path: Path, command: tuple[str, ...]
) -> None:
    site.latency = 3
    process = start(
        "scrapy",
        *command,
        "--nolog",
        site.base_url + ITEM,
        base_url=site.base_url,
        directory=tmp_path / "data",
    )
    while not site.requests and process.poll() is None:
        _breathe()
    for _ in range(2):
        os.killpg(process.pid, signal.SIGINT)
    assert "Traceback" not in "\n".join(process.communicate())


def _wait_for_imports(process: subprocess.Popen[str]) -> None:
    """Wait until a command has begun: the first line of Scrapy's log, or lxml in the memory of `osce`.

    Before that line Scrapy imports itself, and nothing of this project is there to be asked.
    """
    assert process.stderr is not None
    if "scrapy" in str(process.args):
        process.stderr.readline()
        return
    maps = Path(f"/proc/{process.pid}/maps")
    while process.poll() is None and "lxml" not in maps.read_text():
        _breathe()


def _breathe() -> None:
    os.sched_yield()
