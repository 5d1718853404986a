"""The date of issue is the item's own: not another story's, an update's, a deadline's or an event's."""

import datetime as dt

import pytest

from osce_scraper import extract_listing, extract_news
from osce_scraper.records import NewsItem

URL = "https://www.osce.org/mission-to-skopje/670001"
BODY = (
    "<p>Forty bakers met in Ohrid and shared recipes for bread without salt.</p>"
    "<p>The next meeting will be held in Struga, and all bakers of the region are invited.</p>"
)


def read(
    head: str = "", before: str = "", after: str = "", title: str = "Bakers meet in Ohrid", end: str = ""
) -> NewsItem:
    html = (
        f"<html lang='en'><head><title>{title} | OSCE</title>{head}</head><body><header><a href='/'>OSCE</a></header>"
        f"<main>{before}<article class='node'><div>News Item</div><h1>{title}</h1>{after}{BODY}</article>{end}</main>"
        "<footer><p>OSCE</p></footer></body></html>"
    )
    return extract_news(html.encode(), URL)


SERVED = [
    ({"after": "<ul><li>Issued on:</li><li>4 March 2026 · 2 min</li></ul>"}, "2026-03-04"),
    ({"after": "<p>Issued on: 4 March 2026, Skopje</p>"}, "2026-03-04"),
    ({"after": "<p>Published: 4 March 2026 – 10:30 (CET)</p>"}, "2026-03-04"),
    ({"after": "<aside><time datetime='2026-03-04'>4 March 2026</time></aside>"}, "2026-03-04"),
    ({"after": "<div>By the Press Unit <time datetime='2026-03-04'>4 March 2026</time></div>"}, "2026-03-04"),
    ({"title": "Daily Report 77/2021 issued on 6 April 2021"}, "2021-04-06"),
    ({"title": "Spot report 12/2019: drone lost near Luhansk, 6 April 2019"}, "2019-04-06"),
    ({"head": "<script type='application/ld+json'>{\"@graph\":[{\"@type\":\"Organization\",\"datePublished\":\"2001-01-01\"},{\"@type\":[\"Article\"],\"datePublished\":\"2026-03-04\"}]}</script>"}, "2026-03-04"),
    ({"head": "<script type='application/ld+json'>{\"@type\":\"WebPage\",\"datePublished\":\"2026-03-04\"}</script>"}, "2026-03-04"),
    ({"after": "<ul><li>Issued on:</li><li>1 January 1970</li></ul>", "head": "<meta property='article:published_time' content='2026-03-04T08:00:00Z'>"}, "2026-03-04"),
]  # fmt: skip


@pytest.mark.parametrize(("parts", "expected"), SERVED)
def test_the_date_of_issue_is_read_where_the_page_states_it(parts: dict[str, str], expected: str) -> None:
    assert read(**parts).issued_on == dt.date.fromisoformat(expected)


LEFT_ALONE = [
    {"before": "<ul><li class='card'><a href='/fom/555123'>Other story</a><time datetime='2026-02-02'>2 February 2026</time></li></ul>"},
    {"before": "<section><article><h3><a href='/fom/555123'>Other story</a></h3><time datetime='2026-02-02'></time></article></section>"},
    {"after": "<div>Last modified: <time datetime='2026-02-02'>2 February 2026</time></div>"},
    {"after": "<dl><dt>Registration closes:</dt><dd>2 February 2026</dd></dl>"},
    {"after": "<ul><li>Deadline for offers:</li><li><time datetime='2026-02-02'>2 February 2026</time></li></ul>"},
    {"title": "Conference on bread to open on 2 February 2026"},
    {"head": "<script type='application/ld+json'>{\"@type\":\"Person\",\"datePublished\":\"2026-02-02\"}</script>"},
    {"after": "<ul><li>Issued on:</li><li>1 January 0001</li></ul>"},
    {"after": "<ul><li>Issued on:</li><li>4 March 2126</li></ul>"},
]  # fmt: skip


@pytest.mark.parametrize("parts", LEFT_ALONE)
def test_another_day_does_not_become_the_date_of_issue(parts: dict[str, str]) -> None:
    assert read(**parts).issued_on is None


def test_an_impossible_date_is_a_problem_of_the_record() -> None:
    item = read(after="<ul><li>Issued on:</li><li>1 January 1970</li></ul>")
    assert "issued_on_impossible" in [problem.code for problem in item.problems]


def test_the_day_of_an_update_is_kept_as_such() -> None:
    item = read(after="<div>Last updated <time datetime='2026-05-02'>2 May 2026</time></div>")
    assert (item.issued_on, item.updated_on) == (None, dt.date(2026, 5, 2))


ROWS = "".join(
    f"<p>{day} March 2026</p><h2><a href='/fom/55512{day}'>Story {day} of the mill</a></h2><p>The mill was opened.</p>"
    for day in (1, 2, 3)
)
BELOW = "".join(
    f"<h2><a href='/fom/55512{day}'>Story {day} of the mill</a></h2><p>{day} March 2026</p><p>The mill was opened.</p>"
    for day in (1, 2, 3)
)


