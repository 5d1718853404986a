"""What a label of a page means, in every language of the site; the spellings are in ``labels.toml``."""

from collections.abc import Iterable, Mapping
from enum import StrEnum
from functools import cache
from typing import NamedTuple, TypeVar

from osce_scraper.vocabulary.data import VocabularyError, read
from osce_scraper.vocabulary.spelling import fold


class Label(StrEnum):
    """Meaning of a label before a value."""

    ISSUED_ON = "issued_on"
    UPDATED_ON = "updated_on"
    ISSUED_BY = "issued_by"
    FIELDS_OF_WORK = "fields_of_work"
    KIND = "kind"
    PLACE = "place"
    WHEN = "when"
    WHERE = "where"
    ORGANIZED_BY = "organized_by"
    LANGUAGES = "languages"
    TAGS = "tags"


class Section(StrEnum):
    """What stands behind a heading that ends an article."""

    RELATED = "related"
    SHARE = "share"
    GALLERY = "gallery"
    DOCUMENTS = "documents"
    CONTACTS = "contacts"
    COMMENTS = "comments"
    TAGS = "tags"
    LANGUAGES = "languages"


_Meaning = TypeVar("_Meaning", Label, Section)


class _Spellings(NamedTuple):
    labels: dict[str, Label]
    newsroom: frozenset[str]
    sections: dict[str, Section]
    longest: int


#: A text much longer than the longest label cannot be one; marks and spaces around it take some room.
_ROOM = 12
_COLONS = (":", "：")


def _spellings_of(languages: Mapping[str, Iterable[str]]) -> Iterable[str]:
    return (spelling for spellings in languages.values() for spelling in spellings)


def _fill(into: dict[str, _Meaning], meaning: _Meaning, languages: Mapping[str, list[str]]) -> None:
    for spelling in _spellings_of(languages):
        known = into.setdefault(fold(spelling), meaning)
        if known != meaning:
            raise VocabularyError(f"labels.toml gives {spelling!r} two meanings: {known} and {meaning}")


@cache
def _spellings() -> _Spellings:
    tables = read("labels.toml")
    labels: dict[str, Label] = {}
    for meaning, languages in tables["label"].items():
        _fill(labels, Label(meaning), languages)
    sections: dict[str, Section] = {}
    for meaning, languages in tables["section"].items():
        _fill(sections, Section(meaning), languages)
    for label, section in ((Label.TAGS, Section.TAGS), (Label.LANGUAGES, Section.LANGUAGES)):
        _fill(sections, section, tables["label"][label.value])
    newsroom = frozenset(fold(spelling) for spelling in _spellings_of(tables["newsroom"]))
    longest = max(map(len, (*labels, *sections, *newsroom)))
    return _Spellings(labels, newsroom, sections, longest + _ROOM)


class Labels:
    """The labels that pages have: those of every site, and a site's ``own`` (by meaning and language)."""

    def __init__(self, own: Mapping[Label, Mapping[str, list[str]]] | None = None) -> None:
        self._own: dict[str, Label] = {}
        for meaning, languages in (own or {}).items():
            _fill(self._own, meaning, languages)
        self._longest = max(map(len, self._own), default=0) + _ROOM

    def meaning(self, text: str) -> Label | None:
        """The meaning of ``text``, which is nothing but a label, with or without its colon; else None.

        "Issued by:", "ISSUED BY" and "- Issued by" are labels; "Issued by the Mission" is none.
        """
        spellings = _spellings()
        if len(text) > max(spellings.longest, self._longest):
            return None
        folded = fold(text)
        return self._own.get(folded) or spellings.labels.get(folded)

    def split(self, text: str) -> tuple[Label, str] | None:
        """The label that opens ``text`` and the value behind its colon (may be empty); None without a label.

        "Issued by: X" gives ``(Label.ISSUED_BY, "X")``. Without a colon there is no value to tell from the
        label, so "Issued by X" gives None; so does a colon behind something that is no label.
        """
        beginning = text[: max(_spellings().longest, self._longest)]
        ends = [at for colon in _COLONS if (at := beginning.find(colon)) >= 0]
        if not ends:
            return None
        end = min(ends)
        label = self.meaning(text[:end])
        return None if label is None else (label, text[end + 1 :].strip())


_EVERY_SITES = Labels()
#: What every site's labels mean, whoever's page it is.
label_meaning = _EVERY_SITES.meaning
split_label = _EVERY_SITES.split


def is_newsroom_heading(text: str) -> bool:
    """Whether ``text`` is nothing but a heading of the newsroom's pages, such as "Newsroom" or "Новини"."""
    spellings = _spellings()
    return len(text) <= spellings.longest and fold(text) in spellings.newsroom


def section_heading(text: str) -> Section | None:
    """What follows behind the heading ``text`` when it ends an article ("Related stories"); else None.

    The whole text has to be the heading: "Related" is one, "Related offences were discussed" is none.
    """
    spellings = _spellings()
    if len(text) > spellings.longest:
        return None
    return spellings.sections.get(fold(text))
