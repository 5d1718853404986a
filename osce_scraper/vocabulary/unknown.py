"""Names that the vocabulary does not know: which an item holds, and how to paste one into the data files."""

import re
from typing import NamedTuple

from osce_scraper.records import NewsItem, RefKind
from osce_scraper.vocabulary.spelling import fold


class UnknownName(NamedTuple):
    """A name as written, and what it should be a name of."""

    kind: RefKind
    name: str


def unknown_names(item: NewsItem) -> list[UnknownName]:
    """The issuers, fields of work and countries of ``item`` that have no identity, each once, in order."""
    names = [
        *(UnknownName(RefKind.OFFICE, issuer.name) for issuer in item.issuers if issuer.id is None),
        *(
            UnknownName(RefKind.FIELD_OF_WORK, field.name)
            for field in item.fields_of_work
            if field.id is None
        ),
        *(UnknownName(RefKind.COUNTRY, country.name) for country in item.countries if country.iso2 is None),
    ]
    return list(dict.fromkeys(names))


_FILES = {
    RefKind.OFFICE: "offices.toml",
    RefKind.FIELD_OF_WORK: "fields_of_work.toml",
    RefKind.COUNTRY: "countries.toml",
}
_NO_SLUG = re.compile(r"[^\w]+")
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]+")


def _quoted(text: str) -> str:
    """``text`` as a TOML string on one line."""
    escaped = _CONTROL.sub(" ", text).replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def _slug(name: str) -> str:
    words = _NO_SLUG.sub(" ", fold(name)).split()
    if len(words) > 1 and words[0] == "osce":
        words = words[1:]
    return "-".join(words) or "unnamed"


def toml_entry(name: str, kind: RefKind, count: int, example: str) -> str:
    """A TOML entry for the unknown ``name``, ready to paste into the data file that its comment names.

    ``count`` is how often it was seen, ``example`` where, such as an item's id or address. What cannot be
    known (kind of office, code of country) stands there to be replaced; where the name is only another
    spelling, it belongs into the ``aliases`` of the entry that it means.
    """
    example = _CONTROL.sub(" ", example)
    times = "once" if count == 1 else f"{count} times"
    lines = [
        f"# {_FILES[kind]}: seen {times}, such as in {example}.",
        "# Another spelling of a known name? Then put it into the aliases of that entry instead.",
    ]
    if kind is RefKind.OFFICE:
        lines += [
            "[[office]]",
            f"id = {_quoted(_slug(name))}",
            f"name = {_quoted(name)}",
            'kind = "department"',
        ]
    elif kind is RefKind.FIELD_OF_WORK:
        lines += ["[[field]]", f"id = {_quoted(_slug(name))}", f"name = {_quoted(name)}", 'site = "www"']
    else:
        lines += ["[[country]]", 'iso2 = "??"', f"name = {_quoted(name)}", 'group = "other"']
    return "\n".join(lines) + "\n"
