"""How a sentence uses a date: as the day of the reported activity, its start, its end, or something else.

The verb nearest to the date decides, then the noun and the preposition before it. The words stand in
the section ``events`` of the packs.
"""

import re
from dataclasses import dataclass
from datetime import date, timedelta
from enum import Enum, auto
from functools import cache
from itertools import pairwise

from osce_scraper.lang.language import load_pack
from osce_scraper.text.dates import DateKind, DateMention, UndatedMention

_TOKEN = re.compile(r"[^\W_]+(?:[-’'.][^\W_]+)*")
# Each run of marks is looked at once: a line of 200,000 dots must not take their square.
_SENTENCE_END = re.compile(r"(?<![.!?…])[.!?…]++[”\"»)]*+\s++(?=[A-ZÀ-ÖØ-ÞŠŽČĆĐА-ЯЁІЇЄҐЂ-Џ“\"«„\d])|\n|;\s")
_ABBREVIATED = re.compile(r"(?:\b(?:No|Nos|Art|Dr|Mr|Mrs|Ms|St|Gen|Col|Lt|Prof|Amb|H\.E|vs|[A-Z])|\d)\.\s+$")
_LETTERS = re.compile(r"[^\W\d_]{2}")
_LABEL_LINE = re.compile(r"[^.!?\d]{1,40}:\s*$")
_NAMED_DAY = re.compile(
    r"\b[A-Z][\w'’]+ Day(?: (?:of|for|against) [\w ]{1,60})?,?\s*(?:which (?:is|falls) )?(?:on )?$"
)
_IS_NAMED_DAY = re.compile(r"\s*,?\s*(?:is|was|marks|will be|as)\s+(?:the\s+)?(?:[\w’']+\s+){0,6}Day\b")
_DAY_IS_MARKED = re.compile(r"\bDay is (?:marked|celebrated|observed|commemorated)\b")
_SAID_LAST = re.compile(
    r",\s+(?:the\s+|an?\s+)?[\w’' -]{2,60}\s(?:said|says|noted|"
    r"(?<!compared\s)(?<!compare\s)(?<!exchanged\s)notes|stated|reported|reports)\b[^,]{0,40}$"
)
#: People who graduate or complete something with a length: the day is the last one.
_GRADUATED = re.compile(
    r"\b(?:graduat(?:ed|es)|complet(?:ed|es)|finish(?:ed|es))\b.*\b(?:day|week|month|year)s?\b"
)
_AT_EVENT = re.compile(
    r"\b(?:at|during|attending|opening|addressing|of|to)\s+(?:an?|the|his|her|their|its|this|today[’']s)\s+"
    r"((?:[\w’'-]+\s+){0,7}?[\w’'-]+)"
)
# Days before the issue in which a later paragraph need not name the kind of activity.
_FRESH = 30
# What lasts longer is a period that something covers, no activity.
_LONGEST_EVENT = timedelta(days=92)
#: A longer event is one that the text gives from its first to its last day.
_FROM_TO = re.compile(r"\b[Ff]rom .*\b(?:to|until|till)\b|\b(?:с|з) .*\b(?:по|до)\b")
_COVERS = re.compile(r"\b(?:cover(?:s|ed|ing)|period|reports?)\b")
_CLAUSE = re.compile(r",\s*(?!(?:which|that|held|organi[sz]ed)\b)")
#: What a sentence says between commas of how something was held: `, held in a mixed format,`.
_PARENTHESIS = re.compile(r",\s(?:held|conducted|organi[sz]ed|hosted|delivered)\s[^,]{1,60},\s")
_ORDINAL = re.compile(r"\d(?:st|nd|rd|th)\b|\bof\b")
_RECEIVED_AS_OF = re.compile(r"information (?:received|available)[\w ]{0,12} as of[^.]{0,40}$")
_GOES_ON_LATER = re.compile(r"\b[Ww]ill (?:last|stay|run|continue|go on)\b")
_ONE_DAY = re.compile(r"\b(?:one|1|single|half)-day\b|\bday-?long\b|\bfull-day\b", re.IGNORECASE)
_CLOCK = re.compile(r"\b\d{1,2}[:.]\d{2}\b|\bnoon\b|\ba\.?m\b|\bp\.?m\b")
_HAPPENS_OVER_TIME = re.compile(r"\b(?:day|week|month|year)s?\b|-day\b|-week\b|-month\b")
_RELATIVE_PRONOUNS = frozenset(["that", "which", "who", "whose", "whom"])
_BASE_AFTER = frozenset(["will", "shall", "would", "that", "which", "who", "also"])
_AUXILIARY = frozenset(
    ["was", "were", "is", "are", "been", "be", "being", "has", "have", "had", "will", "and"]
)
_HELPING = frozenset(["was", "were", "is", "are", "been", "has", "have", "had", "will", "also", "be"])
_PARTICIPLE_BEFORE = frozenset(["by", "for", "at", "to", "with", "within", "under", "from", "through"])
# A lead that quotes somebody may still tell of an activity; one that condemns does not.
_JUST_SAID = frozenset(["said", "says", "stated", "noted", "сказал", "сообщил", "отметил"])
_OBJECT_BEGINS = frozenset(
    ["the", "a", "an", "its", "his", "her", "their", "what", "how", "that", "this", "some"]
)
_CONJUNCTIONS = frozenset(["since", "because", "when", "before", "after", "until", "as", "if", "whether"])
_ABOUT_TO = frozenset(["is", "are", "was", "were", "due", "set", "scheduled", "expected", "planned"])
_ADJOINING = frozenset(["on", "in", "by", "at", "there", "earlier", "into", "for", "up"])
_ADVERBIAL = frozenset(["newly", "recently", "jointly", "previously", "already", "formerly", "first"])


