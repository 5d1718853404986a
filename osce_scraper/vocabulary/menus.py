"""Menus as a witness: what an entry names, and how a harvested menu differs from the known one.

The known menus are files of a site's folder, one for each host that shows a menu of its own.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple

from osce_scraper.records import Menu, MenuEntry, RefKind
from osce_scraper.vocabulary.countries import find_country
from osce_scraper.vocabulary.data import VocabularyError
from osce_scraper.vocabulary.fields_of_work import FieldsOfWork
from osce_scraper.vocabulary.offices import Offices
from osce_scraper.vocabulary.spelling import fold

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
#: The sections of a menu's file.
Sections = Sequence[Mapping[str, Any]]


class Menus:
    """The known menus of a site, by host, and what their labels name in its registries."""

    def __init__(self, menus: Mapping[str, Sections], offices: Offices, fields: FieldsOfWork) -> None:
        self.sections = menus
        self.offices = offices
        self.fields = fields

    def ref(self, label: str, path: Sequence[str] = ()) -> tuple[RefKind, str] | None:
        """What the menu entry ``label`` names: its kind and its identity in the registries; None for a page.

        ``path`` are the labels from the root, with or without ``label`` itself at the end. The headings above
        decide what a label is looked up as: below "Participating States" Georgia is a country. Where they are
        unknown, and for an entry alone, it may be an office, a field of work or a country.
        """
        above = [fold(heading) for heading in path]
        folded = fold(label)
        if above and above[-1] == folded:
            above.pop()
        parent = above[-1] if above else ""
        if (parent, folded) in self._kinds:
            kind = self._kinds[parent, folded]
            return None if kind is None else self._ref(label, (kind,))
        if folded in self._pages:
            return None
        for heading in reversed(above):
            if heading in self._children:
                return self._ref(label, self._children[heading])
        return self._ref(label, _ANYWHERE)

    def compare(self, entries: Iterable[MenuEntry | Sequence[str]], host: str) -> MenuDifferences:
        """How a harvested menu differs from the known one of ``host``; no difference where none is known.

        ``entries`` are records (those of footers and language switches are left out), or paths (labels from
        the root to the entry). Menus are compared as sets: neither order nor place counts, and a label may
        stand twice. An entry is *new* when the known menu has no such page and nothing of that identity,
        *vanished* when it is in the known menu only, *renamed* when the identity is known under another
        label. A variant listed in the file, and a chairpersonship suffix, are no difference.
        """
        if host not in self.sections:
            return MenuDifferences()
        identities = self._identities[host]
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
            ref = self.ref(label, path)
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

    @cached_property
    def places(self) -> Mapping[str, Sequence[tuple[str, ...]]]:
        """Folded label to the paths (folded labels from the root) of the entries that have it below them.

        For rebuilding a menu whose depth was lost.
        """
        places: dict[str, list[tuple[str, ...]]] = defaultdict(list)
        for sections in self.sections.values():
            for section in sections:
                parent = tuple(fold(label) for label in section["path"])
                variants = [label for labels in section.get("variants", {}).values() for label in labels]
                for label in (*section["labels"], *variants):
                    if parent not in places[fold(label)]:
                        places[fold(label)].append(parent)
        return dict(places)

    def check(self) -> None:
        """Raise ``VocabularyError`` where an entry names nothing that the registries know."""
        assert self._known is not None

    @cached_property
    def _known(self) -> dict[str, tuple[_Known, ...]]:
        return {
            host: tuple(known for section in sections for known in self._known_in(section, host))
            for host, sections in self.sections.items()
        }

    def _known_in(self, section: Mapping[str, Any], host: str) -> Iterable[_Known]:
        kind = None if section["kind"] == "page" else RefKind(section["kind"])
        variants = section.get("variants", {})
        for label in section["labels"]:
            ref = None if kind is None else self._find(label, kind)
            if kind is not None and ref is None:
                raise VocabularyError(
                    f"the menu of {host} has the entry {label!r}, which is no {kind} of the site"
                )
            spellings = frozenset(fold(spelling) for spelling in (label, *variants.get(label, ())))
            yield _Known(label, (*section["path"], label), kind, ref, spellings)

    @cached_property
    def _identities(self) -> dict[str, dict[_Identity, _Known]]:
        found: dict[str, dict[_Identity, _Known]] = {}
        for host, menu in self._known.items():
            identities = found.setdefault(host, {})
            for known in menu:
                names = [known.ref] if known.ref is not None else sorted(known.variants)
                for name in names:
                    identities.setdefault((known.kind, name), known)
        return found

    @cached_property
    def _kinds(self) -> dict[tuple[str, str], RefKind | None]:
        """What the known menus say of a label below its parent: its kind, None for a page."""
        kinds: dict[tuple[str, str], RefKind | None] = {}
        for menu in self._known.values():
            for known in menu:
                parent = fold(known.path[-2]) if len(known.path) > 1 else ""
                for spelling in known.variants:
                    kinds.setdefault((parent, spelling), known.kind)
        return kinds

    @cached_property
    def _children(self) -> dict[str, tuple[RefKind, ...]]:
        """Kinds of the entries anywhere below each heading of the known menus, folded."""
        children: dict[str, set[RefKind]] = {}
        for menu in self._known.values():
            for known in menu:
                if known.kind is not None:
                    for heading in known.path[:-1]:
                        children.setdefault(fold(heading), set()).add(known.kind)
        return {heading: tuple(sorted(kinds, key=_ANYWHERE.index)) for heading, kinds in children.items()}

    @cached_property
    def _pages(self) -> frozenset[str]:
        """Folded labels that are pages wherever they stand."""
        return frozenset(
            spelling
            for menu in self._known.values()
            for known in menu
            if known.kind is None
            for spelling in known.variants
        )

    def _ref(self, label: str, kinds: Iterable[RefKind]) -> tuple[RefKind, str] | None:
        for kind in kinds:
            ref = self._find(label, kind)
            if ref is not None:
                return kind, ref
        return None

    def _find(self, label: str, kind: RefKind) -> str | None:
        if kind is RefKind.OFFICE:
            office = self.offices.find(label)
            return None if office is None else office.id
        if kind is RefKind.FIELD_OF_WORK:
            entry = self.fields.find(label)
            return None if entry is None else entry.id
        country = find_country(label)
        return None if country is None else country.iso2


def _is_spelled(label: str, known: _Known) -> bool:
    """Whether ``label`` is one of the known labels, a chairpersonship suffix aside."""
    folded = fold(label)
    if folded in known.variants:
        return True
    if known.kind is not RefKind.COUNTRY:
        return False
    return any(folded.startswith(f"{spelling} ") and "chair" in folded for spelling in known.variants)
