"""From drafts to groups: the same count told twice is one, and one group is the headline."""

from osce_scraper.records import ParticipantGroup, Participants, Qualifier, Scope
from osce_scraper.text.participants.draft import Draft
from osce_scraper.text.participants.lexicon import Kind
from osce_scraper.text.participants.tokens import Tokens

#: Words for the people of a group already named by another noun.
_ANY_GROUP = frozenset(
    {"participant", "trainee", "attendee", "graduate", "guest", "people", "person", "individual"}
)


#: At most so many groups of the same size are compared with a new one.
_LOOK_BACK = 12


def told_once(drafts: list[tuple[int, Draft]]) -> list[tuple[int, Draft]]:
    """The drafts with their paragraph, without those that tell a count again.

    A count is told again when a later sentence states the same total of the same people: with the same noun,
    with a word for any group ("the 18 participants"), with a definite article, or with the split alone.
    """
    kept: list[tuple[int, Draft]] = []
    places: dict[int | None, list[int]] = {}
    for paragraph, draft in drafts:
        same_sum = places.setdefault(_sum(draft), [])
        for place in same_sum[-_LOOK_BACK:]:
            other_paragraph, other = kept[place]
            if (other_paragraph, other.sentence) == (paragraph, draft.sentence) and not _restated(
                draft, other
            ):
                continue
            if not draft.another and _same(other, draft):
                merged = _merge(other, draft)
                kept[place] = (other_paragraph, other) if merged is other else (paragraph, merged)
                break
        else:
            same_sum.append(len(kept))
            kept.append((paragraph, draft))
    return kept


def _restated(draft: Draft, other: Draft) -> bool:
    """Whether the same sentence says the same count again: "36 students; all 36 live on the campus"."""
    return draft.definite and draft.elided and draft.total == other.total


def _sum(draft: Draft) -> int | None:
    return draft.total if draft.total is not None else (sum(draft.parts.values()) if draft.parts else None)


def _same(first: Draft, second: Draft) -> bool:
    if first.range or second.range:
        return first.range == second.range and _lemma(first) == _lemma(second)
    if _sum(first) != _sum(second) or first.subset != second.subset:
        return False
    if any(second.parts.get(sex, count) != count for sex, count in first.parts.items()):
        return False
    if first.parts and first.parts == second.parts and (len(first.parts) > 1 or first.total is None):
        return True
    if first.total is None or second.total is None:
        return True
    one, two = _lemma(first), _lemma(second)
    if one == two or two in _ANY_GROUP or one in _ANY_GROUP or second.definite:
        return True
    return not one or not two


def _lemma(draft: Draft) -> str:
    if draft.noun is None:
        return ""
    return "" if draft.noun.kind is Kind.SEXED and draft.total is None else draft.noun.lemma


def _merge(first: Draft, second: Draft) -> Draft:
    """The draft that says more; what only the other says is added to it where one span can carry both."""
    if len(second.parts) > len(first.parts) or (first.total is None and second.total is not None):
        richer, other = second, first
    else:
        richer, other = first, second
    if richer.percent is None:
        richer.percent = other.percent
    if richer.total is None:
        richer.total = other.total
    for sex, count in other.parts.items():
        richer.parts.setdefault(sex, count)
    if other is first:
        richer.cumulative = richer.cumulative or first.cumulative
        if richer.qualifier is Qualifier.EXACT:
            richer.qualifier = first.qualifier
    richer.planned = first.planned and second.planned
    if richer.noun is None or (richer.noun.lemma in _ANY_GROUP and other.noun is not None):
        # Who they are is said in the other sentence, but the evidence stays where the numbers are.
        richer.who = other.who
    return richer


def group_of(tokens: Tokens, draft: Draft, paragraph: int) -> ParticipantGroup:
    """The record of ``draft``, whose tokens are those of body paragraph ``paragraph``."""
    start, end = tokens.start(draft.start), tokens.end(draft.end - 1)
    end = _with_its_bracket(tokens.text, start, end)
    total, is_sum = draft.total, False
    if total is None and draft.parts and draft.range is None:
        total, is_sum = sum(draft.parts.values()), True
    parts = draft.parts
    return ParticipantGroup(
        evidence=tokens.text[start:end],
        paragraph=paragraph,
        start=start,
        end=end,
        total=total,
        women=parts.get("women"),
        men=parts.get("men"),
        girls=parts.get("girls"),
        boys=parts.get("boys"),
        women_percent=draft.percent,
        range=draft.range,
        qualifier=draft.qualifier,
        scope=Scope.CUMULATIVE if draft.cumulative else Scope.EVENT,
        planned=draft.planned,
        subset=draft.subset,
        who=draft.who,
        total_is_sum=is_sum,
    )


def _with_its_bracket(text: str, start: int, end: int) -> int:
    """The end of the evidence, behind the bracket that closes there if the evidence opened it."""
    opened = text.rfind("(", start, end), text.rfind("[", start, end)
    bracket = ")" if opened[0] > opened[1] else "]"
    if max(opened) > text.rfind(bracket, start, end) and text.startswith(bracket, end):
        return end + 1
    return end


def headline(groups: list[ParticipantGroup]) -> Participants:
    """The headline of ``groups`` with all of them.

    It is the largest group of one event that is neither planned nor a subset; on a tie the one with a split,
    then the first.
    """
    best: ParticipantGroup | None = None
    rank = (-1, False)
    for group in groups:
        if group.total is None or group.planned or group.subset or group.scope is not Scope.EVENT:
            continue
        split = any(part is not None for part in (group.women, group.men, group.girls, group.boys))
        if (group.total, split) > rank:
            best, rank = group, (group.total, split)
    if best is None:
        return Participants(groups=groups)
    return Participants(
        total=best.total,
        women=best.women,
        men=best.men,
        girls=best.girls,
        boys=best.boys,
        qualifier=best.qualifier,
        groups=groups,
    )
