"""Parts by sex find their group: across brackets, dashes, clauses and sentences."""

from dataclasses import dataclass

from osce_scraper.text.participants.draft import Draft, NounPhrase, Part
from osce_scraper.text.participants.frames import Frames, Setting
from osce_scraper.text.participants.lexicon import Kind, Lexicon
from osce_scraper.text.participants.tokens import Tokens

#: What may stand between two parts of one split.
_BETWEEN = frozenset(
    "and & , ; / – — - + as well or plus with were are was is being the : of them whom also while about some to".split()
)
_LEADS = frozenset(
    {"including", "include", "includes", "included", "among", "whom", "them", "which", "comprising"}
)
_ALL = frozenset({"all", "exclusively", "only", "entirely"})


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
        """Whether both sexes are stated, so that the sum should be the group's total."""
        sexes = {part.sex for part in self.parts if part.value is not None}
        return len(sexes) > 1


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
            if (joined or share) and not any(
                other.sex == part.sex and (other.value is None) == (part.value is None)
                for other in splits[-1].parts
            ):
                splits[-1].parts.append(part)
                continue
        splits.append(Split([part]))
    return splits


def attach(
    tokens: Tokens,
    lexicon: Lexicon,
    frames: Frames,
    sentence: int,
    start: int,
    end: int,
    drafts: list[Draft],
    splits: list[Split],
    earlier: list[Draft],
) -> None:
    """Gives every split to its group, or makes it a group of its own; ``drafts`` is added to in place."""
    for draft in drafts:
        _all_of_one_sex(tokens, lexicon, draft, start, end)
    for split in splits:
        target = _target(tokens, lexicon, split, sentence, start, drafts, earlier)
        if target is not None:
            _give(split, target, sentence)
            continue
        own = _own_group(tokens, lexicon, frames, split, sentence, start, end, drafts)
        if own is not None:
            _all_of_one_sex(tokens, lexicon, own, start, end)
            drafts.append(own)


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


def _bracketed(words: list[str], start: int, floor: int) -> int | None:
    """The opening bracket before the split, when it stands in one."""
    for index in range(start - 1, max(floor - 1, start - 8), -1):
        if words[index] == "(" or words[index] == "[":
            return index
        if words[index] in ").;":
            return None
    return None


def _fits(draft: Draft, split: Split) -> bool:
    if draft.total is None:
        return False
    if any(part.sex in draft.parts for part in split.parts if part.value is not None):
        return False
    return (
        split.total is None or split.total <= draft.total or (split.whole and split.total <= draft.total + 2)
    )


def _target(
    tokens: Tokens,
    lexicon: Lexicon,
    split: Split,
    sentence: int,
    start: int,
    drafts: list[Draft],
    earlier: list[Draft],
) -> Draft | None:
    words = tokens.words
    named = next((part.target for part in split.parts if part.target is not None), None)
    recent = [draft for draft in earlier[-12:] if sentence - draft.sentence <= 3]
    if named is not None:
        for draft in [*drafts, *reversed(recent)]:
            if draft.total == named and _fits(draft, split):
                return draft
        return None
    before = [draft for draft in drafts if draft.number < split.start]
    before.reverse()
    total = split.total
    bracket = _bracketed(words, split.start, start)
    lead = words[split.start - 1] if split.start > start else ""
    anaphoric = any(part.anaphoric for part in split.parts)
    if split.whole:
        # A split that adds up to a total belongs to it, wherever that stands near by.
        for draft in before:
            if draft.total == total and _fits(draft, split):
                return draft
    if bracket is not None:
        direct = _person_before(tokens, lexicon, bracket, start)
        for draft in before:
            if draft.after >= bracket - 1 or (
                direct is not None and draft.noun and draft.noun.start <= direct < draft.after
            ):
                return draft if _fits(draft, split) or not draft.accepted or split.whole else None
        if direct is not None and not any(draft.after > direct for draft in before):
            if not _complement_of(words, before, direct):
                return None
        for draft in before:
            if _fits(draft, split):
                return draft
        return None
    after = [draft for draft in drafts if draft.number >= split.end]
    if split.whole:
        for draft in after:
            if draft.total == total and _fits(draft, split):
                return draft
    among = words[split.end : split.end + 4]
    if after and ("among" in among or "of" in among[:1]) and after[0].number - split.end < 9:
        if _fits(after[0], split):
            return after[0]
    if before:
        nearest = before[0]
        gap = words[nearest.after : split.start]
        introduced = (
            lead in _LEADS
            or anaphoric
            or words[split.end : split.end + 2] == ["among", "them"]
            or _counts_participants(words, split, start)
        )
        shares = any(part.percent is not None for part in split.parts)
        if introduced or shares:
            if not nearest.accepted and not nearest.subset:
                return nearest
            for draft in before:
                if draft.accepted and _fits(draft, split) and not (draft.subset and not split.whole):
                    return draft
            return nearest
        apposed = len(gap) <= 3 and all(word in (",", "–", "—", "-", ":", "namely") for word in gap)
        if apposed and _fits(nearest, split):
            return nearest
        if gap[-1:] in (["–"], ["—"], ["-"], [":"]) and _fits(nearest, split):
            return nearest
    if (
        anaphoric
        or lead in _LEADS
        or any(part.percent is not None for part in split.parts)
        or _counts_participants(words, split, start)
    ):
        for draft in reversed(recent):
            if draft.accepted and not draft.subset and _fits(draft, split):
                return draft
    if split.whole:
        for draft in reversed(recent):
            if (
                draft.total == total
                and draft.accepted
                and _fits(draft, split)
                and sentence - draft.sentence <= 2
            ):
                return draft
    return None


