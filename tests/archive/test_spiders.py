"""The real spiders with their archive: records name their page's record, and a full disk loses nothing."""

import gzip
import json
import os
import shutil
from pathlib import Path

import pytest

from osce_scraper.archive import ArchiveError, ArchiveWriter, find_page, pages_in
from osce_scraper.commands.reextract import reextract
from osce_scraper.crawling.outcome import ExitCode
from osce_scraper.records import MenuEntry, NewsItem
from tests.archive.conftest import write_pages
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


def test_responses_of_this_run_and_of_a_killed_one_are_on_the_disk_before_anything_is_published(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    events: list[tuple[str, str]] = []
    sync, rename = os.fsync, os.replace

    def noted_sync(descriptor: int) -> None:
        events.append(("sync", os.readlink(f"/proc/self/fd/{descriptor}")))
        sync(descriptor)

    def noted_rename(old: Path, new: Path) -> None:
        events.append(("rename", str(new)))
        rename(old, new)

    archive = tmp_path / "archive"
    # What a killed run leaves is a file that nobody brought to the disk.
    write_pages(archive, 3, run="killed")
    monkeypatch.setattr(os, "fsync", noted_sync)
    monkeypatch.setattr(os, "replace", noted_rename)
    with LocalSite(4) as site:
        assert crawl("news", site.base_url, tmp_path).code is ExitCode.GOOD
    first = next(number for number, (what, _) in enumerate(events) if what == "rename")
    files = sorted(map(str, archive.glob("*.warc.gz")))
    assert len(files) == 2
    assert {("sync", path) for path in (*files, str(archive))} <= set(events[:first])


def test_a_body_that_was_cut_off_gives_no_record_when_it_is_extracted_again(tmp_path: Path) -> None:
    """Both a page packed by half and half a page; the rest of the archive gives what it gave."""
    crawled, again = tmp_path / "crawled", tmp_path / "again"
    with LocalSite(12) as site:
        halved, packed = [site.story(int(key.partition("-")[0])) for key in sorted(site.truth())[:2]]
        assert site._pages is not None
        page = site._pages.answer(packed.path).body
        site.answer(packed.path, 200, body=gzip.compress(page)[:-200], headers={"Content-Encoding": "gzip"})
        site.drop(halved.path)
        assert crawl("news", site.base_url, crawled, settings={"RETRY_TIMES": 0}).code is ExitCode.GOOD
        expected = set(site.truth()) - {halved.key, packed.key}
    assert set(records(crawled)) == expected
    (again / "archive").mkdir(parents=True)
    for path in (crawled / "archive").glob("*.warc.gz"):
        shutil.copy(path, again / "archive")
    reextract(data_dir=again, apply=True, jobs=1, base_url=site.base_url)
    assert set(records(again)) == expected
