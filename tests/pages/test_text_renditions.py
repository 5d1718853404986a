"""Plain texts of pages as tools leave them: without a menu, wrapped by hand, with tooltips and calls."""

import pytest

from osce_scraper.pages import extract_news
from osce_scraper.pages.news import read_news
from osce_scraper.pages.plain import plain_text
from osce_scraper.records import ItemType, NewsItem

URL = "https://www.osce.org/node/700901"
TITLE = "Ferrymen of the lower delta learn first aid"
LEAD = "The OSCE Mission to Montenegro taught fourteen ferrymen how to revive a drowned person on 9 May 2024."
SECOND = "They will pass a test in June, and each boat will then carry a box with bandages and a whistle."
LABELS = ["- Issued on:", "- Issued by:", "- OSCE Mission to Montenegro", "- Fields of work:", "- Education"]


def read(*lines: str) -> NewsItem:
    return read_news("\n".join(lines) + "\n", URL, plain=True).item


# ------------------------------------------------------------------------------------- lists and menus


@pytest.mark.parametrize(
    "labels",
    [
        LABELS,
        ["- Issued on:", "- 10 May 2024", *LABELS[1:]],
        [*LABELS, "- Environment", "- Gender equality"],
        [label.removeprefix("- ") for label in LABELS],
        [
            "* Issued by:",
            "* OSCE Mission to Montenegro",
            "* Fields of work:",
            "* Education",
            "* Youth",
            "* Policing",
        ],
    ],
)
def test_labels_in_a_list_are_read_without_a_menu_above(labels: list[str]) -> None:
    item = read("News Item", TITLE, *labels, LEAD, SECOND)
    assert (item.title, item.type, item.body) == (TITLE, ItemType.NEWS_ITEM, [LEAD, SECOND])
    assert [issuer.name for issuer in item.issuers] == ["OSCE Mission to Montenegro"]
    assert item.fields_of_work[0].name == "Education"


@pytest.mark.parametrize(
    "points",
    [
        ["- knots", "- the recovery position", "- signals", "- night work", "- engines"],
        ["• ropes", "• engines", "• lights", "• charts", "• radios", "• tides", "• licences"],
        ["1. ropes", "2. engines", "3. lights", "4. charts", "5. radios", "6. tides"],
        ["- Elections", "- Policing", "- Education", "- Youth", "- Environment", "- Media freedom"],
        ["* ropes;", "* engines;", "* lights;", "* charts;", "* radios; and", "* tides."],
    ],
)
def test_a_list_of_short_points_is_text(points: list[str]) -> None:
    item = read(TITLE, LEAD, "The course covers:", *points, SECOND)
    assert item.title == TITLE
    assert item.lead == LEAD
    assert item.body[-1] == SECOND
    assert len(item.body) == len(points) + 3


MENU = ["Home", "About us", "Our work", "Elections", "Civil society", "Rule of law", "Hate crime", "News"]


@pytest.mark.parametrize(
    "above",
    [
        [f"- {label}" for label in MENU],
        MENU,
        ["Skip to main content", *(f"- {label}" for label in MENU)],
        [f"- {label}" for label in [*MENU, "Help desk", "Open data"]],
        [line for label in MENU for line in ("-", label)],
    ],
)
def test_a_menu_above_is_still_a_menu(above: list[str]) -> None:
    item = read(*above, "News Item", TITLE, *LABELS, LEAD, SECOND)
    assert (item.title, item.type, item.body) == (TITLE, ItemType.NEWS_ITEM, [LEAD, SECOND])


# ------------------------------------------------------------------------------ headings above the text


@pytest.mark.parametrize(
    "heading", ["About", "About the event", "A new skill", "Small boats, big rivers", "The delta"]
)
def test_a_heading_above_the_first_paragraph_is_not_the_lead(heading: str) -> None:
    for above in ([], ["SKOPJE 10 May 2024"], ["Issued by:", "OSCE Mission to Montenegro"]):
        item = read(TITLE, *above, heading, LEAD, SECOND)
        assert (item.title, item.body) == (TITLE, [LEAD, SECOND]), above


@pytest.mark.parametrize(
    "lead",
    [
        "Ferries stop.",
        "Why do ferrymen drown?",
        "Ferrymen of the whole delta, from the old port to the sea wall, now know what to do at once",
        "Dear colleagues,",
        "“We are all in one boat”",
    ],
)
def test_a_short_lead_is_kept(lead: str) -> None:
    assert read("News Item", TITLE, "Issued by: OSCE Mission to Montenegro", lead, SECOND).lead == lead


def test_a_heading_of_the_template_is_not_the_lead_of_an_event_page() -> None:
    for heading in ("About the event", "Описание", "Description"):
        page = (
            f"<html lang='en'><body><main><h1>{TITLE}</h1><div>Seminar</div>"
            "<div>Organized by: OSCE Mission to Serbia</div>"
            f"<div><h2>{heading}</h2><p>{LEAD}</p><p>{SECOND}</p></div></main></body></html>"
        )
        assert extract_news(page, URL).body == [LEAD, SECOND]


