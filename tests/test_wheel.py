"""The wheel, installed with base requirements alone in a fresh environment, used outside the checkout."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
COMMANDS = (
    *("harvest", "crawl", "extract", "reextract", "export", "report", "browse", "status", "quarantine"),
    *("validate", "evaluate", "fixture"),
)
TEXT = "Maps for clerks\nSKOPJE, 4 March 2026 - Forty clerks took part in a course on maps of the Mission.\n"

Run = Callable[..., subprocess.CompletedProcess[str]]


def _checked(*command: str | Path) -> None:
    done = subprocess.run(
        [str(part) for part in command], capture_output=True, text=True, cwd=ROOT, check=False
    )
    assert done.returncode == 0, done.stderr[-2000:]


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Run:
    """Runs a program of the fresh environment, in an empty directory."""
    place = tmp_path_factory.mktemp("wheel")
    environment = place / "env"
    _checked(sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", place)
    (wheel,) = place.glob("*.whl")
    uv = shutil.which("uv")
    python = environment / "bin" / "python"
    if uv is not None:
        _checked(uv, "venv", "-q", "-p", sys.executable, environment)
        install: list[str | Path] = [uv, "pip", "install", "-q", "-p", python]
    else:
        _checked(sys.executable, "-m", "venv", environment)
        install = [python, "-m", "pip", "install", "-q", "--disable-pip-version-check"]
    _checked(*install, "--require-hashes", "-r", ROOT / "requirements" / "base.txt")
    _checked(*install, "--no-deps", wheel)
    outside = place / "outside"
    outside.mkdir()
    (outside / "item.txt").write_text(TEXT, encoding="utf-8")
    clean = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("PYTHON", "OSCE_", "SCRAPY"))
    }

    def start(program: str, *arguments: str) -> subprocess.CompletedProcess[str]:
        command = [str(environment / "bin" / program), *arguments]
        return subprocess.run(command, capture_output=True, text=True, cwd=outside, env=clean, check=False)

    return start


def test_help_and_version_work_without_any_extra(run: Run) -> None:
    assert "harvest" in run("osce", "--help").stdout
    assert run("osce", "--version").stdout.startswith("osce-scraper ")


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_shows_its_help(run: Run, command: str) -> None:
    done = run("osce", command, "--help")
    assert (done.returncode, "Traceback" in done.stderr) == (0, False), done.stderr
    assert "sage" in done.stdout


def test_a_text_is_extracted(run: Run) -> None:
    done = run("osce", "extract", "item.txt", "--text", "--url", "https://www.osce.org/mission-to-skopje/1")
    assert (done.returncode, '"total":40' in done.stdout) == (0, True), done.stderr


def test_the_spiders_are_found_outside_the_checkout(run: Run) -> None:
    done = run("osce", "crawl", "news", "-a", "since=tomorrowish")
    assert done.returncode == 2
    assert "argument 'since'" in done.stderr
    assert "languages by their two letters" in run("osce", "crawl", "--help").stdout


def test_a_command_that_needs_an_extra_names_it_in_one_line(run: Run) -> None:
    (done,) = [run("osce", "report", "item.txt")]
    assert done.returncode != 0
    assert "Traceback" not in done.stderr


def test_the_names_of_the_package_can_be_imported(run: Run) -> None:
    functions = "extract_news, extract_listing, extract_menus, find_participants, load"
    done = run("python", "-c", f"from osce_scraper import {functions}, NewsItem, MenuEntry, NotANewsPage")
    assert done.returncode == 0, done.stderr
