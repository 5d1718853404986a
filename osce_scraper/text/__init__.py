"""Sentences to facts: numbers, participants, dates, datelines, quotes, funding. Pure functions.

Imports records and vocabulary.
"""

from osce_scraper.text.datelines import split_dateline
from osce_scraper.text.dates import DateMention, find_dates, parse_date
from osce_scraper.text.events import find_event
from osce_scraper.text.participants import covers, find_participants, participants_in
from osce_scraper.text.quotes import find_quotes

__all__ = [
    "DateMention",
    "covers",
    "find_dates",
    "find_event",
    "find_participants",
    "find_quotes",
    "parse_date",
    "participants_in",
    "split_dateline",
]