class _Role(Enum):
    START = auto()
    END = auto()
    SAY = auto()
    HELD = auto()
    FOUNDED = auto()


class Reading(Enum):
    """What a date in its sentence is: day of the whole event, its start, its end, or something else.

    ``STATEMENT``: the sentence gives an opinion, and the date belongs to that.
    """

    WHOLE = auto()
    START = auto()
    END = auto()
    NONE = auto()
    STATEMENT = auto()


@dataclass(frozen=True, slots=True)
class EventWords:
    """The words that tell of events in one language, ready for look-up by lower-case token."""

    phrases: dict[str, list[tuple[tuple[str, ...], _Role]]]
    stems: dict[str, list[tuple[str, _Role]]]
    base: dict[str, _Role]
    before_none: frozenset[str]
    until: frozenset[str]
    lasting: frozenset[str]
    future: frozenset[str]
    event_nouns: frozenset[str]
    not_events: frozenset[str]
    others_events: frozenset[str]
    violence: frozenset[str]
    function_words: frozenset[str]
    one_day: frozenset[str]
    published: frozenset[str]
    legislators: frozenset[str]
    gathered: frozenset[str]
    earlier: re.Pattern[str] | None
    english: bool


def sentence_bounds(line: str, begin: int) -> list[int]:
    """Offsets at which the sentences of ``line`` begin, from ``begin``, and its end."""
    bounds = [begin]
    for match in _SENTENCE_END.finditer(line, begin):
        # "No. 5", "Dr. X" and "3. Mai" go on; "in 2016." does not.
        shortened = match[0][0] == "." and _ABBREVIATED.search(line[max(0, match.start() - 6) : match.end()])
        if not shortened or line[max(0, match.start() - 4) : match.start()].isdigit():
            bounds.append(match.end())
    bounds.append(len(line) + 1)
    return bounds


