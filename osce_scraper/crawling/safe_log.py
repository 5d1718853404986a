"""Scrapy's own log, made as safe as that of `osce harvest`."""

import copy
import logging
from typing import Self

from scrapy.crawler import Crawler
from scrapy.exceptions import NotConfigured
from scrapy.settings import BaseSettings
from scrapy.utils.log import get_scrapy_root_handler

from osce_scraper.crawling.logs import safe


class SafeLog:
    """No line of the log steers a terminal, forges another line, or tells a secret.

    Scrapy sets its handler up anew when its settings are final. So this is an add-on, for what is told
    before (the settings themselves), and a downloader middleware, which is built soon after; it does nothing
    with requests.
    """

    def update_settings(self, settings: BaseSettings) -> None:
        """Called by Scrapy: an add-on."""
        _guard()

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Called by Scrapy: a middleware, which is then left out. Raises ``NotConfigured``."""
        _guard()
        raise NotConfigured


def _guard() -> None:
    """Have Scrapy's handler write everything through ``SafeLines``."""
    handler = get_scrapy_root_handler()
    if handler is not None and not isinstance(handler.formatter, SafeLines):
        handler.setFormatter(SafeLines(handler.formatter or logging.Formatter()))


class SafeLines(logging.Formatter):
    """Another formatter's lines. What a message has on further lines is indented, as no line of a log is."""

    def __init__(self, inner: logging.Formatter) -> None:
        super().__init__()
        self._inner = inner

    def format(self, record: logging.LogRecord) -> str:
        """The record's lines; the record is left as it is, for other handlers."""
        shown = copy.copy(record)
        shown.msg, shown.args = _indented(record.getMessage()), None
        if record.exc_info:
            shown.exc_text = _indented(f"\n{self.formatException(record.exc_info)}").lstrip("\n")
            shown.exc_info = None
        if record.stack_info:
            shown.stack_info = _indented(f"\n{record.stack_info}").lstrip("\n")
        return self._inner.format(shown)


def _indented(text: str) -> str:
    first, *further = text.split("\n")
    return "\n".join([safe(first), *(f"    {safe(line)}" for line in further)])
