"""Menus as a witness: every entry resolves, and what changed is told."""

import json
import tomllib
from importlib.resources import files

import pytest

from osce_scraper.records import Menu, MenuEntry, MenuSource, RefKind
from osce_scraper.sites import load_site

OSCE = load_site()
WWW = "www.osce.org"


def _entries(file, **renamed):
    """The paths of a known menu, its labels replaced where ``renamed`` says so."""
    text = files("osce_scraper.sites.osce").joinpath(file).read_text(encoding="utf-8")
    return [
        (*section["path"], renamed.get(label, label))
        for section in tomllib.loads(text)["section"]
        for label in section["labels"]
    ]


MAIN = _entries("menu_main.toml")
ODIHR = _entries("menu_odihr.toml")


@pytest.mark.parametrize(("entries", "host"), [(MAIN, WWW), (ODIHR, "odihr.osce.org")])
def test_a_menu_as_known_has_no_differences(entries, host):
    assert not OSCE.menus.compare(entries, host)


def test_the_main_menu_has_all_its_parts():
    refs = [OSCE.menus.ref(path[-1], path) for path in MAIN]
    kinds = [ref[0] for ref in refs if ref is not None]
    assert kinds.count(RefKind.FIELD_OF_WORK) == 23
    assert kinds.count(RefKind.COUNTRY) == 57
    # two groups of Partners, chair, Secretariat, Parliamentary Assembly, Court; 12 departments; 12 missions
    assert kinds.count(RefKind.OFFICE) == 2 + 4 + 12 + 12


def test_the_21_fields_of_odihr_resolve():
    refs = [OSCE.menus.ref(path[-1], path) for path in ODIHR]
    assert sum(ref is not None and ref[0] is RefKind.FIELD_OF_WORK for ref in refs) == 21


@pytest.mark.parametrize(
    ("known", "variant"),
    [
        ("Gender equality conferences", "Gender Equality Review Conferences"),
        ("Czechia", "Czech Republic"),
        ("Finland", "Finland – OSCE Chairpersonship 2025"),
        ("Switzerland", "Switzerland – OSCE Chairpersonship 2026"),
    ],
)
def test_the_variants_seen_are_no_differences(known, variant):
    assert not OSCE.menus.compare(_entries("menu_main.toml", **{known: variant}), WWW)


@pytest.mark.parametrize(
    ("label", "path", "ref"),
    [
        ("Georgia", ["Countries", "Participating States", "Georgia"], (RefKind.COUNTRY, "GE")),
        (
            "Finland – OSCE Chairpersonship 2025",
            ["Countries", "Participating States"],
            (RefKind.COUNTRY, "FI"),
        ),
        ("Japan", ["Countries", "Asian Partners for Co-operation", "Japan"], (RefKind.COUNTRY, "JP")),
        ("Policing", ["Our work", "Fields of work", "Policing"], (RefKind.FIELD_OF_WORK, "policing")),
        ("Elections", ["Our work", "Elections"], (RefKind.FIELD_OF_WORK, "elections")),
        ("Secretariat", ["Structures and institutions", "Secretariat"], (RefKind.OFFICE, "secretariat")),
        ("Mission to Serbia", [], (RefKind.OFFICE, "mission-to-serbia")),
        ("OSCE Mission to Serbia", ["Mission to Serbia"], (RefKind.OFFICE, "mission-to-serbia")),
        ("Our work", ["Our work"], None),
        ("Field operations", ["Our work", "Field operations"], None),
        ("Field operations", ["Structures and institutions", "Field operations"], None),
        ("Partnerships", ["Our work", "Partnerships"], None),
        ("Partnerships", ["Partnerships"], None),
        ("Economic and Environmental Forum", ["Our work", "Meetings and conferences"], None),
        ("Human rights meetings", ["Our work", "Meetings and conferences"], None),
        ("Closed field activities", ["Structures and institutions", "Field operations"], None),
        ("Something new", ["Our work", "Something new"], None),
        ("", [], None),
    ],
)
def test_an_entry_names_an_office_a_field_or_a_country_by_where_it_stands(label, path, ref):
    assert OSCE.menus.ref(label, path) == ref


def test_new_vanished_and_renamed_entries_are_told():
    paths = _entries("menu_main.toml", Policing="Police matters", Czechia="Tschechien")
    paths = [path for path in paths if path[-1] != "Mission to Serbia"]
    paths.append(("Our work", "Space travel"))
    paths.append(("Structures and institutions", "Field operations", "Office in Zagreb"))
    differences = OSCE.menus.compare(paths, WWW)
    assert differences
    assert [(d.seen, d.ref) for d in differences.new] == [
        ("Space travel", None),
        ("Office in Zagreb", "office-in-zagreb"),
    ]
    assert [(d.known, d.ref) for d in differences.vanished] == [("Mission to Serbia", "mission-to-serbia")]
    assert [(d.known, d.seen, d.ref) for d in differences.renamed] == [
        ("Policing", "Police matters", "policing"),
        ("Czechia", "Tschechien", "CZ"),
    ]


def test_neither_order_nor_a_repeated_label_is_a_difference():
    assert not OSCE.menus.compare(
        [*reversed(MAIN), ("Fields of work",), ("Countries", "Fields of work")], WWW
    )


def test_an_empty_menu_has_lost_everything():
    differences = OSCE.menus.compare([], WWW)
    labels = {path[-1] for path in MAIN}
    assert {difference.known for difference in differences.vanished} == labels


def test_records_can_be_compared_too():
    entries = [
        MenuEntry(menu=Menu.MAIN, id=str(at), label=path[-1], level=len(path), position=1, path=list(path),
                  source=MenuSource(layout="drupal11", extractor_version="0"))
        for at, path in enumerate(MAIN)
    ]  # fmt: skip
    footer = entries[0].model_copy(update={"menu": Menu.FOOTER, "label": "Jobs", "path": ["Jobs"]})
    assert not OSCE.menus.compare([*entries, footer], WWW)


def test_differences_can_be_written_as_json():
    differences = OSCE.menus.compare([path for path in MAIN if path[-1] != "Youth"], WWW)
    told = json.loads(json.dumps(differences.to_dict()))
    assert told == {
        "new": [],
        "vanished": [
            {
                "known": "Youth",
                "seen": None,
                "path": ["Our work", "Fields of work", "Youth"],
                "kind": "field_of_work",
                "ref": "youth",
            }
        ],
        "renamed": [],
    }


def test_a_host_without_a_known_menu_has_no_differences():
    assert not OSCE.menus.compare([("Our work",)], "www.example.org")
