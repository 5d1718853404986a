"""The tables of extraction, loaded before they are needed."""

import gc
from functools import cache
from typing import Final

from osce_scraper.pages.news import read_news
from osce_scraper.sites import load_site

#: Any page that gives a record. Its text is in a language that only the identifier can tell.
_FIRST_PAGE: Final = (
    "<html><body><h1>Police officers trained</h1><p>Tirana, 26 February 2021 - Some 25 police officers, 10 "
    "of them women, took part in a course that the Mission organized.</p><p>Cursurile au avut loc la "
    "sediul Misiunii, unde poliţiştii din toate raioanele au învăţat despre drepturile omului.</p>"
    "</body></html>"
)


@cache
def load_tables() -> None:
    """Load, once in a process, every table that reading a news page needs.

    The first page takes half a second otherwise. What is loaded stays, so the garbage collector is spared
    from looking through it.
    """
    read_news(_FIRST_PAGE, f"{load_site().base_url}/secretariat/1")
    gc.collect()
    gc.freeze()
