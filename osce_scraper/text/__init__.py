"""Sentences to facts: numbers, participants, dates, datelines, quotes, funding. Pure functions.

Imports records and vocabulary.
"""

from osce_scraper.text.datelines import split_dateline
from osce_scraper.text.dates import DateMention, find_dates, parse_date
from osce_scraper.text.events import find_event
from osce_scraper.text.funding import find_funders
from osce_scraper.text.participants import contradicted
from osce_scraper.text.projects import find_project

__all__ = [
    "DateMention",
    "contradicted",
    "find_dates",
    "find_event",
    "find_funders",
    "find_project",
    "parse_date",
    "split_dateline",
]
