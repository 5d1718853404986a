"""Counts whose people are named before the number, or not at all."""

from osce_scraper.text.participants.acceptance import Governor
from osce_scraper.text.participants.draft import Draft, NounPhrase
from osce_scraper.text.participants.lexicon import Kind, Person, word_set
from osce_scraper.text.participants.sentence import Sentence
from osce_scraper.text.participants.shared_noun import noun_later

_OF_A_LIST = word_set("from of in at with representing men women")
_INTRODUCES_SUBSET = word_set("including include includes included")
_ATTENDED = word_set(
    """
    took attended participated joined came arrived graduated enrolled completed
    followed trained received gathered passed
    were have had attend join participate registered turned watched visited attending joining"""
)
_ATTENDED_BY = word_set("attended joined")
_CLAUSE_ENDS = word_set("( ) . , ; : and – —") | {"", "\n"}
_TAUGHT = word_set("trained coached taught certified graduated")
_NUMBER_OF = word_set("number total")
_REACHES = word_set(
    """
    to at is was stands stood reached reaches exceeds exceeded risen rose grown grew reach totals totalled
    """
)
_WAS = word_set("is was to at")
_ATTENDANCE = Person("participant", Kind.STRONG)
_APPOSED = (["in", "all"], ["in", "total"], ["of", "them"], ["in", "number"])
_DASHES_AND_COMMA = word_set(", – — - (")
_CLOSES = word_set(") , ; :")
_LINE_ENDS = word_set("( . , ;") | {"", "\n"}


def read_elided(sentence: Sentence, draft: Draft) -> Draft | None:
    """``draft`` with what the words around its number say of its people; None where it counts none."""
    draft.elided = True
    previous = sentence.previous()
    named = _named_before(sentence, draft)
    if named:
        counted = previous is not None and named.noun is not None and named.noun.head < previous.after
        if counted and previous and sentence.words[draft.after : draft.after + 2] == ["of", "them"]:
            named.subset = named.accepted = previous.accepted
        return named
    if _number_of(sentence, draft):
        return draft
    if sentence.word(draft.after + 1) in ("each", "every"):
        # Teachers of 12 schools, two from each grade.
        return None
    if sentence.words[draft.after : draft.after + 2] == ["of", "them"] and _there_were(sentence, draft):
        # Who they are, nobody can tell from here; but a split behind the number is theirs.
        draft.accepted = False
        return draft
    if sentence.word(draft.after) == "did" and sentence.word(draft.after + 1) in _LINE_ENDS:
        # Last year 50 recruits passed the course. This year 65 did.
        model = _before_it(sentence)
        draft.accepted = model is not None and model.accepted
        return draft
    before = sentence.word(draft.start - 1)
    if before == "by" and sentence.word(draft.start - 2) in _ATTENDED_BY:
        return draft if sentence.word(draft.after) in _CLAUSE_ENDS else None
    part_of = previous is not None and previous.accepted and (previous.total or 0) >= (draft.total or 0)
    if before in _INTRODUCES_SUBSET and part_of:
        draft.subset = True
        return draft
    if before == "for" and sentence.word(draft.start - 2) == "one":
        # two courses, one for 14 in Osh and one for 17 in Batken
        return draft
    if before in (":", "("):
        # 25 participants: ten from Armenia, eight from Georgia
        draft.subset = part_of and sentence.word(draft.after) in _OF_A_LIST
        return draft if draft.subset else None
    return (
        _attended(sentence, draft)
        or _others(sentence, draft)
        or (_same_people(sentence, draft, previous) if previous else None)
        or noun_later(sentence, draft, previous)
    )


def _attended(sentence: Sentence, draft: Draft) -> Draft | None:
    """ "More than 90 took part", "120 were trained in seven courses"."""
    after = draft.after
    word, behind = sentence.word(after), sentence.word(after + 1)
    acceptance = sentence.acceptance
    if word not in _ATTENDED or (draft.total or 0) < 5:
        return None
    if word in ("were", "have", "had"):
        verb = sentence.word(after + 2) if behind in ("been", "already") else behind
        if verb not in acceptance.learner and verb not in acceptance.audience:
            return None
    if behind == "from" and word == "came":
        # Where some of them came from: 22 came from PACE.
        previous = sentence.previous()
        draft.subset = previous is not None and (previous.total or 0) >= (draft.total or 0)
        if not draft.subset:
            return None
    if sentence.word(draft.start - 1) in ("which", "whom"):
        return None
    if word == "have" and not any(
        other in acceptance.took_part for other in sentence.words[after : after + 5]
    ):
        return None
    if (word == "passed" and behind != "the") or (word == "took" and behind != "part"):
        return None
    draft.end = after + 2 if word == "took" else after + 1
    whole = _before_it(sentence)
    if whole and _awaited(sentence, whole):
        # Of 80 registered participants, 62 came; 60 had been invited, 41 came.
        whole.accepted = whole.accepted and whole.planned
        return draft
    whole = sentence.previous()
    if (
        whole
        and whole.accepted
        and sentence.word(whole.start - 1) == "of"
        and (whole.total or 0) > (draft.total or 0)
    ):
        # Of the 100 delegates, 40 came by bus.
        draft.subset = True
    return draft


