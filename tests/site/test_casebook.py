"""Fixtures are honest: what a case expects can be read on its page, and no two cases share a folder."""

import json
import re
from pathlib import Path
from typing import Any

import lxml.html
import pytest

from tests.site.casebook.__main__ import all_cases
from tests.site.casebook.case import Case

CASES = all_cases()
_SPACES = re.compile(r"[\s\u00a0\x00]+")


def readable(case: Case) -> str:
    """Everything a reader or a machine finds on the page, with single spaces."""
    page = case.page
    if isinstance(page, bytes):
        page = page.decode("cp1251" if "cyrillic" in case.name or "1251" in str(case.headers) else "cp1252")
    if case.text:
        return _SPACES.sub(" ", page)
    tree = lxml.html.document_fromstring(page.replace("\x00", "").lstrip("\ufeff").encode(), parser=_PARSER)
    attributes = " ".join(str(value) for value in tree.xpath("//@content | //@href | //@src"))
    return _SPACES.sub(" ", f"{tree.text_content()} {attributes}")


_PARSER = lxml.html.HTMLParser(encoding="utf-8")


@pytest.mark.parametrize(
    "case", [case for case in CASES if case.kind == "news"], ids=lambda c: f"{c.layout}-{c.name}"
)
def test_the_words_expected_of_a_page_stand_on_it(case: Case) -> None:
    seen = readable(case)
    expected = case.expected
    said: list[str] = [expected["title"], *expected["body"], expected["lead"]]
    said += [entry["name"] for key in ("issuers", "fields_of_work") for entry in expected.get(key, [])]
    said += [picture["caption"] for picture in expected.get("images", [])]
    said += [link["title"] for key in ("related", "attachments") for link in expected.get(key, [])]
    if expected.get("type_label"):
        said.append(expected["type_label"])
    for words in said:
        assert words in seen, words


@pytest.mark.parametrize(
    "case", [case for case in CASES if case.kind == "listing"], ids=lambda c: f"{c.layout}-{c.name}"
)
def test_the_teasers_expected_of_a_listing_stand_on_it(case: Case) -> None:
    seen = readable(case)
    for teaser in case.expected["teasers"]:
        assert teaser["title"] in seen
        for key in ("type_label", "snippet"):
            assert (teaser.get(key) or "") in seen


def test_there_are_enough_cases_of_every_layout_and_kind() -> None:
    assert len(CASES) >= 60
    assert sum(case.name.startswith("damaged-") for case in CASES) >= 15
    assert {case.layout for case in CASES} == {
        "drupal11", "drupal6", "newsroom", "bare", "labelled", "text", "odihr", "unknown",
    }  # fmt: skip
    assert {case.kind for case in CASES} == {"news", "listing", "menu"}
    languages = {case.expected.get("language") for case in CASES}
    assert {"en", "uk", "ru", "sq"} <= languages


def test_a_case_is_written_as_a_folder_of_page_meta_and_expected(tmp_path: Path) -> None:
    folder = CASES[0].write(tmp_path)
    meta: dict[str, Any] = json.loads((folder / "meta.json").read_text(encoding="utf-8"))
    assert meta["url"] == CASES[0].url
    assert {path.name for path in folder.iterdir()} == {"page.html", "meta.json", "expected.json"}
