"""Numbers as sentences write them: digits with thousands separators, and words in English and Russian.

Everything here works on lower-case words, so that a reader of sentences cuts its text once. A number is at
most ``LARGEST``: nobody counts more people than that, and longer runs of digits are codes.
"""

import re
from collections.abc import Sequence
from fractions import Fraction

#: Beyond this a run of digits is a code, a telephone number or nonsense.
LARGEST = 99_999_999

#: Signs that group thousands, each in its own number: 1,240 1.240 1 240 1'240 with any kind of space.
THOUSANDS = r"[,.'’ \u00a0\u2009\u202f]"

#: A number in digits, grouped or not, decimals with it. Linear: every alternative consumes what it sees.
DIGITS = rf"\d{{1,3}}(?:{THOUSANDS}\d{{3}})+(?!\d)|\d+(?:[.,:]\d+)?"

_GROUPED = re.compile(rf"\d{{1,3}}(?:{THOUSANDS}\d{{3}})+", re.ASCII)
_PLAIN = re.compile(r"\d+", re.ASCII)
_PERCENT = re.compile(r"[0-9]{1,3}(?:[.,][0-9]{1,9})?")
_WHOLE = 100
_NOT_DIGIT = re.compile(r"\D")

_BELOW_TWENTY = """
    zero one two three four five six seven eight nine ten eleven
    twelve thirteen fourteen fifteen sixteen seventeen
    eighteen nineteen
"""
_FULL_TENS = "twenty thirty forty fifty sixty seventy eighty ninety"
_UNITS = {word: value for value, word in enumerate(_BELOW_TWENTY.split())}
_TENS = {word: value * 10 for value, word in enumerate(_FULL_TENS.split(), start=2)} | {
    "fourty": 40,
    "ninty": 90,
}
_BELOW_HUNDRED = (
    _UNITS
    | _TENS
    | {f"{ten}-{unit}": a + b for ten, a in _TENS.items() for unit, b in _UNITS.items() if 0 < b < 10}
)
_SCALES = {"thousand": 1_000, "million": 1_000_000}

#: Words that can begin an English number.
ENGLISH_NUMBER_WORDS = frozenset(_BELOW_HUNDRED) | {"hundred", "dozen", "score"}

_FRACTIONS = {
    "half": Fraction(1, 2),
    "third": Fraction(1, 3),
    "quarter": Fraction(1, 4),
    "fourth": Fraction(1, 4),
    "fifth": Fraction(1, 5),
    "sixth": Fraction(1, 6),
    "tenth": Fraction(1, 10),
}
_FRACTIONS |= {f"{word}s": value for word, value in _FRACTIONS.items() if word != "half"}


#: Words that can begin a share, or follow the "a" that begins a number or a share.
ENGLISH_SHARE_WORDS = frozenset(_FRACTIONS) | {"dozen", "hundred", "thousand"}

#: Russian words for shares, in per cent.
RUSSIAN_SHARES = {
    "половина": 50.0,
    "половину": 50.0,
    "половины": 50.0,
    "треть": 33.3,
    "трети": 33.3,
    "четверть": 25.0,
}


def digits_value(token: str) -> int | None:
    """The value of ``token``, a number in digits; None for decimals, times and runs longer than ``LARGEST``.

    ``1,240``, ``1.240``, ``1 240`` and ``1240`` are the same number; ``46.7`` and ``10:00`` are none.
    """
    if len(token) > 14:
        return None
    if _GROUPED.fullmatch(token):
        token = _NOT_DIGIT.sub("", token)
    elif not _PLAIN.fullmatch(token):
        return None
    value = int(token)
    return value if value <= LARGEST else None


def digits_percent(token: str) -> float | None:
    """The share in per cent that ``token`` states in digits (``61``, ``46.7``, ``46,7``); None above 100."""
    if not _PERCENT.fullmatch(token):
        return None
    share = float(token.replace(",", "."))
    return share if share <= _WHOLE else None


