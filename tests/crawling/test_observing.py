"""What is compared of a record: with the accepted one, and with its teaser."""

import datetime as dt
from pathlib import Path

import pytest

from osce_scraper.crawling.observing import Observer, normalised
from osce_scraper.records import FieldOfWork, IssuedOnSource, Issuer, NewsItem, Teaser
from osce_scraper.stats import Observation
from osce_scraper.store import Store
from tests.store.records import news_item

NOW = dt.datetime(2026, 11, 2, 2, tzinfo=dt.UTC)
DAY = dt.date(2026, 9, 14)


def observed(tmp_path: Path, before: NewsItem, now: NewsItem, teaser: Teaser | None = None) -> Observation:
    """The observation of ``now`` where ``before`` is accepted."""
    with Store(f"sqlite:///{tmp_path / 'osce.sqlite'}") as store:
        run = store.start_run("harvest", {}, NOW)
        store.save(before, NOW, run)
        store.finish_run(run, NOW, outcome="finished", counts={})
        store.start_run("harvest", {}, NOW)
        return Observer(store).observe(now, "sample", teaser, {})


def item(**fields: object) -> NewsItem:
    """A record with all fields that matter here."""
    return news_item(
        **{
            "title": "A “course” ends",
            "issued_on": DAY,
            "issued_on_source": IssuedOnSource.TIME,
            "issuers": [Issuer(name="OSCE Mission to Skopje", id="skopje")],
            "fields_of_work": [FieldOfWork(name="Policing", id="policing")],
            "body": ["The lead of it.", "A second paragraph that is long enough to be one, as it has to be."],
            "lead": "The lead of it.",
            **fields,
        }
    )


@pytest.mark.parametrize(
    "fields",
    [
        {},
        {"title": 'A "course"  ends'},
        {"issuers": [Issuer(name="OSCE Mission to Skopje (closed)", id="skopje")]},
        {"images": [{"url": "https://cdn.example.org/1.jpg"}]},
        {"updated_on": DAY},
    ],
)
def test_what_is_no_change(tmp_path: Path, fields: dict[str, object]) -> None:
    seen = observed(tmp_path, item(), item(**fields))
    assert (seen.compared, seen.changed, seen.lost, seen.added) == (True, [], [], [])


@pytest.mark.parametrize(
    ("fields", "changed", "lost"),
    [
        ({"title": "Newsroom"}, ["title"], []),
        ({"issued_on": dt.date(2025, 1, 1)}, ["issued_on"], []),
        ({"issued_on": None}, ["issued_on"], ["issued_on"]),
        ({"issuers": []}, ["issuers"], ["issuers"]),
        ({"body": ["The lead of it."]}, ["text"], ["text"]),
    ],
)
def test_what_changed_and_what_was_lost(
    tmp_path: Path, fields: dict[str, object], changed: list[str], lost: list[str]
) -> None:
    seen = observed(tmp_path, item(), item(**fields))
    assert (seen.changed, seen.lost) == (changed, lost)


def test_one_name_in_the_place_of_another(tmp_path: Path) -> None:
    renamed = observed(tmp_path, item(), item(issuers=[Issuer(name="OSCE Office in Skopje")]))
    assert list(renamed.swaps) == ["issuers"]


def test_a_paragraph_that_was_not_there(tmp_path: Path) -> None:
    notice = "We use cookies to give you the best experience of our site."
    seen = observed(tmp_path, item(), item(body=[*item().body, notice]))
    assert len(seen.added) == 1
    assert seen.changed == ["text"]


@pytest.mark.parametrize(
    ("title", "day", "agrees"),
    [
        ("A 'course' ends", DAY, {"title": True, "date": True}),
        ("A course e...", DAY, {"title": True, "date": True}),
        ("A course", DAY, {"title": False, "date": True}),
        ("Another one", dt.date(2026, 9, 15), {"title": False, "date": False}),
        (None, None, {}),
    ],
)
def test_page_and_teaser(
    tmp_path: Path, title: str | None, day: dt.date | None, agrees: dict[str, bool]
) -> None:
    teaser = Teaser(url="https://www.osce.org/a/531680", title=title, issued_on=day)
    assert observed(tmp_path, item(), item(), teaser).agrees == agrees


def test_a_later_date_that_the_listing_announces_and_an_earlier_one(tmp_path: Path) -> None:
    for days, announced in ((3, ["issued_on"]), (-3, [])):
        day = DAY + dt.timedelta(days=days)
        teaser = Teaser(url="https://www.osce.org/a/531680", title=None, issued_on=day)
        seen = observed(tmp_path, item(), item(issued_on=day), teaser)
        assert seen.announced == announced
        assert seen.changed == ([] if announced else ["issued_on"])


@pytest.mark.parametrize(
    ("kept", "collapsed"),
    [
        ((), True),
        (("title",), False),
        (("body", "lead"), False),
        (("issued_on",), False),
        (("issuers",), False),
    ],
)
def test_a_page_that_lost_all_that_its_item_had(
    tmp_path: Path, kept: tuple[str, ...], collapsed: bool
) -> None:
    other = {
        "title": "Checking your browser",
        "issued_on": None,
        "issuers": [],
        "fields_of_work": [],
        "lead": "Please wait while we check that you are no robot of any kind.",
        "body": ["Please wait while we check that you are no robot of any kind."],
    }
    now = item(**{name: value for name, value in other.items() if name not in kept})
    assert observed(tmp_path, item(), now).collapsed is collapsed


def test_what_another_version_of_this_program_read_is_not_compared(tmp_path: Path) -> None:
    old = item()
    old.source.extractor_version = "0.0.1"
    assert not observed(tmp_path, old, item(title="Newsroom")).compared


def test_normalised_text_has_no_case_quotes_or_kinds_of_dash() -> None:
    assert normalised("The “New” – Office’s  Day") == normalised("the 'new' - office's day")