@cache
def event_words(language: str) -> EventWords:
    """The words of ``language`` (ISO 639-1); empty for a language without them."""
    pack = load_pack(language)
    table = pack.section("events") if pack else {}
    phrases: dict[str, list[tuple[tuple[str, ...], _Role]]] = {}
    stems: dict[str, list[tuple[str, _Role]]] = {}
    for name in _Role:
        for phrase in table.get(name.name.lower(), []):
            if phrase.endswith("*") and " " not in phrase:
                stems.setdefault(phrase[:4], []).append((phrase[:-1], name))
            else:
                first, *rest = phrase.split()
                phrases.setdefault(first, []).append((tuple(rest), name))
    for entries in phrases.values():
        entries.sort(key=lambda entry: -len(entry[0]))
    for beginnings in stems.values():
        # "принят" was enacted, "приняли" took part: the longest beginning decides.
        beginnings.sort(key=lambda entry: -len(entry[0]))
    base = table.get("base", {})
    return EventWords(
        phrases=phrases,
        stems=stems,
        base={word: _Role[role.upper()] for role, members in base.items() for word in members},
        before_none=frozenset(table.get("before_none", [])),
        until=frozenset(table.get("until", [])),
        lasting=frozenset(table.get("lasting", [])),
        future=frozenset(table.get("future", [])),
        event_nouns=frozenset(table.get("event_nouns", [])),
        violence=frozenset(table.get("violence", [])),
        others_events=frozenset(table.get("others_events", [])),
        not_events=frozenset(table.get("not_events", [])),
        function_words=frozenset(table.get("function_words", [])),
        one_day=frozenset(table.get("one_day", [])),
        published=frozenset(table.get("published", [])),
        legislators=frozenset(table.get("legislators", [])),
        gathered=frozenset(table.get("gathered", [])),
        earlier=re.compile("|".join(table["earlier"])) if "earlier" in table else None,
        english=language == "en",
    )


def _role_at(tokens: list[str], place: int, words: EventWords) -> _Role | None:
    """The role of the verb or phrase that begins with the token at ``place``."""
    token = tokens[place]
    entries = words.phrases.get(token)
    if entries is not None:
        for rest, role in entries:
            if tuple(tokens[place + 1 : place + 1 + len(rest)]) == rest:
                before = tokens[place - 1] if place else ""
                after = tokens[place + 1 + len(rest)] if place + 1 + len(rest) < len(tokens) else ""
                if before in _ADVERBIAL or (before in ("to", "a", "an") and not rest):
                    return None
                # "a class organized by the Centre ended": a participle rules nothing.
                if after in _PARTICIPLE_BEFORE and token.endswith("ed") and role is _Role.HELD:
                    return role if before in _AUXILIARY else None
                return role
    if (
        words.english
        and token.endswith("ed")
        and place + 1 < len(tokens)
        and tokens[place + 1] in _OBJECT_BEGINS
    ):
        # Any other past tense with an object: it is what was done, whatever it was.
        return _Role.HELD if "-" not in token else None
    base = words.base.get(token)
    if base is not None and place and tokens[place - 1] == "to":
        planned = place > 1 and tokens[place - 2] in _ABOUT_TO
        return base if planned or base is _Role.HELD else None
    if base is not None and place and tokens[place - 1] in _BASE_AFTER:
        return base
    for stem, role in words.stems.get(token[:4], ()):
        if token.startswith(stem):
            return role
    return None


