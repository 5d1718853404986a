"""Countries that a text mentions, by name or by the word for their people, with the place of the mention.

The words around a name that make it no mention are in ``mentions.toml``. Made for titles and leads: cities,
regions and parts of States name no country here, and neither do languages, churches, streets or people called
Georgia.
"""

import re
from functools import cache
from typing import NamedTuple

from osce_scraper.vocabulary.countries import CountryEntry, CountryGroup, countries
from osce_scraper.vocabulary.data import read
from osce_scraper.vocabulary.territories import english_names


class CountryMention(NamedTuple):
    """A mention of a country: ``text[start:end]`` is the word or words; ``name`` the vocabulary's name."""

    iso2: str
    name: str
    start: int
    end: int


class _Spelling(NamedTuple):
    """A way to mention a country: ``people`` is true for an adjective or a noun of its people.

    ``capital`` is where its first word with a capital begins.
    """

    text: str
    country: CountryEntry
    people: bool
    capital: int


class _Words(NamedTuple):
    """The lists of ``mentions.toml``."""

    followed_by: tuple[str, ...]
    people_followed_by: tuple[str, ...]
    preceded_by: frozenset[str]
    no_mention: frozenset[str]
    never: tuple[str, ...]
    honorifics: frozenset[str]
    abbreviated: frozenset[str]
    places: frozenset[str]
    institutions: frozenset[str]
    no_first_names: frozenset[str]
    unmentioned_territories: frozenset[str]
    american_states: tuple[str, ...]
    sentence_openers: frozenset[str]
    georgia_before: tuple[str, ...]
    georgia_behind: tuple[str, ...]
    language_before: frozenset[str]
    language_verbs: frozenset[str]
    language_nouns: frozenset[str]
    other_languages: frozenset[str]
    language_followers: frozenset[str]


#: A word with a capital, or what of a word follows a capital.
_CAPITALIZED = re.compile(r"[A-ZÀ-ÞĞİŞČŠŽ][^\W_]*")
_CYRILLIC = re.compile("[\u0400-\u04ff]")
_CYRILLIC_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)?")
_LAST_PART = re.compile(r"[^\W_]+$")
_WORD_BEHIND = re.compile(r"(?:\s+|[-\u2010\u2011])([^\W_]+)")
_NEXT_IN_ROW = re.compile(r"(?:,? (?:and|or) |, | ?/ ?)([A-Z][a-z]+)")
_SPACED_WORD = re.compile(r"[^\W\d_]{4,}")
_HYPHENS = "-\u2010\u2011–"
_SENTENCE_END = frozenset('.!?:;–—\n"“”«(')
#: How far before a mention a word may begin to count.
_REACH = 32
#: Share of longer words with a capital from which a text is a headline in title case.
_TITLE_CASE = 0.8


@cache
def _words() -> _Words:
    table = read("mentions.toml")
    return _Words(
        followed_by=_with_space(table["followed_by"]),
        people_followed_by=_with_space(table["people_followed_by"]),
        preceded_by=frozenset(table["preceded_by"]),
        no_mention=frozenset(table["no_mention"]),
        never=tuple(table["never"]),
        honorifics=frozenset(table["honorifics"]),
        abbreviated=frozenset(table["abbreviated"]),
        places=frozenset(table["places"]),
        institutions=frozenset(table["institutions"]),
        no_first_names=frozenset(table["no_first_names"]),
        unmentioned_territories=frozenset(table["unmentioned_territories"]),
        american_states=tuple(f", {state}" for state in table["american_states"]),
        sentence_openers=frozenset(table["sentence_openers"]),
        georgia_before=tuple(table["georgia_before"]),
        georgia_behind=tuple(table["georgia_behind"]),
        language_before=frozenset(table["language_before"]),
        language_verbs=frozenset(table["language_verbs"]),
        language_nouns=frozenset(table["language_nouns"]),
        other_languages=frozenset(table["other_languages"]),
        language_followers=frozenset(table["language_followers"]),
    )


