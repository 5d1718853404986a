"""Who speaks: the person, function or body that a phrase beside a verb of saying names."""

import re
import tomllib
from collections.abc import Sequence
from importlib.resources import files
from typing import Any, NamedTuple

from osce_scraper.vocabulary import find_country


def _load() -> dict[str, Any]:
    return tomllib.loads(files("osce_scraper.text").joinpath("attribution.toml").read_text("utf-8"))


WORDS = _load()
PRONOUNS = frozenset(WORDS["pronouns"])
_ROLES = frozenset(WORDS["roles"])
#: Russian and Ukrainian functions without the letter that their case endings replace.
_ROLE_STEMS = frozenset(role[:-1] for role in _ROLES if len(role) > 6 and not role.isascii())
_HONORIFICS = frozenset(WORDS["honorifics"])
_ATTRIBUTES = frozenset(WORDS["attributes"])
_RANKS = frozenset(WORDS["ranks"])
_INSTITUTIONS = frozenset(WORDS["institutions"])
_TEXTS = frozenset(WORDS["texts"])
_GATHERINGS = frozenset(WORDS["gatherings"])

_TOKEN = re.compile(r"\S+")
_ARTICLE = re.compile(r"^(?:the|a|an|our|its|their)\s+", re.IGNORECASE)
_PARTICLES = frozenset(WORDS["particles"])
_CONNECTORS = frozenset(WORDS["connectors"])
_PREPOSITIONS = frozenset(WORDS["prepositions"])
_PATRONYMIC = re.compile(r"(?:вич|вна|ична|ич|івна)$")
_ROLE_ENDING = re.compile(
    r"(?:er|or|ist|ian|ant|ent|ee|man|woman|person|ess|mother|father|pupil|cadet|fellow|"
    r"guard|nurse|youth|mp|поэт|ник|ница|ист|тель|вець|ець)$"
)
# Where a role or name stops and the circumstances of the saying begin.
_CIRCUMSTANCE = re.compile(
    r"\s(?:during|after|before|when|while|who|whose|following|ahead|upon|about|because|but|that|"
    r"(?:on|in) behalf|as\s(?:he|she|they|part|the|well)|"
    r"in\s(?:a|an|his|her|their|its|closing|opening|conclusion|response|reply|reference|today|this|\d)|on\s(?:the\s(?:occasion|sidelines|margins|eve|first|second|third|last|opening)|"
    r"(?:mon|tues|wednes|thurs|fri|satur|sun)day|\d|this|that|his|her)|to\s(?:participants|delegates|reporters|"
    r"journalists|the\s(?:participants|delegates|audience|press|media|students|Permanent))|yesterday|today|last|this|"
    r"with\sregard|at\s(?:his|her|a|an|today|this|one)|from\s\d|(?!acting|training|visiting|policing|monitoring|planning|"
    r"engineering|trafficking|building|nursing|housing|accounting|marketing|banking|counselling|publishing|including)"
    r"[a-z]{3,}ing|во\sвремя|на\s(?:открытии|закрытии|встрече|семинаре|церемонии|конференции|брифинге|пресс)|"
    r"в\s(?:ходе|своём|своем|своей|рамках|интервью)|по\sитогам|под\sчас|під\sчас|у\s(?:своїй|своєму|межах))\b"
)
_AT = re.compile(r"\sat\s+(?:the\s+)?")
_INDEFINITE = re.compile(r"an?\s+(?!(?:day|week|month|year|few|little|lot|moment|place|step)\b)[a-z]")
_DEICTIC = frozenset(["this", "that", "it", "there", "these", "those"])
_BRACKET = re.compile(r"\s*\([^()]{1,40}\)(?=,|$)")
_DETERMINERS = frozenset(["His", "Her", "Their", "The", "A", "An", "Our"])
_FROM = frozenset(["from", "из", "з", "із"])
_JOINS_VERBS = frozenset(["and", "и", "та", "й"])
_RELATIVE = re.compile(r"(?:who|whose|котор|який|яка)\b|котор")
_PARTICIPLE = re.compile(r"^[a-z]+(?:ed|ing)$")
_OPENING_WORDS = 4
_LONGEST_SUBJECT = 16  # words
_CLAUSE_COMMA = re.compile(
    r",\s*(?:who|whose|which|where|when|while|as|at|during|after|on|in|speaking|adding|noting|and\s(?:he|she|they)|but|"
    r"for|with|to|that|[a-z]+ing|[a-z]+ed|который|которая|который|який|яка|"
    + "|".join(re.escape(verb) for language in WORDS["verbs"].values() for verb in language)
    + r")\b"
)


