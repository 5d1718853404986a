"""Counts of people whose noun follows the number, and how they hang together in a sentence."""

from osce_scraper.records import Qualifier
from osce_scraper.text.participants.acceptance import Governor
from osce_scraper.text.participants.draft import Draft, Mention, NounPhrase
from osce_scraper.text.participants.elided import read_elided
from osce_scraper.text.participants.lexicon import Kind, word_set
from osce_scraper.text.participants.qualifiers import qualifier_before, qualifier_behind
from osce_scraper.text.participants.sentence import Sentence

_DETERMINERS = word_set("the its these those all our their this some your my")
_BE = word_set("were are was is being")
_PICKED = word_set("chosen selected picked shortlisted certified awarded")
_INTRODUCES_SUBSET = word_set("including include includes included")
#: Tokens between two counts of one list.
_LONGEST_GAP = 16
_CONTINUES = word_set("and , plus &")


def read_count(sentence: Sentence, mention: Mention) -> Draft | None:
    """The count of people that ``mention`` states, accepted or not; None where it counts no people."""
    words = sentence.words
    qualifier, begin, definite = qualifier_before(words, mention.start, sentence.start)
    behind, after = qualifier_behind(words, mention.end)
    if sentence.word(after) in ("year-old", "year-olds"):
        # Classes for 11 and 12 year-old pupils
        return None
    if behind:
        qualifier = behind
    draft = Draft(begin, after, sentence.number, number=mention.start, after=after, definite=definite)
    if mention.shape == "range":
        draft.range = (mention.value, mention.high)
        draft.qualifier = Qualifier.APPROXIMATE
    else:
        draft.total = mention.value
        draft.qualifier = qualifier
    if mention.shape == "member":
        return _member(sentence, draft)
    collective = _collective(sentence, draft)
    draft.collective = collective == "group"
    noun = _noun(sentence, after)
    if noun:
        _fill(sentence, draft, noun)
        if collective == "body":
            draft.accepted = False
        return draft
    if collective == "body":
        return None
    if collective == "group" and _plain(sentence, after):
        draft.accepted = sentence.acceptance.governor(draft.start, sentence.start) is not Governor.OBJECT
        return draft
    return read_elided(sentence, draft)


def _fill(sentence: Sentence, draft: Draft, noun: NounPhrase) -> None:
    draft.noun = noun
    draft.end = draft.after = noun.end
    if sentence.word(noun.end) == "each":
        draft.each = True
        draft.end += 1
    previous = continued(sentence, draft)
    draft.accepted = draft.total != 1 and _accepted(sentence, draft, noun, previous)
    _relate(sentence, draft, previous)


def _noun(sentence: Sentence, after: int) -> NounPhrase | None:
    """The people behind the number that ends before token ``after``."""
    words = sentence.words
    word = sentence.word(after)
    if word == "(":
        # 20 (7 women, 13 men) municipal inspectors
        close = after
        while close < sentence.end and words[close] != ")":
            close += 1
        if any(inside in sentence.lexicon.sex for inside in words[after:close]):
            return sentence.noun_phrase(close + 1)
        return None
    if word == "of" and sentence.word(after + 1) in _DETERMINERS:
        # twelve of the region's youngest mayors
        return sentence.noun_phrase(after + 2)
    if word == "of" and after + 1 < sentence.end and sentence.tokens.capital(after + 1):
        # Over 500 of Ukrainian teachers
        return sentence.noun_phrase(after + 1)
    if word == "more" and sentence.word(after + 2) == "than":
        # Twelve more women than men: nobody is counted.
        return None
    if word in ("more", "other", "additional", "further"):
        after += 1
    return sentence.noun_phrase(after)


def _accepted(sentence: Sentence, draft: Draft, noun: NounPhrase, previous: Draft | None) -> bool:
    if noun.kind is Kind.NEVER:
        return False
    whole = sentence.previous()
    if whole and not whole.accepted and sentence.word(draft.start - 1) in _INTRODUCES_SUBSET:
        # The body has 1,280 members, including 778 monitors.
        return False
    if previous is not None and noun.kind is not Kind.TEACHING:
        few = draft.total or 0
        if noun.unfit or (noun.kind is Kind.EXPERT and few < 6) or (noun.kind is Kind.DIGNITARY and few < 10):
            return False
        if previous.accepted or previous.ruled_out or previous.noun is None:
            draft.ruled_out = previous.ruled_out
            return previous.accepted
    return sentence.acceptance.accepts(draft, noun, sentence.clause(draft.number)[0], sentence.end)


