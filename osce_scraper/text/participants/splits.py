"""Parts by sex find their group: across brackets, dashes, clauses and sentences."""

from dataclasses import dataclass

from osce_scraper.text.participants.draft import Draft, NounPhrase, Part
from osce_scraper.text.participants.lexicon import Kind, word_set
from osce_scraper.text.participants.sentence import Sentence
from osce_scraper.text.participants.tokens import Tokens

#: What may stand between two parts of one split.
_BETWEEN = word_set(
    """
    and & , ; / – — - + as well or plus with were are was is being the : of them whom also while about some to
    """
)
_LEADS = word_set("including include includes included among whom them which comprising")
_ALL = word_set("all exclusively only entirely")
_SKIPPED_AFTER_ALL = word_set("of them whom being are were young")
_DASHES_AND_COMMA = word_set(", – — - (")
_APPOSITION = word_set(", – — - : namely")
_GROUP_WORDS = word_set("participants trainees group them attendees graduates")
_COUNTING = word_set("were was are included includes among comprised of")
_ALL_WOMEN = word_set("all-women all-female women-only")
_ALL_MEN = word_set("all-men all-male men-only")
_COMPLEMENT = word_set("of from in at working for")
#: Tokens behind a count in which "all of them women" is looked for.
_ALL_REACH = 9
#: Sentences back that a split may look for its group.
_REACH = 3


@dataclass(slots=True)
class Split:
    """Parts that belong together, as one bracket or one phrase holds them."""

    parts: list[Part]

    @property
    def start(self) -> int:
        """First token."""
        return self.parts[0].start

    @property
    def end(self) -> int:
        """Token behind the last."""
        return self.parts[-1].end

    @property
    def total(self) -> int | None:
        """Sum of the stated numbers; None when there is none."""
        values = [part.value for part in self.parts if part.value is not None]
        return sum(values) if values else None

    @property
    def whole(self) -> bool:
        """Whether more than one sex is counted, so that the sum should be the group's total."""
        return len({part.sex for part in self.parts if part.value is not None}) > 1

    @property
    def anaphoric(self) -> bool:
        """Whether the words point back to a group: of whom, were women."""
        return any(part.anaphoric for part in self.parts)

    @property
    def share(self) -> bool:
        """Whether it holds a share of women."""
        return any(part.percent is not None for part in self.parts)


def cluster(tokens: Tokens, parts: list[Part]) -> list[Split]:
    """The parts of one sentence, those that follow each other put together."""
    splits: list[Split] = []
    words = tokens.words
    for part in parts:
        if splits:
            last = splits[-1].parts[-1]
            gap = words[last.end : part.start]
            joined = len(gap) <= 5 and (
                all(word in _BETWEEN for word in gap)
                # ten women from Osh and twelve men from Naryn
                or (gap[0] in ("from", "of", "in") and gap[-1] == "and")
            )
            share = part.percent is not None and last.value is not None and gap == ["("]
            doubled = any(
                other.sex == part.sex and (other.value is None) == (part.value is None)
                for other in splits[-1].parts
            )
            if (joined or share) and not doubled:
                splits[-1].parts.append(part)
                continue
        splits.append(Split([part]))
    return splits


def attach(sentence: Sentence, splits: list[Split]) -> None:
    """Gives every split to its group, or makes it a group of its own among the drafts of the sentence."""
    for draft in sentence.drafts:
        _all_of_one_sex(sentence, draft)
    for split in splits:
        target = _target(sentence, split)
        if target is not None:
            _give(split, target, sentence.number)
            continue
        own = _own_group(sentence, split)
        if own is not None:
            _all_of_one_sex(sentence, own)
            sentence.drafts.append(own)


def _give(split: Split, draft: Draft, sentence: int) -> None:
    for part in split.parts:
        if part.value is not None:
            draft.parts.setdefault(part.sex, part.value)
        elif part.percent is not None:
            draft.percent = part.percent
    if draft.lacking and split.whole and draft.total == split.total:
        # Who is counted by sex took part, if nothing speaks against it.
        draft.accepted = True
    if draft.sentence == sentence:
        draft.start = min(draft.start, split.start)
    draft.end = max(draft.end, split.end)


