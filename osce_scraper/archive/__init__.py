"""Raw responses: WARC writing and reading, and extracting again from them.

Imports records, pages and the rooms above them.
"""

from osce_scraper.archive.errors import ArchiveError, Damage, NotAWarc
from osce_scraper.archive.reader import ArchivedPage, find_page, pages_in
from osce_scraper.archive.records import WarcRecord, records_in
from osce_scraper.archive.writer import ArchiveWriter

__all__ = [
    "ArchiveError",
    "ArchiveWriter",
    "ArchivedPage",
    "Damage",
    "NotAWarc",
    "WarcRecord",
    "find_page",
    "pages_in",
    "records_in",
]
