"""Counts of people who took part, in every language that has a file of words: one code, words as data.

A number followed by a noun for people is a count. It is a group of participants when the cues of its sentence
add up: words for taking part or being trained, the title of the item, a split by sex. Numbers of women and
men near it, in brackets, after "of whom", or summing to it, are its split.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import pairwise
from typing import Final, NamedTuple

from osce_scraper.lang.calendar import calendar_words
from osce_scraper.lang.document import Doc, part_with
from osce_scraper.lang.language import is_cyrillic, load_pack
from osce_scraper.lang.numerals import number_words, read_number
from osce_scraper.lang.words import Words
from osce_scraper.records import ParticipantGroup, Qualifier, Scope

_SEXES: Final = ("women", "men", "girls", "boys")
_LONGEST_PHRASE: Final = 4  # words between a number and its noun
_ACCEPTED: Final = 2
_CLAUSE_ENDS: Final = frozenset([".", ",", ";", ")", "!", "?", "։", "\n", ":"])
_BEFORE: Final = 30  # words of the sentence before
_LONGEST_NUMBER: Final = 12  # words
_NEAR: Final = 8  # words before a count that say who is counted
#: Years and amounts of things are not counts; a count of one is a person, not a group.
_SMALLEST: Final = 2
_YEARS: Final = range(1900, 2101)


@dataclass(slots=True)
class _Count:
    """A number of people while its sentence is read; ``start`` to ``end`` are tokens."""

    start: int
    end: int
    value: int
    sentence: int
    noun: int = -1
    sex: str | None = None
    role: bool = False
    percent: bool = False
    high: int | None = None
    qualifier: Qualifier = Qualifier.EXACT
    after: int = 0
    before: int = 0
    parts: dict[str, int] = field(default_factory=dict)
    women_percent: float | None = None
    why: list[str] = field(default_factory=list)
    used: bool = False


class Found(NamedTuple):
    """A group of participants with the cues that decided."""

    group: ParticipantGroup
    why: tuple[str, ...]


def covers_counts(language: str) -> bool:
    """Whether counts of people are found in ``language``, an ISO 639-1 code."""
    pack = load_pack(language)
    return pack is not None and pack.counts is not None


@lru_cache(maxsize=32)
def _months(language: str) -> dict[str, int]:
    return calendar_words(language).months


@lru_cache(maxsize=32)
def _several(language: str) -> frozenset[str]:
    """The words of numbers above one."""
    return frozenset(word for word, value in number_words(language).items() if value >= _SMALLEST)


def find_counts(paragraphs: Sequence[str], language: str, *, title: str | None = None) -> list[Found]:
    """The groups of participants that ``paragraphs`` state, in their order, each count once.

    ``title`` is evidence: what the item says it reports. Offsets are into the paragraph. Raises nothing.
    """
    pack = load_pack(language, any(is_cyrillic(paragraph) for paragraph in paragraphs[:2]))
    words = pack.counts if pack else None
    if words is None:
        return []
    found: list[Found] = []
    for index, paragraph in enumerate(paragraphs):
        part = part_with(paragraph, _several(language))
        if part is not None:
            found.extend(_Paragraph(paragraph, index, part, language, words, title or "").read())
    return _once(found)


class _Paragraph:
    """Reads the counts of one paragraph."""

    def __init__(
        self, text: str, index: int, part: tuple[int, int], language: str, words: Words, title: str
    ) -> None:
        self.text = text
        self.index = index
        self.words = words
        self.numbers = number_words(language)
        self.months = _months(language)
        self.doc = Doc(text, abbreviations=words["abbreviations"], months=self.months, part=part)
        self.lowers = self.doc.words
        self._cues: dict[tuple[str, int, int], list[str]] = {}
        self.title_cues = 1 if any(word in words["takes_part"] for word in title.lower().split()) else 0

    def read(self) -> Iterator[Found]:
        """The groups of participants of the paragraph."""
        earlier: list[_Count] = []
        read: list[tuple[_Count, int, int]] = []
        for number, (start, end) in enumerate(self.doc.sentences):
            counts = list(self._counts(start, end, number))
            if not counts:
                continue
            self._split(counts, earlier, start, end)
            read += [(count, start, end) for count in counts]
            earlier = [count for count in counts if count.role and not count.percent]
        # A later sentence can give a count its split: "38 officers. Among them five women."
        for count, start, end in read:
            if not count.used and (count.role or count.sex) and not count.percent:
                group = self._group(count, start, end)
                if group is not None:
                    yield group

    # Numbers and what they count

    def _counts(self, start: int, end: int, sentence: int) -> Iterator[_Count]:
        done = start
        numbers, lowers = self.numbers, self.lowers
        for at in range(start, end):
            word = lowers[at]
            if at < done or not (word in numbers or word[0].isdigit()):
                continue
            read = read_number(lowers[at : min(at + _LONGEST_NUMBER, end)], 0, numbers)
            if read is None or self._is_part_of_a_word(at):
                continue
            value, after = read[0], at + read[1]
            count = _Count(at, after, value, sentence, after=after, before=at)
            high = self._range(after, end)
            if high is not None:
                count.high, count.after = high
                count.end = count.after
            per_cent = self.words["percent"].phrase_length(self.lowers, count.after)
            if per_cent:
                count.percent = True
                count.after += per_cent
                count.end = count.after
            if not self._is_date(count, end):
                self._qualify(count, start)
                self._noun(count, end)
                yield count
            done = max(count.after, after)

    def _is_part_of_a_word(self, at: int) -> bool:
        """Whether a number belongs to a name or an amount: `5/2020`, `№ 5`, `10:30`, `€ 20`."""
        before = self.lowers[at - 1] if at else ""
        return before in {"№", "#", "€", "$", "£", "§"} or (
            before in {"/", ":", ".", "-", "–"} and self.doc.glued(at)
        )

    def _range(self, after: int, end: int) -> tuple[int, int] | None:
        if after + 1 < end and self.lowers[after] in {"-", "–", "—"} and self.lowers[after + 1].isdigit():
            return int(self.lowers[after + 1][:7]), after + 2
        return None

    def _is_date(self, count: _Count, end: int) -> bool:
        following = self.lowers[count.after : min(count.after + 2, end)]
        if following and (following[0] in self.months or following[0] in self.words["years"]):
            return True
        if len(following) == 2 and following[0] == "." and following[1] in self.months:
            return True
        if following[:1] and following[0] in {"/", ":"}:
            return True
        before = self.lowers[count.start - 1] if count.start else ""
        is_year = count.value in _YEARS and count.end - count.start == 1
        return (is_year and len(self.lowers[count.start]) >= 4) or before in self.months

    def _qualify(self, count: _Count, start: int) -> None:
        for name, qualifier in (
            ("approximate", Qualifier.APPROXIMATE),
            ("at_least", Qualifier.AT_LEAST),
            ("at_most", Qualifier.AT_MOST),
        ):
            length = self.words[name].phrase_before(self.lowers, count.start, start)
            if length:
                count.qualifier = qualifier
                count.before = count.start - length
                return

    def _noun(self, count: _Count, end: int) -> None:
        """The noun for people after the number, over at most a few qualifying words."""
        at, passed = count.after, 0
        words = self.words
        if at < end and self.lowers[at] in words["of"]:
            at += 1
        while at < end and passed <= _LONGEST_PHRASE:
            word = self.lowers[at]
            if not word[0].isalpha() and word not in {"-", "“", "„", '"'}:
                break
            sex = next((name for name in _SEXES if word in words[name]), None)
            if sex is not None and passed <= 2:
                count.noun, count.sex, count.end = at, sex, at + 1
                self._after_sex(count, at, end)
                return
            if word in words["counters"]:
                # `30 nafar jurnalist`: the noun after the counting word says who they are.
                count.noun, count.role, count.end = at, True, at + 1
                at += 1
                continue
            if self._is_person(word):
                count.noun, count.role, count.end = at, True, at + 1
                self._after_role(count, at, end)
                return
            if word in words["stops"] or word in self.numbers:
                break
            passed += 1
            at += 1
        if count.noun < 0:
            self._number_of(count)
        if count.noun < 0:
            self._noun_before(count)

    def _is_person(self, word: str) -> bool:
        people = self.words["people"]
        return word in people or ("-" in word and word.partition("-")[0] in people)

    def _after_sex(self, count: _Count, at: int, end: int) -> None:
        """`25 women officers` is a count of people of one sex; `25 women and men` says neither."""
        following = self.lowers[at + 1 : min(at + 3, end)]
        if len(following) == 2 and following[0] in self.words["and"]:
            other = next((name for name in _SEXES if following[1] in self.words[name]), None)
            if other is not None and other != count.sex:
                count.sex, count.role, count.end = None, True, at + 3
                return
        if following and following[0] in self.words["people"]:
            count.role, count.end = True, at + 2

    def _after_role(self, count: _Count, at: int, end: int) -> None:
        word = self.lowers[at]
        following = self.lowers[at + 1 : min(at + 3, end)]
        joined = (
            len(following) == 2 and following[0] in self.words["and"] and following[1] in self.words["people"]
        )
        if word in self.words["feminine"] and not joined:
            count.sex = "women"
        elif following and not joined and following[0] in self.words["feminine"]:
            count.sex, count.end = "women", at + 2  # the first word was an adjective
        elif following and following[0] in self.words["women"]:
            # "40 nafar tadbirkor ayol": the sex follows the noun.
            count.sex, count.end = "women", at + 2
        elif joined and following[1] in self.words["feminine"]:
            count.end = at + 3

    def _number_of(self, count: _Count) -> None:
        """`the number of participants reached 25`, `participants: 25`."""
        lowest = max(0, count.before - 6)
        noun = -1
        for at in range(count.before - 1, lowest - 1, -1):
            word = self.lowers[at]
            if word in self.words["number_of"] and noun >= 0:
                count.noun, count.role, count.before = noun, True, noun
                return
            if word in self.numbers or word[0].isdigit():
                return
            if noun < 0 and self._is_person(word):
                noun = at

    def _noun_before(self, count: _Count) -> None:
        """`participants: 25`, `there were 120 of the delegates`: the noun before a number that has none."""
        words, at = self.words, count.before - 1
        for _ in range(_LONGEST_PHRASE):
            if at < 0:
                return
            word = self.lowers[at]
            if word not in words["links"] and word not in {":", "(", "–", "—", "-"}:
                break
            at -= 1
        apart = at < count.before - 1
        if apart and self._is_person(word) and self._ends_clause(count.after):
            count.noun, count.role, count.before = at, True, at

    def _ends_clause(self, at: int) -> bool:
        return at >= len(self.lowers) or self.lowers[at] in _CLAUSE_ENDS

    def _elided(self, counts: list[_Count]) -> None:
        """`20 officers from Ukraine, 10 from Moldova`: a number before the word that follows the noun."""
        for one, other in pairwise(counts):
            following = self.lowers[one.end : one.end + 1]
            if (
                one.role
                and other.noun < 0
                and other.sex is None
                and not other.percent
                and one.sentence == other.sentence
                and following
                and following == self.lowers[other.after : other.after + 1]
                and following[0] in self.words["stops"]
                and not self._of_whom(other, one.end)
            ):
                other.noun, other.role, other.end = one.noun, True, other.after

    # Splits by sex

    def _split(self, counts: list[_Count], earlier: list[_Count], start: int, end: int) -> None:
        """Give every number of women or men in the sentence to the count whose part it is."""
        for count in counts:
            if count.sex is None and not count.role:
                count.sex = self._sex_beside(count, end)
        self._elided(counts)
        wholes = [count for count in counts if count.role and count.sex is None and not count.percent]
        for position, part in enumerate(counts):
            if part.sex is None:
                continue
            if part.role and not (self._of_whom(part, start) or self._is_bracketed(part)):
                continue  # "25 women officers" is a group of its own
            whole = self._whole_of(part, wholes, counts[:position], earlier, start)
            if whole is None:
                continue
            if part.percent:
                if part.sex in ("women", "girls"):
                    whole.women_percent = float(part.value)
            else:
                whole.parts[part.sex] = part.value
            part.used = True
            if whole.sentence == part.sentence:
                whole.end = max(whole.end, part.end)
        self._pairs(counts, wholes)
        for whole in wholes:
            self._all_of_one_sex(whole, end)

    def _sex_beside(self, count: _Count, end: int) -> str | None:
        """The sex that a number names after "of them", a verb, or a letter: `10 of them are women`, `F 8`."""
        words = self.words
        at = count.after
        for _ in range(6):
            if at >= end:
                break
            phrase = words["of_whom"].phrase_length(self.lowers, at)
            if phrase:
                at += phrase
                continue
            word = self.lowers[at]
            sex = next(
                (name for name in _SEXES if word in words[name] or word in words[f"{name}_letters"]), None
            )
            if sex is not None:
                count.end = at + 1
                return sex
            if word not in words["links"] and word not in {"–", "—", "-", "(", "՝"}:
                break
            at += 1
        before = self.lowers[count.start - 1] if count.start else ""
        at = count.start - 1
        if self._ends_clause(count.after):
            while at > 0 and (before in {":", "-", "–", "—", "="} or before in words["links"]):
                at -= 1
                phrase = words["of_whom"].phrase_before(self.lowers, at + 1, 0)
                at -= phrase
                before = self.lowers[at] if at >= 0 else ""
        elif before in {":", "-", "–", "="} and count.start > 1:
            before = self.lowers[count.start - 2]
        return next(
            (name for name in _SEXES if before in words[name] or before in words[f"{name}_letters"]), None
        )

    def _of_whom(self, part: _Count, start: int) -> bool:
        """Whether a phrase such as "of whom" or "including" leads to the number or follows it."""
        lead = self.lowers[max(start, part.before - 7) : part.before]
        near = self.lowers[part.start : part.end]
        return self._has_phrase(lead) or self._has_phrase(near)

    def _has_phrase(self, window: Sequence[str]) -> bool:
        of_whom = self.words["of_whom"]
        return any(of_whom.phrase_length(window, at) for at in range(len(window)))

    def _is_bracketed(self, part: _Count) -> bool:
        before = self.lowers[max(0, part.before - 12) : part.before]
        return "(" in before and ")" not in before[before.index("(") :]

    def _whole_of(
        self, part: _Count, wholes: list[_Count], before: list[_Count], earlier: list[_Count], start: int
    ) -> _Count | None:
        """The count that ``part`` is a part of, or None when it stands for itself."""
        dash = self.lowers[part.before - 1 : part.before] in (["–"], ["—"], [":"])
        linked = self._is_bracketed(part) or self._of_whom(part, start) or dash or self._inverted(part)
        chained = any(other.used and other.sex for other in before[-1:])
        if not (linked or chained or part.percent):
            return None
        size = 0 if part.percent else part.value
        for whole in reversed([whole for whole in wholes if whole.start < part.start]):
            if size <= whole.value:
                return whole
        if linked or part.percent:
            for whole in reversed(earlier):
                if size <= whole.value and part.start - start < 8:
                    return whole
            for whole in wholes:
                if whole.start > part.start and size <= whole.value and linked:
                    return whole
        return None

    def _inverted(self, part: _Count) -> bool:
        """Whether the sex precedes the number of a part that ends its clause: `of women there were eight`."""
        return self._ends_clause(part.after) and part.end == part.after and part.sex is not None

    def _pairs(self, counts: list[_Count], wholes: list[_Count]) -> None:
        """Two numbers of women and men: the split of the count they add up to, or a group of their own."""
        free = [count for count in counts if count.sex is not None and not count.used and not count.percent]
        for one, other in pairwise(free):
            if one.sex == other.sex or one.used or other.used or other.start - one.end > 4:
                continue
            total = one.value + other.value
            bare = [count for count in counts if count.sex is None and not count.percent]
            whole = next(
                (count for count in (*wholes, *bare) if count.value == total and not count.parts), None
            )
            if whole is not None:
                whole.role = True
                whole.parts = {str(one.sex): one.value, str(other.sex): other.value}
                whole.end = max(whole.end, other.end) if whole.start < one.start else whole.end
                one.used = other.used = True
            else:
                one.parts = {str(one.sex): one.value, str(other.sex): other.value}
                one.sex, one.role, one.high = None, True, None
                one.value, one.end = one.value + other.value, other.end
                one.why.append("sum")
                other.used = True

    def _all_of_one_sex(self, whole: _Count, end: int) -> None:
        """`20 officers, all of them women`."""
        window = self.lowers[whole.end : min(whole.end + 6, end)]
        for at, word in enumerate(window[:-1]):
            if word in self.words["all"]:
                for following in window[at + 1 : at + 4]:
                    sex = next((name for name in _SEXES if following in self.words[name]), None)
                    if sex is not None and not whole.parts:
                        whole.parts[sex] = whole.value
                        return

    # Which counts are participants

    def _group(self, count: _Count, start: int, end: int) -> Found | None:
        if count.value < _SMALLEST and not count.parts:
            return None
        score, why = self._score(count, start, end)
        if score < _ACCEPTED:
            return None
        begin = self.doc.starts[count.before]
        stop = self.doc.ends[max(count.end, count.after) - 1]
        if self.text[begin:stop].count("(") > self.text[begin:stop].count(")"):
            closing = self.text.find(")", stop, stop + 2)
            stop = closing + 1 if closing >= 0 else stop
        parts = dict(count.parts)
        summed = "sum" in count.why
        if count.sex is not None and not parts:
            parts[count.sex] = count.value
        total = None if count.high is not None else count.value
        group = ParticipantGroup(
            evidence=self.text[begin:stop],
            paragraph=self.index,
            start=begin,
            end=stop,
            total=total,
            women=parts.get("women"),
            men=parts.get("men"),
            girls=parts.get("girls"),
            boys=parts.get("boys"),
            women_percent=count.women_percent,
            range=(count.value, count.high) if count.high is not None else None,
            qualifier=Qualifier.APPROXIMATE if count.high is not None else count.qualifier,
            scope=Scope.CUMULATIVE if self._cue("cumulative", start, end) else Scope.EVENT,
            planned=bool(self._cue("planned", start, end)),
            who=self.doc.written(count.noun) if count.noun >= 0 else None,
            total_is_sum=summed,
        )
        return Found(group, tuple(why))

    def _cue(self, name: str, start: int, end: int) -> list[str]:
        """The words between two tokens at which an entry of a class begins."""
        key = name, start, end
        found = self._cues.get(key)
        if found is None:
            words, lowers = self.words[name], self.lowers
            found = [lowers[at] for at in range(start, end) if words.phrase_length(lowers, at)]
            self._cues[key] = found
        return found

    def _score(self, count: _Count, start: int, end: int) -> tuple[int, list[str]]:
        """How much speaks for people who took part; each cue adds or takes away."""
        words = self.words
        noun = self.lowers[count.noun] if count.noun >= 0 else ""
        lead = self.lowers[max(start, count.before - 2) : count.before]
        near = self.lowers[max(start, count.before - _NEAR) : count.end]
        named = next((word for word in reversed(near) if word in words["participants"]), "")
        cues = self._cue("takes_part", start, end)
        # Without a word for taking part, what the sentence before says holds on: "12 died. 30 women ...".
        against = self._cue("other", start if cues else max(0, start - _BEFORE), end)
        weights = (
            (2, f"noun.participant: {named}", bool(named)),
            (2, f"cue.takes_part: {cues[0] if cues else ''}", bool(cues)),
            (1, "cue.for", any(word in words["for"] for word in lead)),
            (1, "split", bool(count.parts)),
            (1, "women and men", "sum" in count.why),
            (1, "title", self.title_cues > 0),
            (-3, f"cue.other: {against[0] if against else ''}", bool(against)),
            (-4, f"noun.never: {noun}", noun in words["never"] or self._of_never(count, start)),
        )
        score = sum(weight for weight, _, holds in weights if holds)
        why = [*count.why, *(cue for _, cue, holds in weights if holds)]
        return score, why

    def _of_never(self, count: _Count, start: int) -> bool:
        """Whether a count is part of people who never take part: `1,200 refugees, including 400 children`."""
        before = self.lowers[max(start, count.before - _NEAR) : count.before]
        return self._of_whom(count, start) and any(word in self.words["never"] for word in before)


def _once(found: list[Found]) -> list[Found]:
    """``found`` with each count once: the same numbers told again, or told with less, are the same group."""
    kept: list[Found] = []
    for each in found:
        group = each.group
        for position, other in enumerate(kept):
            same = group.total is not None and group.total == other.group.total
            agree = all(
                None in (getattr(group, sex), getattr(other.group, sex))
                or getattr(group, sex) == getattr(other.group, sex)
                for sex in _SEXES
            )
            if same and agree and group.paragraph != other.group.paragraph:
                if _said(group) > _said(other.group):
                    kept[position] = each
                break
        else:
            kept.append(each)
    return kept


def _said(group: ParticipantGroup) -> int:
    return sum(getattr(group, sex) is not None for sex in _SEXES)
