"""Names in the value of a label: one name, or several with commas between them."""

import re
from collections.abc import Callable

from osce_scraper.vocabulary import Label, find_country, find_field_of_work, find_office

_SEPARATOR = re.compile(r"\s*[;|\n]\s*|,\s+")


def _known(label: Label) -> Callable[[str], bool]:
    if label is Label.ISSUED_BY:
        return lambda text: find_office(text) is not None
    if label is Label.FIELDS_OF_WORK:
        return lambda text: find_field_of_work(text) is not None
    return lambda text: find_country(text) is not None


def names_in(text: str, label: Label, *, always_split: bool = False) -> list[str]:
    """The names in ``text``, the value of ``label``.

    A name that the vocabulary knows stays whole, commas and all. Otherwise the text is split at its commas
    where a part is known, or ``always_split`` says that the page writes lists so.
    """
    known = _known(label)
    if known(text):
        return [text]
    parts = [part for part in _SEPARATOR.split(text) if part]
    if len(parts) < 2:
        return [text]
    names: list[str] = []
    any_known = False
    at = 0
    while at < len(parts):
        end = next((end for end in range(len(parts), at, -1) if known(", ".join(parts[at:end]))), None)
        any_known = any_known or end is not None
        end = end or at + 1
        names.append(", ".join(parts[at:end]))
        at = end
    return names if any_known or always_split or ";" in text or "|" in text else [text]
