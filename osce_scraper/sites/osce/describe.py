"""The page of the documentation about the vocabulary, made from its data files.

``python -m osce_scraper.sites.osce.describe > docs/vocabulary.md``
"""

import datetime as dt
from collections.abc import Iterable

from osce_scraper.sites import Site, load_site
from osce_scraper.vocabulary.countries import CountryEntry, CountryGroup, countries
from osce_scraper.vocabulary.fields_of_work import FieldOfWorkEntry
from osce_scraper.vocabulary.offices import DatedName, Office, OfficeKind

_INTRODUCTION = """# Vocabulary: what each identity is

Made from the data files in `osce_scraper/sites/osce/` and `osce_scraper/vocabulary/` by
`python -m osce_scraper.sites.osce.describe`; edit those, not this page.

Records keep every name as it was written and add the identity that it means: `issuers[].id` is an
office, `fields_of_work[].id` a field of work, `countries[].iso2` a country. Group by the identity,
never by the name.

- A name is looked up exactly. Case, diacritics, dashes, quotation marks, "the", the organization's own
  name (OSCE, ОБСЕ, OSBE ...), "(closed)" and "(discontinued)", an abbreviation in brackets behind the
  name and a chairpersonship suffix ("Finland – OSCE Chairpersonship 2025") do not count. Nothing is
  guessed: a name that is not here stays as written, with the identity `null`, and is counted as
  unknown.
- An office that goes on in the same country under a new title keeps its identity: Centre in Bishkek and
  Programme Office in Bishkek are one. Where a mandate ended and another structure took over, or a
  mission was split, there are two identities, linked as predecessor and successor.
- Where two offices bore one name at different times ("OSCE Mission to Ukraine"), the item's date
  decides.
- An item is about the host country of its issuer only where the table names one: the Secretariat sits
  in Austria, but its items are not about Austria.
- A country counts as mentioned in a title or lead by its name or the word for its people ("Georgian").
  Languages ("in Russian"), churches ("Serbian Orthodox"), minorities, peoples that live in several
  States (Serbs, Croats), streets, first and last names, and States of the USA are no mention. Cities
  and regions name no country.
"""

_KINDS = {
    OfficeKind.ORGANIZATION: "The organization",
    OfficeKind.CHAIR: "Chair",
    OfficeKind.SECRETARIAT: "Secretariat",
    OfficeKind.SECRETARY_GENERAL: "Secretary General",
    OfficeKind.DEPARTMENT: "Departments",
    OfficeKind.INSTITUTION: "Institutions",
    OfficeKind.PARLIAMENTARY_ASSEMBLY: "Parliamentary Assembly",
    OfficeKind.COURT: "Court",
    OfficeKind.BODY: "Decision-making bodies",
    OfficeKind.FIELD_OPERATION: "Field operations",
    OfficeKind.PROGRAMME: "Programmes and schools",
    OfficeKind.FORMAT: "Formats of negotiation",
    OfficeKind.REPRESENTATIVE: "Representatives of the chair",
    OfficeKind.PARTNERS: "Groups of Partners",
}
_GROUPS = {
    CountryGroup.PARTICIPATING_STATE: "Participating States",
    CountryGroup.ASIAN_PARTNER: "Asian Partners for Co-operation",
    CountryGroup.MEDITERRANEAN_PARTNER: "Mediterranean Partners for Co-operation",
    CountryGroup.OTHER: "Neither",
}
_SITES = {
    "www": "In the main site's menu",
    "odihr": "In the menu of odihr.osce.org only",
    "archive": "On older items only",
}


def _cell(text: str) -> str:
    return text.replace("|", "\\|")


def _row(*cells: str) -> str:
    return "| " + " | ".join(_cell(cell) for cell in cells) + " |"


def _table(header: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> list[str]:
    return [_row(*header), "|" + "---|" * len(header), *(_row(*row) for row in rows), ""]


def _days(start: dt.date | None, end: dt.date | None) -> str:
    if start is None and end is None:
        return ""
    if end is None:
        return f"from {start}"
    return f"until {end}" if start is None else f"{start} to {end}"


def _dated(name: DatedName) -> str:
    days = _days(name.start, name.end)
    return f"{name.name} ({days})" if days else name.name


def _office(office: Office) -> tuple[str, ...]:
    notes = []
    if office.part_of:
        notes.append(f"Part of `{office.part_of}`.")
    if office.predecessors:
        notes.append("Follows " + ", ".join(f"`{one}`" for one in office.predecessors) + ".")
    if office.successors:
        notes.append("Followed by " + ", ".join(f"`{one}`" for one in office.successors) + ".")
    if office.comment:
        notes.append(office.comment)
    names = "; ".join([*map(_dated, office.names), *office.aliases])
    return (f"`{office.id}`", office.name, _days(office.opened, office.closed), office.country or "", names,
            " ".join(notes))  # fmt: skip


def _field(entry: FieldOfWorkEntry) -> tuple[str, ...]:
    notes = [f"Part of `{entry.part_of}`."] if entry.part_of else []
    notes += [entry.comment] if entry.comment else []
    return f"`{entry.id}`", entry.name, "; ".join((*entry.former, *entry.aliases)), " ".join(notes)


def _country(entry: CountryEntry) -> tuple[str, ...]:
    return entry.iso2, entry.name, "; ".join(entry.aliases), ", ".join(entry.people), entry.comment or ""


def describe(site: Site) -> str:
    """The page about the names of ``site``, in Markdown."""
    lines = [_INTRODUCTION, "## Offices", ""]
    for kind, heading in _KINDS.items():
        rows = [_office(office) for office in site.offices.values() if office.kind is kind]
        lines += [f"### {heading}", ""]
        lines += _table(("id", "name", "open", "country", "other names, and names over time", "notes"), rows)
    lines += ["## Fields of work", ""]
    for menu, heading in _SITES.items():
        fields = [_field(entry) for entry in site.fields.values() if entry.site == menu]
        lines += [f"### {heading}", "", *_table(("id", "name", "former and other names", "notes"), fields)]
    lines += ["## Countries", ""]
    for group, heading in _GROUPS.items():
        entries = [_country(entry) for entry in countries().values() if entry.group is group]
        lines += [f"### {heading}", ""]
        lines += _table(("iso2", "name", "other names", "its people", "notes"), entries)
    lines += [
        "Every other country of the world is found under its name in the languages of the site (Unicode "
        "CLDR), with the group `other`.",
        "",
    ]
    return "\n".join(lines)


if __name__ == "__main__":
    print(describe(load_site()), end="")