def test_a_heading_of_the_article_itself_stays() -> None:
    page = (
        f"<html lang='en'><body><main><h1>{TITLE}</h1><div>News Item</div>"
        f"<div><h2>What they learned</h2><p>{LEAD}</p><p>{SECOND}</p></div></main></body></html>"
    )
    assert extract_news(page, URL).body == ["What they learned", LEAD, SECOND]


@pytest.mark.parametrize(
    "organizer",
    [
        "OSCE Mission to Serbia",
        "Office of the Co-ordinator of OSCE Economic and Environmental Activities",
        "OSCE Mission to Serbia together with the Ministry of Transport of the Republic of Serbia, the union"
        " of ferrymen of the lower Danube, the harbour master of Novi Sad and the Red Cross of three towns",
        "OSCE Office for Democratic Institutions and Human Rights, with the Norwegian Centre for Human"
        " Rights, the Ministry of Justice of Montenegro and the bar associations of Podgorica, Bar and Kotor",
        "Transnational Threats Department / Border Security and Management Unit, the OSCE Mission to Serbia,"
        " the Ministry of the Interior of the Republic of Serbia and the International Organization for"
        " Migration",
    ],
)
def test_the_organizer_is_a_value_however_long(organizer: str) -> None:
    item = read(
        TITLE,
        "Seminar",
        "Date:",
        "Organized by:",
        organizer,
        "Source:",
        "OSCE Mission to Serbia",
        LEAD,
        SECOND,
    )
    assert item.body == [LEAD, SECOND]
    assert item.event is None or item.event.organizer == organizer


@pytest.mark.parametrize(
    "label", ["Organized by:", "Location:", "Issued by:", "Issued on:", "Fields of work:"]
)
def test_a_paragraph_right_behind_an_empty_label_is_text(label: str) -> None:
    long = f"{LEAD.removesuffix('.')}, and they took the test in the old port while their families looked on."
    item = read("News Item", TITLE, label, long, SECOND)
    assert item.body == [long, SECOND]


# -------------------------------------------------------------------------------------- calls to readers


@pytest.mark.parametrize(
    "call",
    [
        ["OSCE Impact", "Find more stories of how the OSCE helps people."],
        ["OSCE Impact"],
        ["Discover more about the work of the Mission on our website."],
        ["Stories of impact", "Read how the OSCE works with ferrymen, and what they say of it."],
        ["Subscribe to our newsletter for stories like this one."],
        ["Узнайте больше о нашей работе на сайте."],
    ],
)
def test_a_call_to_readers_behind_the_text_is_not_text(call: list[str]) -> None:
    assert read("Story", TITLE, LEAD, SECOND, *call).body == [LEAD, SECOND]


@pytest.mark.parametrize(
    "last",
    [
        "Find the wreck, they were told, and mark it on the chart.",
        "See that no child is left on the shore, says the new handbook of the union of ferrymen.",
        "“Learn to swim before you learn to steer,” said the oldest of them.",
        "Reading more stories of the river to children is what the library plans for the winter.",
        "Impact of the course will be measured in the autumn of this year.",
    ],
)
def test_a_last_sentence_is_text(last: str) -> None:
    assert read("Story", TITLE, LEAD, SECOND, last).body == [LEAD, SECOND, last]


# ---------------------------------------------------------------------------------------------- tooltips


@pytest.mark.parametrize(
    ("tooltip", "abbreviation"),
    [
        ("NGONGO\nnon-governmental organization", "NGO"),
        ("ODIHRODIHR\nOffice for Democratic Institutions and Human Rights", "ODIHR"),
        ("NGOsNGOs\nnon-governmental organizations", "NGOs"),
        ("SALWSALW small arms and light weapons", "SALW"),
        ("MoUMoU\nMemorandum of Understanding", "MoU"),
        ("ATUATU\nAction against Terrorism Unit", "ATU"),
        ("ОБСЕОБСЕ\nОрганизация по безопасности и сотрудничеству в Европе", "ОБСЕ"),
    ],
)
def test_the_tooltip_of_an_abbreviation_is_not_text(tooltip: str, abbreviation: str) -> None:
    assert (
        plain_text(f"He spoke for {tooltip} staff, as in May.")
        == f"He spoke for {abbreviation} staff, as in May."
    )


@pytest.mark.parametrize(
    "text",
    [
        "He spoke for NGO and EU staff.\nEuropean Union flags hung from the wall.",
        "The NATO\nNorth Atlantic Treaty Organization",
        "BERBER\nBoats, engines and ropes will be sold.",
        "The ship PAPA PAPA sank.",
        "MIMI\nfour islands lie in the delta.",
        "Kuku kuku sang the bird in the reeds.",
    ],
)
def test_words_that_only_look_like_a_tooltip_stay(text: str) -> None:
    assert plain_text(text) == text


