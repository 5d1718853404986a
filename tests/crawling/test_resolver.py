"""Names of the OSCE's lead to public addresses only."""

import subprocess
import sys
from pathlib import Path

import pytest
from twisted.internet.error import DNSLookupError

from osce_scraper.crawling.resolver import checked, is_public
from osce_scraper.sites import load_site
from tests.crawling.processes import ROOT, environment
from tests.waiting import PATIENCE

#: `scrapy` where every name leads to this machine, as a hostile name server would have it.
REBOUND = (
    "import socket; socket.gethostbyname = lambda name: '127.0.0.1'; "
    "from scrapy.cmdline import execute; execute(['scrapy', 'crawl', 'news', '-s', 'RETRY_TIMES=0'])"
)


@pytest.mark.parametrize(
    "address",
    [
        *("127.0.0.1", "10.1.2.3", "192.168.0.1", "172.16.5.4", "169.254.169.254", "100.64.0.1", "0.0.0.0"),
        *("::1", "fe80::1", "fd00::1", "::ffff:10.0.0.1", "2002:7f00:1::", "224.0.0.1", "ff02::1"),
        *("2130706433", "0x7f000001", "127.1", "not an address", ""),
    ],
)
def test_inside_is_not_public(address: str) -> None:
    assert not is_public(address)
    with pytest.raises(DNSLookupError, match="no public address"):
        checked(address, "www.osce.org", load_site())


@pytest.mark.parametrize("address", ["8.8.8.8", "2001:4860:4860::8888"])
def test_the_internet_is_public(address: str) -> None:
    assert is_public(address)
    assert checked(address, "www.osce.org", load_site()) == address


def test_a_mirror_of_the_operators_may_be_private() -> None:
    assert checked("10.0.0.5", "mirror.example.org", load_site()) == "10.0.0.5"


def test_a_crawl_does_not_follow_the_osces_name_into_this_machine(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", REBOUND],
        cwd=ROOT,
        env={**environment("https://www.osce.org", tmp_path), "OSCE_CONTACT": "press@example.org"},
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=False,
    )
    assert done.returncode == 1
    assert "www.osce.org resolves to 127.0.0.1, which is no public address" in done.stderr
    assert not (tmp_path / "news.jsonl").exists()