def _there_were(sentence: Sentence, draft: Draft) -> bool:
    return sentence.words[max(sentence.start, draft.start - 2) : draft.start] == ["there", "were"]


def _before_it(sentence: Sentence) -> Draft | None:
    """The count before, in this sentence or at the end of the last."""
    previous = sentence.previous()
    if previous is None and sentence.earlier and sentence.number - sentence.earlier[-1].sentence == 1:
        return sentence.earlier[-1]
    return previous


def _awaited(sentence: Sentence, draft: Draft) -> bool:
    """Whether the people of ``draft`` were only awaited: 80 registered participants, 60 had been invited.

    Those of whom a verb says so are counted as planned.
    """
    awaited = sentence.lexicon.frames["awaited"]
    behind = sentence.words[draft.after : draft.after + 4]
    if not awaited.isdisjoint(behind) or "signed up" in " ".join(behind):
        draft.planned = True
        return True
    return not awaited.isdisjoint(sentence.words[draft.start : draft.after])


def _others(sentence: Sentence, draft: Draft) -> Draft | None:
    """ "Some 250 others", "40 more": people like those counted before."""
    after = draft.after
    model = sentence.previous() or (sentence.earlier[-1] if sentence.earlier else None)
    if sentence.word(after) not in ("others", "more") or sentence.word(after + 1) == "than" or model is None:
        return None
    draft.end = after + 1
    draft.accepted, draft.subset = model.accepted, model.subset
    return draft


def _same_people(sentence: Sentence, draft: Draft, previous: Draft) -> Draft | None:
    """ "... and twelve from Estonia", "64 online", "in Atyrau 23 (7 women)"."""
    after = draft.after
    word = sentence.word(after)
    if not previous.noun and not previous.elided:
        return None
    if word == "(" and any(other in sentence.lexicon.sex for other in sentence.words[after : after + 4]):
        draft.accepted = previous.accepted
        return draft
    gap = sentence.words[previous.after : draft.start]
    listed = (
        bool(gap) and len(gap) <= 16 and (gap[-1] in ("and", ",", "plus", "&") or gap[-2:] == ["well", "as"])
    )
    quiet = previous.subset or not any(
        other in sentence.acceptance.took_part or other in (";", "(", ".") for other in gap
    )
    if listed and quiet and word in ("from", "online", "sent", "in"):
        draft.accepted, draft.subset = previous.accepted, previous.subset
        return draft
    if word == "online" or (word == "in" and sentence.word(after + 1) == "person"):
        draft.end = after + 1
        draft.accepted = previous.accepted
        return draft
    return None


def _named_before(sentence: Sentence, draft: Draft) -> Draft | None:
    """ "Trainees (27)", "teachers, 44 in all", "wardens, 29 of them", "delegates, numbering 88"."""
    words = sentence.words
    lead = draft.start - 1
    mark = sentence.word(lead)
    behind = words[draft.after : draft.after + 2]
    if mark == "," and behind[:1] == ["strong"] and sentence.word(lead - 1) in sentence.lexicon.collective:
        # the platoon, 28 strong
        draft.end = draft.after = draft.after + 1
        draft.start = sentence.phrase_start(lead - 1)
        return draft
    if mark == "(" and behind[:1] and behind[0] in _CLOSES:
        return _of_noun(sentence, draft, lead - 1, bracket=True)
    if mark in _DASHES_AND_COMMA and mark:
        if behind not in _APPOSED and behind[:1] != ["altogether"]:
            return None
        draft.end = draft.after + len(behind)
        return _of_noun(sentence, draft, lead - 1, bracket=False)
    if mark in ("numbering", "totalling", "totaling", "numbered", "totalled"):
        head = lead - 2 if sentence.word(lead - 1) == "," else lead - 1
        return _of_noun(sentence, draft, head, bracket=False)
    if mark == ":":
        return _of_heading(sentence, draft, lead)
    return None


