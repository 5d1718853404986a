"""Who paid: the countries and organizations that a text names as funders.

Support, organization and co-operation are no funding; money is. A funder is named by capitals behind (or
before) words that say who paid; crime, parties, campaigns and media that somebody finances are left alone.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from osce_scraper.records import Funder
from osce_scraper.text.projects import FUNDING_WORDS
from osce_scraper.vocabulary import countries_mentioned, find_country

_QUICK = re.compile(
    r"und(?:ed|ing|s?\b)|inanc|ponsor|ontribut|onation|onor|grant|made possible|generous|paid for|"
    r"инанс|інанс|редства|понсор|рошти|донор|кошт"
)


def _alternatives(key: str) -> str:
    return "|".join(re.escape(word) for word in sorted(FUNDING_WORDS[key], key=len, reverse=True))


_BE = r"(?:is|are|was|were|been|being|be)"
_MANNER = r"(?:\s+(?:[a-z]+ly|also|in\s+part|in\s+full|in\s+the\s+main))?"
_AMOUNT = r"(?:(?:EUR|USD|US\$|GBP|CHF|€|\$|£)\s?[\d.,]+(?:\s?(?:million|thousand|m))?[\s-]+)?"
_MONEY = rf"(?:(?:{_alternatives('attributes')})[\s,]+){{0,5}}{_AMOUNT}(?:{_alternatives('money')})"
_GIVEN = (
    r"(?:\s+(?:kindly|generously))?"
    r"(?:\s+(?:provided|received|donated|made|made\s+available|allocated|granted|given|awarded|offered))?"
)
_OF_AMOUNT = r"(?:\s+of\s+(?:EUR|USD|US\$|GBP|CHF|€|\$|£)?\s?\d[\d.,]*(?:\s+[a-z-]+){0,2}?)?"
_PASSIVE = re.compile(
    rf"\b(?P<passive>(?:co-?)?(?:funded|financed|sponsored|bankrolled|underwritten){_MANNER}\s+by|paid\s+for\s+by)\s+|"
    r"\b(?P<within>(?:co-?)?(?:funded|financed)\s+(?:within\s+the\s+framework\s+of|through|under|from))\s+"
    r"(?-i:(?=(?:the\s+)?[A-Z]))|"
    r"\b(?P<backed>financially\s+(?:supported|backed|assisted)\s+by|supported\s+financially\s+by|"
    r"(?:generously|kindly)\s+(?:supported|backed|donated)\s+by)\s+|"
    rf"\b(?P<money>(?i:with|thanks\s+to|through|from|by|via|using|due\s+to|owing\s+to|under|of|and|receives?|received|on)\s+"
    rf"(?:the\s+|a\s+|an\s+|its\s+|their\s+)?{_MONEY}{_OF_AMOUNT}{_GIVEN}\s+(?:of|from|by))\s+|"
    rf"\b(?P<possible>made\s+possible(?:\s+[a-z]+ly)?\s+(?:by|thanks\s+to|through|with|due\s+to)"
    r"(?:\s+(?:the\s+|a\s+)?(?:[a-z]+\s+){0,2}(?:support|assistance|help|contributions?|funding)\s+(?:of|from|by))?)\s+|"
    r"\b(?P<provided>(?:[Ff]unding|[Ff]unds|[Ff]inancing|[Ff]inancial\s+(?:support|assistance)|[Mm]oney|[Gg]rants?)"
    rf"(?:\s+(?:for|of|to)\s+[^.;:]{{1,80}}?)?\s+(?:has\s+|have\s+)?(?:{_BE}\s+)?(?:kindly\s+|generously\s+)?"
    r"(?:provided|donated|contributed|allocated|granted|made\s+available|given|supplied|offered)\s+by)\s+|"
    rf"(?<!\w)(?P<given>(?-i:A|The)\s+{_MONEY}{_GIVEN}\s+(?:from|by))\s+|"
    r"\b(?P<comes>(?:[Ff]unding|[Ff]unds|[Ff]inancing|[Mm]oney)(?:\s+for\s+[^.;:]{1,80}?)?\s+(?:came|comes|come|received|obtained)\s+from)\s+|"
    r"\b(?P<donors>(?:contributors|donors?(?:\s+(?:countries|partners?))?|funding\s+partners?|sponsors)(?:\s+(?:of|to|for)\s+(?:the|this)\s+[^.;:]{1,40}?)?\s*"
    r"(?::|\s(?:are|is|include|includes|including|were|was|such\s+as)))\s+|"
    r"\b(?P<cyrillic>(?:при|за)\s+(?:\w+\s+){0,2}?(?:финансовой|фінансової)\s+(?:\w+\s+и\s+\w+\s+)?(?:поддержке|підтримки|содействии|сприяння)|"
    r"за\s+сч[её]т\s+средств|на\s+средства|за\s+кошти|коштом|(?:со|с)?финансиру(?:ется|ются|емого|емый|емая|емой|емом|емых|емое)|"
    r"(?:про)?финансирован(?:ного|ный|ная|ной|ном|ных|о|а|ы)?|финансировал(?:ся|ась|ось)|(?:спів)?фінансу(?:ється|ються|ється)|"
    r"профінансован(?:о|ого|ий|а|ої|ому)|финансируемом)\s+|"
    r"\b(?P<active>финансиру(?:ет|ют)|профинансировал[аио]?|(?:про)?фінансу(?:є|ють|вал[аи]))\s+",
    re.IGNORECASE,
)
_HYPHENED = re.compile(
    r"(?<![\w.])(?:The\s+)?(?P<name>[A-Z][\w.]*(?:\s(?:of|the)\s[A-Z][\w.]*|\s[A-Z][\w.]*){0,4})(?P<acronym>\s\([A-Z]{2,8}\))?"
    r"[-‑–](?:co-?)?(?:funded|financed|sponsored)\b"
)
_POSSESSIVE = re.compile(
    r"\b(?i:with|thanks\s+to|through|by)\s+(?:(?:the|an?)\s+)?(?:generous\s+)?(?P<name>[A-Z][\w.]*(?:\s(?:of|the|and)\s[A-Z][\w.]*|\s[A-Z][\w.]*){0,4})(?:[’']s?)?\s+"
    r"(?:generous\s+)?(?:financial\s+(?:support|assistance|contribution)|funding|financing|funds|"
    r"(?P<given>contributions?|grants?|donations?))\b"
)
_ACTIVE = re.compile(
    r"\s(?P<verb>(?:co-?)?(?:funds?|finances?|sponsors?|funded|financed|sponsored)|"
    r"(?:is|are|was|were|has\s+been|have\s+been)\s+(?:[a-z]+ly\s+|co-)?(?:funding|financing|sponsoring)|"
    r"(?:has|have|had)\s+(?:[a-z]+ly\s+|co-)?(?:funded|financed|sponsored)|financially\s+support(?:s|ed)?|"
    r"(?:has\s+|have\s+|generously\s+)?(?:provid(?:es?|ed)|contribut(?:es?|ed)|donat(?:es?|ed)|gave|gives?|allocat(?:es?|ed))\s+"
    r"(?:the\s+|a\s+)?(?:[a-z]+\s+)?(?:financial\s+(?:support|assistance)|funding|funds|grant|(?:EUR|USD|€|\$)\s?[\d.,]+\S*(?:\s(?:million|thousand))?))"
    rf"\s+(?:to\s+|for\s+|towards?\s+)?(?:the|this|these|its|our|both|that|a|all)\s+(?:[\w’-]+\s+){{0,4}}?(?:{_alternatives('activities')})\b"
)
_MODAL = re.compile(
    r"\b(?:could|can|should|might|may|must|would|cannot|not|never|whom|be\s+better)\s+(?:also\s+|be\s+|[a-z]+ly\s+){0,3}$"
)
_CAMPAIGN = re.compile(r"\b(?:political|election|electoral|presidential)\s+campaigns?\b")
_WORD = re.compile(r"(?:[A-Z]\.){2,}(?:A\.)?|[^\s,;:()“”\"«»]+")
_INITIALS = re.compile(r"(?:[A-Z]\.){2}")
_SENTENCE_END = re.compile(r"(?<![A-Z]\.[A-Z])(?<!\bSt)[.!?]+(?=\s|$)")
_UNRELATED = frozenset(FUNDING_WORDS["unrelated"])
_NO_DONORS = frozenset(FUNDING_WORDS["no_donors"])
_BODIES = frozenset(FUNDING_WORDS["bodies"])
_STATE_BODIES = re.compile("|".join(re.escape(word) for word in FUNDING_WORDS["state_bodies"]), re.IGNORECASE)
_NAMES_WITH_COMMAS = tuple(FUNDING_WORDS["names_with_commas"])
_ACRONYM = re.compile(r"^[A-ZА-ЯІЇЄ][A-ZА-ЯІЇЄ0-9/-]+$")
_NATION = frozenset(["people"])  # `the American people`
_INSIDE = frozenset(["of", "for", "the", "de", "und", "der", "fur", "für", "on", "against", "to", "&"])
_PLACED = frozenset(["in", "to"])
_PLACED_BODIES = frozenset(
    ["mission", "office", "centre", "center", "presence", "delegation", "co-ordinator", "coordinator"]
)
_LINKING = frozenset(["is", "are", "was", "were", "been", "being", "which", "that", "who", "often"])
_SMALL_HEADS = frozenset(
    [
        "government",
        "governments",
        "people",
        "embassy",
        "embassies",
        "ministry",
        "ministries",
        "kingdom",
        "republic",
        "principality",
    ]
)
_CYRILLIC_SMALL = re.compile(
    r"^(?:союз|правительств|министерств|посольств|иностранн|дел$|внутренн|юстици|фонд|агентств|развити|международн|"
    r"сотрудничеств|уряд|міністерств|закордонних|справ$|посольств|розвитку|міжнародн|федерац|республик)"
)
_PLURAL_HEAD = re.compile(
    r"^(?:[Gg]overnments|[Ee]mbassies|[Mm]inistries of Foreign Affairs|[Pp]eople)\s+of\s+(?:the\s+)?"
)
_ARTICLE = re.compile(r"(?:the|its|a|an|both|our)\s+", re.IGNORECASE)
_SAME = {"eu": "european union", "us": "united states", "un": "united nations"}
_NEXT_LETTER = re.compile(r"\s+(?:the\s+)?(\S)")
_NEXT_NAME = re.compile(r"\s+(the\s+)?((?:[A-Z][^\s,;:().]*\s?){1,4})")
_SEPARATOR = re.compile(
    r"\s*(?:\([^()]{1,30}\))?\s*"
    r"(?:(?P<and>,?\s*(?:\b(?:and|as well as|together with|along with|и|а также|та|й|і)\b|&))|,)\s*"
    r"(?:(?:also\s+)?(?:by|from)\s+)?"
)
_LAST_PART = re.compile(r"\b(?:of|for)\b|,")
_COUNTRIES_OF_WORDS: list[list[str]] = FUNDING_WORDS["countries_of_words"]
_OF_MANY_STATES = re.compile(r"\b(?:European Union|EU|United Nations|UN|OSCE|NATO|Council of Europe)\b")
_RELATIVE_END = re.compile(r",?\s+(?:which|who|that)\s*$")
_REACH = 400  # characters behind a trigger in which its donors stand


class _Donor(NamedTuple):
    start: int
    end: int
    name: str
    iso2: str | None


def find_funders(paragraphs: Sequence[str], *, language: str = "en") -> list[Funder]:
    """The countries and organizations that paid for the activity or its project, each once, in text order.

    ``paragraphs`` are the body paragraphs. English, Russian and Ukrainian words of funding are known,
    whatever ``language`` says. ``iso2`` is set for a country and for its government, ministries and
    embassies. The evidence runs from the words of funding to the funder's name (or back from it):
    ``paragraphs[funder.paragraph][funder.start:funder.end] == funder.evidence``. Raises nothing.
    """
    found: dict[str, Funder] = {}
    for index, text in enumerate(paragraphs):
        if not _QUICK.search(text):
            continue
        for start, end, donor in sorted(_donors(text)):
            key = donor.iso2 or _SAME.get(donor.name.lower(), donor.name.lower())
            if key not in found:
                found[key] = Funder(
                    name=donor.name,
                    iso2=donor.iso2,
                    evidence=text[start:end],
                    paragraph=index,
                    start=start,
                    end=end,
                )
    return list(found.values())


def _donors(text: str) -> Iterator[tuple[int, int, _Donor]]:
    """(start, end, donor) of the evidence for every donor in one paragraph."""
    for match in _PASSIVE.finditer(text):
        if _unrelated(text, match.start()):
            continue
        strict = match.lastgroup in {"possible", "donors", "within", "active"}
        for donor in _list_after(text, match.end()):
            if not strict or _plausible(donor):
                yield match.start(), donor.end, donor
    for match in _ACTIVE.finditer(text):
        for donor in _list_before(text, match.start()):
            yield donor.start, match.end(), donor
    for pattern in (_HYPHENED, _POSSESSIVE):
        for match in pattern.finditer(text):
            found = _donor(text, match.start("name"), match.end("name"))
            country = found is not None and found.iso2 is not None
            if pattern is _POSSESSIVE and match.group("given") and not country:
                continue  # contributions of the Mission need not be money
            if found and _plausible(found) and not _follows_unrelated(text, match.end()):
                yield match.start(), match.end(), found


def _sentence_start(text: str, at: int) -> int:
    start = max(0, at - _REACH)
    ends = [match.end() for match in _SENTENCE_END.finditer(text, start, at)]
    return ends[-1] if ends else start


def _sentence_end(text: str, at: int) -> int:
    match = _SENTENCE_END.search(text, at, min(len(text), at + _REACH))
    return match.start() if match else min(len(text), at + _REACH)


def _unrelated(text: str, at: int) -> bool:
    """Whether what is paid for before ``at`` is no activity of the item, or only might be paid for."""
    before = text[_sentence_start(text, at) : at]
    if _MODAL.search(before[-40:]) or _CAMPAIGN.search(before[-40:]):
        return True
    words = [word.group().lower() for word in _WORD.finditer(before[-60:])]
    content = [word for word in words if word not in _LINKING]
    return any(word in _UNRELATED for word in content[-2:])


def _follows_unrelated(text: str, at: int) -> bool:
    words = [word.group().lower() for word in _WORD.finditer(text, at, min(len(text), at + 40))]
    return any(word in _UNRELATED for word in words[:2])


def _list_before(text: str, at: int) -> list[_Donor]:
    """Donors that are the whole subject ending at ``at``."""
    start = _sentence_start(text, at)
    relative = _RELATIVE_END.search(text, start, at)  # `Norway and Sweden, which fund the project`
    at = relative.start() if relative else at
    subject = text[start:at]
    for breaker in (", which ", ", that ", " which ", " that ", "; ", " – ", ": ", " where "):
        cut = subject.rfind(breaker)
        if cut >= 0:
            start, subject = start + cut + len(breaker), subject[cut + len(breaker) :]
    donors = _list_after(text, start + len(subject) - len(subject.lstrip()), stop=at)
    whole = bool(donors) and donors[-1].end == at - (len(subject) - len(subject.rstrip()))
    return donors if whole and all(map(_plausible, donors)) else []


def _list_after(text: str, at: int, *, stop: int | None = None) -> list[_Donor]:
    """Donors listed from ``at`` on: names parted by commas and `and`."""
    stop = _sentence_end(text, at) if stop is None else stop
    donors: list[_Donor] = []
    joined = True  # whether an `and` (or nothing) stands before the item
    position = at
    while position < stop:
        begin, end = _item(text, position, stop)
        donor = _donor(text, begin, end) if end > begin else None
        if donor is None:
            break
        separator, following = _separator(text, end, stop)
        if donors and not joined and separator is None and _goes_on(text, end, stop):
            break  # `Funded by Germany, OSCE experts trained ...`
        donors.append(donor)
        if separator is None:
            break
        joined = separator == "and"
        position = following
    return donors


def _goes_on(text: str, end: int, stop: int) -> bool:
    rest = text[end:stop].lstrip("’'s").strip()
    return bool(rest) and rest[0].isalnum()


def _separator(text: str, at: int, stop: int) -> tuple[str | None, int]:
    """What parts the item ending at ``at`` from a next one, and where that begins."""
    match = _SEPARATOR.match(text, at, stop)
    if not match:
        return None, at
    return ("and" if match.group("and") else ","), match.end()


def _item(text: str, at: int, stop: int) -> tuple[int, int]:
    """Span of one donor's name from ``at`` on, its article left out; empty when none begins there."""
    article = _ARTICLE.match(text, at, stop)
    begin = article.end() if article else at
    for name in _NAMES_WITH_COMMAS:
        if text.startswith(name, begin):
            return begin, begin + len(name)
    end = position = begin
    while position < stop:
        word = _WORD.match(text, position, stop)
        if word is None:
            break
        token = word.group() if _INITIALS.match(word.group()) else word.group().rstrip(".")
        if _is_part(token, text, word, first=position == begin) or (position > begin and token in _NATION):
            end = word.start() + len(token)
        elif position == begin or not _joins(token.lower(), text, begin, end, word, stop):
            break
        position = word.end()
        if text[position : min(position + 1, stop)] != " ":
            break
        position += 1
    return begin, end


