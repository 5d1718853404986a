"""Towns and their countries, in every script of the site, for the places of datelines.

``towns.json`` is made by ``tools/towns.py`` from the names of GeoNames (geonames.org, CC BY 4.0).
"""

import json
import unicodedata
from functools import cache
from importlib.resources import files

_MARKS = str.maketrans("", "", "’'ʻʼ‘`")


def fold(name: str) -> str:
    """``name`` as names of towns are compared: small letters without accents, apostrophes and hyphens."""
    letters = unicodedata.normalize("NFKD", name.casefold().translate(_MARKS))
    plain = "".join(letter for letter in letters if not unicodedata.combining(letter)).replace("և", "եվ")
    return " ".join(plain.replace("-", " ").split())


@cache
def _towns() -> dict[str, str]:
    data = json.loads(files("osce_scraper.vocabulary").joinpath("towns.json").read_text("utf-8"))
    return {name.replace("_", " "): code for code, names in data.items() for name in names.split()}


def country_of_town(name: str) -> str | None:
    """The ISO code of the country of the town ``name``; None if it is unknown or in several countries.

    The towns of the OSCE's headquarters are not known here.
    """
    return _towns().get(fold(name))