@pytest.mark.parametrize("rows", [ROWS, BELOW], ids=["above", "below"])
def test_each_story_of_a_flat_list_has_its_own_date(rows: str) -> None:
    page = f"<html><body><main><h1>News</h1><div>{rows}</div></main></body></html>"
    teasers = extract_listing(page, "https://www.osce.org/news").teasers
    assert [teaser.issued_on for teaser in teasers] == [dt.date(2026, 3, day) for day in (1, 2, 3)]


LETTERHEAD = "OSCE SECRETARIAT\nVienna, 9 June 1997\nPRESS RELEASE No. 31/97\nSEMINAR ON RIVERS TO MEET\nPRAGUE, 16 - 18 JUNE 1997\nThe seminar on rivers will meet in Prague, and all participating States will send delegates."


def test_a_letterhead_gives_day_kind_and_title() -> None:
    item = extract_news(LETTERHEAD, URL)
    assert item.issued_on == dt.date(1997, 6, 9)
    assert item.title == "SEMINAR ON RIVERS TO MEET"
    assert item.type == "press_release"


def test_a_line_of_town_and_days_is_the_event() -> None:
    item = extract_news(
        "Seminar on rivers\nPRAGUE, 16 - 18 JUNE 1997\nThe seminar on rivers will meet in Prague, and all States will send delegates.",
        URL,
    )
    assert item.issued_on is None
    assert item.event is not None
    assert (item.event.start, item.event.end) == (dt.date(1997, 6, 16), dt.date(1997, 6, 18))


UNICODE = "Skopje trains bakers\nSKOPJE, 4 March 2026 – Twenty bakers met in Kočani and Štip, said Ćiril Đurić of the Mission to Skopje."


def test_decomposed_letters_and_invisible_marks_make_no_difference() -> None:
    import unicodedata

    plain = extract_news(UNICODE, URL)
    marked = extract_news(unicodedata.normalize("NFD", UNICODE).replace("bakers", "bak\u00aders\u200e"), URL)
    assert marked.title == plain.title
    assert marked.body == plain.body
    assert "\u00ad" not in "".join(marked.body)


def test_latin_letters_inside_a_cyrillic_word_are_read_as_cyrillic() -> None:
    item = extract_news(
        "<html lang='ru'><body><main><h1>Пекари встретились</h1><p>Дата публикации: 4 мapта 2026</p><p>Сорок пекарей встретились в городе и обменялись рецептами хлеба без соли.</p></main></body></html>",
        "https://www.osce.org/ru/mission-to-skopje/670001",
    )
    assert item.issued_on == dt.date(2026, 3, 4)


@pytest.mark.parametrize(
    ("url", "text", "language", "identity"),
    [
        ("https://www.osce.org/hbs/node/1234", "Tečaj je tijekom ožujka okupio sudionike iz Europe, a izvješće donosi sustav uvjeta.", "hr", "1234-hr"),
        ("https://www.osce.org/hbs/node/1234", "Kurs je tokom marta okupio učesnike, saopćeno je, a saradnja i historija su također teme.", "bs", "1234-bs"),
        ("https://www.osce.org/hbs/node/1234", "Курс је током марта окупио учеснике из свих општина у региону.", "sr", "1234-sr"),
        ("https://montenegro.osce.org/me/news/mission/1234", "Kurs je tokom marta okupio učesnike iz svih opština u regionu.", "sr", "1234-me"),
        ("https://www.osce.org/fr/node/1234", "Les boulangers se sont rencontrés à Ohrid et ont échangé des recettes.", "fr", "1234-fr"),
    ],
)  # fmt: skip
def test_prefixes_that_languages_share_are_decided_by_the_text(
    url: str, text: str, language: str, identity: str
) -> None:
    item = extract_news(f"Pekari\n{text} {text}", url)
    assert (item.language, item.id) == (language, identity)


def test_an_unknown_prefix_is_a_problem_and_not_english() -> None:
    item = extract_news(
        f"Bakers\n{BODY[3:70]} and more of it, said the Mission on Monday.",
        "https://www.osce.org/xx/mission/1234",
    )
    assert "language_prefix_unknown" in [problem.code for problem in item.problems]
    assert item.id != "1234-en"


@pytest.mark.parametrize(
    ("title", "kind"),
    [
        ("Press release by the Head of the Mission", "press_release"),
        ("Statement by the Co-Chairs of the Group", "statement"),
        ("Daily Report 12/2019 of the Mission", "daily_report"),
        ("Заявление Председателя о наводнении", "statement"),
        ("Statements differ over the bridge", "other"),
        ("Reporters tour the bridge", "other"),
    ],
)
def test_the_kind_that_a_title_begins_with_is_the_kind_of_the_item(title: str, kind: str) -> None:
    text = f"{title}\nThe bridge in Bar was opened on Monday, and 40 guests walked over it first."
    assert extract_news(text, URL).type == kind