def _with_space(phrases: list[str]) -> tuple[str, ...]:
    """The phrases as they follow a word: behind a space, or a space that does not break."""
    return tuple(f"{space}{phrase}" for phrase in phrases for space in (" ", "\u00a0"))


def _follows(text: str, end: int, phrases: tuple[str, ...]) -> bool:
    """Whether one of ``phrases`` stands at ``end``, as whole words."""
    if not text.startswith(phrases, end):
        return False
    return any(
        text.startswith(phrase, end) and not text[end + len(phrase) : end + len(phrase) + 1].isalnum()
        for phrase in phrases
    )


@cache
def _spellings() -> dict[str, tuple[_Spelling, ...]]:
    """Spellings by their first word with a capital, the longest first."""
    spellings: dict[str, list[_Spelling]] = {}
    unmentioned = _words().unmentioned_territories
    others = [
        CountryEntry(iso2=code, name=name, group=CountryGroup.OTHER)
        for code, name in english_names().items()
        if code not in countries() and code not in unmentioned
    ]
    for country in (*countries().values(), *others):
        names = [(name, False) for name in (country.name, *country.aliases)]
        people = [(word, True) for word in country.people]
        for text, is_people in (*names, *people):
            if text in country.unmentioned:
                continue
            first = _CAPITALIZED.search(text)
            if first is not None:
                spelling = _Spelling(text, country, is_people, first.start())
                spellings.setdefault(first[0], []).append(spelling)
    return {
        first: tuple(sorted(several, key=lambda spelling: len(spelling.text), reverse=True))
        for first, several in spellings.items()
    }


def _at(text: str, first: re.Match[str]) -> _Spelling | None:
    for spelling in _spellings().get(first[0], ()):
        start = first.start() - spelling.capital
        end = start + len(spelling.text)
        if start < 0 or not text.startswith(spelling.text, start):
            continue
        if not text[end : end + 1].isalnum() and not text[max(0, start - 1) : start].isalnum():
            return spelling
    return None


def countries_mentioned(text: str, language: str | None = None) -> list[CountryMention]:
    """Every mention of a country in ``text``, in its order; the same country as often as it is mentioned.

    ``language`` (ISO 639-1) is English, Russian or Ukrainian; for every other one the list is empty. Without
    it, text in Cyrillic script is read as Russian or Ukrainian and all other as English. Never raises.
    """
    if language not in (None, "en", "ru", "uk"):
        return []
    if language in ("ru", "uk") or (language is None and _CYRILLIC.search(text) is not None):
        return _in_cyrillic(text)
    return _in_english(text)


def _in_english(text: str) -> list[CountryMention]:
    mentions: list[CountryMention] = []
    covered = 0
    languages_end = 0
    for first in _CAPITALIZED.finditer(text):
        if first.start() < covered:
            continue
        spelling = _at(text, first)
        if spelling is None:
            continue
        start = first.start() - spelling.capital
        end = start + len(spelling.text)
        if start < languages_end:
            continue
        if spelling.people:
            languages_end = _languages_until(text, start, end)
            if languages_end:
                continue
        # "Kosovo Serbs", "Bosnian Croats": the first word says where, the second who.
        if spelling.people and mentions and mentions[-1].end + 1 == start and text[covered:start].isspace():
            covered = end
            continue
        if _is_meant(text, start, end, spelling):
            mentions.append(CountryMention(spelling.country.iso2, spelling.country.name, start, end))
            covered = end
    return mentions


