"""Reading of the data files that stand beside the look-ups."""

import json
import re
import tomllib
from collections.abc import Mapping
from importlib.resources import files
from typing import Any

from osce_scraper.vocabulary.serbian import to_cyrillic

#: Keys of an entry that hold its names in a language: "ru", "sr".
_LANGUAGE = re.compile(r"^[a-z]{2}$")


class VocabularyError(ValueError):
    """A data file of the vocabulary says something that cannot be; names the file and what to correct."""


def _text(name: str) -> str:
    return files("osce_scraper.vocabulary").joinpath(name).read_text(encoding="utf-8")


def read(name: str) -> dict[str, Any]:
    """The tables of the data file ``name`` (such as ``offices.toml``).

    Raises ``VocabularyError`` when the file is not valid TOML.
    """
    try:
        return tomllib.loads(_text(name))
    except tomllib.TOMLDecodeError as error:
        raise VocabularyError(f"osce_scraper/vocabulary/{name} is not valid TOML: {error}") from error


def read_json(name: str) -> Any:
    """What the generated data file ``name`` (such as ``territories.json``) holds."""
    return json.loads(_text(name))


def translations(entry: Mapping[str, Any]) -> dict[str, tuple[str, ...]]:
    """The names that ``entry`` has in other languages; Serbian ones in both scripts."""
    names = {key: tuple(value) for key, value in entry.items() if key != "id" and _LANGUAGE.match(key)}
    if "sr" in names:
        names["sr"] += tuple(to_cyrillic(name) for name in names["sr"])
    return names
