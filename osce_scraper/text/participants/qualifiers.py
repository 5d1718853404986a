"""How exactly a number is stated: some, more than, at least, up to."""

from osce_scraper.records import Qualifier
from osce_scraper.text.participants.lexicon import word_set

_APPROXIMATE = word_set(
    """
    some around about approximately roughly nearly almost circa ca estimated virtually practically ~
    probably
    """
)
_SKIPPED = word_set(
    """
    the these those all its their our another additional further exactly a an other first last only just
    now over well total grand initial altogether
    """
)
_DEFINITE = frozenset({"the", "these", "those", "all"})
_BOUNDS = {
    ("at", "least"): Qualifier.AT_LEAST,
    ("at", "most"): Qualifier.AT_MOST,
    ("up", "to"): Qualifier.AT_MOST,
    ("close", "to"): Qualifier.APPROXIMATE,
    ("in", "total"): Qualifier.EXACT,
}
_OF_BOUNDS = {
    "excess": Qualifier.AT_LEAST,
    "upwards": Qualifier.AT_LEAST,
    "minimum": Qualifier.AT_LEAST,
    "maximum": Qualifier.AT_MOST,
    "total": Qualifier.EXACT,
    "average": Qualifier.APPROXIMATE,
}


def qualifier_before(words: list[str], start: int, floor: int) -> tuple[Qualifier, int, bool]:
    """The qualifier before the number at ``start``, where the phrase begins, and whether it is definite.

    ``floor`` is the first token of the sentence.
    """
    qualifier = Qualifier.EXACT
    definite = False
    index = start
    while index > floor:
        word = words[index - 1]
        before = words[index - 2] if index - 1 > floor else ""
        if word in _APPROXIMATE:
            qualifier = Qualifier.APPROXIMATE if qualifier is Qualifier.EXACT else qualifier
            index -= 1
        elif word in ("than", "then") and before in ("more", "greater", "fewer", "less", "higher", "lower"):
            most = before in ("fewer", "less", "lower")
            index -= 2
            if index > floor and words[index - 1] in ("no", "not"):
                most = not most
                index -= 1
            qualifier = Qualifier.AT_MOST if most else Qualifier.AT_LEAST
        elif (before, word) in _BOUNDS:
            qualifier = _BOUNDS[before, word] if qualifier is Qualifier.EXACT else qualifier
            index -= 2
        elif word == "as" and before == "many" and index - 3 >= floor and words[index - 3] == "as":
            qualifier = Qualifier.AT_MOST
            index -= 3
        elif word in ("over", "above") and qualifier is Qualifier.EXACT and index == start:
            qualifier = Qualifier.AT_LEAST
            index -= 1
        elif word == "." and before in ("approx", "ca"):
            qualifier = Qualifier.APPROXIMATE
            index -= 2
        elif word in ("under", "below") and before in ("just", "slightly", "well"):
            qualifier = Qualifier.AT_MOST
            index -= 2
        elif word == "of" and before in _OF_BOUNDS:
            if qualifier is Qualifier.EXACT:
                qualifier = _OF_BOUNDS[before]
            index -= 2
        elif word in _SKIPPED and not (word == "over" and index == start):
            definite = definite or word in _DEFINITE
            index -= 1
        else:
            break
    return qualifier, index, definite


def qualifier_behind(words: list[str], end: int) -> tuple[Qualifier | None, int]:
    """The qualifier behind a number ("200+", "forty or so", "sixty or more") and the token behind it."""
    following = words[end : end + 2]
    if following[:1] == ["+"] or following[:1] == ["plus"]:
        return Qualifier.AT_LEAST, end + 1
    if following == ["or", "so"]:
        return Qualifier.APPROXIMATE, end + 2
    if following == ["or", "more"]:
        return Qualifier.AT_LEAST, end + 2
    return None, end
