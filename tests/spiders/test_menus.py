"""`menus`: every entry with its place in the tree, kept until the site shows another menu."""

from pathlib import Path

from osce_scraper.crawling.outcome import ExitCode
from tests.site.demo import menu_faults
from tests.site.server import LocalSite
from tests.spiders.crawl import crawl, paths, records


def test_every_entry_has_its_level_position_parent_and_path(small_site: LocalSite, data: Path) -> None:
    result = crawl("menus", small_site.base_url, data)
    assert result.code is ExitCode.GOOD
    assert menu_faults(data) == []
    assert len(result.items) == len(records(data, "menus")) == result.counts["menus/entries"]
    assert paths(small_site) == ["/"]


def test_an_unchanged_menu_is_not_sent_again_and_still_given(small_site: LocalSite, data: Path) -> None:
    first = crawl("menus", small_site.base_url, data)
    small_site.forget_requests()
    again = crawl("menus", small_site.base_url, data)
    assert [seen.status for seen in small_site.requests if seen.path == "/"] == [304]
    assert [item.id for item in again.items] == [item.id for item in first.items]
    assert menu_faults(data) == []


def test_a_page_without_a_menu_leaves_the_menu_that_is_kept(small_site: LocalSite, data: Path) -> None:
    crawl("menus", small_site.base_url, data)
    before = (data / "menus.jsonl").read_bytes()
    small_site.answer("/", 200, body=b"<html><body><p>We will be back soon.</p></body></html>")
    result = crawl("menus", small_site.base_url, data)
    assert result.code is ExitCode.FAILED
    assert "no menu" in result.said
    assert (data / "menus.jsonl").read_bytes() == before


def test_it_takes_no_arguments(small_site: LocalSite, data: Path) -> None:
    result = crawl("menus", small_site.base_url, data, since="2024-01-01")
    assert result.code is ExitCode.WRONG_USAGE
    assert "'since'" in result.said
    assert small_site.requests == []
