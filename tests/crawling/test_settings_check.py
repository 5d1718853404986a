"""Settings that do not exist or cannot be read are refused before anything is fetched or written."""

from pathlib import Path

import pytest

from osce_scraper.crawling.harvest import project_settings
from osce_scraper.crawling.settings_check import BadSettingError, check_settings
from tests.crawling.processes import osce, scrapy
from tests.site.server import LocalSite
from tests.spiders.crawl import crawl


@pytest.mark.parametrize(
    ("name", "nearest"),
    [
        ("OSCE_SAMPEL", "OSCE_SAMPLE"),
        ("OSCE_BASEURL", "OSCE_BASE_URL"),
        ("OSCE_DATADIR", "OSCE_DATA_DIR"),
        ("OSCE_CONTCAT", "OSCE_CONTACT"),
        ("OSCE_STORE_URI", "OSCE_STORE_URL"),
    ],
)
@pytest.mark.parametrize("place", ["-s", "environment"])
def test_a_setting_that_does_not_exist_is_refused_with_the_nearest_name(
    name: str, nearest: str, place: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    if place == "environment":
        monkeypatch.setenv(name, "1")
    with pytest.raises(BadSettingError, match=f"{name}: there is no such setting; did you mean {nearest}"):
        check_settings(project_settings({name: "1"} if place == "-s" else {}))


def test_one_that_is_like_no_other_is_refused_with_all_names() -> None:
    with pytest.raises(BadSettingError, match="there are OSCE_ARCHIVE_ENABLED, OSCE_BASE_URL"):
        check_settings(project_settings({"OSCE_XYZ_NONSENSE": "1"}))


@pytest.mark.parametrize(
    "name", ["OSCE_SMTP_PASSWORD", "OSCE_SLACK_TOKEN", "OSCE_WEBHOOK_TOKEN", "OSCE_TEST_SEED", "MY_OSCE_DATA"]
)
def test_other_variables_of_the_environment_are_the_operators_own(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(name, "secret")
    check_settings(project_settings({}))


@pytest.mark.parametrize(
    ("name", "value", "wanted"),
    [
        ("DOWNLOAD_DELAY", "abc", "a number, 0 or more"),
        ("DOWNLOAD_DELAY", "-1", "a number, 0 or more"),
        ("DOWNLOAD_DELAY", "nan", "a number, 0 or more"),
        ("DOWNLOAD_DELAY", "1,5", "a number, 0 or more"),
        ("CONCURRENT_REQUESTS", "0", "a whole number, 1 or more"),
        ("CONCURRENT_REQUESTS", "2.5", "a whole number, 1 or more"),
        ("RETRY_TIMES", "", "a whole number, 0 or more"),
        ("AUTOTHROTTLE_ENABLED", "maybe", "1 or 0"),
        ("OSCE_PUBLISH", "no", "1 or 0"),
        ("OSCE_SAMPLE", "many", "a whole number, 0 or more"),
        ("OSCE_RETRY_AFTER_MAX", "10m", "a number, 0 or more"),
    ],
)
def test_a_value_that_is_none_of_its_kind_is_refused(name: str, value: str, wanted: str) -> None:
    with pytest.raises(BadSettingError) as refused:
        check_settings(project_settings({name: value}))
    assert str(refused.value) == f"{name}={value!r}: give {wanted}"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("DOWNLOAD_DELAY", "0.5"),
        ("DOWNLOAD_TIMEOUT", "7.5"),
        ("CONCURRENT_REQUESTS", 8),
        ("RETRY_PRIORITY_ADJUST", "-2"),
        ("OSCE_PUBLISH", "False"),
        ("OSCE_SAMPLE", "0"),
        ("FEED_EXPORT_INDENT", None),
        ("LOG_LEVEL", "DEBUG"),
    ],
)
def test_what_scrapy_reads_is_taken(name: str, value: object) -> None:
    check_settings(project_settings({name: value}))


def test_all_faults_are_named_at_once() -> None:
    with pytest.raises(BadSettingError) as refused:
        check_settings(project_settings({"OSCE_SAMPEL": "3", "DOWNLOAD_DELAY": "abc"}))
    assert len(str(refused.value).splitlines()) == 2


@pytest.mark.parametrize("command", ["scrapy", "osce", "dry run"])
def test_every_way_to_crawl_says_so_in_a_line_and_asks_nothing(command: str, tmp_path: Path) -> None:
    given = ("-s", "DOWNLOAD_DELAY=abc", "-s", "OSCE_SAMPEL=3")
    with LocalSite(1) as site:
        if command == "scrapy":
            done = scrapy("crawl", "news", *given, base_url=site.base_url, directory=tmp_path)
        else:
            options = ["--dry-run"] if command == "dry run" else []
            done = osce("harvest", *options, *given, base_url=site.base_url, directory=tmp_path)
        assert done.returncode == 2
        assert "did you mean OSCE_SAMPLE?" in done.stderr
        assert "DOWNLOAD_DELAY='abc': give a number" in done.stderr
        assert "Traceback" not in done.stderr
        assert site.requests == []
    assert list(tmp_path.iterdir()) == []


def test_a_dry_run_needs_no_contact(tmp_path: Path) -> None:
    done = osce("harvest", "--dry-run", base_url="https://www.osce.org", directory=tmp_path)
    assert done.returncode == 0, done.stderr
    assert "Nothing is asked" in done.stdout


def test_a_store_takes_no_addresses_of_another_base_url(tmp_path: Path) -> None:
    with LocalSite(3) as site, LocalSite(3) as other:
        assert crawl("news", site.base_url, tmp_path).code == 0
        published = (tmp_path / "news.jsonl").read_bytes()
        refused = crawl("news", other.base_url, tmp_path)
        assert refused.code == 1
        assert f"the store holds addresses such as {site.base_url}" in refused.said
        assert "OSCE_BASE_URL" in refused.said
        done = osce("harvest", base_url=other.base_url, directory=tmp_path)
        assert done.returncode == 1
        assert f"not of {other.base_url}" in done.stderr
        assert other.requests == []
        assert (tmp_path / "news.jsonl").read_bytes() == published
        assert crawl("news", site.base_url, tmp_path).code == 0
