"""What a sentence does with a number of people: how exact it is, whether they took part, when, how often."""

from enum import Enum
from itertools import pairwise

from osce_scraper.records import Qualifier
from osce_scraper.text.participants.draft import Draft, NounPhrase
from osce_scraper.text.participants.lexicon import Kind, Lexicon, plural_of
from osce_scraper.text.participants.tokens import Tokens

_APPROXIMATE = frozenset(
    "some around about approximately roughly nearly almost circa ca estimated virtually practically ~ probably".split()
)
_SKIPPED = frozenset(
    "the these those all its their our another additional further exactly a an other first last only just now over well "
    "total grand initial altogether".split()
)
_DEFINITE = frozenset({"the", "these", "those", "all"})
_BOUNDS = {
    ("at", "least"): Qualifier.AT_LEAST,
    ("at", "most"): Qualifier.AT_MOST,
    ("up", "to"): Qualifier.AT_MOST,
    ("close", "to"): Qualifier.APPROXIMATE,
    ("in", "total"): Qualifier.EXACT,
}
_OF_BOUNDS = {
    "excess": Qualifier.AT_LEAST,
    "upwards": Qualifier.AT_LEAST,
    "minimum": Qualifier.AT_LEAST,
    "maximum": Qualifier.AT_MOST,
    "total": Qualifier.EXACT,
    "average": Qualifier.APPROXIMATE,
}


def qualifier_before(words: list[str], start: int, floor: int) -> tuple[Qualifier, int, bool]:
    """The qualifier before the number at ``start``, where the phrase begins, and whether it is definite.

    ``floor`` is the first token of the sentence.
    """
    qualifier = Qualifier.EXACT
    definite = False
    index = start
    while index > floor:
        word = words[index - 1]
        before = words[index - 2] if index - 1 > floor else ""
        if word in _APPROXIMATE:
            qualifier = Qualifier.APPROXIMATE if qualifier is Qualifier.EXACT else qualifier
            index -= 1
        elif word in ("than", "then") and before in ("more", "greater", "fewer", "less", "higher", "lower"):
            most = before in ("fewer", "less", "lower")
            index -= 2
            if index > floor and words[index - 1] in ("no", "not"):
                most = not most
                index -= 1
            qualifier = Qualifier.AT_MOST if most else Qualifier.AT_LEAST
        elif (before, word) in _BOUNDS:
            qualifier = _BOUNDS[before, word] if qualifier is Qualifier.EXACT else qualifier
            index -= 2
        elif word == "as" and before == "many" and index - 3 >= floor and words[index - 3] == "as":
            qualifier = Qualifier.AT_MOST
            index -= 3
        elif word in ("over", "above") and qualifier is Qualifier.EXACT and index == start:
            qualifier = Qualifier.AT_LEAST
            index -= 1
        elif word == "." and before in ("approx", "ca"):
            qualifier = Qualifier.APPROXIMATE
            index -= 2
        elif word in ("under", "below") and before in ("just", "slightly", "well"):
            qualifier = Qualifier.AT_MOST
            index -= 2
        elif word == "of" and before in _OF_BOUNDS:
            if qualifier is Qualifier.EXACT:
                qualifier = _OF_BOUNDS[before]
            index -= 2
        elif word in _SKIPPED and not (word == "over" and index == start):
            definite = definite or word in _DEFINITE
            index -= 1
        else:
            break
    return qualifier, index, definite


def qualifier_behind(words: list[str], end: int) -> tuple[Qualifier | None, int]:
    """The qualifier behind a number ("200+", "forty or so", "sixty or more") and the token behind it."""
    following = words[end : end + 2]
    if following[:1] == ["+"] or following[:1] == ["plus"]:
        return Qualifier.AT_LEAST, end + 1
    if following == ["or", "so"]:
        return Qualifier.APPROXIMATE, end + 2
    if following == ["or", "more"]:
        return Qualifier.AT_LEAST, end + 2
    return None, end


class Governor(Enum):
    """What stands before the phrase."""

    NONE = "none"
    AUDIENCE = "audience"
    LIGHT = "light"
    SEEN = "seen"
    OBJECT = "object"
    RAN = "ran"
    BODY = "body"


