"""Notations of English counts that the grammar does not read, and contexts that decide after it.

Before the grammar, ages, school years and repeated numbers are hidden, at the same length. After it, splits
in unusual notation are added, and counts are dropped or called planned by what is next to them. The patterns
are data.
"""

import re
import tomllib
from collections.abc import Callable
from functools import cache
from importlib.resources import files
from typing import Any, Final

from osce_scraper.records import ParticipantGroup
from osce_scraper.text.numbers import english_number

_NUMBER: Final = r"(?:\d{1,4}|[A-Za-z]+(?:-[a-z]+)?)"
_SENTENCE_END: Final = re.compile(r"[.!?](?=\s|$)")
_SEXES: Final = {
    **dict.fromkeys(["f", "w", "female", "females"], "women"),
    **dict.fromkeys(["m", "male", "males"], "men"),
}
_PARTS: Final = ("women", "men", "girls", "boys")


@cache
def _data() -> dict[str, Any]:
    path = files("osce_scraper.text.participants") / "data" / "notation.toml"
    return tomllib.loads(path.read_text(encoding="utf-8"))


@cache
def _pattern(name: str) -> re.Pattern[str]:
    return re.compile(str(_data()[name]).replace("{n}", _NUMBER))


@cache
def _patterns(name: str) -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(str(pattern).replace("{n}", _NUMBER)) for pattern in _data()[name])


def _value(text: str) -> int | None:
    """The number that ``text`` is, in digits or words; None when it is no number."""
    if text.isdigit():
        return int(text)
    read = english_number(text.lower().split(), 0)
    return read[0] if read is not None else None


def without_asides(text: str) -> str:
    """``text`` with ages, school years, shares in brackets and repeated numbers blank, as long as before."""
    if not any(character.isdigit() for character in text):
        return text
    for pattern in _patterns("hidden"):
        text = pattern.sub(lambda match: " " * len(match[0]), text)

    def blank(match: re.Match[str]) -> str:
        told = int(match["digits"])
        same = told in (_value(match["words"].split()[-1]), _value(match["words"]))
        return match["words"] + " " * (len(match[0]) - len(match["words"])) if same else match[0]

    return _pattern("told_again").sub(blank, text)


class _Context:
    """A group in its text: what is left and right of it, within its sentence."""

    def __init__(self, text: str, group: ParticipantGroup) -> None:
        ends = [match.end() for match in _SENTENCE_END.finditer(text, 0, group.start)]
        stop = _SENTENCE_END.search(text, group.end)
        self.start = ends[-1] if ends else 0
        self.left = text[self.start : group.start]
        self.right = text[group.end : stop.start() if stop else len(text)]
        self.sentence = self.left + text[group.start : group.end] + self.right


def settled(text: str, groups: list[ParticipantGroup]) -> list[ParticipantGroup]:
    """``groups`` of one paragraph, split, dropped or planned by what is next to them in ``text``."""
    kept: list[ParticipantGroup] = []
    for group in groups:
        group.evidence = text[group.start : group.end]
        context = _Context(text, group)
        if _is_dropped(group, context):
            continue
        for rule in _RULES:
            rule(text, group, context)
        sibling = _elided(text, group, context)
        kept.extend([sibling, group] if sibling is not None else [group])
    return kept


def _is_dropped(group: ParticipantGroup, context: _Context) -> bool:
    if _pattern("rally_lead").search(context.left):
        return True
    who = f"{group.who or ''} {group.evidence}"
    team = _pattern("team_lead").search(context.left) or _pattern("team_inside").match(group.evidence)
    if team and _pattern("team_who").search(who):
        return True
    thanked = _pattern("staff").search(who) and _pattern("thanked").search(context.sentence)
    return bool(thanked) and not _pattern("trained").search(context.sentence.lower())


def _parts(group: ParticipantGroup) -> dict[str, int]:
    return {sex: value for sex in _PARTS if (value := getattr(group, sex)) is not None}


