"""What is written into a text and is not of it: marks of notes, struck-out words, tooltips, announcements."""

import pytest

from osce_scraper.pages import extract_listing, extract_news

URL = "https://www.osce.org/mission-to-moldova/710200"
LEAD = "The Mission held a course on night fishing for the wardens of two lakes in Cahul on 4 March 2025."
LAST = "A second course will follow in the autumn, and a handbook in two languages is being printed now."
HEAD = (
    "<html lang='en'><head><title>Wardens learn | OSCE</title></head><body><main><article>"
    "<div>News Item</div><h1>Wardens learn</h1>"
)
LABELS = "<div>Issued on: 7 March 2025</div><div>Issued by: OSCE Mission to Moldova</div>"


def body_of(inside: str) -> list[str]:
    page = f"{HEAD}<p>{LEAD}</p>{LABELS}<div class='text'>{inside}</div></article></main></body></html>"
    return extract_news(page, URL).body


def paragraph(inside: str) -> str:
    """What is read of the paragraph ``inside`` among others."""
    body = body_of(f"<p>{inside}</p><p>{LAST}</p>")
    assert (body[0], body[-1]) == (LEAD, LAST)
    return body[1]


@pytest.mark.parametrize(
    ("inside", "read"),
    [
        ("The exercise drew 45<sup>1</sup> wardens.", "The exercise drew 45 wardens."),
        ("The exercise drew 45 wardens.<sup>2</sup>", "The exercise drew 45 wardens."),
        ("The exercise<sup>[12]</sup> drew 45 wardens.", "The exercise drew 45 wardens."),
        ("It drew 1,200<sup><a href='#fn3'>3</a></sup> people.", "It drew 1,200 people."),
        ("It drew 1,200<sup>*</sup> people in “Cahul”<sup>4, 5</sup>.", "It drew 1,200 people in “Cahul”."),
        ("It trained <del>24</del> <ins>26</ins> wardens.", "It trained 26 wardens."),
        ("It trained <s>24 wardens</s> 26 wardens.", "It trained 26 wardens."),
        ("It trained <strike>few</strike> 26 wardens.", "It trained 26 wardens."),
        (
            "It trained <span style='text-decoration: line-through'>24</span> 26 wardens.",
            "It trained 26 wardens.",
        ),
        ("It trained <del datetime='2025-03-08'><b>24</b></del>26 wardens.", "It trained 26 wardens."),
    ],
)
def test_marks_of_notes_and_struck_out_words_are_not_read(inside: str, read: str) -> None:
    assert paragraph(inside) == read


@pytest.mark.parametrize(
    ("inside", "read"),
    [
        ("The lake covers 45 km<sup>2</sup> of land.", "The lake covers 45 km2 of land."),
        ("It was the 10<sup>th</sup> course of its kind.", "It was the 10th course of its kind."),
        ("There are 10<sup>6</sup> fish in the lake.", "There are 106 fish in the lake."),
        ("The 21<sup>st</sup> course will be held in May.", "The 21st course will be held in May."),
        ("The 1<sup>er</sup> mai is a day of rest there.", "The 1er mai is a day of rest there."),
        ("The lake holds CO<sub>2</sub>, as all lakes do.", "The lake holds CO2, as all lakes do."),
        ("It trained <ins>26</ins> wardens of the lakes.", "It trained 26 wardens of the lakes."),
        ("It trained <u>26</u> wardens of the lakes.", "It trained 26 wardens of the lakes."),
    ],
)
def test_other_raised_and_marked_text_is_read(inside: str, read: str) -> None:
    assert paragraph(inside) == read


def test_a_struck_out_element_left_open_does_not_take_the_text() -> None:
    inside = f"<p>It trained <del>24 wardens.</p><p>{LAST}</p><p>{LAST[:-5]} again.</p>"
    assert LAST in body_of(inside)


@pytest.mark.parametrize(
    "tooltip",
    [
        "<abbr title='non-governmental organization'>NGO</abbr>",
        "<span class='tip'>NGO<span role='tooltip'>NGO non-governmental organization</span></span>",
        "<span class='tooltip'>NGO<span class='tooltiptext'>non-governmental organization</span></span>",
        "<span class='tooltip'>NGO<span class='x'>NGO<br>non-governmental organization</span></span>",
        "<a class='has-tooltip' href='/glossary'>NGO<i>NGO</i> <em>non-governmental organization</em></a>",
    ],
)
def test_a_tooltip_is_not_text(tooltip: str) -> None:
    assert paragraph(f"It was run for {tooltip} staff.") == "It was run for NGO staff."


