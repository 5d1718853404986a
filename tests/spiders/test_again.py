"""Later runs: they ask for little, miss nothing, and say what changed."""

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import pytest

from osce_scraper.crawling.outcome import ExitCode
from osce_scraper.sites import load_site
from tests.site.server import LocalSite
from tests.spiders.crawl import crawl, make_due, open_store, paths, records

OSCE = load_site()


def changes(data: Path) -> list[tuple[str, str]]:
    """The log of changes: (item, what happened), in its order."""
    with open_store(data) as store:
        return [(entry.id, entry.change.value) for entry in store.changes()]


@pytest.fixture(scope="module")
def thousand(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[LocalSite, Path]]:
    """A site of a thousand items, harvested once."""
    data = tmp_path_factory.mktemp("thousand")
    with LocalSite(1000) as site:
        assert crawl("news", site.base_url, data).code is ExitCode.GOOD
        assert set(records(data)) == set(site.truth())
        yield site, data


@pytest.mark.slow
def test_an_unchanged_site_is_asked_at_most_four_times(thousand: tuple[LocalSite, Path]) -> None:
    site, data = thousand
    before = (data / "news.jsonl").read_bytes()
    site.forget_requests()
    result = crawl("news", site.base_url, data)
    assert result.code is ExitCode.GOOD
    assert len(paths(site)) <= 4, paths(site)
    assert (data / "news.jsonl").read_bytes() == before
    assert result.counts["skipped/not_due"] > 900