def _word_before(text: str, start: int, words: _Words) -> tuple[str, str]:
    """The word before ``start`` in its sentence and the mark that parts the two; empty where there is none.

    The mark is a space, or a hyphen or dash without spaces.
    """
    before = text[max(0, start - _REACH) : start]
    spaceless = before.rstrip()
    if not spaceless:
        return "", ""
    if len(spaceless) < len(before):
        mark = " "
    elif before[-1] in _HYPHENS:
        mark = "-"
        spaceless = before[:-1]
    else:
        return "", ""
    word = spaceless.rsplit(None, 1)[-1] if spaceless and not spaceless[-1].isspace() else ""
    if word.endswith(".") and word[:-1] in words.abbreviated:
        return word[:-1], mark
    if not word[-1:].isalnum():
        return "", ""
    last = _LAST_PART.search(word)
    return ("" if last is None else last[0]), mark


def _is_meant(text: str, start: int, end: int, spelling: _Spelling) -> bool:
    words = _words()
    previous, between = _word_before(text, start, words)
    if text.startswith(words.never, start) or f"{previous} {spelling.text}" in words.no_mention:
        return False
    if _follows(text, end, words.followed_by):
        return False
    if previous in words.honorifics or (previous in words.preceded_by and between.isspace()):
        return False
    if spelling.people:
        return not _follows(text, end, words.people_followed_by)
    if text.startswith(", ", end) and _in_america(text, end, words):
        return False
    if spelling.text == "Georgia" and (
        text.startswith(words.georgia_behind, end) or text.endswith(words.georgia_before, 0, start)
    ):
        return False
    if previous in words.places:
        return True
    country = spelling.country
    if country.given_name and _is_last_name(text, end, words):
        return False
    return not (country.surname and between.isspace() and _is_first_name(text, start, previous, words))


def _in_america(text: str, end: int, words: _Words) -> bool:
    """Whether a state of the USA follows: "Lebanon, Tennessee". "Armenia, Georgia" are countries."""
    if not _follows(text, end, words.american_states):
        return False
    return not text.startswith(", Georgia", end)


def _is_title_case(text: str) -> bool:
    long_words = [word[0] for word in _SPACED_WORD.findall(text)]
    return sum(map(str.isupper, long_words)) > _TITLE_CASE * len(long_words)


def _is_last_name(text: str, end: int, words: _Words) -> bool:
    """Whether the word behind a country's name looks like a last name."""
    behind = _WORD_BEHIND.match(text, end)
    if behind is None or not text[end].isspace() or not behind[1][0].isupper():
        return False
    word = behind[1]
    if word in words.institutions or word in _spellings() or (word.isupper() and len(word) > 1):
        return False
    # In a headline with capitals every verb has one: "Georgia Strengthens ...".
    return not (word.endswith("s") and _is_title_case(text))


def _is_first_name(text: str, start: int, word: str, words: _Words) -> bool:
    """Whether ``word`` before a country's name looks like a first name: a capital inside a sentence."""
    if not word[:1].isupper() or word.isupper() or word in words.no_first_names or word in words.institutions:
        return False
    if word in _spellings() or _is_title_case(text):
        return False
    preceding = text[:start].rstrip().removesuffix(word).rstrip()
    if preceding and preceding[-1] not in _SENTENCE_END:
        return True
    # Every first word has a capital: "Visiting Jordan", "Milan Jordan".
    return word not in words.sentence_openers and not word.endswith(("ing", "ed", "ly"))


def _languages_until(text: str, start: int, end: int) -> int:
    """Where a row of languages that begins at ``start`` ends; 0 when the words are no languages.

    "in Russian", "English, Russian and Tajik languages" are languages; "in Albanian schools" is not.
    """
    words = _words()
    # A noun in the plural is people: "Albanians", "Serbs".
    if text[end - 1] == "s":
        return 0
    previous, _ = _word_before(text, start, words)
    begins = previous in words.language_before or previous in words.language_verbs
    after_other = not begins and _word_before_row(text, start, previous) in words.other_languages
    if not begins and not after_other and "anguage" not in text and "peak" not in text:
        return 0
    until = end
    known = _spellings()
    while (following := _NEXT_IN_ROW.match(text, until)) is not None:
        word = following[1]
        if word in words.other_languages or any(s.people and s.text == word for s in known.get(word, ())):
            until = following.end()
        else:
            break
    behind = _WORD_BEHIND.match(text, until)
    next_word = behind[1] if behind is not None else ""
    if next_word.lower() in words.language_nouns:
        return until
    if after_other or previous in words.language_verbs:
        return until
    if not begins or text[until : until + 1] in ("-", "–", "’", "'"):
        return 0
    if next_word and text[until : until + 1].isspace() and next_word not in words.language_followers:
        return 0
    return until