def read_mention(
    line: str,
    left: int,
    right: int,
    mention: DateMention | UndatedMention,
    words: EventWords,
    lead: bool,
    issued_on: date | None = None,
) -> tuple[Reading, int]:
    """How the sentence ``line[left:right]`` uses a date in it, and how sure that is.

    Sureness is 3 for what was, 2 for what is planned, 1 for a caption-like date without a verb, 0 for
    nothing. ``lead``: the sentence is of the lead, where the news itself is told; elsewhere it has to speak
    of a meeting, course or the like, or tell by a verb of doing what was just before ``issued_on``.
    """
    start, end = mention.text_start, mention.text_end
    before_text, after_text = line[left:start], line[end:right]
    if isinstance(mention, DateMention) and mention.kind is DateKind.WEEK:
        return Reading.NONE, 0
    if not (_LETTERS.search(before_text) or _LETTERS.search(after_text)):
        return Reading.NONE, 0
    if before_text.rstrip()[-1:] == ":" and _LABEL_LINE.fullmatch(before_text):
        return Reading.NONE, 0
    if _quoted(line, start):
        return Reading.NONE, 0
    if _is_earlier(line[:left], before_text, words):
        return Reading.NONE, 0
    before_text = _PARENTHESIS.sub(", ", before_text)
    before = [token.lower() for token in _TOKEN.findall(before_text)]
    after = [token.lower() for token in _TOKEN.findall(after_text)]
    if _RECEIVED_AS_OF.search(before_text):
        return Reading.WHOLE, 3
    if words.english and after_text[:2] in ("'s", "’s"):
        return (Reading.WHOLE, 3) if _names_event(after[:5], words) else (Reading.NONE, 0)
    span = isinstance(mention, DateMention) and mention.start != mention.end
    if isinstance(mention, DateMention) and mention.end - mention.start > _LONGEST_EVENT:
        stated = _FROM_TO.search(line[max(left, start - 8) : end])
        if stated is None or _COVERS.search(before_text):
            return Reading.NONE, 0
    if not span or not words.english:
        reading = _by_preposition(before, words, span)
        if reading is not None:
            return reading, 2 if any(token in words.future for token in before) else 3
    if words.english:
        if " Day" in before_text and _NAMED_DAY.search(before_text):
            return Reading.NONE, 0
        if " Day" in after_text and _IS_NAMED_DAY.match(after_text):
            return Reading.NONE, 0
        if "," in after_text and _SAID_LAST.search(after_text.rstrip(" .\n")):
            return Reading.STATEMENT, 0
        noun = _by_noun(line[start:end], before, after, after_text, words)
        if noun is not None:
            return noun, 3
    role, place, behind = _governing([*before, *after], len(before), words)
    sentence = before_text + after_text
    if role is _Role.SAY:
        if words.english and (_event_place(sentence, words) or "today" in _quotation(sentence)):
            return Reading.WHOLE, 3
        return Reading.STATEMENT, 0
    if _statement_before(before, place, behind, words) and not _event_place(sentence, words):
        return Reading.STATEMENT, 0
    adjoining = not behind and (before[place + 1 :] or ["on"])[0] in _ADJOINING
    named_by_it = role in (_Role.HELD, _Role.FOUNDED) and adjoining and place
    if named_by_it and before[place - 1] in words.not_events:
        # "the agreement signed on 3 May": the date tells which agreement.
        return Reading.NONE, 0
    object_of_it = before[place + 1 : place + 5] if not behind else []
    enacted = role in (_Role.FOUNDED, _Role.HELD) and not words.legislators.isdisjoint(before[:place])
    if enacted and any(token in words.not_events for token in object_of_it):
        # Parliament adopted the law on 3 May.
        return Reading.NONE, 0
    if "deadline" in before[-8:] or (words.english and _DAY_IS_MARKED.search(before_text)):
        return Reading.NONE, 0
    if role is _Role.FOUNDED and adjoining:
        near = isinstance(mention, DateMention) and mention.kind in (DateKind.RELATIVE, DateKind.WEEKDAY)
        if not near:
            return Reading.NONE, 0
    telling = before_text if len(before) > 1 or role is not None else after_text
    if _tells_of(telling, words.violence, words):
        return Reading.NONE, 0
    settles = role is None or (role is _Role.HELD and adjoining)
    if settles and _tells_of(telling, words.others_events, words):
        return Reading.NONE, 0
    if words.english and not span and before[-1:] == ["from"]:
        if role not in (_Role.START, _Role.HELD):
            return Reading.NONE, 0
        role = _Role.START
    fresh = (
        role is _Role.HELD
        and isinstance(mention, DateMention)
        and issued_on is not None
        and 0 <= (issued_on - mention.end).days <= _FRESH
    )
    tier = 2 if any(token in words.future for token in (*before, *after)) else 3
    if not lead and not fresh and not _speaks_of_event(before, after, role, words):
        return Reading.NONE, 0
    if role in (_Role.START, _Role.END) and _ONE_DAY.search(sentence):
        return Reading.WHOLE, tier
    if words.english and not span and role is not _Role.START and _GRADUATED.search(sentence):
        return Reading.END, tier
    if role is _Role.START:
        subject = (after if behind else before)[:place]
        following = (after if behind else before)[place : place + 9]
        if span:
            return Reading.WHOLE, tier
        if _is_published(subject, following, words):
            return Reading.WHOLE, tier
        if any(word in words.one_day for word in subject[-8:]) and not _HAPPENS_OVER_TIME.search(sentence):
            clock = _CLOCK.search(sentence) is not None
            if clock or "conference" not in subject[-8:] or "press" in subject[-8:]:
                return Reading.WHOLE, tier
        return Reading.START, tier
    if role is _Role.END:
        return (Reading.WHOLE if span else Reading.END), tier
    if not span and _GOES_ON_LATER.search(line, end, end + 400):
        return Reading.START, tier
    if role is None and _caption_like(before_text, after_text):
        return Reading.WHOLE, 1
    return Reading.WHOLE, tier


