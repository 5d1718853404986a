"""Labels, newsroom headings and headings of what is no article, in the languages of the site."""

import tomllib
from importlib.resources import files

import pytest
from hypothesis import given
from hypothesis import strategies as st

from osce_scraper.records import ItemType
from osce_scraper.vocabulary import (
    Label,
    Section,
    is_newsroom_heading,
    item_type,
    label_meaning,
    section_heading,
    split_label,
)


def _table(name):
    return tomllib.loads(files("osce_scraper.vocabulary").joinpath(name).read_text(encoding="utf-8"))


@pytest.mark.parametrize(
    ("text", "meaning"),
    [
        ("Issued on:", Label.ISSUED_ON),
        ("Publishing date:", Label.ISSUED_ON),
        ("Date:", Label.ISSUED_ON),
        ("Issued by:", Label.ISSUED_BY),
        ("Where we are:", Label.ISSUED_BY),
        ("Source:", Label.ISSUED_BY),
        ("Джерело:", Label.ISSUED_BY),
        ("Fields of work:", Label.FIELDS_OF_WORK),
        ("What we do:", Label.FIELDS_OF_WORK),
        ("Наша діяльність:", Label.FIELDS_OF_WORK),
        ("Content type:", Label.KIND),
        ("Report type:", Label.KIND),
        ("Place:", Label.PLACE),
        ("Location:", Label.PLACE),
        ("Locations:", Label.PLACE),
        ("Регіони:", Label.PLACE),
        ("Where", Label.WHERE),
        ("When", Label.WHEN),
        ("Organized by", Label.ORGANIZED_BY),
    ],
)
def test_every_label_seen_on_the_site_has_its_meaning(text, meaning):
    assert label_meaning(text) is meaning


@pytest.mark.parametrize(
    "text",
    ["ISSUED BY", "issued by", "Issued by :", "Issued\u00a0by:", "- Issued by:", "• Issued  by",
     "Issued by：", "\u200bIssued by:", " Issued by\n", "| Issued by |"],
)  # fmt: skip
def test_case_colon_spaces_and_marks_around_a_label_do_not_count(text):
    assert label_meaning(text) is Label.ISSUED_BY


@pytest.mark.parametrize(
    "text",
    ["Issued by the OSCE", "When the training ended", "Where we are going", "", ":", "-", "Wherever",
     "The event covered an introduction of the general principles", "What we do matters", "Dated"],
)  # fmt: skip
def test_a_sentence_that_begins_like_a_label_is_none(text):
    assert label_meaning(text) is None


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("Issued by: OSCE Secretariat", (Label.ISSUED_BY, "OSCE Secretariat")),
        ("- Issued on:", (Label.ISSUED_ON, "")),
        ("Publishing date: 26 April 2015", (Label.ISSUED_ON, "26 April 2015")),
        ("Джерело: Представник ОБСЄ", (Label.ISSUED_BY, "Представник ОБСЄ")),
        ("Location:\u00a0Kosovo: north", (Label.PLACE, "Kosovo: north")),
        ("Issued by OSCE Secretariat", None),
        ("Issued by", None),
        ("He asked: when?", None),
        ("17:30", None),
        ("", None),
    ],
)
def test_a_label_is_split_from_its_value_at_the_colon(text, parts):
    assert split_label(text) == parts


@pytest.mark.parametrize(
    "text", ["Newsroom", "Новини", "Redaksia e lajmeve", "NEWSROOM", "News and press releases"]
)
def test_headings_of_the_newsroom_are_known(text):
    assert is_newsroom_heading(text)


@pytest.mark.parametrize("text", ["Newsroom training for journalists", "Good news", ""])
def test_other_headings_are_not_the_newsrooms(text):
    assert not is_newsroom_heading(text)


@pytest.mark.parametrize(
    ("text", "section"),
    [
        ("Related", Section.RELATED),
        ("Related stories", Section.RELATED),
        ("More on this topic", Section.RELATED),
        ("Read more", Section.RELATED),
        ("Share", Section.SHARE),
        ("Photo gallery", Section.GALLERY),
        ("Tags:", Section.TAGS),
        ("Contacts", Section.CONTACTS),
        ("Contact:", Section.CONTACTS),
        ("Also available in", Section.LANGUAGES),
        ("Читайте також", Section.RELATED),
        ("Related offences were discussed", None),
        ("Share of women", None),
        ("Contact with the authorities was kept.", None),
        ("", None),
    ],
)
def test_a_heading_that_ends_an_article_says_what_follows(text, section):
    assert section_heading(text) is section


@pytest.mark.parametrize(
    ("label", "kind"),
    [
        ("News", ItemType.NEWS_ITEM),
        ("News Item", ItemType.NEWS_ITEM),
        ("Press release", ItemType.PRESS_RELEASE),
        ("Press Releases", ItemType.PRESS_RELEASE),
        ("Press statement", ItemType.STATEMENT),
        ("Daily report", ItemType.DAILY_REPORT),
        ("Spot report", ItemType.SPOT_REPORT),
        ("Щоденний звіт", ItemType.DAILY_REPORT),
        ("Story", ItemType.STORY),
        ("Event", ItemType.EVENT),
        ("Interview", ItemType.OTHER),
        ("Press release on elections", None),
        ("", None),
    ],
)
def test_the_label_of_a_kind_becomes_the_kind(label, kind):
    assert item_type(label) is kind


def test_no_spelling_of_a_label_is_shadowed_by_another_meaning():
    tables = _table("labels.toml")
    for meaning, languages in tables["label"].items():
        for spellings in languages.values():
            for spelling in spellings:
                assert label_meaning(f"{spelling}:") == Label(meaning), spelling


LANGUAGES = [
    "en",
    "ru",
    "uk",
    "be",
    "sq",
    "tk",
    "sr-Latn",
    "sr-Cyrl",
    "bs",
    "hr",
    "mk",
    "ro",
    "de",
    "fr",
    "it",
    "es",
    "hy",
    "ka",
    "az",
    "ky",
    "kk",
    "tg",
    "uz",
]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    "label",
    [label for label in Label if label not in (Label.LANGUAGES, Label.TAGS)],
    ids=lambda label: label.value,
)
def test_every_language_of_the_site_has_every_label(language, label):
    assert _table("labels.toml")["label"][label.value].get(language)


@given(st.text(max_size=120))
def test_no_text_makes_a_look_up_fail(text):
    label_meaning(text)
    split_label(text)
    section_heading(text)
    is_newsroom_heading(text)
    item_type(text)
