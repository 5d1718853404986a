"""Menus as a witness: what an entry names, and how a harvested menu differs from the known one.

The known menus are in ``menu_main.toml`` (the main site) and ``menu_odihr.toml``.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, Literal, NamedTuple

from osce_scraper.records import Menu, MenuEntry, RefKind
from osce_scraper.vocabulary.countries import find_country
from osce_scraper.vocabulary.data import VocabularyError, read
from osce_scraper.vocabulary.fields_of_work import find_field_of_work
from osce_scraper.vocabulary.offices import find_office
from osce_scraper.vocabulary.spelling import fold

Site = Literal["www", "odihr"]

_FILES: dict[str, str] = {"www": "menu_main.toml", "odihr": "menu_odihr.toml"}
#: What an entry is looked up as where nothing is known of its place.
_ANYWHERE = (RefKind.OFFICE, RefKind.FIELD_OF_WORK, RefKind.COUNTRY)


class MenuDifference(NamedTuple):
    """One difference: the label as the vocabulary has it, as the menu has it, and what it names, if known."""

    known: str | None
    seen: str | None
    path: tuple[str, ...]
    kind: RefKind | None
    ref: str | None


@dataclass(frozen=True, slots=True)
class MenuDifferences:
    """How a harvested menu differs from the known one; empty tuples where it does not."""

    new: tuple[MenuDifference, ...] = ()
    vanished: tuple[MenuDifference, ...] = ()
    renamed: tuple[MenuDifference, ...] = ()

    def __bool__(self) -> bool:
        """Whether there is any difference."""
        return bool(self.new or self.vanished or self.renamed)

    def to_dict(self) -> dict[str, list[dict[str, Any]]]:
        """The differences as plain JSON-ready values, for the record of a run."""
        return {
            name: [{**difference._asdict(), "path": list(difference.path)} for difference in several]
            for name, several in (("new", self.new), ("vanished", self.vanished), ("renamed", self.renamed))
        }


class _Known(NamedTuple):
    """A label of a known menu."""

    label: str
    path: tuple[str, ...]
    kind: RefKind | None
    ref: str | None
    variants: frozenset[str]


#: What makes two labels one entry: what they name, or for a page its folded label.
_Identity = tuple[RefKind | None, str]


def _find(label: str, kind: RefKind) -> str | None:
    if kind is RefKind.OFFICE:
        office = find_office(label)
        return None if office is None else office.id
    if kind is RefKind.FIELD_OF_WORK:
        entry = find_field_of_work(label)
        return None if entry is None else entry.id
    country = find_country(label)
    return None if country is None else country.iso2


def _known_in(section: dict[str, Any], file: str) -> Iterable[_Known]:
    kind = None if section["kind"] == "page" else RefKind(section["kind"])
    variants = section.get("variants", {})
    for label in section["labels"]:
        ref = None if kind is None else _find(label, kind)
        if kind is not None and ref is None:
            raise VocabularyError(f"{file} has the entry {label!r}, which is no {kind} of the vocabulary")
        spellings = frozenset(fold(spelling) for spelling in (label, *variants.get(label, ())))
        yield _Known(label, (*section["path"], label), kind, ref, spellings)


@cache
def _menu(site: str) -> tuple[_Known, ...]:
    file = _FILES[site]
    return tuple(known for section in read(file)["section"] for known in _known_in(section, file))


@cache
def _identities(site: str) -> dict[_Identity, _Known]:
    identities: dict[_Identity, _Known] = {}
    for known in _menu(site):
        names = [known.ref] if known.ref is not None else sorted(known.variants)
        for name in names:
            identities.setdefault((known.kind, name), known)
    return identities


@cache
def _kinds() -> dict[tuple[str, str], RefKind | None]:
    """What the known menus say of a label below its parent: its kind, None for a page."""
    kinds: dict[tuple[str, str], RefKind | None] = {}
    for site in _FILES:
        for known in _menu(site):
            for spelling in known.variants:
                kinds.setdefault((fold(known.path[-2]) if len(known.path) > 1 else "", spelling), known.kind)
    return kinds


@cache
def _children() -> dict[str, tuple[RefKind, ...]]:
    """Kinds of the entries anywhere below each heading of the known menus, folded."""
    children: dict[str, set[RefKind]] = {}
    for site in _FILES:
        for known in _menu(site):
            if known.kind is not None:
                for heading in known.path[:-1]:
                    children.setdefault(fold(heading), set()).add(known.kind)
    return {heading: tuple(sorted(kinds, key=_ANYWHERE.index)) for heading, kinds in children.items()}


@cache
def _pages() -> frozenset[str]:
    """Folded labels that are pages wherever they stand."""
    pages = {
        spelling
        for site in _FILES
        for known in _menu(site)
        if known.kind is None
        for spelling in known.variants
    }
    return frozenset(pages)


def menu_ref(label: str, path: Sequence[str] = ()) -> tuple[RefKind, str] | None:
    """What the menu entry ``label`` names: its kind and its identity in the vocabulary; None for a page.

    ``path`` are the labels from the root, with or without ``label`` itself at the end. The headings above
    decide what a label is looked up as: below "Participating States" Georgia is a country. Where they are
    unknown, and for an entry alone, it may be an office, a field of work or a country.
    """
    above = [fold(heading) for heading in path]
    folded = fold(label)
    if above and above[-1] == folded:
        above.pop()
    parent = above[-1] if above else ""
    kinds = _kinds()
    if (parent, folded) in kinds:
        kind = kinds[parent, folded]
        return None if kind is None else _ref(label, (kind,))
    if folded in _pages():
        return None
    children = _children()
    for heading in reversed(above):
        if heading in children:
            return _ref(label, children[heading])
    return _ref(label, _ANYWHERE)


def _ref(label: str, kinds: Iterable[RefKind]) -> tuple[RefKind, str] | None:
    for kind in kinds:
        ref = _find(label, kind)
        if ref is not None:
            return kind, ref
    return None


def compare_menu(entries: Iterable[MenuEntry | Sequence[str]], site: Site = "www") -> MenuDifferences:
    """How a harvested menu differs from the one the vocabulary knows of ``site`` ("www" or "odihr").

    ``entries`` are records (those of footers and language switches are left out), or paths (labels from the
    root to the entry). Menus are compared as sets: neither
    order nor place counts, and a label may stand twice. An entry is *new* when the known menu has no such
    page and nothing of that identity, *vanished* when it is in the known menu only, *renamed* when the
    identity is known under another label. A variant listed in the file, and a chairpersonship suffix, are no
    difference.
    Raises ``ValueError`` for another site.
    """
    if site not in _FILES:
        raise ValueError(f"site has to be one of {', '.join(_FILES)}, not {site!r}")
    identities = _identities(site)
    new: dict[_Identity, MenuDifference] = {}
    renamed: dict[_Identity, MenuDifference] = {}
    seen: set[_Known] = set()
    for entry in entries:
        if isinstance(entry, MenuEntry):
            path = tuple(entry.path) if entry.menu is Menu.MAIN else ()
        else:
            path = tuple(entry)
        if not path:
            continue
        label = path[-1]
        ref = menu_ref(label, path)
        identity: _Identity = ref if ref is not None else (None, fold(label))
        known = identities.get(identity)
        difference = MenuDifference(known and known.label, label, path, *(ref or (None, None)))
        if known is None:
            new.setdefault(identity, difference)
            continue
        seen.add(known)
        if not _is_spelled(label, known):
            renamed.setdefault(identity, difference)
    vanished = {
        known.label: MenuDifference(known.label, None, known.path, known.kind, known.ref)
        for known in identities.values()
        if known not in seen
    }
    return MenuDifferences(tuple(new.values()), tuple(vanished.values()), tuple(renamed.values()))


def _is_spelled(label: str, known: _Known) -> bool:
    """Whether ``label`` is one of the known labels, a chairpersonship suffix aside."""
    folded = fold(label)
    if folded in known.variants:
        return True
    if known.kind is not RefKind.COUNTRY:
        return False
    return any(folded.startswith(f"{spelling} ") and "chair" in folded for spelling in known.variants)
