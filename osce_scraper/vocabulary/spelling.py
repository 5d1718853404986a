"""Spellings: what does not count when two written names are compared.

Two names are the same spelling when they differ only in case, diacritics, kinds of dash, quotation mark or
space, invisible characters, hyphens and slashes between words, "&" for "and", and in list marks, brackets or
a colon around them. Nothing else is forgiven: a look-up that guesses makes two offices of one, or one of two.
"""

import re
import unicodedata
from functools import lru_cache
from typing import Final, NamedTuple

#: Marks that stand around a name without belonging to it: list dashes and bullets, colons, quotes, brackets.
_AROUND = " \t\n\r\x0b\x0c\x1c\x1d\x1e\x1f\x85\u1680\u2028\u2029:|*>,"

_DASHES = "-‐‑‒–—―−﹘﹣－"
#: Soft hyphen, joiners, marks of direction, byte order mark: written, never seen.
_INVISIBLE = "\u00ad\u034f\u061c\u180e\ufeff" + "".join(
    map(chr, (*range(0x200B, 0x2010), *range(0x202A, 0x202F), *range(0x2060, 0x206A)))
)
_QUOTES = "'\"‘’‚‛“”„‟«»‹›`´ʻʼʹ＇"
_BULLETS = "•·∙●○■□▪▫◦‣⁃►▶→※"

#: What ASCII and other text share: quotation marks and brackets go, signs between words part them.
_MARKS: dict[str, str | None] = {
    **dict.fromkeys("'\"`()[]{}", None),
    **dict.fromkeys("-/_", " "),
    "&": " and ",
}
_ASCII = str.maketrans(_MARKS)
_PLAIN = str.maketrans(
    {
        **_MARKS,
        **dict.fromkeys(_DASHES, " "),
        **dict.fromkeys(_INVISIBLE, None),
        **dict.fromkeys(_QUOTES, None),
        **dict.fromkeys(_BULLETS, "*"),
        "：": ":",
        "＆": " and ",
        # Letters that no decomposition splits into a base letter and a mark.
        "ł": "l",
        "đ": "d",
        "ø": "o",
        "ı": "i",
    }
)
_MARK = re.compile("[\u0300-\u036f]+")
_CO_O = re.compile(f"co[{_DASHES}]o")


def _words(text: str) -> list[str]:
    if text.isascii():
        folded = text.lower()
        # British "co-operation" and "co-ordinator" are also written without their hyphen.
        if "co-o" in folded:
            folded = folded.replace("co-o", "coo")
        return folded.translate(_ASCII).strip(_AROUND).split()
    folded = _MARK.sub("", unicodedata.normalize("NFKD", text.casefold()).casefold())
    return _CO_O.sub("coo", folded).translate(_PLAIN).strip(_AROUND).split()


def fold(text: str) -> str:
    """``text`` without what does not count in a comparison of names, lower case, words joined by one space.

    "– Co-ordinator’s  Office:" and "Coordinators office" fold to the same text. Never raises.
    """
    return _short_fold(text) if len(text) <= _SHORT else " ".join(_words(text))


#: Labels, names and headings are short, and stand on page after page.
_SHORT = 80


@lru_cache(maxsize=16_384)
def _short_fold(text: str) -> str:
    return " ".join(_words(text))


#: What the site writes behind the name of an office that is no more.
_STATUS = frozenset(
    [
        "closed",
        "discontinued",
        "archived",
        "archive",
        "закрыт",
        "закрыта",
        "закрыто",
        "закрито",
        "закрита",
        "закритий",
        "mbyllur",
        "zatvorena",
        "zatvoren",
        "затворена",
        "затворен",
        "inchis",
    ]
)


_DROPPED = _STATUS | {"the"}


class OwnNames(NamedTuple):
    """An organization's own names, folded: in the name of one of its offices they tell nothing apart.

    Some languages glue a case ending to them, or part it by a hyphen ("OSBE-së"): ``endings``.
    """

    names: frozenset[str] = frozenset()
    endings: frozenset[str] = frozenset()


NO_NAMES: Final = OwnNames()


def name_key(name: str, own: OwnNames = NO_NAMES) -> str:
    """``name`` folded, and without "the", the organization's ``own`` name and what says an office is closed.

    "The OSCE Mission to Georgia (closed)" and "Mission to Georgia" have the same key; full stops do not count
    either ("U.S."). A name that is nothing but the organization's keeps it. Never raises.
    """
    words = _words(name.replace(".", "") if "." in name else name)
    if _DROPPED.isdisjoint(words) and own.names.isdisjoint(words):
        return " ".join(words)
    kept: list[str] = []
    dropped = False
    for word in words:
        if word in own.names:
            dropped = True
            continue
        if word != "the" and not (dropped and word in own.endings):
            kept.append(word)
        dropped = False
    while len(kept) > 1 and kept[-1] in _STATUS:
        kept.pop()
    return " ".join(kept or words)
