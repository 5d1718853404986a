"""Texts made of characters alone: half of a surrogate pair is none, and no record could hold it."""

import re
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