def _counts_participants(words: list[str], split: Split, start: int) -> bool:
    """ "Among the participants were six women", "the group included 21 women and 18 men"."""
    window = words[max(start, split.start - 6) : split.start]
    if any(
        word in ("participants", "trainees", "group", "them", "attendees", "graduates") for word in window
    ):
        return any(
            word in ("were", "was", "are", "included", "includes", "among", "comprised", "of")
            for word in window
        )
    return False


def _person_before(tokens: Tokens, lexicon: Lexicon, bracket: int, start: int) -> int | None:
    """The person noun right before a bracket, or before a short complement of it."""
    words = tokens.words
    if bracket > start and lexicon.person(words[bracket - 1]):
        return bracket - 1
    for index in range(bracket - 1, max(start - 1, bracket - 8), -1):
        word = words[index]
        if not (word[0].isalnum() or word in "/-"):
            return None
        if lexicon.person(word) and words[index + 1] in ("of", "from", "in", "at", "working", "for"):
            return index
    return None


def _complement_of(words: list[str], before: list[Draft], direct: int) -> bool:
    """Whether the noun before the bracket only completes a counted one: 17 nurses, including teams of ..."""
    for draft in before:
        gap = words[draft.after : direct]
        if (
            gap
            and gap[0] in ("from", "of", ",")
            and len(gap) < 9
            and ("of" in gap[:2] or "including" in gap[:2])
        ):
            return True
    return False


def _all_of_one_sex(tokens: Tokens, lexicon: Lexicon, draft: Draft, start: int, end: int) -> None:
    """ "20 officers—all men", "an all-women group of 15", "attended exclusively by women: 26 officers"."""
    if draft.total is None or draft.parts:
        return
    words = tokens.words
    index = draft.after
    while index < end and words[index] in (",", "–", "—", "-", "("):
        index += 1
    if index > draft.after and index + 1 < end and words[index] in _ALL:
        probe = index + 1
        while probe < end and words[probe] in ("of", "them", "whom", "being", "are", "were", "young"):
            probe += 1
        sex = lexicon.sex.get(words[probe]) if probe < end else None
        joined = (
            words[probe + 1 : probe + 2] == ["and"]
            and words[probe + 2 : probe + 3]
            and words[probe + 2] in lexicon.sex
        )
        if sex and not joined:
            draft.parts[sex] = draft.total
            draft.end = probe + 1
            return
    for index in range(max(start, draft.number - 10), draft.number):
        word = words[index]
        if word in ("all-women", "all-female", "women-only", "all-male", "all-men", "men-only"):
            draft.parts["men" if "-m" in word or word.startswith("men") else "women"] = draft.total
            draft.start = min(draft.start, index)
            return
        if (
            word in ("exclusively", "only", "solely")
            and words[index + 1] == "by"
            and words[index + 2] in lexicon.sex
        ):
            draft.parts[lexicon.sex[words[index + 2]]] = draft.total
            draft.start = min(draft.start, index)
            return
        if (
            word == "only"
            and words[index + 1] in ("woman", "man")
            and words[index + 2] in ("among", "of", "in")
        ):
            draft.parts["women" if words[index + 1] == "woman" else "men"] = 1
            draft.start = min(draft.start, index - 1 if index > start else index)
            return


