"""Extraction from the archive alone gives what the crawls published, and says what a new reading changes."""

import json
import os
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from typer.testing import CliRunner

from osce_scraper.archive import pages_in
from osce_scraper.cli import app
from osce_scraper.store import publish
from tests.archive.conftest import NOW
from tests.archive.test_reader import ForeignWarc
from tests.site.server import LocalSite
from tests.spiders.crawl import crawl, make_due, open_store, records

#: The published files that an archive gives back byte for byte; runs.jsonl tells of other runs.
FILES = ("news.jsonl", "menus.jsonl", "changes.jsonl", "quarantine.jsonl")


def osce(*arguments: object, code: int = 0) -> str:
    """What `osce reextract` prints, on both streams."""
    result = CliRunner().invoke(app, ["reextract", *map(str, arguments)])
    assert result.exit_code == code, result.output
    assert result.exception is None or isinstance(result.exception, SystemExit)
    return result.output


def published(data: Path) -> dict[str, bytes]:
    return {name: (data / name).read_bytes() for name in FILES}


def archive_alone(data: Path, target: Path) -> Path:
    """A data directory that holds the archive of ``data`` and nothing else."""
    (target / "archive").mkdir(parents=True)
    for path in (data / "archive").glob("*.warc.gz"):
        shutil.copy(path, target / "archive")
    return target


@pytest.fixture(scope="module")
def harvested(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[LocalSite, Path]]:
    """A site harvested five times while it changed: everything that a crawl meets is in its archive."""
    data = tmp_path_factory.mktemp("harvested") / "data"
    with LocalSite(40) as site:

        def harvest(**arguments: str) -> None:
            for spider, given in (("menus", {}), ("news", arguments)):
                result = crawl(spider, site.base_url, data, **given)
                assert result.code == 0, result.said

        harvest()
        numbers = [story.number for story in site.items if story.language == "en" and not story.refused]
        site.advance(days=1)
        site.edit_item(numbers[0], title="A title that was changed since")
        site.edit_item(
            numbers[1], body=["Another body.", "Some 25 police officers, 10 of them women, took part."]
        )
        site.edit_item(numbers[2], bytes_only=True)
        site.remove_time(numbers[3])
        site.remove(numbers[4], 410)
        site.remove(numbers[5])
        site.move_section(numbers[6], "albania")
        site.add_item(title="The seventh notice")
        make_due(data)
        harvest()
        site.advance(days=1)
        site.restore(numbers[5])
        site.edit_item(numbers[0], title="A title that was changed again")
        make_due(data)
        harvest()
        make_due(data)
        harvest()
        harvest(full="1")
        yield site, data


class TestRebuilding:
    @pytest.mark.parametrize("jobs", [1, 2])
    def test_gives_byte_for_byte_what_the_crawls_published(
        self, harvested: tuple[LocalSite, Path], tmp_path: Path, jobs: int
    ) -> None:
        _, data = harvested
        target = archive_alone(data, tmp_path / "again")
        said = osce("--data-dir", target, "--apply", "--jobs", jobs)
        assert "Taken over, and published" in said
        for name, content in published(data).items():
            assert (target / name).read_bytes() == content, name

    def test_what_was_harvested_holds_everything_that_can_happen(
        self, harvested: tuple[LocalSite, Path]
    ) -> None:
        _, data = harvested
        happened = {json.loads(line)["change"] for line in (data / "changes.jsonl").read_text().splitlines()}
        assert happened >= {"added", "changed", "withdrawn"}
        statuses = {
            (page.status, page.revisit) for page in pages_in(sorted((data / "archive").glob("*.warc.gz")))
        }
        assert {status for status, _ in statuses} >= {200, 304, 404, 410}
        assert statuses >= {(200, False), (200, True), (304, True)}

    def test_finds_a_date_that_only_the_teaser_knows(
        self, harvested: tuple[LocalSite, Path], tmp_path: Path
    ) -> None:
        _, data = harvested
        target = archive_alone(data, tmp_path / "again")
        osce("--data-dir", target, "--apply", "--jobs", 1)
        by_teaser = [record for record in records(target).values() if record["issued_on_source"] == "teaser"]
        assert by_teaser
        assert all(record["issued_on"] for record in by_teaser)

    def test_a_second_time_changes_nothing(self, harvested: tuple[LocalSite, Path], tmp_path: Path) -> None:
        _, data = harvested
        target = archive_alone(data, tmp_path / "again")
        osce("--data-dir", target, "--apply", "--jobs", 1)
        before = published(target)
        said = osce("--data-dir", target, "--apply", "--jobs", 1)
        assert " 0 new, 0 changed, " in said
        assert published(target) == before

    def test_the_next_crawl_goes_on_from_it(self, harvested: tuple[LocalSite, Path], tmp_path: Path) -> None:
        site, data = harvested
        target = archive_alone(data, tmp_path / "again")
        osce("--data-dir", target, "--apply", "--jobs", 1)
        site.forget_requests()
        result = crawl("news", site.base_url, target)
        assert result.code == 0
        assert result.counts.get("stored/added", 0) == 0
        assert result.counts.get("fetched", 0) == 0


