"""Reads English text: from numbers to groups of people who took part."""

from bisect import bisect_left

from osce_scraper.text.participants.acceptance import Acceptance
from osce_scraper.text.participants.counts import read_count, subsets_by_sum
from osce_scraper.text.participants.draft import Draft, Mention, Part
from osce_scraper.text.participants.lexicon import english
from osce_scraper.text.participants.mentions import read_mentions
from osce_scraper.text.participants.parts import as_many, read_pair, read_part
from osce_scraper.text.participants.sentence import Sentence
from osce_scraper.text.participants.setting import Setting
from osce_scraper.text.participants.splits import attach, cluster
from osce_scraper.text.participants.tokens import Tokens


def read_english(tokens: Tokens) -> list[Draft]:
    """The counts of people who took part in an English text, in its order."""
    mentions = read_mentions(tokens)
    if not mentions:
        return []
    lexicon = english()
    acceptance = Acceptance(tokens, lexicon)
    sexed = [index for index, word in enumerate(tokens.words) if word in lexicon.sex_words]
    found: list[Draft] = []
    position = previous = 0
    for number, (start, end) in enumerate(tokens.sentences()):
        first = position
        while position < len(mentions) and mentions[position].start < end:
            position += 1
        if position > first:
            sentence = Sentence(tokens, acceptance, number, start, end, found)
            place = bisect_left(sexed, start)
            _read(sentence, mentions[first:position], place < len(sexed) and sexed[place] < end)
            _settle(sentence, previous)
            found.extend(sorted(sentence.drafts, key=lambda draft: draft.start))
        previous = start
        if position >= len(mentions):
            break
    accepted = [draft for draft in found if draft.accepted]
    for draft in accepted:
        if draft.noun:
            draft.who = tokens.between(draft.noun.start, draft.noun.end)
    return accepted


def _read(sentence: Sentence, mentions: list[Mention], sexed: bool) -> None:
    """Reads the numbers of a sentence into its drafts; ``sexed`` says whether it names a sex at all."""
    parts: list[Part] = read_pair(sentence, mentions) if sexed else []
    if parts:
        mentions = [mention for mention in mentions if mention.start >= parts[-1].end]
    # The number that a part names as its whole ("27 of the 60 were women") is no part itself.
    whole = -1
    for position, mention in enumerate(mentions):
        following = mentions[position + 1] if position + 1 < len(mentions) else None
        part = read_part(sentence, mention, following) if sexed and mention.start != whole else None
        if part:
            parts.append(part)
            if part.target is not None and following:
                whole = following.start
            again = as_many(sentence, part)
            if again:
                parts.append(again)
        elif mention.shape not in ("percent", "share") and (
            mention.start != whole or sentence.noun_phrase(mention.end)
        ):
            draft = read_count(sentence, mention)
            if draft:
                sentence.drafts.append(draft)
    subsets_by_sum(sentence.drafts)
    attach(sentence, cluster(sentence.tokens, parts))


def _settle(sentence: Sentence, previous: int) -> None:
    """Says of every draft whether it is cumulative and planned.

    ``previous`` is the first token of the sentence before.
    """
    settings: dict[tuple[int, int], Setting] = {}
    for draft in sentence.drafts:
        if not draft.accepted:
            continue
        clause = sentence.clause(draft.number)
        setting = settings.get(clause)
        if setting is None:
            setting = settings[clause] = Setting(sentence.tokens, *clause)
        draft.cumulative = draft.cumulative or setting.cumulative(draft)
        draft.planned = draft.planned or setting.planned(draft)
        if (
            not draft.cumulative
            and sentence.start
            and "them" in sentence.words[draft.after : draft.after + 4]
        ):
            # Four sessions ended today. 86 rescue workers attended them.
            draft.cumulative = Setting(sentence.tokens, previous, sentence.start).names_series()
