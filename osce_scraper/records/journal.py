"""The lines beside the news: what changed, what was refused, what a run did."""

from enum import StrEnum
from typing import Annotated, Any

from pydantic import Field

from osce_scraper.records.base import Record, Text, UtcDatetime
from osce_scraper.records.news import ArchiveLink


class ChangeKind(StrEnum):
    """What happened to an item."""

    ADDED = "added"
    CHANGED = "changed"
    WITHDRAWN = "withdrawn"
    RETURNED = "returned"


class FieldChange(Record):
    """A field's value before and after."""

    old: Any = Field(description="Value before, as JSON; null when there was none.")
    new: Any = Field(description="Value after, as JSON; null when there is none.")


class ChangeEntry(Record):
    """One line of the log of changes. Lines are only ever added to it."""

    seq: int = Field(ge=1, description="Place in the log, from 1, without gaps.")
    at: UtcDatetime = Field(description="When the harvest noticed; never earlier than the line before.")
    id: Text = Field(description="Item, such as 531680-en.")
    change: ChangeKind = Field(description="added, changed, withdrawn or returned.")
    revision: int = Field(ge=1, description="Number of the item's revision after the change.")
    fields: dict[str, FieldChange] = Field(
        default_factory=dict, description="Fields whose content changed; empty for added and withdrawn."
    )
    run: int | None = Field(default=None, ge=1, description="Run that noticed.")


class QuarantineEntry(Record):
    """A page that could not become a record, and why."""

    id: Text = Field(description="Identity of the item where it is known, else the address.")
    identity: Text | None = Field(default=None, description="Item, such as 531680-en; null when unknown.")
    url: Text = Field(description="Address of the page.")
    reason: Text = Field(description="Why it was refused.")
    field: Text | None = Field(default=None, description="Field that could not be filled.")
    text: Text | None = Field(default=None, description="The offending text, cut to its beginning.")
    archive: ArchiveLink | None = Field(default=None, description="The archived response.")
    first_refused: UtcDatetime = Field(description="When it was refused for the first time.")
    last_refused: UtcDatetime = Field(description="When it was refused last.")
    run: int | None = Field(default=None, ge=1, description="Run that refused it last.")


class MonitorStatus(StrEnum):
    """How normal a monitor found a run."""

    GREEN = "green"
    YELLOW = "yellow"
    RED = "red"


class MonitorResult(Record):
    """What one monitor found."""

    monitor: Text = Field(description="Name of the monitor, such as fill/issued_on.")
    status: MonitorStatus = Field(
        description="green; yellow tells; red holds the run's data back from publication."
    )
    value: float | None = Field(
        default=None, description="What was measured; null when there was nothing to."
    )
    bound: float | None = Field(default=None, description="Where it turns from usual to noticed.")
    origin: Text = Field(description="Where the bound comes from: built in, or how many earlier runs.")
    message: Text = Field(description="What was seen, in words.")
    look_at: Text | None = Field(default=None, description="What to look at; null when nothing need be.")


class RunEntry(Record):
    """What one run did."""

    run: int = Field(ge=1, description="Number of the run.")
    command: Text = Field(description="What was run, such as harvest.")
    arguments: dict[str, Any] = Field(default_factory=dict, description="Its arguments.")
    started_at: UtcDatetime = Field(description="When it began.")
    finished_at: UtcDatetime | None = Field(default=None, description="When it ended; null while it runs.")
    seconds: float | None = Field(default=None, ge=0, description="How long it took.")
    outcome: Text | None = Field(
        default=None, description="How it ended, such as finished; interrupted when it was killed."
    )
    counts: dict[str, int] = Field(default_factory=dict, description="What was counted.")
    monitors: list[Annotated[MonitorResult | dict[str, Any], Field(union_mode="left_to_right")]] = Field(
        default_factory=list,
        description="What each monitor found; beside that, differences of the menus from the known ones.",
    )
    versions: dict[str, str] = Field(default_factory=dict, description="Versions of the software.")