class Person(NamedTuple):
    """A speaker as a phrase names one: a name, a function, or just a pronoun to be resolved."""

    name: str | None
    role: str | None
    pronoun: bool = False


def _bare(token: str) -> str:
    word = token.strip(".,;:()’'\"“”«»").lower()
    return word[:-2] if word.endswith(("’s", "'s")) else word


def _is_capital(token: str) -> bool:
    first = token.lstrip("(‘'“«")[:1]
    return first.isupper()


def _is_role(token: str) -> bool:
    bare = _bare(token)
    if bare in _ROLES or ("-" in bare and bare.rpartition("-")[2] in _ROLES):  # `vice-minister`
        return True
    return not bare.isascii() and any(bare[:length] in _ROLE_STEMS for length in range(6, len(bare) + 1))


def _are_people(token: str) -> bool:
    """Whether a word is the plural of a function: `observers`, `officials`."""
    bare = _bare(token)
    return bare.endswith("s") and (bare[:-1] in _ROLES or bool(_ROLE_ENDING.search(bare[:-1])))


def _is_institution(token: str) -> bool:
    bare = _bare(token)
    return (
        bare in _INSTITUTIONS
        or "/" in token
        or (len(bare) > 2 and token.strip(".,()").isupper() and not _is_role(token))
    )


def without_article(phrase: str) -> str:
    """``phrase`` without the article or possessive that opens it."""
    return _ARTICLE.sub("", phrase.strip())


def role_like(phrase: str) -> bool:
    """Whether an apposition reads as a function: `Head of X`, `a volunteer`, `prosecutor from Graz`."""
    described = _INDEFINITE.match(phrase.strip())
    phrase = without_article(phrase)
    tokens = phrase.split()
    if not tokens or not tokens[0][0].isalpha():
        return False
    if described:
        return True
    if tokens[0][0].isupper() and any(_is_role(token) for token in phrase.split(",")[0].split()):
        return True
    head: list[str] = []
    for token in tokens:
        if _bare(token) in _PREPOSITIONS and head:
            break
        head.append(token)
        if token.endswith(","):
            break
    if any(_is_role(token) for token in head):
        return True
    return bool(_ROLE_ENDING.search(_bare(head[-1])))


#: Characters of a phrase that are looked at for who speaks; what is longer names nobody's name and role.
_LONGEST_PHRASE = 2_000


def _cut_circumstances(phrase: str) -> tuple[str, bool]:
    """``phrase`` up to where it starts to tell when and where; whether anything was cut."""
    cut = len(phrase)
    found = _CIRCUMSTANCE.search(phrase)
    if found:
        cut = found.start()
    for place in _AT.finditer(phrase, 0, cut):
        rest = phrase[place.end() : cut]
        words = rest.split(",")[0].split()[:8]
        if any(_bare(word) in _GATHERINGS for word in words):
            cut = place.start()
            break
    return phrase[:cut].rstrip(), cut < len(phrase)


def _name_from(tokens: Sequence[str], start: int) -> int:
    """Index where the personal name begins in ``tokens[start:]``, a run of capitalised words; len if none."""
    begin = start
    for index in range(start, len(tokens)):
        if _is_role(tokens[index]) or _is_institution(tokens[index]) or _bare(tokens[index]) in _HONORIFICS:
            begin = index + 1
    return begin


def _name_inside(tokens: Sequence[str]) -> Person | None:
    """Name and function where a place follows: `historian Jane Doe in Osh`, `Chief Monitor Jane Doe of X`."""
    start = 0
    while start < len(tokens):
        end = start
        while end < len(tokens) and (_is_capital(tokens[end]) or (end > start and tokens[end] in _PARTICLES)):
            end += 1
        if end < len(tokens) and end - start >= 2 and tokens[end] in _PREPOSITIONS:
            begin = _name_from(tokens, start)
            if begin > start:
                led = _is_role(tokens[begin - 1])
            else:
                led = (
                    start > 0
                    and role_like(" ".join(tokens[:start]))
                    and tokens[start - 1] not in _PREPOSITIONS
                )
            if led and end - begin >= 2:
                return Person(" ".join(tokens[begin:end]), _strip_honorifics(" ".join(tokens[:begin])))
        start = max(end, start + 1)
    return None