def _is_earlier(told: str, before_text: str, words: EventWords) -> bool:
    """Whether the clause before a date names an earlier event: `it follows a similar event held on 3 June`.

    After a plan, "the first was held" is the event that the item reports.
    """
    if words.earlier is None or not words.earlier.search(_CLAUSE.split(before_text)[-1]):
        return False
    return words.future.isdisjoint(told.lower().split())


def _tells_of(text: str, kinds: frozenset[str], words: EventWords) -> bool:
    """Whether the last clause of ``text`` ("Local elections are scheduled for") tells only of ``kinds``."""
    clause = [token.lower() for token in _TOKEN.findall(text.rsplit(",", 1)[-1])]
    return any(token in kinds for token in clause) and not any(token in words.event_nouns for token in clause)


def _is_published(subject: list[str], following: list[str], words: EventWords) -> bool:
    """``launched a handbook``, ``a handbook was launched``: done in a day, unlike the launch of a course."""
    passive = subject[-1:] in (["was"], ["were"], ["be"], ["been"]) or following[1:2] in (
        ["in"],
        ["on"],
        ["at"],
    )
    tokens = subject if passive else following[1:]
    for token, behind in zip(tokens, [*tokens[1:], ""], strict=False):
        # Of "museum course" the second word tells.
        if token in words.published and behind not in words.event_nouns:
            return True
        if token in words.event_nouns:
            return False
    return False


def _by_preposition(before: list[str], words: EventWords, span: bool) -> Reading | None:
    """What the word right before the date makes of it, where that settles it."""
    last = before[-1] if before else ""
    if last in words.until:
        recent = before[-9:]
        goes_on = any(token in words.lasting for token in recent) or any(
            word.endswith("ing") and helper in _AUXILIARY for helper, word in pairwise(recent)
        )
        return Reading.END if goes_on else Reading.NONE
    for length in (1, 2, 3):
        if len(before) >= length and " ".join(before[-length:]) in words.before_none:
            # Outside English the word before a range ("с 3 по 5 мая") only opens it.
            return None if span else Reading.NONE
    return None


def _by_noun(
    mention: str, before: list[str], after: list[str], after_text: str, words: EventWords
) -> Reading | None:
    """``the 6 May elections``, ``the hearing of 12 May``: the noun decides; None where there is none."""
    last = before[-1] if before else ""
    if last in ("the", "their", "this", "last") and not _ORDINAL.search(mention) and after:
        if (
            after_text[:1].isspace()
            and after_text.lstrip()[:1].isalpha()
            and after[0] not in words.function_words
        ):
            nouns = after[:3]
            return Reading.WHOLE if _names_event(nouns, words) else Reading.NONE
    elif after and after_text[:1].isspace() and after[0] in words.not_events:
        return Reading.NONE
    if last == "of":
        for noun in reversed(before[-9:-1]):
            if noun in words.not_events:
                return Reading.NONE
            if noun in words.event_nouns:
                return Reading.WHOLE
        return Reading.NONE
    if last == "on" and len(before) > 1 and before[-2] in words.others_events:
        return Reading.NONE
    return None


def _names_event(tokens: list[str], words: EventWords) -> bool:
    """Whether the first noun that tells ("today's round table", "today's vote") is an event's."""
    for token in tokens:
        if token in words.not_events:
            return False
        if token in words.event_nouns:
            return True
    return False