def english_number(words: Sequence[str], start: int) -> tuple[int, int] | None:
    """The number that begins at ``words[start]`` in English words: its value and the index behind it.

    ``forty-two``, ``forty two``, ``one hundred and twelve``, ``a hundred``, ``two thousand``, ``a dozen``,
    ``two dozen``, ``half a dozen``. None where no number begins; ordinals and "hundreds" are no numbers.
    """
    size = len(words)
    word = words[start]
    index = start
    if word == "half" and words[start + 1 : start + 3] == ["a", "dozen"]:
        return 6, start + 3
    if word == "a" or word == "an":
        if start + 1 < size and words[start + 1] in ("dozen", "hundred", "thousand"):
            index += 1
            word = words[index]
            if word == "dozen":
                return 12, index + 1
            value, total = 1, 0
        else:
            return None
    elif word == "hundred" or word == "dozen":
        # "several hundred pupils" states no number.
        return None
    elif word in _BELOW_HUNDRED:
        value, total = _BELOW_HUNDRED[word], 0
        index += 1
        if word in _TENS and index < size and 0 < _UNITS.get(words[index], 0) < 10:
            value += _UNITS[words[index]]
            index += 1
        if index < size and words[index] == "dozen":
            return value * 12, index + 1
    else:
        return None
    while index < size:
        word = words[index]
        if word == "hundred" and value < 100:
            value *= 100
            index += 1
            rest = _rest(words, index)
            if rest:
                value += rest[0]
                index = rest[1]
        elif word in _SCALES:
            total += value * _SCALES[word]
            value = 0
            index += 1
            more = _rest(words, index)
            if not more:
                break
            value, index = more
        else:
            break
    total += value
    return (total, index) if total <= LARGEST else None


def _rest(words: Sequence[str], index: int) -> tuple[int, int] | None:
    """What follows "hundred" or "thousand": "and twelve", "forty two"."""
    size = len(words)
    if index < size and words[index] == "and":
        index += 1
        if index >= size or words[index] not in _BELOW_HUNDRED:
            return None
    if index >= size or words[index] not in _BELOW_HUNDRED:
        return None
    value = _BELOW_HUNDRED[words[index]]
    index += 1
    if value % 10 == 0 and value >= 20 and index < size and 0 < _UNITS.get(words[index], 0) < 10:
        value += _UNITS[words[index]]
        index += 1
    return value, index


def english_fraction(words: Sequence[str], start: int) -> tuple[Fraction, int] | None:
    """The share that begins at ``words[start]``: ``half``, ``a third``, ``two thirds``, ``one in four``.

    Gives the share and the index behind it, or None.
    """
    size = len(words)
    word = words[start]
    if word == "half":
        return Fraction(1, 2), start + 1
    if "-" in word:
        count, _, part = word.partition("-")
        if part in _FRACTIONS and count in _UNITS and part != "half":
            return _UNITS[count] * _FRACTIONS[part], start + 1
        return None
    if word in ("a", "an", "one", "two", "three", "four", "nine") and start + 1 < size:
        part = words[start + 1]
        count_value = 1 if word in ("a", "an") else _UNITS[word]
        if part in _FRACTIONS and (part == "half") <= (count_value == 1):
            return count_value * _FRACTIONS[part], start + 2
    value = _BELOW_HUNDRED.get(word)
    if value is None and word.isascii() and word.isdigit() and len(word) < 3:
        value = int(word)
    if value and start + 2 < size:
        behind = start + 1
        if words[behind] == "out" and words[behind + 1] == "of":
            behind += 2
        elif words[behind] == "in":
            behind += 1
        else:
            return None
        if behind < size:
            whole = _BELOW_HUNDRED.get(words[behind])
            if (
                whole is None
                and words[behind].isascii()
                and words[behind].isdigit()
                and len(words[behind]) < 3
            ):
                whole = int(words[behind])
            if whole and value < whole <= 20:
                return Fraction(value, whole), behind + 1
    return None


def percent_of(share: Fraction) -> float:
    """``share`` in per cent with one decimal: a third is 33.3."""
    return round(float(share * 100), 1)


def _forms(*lines: str) -> dict[str, int]:
    table = {}
    for line in lines:
        value, _, forms = line.partition(":")
        for form in forms.split():
            table[form] = int(value)
    return table


