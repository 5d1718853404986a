"""Names of fields of work to fields of work: a site's registry, read from its ``fields_of_work.toml``."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from typing import Any, Self

from osce_scraper.vocabulary.data import VocabularyError, translations
from osce_scraper.vocabulary.spelling import NO_NAMES, OwnNames, name_key


@dataclass(frozen=True, slots=True)
class FieldOfWorkEntry:
    """A field of work; ``site`` says which menu has it, or ``archive`` (in no menu today)."""

    id: str
    name: str
    site: str = "www"
    former: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()
    part_of: str | None = None
    translations: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    comment: str | None = None


class FieldsOfWork(Mapping[str, FieldOfWorkEntry]):
    """Every field of work of a site by its id, in the order of the file."""

    def __init__(self, entries: Iterable[FieldOfWorkEntry], own: OwnNames = NO_NAMES) -> None:
        self._entries = {entry.id: entry for entry in entries}
        self.own = own
        self.find = lru_cache(maxsize=2048)(self._find)

    @classmethod
    def of(cls, entries: Sequence[Mapping[str, Any]], own: OwnNames = NO_NAMES) -> Self:
        """The registry that the ``field`` tables of a file make.

        Raises ``VocabularyError`` when two fields have one id or one name.
        """
        fields = [
            FieldOfWorkEntry(
                id=entry["id"],
                name=entry["name"],
                site=entry.get("site", "www"),
                former=tuple(entry.get("former", ())),
                aliases=tuple(entry.get("aliases", ())),
                part_of=entry.get("part_of"),
                translations=translations(entry),
                comment=entry.get("comment"),
            )
            for entry in entries
        ]
        registry = cls(fields, own)
        if len(registry) != len(fields):
            ids = [entry.id for entry in fields]
            twice = next(identity for identity in ids if ids.count(identity) > 1)
            raise VocabularyError(f"the id {twice!r} is given to two fields of work")
        return registry

    def __getitem__(self, identity: str) -> FieldOfWorkEntry:
        return self._entries[identity]

    def __iter__(self) -> Iterator[str]:
        return iter(self._entries)

    def __len__(self) -> int:
        return len(self._entries)

    def check(self) -> None:
        """Raise ``VocabularyError`` where two fields claim one name."""
        assert self._names is not None

    @cached_property
    def _names(self) -> dict[str, FieldOfWorkEntry]:
        names: dict[str, FieldOfWorkEntry] = {}
        for entry in self.values():
            translated = (name for several in entry.translations.values() for name in several)
            for name in (entry.name, *entry.former, *entry.aliases, *translated):
                known = names.setdefault(name_key(name, self.own), entry)
                if known is not entry:
                    raise VocabularyError(f"the name {name!r} is given to {known.id} and {entry.id}")
        return names

    def _find(self, name: str) -> FieldOfWorkEntry | None:
        """The field of work that ``name`` means, today's or a former name, in any language; else None."""
        return self._names.get(name_key(name, self.own))
