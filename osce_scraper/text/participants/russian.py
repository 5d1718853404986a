"""Reads Russian text: from numbers to groups of people who took part."""

from osce_scraper.text.participants.draft import Draft
from osce_scraper.text.participants.tokens import Tokens


def read_russian(tokens: Tokens) -> list[Draft]:
    """The counts of people who took part in a Russian text, in its order."""
    return []