def split_name(phrase: str) -> Person | None:
    """Name and function in a noun phrase such as `OSCE Secretary General Jane Doe`.

    ``phrase`` has no commas. Returns None when it names nobody.
    """
    article = bool(_ARTICLE.match(phrase))
    stripped = without_article(phrase)
    tokens = stripped.split()
    if not tokens:
        return None
    first = _bare(tokens[0])
    if first in PRONOUNS and len(tokens) == 1:
        return Person(None, None, pronoun=True)
    # the leading run of capitals: `John Smith of the Ministry`
    lead = 0
    while lead < len(tokens) and (_is_capital(tokens[lead]) or (lead and tokens[lead] in _PARTICLES)):
        lead += 1
    titled = next((i for i in range(lead) if _bare(tokens[i]) not in _HONORIFICS), lead)
    ranked = next((i for i in range(titled, lead) if not _is_rank(tokens[i])), lead)
    plain_lead = not any(_is_role(t) or _is_institution(t) for t in tokens[ranked:lead])
    alone = lead == len(tokens) or lead - ranked >= 2 or tokens[lead] in _FROM
    if plain_lead and not article and lead > ranked and alone:
        name = tokens[ranked:lead]
        if lead == len(tokens) or (tokens[lead] in _PREPOSITIONS and not any(map(_is_role, name))):
            if len(name) <= 5 and not any(ch.isdigit() for t in name for ch in t):
                return Person(" ".join(name), " ".join(tokens[titled:ranked]) or None)
            return None
    inner = _name_inside(tokens)
    if inner:
        return inner
    # the trailing run of capitals: `Head of the Mission to Moldova Jane Doe`
    run = len(tokens)
    while run > 0 and (_is_capital(tokens[run - 1]) or tokens[run - 1] in _PARTICLES):
        run -= 1
    while run < len(tokens) and tokens[run] in _PARTICLES:
        run += 1
    begin = _name_from(tokens, run)
    has_role = any(_is_role(token) for token in tokens)
    if begin < len(tokens):
        count = len(tokens) - begin
        after_preposition = begin == run and run > 0 and tokens[run - 1] in _PREPOSITIONS
        bare_count = sum(1 for token in tokens[begin:] if token not in _PARTICLES)
        if after_preposition and has_role:
            if bare_count >= 3:
                keep = 3 if _PATRONYMIC.search(tokens[-2].lower()) and bare_count > 3 else 2
                begin = _last_names(tokens, keep)
            elif count == 1 or (article and bare_count <= 2):
                begin = len(tokens)
        elif article and not has_role:
            begin = len(tokens)
    role_words = tokens[:begin]
    while role_words and role_words[-1].lower() in _PREPOSITIONS:
        role_words = role_words[:-1]
    name_words = tokens[begin:]
    role_text = " ".join(role_words)
    if name_words:
        if role_text and not has_role and not role_like(role_text):
            return None if not plain_lead else Person(" ".join(name_words), None)
        return Person(" ".join(name_words), _strip_honorifics(role_text))
    if _bare(_head_noun(tokens)) in _TEXTS:
        return None
    known = article or _is_capital(tokens[0]) or has_role or role_like(stripped)
    if first == "one" or not (known or _are_people(_head_noun(tokens))):
        return Person(stripped, None) if first in {"one", "another", "some", "many", "several"} else None
    if _are_people(_head_noun(tokens)) and not _is_capital(tokens[0]):
        return Person(stripped, None)
    if has_role:
        if re.match(r"an?\s", phrase):
            return Person(phrase.strip(), None)
        return Person(None, stripped)
    if re.match(r"an?\s", phrase) and role_like(stripped):
        return Person(phrase.strip(), None)
    if any(_is_institution(token) for token in tokens) and any(map(_is_capital, tokens)):
        return Person(stripped, None)
    if first in {"statement", "participants", "organizers", "monitors", "mission", "office", "ministry"}:
        return Person(stripped if first != "statement" else None, None)
    return None


def _head_noun(tokens: Sequence[str]) -> str:
    """The last word before the first preposition: `banner` in `banner of the demonstrators`."""
    for index, token in enumerate(tokens):
        if index and _bare(token) in _PREPOSITIONS:
            return tokens[index - 1]
    return tokens[-1]


def _last_names(tokens: Sequence[str], keep: int) -> int:
    index = len(tokens)
    while index > 0 and keep:
        index -= 1
        if tokens[index] not in _PARTICLES:
            keep -= 1
    return index


def _strip_honorifics(role: str) -> str | None:
    """``role`` without Mr and Dr, and without the rank that closes it: `Defence Attaché Colonel`."""
    kept = [token for token in role.split() if _bare(token) not in _HONORIFICS]
    while len(kept) > 1 and _is_rank(kept[-1]) and kept[-1] != "General" and _has_other(kept):
        kept = kept[:-1]
    return " ".join(kept).strip(" ,") or None


