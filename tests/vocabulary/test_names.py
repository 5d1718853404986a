"""Names become identities: exactly, by the day where it matters, and never by a guess."""

import datetime as dt
import tomllib
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from osce_scraper.sites import load_site
from osce_scraper.vocabulary import CountryGroup, OfficeKind, countries, find_country, split_names
from osce_scraper.vocabulary.spelling import fold, name_key
from osce_scraper.vocabulary.territories import from_babel, territory_names

OSCE = load_site()

SPELLINGS = tomllib.loads(Path(__file__).with_name("spellings.toml").read_text(encoding="utf-8"))


def _case(row):
    name, identity, *on = row
    return pytest.param(name, identity or None, on[0] if on else None, id="-".join(map(str, row)))


def test_the_table_of_spellings_is_large():
    assert sum(map(len, SPELLINGS.values())) >= 200


@pytest.mark.parametrize(("name", "identity", "on"), [_case(row) for row in SPELLINGS["office"]])
def test_a_spelling_of_an_office_becomes_its_identity(name, identity, on):
    office = OSCE.offices.find(name, on)
    assert (office and office.id) == identity


@pytest.mark.parametrize(("name", "identity", "on"), [_case(row) for row in SPELLINGS["field_of_work"]])
def test_a_spelling_of_a_field_of_work_becomes_its_identity(name, identity, on):
    entry = OSCE.fields.find(name)
    assert (entry and entry.id) == identity


@pytest.mark.parametrize(("name", "identity", "on"), [_case(row) for row in SPELLINGS["country"]])
def test_a_spelling_of_a_country_becomes_its_code(name, identity, on):
    entry = find_country(name)
    assert (entry and entry.iso2) == identity


@pytest.mark.parametrize("office", OSCE.offices.values(), ids=lambda office: office.id)
def test_every_name_of_an_office_means_it(office):
    for dated in office.names:
        assert OSCE.offices.find(dated.name, dated.start or office.opened) is office
    today = dt.date(2026, 6, 1) if office.closed is None else office.closed
    assert OSCE.offices.find(office.name, today) is office
    for name in (*office.aliases, *(name for names in office.translations.values() for name in names)):
        assert OSCE.offices.find(name) is office, name
    if office.menu:
        assert OSCE.offices.find(office.menu) is office
    for section in office.sections:
        assert OSCE.offices.of_section(section) is office


@pytest.mark.parametrize("entry", OSCE.fields.values(), ids=lambda entry: entry.id)
def test_every_name_of_a_field_of_work_means_it(entry):
    translated = (name for names in entry.translations.values() for name in names)
    for name in (entry.name, *entry.former, *entry.aliases, *translated):
        assert OSCE.fields.find(name) is entry, name


@pytest.mark.parametrize("entry", countries().values(), ids=lambda entry: entry.iso2)
def test_every_name_of_a_country_means_it(entry):
    for name in (
        entry.name,
        *entry.aliases,
        f"The {entry.name}",
        f"{entry.name} – OSCE Chairpersonship 2025",
    ):
        assert find_country(name) is entry, name


def test_the_57_participating_states_and_both_groups_of_partners_are_there():
    groups = [entry.group for entry in countries().values()]
    assert groups.count(CountryGroup.PARTICIPATING_STATE) == 57
    assert groups.count(CountryGroup.ASIAN_PARTNER) == 5
    assert groups.count(CountryGroup.MEDITERRANEAN_PARTNER) == 6


def test_kosovo_is_stated_as_what_it_is():
    kosovo = countries()["XK"]
    assert kosovo.group is CountryGroup.OTHER
    assert "status" in kosovo.comment


def test_there_are_23_fields_of_work_in_the_main_menu():
    assert sum(entry.site == "www" for entry in OSCE.fields.values()) == 23


def test_links_between_offices_lead_to_offices():
    for office in OSCE.offices.values():
        for other in (
            *office.predecessors,
            *office.successors,
            *([office.part_of] if office.part_of else []),
        ):
            assert other in OSCE.offices, f"{office.id} names {other}"
        if office.country:
            assert office.country in countries()


