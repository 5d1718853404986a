"""Numbers in an English token list, dates and codes sorted out."""

from fractions import Fraction

from osce_scraper.text.numbers import (
    ENGLISH_NUMBER_WORDS,
    ENGLISH_SHARE_WORDS,
    digits_percent,
    digits_value,
    english_fraction,
    english_number,
    percent_of,
)
from osce_scraper.text.participants.draft import Mention
from osce_scraper.text.participants.lexicon import english, word_set
from osce_scraper.text.participants.tokens import Tokens, grouped

#: Words that turn the number before them into a group: nine-member, 22-strong, 15-person.
_MEMBER = word_set("member strong person man woman people participant student delegate")
#: Words after which a number is a name: Article 14, Room 201, Resolution 1325.
_NUMBERED = word_set(
    """
    article articles resolution decision decisions recommendation no nos number level levels class grade
    phase room chapter paragraph paragraphs section protocol module annex page figure table goal rule
    point item principle basket version generation channel route road street building station stations
    unit brigade area zone line checkpoint group law act decree order file case code iso type part volume
    issue session round corridor option priority pillar dimension step stage chapters sections sdg
    """
)
#: "Rose from 45 to 62" is no range.
_CHANGED = word_set("rose fell grew increased decreased risen dropped grown up down went")
_OUT_OF = (["out", "of"], ["of"], ["of", "the"], ["out", "of", "the"], ["of", "its"], ["from", "the"])
_MANY_OF = {"woman": "women", "man": "men", "girl": "girls", "boy": "boys"}
_MANY = frozenset(_MANY_OF.values())
_HYPHENS = frozenset("-‑–—")
_LINKS = frozenset({"and", "to", "or", "&", "-", "‑", "–", "—", "/", ",", "till", "until", "through"})
_ORDINAL = frozenset({"st", "nd", "rd", "th"})
_YEAR_BEFORE = word_set(
    """
    in since of from by until till to during for before after and mid early late year spring summer
    autumn winter fall the between than through / - – — , (
    """
) | {"-"}


def read_mentions(tokens: Tokens) -> list[Mention]:
    """All numbers of ``tokens`` in their order; those that are dates, codes or ordinals are left out."""
    words = tokens.words
    found: list[Mention] = []
    behind = 0
    for index in tokens.numeric():
        # "A dozen" and "a third" begin at their article.
        if words[index] in ENGLISH_SHARE_WORDS and index and words[index - 1] in ("a", "an"):
            index -= 1
        if index < behind:
            continue
        mention = _digits(tokens, index) if words[index][0].isdigit() else _words(tokens, index)
        if mention is not None:
            beside = _article(words, mention)
            if beside is not None and beside.start < mention.start:
                found.append(beside)
            found.append(mention)
            behind = mention.end
            if beside is not None and beside.start > mention.start:
                found.append(beside)
                behind = beside.end
    if not found:
        return found
    _ranges(tokens, found)
    _dates(tokens, found)
    if len(found) > 1:
        _came_of_awaited(tokens, found)
    return [mention for mention in found if mention.shape != "dead"]


def _article(words: list[str], mention: Mention) -> Mention | None:
    """The article that is a number beside ``mention``: 14 men and a woman, a woman and 14 men."""
    if mention.shape != "count":
        return None
    many = words[mention.end : mention.end + 1]
    if not many or many[0] not in _MANY:
        return None
    one = words[mention.end + 1 : mention.end + 4]
    if one[:2] == ["and", "a"] and one[2:] and _MANY_OF.get(one[2], many[0]) != many[0]:
        return Mention(mention.end + 2, mention.end + 3, 1)
    one = words[max(0, mention.start - 3) : mention.start]
    if len(one) == 3 and one[0] == "a" and one[2] == "and" and _MANY_OF.get(one[1], many[0]) != many[0]:
        return Mention(mention.start - 3, mention.start - 2, 1)
    return None


def _digits(tokens: Tokens, index: int) -> Mention | None:
    words, size = tokens.words, tokens.size
    word = words[index]
    following = words[index + 1] if index + 1 < size else ""
    if following == "%" or following == "percent" or following == "pct":
        return _percent(word, index, index + 2)
    if following == "per" and index + 2 < size and words[index + 2] == "cent":
        return _percent(word, index, index + 3)
    share = _share(words, index) if following in ("in", "out") else None
    if share:
        return Mention(index, share[1], 0, "share", share=percent_of(share[0]))
    behind_groups = grouped(tokens, words, index + 1) if len(word) < 4 and word.isdigit() else index + 1
    if behind_groups > index + 1:
        word = "".join(words[index:behind_groups])
        following = words[behind_groups] if behind_groups < size else ""
        return Mention(index, behind_groups, int(word)) if len(word) < 9 and word.isascii() else None
    value = digits_value(word)
    if value is None and following == "thousand":
        value = _decimal_thousands(word)
        return None if value is None else Mention(index, index + 2, value)
    if value is None or (value >= 100_000 and word.isdigit()):
        # Longer runs without a separator are codes: numbers of photos and pages.
        return None
    end = index + 1
    if following == "thousand" and value < 1000:
        value, end = value * 1000, end + 1
    elif following in ("million", "billion"):
        return Mention(index, end + 1, value, "dead")
    elif following == "dozen":
        value, end = value * 12, end + 1
    if tokens.glued(index + 1) and index + 1 < size:
        if following in _ORDINAL:
            return None
        if following == "-" or following == "‑":
            if index + 2 < size and tokens.glued(index + 2):
                behind = words[index + 2]
                if behind in _MEMBER:
                    return Mention(index, index + 3, value, "member")
                if behind == "odd":
                    return Mention(index, index + 3, value)
                if not behind[0].isdigit():
                    return None
        elif following.startswith(("'", "’")) or (following == ":" and tokens.glued(index + 2)):
            return None
    if index and tokens.glued(index):
        before = words[index - 1]
        if before in "-‑" and index > 1 and tokens.glued(index - 1) and not words[index - 2][0].isdigit():
            return None
        if before in "+#№$€£§":
            return None
    return Mention(index, end, value)


