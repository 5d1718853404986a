"""The language of a page: its address, its ``lang`` attribute, its text, in that order of trust."""

import re
import tomllib
from collections.abc import Sequence
from functools import cache
from importlib.resources import files
from typing import Final, Protocol

from osce_scraper.records import Problem

#: Languages that look so alike in writing that a short text cannot tell them apart.
_ALIKE: Final = (
    frozenset({"sr", "bs", "hr", "me", "sl"}),
    frozenset({"ru", "uk", "be", "bg", "mk", "sr", "kk", "ky", "tg", "mn", "uz"}),
    frozenset({"tr", "az", "tk", "uz"}),
    frozenset({"en", "la"}),
)
#: Languages that the OSCE writes in; the identifier chooses among these only.
_CHOICES: Final = [
    "en",
    "ru",
    "uk",
    "be",
    "sq",
    "sr",
    "bs",
    "hr",
    "mk",
    "ro",
    "de",
    "fr",
    "it",
    "es",
    "hy",
    "ka",
    "az",
    "kk",
    "ky",
    "tr",
    "bg",
    "sl",
]
#: A text shorter than this says too little about its language.
_SHORTEST: Final = 120
_LONGEST: Final = 300


_LONGEST_COMPARED: Final = 4_000
_CYRILLIC: Final = re.compile("[а-я]")
#: Beginnings of words that only one of the languages that look alike uses.
_OWN_WORDS: Final[dict[str, tuple[str, ...]]] = {
    code: tuple(words)
    for code, words in tomllib.loads(
        files("osce_scraper.pages").joinpath("own_words.toml").read_text("utf-8")
    ).items()
}


class _Identifier(Protocol):
    def classify(self, text: str) -> tuple[str, float]: ...

    def set_languages(self, langs: list[str]) -> None: ...


@cache
def _identifier() -> _Identifier:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier  # reading the model takes a third of a second

    identifier: _Identifier = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    identifier.set_languages(_CHOICES)
    return identifier


#: Small words that only one language has so often: a text full of them needs no closer look, which costs
#: more than the parsing of its page.
_ENGLISH: Final = re.compile(r"\b(?:the|of|and|with|for|was|were|by|on|from|that)\b")
_ALBANIAN: Final = re.compile(r"\b(?:të|në|dhe|për|një|më|nga|është|që|së)\b")
_RUSSIAN: Final = re.compile(r"\b(?:и|в|на|с|по|что|для|из|не|как|о|об|от|к)\b")
_UKRAINIAN: Final = re.compile(r"\b(?:і|й|та|в|у|на|з|із|що|для|про|від|до|не|як)\b")
#: Letters of other languages in Cyrillic that use many of the same words.
_NOT_RUSSIAN: Final = re.compile("[іїєґўјљњћђџѓќѕәғқңөұүһҷҳӣӯ]", re.I)
_NOT_UKRAINIAN: Final = re.compile("[ыэёъўјљњћђџѓќѕәғқңөұүһҷҳӣӯ]", re.I)


def text_language(paragraphs: list[str]) -> str | None:
    """Language that the text is written in; None when it is too short or too mixed to say."""
    text = " ".join(paragraphs)[:_LONGEST]
    if len(text) < _SHORTEST:
        return None
    spaces = text.count(" ")
    if len(_ENGLISH.findall(text)) * 14 > spaces + 14:
        return "en"
    if "ы" in text and _often(_RUSSIAN, text, spaces) and not _NOT_RUSSIAN.search(text):
        return "ru"
    if ("ї" in text or "є" in text) and _often(_UKRAINIAN, text, spaces) and not _NOT_UKRAINIAN.search(text):
        return "uk"
    if "ë" in text and _often(_ALBANIAN, text, spaces):
        return "sq"
    language, certainty = _identifier().classify(text)
    return language if certainty >= 0.95 else None


def _often(small: re.Pattern[str], text: str, spaces: int) -> bool:
    return len(small.findall(text)) * 8 > spaces


def choose(languages: Sequence[str], paragraphs: list[str]) -> str:
    """The one of ``languages``, which look alike, whose own words the text uses most; the first on a tie."""
    if len(languages) == 1:
        return languages[0]
    text = " ".join(paragraphs)[:_LONGEST_COMPARED].lower()
    if _CYRILLIC.search(text):
        return "sr" if "sr" in languages else languages[0]
    words = re.findall(r"\w+", text)
    counts = {code: sum(word.startswith(_OWN_WORDS.get(code, ())) for word in words) for code in languages}
    return max(languages, key=lambda code: counts[code])


def decide(address: str | None, declared: str | None, text: str | None) -> tuple[str, Problem | None]:
    """The language, and the problem that its witnesses disagree.

    ``address`` is the address's language prefix, ``declared`` the ``lang`` attribute, ``text`` what the text
    itself looks like; each None when it says nothing. English when nothing speaks.
    """
    witnesses = {"address": address, "lang attribute": declared, "text": text}
    said = {name: code for name, code in witnesses.items() if code is not None}
    language = address or declared or text or "en"
    against = {name: code for name, code in said.items() if code != language and not _alike(code, language)}
    if not against:
        return language, None
    detail = ", ".join(f"{name} {code}" for name, code in said.items())
    return language, Problem(code="language_conflict", field="language", detail=detail)


def _alike(one: str, other: str) -> bool:
    return "en" not in (one, other) and any(one in group and other in group for group in _ALIKE)
