"""Lines beside the title or the text that say when an item was issued, and lines that say something else."""

import pytest

from osce_scraper.pages import extract_news
from osce_scraper.records import NewsItem

URL = "https://www.osce.org/secretariat/531699"
TITLE = "Lamplighters return to the quay"
LEAD = "The lamps on the quay of the old port burn again, and the town has hired three people to light them."
LAST = "They were trained for a month by the last lamplighter of the town, who had stopped in 1971 for good."


def item_of(inside: str, head: str = "", language: str = "en") -> NewsItem:
    return extract_news(
        f"<html lang='{language}'><head>{head}</head><body><div><a href='/'>Home</a></div>"
        f"<article>{inside}</article></body></html>",
        URL,
    )


def beside(line: str, language: str = "en") -> NewsItem:
    return item_of(f"<h1>{TITLE}</h1><p>{line}</p><p>{LEAD}</p><p>{LAST}</p>", language=language)


@pytest.mark.parametrize(
    "line",
    [
        "By Emma Burke 8 January 2020, 3:51 pm",
        "Posted by ebo on 8 January 2020",
        "8 January 2020 | 14 comments | by Ann Lee",
        "Published on January 8, 2020 at 8:45 AM",
        "Home | Ann Lee | 8 January 2020",
        "Written by: Ann Lee • 8 January 2020 • 4 min read",
        "Wednesday, 8 January 2020 – 18:50",
    ],
)
def test_a_line_of_who_wrote_it_and_when_is_the_date(line: str) -> None:
    item = beside(line)
    assert str(item.issued_on) == "2020-01-08"
    assert item.body == [LEAD, LAST]


@pytest.mark.parametrize(
    ("line", "language"),
    [
        ("Veröffentlicht am 8. Januar 2020 von Anna Lang", "de"),
        ("Par Anne Lang, le 8 janvier 2020", "fr"),
        ("Опубликовано 8 января 2020 г.", "ru"),
        ("Автор: Анна Ланг | 8 января 2020 | 12:30", "ru"),
        ("Objavljeno 8. januara 2020.", "bs"),
    ],
)
def test_a_line_of_who_wrote_it_is_read_in_other_languages(line: str, language: str) -> None:
    assert str(beside(line, language).issued_on) == "2020-01-08"


@pytest.mark.parametrize(
    "line",
    [
        "Course on 8 January 2020 | Room 4",
        "8 January 2020, Hofburg, second floor",
        "Last updated 8 January 2020",
        "Application deadline: 8 January 2020",
        "Meeting of the lamplighters, 8 January 2020",
        "By Ann Lee, who was born on 8 January 1970",
        "8 January 2020 – 10 January 2020",
    ],
)
def test_a_line_that_says_something_else_is_not_the_date(line: str) -> None:
    assert beside(line).issued_on is None


@pytest.mark.parametrize(
    "inside",
    [
        f"<div><div>8 January 2020</div><h1>{TITLE}</h1></div><p>{LEAD}</p><p>{LAST}</p>",
        f"<header><p>Story</p><b>8 January 2020</b><h1>{TITLE}</h1></header><p>{LEAD}</p><p>{LAST}</p>",
        f"<h1>{TITLE}</h1><p>{LEAD}</p><div>8 January 2020</div><p>{LAST}</p>",
        f"<h1>{TITLE}</h1><div><p>{LEAD}</p><p>{LAST}</p></div><p>Posted on 8 January 2020 by Ann Lee</p>",
        f"<h1>{TITLE}</h1><p>8 January 2020 – {LEAD}</p><p>{LAST}</p>",
        f"<h1>{TITLE}</h1><p>08.01.2020 {LEAD}</p><p>{LAST}</p>",
    ],
)
def test_a_date_at_the_head_or_the_end_of_the_item_is_of_issue(inside: str) -> None:
    assert str(item_of(inside).issued_on) == "2020-01-08"


@pytest.mark.parametrize(
    "inside",
    [
        f"<div><p>8 January 2020</p></div><h1>{TITLE}</h1><p>{LEAD}</p><p>{LAST}</p>",
        f"<h1>{TITLE}</h1><p>{LEAD}</p><p>On 8 January 2020 the lamps went out. {LAST}</p>",
        f"<h1>{TITLE}</h1><p>8 January 2020 was a dark day on the quay. {LEAD}</p><p>{LAST}</p>",
        f"<h1>{TITLE}</h1><p>{LEAD}</p><p>{LAST}</p>"
        "<ul><li><a href='/s/53001'>8 January 2020: lamps</a></li></ul>",
        f"<h1>{TITLE}</h1><p>{LEAD}</p><p>{LAST}</p><p>Next review of the lamps: 8 January 2020</p>",
    ],
)
def test_a_date_in_the_text_or_of_another_story_is_not(inside: str) -> None:
    assert item_of(inside).issued_on is None


BODY = f"<h1>{TITLE}</h1><p>{LEAD}</p><p>{LAST}</p>"


@pytest.mark.parametrize(
    ("inside", "head"),
    [
        (f"<span itemprop='datePublished' content='2020-01-08'></span>{BODY}", ""),
        (f"{BODY}<abbr class='published' title='2020-01-08T10:00'>x</abbr>", ""),
        (BODY, "<meta name='publication_date' content='2020-01-08'>"),
        (BODY, "<meta name='sailthru.date' content='2020-01-08 10:00:00'>"),
        (BODY, "<link rel='canonical' href='https://www.osce.org/2020/01/08/lamps'>"),
    ],
)
def test_a_date_that_markup_or_the_address_states_is_read(inside: str, head: str) -> None:
    item = item_of(inside, head)
    assert (str(item.issued_on), item.issued_on_source) == ("2020-01-08", "metadata")


@pytest.mark.parametrize(
    ("inside", "head"),
    [
        (
            "<i itemprop='datePublished' content='2020-01-08'></i>"
            f"<i itemprop='datePublished' content='2020-01-09'></i>{BODY}",
            "",
        ),
        (f"<i itemprop='dateModified' content='2020-01-08'></i>{BODY}", ""),
        (BODY, "<meta name='revised' content='2020-01-08'>"),
        (BODY, "<link rel='canonical' href='https://www.osce.org/2020/13/08/lamps'>"),
        (f"<img src='/2020/01/08/lamp.jpg'>{BODY}", ""),
    ],
)
def test_a_date_of_something_else_in_markup_is_not_read(inside: str, head: str) -> None:
    assert item_of(inside, head).issued_on is None


def test_a_time_without_a_label_yields_to_two_others_that_agree() -> None:
    head = "<meta property='article:published_time' content='2020-01-08'>"
    inside = (
        f"<h1>{TITLE}</h1><time datetime='2020-01-11'></time><p>8 January 2020</p><p>{LEAD}</p><p>{LAST}</p>"
    )
    item = item_of(inside, head)
    assert str(item.issued_on) == "2020-01-08"
    assert "issued_on_conflict" in [problem.code for problem in item.problems]
    assert str(item_of(inside).issued_on) == "2020-01-11"
