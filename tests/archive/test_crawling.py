"""A real crawl over HTTP: whatever comes down the wire is in the archive, and the responses know where."""

import asyncio
import gzip
import os
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any, ClassVar
from urllib.parse import urlsplit

import brotli
import pytest
from pytest_httpserver import HTTPServer
from scrapy import Request, Spider
from scrapy.crawler import AsyncCrawlerRunner
from scrapy.http import Response
from warcio.archiveiterator import ArchiveIterator
from werkzeug import Response as Answer

from osce_scraper.archive import find_page, pages_in
from osce_scraper.crawling.archive import archive_link, fetched_at
from tests.archive.conftest import page


class Fetcher(Spider):
    """Asks for addresses and keeps what comes back."""

    name = "fetcher"
    requests: ClassVar[list[Request]] = []
    responses: ClassVar[list[Response]] = []

    async def start(self) -> AsyncIterator[Any]:
        for request in self.requests:
            yield request

    def parse(self, response: Response, **_: Any) -> None:
        self.responses.append(response)


def crawl(data: Path, *requests: Request | str, **settings: Any) -> list[Response]:
    """The responses that a spider's callback gets."""
    Fetcher.requests = [
        Request(request, meta={"handle_httpstatus_all": False}, dont_filter=True)
        if isinstance(request, str)
        else request
        for request in requests
    ]
    Fetcher.responses = []

    async def run() -> None:
        runner = AsyncCrawlerRunner(
            {
                "TWISTED_REACTOR_ENABLED": False,
                "TELNETCONSOLE_ENABLED": False,
                "REMOTE_CONTROL_ENABLED": False,
                "HTTPPROXY_ENABLED": False,
                "HTTPERROR_ALLOW_ALL": True,
                "COOKIES_ENABLED": False,
                "EXTENSIONS": {"osce_scraper.crawling.archive.ArchiveResponses": 15},
                "OSCE_DATA_DIR": str(data),
                "LOG_ENABLED": False,
                **settings,
            }
        )
        await runner.crawl(Fetcher)

    asyncio.run(run())
    return Fetcher.responses


@pytest.fixture
def data(tmp_path: Path) -> Path:
    return tmp_path / "data"


def warcs(data: Path) -> list[Path]:
    return sorted((data / "archive").glob("*.warc.gz"))


