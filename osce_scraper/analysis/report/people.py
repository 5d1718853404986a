"""Participants by sex: what the items state, and how many of them state anything at all.

A story is counted once, whatever the number of its language versions. Only the headline count of an item is
used, so that no group is counted with its parts. Women and men are compared in stories that state a number
for both; a story that names one sex only says nothing about the other, and one without a count is no zero.
"""

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from osce_scraper.analysis.lines import RawRecord

_FEMALE = ("women", "girls")
_MALE = ("men", "boys")


class Stated(NamedTuple):
    """What a story states of its participants; null is what it does not."""

    total: int | None
    women: int | None
    men: int | None
    girls: int | None
    boys: int | None

    @property
    def female(self) -> int | None:
        """Women and girls together; null when neither is stated."""
        return _sum(self.women, self.girls)

    @property
    def male(self) -> int | None:
        """Men and boys together; null when neither is stated."""
        return _sum(self.men, self.boys)

    @property
    def anything(self) -> bool:
        """Whether any number is stated."""
        return any(number is not None for number in self)

    @property
    def split(self) -> bool:
        """Whether a number is stated for both sexes."""
        return self.female is not None and self.male is not None


def _sum(*numbers: int | None) -> int | None:
    known = [number for number in numbers if number is not None]
    return sum(known) if known else None


@dataclass(slots=True)
class Split:
    """Sums over stories, each with the number of stories that it comes from."""

    stories: int = 0
    counted: int = 0
    """Stories that state any number of participants."""
    split: int = 0
    """Stories that state a number for both sexes; the sums of both come from these alone."""
    one_sex: int = 0
    """Stories that state a number for one sex only."""
    people: int = 0
    """Participants in the stories that state a total."""
    with_total: int = 0
    women: int = 0
    men: int = 0
    girls: int = 0
    boys: int = 0
    female_alone: int = 0
    """Women and girls in stories that state no number of men or boys."""
    male_alone: int = 0

    def add(self, stated: Stated) -> None:
        """Count one story."""
        self.stories += 1
        self.counted += stated.anything
        if stated.total is not None:
            self.with_total += 1
            self.people += stated.total
        if stated.split:
            self.split += 1
            for name in (*_FEMALE, *_MALE):
                setattr(self, name, getattr(self, name) + (getattr(stated, name) or 0))
        elif stated.female is not None or stated.male is not None:
            self.one_sex += 1
            self.female_alone += stated.female or 0
            self.male_alone += stated.male or 0

    @property
    def female(self) -> int:
        """Women and girls in stories that state both."""
        return self.women + self.girls

    @property
    def male(self) -> int:
        """Men and boys in stories that state both."""
        return self.men + self.boys

    @property
    def share(self) -> float | None:
        """Share of women and girls in those; null when there are none."""
        both = self.female + self.male
        return self.female / both if both else None


@dataclass(frozen=True, slots=True)
class Story:
    """The version of a story that states most, English before others."""

    stated: Stated
    month: str | None
    issuers: tuple[Hashable, ...]
    fields: tuple[Hashable, ...]
    rank: tuple[bool, bool, bool]


@dataclass(slots=True)
class Stories:
    """Every story once."""

    kept: dict[str, Story] = field(default_factory=dict)

    def add(self, record: RawRecord, issuers: Iterable[Hashable], fields: Iterable[Hashable]) -> None:
        """Take a version of a story; it stays if it states more than the version before."""
        said = record["participants"]
        stated = Stated(said["total"], said["women"], said["men"], said["girls"], said["boys"])
        rank = (stated.split, stated.anything, record["language"] == "en")
        before = self.kept.get(record["story_id"])
        if before is None or rank > before.rank:
            issued_on = record["issued_on"]
            month = issued_on[:7] if issued_on else None
            self.kept[record["story_id"]] = Story(stated, month, tuple(issuers), tuple(fields), rank)

    def all(self) -> Split:
        """All stories."""
        return self._by(lambda story: (None,)).get(None, Split())

    def by_month(self) -> dict[str | None, Split]:
        """By month of issue, such as 2026-10; without a date, under null."""
        return self._by(lambda story: (story.month,))  # type: ignore[return-value]

    def by_issuer(self) -> dict[Hashable, Split]:
        """By each of the issuers."""
        return self._by(lambda story: story.issuers)

    def by_field(self) -> dict[Hashable, Split]:
        """By each of the fields of work."""
        return self._by(lambda story: story.fields)

    def _by(self, keys: Callable[[Story], tuple[Hashable, ...]]) -> dict[Hashable, Split]:
        found: defaultdict[Hashable, Split] = defaultdict(Split)
        for story, key in _each(self.kept.values(), keys):
            found[key].add(story.stated)
        return dict(found)


def _each(
    stories: Iterable[Story], keys: Callable[[Story], tuple[Hashable, ...]]
) -> Iterator[tuple[Story, Hashable]]:
    for story in stories:
        for key in keys(story):
            yield story, key


def added_up(splits: Iterable[Split]) -> Split:
    """The sum of several."""
    total = Split()
    for split in splits:
        for name in Split.__slots__:
            setattr(total, name, getattr(total, name) + getattr(split, name))
    return total
