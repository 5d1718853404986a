"""Lists of names in one text, such as a listing's "What we do: Education, Policing"."""

import re
from collections.abc import Callable

#: No name of the vocabulary has more commas than three.
_LONGEST_RUN = 4
_SEPARATOR = re.compile(r"\s*[,;]\s*")


def split_names(value: str, find: Callable[[str], object | None]) -> list[str]:
    """The names in ``value``, which parts them by commas or semicolons; empty for an empty text.

    A name may hold a comma itself ("Racism, xenophobia and discrimination"): the longest run of parts that
    ``find`` (``find_office``, ``find_field_of_work``, ``find_country``) knows is one name. A part of no known
    run is a name of its own, as written.
    """
    parts: list[tuple[int, int]] = []
    start = 0
    for separator in _SEPARATOR.finditer(value):
        parts.append((start, separator.start()))
        start = separator.end()
    parts.append((start, len(value)))
    names: list[str] = []
    at = 0
    while at < len(parts):
        for end in range(min(len(parts), at + _LONGEST_RUN), at, -1):
            name = value[parts[at][0] : parts[end - 1][1]].strip()
            if end == at + 1 or find(name) is not None:
                break
        if name:
            names.append(name)
        at = end
    return names
