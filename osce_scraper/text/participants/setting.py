"""When and how often: a count of one event or of several, done or still to come."""

from itertools import pairwise

from osce_scraper.text.participants.draft import Draft
from osce_scraper.text.participants.lexicon import word_set
from osce_scraper.text.participants.tokens import Tokens

#: Activities in the plural: what counts several of them is cumulative.
_SERIES = word_set(
    """
    courses seminars workshops sessions trainings classes events camps lectures talks modules meetings rounds
    tables conferences visits tours briefings exercises schools programmes drills campaigns campaign groups
    academies forums centres webinars editions cycles
    """
)
_ALTOGETHER = word_set("altogether total")
_DONE_TO = word_set("trained taught reached")
_SINGLE = word_set("course workshop seminar class session")
_SEVERAL = word_set(
    "two three four five six seven eight nine ten eleven twelve several many various numerous series"
)
_ONE_OF = word_set("first second third fourth fifth sixth last final latest next part one")
_LENGTHS = word_set("years months decade decades weeks year summer")
_SEASONS = word_set("spring summer autumn winter")
_PERIOD_WORDS = word_set(
    """
    since so to until in over during for throughout passed between
    from quarter by nationwide countrywide across
    altogether now within
    """
)
_TAUGHT = word_set("trained coached taught reached instructed certified")
_PROJECT = word_set("project programme program initiative scheme")
_FURTHER_TOTAL = word_set("bringing brought brings raising raised raises")
#: Without one of these nothing is planned.
_PLANNED = word_set(
    """
    will expected expects planned plans intends aims aim would may can
    could shall requested request asked foreseen
    upcoming intend hopes train teach host gather signed meant designed room envisaged
    """
)
_PLANNED_BEFORE = word_set(
    """
    will would plans requested request asked aims intends expected planned meant room designed foreseen
    expects
    """
)
_MODALS = word_set("will may can shall would could")
_UNDER_WAY = word_set("opened began started launched")
_INFINITIVES = word_set("train teach host gather")
_DONE = word_set("were was attended took completed ,")


