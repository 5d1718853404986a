"""HTML to records: a page object per kind of page, a module per layout. No network, no clock, no disk.

Imports records, vocabulary, text and sites.
"""

from osce_scraper.pages.listing import extract_listing
from osce_scraper.pages.menus import extract_menus
from osce_scraper.pages.news import Reading, extract_news, read_news
from osce_scraper.pages.refusal import NotANewsPage

__all__ = ["NotANewsPage", "Reading", "extract_listing", "extract_menus", "extract_news", "read_news"]
