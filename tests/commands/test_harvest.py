"""`osce harvest` as people and cron start it: real processes, a bare environment, signals."""

import json
import logging
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from osce_scraper.crawling.logs import Format, safe, set_up
from osce_scraper.monitors.metrics import METRICS
from osce_scraper.sites import load_site
from tests.crawling.processes import ANY_AGE, ROOT
from tests.site.demo import menu_faults, news_faults
from tests.site.server import LocalSite

OSCE = [sys.executable, "-m", "osce_scraper.cli"]


@pytest.fixture
def site() -> Iterator[LocalSite]:
    """The whole local site."""
    with LocalSite() as running:
        yield running


def cron(site: LocalSite, directory: Path, *arguments: str, elsewhere: Path) -> subprocess.Popen[str]:
    """Start a harvest as cron does: no terminal, next to no environment, another directory, umask 077."""
    return subprocess.Popen(
        [*OSCE, "harvest", *arguments],
        cwd=elsewhere,
        env={
            "PATH": "/usr/bin:/bin",
            "PYTHONPATH": str(ROOT),
            "OSCE_BASE_URL": site.base_url,
            "OSCE_MONITORS": ANY_AGE,
            "OSCE_DATA_DIR": str(directory),
        },
        umask=0o077,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )


def requests_made(site: LocalSite, number: int, process: subprocess.Popen[str]) -> None:
    """Wait until the site has been asked so often."""
    while len(site.requests) < number and process.poll() is None:
        time.sleep(0.001)


def test_under_cron_a_good_night_is_one_line(site: LocalSite, tmp_path: Path) -> None:
    data = tmp_path / "data"
    out, err = cron(site, data, elsewhere=tmp_path).communicate()
    assert re.fullmatch(r"osce harvest: 90 new, 0 changed, .*; published into .*\n", out)
    assert err == ""
    assert news_faults(site, data) == []
    assert menu_faults(data) == []
    assert data.stat().st_mode & 0o077 == 0
    out, err = cron(site, data, "--quiet", elsewhere=tmp_path).communicate()
    assert out == ""
    assert "Traceback" not in err


def test_a_second_start_while_the_first_runs_and_a_sigterm_in_the_middle(
    site: LocalSite, tmp_path: Path
) -> None:
    data, whole = tmp_path / "data", tmp_path / "whole"
    site.latency = 0.02
    first = cron(site, data, elsewhere=tmp_path)
    requests_made(site, 40, first)
    # So that there is still something to do however long the second takes to start.
    site.latency = 0.5
    second = cron(site, data, elsewhere=tmp_path)
    out, err = second.communicate()
    assert second.returncode == 4
    assert re.search(r"since \d{4}-\d\d-\d\d", err)
    assert out == ""
    assert first.poll() is None
    first.send_signal(signal.SIGTERM)
    out, err = first.communicate()
    assert first.returncode == 1
    assert "run it again to go on from there" in err
    assert "Traceback" not in err
    assert not (data / "news.jsonl").exists()
    site.latency = 0.0
    for directory in (data, whole):
        assert cron(site, directory, elsewhere=tmp_path).wait() == 0
    assert published(data) == published(whole)
    outcomes = [json.loads(line)["outcome"] for line in (data / "runs.jsonl").read_text("utf-8").splitlines()]
    assert outcomes == ["stopped", "finished"]


def published(directory: Path) -> list[dict[str, object]]:
    """The published news without times and places in the archive."""
    lines = (directory / "news.jsonl").read_text("utf-8").splitlines()
    items = [json.loads(line) for line in lines]
    for item in items:
        for name in ("first_seen", "last_seen", "last_changed"):
            item.pop(name)
        item["source"].pop("fetched_at")
        item["source"].pop("archive")
    return items


def osce(
    site: LocalSite, directory: Path, *arguments: str, **environment: str
) -> subprocess.CompletedProcess[str]:
    """Run a command to its end."""
    return subprocess.run(
        [*OSCE, *arguments],
        env={
            **os.environ,
            "OSCE_BASE_URL": site.base_url,
            "OSCE_DATA_DIR": str(directory),
            "OSCE_MONITORS": ANY_AGE,
            **environment,
        },
        capture_output=True,
        text=True,
        check=False,
    )


