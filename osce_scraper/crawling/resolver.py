"""Names of the site's hosts lead to public addresses only.

A name server that is wrong, or hostile, may say that www.osce.org is a machine of the operator's own
network. The check stands where the name becomes an address, and the connection goes to the address that was
checked, so that an answer which changes in between (DNS rebinding) gains nothing.
"""

import ipaddress
import logging
from collections.abc import Sequence
from typing import Self

from scrapy.crawler import Crawler
from scrapy.resolver import CachingThreadedResolver
from twisted.internet.base import ReactorBase
from twisted.internet.defer import Deferred
from twisted.internet.error import DNSLookupError

from osce_scraper.crawling.manners import site_of
from osce_scraper.sites import Site

logger = logging.getLogger(__name__)


def is_public(address: str) -> bool:
    """Whether ``address`` (IPv4 or IPv6) is one of the public internet; what can't be read is not."""
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return False
    mapped = getattr(parsed, "ipv4_mapped", None) or getattr(parsed, "sixtofour", None)
    return (mapped or parsed).is_global and not parsed.is_multicast


class PublicResolver(CachingThreadedResolver):
    """Scrapy's resolver, which does not take a private address for a host of the site.

    Other hosts (a mirror, a proxy of the operator's) may well be private.
    """

    site: Site

    @classmethod
    def from_crawler(cls, crawler: Crawler, reactor: ReactorBase) -> Self:
        """Called by Scrapy."""
        resolver = super().from_crawler(crawler, reactor)
        resolver.site = site_of(crawler.settings)
        return resolver

    def getHostByName(self, name: str, timeout: Sequence[int] = ()) -> Deferred[str]:  # noqa: N802
        """The address of ``name``; fails with ``DNSLookupError`` when it may not be asked."""
        found = super().getHostByName(name, timeout)
        return found.addCallback(checked, name, self.site)


def checked(address: str, name: str, site: Site) -> str:
    """``address``, which ``name`` was resolved to. Raises ``DNSLookupError`` when it leads inside."""
    if site.has_host(name) and not is_public(address):
        logger.error("%s resolves to %s, which is no public address: it is not asked", name, address)
        raise DNSLookupError(f"{name} resolves to {address}, which is no public address")
    return address