_BEFORE_ROW = re.compile(r"([A-Z][a-z]+)(?:,? (?:and|or) |, | ?/ ?)$")


def _word_before_row(text: str, start: int, previous: str) -> str:
    """The word before a comma, "and" or "or" in front of ``start``: "English" in "English and Russian"."""
    if previous not in ("", "and", "or"):
        return ""
    before = _BEFORE_ROW.search(text, max(0, start - _REACH), start)
    return "" if before is None else before[1]


# ------------------------------------------------------------------------------- Russian and Ukrainian text

#: Endings of nouns whose stem ends in -и or -і ("Албани-я", "Албані-єю").
_SOFT_ENDINGS = frozenset(["я", "и", "ю", "ей", "ї", "й", "є", "єю", "йи"])
#: Endings of all other nouns ("Казахстан-ом", "Україн-ою").
_HARD_ENDINGS = frozenset(
    [
        "",
        "а",
        "у",
        "ы",
        "и",
        "і",
        "е",
        "о",
        "ю",
        "я",
        "ой",
        "ою",
        "ей",
        "ею",
        "ом",
        "ем",
        "єм",
        "й",
        "ї",
        "ям",
        "ами",
    ]
)
#: Endings of adjectives ("грузинск-ого", "грузинськ-ими").
_ADJECTIVE_ENDINGS = frozenset(
    ["ий", "ая", "ое", "ие", "ого", "ой", "ому", "ую", "им", "ом", "ых", "ими", "их", "а", "е", "і", "ої",
     "ій", "у", "ою", "ім", "о"]
)  # fmt: skip
_ADJECTIVE = ("ск", "ськ", "цк", "цьк", "зьк")
#: Words behind an adjective that make it a language.
_CYRILLIC_LANGUAGE = re.compile(r"\s+(?:язык|мов[аиуіо]|-?язычн|-?мовн)")
_SHORTEST_STEM = 3


@cache
def _stems() -> dict[str, CountryEntry]:
    return {stem: country for country in countries().values() for stem in country.stems}


def _in_cyrillic(text: str) -> list[CountryMention]:
    mentions: list[CountryMention] = []
    for word in _CYRILLIC_WORD.finditer(text):
        if _CYRILLIC_LANGUAGE.match(text, word.end()):
            continue
        start = word.start()
        country = _country_of_word(word[0])
        # "российско-грузинский": the parts of a compound, where the whole is no name.
        parts = [word[0]] if country is not None or "-" not in word[0] else word[0].split("-")
        for part in parts:
            country = _country_of_word(part)
            if country is not None:
                mentions.append(CountryMention(country.iso2, country.name, start, start + len(part)))
            start += len(part) + 1
    return mentions


def _country_of_word(written: str) -> CountryEntry | None:
    stems = _stems()
    lower = written.lower()
    for cut in range(len(lower), _SHORTEST_STEM - 1, -1):
        country = stems.get(lower[:cut])
        if country is not None and _fits(written, lower[:cut], lower[cut:]):
            return country
    return None


def _fits(written: str, stem: str, ending: str) -> bool:
    if stem in ("сша", "оаэ", "оае"):
        return written.isupper() and not ending
    if stem.endswith(_ADJECTIVE):
        return ending in _ADJECTIVE_ENDINGS
    if not written[0].isupper():
        return False
    return ending in (_SOFT_ENDINGS if stem[-1] in "иі" else _HARD_ENDINGS)
