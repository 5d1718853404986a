"""What of a record is content: the part whose change makes a revision."""

import json
from hashlib import sha256
from typing import Any

from pydantic import ValidationError

from osce_scraper.records import NewsItem

#: Filled in by the store, so never content.
CLOCK_FIELDS = frozenset({"revision", "first_seen", "last_seen", "last_changed", "withdrawn_at"})
#: Neither where and when it was read, nor by which schema, nor the store's own clock fields are content.
NOT_CONTENT = CLOCK_FIELDS | {"source", "schema_version"}


def content_of(item: NewsItem) -> str:
    """The content of ``item`` as JSON, its keys in the order of the model."""
    return item.model_dump_json(exclude=set(NOT_CONTENT))


def digest_of(content: str) -> str:
    """SHA-256 of content as :func:`content_of` gives it, hexadecimal."""
    return sha256(content.encode()).hexdigest()


def record_of(content: str, source: str) -> NewsItem:
    """The record that content and source (both JSON) make up, by the model of today.

    Raises ``pydantic.ValidationError`` when the model of today does not take it.
    """
    return NewsItem.model_validate_json(f'{content[:-1]},"source":{source}}}')


def changed_fields(old: str, new: str, source: str) -> dict[str, dict[str, Any]]:
    """The top-level fields in which two contents differ, as ``{name: {"old": ..., "new": ...}}``.

    A field that the model gained since ``old`` was stored, and that still has its default, is no change.
    ``source`` is that of the old record, as JSON.
    """
    try:
        before = json.loads(content_of(record_of(old, source)))
    except ValidationError:
        # Stored by a model so different that the plain values are all there is to compare.
        before = json.loads(old)
    after = json.loads(new)
    names = [*after, *(name for name in before if name not in after)]
    return {
        name: {"old": before.get(name), "new": after.get(name)}
        for name in names
        if before.get(name) != after.get(name)
    }


def undo(content: str, fields: dict[str, dict[str, Any]]) -> str:
    """The content as it was before a change of ``fields``."""
    values = json.loads(content)
    for name, change in fields.items():
        values[name] = change["old"]
    return json.dumps(values, ensure_ascii=False)