def _governing(tokens: list[str], pivot: int, words: EventWords) -> tuple[_Role | None, int, bool]:
    """The verb that rules a date, its place among the tokens on its side, and whether it stands behind.

    ``tokens`` are those of the sentence without the date, which stood before ``tokens[pivot]``. A phrase may
    reach across the date ("called today on").
    """
    for place in range(pivot - 1, max(-1, pivot - 4), -1):
        role = _role_at(tokens, place, words)
        if role is not None and role is not _Role.HELD:
            return role, place, False
        if tokens[place] not in ("on", "in", "here"):
            break
    for place in range(pivot, min(pivot + 3, len(tokens))):
        role = _role_at(tokens, place, words)
        if role is not None:
            if role is not _Role.HELD or place == pivot:
                return role, place - pivot, True
            break
        if tokens[place] not in _HELPING and not tokens[place].endswith("ly"):
            break
    for place in range(pivot - 1, -1, -1):
        role = _role_at(tokens, place, words)
        if role is not None:
            return role, place, False
    for place in range(pivot, len(tokens)):
        role = _role_at(tokens, place, words)
        if role is None:
            continue
        clause = tokens[max(pivot, place - 4) : place]
        subordinate = any(word in _RELATIVE_PRONOUNS or word in _CONJUNCTIONS for word in clause)
        if subordinate and role in (_Role.START, _Role.END, _Role.SAY):
            continue
        return role, place - pivot, True
    return None, 0, False


def _statement_before(before: list[str], place: int, behind: bool, words: EventWords) -> bool:
    """Whether the sentence states an opinion, and the date only belongs to what the opinion is about."""
    stop = len(before) if behind else place
    for position in range(stop):
        role = _role_at(before, position, words)
        if role is _Role.SAY:
            return True
        if role is not None and role is not _Role.FOUNDED:
            return False
    return False


def is_statement(line: str, begin: int, words: EventWords) -> bool:
    """Whether the first sentence from ``begin`` is a statement: its first telling verb says or condemns."""
    bounds = sentence_bounds(line, begin)
    sentence = line[bounds[0] : bounds[1]]
    tokens = [token.lower() for token in _TOKEN.findall(sentence)]
    for place in range(len(tokens)):
        role = _role_at(tokens, place, words)
        if role is _Role.SAY:
            return tokens[place] not in _JUST_SAID and not (words.english and _event_place(sentence, words))
        if role is not None and role is not _Role.FOUNDED:
            return False
    return False


def _event_place(sentence: str, words: EventWords) -> bool:
    """Whether something is done at a meeting, visit or the like."""
    for match in _AT_EVENT.finditer(sentence):
        if any(token.lower() in words.event_nouns for token in match[1].split()):
            return True
    return False


def _speaks_of_event(before: list[str], after: list[str], role: _Role | None, words: EventWords) -> bool:
    if not words.english:
        return role in (_Role.HELD, _Role.START, _Role.END)
    near = (*before[-25:], *after[:25])
    gathered = not words.gathered.isdisjoint(before)
    return (gathered or any(token in words.event_nouns for token in near)) and role is not _Role.FOUNDED


def _caption_like(before_text: str, after_text: str) -> bool:
    """``..., Tivat, 3 May 2016.``: a date hung on with a comma at the end."""
    return before_text.rstrip().endswith(",") and not re.search(r"[^\W\d_]", after_text)


def _quoted(line: str, position: int) -> bool:
    """Whether ``position`` is inside somebody's speech."""
    low = line.rfind("„", 0, position)
    if low >= 0:
        # What begins low ends in any of the high marks.
        return low > max(line.rfind(mark, 0, position) for mark in '“”"')
    opened = max(line.rfind("“", 0, position), line.rfind("«", 0, position))
    if opened >= 0 and opened > max(line.rfind("”", 0, position), line.rfind("»", 0, position)):
        return True
    return line.count('"', 0, position) % 2 == 1


def _quotation(sentence: str) -> str:
    opened = sentence.find("“")
    return sentence[opened : sentence.find("”", opened)].lower() if opened >= 0 else ""
