"""A plugin of pytest: one seed for all processes of a run of tests, and a summary of the kills in the end."""

import os
import random
from collections import Counter
from typing import Any

import pytest

PROPERTY = "kills"


def pytest_configure() -> None:
    """Draw the seed where none is given, before the processes of a parallel run begin: they inherit it."""
    if not os.environ.get("OSCE_TEST_SEED"):
        os.environ["OSCE_TEST_SEED"] = str(random.SystemRandom().randrange(1, 1_000_000))


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Tell the kills of this run by what was killed, with the seed that repeats them."""
    reports = [
        (report, value)
        for outcome in ("passed", "failed")
        for report in terminalreporter.stats.get(outcome, [])
        for name, value in getattr(report, "user_properties", [])
        if name == PROPERTY and report.when == "call"
    ]
    if not reports:
        return
    terminalreporter.section(f"kills (OSCE_TEST_SEED={os.environ['OSCE_TEST_SEED']})")
    for report, plan in sorted(reports, key=lambda pair: str(pair[1]["name"])):
        terminalreporter.line(_line(plan["name"], Counter(plan["kills"]), report.duration, report.passed))
    total: Counter[str] = Counter()
    for _, plan in reports:
        total.update(plan["kills"])
    seconds = sum(report.duration for report, _ in reports)
    terminalreporter.line(_line("in all", total, seconds, all(report.passed for report, _ in reports)))


def _line(name: str, kills: Counter[str], seconds: float, passed: bool) -> str:
    result: Any = "nothing lost, nothing doubled" if passed else "FAILED"
    return (
        f"{name:<24} {kills.total():>4} kills ({kills['SIGKILL']:>3} SIGKILL, {kills['SIGTERM']:>3} SIGTERM) "
        f"{seconds:>6.1f} s  {result}"
    )