def _is_part(token: str, text: str, word: re.Match[str], *, first: bool) -> bool:
    """Whether a word is of the kind that names are made of."""
    if token[:1].isupper() or _CYRILLIC_SMALL.match(token):
        return True
    if token[:1].isdigit():
        return not first
    return token.lower() in _SMALL_HEADS and text.startswith(" of ", word.end())


def _joins(lower: str, text: str, begin: int, end: int, word: re.Match[str], stop: int) -> bool:
    """Whether a small word goes on with the name ``text[begin:end]``."""
    if lower in _INSIDE and _leads_on(text, word.end(), stop):
        return True
    if lower in _PLACED:
        return any(body in _PLACED_BODIES for body in text[begin:end].lower().split())
    return lower == "and" and _and_inside(text, begin, end, word.end(), stop)


def _leads_on(text: str, at: int, stop: int) -> bool:
    """Whether a capitalised word follows (an article may stand between)."""
    rest = _NEXT_LETTER.match(text, at, stop)
    return bool(rest and rest.group(1).isupper())


def _and_inside(text: str, begin: int, end: int, at: int, stop: int) -> bool:
    """Whether an `and` belongs to the name ``text[begin:end]`` before it."""
    before = text[begin:end]
    rest = _NEXT_NAME.match(text, at, stop)
    if rest is None or rest.group(1):
        return False
    following = rest.group(2).strip()
    last = _LAST_PART.split(before)[-1].strip()
    if find_country(f"{last} and {following.split()[0]}") is not None:
        return True
    if _ACRONYM.match(following.split()[0]) or any(map(find_country, (before, following))):
        return False
    words = before.lower().split()
    complemented = " of " in before or " for " in before
    needs_more = complemented and any(word in _BODIES for word in words) and words[-1] not in _BODIES
    names_body = any(word.lower() in _BODIES for word in following.split())
    return (
        needs_more and not countries_mentioned(last) and not (names_body and countries_mentioned(following))
    )


