"""What `scrapy shell`, `fetch`, `view`, `parse` and `check` share: they look at a page and keep nothing."""

import argparse
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

from scrapy.commands import ScrapyCommand
from scrapy.exceptions import UsageError
from scrapy.settings import BaseSettings
from scrapy.utils.url import guess_scheme

from osce_scraper.crawling.manners import NoContactError, check_contact, profile_of
from osce_scraper.sites import RefusedAddress, SiteError

_FILES_ONLY: Final = {
    "file": "scrapy.core.downloader.handlers.file.FileDownloadHandler",
    "http": None,
    "https": None,
}
_SITE_ONLY: Final = "osce_scraper.crawling.manners.SiteOnly"

if TYPE_CHECKING:
    _Command = ScrapyCommand
else:
    # Scrapy takes every subclass of its own class in a module of commands for a command.
    _Command = object


class WithoutRun(_Command):
    """Mixin for one of Scrapy's commands: no lock, no run, no store, no archive; politeness stays."""

    #: Whether the first argument is the address of a page, or a file.
    takes_address = True

    def process_options(self, args: list[str], opts: argparse.Namespace) -> None:
        """Switch the parts of a harvest off, and let the address that was typed decide the site."""
        super().process_options(args, opts)
        assert self.settings is not None
        self.settings.set("OSCE_RUN", False, priority="cmdline")
        if args and self.takes_address:
            _prepare(self.settings, args[0])


def _prepare(settings: BaseSettings, typed: str) -> None:
    """Allow the site of the address, or the file, that somebody typed.

    Raises ``UsageError`` for an address that names no host, and for the OSCE's own site without a contact.
    """
    url = guess_scheme(typed)
    if url.startswith("file:"):
        # Files can be read then, and no host can be asked.
        settings["DOWNLOAD_HANDLERS"].update(_FILES_ONLY, priority="cmdline")
        settings["DOWNLOADER_MIDDLEWARES"].set(_SITE_ONLY, None, priority="cmdline")
        return
    try:
        if not profile_of(settings).allows(url):
            parts = urlsplit(url)
            settings.set("OSCE_BASE_URL", f"{parts.scheme}://{parts.netloc}", priority="cmdline")
            profile_of(settings)
        check_contact(settings)
    except (RefusedAddress, SiteError, NoContactError) as error:
        raise UsageError(str(error), print_help=False) from error
