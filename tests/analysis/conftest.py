"""A data directory as two nights of harvesting leave it: published files and the store."""

import datetime as dt
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from osce_scraper.records import (
    Country,
    CountrySource,
    FieldOfWork,
    Funder,
    Issuer,
    NewsItem,
    ParticipantGroup,
    Participants,
    Quote,
    Scope,
)
from osce_scraper.store import Store, publish
from tests.store.records import menu_entry, news_item

FIRST_NIGHT = dt.datetime(2026, 11, 2, 2, 0, tzinfo=dt.UTC)
SECOND_NIGHT = FIRST_NIGHT + dt.timedelta(days=1)


def group(
    total: int | None, women: int | None = None, men: int | None = None, **more: Any
) -> ParticipantGroup:
    """A group of the first paragraph, as extraction makes it."""
    return ParticipantGroup(
        evidence="O", paragraph=0, start=0, end=1, total=total, women=women, men=men, **more
    )


def participants(*groups: ParticipantGroup) -> Participants:
    """The first group as the headline, and all of them."""
    first = groups[0]
    return Participants(
        total=first.total,
        women=first.women,
        men=first.men,
        girls=first.girls,
        boys=first.boys,
        qualifier=first.qualifier,
        groups=list(groups),
    )


def items() -> list[NewsItem]:
    """Four items: one with much in it, one in another language, one without a date, one with markup."""
    return [
        news_item(
            1,
            participants=participants(group(30, 12, 18), group(400, scope=Scope.CUMULATIVE)),
            fields_of_work=[
                FieldOfWork(name="Policing", id="policing"),
                FieldOfWork(name="Youth", id="youth"),
            ],
            countries=[Country(name="Kosovo", iso2="XK", source=CountrySource.TITLE)],
            funders=[Funder(evidence="O", paragraph=0, start=0, end=1, name="Germany", iso2="DE")],
            quotes=[Quote(evidence="O", paragraph=0, start=0, end=1, text="It works.", speaker="A. Name")],
        ),
        news_item(
            1,
            "ru",
            title="Курс в долине завершён",
            participants=participants(group(30, 12, 18)),
            issued_on=dt.date(2026, 10, 21),
        ),
        news_item(2, issued_on=None, participants=participants(group(25, 20, None))),
        news_item(
            3,
            title='=HYPERLINK("http://127.0.0.1") <script>alert(1)</script>',
            issuers=[Issuer(name="A desk nobody knows")],
            issued_on=dt.date(2025, 3, 4),
        ),
    ]


class Harvested(NamedTuple):
    """A data directory and what was kept in it."""

    directory: Path
    items: list[NewsItem]

    @property
    def store_url(self) -> str:
        """The store's address."""
        return f"sqlite:///{self.directory / 'osce.sqlite'}"


@pytest.fixture
def harvested(tmp_path: Path) -> Harvested:
    """Four items and a menu, of which one got another title in the second night."""
    directory = tmp_path / "data"
    directory.mkdir()
    kept = items()
    with Store(f"sqlite:///{directory / 'osce.sqlite'}") as store:
        first = store.start_run("harvest", {}, FIRST_NIGHT)
        for item in kept:
            store.save(item, FIRST_NIGHT, first)
        store.save_menu("www.osce.org", [menu_entry("About us")], FIRST_NIGHT, first)
        store.finish_run(first, FIRST_NIGHT, outcome="finished", counts={})
        second = store.start_run("harvest", {}, SECOND_NIGHT)
        kept[2] = kept[2].model_copy(update={"title": "A better title"})
        store.save(kept[2], SECOND_NIGHT, second)
        store.finish_run(second, SECOND_NIGHT, outcome="finished", counts={})
        publish(store, directory, SECOND_NIGHT)
    return Harvested(directory, kept)
