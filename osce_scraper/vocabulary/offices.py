"""Names of offices to offices; the data are in ``offices.toml``."""

import datetime as dt
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cache, lru_cache
from typing import Any

from osce_scraper.vocabulary.countries import countries
from osce_scraper.vocabulary.data import VocabularyError, read, translations
from osce_scraper.vocabulary.spelling import name_key


class OfficeKind(StrEnum):
    """What sort of office it is."""

    ORGANIZATION = "organization"
    CHAIR = "chair"
    SECRETARIAT = "secretariat"
    SECRETARY_GENERAL = "secretary_general"
    DEPARTMENT = "department"
    INSTITUTION = "institution"
    PARLIAMENTARY_ASSEMBLY = "parliamentary_assembly"
    COURT = "court"
    BODY = "body"
    FIELD_OPERATION = "field_operation"
    PROGRAMME = "programme"
    FORMAT = "format"
    REPRESENTATIVE = "representative"
    PARTNERS = "partners"


@dataclass(frozen=True, slots=True)
class DatedName:
    """A name an office bore from ``start`` to ``end`` (both days included; None where not known)."""

    name: str
    start: dt.date | None = None
    end: dt.date | None = None

    def valid_on(self, day: dt.date) -> bool:
        """Whether the office bore this name on ``day``."""
        return (self.start is None or self.start <= day) and (self.end is None or day <= self.end)


@dataclass(frozen=True, slots=True)
class Office:
    """An office with one identity through all its names."""

    id: str
    name: str
    kind: OfficeKind
    names: tuple[DatedName, ...] = ()
    aliases: tuple[str, ...] = ()
    country: str | None = None
    seat: str | None = None
    part_of: str | None = None
    opened: dt.date | None = None
    closed: dt.date | None = None
    predecessors: tuple[str, ...] = ()
    successors: tuple[str, ...] = ()
    menu: str | None = None
    sections: tuple[str, ...] = ()
    translations: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    comment: str | None = None

    def name_on(self, day: dt.date) -> str:
        """The name it bore on ``day``; today's where no dated name covers that day."""
        return next((dated.name for dated in self.names if dated.valid_on(day)), self.name)


@dataclass(frozen=True, slots=True)
class _Claim:
    """An office's claim to a name: always, or only between two days."""

    office: Office
    dated: DatedName | None


_Claims = tuple[_Claim, ...]

#: The longest name that can be one; longer texts are not looked up.
_LONGEST = 250
_ABBREVIATION = re.compile(r"^(.*\S) ?\(([^()]{1,16})\)$")
_YEAR = re.compile(r"[12]\d{3}$")
_CHAIR_HOLDERS = frozenset(["chairperson", "chairman", "chairwoman"])
#: The chair's identity, which is also the folded form of its name.
_CHAIR = "chairpersonship"
#: Words for the office that the chairing State holds, as behind its name: "the Swiss Chairmanship".
_CHAIRS = frozenset(
    ["chairmanship", "chairpersonship", "chair", "chairmanship in office", "chairpersonship in office"]
)


def _office(entry: dict[str, Any], successors: dict[str, list[str]]) -> Office:
    names = tuple(DatedName(n["name"], n.get("from"), n.get("until")) for n in entry.get("names", ()))
    return Office(
        id=entry["id"],
        name=entry["name"],
        kind=OfficeKind(entry["kind"]),
        names=names,
        aliases=tuple(entry.get("aliases", ())),
        country=entry.get("country"),
        seat=entry.get("seat"),
        part_of=entry.get("part_of"),
        opened=entry.get("opened"),
        closed=entry.get("closed"),
        predecessors=tuple(entry.get("predecessors", ())),
        successors=tuple(successors.get(entry["id"], ())),
        menu=entry.get("menu"),
        sections=tuple(entry.get("sections", ())),
        translations=translations(entry),
        comment=entry.get("comment"),
    )


@cache
def offices() -> Mapping[str, Office]:
    """Every office of the vocabulary by its id, in the order of the file."""
    entries = read("offices.toml")["office"]
    successors: dict[str, list[str]] = {}
    for entry in entries:
        for predecessor in entry.get("predecessors", ()):
            successors.setdefault(predecessor, []).append(entry["id"])
    found = {entry["id"]: _office(entry, successors) for entry in entries}
    if len(found) != len(entries):
        raise VocabularyError("offices.toml gives one id to two offices")
    return found