ANNOUNCED = ["Date: 12 March 2025", "Time: 10:00", "Venue: Hall of the lake school, Cahul"]


@pytest.mark.parametrize(
    "between",
    [
        "<ul>{}</ul>".format("".join(f"<li>{line}</li>" for line in ANNOUNCED)),
        "".join(f"<p>{line}</p>" for line in ANNOUNCED),
        "<p>{}</p>".format("<br>".join(ANNOUNCED)),
        "".join(f"<p><b>{line.replace(':', ':</b>', 1)}</p>" for line in ANNOUNCED),
        "".join(f"<div>{line}</div>" for line in ANNOUNCED),
    ],
)
def test_lines_that_announce_something_are_text(between: str) -> None:
    first = "Instructors of the Mission walked the wardens through the reeds, and showed them all the nets."
    page = (
        f"{HEAD}<div class='lead'><p>{LEAD}</p></div>{LABELS}"
        f"<div class='text'><p>{first}</p>{between}<p>{LAST}</p></div></article></main></body></html>"
    )
    item = extract_news(page, URL)
    assert item.body == [LEAD, first, *ANNOUNCED, LAST]
    assert str(item.issued_on) == "2025-03-07"


@pytest.mark.parametrize(
    "page",
    [
        f"<p>{LEAD}</p>{LABELS}<p>{LAST}</p>",
        f"{LABELS}<p>{LEAD}</p><p>{LAST}</p>",
        f"<p>{LEAD}</p><p>{LAST}</p>{LABELS}",
        f"<div>{LABELS}</div><div><p>{LEAD}</p><p>{LAST}</p></div>",
        f"<p>{LEAD}</p><ul><li>Issued on: 7 March 2025</li><li>Issued by: OSCE Mission to Moldova</li></ul>"
        f"<p>{LAST}</p>",
    ],
)
def test_labels_of_the_item_are_not_text(page: str) -> None:
    item = extract_news(f"{HEAD}{page}</article></main></body></html>", URL)
    assert item.body == [LEAD, LAST]
    assert str(item.issued_on) == "2025-03-07"
    assert [issuer.name for issuer in item.issuers] == ["OSCE Mission to Moldova"]


CARDS = "".join(
    f"<li><h3><a href='/mission-to-moldova/5000{n}1'>Wardens of lake {n} learn</a></h3><p>{n} March 2025</p>"
    "</li>"
    for n in range(1, 5)
)
FORM = "<form action='/search'><input name='q'><button>Search</button></form>"
OTHER = "<a href='/mission-to-moldova/500091'>Tips</a>"


@pytest.mark.parametrize(
    "view",
    [
        "<div class='view view-news-search view-id-news_search'><ul>{}</ul></div>",
        "<div class='search'>" + FORM + "<ul>{}</ul></div>",
        "<section id='search'><ul>{}</ul></section>",
        "<div class='view-search'><div class='filters'>" + FORM + "</div><ol>{}</ol></div>",
        "<div class='search-page'><ul>{}</ul></div>",
    ],
)
def test_a_list_that_a_search_gave_is_a_listing(view: str) -> None:
    page = f"<html lang='en'><body><main><h1>News</h1>{view.format(CARDS)}</main></body></html>"
    teasers = extract_listing(page, "https://www.osce.org/news").teasers
    assert [teaser.title for teaser in teasers] == [f"Wardens of lake {n} learn" for n in range(1, 5)]


@pytest.mark.parametrize(
    "box",
    [
        f"<div class='search'>{FORM}</div>",
        f"<div class='site-search'><h2>Search</h2>{FORM}{OTHER}</div>",
        f"<div role='search'>{FORM}{OTHER}</div>",
        f"<div id='search-block'><button>Search</button>{OTHER}</div>",
        f"<nav class='search'>{OTHER}</nav>",
    ],
)
def test_a_box_to_search_with_is_not_a_listing(box: str) -> None:
    page = f"<html lang='en'><body>{box}<main><h1>News</h1><ul>{CARDS}</ul></main></body></html>"
    assert len(extract_listing(page, "https://www.osce.org/news").teasers) == 4
