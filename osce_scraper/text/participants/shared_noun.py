"""Numbers whose noun stands behind a later number: 15 Tajik and ten Afghan officers."""

from osce_scraper.text.numbers import english_number
from osce_scraper.text.participants.draft import Draft, NounPhrase
from osce_scraper.text.participants.lexicon import Kind
from osce_scraper.text.participants.sentence import Sentence

#: Endings of adjectives of nations that the lexicon may not hold.
_NATIONAL = ("an", "ese", "ish", "ch", "eek", "ss", "aijani", "stani")
#: Endings of adjectives that may stand between a number and the noun it shares with a second one.
_ADJECTIVES = ("al", "ic", "an", "ive", "ary", "ern", "ior", "ign")


def noun_later(sentence: Sentence, draft: Draft, previous: Draft | None) -> Draft | None:
    """ "15 Tajik and ten Afghan officers": the noun follows the second number."""
    after = draft.after
    word = sentence.word(after)
    if not word or not word[0].isalpha():
        return None
    if word == "and" and sentence.word(draft.start - 1) in ("of", "for"):
        return _of_two_numbers(sentence, draft, after + 1)
    if word.endswith(_ADJECTIVES) and sentence.word(after + 1) == "and":
        found = _of_two_numbers(sentence, draft, after + 2)
        if found:
            found.end = found.after = after + 1
        return found
    if "-" in word:
        return _of_like_kind(sentence, draft)
    if not sentence.tokens.capital(after):
        return None
    if word not in sentence.lexicon.singulars and not word.endswith(_NATIONAL):
        return None
    probe = after + 1
    if sentence.word(probe) not in ("and", ","):
        if previous and previous.subset and previous.elided:
            draft.end = draft.after = probe
            draft.subset = True
            return draft
        return None
    draft.end = draft.after = probe
    if previous and previous.accepted and (previous.total or 0) > (draft.total or 0):
        draft.subset = True
        return draft
    for index in range(probe + 1, min(probe + 4, sentence.end)):
        noun = sentence.noun_phrase(index)
        if noun and noun.kind is not Kind.NEVER:
            draft.noun = NounPhrase(after, probe - 1, probe, noun.lemma, noun.kind)
            draft.accepted = sentence.acceptance.accepts(draft, draft.noun, sentence.start, sentence.end)
            return draft
    return None


def _of_two_numbers(sentence: Sentence, draft: Draft, second: int) -> Draft | None:
    """ "Of 18 and 22 officers", "four local and six foreign experts": two numbers with one noun.

    ``second`` is the token at which the second number has to stand.
    """
    word = sentence.word(second)
    read = english_number(sentence.words, second) if word else None
    behind = second + 1 if word[:1].isdigit() else read[1] if read else None
    noun = sentence.noun_phrase(behind) if behind else None
    if noun is None or noun.kind is Kind.NEVER:
        return None
    draft.noun = NounPhrase(draft.number, draft.number, draft.after, noun.lemma, noun.kind)
    draft.accepted = sentence.acceptance.accepts(draft, draft.noun, sentence.start, sentence.end)
    return draft


def _of_like_kind(sentence: Sentence, draft: Draft) -> Draft | None:
    """ "24 long-term and 250 short-term observers": adjectives of one make, the noun behind the second."""
    words = sentence.words
    made = words[draft.after].rpartition("-")[2]
    if sentence.word(draft.after + 1) != "and":
        return None
    for index in range(draft.after + 3, min(draft.after + 6, sentence.end)):
        if words[index].rpartition("-")[2] == made and "-" in words[index]:
            noun = sentence.noun_phrase(index)
            if noun is None or noun.kind is Kind.NEVER:
                return None
            draft.noun = NounPhrase(draft.after, draft.after, draft.after + 1, noun.lemma, noun.kind)
            draft.end = draft.after = draft.after + 1
            draft.accepted = sentence.acceptance.accepts(draft, draft.noun, sentence.start, sentence.end)
            return draft
    return None
