"""`news`: what the site has is harvested once, whatever the pages and the network do."""

import datetime as dt
import json
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from osce_scraper.crawling.outcome import ExitCode
from osce_scraper.records import NewsItem
from osce_scraper.store import Change, DueReason, Store, StoreError
from tests.site.server import LocalSite
from tests.spiders.crawl import crawl, open_store, paths, records


def item_paths(site: LocalSite) -> list[str]:
    return [path for path in paths(site) if path.rstrip("/").rpartition("/")[2].isdigit()]


def runs(data: Path) -> list[dict[str, object]]:
    return [json.loads(line) for line in (data / "runs.jsonl").read_text("utf-8").splitlines()]


def test_every_item_that_robots_txt_allows_is_published_once(site: LocalSite, data: Path) -> None:
    result = crawl("news", site.base_url, data)
    assert result.code is ExitCode.GOOD, result.said
    truth = site.truth()
    assert set(records(data)) == set(truth)
    assert {item.id for item in result.items} == set(truth)
    assert len(item_paths(site)) == len(set(item_paths(site))), "an item was fetched twice"
    assert set(records(data, "quarantine")) == site.refused()
    forbidden = {story.path for story in site.items if site.disallowed(story)}
    assert forbidden
    assert not forbidden & set(paths(site))


def test_records_say_where_they_come_from(small_site: LocalSite, data: Path) -> None:
    crawl("news", small_site.base_url, data)
    for record in records(data).values():
        source = record["source"]
        assert source["status"] == 200
        assert source["fetched_at"].endswith("Z")
        assert source["etag"]
        assert source["last_modified"]
        assert len(source["body_sha256"]) == 64
        assert urlsplit(record["url"]).netloc == urlsplit(small_site.base_url).netloc


def test_the_date_comes_from_time_then_from_the_teaser_then_is_null_and_flagged(
    small_site: LocalSite, tmp_path: Path
) -> None:
    site, number = small_site, 531680
    day = site.story(number).issued_on.isoformat()

    def harvested(directory: str) -> dict[str, object]:
        crawl("news", site.base_url, tmp_path / directory)
        return records(tmp_path / directory)["531680-en"]

    with_time = harvested("time")
    assert with_time["issued_on"] == day
    assert with_time["issued_on_source"] in ("time_label", "time")

    site.remove_time(number)
    from_teaser = harvested("teaser")
    assert (from_teaser["issued_on"], from_teaser["issued_on_source"]) == (day, "teaser")

    site.remove_teaser_date(number)
    without = harvested("none")
    assert (without["issued_on"], without["issued_on_source"]) == (None, None)
    problems = without["problems"]
    assert isinstance(problems, list)
    assert any(problem["field"] == "issued_on" for problem in problems)


def test_a_refused_page_goes_to_quarantine_with_its_reason_and_stops_nothing(
    small_site: LocalSite, data: Path
) -> None:
    number = 531680
    small_site.answer(number, 200, body=b"<html><head><title>x</title></head><body></body></html>")
    result = crawl("news", small_site.base_url, data)
    assert result.code is ExitCode.GOOD
    entry = records(data, "quarantine")["531680-en"]
    assert entry["reason"]
    assert entry["field"]
    assert "531680-en" not in records(data)
    assert set(records(data)) == set(small_site.truth()) - {"531680-en"}


def test_a_page_that_is_no_html_is_refused(small_site: LocalSite, data: Path) -> None:
    small_site.answer(531680, 200, headers={"Content-Type": "application/pdf"}, body=b"%PDF-1.7 \x00\x01")
    assert crawl("news", small_site.base_url, data).code is ExitCode.GOOD
    assert "application/pdf" in records(data, "quarantine")["531680-en"]["reason"]


@pytest.mark.parametrize("status", [403, 500])
def test_an_item_that_fails_is_left_for_a_later_run(small_site: LocalSite, data: Path, status: int) -> None:
    small_site.answer(531680, status)
    result = crawl("news", small_site.base_url, data)
    assert result.code is ExitCode.GOOD
    assert result.counts["failed"] == 1
    with open_store(data) as store:
        address = store.address("531680-en")
    assert address is not None
    assert address.failures == 1
    assert str(status) in (address.last_failure or "")


