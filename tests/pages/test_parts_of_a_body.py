"""What may stand between a body's paragraphs without ending it, and what ends it all the same."""

import pytest

from osce_scraper.pages import extract_news

URL = "https://www.osce.org/secretariat/531680"
PARAGRAPHS = [
    f"The Office trained inspectors of district number {number} in the town hall, and they asked questions."
    for number in range(8)
]


def paragraphs(texts: list[str]) -> str:
    return "".join(f"<p>{text}</p>" for text in texts)


FIRST, LAST = paragraphs(PARAGRAPHS[:4]), paragraphs(PARAGRAPHS[4:])


def body_of(inside: str) -> list[str]:
    """The sentences of the body that stand in PARAGRAPHS."""
    page = (
        '<html lang="en"><body><div class="top"><a href="/news">News</a></div>'
        f'<div class="content"><h1>Inspectors learn</h1><p>Press release</p>{inside}</div></body></html>'
    )
    return [text for text in extract_news(page, URL).body if text in PARAGRAPHS]


@pytest.mark.parametrize(
    "inside",
    [
        # A button in a line of its own.
        FIRST + '<p><a href="/x">Read more</a></p>' + LAST,
        FIRST + '<p><a href="/x">Read more »</a></p>' + LAST,
        FIRST + '<div><a href="/x">READ MORE</a></div>' + LAST,
        FIRST + '<span><a href="/x">Read more</a></span>' + LAST,
        FIRST + '<p class="button"><strong><a href="/x">Read more...</a></strong></p>' + LAST,
        # An anchor that is never closed.
        FIRST + '<a name="x"><p></p>' + LAST,
        FIRST + '<a name="x">' + LAST,
        FIRST + '<p><a id="note" name="note"></p>' + LAST,
        '<a name="top">' + FIRST + LAST,
        FIRST + '<font color="navy"><a name="x">' + LAST,
        # Parts that are numbered.
        f'<div class="column1">{FIRST}</div><div class="column2">{LAST}</div>',
        f'<div class="text part-1">{FIRST}</div><div class="text part-2">{LAST}</div>',
        f'<div class="row odd">{FIRST}</div><div class="row even">{LAST}</div>',
        f'<section class="s1"><h3>One</h3>{FIRST}</section><section class="s2"><h3>Two</h3>{LAST}</section>',
        f'<div class="cell first">{FIRST}</div><div class="cell last">{LAST}</div>',
        # Lines of a preformatted text.
        "<pre>" + "\n\n".join(PARAGRAPHS) + "</pre>",
        "<pre>\n" + "\r\n\r\n".join(PARAGRAPHS) + "\n</pre>",
        "<pre>" + "\n \n".join(text.replace(" in ", "\nin ") for text in PARAGRAPHS) + "</pre>",
        "<pre>" + "\n\n".join(f"<b>{text[:3]}</b>{text[3:]}" for text in PARAGRAPHS) + "</pre>",
        "<pre>" + "\n\n".join(PARAGRAPHS[:4]) + "</pre><pre>" + "\n\n".join(PARAGRAPHS[4:]) + "</pre>",
    ],
)
def test_goes_on(inside: str) -> None:
    assert body_of(inside) == PARAGRAPHS


#: Stories that a page leads to, each with its link.
TEASERS = "".join(
    f'<p><a href="/secretariat/{number}53">Story {number}</a> {text}</p>'
    for number, text in enumerate(PARAGRAPHS[4:])
)
LINKED = "".join(
    f'<p><a href="/secretariat/{number}53">{text}</a></p>' for number, text in enumerate(PARAGRAPHS[4:])
)


@pytest.mark.parametrize(
    "inside",
    [
        FIRST + "<h3>Read more</h3>" + LINKED,
        FIRST + '<h3><a href="/x">Read more</a></h3>' + LINKED,
        FIRST + "<p><strong>Read more:</strong></p>" + LINKED,
        FIRST + f'<div class="teasers">{TEASERS}</div>',
        FIRST + f'<div class="related-stories"><center>{TEASERS}</center></div>',
        FIRST + f"<aside>{LAST}</aside>",
        FIRST + f'<div role="complementary">{LAST}</div>',
        FIRST + f"<footer>{LAST}</footer>",
        FIRST + f"<h3>Related stories</h3><div>{TEASERS}</div>",
        FIRST + f"<h3>Comments</h3>{LAST}",
        f'<div class="column1">{FIRST}</div><div class="teasers2">{TEASERS}</div>',
        f'<div class="text-1">{FIRST}</div><aside class="text-2">{LAST}</aside>',
        f'<div class="text-1">{FIRST}</div><div class="text-2"><h1>Another</h1>{LAST}</div>',
        f'<div class="part1">{FIRST}</div><h3>Related stories</h3><div class="part2">{TEASERS}</div>',
        f'<div class="text">{FIRST}</div><div class="comments"><p>A reader</p>{LAST}</div>',
    ],
)
def test_ends(inside: str) -> None:
    assert body_of(inside) == PARAGRAPHS[:4]


@pytest.mark.parametrize(
    "between",
    [
        "<h3>Documents</h3><ul><li><a href='/files/a.pdf'>The file</a></li></ul>",
        "<h3>Resources</h3>",
        "<h1>The second day</h1>",
        '<div class="related-content"><h3>Related stories</h3><p><a href="/x/53001">A story</a></p></div>',
        '<div class="embed--blocked"><p>The post is shown if you agree to it.</p><button>Show</button></div>',
        '<div class="share-buttons"><a href="/s">Share this page with others</a></div>',
        '<p><b>Read also:</b> <a href="/secretariat/53001">Inspectors open their new house</a></p>',
        "<dialog><p>Copy this address, and send it to those who may want to read the page.</p></dialog>",
        '<figure><img src="/a.jpg"><figcaption>Inspectors in the hall.</figcaption></figure>',
        '<p class="visually-hidden">This sentence is for machines alone, and no reader sees it.</p>',
    ],
)
def test_what_stands_between_paragraphs_does_not_end_the_text(between: str) -> None:
    assert body_of(FIRST + between + LAST) == PARAGRAPHS


@pytest.mark.parametrize(
    "rest",
    [
        '<div class="callout">{}</div>',
        '<div id="social-cohesion"><h3>Social cohesion</h3>{}</div>',
        '<div class="has-sidebar no-share">{}</div>',
        '<section class="text-image"><img src="/a.jpg">{}</section>',
        '<div class="faq"><h3><button>More</button></h3><div class="faq-panel" hidden>{}</div></div>',
        '<div class="cta">{}</div>',
        '<div class="hero--image">{}</div>',
        '<div><div class="box">{}</div></div>',
        "<details><summary>More</summary>{}</details>",
        '<div id="more">{}</div>',
    ],
)
def test_parts_of_another_class_belong_to_the_text(rest: str) -> None:
    assert body_of(FIRST + rest.format(LAST)) == PARAGRAPHS
    assert body_of(f'<div class="text">{FIRST}</div>' + rest.format(LAST)) == PARAGRAPHS


@pytest.mark.parametrize("tag", ["p", "div", "span", "li", "blockquote"])
def test_lines_of_the_source_are_no_lines_elsewhere(tag: str) -> None:
    wrapped = "".join(
        f"<{tag}>{text.replace(' in ', chr(10) * 2 + 'in ')}</{tag}><br><br>" for text in PARAGRAPHS
    )
    assert body_of(wrapped) == PARAGRAPHS