class Setting:
    """The clause from token ``start`` to ``end`` (exclusive), as far as it tells when and how often."""

    def __init__(self, tokens: Tokens, start: int, end: int) -> None:
        # The month, so that it is not taken for the verb.
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
        number = max(draft.number - self.start, 0)
        after = draft.after - self.start
        if self.words[after : after + 1] == ["to"] and self.words[after + 2 : after + 3] in (
            ["name"],
            ["credit"],
        ):
            return True
        before = self.words[max(0, number - 6) : number]
        if (
            "to" in before[-3:]
            and not {"total", "number"}.isdisjoint(before)
            and not _FURTHER_TOTAL.isdisjoint(before)
        ):
            # A fifth batch of 22 wardens brought the total to 118 wardens.
            return True
        if self._cumulative is None:
            self._cumulative = self._period()
        return self._cumulative or self._several(number) or self._project(number)

    def names_series(self) -> bool:
        """Whether the clause counts several events: four two-day sessions ended today."""
        return any(
            word in _SERIES and any(_is_several(other) for other in self.words[max(0, index - 5) : index])
            for index, word in enumerate(self.words)
        )

    def planned(self, draft: Draft) -> bool:
        """Whether the people of ``draft`` are still to come."""
        words = self.words
        if self.set.isdisjoint(_PLANNED):
            return False
        number = max(draft.number - self.start, 0)
        before = words[max(0, number - 10) : number]
        after = words[number : number + 14]
        if any(
            # "room for 40 trainees" is planned, "the 30 delegates in the room" are there.
            word in _PLANNED_BEFORE
            and (word != "room" or behind in ("for", "to"))
            and not (word == "planned" and behind in _SERIES)
            for word, behind in zip(before, [*before[1:], ""], strict=False)
        ):
            return True
        if any(first == "to" and second in _INFINITIVES for first, second in pairwise(before[-4:])):
            return True
        for index, word in enumerate(after):
            if word == "could" and after[index + 1 : index + 2] == ["come"]:
                break
            if word in _MODALS:
                return word != "will" or self.set.isdisjoint(_UNDER_WAY)
            if word in ("expected", "envisaged") or (
                word == "signed" and after[index + 1 : index + 2] == ["up"]
            ):
                return True
            if word in _DONE and index > 6:
                break
        return False

    def _period(self) -> bool:
        """Whether a stretch of time is named: since 2019, so far, over the past two years."""
        has = self.set
        if has.isdisjoint(_PERIOD_WORDS):
            return False
        if any(word in _PERIOD_WORDS and self._opens_period(index) for index, word in enumerate(self.words)):
            return True
        everywhere = "nationwide" in has or "countrywide" in has or {"across", "country"} <= has
        if everywhere and not has.isdisjoint(_TAUGHT):
            return True
        if "altogether" in has and not has.isdisjoint(("year's", "year’s", "year")):
            return True
        return {"now", "have", "been"} <= has

    def _opens_period(self, index: int) -> bool:
        word, behind, second, third = (*self.words[index : index + 4], "", "", "")[:4]
        if word == "since":
            # Since 2 September is no period to add up over.
            return behind != "" and (_is_year(behind) or not behind[0].isdigit())
        if (word, behind) in (("so", "far"), ("to", "date"), ("until", "now"), ("passed", "through")):
            return True
        if word in ("over", "during", "in", "for") and behind == "the":
            if second in ("past", "last", "next", "coming"):
                return not self.set.isdisjoint(_LENGTHS)
            return second in ("school", "academic") and third == "year"
        if word == "throughout":
            return _is_year(behind) or second in ("year", "season", "project")
        if word in ("between", "from"):
            return _is_year(behind) and _is_year(third)
        if word in ("in", "over", "within") and second in ("years", "months", "decades"):
            return _is_several(behind)
        if (
            word == "in"
            and _is_year(behind)
            and not _DONE_TO.isdisjoint(self.words[max(0, index - 3) : index])
        ):
            # 140 wardens were trained in 2021
            return True
        if word in ("in", "during") and behind in _SEASONS:
            return not self.set.isdisjoint(_SERIES)
        if word == "quarter":
            return index > 0 and self.words[index - 1] in ("first", "second", "third", "fourth", "last")
        if word == "by" and behind in ("early", "mid", "late"):
            return _is_year(second)
        return word == "by" and (_is_year(behind) or (behind, second, third) == ("the", "end", "of"))

    def _several(self, number: int) -> bool:
        """Whether several events are counted together: six seminars trained 140 paralegals."""
        has = self.set
        of_each = ("each" in has and has.isdisjoint(_ALTOGETHER)) or "both" in has
        if of_each or has.isdisjoint(_SERIES):
            return False
        if self._one_of_a_series():
            return False
        for index, word in enumerate(self.words):
            if word in _SERIES and (
                self._series_before(index, number) if index < number else self._series_behind(index, number)
            ):
                return True
        return False

    def _one_of_a_series(self) -> bool:
        """Whether only one event of a series is told of: the first in a series of seminars."""
        if "series" not in self.set:
            return False
        place = self.words.index("series")
        return not _ONE_OF.isdisjoint(self.words[max(0, place - 6) : place])

    def _series_before(self, index: int, number: int) -> bool:
        words = self.words
        before = words[max(0, index - 5) : index]
        gap = words[index + 1 : number]
        parallel = ("the" in before[-2:] and "two" in before) or (
            # Two courses, one for 19 officers and one for ten guards.
            "one" in gap or (not _SINGLE.isdisjoint(gap) and not {"a", "an"}.isdisjoint(gap))
        )
        topic = before[-1:] in (["of"], ["in"], ["to"], ["at"]) or "on" in before[-3:]
        going_on = "go" in gap or gap[:1] == ["is"]
        stationary = words[index] == "groups" and "mobile" not in before
        return not (parallel or topic or going_on or stationary)

    def _series_behind(self, index: int, number: int) -> bool:
        words = self.words
        summed = not self.set.isdisjoint(_ALTOGETHER)
        if words[index - 1] in ("in", "during", "through") and words[index] not in ("groups", "camps"):
            return True
        return index - number < 26 and any(
            words[place] == "series"
            or (
                _is_several(words[place])
                and (summed or words[place - 1] in ("in", "at", "during", "through", "over"))
            )
            for place in range(max(1, index - 4), index)
        )

    def _project(self, number: int) -> bool:
        """Whether a project's people are counted: 33 guards were trained within the project."""
        behind = self.words[number:]
        for index, word in enumerate(behind):
            if word in _FURTHER_TOTAL:
                return False
            if word in ("within", "under", "through") and not _PROJECT.isdisjoint(
                behind[index + 2 : index + 3]
            ):
                return not _TAUGHT.isdisjoint(behind[:index])
        return False


def _is_year(word: str) -> bool:
    return len(word) == 4 and word.isascii() and word.isdigit() and 1900 <= int(word) <= 2100


def _is_several(word: str) -> bool:
    return word in _SEVERAL or (word.isascii() and word.isdigit() and len(word) < 3 and int(word) > 1)
