"""Words that say who paid: where they stand in a text, and whether the payer stands behind or before them.

Each way of saying it is a pattern of its own with the words it can begin with. A text is walked once, word
by word, and only the patterns that can begin with a word are tried there.
"""

import re
import tomllib
from collections.abc import Iterator
from enum import Enum, auto
from importlib.resources import files
from typing import Any, NamedTuple


def _load() -> dict[str, Any]:
    return tomllib.loads(files("osce_scraper.text").joinpath("funding.toml").read_text("utf-8"))


FUNDING_WORDS = _load()


class Where(Enum):
    """Where the payer stands."""

    BEHIND = auto()  # `funded by X and Y`
    BEHIND_FOR_SURE = auto()  # the same, where only a known country or body will do: `made possible by X`
    BEHIND_PROJECT = auto()  # the same, where a project is what States support: `a project supported by X`
    BEFORE = auto()  # `X and Y fund the project`
    INSIDE = auto()  # `X-funded`, `with X’s financial support`
    INSIDE_COUNTRY = auto()  # the same, where only a country will do: `with an Italian contribution`


class Phrase(NamedTuple):
    """Words of funding in a text; ``name`` is the payer's span where it stands inside them."""

    start: int
    end: int
    where: Where
    name: tuple[int, int] | None = None


#: Parts of words without which a text has no words of funding: quicker to look for than a pattern.
_SIGNS = (
    "unded",
    "unding",
    "unds",
    "fund",
    "inanc",
    "ponsor",
    "ontribut",
    "onation",
    "onor",
    "grant",
    "money",
    "made possible",
    "ost of",
    "osts ",
    "xpenses",
    "generous",
    "paid for",
    "underwritten",
    "bankrolled",
    "инанс",
    "інанс",
    "редства",
    "понсор",
    "кошт",
    "upported by",
    "acked by",
    "support of",
    "support from",
    "support by",
)


def _alternatives(key: str) -> str:
    return "|".join(re.escape(word) for word in sorted(FUNDING_WORDS[key], key=len, reverse=True))


_BE = r"(?:is|are|was|were|been|being|be)"
_CURRENCY = r"(?:EUR|USD|US\$|GBP|CHF|€|\$|£)"
_MANNER = r"(?:\s+(?:[a-z]+ly|also|in\s+part|in\s+full|in\s+the\s+main))?"
_AMOUNT = rf"(?:{_CURRENCY}\s?[\d.,]+(?:\s?(?:million|thousand|m))?[\s-]+)?"
_OF_AMOUNT = rf"(?:\s+of\s+{_CURRENCY}?\s?\d[\d.,]*(?:\s+[a-z-]+){{0,2}}?)?"
_MONEY = rf"(?:(?:{_alternatives('attributes')})[\s,]+){{0,5}}{_AMOUNT}(?:{_alternatives('money')})"
_GIVEN = (
    r"(?:\s+(?:kindly|generously))?"
    r"(?:\s+(?:provided|received|donated|made|made\s+available|allocated|granted|given|awarded|offered))?"
)
_FUNDED = r"(?:co-?)?(?:funded|financed|sponsored|bankrolled|underwritten)"
_FUNDS = r"(?:funding|funds|financing|financial\s+(?:support|assistance)|money|grants?)"
_CAPITALS = r"[A-Z][\w.]*(?:\s(?:of|the|and)\s[A-Z][\w.]*|\s[A-Z][\w.]*){0,4}"
_MEANS = (
    r"(?:with|thanks\s+to|through|from|by|via|using|due\s+to|owing\s+to|under|of|and|receives?|received|on)"
)


class _Pattern(NamedTuple):
    first: frozenset[str]
    where: Where
    regex: re.Pattern[str]


def _pattern(first: str, where: Where, regex: str, flags: int = re.IGNORECASE) -> _Pattern:
    return _Pattern(frozenset(first.split()), where, re.compile(regex, flags))


