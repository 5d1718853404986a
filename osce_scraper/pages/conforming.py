"""Pages whose elements are left open or closed across each other, in the tree that browsers make of them.

libxml2 keeps an element open where a browser closes it with the one around it, so that the rest of a page may
end up in its menu. It notes where tags do not match; only such a page is read again, by lexbor.
"""

import re
from typing import Final

from lxml import etree
from selectolax.lexbor import LexborHTMLParser

_MISMATCH: Final = re.compile(r"mismatch: ([\w-]+) and ([\w-]+)")
#: Left open, these say at most how their text looks; or the next of their kind closes them.
_HARMLESS: Final = frozenset(
    ["a", "b", "big", "code", "em", "font", "i", "nobr", "s", "small", "strike", "strong", "tt", "u", "span",
     "sup", "sub", "p", "li", "dt", "dd", "td", "th", "tr", "option", "br", "img", "center", "abbr", "cite"]
)  # fmt: skip
#: Browsers open such an element, left open, again in every paragraph that follows: a page with thousands of
#: them would become endless.
_MOST_FORMATS: Final = 40


def is_misread(log: etree._ListErrorLog) -> bool:
    """Whether the notes of libxml2 on a page say that its tree is not the one that browsers build."""
    formats = 0
    found = False
    for note in log:
        names = _MISMATCH.search(note.message)
        if names is None:
            continue
        if names[2] in _HARMLESS:
            formats += 1
        else:
            found = True
    return found and formats <= _MOST_FORMATS


def written_as_in_browsers(data: bytes) -> bytes:
    """A page in UTF-8 with its elements nested as browsers nest them."""
    html = LexborHTMLParser(data.decode("utf-8", "replace")).html
    return data if html is None else html.encode("utf-8", "replace")
