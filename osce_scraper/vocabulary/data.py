"""Reading of the data files that stand beside the look-ups."""

import tomllib
from importlib.resources import files
from typing import Any


class VocabularyError(ValueError):
    """A data file of the vocabulary says something that cannot be; names the file and what to correct."""


def read(name: str) -> dict[str, Any]:
    """The tables of the data file ``name`` (such as ``offices.toml``).

    Raises ``VocabularyError`` when the file is not valid TOML.
    """
    text = files("osce_scraper.vocabulary").joinpath(name).read_text(encoding="utf-8")
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise VocabularyError(f"osce_scraper/vocabulary/{name} is not valid TOML: {error}") from error
