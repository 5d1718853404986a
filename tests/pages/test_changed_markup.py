"""A record stays the same when the markup around its facts changes: the labels and sentences carry it."""

import random
import re

import pytest
from lxml import etree

from osce_scraper.pages import read_news
from tests.pages.conftest import SavedPage

FIELDS = (
    "title",
    "lead",
    "body",
    "issued_on",
    "type",
    "issuers",
    "fields_of_work",
    "dateline",
    "participants",
)
_CLASS = re.compile(rb'class="([^"]*)"')


def record(html: bytes, url: str) -> dict[str, object]:
    """The fields that a change of markup must leave alone."""
    item = read_news(html, url).item
    values = item.to_dict()
    return {name: values[name] for name in FIELDS}


def tree(html: bytes) -> etree._Element:
    return etree.fromstring(html, parser=etree.HTMLParser(encoding="utf-8"))


def written(root: etree._Element) -> bytes:
    return etree.tostring(root, method="html", encoding="utf-8", doctype="<!DOCTYPE html>")


@pytest.fixture(scope="module")
def drupal11(saved_pages: dict[str, SavedPage]) -> list[SavedPage]:
    """The new site's pages."""
    found = [page for page in saved_pages.values() if page.truth.layout == "drupal11"]
    assert len(found) > 20
    return found


@pytest.fixture(scope="module")
def every(saved_pages: dict[str, SavedPage]) -> list[SavedPage]:
    """A page of every kind of layout, several of each."""
    return sorted(saved_pages.values(), key=lambda page: page.truth.id)[::3]


def test_a_rename_of_every_class_leaves_the_fields_right(drupal11: list[SavedPage]) -> None:
    for page in drupal11:
        names: dict[bytes, bytes] = {}

        def renamed(match: re.Match[bytes], names: dict[bytes, bytes] = names) -> bytes:
            new = (names.setdefault(name, b"c%d" % len(names)) for name in match.group(1).split())
            return b'class="' + b" ".join(new) + b'"'

        html = _CLASS.sub(renamed, page.html)
        assert html != page.html
        assert record(html, page.url) == record(page.html, page.url), page.url


def test_removing_every_class_leaves_the_fields_right(drupal11: list[SavedPage]) -> None:
    for page in drupal11:
        assert record(_CLASS.sub(b"", page.html), page.url) == record(page.html, page.url), page.url


def test_extra_wrappers_change_nothing(every: list[SavedPage]) -> None:
    chance = random.Random(11)
    for page in every:
        root = tree(page.html)
        for element in list(root.iter("p", "h1", "ul", "figure", "time")):
            parent = element.getparent()
            if parent is None or chance.random() < 0.5 or parent.tag in ("ul", "ol", "p", "span"):
                continue
            wrapper = etree.Element("div")
            wrapper.tail, element.tail = element.tail, None
            parent.replace(element, wrapper)
            wrapper.append(element)
        assert record(written(root), page.url) == record(page.html, page.url), page.url


def test_unrelated_markup_changes_nothing(every: list[SavedPage]) -> None:
    for page in every:
        root = tree(page.html)
        for paragraph in list(root.iter("p")):
            script = etree.Element("script")
            script.text = "var issued = 'Issued on: 1 January 1999';"
            paragraph.addprevious(script)
            paragraph.append(etree.Comment(" Issued by: nobody "))
        assert record(written(root), page.url) == record(page.html, page.url), page.url


def test_entities_in_place_of_characters_change_nothing(every: list[SavedPage]) -> None:
    for page in every:
        html = "".join(c if ord(c) < 128 else f"&#{ord(c)};" for c in page.html.decode()).encode()
        assert record(html, page.url) == record(page.html, page.url), page.url


def test_labels_in_another_order_give_the_same_values(drupal11: list[SavedPage]) -> None:
    chance = random.Random(7)
    shuffled = 0
    for page in drupal11:
        root = tree(page.html)
        for listed in root.xpath("//ul[li[normalize-space()='Issued on:']]"):
            groups: list[list[etree._Element]] = []
            for entry in list(listed):
                if "".join(entry.itertext()).strip().endswith(":"):
                    groups.append([])
                groups[-1].append(entry)
            chance.shuffle(groups)
            for group in groups:
                listed.extend(group)
            shuffled += 1
        assert record(written(root), page.url) == record(page.html, page.url), page.url
    assert shuffled > 10


def test_spaces_of_another_kind_change_nothing(every: list[SavedPage]) -> None:
    for page in every:
        root = tree(page.html)
        for element in root.iter("p", "h1", "li", "div", "span"):
            if element.text:
                element.text = element.text.replace(" ", "\u00a0")
        assert record(written(root), page.url) == record(page.html, page.url), page.url
