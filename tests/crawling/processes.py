"""`scrapy` and `osce` as a user runs them: processes of their own, on the default reactor."""

import os
import subprocess
import sys
from pathlib import Path

from tests.waiting import PATIENCE

ROOT = Path(__file__).resolve().parents[2]
#: Bounds under which the stories of the local site may be of any age.
ANY_AGE = str(ROOT / "tests" / "site" / "monitors.toml")


def environment(base_url: str, directory: Path) -> dict[str, str]:
    """The environment of a process that harvests ``base_url`` into ``directory``."""
    return {
        **os.environ,
        "OSCE_BASE_URL": base_url,
        "OSCE_DATA_DIR": str(directory),
        "OSCE_STORE_URL": "",
        "OSCE_CONTACT": "",
        "OSCE_MONITORS": ANY_AGE,
        "COLUMNS": "200",
    }


def scrapy(*arguments: str, base_url: str, directory: Path) -> subprocess.CompletedProcess[str]:
    """Run ``scrapy`` with ``arguments``."""
    return run("scrapy", *arguments, base_url=base_url, directory=directory)


def osce(*arguments: str, base_url: str, directory: Path) -> subprocess.CompletedProcess[str]:
    """Run ``osce`` with ``arguments``."""
    return run("osce_scraper.cli", *arguments, base_url=base_url, directory=directory)


def start(*command: str, base_url: str, directory: Path, **others: str) -> subprocess.Popen[str]:
    """Start a command of this environment, such as ``scrapy``, as the leader of a process group of its own.

    ``others`` are added to its environment.
    """
    return subprocess.Popen(
        [str(Path(sys.executable).with_name(command[0])), *command[1:]],
        cwd=ROOT,
        env={**environment(base_url, directory), **others},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )


def run(module: str, *arguments: str, base_url: str, directory: Path) -> subprocess.CompletedProcess[str]:
    """Run a module and wait for its end; its output is text."""
    return subprocess.run(
        [sys.executable, "-m", module, *arguments],
        cwd=ROOT,
        env=environment(base_url, directory),
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=False,
    )
