"""`-O`: every record is written, in every format, or the run says that it is not."""

import csv
import json
from pathlib import Path
from typing import Any

import pytest

from osce_scraper.crawling.outcome import ExitCode
from osce_scraper.records import NewsItem
from tests.site.server import LocalSite
from tests.spiders.crawl import Crawled, crawl, records


@pytest.fixture
def site() -> Any:
    """A local site of six English items."""
    with LocalSite(6) as running:
        yield running


def harvest(site: LocalSite, directory: Path, out: Path, **options: Any) -> Crawled:
    return crawl("news", site.base_url, directory, settings={"FEEDS": {str(out): options}})


@pytest.mark.parametrize("form", ["jsonl", "jsonlines", "jl"])
def test_json_lines_are_the_models_own(site: LocalSite, tmp_path: Path, form: str) -> None:
    out = tmp_path / "out"
    assert harvest(site, tmp_path / "data", out, format=form).code is ExitCode.GOOD
    lines = out.read_text(encoding="utf-8").splitlines()
    assert sorted(lines) == sorted((tmp_path / "data" / "news.jsonl").read_text("utf-8").splitlines())
    for line in lines:
        assert NewsItem.from_json_line(line).to_json_line() == line


def test_json_is_one_array(site: LocalSite, tmp_path: Path) -> None:
    out = tmp_path / "out.json"
    harvest(site, tmp_path / "data", out, format="json")
    written = {record["id"]: record for record in json.loads(out.read_text(encoding="utf-8"))}
    assert written == records(tmp_path / "data")


def test_an_empty_array_is_one_too(site: LocalSite, tmp_path: Path) -> None:
    out = tmp_path / "out.json"
    for _ in range(2):
        harvest(site, tmp_path / "data", out, format="json", overwrite=True)
    assert json.loads(out.read_text(encoding="utf-8")) == []


def test_chosen_fields_are_written_as_chosen(site: LocalSite, tmp_path: Path) -> None:
    out = tmp_path / "out.jsonl"
    harvest(site, tmp_path / "data", out, format="jsonl", fields=["id", "issued_on"])
    kept = records(tmp_path / "data")
    for line in out.read_text(encoding="utf-8").splitlines():
        record = json.loads(line)
        assert record == {name: kept[record["id"]][name] for name in ("id", "issued_on")}


def test_a_table_has_a_row_for_each(site: LocalSite, tmp_path: Path) -> None:
    out = tmp_path / "out.csv"
    assert harvest(site, tmp_path / "data", out, format="csv").code is ExitCode.GOOD
    with out.open(encoding="utf-8", newline="") as file:
        rows = {row["id"]: row["title"] for row in csv.DictReader(file)}
    assert rows == {key: record["title"] for key, record in records(tmp_path / "data").items()}


def test_a_record_that_cannot_be_written_fails_the_run(site: LocalSite, tmp_path: Path) -> None:
    result = crawl(
        "news",
        site.base_url,
        tmp_path / "data",
        settings={
            "FEEDS": {str(tmp_path / "out.x"): {"format": "x"}},
            "FEED_EXPORTERS": {"x": "tests.crawling.faults.LosesOneRecord"},
        },
    )
    assert result.code is ExitCode.FAILED
    assert "531680-en" in result.said
    assert not (tmp_path / "data" / "news.jsonl").exists()
