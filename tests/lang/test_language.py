"""Packs are checked when they are loaded: an error names the file, the section and the key."""

from importlib.resources import files
from typing import Any

import pytest

from osce_scraper.lang.language import SECTIONS, PackError, load_pack, parse_pack

CODES = sorted(
    path.name.removesuffix(".toml") for path in files("osce_scraper.lang").joinpath("packs").iterdir()
)


@pytest.mark.parametrize("code", CODES)
def test_every_pack_loads(code: str) -> None:
    pack = load_pack(code)
    assert pack is not None
    assert any(pack.section(name) for name in SECTIONS)


@pytest.mark.parametrize(
    ("data", "message"),
    [
        ({"speach": {}}, r"xx.toml: unknown section \[speach\]; known are counts"),
        ({"speech": {"verb": ["said"]}}, r"xx.toml: \[speech\] unknown key 'verb'; known are verbs"),
        ({"speech": {"verbs": "said"}}, r"xx.toml: \[speech\] verbs must be a list of words, not 'said'"),
        ({"counts": {"people": ["of*ficer"]}}, r"\[counts\] people: .of\*ficer. never matches"),
        ({"speech": {"head_final": "yes"}}, r"\[speech\] head_final must be true or false"),
        ({"calendar": {"months": {"mars": "3"}}}, r"\[calendar\] months must be a table of whole numbers"),
        ({"events": {"earlier": ["("]}}, r"\[events\] earlier must be a list of regular expressions"),
        ({"counts": ["a"]}, r"xx.toml: counts must be a table, such as \[counts\]"),
        ({"share": {"count": "sr"}}, r"xx.toml: share: unknown section 'count'"),
    ],
)
def test_an_error_in_a_pack_names_the_section_and_the_key(data: dict[str, Any], message: str) -> None:
    with pytest.raises(PackError, match=message):
        parse_pack("xx", data)


def test_a_language_without_a_pack_has_none() -> None:
    assert load_pack("xx") is None
    assert load_pack("../en") is None


def test_a_language_can_share_sections_of_another() -> None:
    bosnian, serbian = load_pack("bs"), load_pack("sr")
    assert bosnian is not None
    assert serbian is not None
    assert bosnian.section("counts") == serbian.section("counts")
    assert bosnian.section("calendar") != serbian.section("calendar")


def test_serbian_is_read_in_both_scripts() -> None:
    pack = load_pack("sr", cyrillic=True)
    assert pack is not None
    assert pack.counts is not None
    assert "учесник" in pack.counts["participants"]
