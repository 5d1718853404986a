"""What a run writes can be read by anybody, says where it comes from, and repeats no payload."""

import datetime as dt
import errno
import gzip
import hashlib
import os
import sqlite3
import zlib
from argparse import Namespace
from pathlib import Path

import pytest
from warcio.archiveiterator import ArchiveIterator
from warcio.checker import Checker

from osce_scraper.archive import ArchiveError, ArchiveWriter, pages_in, records_in
from tests.archive.conftest import HTML, NOW, page, write_pages


def read_by_warcio(path: Path) -> list[tuple[str, dict[str, str], bytes]]:
    """Every record as another program reads it: type, header fields, decoded content."""
    with path.open("rb") as file:
        return [
            (record.rec_type, dict(record.rec_headers.headers), record.content_stream().read())
            for record in ArchiveIterator(file, check_digests="raise")
        ]


class TestFile:
    def test_is_named_by_time_and_run(self, archive: Path) -> None:
        path, links = write_pages(archive, 1)
        assert path == archive / "20261123T093015Z-news.warc.gz"
        assert links[0].file == "archive/20261123T093015Z-news.warc.gz"

    def test_of_an_earlier_run_is_never_touched(self, archive: Path) -> None:
        first, _ = write_pages(archive, 1)
        before = first.read_bytes()
        second, _ = write_pages(archive, 2)
        assert second.name == "20261123T093015Z-news-2.warc.gz"
        assert first.read_bytes() == before

    def test_of_a_run_without_any_response_is_not_made(self, archive: Path) -> None:
        with ArchiveWriter(archive, "news", NOW):
            pass
        assert list(archive.glob("*.warc.gz")) == []

    def test_has_a_gzip_member_per_record(self, archive: Path) -> None:
        path, _ = write_pages(archive, 3)
        data, starts = path.read_bytes(), []
        while data:
            inflater = zlib.decompressobj(16 + zlib.MAX_WBITS)
            starts.append(inflater.decompress(data)[:9])
            data = inflater.unused_data
        assert starts == [b"WARC/1.1\r"[:9]] * 7

    def test_can_be_read_before_it_is_closed(self, archive: Path) -> None:
        with ArchiveWriter(archive, "news", NOW) as writer:
            for number in range(3):
                writer.write_exchange(
                    f"https://www.osce.org/node/{number}",
                    status=200,
                    headers=HTML,
                    payload=page(number),
                    fetched_at=NOW,
                )
                assert len(list(pages_in(writer.path))) == number + 1

    def test_needs_a_directory_that_can_be_written(self, tmp_path: Path) -> None:
        (tmp_path / "archive").write_text("a file is in the way")
        with pytest.raises(ArchiveError, match="cannot be written"):
            ArchiveWriter(tmp_path / "archive", "news", NOW)

    def test_stays_whole_when_the_disk_is_full(self, archive: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        with ArchiveWriter(archive, "news", NOW) as writer:
            writer.write_exchange(
                "https://www.osce.org/node/1", status=200, headers=HTML, payload=page(1), fetched_at=NOW
            )
            really_write = os.write

            def no_room(file: int, data: memoryview) -> int:
                if len(data) > 100:
                    return really_write(file, data[:100])
                raise OSError(errno.ENOSPC, "No space left on device")

            monkeypatch.setattr(os, "write", no_room)
            with pytest.raises(ArchiveError, match=r"takes no more \(No space left on device\): make room"):
                writer.write_exchange(
                    "https://www.osce.org/node/2", status=200, headers=HTML, payload=page(2), fetched_at=NOW
                )
            monkeypatch.undo()
            writer.write_exchange(
                "https://www.osce.org/node/3", status=200, headers=HTML, payload=page(3), fetched_at=NOW
            )
        assert [item.url for item in pages_in(writer.path)] == [
            "https://www.osce.org/node/1",
            "https://www.osce.org/node/3",
        ]


class TestRecords:
    def test_pass_the_checks_of_another_program(self, archive: Path) -> None:
        path, _ = write_pages(archive, 5)
        checker = Checker(Namespace(inputs=[str(path)], verbose=False))
        checker.process_all()
        assert checker.exit_value == 0

    def test_begin_with_the_versions_that_wrote_them(self, archive: Path) -> None:
        path, _ = write_pages(archive, 1)
        kind, fields, content = read_by_warcio(path)[0]
        assert kind == "warcinfo"
        assert fields["WARC-Filename"] == path.name
        assert b"software: osce-scraper/" in content
        assert b"scrapy/2." in content
        assert b"format: WARC File Format 1.1" in content

    def test_pair_a_request_with_its_response(self, archive: Path) -> None:
        path, links = write_pages(archive, 1)
        (_, request, _), (kind, response, content) = read_by_warcio(path)[1:]
        assert kind == "response"
        assert response["WARC-Record-ID"] == links[0].record_id == request["WARC-Concurrent-To"]
        assert response["WARC-Target-URI"] == request["WARC-Target-URI"] == "https://www.osce.org/node/0"
        assert response["WARC-Date"] == "2026-11-23T09:30:15.123456Z"
        assert content == page(0)

    def test_keep_the_request_but_not_its_secrets(self, archive: Path) -> None:
        with ArchiveWriter(archive, "news", NOW) as writer:
            writer.write_exchange(
                "https://www.osce.org/press-releases?page=2",
                status=200,
                headers=HTML,
                payload=b"x",
                fetched_at=NOW,
                request_headers=((b"Accept", b"text/html"), (b"Authorization", b"Basic c2VjcmV0")),
            )
        request = next(record for record in records_in(writer.path, raise_damage) if record.type == "request")
        assert request.block == (
            b"GET /press-releases?page=2 HTTP/1.1\r\nHost: www.osce.org\r\nAccept: text/html\r\n\r\n"
        )

    @pytest.mark.parametrize("encoding", ["gzip", "identity"])
    def test_hold_the_bytes_as_they_came(self, archive: Path, encoding: str) -> None:
        wire = gzip.compress(page(1)) if encoding == "gzip" else page(1)
        with ArchiveWriter(archive, "news", NOW) as writer:
            writer.write_exchange(
                "https://www.osce.org/node/1",
                status=200,
                headers=(*HTML, (b"Content-Encoding", encoding.encode())),
                payload=wire,
                fetched_at=NOW,
            )
        response = next(
            record for record in records_in(writer.path, raise_damage) if record.type == "response"
        )
        assert response.block.endswith(b"\r\n\r\n" + wire)
        assert read_by_warcio(writer.path)[-1][2] == page(1)
        assert next(pages_in(writer.path)).payload == page(1)

    def test_rename_the_headers_that_the_undone_transfer_encoding_made_untrue(self, archive: Path) -> None:
        with ArchiveWriter(archive, "news", NOW) as writer:
            writer.write_exchange(
                "https://www.osce.org/node/1",
                status=200,
                headers=(*HTML, (b"Transfer-Encoding", b"chunked"), (b"Content-Length", b"7")),
                payload=page(1),
                fetched_at=NOW,
            )
        headers = next(pages_in(writer.path)).headers
        assert headers["x-crawl-transfer-encoding"] == "chunked"
        assert headers["x-crawl-content-length"] == "7"
        assert "transfer-encoding" not in headers
        assert "content-length" not in headers

    def test_mark_a_payload_that_broke_off(self, archive: Path) -> None:
        with ArchiveWriter(archive, "news", NOW) as writer:
            writer.write_exchange(
                "https://www.osce.org/node/1",
                status=200,
                headers=HTML,
                payload=page(1)[:500],
                fetched_at=NOW,
                truncated="disconnect",
            )
        assert next(pages_in(writer.path)).truncated == "disconnect"


class TestRevisits:
    def write(
        self, archive: Path, *answers: tuple[str, int, bytes], run: str = "news", hour: int = 0
    ) -> Path:
        now = NOW + dt.timedelta(hours=hour)
        with ArchiveWriter(archive, run, now) as writer:
            for url, status, payload in answers:
                writer.write_exchange(url, status=status, headers=HTML, payload=payload, fetched_at=now)
        return writer.path

    def test_stand_for_a_payload_seen_before(self, archive: Path) -> None:
        first = self.write(archive, ("https://www.osce.org/a/1", 200, page(1)))
        second = self.write(archive, ("https://www.osce.org/b/1", 200, page(1)), hour=1)
        original = read_by_warcio(first)[-1][1]
        kind, fields, content = read_by_warcio(second)[-1]
        assert kind == "revisit"
        assert content == b""
        assert fields["WARC-Profile"].endswith("/warc/1.1/revisit/identical-payload-digest")
        assert fields["WARC-Refers-To"] == original["WARC-Record-ID"]
        assert fields["WARC-Refers-To-Target-URI"] == "https://www.osce.org/a/1"
        assert fields["WARC-Refers-To-Date"] == "2026-11-23T09:30:15.123456Z"
        assert fields["WARC-Payload-Digest"] == original["WARC-Payload-Digest"]

    def test_stand_for_a_page_that_was_not_modified(self, archive: Path) -> None:
        url = "https://www.osce.org/a/1"
        first = self.write(archive, (url, 200, page(1)), (url, 200, page(2)))
        second = self.write(archive, (url, 304, b""), hour=1)
        kind, fields, _ = read_by_warcio(second)[-1]
        assert kind == "revisit"
        assert fields["WARC-Profile"].endswith("/warc/1.1/revisit/server-not-modified")
        assert fields["WARC-Refers-To"] == read_by_warcio(first)[-1][1]["WARC-Record-ID"]

    def test_refer_to_the_payload_and_never_to_another_revisit(self, archive: Path) -> None:
        a, b = "https://www.osce.org/a/1", "https://www.osce.org/b/1"
        path = self.write(archive, (a, 200, page(1)), (b, 200, page(2)), (b, 200, page(1)), (b, 304, b""))
        records = [fields for kind, fields, _ in read_by_warcio(path) if kind in ("response", "revisit")]
        assert [fields.get("WARC-Refers-To") for fields in records] == [
            None,
            None,
            records[0]["WARC-Record-ID"],
            records[0]["WARC-Record-ID"],
        ]

    def test_a_page_not_modified_that_was_never_archived_is_kept_as_it_came(self, archive: Path) -> None:
        path = self.write(archive, ("https://www.osce.org/a/1", 304, b""))
        assert next(pages_in(path)).status == 304
        assert read_by_warcio(path)[-1][0] == "response"

    def test_an_empty_or_broken_payload_is_no_original(self, archive: Path) -> None:
        with ArchiveWriter(archive, "news", NOW) as writer:
            for truncated in ("length", None, None):
                for payload in (b"", page(1)):
                    writer.write_exchange(
                        "https://www.osce.org/a/1",
                        status=200,
                        headers=HTML,
                        payload=payload,
                        fetched_at=NOW,
                        truncated=truncated,
                    )
        kinds = [kind for kind, _, _ in read_by_warcio(writer.path) if kind in ("response", "revisit")]
        assert kinds == ["response"] * 5 + ["revisit"]

    def test_never_refer_to_a_file_that_was_taken_away(self, archive: Path) -> None:
        self.write(archive, ("https://www.osce.org/a/1", 200, page(1))).unlink()
        second = self.write(archive, ("https://www.osce.org/a/1", 200, page(1)), hour=1)
        assert read_by_warcio(second)[-1][0] == "response"

    def test_are_found_by_two_runs_that_write_at_once(self, archive: Path) -> None:
        payload = {number: page(number) for number in range(20)}
        with ArchiveWriter(archive, "menus", NOW) as first, ArchiveWriter(archive, "news", NOW) as second:
            for number in range(20):
                for writer in (first, second):
                    writer.write_exchange(
                        f"https://www.osce.org/node/{number}",
                        status=200,
                        headers=HTML,
                        payload=payload[number],
                        fetched_at=NOW,
                    )
        assert first.path != second.path
        pages = list(pages_in([first.path, second.path]))
        assert [found.revisit for found in pages] == [False] * 20 + [True] * 20
        assert [found.payload for found in pages[20:]] == list(payload.values())

    @pytest.mark.parametrize("fault", ["missing", "no database", "of another version", "cut"])
    def test_are_found_though_the_index_is(self, archive: Path, fault: str) -> None:
        self.write(archive, ("https://www.osce.org/a/1", 200, page(1)))
        index = archive / "index.sqlite"
        if fault == "missing":
            index.unlink()
        elif fault == "no database":
            index.write_bytes(b"not a database at all, but longer than a header" * 50)
        elif fault == "of another version":
            with sqlite3.connect(index) as database:
                database.execute("PRAGMA user_version = 999")
            database.close()
        else:
            index.write_bytes(index.read_bytes()[:5000])
        second = self.write(archive, ("https://www.osce.org/a/1", 200, page(1)), hour=1)
        assert read_by_warcio(second)[-1][0] == "revisit"


def test_the_digest_of_a_page_is_that_of_its_decoded_bytes(archive: Path) -> None:
    path, _ = write_pages(archive, 1)
    assert next(pages_in(path)).body_sha256 == hashlib.sha256(page(0)).hexdigest()


def raise_damage(damage: object) -> None:
    raise AssertionError(f"damage where there is none: {damage}")
