"""Manners: read from the real settings, and from what the local site was asked."""

import datetime as dt
from itertools import pairwise
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from scrapy import Request, signals
from scrapy.crawler import Crawler
from scrapy.http import Response
from scrapy.settings import Settings

from osce_scraper import __version__
from osce_scraper.crawling import clock
from osce_scraper.crawling.manners import Manners, NoContactError, retry_after
from osce_scraper.crawling.outcome import ExitCode, verdict_of_error
from osce_scraper.crawling.spider import HarvestSpider
from osce_scraper.spiders.menus import MenusSpider
from osce_scraper.spiders.news import NewsSpider
from tests.site.server import LocalSite
from tests.spiders.crawl import crawl, project_settings, records

#: The local site, asked as the live one is; the delay alone is the test's, so that it stays short.
POLITE: dict[str, Any] = {
    "OSCE_LOOPBACK_POLITE": True,
    "DOWNLOAD_DELAY": 0,
    "AUTOTHROTTLE_START_DELAY": 0,
    "OSCE_CONTACT": "press@example.org",
}


def live(**changes: Any) -> Settings:
    """The settings as a crawl of the live site has them."""
    settings = project_settings("https://www.osce.org", Path("data"), **changes)
    Manners().update_settings(settings)
    return settings


class Sendings:
    """The moments at which requests were sent, by the clock that the downloader keeps its delay by."""

    def __init__(self) -> None:
        self.moments: list[float] = []

    def watch(self, crawler: Crawler) -> None:
        """Note each request of a crawl that has one at a time on its way."""

        def sent(request: Request) -> None:
            slots = crawler.engine.downloader.slots
            self.moments.append(slots[str(urlsplit(request.url).hostname)].lastseen)

        self._kept = sent
        crawler.signals.connect(sent, signals.response_downloaded)

    def gaps(self) -> list[float]:
        """Seconds between any two, without the first request, for robots.txt."""
        return [later - earlier for earlier, later in pairwise(self.moments[1:])]


@pytest.fixture
def slow_site() -> Any:
    """A site whose robots.txt asks for a delay."""
    with LocalSite(4, crawl_delay=0.25) as site:
        yield site


class TestTheLiveSite:
    """What the defaults mean there."""

    def test_is_asked_politely(self) -> None:
        settings = live()
        assert settings.getbool("ROBOTSTXT_OBEY")
        assert settings.getint("CONCURRENT_REQUESTS") == 1
        assert settings.getint("CONCURRENT_REQUESTS_PER_DOMAIN") == 1
        assert settings.getfloat("DOWNLOAD_DELAY") >= 3
        assert settings.getfloat("DOWNLOAD_DELAY_JITTER") == 0
        assert settings.getbool("AUTOTHROTTLE_ENABLED")
        assert settings.getfloat("AUTOTHROTTLE_START_DELAY") >= settings.getfloat("DOWNLOAD_DELAY")

    def test_is_told_who_asks_and_whom_to_write_to(self) -> None:
        agent = live(OSCE_CONTACT="press@example.org")["USER_AGENT"]
        assert agent == f"osce-scraper/{__version__} (+press@example.org)"

    @pytest.mark.parametrize("spider", [NewsSpider, MenusSpider])
    def test_is_not_asked_by_nobody_in_particular(self, spider: type[HarvestSpider]) -> None:
        with pytest.raises(NoContactError, match="OSCE_CONTACT") as caught:
            spider.from_crawler(Crawler(spider, live(OSCE_CONTACT="")))
        assert verdict_of_error(caught.value).code is ExitCode.WRONG_USAGE
        assert spider.from_crawler(Crawler(spider, live(OSCE_CONTACT="press@example.org")))

    def test_is_known_by_its_certificate(self) -> None:
        assert live().getbool("DOWNLOAD_VERIFY_CERTIFICATES")

    def test_cannot_fill_memory_or_hold_the_line(self) -> None:
        assert 0 < live().getint("DOWNLOAD_MAXSIZE") <= 32 * 1024 * 1024
        assert 0 < live().getint("DOWNLOAD_TIMEOUT") <= 60

    def test_sets_no_cookies_and_opens_no_doors(self) -> None:
        settings = live()
        for name in (
            "COOKIES_ENABLED",
            "TELNETCONSOLE_ENABLED",
            "REMOTE_CONTROL_ENABLED",
            "HTTPCACHE_ENABLED",
        ):
            assert not settings.getbool(name), name

    def test_keeps_what_the_user_sets(self) -> None:
        settings = live(USER_AGENT="another/1.0", DOWNLOAD_DELAY=30)
        assert settings["USER_AGENT"] == "another/1.0"
        assert settings.getfloat("DOWNLOAD_DELAY") == 30


def test_this_machine_is_spared_the_delay() -> None:
    settings = project_settings("http://127.0.0.1:8123", Path("data"))
    Manners().update_settings(settings)
    assert settings.getfloat("DOWNLOAD_DELAY") == 0
    assert settings.getbool("ROBOTSTXT_OBEY")
    polite = project_settings("http://127.0.0.1:8123", Path("data"), OSCE_LOOPBACK_POLITE=True)
    Manners().update_settings(polite)
    assert polite.getfloat("DOWNLOAD_DELAY") >= 3