_NO_RATE = frozenset(
    "for of in during after within spent began took once twice by with to on through".split()
)
_CUTS = frozenset(',;:.!?()“”"–—')
_MOURNED = frozenset("condolences mourned mourns mourn killed victims".split())
_ADVERBS = frozenset(
    "online mostly mainly jointly also solely exclusively only further later together".split()
)
_WATCHERS = frozenset("smm monitors monitor mission team patrol observers som teams patrols".split())
_TRAINERS = frozenset("trainer instructor tutor coach".split())
_SEEKERS = frozenset("candidate voter nominee applicant".split())
_HAVE = frozenset(
    "comprise consists has have had counts counted count numbers numbered employs works hosts includes comprises".split()
)
_ACTIVITY_LINKS = frozenset("for with of to among including".split())
#: Of those who surely take part these say nothing: cadets live at the school, pupils wait their turn.
_HARMLESS = frozenset("live lives living remain stood standing waiting returned".split())
_POSSESSIVE = ("'s", "’s")


class Frames:
    """Decides on the phrases of one text; ``watching`` is true for the daily reports of monitors."""

    def __init__(self, tokens: Tokens, lexicon: Lexicon) -> None:
        self.tokens = tokens
        self.words = tokens.words
        frames = lexicon.frames
        self.lexicon = lexicon
        self.audience = frames["audience_before"]
        self.light = frames["light_before"]
        self.object_of = frames["object_of"]
        self.seen = frames["seen_before"]
        self.took_part = frames["took_part"]
        self.learner = frames["learner"]
        self.suffered = frames["suffered"]
        self.ran_it = frames["ran_it"]
        self.run_by = frames["run_by"]
        self.passed_by = frames["passed_by"]
        self.known_verbs = self.took_part | self.suffered | self.ran_it | self.learner
        self.institution = frames["institution"] | {plural_of(word) for word in frames["institution"]}
        self.activity = frames["activity"]

    def governor(self, start: int, floor: int) -> Governor:
        """What governs the phrase that begins at token ``start``."""
        words = self.words
        light, place = "", start
        index = start - 1
        lowest = max(floor, start - 8)
        while index >= lowest:
            word = words[index]
            if word in _CUTS:
                break
            if word in self.object_of and (not light or index >= place - 2 or word in _MOURNED):
                return Governor.OBJECT
            if word == "have" and words[index - 1] in ("may", "can", "could", "should") and not light:
                return Governor.BODY
            if word in _HAVE and (not light or (light == "of" and word in ("consists", "consist"))):
                subject = range(max(floor, index - 4), index)
                if any(words[i] in self.institution for i in subject):
                    return Governor.BODY
            if light == "by":
                if word in self.run_by:
                    return Governor.RAN
                if word in self.took_part or (word in self.audience and word.endswith("ed")):
                    return Governor.AUDIENCE
                if word not in _ADVERBS:
                    # "an exhibition by 13 students", "the lecture by two journalists"
                    break
                index -= 1
                continue
            if word in self.audience:
                return Governor.AUDIENCE
            if word in self.seen and not light:
                watchers = any(words[i] in _WATCHERS for i in range(max(floor, index - 5), index))
                return Governor.OBJECT if watchers and word != "met" else Governor.SEEN
            if light in _ACTIVITY_LINKS and word in self.activity:
                return Governor.AUDIENCE
            if word in self.light and not light:
                light, place = word, index
                lowest = max(floor, index - 5)
            index -= 1
        if light:
            return Governor.LIGHT
        return Governor.NONE

    def predicate(self, end: int, limit: int) -> str:
        """The first verb behind the phrase that says what its people did, or "" when none is known."""
        words = self.words
        depth = 0
        for index in range(end, min(limit, end + 22)):
            word = words[index]
            if word == "(":
                depth += 1
            elif word == ")":
                depth = max(depth - 1, 0)
            elif depth:
                continue
            elif word == ";":
                break
            elif word == "took" and words[index + 1 : index + 2] == ["part"]:
                return "attended"
            elif word == "held" and words[index - 1] in ("were", "was", "are", "being"):
                return "detained"
            elif word in self.known_verbs:
                return word
        return ""

    def accepts(self, draft: Draft, noun: NounPhrase | None, floor: int, limit: int) -> bool:
        """Whether the people of ``draft`` took part in the activity, as far as its sentence tells."""
        words = self.words
        count = draft.total if draft.total is not None else sum(draft.parts.values())
        if draft.range:
            count = draft.range[1]
        kind = noun.kind if noun else Kind.GENERIC
        end = noun.end if noun else draft.after
        if kind is Kind.NEVER:
            return False
        if self._rate(end, limit) and kind not in (Kind.STRONG, Kind.ROLE):
            return False
        if self._called_off(end, limit):
            return False
        before = words[draft.start - 1] if draft.start > floor else ""
        if before.endswith(_POSSESSIVE) and before[:-2] in self.institution and kind is not Kind.STRONG:
            return False
        governor = self.governor(draft.start, floor)
        if governor is Governor.OBJECT:
            return False
        if noun and noun.unfit and kind is not Kind.STRONG and governor is not Governor.AUDIENCE:
            return False
        if self._not_deployed(draft, noun, floor) or (kind is not Kind.STRONG and self._exist(draft, end, floor, limit)):
            return False
        predicate = self.predicate(end, limit)
        if before == "of" and kind is not Kind.STRONG and self._share(draft.start - 2, floor):
            # 7 per cent of the 12,400 officers in the service: a statistic, unless an activity is named.
            behind = words[end : min(limit, end + 12)]
            if count > 2_000 or any(word in self.institution for word in behind):
                return any(word in self.learner or word in self.activity for word in behind)
        if governor is Governor.BODY:
            return kind is Kind.STRONG
        if kind is Kind.TEACHING:
            if governor is Governor.RAN or governor is Governor.SEEN:
                return False
            if governor is Governor.NONE and count > 9 and noun and noun.lemma in _TRAINERS:
                return predicate not in self.ran_it
            return governor is Governor.AUDIENCE or (governor is Governor.NONE and predicate in self.learner)
        if governor is Governor.RAN:
            return False
        if kind is Kind.DIGNITARY and count < 10:
            return False
        if governor is Governor.AUDIENCE:
            return not (words[end : end + 1] and words[end] in self.suffered)
        if predicate in self.suffered and not (kind is Kind.STRONG and predicate in _HARMLESS):
            return False
        if governor is Governor.SEEN and kind in (Kind.SEXED, Kind.GENERIC, Kind.SUSPECT):
            return False
        if kind in (Kind.GENERIC, Kind.SUSPECT):
            if governor is Governor.NONE and before.endswith("ed"):
                # The object of a verb that is not known.
                return False
            taking_part = predicate in self.learner or predicate in self.took_part
            if not predicate and governor is Governor.NONE and kind is Kind.GENERIC:
                taking_part = self._did_something(end, limit)
            if noun and noun.lemma in _SEEKERS:
                taking_part = predicate in self.learner
            draft.lacking = not taking_part
            return taking_part
        if kind is Kind.EXPERT and count < 6:
            return predicate in self.learner
        if count < 5 and kind is not Kind.STRONG:
            if predicate in self.ran_it and predicate not in self.learner:
                return False
            return predicate in self.took_part
        return True

    def _not_deployed(self, draft: Draft, noun: NounPhrase | None, floor: int) -> bool:
        """"Police deployed 400 officers": only observers and experts are deployed to take part."""
        before = self.words[max(floor, draft.start - 2) : draft.start]
        return (
            noun is not None
            and any(word in ("deployed", "deploys", "deploy") for word in before)
            and not noun.lemma.endswith(("observer", "monitor", "expert", "volunteer", "mediator", "specialist"))
        )

    def _exist(self, draft: Draft, end: int, floor: int, limit: int) -> bool:
        """"There are 120 judges in the country": a statistic, unless an activity is named."""
        words = self.words
        if draft.start - 2 < floor or words[draft.start - 2] != "there":
            return False
        return not any(word in self.activity or word in self.took_part for word in words[end : min(limit, end + 10)])

    def _share(self, index: int, floor: int) -> bool:
        """Whether a share of the people ends at token ``index``: 7 per cent, a third, one in four."""
        if index < floor:
            return False
        word = self.words[index]
        return word in (
            "cent",
            "%",
            "percent",
            "half",
            "third",
            "thirds",
            "quarter",
            "quarters",
            "fifth",
        ) or (index - 1 >= floor and self.words[index - 1] == "in")

    def _did_something(self, end: int, limit: int) -> bool:
        """Whether an active verb that is not known follows: 40 citizens asked the mayor."""
        words = self.words
        for index in range(end, min(limit, end + 7)):
            word = words[index]
            if word in ("who", "that", "which", ",", "(", ";", "were", "was", "are", "have", "had"):
                return False
            if word.endswith("ed") and len(word) > 4:
                return word not in self.passed_by and words[index - 1] not in ("of", "the", "and")
        return False

    def _rate(self, end: int, limit: int) -> bool:
        words = self.words
        for index in range(end, min(limit - 1, end + 12)):
            word = words[index]
            if word == "a" and words[index - 1] in _NO_RATE:
                continue
            if word in ("per", "each", "every", "a") and words[index + 1] in (
                "day",
                "week",
                "month",
                "year",
                "hour",
            ):
                return True
            if word in ("daily", "annually"):
                return True
        return False

    def _called_off(self, end: int, limit: int) -> bool:
        words = self.words
        for index in range(end, min(limit, end + 16)):
            word = words[index]
            if word in ("cancelled", "canceled", "postponed"):
                return True
            if word == "longer" and words[index - 1] == "no":
                return True
            if word == "not" and words[index - 1] in ("did", "will", "could") and index - end < 3:
                return True
        return False