@pytest.mark.slow
def test_five_new_and_three_changed_among_a_thousand_take_at_most_twenty_requests(
    thousand: tuple[LocalSite, Path],
) -> None:
    site, data = thousand
    crawl("news", site.base_url, data)
    site.advance(days=1)
    old = [story for story in site.items if story.language == "en" and not site.disallowed(story)]
    added = [site.add_item(layout="drupal11" if number % 2 else "drupal6") for number in range(5)]
    site.edit_item(old[-1].number, title="A title that was changed")
    site.edit_item(old[len(old) // 2].number, body=["A body that was changed from its first word on."])
    site.edit_item(531680, body=["Another body, which was changed from its first word on."])
    known = len(changes(data))
    site.forget_requests()
    result = crawl("news", site.base_url, data)
    assert result.code is ExitCode.GOOD
    assert len(paths(site)) <= 20, paths(site)
    happened = changes(data)[known:]
    assert sorted(happened) == sorted(
        [(story.key, "added") for story in added]
        + [(old[-1].key, "changed"), (old[len(old) // 2].key, "changed"), ("531680-en", "changed")]
    )
    assert set(records(data)) == set(site.truth())


def test_an_item_that_is_due_is_asked_for_conditionally(small_site: LocalSite, data: Path) -> None:
    crawl("news", small_site.base_url, data)
    before = (data / "news.jsonl").read_bytes()
    make_due(data)
    small_site.forget_requests()
    result = crawl("news", small_site.base_url, data)
    assert result.counts["not_modified"] == len(small_site.truth())
    asked = [seen for seen in small_site.requests if seen.path != "/robots.txt"]
    assert {seen.status for seen in asked} == {304}
    for seen in asked:
        assert seen.headers["If-None-Match"]
        assert seen.headers["If-Modified-Since"]
    with open_store(data) as store:
        item = store.get("531680-en")
    assert item is not None
    assert item.last_seen is not None
    assert item.first_seen is not None
    assert item.last_seen > item.first_seen
    assert len((data / "news.jsonl").read_bytes()) == len(before)


def test_bytes_that_change_make_no_revision(small_site: LocalSite, data: Path) -> None:
    crawl("news", small_site.base_url, data)
    known = changes(data)
    small_site.advance(days=1)
    small_site.edit_item(531680, bytes_only=True)
    result = crawl("news", small_site.base_url, data)
    assert result.counts["fetched"] == 1
    assert result.counts["stored/unchanged"] == 1
    assert changes(data) == known


def test_a_changed_title_in_a_listing_makes_the_item_due_at_once(small_site: LocalSite, data: Path) -> None:
    small_site.answer("/sitemap.xml", 404)
    crawl("news", small_site.base_url, data)
    small_site.edit_item(531680, title="A better title")
    result = crawl("news", small_site.base_url, data)
    assert result.counts["found/teaser_changed"] == 1
    assert result.counts["fetched"] == 1
    assert records(data)["531680-en"]["title"] == "A better title"
    assert records(data)["531680-en"]["revision"] == 2


def test_an_item_that_vanishes_twice_is_withdrawn_and_may_return(small_site: LocalSite, data: Path) -> None:
    crawl("news", small_site.base_url, data)
    small_site.advance(days=1)
    small_site.remove(531680)
    for run in range(2):
        assert ("531680-en" in records(data)) == (run < 2)
        make_due(data, "531680-en")
        crawl("news", small_site.base_url, data)
    assert "531680-en" not in records(data)
    small_site.advance(days=1)
    small_site.restore(531680)
    crawl("news", small_site.base_url, data)
    assert "531680-en" in records(data)
    assert [what for key, what in changes(data) if key == "531680-en"] == ["added", "withdrawn", "returned"]


@pytest.mark.parametrize("status", [403, 500])
def test_an_item_that_only_fails_stays_published_and_due(
    small_site: LocalSite, data: Path, status: int
) -> None:
    crawl("news", small_site.base_url, data)
    before = records(data)
    small_site.answer(531680, status)
    for night in range(1, 4):
        make_due(data, "531680-en")
        assert crawl("news", small_site.base_url, data).counts["failed"] == 1
        with open_store(data) as store:
            address = store.address("531680-en")
        assert address is not None
        assert address.failures == night
    assert records(data) == before
    small_site.lift(531680)
    make_due(data, "531680-en")
    assert crawl("news", small_site.base_url, data).counts["not_modified"] == 1
    assert [what for key, what in changes(data) if key == "531680-en"] == ["added"]


def test_a_later_walk_stops_after_three_pages_without_news(data: Path) -> None:
    with LocalSite(400) as site:
        site.answer("/sitemap.xml", 404)
        crawl("news", site.base_url, data)
        site.add_item(layout="drupal11")
        site.forget_requests()
        result = crawl("news", site.base_url, data)
        pages = [path for path in paths(site) if path.partition("?")[0] == "/news"]
        assert len(pages) == 4, pages
        assert result.counts["sources/caught_up"] == 1
        assert result.counts["stored/added"] == 1
        site.forget_requests()
        crawl("news", site.base_url, data, full="1")
        assert len([path for path in paths(site) if path.partition("?")[0] == "/news"]) > 10


def test_a_walk_that_was_cut_short_is_made_up_for(data: Path) -> None:
    """What a stopped run had found is known, and must not look like having caught up."""
    with LocalSite(400) as site:
        site.answer("/sitemap.xml", 404)
        crawl("news", site.base_url, data)
        added = {site.add_item(layout="drupal11").key for _ in range(60)}
        profile = OSCE.profile(site.base_url)
        crawl("news", site.base_url, data, limit="45")
        result = crawl("news", site.base_url, data)
        assert result.code is ExitCode.GOOD
        assert added <= set(records(data))
        with open_store(data) as store:
            assert store.walked(profile.listings[0]) is not None


def test_a_quarantined_page_that_was_mended_becomes_a_record(small_site: LocalSite, data: Path) -> None:
    small_site.answer(531680, 200, body=b"<html><body></body></html>")
    crawl("news", small_site.base_url, data)
    assert "531680-en" in records(data, "quarantine")
    small_site.lift(531680)
    make_due(data, "531680-en")
    crawl("news", small_site.base_url, data)
    assert "531680-en" in records(data)
    assert records(data, "quarantine") == {}


def test_side_listings_are_asked_once_a_week(small_site: LocalSite, data: Path) -> None:
    crawl("news", small_site.base_url, data)
    small_site.forget_requests()
    result = crawl("news", small_site.base_url, data)
    assert result.counts["sources/left_alone"] == 2
    week_ago = dt.datetime.now(dt.UTC) - dt.timedelta(days=8)
    with open_store(data) as store, store.transaction() as connection:
        connection.exec_driver_sql(
            f"UPDATE pages SET fetched_at = '{week_ago:%Y-%m-%d %H:%M:%S.%f}' WHERE url LIKE '%/statements'"
        )
    small_site.forget_requests()
    crawl("news", small_site.base_url, data)
    assert "/fom/statements" in paths(small_site)
    small_site.forget_requests()
    crawl("news", small_site.base_url, data)
    assert "/fom/statements" not in paths(small_site)