class TestNoSource:
    """Nothing can be harvested: why is told once, with the address of the site once."""

    def _silenced(self, site: LocalSite, status: int) -> None:
        site.answer("/", status)
        for listing in profile_of_site(site):
            site.answer(listing, status)

    @pytest.mark.parametrize(
        ("status", "words"),
        [
            (401, "refuses this client"),
            (403, "refuses this client"),
            (451, "refuses this client"),
            (404, "Check OSCE_BASE_URL"),
            (418, "Check OSCE_BASE_URL"),
        ],
    )
    @pytest.mark.parametrize(
        "words_of_command", [("harvest",), ("crawl", "news"), ("crawl", "menus")], ids=" ".join
    )
    def test_a_failure_is_told_once_with_its_address_once(
        self, site: LocalSite, tmp_path: Path, status: int, words: str, words_of_command: tuple[str, ...]
    ) -> None:
        self._silenced(site, status)
        done = osce(site, tmp_path / "data", *words_of_command)
        assert done.returncode == 1
        told = [line for line in done.stderr.splitlines() if words in line]
        assert len(told) == 1, done.stderr
        assert told[0].count(site.base_url) == 1
        assert ("Check OSCE_BASE_URL" in told[0]) == (status not in (401, 403, 451))

    def test_the_alarm_says_it_once_too(self, site: LocalSite, tmp_path: Path) -> None:
        self._silenced(site, 403)
        data = tmp_path / "data"
        data.mkdir()
        bounds = data / "monitors.toml"
        alarm = tmp_path / "alarm"
        bounds.write_text(f'[channels]\non = "red"\n[channels.command]\nargv = ["tee", "{alarm}"]\n', "utf-8")
        osce(site, data, "harvest", OSCE_MONITORS=str(bounds))
        said = alarm.read_text(encoding="utf-8")
        assert said.count("refuses this client") == 1
        assert "no items from" not in said


def profile_of_site(site: LocalSite) -> list[str]:
    """The paths of every source that is asked for."""
    profile = load_site("osce").profile(site.base_url)
    sources = (*profile.listings, *profile.side_listings, *profile.sitemaps)
    return [url.removeprefix(site.base_url) for url in sources]


class TestDryRun:
    """`--dry-run` asks nobody and changes nothing."""

    def test_without_a_store(self, site: LocalSite, tmp_path: Path) -> None:
        done = osce(site, tmp_path / "data", "harvest", "--dry-run")
        assert done.returncode == 0
        assert f"{site.base_url}/news" in done.stdout
        assert "There is no store yet" in done.stdout
        assert site.requests == []
        assert not (tmp_path / "data").exists()

    def test_says_what_is_due_and_why(self, site: LocalSite, tmp_path: Path) -> None:
        assert osce(site, tmp_path, "harvest", "-a", "limit=5").returncode == 0
        before = {path: path.read_bytes() for path in tmp_path.glob("*.jsonl")}
        site.forget_requests()
        done = osce(site, tmp_path, "harvest", "--dry-run", COLUMNS="120")
        assert re.search(r"new\s+│\s+\d+", done.stdout)
        assert site.requests == []
        assert {path: path.read_bytes() for path in tmp_path.glob("*.jsonl")} == before