class TestResponses:
    @pytest.mark.parametrize(
        ("encoding", "encode"), [("gzip", gzip.compress), ("br", brotli.compress), (None, bytes)]
    )
    def test_are_kept_with_the_bytes_of_the_wire(
        self, httpserver: HTTPServer, data: Path, encoding: str | None, encode: Any
    ) -> None:
        wire = encode(page(1))
        headers = {"Content-Encoding": encoding} if encoding else {}
        httpserver.expect_request("/node/1").respond_with_data(wire, headers=headers)
        (response,) = crawl(data, httpserver.url_for("/node/1"))
        assert response.body == page(1)
        link = archive_link(response)
        assert link is not None
        with (data / link.file).open("rb") as file:
            raw = next(r.raw_stream.read() for r in ArchiveIterator(file) if r.rec_type == "response")
        assert raw == wire
        found = find_page(data, link)
        assert (found.url, found.payload, found.status) == (response.url, page(1), 200)
        assert found.fetched_at == fetched_at(response)

    def test_sent_in_chunks_are_kept_joined(self, httpserver: HTTPServer, data: Path) -> None:
        def chunks(_: object) -> Answer:
            return Answer(
                (page(1)[i : i + 700] for i in range(0, len(page(1)), 700)), content_type="text/html"
            )

        httpserver.expect_request("/node/1").respond_with_handler(chunks)
        crawl(data, httpserver.url_for("/node/1"))
        with warcs(data)[0].open("rb") as file:
            content = next(
                r.content_stream().read() for r in ArchiveIterator(file) if r.rec_type == "response"
            )
        assert content == page(1)
        assert next(pages_in(warcs(data)[0])).payload == page(1)

    def test_of_every_kind_are_kept(self, httpserver: HTTPServer, data: Path) -> None:
        httpserver.expect_request("/robots.txt").respond_with_data("User-agent: *\nAllow: /\n")
        httpserver.expect_request("/old/1").respond_with_data(
            "moved", status=301, headers={"Location": "/node/1"}
        )
        httpserver.expect_request("/node/1").respond_with_data(page(1))
        httpserver.expect_request("/gone/2").respond_with_data("gone", status=410)
        httpserver.expect_oneshot_request("/node/3").respond_with_data("busy", status=503)
        httpserver.expect_request("/node/3").respond_with_data(page(3))
        responses = crawl(
            data,
            *(httpserver.url_for(path) for path in ("/old/1", "/gone/2", "/node/3")),
            ROBOTSTXT_OBEY=True,
            CONCURRENT_REQUESTS=1,
        )
        kept = [(urlsplit(found.url).path.removeprefix("/"), found.status) for found in pages_in(warcs(data))]
        assert sorted(kept) == [
            ("gone/2", 410),
            ("node/1", 200),
            ("node/3", 200),
            ("node/3", 503),
            ("old/1", 301),
            ("robots.txt", 200),
        ]
        for response in responses:
            link = archive_link(response)
            assert link is not None
            assert find_page(data, link).payload == response.body
            assert find_page(data, link).url == response.url

    def test_not_modified_become_revisits_of_the_run_before(self, httpserver: HTTPServer, data: Path) -> None:
        httpserver.expect_request("/node/1", headers={"If-None-Match": '"v1"'}).respond_with_data(status=304)
        httpserver.expect_request("/node/1").respond_with_data(page(1), headers={"ETag": '"v1"'})
        url = httpserver.url_for("/node/1")
        crawl(data, url)
        (response,) = crawl(data, Request(url, headers={"If-None-Match": '"v1"'}))
        assert response.status == 304
        link = archive_link(response)
        assert link is not None
        found = find_page(data, link)
        assert (found.status, found.payload, found.revisit) == (304, page(1), True)
        assert len(warcs(data)) == 2

    def test_that_come_again_become_revisits(self, httpserver: HTTPServer, data: Path) -> None:
        httpserver.expect_request("/node/1").respond_with_data(page(1))
        crawl(data, httpserver.url_for("/node/1"))
        crawl(data, httpserver.url_for("/node/1"))
        assert [found.revisit for found in pages_in(warcs(data))] == [False, True]

    def test_have_their_request_beside_them(self, httpserver: HTTPServer, data: Path) -> None:
        httpserver.expect_request("/node/1").respond_with_data(page(1))
        crawl(data, httpserver.url_for("/node/1"), USER_AGENT="osce-scraper/test")
        with warcs(data)[0].open("rb") as file:
            request = next(r for r in ArchiveIterator(file) if r.rec_type == "request")
            headers = dict(request.http_headers.headers)
        assert request.http_headers.protocol == "GET"
        assert headers["Host"] == f"{httpserver.host}:{httpserver.port}"
        assert headers["User-Agent"] == "osce-scraper/test"


def test_a_link_is_never_that_of_an_earlier_attempt(httpserver: HTTPServer, data: Path) -> None:
    httpserver.expect_request("/old/1").respond_with_data("m", status=302, headers={"Location": "/node/1"})
    httpserver.expect_request("/node/1").respond_with_data(page(1))
    (response,) = crawl(data, httpserver.url_for("/old/1"))
    link = archive_link(response)
    assert link is not None
    assert find_page(data, link).url == httpserver.url_for("/node/1")


def test_can_be_switched_off(httpserver: HTTPServer, data: Path) -> None:
    httpserver.expect_request("/node/1").respond_with_data(page(1))
    (response,) = crawl(data, httpserver.url_for("/node/1"), OSCE_ARCHIVE_ENABLED=False)
    assert archive_link(response) is None
    assert not (data / "archive").exists()


def test_a_directory_that_cannot_be_written_stops_the_crawl_before_it_asks_for_anything(
    httpserver: HTTPServer, data: Path
) -> None:
    data.mkdir()
    (data / "archive").write_text("a file is in the way")
    with pytest.raises(Exception, match=r"archive directory .* cannot be written"):
        crawl(data, httpserver.url_for("/node/1"))
    assert httpserver.log == []
    assert os.listdir(data) == ["archive"]