def continued(sentence: Sentence, draft: Draft) -> Draft | None:
    """The count that ``draft`` continues in a list: 14 judges, nine lawyers and six interpreters."""
    previous = sentence.previous()
    if previous is None:
        return None
    gap = sentence.words[previous.after : draft.start]
    if not gap or len(gap) > _LONGEST_GAP or not (gap[-1] in _CONTINUES or gap[-2:] == ["well", "as"]):
        return None
    took_part = sentence.acceptance.took_part
    if previous.subset or not any(word in took_part or word in (";", "(", ".") for word in gap):
        return previous
    return None


def _relate(sentence: Sentence, draft: Draft, previous: Draft | None) -> None:
    """Marks subsets: including 40 founders, of whom 15 are newly hired, 40 of the drivers."""
    words = sentence.words
    lead, before = sentence.word(draft.start - 1), sentence.word(draft.start - 2)
    partitive = words[draft.number + 1 : draft.number + 2] == ["of"]
    counted = _larger(sentence.drafts, draft)
    if not counted and partitive:
        counted = _larger(sentence.earlier[-3:], draft)
    if not counted:
        return
    among = (
        lead in _BE
        and previous is None
        and bool(sentence.drafts)
        and sentence.word(sentence.drafts[-1].start - 1) in ("among", "of")
    )
    introduced = lead in _INTRODUCES_SUBSET or (
        lead in ("them", "whom", "which") and before in ("among", "of")
    )
    picked = sentence.word(draft.after) in _BE and sentence.word(draft.after + 1) in _PICKED
    if introduced or among or picked or (previous is not None and previous.subset):
        draft.subset = True
    elif partitive and draft.noun:
        lemma = draft.noun.lemma
        draft.subset = any(other.noun and other.noun.lemma == lemma for other in counted)


def _larger(drafts: list[Draft], draft: Draft) -> list[Draft]:
    total = draft.total or 0
    return [other for other in drafts if other.accepted and other.total and other.total >= total]


def _collective(sentence: Sentence, draft: Draft) -> str:
    """What holds the people: "group" (a class of, the core team of), "body" (a jury of) or "".

    The draft begins where the words for the group begin.
    """
    words, lexicon = sentence.words, sentence.lexicon
    index = draft.start - 1
    if index <= sentence.start or words[index] != "of":
        return ""
    word = words[index - 1]
    if word in lexicon.bodies:
        return "body"
    if word not in lexicon.collective:
        return ""
    first = sentence.phrase_start(index - 1)
    if sentence.word(first - 1) in ("a", "an", "the", "this", "its"):
        first -= 1
    draft.start = first
    return "group"


def _plain(sentence: Sentence, after: int) -> bool:
    """Whether nothing that could be counted follows: a class of 64 took the oath."""
    word = sentence.word(after)
    if not word or not word[0].isalpha():
        return True
    return word in sentence.lexicon.stop or word in sentence.acceptance.took_part or word.endswith("ed")


def _member(sentence: Sentence, draft: Draft) -> Draft | None:
    """ "A nine-member delegation", "the 22-strong team"."""
    lexicon = sentence.lexicon
    for index in range(draft.after, min(draft.after + 5, sentence.end)):
        word = sentence.words[index]
        of_an_activity = word in sentence.acceptance.activity and draft.number + 2 < draft.after
        if (word in lexicon.collective and word not in lexicon.bodies) or of_an_activity:
            draft.end = draft.after = index + 1
            return draft
        if word in lexicon.bodies or word in lexicon.stop or not word[0].isalpha():
            return None
    return None


def subsets_by_sum(drafts: list[Draft]) -> None:
    """Marks the counts that add up to the one before them: 22 officers, ten Afghan and twelve Tajik."""
    for place, draft in enumerate(drafts):
        rest = drafts[place + 1 :]
        if draft.total is None or len(rest) < 2 or (draft.total < 10 and not rest[0].elided):
            continue
        total = 0
        for count, other in enumerate(rest, start=1):
            total += other.total or 0
            if total == draft.total and count > 1:
                for part in rest[:count]:
                    part.subset = True
                break
