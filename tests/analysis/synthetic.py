"""A data directory of any size: made-up items over twenty years, as the site's mix of offices and layouts is.

``python -m tests.analysis.synthetic 35000 DIRECTORY`` writes one to look at.
"""

import datetime as dt
import json
import random
import sys
from pathlib import Path
from typing import Any

from osce_scraper.records import (
    Country,
    CountrySource,
    FieldOfWork,
    Issuer,
    MonitorResult,
    MonitorStatus,
    Problem,
    QuarantineEntry,
    RunEntry,
)
from osce_scraper.sites import load_site
from osce_scraper.vocabulary import countries
from tests.analysis.conftest import group, participants
from tests.store.records import news_item, source

OSCE = load_site()

NOW = dt.datetime(2026, 11, 3, 2, 0, tzinfo=dt.UTC)
_FIRST = dt.date(2004, 1, 5)
_KINDS = ["news_item"] * 6 + ["press_release"] * 3 + ["statement", "daily_report", "spot_report", "story"]
_TOPICS = (
    "a course on road safety",
    "a round table on media freedom",
    "an exercise for border police",
    "a visit",
)
_PROBLEMS = ("issued_on_conflict", "issuer_unknown", "language_not_covered", "lead_missing")


def items(number: int, seed: int = 4) -> list[dict[str, Any]]:
    """``number`` records of news by the order of publishing: date of issue, then identity."""
    chance = random.Random(seed)
    desks = [office for office in OSCE.offices.values() if office.kind][:40]
    fields = list(OSCE.fields.values())[:16]
    places = [*countries().values()]
    days = (dt.date(2026, 11, 2) - _FIRST).days
    made = []
    for place in range(number):
        day = _FIRST + dt.timedelta(days=days * place // max(number, 1))
        desk = chance.choice(desks[: 6 + place % 34])
        country = (
            next(one for one in places if one.iso2 == "XK") if place % 11 == 0 else chance.choice(places)
        )
        made.append(
            news_item(
                100_000 + place,
                "ru" if place % 17 == 3 else "en",
                type=chance.choice(_KINDS),
                title=f"{desk.name} holds {chance.choice(_TOPICS)} in {country.name}, number {place}",
                issued_on=None if place % 301 == 7 else day,
                issued_on_source=None
                if place % 301 == 7
                else chance.choice(["time_label", "label", "dateline"]),
                issuers=[Issuer(name=desk.name, id=desk.id, kind=desk.kind)],
                fields_of_work=[
                    FieldOfWork(name=field.name, id=field.id)
                    for field in chance.sample(fields, chance.choice([0, 1, 1, 2]))
                ],
                countries=[Country(name=country.name, iso2=country.iso2, source=CountrySource.TITLE)],
                participants=_people(chance),
                problems=[Problem(code=chance.choice(_PROBLEMS))] if chance.random() < 0.08 else [],
                source=source(
                    layout="newsroom" if day.year < 2008 else "drupal6" if day.year < 2025 else "drupal11"
                ),
                last_seen=NOW,
            ).to_dict()
        )
    return made


def _people(chance: random.Random) -> Any:
    what = chance.random()
    if what < 0.6:
        return participants(group(None)).model_copy(update={"groups": [], "qualifier": None})
    total = chance.randint(8, 120)
    women = round(total * chance.uniform(0.1, 0.8))
    if what < 0.8:
        return participants(group(total))
    if what < 0.85:
        return participants(group(total, women))
    return participants(group(total, women, total - women))


def runs(number: int = 4) -> list[dict[str, Any]]:
    """Runs of successive nights, the last with one yellow and one red monitor."""
    made = []
    for run in range(1, number + 1):
        began = NOW - dt.timedelta(days=number - run)
        states = [MonitorStatus.GREEN] * 5
        if run == number:
            states = [*states, MonitorStatus.YELLOW, MonitorStatus.RED]
        made.append(
            RunEntry(
                run=run,
                command="harvest",
                started_at=began,
                finished_at=began + dt.timedelta(minutes=4),
                seconds=240,
                outcome="held_back" if run == number else "finished",
                counts={"requests": 40 + run, "stored/added": run, "stored/changed": 0},
                monitors=[
                    MonitorResult(
                        monitor=f"fill/field_{place}",
                        status=state,
                        origin="built in",
                        message=f"Was {state}.",
                    )
                    for place, state in enumerate(states)
                ],
            ).to_dict()
        )
    return made


def refused(number: int = 3) -> list[dict[str, Any]]:
    """Refused pages."""
    return [
        QuarantineEntry(
            id=f"{900_000 + place}-en",
            identity=f"{900_000 + place}-en",
            url=f"https://www.osce.org/secretariat/{900_000 + place}",
            reason="no_title",
            field="title",
            first_refused=NOW,
            last_refused=NOW,
        ).to_dict()
        for place in range(number)
    ]


def write(directory: Path, number: int) -> Path:
    """Write a data directory of ``number`` items, and return it."""
    directory.mkdir(parents=True, exist_ok=True)
    for name, records in (("news", items(number)), ("runs", runs()), ("quarantine", refused())):
        with (directory / f"{name}.jsonl").open("w", encoding="utf-8") as file:
            file.writelines(json.dumps(record, ensure_ascii=False) + "\n" for record in records)
    return directory


if __name__ == "__main__":
    write(Path(sys.argv[2]), int(sys.argv[1]))
