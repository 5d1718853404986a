"""What `scrapy crawl` logs: lines that nobody else can forge, without control characters and secrets."""

import logging
from pathlib import Path

import pytest

from osce_scraper.crawling.safe_log import SafeLines
from tests.crawling.processes import scrapy
from tests.faults.acts import raw
from tests.site.server import LocalSite

FORGED = "2026-01-01 00:00:00 [scrapy.core.engine] ERROR: forged"
HOSTILE = f"/x/1\x1b[2J\r\n{FORGED}\u2028{FORGED}"


def lines(message: str, *arguments: object, error: Exception | None = None) -> list[str]:
    record = logging.LogRecord(
        "scrapy", logging.ERROR, "", 1, message, arguments, (type(error), error, None) if error else None
    )
    return SafeLines(logging.Formatter("%(levelname)s: %(message)s")).format(record).split("\n")


def test_a_message_cannot_forge_a_line() -> None:
    shown = lines("Ignored %s", HOSTILE)
    assert not any(line.startswith(FORGED) for line in shown)
    assert not any(mark in line for line in shown for mark in "\x1b\r\u2028")
    assert shown[0].startswith("ERROR: Ignored /x/1\\x1b[2J")


def test_an_error_cannot_forge_a_line() -> None:
    shown = lines("It failed", error=ValueError(f"bad\n{FORGED}\x1b[0m"))
    assert shown[0] == "ERROR: It failed"
    assert shown[1:] == ["    ValueError: bad", f"    {FORGED}\\x1b[0m"]


def test_what_scrapy_says_on_several_lines_stays_legible() -> None:
    assert lines("Overridden settings:\n%s", "{'A': 1,\n 'B': 2}") == [
        "ERROR: Overridden settings:",
        "    {'A': 1,",
        "     'B': 2}",
    ]


def test_the_record_is_left_as_it_is_for_other_handlers() -> None:
    record = logging.LogRecord("scrapy", logging.ERROR, "", 1, "of %s", ("x\x1b",), None)
    SafeLines(logging.Formatter()).format(record)
    assert record.getMessage() == "of x\x1b"


@pytest.mark.parametrize("to_file", [False, True], ids=["standard error", "a file"])
def test_a_crawl(tmp_path: Path, to_file: bool) -> None:
    log = tmp_path / "crawl.log"
    with LocalSite(4) as site:
        story = site.items[1]
        page = f"<html><head><title>\x1b[2J\u2028{FORGED}</title></head><body></body></html>"
        site.answer(story.path, 200, body=page.encode())
        away = b"HTTP/1.1 302 Found\r\nLocation: http://elsewhere.example/\x1b[2J\x9b1m\x07\r\n\r\n"
        site.act(site.items[2].path, raw(away))
        done = scrapy(
            *(
                "crawl",
                "news",
                "-s",
                "STATS_DUMP=1",
                "-s",
                "LOG_LEVEL=DEBUG",
                "-s",
                "HTTPPROXY_AUTH=http://me:swordfish@127.0.0.1",
            ),
            *("-s", "MAIL_PASS=swordfish", "-s", "RETRY_TIMES=0"),
            *(("--logfile", str(log)) if to_file else ()),
            base_url=site.base_url,
            directory=tmp_path / "data",
        )
    assert done.returncode == 0
    said = log.read_text("utf-8") if to_file else done.stderr
    # Whatever Scrapy's own parts say is there, and all of it safe.
    assert "Overridden settings:\n    {" in said
    assert "Dumping Scrapy stats:\n    {" in said
    assert "MAIL_PASS" in said
    assert "swordfish" not in said
    assert not any(line.startswith(FORGED) for line in said.splitlines())
    assert not any(character != "\n" and not character.isprintable() for character in said)
