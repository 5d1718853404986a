"""Who is a person: the nouns that can head a count of people, by kind, and the words around them."""

import re
import tomllib
from enum import Enum
from functools import cache
from importlib.resources import files
from typing import Any, NamedTuple

from osce_scraper.vocabulary.countries import countries

_DATA = files("osce_scraper.text.participants") / "data"

#: Suffixes that make persons of words unknown to WordNet; the same list as in tools/make_person_lexicon.py.
_AGENT = re.compile(r".{2,}(?:er|or|ist|ian|eer|ee|ant|man|woman|crat|logue|smith|wright|maker|mate)$")


_NOT_MEN = frozenset({"specimen", "abdomen", "regimen", "turkmen", "turcomen"})


class Kind(Enum):
    """How much a head noun says by itself about having taken part."""

    STRONG = "strong"
    """Participants, trainees, pupils: counted unless something speaks against it."""
    ROLE = "role"
    """A profession or function: counted unless something speaks against it."""
    SEXED = "sexed"
    """Women, men, girls, boys."""
    GENERIC = "generic"
    """People, residents: counted where a word says that they took part."""
    SUSPECT = "suspect"
    """Staff, voters, candidates: counted where the activity is for them."""
    EXPERT = "expert"
    """Experts: a few of them teach, many of them take part."""
    TEACHING = "teaching"
    """Trainers, speakers: counted where they are the ones who learn."""
    DIGNITARY = "dignitary"
    """Ministers, ambassadors: a few of them are no audience."""
    NEVER = "never"
    """Casualties, respondents, detainees: never counted."""


class Person(NamedTuple):
    """A person noun: its singular and its kind."""

    lemma: str
    kind: Kind


def word_set(text: str) -> frozenset[str]:
    """The words of ``text`` as a set."""
    return frozenset(text.split())


def _words(text: str) -> list[str]:
    return text.split()


def _lines(name: str) -> list[str]:
    return (_DATA / name).read_text(encoding="ascii").split()


def plural_of(noun: str) -> str:
    """The regular English plural of ``noun``, with the few irregular ones that persons have."""
    if noun.endswith("man") and noun not in (
        "human",
        "german",
        "roman",
        "ottoman",
        "talisman",
        "shaman",
        "norman",
    ):
        return noun[:-2] + "en"
    if noun.endswith("child"):
        return noun + "ren"
    if noun == "alumnus":
        return "alumni"
    if noun.endswith("y") and len(noun) > 2 and noun[-2] not in "aeiou":
        return noun[:-1] + "ies"
    if noun.endswith(("s", "x", "ch", "sh", "z")):
        return noun + "es"
    if noun.endswith("wife"):
        return noun[:-2] + "ves"
    return noun + "s"


@cache
def _peoples() -> frozenset[str]:
    """Words for the people of a country in the plural, in small letters: `moldovans`."""
    words = {word.lower() for country in countries().values() for word in country.people}
    return frozenset(f"{word}s" for word in words if word.endswith(("an", "ian", "i", "k", "o", "er", "n")))


