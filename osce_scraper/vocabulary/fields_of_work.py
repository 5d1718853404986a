"""Names of fields of work to fields of work; the data are in ``fields_of_work.toml``."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache, lru_cache

from osce_scraper.vocabulary.data import VocabularyError, read, translations
from osce_scraper.vocabulary.spelling import name_key


@dataclass(frozen=True, slots=True)
class FieldOfWorkEntry:
    """A field of work; ``site`` is www, odihr or archive (in no menu today)."""

    id: str
    name: str
    site: str
    former: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()
    part_of: str | None = None
    translations: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    comment: str | None = None


@cache
def fields_of_work() -> Mapping[str, FieldOfWorkEntry]:
    """Every field of work of the vocabulary by its id, in the order of the file."""
    entries = read("fields_of_work.toml")["field"]
    found = {
        entry["id"]: FieldOfWorkEntry(
            id=entry["id"],
            name=entry["name"],
            site=entry["site"],
            former=tuple(entry.get("former", ())),
            aliases=tuple(entry.get("aliases", ())),
            part_of=entry.get("part_of"),
            translations=translations(entry),
            comment=entry.get("comment"),
        )
        for entry in entries
    }
    if len(found) != len(entries):
        raise VocabularyError("fields_of_work.toml gives one id to two fields")
    return found


@cache
def _names() -> dict[str, FieldOfWorkEntry]:
    names: dict[str, FieldOfWorkEntry] = {}
    for entry in fields_of_work().values():
        translated = (name for several in entry.translations.values() for name in several)
        for name in (entry.name, *entry.former, *entry.aliases, *translated):
            known = names.setdefault(name_key(name), entry)
            if known is not entry:
                raise VocabularyError(f"fields_of_work.toml gives {name!r} to {known.id} and {entry.id}")
    return names


@lru_cache(maxsize=2048)
def find_field_of_work(name: str) -> FieldOfWorkEntry | None:
    """The field of work that ``name`` means, under today's or a former name, in any language; else None."""
    return _names().get(name_key(name))
