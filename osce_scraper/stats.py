"""What a run counts, typed: written by ``crawling``, kept by the store, read by ``monitors``.

Imports records alone. The flat numbers of ``runs.jsonl`` are made of it by :meth:`RunStats.flat`.
"""

import datetime as dt
from collections import Counter
from collections.abc import Iterator, Mapping
from hashlib import sha256
from typing import Any, Final, Self

from pydantic import BaseModel, ConfigDict, Field

#: Most pages of a run whose observations are kept; of more, a part that is drawn by identity.
MOST_OBSERVATIONS: Final = 400


class _Stats(BaseModel):
    model_config = ConfigDict(extra="ignore")


class SourceStats(_Stats):
    """What one walk over a listing or sitemap came to; ``None`` where nothing was seen."""

    outcome: str | None = None
    unread: bool = Field(default=False, description="As it was before, so that it was not read.")
    broken_off: bool = Field(default=False, description="Gave no answer in the middle of the walk.")
    shown: int | None = Field(default=None, description="Teasers.")
    distinct: int | None = Field(default=None, description="Different items among them.")
    stated: int | None = Field(default=None, description="Items that the listing says it has.")
    newest: dt.date | None = Field(default=None, description="Newest date of a teaser.")
    listed: int | None = Field(default=None, description="Items of a walk that came to its end.")
    pages: int | None = Field(default=None, description="Pages of a walk that came to its end.")
    linked_pages: int | None = Field(default=None, description="Pages that the pager names.")


class MenuStats(_Stats):
    """What was read of the menus; ``below`` has the entries directly below each heading, by site."""

    entries: int = 0
    stored: int = 0
    not_modified: int = 0
    failed: int = 0
    differences: Counter[str] = Counter()
    below: dict[str, dict[str, int]] = {}


class SecondLooks(_Stats):
    """Answers that are no news: the address gave the same when it was asked before."""

    gone: int = 0
    failed: int = 0
    quarantined: int = 0


class Observation(_Stats):
    """What monitors need of one record that was read, without its text: values are short digests."""

    id: str
    reason: str = Field(description="Why it was fetched: new, sample, schedule, ...")
    layout: str
    language: str
    type: str
    section: str = ""
    issued_on: dt.date | None = None
    filled: list[str] = Field(default=[], description="Fields that have a value.")
    values: dict[str, str] = Field(default={}, description="Digests of values, by field.")
    paragraphs: list[str] = Field(default=[], description="Digests of the paragraphs that are no short line.")
    length: int = Field(default=0, description="Characters of the text.")
    people: list[int] = Field(default=[], description="Women and men of the headline count, both stated.")
    agrees: dict[str, bool] = Field(
        default={}, description="Whether page and teaser say the same of title and date; both must say it."
    )
    problems: list[str] = Field(default=[], description="Codes of the record's problems.")
    strategies: dict[str, str] = Field(default={}, description="What gave each field.")
    unknown: list[str] = Field(default=[], description="Names that the vocabulary lacks.")
    duplicate: bool = Field(default=False, description="Another record says the same.")
    people_named: bool = Field(default=False, description="The text plainly names a number of people.")
    compared: bool = Field(default=False, description="There is an accepted record of the same version.")
    changed: list[str] = Field(default=[], description="Fields that differ from the accepted record.")
    announced: list[str] = Field(
        default=[],
        description="Fields that differ from it as the listing, too, says now; not in ``changed``.",
    )
    lost: list[str] = Field(default=[], description="Fields that the accepted record has and this one lacks.")
    collapsed: bool = Field(
        default=False, description="It lost what it was filed under and its text: no page of this item."
    )
    swaps: dict[str, str] = Field(
        default={}, description="By field, digest of the one name that took another's place."
    )
    added: list[str] = Field(default=[], description="Digests of paragraphs that the accepted record lacks.")


class RunStats(_Stats):
    """The numbers of one run. A new kind of number is a new field here."""

    requests: int = 0
    archived: int = 0
    fetched: int = Field(default=0, description="Pages of items that came.")
    not_modified: int = Field(default=0, description="Items that are as they were (304).")
    unchanged: Counter[str] = Field(
        default=Counter(), description="304s of items that were due by age alone, by language."
    )
    gone: int = 0
    withdrawn: int = 0
    failed: int = 0
    quarantined: int = 0
    again: SecondLooks = SecondLooks()
    became_another: int = 0
    failures: int = 0
    items: int | None = Field(default=None, description="Current items of the store after the run.")
    ended_at_limit: bool = False
    listing_pages: int = 0
    found: Counter[str] = Counter()
    stored: Counter[str] = Counter()
    skipped: Counter[str] = Counter()
    refused: Counter[str] = Counter()
    retry_after_seconds: int = 0
    sources: Counter[str] = Field(default=Counter(), description="Sources by outcome.")
    source: dict[str, SourceStats] = Field(default={}, description="Each source, by its path.")
    menus: MenuStats = MenuStats()
    layout: Counter[str] = Counter()
    field: dict[str, Counter[str]] = Field(default={}, description="What gave each field, by strategy.")
    miss: Counter[str] = Field(default=Counter(), description="Selectors that found too little.")
    problem: Counter[str] = Counter()
    read: int = Field(default=0, description="Records read.")
    observations: list[Observation] = []

    def of_source(self, path: str) -> SourceStats:
        """The numbers of the source at ``path``, made when they are missing."""
        return self.source.setdefault(path, SourceStats())

    def observe(self, seen: Observation) -> None:
        """Keep an observation; of a run with very many, those whose identities have the lowest digests."""
        self.read += 1
        self.observations.append(seen)
        if len(self.observations) >= 2 * MOST_OBSERVATIONS:
            self.thin_out()

    def thin_out(self) -> None:
        """Leave at most ``MOST_OBSERVATIONS`` observations, drawn evenly."""
        self.observations.sort(key=lambda one: sha256(one.id.encode()).digest())
        del self.observations[MOST_OBSERVATIONS:]

    def flat(self) -> dict[str, int]:
        """All plain numbers that are not zero, by name: ``fetched``, ``found/new``, ``source/news/shown``."""
        return dict(_flat(self.model_dump(exclude={"observations"}), ""))

    def to_json(self) -> str:
        """As the store keeps it."""
        self.thin_out()
        return self.model_dump_json(exclude_defaults=True)

    @classmethod
    def from_json(cls, text: str) -> Self:
        """What :meth:`to_json` wrote; unknown keys of another version are left out."""
        return cls.model_validate_json(text)


def digest(text: str) -> str:
    """A short digest of a value."""
    return sha256(text.encode()).hexdigest()[:10]


def _flat(values: Mapping[str, Any], prefix: str) -> Iterator[tuple[str, int]]:
    for name, value in values.items():
        if isinstance(value, Mapping):
            yield from _flat(value, f"{prefix}{name}/")
        elif isinstance(value, int) and value:
            yield f"{prefix}{name}", int(value)
        elif name == "outcome" and value:
            yield f"{prefix}{value}", 1