# ------------------------------------------------------------------------------------------ wrapped lines

OPENING = "VIENNA, 9 May 2024 – Ferrymen of the lower delta met today to talk of\nthe rules of the river.\n"
GUESTS = (
    "Their guests were the head of the harbour, Ms. Ana\nKovac, and the writer of the handbook, who\n"
    "came from the sea.\n"
)
WRAPPED = {
    "by hand": f"{OPENING}\n{GUESTS}",
    "by hand without empty lines": OPENING + GUESTS,
    "with the title right above": f"{TITLE}\n{OPENING}{GUESTS}",
    "at a width": (
        f"{OPENING}\nTheir guests were the head of the harbour, Ms. Ana Kovac, and the\n"
        "writer of the handbook, who came from the sea. Two of them stayed on\nuntil Friday.\n"
    ),
    "in Russian": (
        "ВЕНА, 9 мая 2024 г. – Паромщики нижней дельты встретились сегодня,\nчтобы обсудить правила реки.\n\n"
        "Их гостями были начальник гавани Анна\nКовач и автор пособия, который приехал\nс моря.\n"
    ),
}


@pytest.mark.parametrize("text", WRAPPED.values(), ids=WRAPPED)
def test_lines_broken_within_a_paragraph_are_joined(text: str) -> None:
    above = "" if text.startswith(TITLE) else f"{TITLE}\n\n"
    item = read(*(above + text).splitlines())
    assert item.title == TITLE
    assert len(item.body) == 2
    assert all(paragraph.endswith((".", "!")) for paragraph in item.body)


UNBROKEN = {
    "short paragraphs": [TITLE, "Ferrymen met on Monday.", "They will meet again.", "All were glad."],
    "a list": [
        TITLE,
        "The ferrymen learned:",
        "how to revive a drowned person in a boat",
        "how to tie a rope",
        "how to swim.",
    ],
    "labels": [
        TITLE,
        "Issued by:",
        "OSCE Mission to Montenegro",
        "Fields of work:",
        "Education",
        LEAD[:95] + ".",
    ],
    "lines of a poem": [TITLE, "The river is wide.", "The river is cold.", "The ferry is old."],
    "a marked list": [
        TITLE,
        "- how to revive a drowned person in a small boat",
        "- how to tie a rope around a post",
    ],
}


@pytest.mark.parametrize("lines", UNBROKEN.values(), ids=UNBROKEN)
def test_lines_that_stand_for_themselves_are_not_joined(lines: list[str]) -> None:
    assert plain_text("\n".join(lines)).splitlines() == lines


# ------------------------------------------------------------------------------------------ numbered kinds


@pytest.mark.parametrize(
    ("kind", "type_"),
    [
        ("Daily Report 12/2019", ItemType.DAILY_REPORT),
        ("Ежедневный отчет № 41", ItemType.DAILY_REPORT),
        ("Spot Report 3/2020", ItemType.SPOT_REPORT),
        ("Щоденний звіт № 7/2018", ItemType.DAILY_REPORT),
        ("Press release No. 9/93", ItemType.PRESS_RELEASE),
    ],
)
def test_a_numbered_kind_is_the_title_of_a_text_without_another(kind: str, type_: ItemType) -> None:
    for above in ([], ["KYIV 19 February 2019"]):
        item = read(kind, *above, LEAD)
        assert (item.title, item.type, item.body) == (kind, type_, [LEAD]), above


@pytest.mark.parametrize(
    "kind", ["Press release No. 9/93", "Daily Report 12/2019", "News Item", "Пресс-релиз", "Statement"]
)
def test_a_kind_above_a_title_is_not_the_title(kind: str) -> None:
    assert read(kind, TITLE, LEAD, SECOND).title == TITLE


# --------------------------------------------------------------------------------- heading of the newsroom


@pytest.mark.parametrize("heading", ["Новости", "Новини", "News", "Newsroom", "Вести"])
def test_the_heading_of_the_newsroom_is_not_the_kind(heading: str) -> None:
    item = read(heading, TITLE, LEAD, SECOND)
    assert (item.title, item.type) == (TITLE, ItemType.OTHER)


@pytest.mark.parametrize(
    ("kind", "type_"),
    [
        ("Новость", ItemType.NEWS_ITEM),
        ("News item", ItemType.NEWS_ITEM),
        ("Пресс-релиз", ItemType.PRESS_RELEASE),
        ("Press release", ItemType.PRESS_RELEASE),
        ("Статья", ItemType.NEWS_ITEM),
    ],
)
def test_a_line_of_one_kind_is_the_kind(kind: str, type_: ItemType) -> None:
    assert read("Newsroom", kind, TITLE, LEAD, SECOND).type is type_
