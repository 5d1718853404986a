"""Names of the OSCE's hosts lead to public addresses only.

A name server that is wrong, or hostile, may say that www.osce.org is a machine of the operator's own
network. The check stands where the name becomes an address, and the connection goes to the address that was
checked, so that an answer which changes in between (DNS rebinding) gains nothing.
"""

import ipaddress
import logging
from collections.abc import Sequence

from scrapy.resolver import CachingThreadedResolver
from twisted.internet.defer import Deferred
from twisted.internet.error import DNSLookupError

from osce_scraper.sites import is_osce

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
    """Scrapy's resolver, which does not take a private address for a host of the OSCE.

    Other hosts (a mirror, a proxy of the operator's) may well be private.
    """

    def getHostByName(self, name: str, timeout: Sequence[int] = ()) -> Deferred[str]:  # noqa: N802
        """The address of ``name``; fails with ``DNSLookupError`` when it may not be asked."""
        found = super().getHostByName(name, timeout)
        return found.addCallback(checked, name)


def checked(address: str, name: str) -> str:
    """``address``, which ``name`` was resolved to. Raises ``DNSLookupError`` when it leads inside."""
    if is_osce(f"https://{name}/") and not is_public(address):
        logger.error("%s resolves to %s, which is no public address: it is not asked", name, address)
        raise DNSLookupError(f"{name} resolves to {address}, which is no public address")
    return address
