"""Who took part: counts of people in sentences, each with the words that carry it, in every language.

English and Russian have a grammar each; every other language is read by one engine with the language's words.
``docs/participants.md`` says what counts.
"""

import unicodedata
from collections.abc import Sequence
from datetime import date

from osce_scraper.facts.counts import covers_counts, find_counts
from osce_scraper.lang.characters import all_of_characters
from osce_scraper.records import ItemType, ParticipantGroup, Participants
from osce_scraper.text import participants as grammars
from osce_scraper.text.participants.groups import headline


def covers(language: str) -> bool:
    """Whether counts of people are found in texts in ``language`` (ISO 639-1)."""
    return grammars.covers(language) or covers_counts(language)


def find_participants(
    text: str,
    *,
    issued_on: date | None = None,
    language: str = "en",
    item_type: ItemType | None = None,
    title: str | None = None,
) -> list[ParticipantGroup]:
    """The groups of people who took part that ``text`` states, in its order.

    ``issued_on`` is the date of issue, ``item_type`` and ``title`` are those of the item, if known;
    ``language`` is ISO 639-1. In a language that is not covered (see ``covers``) no group is found. Offsets
    are into ``text``; the same count told twice is one group. Never raises on any text; evidence has U+FFFD
    where the text has a lone surrogate.
    """
    read = unicodedata.normalize("NFC", text)
    groups = participants_in(
        [read], issued_on=issued_on, language=language, item_type=item_type, title=title
    ).groups
    return groups if len(read) == len(text) else _in_original(groups, text)


def _in_original(groups: list[ParticipantGroup], text: str) -> list[ParticipantGroup]:
    """``groups`` of the NFC form of ``text`` with their offsets in ``text`` itself."""
    offsets: list[int] = []
    start = 0
    for at in range(1, len(text) + 1):
        if at == len(text) or not unicodedata.combining(text[at]):
            offsets += [start] * len(unicodedata.normalize("NFC", text[start:at]))
            start = at
    offsets.append(len(text))
    for group in groups:
        group.start, group.end = offsets[group.start], offsets[group.end]
        group.evidence = text[group.start : group.end]
    return groups


def participants_in(
    paragraphs: Sequence[str],
    *,
    issued_on: date | None = None,
    language: str = "en",
    item_type: ItemType | None = None,
    title: str | None = None,
) -> Participants:
    """The groups that the body ``paragraphs`` of an item state, and the headline among them.

    ``paragraph`` of each group is the index of the paragraph that ``start`` and ``end`` are offsets into.
    The same count told twice, in the lead and in the body, is one group.
    """
    if grammars.covers(language):
        return grammars.participants_in(paragraphs, issued_on=issued_on, language=language)
    if not covers_counts(language):
        return Participants()
    return headline(
        [found.group for found in find_counts(all_of_characters(paragraphs), language, title=title)]
    )


def cues_of_participants(
    paragraphs: Sequence[str], *, language: str, title: str | None = None
) -> dict[tuple[int, int], tuple[str, ...]]:
    """Why each group was taken, by its paragraph and start: the cues that added up.

    Empty for English and Russian, whose grammars keep no account.
    """
    if grammars.covers(language):
        return {}
    found = find_counts(all_of_characters(paragraphs), language, title=title)
    return {(one.group.paragraph or 0, one.group.start): one.why for one in found}


__all__ = ["covers", "cues_of_participants", "find_participants", "participants_in"]