_SERIES = frozenset(
    """courses seminars workshops sessions trainings classes events camps lectures talks modules meetings rounds
    tables conferences visits tours briefings exercises schools programmes drills campaigns campaign groups academies
    forums centres webinars editions cycles""".split()
)
_PERIOD = frozenset({"years", "months", "decade", "decades", "weeks", "year", "summer"})
_PLANNED = frozenset(
    """will expected planned plans intends aims aim would may can could shall requested request asked foreseen upcoming
    intend hopes train teach host gather signed meant designed room envisaged scheduled registered going""".split()
)


_PERIOD_WORDS = frozenset(
    """since so to until in over during for throughout passed between from quarter by nationwide countrywide across
    altogether now""".split()
)


class Setting:
    """When and how often: cumulative or of one event, planned or done. One for each clause of a sentence."""

    def __init__(self, tokens: Tokens, start: int, end: int) -> None:
        self.words = [
            "May" if word == "may" and tokens.capital(start + offset) else word
            for offset, word in enumerate(tokens.words[start:end])
        ]
        self.start = start
        self.set = frozenset(self.words)
        self._cumulative: bool | None = None

    def cumulative(self, draft: Draft) -> bool:
        """Whether the count of ``draft`` adds up several events or a period."""
        if draft.each:
            return False
        words, has = self.words, self.set
        number = draft.number - self.start
        behind = words[draft.after - self.start : draft.after - self.start + 3]
        if behind in (["to", "its", "name"], ["to", "its", "credit"], ["to", "their", "name"]):
            return True
        if self._cumulative is None:
            self._cumulative = self._period()
        return self._cumulative or self._several(number, has, words) or self._project(number, has, words)

    def _period(self) -> bool:
        words, has = self.words, self.set
        if not has & _PERIOD_WORDS:
            return False
        size = len(words)
        for index, word in enumerate(words):
            if word not in _PERIOD_WORDS:
                continue
            behind = words[index + 1] if index + 1 < size else ""
            if word == "since" and index + 1 < size:
                if _year(behind) or not behind[0].isdigit():
                    return True
                continue
            if (word, behind) in (("so", "far"), ("to", "date"), ("until", "now"), ("in", "recent")):
                return True
            if word in ("over", "during", "in", "for") and behind == "the" and index + 2 < size:
                if words[index + 2] in ("past", "last", "next", "coming") and has & _PERIOD:
                    return True
                if words[index + 2] in ("school", "academic") and "year" in has:
                    return True
            if word == "throughout" and (
                _year(behind) or words[index + 2 : index + 3] in (["year"], ["season"], ["project"])
            ):
                return True
            if word == "passed" and behind == "through":
                return True
            if word in ("between", "from") and index + 3 < size and _year(behind) and _year(words[index + 3]):
                return True
            if word in ("in", "during") and behind in ("spring", "summer", "autumn", "winter"):
                return bool(has & _SERIES)
            if (
                word == "quarter"
                and index
                and words[index - 1] in ("first", "second", "third", "fourth", "last")
            ):
                return True
            if word == "by" and (_year(behind) or words[index + 1 : index + 4] == ["the", "end", "of"]):
                return True
        if ("nationwide" in has or "countrywide" in has or ("across" in has and "country" in has)) and has & {
            "trained",
            "coached",
            "taught",
            "reached",
            "instructed",
        }:
            return True
        if "altogether" in has and ("year's" in has or "year’s" in has or "year" in has):
            return True
        if "now" in has and "have" in has and "been" in has:
            return True
        return False

    def _several(self, number: int, has: frozenset[str], words: list[str]) -> bool:
        if not has & _SERIES:
            return False
        for index, word in enumerate(words):
            if word in _SERIES and not (
                index + 1 < len(words) and words[index + 1] in ("of",) and word == "groups"
            ):
                before = words[max(0, index - 5) : index]
                if "each" in has or "both" in has:
                    return False
                if index < number:
                    if "the" in before[-2:] and "two" in before:
                        continue
                    if word == "groups" and "mobile" not in before:
                        continue
                    if (index and words[index - 1] in ("of", "in", "to", "at")) or "on" in before[-3:]:
                        continue
                    gap = words[index + 1 : number]
                    if set(gap) & {"a", "an", "one"} and set(gap) & {
                        "course",
                        "workshop",
                        "seminar",
                        "class",
                        "session",
                    }:
                        # Two courses, one for 19 officers and one for ten guards.
                        continue
                    if "go" in gap or "is" in gap[:1]:
                        continue
                    return True
                if words[index - 1] in ("in", "during", "through") and word not in ("groups", "camps"):
                    return True
                for place in range(max(0, index - 4), index):
                    if (
                        _plural_number(words[place])
                        and place
                        and words[place - 1] in ("in", "at", "during", "through", "over")
                    ):
                        return index - number < 14
        return False

    def names_series(self) -> bool:
        """Whether the clause counts several events: four two-day sessions ended today."""
        words = self.words
        for index, word in enumerate(words):
            if word in _SERIES and any(_plural_number(other) for other in words[max(0, index - 5) : index]):
                return True
        return False

    def _project(self, number: int, has: frozenset[str], words: list[str]) -> bool:
        behind = words[max(number, 0) :]
        for cut in ("bringing", "brought", "brings", "raising"):
            if cut in behind:
                behind = behind[: behind.index(cut)]
        for index in range(len(behind) - 2):
            if behind[index] in ("within", "under", "through") and behind[index + 1] in (
                "the",
                "this",
                "its",
            ):
                if behind[index + 2] in ("project", "programme", "program", "initiative", "scheme"):
                    return bool(
                        {"trained", "coached", "taught", "reached", "certified"} & set(behind[:index])
                    )
        return False

    def planned(self, draft: Draft) -> bool:
        """Whether the people of ``draft`` are still to come."""
        words, has = self.words, self.set
        if not has & _PLANNED:
            return False
        number = draft.number - self.start
        before = words[max(0, number - 10) : max(number, 0)]
        after = words[max(number, 0) : number + 14]
        for word in before:
            if word in (
                "will",
                "would",
                "plans",
                "requested",
                "request",
                "asked",
                "aims",
                "intends",
                "expected",
            ):
                return True
            if word in ("planned", "meant", "room", "designed", "foreseen", "expects"):
                return True
        for index, word in enumerate(after):
            if word in ("will", "may", "can", "shall", "would", "could"):
                return bool(
                    "be" in after or "attend" in after or "join" in after or word != "will" or "take" in after
                )
            if word in ("expected", "envisaged") or (word == "signed" and after[index + 1 : index + 2] == ["up"]):
                return True
            if word in ("were", "was", "attended", "took", "completed", ",") and index > 6:
                break
        return False


def _year(word: str) -> bool:
    return len(word) == 4 and word.isascii() and word.isdigit() and 1900 <= int(word) <= 2100


_SEVERAL = frozenset(
    "two three four five six seven eight nine ten eleven twelve several many various numerous series".split()
)


def _plural_number(word: str) -> bool:
    return word in _SEVERAL or (
        word.isascii() and word.isdigit() and 1 < len(word) + (word > "1") and len(word) < 3
    )