def _has_other(tokens: Sequence[str]) -> bool:
    """Whether a function stands before the rank that closes ``tokens``."""
    return any(_is_role(token) and not _is_rank(token) for token in tokens[:-1])


def _is_rank(phrase: str) -> bool:
    """Whether ``phrase`` is nothing but a rank: `Major General`, `Lt. Col.`"""
    return all(_bare(token) in _RANKS for token in phrase.split())


def _with_role(person: Person, role: str | None) -> Person:
    """``person`` with an apposition's role added; a rank gives way to a stated function."""
    if not role:
        return person
    before = person.role
    if before and not _is_rank(before):
        role = f"{before}, {role}"
    return person._replace(role=role)


def _apposition(text: str) -> str | None:
    """The role that opens ``text`` (what follows the comma behind a name), or None."""
    end = _CLAUSE_COMMA.search("," + text)
    if end and end.start() == 0:
        return None
    role = text[: end.start() - 1] if end else text
    role, _ = _cut_circumstances(" " + role)
    role = role.strip(" ,.;:–—-")
    if role.split() and _bare(role.split()[0]) in _PREPOSITIONS - {"the"}:
        return None  # `Jane Doe, from Osh`
    return without_article(role) if role and role_like(role) else None


def person_after(text: str) -> Person | None:
    """The person whom ``text`` names at its beginning: what follows `said`, up to the sentence's end.

    `Jane Doe, Head of the Mission, at the opening` gives name and role; None when nobody is named.
    """
    text = _BRACKET.sub("", text.strip(" .;:")[:_LONGEST_PHRASE], count=1)
    if not text:
        return None
    head, comma, rest = text.partition(",")
    first = head.split(maxsplit=1)[0] if head.split() else ""
    if _bare(first) in PRONOUNS:
        return Person(None, None, pronoun=True)
    phrase, cut = _cut_circumstances(" " + head)
    person = split_name(phrase.strip())
    if person is None or not comma or cut:
        return person
    rest = rest.strip()
    numeric = re.match(r"\d{1,3},\s*", rest)
    if numeric:
        rest = rest[numeric.end() :]
    if person.name is not None:
        return _with_role(person, _apposition(rest))
    following, _ = _cut_circumstances(" " + rest.partition(",")[0])
    named = split_name(following.strip(" ."))
    if named and named.name and not (named.role and named.name == person.role):
        ranked = not named.role or _is_rank(named.role)
        role = person.role if ranked else f"{person.role}, {named.role}"
        if not any(_is_institution(token) for token in named.name.split()):
            return Person(named.name, role)
    role = person.role
    return Person(None, role)


def _subject_phrase(text: str) -> str:
    """The noun phrase at the end of ``text``: back over capitals, roles and connecting words."""
    tokens = list(_TOKEN.finditer(text))
    index = len(tokens)
    while index > 0:
        token = tokens[index - 1].group()
        bare = _bare(token)
        if token.endswith((";", ":")) or (token.endswith(",") and index < len(tokens)):
            break
        if (
            _is_capital(token)
            or bare in _PARTICLES
            or bare in _CONNECTORS
            or _is_role(token)
            or bare in _PREPOSITIONS
        ):
            index -= 1
            continue
        if bare in {
            "a",
            "an",
            "one",
            "participants",
            "former",
            "new",
            "local",
            "national",
            "senior",
            "regional",
        }:
            index -= 1
            continue
        if index < len(tokens) and _is_role(tokens[index].group()) and _names_a_trade(tokens, index):
            index -= 1
            continue
        people = _ROLE_ENDING.search(bare) or bare in PRONOUNS or _are_people(bare)
        if index == len(tokens) and people:
            index -= 1
            continue
        break
    while index < len(tokens) and _bare(tokens[index].group()) in _CONNECTORS - {"the"}:
        index += 1
    return text[tokens[index].start() :] if index < len(tokens) else ""


def _names_a_trade(tokens: Sequence[re.Match[str]], index: int) -> bool:
    """Whether the small word before the function at ``index`` belongs to it: `as fire chief Jane Doe`."""
    role, trade = tokens[index].group(), tokens[index - 1].group()
    if not (role.islower() and trade.isalpha() and trade.islower()):
        return False
    before = tokens[index - 2].group() if index > 1 else ","
    return before.endswith(",") or _bare(before) in {"as", "the", "a", "an", "by", "and"}


