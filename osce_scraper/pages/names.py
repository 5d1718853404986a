"""Names in the value of a label: one name, or several with commas between them."""

from collections.abc import Callable

from osce_scraper.sites import Site
from osce_scraper.vocabulary import Label, find_country, split_names


def _known(label: Label, site: Site) -> Callable[[str], object | None]:
    if label is Label.ISSUED_BY:
        return site.offices.find
    if label is Label.FIELDS_OF_WORK:
        return site.fields.find
    return find_country


def names_in(text: str, label: Label, site: Site, *, always_split: bool = False) -> list[str]:
    """The names in ``text``, the value of ``label``.

    The text is parted at its commas where a part is known, or ``always_split`` says that the page writes
    lists so; names that hold a comma themselves stay whole.
    """
    known = _known(label, site)
    names = split_names(text, known)
    if len(names) < 2 or always_split or ";" in text or any(known(name) is not None for name in names):
        return names or [text]
    return [text]
