"""JSON Schema of the published records."""

from typing import Any

from osce_scraper.records.base import Record


def json_schema(model: type[Record]) -> dict[str, Any]:
    """JSON Schema (draft 2020-12) of ``model``'s JSON form, every field required to be present.

    A published line always carries every key, so the schema asks for all of them.
    """
    schema = model.model_json_schema(mode="serialization")
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **schema}