def _split(text: str, group: ParticipantGroup, context: _Context) -> None:
    """Add a split in an unusual notation that sums to the total."""
    if group.total is None or _parts(group):
        return
    for pattern in _patterns("splits"):
        match = pattern.match(context.right)
        if match is None:
            continue
        n, m = int(match["n"]), int(match["m"])
        one, other = (_SEXES.get(match[name].lower(), match[name].lower()) for name in "ab")
        if n + m == group.total and one != other:
            setattr(group, one, n)
            setattr(group, other, m)
            _extend(text, group, match.end())
            return


def _part(text: str, group: ParticipantGroup, context: _Context) -> None:
    """Add the part of one sex: `20 guards, five of them women`."""
    match = _pattern("part").match(context.right)
    if match is None or group.total is None or _parts(group):
        return
    value = _value(match["n"])
    if value is not None and value <= group.total:
        setattr(group, match["a"], value)
        _extend(text, group, match.end())


def _all(text: str, group: ParticipantGroup, context: _Context) -> None:
    """`All of the 15 mayors who met were men`."""
    match = _pattern("all_of").match(context.right)
    if (
        match is not None
        and group.total is not None
        and not _parts(group)
        and _pattern("all_lead").search(context.left)
    ):
        setattr(group, match["a"], group.total)
        _extend(text, group, match.end())


def _two_sexes(text: str, group: ParticipantGroup, context: _Context) -> None:
    """`32 women and girls`: the number says nothing of either."""
    parts = _parts(group)
    match = _pattern("two_sexes").match(context.right)
    if match is not None and len(parts) == 1 and group.total in parts.values():
        for sex in parts:
            setattr(group, sex, None)
        _extend(text, group, match.end())


def _kin(text: str, group: ParticipantGroup, context: _Context) -> None:
    """`24 mothers and 12 fathers` are 36 people."""
    match = _pattern("kin").match(context.right)
    value = _value(match["n"]) if match is not None else None
    if match is None or value is None or group.total is None:
        return
    own = "men" if group.evidence.split()[-1].lower() in _data()["kin_men"] else "women"
    parts = _parts(group) or {own: group.total}
    other = "men" if match["a"] in _data()["kin_men"] else "women"
    if len(parts) == 1 and other not in parts and group.total in parts.values():
        for sex, number in {**parts, other: value}.items():
            setattr(group, sex, number)
        group.total, group.total_is_sum = group.total + value, True
        _extend(text, group, match.end())


def _plan(text: str, group: ParticipantGroup, context: _Context) -> None:
    """Planned by the main verb or by "were to", but not where they took part and will do something later."""
    if _pattern("to_come").match(context.right) or _pattern("main_plan").search(context.left):
        group.planned = True
    elif group.planned and _pattern("later_clause").match(context.right):
        before = _pattern("done_before").search(context.left)
        group.planned = not (before or _pattern("done_after").match(context.right))


_RULES: Final[tuple[Callable[[str, ParticipantGroup, _Context], None], ...]] = (
    _split, _part, _all, _two_sexes, _kin, _plan,
)  # fmt: skip


def _elided(text: str, group: ParticipantGroup, context: _Context) -> ParticipantGroup | None:
    """The group whose noun is told with the next number: `12 and 14 officers from Osh and Batken`."""
    match = _pattern("elided").search(context.left)
    if match is None or group.total is None or _pattern("not_elided").search(context.left):
        return None
    value = _value(match["n"])
    if value is None or value < 2 or " from " not in context.right[:8] + context.right:
        return None
    start = context.start + match.start()
    return group.model_copy(
        update={
            "total": value, "women": None, "men": None, "girls": None, "boys": None,
            "start": start, "evidence": text[start : group.end],
        }
    )  # fmt: skip


def _extend(text: str, group: ParticipantGroup, length: int) -> None:
    group.end += length
    group.evidence = text[group.start : group.end]


def is_another(words: list[str], number: int, after: int) -> bool:
    """Whether the sentence ``words`` with the count at ``number`` to ``after`` speaks of another event."""
    left, right = " ".join(words[:number]), " ".join(words[after:])
    return _pattern("another").search(left) is not None or _pattern("as_well").search(right) is not None