#: Russian number words in all their cases.
_RUSSIAN = _forms(
    "1: один одна одно одного одной одному одним одном одну",
    "2: два две двух двум двумя двое двоих двоим двоими",
    "3: три трех трем тремя трое троих троим троими",
    "4: четыре четырех четырем четырьмя четверо четверых четверым",
    "5: пять пяти пятью пятеро пятерых",
    "6: шесть шести шестью шестеро шестерых",
    "7: семь семи семью семеро семерых",
    "8: восемь восьми восемью восьмью",
    "9: девять девяти девятью",
    "10: десять десяти десятью",
    "11: одиннадцать одиннадцати одиннадцатью",
    "12: двенадцать двенадцати двенадцатью",
    "13: тринадцать тринадцати тринадцатью",
    "14: четырнадцать четырнадцати четырнадцатью",
    "15: пятнадцать пятнадцати пятнадцатью",
    "16: шестнадцать шестнадцати шестнадцатью",
    "17: семнадцать семнадцати семнадцатью",
    "18: восемнадцать восемнадцати восемнадцатью",
    "19: девятнадцать девятнадцати девятнадцатью",
    "20: двадцать двадцати двадцатью",
    "30: тридцать тридцати тридцатью",
    "40: сорок сорока",
    "50: пятьдесят пятидесяти пятьюдесятью",
    "60: шестьдесят шестидесяти шестьюдесятью",
    "70: семьдесят семидесяти семьюдесятью",
    "80: восемьдесят восьмидесяти восемьюдесятью",
    "90: девяносто девяноста",
    "100: сто ста сотня сотни сотню",
    "200: двести двухсот двумстам двумястами",
    "300: триста трехсот тремстам тремястами",
    "400: четыреста четырехсот четыремстам",
    "500: пятьсот пятисот пятистам",
    "600: шестьсот шестисот шестистам",
    "700: семьсот семисот семистам",
    "800: восемьсот восьмисот восьмистам",
    "900: девятьсот девятисот девятистам",
)
_RUSSIAN_THOUSAND = frozenset({"тысяча", "тысячи", "тысяч", "тысячу", "тысячам", "тысячами", "тыс"})
_RUSSIAN_DOZEN = {"дюжина": 12, "дюжины": 12, "дюжину": 12, "десяток": 10, "десятка": 10, "полсотни": 50}

#: "Три десятка" is thirty.
_RUSSIAN_TENS = frozenset({"десятка", "десятков", "десятками"})

#: Words that can begin a Russian number (written with е for ё).
RUSSIAN_NUMBER_WORDS = frozenset(_RUSSIAN) | frozenset(_RUSSIAN_DOZEN) | _RUSSIAN_THOUSAND


def russian_number(words: Sequence[str], start: int) -> tuple[int, int] | None:
    """The number that begins at ``words[start]`` in Russian words of any case: value and index behind it.

    ``двадцать пять``, ``двадцати пяти``, ``сто двенадцать``, ``две тысячи четыреста``. The words are lower
    case with е for ё. None where no number begins.
    """
    size = len(words)
    if words[start] in _RUSSIAN_DOZEN:
        return _RUSSIAN_DOZEN[words[start]], start + 1
    tens = words[start + 1 : start + 2]
    if tens and tens[0] in _RUSSIAN_TENS and 1 < _RUSSIAN.get(words[start], 0) < 10:
        return _RUSSIAN[words[start]] * 10, start + 2
    total = value = 0
    # Each next part must be smaller than the last: "двадцать пять", never "пять двадцать".
    limit = 1_000
    index = start
    while index < size:
        word = words[index]
        part = _RUSSIAN.get(word)
        if part is not None and part < limit:
            value += part
            limit = 100 if part >= 100 else 10 if part >= 20 else 0
            index += 1
        elif word in _RUSSIAN_THOUSAND and not total:
            total = max(value, 1) * 1_000
            value, limit = 0, 1_000
            index += 1
        else:
            break
    return (total + value, index) if index > start else None


def parse_number(text: str, language: str = "en") -> int | None:
    """The value of ``text`` when it is a number and nothing else, in digits or in words; otherwise None.

    ``language`` is ``en`` or ``ru``.
    """
    stripped = text.strip()
    if not stripped:
        return None
    if stripped[0].isdigit():
        return digits_value(stripped)
    words = stripped.lower().replace("ё", "е").split()
    read = russian_number if language == "ru" else english_number
    found = read(words, 0)
    return found[0] if found and found[1] == len(words) else None