_PATTERNS = (
    _pattern(
        "funded financed sponsored bankrolled underwritten co-funded co-financed co-sponsored cofunded "
        "cofinanced",
        Where.BEHIND,
        rf"{_FUNDED}{_MANNER}\s+by\s+",
    ),
    _pattern("paid", Where.BEHIND_FOR_SURE, r"paid\s+for\s+by\s+"),
    _pattern(
        "cost costs expenses",
        Where.BEHIND_FOR_SURE,
        r"(?:costs?|expenses)(?:\s+of\s+[^.;:,]{1,60}?)?\s+(?:was|were|is|are)\s+(?:covered|borne|met|paid)\s+by\s+",
    ),
    _pattern(
        "grateful thankful thanked thanks thank",
        Where.BEHIND_FOR_SURE,
        r"(?:(?:grateful|thankful)\s+to|thank(?:ed|s)?)\s+(?=[^.;:]{2,120}?\bfor\s+(?:(?:its|their|the)\s+)?"
        r"(?:generous\s+)?(?:funding|financing|financial\s+(?:support|assistance|contributions?)))",
    ),
    _pattern(
        "funded financed co-funded co-financed cofunded cofinanced",
        Where.BEHIND_FOR_SURE,
        rf"{_FUNDED}\s+(?:within\s+the\s+framework\s+of|through|under|from)\s+(?-i:(?=(?:the\s+)?[A-Z]))",
    ),
    _pattern(
        "financially supported generously kindly",
        Where.BEHIND,
        r"(?:financially\s+(?:supported|backed|assisted)\s+by|supported\s+financially\s+by|"
        r"(?:generously|kindly)\s+(?:supported|backed|donated)\s+by)\s+",
    ),
    _pattern(
        "with thanks through from by via using due owing under of and receive receives received on",
        Where.BEHIND,
        rf"{_MEANS}\s+(?:the\s+|a\s+|an\s+|its\s+|their\s+)?{_MONEY}{_OF_AMOUNT}{_GIVEN}\s+(?:of|from|by)\s+",
    ),
    _pattern(
        "supported backed with",
        Where.BEHIND_PROJECT,
        r"(?:(?:supported|backed)\s+by|with\s+(?:the\s+)?(?:kind\s+|generous\s+)?support\s+(?:of|from|by))\s+",
    ),
    _pattern(
        "made",
        Where.BEHIND_FOR_SURE,
        r"made\s+possible(?:\s+[a-z]+ly)?\s+(?:by|thanks\s+to|through|with|due\s+to)(?:\s+(?:the\s+|a\s+)?"
        r"(?:[a-z]+\s+){0,2}(?:support|assistance|help|contributions?|funding)\s+(?:of|from|by))?\s+",
    ),
    _pattern(
        "funding funds financing financial money grant grants",
        Where.BEHIND,
        rf"{_FUNDS}(?:\s+(?:for|of|to)\s+[^.;:]{{1,80}}?)?\s+(?:has\s+|have\s+)?(?:{_BE}\s+)?"
        r"(?:kindly\s+|generously\s+)?"
        r"(?:provided|donated|contributed|allocated|granted|made\s+available|given|supplied|offered)\s+by\s+",
    ),
    _pattern(
        "funding funds financing money",
        Where.BEHIND,
        rf"{_FUNDS}(?:\s+for\s+[^.;:]{{1,80}}?)?\s+(?:came|comes|come|received|obtained)\s+from\s+",
    ),
    _pattern("a the", Where.BEHIND, rf"(?-i:A|The)\s+{_MONEY}{_GIVEN}\s+(?:from|by)\s+"),
    _pattern(
        "contributors donor donors funding sponsors",
        Where.BEHIND_FOR_SURE,
        r"(?:contributors|donors?(?:\s+(?:countries|partners?))?|funding\s+partners?|sponsors)"
        r"(?:\s+(?:of|to|for)\s+(?:the|this)\s+[^.;:]{1,40}?)?\s*"
        r"(?::|\s(?:are|is|include|includes|including|were|was|such\s+as))\s+",
    ),
    _pattern(
        "with thanks through by",
        Where.INSIDE,
        r"(?i:with|thanks\s+to|through|by)\s+(?:(?:the|an?)\s+)?(?:generous\s+)?"
        rf"(?P<name>{_CAPITALS})(?:[’']s?)?\s+(?:generous\s+)?"
        r"(?:financial\s+(?:support|assistance|contribution)|funding|financing|funds)\b",
        0,
    ),
    _pattern(
        "with thanks through by",
        Where.INSIDE_COUNTRY,
        r"(?i:with|thanks\s+to|through|by)\s+(?:(?:the|an?)\s+)?(?:generous\s+)?"
        rf"(?P<name>{_CAPITALS})(?:[’']s?)?\s+(?:generous\s+)?(?:contributions?|grants?|donations?)\b",
        0,
    ),
    _pattern(
        "fund funds finance finances sponsor sponsors co-fund co-funds co-finance co-finances funded "
        "financed sponsored co-funded co-financed is are was were has have had financially provide provides "
        "provided contribute contributes contributed donate donates donated gave give gives allocate "
        "allocates allocated generously",
        Where.BEFORE,
        r"(?:(?:co-?)?(?:funds?|finances?|sponsors?|funded|financed|sponsored)|"
        r"(?:is|are|was|were|has\s+been|have\s+been)\s+(?:[a-z]+ly\s+|co-)?(?:funding|financing|sponsoring)|"
        r"(?:has|have|had)\s+(?:[a-z]+ly\s+|co-)?(?:funded|financed|sponsored)|financially\s+support(?:s|ed)?|"
        r"(?:has\s+|have\s+|generously\s+)?"
        r"(?:provid(?:es?|ed)|contribut(?:es?|ed)|donat(?:es?|ed)|gave|gives?|allocat(?:es?|ed))\s+"
        r"(?:the\s+|a\s+)?(?:[a-z]+\s+)?(?:financial\s+(?:support|assistance)|funding|funds|grant|"
        rf"{_CURRENCY}\s?[\d.,]+\S*(?:\s(?:million|thousand))?))"
        r"\s+(?:to\s+|for\s+|towards?\s+)?(?:the|this|these|its|our|both|that|a|all)\s+(?:[\w’-]+\s+){0,4}?"
        rf"(?:{_alternatives('activities')})\b",
        0,
    ),
    _pattern(
        "has have contributed contributes contribute",
        Where.BEFORE,
        r"(?:(?:has|have)\s+)?contribut(?:ed|es?)\s+(?:generously\s+)?to\s+(?:the|this)\s+extra-?budgetary\s+"
        r"(?:project|programme|fund)\b",
        0,
    ),
    _pattern(
        "is are was were",
        Where.BEFORE,
        r"(?:is|are|was|were)\s+(?:among\s+|one\s+of\s+)?(?:the\s+|a\s+)?"
        r"(?:(?:main|largest|biggest|principal|key|major|sole|only|first)\s+)?"
        r"(?:donors?|sponsors?|financial\s+contributors?)\s+(?:of|to|behind)\s+(?:the|this|its|our|these)\s+"
        rf"(?:[\w’-]+\s+){{0,4}}?(?:{_alternatives('activities')})\b",
        0,
    ),
)
_CYRILLIC_BEHIND = re.compile(
    r"(?:(?:при|за|благодаря|завдяки)\s+(?:\w+\s+){0,2}?(?:финансовой|фінансової|фінансовій)\s+(?:\w+\s+и\s+\w+\s+)?"
    r"(?:поддержке|підтримки|підтримці|содействии|сприяння)|за\s+сч[её]т\s+средств|на\s+средства|за\s+кошти|коштом|"
    r"(?:со|с)?финансиру(?:ется|ются|емого|емый|емая|емой|емом|емых|емое)|финансировал(?:ся|ась|ось)|"
    r"(?:про)?финансирован(?:ного|ный|ная|ной|ном|ных|о|а|ы)?|(?:спів)?фінансу(?:ється|ються)|"
    r"профінансован(?:о|ого|ий|а|ої|ому))\s+",
    re.IGNORECASE,
)
_CYRILLIC_ACTIVE = re.compile(
    r"(?:финансиру(?:ет|ют)|профинансировал[аио]?|(?:про)?фінансу(?:є|ють|вал[аи]))\s+", re.IGNORECASE
)
_CYRILLIC_FIRST = re.compile(
    r"при$|за$|благодаря$|завдяки$|на$|коштом$|(?:со|с|про)?финанс|(?:спів|про)?фінанс"
)
_HYPHENED = re.compile(r"[-‑–](?:co-?)?(?:funded|financed|sponsored)\b")
_NAME_BEFORE_HYPHEN = re.compile(
    r"(?:^|[\s(“\"«])(?:The\s+)?(?P<name>[A-Z][\w.]*(?:\s(?:of|the)\s[A-Z][\w.]*|\s[A-Z][\w.]*){0,4})"
    r"(?:\s\([A-Z]{2,8}\))?$"
)
_BEFORE_HYPHEN = 80  # characters that can hold the payer's name before `-funded`
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)?")