def _donor(text: str, begin: int, end: int) -> _Donor | None:
    """The donor named by ``text[begin:end]``, or None when it is no name of one."""
    name = text[begin:end].strip()
    for ending in ("’s", "'s", "’", "'"):
        if name.endswith(ending):
            name = name.removesuffix(ending)
            end -= len(ending)
            break
    plural = _PLURAL_HEAD.match(name)
    if plural:
        begin += plural.end()
        name = name[plural.end() :]
    if (
        not name
        or name.lower() in _NO_DONORS
        or name.lower().endswith(" budget")
        or not any(character.isalpha() for character in name)
    ):
        return None
    if name.split()[0].lower() in _NO_DONORS - {
        "state",
        "government",
        "governments",
        "ministry",
        "may",
        "states",
    }:
        return None
    name = name[:1].upper() + name[1:] if name[:1].islower() and name.split()[0].isascii() else name
    return _Donor(begin, end, name, _country_code(name))


def _country_code(name: str) -> str | None:
    country = find_country(name)
    if country is not None:
        return country.iso2
    mentions = countries_mentioned(name)
    if not mentions:
        words = name.lower().split()
        for first, second, code in _COUNTRIES_OF_WORDS:
            if any(a.startswith(first) and b.startswith(second) for a, b in pairwise(words)):
                return code
        return None
    whole = mentions[0].start == 0 and mentions[0].end == len(name)
    if whole or (_STATE_BODIES.search(name) and not _OF_MANY_STATES.search(name)):
        return mentions[0].iso2
    return None


def _plausible(donor: _Donor) -> bool:
    """Whether a phrase is a country or a body beyond doubt."""
    if donor.iso2 is not None:
        return True
    words = donor.name.split()
    return any(word.lower() in _BODIES for word in words) or any(_ACRONYM.match(word) for word in words)
