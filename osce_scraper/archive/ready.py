"""Imported once by the server that processes which read pages are forked from: they begin with all loaded."""

import osce_scraper.archive.reextract  # noqa: F401 - what the processes run
from osce_scraper.pages.tables import load_tables

load_tables()
