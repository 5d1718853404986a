"""Which element is the item, where more is said around it than in it."""

import pytest

from osce_scraper.pages import extract_news

URL = "https://www.osce.org/secretariat/531702"
TEXT = [
    "The tide tables of the lower river are out, and they fit on one page again this year, the office said.",
    "Each ferryman gets two copies of them.",
]
SHORT = "".join(f"<p>{text}</p>" for text in TEXT)
#: Sentences that belong to something else, and more of them than the text has.
OTHER = "".join(
    f"<p>Please note that field number {number} has to be filled in before the form can be sent to us.</p>"
    for number in range(4)
)


def body_of(inside: str) -> list[str]:
    return extract_news(f"<html lang='en'><body>{inside}</body></html>", URL).body


@pytest.mark.parametrize(
    "other",
    [
        f"<div id='respond'><form><div id='comment-form-identity'><div>{OTHER}</div></div></form></div>",
        f"<div class='comments'><ol><li><div class='text'>{OTHER}</div></li></ol></div>",
        f"<div id='sidebar'><div class='widget'><div>{OTHER}</div></div></div>",
        f"<div class='cookie-consent'><div><div>{OTHER}</div></div></div>",
        f"<section class='related'><div class='text'>{OTHER}<a href='/x'>All</a></div></section>",
    ],
)
def test_what_stands_in_a_part_of_another_name_is_not_the_item(other: str) -> None:
    article = f"<div class='post'><h1>Tide tables are out</h1><div>{SHORT}</div></div>"
    assert body_of(f"<div class='page'>{article}{other}</div>") == TEXT


LEAD = "Everything about the tides of the lower river is said in one table, and it costs nothing to have it."
LONG = "".join(
    f"<p>On quay number {number} the water rises later than on the others, and the ferries wait for it.</p>"
    for number in range(4)
)


@pytest.mark.parametrize(
    "header",
    [
        "<header>{}</header>",
        "<div class='teaser'><a href='/x'>Tides</a>{}</div>",
        "<div class='module-image-teaser'>{}</div>",
        "<section class='article-header'><div>{}</div></section>",
        "<div class='banner'>{}<a href='/x'>Tides</a></div>",
    ],
)
def test_the_lead_in_the_header_of_the_item_is_text(header: str) -> None:
    head = header.format(f"<h1>Tide tables are out</h1><p>{LEAD}</p>")
    body = body_of(f"<div class='page'>{head}<div class='text'>{LONG}</div></div>")
    assert body[0] == LEAD
    assert len(body) == 5


def test_columns_named_fb_are_not_posts_of_a_network() -> None:
    columns = f"<div class='fb-row'><div class='fb-col fb-col-6'>{SHORT}</div></div>"
    assert (
        body_of(
            f"<div><h1>Tide tables are out</h1><div>{LONG}{columns}{LONG.replace('quay', 'pier')}</div></div>"
        )[4:6]
        == TEXT
    )


@pytest.mark.parametrize(
    "after",
    [
        "<div class='teaser'><p>{}</p><a href='/secretariat/53001'>Read on</a></div>",
        "<aside><p>{}</p></aside>",
        "<div class='comments'><p>{}</p></div>",
        "<footer><p>{}</p></footer>",
        "<div class='newsletter'><p>{}</p><input name='mail'></div>",
    ],
)
def test_a_box_behind_the_item_is_not_text(after: str) -> None:
    box = after.format(
        "Ferrymen of all rivers meet in the autumn, and everybody is welcome to sit with them."
    )
    body = body_of(f"<div><div><h1>Tide tables are out</h1><div class='text'>{LONG}</div></div>{box}</div>")
    assert len(body) == 4


ROWS = "".join(
    f"<tr><td>Pier number {number}</td><td>{number} metres above zero</td></tr>" for number in range(9)
)


@pytest.mark.parametrize(
    "table",
    [
        f"<figure class='wp-block-table'><table>{ROWS}</table></figure>",
        f"<figure><table><tbody>{ROWS}</tbody></table><figcaption>Tides</figcaption></figure>",
        f"<table>{ROWS}</table>",
        f"<div><table>{ROWS}</table></div>",
        f"<figure><ul>{ROWS.replace('tr>', 'li>').replace('td>', 'b>')}</ul></figure>",
    ],
)
def test_a_table_in_or_behind_the_text_is_text(table: str) -> None:
    for inside in (LONG + table + LONG.replace("quay", "pier"), LONG + table):
        body = body_of(f"<article><h1>Tide tables are out</h1><div class='text'>{inside}</div></article>")
        assert any("metres above zero" in paragraph for paragraph in body)


@pytest.mark.parametrize(
    "picture",
    [
        "<figure><img src='/a.jpg'><ul><li>Pier</li></ul></figure>",
        "<figure class='gallery'><ul><li><img src='/a.jpg'>Pier 1</li><li>Pier 2</li></ul></figure>",
        "<figure><picture><img src='/a.jpg'></picture><figcaption>Pier</figcaption></figure>",
    ],
)
def test_a_picture_with_a_list_is_not_text(picture: str) -> None:
    body = body_of(f"<article><h1>Tide tables are out</h1><div>{LONG}{picture}{LONG}</div></article>")
    assert not any("Pier" in paragraph for paragraph in body)


def problems_of(inside: str, head: str = "") -> list[str]:
    item = extract_news(f"<html lang='en'><head>{head}</head><body>{inside}</body></html>", URL)
    return [problem.code for problem in item.problems]


MORE = "".join(
    f"<p>Mooring number {number} is under repair, and all ferries of line {number} land at the next one.</p>"
    for number in range(30)
)
#: Two paragraphs each, in boxes of their own.
DEEP = "".join(
    f"<div><div><div><div>{''.join(pair)}</div></div></div></div>"
    for pair in zip(MORE.split("</p>")[0:28:2], MORE.split("</p>")[1:28:2], strict=True)
)
ARTICLE = "<article><h1>Tide tables are out</h1><div>{}</div></article>"


@pytest.mark.parametrize(
    ("inside", "head"),
    [
        (ARTICLE.format(LONG) + DEEP, ""),
        (
            ARTICLE.format(LONG),
            '<script type="application/ld+json">{"@type": "NewsArticle", "articleBody": "%s"}</script>'
            % ("The tide tables are out. " * 60),
        ),
    ],
    ids=["text outside", "text in the head"],
)
def test_text_that_is_left_out_is_told(inside: str, head: str) -> None:
    assert "body_incomplete" in problems_of(inside, head)


@pytest.mark.parametrize(
    ("inside", "head"),
    [
        (ARTICLE.format(LONG) + f"<footer>{MORE}</footer>", ""),
        (ARTICLE.format(LONG) + f"<aside>{MORE}</aside>", ""),
        (ARTICLE.format(LONG) + f"<div class='comments'>{MORE}</div>", ""),
        (ARTICLE.format(MORE) + f"<div>{LONG}</div>", ""),
        (
            ARTICLE.format(LONG),
            '<script type="application/ld+json">{"@type": "NewsArticle", "articleBody": "Tides."}</script>',
        ),
        (ARTICLE.format(LONG) + "<ul><li><a href='/x'>Piers</a></li><li>Share</li></ul>", ""),
    ],
    ids=["footer", "aside", "comments", "short text outside", "short text in the head", "links"],
)
def test_what_is_not_of_the_item_is_not_told(inside: str, head: str) -> None:
    assert "body_incomplete" not in problems_of(inside, head)
