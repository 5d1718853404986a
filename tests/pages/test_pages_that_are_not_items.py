"""Answers with an item's address that are not the item: refused with the reason, and articles about them are not."""

import gzip

import pytest

from osce_scraper import NotANewsPage, extract_news

URL = "https://www.osce.org/mission-to-skopje/670001"
FRAME = """<!DOCTYPE html><html lang="en"><head><title>{title} | OSCE</title></head><body><header><a href="/">OSCE</a></header>
<main><article class="node">{labels}<h1>{title}</h1>{body}</article></main><footer><p>OSCE</p></footer></body></html>"""
LABELS = "<div>News Item</div><ul><li>Issued on:</li><li>4 March 2026</li><li>Issued by:</li><li><a href='/mission-to-skopje'>OSCE Mission to Skopje</a></li></ul>"


def page(title: str, *paragraphs: str, labels: str = "") -> bytes:
    return FRAME.format(
        title=title, labels=labels, body="".join(f"<p>{text}</p>" for text in paragraphs)
    ).encode()


MESSAGES = [
    ("bot_check", page("Just a moment...", "Verifying that you are a human. This may take a few seconds.")),
    ("bot_check", page("One more step", "Please enable JavaScript and cookies to continue on this site.")),
    ("bot_check", page("Security check", "Complete the captcha so that we know that you are not a robot.")),
    (
        "bot_check",
        page(
            "Pardon our interruption", "Something about your browser made us think that you were a program."
        ),
    ),
    ("bot_check", page("Confirm you are not a robot", "Tick the box below.")),
    (
        "blocked",
        page("Access to this page has been limited", "Your IP address has been blocked. Incident ID: 88-12."),
    ),
    ("blocked", page("Request blocked", "The request was blocked by the rules of this network.")),
    (
        "blocked",
        page(
            "Notice", "The requested URL was rejected. Please consult your administrator. Support ID: 77120."
        ),
    ),
    (
        "consent_page",
        page("Before you continue", "We and our partners store data on your device. Accept or reject all."),
    ),
    (
        "consent_page",
        page(
            "We value your privacy",
            "We use cookies with your consent. You can change your settings at any time.",
        ),
    ),
    (
        "consent_page",
        page(
            "Archivists meet in Bitola",
            "We use cookies and need your consent before we show you this page. Accept all or choose your settings.",
            "With your consent, our partners store and process personal data such as cookies on this device.",
            labels=LABELS,
        ),
    ),
    ("login_page", page("Sign in", "Enter your user name and password to go on.")),
    ("moved", page("Object moved", "This document has moved. Click here if you are not redirected.")),
    (
        "moved",
        b"<html><head><meta http-equiv=refresh content='3; url=/fom/1'><title>OSCE</title></head><body><h1>OSCE</h1><p>The site has a new home, you will be taken there soon.</p></body></html>",
    ),
    ("error_page", page("Service temporarily unavailable", "The site is being looked after.")),
    ("error_page", page("Ошибка 502", "Сервер не отвечает.")),
    ("not_text", b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 8),
    ("not_text", b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj <</Type /Catalog>>"),
    ("not_text", b"PK\x03\x04" + bytes(200)),
    ("not_text", b"\x1f\x8b\x08\x00 broken"),
    ("not_text", bytes(range(256)) * 20),
]


@pytest.mark.parametrize(("reason", "answer"), MESSAGES)
def test_an_answer_that_is_not_an_item_is_refused_with_its_reason(reason: str, answer: bytes) -> None:
    with pytest.raises(NotANewsPage) as refused:
        extract_news(answer, URL)
    assert refused.value.reason == reason


ARTICLES = [
    page(
        "Just a moment of silence: Skopje remembers",
        "The Mission joined a minute of silence for the victims of the flood on Monday.",
        labels=LABELS,
    ),
    page(
        "Cookies and privacy: course for web editors",
        "Twenty editors learned how a site asks for consent before it sets cookies.",
        "They wrote notices in two languages and tested them with readers from three towns.",
        labels=LABELS,
    ),
    page(
        "Firewalls for ministries",
        "A firewall that blocked two thirds of the attacks was handed over to the Ministry on Friday.",
        "The OSCE Mission trained its administrators for five days.",
        labels=LABELS,
    ),
    page(
        "Robots in the classroom",
        "Pupils who are not afraid of a robot built three of them at a camp near Ohrid.",
        labels=LABELS,
    ),
    page(
        "Moved to a new building, the archive opens again",
        "The city archive has moved to a new building and opened its doors on Monday.",
        labels=LABELS,
    ),
    page(
        "Verification of weapons depots ends in Bitola",
        "Inspectors from nine States checked the depots and left for Skopje on Friday.",
        labels=LABELS,
    ),
    page(
        "Blocked roads cleared after storm",
        "Workers cleared the roads that fallen trees had blocked near the lake on Sunday.",
        labels=LABELS,
    ),
    page(
        "Sign language course ends",
        "Eighteen officers can now greet deaf citizens in sign language after a course in Tetovo.",
        labels=LABELS,
    ),
    page(
        "Error margins explained to observers",
        "Observers learned how a count of votes is checked, and what an error of two per cent means.",
        labels=LABELS,
    ),
    page(
        "Consent is the topic of a youth forum",
        "Young people from four towns discussed what consent means at a forum in Struga.",
        labels=LABELS,
    ),
]


@pytest.mark.parametrize("answer", ARTICLES)
def test_an_article_about_such_things_is_read(answer: bytes) -> None:
    assert extract_news(answer, URL).body


def test_a_page_compressed_without_saying_so_is_unpacked() -> None:
    plain = ARTICLES[0]
    assert extract_news(gzip.compress(plain), URL).body == extract_news(plain, URL).body


@pytest.mark.parametrize("kind", ["Person", "CollectionPage", "ProfilePage"])
def test_a_companion_of_the_article_in_json_ld_does_not_make_it_another_page(kind: str) -> None:
    data = f'[{{"@type":["NewsArticle"],"headline":"x"}},{{"@type":"{kind}","name":"y"}}]'
    text = page(
        "Bakers meet", "Forty bakers met in Ohrid and shared recipes for bread without salt on Monday."
    ).decode()
    answer = text.replace("</head>", f'<script type="application/ld+json">{data}</script></head>').encode()
    assert extract_news(answer, URL).title == "Bakers meet"
