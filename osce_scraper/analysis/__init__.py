"""For analysts: load the data into a data frame, export it, report on it.

Imports the store and the rooms above it. polars, pandas, duckdb, pyarrow, altair and the others of the extra
``analysis`` are imported at their first use only, so that everything else works without them.
"""

from osce_scraper.analysis.errors import AnalysisError, DataError, MissingExtra
from osce_scraper.analysis.exporting import Exported, export
from osce_scraper.analysis.filters import Filters
from osce_scraper.analysis.loading import load
from osce_scraper.analysis.tables import TABLES

__all__ = [
    "TABLES",
    "AnalysisError",
    "DataError",
    "Exported",
    "Filters",
    "MissingExtra",
    "export",
    "load",
]