def _share(words: list[str], index: int) -> tuple[Fraction, int] | None:
    """The share at token ``index``; "15 out of 20 planned participants" is a count of those who came."""
    share = english_fraction(words, index)
    if share and words[share[1] : share[1] + 1] and words[share[1]] in english().frames["awaited"]:
        return None
    return share


def _decimal_thousands(word: str) -> int | None:
    """The value of "2.5" before "thousand"."""
    whole, mark, part = word.replace(",", ".").partition(".")
    if not mark or not (whole.isascii() and whole.isdigit() and part.isascii() and part.isdigit()):
        return None
    return int(whole) * 1000 + int(part[:3].ljust(3, "0")) if len(whole) < 4 else None


def _percent(word: str, start: int, end: int) -> Mention | None:
    share = digits_percent(word)
    return None if share is None else Mention(start, end, 0, "percent", share=share)


def _words(tokens: Tokens, index: int) -> Mention | None:
    words, size = tokens.words, tokens.size
    word = words[index]
    share = _share(words, index)
    if share and not (word == "half" and words[index + 1 : index + 3] == ["a", "dozen"]):
        return Mention(index, share[1], 0, "share", share=percent_of(share[0]))
    if "-" in word and word not in ENGLISH_NUMBER_WORDS:
        count, _, behind = word.rpartition("-")
        if behind in _MEMBER:
            read = english_number([count], 0)
            if read:
                return Mention(index, index + 1, read[0], "member")
        return None
    read = english_number(words, index)
    if not read:
        return None
    value, end = read
    following = words[end] if end < size else ""
    if following == "per" and end + 1 < size and words[end + 1] == "cent":
        return Mention(index, end + 2, 0, "percent", share=float(value)) if value <= 100 else None
    if following == "percent":
        return Mention(index, end + 1, 0, "percent", share=float(value)) if value <= 100 else None
    return Mention(index, end, value)


def _ranges(tokens: Tokens, found: list[Mention]) -> None:
    """Joins "20-25", "20 to 25" and "between 15 and 20" into one mention of shape ``range``."""
    words = tokens.words
    position = 0
    while position + 1 < len(found):
        low, high = found[position], found[position + 1]
        gap = high.start - low.end
        if low.shape == "count" == high.shape and gap == 1 and low.value < high.value:
            link = words[low.end]
            before = words[low.start - 1] if low.start else ""
            if link in _HYPHENS or link in ("to", "or") or (link == "and" and before == "between"):
                low.shape, low.high, low.end = "range", high.value, high.end
                del found[position + 1]
                continue
        position += 1


def _came_of_awaited(tokens: Tokens, found: list[Mention]) -> None:
    """Takes the number of those awaited into that of those who came: "15 of the 20 invited judges"."""
    words, awaited = tokens.words, english().frames["awaited"]
    for position in range(len(found) - 1, 0, -1):
        came, whole = found[position - 1], found[position]
        if (
            came.shape == "count" == whole.shape
            and came.value <= whole.value
            and words[whole.end : whole.end + 1]
            and words[whole.end] in awaited
            and words[came.end : whole.start] in _OUT_OF
        ):
            came.end = whole.end
            del found[position]


def _dates(tokens: Tokens, found: list[Mention]) -> None:
    """Marks days, years, times and numbered things as dead."""
    words, size = tokens.words, tokens.size
    months = english().months
    next_start, next_dead = -1, False
    for mention in reversed(found):
        following = words[mention.end] if mention.end < size else ""
        before = words[mention.start - 1] if mention.start else ""
        digits = words[mention.start][0].isdigit()
        if mention.shape in ("percent", "share", "dead"):
            next_start, next_dead = mention.start, False
            continue
        dead = False
        high = mention.high or mention.value
        if digits:
            if high <= 31 and (
                (following in months and (following != "may" or _day_of_may(tokens, mention.end)))
                or (next_dead and mention.end + 1 == next_start and following in _LINKS)
                or (next_dead and mention.end == next_start)
            ):
                dead = True
            elif before in months and high <= 31:
                day_before = mention.start > 1 and words[mention.start - 2][0].isdigit()
                dead = not day_before and (following in _LINKS or not following[:1].isalpha())
            elif 1900 <= mention.value <= 2100 and len(words[mention.start]) == 4:
                dead = (
                    before in _YEAR_BEFORE
                    or before in months
                    or not before
                    or not following[:1].isalpha()
                    or mention.shape == "range"
                )
        aged = before in ("aged", "age", "ages") or (
            before == "and" and words[mention.start - 3 : mention.start - 2] == ["aged"]
        )
        numbered = before in _NUMBERED and mention.value < 10_000 and digits
        abbreviated = (
            before == "." and mention.start > 1 and words[mention.start - 2] in ("no", "art", "nr", "para")
        )
        dead = dead or aged or numbered or abbreviated
        if dead:
            mention.shape = "dead"
        next_start, next_dead = mention.start, dead and before not in _NUMBERED


def _day_of_may(tokens: Tokens, may: int) -> bool:
    """Whether "may" is the month: "5 May", never "25 may join"."""
    return tokens.capital(may)
