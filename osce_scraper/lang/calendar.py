"""Month names, weekdays and the small words of dates, by language.

Names come from Babel's locale data, read once per language when it is first needed; forms that Babel lacks
(case endings of Serbian and Tajik, "Sept.") are in the section ``calendar`` of the language's pack.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from babel import Locale, UnknownLocaleError

from osce_scraper.lang.language import load_pack

# Languages that write month names with a capital letter: "may" and "march" are other words there.
_CAPITALISED = {"en", "de"}
# In the order of trust: a full name before a short one, the form inside a date before the form alone.
_FORMS = (
    ("format", "wide"),
    ("format", "abbreviated"),
    ("stand-alone", "wide"),
    ("stand-alone", "abbreviated"),
)
_NO_MATCH = r"(?!)"


@dataclass(frozen=True, slots=True)
class CalendarWords:
    """The words that one language (with English beside it) uses in dates, ready for look-up.

    ``months`` maps a lower-case form to 1..12; ``capitalised`` holds the forms that are months only with a
    capital first letter; ``stems`` are beginnings of month names, in the order of the year, for languages
    that add endings; ``weekdays`` maps lower-case names to 0 (Monday) .. 6.
    """

    language: str
    months: dict[str, int]
    capitalised: frozenset[str]
    stems: tuple[str, ...]
    weekdays: dict[str, int]
    after_day: re.Pattern[str]
    after_month: re.Pattern[str]
    year_first: re.Pattern[str] | None
    join: re.Pattern[str]
    joiners: frozenset[str]
    relative_hints: tuple[str, ...]
    relative: re.Pattern[str] | None
    relative_days: dict[str, int]
    relative_weeks: dict[str, int]

    def month(self, word: str) -> int | None:
        """The month (1..12) that ``word`` names in this language, else None."""
        key = word.lower()
        number = self.months.get(key)
        if number is not None:
            return None if key in self.capitalised and word[0].islower() else number
        if not self.stems:
            return None
        key = _fold(word)
        for index, stem in enumerate(self.stems):
            if key.startswith(stem) and len(key) <= len(stem) + 7:
                return index + 1
        return None

    def weekday(self, word: str) -> int | None:
        """The weekday (0 is Monday) that ``word`` names in this language, else None."""
        return self.weekdays.get(word.lower())


def _fold(word: str) -> str:
    # A capital dotted I folds to two characters.
    return word.lower().replace("i̇", "i").rstrip(".")


def _data(language: str) -> Mapping[str, Any]:
    pack = load_pack(language)
    return pack.section("calendar") if pack else {}


def _names(table: Any) -> list[tuple[int, str]]:
    return [(number, name) for form, width in _FORMS for number, name in table[form][width].items()]


def _add(months: dict[str, int], weekdays: dict[str, int], locale_name: str) -> None:
    try:
        locale = Locale.parse(locale_name)
    except (UnknownLocaleError, ValueError):
        return
    # setdefault: the first locale of a language has the say where two name different months alike.
    for number, name in _names(locale.months):
        months.setdefault(_fold(name), number)
    for number, name in _names(locale.days):
        weekdays.setdefault(_fold(name), number)


def _alternatives(words: list[str]) -> str:
    ordered = sorted(set(words), key=len, reverse=True)
    return "|".join(re.escape(word).replace(r"\ ", r"\s+") for word in ordered) or _NO_MATCH


def _spaced(words: list[str]) -> str:
    """Alternatives where a word ends at a word boundary and a sign anywhere."""
    return "|".join(
        re.escape(word).replace(r"\ ", r"\s+") + (r"(?![^\W\d_])" if word[-1].isalpha() else "")
        for word in sorted(set(words), key=len, reverse=True)
    )


@cache
def calendar_words(language: str = "en") -> CalendarWords:
    """The date words of ``language`` (ISO 639-1), with those of English beside them.

    English is always understood, because many pages in other languages keep English dates. A language
    that neither Babel nor the data file knows gives English alone. Never raises.
    """
    data, english_data = _data(language), _data("en")
    months: dict[str, int] = {}
    weekdays: dict[str, int] = {}
    for name in data.get("locales", [language]):
        _add(months, weekdays, name)
    months.update(data.get("months", {}))
    english: dict[str, int] = {}
    _add(english, weekdays, "en")
    english.update(english_data["months"])
    capitalised = frozenset(months if language in _CAPITALISED else ()) | (english.keys() - months.keys())
    for word, number in english.items():
        months.setdefault(word, number)

    def words(table: str) -> list[str]:
        return [*data.get(table, []), *(english_data.get(table, []) if language != "en" else [])]

    between = _alternatives(words("between"))
    year_word = _spaced(words("year_words")) or _NO_MATCH
    year_stop = r"\." if data.get("year_stop") else _NO_MATCH
    relative_days: dict[str, int] = {}
    relative_weeks: dict[str, int] = {}
    for source in (data, english_data):
        for phrase, days in source.get("relative", {}).items():
            relative_days.setdefault(phrase, days)
        for phrase, weeks in source.get("weeks", {}).items():
            relative_weeks.setdefault(phrase, weeks)
    phrases = [*relative_days, *relative_weeks]
    hints = tuple(dict.fromkeys(phrase.split()[-1] for phrase in phrases))
    year_first = data.get("year_first")
    return CalendarWords(
        language=language,
        months=months,
        capitalised=capitalised,
        stems=tuple(data.get("stems", ())),
        weekdays=weekdays,
        after_day=re.compile(
            rf"(?:(?:st|nd|rd|th|er|re)\b|[º°ª]|-?(?:nji|njy|go|го|е|ое|ші|-чи)\b)?(?:\.|-)?\s{{0,3}}"
            rf"(?:(?:{between})\s{{1,3}})?([^\W\d_]+)(?!['’]s\b)\.?"
        ),
        after_month=re.compile(
            rf"(?:,?\s{{0,3}}|-)(?:(?:{between})\s{{1,3}})?((?:1[89]|2[01])\d\d)(?!\d)"
            rf"(?:\.?\s?(?:{year_word})|{year_stop})?"
        ),
        year_first=re.compile(rf"\s?(?:{_alternatives(year_first)})\s{{0,3}}") if year_first else None,
        join=re.compile(
            r"\s{0,3}(?:\([^()]{1,20}\)\s{0,3})?"
            rf"(?:(?P<range>[-–—−‑]{{1,2}}|{_spaced(words('range')) or _NO_MATCH})"
            rf"|(?P<list>,?\s{{0,3}}(?:{_spaced(words('list')) or _NO_MATCH})|/)|(?P<comma>,))"
            r"\s{0,3}(?:the\s{1,3})?",
            re.IGNORECASE,
        ),
        joiners=frozenset(word.lower() for word in (*words("range"), *words("list"))),
        relative_hints=hints,
        relative=re.compile(rf"(?<!\w)(?:{_alternatives(phrases)})(?!\w)", re.IGNORECASE),
        relative_days=relative_days,
        relative_weeks=relative_weeks,
    )
