"""`-O`: every record is written, in every format, or the run says that it is not."""

import json
from pathlib import Path
from typing import Any

import pytest

from osce_scraper.crawling.outcome import ExitCode
from osce_scraper.records import NewsItem
from tests.site.server import LocalSite
from tests.spiders.crawl import Crawled, crawl, make_due, records


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


@pytest.mark.parametrize("name", ["out.jsonl", "out.json"])
def test_a_second_run_leaves_the_same_file(site: LocalSite, tmp_path: Path, name: str) -> None:
    """``-O`` holds the current items, fetched or unchanged."""
    out, data = tmp_path / name, tmp_path / "data"
    written = []
    for _ in range(2):
        assert harvest(site, data, out, format=out.suffix[1:], overwrite=True).code is ExitCode.GOOD
        written.append(out.read_bytes())
    assert written[0] == written[1]
    assert len(written[0].splitlines()) >= len(site.truth())
    assert list(tmp_path.glob(".*")) == []


def test_the_file_is_the_published_one_line_by_line(site: LocalSite, tmp_path: Path) -> None:
    out, data = tmp_path / "out.jsonl", tmp_path / "data"
    harvest(site, data, out, format="jsonl", overwrite=True)
    assert out.read_bytes() == (data / "news.jsonl").read_bytes()


@pytest.mark.parametrize("again", [False, True], ids=["fetched", "unchanged"])
def test_the_file_holds_what_the_arguments_select(site: LocalSite, tmp_path: Path, again: bool) -> None:
    data = tmp_path / "data"
    if again:
        crawl("news", site.base_url, data)
    kept = site.truth()
    days = sorted(str(item.issued_on) for item in kept.values())
    middle = days[len(days) // 2]

    def written(name: str, **arguments: str) -> list[str]:
        out = tmp_path / f"{name}.jsonl"
        feeds = {"FEEDS": {str(out): {"format": "jsonl", "overwrite": True}}}
        assert crawl("news", site.base_url, data, settings=feeds, **arguments).code is ExitCode.GOOD
        return [json.loads(line)["id"] for line in out.read_text(encoding="utf-8").splitlines()]

    assert set(written("since", since=middle)) == {
        key for key, item in kept.items() if str(item.issued_on) >= middle
    }
    url = f"{site.base_url}/secretariat/531680"
    assert written("urls", urls=url) == ["531680-en"]
    assert len(written("limit", limit="2")) == 2
    assert [key.rpartition("-")[2] for key in written("languages", languages="uk")] == ["uk"]


def test_a_withdrawn_item_is_in_no_file(site: LocalSite, tmp_path: Path) -> None:
    out, data = tmp_path / "out.jsonl", tmp_path / "data"
    crawl("news", site.base_url, data)
    site.answer("/secretariat/531680", 410)
    for _ in range(2):
        make_due(data)
        harvest(site, data, out, format="jsonl", overwrite=True)
    assert "531680-en" not in out.read_text(encoding="utf-8")
    assert out.stat().st_size > 0


@pytest.mark.parametrize("spider", ["news", "menus"])
def test_appended_lines_are_those_of_each_run(site: LocalSite, tmp_path: Path, spider: str) -> None:
    out, data = tmp_path / "out.jsonl", tmp_path / "data"
    for _ in range(2):
        crawl(spider, site.base_url, data, settings={"FEEDS": {str(out): {"format": "jsonl"}}})
    lines = out.read_text(encoding="utf-8").splitlines()
    kept = records(data, spider)
    assert len(lines) == len(kept) * (1 if spider == "news" else 2)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ('{"id": "1"}\n{"id": "2', '{"id": "1"}\n'),
        ('{"id": "1"}\n{"id": "2"}', '{"id": "1"}\n{"id": "2"}\n'),
        ('{"id": ', ""),
        ('{"text": "' + "x" * 200_000, ""),
        ('{"id": "1"}\n', '{"id": "1"}\n'),
    ],
)
def test_lines_are_appended_to_whole_lines(site: LocalSite, tmp_path: Path, before: str, after: str) -> None:
    """A run that was killed may have left half of one."""
    out = tmp_path / "out.jsonl"
    out.write_text(before, encoding="utf-8")
    harvest(site, tmp_path / "data", out, format="jsonl")
    text = out.read_text(encoding="utf-8")
    assert text.startswith(after)
    assert len([json.loads(line) for line in text.removeprefix(after).splitlines()]) == len(site.truth())


@pytest.mark.parametrize(
    ("name", "form", "words"),
    [
        ("out.csv", "csv", "osce export --to csv"),
        ("out.xml", "xml", "osce export --to atom"),
        ("out.pickle", "pickle", "osce export --to"),
        ("out.marshal", "marshal", "osce export --to"),
    ],
)
def test_a_format_that_cannot_hold_a_record_is_refused(
    site: LocalSite, tmp_path: Path, name: str, form: str, words: str
) -> None:
    result = harvest(site, tmp_path / "data", tmp_path / name, format=form, overwrite=True)
    assert result.code is ExitCode.WRONG_USAGE
    assert words in result.said
    assert site.requests == []
    assert not (tmp_path / "data").exists()


def test_a_second_array_is_not_appended(site: LocalSite, tmp_path: Path) -> None:
    out, data = tmp_path / "out.json", tmp_path / "data"
    assert harvest(site, data, out, format="json").code is ExitCode.GOOD
    before = out.read_bytes()
    result = harvest(site, data, out, format="json")
    assert result.code is ExitCode.WRONG_USAGE
    assert "-O" in result.said
    assert out.read_bytes() == before
    assert len(json.loads(before)) == len(site.truth())


def test_a_link_and_a_pipe_stay_what_they_are(site: LocalSite, tmp_path: Path) -> None:
    out, link, data = tmp_path / "out.jsonl", tmp_path / "link.jsonl", tmp_path / "data"
    link.symlink_to(out)
    harvest(site, data, link, format="jsonl", overwrite=True)
    assert link.is_symlink()
    assert len(out.read_text(encoding="utf-8").splitlines()) == len(site.truth())
    harvest(site, data, Path("/dev/null"), format="jsonl", overwrite=True)
    assert Path("/dev/null").is_char_device()


def test_chosen_fields_are_written_as_chosen(site: LocalSite, tmp_path: Path) -> None:
    out = tmp_path / "out.jsonl"
    harvest(site, tmp_path / "data", out, format="jsonl", fields=["id", "issued_on"])
    kept = records(tmp_path / "data")
    for line in out.read_text(encoding="utf-8").splitlines():
        record = json.loads(line)
        assert record == {name: kept[record["id"]][name] for name in ("id", "issued_on")}


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