def _own_group(
    tokens: Tokens,
    lexicon: Lexicon,
    frames: Frames,
    split: Split,
    sentence: int,
    start: int,
    end: int,
    drafts: list[Draft],
) -> Draft | None:
    """The split as a group of its own: "11 women and 16 men took part", "24 women officers"."""
    parts = [part for part in split.parts if part.value is not None]
    if not parts or any(part.anaphoric for part in parts):
        return None
    words = tokens.words
    lead = words[split.start - 1] if split.start > start else ""
    if lead in ("including", "them", "whom"):
        return None
    if lead in (",", "(", "–", "—", ":") and split.start - 2 >= start:
        apposed = lexicon.person(words[split.start - 2])
        if apposed and apposed.kind is Kind.NEVER:
            # the victims, 14 women and two children
            return None
    last = parts[-1]
    draft = Draft(split.start, split.end, sentence, number=parts[0].number, after=split.end)
    draft.qualifier = parts[0].qualifier
    bracket = _bracketed(words, split.start, start)
    noun = last.noun
    if len(parts) == 1:
        part = parts[0]
        if part.weak or (part.noun is None and bracket is None):
            return None
        if part.value == 1 and bracket is None:
            return None
        if bracket is None:
            draft.total = part.value
            if not (
                part.noun
                and part.noun.head + 1
                and words[part.noun.head]
                in (
                    "policemen",
                    "servicemen",
                    "businessmen",
                    "firemen",
                    "sportsmen",
                    "spokesmen",
                    "craftsmen",
                    "cameramen",
                )
            ):
                draft.parts[part.sex] = part.value or 0
        else:
            draft.parts[part.sex] = part.value or 0
    else:
        for part in parts:
            draft.parts[part.sex] = part.value or 0
    if bracket is not None:
        head = _person_before(tokens, lexicon, bracket, start)
        if head is None:
            return None
        person = lexicon.person(words[head])
        assert person is not None
        first = head
        while (
            first > start
            and words[first - 1][0].isalpha()
            and words[first - 1] not in lexicon.stop
            and first > head - 4
        ):
            first -= 1
        noun = NounPhrase(first, head, bracket, person.lemma, person.kind)
        draft.start = first
        draft.noun = noun
        close = split.end
        draft.end = close + 1 if close < end and words[close] in (")", "]") else close
        if person.kind is Kind.NEVER:
            draft.accepted = False
        else:
            draft.accepted = frames.accepts(
                draft,
                NounPhrase(
                    first,
                    head,
                    draft.end,
                    person.lemma,
                    Kind.ROLE if person.kind in (Kind.SUSPECT, Kind.GENERIC, Kind.SEXED) else person.kind,
                ),
                start,
                end,
            )
    else:
        kind = noun.kind if noun else Kind.SEXED
        probe = NounPhrase(split.start, split.end - 1, split.end, noun.lemma if noun else "women", kind)
        if noun and noun.unfit:
            probe.unfit = True
        draft.noun = noun or probe
        draft.accepted = frames.accepts(draft, probe, start, end)
        before = [other for other in drafts if other.number < split.start]
        if before and not before[-1].accepted and lead in ("and", ","):
            # 35 people at the bank and six men in camouflage
            draft.accepted = False
    setting = Setting(tokens, *_clause(words, draft.number, start, end))
    draft.cumulative = setting.cumulative(draft)
    draft.planned = setting.planned(draft)
    return draft


def _clause(words: list[str], index: int, start: int, end: int) -> tuple[int, int]:
    first = last = index
    while first > start and words[first - 1] != ";":
        first -= 1
    while last < end and words[last] != ";":
        last += 1
    return first, last
