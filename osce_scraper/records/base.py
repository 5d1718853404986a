"""What all records share: strictness, JSON lines, text that is never empty, times in UTC."""

from datetime import UTC, datetime
from typing import Annotated, Any, Self

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints

#: Version of the published records, by semantic versioning: a new optional field raises the minor
#: number, a removed, renamed or re-typed one the major number.
SCHEMA_VERSION = "1.0.0"

#: Text that says something: unknown is ``None``, never an empty string.
Text = Annotated[str, StringConstraints(min_length=1)]


def _utc(moment: datetime) -> datetime:
    if moment.tzinfo is None:
        raise ValueError("a time needs its zone: give it in UTC")
    return moment.astimezone(UTC)


#: A moment in UTC, written with ``Z``.
UtcDatetime = Annotated[datetime, AfterValidator(_utc)]


class Record(BaseModel):
    """Base of everything that is published.

    Unknown keys are refused, assignment is validated, and a record is written as one JSON line with its
    keys in the order of the model.
    """

    model_config = ConfigDict(
        extra="forbid",
        validate_assignment=True,
        ser_json_inf_nan="null",
        # A published line carries every key, so the schema asks for every key.
        json_schema_serialization_defaults_required=True,
    )

    def to_json_line(self) -> str:
        """The record as one line of JSON, without the newline; non-ASCII text as it is."""
        return self.model_dump_json()

    @classmethod
    def from_json_line(cls, line: str | bytes) -> Self:
        """The record that ``line`` (one JSON object) holds.

        Raises ``pydantic.ValidationError`` when the line is not such a record.
        """
        return cls.model_validate_json(line)

    def to_dict(self) -> dict[str, Any]:
        """The record as plain JSON-ready values (dates as ISO strings)."""
        return self.model_dump(mode="json")


class Span(Record):
    """Where a fact stands in the body: ``body[paragraph][start:end] == evidence``, always."""

    evidence: Text = Field(description="The words that carry the fact, as they stand in the text.")
    paragraph: int = Field(
        default=0,
        ge=0,
        description="Index of the body paragraph that holds the evidence; 0 for a text given alone.",
    )
    start: int = Field(ge=0, description="Offset of the evidence's first character in its paragraph.")
    end: int = Field(gt=0, description="Offset behind the evidence's last character in its paragraph.")
