"""Spellings: what does not count when two written names are compared.

Two names are the same spelling when they differ only in case, diacritics, kinds of dash, quotation mark or
space, invisible characters, hyphens and slashes between words, "&" for "and", and in list marks, brackets or
a colon around them. Nothing else is forgiven: a look-up that guesses makes two offices of one, or one of two.
"""

import re
import unicodedata

#: Marks that stand around a name without belonging to it: list dashes and bullets, colons, quotes, brackets.
_AROUND = " -:|*>,"

_DASHES = "‐‑‒–—―−﹘﹣－"
_INVISIBLE = [
    chr(code)
    for code in (
        0xAD,
        0x34F,
        0x61C,
        0x180E,
        *range(0x200B, 0x2010),
        *range(0x202A, 0x202F),
        *range(0x2060, 0x206A),
        0xFEFF,
    )
]
_QUOTES = "'\"‘’‚‛“”„‟«»‹›`´ʻʼʹ＇"
_BULLETS = "•·∙●○■□▪▫◦‣⁃►▶→※"

_PLAIN = str.maketrans(
    {
        **dict.fromkeys(_DASHES, "-"),
        **dict.fromkeys(_INVISIBLE, None),
        **dict.fromkeys(_QUOTES, None),
        **dict.fromkeys(_BULLETS, "*"),
        **dict.fromkeys("()[]{}", None),
        "：": ":",
        "＆": "&",
        # Letters that no decomposition splits into a base letter and a mark.
        "ł": "l",
        "đ": "d",
        "ø": "o",
        "ı": "i",
    }
)
_ASCII = str.maketrans({**dict.fromkeys("'\"`()[]{}", None)})
_BETWEEN_WORDS = str.maketrans({"-": " ", "/": " ", "&": " and ", "_": " "})
_MARK = re.compile("[\u0300-\u036f]+")


def fold(text: str) -> str:
    """``text`` without what does not count in a comparison of names, lower case, words joined by one space.

    "– Co-ordinator’s  Office:" and "Coordinators office" fold to the same text. Never raises.
    """
    if text.isascii():
        folded = text.lower().translate(_ASCII)
    else:
        decomposed = unicodedata.normalize("NFKD", text.casefold()).casefold()
        folded = _MARK.sub("", decomposed).translate(_PLAIN)
    # British "co-operation" and "co-ordinator" are also written without their hyphen.
    if "co-o" in folded:
        folded = folded.replace("co-o", "coo")
    folded = folded.strip(_AROUND)
    return " ".join(folded.translate(_BETWEEN_WORDS).split())