def test_a_predecessor_knows_its_successor():
    assert OSCE.offices["mission-to-croatia"].successors == ("office-in-zagreb",)
    assert OSCE.offices["mission-to-serbia"].successors == ("mission-to-montenegro",)


def test_names_of_an_office_follow_one_another_without_overlap():
    for office in OSCE.offices.values():
        dated = [name for name in office.names if name.start]
        for earlier, later in pairwise(dated):
            assert earlier.end is not None
            assert earlier.end < later.start, office.id


@pytest.mark.parametrize(
    ("day", "name"),
    [
        (dt.date(2005, 1, 1), "OSCE Centre in Almaty"),
        (dt.date(2020, 1, 1), "OSCE Programme Office in Nur-Sultan"),
        (dt.date(2022, 9, 22), "OSCE Programme Office in Nur-Sultan"),
        (dt.date(2022, 9, 23), "OSCE Programme Office in Astana"),
    ],
)
def test_an_office_tells_its_name_on_a_day(day, name):
    assert OSCE.offices["programme-office-in-astana"].name_on(day) == name


def test_field_operations_have_a_host_country_but_for_the_regional_one():
    without = {
        o.id for o in OSCE.offices.values() if o.kind is OfficeKind.FIELD_OPERATION and o.country is None
    }
    assert without == {"liaison-office-in-central-asia"}


def test_offices_that_work_for_all_have_no_host_country():
    for identity in ("secretariat", "odihr", "high-commissioner-on-national-minorities", "chairpersonship"):
        assert OSCE.offices[identity].country is None


def test_names_of_all_countries_are_those_that_babel_has_today():
    assert territory_names() == from_babel()["codes"]


@pytest.mark.parametrize(
    ("value", "names"),
    [
        ("Education, Policing", ["Education", "Policing"]),
        ("Racism, xenophobia and discrimination, Youth", ["Racism, xenophobia and discrimination", "Youth"]),
        ("Space travel; Youth", ["Space travel", "Youth"]),
        ("Youth", ["Youth"]),
        ("", []),
        (" , ", []),
    ],
)
def test_a_list_of_names_is_split_where_the_names_end(value, names):
    assert split_names(value, OSCE.fields.find) == names


def test_two_offices_cannot_bear_one_name_on_one_day():
    from osce_scraper.vocabulary.data import VocabularyError
    from osce_scraper.vocabulary.offices import DatedName, Office, _check, _Claim

    one = Office("one", "One", OfficeKind.BODY)
    two = Office("two", "Two", OfficeKind.BODY)
    early = DatedName("X", dt.date(2000, 1, 1), dt.date(2001, 1, 1))
    late = DatedName("X", dt.date(2001, 1, 2))
    _check("x", [_Claim(one, early), _Claim(two, late)])
    with pytest.raises(VocabularyError, match="one and two on the same day"):
        _check("x", [_Claim(one, early), _Claim(two, early)])
    with pytest.raises(VocabularyError, match="on the same day"):
        _check("x", [_Claim(one, None), _Claim(two, late)])


@given(st.text(max_size=300), st.none() | st.dates())
def test_no_name_makes_a_look_up_fail(name, on):
    OSCE.offices.find(name, on)
    find_country(name)
    OSCE.fields.find(name)
    split_names(name, OSCE.offices.find)


@given(st.text(max_size=80))
def test_folding_twice_changes_nothing(text):
    assert fold(fold(text)) == fold(text)


@given(
    st.sampled_from(sorted(OSCE.offices)),
    st.sampled_from(["OSCE {}", "the {}", "{} (closed)", " {}:", "- {}"]),
)
def test_what_does_not_count_does_not_count(identity, form):
    name = OSCE.offices[identity].name
    own = OSCE.offices.own
    assert name_key(form.format(name), own) == name_key(name, own) or name in ("OSCE",)
