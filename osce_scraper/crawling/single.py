"""One page, asked for by hand: with the same manners as a crawl, without its machinery."""

import urllib.error
import urllib.request
from typing import Final
from urllib.parse import urljoin, urlsplit

from protego import Protego

from osce_scraper.crawling.manners import user_agent
from osce_scraper.sites import Site, is_loopback

_TIMEOUT: Final = 30
_LARGEST: Final = 20_000_000


class FetchError(Exception):
    """A page that could not be had; the message says why and what to do."""


class _NoRedirectElsewhere(urllib.request.HTTPRedirectHandler):
    """Redirects only within the hosts of the site."""

    def __init__(self, site: Site) -> None:
        self._site = site

    def redirect_request(  # type: ignore[no-untyped-def]
        self, req, fp, code, msg, headers, newurl
    ):
        base = f"{urlsplit(req.full_url).scheme}://{urlsplit(req.full_url).netloc}"
        if not self._site.profile(base).allows(newurl):
            raise FetchError(f"{req.full_url} leads to another site, {newurl}: not followed")
        return super().redirect_request(req, fp, code, msg, headers, newurl)


def fetch_page(url: str, *, contact: str, site: Site) -> tuple[bytes, str]:
    """The bytes of one page and the address that gave them, robots.txt obeyed.

    ``contact`` goes into the user agent; without one only this machine is asked.
    Raises ``FetchError`` when the page may not or cannot be had.
    """
    parts = urlsplit(url)
    base = f"{parts.scheme}://{parts.netloc}"
    if not (site.owns(url) or is_loopback(url)) or not site.profile(base).allows(url):
        raise FetchError(f"{url} is no address of the site {site.name}: its hosts are {site.hosts_in_words}")
    if not contact and not is_loopback(url):
        raise FetchError(
            "the site has to be told whom to write to: set OSCE_CONTACT to an e-mail address or a page"
        )
    agent = user_agent(contact)
    handlers: list[urllib.request.BaseHandler] = [_NoRedirectElsewhere(site)]
    if is_loopback(url):
        handlers.append(urllib.request.ProxyHandler({}))
    opener = urllib.request.build_opener(*handlers)
    opener.addheaders = [("User-Agent", agent)]
    try:
        rules = _read(opener, urljoin(base, "/robots.txt"))[0].decode("utf-8", "replace")
    except urllib.error.HTTPError as error:
        # As Scrapy does: a site without robots.txt forbids nothing, one that fails is left alone.
        rules = "" if error.code < 500 else "User-agent: *\nDisallow: /\n"
    except (urllib.error.URLError, OSError) as error:
        raise FetchError(
            f"{base} cannot be reached ({_reason(error)}): check the address and the network"
        ) from error
    if not Protego.parse(rules).can_fetch(url, agent):
        raise FetchError(f"{url} is forbidden by the site's robots.txt")
    try:
        return _read(opener, url)
    except urllib.error.HTTPError as error:
        raise FetchError(f"{url} answered {error.code} {error.reason}") from error
    except (urllib.error.URLError, OSError) as error:
        raise FetchError(f"{url} cannot be reached ({_reason(error)})") from error


def _read(opener: urllib.request.OpenerDirector, url: str) -> tuple[bytes, str]:
    with opener.open(url, timeout=_TIMEOUT) as response:
        return response.read(_LARGEST), response.url


def _reason(error: Exception) -> str:
    reason = getattr(error, "reason", error)
    return str(reason)
