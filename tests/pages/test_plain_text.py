"""Plain texts of pages, as text extractors leave them: menus, long titles, marks of pictures."""

import pytest

from osce_scraper.pages import NotANewsPage, extract_news
from osce_scraper.records import ItemType

URL = "https://www.osce.org/secretariat/700900"
MENU = ["Our work", "Fields of work", "Arms control", "Border management", "Policing", "Youth", "Elections"]
PROSE = (
    "The OSCE Centre opened a path for fish along the weir on 3 May 2016 while forty pupils counted aloud."
)


def text(*lines: str) -> str:
    return "\n".join(lines)


@pytest.mark.parametrize("mark", ["", "- "])
def test_a_menu_alone_is_no_item(mark: str) -> None:
    with pytest.raises(NotANewsPage, match="title"):
        extract_news(text(*(mark + label for label in MENU)), URL)


@pytest.mark.parametrize("mark", ["", "- ", "* "])
def test_a_menu_before_the_article_is_no_part_of_it(mark: str) -> None:
    item = extract_news(text(*(mark + label for label in MENU), "A weir learns to let go", PROSE), URL)
    assert (item.title, item.body) == ("A weir learns to let go", [PROSE])


@pytest.mark.parametrize(
    "title",
    [
        "The OSCE Centre helps the river guards of the northern districts to become ready for the ice.",
        "Statement on the seventh round of talks on the shared use of the upper river, held in the hall"
        " of a small town whose name both delegations spell in their own way, and on the plans for the eighth"
        " round, which will follow in the autumn",
    ],
    ids=["ends like a sentence", "longer than a paragraph"],
)
def test_the_first_line_is_the_title_however_long(title: str) -> None:
    item = extract_news(text(title, PROSE, "They will count again next year, when the ice has gone."), URL)
    assert item.title == title
    assert item.lead == PROSE


def test_the_name_of_an_office_above_the_title_is_not_the_title() -> None:
    item = extract_news(
        text("OSCE Mission to Skopje", "A weir learns to let go", "SKOPJE, 3 May 2016", PROSE), URL
    )
    assert item.title == "A weir learns to let go"
    assert str(item.issued_on) == "2016-05-03"


def test_many_fields_in_one_line_are_fields_and_no_paragraph() -> None:
    fields = [
        "Arms control", "Border management", "Combating trafficking in human beings", "Countering terrorism",
        "Conflict prevention and resolution", "Democratization", "Economic activities", "Education",
        "Elections", "Environmental activities", "Gender equality", "Good governance",
    ]  # fmt: skip
    lines = text(
        "News Item", "A weir learns to let go", "It did so in May, and slowly, as weirs mostly do.",
        "Issued by:", "OSCE Secretariat", "Fields of work:", ", ".join(fields), PROSE,
    )  # fmt: skip
    item = extract_news(lines, URL)
    assert [field.name for field in item.fields_of_work] == fields
    assert len(item.body) == 2


@pytest.mark.parametrize(
    "mark", ["![](https://www.osce.org/files/f/a.jpg?1)", "<image>data:image/png;base64,AAAA</image>"]
)
def test_the_mark_of_a_picture_is_no_paragraph(mark: str) -> None:
    item = extract_news(text("A weir learns to let go", mark, PROSE), URL)
    assert item.body == [PROSE]


def test_an_empty_label_of_an_event_is_no_paragraph() -> None:
    item = extract_news(text("River days in the upper valley", "Organized by", PROSE), URL)
    assert (item.type, item.body) == (ItemType.EVENT, [PROSE])


def test_an_event_has_its_time_place_and_organizer() -> None:
    lines = text(
        "River days in the upper valley", "When", "21 May 2007 (All day) - 23 May 2007 (All day)", "Where",
        "Town hall, Khorog", "Organized by", "OSCE Centre in Dushanbe", PROSE,
    )  # fmt: skip
    event = extract_news(lines, URL).event
    assert event is not None
    assert (str(event.start), str(event.end)) == ("2007-05-21", "2007-05-23")
    assert (event.place, event.organizer) == ("Town hall, Khorog", "OSCE Centre in Dushanbe")


def test_a_city_behind_a_place_label_is_no_country() -> None:
    item = extract_news(text("News Item", "A weir learns to let go", "Place: Vienna/Valletta", PROSE), URL)
    assert item.countries == []
