"""The files in deploy/: whole, well-formed, and in step with the command."""

import configparser
import re
import shutil
import subprocess
from pathlib import Path

import pytest
import yaml

from tests.crawling.processes import ROOT

DEPLOY = ROOT / "deploy"


def test_every_file_is_explained() -> None:
    told = (ROOT / "docs" / "operations.md").read_text()
    for file in DEPLOY.iterdir():
        assert file.name in told or (file.suffix == ".timer" and "`.timer`" in told), file.name


def options_of(text: str) -> set[str]:
    """Long options of `osce harvest` in a file."""
    return set(re.findall(r"(?<=\s)--(?:quiet|max-time|log-file|verbose|metrics-file|log-format)\b", text))


def test_options_are_those_of_the_command() -> None:
    source = (ROOT / "osce_scraper" / "commands" / "harvest.py").read_text()
    for file in DEPLOY.iterdir():
        for option in options_of(file.read_text()):
            assert f'"{option}"' in source


def test_the_crontab_has_a_line_with_five_times_and_a_command() -> None:
    lines = [
        line
        for line in (DEPLOY / "crontab").read_text().splitlines()
        if line and not line.startswith("#") and not re.match(r"\w+=", line)
    ]
    assert len(lines) == 1
    assert re.match(r"(?:[\d*/,-]+ ){5}/\S+/osce harvest ", lines[0])


def test_the_service_can_gain_nothing_and_write_its_data_alone() -> None:
    parser = configparser.ConfigParser(strict=False, interpolation=None)
    parser.optionxform = str  # type: ignore[assignment,method-assign]
    parser.read(DEPLOY / "osce-harvest.service")
    service = parser["Service"]
    assert service["NoNewPrivileges"] == "yes"
    assert service["ProtectSystem"] == "strict"
    assert service["ReadWritePaths"] == "/var/lib/osce-scraper"
    assert service["User"] not in ("", "root")
    assert service["CapabilityBoundingSet"] == ""


@pytest.mark.skipif(
    shutil.which("systemd-analyze") is None, reason="systemd-analyze is missing (Debian: systemd)"
)
def test_systemd_takes_the_units(tmp_path: Path) -> None:
    for name in ("osce-harvest.service", "osce-harvest.timer"):
        text = (DEPLOY / name).read_text().replace("/opt/osce-scraper/.venv/bin/osce", "/bin/true")
        (tmp_path / name).write_text(text)
    done = subprocess.run(
        ["systemd-analyze", "verify", "osce-harvest.service", "osce-harvest.timer"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert "osce-harvest" not in done.stderr, done.stderr


def test_the_workflow_harvests_under_a_time_limit_with_pinned_actions() -> None:
    workflow = yaml.safe_load((DEPLOY / "harvest.yml").read_text())
    job = workflow["jobs"]["harvest"]
    assert job["timeout-minutes"] <= 360
    for step in job["steps"]:
        assert "uses" in step or "run" in step
        if "uses" in step:
            assert re.search(r"@v\d+$", step["uses"])


def test_the_image_runs_as_nobody_in_particular() -> None:
    lines = (DEPLOY / "Dockerfile").read_text().splitlines()
    instructions = [line.split()[0] for line in lines if line and not line.startswith(("#", " "))]
    known = {
        "FROM", "WORKDIR", "COPY", "RUN", "USER", "ENV", "VOLUME", "STOPSIGNAL", "ENTRYPOINT", "CMD"
    }  # fmt: skip
    assert set(instructions) <= known
    assert instructions.index("USER") < instructions.index("ENTRYPOINT")
    for line in lines:
        if line.startswith("COPY"):
            for name in line.split()[1:-1]:
                assert (ROOT / name).exists(), name