def test_a_broken_connection_is_tried_again(small_site: LocalSite, data: Path) -> None:
    small_site.drop(531680, times=2)
    result = crawl("news", small_site.base_url, data)
    assert result.code is ExitCode.GOOD
    assert "531680-en" in records(data)


def test_an_item_that_became_another_is_harvested_as_that(small_site: LocalSite, data: Path) -> None:
    other = small_site.story(531680)
    story = next(story for story in small_site.items if story.number != 531680)
    small_site.answer(story.number, 301, headers={"Location": f"{small_site.base_url}{other.path}"})
    result = crawl("news", small_site.base_url, data)
    assert result.code is ExitCode.GOOD
    assert result.counts["became_another"] == 1
    assert set(records(data)) == set(small_site.truth()) - {story.key}


def test_an_item_that_became_another_stays_due_until_that_other_is_kept(
    small_site: LocalSite, data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = small_site.story(531680)
    story = next(story for story in small_site.items if story.number != 531680)
    small_site.answer(story.number, 301, headers={"Location": f"{small_site.base_url}{other.path}"})
    really_save = Store.save

    def broken(store: Store, item: NewsItem, *arguments: Any, **named: Any) -> Change:
        if item.id == other.key:
            raise StoreError("the disk is full")
        return really_save(store, item, *arguments, **named)

    monkeypatch.setattr(Store, "save", broken)
    assert crawl("news", small_site.base_url, data).code is ExitCode.FAILED
    with open_store(data) as store:
        store.resume_view()
        address = store.address(story.key)
    assert address is not None
    assert (address.reason, address.last_fetched) == (DueReason.NEW, None)
    monkeypatch.undo()
    assert crawl("news", small_site.base_url, data).code is ExitCode.GOOD
    assert set(records(data)) == set(small_site.truth()) - {story.key}


def test_a_moved_section_is_the_same_item(small_site: LocalSite, data: Path) -> None:
    crawl("news", small_site.base_url, data)
    small_site.move_section(531680, "policing")
    result = crawl("news", small_site.base_url, data)
    assert result.code is ExitCode.GOOD
    assert set(records(data)) == set(small_site.truth())
    assert "/policing/531680" in str(records(data)["531680-en"]["url"])


class TestArguments:
    """What is asked for is what is fetched."""

    def dates(self, data: Path) -> list[str]:
        return sorted(str(record["issued_on"]) for record in records(data).values())

    def test_since_and_until_fetch_nothing_outside(self, site: LocalSite, data: Path) -> None:
        result = crawl("news", site.base_url, data, since="2022-01-01", until="2023-12-31")
        assert result.code is ExitCode.GOOD
        expected = {
            key
            for key, item in site.truth().items()
            if item.issued_on is None or "2022-01-01" <= item.issued_on.isoformat() <= "2023-12-31"
        }
        assert expected
        found = set(records(data))
        assert {key for key in found if records(data)[key]["issued_on"] is not None} <= expected
        assert {key for key in expected if site.truth()[key].issued_on is not None} <= found

    def test_since_does_not_walk_what_it_excludes(self, data: Path) -> None:
        with LocalSite(300) as site:
            newest = max(story.issued_on for story in site.items)
            crawl("news", site.base_url, data, since=newest.isoformat())
            listing_pages = [path for path in paths(site) if path.startswith(("/news", "/press-releases"))]
            assert len(listing_pages) <= 8
            assert len(item_paths(site)) < 30

    def test_until_leaps_over_what_it_excludes(self, data: Path) -> None:
        with LocalSite(400) as site:
            site.answer("/sitemap.xml", 404)
            listed = [story for story in site.items if "/news" in story.listings]
            day = sorted(story.issued_on for story in listed)[len(listed) // 4]
            result = crawl("news", site.base_url, data, until=day.isoformat())
            assert result.code is ExitCode.GOOD
            wanted = {story.key for story in listed if story.issued_on <= day}
            assert wanted & set(site.truth()) <= set(records(data))
            dates = [record["issued_on"] for record in records(data).values()]
            assert all(date is None or date <= day.isoformat() for date in dates)
            pages = [path for path in paths(site) if path.partition("?")[0] == "/news"]
            assert len(pages) < len(listed) / 10 * 0.8, pages
            crawl("news", site.base_url, data)
            assert {story.key for story in listed} & set(site.truth()) <= set(records(data))

    def test_limit(self, site: LocalSite, data: Path) -> None:
        result = crawl("news", site.base_url, data, limit="3")
        assert result.code is ExitCode.GOOD
        assert len(records(data)) == 3
        assert len(paths(site)) <= 6

    def test_what_a_limit_left_is_done_by_the_next_run(self, site: LocalSite, data: Path) -> None:
        crawl("news", site.base_url, data, limit="3")
        crawl("news", site.base_url, data)
        assert set(records(data)) == set(site.truth())

    def test_languages(self, site: LocalSite, data: Path) -> None:
        result = crawl("news", site.base_url, data, languages="uk,ru")
        assert result.code is ExitCode.GOOD
        assert set(records(data)) == {
            key for key, item in site.truth().items() if item.language in ("uk", "ru")
        }

    def test_urls_fetch_these_and_nothing_else(self, site: LocalSite, data: Path) -> None:
        result = crawl("news", site.base_url, data, urls=f"{site.base_url}/secretariat/531680")
        assert result.code is ExitCode.GOOD
        assert set(records(data)) == {"531680-en"}
        assert paths(site) == ["/secretariat/531680"]

    def test_urls_are_fetched_though_nothing_is_due(self, site: LocalSite, data: Path) -> None:
        for _ in range(2):
            site.forget_requests()
            crawl("news", site.base_url, data, urls=f"{site.base_url}/secretariat/531680")
            assert [seen.status for seen in site.requests if seen.path != "/robots.txt"] == [200]

    def test_urls_file(self, site: LocalSite, data: Path, tmp_path: Path) -> None:
        file = tmp_path / "urls.txt"
        file.write_text(f"# two of them\n{site.base_url}/secretariat/531680\n\n", encoding="utf-8")
        result = crawl("news", site.base_url, data, urls_file=str(file))
        assert result.code is ExitCode.GOOD
        assert set(records(data)) == {"531680-en"}

    @pytest.mark.parametrize(
        ("name", "value"),
        [
            ("since", "tomorrowish"),
            ("until", "2024-02-30"),
            ("since", ""),
            ("limit", "0"),
            ("limit", "many"),
            ("full", "perhaps"),
            ("languages", "english"),
            ("urls", ""),
            ("urls", "https://www.osce.org/news"),
            ("urls_file", "/no/such/file"),
            ("colour", "red"),
        ],
    )
    def test_a_bad_argument_is_named_and_nothing_is_fetched(
        self, site: LocalSite, data: Path, name: str, value: str
    ) -> None:
        result = crawl("news", site.base_url, data, **{name: value})
        assert result.code is ExitCode.WRONG_USAGE
        assert repr(name) in result.said
        assert "takes" in result.said
        assert site.requests == []
        assert not (data / "news.jsonl").exists()

    def test_since_after_until_is_refused(self, site: LocalSite, data: Path) -> None:
        result = crawl("news", site.base_url, data, since="2024-02-01", until="2024-01-01")
        assert result.code is ExitCode.WRONG_USAGE
        assert "'until'" in result.said


class TestTraps:
    """Listings that never end, end."""

    def test_a_listing_that_repeats_itself(self, site: LocalSite, data: Path) -> None:
        site.endless_pager = True
        result = crawl("news", site.base_url, data)
        assert result.code is ExitCode.GOOD
        assert set(records(data)) == set(site.truth())
        assert len(paths(site)) < len(site.items) + 60

    def test_a_listing_that_shifts_while_it_is_read(self, site: LocalSite, data: Path) -> None:
        number = site.shift_listing_during_reading("/news", 0)
        crawl("news", site.base_url, data)
        crawl("news", site.base_url, data)
        assert f"{number}-en" in site.truth()
        assert set(records(data)) == set(site.truth())


class TestFailures:
    """A run that failed says so, and leaves what was published alone."""

    def test_nobody_answers(self, data: Path) -> None:
        with LocalSite(12) as site:
            crawl("news", site.base_url, data)
        before = (data / "news.jsonl").read_bytes()
        result = crawl("news", site.base_url, data)
        assert result.code is ExitCode.FAILED
        assert site.base_url in result.said
        assert "OSCE_BASE_URL" in result.said
        assert (data / "news.jsonl").read_bytes() == before

    def test_no_source_is_there(self, small_site: LocalSite, data: Path) -> None:
        for path in ("/news", "/press-releases", "/ukraine-smm/reports", "/fom/statements", "/sitemap.xml"):
            small_site.answer(path, 404)
        result = crawl("news", small_site.base_url, data)
        assert result.code is ExitCode.FAILED
        assert "404" in result.said
        assert not (data / "news.jsonl").exists()

    def test_one_source_is_enough(self, small_site: LocalSite, data: Path) -> None:
        for path in ("/news", "/press-releases", "/ukraine-smm/reports", "/fom/statements"):
            small_site.answer(path, 404)
        result = crawl("news", small_site.base_url, data)
        assert result.code is ExitCode.GOOD
        assert result.counts["sources/absent"] == 4
        assert set(records(data)) == set(small_site.truth())

    def test_robots_txt_in_trouble_means_that_nothing_may_be_asked_for(
        self, small_site: LocalSite, data: Path
    ) -> None:
        small_site.answer("/robots.txt", 500)
        result = crawl("news", small_site.base_url, data)
        assert result.code is ExitCode.FAILED
        assert paths(small_site) == []

    def test_the_site_falls_silent_in_the_middle(self, data: Path) -> None:
        with LocalSite(60) as site:
            for story in site.items:
                site.drop(story.number)
            result = crawl("news", site.base_url, data, settings={"RETRY_TIMES": 0})
        assert result.code is ExitCode.FAILED
        assert "stopped answering" in result.said

    def test_a_data_directory_that_is_a_file(self, small_site: LocalSite, tmp_path: Path) -> None:
        file = tmp_path / "data"
        file.write_text("something else", encoding="utf-8")
        result = crawl("news", small_site.base_url, file)
        assert result.code is ExitCode.FAILED
        assert str(file) in result.said
        assert "OSCE_DATA_DIR" in result.said
        assert small_site.requests == []
        assert file.read_text(encoding="utf-8") == "something else"

    def test_a_part_that_cannot_be_built_lets_go_of_the_store(
        self, small_site: LocalSite, data: Path
    ) -> None:
        data.mkdir()
        (data / "archive").write_text("a file where a directory should be", encoding="utf-8")
        result = crawl("news", small_site.base_url, data)
        assert result.code is ExitCode.FAILED
        assert "archive" in result.said
        assert small_site.requests == []
        (data / "archive").unlink()
        assert crawl("news", small_site.base_url, data).code is ExitCode.GOOD
        assert [record["outcome"] for record in runs(data)] == ["failed", "finished"]

    def test_a_base_address_that_is_none(self, data: Path) -> None:
        result = crawl("news", "osce", data)
        assert result.code is ExitCode.WRONG_USAGE
        assert "'osce'" in result.said

    def test_another_harvest_is_running(self, small_site: LocalSite, data: Path) -> None:
        data.mkdir()
        with open_store(data) as store, store.lock("another", dt.datetime.now(dt.UTC)):
            result = crawl("news", small_site.base_url, data)
        assert result.code is ExitCode.ANOTHER_HARVEST
        assert "another" in result.said
        assert small_site.requests == []

    def test_a_fault_of_a_pipeline(self, small_site: LocalSite, data: Path) -> None:
        result = crawl(
            "news",
            small_site.base_url,
            data,
            settings={"ITEM_PIPELINES": {"tests.spiders.faults.BreaksOn531680": 50}},
        )
        assert result.code is ExitCode.FAILED
        assert "531680-en" in result.said
        assert not (data / "news.jsonl").exists()
