"""Who paid, in languages whose pack has a section ``funding``: States and unions of States.

A word of funding ("financuar nga", "finansirao") has its payer after it in the same sentence, or before it.
"""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Final, NamedTuple

from osce_scraper.lang.characters import all_of_characters
from osce_scraper.lang.language import is_cyrillic, load_pack
from osce_scraper.records import Funder
from osce_scraper.text import find_funders as find_funders_by_grammar
from osce_scraper.vocabulary.countries import countries
from osce_scraper.vocabulary.inflected import countries_in_words

#: Languages whose funders the phrases of ``text/funding_phrases.py`` find.
_GRAMMARS: Final = frozenset(["en", "ru"])
#: Of the others, those that have phrases there too.
_WITH_PHRASES: Final = frozenset(["ru", "uk"])
_REACH: Final = 140  # characters of a sentence in which the payer is named
_END: Final = re.compile(r"[.!?;։](?=\s|$)")


class _Payer(NamedTuple):
    start: int
    end: int
    name: str
    iso2: str | None


@lru_cache(maxsize=64)
def _phrases(language: str, cyrillic: bool) -> re.Pattern[str] | None:
    pack = load_pack(language, cyrillic)
    stems = pack.section("funding").get("stems") if pack else None
    if stems is None:
        return None
    return re.compile(
        "|".join(rf"(?<!\w){re.escape(stem)}\w*" for stem in sorted(stems, key=len, reverse=True)), re.I
    )


@lru_cache(maxsize=64)
def _unions(language: str, cyrillic: bool) -> re.Pattern[str]:
    pack = load_pack(language, cyrillic)
    names = pack.section("funding").get("unions", []) if pack else []
    # An abbreviation takes no ending: "EULEX" is a mission.
    ends = [re.escape(name) + (r"(?!\w)" if name.isupper() else r"\w*") for name in names]
    return re.compile("|".join(rf"(?<!\w){name}" for name in ends) or "(?!)")


def covers_funders(language: str) -> bool:
    """Whether funders are found in ``language``, an ISO 639-1 code."""
    return language in _GRAMMARS or _phrases(language, False) is not None


def find_funders(paragraphs: Sequence[str], *, language: str = "en") -> list[Funder]:
    """The countries and organizations that paid for the activity or its project, each once, in text order.

    ``paragraphs`` are the body paragraphs, ``language`` is ISO 639-1. The evidence runs from the words of
    funding to the funder's name (or back from it). Raises nothing.
    """
    if language == "en":
        return find_funders_by_grammar(paragraphs, language=language)
    texts = all_of_characters(paragraphs)
    cyrillic = any(is_cyrillic(text) for text in texts[:2])
    pattern = _phrases(language, cyrillic)
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
    if language in _WITH_PHRASES:
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
    for match in _unions(language, is_cyrillic(text)).finditer(part):
        yield _Payer(start + match.start(), start + match.end(), match[0], None)
