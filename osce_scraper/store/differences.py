"""What a batch would change, counted, with examples."""

import json
from collections import Counter
from typing import Any, TypedDict

from sqlalchemy import Connection, func, select

from osce_scraper.records import ChangeKind
from osce_scraper.store.tables import STAGED, addresses, changes, items, menus, quarantine


class Differences(TypedDict, total=False):
    """What a batch would change; JSON-ready.

    ``items`` counts by kind of change (added, changed, withdrawn, returned), ``fields`` by field; ``menus``
    has the entries added, removed and changed of each site, ``refused`` the pages that gave no record, and
    ``addresses`` how many were found for the first time. Examples are an item with its title, or with the
    value before and after.
    """

    items: dict[str, int]
    item_examples: dict[str, list[dict[str, Any]]]
    fields: dict[str, int]
    field_examples: dict[str, list[dict[str, Any]]]
    menus: dict[str, dict[str, int]]
    menu_examples: dict[str, list[dict[str, Any]]]
    refused: int
    refused_examples: list[dict[str, Any]]
    addresses: int


def differences_of(connection: Connection, batch: int, *, examples: int) -> Differences:
    """What an undecided ``batch`` would change, with up to ``examples`` of each kind and field."""
    found = _items(connection, batch, examples)
    found.update(_menus(connection, batch, examples))
    refused = STAGED[quarantine]
    open_ones = (refused.c.batch == batch, refused.c.resolved_at.is_(None))
    before = (
        select(quarantine.c.id)
        .where(
            quarantine.c.id == refused.c.id,
            quarantine.c.resolved_at.is_(None),
            quarantine.c.times == refused.c.times,
        )
        .exists()
    )
    new = select(refused.c.id, refused.c.reason).where(*open_ones, ~before).order_by(refused.c.id)
    several = connection.execute(new).all()
    found["refused"] = len(several)
    found["refused_examples"] = [{"id": row.id, "reason": row.reason} for row in several[:examples]]
    address = STAGED[addresses]
    known = select(addresses.c.identity).where(addresses.c.identity == address.c.identity).exists()
    number = select(func.count()).select_from(address).where(address.c.batch == batch, ~known)
    found["addresses"] = int(connection.execute(number).scalar_one())
    return found


def _items(connection: Connection, batch: int, examples: int) -> Differences:
    log, item = STAGED[changes], STAGED[items]
    statement = (
        select(log.c.identity, log.c.change, log.c.fields, item.c.title)
        .join(item, (item.c.batch == log.c.batch) & (item.c.id == log.c.identity), isouter=True)
        .where(log.c.batch == batch)
        .order_by(log.c.seq)
    )
    kinds: Counter[str] = Counter()
    fields: Counter[str] = Counter()
    of_kind: dict[str, list[dict[str, Any]]] = {}
    of_field: dict[str, list[dict[str, Any]]] = {}
    for row in connection.execute(statement, execution_options={"yield_per": 200}):
        kinds[row.change] += 1
        shown = of_kind.setdefault(row.change, [])
        if len(shown) < examples:
            shown.append({"id": row.identity, "title": row.title})
        for name, change in json.loads(row.fields).items():
            fields[name] += 1
            told = of_field.setdefault(name, [])
            if len(told) < examples:
                told.append({"id": row.identity, "old": change["old"], "new": change["new"]})
    return {
        "items": {kind.value: kinds[kind] for kind in ChangeKind if kinds[kind]},
        "item_examples": of_kind,
        "fields": dict(fields.most_common()),
        "field_examples": of_field,
    }


def _menus(connection: Connection, batch: int, examples: int) -> Differences:
    staged = STAGED[menus]
    counts: dict[str, dict[str, int]] = {}
    shown: dict[str, list[dict[str, Any]]] = {}
    sites = select(staged.c.site).where(staged.c.batch == batch).distinct().order_by(staged.c.site)
    for site in list(connection.scalars(sites)):
        new = _entries(connection, staged, site, batch)
        old = _entries(connection, menus, site, None)
        came, went = new.keys() - old.keys(), old.keys() - new.keys()
        changed = {key for key in new.keys() & old.keys() if new[key] != old[key]}
        if not came | went | changed:
            continue
        counts[site] = {"added": len(came), "removed": len(went), "changed": len(changed)}
        shown[site] = [
            {"menu": menu, "id": entry, "old": old.get((menu, entry)), "new": new.get((menu, entry))}
            for menu, entry in sorted(came | went | changed)[:examples]
        ]
    return {"menus": counts, "menu_examples": shown}


def _entries(connection: Connection, table: Any, site: str, batch: int | None) -> dict[tuple[str, str], Any]:
    statement = select(table.c.menu, table.c.entry_id, table.c.content).where(table.c.site == site)
    if batch is not None:
        statement = statement.where(table.c.batch == batch)
    return {(row.menu, row.entry_id): json.loads(row.content) for row in connection.execute(statement)}
