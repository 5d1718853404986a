"""What a record holds, counted for the monitors: which fields are filled, by layout and language."""

import re
from collections import Counter
from typing import Final

from osce_scraper.facts.participants import covers
from osce_scraper.records import ItemType, NewsItem

#: Kinds of item that report activities with participants.
_WITH_PEOPLE: Final = frozenset((ItemType.NEWS_ITEM, ItemType.PRESS_RELEASE))
_NAME_PROBLEMS: Final = frozenset(("issuer_unknown", "field_of_work_unknown"))
#: A plain sign that a text counts people, made without the grammar of participants: it is their witness.
#: It need not be right, for what is judged is how often it and the grammar agree, compared with before.
#: Numbers in words are left to the grammar: looking for them takes ten times as long.
_PEOPLE: Final = re.compile(
    r"(?<![\w.,])\d{1,3}(?:[, \u00a0]\d{3})?(?: [\w-]+){0,3} (?:people|persons|women|men|girls|boys|children|"
    r"youth|students|pupils|officers|officials|police|judges|members|guards|staff|experts|parents|mayors|"
    r"[a-z]{3,}(?:ers|ors|ists|ants|ents|ians|ees|tives)|"
    r"(?:участник|представител|сотрудник|журналист|студент|женщин|мужчин|человек|судь|прокурор|слушател|офицер|"
    r"эксперт|учител)\w*)\b"
)


def fill_counts(item: NewsItem, *, is_new: bool) -> Counter[str]:
    """Numbers to add up over a run: ``read/<layout>/<language>``, ``filled/<field>/<layout>/<language>``,
    both again as ``new/...`` and ``filled_new/...`` for items never kept before; ``people_named`` and
    ``people_found``; ``unknown_named``.
    """
    where = f"{item.source.layout}/{item.language}"
    filled = {
        "text": len(item.body) > 1,
        "lead": item.lead is not None,
        "issued_on": item.issued_on is not None,
        "issuers": bool(item.issuers),
        "fields_of_work": bool(item.fields_of_work),
        "countries": bool(item.countries),
        "images": bool(item.images),
        "participants": bool(item.participants.groups),
    }
    counts: Counter[str] = Counter({f"read/{where}": 1})
    counts.update({f"filled/{name}/{where}": 1 for name, there in filled.items() if there})
    if is_new:
        counts[f"new/{where}"] = 1
        counts.update({f"filled_new/{name}/{where}": 1 for name, there in filled.items() if there})
    if item.type in _WITH_PEOPLE and covers(item.language) and any(map(_PEOPLE.search, item.body)):
        counts["people_named"] = 1
        if item.participants.groups:
            counts["people_found"] = 1
    if any(problem.code in _NAME_PROBLEMS for problem in item.problems):
        counts["unknown_named"] = 1
    return counts
