"""What a record holds, counted for the monitors: which fields are filled, by layout and language."""

import re
from collections import Counter
from typing import Final

from osce_scraper.records import ItemType, NewsItem

#: Kinds of item that report activities with participants.
_WITH_PEOPLE: Final = frozenset((ItemType.NEWS_ITEM, ItemType.PRESS_RELEASE))
#: Group of the items that were never kept before.
NEW: Final = "new"
_NAME_PROBLEMS: Final = frozenset(("issuer_unknown", "field_of_work_unknown"))
_NUMBER: Final = (
    r"(?:\d{1,3}(?:,\d{3})?|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|"
    r"(?:thir|four|fif|six|seven|eigh|nine)teen|(?:twen|thir|for|fif|six|seven|eigh|nine)ty)"
)
#: A plain sign that a text counts people, made without the grammar of participants: it is their witness.
_PEOPLE: Final = re.compile(
    rf"\b{_NUMBER}(?: [a-z-]+){{0,2}} (?:participants|trainees|attendees|officers|students|teachers|judges|"
    r"prosecutors|journalists|representatives|experts)\b"
    r"|\b\d{1,3} (?:участник|представител|сотрудник|журналист|студент)",
    re.IGNORECASE,
)


def fill_counts(item: NewsItem, *, is_new: bool) -> Counter[str]:
    """Numbers to add up over a run: ``read/<layout>/<language>``, ``filled/<field>/<layout>/<language>``,
    both again with ``new`` in place of layout and language for items never kept before; ``people_named`` and
    ``people_found``; ``unknown_named``.
    """
    where = f"{item.source.layout}/{item.language}"
    filled = {
        "text": len(item.body) > 1,
        "issued_on": item.issued_on is not None,
        "issuers": bool(item.issuers),
        "fields_of_work": bool(item.fields_of_work),
        "participants": bool(item.participants.groups),
    }
    counts: Counter[str] = Counter()
    for group in (where, NEW) if is_new else (where,):
        counts[f"read/{group}"] = 1
        counts.update({f"filled/{name}/{group}": 1 for name, there in filled.items() if there})
    if item.type in _WITH_PEOPLE and any(_PEOPLE.search(paragraph) for paragraph in item.body):
        counts["people_named"] = 1
        if item.participants.groups:
            counts["people_found"] = 1
    if any(problem.code in _NAME_PROBLEMS for problem in item.problems):
        counts["unknown_named"] = 1
    return counts