def _by_first_word() -> dict[str, tuple[_Pattern, ...]]:
    table: dict[str, list[_Pattern]] = {}
    for pattern in _PATTERNS:
        for word in pattern.first:
            table.setdefault(word, []).append(pattern)
    return {word: tuple(patterns) for word, patterns in table.items()}


_TABLE = _by_first_word()


def funding_phrases(text: str) -> Iterator[Phrase]:
    """All words of funding in ``text``; two of them can overlap (`funded by contributions from`)."""
    if not any(sign in text for sign in _SIGNS):
        return
    for word in _WORD.finditer(text):
        start = word.start()
        lower = word.group().lower()
        phrase = _phrase_at(text, start, lower)
        if phrase is None and "-" in lower:
            head, _, tail = lower.rpartition("-")
            phrase = _phrase_at(text, start + len(head) + 1, tail) if tail else None
        if phrase is not None:
            yield phrase
    yield from _hyphened(text)


def _phrase_at(text: str, start: int, lower: str) -> Phrase | None:
    if not lower.isascii():
        if not _CYRILLIC_FIRST.match(lower):
            return None
        match = _CYRILLIC_BEHIND.match(text, start)
        if match:
            return Phrase(start, match.end(), Where.BEHIND)
        match = _CYRILLIC_ACTIVE.match(text, start)
        return Phrase(start, match.end(), Where.BEHIND_FOR_SURE) if match else None
    for pattern in _TABLE.get(lower, ()):
        match = pattern.regex.match(text, start)
        if match:
            name = match.span("name") if "name" in pattern.regex.groupindex else None
            return Phrase(start, match.end(), pattern.where, name)
    return None


def _hyphened(text: str) -> Iterator[Phrase]:
    """`X-funded`: the payer is read back from the hyphen."""
    for match in _HYPHENED.finditer(text):
        begin = max(0, match.start() - _BEFORE_HYPHEN)
        found = _NAME_BEFORE_HYPHEN.search(text[begin : match.start()])
        if found:
            start, end = (begin + offset for offset in found.span("name"))
            yield Phrase(start, match.end(), Where.INSIDE, (start, end))
