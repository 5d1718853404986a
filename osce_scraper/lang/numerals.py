"""Numbers in sentences: digits with their separators, and number words in every gender and case.

The words are data: ``numerals.json`` is made by ``tools/numerals.py`` from Unicode CLDR's rule-based number
formats; what it lacks is added there by hand.
"""

import json
import re
from collections.abc import Sequence
from functools import lru_cache
from importlib.resources import files
from typing import Any, Final

from osce_scraper.lang.language import numerals_code

_DIGITS: Final = re.compile(r"(\d+)(?:[-’'‑]?[^\W\d_]{1,3})?")
_LARGEST: Final = 1_000_000


@lru_cache(maxsize=1)
def _tables() -> dict[str, Any]:
    return dict(json.loads(files("osce_scraper.lang").joinpath("numerals.json").read_text("utf-8")))


@lru_cache(maxsize=64)
def number_words(language: str) -> dict[str, int]:
    """The number words of ``language`` (ISO 639-1) in lower case with their values; empty if unknown."""
    table = _tables().get(numerals_code(language), {})
    return {str(word): int(value) for word, value in table.items()}


def read_number(words: Sequence[str], index: int, table: dict[str, int]) -> tuple[int, int] | None:
    """The number that begins at ``words[index]`` and the index after it; None where none does.

    ``words`` are lower-case tokens. Digits may be grouped by spaces, points or commas ("1 200", "1.200");
    number words add up ("двадцять два") and multiply ("two hundred").
    """
    digits = _DIGITS.fullmatch(words[index])
    if digits is not None:
        if len(digits[1]) > 7:
            return None
        amount, end = _grouped(words, index, int(digits[1]))
        if amount < 1000 and end < len(words) and table.get(words[end]) == 1000:
            # "2 тыс. жителей"
            stop = end + 2 if words[end + 1 : end + 2] == ["."] and len(words[end]) <= 3 else end + 1
            return amount * 1000, stop
        return amount, end
    total, current, position, last = 0, 0, index, _LARGEST
    while position < len(words):
        value = table.get(words[position])
        if value is None:
            joined = position > index and words[position] in _JOINERS and position + 1 < len(words)
            following = table.get(words[position + 1]) if joined else None
            if following is None or following >= last or following >= 100 or not current:
                break
            position += 1
            continue
        if value in _MULTIPLIERS:
            if current and current < value:
                total, current = (total + current * value, 0) if value >= 1000 else (total, current * value)
            elif current:
                break
            else:
                current = value
        elif current and (value >= last or (last < 20 and last != 10) or value >= 100 > last):
            break
        else:
            current += value
        last = value
        position += 1
    return (total + current, position) if position > index else None


#: Words for "and" inside a number.
_JOINERS: Final = frozenset(
    ["and", "i", "și", "şi", "e", "ed", "y", "et", "dhe", "и", "та", "და", "ու", "və", "va", "we", "ва", "у"]
)
_MULTIPLIERS: Final = frozenset([100, 1000])


def _grouped(words: Sequence[str], index: int, value: int) -> tuple[int, int]:
    """``value`` with the groups of three digits that follow it, and the index after them."""
    position = index + 1
    while position < len(words) and value < _LARGEST and value >= 1:
        mark = words[position] in {".", ",", "’", "'"}
        group = position + 1 if mark else position
        if group >= len(words) or not re.fullmatch(r"\d{3}", words[group]) or value > 999_999:
            break
        value, position = value * 1000 + int(words[group]), group + 1
    return value, position
