"""Whether the people of a count took part, by what stands before and behind them."""

from enum import Enum

from osce_scraper.text.numbers import ENGLISH_NUMBER_WORDS
from osce_scraper.text.participants.draft import Draft, NounPhrase
from osce_scraper.text.participants.lexicon import Kind, Lexicon, word_set
from osce_scraper.text.participants.predicate import Predicates
from osce_scraper.text.participants.tokens import Tokens


class Governor(Enum):
    """What stands before the phrase."""

    NONE = "none"
    AUDIENCE = "audience"
    LIGHT = "light"
    SEEN = "seen"
    OBJECT = "object"
    RAN = "ran"
    BODY = "body"


_NO_RATE = word_set(
    """
    for of in during after within spent began took once twice by with to on through
    """
)
_CUTS = frozenset(',;:.!?()“”"–—')
_MOURNED = word_set("condolences mourned mourns mourn killed victims")
_ADVERBS = word_set(
    """
    online mostly mainly jointly also solely exclusively only further later together
    """
)
_WATCHERS = word_set("smm monitors monitor mission team patrol observers som teams patrols")
_CONDUCTED = word_set("conducted delivered led facilitated moderated lectured")
#: Who is given things took no part, unless it is what a course gives.
_GIVEN = word_set("donated handed distributed issued granted went")
_PROOFS = word_set("certificate certificates diploma diplomas badges medals awards scholarships")
#: Of these even those who are not trainers by name are the ones who teach.
_TEACH = word_set("taught coached instructed")
_DONE_TO_OTHERS = word_set("taught coached trained schooled instructed introduced")
_SEEN_BY = word_set("seen viewed heard")
_HELPED = word_set("helped helps supported supports assisted")
#: That makes 240 bailiffs.
_AMOUNTS = word_set("makes totals totalled numbers counts equals its was is as this others")
#: So few of a role are no audience, unless a word says so.
_FEW = 5
_FEW_EXPERTS = 6
_FEW_DIGNITARIES = 10
#: A share of more people than that is a statistic.
_STATISTIC = 2_000
_PASSERS_BY = frozenset({Kind.SEXED, Kind.GENERIC, Kind.SUSPECT})
_TRAINERS = word_set("trainer instructor tutor coach")
_SEEKERS = word_set("candidate voter nominee applicant")
_HAVE = word_set(
    """
    comprise consists has have had counts counted count numbers numbered employs works hosts includes
    comprises serves serve
    """
)
#: What a service means to do about its staff.
_INTENDS = word_set("plans plan intends intend aims aim wants want hopes hope seeks seek")
_TAKE_IN = word_set("takes take admits admit accepts accept enrols enrol enrolls enroll")
_ACTIVITY_LINKS = word_set("for with of to among including")
#: Of those who surely take part these say nothing: cadets live at the school, pupils wait their turn.
_HARMLESS = word_set("live lives living remain stood standing waiting returned")
_POSSESSIVE = ("'s", "’s")


