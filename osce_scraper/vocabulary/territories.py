"""Names of all countries of the world in the languages of the site, made from the Unicode CLDR.

``python -m osce_scraper.vocabulary.territories`` writes ``territories.json`` again from the installed Babel.
It is needed only when a language is added, Babel brings new names, or ``spelling.name_key`` changes. Look-ups
read the file, not Babel, which takes a tenth of a second to open that many languages.
"""

import json
from functools import cache
from pathlib import Path

from osce_scraper.vocabulary.data import read_json
from osce_scraper.vocabulary.spelling import name_key

#: Languages whose names are known, as Babel calls them.
LANGUAGES = (
    "en", "ru", "uk", "be", "sq", "tk", "sr", "sr_Latn", "bs", "hr", "mk", "ro", "de", "fr", "it", "es", "hy",
    "ka", "az", "ky", "kk", "tg", "uz", "uz_Cyrl", "tr", "pl", "mn",
)  # fmt: skip

#: Codes of two letters that CLDR has and that are no countries: unions, outlying islands, placeholders.
_NO_COUNTRIES = frozenset(
    [
        "AC",
        "AQ",
        "BV",
        "CP",
        "CQ",
        "DG",
        "EA",
        "EU",
        "EZ",
        "HM",
        "IC",
        "IO",
        "QO",
        "TA",
        "TF",
        "UM",
        "UN",
        "XA",
        "XB",
        "ZZ",
    ]
)


def _is_country(code: str) -> bool:
    return len(code) == 2 and code.isalpha() and code.isupper() and code not in _NO_COUNTRIES


@cache
def territory_names() -> dict[str, str]:
    """ISO 3166-1 alpha-2 codes by ``spelling.name_key`` of the name, in every language of ``LANGUAGES``.

    A spelling that means one country in one language and another in the next is left out.
    """
    codes: dict[str, str] = read_json("territories.json")["codes"]
    return codes


@cache
def english_names() -> dict[str, str]:
    """English names of all countries by ISO 3166-1 alpha-2 code."""
    names: dict[str, str] = read_json("territories.json")["english"]
    return names


def _with_article(name: str) -> tuple[str, ...]:
    """The definite forms of an Albanian name of one word: Shqipëri, Shqipëria; Kosovë, Kosova."""
    if " " in name or "-" in name:
        return ()
    if name.endswith("i"):
        return (f"{name}a",)
    if name.endswith("ë"):
        return (f"{name[:-1]}a",)
    # Pakistani and Nepali would be words for people in English.
    return ()


def from_babel() -> dict[str, dict[str, str]]:
    """What ``territories.json`` has to hold, from the names of the installed Babel."""
    from babel import Locale

    codes: dict[str, str | None] = {}
    for language in LANGUAGES:
        for code, name in Locale.parse(language).territories.items():
            key = name_key(name)
            if _is_country(code) and codes.setdefault(key, code) != code:
                codes[key] = None
    for code, name in Locale.parse("sq").territories.items():
        if _is_country(code):
            # Albanian names stand with their article too: Shqipëri, Shqipëria.
            for definite in _with_article(name):
                codes.setdefault(name_key(definite), code)
    english = {code: name for code, name in Locale.parse("en").territories.items() if _is_country(code)}
    return {
        "english": dict(sorted(english.items())),
        "codes": {key: code for key, code in sorted(codes.items()) if code is not None},
    }


def main() -> None:
    """Writes ``territories.json`` beside this file."""
    text = json.dumps(from_babel(), ensure_ascii=False, indent=0) + "\n"
    Path(__file__).with_name("territories.json").write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
