"""Sentences to facts: numbers, participants, dates, datelines, quotes, funding. Pure functions.

Imports records and vocabulary.
"""

from osce_scraper.text.participants import covers, find_participants, participants_in

__all__ = ["covers", "find_participants", "participants_in"]
