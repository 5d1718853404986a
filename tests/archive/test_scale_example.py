"""The worked example of docs/scale.md: records fetched by their place in a larger file make a WARC file."""

import gzip
import json
import re
from pathlib import Path
from typing import Any

from werkzeug import Request, Response

from osce_scraper.archive import pages_in
from tests.crawling.processes import ROOT


def test_records_fetched_by_offset_and_length_can_be_read(httpserver: Any, tmp_path: Path) -> None:
    records = []
    for number in (1, 2, 3):
        page = f"<html><body><h1>Item {number}</h1></body></html>"
        http = f"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: {len(page)}\r\n\r\n{page}"
        head = (
            "WARC/1.0\r\nWARC-Type: response\r\n"
            f"WARC-Target-URI: https://www.osce.org/secretariat/{500_000 + number}\r\n"
            f"WARC-Date: 2023-10-0{number}T00:00:00Z\r\nWARC-Record-ID: <urn:uuid:{number:032x}>\r\n"
            f"Content-Type: application/http; msgtype=response\r\nContent-Length: {len(http)}\r\n\r\n"
        )
        records.append(gzip.compress((head + http + "\r\n\r\n").encode()))
    whole = b"".join(records)

    def part(request: Request) -> Response:
        begin, end = map(int, re.findall(r"\d+", request.headers["Range"]))
        return Response(whole[begin : end + 1], status=206)

    httpserver.expect_request("/crawl.warc.gz").respond_with_handler(part)
    lines = tmp_path / "index.jsonl"
    wanted = [0, 2]
    lines.write_text(
        "".join(
            json.dumps(
                {
                    "filename": "crawl.warc.gz",
                    "offset": str(sum(map(len, records[:place]))),
                    "length": str(len(records[place])),
                }
            )
            + "\n"
            for place in wanted
        )
    )
    code = re.search(r"```python\n(.*?)```", (ROOT / "docs" / "scale.md").read_text(), re.DOTALL)
    assert code is not None
    example: dict[str, Any] = {}
    exec(code[1], example)
    out = tmp_path / "osce.warc.gz"
    example["fetch"](lines, out, base=httpserver.url_for("/"))
    urls = [page.url for page in pages_in(out)]
    assert urls == [f"https://www.osce.org/secretariat/{500_001 + place}" for place in wanted]


def test_the_page_says_what_the_command_takes() -> None:
    told = (ROOT / "docs" / "scale.md").read_text()
    source = (ROOT / "osce_scraper" / "commands" / "reextract.py").read_text()
    for option in set(re.findall(r"--(?:jobs|scheduler|archive|apply)\b", told)):
        assert f'"{option}"' in source
