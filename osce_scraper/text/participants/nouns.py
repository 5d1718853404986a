"""The people behind a number: modifiers, head noun and its companions."""

from osce_scraper.text.numbers import ENGLISH_NUMBER_WORDS
from osce_scraper.text.participants.draft import NounPhrase
from osce_scraper.text.participants.lexicon import Kind, Lexicon, Person, word_set
from osce_scraper.text.participants.tokens import Tokens

#: A head noun stands at most so many tokens behind its number.
REACH = 11

_FEMALE = frozenset({"female", "women", "woman", "all-female", "all-women", "women-only", "girl"})
_MALE = frozenset({"male", "men", "all-male", "all-men"})
_QUOTES = frozenset('“”"‘„«»')
#: Presidents and heads of these are no dignitaries.
_LOCAL = word_set(
    "court village school association club local community religious youth student women group team"
)
_OF_STATES = (["for", "co-operation"], ["for", "cooperation"], ["for", "co"])
_JOINS = frozenset({"and", "or", "&", "/"})
_SINGULAR = {"woman": "women", "man": "men", "girl": "girls", "boy": "boys", "female": "women", "male": "men"}


def noun_phrase(tokens: Tokens, lexicon: Lexicon, start: int, limit: int) -> NounPhrase | None:
    """The noun phrase of persons that begins at token ``start`` and ends before ``limit``, or None."""
    words = tokens.words
    stop = lexicon.stop
    sexes: set[str] = set()
    unfit = False
    index = start
    end = min(limit, start + REACH)
    unfit_words = lexicon.frames["unfit"]
    while index < end:
        word = words[index]
        first = word[0]
        if not first.isalpha():
            if first.isdigit():
                # 10th-grade pupils
                if (
                    index + 1 < end
                    and words[index + 1] in ("st", "nd", "rd", "th")
                    and tokens.glued(index + 1)
                ):
                    index += 2
                    continue
                return None
            if word == "," and index > start and index + 1 < end and _adjective_list(words, index, lexicon):
                index += 1
                continue
            if word in _QUOTES or (word in "-‑/" and (tokens.glued(index) or tokens.glued(index + 1))):
                index += 1
                continue
            return None
        if word in _JOINS:
            if index == start or index + 1 >= end or words[index + 1] in stop or _numeral(words[index + 1]):
                return None
            index += 1
            continue
        if word in stop:
            if (
                word == "to"
                and index > start
                and words[index - 1] in ("mid", "junior", "low", "entry", "medium")
            ):
                index += 1
                continue
            if word in ("not", "only", "less", "more") and index + 1 < end:
                return None
            return None
        if _numeral(word):
            return None
        if word in _FEMALE:
            sexes.add("girls" if word == "girl" else "women")
        elif word in _MALE:
            sexes.add("men")
        if word in unfit_words:
            unfit = True
        person = lexicon.person(word)
        if word == "points" and "focal" in words[max(start, index - 2) : index]:
            # Persons by two words, of which neither is one.
            person = lexicon.person("persons")
        if person is not None:
            if word == "partners" and words[index + 1 : index + 3] in _OF_STATES:
                # The OSCE's Partners for Co-operation are States.
                return None
            if word in ("partners", "members") and words[index - 1] in ("osce", "mediterranean", "asian"):
                return None
            if index + 1 < limit and words[index + 1] in "'’" and tokens.glued(index + 1):
                # three officers' clubs
                index += 2
                continue
            if word in lexicon.open_heads or person.kind is Kind.SEXED:
                further = _further_head(tokens, lexicon, index, end)
                if further is None:
                    return None
                if further > index:
                    index += 1
                    continue
            return _phrase(tokens, lexicon, start, index, limit, person, sexes, unfit)
        if _thing(word, lexicon) and not (
            index + 1 < end and (lexicon.person(words[index + 1]) is not None and tokens.capital(index))
        ):
            return None
        index += 1
    return None


def singular_sex(tokens: Tokens, start: int, limit: int) -> tuple[str, int] | None:
    """The sex that "one woman", "one young man" names and the index behind it."""
    for index in range(start, min(start + 3, limit)):
        sex = _SINGULAR.get(tokens.words[index])
        if sex:
            return sex, index + 1
    return None