def _claims_of(office: Office) -> Iterable[tuple[str, _Claim]]:
    always = _Claim(office, None)
    dated_names = {name_key(dated.name) for dated in office.names if dated.start or dated.end}
    for dated in office.names:
        yield dated.name, _Claim(office, dated if dated.start or dated.end else None)
    if name_key(office.name) not in dated_names:
        yield office.name, always
    for name in office.aliases:
        yield name, always
    for names in office.translations.values():
        for name in names:
            yield name, always


@cache
def _claims() -> dict[str, _Claims]:
    claims: dict[str, list[_Claim]] = {}
    for office in offices().values():
        for name, claim in _claims_of(office):
            claims.setdefault(name_key(name), []).append(claim)
    for key, several in claims.items():
        _check(key, several)
    return {key: tuple(several) for key, several in claims.items()}


@cache
def _states() -> frozenset[str]:
    """Folded names of countries and words for their people: "finland", "finlands", "finnish"."""
    return frozenset(
        name_key(spelled)
        for country in countries().values()
        for spelled in (country.name, f"{country.name}s", *country.aliases, *country.people)
    )


def _check(key: str, claims: Sequence[_Claim]) -> None:
    """Raises ``VocabularyError`` where two offices claim one name on the same day."""
    for at, one in enumerate(claims):
        for other in claims[at + 1 :]:
            if one.office.id == other.office.id:
                continue
            if one.dated is None or other.dated is None or _overlap(one.dated, other.dated):
                raise VocabularyError(
                    f"offices.toml gives the name {key!r} to {one.office.id} and {other.office.id} on the "
                    "same day: give both dated names, or take it from one"
                )


def _overlap(one: DatedName, other: DatedName) -> bool:
    starts = max(one.start or dt.date.min, other.start or dt.date.min)
    ends = min(one.end or dt.date.max, other.end or dt.date.max)
    return starts <= ends


@lru_cache(maxsize=4096)
def _claims_to(name: str) -> _Claims:
    claims = _claims()
    key = name_key(name)
    found = claims.get(key)
    if found is not None:
        return found
    if _is_chair(key):
        return claims[_CHAIR]
    return _without_abbreviation(name.strip()) if name.rstrip().endswith(")") else ()


def _is_chair(key: str) -> bool:
    """Whether ``key`` is the chair with its year or its State.

    "finnish chairpersonship 2025", "2025 chairpersonship", "chairmanship of austria".
    """
    if "chair" not in key:
        return False
    words = [word for word in key.split() if not _YEAR.match(word)]
    at = next((index for index, word in enumerate(words) if word.startswith("chair")), None)
    if at is None:
        return False
    behind = at + 3 if words[at + 1 : at + 3] == ["in", "office"] else at + 1
    before, after = words[:at], words[behind:]
    if after[:1] == ["of"]:
        after = after[1:]
    known = words[at] in _CHAIR_HOLDERS or " ".join(words[at:behind]) in _CHAIRS
    return known and not (before and after) and " ".join(before or after) in _states() | {""}


def _without_abbreviation(name: str) -> _Claims:
    """Claims to "Name" in "Name (ABBR)", unless the abbreviation is another office's."""
    parts = _ABBREVIATION.match(name)
    if parts is None:
        return ()
    claims = _claims()
    found = claims.get(name_key(parts[1]), ())
    other = claims.get(name_key(parts[2]), ())
    if other and {claim.office.id for claim in found} != {claim.office.id for claim in other}:
        return ()
    return found


def find_office(name: str, on: dt.date | None = None) -> Office | None:
    """The office that ``name`` means, on the day ``on`` where two offices bore it at different times.

    What does not count is told in ``spelling.name_key``; beyond that a name has to be one of the
    vocabulary's, never a similar one. A name that only one office ever bore is found on any day, since
    listings put today's names on old items. A name of two offices is found only with a day on which one of
    them bore it.
    """
    if len(name) > _LONGEST:
        return None
    claims = _claims_to(name)
    if not claims:
        return None
    first = claims[0].office
    if all(claim.office is first for claim in claims):
        return first
    if on is None:
        return None
    for claim in claims:
        if claim.dated is not None and claim.dated.valid_on(on):
            return claim.office
    return None


@cache
def _sections() -> dict[str, Office]:
    sections: dict[str, Office] = {}
    for office in offices().values():
        for section in office.sections:
            known = sections.setdefault(section, office)
            if known is not office:
                raise VocabularyError(f"offices.toml gives the section {section!r} to two offices")
    return sections


def office_of_section(section: str) -> Office | None:
    """The office whose addresses begin with the path segment ``section`` ("georgia-closed"); None if unknown.

    The section of an address is decoration and not always the issuer: use it as a hint only.
    """
    return _sections().get(section.lower())
