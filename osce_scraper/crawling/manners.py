"""Manners: who we are, how fast we ask, and where we never go."""

import email.utils
import logging
from datetime import UTC, datetime
from typing import Any, Final, Self

from scrapy import Request, Spider, signals
from scrapy.crawler import Crawler
from scrapy.downloadermiddlewares.retry import RetryMiddleware
from scrapy.downloadermiddlewares.robotstxt import RobotsTxtMiddleware
from scrapy.exceptions import IgnoreRequest
from scrapy.extensions.throttle import AutoThrottle
from scrapy.http import Response
from scrapy.robotstxt import ProtegoRobotParser, RobotParser
from scrapy.settings import SETTINGS_PRIORITIES, BaseSettings
from scrapy.utils.httpobj import urlparse_cached

from osce_scraper import __version__
from osce_scraper.crawling import clock
from osce_scraper.crawling.counting import stats_of
from osce_scraper.sites import Site, SiteProfile, is_loopback, load_site

logger = logging.getLogger(__name__)

#: What 127.0.0.1 is spared: nobody else's server is there, and the demo is to be quick.
_ON_LOOPBACK: Final[dict[str, Any]] = {
    # One is sent while the one before is read; more gain nothing.
    "CONCURRENT_REQUESTS": 2,
    "DOWNLOAD_DELAY": 0.0,
    "AUTOTHROTTLE_ENABLED": False,
    # A proxy of the environment is for the world outside.
    "HTTPPROXY_ENABLED": False,
}
#: Of http and https; the one that Scrapy takes without a reactor counts headers itself.
_HANDLER: Final = "osce_scraper.crawling.bounded_headers.BoundedHeaders"
_FORBID_ALL: Final = b"User-agent: *\nDisallow: /\n"
#: What is read of a robots.txt: RFC 9309 asks for 500 KiB at least.
_LONGEST_ROBOTS: Final = 512 * 1024


def user_agent(contact: str) -> str:
    """The user agent: program, version and ``contact`` (an e-mail address or a page of the operator)."""
    return f"osce-scraper/{__version__} (+{contact or 'contact not given'})"


def site_of(settings: BaseSettings) -> Site:
    """The site that ``OSCE_SITE`` names. Raises ``osce_scraper.sites.SiteError``."""
    return load_site(settings["OSCE_SITE"])


def base_url_of(settings: BaseSettings) -> str:
    """The address of the site or of a copy of it: ``OSCE_BASE_URL``, or else the site's own."""
    return settings["OSCE_BASE_URL"] or site_of(settings).base_url


def profile_of(settings: BaseSettings) -> SiteProfile:
    """The profile of the site that ``OSCE_SITE`` names, or of its copy at ``OSCE_BASE_URL``.

    Raises ``osce_scraper.sites.RefusedAddress`` when that is no address of a site, and ``SiteError``.
    """
    return site_of(settings).profile(base_url_of(settings))


def spares_delay(settings: BaseSettings) -> bool:
    """Whether no delay is kept: the site is on this machine, and nobody asked for manners there."""
    return is_loopback(base_url_of(settings)) and not settings.getbool("OSCE_LOOPBACK_POLITE", False)


class NoContactError(Exception):
    """The site would be asked by somebody who does not say who it is."""


def check_contact(settings: BaseSettings) -> None:
    """Raise ``NoContactError`` when the site itself is to be asked and ``OSCE_CONTACT`` names nobody."""
    base_url = base_url_of(settings)
    if not settings["OSCE_CONTACT"] and site_of(settings).owns(base_url):
        raise NoContactError(
            f"{base_url} has to be told whom to write to: set OSCE_CONTACT to your e-mail address or a "
            "page of yours, by environment or with -s OSCE_CONTACT=you@example.org"
        )


class Manners:
    """Add-on: writes the user agent, bounds headers, and lifts the delays for a site on this machine."""

    def update_settings(self, settings: BaseSettings) -> None:
        """Change the project's own values; what the command line sets is left as it is."""
        if (settings.getpriority("USER_AGENT") or 0) <= SETTINGS_PRIORITIES["project"]:
            settings.set("USER_AGENT", user_agent(settings["OSCE_CONTACT"]), "project")
        if settings.getbool("TWISTED_REACTOR_ENABLED"):
            for scheme in ("http", "https"):
                settings["DOWNLOAD_HANDLERS"].set(scheme, _HANDLER, "project")
        if spares_delay(settings):
            for name, value in _ON_LOOPBACK.items():
                settings.set(name, value, "project")