class TestComparing:
    @pytest.fixture
    def data(self, harvested: tuple[LocalSite, Path], tmp_path: Path) -> Path:
        """What was harvested, with a store that an older extraction might have filled."""
        target = tmp_path / "data"
        shutil.copytree(harvested[1], target)
        with open_store(target) as store:
            run = store.start_run("test", {}, NOW)
            first, second = list(store.current())[:2]
            for item, changes in (
                (first, {"title": "Misread", "lead": "Misread"}),
                (second, {"title": "Misread too"}),
            ):
                assert item.source.fetched_at is not None
                store.save(item.model_copy(update=changes), item.source.fetched_at, run)
            publish(store, target, NOW)
        return target

    def test_shows_the_fields_that_change_with_examples_and_changes_nothing(self, data: Path) -> None:
        before = {path: path.read_bytes() for path in data.glob("*.jsonl")}
        said = osce("--data-dir", data, "--jobs", 1)
        assert " 0 new, 2 changed, " in said
        assert "  title: 2 changed\n" in said
        assert "  lead: 1 changed\n" in said
        assert '"Misread too" -> "' in said
        assert "Nothing was changed: --apply takes it over." in said
        assert {path: path.read_bytes() for path in data.glob("*.jsonl")} == before
        assert osce("--data-dir", data, "--jobs", 1) == said

    def test_examples_can_be_limited(self, data: Path) -> None:
        said = osce("--data-dir", data, "--jobs", 1, "--examples", 0)
        assert "  title: 2 changed\n" in said
        assert "Misread" not in said

    def test_taken_over_the_records_are_those_of_today(
        self, data: Path, harvested: tuple[LocalSite, Path]
    ) -> None:
        osce("--data-dir", data, "--jobs", 1, "--apply")
        clock = {"revision", "last_changed"}

        def content(directory: Path) -> list[dict[str, object]]:
            return [
                {name: value for name, value in record.items() if name not in clock}
                for record in records(directory).values()
            ]

        assert content(data) == content(harvested[1])
        last = [json.loads(line) for line in (data / "changes.jsonl").read_text().splitlines()][-2:]
        assert [entry["change"] for entry in last] == ["changed", "changed"]

    def test_keeps_what_the_store_has_of_a_later_page(self, data: Path, tmp_path: Path) -> None:
        first = sorted((data / "archive").glob("*news.warc.gz"))[0]
        said = osce("--data-dir", data, "--jobs", 1, "--archive", first)
        assert " older than what the store has" in said
        assert "A title that was changed again" not in said

    def test_leaves_withdrawn_items_withdrawn(self, data: Path) -> None:
        before = set(records(data))
        said = osce("--data-dir", data, "--jobs", 1, "--apply")
        assert re.search(r", [12] withdrawn, left as they are\n", said)
        assert set(records(data)) == before

    def test_records_that_this_version_cannot_read_are_replaced(
        self, data: Path, harvested: tuple[LocalSite, Path]
    ) -> None:
        with open_store(data) as store, store.transaction() as connection:
            connection.exec_driver_sql(
                "UPDATE items SET content = json_set(content, '$.older', 1) WHERE id = '531680-en'"
            )
        said = osce("--data-dir", data, "--jobs", 1, "--apply")
        assert "1 in place of records of an earlier version" in said
        assert records(data)["531680-en"]["title"] == records(harvested[1])["531680-en"]["title"]

    def test_makes_no_store_to_compare_with(self, harvested: tuple[LocalSite, Path], tmp_path: Path) -> None:
        target = archive_alone(harvested[1], tmp_path / "again")
        said = osce("--data-dir", target, "--jobs", 1)
        assert " 0 changed, 0 unchanged" in said
        assert sorted(os.listdir(target)) == ["archive"]


class TestDamage:
    def test_is_told_and_costs_no_more_than_itself(
        self, harvested: tuple[LocalSite, Path], tmp_path: Path
    ) -> None:
        target = archive_alone(harvested[1], tmp_path / "again")
        cut = sorted((target / "archive").glob("*news.warc.gz"))[-1]
        cut.write_bytes(cut.read_bytes()[:-1000])
        said = osce("--data-dir", target, "--jobs", 1, "--apply")
        assert f"damaged: {cut}, byte " in said
        assert "the file ends inside a gzip member: it was cut off" in said
        assert set(records(target)) == set(records(harvested[1]))