class TestLimits:
    """`--max-requests` and `--max-time` end a run; the next one goes on."""

    def test_no_request_more_is_made_and_the_rest_stays_due(self, site: LocalSite, tmp_path: Path) -> None:
        done = osce(site, tmp_path, "harvest", "--max-requests", "50")
        assert done.returncode == 0, done.stderr
        assert "ended at its limit" in done.stdout
        assert len(site.requests) == 50
        assert " 50 requests in " in done.stdout
        run = json.loads((tmp_path / "runs.jsonl").read_text("utf-8"))
        assert run["counts"]["ended_at_limit"] == 1
        assert osce(site, tmp_path, "harvest").returncode == 0
        assert news_faults(site, tmp_path) == []

    def test_a_run_ends_after_its_time(self, site: LocalSite, tmp_path: Path) -> None:
        site.latency = 0.1
        done = osce(site, tmp_path, "harvest", "--max-time", "3s")
        assert done.returncode == 0, done.stderr
        assert "ended at its limit" in done.stdout
        assert 0 < len(site.requests) < len(site.items)

    @pytest.mark.parametrize("given", ["soon", "-3m", "0s", "3 weeks"])
    def test_a_span_that_is_none(self, site: LocalSite, tmp_path: Path, given: str) -> None:
        done = osce(site, tmp_path, "harvest", f"--max-time={given}")
        assert done.returncode == 2
        assert "--max-time" in done.stderr
        assert "90s, 30m or 2h" in done.stderr


class TestLog:
    """`-v`, `--log-file` and `--log-format`."""

    def test_json_lines_into_a_file(self, site: LocalSite, tmp_path: Path) -> None:
        file = tmp_path / "logs" / "harvest.log"
        done = osce(site, tmp_path, "harvest", "-v", "--log-file", str(file), "--log-format", "json")
        assert done.returncode == 0, done.stderr
        entries = [json.loads(line) for line in file.read_text("utf-8").splitlines()]
        assert {"at", "level", "logger", "message"} <= set(entries[0])
        assert any("quarantine" in entry["message"] for entry in entries)
        assert done.stderr == ""

    @pytest.mark.parametrize("form", ["text", "json"])
    def test_what_pages_say_cannot_steer_a_terminal_or_forge_a_line(
        self, capsys: pytest.CaptureFixture[str], form: Format
    ) -> None:
        root, before = logging.getLogger(), logging.getLogger().handlers[:]
        levels = {name: logging.getLogger(name).level for name in ("scrapy", "twisted")}
        try:
            set_up(logging.ERROR, form=form)
            logging.getLogger("page").error(
                "%s", "a title \x1b[2J\n2026-01-01 00:00:00 ERROR forged: all is well"
            )
        finally:
            root.handlers[:] = before
            for name, level in levels.items():
                logging.getLogger(name).setLevel(level)
            logging.captureWarnings(capture=False)
        said = capsys.readouterr().err
        assert said.count("\n") == 1
        assert "\x1b" not in said
        assert "x1b[2J" in said

    def test_a_file_that_cannot_be_written(self, site: LocalSite, tmp_path: Path) -> None:
        done = osce(site, tmp_path, "harvest", "--log-file", "/proc/none/harvest.log")
        assert done.returncode == 1
        assert "--log-file" in done.stderr
        assert site.requests == []


def test_metrics_are_the_documented_ones(site: LocalSite, tmp_path: Path) -> None:
    file = tmp_path / "osce.prom"
    assert osce(site, tmp_path / "data", "harvest", "--metrics-file", str(file)).returncode == 0
    written = set(re.findall(r"^# TYPE (\w+) gauge$", file.read_text(), re.MULTILINE))
    documented = set(
        re.findall(r"^\| `(osce_\w+)", (ROOT / "docs" / "operations.md").read_text(), re.MULTILINE)
    )
    assert written == documented == set(METRICS)
    assert 'osce_harvest_items{outcome="new"} 90.0' in file.read_text()


def test_metrics_that_cannot_be_written_are_told_before_anything_is_asked(
    site: LocalSite, tmp_path: Path
) -> None:
    done = osce(site, tmp_path, "harvest", "--metrics-file", "/proc/none/osce.prom")
    assert done.returncode == 1
    assert "--metrics-file" in done.stderr
    assert site.requests == []


