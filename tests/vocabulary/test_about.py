"""Countries an item is about, and names nobody knows."""

import tomllib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from osce_scraper.records import Country, CountrySource, FieldOfWork, Issuer, NewsItem, RefKind, Source
from osce_scraper.sites import load_site
from osce_scraper.sites.osce.describe import describe
from osce_scraper.vocabulary import toml_entry, unknown_names

OSCE = load_site()


def _told(countries):
    return [(country.iso2, country.source.value) for country in countries]


def test_each_country_comes_once_with_its_strongest_source():
    countries = OSCE.countries.of_item(
        labels=["Serbia"],
        issuer_ids=["mission-to-montenegro", "secretariat"],
        title="Kosovo and Serbia meet in Montenegro",
        lead="Albanian and Kosovo officials met.",
        language="en",
    )
    assert _told(countries) == [("RS", "label"), ("ME", "issuer"), ("XK", "title"), ("AL", "lead")]


def test_the_seat_of_an_office_that_works_for_all_is_not_what_an_item_is_about():
    issuers = [
        "odihr",
        "secretariat",
        "high-commissioner-on-national-minorities",
        "documentation-centre-in-prague",
    ]
    assert OSCE.countries.of_item(issuer_ids=issuers) == []


def test_a_name_of_the_place_label_that_is_unknown_stays_as_written():
    assert OSCE.countries.of_item(labels=["Atlantis", " "]) == [
        Country(name="Atlantis", iso2=None, source=CountrySource.LABEL)
    ]


def test_a_label_may_list_several_countries():
    countries = OSCE.countries.of_item(labels=["Moldova, Ukraine", "Korea, Republic of"])
    assert [country.iso2 for country in countries] == ["MD", "UA", "KR"]


def test_an_unknown_issuer_adds_no_country():
    assert OSCE.countries.of_item(issuer_ids=["no-such-office"]) == []


def test_the_chairpersonship_suffix_is_not_part_of_a_country():
    assert OSCE.countries.of_item(labels=["Finland – OSCE Chairpersonship 2025"])[0].name == "Finland"


@pytest.fixture
def item():
    return NewsItem(
        id="1-en",
        story_id="1",
        url="https://www.osce.org/node/1",
        language="en",
        type="news_item",
        title="T",
        body=["B"],
        source=Source(layout="bare", extractor_version="0"),
        issuers=[Issuer(name="OSCE Secretariat", id="secretariat"), Issuer(name="OSCE Moon Office")],
        fields_of_work=[FieldOfWork(name="Space travel"), FieldOfWork(name="Space travel")],
        countries=[Country(name="Atlantis", source="label"), Country(name="X", iso2="RS", source="title")],
    )


def test_unknown_names_of_an_item_are_told_once_each(item):
    assert unknown_names(item) == [
        (RefKind.OFFICE, "OSCE Moon Office"),
        (RefKind.FIELD_OF_WORK, "Space travel"),
        (RefKind.COUNTRY, "Atlantis"),
    ]


def test_an_unknown_name_comes_ready_to_paste():
    text = toml_entry("OSCE Moon Office", RefKind.OFFICE, 3, "531680-en")
    assert tomllib.loads(text) == {
        "office": [{"id": "moon-office", "name": "OSCE Moon Office", "kind": "department"}]
    }
    assert "offices.toml: seen 3 times, such as in 531680-en" in text


@given(st.text(), st.sampled_from(RefKind), st.integers(1, 9), st.text())
def test_whatever_the_name_the_entry_is_valid_toml(name, kind, count, example):
    (entries,) = tomllib.loads(toml_entry(name, kind, count, example)).values()
    assert len(entries) == 1


def test_the_page_of_the_documentation_is_up_to_date(pytestconfig):
    page = pytestconfig.rootpath / "docs" / "vocabulary.md"
    assert page.read_text(encoding="utf-8") == describe(OSCE), (
        "run: python -m osce_scraper.sites.osce.describe > docs/vocabulary.md"
    )


@pytest.mark.parametrize(
    ("place", "codes"),
    [
        ("TIRANA", ["AL"]),
        ("БИШКЕК", ["KG"]),
        ("Buxoro", ["UZ"]),
        ("PRISHTINË/PRIŠTINA", ["XK"]),
        ("KYIV/VIENNA", ["UA"]),
        ("VIENNA", []),
        ("Варшава", []),
        ("THE HAGUE", []),
        ("Old Bar Road", []),
        ("COPENHAGEN/PRAGUE", []),
    ],
)
def test_the_town_of_a_dateline_gives_the_country_but_for_headquarters(place, codes):
    assert [country.iso2 for country in OSCE.countries.of_item(place=place)] == codes


@pytest.mark.parametrize(
    ("lead", "language", "codes"),
    [
        ("Pia Holm (MP, Finland) met judges.", "en", []),
        ("Head of the delegation Karl Berger (Austria) spoke first.", "en", []),
        ("Вице-президент Карл Бергер (Австрия) открыл встречу.", "ru", []),
        ("La rapporteuse Anne Petit (France) a ouvert la séance.", "fr", []),
        ("Mira A. Aalto (Finland) and Jan van Dam (Netherlands) wrote it.", "en", []),
        ("The course was held in Novi Sad (Serbia).", "en", ["RS"]),
        ("Officers from Banja Luka (Bosnia and Herzegovina) came.", "en", ["BA"]),
        ("Three States (Georgia, Moldova and Ukraine) took part.", "en", ["GE", "MD", "UA"]),
        ("Курс прошел в городе Новый Сад (Сербия).", "ru", ["RS"]),
        ("The border (Tajikistan) was closed.", "en", ["TJ"]),
    ],
)
def test_the_country_in_brackets_behind_a_person_is_not_what_an_item_is_about(lead, language, codes):
    found = OSCE.countries.of_item(lead=lead, language=language)
    assert [country.iso2 for country in found] == codes
