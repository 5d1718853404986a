"""A harvest of a site with faults, in a process of its own, with what it cost."""

import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

from tests.crawling.processes import ROOT, environment
from tests.spiders.crawl import open_store

#: Short enough for a test; everything else is as a crawl has it.
SETTINGS = {
    "RETRY_TIMES": "1",
    "DOWNLOAD_TIMEOUT": "2",
    "DOWNLOAD_MAXSIZE": str(16 << 20),
    "OSCE_RETRY_AFTER_MAX": "5",
}
#: A crawl has 240 MB without a fault; with all faults at once it has 295 MB, and the process
#: that reads its slow pages 204 MB. The two peaks are added, though they need not fall together.
MOST_MEMORY = 550.0
MOST_SECONDS = 300
#: `scrapy` where no name can be resolved.
NAMELESS = """
import socket, sys
from scrapy.cmdline import execute

def nothing(name):
    raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

socket.gethostbyname = nothing
execute(["scrapy", *sys.argv[1:]])
"""


@dataclass(frozen=True, slots=True)
class Cost:
    """What a harvest came to: exit code, log, seconds, peak memory in MB, counters."""

    code: int
    log: str
    seconds: float
    memory: float
    counts: dict[str, int]


@dataclass(frozen=True, slots=True)
class Reach:
    """How a harvest reaches the site: the authority that it trusts, and whether names can be resolved."""

    trust: Path | None = None
    resolved: bool = True


def harvest(base_url: str, directory: Path, reach: Reach | None = None) -> Cost:
    """Run ``scrapy crawl news``; one that takes too long is killed, and fails."""
    reach = reach or Reach()
    directory.mkdir(parents=True, exist_ok=True)
    log = directory / "crawl.log"
    program = ["-m", "scrapy"] if reach.resolved else ["-c", NAMELESS]
    command = [sys.executable, *program, "crawl", "news"]
    for name, value in SETTINGS.items():
        command += ["-s", f"{name}={value}"]
    variables = environment(base_url, directory)
    if reach.trust is not None:
        variables |= {"SSL_CERT_FILE": str(reach.trust)}
    began = time.monotonic()
    with log.open("wb") as out:
        process = subprocess.Popen(command, cwd=ROOT, env=variables, stdout=out, stderr=out)
        memory = 0.0
        while process.poll() is None:
            memory = max(memory, sum(map(_peak, _family(process.pid))))
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


def _family(pid: int) -> list[int]:
    """A process and those that it began."""
    try:
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text("ascii").split()
    except OSError:
        children = []
    return [pid, *map(int, children)]


def _peak(pid: int) -> float:
    """The peak of a process's own memory in MB; what it had before it became another program is left out."""
    try:
        status = Path(f"/proc/{pid}/status").read_text("ascii")
    except OSError:
        return 0.0
    found = [line.split()[1] for line in status.splitlines() if line.startswith("VmHWM:")]
    return int(found[0]) / 1024 if found else 0.0


def _counts(directory: Path) -> dict[str, int]:
    if not (directory / "osce.sqlite").exists():
        return {}
    with open_store(directory) as store:
        return dict([*store.runs()][-1].counts)
