"""Which known items are read again every night: a few, drawn over languages, years, layouts and offices."""

import json
import random
from collections import Counter, defaultdict
from collections.abc import Mapping
from typing import Final

from sqlalchemy import Connection, Text, cast, func, select

from osce_scraper.store.tables import addresses, items, quarantine

#: Items looked at more closely for each one that is drawn.
_CANDIDATES: Final = 15


def draw(connection: Connection, size: int, seed: int) -> list[str]:
    """``size`` identities of items that answered last time; the same for the same ``seed`` and store.

    Each next one is of the kind that is there least so far, so that rare kinds are looked at too.
    """
    if size <= 0:
        return []
    chance = random.Random(seed)  # noqa: S311 - nothing is kept secret by it
    candidates = _spread(_known(connection), size * _CANDIDATES, chance)
    kinds = _kinds(connection, candidates)
    drawn: list[str] = []
    there: Counter[tuple[str, str]] = Counter()
    left = [identity for identity in candidates if identity in kinds]
    while left and len(drawn) < size:
        best = min(left, key=lambda identity: sum(there[kind] for kind in kinds[identity]))
        left.remove(best)
        drawn.append(best)
        there.update(kinds[best])
    return drawn


def _known(connection: Connection) -> dict[tuple[str, str | None], list[str]]:
    """Identities of sound items by language and year."""
    refused = select(quarantine.c.id).where(quarantine.c.id == items.c.id, quarantine.c.resolved_at.is_(None))
    statement = (
        select(items.c.id, items.c.language, func.substr(cast(items.c.issued_on, Text), 1, 4).label("year"))
        .join(addresses, addresses.c.identity == items.c.id)
        .where(
            items.c.withdrawn_at.is_(None),
            addresses.c.times_gone == 0,
            addresses.c.failures == 0,
            ~refused.exists(),
        )
        .order_by(items.c.id)
    )
    groups: dict[tuple[str, str | None], list[str]] = defaultdict(list)
    for row in connection.execute(statement):
        groups[row.language, row.year].append(row.id)
    return groups


def _spread(
    groups: Mapping[tuple[str, str | None], list[str]], number: int, chance: random.Random
) -> list[str]:
    """``number`` of all, half of them drawn evenly over the groups, half over the items; in a mixed order."""
    everything = [identity for group in groups.values() for identity in group]
    if len(everything) <= number:
        chance.shuffle(everything)
        return everything
    drawn = set(chance.sample(everything, number // 2))
    order = list(groups.values())
    while len(drawn) < number:
        drawn.add(chance.choice(chance.choice(order)))
    mixed = sorted(drawn)
    chance.shuffle(mixed)
    return mixed


def _kinds(connection: Connection, identities: list[str]) -> dict[str, list[tuple[str, str]]]:
    """Of each item its language, year, layout and first office."""
    statement = select(items.c.id, items.c.language, items.c.issued_on, items.c.content, items.c.source)
    kinds = {}
    for row in connection.execute(statement.where(items.c.id.in_(identities))):
        issuers = json.loads(row.content)["issuers"]
        kinds[row.id] = [
            ("language", row.language),
            ("year", str(row.issued_on)[:4]),
            ("layout", json.loads(row.source)["layout"]),
            ("office", issuers[0]["name"] if issuers else ""),
        ]
    return kinds
