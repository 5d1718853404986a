"""The files in deploy/: whole, well-formed, and in step with the command."""

import configparser
import grp
import gzip
import json
import os
import pwd
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml
from typer.testing import CliRunner

from osce_scraper import load
from osce_scraper.cli import app
from tests.analysis.two_nights import harvest_two_nights
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


def checked(*command: str | Path, place: Path = DEPLOY) -> str:
    """What a checker says of a file; skipped where it is not installed, but for CI."""
    program = str(command[0])
    found = shutil.which(str(Path(sys.executable).with_name(program))) or shutil.which(
        program, path=f"{os.environ['PATH']}:/usr/sbin"
    )
    if found is None:
        assert os.environ.get("CI") != "true", f"{program} is missing: .ci/services installs it"
        pytest.skip(f"{program} is not installed")
    done = subprocess.run(
        [found, *map(str, command[1:])], cwd=place, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout + done.stderr


def test_the_crontab_is_for_cron_d_and_names_the_user(tmp_path: Path) -> None:
    text = (DEPLOY / "crontab").read_text()
    lines = [
        line
        for line in text.splitlines()
        if line and not line.startswith("#") and not re.match(r"\w+=", line)
    ]
    assert len(lines) == 1
    assert re.match(r"(?:[\d*/,-]+ ){5}osce-scraper /\S+/osce harvest ", lines[0])
    # A user's own has no name in it; crontab checks that form.
    own = tmp_path / "crontab"
    own.write_text(text.replace(" osce-scraper /", " /"))
    assert "successfully checked" in checked("crontab", "-n", own)


def test_no_instruction_replaces_somebodys_crontab() -> None:
    for page in (DEPLOY / "crontab", ROOT / "docs" / "operations.md"):
        assert not re.search(r"^[^(]*\bcrontab (?!-)\S*deploy", page.read_text(), re.MULTILINE)


def test_logrotate_takes_its_file(tmp_path: Path) -> None:
    """With the user of this process, since the one of the service is not on this machine."""
    log = tmp_path / "harvest.log"
    log.write_text("a line\n")
    text = (DEPLOY / "logrotate").read_text()
    assert "su osce-scraper osce-scraper" in text
    assert "/var/lib/osce-scraper/harvest.log" in (DEPLOY / "crontab").read_text()
    mine = f"su {pwd.getpwuid(os.getuid()).pw_name} {grp.getgrgid(os.getgid()).gr_name}"
    text = text.replace("su osce-scraper osce-scraper", mine)
    config = tmp_path / "logrotate"
    config.write_text(text.replace("/var/lib/osce-scraper/harvest.log", str(log)))
    config.chmod(0o644)
    said = checked("logrotate", "--force", "--verbose", "--state", tmp_path / "state", config)
    assert "error" not in said
    assert (tmp_path / "harvest.log.1").read_text() == "a line\n"


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


def test_systemd_takes_the_units(tmp_path: Path) -> None:
    units = [unit.name for unit in DEPLOY.glob("osce-harvest*") if unit.suffix in (".service", ".timer")]
    assert len(units) == 3
    for name in units:
        text = (DEPLOY / name).read_text().replace("/opt/osce-scraper/.venv/bin/osce", "/bin/true")
        (tmp_path / name).write_text(text)
    assert "osce-harvest" not in checked("systemd-analyze", "verify", *units, place=tmp_path)


def test_a_failed_night_starts_the_unit_that_tells_of_it() -> None:
    told = re.search(r"^OnFailure=(\S+)$", (DEPLOY / "osce-harvest.service").read_text(), re.MULTILINE)
    assert told is not None
    assert (DEPLOY / told[1]).is_file()


def test_zizmor_finds_nothing_in_the_workflow() -> None:
    checked("zizmor", "--offline", "--no-progress", "harvest.yml")


def test_hadolint_finds_nothing_in_the_image() -> None:
    checked("hadolint", "Dockerfile")


def test_kubernetes_takes_the_cron_job() -> None:
    said = checked("kubernetes-validate", "--strict", "cronjob.yaml")
    assert said.count("passed") == 2


def test_a_held_night_can_be_accepted_in_the_workflow() -> None:
    workflow = (DEPLOY / "harvest.yml").read_text()
    assert "accept_batch:" in workflow
    assert 'osce batch accept "$BATCH"' in workflow
    assert "batch" in CliRunner().invoke(app, ["--help"]).output


def test_published_files_are_compressed_and_the_news_by_year(tmp_path: Path) -> None:
    """GitHub takes no file over 100 MB: 15,500 items as they are."""
    data, out = tmp_path / "data", tmp_path / "published"
    harvest_two_nights(data)
    (out / "news").mkdir(parents=True)
    (out / "news" / "1800.jsonl.gz").write_bytes(b"of a year that is gone")
    script = [sys.executable, str(DEPLOY / "publish_by_year.py"), str(data), str(out)]
    subprocess.run(script, check=True)
    years = sorted((out / "news").glob("*.jsonl.gz"))
    assert "1800.jsonl.gz" not in [year.name for year in years]
    lines = []
    for year in years:
        of_year = gzip.decompress(year.read_bytes()).splitlines(keepends=True)
        days = {json.loads(line)["issued_on"] for line in of_year}
        assert {(day or "undated")[:4] for day in days} == {year.name[:4]}
        lines += of_year
    assert b"".join(lines) == (data / "news.jsonl").read_bytes()
    assert load(years[0]).height > 0
    assert {path.name for path in out.glob("*.gz")} >= {"menus.jsonl.gz", "changes.jsonl.gz", "runs.jsonl.gz"}
    before = {path: path.read_bytes() for path in out.rglob("*.gz")}
    subprocess.run(script, check=True)
    assert {path: path.read_bytes() for path in out.rglob("*.gz")} == before


def test_the_workflow_harvests_under_a_time_limit_with_pinned_actions() -> None:
    workflow = yaml.safe_load((DEPLOY / "harvest.yml").read_text())
    job = workflow["jobs"]["harvest"]
    assert job["timeout-minutes"] <= 360
    for step in job["steps"]:
        assert "uses" in step or "run" in step
        if "uses" in step:
            assert re.search(r"@[0-9a-f]{40}$", step["uses"])


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