class Lexicon:
    """The English words of the grammar, loaded once (see ``english()``)."""

    def __init__(self, data: dict[str, Any]) -> None:
        self.data = data
        heads = data["heads"]
        kinds: dict[str, Kind] = {}
        for kind in (
            Kind.STRONG,
            Kind.GENERIC,
            Kind.SUSPECT,
            Kind.EXPERT,
            Kind.TEACHING,
            Kind.DIGNITARY,
            Kind.NEVER,
        ):
            for word in _words(heads[kind.value]):
                kinds[word] = kind
        not_persons = set(_words(data["persons"]["not_persons"]))
        singulars = (
            (set(_lines("persons.txt")) - not_persons) | set(_words(data["persons"]["extra"])) | set(kinds)
        )
        self.plurals: dict[str, Person] = {}
        for noun in singulars:
            self.plurals[plural_of(noun)] = Person(noun, kinds.get(noun, Kind.ROLE))
        for word in _words(data["persons"]["plural"]):
            self.plurals[word] = Person(word, kinds.get(word, Kind.ROLE))
        self.plurals["people"] = Person("people", Kind.GENERIC)
        self.plurals["persons"] = Person("person", Kind.GENERIC)
        self.not_plurals = frozenset(plural_of(noun) for noun in not_persons)
        sex = data["sex"]
        #: Words and letters that name a sex: women, female, f.
        self.sex: dict[str, str] = {
            word: name for name in ("women", "men", "girls", "boys") for word in _words(sex[name])
        }
        #: Nouns that mean women (policewomen) or, beside those, men (policemen).
        self.sexed_nouns: dict[str, str] = {
            word: name
            for name in ("women", "men", "girls", "boys")
            for word in _words(sex.get(f"{name}_nouns", ""))
        }
        for word in self.sexed_nouns:
            self.plurals[word] = Person(word, Kind.SEXED)
        for word in ("women", "men", "girls", "boys", "females", "males", "ladies", "gentlemen"):
            self.plurals[word] = Person(word, Kind.SEXED)
        #: Nouns in -men that need not mean men.
        self.generic_men = frozenset(_words(sex["men_nouns"]))
        #: Every word that may speak of a sex, so that sentences without any need not be searched.
        self.sex_words = (
            frozenset(self.sex)
            | frozenset(self.sexed_nouns)
            | {"all-women", "all-female", "women-only", "all-male", "all-men", "men-only"}
        )
        #: Person nouns in the singular, the names of peoples among them.
        self.singulars = frozenset(singulars)
        self.other_agents = frozenset(_lines("other_agents.txt"))
        #: Heads that other nouns may follow: police officers, women entrepreneurs, staff members.
        self.open_heads = frozenset(_words(data["persons"]["plural"])) | {
            "students",
            "parents",
            "teachers",
            "judges",
        }
        words = data["words"]
        self.months = frozenset(_words(words["months"]))
        self.stop = frozenset(_words(words["stop"]))
        self.plural_modifiers = frozenset(_words(words["plural_modifiers"]))
        self.collective = frozenset(_words(data["persons"]["collective"]))
        self.bodies = frozenset(_words(data["persons"]["bodies"]))
        #: Words that frame a count, by the names of the data file.
        self.frames: dict[str, frozenset[str]] = {
            name: frozenset(_words(text)) for name, text in data["frames"].items()
        }
        frames = self.frames
        frames["spoken_against"] = frames["suffered"] | frames["did_else"]
        frames["known_verbs"] = (
            frames["took_part"] | frames["spoken_against"] | frames["ran_it"] | frames["learner"]
        )
        frames["verbs"] = frames["known_verbs"] | frames["audience_before"] | frames["object_of"]
        frames["institution"] |= {plural_of(word) for word in frames["institution"]}
        self._known: dict[str, Person | None] = {}

    def person(self, word: str) -> Person | None:
        """The person noun of which ``word`` (lower case) is the plural, or None."""
        found = self.plurals.get(word)
        if found is not None:
            return found
        known = self._known
        if word in known:
            return known[word]
        found = self._guess(word)
        # Bounded: texts that bring endless new words must not fill the memory.
        if len(known) < 20_000:
            known[word] = found
        return found

    def _guess(self, word: str) -> Person | None:
        if word in _peoples():
            return Person(word.removesuffix("s"), Kind.ROLE)
        if "-" in word or "‑" in word:
            first, _, behind = word.replace("‑", "-").partition("-")
            if behind.startswith(("in-", "at-", "of-", "to-")):
                # researchers-in-residence, attorneys-at-law
                return self.plurals.get(first)
            last = behind.rpartition("-")[2]
            return self.plurals.get(last) or (self._guess(last) if len(last) > 4 else None)
        if word in self.not_plurals or word in self.plural_modifiers or word in self.stop:
            return None
        if word.endswith("men") and len(word) > 5 and word not in _NOT_MEN:
            return Person(word, Kind.ROLE)
        if not word.endswith("s") or word.endswith("ss") or len(word) < 6:
            return None
        singular = word[:-1]
        if singular in self.other_agents or not _AGENT.match(singular):
            return None
        return Person(singular, Kind.ROLE)


@cache
def english() -> Lexicon:
    """The English lexicon, read once."""
    return Lexicon(tomllib.loads((_DATA / "english.toml").read_text(encoding="utf-8")))