def _whole_subject(segment: str) -> str:
    """``segment`` itself where it opens like a function (`The director of the women’s centre Jane Doe`),
    otherwise the noun phrase at its end."""
    tokens = segment.split()
    while tokens and _bare(tokens[0]) in _CONNECTORS and not _ARTICLE.match(" ".join(tokens[:2])):
        tokens = tokens[1:]
    segment = " ".join(tokens)
    opening = [index for index, token in enumerate(tokens[:_OPENING_WORDS]) if _is_role(token)]
    if opening and len(tokens) <= _LONGEST_SUBJECT:
        begin = opening[0] if tokens[0][0].isalpha() and not tokens[0].isascii() else 0
        plain = not any(_PARTICIPLE.search(token) for token in tokens[begin:])
        if not begin and not _ARTICLE.match(segment):
            plain = plain and all(map(_is_capital, tokens[: opening[0]])) and _bare(tokens[0]) not in _DEICTIC
        if plain and (begin or _is_capital(tokens[0]) or _ARTICLE.match(segment)):
            return " ".join(tokens[begin:])
    return _subject_phrase(segment).strip()


def _before_name(person: Person, segment: str) -> Person:
    """``person`` with the function that the ``segment`` before the name's comma states:
    `The Commandant of the Academy, Major General John Doe`."""
    if not (person.name and role_like(segment)):
        return person
    role, circumstances = _cut_circumstances(" " + segment)
    if circumstances or not (_ARTICLE.match(segment) or (_is_capital(segment) and _has_role(segment))):
        return person
    role = without_article(role)
    ranked = person.role is None or _is_rank(person.role)
    return person._replace(role=role if ranked else f"{role}, {person.role}")


def _has_role(phrase: str) -> bool:
    return any(map(_is_role, phrase.split()))


def _apposed(segments: Sequence[str]) -> Person | None:
    """The person among comma-parted ``segments`` whose function the last ones state."""
    for index in range(len(segments) - 2, -1, -1):
        following = ", ".join(segments[index + 1 :])
        person = split_name(_whole_subject(segments[index]) or segments[index])
        if person is None or not person.name or any(map(_is_institution, person.name.split())):
            continue
        role = _apposition(following)
        other = split_name(segments[-1])
        named = other is not None and other.name is not None and other.name[:1].isupper()
        if role and not (other and other.name and named and (other.role or " " in other.name)):
            return _with_role(person, role)
        if _RELATIVE.match(following):
            return person
    return None


def person_before(text: str) -> Person | None:
    """The person who is the subject at the end of ``text``: the sentence up to the verb of saying.

    `Opening the fair, Jane Doe, Mayor of Zelenika,` gives name and role; None when nobody is named.
    """
    text = text.rstrip()[-_LONGEST_PHRASE:]
    if not text:
        return None
    closed = text.endswith(",")
    segments = [segment.strip() for segment in text.rstrip(" ,").split(",")]
    last = segments[-1].split()
    if not last:
        return None
    if _bare(last[-1]) in PRONOUNS:
        return Person(None, None, pronoun=True)
    if _bare(last[-1]) in _JOINS_VERBS and len(last) > 2 and not closed:
        # Jane Doe thanked the Ministry and said: whoever thanked also said.
        if _bare(last[0]) in PRONOUNS:
            return Person(None, None, pronoun=True)
        return person_opening(segments[-1])
    if closed:
        apposed = _apposed(segments)
        if apposed:
            return apposed
    phrase = segments[-1] if _ARTICLE.match(segments[-1]) and closed else _whole_subject(segments[-1])
    person = split_name(phrase) if phrase else None
    if person and len(segments) > 1:
        person = _before_name(person, segments[-2])
    return person


def person_opening(sentence: str) -> Person | None:
    """The person with whose name a sentence begins: `Jane Doe leads the centre`; None when it does not."""
    kept: list[str] = []
    words = sentence.split()[:_LONGEST_SUBJECT]
    if words and words[0] in _DETERMINERS:
        skipped = 1
        while skipped < min(4, len(words)) and words[skipped].isalpha() and words[skipped].islower():
            if words[skipped] in _PREPOSITIONS:
                break
            kept.append(words[skipped])
            skipped += 1
        words = words[skipped:]
    for token in words:
        bare = _bare(token)
        joins = bare in _PARTICLES or bare in _CONNECTORS or _is_role(token)
        if not (_is_capital(token) or joins):
            break
        kept.append(token)
        if token.endswith(","):
            return person_after(sentence)
    person = split_name(" ".join(kept))
    if person is None or person.name is None or " " not in person.name or find_country(person.name):
        return None
    return person
