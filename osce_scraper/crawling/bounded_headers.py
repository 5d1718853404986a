"""Headers of an answer are bounded too: neither Scrapy nor Twisted counts them."""

from typing import Any, Final

from scrapy.core.downloader.handlers.http11 import HTTP11DownloadHandler
from scrapy.crawler import Crawler
from twisted.internet.interfaces import IAddress
from twisted.internet.protocol import Protocol
from twisted.python.failure import Failure

#: Bytes of the head of an answer, provisional answers before it included. The site's own have two kilobytes.
LONGEST: Final = 1024 * 1024


class HeadersTooLongError(Exception):
    """An answer whose headers have no end."""


class BoundedHeaders(HTTP11DownloadHandler):
    """Scrapy's handler of http and https, which gives an answer up whose headers are too long."""

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        scrapys = self._pool._factory

        class Factory(scrapys):  # type: ignore[misc, valid-type]
            """Makes Scrapy's own protocol, with a count of the bytes of headers."""

            def buildProtocol(self, addr: IAddress | None) -> Protocol:  # noqa: N802
                protocol = super().buildProtocol(addr)
                assert isinstance(protocol, Protocol)
                _bound(protocol)
                return protocol

        self._pool._factory = Factory


def _bound(protocol: Any) -> None:
    """Have ``protocol``, a Twisted HTTP11ClientProtocol, count what comes before a body."""
    received = protocol.dataReceived
    head = 0

    def data_received(data: bytes) -> None:
        nonlocal head
        received(data)
        # No parser: the answer is over, or was given up. From BODY on, DOWNLOAD_MAXSIZE counts.
        parser = protocol._parser
        if parser is None or parser.state not in ("STATUS", "HEADER"):
            head = 0
            return
        head += len(data)
        if head > LONGEST:
            error = HeadersTooLongError(f"more than {LONGEST} bytes of headers")
            protocol._giveUp(Failure(error))  # type: ignore[no-untyped-call]

    protocol.dataReceived = data_received
