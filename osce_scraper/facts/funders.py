"""Who paid, in languages that have words of funding in ``funding_words.toml``: States and unions of States.

A word of funding ("financuar nga", "finansirao") has its payer after it in the same sentence, or before it.
"""

import re
import tomllib
from collections.abc import Iterator, Sequence
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any, Final, NamedTuple

from osce_scraper.facts.speech_words import SHARED_FILES
from osce_scraper.records import Funder
from osce_scraper.text import find_funders as find_funders_by_grammar
from osce_scraper.text.characters import all_of_characters
from osce_scraper.vocabulary.countries import countries
from osce_scraper.vocabulary.inflected import countries_in_words
from osce_scraper.vocabulary.serbian import to_cyrillic

#: Languages whose funders the phrases of ``text/funding_phrases.py`` find.
_GRAMMARS: Final = frozenset(["en", "ru"])
_REACH: Final = 140  # characters of a sentence in which the payer is named
_END: Final = re.compile(r"[.!?;։](?=\s|$)")
_CYRILLIC: Final = re.compile("[а-яђјљњћџ]")


class _Payer(NamedTuple):
    start: int
    end: int
    name: str
    iso2: str | None


@cache
def _data() -> dict[str, Any]:
    return tomllib.loads(files("osce_scraper.facts").joinpath("funding_words.toml").read_text("utf-8"))


@lru_cache(maxsize=64)
def _phrases(language: str, cyrillic: bool) -> re.Pattern[str] | None:
    code = SHARED_FILES.get(language, language)
    stems = _data()["funding"].get(code)
    if stems is None:
        return None
    if cyrillic and code == "sr":
        stems = [to_cyrillic(stem) for stem in stems]
    return re.compile(
        "|".join(rf"(?<!\w){re.escape(stem)}\w*" for stem in sorted(stems, key=len, reverse=True)), re.I
    )


@cache
def _unions() -> re.Pattern[str]:
    return re.compile("|".join(rf"(?<!\w){re.escape(name)}\w*" for name in _data()["unions"]))


def covers_funders(language: str) -> bool:
    """Whether funders are found in ``language``, an ISO 639-1 code."""
    return language in _GRAMMARS or SHARED_FILES.get(language, language) in _data()["funding"]


def find_funders(paragraphs: Sequence[str], *, language: str = "en") -> list[Funder]:
    """The countries and organizations that paid for the activity or its project, each once, in text order.

    ``paragraphs`` are the body paragraphs, ``language`` is ISO 639-1. The evidence runs from the words of
    funding to the funder's name (or back from it). Raises nothing.
    """
    if language in _GRAMMARS:
        return find_funders_by_grammar(paragraphs, language=language)
    texts = all_of_characters(paragraphs)
    pattern = _phrases(language, any(_CYRILLIC.search(text) for text in texts[:2]))
    if pattern is None:
        return []
    found: dict[str, Funder] = {}
    for index, text in enumerate(texts):
        for match in pattern.finditer(text):
            for payer in _payers(text, match.start(), match.end(), language):
                start, end = min(payer.start, match.start()), max(payer.end, match.end())
                key = payer.iso2 or payer.name
                if key not in found:
                    found[key] = Funder(
                        name=payer.name,
                        iso2=payer.iso2,
                        evidence=text[start:end],
                        paragraph=index,
                        start=start,
                        end=end,
                    )
    if language == "uk":
        for funder in find_funders_by_grammar(paragraphs, language=language):
            found.setdefault(funder.iso2 or funder.name, funder)
    return list(found.values())


def _payers(text: str, start: int, end: int, language: str) -> list[_Payer]:
    """Who is named after the words of funding, else before them, in their sentence."""
    stop = _END.search(text, end)
    after = list(_named(text, end, min(stop.start() if stop else len(text), end + _REACH), language))
    if after:
        return after
    ends = [match.end() for match in _END.finditer(text, 0, start)]
    before = max(ends[-1] if ends else 0, start - _REACH)
    return list(_named(text, before, start, language))


def _named(text: str, start: int, end: int, language: str) -> Iterator[_Payer]:
    part = text[start:end]
    for named in countries_in_words(part, language):
        yield _Payer(start + named.start, start + named.end, countries()[named.iso2].name, named.iso2)
    for match in _unions().finditer(part):
        yield _Payer(start + match.start(), start + match.end(), match[0], None)
