"""Who took part: counts of people in sentences, each with the words that carry it.

``docs/participants.md`` tells what counts and how the grammar works.
"""

from collections.abc import Callable, Sequence
from datetime import date
from itertools import groupby

from osce_scraper.lang.characters import all_of_characters
from osce_scraper.records import ParticipantGroup, Participants
from osce_scraper.text.participants.conflicts import contradicted
from osce_scraper.text.participants.draft import Draft
from osce_scraper.text.participants.english import read_english
from osce_scraper.text.participants.groups import group_of, headline, told_once
from osce_scraper.text.participants.notation import is_another, settled, without_asides
from osce_scraper.text.participants.russian import read_russian
from osce_scraper.text.participants.tokens import Tokens

_READERS: dict[str, Callable[[Tokens], list[Draft]]] = {"en": read_english, "ru": read_russian}

#: Languages whose sentences are read; in others no group is found rather than a wrong one.
COVERED_LANGUAGES = frozenset(_READERS)


def covers(language: str) -> bool:
    """Whether counts of people are found in texts in ``language`` (ISO 639-1)."""
    return language in COVERED_LANGUAGES


def find_participants(
    text: str, *, issued_on: date | None = None, language: str = "en"
) -> list[ParticipantGroup]:
    """The groups of people who took part that ``text`` states, in its order.

    ``issued_on`` is the date of issue, if known; ``language`` is ISO 639-1. In a language that is not
    covered (see ``covers``) no group is found. Offsets are into ``text``; the same count told twice is one
    group. Never raises on any text; evidence has U+FFFD where the text has a lone surrogate.
    """
    return _groups([text], language)


def participants_in(
    paragraphs: Sequence[str], *, issued_on: date | None = None, language: str = "en"
) -> Participants:
    """The groups that the body ``paragraphs`` of an item state, and the headline among them.

    ``paragraph`` of each group is the index of the paragraph that ``start`` and ``end`` are offsets into.
    The same count told twice, in the lead and in the body, is one group.
    """
    return headline(_groups(paragraphs, language))


def _groups(paragraphs: Sequence[str], language: str) -> list[ParticipantGroup]:
    read = _READERS.get(language)
    if read is None:
        return []
    found: list[tuple[int, Draft]] = []
    tokens_of: dict[int, Tokens] = {}
    texts = all_of_characters(paragraphs)
    for number, paragraph in enumerate(texts):
        tokens = Tokens(without_asides(paragraph) if language == "en" else paragraph)
        drafts = read(tokens)
        if drafts:
            tokens_of[number] = tokens
            if language == "en" and len(drafts) > 1:
                _tell_events_apart(tokens, drafts)
            found.extend((number, draft) for draft in drafts)
    if not found:
        return []
    groups = [group_of(tokens_of[number], draft, number) for number, draft in told_once(found)]
    if language != "en":
        return groups
    return [
        group
        for number, several in groupby(groups, key=lambda group: group.paragraph)
        for group in settled(texts[number], list(several))
    ]


def _tell_events_apart(tokens: Tokens, drafts: list[Draft]) -> None:
    """Mark the counts whose sentence speaks of a second event: they are not the first count told again."""
    sentences = list(tokens.sentences())
    for draft in drafts:
        start, end = sentences[draft.sentence] if draft.sentence < len(sentences) else (0, 0)
        draft.another = start < end and is_another(
            tokens.words[start:end], draft.start - start, draft.end - start
        )


__all__ = ["COVERED_LANGUAGES", "contradicted", "covers", "find_participants", "participants_in"]
