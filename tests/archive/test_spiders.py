"""The real spiders with their archive: records name their page's record, and a full disk loses nothing."""

import json
from pathlib import Path

import pytest

from osce_scraper.archive import ArchiveError, ArchiveWriter, find_page, pages_in
from osce_scraper.crawling.outcome import ExitCode
from osce_scraper.records import MenuEntry, NewsItem
from tests.site.server import LocalSite
from tests.spiders.crawl import crawl, records


def test_every_record_leads_to_its_page(tmp_path: Path) -> None:
    with LocalSite(12) as site:
        for spider in ("menus", "news"):
            assert crawl(spider, site.base_url, tmp_path).code is ExitCode.GOOD
    tables: tuple[tuple[type[NewsItem | MenuEntry], str], ...] = ((NewsItem, "news"), (MenuEntry, "menus"))
    for model, name in tables:
        for line in (tmp_path / f"{name}.jsonl").read_text("utf-8").splitlines():
            source = model.from_json_line(line).source
            assert source.archive is not None
            page = find_page(tmp_path, source.archive)
            assert (page.fetched_at, page.status) == (source.fetched_at, source.status)
            assert page.body_sha256 == source.body_sha256
            assert page.headers.get("etag") == source.etag
    quarantined = [
        json.loads(line) for line in (tmp_path / "quarantine.jsonl").read_text("utf-8").splitlines()
    ]
    assert all(entry["archive"]["record_id"] for entry in quarantined)


def test_all_that_the_site_was_asked_for_is_archived(tmp_path: Path) -> None:
    with LocalSite(12) as site:
        assert crawl("news", site.base_url, tmp_path).code is ExitCode.GOOD
        asked = sorted((seen.path, seen.status) for seen in site.requests)
        kept = sorted(
            (page.url.removeprefix(site.base_url), page.status)
            for page in pages_in(sorted((tmp_path / "archive").glob("*.warc.gz")))
        )
    assert kept == asked


def test_a_full_disk_ends_the_crawl_and_the_next_one_goes_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with LocalSite(12) as site:
        really_append = ArchiveWriter._append
        appended = 0

        def until_the_disk_is_full(writer: ArchiveWriter, data: bytes) -> None:
            nonlocal appended
            appended += 1
            if appended > 8:
                raise ArchiveError(f"{writer.path} takes no more (No space left on device): make room")
            really_append(writer, data)

        monkeypatch.setattr(ArchiveWriter, "_append", until_the_disk_is_full)
        result = crawl("news", site.base_url, tmp_path)
        assert result.code is ExitCode.FAILED
        assert "takes no more (No space left on device): make room" in result.said
        assert not (tmp_path / "news.jsonl").exists()
        monkeypatch.undo()
        assert crawl("news", site.base_url, tmp_path).code is ExitCode.GOOD
        assert set(records(tmp_path)) == set(site.truth())
        for record in records(tmp_path).values():
            assert record["source"]["archive"] is not None