class TestForeignArchives:
    def test_pages_that_are_no_osce_news_are_counted_and_left(
        self, harvested: tuple[LocalSite, Path], tmp_path: Path
    ) -> None:
        site, data = harvested
        story = next(story for story in site.items if story.layout == "drupal11" and not story.refused)
        html = next(
            page.payload
            for page in pages_in(sorted((data / "archive").glob("*news.warc.gz"))[0])
            if page.url.endswith(story.path)
        )
        warc = ForeignWarc(tmp_path / "CC-MAIN-1.warc.gz")
        warc.response("https://example.org/news/1", b"<html><h1>Elsewhere</h1><p>Text.</p></html>")
        warc.response(f"https://www.osce.org/secretariat/{story.number}", html)
        warc.response("https://www.osce.org/secretariat/123456", b"<html><body></body></html>")
        warc.response(
            "https://www.osce.org/files/f/documents/1/523940.pdf",
            b"%PDF",
            [("Content-Type", "application/pdf")],
        )
        warc.response("https://www.osce.org/secretariat/123457", b"", status="403 Forbidden")
        target = tmp_path / "data"
        said = osce("--data-dir", target, "--archive", warc.save(), "--jobs", 1, "--apply")
        assert "1 pages of other sites" in said
        assert "2 redirects, errors and files" in said
        assert "no record: 1 because " in said
        (record,) = records(target).values()
        assert record["id"] == f"{story.number}-en"
        assert record["source"]["archive"]["file"] == "CC-MAIN-1.warc.gz"
        assert record["source"]["fetched_at"] == record["first_seen"] == "2015-04-07T12:34:56Z"
        assert (target / "quarantine.jsonl").read_text() == ""

    def test_the_latest_capture_of_an_item_wins(
        self, harvested: tuple[LocalSite, Path], tmp_path: Path
    ) -> None:
        site, data = harvested
        first, second = [s for s in site.items if s.layout == "drupal11" and not s.refused][:2]
        pages = {
            page.url: page.payload for page in pages_in(sorted((data / "archive").glob("*news.warc.gz"))[0])
        }
        html = [next(p for url, p in pages.items() if url.endswith(s.path)) for s in (first, second)]
        warc = ForeignWarc(tmp_path / "a.warc.gz")
        warc.response("https://www.osce.org/node/4711", html[1], date="2020-01-02T00:00:00Z")
        warc.response("http://osce.org/secretariat/4711", html[0], date="2019-01-02T00:00:00Z")
        target = tmp_path / "data"
        for _ in range(2):
            osce(
                "--data-dir",
                target,
                "--archive",
                warc.path if warc.path.exists() else warc.save(),
                "--jobs",
                1,
                "--apply",
            )
            (record,) = records(target).values()
            assert record["title"] == second.title
            assert record["source"]["fetched_at"] == "2020-01-02T00:00:00Z"

    def test_text_files_are_read_too(self, tmp_path: Path) -> None:
        warc = ForeignWarc(tmp_path / "a.warc.wet.gz")
        text = (
            "Newsroom\nTraining course on cybercrime held in Tirana\nTIRANA 26 February 2021\n"
            "TIRANA, 26 February 2021 - Twenty-five police officers, 10 of them women, completed a training "
            "course on investigating cybercrime, which was organized by the OSCE Presence in Albania.\n"
            "The course was held over five days and covered digital evidence and online fraud.\n"
        )
        warc.record("https://www.osce.org/albania/479234", "conversion", text.encode(), "text/plain")
        target = tmp_path / "data"
        osce("--data-dir", target, "--archive", warc.save(), "--jobs", 1, "--apply")
        assert records(target)["479234-en"]["source"]["status"] is None


class TestMistakes:
    def test_a_missing_archive(self, tmp_path: Path) -> None:
        said = osce("--data-dir", tmp_path, code=2)
        assert (
            f"{tmp_path / 'archive'} does not exist: harvest first, or name WARC files with --archive" in said
        )

    def test_a_directory_without_one(self, tmp_path: Path) -> None:
        (tmp_path / "archive").mkdir()
        assert "holds no WARC file" in osce("--data-dir", tmp_path, code=2)

    def test_a_file_that_is_none(self, tmp_path: Path) -> None:
        path = tmp_path / "page.html"
        path.write_text("<!doctype html>")
        said = osce("--data-dir", tmp_path, "--archive", path, code=2)
        assert f"{path} is no WARC: it looks like HTML or XML" in said

    def test_another_harvest_that_runs(self, harvested: tuple[LocalSite, Path], tmp_path: Path) -> None:
        target = archive_alone(harvested[1], tmp_path / "data")
        with open_store(target) as store:
            store.lock("crawl news", NOW)
            assert "crawl news" in osce("--data-dir", target, "--apply", "--jobs", 1, code=4)

    def test_several_paths_after_one_option(self, harvested: tuple[LocalSite, Path], tmp_path: Path) -> None:
        files = sorted((harvested[1] / "archive").glob("*.warc.gz"))
        assert f"{len(files)} WARC files" in osce("--data-dir", tmp_path, "--jobs", 1, "--archive", *files)
