"""A harvest of a site with faults, in a process of its own, with what it cost."""

import json
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.crawling.processes import ROOT, environment

#: Short enough for a test; everything else is as a crawl has it.
SETTINGS = {
    "RETRY_TIMES": "1",
    "DOWNLOAD_TIMEOUT": "2",
    "DOWNLOAD_MAXSIZE": str(16 << 20),
    "OSCE_RETRY_AFTER_MAX": "5",
}
#: A crawl has 100 MB without a fault; none may take much more.
MOST_MEMORY = 450.0
MOST_SECONDS = 120


@dataclass(frozen=True, slots=True)
class Cost:
    """What a harvest came to: exit code, log, seconds, peak memory in MB, counters."""

    code: int
    log: str
    seconds: float
    memory: float
    counts: dict[str, int]


def harvest(
    base_url: str, directory: Path, settings: dict[str, str], arguments: tuple[str, ...] = ()
) -> Cost:
    """Run ``scrapy crawl news``; one that takes too long is killed, and fails."""
    directory.mkdir(parents=True, exist_ok=True)
    log = directory / "crawl.log"
    command = [sys.executable, "-m", "scrapy", "crawl", "news"]
    for name, value in {**SETTINGS, **settings}.items():
        command += ["-s", f"{name}={value}"]
    for argument in arguments:
        command += ["-a", argument]
    began = time.monotonic()
    with log.open("wb") as out:
        process = subprocess.Popen(
            command, cwd=ROOT, env=environment(base_url, directory), stdout=out, stderr=out
        )
        memory = 0.0
        while process.poll() is None:
            memory = max(memory, _peak(process.pid))
            if time.monotonic() - began > MOST_SECONDS:
                process.kill()
                process.wait()
                raise AssertionError(f"still running after {MOST_SECONDS} s: {log.read_text()[-2000:]}")
            time.sleep(0.02)
    return Cost(
        process.returncode,
        log.read_text("utf-8", "replace"),
        time.monotonic() - began,
        memory,
        _counts(directory),
    )


def _peak(pid: int) -> float:
    """The peak of a process's own memory in MB; what it had before it became another program is left out."""
    try:
        status = Path(f"/proc/{pid}/status").read_text("ascii")
    except OSError:
        return 0.0
    found = [line.split()[1] for line in status.splitlines() if line.startswith("VmHWM:")]
    return int(found[0]) / 1024 if found else 0.0


def _counts(directory: Path) -> dict[str, int]:
    path = directory / "runs.jsonl"
    if not path.exists():
        return {}
    run: dict[str, Any] = json.loads(path.read_text("utf-8").splitlines()[-1])
    return dict(run["counts"])
