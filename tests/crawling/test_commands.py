"""The commands as processes: exit codes that tell the truth, and messages that name the thing."""

import datetime as dt
import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.crawling.processes import osce, scrapy
from tests.site.demo import main as demo
from tests.site.demo import menu_faults, news_faults
from tests.site.server import LocalSite
from tests.spiders.crawl import open_store, records

#: A port of this machine that nobody listens on.
NOBODY = "http://127.0.0.1:9"


@pytest.fixture
def site() -> Iterator[LocalSite]:
    """A local site of eight English items."""
    with LocalSite(8) as running:
        yield running


def published(directory: Path) -> dict[str, bytes]:
    """The published files, by name."""
    return {path.name: path.read_bytes() for path in directory.glob("*.jsonl")}


@pytest.mark.slow
def test_the_demo_harvests_the_whole_local_site(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    directory = tmp_path / "demo"
    directory.mkdir()
    (directory / "left over.txt").write_text("of the demo before", encoding="utf-8")
    assert demo(directory) == 0
    said = capsys.readouterr().out
    for word in (
        "items found",
        "fetched",
        "stored",
        "quarantined",
        "requests",
        "seconds",
        "What to type next",
    ):
        assert word in said
    assert not (directory / "left over.txt").exists()


def test_the_demo_notices_what_is_missing_doubled_or_invalid(site: LocalSite, tmp_path: Path) -> None:
    assert scrapy("crawl", "news", base_url=site.base_url, directory=tmp_path).returncode == 0
    assert scrapy("crawl", "menus", base_url=site.base_url, directory=tmp_path).returncode == 0
    assert news_faults(site, tmp_path) == []
    assert menu_faults(tmp_path) == []
    news = tmp_path / "news.jsonl"
    first, second, *rest = news.read_text(encoding="utf-8").splitlines()
    broken = json.loads(second) | {"title": ""}
    news.write_text("\n".join([json.dumps(broken), second, *rest]) + "\n", encoding="utf-8")
    faults = "\n".join(news_faults(site, tmp_path))
    assert f"{json.loads(first)['id']} is missing" in faults
    assert f"{broken['id']} is in news.jsonl 2 times" in faults
    assert "$.title" in faults
    menus = tmp_path / "menus.jsonl"
    menus.write_text("\n".join(menus.read_text(encoding="utf-8").splitlines()[1:]) + "\n", encoding="utf-8")
    assert any("lacks" in fault for fault in menu_faults(tmp_path))


def test_a_good_crawl_returns_0_and_writes_every_record_with_capital_o(
    site: LocalSite, tmp_path: Path
) -> None:
    out = tmp_path / "out.jsonl"
    data = tmp_path / "data"
    done = scrapy("crawl", "news", "-O", str(out), base_url=site.base_url, directory=data)
    assert done.returncode == 0, done.stderr
    written = [json.loads(line) for line in out.read_text(encoding="utf-8").splitlines()]
    assert {record["id"]: record for record in written} == records(data)
    assert set(records(data)) == set(site.truth())
    assert "stored" in done.stderr
    run = json.loads((data / "runs.jsonl").read_text(encoding="utf-8"))
    assert run["outcome"] == "finished"
    assert run["counts"]["stored/added"] == len(written)


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("-a", "since=tomorrowish"), ("since", "tomorrowish", "YYYY-MM-DD")),
        (("-a", "sinc=2024-01-01"), ("'sinc'", "'since'", "until", "languages")),
        (("-a", "limit=0"), ("limit", "'0'")),
    ],
)
def test_bad_arguments_return_2_and_touch_nothing(
    site: LocalSite, tmp_path: Path, arguments: tuple[str, ...], words: tuple[str, ...]
) -> None:
    data = tmp_path / "data"
    done = scrapy("crawl", "news", *arguments, base_url=site.base_url, directory=data)
    assert done.returncode == 2
    last = done.stderr.strip().splitlines()[-1]
    assert last.startswith("scrapy crawl news: ")
    for word in words:
        assert word in last
    assert "Traceback" not in done.stderr
    assert site.requests == []
    assert not data.exists()


def test_an_unknown_spider_returns_2(tmp_path: Path) -> None:
    done = scrapy("crawl", "nws", base_url=NOBODY, directory=tmp_path)
    assert done.returncode == 2
    assert "'nws'" in done.stderr
    assert "menus, news" in done.stderr


@pytest.mark.parametrize("spider", ["news", "menus"])
def test_an_unreachable_site_returns_1_and_leaves_the_files(
    site: LocalSite, tmp_path: Path, spider: str
) -> None:
    data, out = tmp_path / "data", tmp_path / "out.jsonl"
    assert scrapy("crawl", spider, base_url=site.base_url, directory=data).returncode == 0
    out.write_text("of yesterday\n", encoding="utf-8")
    before = published(data)
    done = scrapy("crawl", spider, "-O", str(out), base_url=NOBODY, directory=data)
    assert done.returncode == 1
    last = done.stderr.strip().splitlines()[-1]
    assert NOBODY in last
    assert "OSCE_BASE_URL" in last
    assert "Traceback" not in done.stderr
    assert published(data) == before
    assert out.read_text(encoding="utf-8") == "of yesterday\n"


