"""Names of offices to offices: the registry of one organization, read from its ``offices.toml``."""

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cache, cached_property, lru_cache
from typing import Any, Self

from osce_scraper.vocabulary.countries import countries
from osce_scraper.vocabulary.data import VocabularyError, translations
from osce_scraper.vocabulary.spelling import NO_NAMES, OwnNames, name_key


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
    of_states: tuple[str, ...] = ()
    """Words for an office that States hold in turn, as beside a State's name: "the Swiss Chairmanship"."""
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


def _office(entry: Mapping[str, Any], successors: Mapping[str, list[str]]) -> Office:
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
        of_states=tuple(entry.get("of_states", ())),
        comment=entry.get("comment"),
    )


class Offices(Mapping[str, Office]):
    """Every office of an organization by its id, in the order of the file, and who bears which name."""

    def __init__(self, offices: Iterable[Office], own: OwnNames = NO_NAMES) -> None:
        self._offices = {office.id: office for office in offices}
        self.own = own
        self._claims_to = lru_cache(maxsize=4096)(self._look_up)

    @classmethod
    def of(cls, entries: Sequence[Mapping[str, Any]], own: OwnNames = NO_NAMES) -> Self:
        """The registry that the ``office`` tables of a file make.

        Raises ``VocabularyError`` when two offices have one id, one name on the same day, or one section.
        """
        successors: dict[str, list[str]] = {}
        for entry in entries:
            for predecessor in entry.get("predecessors", ()):
                successors.setdefault(predecessor, []).append(entry["id"])
        offices = [_office(entry, successors) for entry in entries]
        registry = cls(offices, own)
        if len(registry) != len(offices):
            ids = [office.id for office in offices]
            twice = next(identity for identity in ids if ids.count(identity) > 1)
            raise VocabularyError(f"the id {twice!r} is given to two offices")
        return registry

    def __getitem__(self, identity: str) -> Office:
        return self._offices[identity]

    def __iter__(self) -> Iterator[str]:
        return iter(self._offices)

    def __len__(self) -> int:
        return len(self._offices)

    def find(self, name: str, on: dt.date | None = None) -> Office | None:
        """The office that ``name`` means, on the day ``on`` where two offices bore it at different times.

        What does not count is told in ``spelling.name_key``; beyond that a name has to be one of the
        registry's, never a similar one. A name that only one office ever bore is found on any day, since
        listings put today's names on old items. A name of two offices is found only with a day on which one
        of them bore it.
        """
        if len(name) > _LONGEST:
            return None
        claims = self._claims_to(name)
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

    def of_section(self, section: str) -> Office | None:
        """The office whose addresses begin with the path segment ``section`` ("georgia-closed"), if any.

        The section of an address is decoration and not always the issuer: use it as a hint only.
        """
        return self._sections.get(section.lower())

    def check(self) -> None:
        """Raise ``VocabularyError`` where two offices claim one name on the same day, or one section."""
        assert self._claims is not None
        assert self._sections is not None

    @cached_property
    def _claims(self) -> dict[str, _Claims]:
        claims: dict[str, list[_Claim]] = {}
        for office in self.values():
            for name, claim in self._claims_of(office):
                claims.setdefault(name_key(name, self.own), []).append(claim)
        for key, several in claims.items():
            _check(key, several)
        return {key: tuple(several) for key, several in claims.items()}

    def _claims_of(self, office: Office) -> Iterable[tuple[str, _Claim]]:
        always = _Claim(office, None)
        dated_names = {name_key(dated.name, self.own) for dated in office.names if dated.start or dated.end}
        for dated in office.names:
            yield dated.name, _Claim(office, dated if dated.start or dated.end else None)
        if name_key(office.name, self.own) not in dated_names:
            yield office.name, always
        for name in office.aliases:
            yield name, always
        for names in office.translations.values():
            for name in names:
                yield name, always

    @cached_property
    def _sections(self) -> dict[str, Office]:
        sections: dict[str, Office] = {}
        for office in self.values():
            for section in office.sections:
                known = sections.setdefault(section, office)
                if known is not office:
                    raise VocabularyError(
                        f"the section {section!r} is given to two offices, {known.id} and {office.id}"
                    )
        return sections

    @cached_property
    def _held_by_states(self) -> tuple[Office, ...]:
        return tuple(office for office in self.values() if office.of_states)

    def _look_up(self, name: str) -> _Claims:
        key = name_key(name, self.own)
        found = self._claims.get(key)
        if found is not None:
            return found
        for office in self._held_by_states:
            if _is_held_by_a_state(key, office.of_states):
                return (_Claim(office, None),)
        return self._without_abbreviation(name.strip()) if name.rstrip().endswith(")") else ()

    def _without_abbreviation(self, name: str) -> _Claims:
        """Claims to "Name" in "Name (ABBR)", unless the abbreviation is another office's."""
        parts = _ABBREVIATION.match(name)
        if parts is None:
            return ()
        found = self._claims.get(name_key(parts[1], self.own), ())
        other = self._claims.get(name_key(parts[2], self.own), ())
        if other and {claim.office.id for claim in found} != {claim.office.id for claim in other}:
            return ()
        return found


@cache
def _states() -> frozenset[str]:
    """Folded names of countries and words for their people: "finland", "finlands", "finnish"."""
    return frozenset(
        name_key(spelled)
        for country in countries().values()
        for spelled in (country.name, f"{country.name}s", *country.aliases, *country.people)
    )


def _check(key: str, claims: Sequence[_Claim]) -> None:
    for at, one in enumerate(claims):
        for other in claims[at + 1 :]:
            if one.office.id == other.office.id:
                continue
            if one.dated is None or other.dated is None or _overlap(one.dated, other.dated):
                raise VocabularyError(
                    f"the name {key!r} is given to {one.office.id} and {other.office.id} on the "
                    "same day: give both dated names, or take it from one"
                )


def _overlap(one: DatedName, other: DatedName) -> bool:
    starts = max(one.start or dt.date.min, other.start or dt.date.min)
    ends = min(one.end or dt.date.max, other.end or dt.date.max)
    return starts <= ends


def _is_held_by_a_state(key: str, words: Sequence[str]) -> bool:
    """Whether ``key`` is one of ``words``, folded, with its year or its State.

    "finnish chairpersonship 2025", "2025 chairpersonship", "chairmanship of austria".
    """
    kept = " ".join(word for word in key.split() if not _YEAR.match(word))
    for word in sorted(words, key=len, reverse=True):
        before, found, after = f" {kept} ".partition(f" {word} ")
        if found:
            before, after = before.strip(), f"{after} ".removeprefix("of ").strip()
            return not (before and after) and (before or after) in _states() | {""}
    return False