class Acceptance:
    """Decides, for the phrases of one text, whether their people took part."""

    def __init__(self, tokens: Tokens, lexicon: Lexicon) -> None:
        self.tokens = tokens
        self.words = tokens.words
        frames = lexicon.frames
        self.lexicon = lexicon
        self.audience = frames["audience_before"]
        self.light = frames["light_before"]
        predicates = Predicates(tokens, lexicon)
        self.predicate = predicates.first
        self.passive = predicates.passive
        self.object_of = frames["object_of"]
        self.seen = frames["seen_before"]
        self.took_part = frames["took_part"]
        self.learner = frames["learner"]
        #: What was done to them, or what they did that is no taking part.
        self.suffered = frames["spoken_against"]
        self.ran_it = frames["ran_it"]
        self.run_by = frames["run_by"]
        self.unrest = frames["unrest"]
        self.passed_by = frames["passed_by"]
        self.known_verbs = frames["known_verbs"]
        self.verbs = frames["verbs"]
        self.institution = frames["institution"]
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
            # "The school has 30 teachers", but not "the school has trained 30 teachers".
            if word in _HAVE and (
                (not light and index >= start - 2 and not words[index + 1].endswith("ed"))
                or (light == "of" and word in ("consists", "consist"))
            ):
                subject = range(max(floor, index - 4), index)
                if any(words[i] in self.institution for i in subject):
                    return Governor.BODY
            if light == "by":
                if word in self.run_by:
                    return Governor.RAN
                if word in _SEEN_BY:
                    shown = not self.activity.isdisjoint(words[max(floor, index - 8) : index])
                    return Governor.AUDIENCE if shown else Governor.OBJECT
                if word in self.took_part or (word in self.audience and word.endswith("ed")):
                    return Governor.AUDIENCE
                if word not in _ADVERBS:
                    # "an exhibition by 13 students", "the lecture by two journalists"
                    break
                index -= 1
                continue
            if light == "to" and word in _GIVEN and _PROOFS.isdisjoint(words[max(floor, index - 4) : place]):
                return Governor.OBJECT
            if word in self.audience:
                staffing = word == "recruit" and words[index - 1] == "to" and words[index - 2] in _INTENDS
                return Governor.OBJECT if staffing else Governor.AUDIENCE
            if word in self.seen and not light:
                watchers = any(words[i] in _WATCHERS for i in range(max(floor, index - 5), index))
                if word == "saw" and not watchers and index > floor and words[index - 1] in self.activity:
                    # The training saw 11 women become mediators.
                    return Governor.AUDIENCE
                return Governor.OBJECT if watchers and word != "met" else Governor.SEEN
            if light == "with" and index == place - 1 and word in self.seen:
                return Governor.SEEN
            if light in _ACTIVITY_LINKS and word in self.activity:
                return Governor.AUDIENCE
            if word in self.light and not light:
                light, place = word, index
                lowest = max(floor, index - 5)
            index -= 1
        if light:
            return Governor.LIGHT
        return Governor.NONE

    def accepts(self, draft: Draft, noun: NounPhrase, floor: int, limit: int) -> bool:
        """Whether the people of ``draft`` took part in the activity, as far as its sentence tells.

        ``floor`` and ``limit`` are the first token of the clause and the one behind the sentence. Says in the
        draft whether the sentence speaks against them (``ruled_out``) or only not for them (``lacking``).
        """
        if noun.kind is Kind.NEVER:
            return False
        governor = self.governor(draft.start, floor)
        predicate = self.predicate(noun.end, limit)
        if self._ruled_out(draft, noun, governor, predicate, floor, limit):
            draft.ruled_out = True
            return False
        count = _size(draft)
        before = self.words[draft.start - 1] if draft.start > floor else ""
        if before == "of" and noun.kind is not Kind.STRONG and self._share(draft.start - 2, floor):
            # 7 per cent of the 12,400 officers in the service: a statistic, unless an activity is named.
            behind = self.words[noun.end : min(limit, noun.end + 12)]
            if count > _STATISTIC or not self.institution.isdisjoint(behind):
                return not self.learner.isdisjoint(behind) or not self.activity.isdisjoint(behind)
        if noun.kind is Kind.TEACHING:
            if before == "and" and governor is Governor.LIGHT:
                # Hundreds of students and 45 lecturers attended: what governs is the others' word.
                governor = Governor.NONE
            return self._taught(noun, count, governor, predicate, limit)
        if noun.kind is Kind.DIGNITARY and count < _FEW_DIGNITARIES:
            return False
        if governor is Governor.AUDIENCE:
            helped = noun.kind is Kind.SUSPECT and not _HELPED.isdisjoint(
                self.words[max(floor, draft.start - 3) : draft.start]
            )
            # Victims are helped; that is no course.
            return not helped or predicate in self.learner
        if noun.kind in (Kind.GENERIC, Kind.SUSPECT):
            taking_part = self._said_to_take_part(draft, noun, governor, predicate, before, limit)
            draft.lacking = not taking_part
            return taking_part
        if noun.kind is Kind.EXPERT and count < _FEW_EXPERTS:
            return predicate in self.learner and not self._teach(noun.end, predicate)
        if count < _FEW and noun.kind is not Kind.STRONG:
            return predicate in self.took_part and (predicate not in self.ran_it or predicate in self.learner)
        return not self._object_of_unknown(noun, governor, predicate, before)

    def _object_of_unknown(self, noun: NounPhrase, governor: Governor, predicate: str, before: str) -> bool:
        """Whether something that is in no list was done to them, in a text without an activity.

        "Thieves robbed 12 shopkeepers", but "the course amused 12 shopkeepers".
        """
        return (
            governor is Governor.NONE
            and not predicate
            and noun.kind is not Kind.STRONG
            and before.endswith(("ed", "s"))
            and before not in _AMOUNTS
            and self.activity.isdisjoint(self.words)
        )

    def _ruled_out(
        self, draft: Draft, noun: NounPhrase, governor: Governor, predicate: str, floor: int, limit: int
    ) -> bool:
        """Whether the sentence says that they did not take part, or something else of them."""
        words, kind = self.words, noun.kind
        if governor in (Governor.OBJECT, Governor.RAN) or self._called_off(noun.end, limit):
            return True
        if self._yearly_intake(draft, noun, floor, limit):
            return True
        if predicate == "held" and governor is Governor.NONE:
            # Twelve editors were held in the capital, but: two courses for 12 editors were held there.
            return True
        heard_or_taught = governor is Governor.AUDIENCE
        if governor is Governor.NONE and self._teach_some(noun.end, predicate):
            return True
        if predicate in self.suffered and not heard_or_taught:
            return not (kind is Kind.STRONG and predicate in _HARMLESS)
        if heard_or_taught and self.words[noun.end : noun.end + 1] and words[noun.end] in self.suffered:
            return True
        if self._rate(noun.end, limit) and kind not in (Kind.STRONG, Kind.ROLE):
            return True
        if words[noun.end : noun.end + 1] == ["per"] and words[noun.end + 1 : noun.end + 2]:
            # 18 judges per 100,000 people
            return words[noun.end + 1][0].isdigit()
        if kind is Kind.STRONG:
            return False
        before = words[draft.start - 1] if draft.start > floor else ""
        return (
            governor is Governor.BODY
            or (governor is Governor.SEEN and kind in _PASSERS_BY)
            or (before.endswith(_POSSESSIVE) and before[:-2] in self.institution)
            or (noun.unfit and not heard_or_taught and predicate not in self.learner)
            or self._not_deployed(draft, noun, floor)
            or self._exist(draft, noun.end, floor, limit)
            or self._ratio(draft, floor)
            or (
                (not heard_or_taught or kind in (Kind.GENERIC, Kind.SEXED))
                and not self.unrest.isdisjoint(words[floor:limit])
            )
        )

    def _taught(self, noun: NounPhrase, count: int, governor: Governor, predicate: str, limit: int) -> bool:
        """Whether trainers, speakers and the like are the ones who learn."""
        if governor is Governor.SEEN or not _CONDUCTED.isdisjoint(
            self.words[noun.end : min(limit, noun.end + 24)]
        ):
            return False
        if governor is Governor.NONE and count >= _FEW_DIGNITARIES and noun.lemma in _TRAINERS:
            return predicate not in self.ran_it or (
                predicate in _DONE_TO_OTHERS and not self._teach(noun.end, predicate)
            )
        return governor is Governor.AUDIENCE or (
            governor is Governor.NONE and predicate in self.learner and not self._teach(noun.end, predicate)
        )

    def _teach(self, end: int, predicate: str) -> bool:
        """Whether the verb behind token ``end`` is something that they did to others: taught 18 guides."""
        if predicate not in _DONE_TO_OTHERS:
            return False
        index = self.words.index(predicate, end)
        return not self.passive(index) and self.words[index - 1] != "been"

    def _teach_some(self, end: int, predicate: str) -> bool:
        """Whether they taught others who are counted: 25 grandmothers taught 40 girls."""
        if predicate not in _TEACH or not self._teach(end, predicate):
            return False
        behind = self.words[self.words.index(predicate, end) + 1 :][:2]
        return any(word[0].isdigit() or word in ENGLISH_NUMBER_WORDS for word in behind)

    def _said_to_take_part(
        self, draft: Draft, noun: NounPhrase, governor: Governor, predicate: str, before: str, limit: int
    ) -> bool:
        """Whether a word says so of people, residents, staff: of these a number alone says nothing."""
        if governor is Governor.NONE and before.endswith("ed"):
            # The object of a verb that is not known.
            return False
        if noun.lemma in _SEEKERS:
            return predicate in self.learner
        if predicate:
            return predicate in self.learner or predicate in self.took_part
        if draft.collective:
            return governor in (Governor.NONE, Governor.LIGHT)
        return (
            governor is Governor.NONE and noun.kind is Kind.GENERIC and self._did_something(noun.end, limit)
        )

    def _not_deployed(self, draft: Draft, noun: NounPhrase, floor: int) -> bool:
        """ "Police deployed 400 officers": only observers and experts are deployed to take part."""
        before = self.words[max(floor, draft.start - 2) : draft.start]
        return any(word in ("deployed", "deploys", "deploy") for word in before) and not noun.lemma.endswith(
            ("observer", "monitor", "expert", "volunteer", "mediator", "specialist")
        )

    def _exist(self, draft: Draft, end: int, floor: int, limit: int) -> bool:
        """ "There are 120 judges in the country": a statistic, unless an activity is named."""
        words = self.words
        if draft.start - 2 < floor or words[draft.start - 2] != "there":
            return False
        return not any(
            word in self.activity or word in self.took_part for word in words[end : min(limit, end + 10)]
        )

    def _ratio(self, draft: Draft, floor: int) -> bool:
        """ "The region has 30 teachers for 900 pupils": those that a body, or a country, has others for."""
        words = self.words
        if draft.start - 2 < floor or words[draft.start - 1] != "for":
            return False
        others = self.lexicon.person(words[draft.start - 2])
        before = words[max(floor, draft.start - 8) : draft.start - 2]
        if others is None or not any(word[:1].isdigit() for word in before):
            return False
        return not _HAVE.isdisjoint(before) or "there" in before

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

    def _yearly_intake(self, draft: Draft, noun: NounPhrase, floor: int, limit: int) -> bool:
        """ "The academy takes in 200 recruits a year": what a school is like, not what it did."""
        before = self.words[max(floor, draft.start - 8) : draft.start]
        return (
            not _TAKE_IN.isdisjoint(before[-4:])
            and not self.institution.isdisjoint(before)
            and self._rate(noun.end, limit)
        )

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


def _size(draft: Draft) -> int:
    """How many people the draft counts; the upper bound of a range."""
    if draft.range:
        return draft.range[1]
    return draft.total if draft.total is not None else sum(draft.parts.values())
