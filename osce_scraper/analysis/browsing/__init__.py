"""Browsing the data: a copy in SQLite with full-text search, and Datasette over it on this machine only."""

from osce_scraper.analysis.browsing.database import DATABASE, make_database
from osce_scraper.analysis.browsing.metadata import metadata_of
from osce_scraper.analysis.browsing.server import HOST, bound, serve

__all__ = ["DATABASE", "HOST", "bound", "make_database", "metadata_of", "serve"]