def test_an_unwritable_data_directory_returns_1(site: LocalSite, tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.write_text("", encoding="utf-8")
    for directory in (file, file / "below", Path("/proc/osce")):
        done = scrapy("crawl", "news", base_url=site.base_url, directory=directory)
        assert done.returncode == 1
        last = done.stderr.strip().splitlines()[-1]
        assert str(directory) in last
        assert "OSCE_DATA_DIR" in last
        assert "Traceback" not in done.stderr
    assert site.requests == []


def test_an_output_file_that_cannot_be_written_returns_1(site: LocalSite, tmp_path: Path) -> None:
    out = tmp_path / "a directory"
    out.mkdir()
    done = scrapy("crawl", "news", "-O", f"{out}:jsonl", base_url=site.base_url, directory=tmp_path / "data")
    assert done.returncode == 1
    assert str(out) in done.stderr.strip().splitlines()[-1]


def test_a_setting_can_be_given_with_s(site: LocalSite, tmp_path: Path) -> None:
    done = scrapy(
        "crawl", "menus",
        "-s", f"OSCE_BASE_URL={site.base_url}",
        "-s", f"OSCE_DATA_DIR={tmp_path / 'mine'}",
        "-s", f"OSCE_STORE_URL=sqlite:///{tmp_path / 'mine.sqlite'}",
        base_url=NOBODY, directory=tmp_path / "not mine",
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "mine" / "menus.jsonl").exists()
    assert (tmp_path / "mine.sqlite").exists()
    assert not (tmp_path / "not mine").exists()


def test_another_harvest_that_is_running_returns_4_and_is_named(site: LocalSite, tmp_path: Path) -> None:
    with open_store(tmp_path) as store, store.lock("the nightly job", dt.datetime.now(dt.UTC)):
        for done in (
            scrapy("crawl", "news", base_url=site.base_url, directory=tmp_path),
            osce("harvest", base_url=site.base_url, directory=tmp_path),
        ):
            assert done.returncode == 4
            assert "the nightly job" in done.stderr.strip()
            assert "since" in done.stderr
    assert site.requests == []


class TestHarvest:
    """`osce harvest`: menus and news in one run."""

    def test_harvests_and_publishes_in_one_run(self, site: LocalSite, tmp_path: Path) -> None:
        done = osce("harvest", base_url=site.base_url, directory=tmp_path)
        assert done.returncode == 0, done.stderr
        assert news_faults(site, tmp_path) == []
        assert menu_faults(tmp_path) == []
        run = json.loads((tmp_path / "runs.jsonl").read_text(encoding="utf-8"))
        assert (run["command"], run["outcome"]) == ("harvest", "finished")
        assert run["counts"]["menus/entries"] > 100
        assert run["counts"]["stored/added"] == len(site.truth())
        assert done.stdout.count("\n") == 1
        assert f"published into {tmp_path}" in done.stdout

    def test_a_second_one_over_an_unchanged_site_asks_at_most_four_times(
        self, site: LocalSite, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """Beside the known pages that are read again to compare them."""
        monkeypatch.setenv("OSCE_SAMPLE", "0")
        osce("harvest", base_url=site.base_url, directory=tmp_path)
        before = published(tmp_path)
        site.forget_requests()
        assert osce("harvest", base_url=site.base_url, directory=tmp_path).returncode == 0
        asked = [seen.path for seen in site.requests if seen.path != "/robots.txt"]
        assert len(asked) <= 4, asked
        after = published(tmp_path)
        assert {name for name in after if after[name] != before[name]} == {"runs.jsonl"}
        monkeypatch.setenv("OSCE_SAMPLE", "7")
        site.forget_requests()
        assert osce("harvest", base_url=site.base_url, directory=tmp_path).returncode == 0
        again = [seen for seen in site.requests if re.search(r"/\d{5,}$", seen.path)]
        assert len(again) == 7
        assert not any({"If-None-Match", "If-Modified-Since"} & set(seen.headers) for seen in again)

    def test_takes_the_arguments_of_news(self, site: LocalSite, tmp_path: Path) -> None:
        url = f"{site.base_url}/secretariat/531680"
        done = osce("harvest", "-a", f"urls={url}", base_url=site.base_url, directory=tmp_path)
        assert done.returncode == 0, done.stderr
        assert set(records(tmp_path)) == {"531680-en"}

    @pytest.mark.parametrize("given", ["since=tomorrowish", "colour=red", "since"])
    def test_bad_arguments_return_2(self, site: LocalSite, tmp_path: Path, given: str) -> None:
        done = osce("harvest", "-a", given, base_url=site.base_url, directory=tmp_path / "data")
        assert done.returncode == 2
        assert given.partition("=")[0] in done.stderr
        assert site.requests == []
        assert not (tmp_path / "data").exists()

    def test_an_unreachable_site_returns_1(self, tmp_path: Path) -> None:
        done = osce("harvest", base_url=NOBODY, directory=tmp_path)
        assert done.returncode == 1
        assert NOBODY in done.stderr
        assert not (tmp_path / "news.jsonl").exists()