def test_the_crawl_delay_of_robots_txt_is_kept_between_any_two_requests(
    slow_site: LocalSite, tmp_path: Path
) -> None:
    slow_site.latency = 0.05
    sendings = Sendings()
    result = crawl(
        "news",
        slow_site.base_url,
        tmp_path,
        settings={**POLITE, "CONCURRENT_REQUESTS": 8},
        watch=sendings.watch,
    )
    assert result.code is ExitCode.GOOD
    assert set(records(tmp_path)) == set(slow_site.truth())
    assert slow_site.requests[0].path == "/robots.txt"
    assert len(sendings.moments) == len(slow_site.requests)
    assert min(sendings.gaps()) >= 0.25


def test_a_longer_delay_of_ours_is_not_lowered_by_robots_txt(slow_site: LocalSite, tmp_path: Path) -> None:
    sendings = Sendings()
    crawl(
        "news",
        slow_site.base_url,
        tmp_path,
        settings={**POLITE, "DOWNLOAD_DELAY": 0.4},
        watch=sendings.watch,
        urls=",".join(f"{slow_site.base_url}{story.path}" for story in slow_site.items),
    )
    assert min(sendings.gaps()) >= 0.4


def test_every_request_carries_the_user_agent(slow_site: LocalSite, tmp_path: Path) -> None:
    crawl("news", slow_site.base_url, tmp_path, settings={"OSCE_CONTACT": "press@example.org"})
    agents = {seen.headers["User-Agent"] for seen in slow_site.requests}
    assert agents == {f"osce-scraper/{__version__} (+press@example.org)"}
    assert not any("Cookie" in seen.headers for seen in slow_site.requests)


@pytest.mark.parametrize("status", [429, 503])
def test_retry_after_is_waited_for(
    slow_site: LocalSite, tmp_path: Path, status: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    story = slow_site.items[0]
    slow_site.answer(story.number, status, times=1, headers={"Retry-After": "500"})
    waits = []

    async def sleep(seconds: float) -> None:
        waits.append((seconds, len(slow_site.requests)))

    monkeypatch.setattr(clock, "sleep", sleep)
    url = f"{slow_site.base_url}{story.path}"
    result = crawl("news", slow_site.base_url, tmp_path, urls=url)
    assert result.code is ExitCode.GOOD
    asked = [(number, seen) for number, seen in enumerate(slow_site.requests) if seen.path == story.path]
    (_, refused), (again, answered) = asked
    assert (refused.status, answered.status) == (status, 200)
    assert waits == [(500, again)]


def test_a_retry_after_of_hours_is_left_for_a_later_run(slow_site: LocalSite, tmp_path: Path) -> None:
    story = slow_site.items[0]
    slow_site.answer(story.number, 503, headers={"Retry-After": "7200"})
    result = crawl("news", slow_site.base_url, tmp_path, urls=f"{slow_site.base_url}{story.path}")
    assert [seen.path for seen in slow_site.requests if seen.path != "/robots.txt"] == [story.path]
    assert result.counts["failed"] == 1


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        ("120", 120.0),
        ("Mon, 23 Nov 2026 12:01:00 GMT", 60.0),
        ("Mon, 23 Nov 2026 11:00:00 GMT", 0.0),
        ("soon", None),
        ("-5", None),
        ("\u00b2", None),
        ("", None),
    ],
)
def test_retry_after_is_a_number_or_a_date(value: str, seconds: float | None) -> None:
    response = Response("https://www.osce.org/", headers={"Retry-After": value})
    assert retry_after(response, dt.datetime(2026, 11, 23, 12, tzinfo=dt.UTC)) == seconds


@pytest.mark.parametrize("first", [302, 503])
def test_no_redirect_leads_to_another_host(slow_site: LocalSite, tmp_path: Path, first: int) -> None:
    """Nor the redirect that answers a retry, which Scrapy's own filter lets pass."""
    story = slow_site.items[0]
    with LocalSite(4) as elsewhere:
        away = {"Location": f"{elsewhere.base_url}{story.path}"}
        slow_site.answer(story.path, first, times=1, headers=away if first == 302 else {})
        slow_site.answer(story.number, 302, headers=away)
        result = crawl("news", slow_site.base_url, tmp_path, urls=f"{slow_site.base_url}{story.path}")
        assert elsewhere.requests == []
    assert result.counts["refused/other_host"] == 1
    assert records(tmp_path) == {}


def test_a_response_without_end_is_cut_off(slow_site: LocalSite, tmp_path: Path) -> None:
    story = slow_site.items[0]
    slow_site.answer(story.number, 200, body=b"x" * 2_000_000)
    result = crawl(
        "news",
        slow_site.base_url,
        tmp_path,
        settings={"DOWNLOAD_MAXSIZE": 1_000_000, "RETRY_TIMES": 0},
        urls=f"{slow_site.base_url}{story.path}",
    )
    assert result.counts["failed"] == 1
    assert records(tmp_path, "quarantine") == {}
