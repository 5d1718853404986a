"""Who took part: counts of people in sentences, each with the words that carry it."""

from datetime import date

from osce_scraper.records import ParticipantGroup, Participants

#: Languages whose sentences are read; in others no group is found rather than a wrong one.
COVERED_LANGUAGES = frozenset({"en", "ru"})


def covers(language: str) -> bool:
    """Whether counts of people are found in texts in ``language`` (ISO 639-1)."""
    return language in COVERED_LANGUAGES


def find_participants(
    text: str, *, issued_on: date | None = None, language: str = "en"
) -> list[ParticipantGroup]:
    """The groups of people who took part that ``text`` states, in its order."""
    return []


def participants_in(
    paragraphs: list[str], *, issued_on: date | None = None, language: str = "en"
) -> Participants:
    """The groups of a whole body and their headline."""
    return Participants()


__all__ = ["COVERED_LANGUAGES", "covers", "find_participants", "participants_in"]
