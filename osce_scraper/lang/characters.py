"""Texts as their readers see them: composed letters, one script a word, no invisible marks."""

import re
import unicodedata
from collections.abc import Sequence
from typing import Final

_LONE: Final = re.compile("[\ud800-\udfff]")
#: Stands where a text holds something that is no character.
REPLACEMENT: Final = "\ufffd"


def of_characters(text: str) -> str:
    """``text`` with U+FFFD for each lone surrogate: as long as before, so that offsets hold."""
    if text.isascii():
        return text
    try:
        text.encode()
    except UnicodeEncodeError:
        return _LONE.sub(REPLACEMENT, text)
    return text


def all_of_characters(paragraphs: Sequence[str]) -> list[str]:
    """The paragraphs, each ``of_characters``."""
    return [of_characters(paragraph) for paragraph in paragraphs]


#: Soft hyphens, zero-width marks, and the controls of writing direction.
_INVISIBLE: Final = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
_MIXED: Final = re.compile(r"[\u0400-\u04ff][A-Za-z]|[A-Za-z][\u0400-\u04ff]")
_WORD: Final = re.compile(r"[^\W\d_]+")
#: Latin letters that look like Cyrillic ones; a word with any other Latin letter is left alone.
_LOOK_ALIKES: Final = str.maketrans("ABCEHIJKMOPSTXYaceijopsxy", "АВСЕНІЈКМОРЅТХУасеіјорѕху")
_LATIN: Final = re.compile("[A-Za-z]")


def composed(text: str) -> str:
    """``text`` in Unicode form NFC, without invisible marks, each Cyrillic word in Cyrillic letters alone."""
    if text.isascii():
        return text
    if not unicodedata.is_normalized("NFC", text):
        text = unicodedata.normalize("NFC", text)
    if _INVISIBLE.search(text):
        text = _INVISIBLE.sub("", text)
    if _MIXED.search(text):
        text = _WORD.sub(lambda match: _in_one_script(match[0]), text)
    return text


def _in_one_script(word: str) -> str:
    if not _MIXED.search(word):
        return word
    cyrillic = word.translate(_LOOK_ALIKES)
    return word if _LATIN.search(cyrillic) else cyrillic