class SiteOnly:
    """Downloader middleware: no request leaves the hosts of the site's profile, redirects and retries too."""

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler
        self.profile = profile_of(crawler.settings)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Called by Scrapy."""
        return cls(crawler)

    def process_request(self, request: Request) -> Request | None:
        """Raise ``IgnoreRequest`` for an address of another host.

        The site's own hosts are asked by https only: an answer by http anybody on the way may have written.
        """
        if not self.profile.allows(request.url):
            stats_of(self.crawler).refused["other_host"] += 1
            raise IgnoreRequest(f"{request.url} is not on a host of {self.profile.base_url}")
        if self.profile.site.owns(request.url) and urlparse_cached(request).scheme == "http":
            return request.replace(url="https" + request.url.removeprefix("http"))
        return None


class NoRobotsTxtError(Exception):
    """robots.txt could not be had, so that nobody knows what may be asked for."""


class CarefulRobotsTxt(RobotsTxtMiddleware):
    """robots.txt as RFC 9309 reads it: absent means all is allowed, unreachable means nothing is."""

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        #: Why there is no robots.txt, by host.
        self._unreachable: dict[str, Exception] = {}
        # One line says that the file could not be had; sixty lines of traceback say no more.
        logging.getLogger(RobotsTxtMiddleware.__module__).addFilter(_without_traceback)

    async def process_request(self, request: Request, spider: Spider | None = None) -> None:
        """Raise ``IgnoreRequest`` for what is forbidden, ``NoRobotsTxtError`` when nothing is known."""
        await super().process_request(request)
        error = self._unreachable.get(urlparse_cached(request).netloc)
        if error is not None and not request.meta.get("dont_obey_robotstxt"):
            said = str(error).rstrip(".")
            raise NoRobotsTxtError(f"robots.txt can't be had ({type(error).__name__}: {said})")

    def _robots_error(self, exc: Exception, netloc: str) -> None:
        if not isinstance(exc, IgnoreRequest):
            self._unreachable[netloc] = exc
        super()._robots_error(exc, netloc)

    async def _parse_robots(self, response: Response, netloc: str, request: Request) -> None:
        if response.status >= 500:
            logger.error(
                "robots.txt of %s answers %d, so nothing may be asked for: try again later",
                netloc,
                response.status,
            )
            response = response.replace(body=_FORBID_ALL)
        elif response.status != 200:
            response = response.replace(body=b"")
        elif len(response.body) > _LONGEST_ROBOTS:
            logger.warning("robots.txt of %s is longer than 512 KiB: only its beginning is read", netloc)
            whole_lines = response.body[:_LONGEST_ROBOTS].rpartition(b"\n")[0]
            response = response.replace(body=whole_lines)
        await super()._parse_robots(response, netloc, request)


def _without_traceback(record: logging.LogRecord) -> bool:
    record.exc_info = None
    return True


class RobotsWishes:
    """Extension: robots.txt's crawl delay becomes the least delay of its host; its sitemaps are kept."""

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler
        #: Addresses of the sitemaps that a robots.txt named.
        self.sitemaps: list[str] = []
        self.user_agent: str = crawler.settings["USER_AGENT"]
        self.spared = spares_delay(crawler.settings)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Called by Scrapy."""
        extension = cls(crawler)
        crawler.signals.connect(extension.robots_parsed, signals.robots_parsed)
        return extension

    def robots_parsed(self, robotparser: RobotParser, request: Request) -> None:
        """Keep the sitemaps that a robots.txt just read names, and apply the delay that it asks for."""
        if isinstance(robotparser, ProtegoRobotParser):
            self.sitemaps += robotparser.rp.sitemaps
        delay = robotparser.crawl_delay(self.user_agent)
        if not delay or self.spared:
            return
        host = urlparse_cached(request).hostname or ""
        downloader = self.crawler.engine.downloader
        delay = max(float(delay), self.crawler.settings.getfloat("DOWNLOAD_DELAY"))
        # For a slot that Scrapy makes anew after a pause, and for the one in use.
        downloader.per_slot_settings[host] = {"concurrency": 1, "delay": delay, "jitter": 0.0}
        if host in downloader.slots:
            slot = downloader.slots[host]
            slot.concurrency, slot.delay, slot.jitter = 1, max(slot.delay, delay), 0.0
        throttle = self.crawler.get_extension(AutoThrottle)
        if throttle is not None:
            throttle.mindelay = max(throttle.mindelay, delay)
            throttle.maxdelay = max(throttle.maxdelay, delay)
        logger.info("robots.txt of %s asks for %g s between two requests", host, delay)


class PatientRetry(RetryMiddleware):
    """Retries as Scrapy does, and waits as long as ``Retry-After`` says before it."""

    def __init__(self, settings: BaseSettings) -> None:
        super().__init__(settings)
        self.longest = settings.getfloat("OSCE_RETRY_AFTER_MAX")
        #: Seconds that may still be waited in this run.
        self.left = settings.getfloat("OSCE_RETRY_AFTER_TOTAL")

    async def process_response(self, request: Request, response: Response) -> Request | Response:  # type: ignore[override]
        """Wait, then retry. A wait longer than OSCE_RETRY_AFTER_MAX gives the address up for this run.

        So does one that would make all waits together longer than OSCE_RETRY_AFTER_TOTAL.
        """
        if response.status in self.retry_http_codes and not request.meta.get("dont_retry", False):
            wait = retry_after(response, clock.now())
            if wait is not None and wait > min(self.longest, self.left):
                logger.error("%s asks to wait %.0f s: left for a later run", response.url, wait)
                return response
            if wait:
                self.left -= wait
                stats_of(self.crawler).retry_after_seconds += round(wait)
                await clock.sleep(wait)
        return super().process_response(request, response)


def retry_after(response: Response, now: datetime) -> float | None:
    """Seconds that the response's ``Retry-After`` asks to wait, from a number or a date.

    ``None`` without one, or when it can't be read (RFC 9110, section 10.2.3).
    """
    value = (response.headers.get("Retry-After") or b"").decode("latin-1").strip()
    if value.isdecimal():
        return float(value)
    try:
        moment = email.utils.parsedate_to_datetime(value)
    except ValueError:
        return None
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)
    return max(0.0, (moment - now).total_seconds())