def _fits(draft: Draft, split: Split) -> bool:
    """Whether the split can be one of the draft's people; a split that states both sexes may miss by two."""
    if draft.total is None:
        return False
    if any(part.sex in draft.parts for part in split.parts if part.value is not None):
        return False
    return split.total is None or split.total <= draft.total + (2 if split.whole else 0)


def _target(sentence: Sentence, split: Split) -> Draft | None:
    """The group that the split belongs to, in this sentence or shortly before; None when there is none."""
    recent = [draft for draft in sentence.earlier[-12:] if sentence.number - draft.sentence <= _REACH]
    recent.reverse()
    named = next((part.target for part in split.parts if part.target is not None), None)
    if named is not None:
        groups = (draft for draft in [*sentence.drafts, *recent] if draft.total == named)
        return next((draft for draft in groups if _fits(draft, split)), None)
    before = [draft for draft in sentence.drafts if draft.number < split.start]
    before.reverse()
    exact = _first_exact(before, split)
    if exact is not None:
        return exact
    bracket = _bracket(sentence, split)
    if bracket is not None:
        return _for_bracket(sentence, split, bracket, before)
    after = [draft for draft in sentence.drafts if draft.number >= split.end]
    return (
        _first_exact(after, split)
        or _behind(sentence, split, after)
        or _before(sentence, split, before)
        or _earlier(sentence, split, recent)
    )


def _first_exact(drafts: list[Draft], split: Split) -> Draft | None:
    """A split that adds up to a total belongs to it, wherever that stands near by."""
    if not split.whole:
        return None
    return next((draft for draft in drafts if draft.total == split.total and _fits(draft, split)), None)


def _for_bracket(sentence: Sentence, split: Split, bracket: int, before: list[Draft]) -> Draft | None:
    direct = _person_before(sentence, bracket)
    for draft in before:
        named = direct is not None and draft.noun is not None and draft.noun.start <= direct < draft.after
        if draft.after >= bracket - 1 or named:
            return draft if _fits(draft, split) or not draft.accepted or split.whole else None
    own = direct is not None and not any(draft.after > direct for draft in before)
    if own and direct is not None and not _completes(sentence.words, before, direct):
        return None
    return next((draft for draft in before if _fits(draft, split)), None)


def _behind(sentence: Sentence, split: Split, after: list[Draft]) -> Draft | None:
    """ "17 women among its 40 participants", "28 women were among the 70"."""
    window = sentence.words[split.end : split.end + 4]
    if after and ("among" in window or window[:1] == ["of"]) and after[0].number - split.end < 9:
        return after[0] if _fits(after[0], split) else None
    return None


def _before(sentence: Sentence, split: Split, before: list[Draft]) -> Draft | None:
    """ "36 notaries, 22 of whom were women", "90 recruits, 71 men and 19 women"."""
    if not before:
        return None
    nearest = before[0]
    if (
        split.share
        or split.anaphoric
        or sentence.word(split.start - 1) in _LEADS
        or sentence.words[split.end : split.end + 2] == ["among", "them"]
        or _counts_the_group(sentence, split)
        or (sentence.word(split.start - 1) in _COUNTING and sentence.word(nearest.start - 1) == "among")
    ):
        if not nearest.accepted and not nearest.subset:
            return nearest
        fitting = (draft for draft in before if draft.accepted and _fits(draft, split))
        return next((draft for draft in fitting if split.whole or not draft.subset), nearest)
    gap = sentence.words[nearest.after : split.start]
    apposed = len(gap) <= 3 and all(word in _APPOSITION for word in gap)
    introduced = gap[-1:] in (["–"], ["—"], ["-"], [":"])
    return nearest if (apposed or introduced) and _fits(nearest, split) else None


def _earlier(sentence: Sentence, split: Split, recent: list[Draft]) -> Draft | None:
    """ "It trained 34 officers. Thirteen were women", "27 participants. The 15 men and 12 women"."""
    fitting = [draft for draft in recent if draft.accepted and not draft.subset and _fits(draft, split)]
    pointing = (
        split.anaphoric
        or split.share
        or sentence.word(split.start - 1) in _LEADS
        or _counts_the_group(sentence, split)
    )
    if pointing:
        return fitting[0] if fitting else None
    return _first_exact([draft for draft in fitting if sentence.number - draft.sentence <= 2], split)