def test_a_setting_given_with_s_goes_before_the_environment(site: LocalSite, tmp_path: Path) -> None:
    place = tmp_path / "elsewhere"
    done = osce(
        site, tmp_path / "data", "harvest", "-s", f"OSCE_DATA_DIR={place}", "-s",
        f"OSCE_BASE_URL={site.base_url}", "-a", "limit=2", OSCE_BASE_URL="http://127.0.0.1:9",
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert (place / "news.jsonl").exists()
    assert not (tmp_path / "data").exists()


@pytest.mark.parametrize(
    "text",
    [
        "postgresql://osce:swordfish@db/osce",
        "postgresql://osce:sword@swordfish@db/osce",
        "postgresql://osce:sword/swordfish@db/osce",
        "postgresql://osce:sword@x/swordfish@db/osce",
        "https:/osce:swordfish@db/osce",
        "https://example.org/hook?token=swordfish&x=1",
        "Authorization: Bearer swordfish",
        "xoxb-swordfish-1",
    ],
)
def test_no_secret_reaches_the_log(text: str) -> None:
    assert "swordfish" not in safe(f"could not reach {text}: refused")
    assert (
        safe("see https://www.osce.org/secretariat/531680") == "see https://www.osce.org/secretariat/531680"
    )


def test_the_osce_is_not_asked_by_nobody(site: LocalSite, tmp_path: Path) -> None:
    done = osce(site, tmp_path / "data", "harvest", OSCE_BASE_URL="https://www.osce.org", OSCE_CONTACT="")
    assert done.returncode == 2
    assert "OSCE_CONTACT" in done.stderr
    assert not (tmp_path / "data").exists()


def test_a_bad_file_of_bounds_is_named_before_anything_is_asked(site: LocalSite, tmp_path: Path) -> None:
    (tmp_path / "monitors.toml").write_text("[shares.gon]\nusual = 0.5\n")
    done = osce(site, tmp_path, "harvest", OSCE_MONITORS="")
    assert done.returncode == 2
    assert "Did you mean 'gone'?" in done.stderr
    assert site.requests == []


def test_what_is_held_back_is_loud_shown_by_status_and_published_when_accepted(
    site: LocalSite, tmp_path: Path
) -> None:
    assert osce(site, tmp_path, "harvest").returncode == 0
    before = (tmp_path / "news.jsonl").read_bytes()
    for _ in range(6):
        site.answer(site.add_item().number, 200, body=b"<html><body><h1>Hello</h1></body></html>")
    done = osce(site, tmp_path, "harvest")
    assert done.returncode == 3
    assert "monitor quarantine is red" in done.stderr
    assert "osce batch accept 2" in done.stderr
    assert (tmp_path / "news.jsonl").read_bytes() == before
    shown = osce(site, tmp_path, "status", COLUMNS="200")
    assert "Held back by monitors: nothing was published (run 2)" in " ".join(shown.stdout.split())
    assert json.loads(osce(site, tmp_path, "status", "--json").stdout)["held_back"] is True
    assert osce(site, tmp_path, "export").returncode == 0
    assert (tmp_path / "news.jsonl").read_bytes() == before
    assert osce(site, tmp_path, "batch", "accept", "2").returncode == 0
    assert json.loads(osce(site, tmp_path, "status", "--json").stdout)["held_back"] is False
    assert osce(site, tmp_path, "harvest").returncode == 0


def test_progress_is_drawn_on_a_terminal_only(site: LocalSite, tmp_path: Path) -> None:
    import pty

    site.latency = 0.05
    ours, theirs = pty.openpty()
    process = subprocess.Popen(
        [*OSCE, "harvest", "-a", "limit=30"],
        env={
            **os.environ,
            "OSCE_BASE_URL": site.base_url,
            "OSCE_MONITORS": ANY_AGE,
            "OSCE_DATA_DIR": str(tmp_path),
            "TERM": "xterm",
            "COLUMNS": "140",
        },
        stdout=theirs,
        stderr=theirs,
    )
    os.close(theirs)
    drawn = b""
    while True:
        try:
            part = os.read(ours, 4096)
        except OSError:
            break
        if not part:
            break
        drawn += part
    os.close(ours)
    assert process.wait() == 0
    text = drawn.decode()
    for word in ("found", "due", "fetched", "new", "unchanged", "quarantined", "requests a minute", "left"):
        assert word in text
