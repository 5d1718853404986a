"""Counts of people who took part: the groups a text states and the headline drawn from them.

The rules of what counts are in docs/participants.md.
"""

from enum import StrEnum

from pydantic import Field

from osce_scraper.records.base import Record, Span, Text


class Qualifier(StrEnum):
    """How exactly the text states the total."""

    EXACT = "exact"
    APPROXIMATE = "approximate"
    AT_LEAST = "at_least"
    AT_MOST = "at_most"


class Scope(StrEnum):
    """Whether a count is of one event or adds up several events or a period."""

    EVENT = "event"
    CUMULATIVE = "cumulative"


class ParticipantGroup(Span):
    """A stated number of people who took part in the activity that the item reports."""

    total: int | None = Field(default=None, ge=0, description="People in the group, as stated.")
    women: int | None = Field(default=None, ge=0, description="Women in the group, as stated.")
    men: int | None = Field(default=None, ge=0, description="Men in the group, as stated.")
    girls: int | None = Field(default=None, ge=0, description="Girls in the group, as stated.")
    boys: int | None = Field(default=None, ge=0, description="Boys in the group, as stated.")
    women_percent: float | None = Field(
        default=None, ge=0, le=100, description="Share of women in per cent, where the text states a share."
    )
    range: tuple[int, int] | None = Field(
        default=None,
        description="Lower and upper bound where the text states a range; then there is no total.",
    )
    qualifier: Qualifier = Field(
        default=Qualifier.EXACT,
        description="Whether the total is exact, approximate (some, around), at least (more than) or "
        "at most (up to).",
    )
    scope: Scope = Field(
        default=Scope.EVENT,
        description="event, or cumulative where the count sums several events or a period.",
    )
    planned: bool = Field(default=False, description="True for people expected, requested or still to come.")
    subset: bool = Field(
        default=False,
        description="True for a part of a group already counted that is not a split by sex.",
    )
    who: Text | None = Field(default=None, description="Who they are, as the text calls them.")
    total_is_sum: bool = Field(
        default=False,
        description="True where the text states parts by sex and no total: the total is their sum.",
    )


class Participants(Record):
    """The headline count of an item and every group found in it."""

    total: int | None = Field(default=None, ge=0, description="Total of the headline group.")
    women: int | None = Field(default=None, ge=0, description="Women in the headline group.")
    men: int | None = Field(default=None, ge=0, description="Men in the headline group.")
    girls: int | None = Field(default=None, ge=0, description="Girls in the headline group.")
    boys: int | None = Field(default=None, ge=0, description="Boys in the headline group.")
    qualifier: Qualifier | None = Field(default=None, description="Qualifier of the headline group's total.")
    groups: list[ParticipantGroup] = Field(
        default_factory=list, description="Every group found, in the order of the text."
    )
