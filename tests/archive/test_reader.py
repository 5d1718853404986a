"""Any WARC is read; what is cut off or damaged is reported, and all the rest is given."""

import base64
import gzip
import hashlib
import io
import json
import random
import zlib
from collections.abc import Callable
from pathlib import Path

import brotli
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from osce_scraper.archive import ArchiveError, Damage, NotAWarc, find_page, pages_in, records_in
from osce_scraper.archive.records import parse_date
from osce_scraper.records import ArchiveLink
from tests.archive.conftest import NOW, page, write_pages

URL = "https://www.osce.org/node/{}"


def read(*paths: Path) -> tuple[list[str], list[Damage]]:
    """The addresses of the pages in the files, and the damage met."""
    damages: list[Damage] = []
    return [item.url for item in pages_in(list(paths), damages.append)], damages


def boundaries(path: Path) -> list[int]:
    """Offsets behind each whole record."""
    return [record.end for record in records_in(path, lambda damage: None)]


class TestCutFiles:
    """A run that was killed leaves a file that ends anywhere."""

    @pytest.fixture(scope="class")
    def whole(self, tmp_path_factory: pytest.TempPathFactory) -> Path:
        return write_pages(tmp_path_factory.mktemp("archive"), 6)[0]

    @pytest.fixture(scope="class")
    def plain(self, whole: Path) -> Path:
        path = whole.with_suffix("")
        path.write_bytes(gzip.decompress(whole.read_bytes()))
        return path

    @pytest.mark.parametrize("form", ["whole", "plain"])
    @settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=150, deadline=None)
    @given(data=st.data())
    def test_give_all_before_the_cut_and_say_where_it_is(
        self, form: str, request: pytest.FixtureRequest, tmp_path: Path, data: st.DataObject
    ) -> None:
        path: Path = request.getfixturevalue(form)
        ends = boundaries(path)
        at = data.draw(st.integers(1, path.stat().st_size - 1))
        cut = tmp_path / path.name
        cut.write_bytes(path.read_bytes()[:at])
        damages: list[Damage] = []
        records = list(records_in(cut, damages.append))
        whole_before = sum(end <= at for end in ends)
        assert len(records) == whole_before
        if at in ends:
            assert damages == []
        else:
            assert [(damage.path, damage.offset) for damage in damages] == [
                (cut, max((end for end in ends if end < at), default=0))
            ]

    def test_cut_at_a_record_read_as_whole(self, whole: Path, tmp_path: Path) -> None:
        cut = tmp_path / whole.name
        cut.write_bytes(whole.read_bytes()[: boundaries(whole)[6]])
        assert read(cut) == ([URL.format(0), URL.format(1), URL.format(2)], [])

    def test_empty_are_reported(self, tmp_path: Path) -> None:
        path = tmp_path / "news.warc.gz"
        path.touch()
        assert read(path) == ([], [Damage(path, 0, "the file is empty")])

    def test_with_something_appended_behind_the_cut_give_that_too(self, whole: Path, tmp_path: Path) -> None:
        data = whole.read_bytes()
        at = boundaries(whole)[7]
        path = tmp_path / whole.name
        path.write_bytes(data[: at - 40] + data)
        urls, damages = read(path)
        assert urls == [URL.format(i) for i in [0, 1, 2, 0, 1, 2, 3, 4, 5]]
        assert [damage.offset for damage in damages] == [boundaries(whole)[6]]


