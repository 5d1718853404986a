"""The page that started the project, in the form that text extractors leave."""

from pathlib import Path

import pytest

from osce_scraper import MenuEntry, NewsItem, extract_menus, extract_news
from osce_scraper.records import IssuedOnSource, ItemType, Teaser

SEED = Path(__file__).parents[3] / "shared" / "seed" / "osce-secretariat-531680.txt"
URL = "https://www.osce.org/secretariat/531680"


@pytest.fixture(scope="module")
def text() -> str:
    """The text of the page."""
    if not SEED.exists():
        pytest.skip(f"the seed page is not there: {SEED.name} lies in shared/seed beside the project")
    return SEED.read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def item(text: str) -> NewsItem:
    """Its record."""
    return extract_news(text, URL)


@pytest.fixture(scope="module")
def menus(text: str) -> list[MenuEntry]:
    """Its menu."""
    return extract_menus(text, URL)


def test_it_is_a_news_item(item: NewsItem) -> None:
    assert (item.id, item.story_id, item.type) == ("531680-en", "531680", ItemType.NEWS_ITEM)
    assert item.title.startswith("Raising awareness of Intelligence-led Policing approaches")
    assert item.source.layout == "text"


def test_lead_and_body_are_told_from_the_menu(item: NewsItem) -> None:
    assert len(item.body) == 5
    assert item.lead == item.body[0]
    assert item.body[0].startswith("On 16 November")
    assert item.body[4].endswith("funded by Germany.")


def test_the_labels_are_read(item: NewsItem) -> None:
    assert [(issuer.name, issuer.id) for issuer in item.issuers] == [("OSCE Secretariat", "secretariat")]
    assert [(field.name, field.id) for field in item.fields_of_work] == [("Policing", "policing")]


def test_the_empty_date_is_null_and_flagged(item: NewsItem) -> None:
    assert item.issued_on is None
    assert item.issued_on_source is None
    assert "issued_on_missing" in [problem.code for problem in item.problems]


def test_the_teaser_gives_the_date_that_the_page_lacks(text: str) -> None:
    hints = Teaser.model_validate({"url": URL, "issued_on": "2022-11-17"})
    item = extract_news(text, URL, hints=hints)
    assert item.issued_on_source is IssuedOnSource.TEASER
    assert item.event is not None
    assert str(item.event.start) == str(item.event.end) == "2022-11-16"


def test_one_woman_and_fourteen_men_took_part(item: NewsItem) -> None:
    (group,) = item.participants.groups
    assert (group.total, group.women, group.men, group.total_is_sum) == (15, 1, 14, True)
    assert "(one woman, 14 men)" in group.evidence
    assert item.body[group.paragraph][group.start : group.end] == group.evidence


def test_quote_project_and_funder(item: NewsItem) -> None:
    (quote,) = item.quotes
    assert quote.speaker == "Sascha Strupp"
    assert quote.role == "Senior Programme and Analysis Officer and ILP Project Manager with the OSCE/TNTD"
    assert item.project is not None
    assert item.project.extrabudgetary
    assert [(funder.name, funder.iso2) for funder in item.funders] == [("Germany", "DE")]


@pytest.mark.parametrize(
    ("path", "number"),
    [
        (["Our work", "Fields of work"], 23),
        (["Countries", "Participating States"], 57),
        (["Structures and institutions", "Secretariat"], 12),
    ],
)
def test_the_menu_is_rebuilt_from_its_text(menus: list[MenuEntry], path: list[str], number: int) -> None:
    assert sum(entry.path[:-1] == path for entry in menus) == number


def test_the_menu_has_the_twelve_field_operations(menus: list[MenuEntry]) -> None:
    below = [
        entry for entry in menus if entry.path[:-1] == ["Structures and institutions", "Field operations"]
    ]
    assert len([entry for entry in below if entry.kind == "office"]) == 12
    assert [entry.label for entry in below if entry.kind is None] == ["Closed field activities"]


def test_every_entry_of_the_menu_has_its_place(menus: list[MenuEntry]) -> None:
    by_id = {entry.id: entry for entry in menus}
    assert len(by_id) == len(menus)
    for entry in menus:
        assert entry.level == len(entry.path)
        assert entry.path[-1] == entry.label
        if entry.parent_id is not None:
            assert by_id[entry.parent_id].path == entry.path[:-1]
