"""Arguments of the spiders: typed, checked, and able to say what they take."""

import datetime as dt
from pathlib import Path

import pytest

from osce_scraper.crawling.arguments import BadArgumentsError, MenusArguments, NewsArguments
from osce_scraper.sites import load_site

OSCE = load_site()


SITE = OSCE.profile("https://www.osce.org")


def test_nothing_need_be_given() -> None:
    asked = NewsArguments.read({})
    assert asked.since is None
    assert asked.until is None
    assert asked.languages == ()
    assert asked.limit is None
    assert not asked.full
    assert asked.addresses(SITE) == ()


def test_the_command_line_gives_text_and_the_model_types() -> None:
    asked = NewsArguments.read(
        {"since": "2024-01-31", "until": " 2024-02-01", "languages": "en, uk", "limit": "7", "full": "1"}
    )
    assert (asked.since, asked.until) == (dt.date(2024, 1, 31), dt.date(2024, 2, 1))
    assert asked.languages == ("en", "uk")
    assert asked.limit == 7
    assert asked.full


@pytest.mark.parametrize("text", ["20240131", "1706659200", "31.01.2024", "2024-01-31T00:00", "2024-13-01"])
def test_a_day_is_written_one_way(text: str) -> None:
    with pytest.raises(BadArgumentsError, match=r"argument 'since'.*YYYY-MM-DD"):
        NewsArguments.read({"since": text})


def test_every_mistake_is_told() -> None:
    with pytest.raises(BadArgumentsError) as caught:
        NewsArguments.read({"since": "x", "limit": "y", "colour": "z"})
    said = str(caught.value).splitlines()
    assert len(said) == 3
    assert [name for line in said for name in ("since", "limit", "colour") if f"'{name}'" in line]


def test_a_slip_of_the_pen_is_guessed() -> None:
    with pytest.raises(BadArgumentsError, match="Did you mean 'languages'"):
        NewsArguments.read({"language": "en"})
    with pytest.raises(BadArgumentsError, match="the spider 'menus' takes no arguments"):
        MenusArguments.read({"since": "2024-01-01"})


@pytest.mark.parametrize("name", sorted(NewsArguments.model_fields))
def test_every_argument_says_what_it_takes_and_its_example_is_taken(name: str, tmp_path: Path) -> None:
    assert f"-a {name}=" in NewsArguments.takes(name)
    (example,) = NewsArguments.model_fields[name].examples or ()
    assert NewsArguments.read({name: example})


def test_addresses_come_from_both_in_their_order_and_once(tmp_path: Path) -> None:
    file = tmp_path / "urls.txt"
    file.write_text(
        "\ufeff# chosen by hand\nhttps://www.osce.org/a/2\n\n  https://www.osce.org/a/1  \n", encoding="utf-8"
    )
    asked = NewsArguments.read({"urls": "https://www.osce.org/a/1", "urls_file": str(file)})
    assert asked.names_addresses
    assert asked.addresses(SITE) == ("https://www.osce.org/a/1", "https://www.osce.org/a/2")


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"# nothing\n", "names no address"),
        (b"https://www.example.org/a/1\n", "'https://www.example.org/a/1' is no address of an item"),
        (b"\xff\xfe\x00", "can't be read"),
    ],
)
def test_a_file_of_no_use_is_refused(tmp_path: Path, content: bytes, said: str) -> None:
    file = tmp_path / "urls.txt"
    file.write_bytes(content)
    with pytest.raises(BadArgumentsError, match="argument 'urls_file'") as caught:
        NewsArguments.read({"urls_file": str(file)}).addresses(SITE)
    assert said in str(caught.value)