def _numeral(word: str) -> bool:
    return word in ENGLISH_NUMBER_WORDS or word in ("half", "third", "quarter")


def _thing(word: str, lexicon: Lexicon) -> bool:
    """Whether ``word`` is the plural of something that is no person, and so ends the phrase."""
    return (
        len(word) > 3
        and word.endswith("s")
        and not word.endswith(("ss", "us", "is", "'s", "’s", "ics", "ous"))
        and word not in lexicon.plural_modifiers
    )


def _adjective_list(words: list[str], comma: int, lexicon: Lexicon) -> bool:
    """Whether the comma stands between adjectives: "25 young, motivated teachers"."""
    before, behind = words[comma - 1], words[comma + 1]
    return (
        behind[0].isalpha()
        and behind not in lexicon.stop
        and not _numeral(behind)
        and not _thing(before, lexicon)
        and lexicon.person(before) is None
    )


def _further_head(tokens: Tokens, lexicon: Lexicon, index: int, end: int) -> int | None:
    """The head that follows an open one (women officers, staff members): its index, or ``index`` itself.

    None where the open noun belongs to a thing: police stations, youth clubs.
    """
    words = tokens.words
    took_part, suffered = lexicon.frames["took_part"], lexicon.frames["suffered"]
    for further in range(index + 1, min(index + 5, end)):
        word = words[further]
        if not word[0].isalpha() or word in lexicon.stop or word in _JOINS or _numeral(word):
            return index
        if word in took_part or word in suffered or (word.endswith("ed") and further == index + 1):
            return index
        if lexicon.person(word) is not None:
            return further
        if _thing(word, lexicon):
            return None if further == index + 1 or words[index] != "people" else index
    return index


def _phrase(
    tokens: Tokens,
    lexicon: Lexicon,
    start: int,
    head: int,
    limit: int,
    person: Person,
    sexes: set[str],
    unfit: bool,
) -> NounPhrase:
    words = tokens.words
    kind = person.kind
    if kind is Kind.GENERIC and head > start and words[head - 1] in ("young", "business"):
        kind = Kind.ROLE
    if kind is Kind.DIGNITARY and head > start and words[head - 1] in _LOCAL:
        kind = Kind.ROLE
    end, mixed = _companions(tokens, lexicon, head, limit)
    if kind is Kind.TEACHING and end < limit and words[end] == "of" and person.lemma == "speaker":
        kind = Kind.ROLE
    named = lexicon.sex.get(words[head]) or lexicon.sexed_nouns.get(words[head])
    if named:
        sexes.discard("women" if named == "girls" else "men" if named == "boys" else "")
        sexes.add(named)
    sex = next(iter(sexes)) if len(sexes) == 1 and not mixed else None
    return NounPhrase(start, head, end, person.lemma, kind, sex, mixed, unfit)


def _companions(tokens: Tokens, lexicon: Lexicon, head: int, limit: int) -> tuple[int, bool]:
    """The end of "judges, prosecutors and defence lawyers", and whether a companion is of another sex."""
    words = tokens.words
    end = head + 1
    mixed = False
    own = lexicon.sex.get(words[head])
    index = end
    while index < limit:
        word = words[index]
        if word != "," and word not in _JOINS:
            break
        index += 1
        if index < limit and word == "," and words[index] in _JOINS:
            index += 1
        if index < limit and words[index] == "other":
            index += 1
        found = None
        for further in range(index, min(index + 5, limit)):
            behind = words[further]
            if not behind[0].isalpha() or behind in lexicon.stop or behind in _JOINS or _numeral(behind):
                break
            if lexicon.person(behind) is not None:
                found = further
                if behind in lexicon.open_heads:
                    found = _further_head(tokens, lexicon, further, min(further + 5, limit))
                break
            if _thing(behind, lexicon):
                break
        if found is None:
            break
        named = lexicon.sex.get(words[found])
        if named and not own:
            break
        if own and named not in (None, own):
            mixed = True
        end = index = found + 1
    return end, mixed