class TestDamagedFiles:
    @pytest.mark.parametrize("form", ["gzip", "plain"])
    @pytest.mark.parametrize("seed", range(20))
    def test_a_changed_byte_costs_one_record(
        self, archive: Path, repacked: Callable[[Path, str], Path], form: str, seed: int
    ) -> None:
        path, _ = write_pages(archive, 6)
        if form == "plain":
            path = repacked(path, "plain")
        records = [record for record in records_in(path, lambda damage: None) if record.type == "response"]
        chosen = random.Random(seed).choice(records)
        data = bytearray(path.read_bytes())
        # Inside the block, where only check sum and digest can tell.
        at = (chosen.offset + chosen.end) // 2 + 100
        data[at] ^= 0x10
        path.write_bytes(data)
        urls, damages = read(path)
        assert urls == [record.url for record in records if record is not chosen]
        assert [damage.offset for damage in damages] == [chosen.offset]

    @pytest.mark.parametrize("length", ["0", "100", "99999999", "many"])
    def test_a_wrong_length_costs_one_record(
        self, archive: Path, repacked: Callable[[Path, str], Path], length: str
    ) -> None:
        path = repacked(write_pages(archive, 4)[0], "plain")
        chosen = [record for record in records_in(path, lambda damage: None) if record.type == "response"][1]
        data = path.read_bytes()
        place = data.index(b"Content-Length: ", chosen.offset)
        end = data.index(b"\r\n", place)
        path.write_bytes(data[:place] + b"Content-Length: " + length.encode() + data[end:])
        urls, damages = read(path)
        assert urls == [URL.format(i) for i in (0, 2, 3)]
        assert [damage.offset for damage in damages] == [chosen.offset]

    def test_rubbish_between_records_is_passed_over(self, archive: Path) -> None:
        path, _ = write_pages(archive, 3)
        ends = boundaries(path)
        data = path.read_bytes()
        path.write_bytes(data[: ends[2]] + b"\x00" * 5000 + b"\x1f\x8b\x08rubbish" + data[ends[2] :])
        urls, damages = read(path)
        assert urls == [URL.format(i) for i in range(3)]
        assert [damage.offset for damage in damages] == [ends[2]]

    def test_no_damage_is_met_twice(self, archive: Path) -> None:
        path, _ = write_pages(archive, 6)
        data = bytearray(path.read_bytes())
        for record in list(records_in(path, lambda damage: None)):
            if record.type == "response":
                data[(record.offset + record.end) // 2] ^= 0xFF
        path.write_bytes(data)
        urls, damages = read(path)
        assert urls == []
        assert len({damage.offset for damage in damages}) == len(damages) == 6


class TestOtherFiles:
    @pytest.mark.parametrize(
        ("name", "content", "looks"),
        [
            ("page.html", b"<!doctype html><title>News</title>", "HTML or XML"),
            ("page.warc", b"<!doctype html><title>News</title>", "HTML or XML"),
            ("page.html.gz", gzip.compress(b"<!doctype html>", mtime=0), "HTML or XML"),
            ("news.jsonl", b'{"id": "1-en"}', "JSON"),
            ("a.pdf", b"%PDF-1.7 ...", "a PDF"),
            ("a.zip", b"PK\x03\x04....", "a ZIP file: unpack it first"),
            ("a.warc.zst", b"\x28\xb5\x2f\xfd....", "a zstd file: decompress it first"),
            ("a.arc", b"filedesc://a.arc 0.0.0.0 2007 text/plain", "an ARC file"),
            ("empty.txt", b"", "an empty file"),
            ("notes.txt", b"Some notes of mine", "'Some notes of mine'"),
        ],
    )
    def test_are_refused_with_what_they_look_like(
        self, tmp_path: Path, name: str, content: bytes, looks: str
    ) -> None:
        path = tmp_path / name
        path.write_bytes(content)
        with pytest.raises(NotAWarc, match=f"is no WARC: it looks like {looks}"):
            list(pages_in(path))

    def test_that_are_missing_are_named(self, tmp_path: Path) -> None:
        with pytest.raises(ArchiveError, match=r"a\.warc does not exist"):
            list(pages_in(tmp_path / "a.warc"))

    def test_a_directory_cannot_be_read(self, tmp_path: Path) -> None:
        with pytest.raises(ArchiveError, match="cannot be read"):
            list(pages_in(tmp_path))


class TestForms:
    @pytest.mark.parametrize("form", ["plain", "one member"])
    def test_every_form_gives_the_same_pages(
        self, archive: Path, repacked: Callable[[Path, str], Path], form: str
    ) -> None:
        path, _ = write_pages(archive, 4)
        with_revisits, _ = write_pages(archive, 4, run="again")
        other = repacked(path, form)
        other_revisits = repacked(with_revisits, form)
        first = [(item.url, item.payload, item.revisit) for item in pages_in([path, with_revisits])]
        second = [(item.url, item.payload, item.revisit) for item in pages_in([other, other_revisits])]
        assert first == second
        assert [item[2] for item in first] == [False] * 4 + [True] * 4


class TestRevisits:
    def test_get_the_payload_that_they_refer_to(self, archive: Path) -> None:
        first, _ = write_pages(archive, 2)
        second, links = write_pages(archive, 2, run="later")
        revisits = [item for item in pages_in([first, second]) if item.revisit]
        assert [item.payload for item in revisits] == [page(0), page(1)]
        assert [item.record_id for item in revisits] == [link.record_id for link in links]
        assert all(item.file == second.name and item.status == 200 for item in revisits)

    def test_in_a_file_read_earlier_come_at_the_end(self, archive: Path) -> None:
        first, _ = write_pages(archive, 2)
        second, _ = write_pages(archive, 2, run="later")
        assert [item.revisit for item in pages_in([second, first])] == [False, False, True, True]

    def test_without_their_original_are_reported(self, archive: Path) -> None:
        write_pages(archive, 1)
        second, links = write_pages(archive, 1, run="later")
        urls, damages = read(second)
        assert urls == []
        assert links[0].record_id in damages[0].problem
        assert "in none of the files given" in damages[0].problem

    def test_without_their_originals_are_one_report_for_all(self, archive: Path) -> None:
        write_pages(archive, 4)
        second, links = write_pages(archive, 4, run="later")
        urls, damages = read(second)
        assert urls == []
        (told,) = damages
        assert links[0].record_id in told.problem
        assert told.problem.endswith(", and so do 3 further records")


class TestFindPage:
    def test_gives_the_page_of_a_link(self, archive: Path) -> None:
        _, links = write_pages(archive, 3)
        assert find_page(archive.parent, links[1]).payload == page(1)
        assert find_page(archive.parent, links[1]).file == links[1].file

    def test_gives_the_payload_of_a_revisit(self, archive: Path) -> None:
        write_pages(archive, 3)
        _, links = write_pages(archive, 3, run="later")
        assert find_page(archive.parent, links[2]).payload == page(2)

    def test_does_without_the_index(self, archive: Path) -> None:
        write_pages(archive, 3)
        _, links = write_pages(archive, 3, run="later")
        (archive / "index.sqlite").unlink()
        assert find_page(archive.parent, links[2]).payload == page(2)

    def test_says_when_the_record_is_gone(self, archive: Path) -> None:
        path, links = write_pages(archive, 1)
        with pytest.raises(ArchiveError, match="holds no whole record <urn:uuid:none>"):
            find_page(archive.parent, ArchiveLink(file=links[0].file, record_id="<urn:uuid:none>"))
        path.unlink()
        with pytest.raises(ArchiveError, match="does not exist"):
            find_page(archive.parent, links[0])


class ForeignWarc:
    """A WARC as other archivists write it, by warcio."""

    def __init__(self, path: Path, *, gzipped: bool = True, version: str = "1.0") -> None:
        self.path = path
        self._buffer = io.BytesIO()
        self._writer = WARCWriter(self._buffer, gzip=gzipped, warc_version=version)

    def response(
        self,
        url: str,
        body: bytes,
        headers: list[tuple[str, str]] | None = None,
        *,
        date: str = "2015-04-07T12:34:56Z",
        status: str = "200 OK",
        kind: str = "response",
        **fields: str,
    ) -> None:
        http = StatusAndHeaders(status, headers or [("Content-Type", "text/html")], protocol="HTTP/1.1")
        record = self._writer.create_warc_record(
            url,
            kind,
            payload=io.BytesIO(body),
            length=len(body),
            http_headers=http,
            warc_headers_dict={"WARC-Date": date} | {k.replace("_", "-"): v for k, v in fields.items()},
        )
        self._writer.write_record(record)

    def record(self, url: str, kind: str, body: bytes, media_type: str) -> None:
        record = self._writer.create_warc_record(
            url,
            kind,
            payload=io.BytesIO(body),
            length=len(body),
            warc_content_type=media_type,
            warc_headers_dict={"WARC-Date": "2015-04-07T12:34:56Z"},
        )
        self._writer.write_record(record)

    def save(self) -> Path:
        self.path.write_bytes(self._buffer.getvalue())
        return self.path


def chunked(body: bytes, size: int = 1000) -> bytes:
    """``body`` in chunked transfer encoding."""
    parts = [body[i : i + size] for i in range(0, len(body), size)]
    return b"".join(b"%x\r\n%b\r\n" % (len(part), part) for part in parts) + b"0\r\n\r\n"


def deflated_bare(body: bytes) -> bytes:
    deflater = zlib.compressobj(wbits=-zlib.MAX_WBITS)
    return deflater.compress(body) + deflater.flush()


class TestForeignFiles:
    def test_of_common_crawl_have_their_encodings_undone_and_renamed(self, tmp_path: Path) -> None:
        warc = ForeignWarc(tmp_path / "CC-MAIN-20230921-00001.warc.gz")
        warc.record("", "warcinfo", b"isPartOf: CC-MAIN-2023-40\r\n", "application/warc-fields")
        warc.record(
            URL.format(1), "request", b"GET /node/1 HTTP/1.1\r\n\r\n", "application/http; msgtype=request"
        )
        warc.response(
            URL.format(1),
            page(1),
            [
                ("Content-Type", "text/html; charset=utf-8"),
                ("X-Crawl-Content-Encoding", "gzip"),
                ("Content-Length", str(len(page(1)))),
            ],
            WARC_Identified_Payload_Type="text/html",
        )
        warc.record(URL.format(1), "metadata", b"fetchTimeMs: 12\r\n", "application/warc-fields")
        (found,) = pages_in(warc.save())
        assert (found.url, found.status, found.payload) == (URL.format(1), 200, page(1))
        assert found.fetched_at == parse_date("2015-04-07T12:34:56Z")
        assert found.media_type == "text/html"

    def test_of_text_give_the_text(self, tmp_path: Path) -> None:
        warc = ForeignWarc(tmp_path / "CC-MAIN-20230921-00001.warc.wet.gz")
        warc.record(URL.format(1), "conversion", "Prishtinë, 10 tetor".encode(), "text/plain")
        (found,) = pages_in(warc.save())
        assert found.payload.decode() == "Prishtinë, 10 tetor"
        assert (found.status, found.media_type) == (None, "text/plain")

    @pytest.mark.parametrize("version", ["1.0", "1.1"])
    @pytest.mark.parametrize("gzipped", [True, False])
    @pytest.mark.parametrize(
        ("headers", "encode"),
        [
            ({"Transfer-Encoding": "chunked"}, chunked),
            (
                {"Transfer-Encoding": "chunked", "Content-Encoding": "gzip"},
                lambda b: chunked(gzip.compress(b)),
            ),
            ({"Content-Encoding": "x-gzip"}, gzip.compress),
            ({"Content-Encoding": "GZIP"}, gzip.compress),
            ({"Content-Encoding": "deflate"}, zlib.compress),
            ({"Content-Encoding": "deflate"}, deflated_bare),
            ({"Content-Encoding": "br"}, brotli.compress),
            ({"Content-Encoding": "gzip, br"}, lambda b: brotli.compress(gzip.compress(b))),
            # Undone by the archivist, who left the header as it was.
            ({"Transfer-Encoding": "chunked"}, bytes),
            ({"Content-Encoding": "gzip"}, bytes),
            ({"Content-Encoding": "br"}, bytes),
            ({"Content-Encoding": "deflate"}, bytes),
            ({"Content-Encoding": "identity"}, bytes),
            # Two members in a row are one body.
            ({"Content-Encoding": "gzip"}, lambda b: gzip.compress(b[:900]) + gzip.compress(b[900:])),
        ],
    )
    def test_are_decoded_whatever_they_kept(
        self,
        tmp_path: Path,
        headers: dict[str, str],
        encode: Callable[[bytes], bytes],
        gzipped: bool,
        version: str,
    ) -> None:
        warc = ForeignWarc(tmp_path / "export.warc", gzipped=gzipped, version=version)
        body = page(1) * 5
        warc.response(URL.format(1), encode(body), [("Content-Type", "text/html"), *headers.items()])
        (found,) = pages_in(warc.save())
        assert found.payload == body

    def test_compressed_bodies_that_broke_off_give_what_is_there(self, tmp_path: Path) -> None:
        warc = ForeignWarc(tmp_path / "export.warc.gz")
        body = b"".join(page(i) for i in range(40))
        warc.response(URL.format(1), gzip.compress(body)[:-3000], [("Content-Encoding", "gzip")])
        (found,) = pages_in(warc.save())
        assert found.payload
        assert body.startswith(found.payload)

    def test_of_the_wayback_machine_give_the_address_and_time_of_the_page(self, tmp_path: Path) -> None:
        warc = ForeignWarc(tmp_path / "export.warc.gz")
        warc.response(
            "https://web.archive.org/web/20120518093000id_/http://www.osce.org/albania/90660",
            page(1),
            date="2026-01-01T00:00:00Z",
        )
        (found,) = pages_in(warc.save())
        assert found.url == "http://www.osce.org/albania/90660"
        assert found.fetched_at == parse_date("2012-05-18T09:30:00Z")

    def test_of_the_wayback_machine_refer_by_address_and_date(self, tmp_path: Path) -> None:
        warc = ForeignWarc(tmp_path / "export.warc.gz")
        warc.response(URL.format(1), page(1), date="2015-04-07T12:34:56Z")
        warc.response(
            URL.format(1),
            b"",
            date="2015-05-01T00:00:00Z",
            kind="revisit",
            WARC_Refers_To_Target_URI=URL.format(1),
            WARC_Refers_To_Date="2015-04-07T12:34:56Z",
            WARC_Payload_Digest="sha1:OTHERALGORITHMSOTHERDIGESTAAAAAA",
            WARC_Profile="http://netpreserve.org/warc/1.0/revisit/identical-payload-digest",
        )
        _, second = pages_in(warc.save())
        assert (second.payload, second.revisit) == (page(1), True)
        assert second.fetched_at == parse_date("2015-05-01T00:00:00Z")

    def test_of_dns_answers_and_metadata_hold_no_pages(self, tmp_path: Path) -> None:
        warc = ForeignWarc(tmp_path / "export.warc.gz")
        warc.record("dns:www.osce.org", "resource", b"20150407 www.osce.org", "text/dns")
        warc.record("urn:pageinfo:x", "resource", json.dumps({"a": 1}).encode(), "application/json")
        warc.record(URL.format(2), "resource", page(2), "text/html")
        (found,) = pages_in(warc.save())
        assert (found.url, found.status, found.media_type) == (URL.format(2), None, "text/html")

    @pytest.mark.parametrize(
        "form", ["sha1 base32", "sha1 hexadecimal", "sha256 hexadecimal", "md5 base32", "of the decoded page"]
    )
    def test_with_digests_in_any_form_are_checked(self, tmp_path: Path, form: str) -> None:
        stored = gzip.compress(page(1))
        digests = {
            "sha1 base32": "sha1:" + base64.b32encode(hashlib.sha1(stored).digest()).decode(),
            "sha1 hexadecimal": "sha1:" + hashlib.sha1(stored).hexdigest(),
            "sha256 hexadecimal": "sha-256:" + hashlib.sha256(stored).hexdigest().upper(),
            "md5 base32": "md5:" + base64.b32encode(hashlib.md5(stored).digest()).decode(),
            "of the decoded page": "sha1:" + base64.b32encode(hashlib.sha1(page(1)).digest()).decode(),
        }
        for stated, pages in ((digests[form], 1), (digests[form][:-9] + "234567234"[:9], 0)):
            block = b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n\r\n" + stored
            head = (
                "WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: <https://www.osce.org/node/1>\r\n"
                "WARC-Date: 2015-04-07T12:34:56Z\r\nWARC-Record-ID: <urn:uuid:1>\r\n"
                f"WARC-Payload-Digest: {stated}\r\nContent-Length: {len(block)}\r\n\r\n"
            )
            path = tmp_path / "a.warc"
            path.write_bytes(head.encode() + block + b"\r\n\r\n")
            urls, damages = read(path)
            assert len(urls) == pages
            assert len(damages) == 1 - pages
            assert all("not what its digest says" in damage.problem for damage in damages)

    def test_with_folded_fields_bare_newlines_and_old_versions_are_read(self, tmp_path: Path) -> None:
        block = b"HTTP/1.0 200 OK\nContent-Type: text/html\nX-Long: a\n b\n\n" + page(1)
        head = (
            "WARC/0.18\r\nwarc-type: response\r\nWARC-Target-URI:\r\n https://www.osce.org/node/1\r\n"
            f"WARC-Date: 2015\r\nContent-Length:{len(block)}\r\n\r\n"
        )
        path = tmp_path / "old.warc"
        path.write_bytes(b"\r\n" + (head.encode() + block + b"\r\n\r\n\r\n") * 2)
        pages = list(pages_in(path))
        assert [item.payload for item in pages] == [page(1), page(1)]
        assert pages[0].headers["x-long"] == "a b"
        assert pages[0].fetched_at == parse_date("2015-01-01T00:00:00Z")


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        ("2026-11-23T09:30:15.123456Z", "2026-11-23T09:30:15.123456+00:00"),
        ("2015-04-07T12:34:56Z", "2015-04-07T12:34:56+00:00"),
        ("2015-04-07T14:34:56+02:00", "2015-04-07T12:34:56+00:00"),
        ("2015-04", "2015-04-01T00:00:00+00:00"),
        ("2015", "2015-01-01T00:00:00+00:00"),
        ("", None),
        ("yesterday", None),
        ("2015-13-45T00:00:00Z", None),
    ],
)
def test_dates_are_read_to_the_part_they_give(text: str, iso: str | None) -> None:
    moment = parse_date(text)
    assert (None if moment is None else moment.isoformat()) == iso


def test_the_times_of_our_own_records_are_exact(archive: Path) -> None:
    path, _ = write_pages(archive, 1)
    assert next(pages_in(path)).fetched_at == NOW