def _counts_the_group(sentence: Sentence, split: Split) -> bool:
    """Whether a group is spoken of: "among the participants were six women"."""
    window = sentence.words[max(sentence.start, split.start - 6) : split.start]
    return not _GROUP_WORDS.isdisjoint(window) and not _COUNTING.isdisjoint(window)


def _bracket(sentence: Sentence, split: Split) -> int | None:
    """The opening bracket before the split, when it stands in one."""
    words = sentence.words
    for index in range(split.start - 1, max(sentence.start - 1, split.start - 8), -1):
        if words[index] in ("(", "["):
            return index
        if words[index] in ").;":
            return None
    return None


def _person_before(sentence: Sentence, bracket: int) -> int | None:
    """The person noun right before a bracket, or before a short complement of it."""
    words, lexicon = sentence.words, sentence.lexicon
    if bracket > sentence.start and lexicon.person(words[bracket - 1]):
        return bracket - 1
    for index in range(bracket - 1, max(sentence.start - 1, bracket - 8), -1):
        word = words[index]
        if not (word[0].isalnum() or word in "/-"):
            return None
        if lexicon.person(word) and words[index + 1] in _COMPLEMENT:
            return index
    return None


def _completes(words: list[str], before: list[Draft], direct: int) -> bool:
    """Whether the noun before the bracket only completes a counted one: 17 nurses, including teams of ..."""
    for draft in before:
        gap = words[draft.after : direct]
        if gap[:1] and gap[0] in ("from", "of", ",") and len(gap) < 9 and {"of", "including"} & set(gap[:2]):
            return True
    return False


def _all_of_one_sex(sentence: Sentence, draft: Draft) -> None:
    """ "20 officers—all men", "an all-women group of 15", "attended exclusively by women: 26 officers"."""
    if draft.total is None or draft.parts:
        return
    sex_of = sentence.lexicon.sex
    index = draft.after
    while sentence.word(index) in _DASHES_AND_COMMA and index < sentence.end:
        index += 1
    if index > draft.after and sentence.word(index) in _ALL:
        index += 1
        while sentence.word(index) in _SKIPPED_AFTER_ALL:
            index += 1
        sex = sex_of.get(sentence.word(index))
        if sex and not (sentence.word(index + 1) == "and" and sentence.word(index + 2) in sex_of):
            draft.parts[sex] = draft.total
            draft.end = index + 1
            return
    further = _all_behind(sentence, draft)
    if further is not None:
        sex = sex_of.get(sentence.word(further))
        if sex and not (sentence.word(further + 1) == "and" and sentence.word(further + 2) in sex_of):
            draft.parts[sex] = draft.total
            draft.end = further + 1
            return
    if index == draft.after and sentence.word(index) in ("were", "are"):
        # All (of the) 17 participants were women.
        sex = sex_of.get(sentence.word(index + 1))
        lead = sentence.words[max(sentence.start, draft.number - 3) : draft.number]
        alone = sentence.word(index + 2) not in ("and", "or")
        if sex and alone and (lead[-1:] == ["all"] or lead == ["all", "of", "the"]):
            draft.parts[sex] = draft.total
            draft.end = index + 2
            return
    for index in range(max(sentence.start, draft.number - 10), draft.number):
        word, behind, second = sentence.words[index], sentence.word(index + 1), sentence.word(index + 2)
        if word in _ALL_WOMEN or word in _ALL_MEN:
            draft.parts["women" if word in _ALL_WOMEN else "men"] = draft.total
        elif (
            word in sex_of
            and behind == "only"
            and second in _DASHES_AND_COMMA
            and sentence.words[index - 1] in ("for", ",", "(")
        ):
            draft.parts[sex_of[word]] = draft.total
        elif word in ("exclusively", "only", "solely") and behind == "by" and second in sex_of:
            draft.parts[sex_of[second]] = draft.total
        elif word == "only" and behind in ("woman", "man") and second in ("among", "of", "in"):
            draft.parts[sex_of[behind]] = 1
        else:
            continue
        draft.start = min(draft.start, index)
        return


