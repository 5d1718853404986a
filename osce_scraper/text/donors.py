"""Donors as a text lists them: countries and bodies by their names, parted by commas and `and`."""

import re
from itertools import pairwise
from typing import NamedTuple

from osce_scraper.text.funding_phrases import FUNDING_WORDS
from osce_scraper.vocabulary import countries_mentioned, find_country

_WORD = re.compile(r"(?:[A-Z]\.){2,}(?:A\.)?|[^\s,;:()“”\"«»]+")
_INITIALS = re.compile(r"(?:[A-Z]\.){2}")
_SENTENCE_END = re.compile(r"(?<![A-Z]\.[A-Z])(?<!\bSt)[.!?]+(?=\s|$)")
_NO_DONORS = frozenset(FUNDING_WORDS["no_donors"])
_OWN_BODIES = frozenset(FUNDING_WORDS["own_bodies"])
_BODIES = frozenset(FUNDING_WORDS["bodies"])
_STATE_BODIES = re.compile("|".join(re.escape(word) for word in FUNDING_WORDS["state_bodies"]), re.IGNORECASE)
_NAMES_WITH_COMMAS = tuple(FUNDING_WORDS["names_with_commas"])
_ACRONYM = re.compile(r"^[A-ZА-ЯІЇЄ][A-ZА-ЯІЇЄ0-9/-]+$")
_NATION = frozenset(["people"])  # `the American people`
_INSIDE = frozenset(["of", "for", "the", "de", "und", "der", "fur", "für", "on", "against", "to", "&"])
_PLACED = frozenset(["in", "to"])
_PLACED_BODIES = frozenset(
    [
        "mission",
        "office",
        "centre",
        "center",
        "presence",
        "delegation",
        "co-ordinator",
        "coordinator",
    ]
)
_SMALL_HEADS = frozenset(FUNDING_WORDS["small_heads"])
_CYRILLIC_SMALL = re.compile(
    r"^(?:союз|правительств|министерств|посольств|иностранн|дел$|внутренн|юстици|фонд|агентств|развити|международн|"
    r"сотрудничеств|уряд|міністерств|закордонних|справ$|посольств|розвитку|міжнародн|федерац|республик)"
)
_PLURAL_HEAD = re.compile(
    r"^(?:[Gg]overnments|[Ee]mbassies|[Mm]inistries of Foreign Affairs|[Pp]eople)\s+of\s+(?:the\s+)?"
)
_ARTICLE = re.compile(r"(?:the|its|a|an|both|our)\s+", re.IGNORECASE)
_NEXT_LETTER = re.compile(r"\s+(?:the\s+)?(\S)")
_NEXT_NAME = re.compile(r"\s+(the\s+)?((?:[A-Z][^\s,;:().]*\s?){1,4})")
_SEPARATOR = re.compile(
    r"\s*(?:\([^()]{1,30}\))?\s*"
    r"(?:(?P<and>,?\s*(?:\b(?:and|as well as|together with|along with|и|а также|та|й|і)\b|&))|,)\s*"
    r"(?:(?:also\s+)?(?:by|from)\s+)?"
)
_EMBASSY = re.compile(r"\b(?:Embass(?:y|ies)|Consulate)\b", re.I)
_EMBASSY_PLACE = re.compile(r"\s+(?:in|to)\s+(?:the\s+)?[A-Z][\w-]*(?:\s(?:and\s)?[A-Z][\w-]*){0,3}")
#: What closes the first half of an agency's name: `Cooperation and Coordination Agency`.
_TASKS = frozenset(FUNDING_WORDS["tasks"])
_LAST_PART = re.compile(r"\b(?:of|for)\b|,")
_COUNTRIES_OF_WORDS: list[list[str]] = FUNDING_WORDS["countries_of_words"]
#: Development agencies of one State whose name does not say which, in small letters.
_AGENCIES: dict[str, str] = FUNDING_WORDS["agencies"]
_OF_MANY_STATES = re.compile(r"\b(?:European Union|EU|United Nations|UN|OSCE|NATO|Council of Europe)\b")
_RELATIVE_END = re.compile(r",?\s+(?:which|who|that)\s*$")
_REACH = 400  # characters behind a trigger in which its donors stand


class Donor(NamedTuple):
    start: int
    end: int
    name: str
    iso2: str | None


def sentence_start(text: str, at: int) -> int:
    start = max(0, at - _REACH)
    ends = [match.end() for match in _SENTENCE_END.finditer(text, start, at)]
    return ends[-1] if ends else start


def _sentence_end(text: str, at: int) -> int:
    match = _SENTENCE_END.search(text, at, min(len(text), at + _REACH))
    return match.start() if match else min(len(text), at + _REACH)


def donors_before(text: str, at: int) -> list[Donor]:
    """Donors that are the whole subject ending at ``at``."""
    start = sentence_start(text, at)
    relative = _RELATIVE_END.search(text, start, at)  # `Norway and Sweden, which fund the project`
    at = relative.start() if relative else at
    subject = text[start:at]
    for breaker in (", which ", ", that ", " which ", " that ", "; ", " – ", ": ", " where "):
        cut = subject.rfind(breaker)
        if cut >= 0:
            start, subject = start + cut + len(breaker), subject[cut + len(breaker) :]
    donors = donors_after(text, start + len(subject) - len(subject.lstrip()), stop=at)
    whole = bool(donors) and donors[-1].end == at - (len(subject) - len(subject.rstrip()))
    return donors if whole and all(map(plausible, donors)) else []


def donors_after(text: str, at: int, *, stop: int | None = None) -> list[Donor]:
    """Donors listed from ``at`` on: names parted by commas and `and`."""
    stop = _sentence_end(text, at) if stop is None else stop
    donors: list[Donor] = []
    joined = True  # whether an `and` (or nothing) stands before the item
    position = at
    while position < stop:
        begin, end = _item(text, position, stop)
        donor = donor_at(text, begin, end) if end > begin else None
        if (
            donor is not None
            and (placed := _EMBASSY_PLACE.match(text, end, stop))
            and _EMBASSY.search(donor.name)
        ):
            end = (
                placed.end()
            )  # `the Swiss Embassy in Serbia and ...`: where it is does not belong to its name
        separator, following = _separator(text, end, stop)
        if donor is None:
            if separator is None or not text[begin:end].lower().endswith(" budget"):
                break
            position = following  # `from the Unified Budget and by Ireland`
            continue
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
    if words[-1] in _TASKS and following.lower().split()[-1] in _BODIES:
        return True
    complemented = " of " in before or " for " in before
    needs_more = complemented and any(word in _BODIES for word in words) and words[-1] not in _BODIES
    names_body = any(word.lower() in _BODIES for word in following.split())
    return (
        needs_more and not countries_mentioned(last) and not (names_body and countries_mentioned(following))
    )


def donor_at(text: str, begin: int, end: int) -> Donor | None:
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
        or name.lower() in _OWN_BODIES
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
    return Donor(begin, end, name, _country_code(name))


def _country_code(name: str) -> str | None:
    agency = _AGENCIES.get(name.lower())
    if agency is not None:
        return agency
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


def plausible(donor: Donor) -> bool:
    """Whether a phrase is a country or a body beyond doubt."""
    if donor.iso2 is not None:
        return True
    words = donor.name.split()
    return any(word.lower() in _BODIES for word in words) or any(_ACRONYM.match(word) for word in words)