def _of_heading(sentence: Sentence, draft: Draft, colon: int) -> Draft | None:
    """ "Participants: 45", "Number of people trained in Kramatorsk: 58 (women: 41; men: 17)"."""
    words = sentence.words
    found = None
    for index in range(colon - 1, max(sentence.start - 1, colon - 13), -1):
        person = _ATTENDANCE if words[index] == "attendance" else sentence.lexicon.person(words[index])
        if person:
            found = (index, person)
    if found is None or sentence.word(draft.after) not in _LINE_ENDS:
        return None
    index, person = found
    if person.kind in (Kind.NEVER, Kind.TEACHING):
        return None
    draft.start = index
    draft.noun = NounPhrase(index, index, index + 1, person.lemma, person.kind)
    number_of = words[max(sentence.start, index - 2) : index] == ["number", "of"]
    draft.cumulative = number_of and "trained" in words[index:colon]
    return draft


def _of_noun(sentence: Sentence, draft: Draft, last: int, *, bracket: bool) -> Draft | None:
    """The count of the person noun that stands at or shortly before token ``last``.

    The noun may carry a short complement: "guests of the session, 19 in all".
    """
    words, acceptance = sentence.words, sentence.acceptance
    for index in range(last, max(sentence.start - 1, last - 4), -1):
        person = sentence.lexicon.person(words[index])
        if person is None:
            if words[index] in (",", ";", "(", ")") or words[index] in acceptance.known_verbs:
                break
            continue
        first = sentence.phrase_start(index)
        draft.noun = NounPhrase(first, index, index + 1, person.lemma, person.kind)
        draft.start = first
        sex = _sex_of(sentence, first, index)
        if sex and draft.total is not None:
            draft.parts[sex] = draft.total
        draft.accepted = (
            person.kind not in (Kind.NEVER, Kind.SUSPECT)
            and not (person.kind is Kind.TEACHING and bracket)
            and ((draft.total or 0) > 4 or person.kind is Kind.STRONG)
            and acceptance.governor(first, sentence.start) is not Governor.OBJECT
            and acceptance.predicate(draft.after, sentence.end) not in acceptance.suffered
        )
        return draft
    return None


def _sex_of(sentence: Sentence, first: int, head: int) -> str | None:
    """The sex that the noun phrase from token ``first`` to ``head`` states for all: women entrepreneurs."""
    lexicon = sentence.lexicon
    named = {
        sex
        for word in sentence.words[first : head + 1]
        if (sex := lexicon.sex.get(word) or lexicon.sexed_nouns.get(word)) and word not in lexicon.generic_men
    }
    return named.pop() if len(named) == 1 and sentence.word(first - 2) not in lexicon.sex else None


def _number_of(sentence: Sentence, draft: Draft) -> bool:
    """Fills ``draft`` from "the number of graduates stands at 318", "brings to 1,420 the number of rescuers".

    False, and the draft as it was, where no such words stand around its number.
    """
    words = sentence.words
    for index in range(draft.start - 1, max(sentence.start - 1, draft.start - 12), -1):
        if words[index] == ";":
            break
        if words[index] in _NUMBER_OF:
            return _number_before(sentence, draft, index)
    if words[draft.after : draft.after + 3] in (["the", "number", "of"], ["the", "total", "of"]):
        noun = sentence.noun_phrase(draft.after + 3)
        if noun and noun.kind is not Kind.NEVER:
            draft.noun = noun
            draft.end = draft.after = noun.end
            draft.cumulative = True
            return True
    return False


def _number_before(sentence: Sentence, draft: Draft, index: int) -> bool:
    between = sentence.words[index + 1 : draft.start]
    if (
        sentence.word(index - 1) == "a"
        or not _REACHES.intersection(between)
        or sentence.acceptance.suffered.intersection(between)
        or sentence.lexicon.sex_words.intersection(between)
    ):
        return False
    for further in range(index + 1, draft.start):
        person = sentence.lexicon.person(sentence.words[further])
        if person and person.kind not in (Kind.NEVER, Kind.SUSPECT, Kind.SEXED):
            draft.noun = NounPhrase(further, further, further + 1, person.lemma, person.kind)
            break
    else:
        if not _TAUGHT.intersection(between):
            return False
    draft.start = index
    # The number of participants was 118, but: the number of graduates reached 318.
    at_once = draft.noun is not None and draft.noun.kind is Kind.STRONG and "graduates" not in between
    draft.cumulative = not (at_once and _REACHES.intersection(between) <= _WAS)
    return True