def _all_behind(sentence: Sentence, draft: Draft) -> int | None:
    """Where the sex stands in "26 students from Afghanistan, all of them women", or None."""
    for index in range(draft.after, min(draft.after + _ALL_REACH, sentence.end - 1)):
        if sentence.words[index] in _DASHES_AND_COMMA and sentence.words[index + 1] in _ALL:
            index += 2
            while sentence.word(index) in _SKIPPED_AFTER_ALL:
                index += 1
            return index
        if sentence.words[index][0].isdigit():
            break
    return None


def _own_group(sentence: Sentence, split: Split) -> Draft | None:
    """The split as a group of its own: "11 women and 16 men took part", "24 women officers"."""
    parts = [part for part in split.parts if part.value is not None]
    lead = sentence.word(split.start - 1)
    anaphoric = split.anaphoric and not (split.whole and _group_without_number(sentence, split))
    if not parts or anaphoric or lead in ("including", "them", "whom") or _of_nobody(sentence, split):
        return None
    draft = Draft(
        split.start,
        split.end,
        sentence.number,
        parts={part.sex: part.value or 0 for part in parts},
        qualifier=parts[0].qualifier,
        number=parts[0].number,
        after=split.end,
    )
    bracket = _bracket(sentence, split)
    if bracket is not None:
        return _of_bracket(sentence, draft, bracket)
    part = parts[0]
    if len(parts) == 1:
        if part.weak or part.noun is None or part.value == 1:
            return None
        draft.total = part.value
        if sentence.words[part.noun.head] in sentence.lexicon.generic_men:
            # Policemen may be men and women, unless policewomen stand beside them.
            draft.parts.clear()
    noun = parts[-1].noun
    kind = noun.kind if noun else Kind.SEXED
    whole = NounPhrase(split.start, split.end - 1, split.end, noun.lemma if noun else "women", kind)
    whole.unfit = noun is not None and noun.unfit
    draft.noun = noun or whole
    before = [other for other in sentence.drafts if other.number < split.start]
    if before and not before[-1].accepted and lead in ("and", ","):
        # 35 people at the bank and six men in camouflage
        draft.accepted = False
    else:
        draft.accepted = sentence.acceptance.accepts(draft, whole, sentence.start, sentence.end)
    return draft


def _group_without_number(sentence: Sentence, split: Split) -> bool:
    """Whether those counted by sex are called participants: "of the trainees, 11 were women and 13 men"."""
    words = sentence.words
    for index in range(split.start - 1, max(sentence.start - 1, split.start - 5), -1):
        person = sentence.lexicon.person(words[index])
        if person is not None:
            lead = words[max(sentence.start, index - 2) : index]
            return person.kind is Kind.STRONG and not {"of", "among"}.isdisjoint(lead)
    return False


def _of_nobody(sentence: Sentence, split: Split) -> bool:
    """Whether the split only tells who is no participant: the victims, 14 women and two children."""
    if sentence.word(split.start - 1) not in (",", "(", "–", "—", ":"):
        return False
    person = sentence.lexicon.person(sentence.word(split.start - 2))
    return person is not None and person.kind is Kind.NEVER


def _of_bracket(sentence: Sentence, draft: Draft, bracket: int) -> Draft | None:
    """The group of a bracket behind people without a number: senior managers (one woman, 14 men)."""
    head = _person_before(sentence, bracket)
    person = sentence.lexicon.person(sentence.words[head]) if head is not None else None
    if head is None or person is None:
        return None
    draft.start = sentence.phrase_start(head)
    draft.noun = NounPhrase(draft.start, head, bracket, person.lemma, person.kind)
    # Who is counted by sex took part, if nothing speaks against it: the noun need not say so.
    plain = person.kind in (Kind.SUSPECT, Kind.GENERIC, Kind.SEXED)
    probe = NounPhrase(draft.start, head, draft.end, person.lemma, Kind.ROLE if plain else person.kind)
    draft.accepted = sentence.acceptance.accepts(draft, probe, sentence.start, sentence.end)
    return draft
