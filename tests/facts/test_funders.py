"""Who paid and which countries are named, in the languages of the site."""

import pytest

from osce_scraper.facts.funders import covers_funders, find_funders
from osce_scraper.sites import load_site

OSCE = load_site()


PAID = [
    ("uk", "Проєкт фінансується урядами Німеччини та Норвегії.", {"DE", "NO"}),
    ("uk", "Тренінг відбувся за фінансової підтримки Швейцарії.", {"CH"}),
    ("sq", "Trajnimi u financua nga Gjermania dhe Zvicra.", {"DE", "CH"}),
    ("sr", "Projekat finansira Švedska.", {"SE"}),
    ("sr", "Обуку је финансирала Италија.", {"IT"}),
    ("hr", "Tečaj je financirala Njemačka.", {"DE"}),
    ("mk", "Проектот е финансиран од Германија.", {"DE"}),
    ("ro", "Proiectul este finanțat de Germania și Suedia.", {"DE", "SE"}),
    ("de", "Das Projekt wird von Norwegen finanziert.", {"NO"}),
    ("fr", "Le projet est financé par l’Allemagne.", {"DE"}),
    ("it", "Il progetto è finanziato dalla Germania.", {"DE"}),
    ("es", "El proyecto fue financiado por Noruega.", {"NO"}),
    ("pl", "Projekt jest finansowany przez Norwegię.", {"NO"}),
    ("kk", "Жоба Германия тарапынан қаржыландырылды.", {"DE"}),
    ("az", "Layihə Norveç tərəfindən maliyyələşdirilir.", {"NO"}),
]


@pytest.mark.parametrize(("language", "text", "codes"), PAID)
def test_the_state_that_paid_is_found(language: str, text: str, codes: set[str]) -> None:
    funders = find_funders([text], language=language)
    assert {funder.iso2 for funder in funders} == codes
    for funder in funders:
        assert text[funder.start : funder.end] == funder.evidence


NOT_PAID = [
    ("uk", "У семінарі взяли участь судді з Німеччини та Норвегії."),
    ("sq", "Në takim morën pjesë përfaqësues nga Gjermania."),
    ("sr", "Gosti iz Švedske posetili su školu."),
    ("ro", "Experți din Germania au susținut cursul."),
    ("fr", "Des juges d’Allemagne ont participé au séminaire."),
    ("pl", "Goście z Norwegii zwiedzili szkołę."),
]


@pytest.mark.parametrize(("language", "text"), NOT_PAID)
def test_a_state_that_is_only_named_did_not_pay(language: str, text: str) -> None:
    assert find_funders([text], language=language) == []


def test_languages_without_words_of_funding_are_not_covered() -> None:
    assert covers_funders("sq")
    assert not covers_funders("et")


@pytest.mark.parametrize(
    ("language", "title", "codes"),
    [
        ("sq", "Misioni i OSBE-së në Shqipëri hap një kurs", ["AL"]),
        ("sr", "Otvoren kurs u Srbiji", ["RS"]),
        ("pl", "Kurs dla sędziów w Gruzji", ["GE"]),
        ("ro", "Curs pentru judecători în Moldova", ["MD"]),
        ("de", "Kurs für Richter in Tadschikistan", ["TJ"]),
        ("fr", "Un cours pour juges en Arménie", ["AM"]),
        ("kk", "Қазақстандағы семинар", ["KZ"]),
        ("en", "OSCE Centre in Ashgabat holds course", ["TM"]),
        ("en", "Course held with the French Embassy", []),
    ],
)
def test_countries_of_the_title_are_found_in_any_case(language: str, title: str, codes: list[str]) -> None:
    assert [country.iso2 for country in OSCE.countries.of_item(title=title, language=language)] == codes


@pytest.mark.parametrize(
    ("place", "code"), [("Tirana", "AL"), ("BISHKEK", "KG"), ("Vienna", None), ("WARSAW", None)]
)
def test_the_town_of_the_dateline_gives_the_country(place: str, code: str | None) -> None:
    found = [country.iso2 for country in OSCE.countries.of_item(title="A course", place=place)]
    assert found == ([code] if code else [])
