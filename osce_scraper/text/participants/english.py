"""Reads English text: from numbers to groups of people who took part."""

from bisect import bisect_left
from itertools import pairwise

from osce_scraper.records import Qualifier
from osce_scraper.text.participants.draft import Draft, Mention, NounPhrase, Part
from osce_scraper.text.participants.frames import (
    Frames,
    Governor,
    Setting,
    qualifier_before,
    qualifier_behind,
)
from osce_scraper.text.participants.lexicon import Kind, english
from osce_scraper.text.participants.mentions import read_mentions
from osce_scraper.text.participants.nouns import noun_phrase, singular_sex
from osce_scraper.text.participants.splits import attach, cluster
from osce_scraper.text.participants.tokens import Tokens

_THEM = frozenset({"whom", "them", "which", "these", "those", "whose"})
_BE = frozenset({"were", "are", "was", "is", "being"})
_DETERMINERS = frozenset(
    {"the", "its", "these", "those", "all", "our", "their", "this", "some", "your", "my"}
)
_YOUNG = frozenset({"young", "adult", "elderly", "all", "a", "also", "mostly"})
_PLACES = frozenset({"places", "seats", "spots", "slots"})
_MADE_UP = frozenset(
    "up for were are was is made accounted accounting constituted constitute comprised comprise numbered represented "
    "represent formed form make".split()
)
_INTRODUCES_SUBSET = frozenset({"including", "include", "includes", "included"})
_ATTENDED = frozenset(
    """took attended participated joined came graduated enrolled completed followed trained received gathered passed
    were have had attend join participate registered turned watched visited attending joining""".split()
)
_OF_A_LIST = frozenset({"from", "of", "in", "at", "with", "representing", "men", "women"})
_NUMBER_OF = frozenset({"number", "total"})
_REACHES = frozenset(
    "to at is was stands stood reached reaches exceeds exceeded risen rose grown grew reach totals totalled".split()
)
_MONITORS = ("smm", "ceasefire", "hryvnia")


def read_english(tokens: Tokens) -> list[Draft]:
    """The counts of people who took part in an English text, in its order."""
    drafts = [draft for draft in EnglishReader(tokens).read() if draft.accepted]
    for draft in drafts:
        if draft.noun:
            draft.who = tokens.between(draft.noun.start, draft.noun.end)
    return drafts


def _subsets_by_sum(drafts: list[Draft]) -> None:
    """Marks the counts that add up to the one before them: 22 officers, ten Afghan and twelve Tajik."""
    for place, draft in enumerate(drafts):
        rest = drafts[place + 1 :]
        if draft.total is None or len(rest) < 2 or (draft.total < 10 and not rest[0].elided):
            continue
        total = 0
        for count, other in enumerate(rest, start=1):
            total += other.total or 0
            if total == draft.total and count > 1:
                for part in rest[:count]:
                    part.subset = True
                break


def behind_of_them(words: list[str], index: int) -> bool:
    """Whether "of them" stands at token ``index``."""
    return words[index : index + 2] == ["of", "them"]


class EnglishReader:
    """Reads one text. ``drafts`` holds every count it understood, the rejected ones too."""

    def __init__(self, tokens: Tokens) -> None:
        self.tokens = tokens
        self.words = tokens.words
        self.lexicon = english()
        self.frames = Frames(self.tokens, self.lexicon)
        self.drafts: list[Draft] = []
        #: First token of the sentence before.
        self.previous = 0
        #: Tokens that name a sex.
        self.sexed: list[int] = []
        self._nouns: dict[tuple[int, int], NounPhrase | None] = {}
        self._settings: dict[tuple[int, int], Setting] = {}

    def read(self) -> list[Draft]:
        """The drafts in the order of the text."""
        mentions = read_mentions(self.tokens)
        if not mentions:
            return []
        sex_words = self.lexicon.sex_words
        self.sexed = [index for index, word in enumerate(self.words) if word in sex_words]
        position = 0
        for number, (start, end) in enumerate(self.tokens.sentences()):
            inside = []
            while position < len(mentions) and mentions[position].start < end:
                if mentions[position].start >= start:
                    inside.append(mentions[position])
                position += 1
            if inside:
                self._sentence(number, start, end, inside)
            self.previous = start
            if position >= len(mentions):
                break
        return self.drafts

    # -- one sentence --------------------------------------------------------------------------------

    def _sentence(self, sentence: int, start: int, end: int, mentions: list[Mention]) -> None:
        parts: list[Part] = []
        drafts: list[Draft] = []
        consumed = -1
        place = bisect_left(self.sexed, start)
        sexed = place < len(self.sexed) and self.sexed[place] < end
        pair = self._pair(sentence, mentions, start) if sexed else None
        if pair:
            parts.extend(pair)
            mentions = [mention for mention in mentions if mention.start >= pair[-1].end]
        for position, mention in enumerate(mentions):
            following = mentions[position + 1] if position + 1 < len(mentions) else None
            part = None
            if sexed and mention.start != consumed:
                part = self._part(sentence, mention, following, start, end)
            if part:
                parts.append(part)
                if part.target is not None and following:
                    consumed = following.start
                again = self._as_many(part, end)
                if again:
                    parts.append(again)
                continue
            if mention.shape in ("percent", "share"):
                continue
            if mention.start == consumed and self._phrase(mention.end, end) is None:
                continue
            draft = self._count(sentence, mention, following, drafts, start, end)
            if draft:
                drafts.append(draft)
        for draft in drafts:
            if draft.accepted or draft.noun:
                self._settle(draft, start, end)
        _subsets_by_sum(drafts)
        attach(
            self.tokens,
            self.lexicon,
            self.frames,
            sentence,
            start,
            end,
            drafts,
            cluster(self.tokens, parts),
            self.drafts,
        )
        drafts.sort(key=lambda draft: draft.start)
        self.drafts.extend(drafts)

    def _phrase(self, start: int, limit: int) -> NounPhrase | None:
        """``noun_phrase``, each read once."""
        key = (start, limit)
        if key not in self._nouns:
            self._nouns[key] = noun_phrase(self.tokens, self.lexicon, start, limit)
        return self._nouns[key]

    def _settle(self, draft: Draft, start: int, end: int) -> None:
        clause_start, clause_end = self.clause(draft.number, start, end)
        setting = self._settings.get((clause_start, clause_end))
        if setting is None:
            setting = self._settings[clause_start, clause_end] = Setting(
                self.tokens, clause_start, clause_end
            )
        if not draft.cumulative:
            draft.cumulative = setting.cumulative(draft)
        if not draft.cumulative and start and "them" in self.words[draft.after : draft.after + 4]:
            # Four sessions ended today. 86 rescue workers attended them.
            before = Setting(self.tokens, self.previous, start)
            draft.cumulative = before.names_series()
        if not draft.planned:
            draft.planned = setting.planned(draft)

    def clause(self, index: int, start: int, end: int) -> tuple[int, int]:
        """The part of the sentence between semicolons that holds token ``index``."""
        words = self.words
        first = last = index
        while first > start and words[first - 1] != ";":
            first -= 1
        while last < end and words[last] != ";":
            last += 1
        return first, last

    # -- parts by sex --------------------------------------------------------------------------------

    def _part(
        self, sentence: int, mention: Mention, following: Mention | None, start: int, end: int
    ) -> Part | None:
        words, sex_of = self.words, self.lexicon.sex
        percent = mention.share if mention.shape in ("percent", "share") else None
        value = None if percent is not None else mention.value
        if mention.shape not in ("count", "percent", "share"):
            return None
        qualifier, begin, _ = qualifier_before(words, mention.start, start)

        def part(sex: str, until: int, **more: object) -> Part | None:
            if percent is not None and sex != "women":
                return None
            return Part(
                begin, until, sentence, sex, value, percent, qualifier=qualifier, number=mention.start, **more
            )  # type: ignore[arg-type]

        index = mention.end
        if index >= end:
            return self._reversed(mention, part, start, index)
        word = words[index]
        anaphoric = False
        if word == "of" and index + 1 < end:
            behind = words[index + 1]
            if behind in _THEM or (
                behind in ("the", "all")
                and index + 2 < end
                and words[index + 2] in ("participants", "attendees", "trainees", "group", "total")
            ):
                index += 2 if behind in _THEM else 3
                anaphoric = True
            elif behind in _DETERMINERS or (following and following.start == index + 1):
                found = self._of_the(mention, following, index + 1, end, part)
                return found or self._reversed(mention, part, start, index)
            else:
                return None
        while index < end and (words[index] in _BE or words[index] in ("–", "—", "-") and anaphoric):
            index += 1
            anaphoric = True
        while index < end and words[index] in _YOUNG and words[index] != "all":
            index += 1
        if index >= end:
            return None
        word = words[index]
        if word in sex_of and (len(word) > 1 or self._letter(mention, index, end)):
            if not (anaphoric and index + 1 < end and self._joined_sex(index + 1, end)):
                noun = None
                if not anaphoric or True:
                    noun = self._phrase(index, end)
                if noun and noun.mixed:
                    return None
                if noun and noun.head != index and noun.sex is None:
                    return None
                until = noun.end if noun and noun.sex else index + 1
                if noun and noun.kind is Kind.SEXED and noun.head == index:
                    until = noun.head + 1
                adjective = noun is None and word in ("female", "male")
                return part(
                    sex_of[word] if not noun or not noun.sex else noun.sex,
                    until,
                    anaphoric=anaphoric,
                    noun=noun,
                    weak=adjective,
                )
        if anaphoric:
            return self._reversed(mention, part, start, index)
        if value == 1:
            named_sex = singular_sex(self.tokens, mention.end, end)
            if named_sex:
                return part(named_sex[0], named_sex[1])
        if word in _PLACES:
            for further in range(index, min(index + 6, end - 1)):
                if words[further] == "for" and words[further + 1] in sex_of:
                    return part(sex_of[words[further + 1]], further + 2, anaphoric=True)
        reverse = self._reversed(mention, part, start, index)
        if reverse:
            return reverse
        if percent is None:
            noun = self._phrase(mention.end, end)
            if noun and noun.sex and not noun.mixed:
                return part(noun.sex, noun.end if noun.kind is not Kind.SEXED else noun.head + 1, noun=noun)
        return None

    def _pair(self, sentence: int, mentions: list[Mention], start: int) -> list[Part]:
        """Two numbers behind two sexes: "women and men numbered 14 and 19", "women outnumbered men by 17 to 9"."""
        words, sex_of = self.words, self.lexicon.sex
        if len(mentions) < 2:
            return []
        for first, second in pairwise(mentions):
            if first.shape != "count" or second.start - first.end != 1:
                continue
            verb = first.start - 1
            if verb - 3 < start:
                continue
            if words[verb] == "by" and words[verb - 2] == "outnumbered":
                sexes = (words[verb - 3], words[verb - 1])
            elif words[verb] in ("numbered", "were", "totalled") and words[verb - 2] == "and":
                sexes = (words[verb - 3], words[verb - 1])
            else:
                continue
            if sexes[0] in sex_of and sexes[1] in sex_of:
                return [
                    Part(verb - 3, first.end, sentence, sex_of[sexes[0]], first.value, number=first.start),
                    Part(
                        second.start,
                        second.end,
                        sentence,
                        sex_of[sexes[1]],
                        second.value,
                        number=second.start,
                    ),
                ]
        return []

    def _letter(self, mention: Mention, index: int, end: int) -> bool:
        """Whether a single letter stands for a sex: (4f/14m), (8 F, 17 M)."""
        words = self.words
        behind = words[index + 1] if index + 1 < end else ""
        before = words[mention.start - 1] if mention.start else ""
        return behind in (")", "/", ",", ";", "and", "+", "") and before in (
            "(",
            "/",
            ",",
            ";",
            "and",
            "+",
            "[",
        )

    def _joined_sex(self, index: int, end: int) -> bool:
        """Whether "and men" follows, so that one number stands for both."""
        words = self.words
        return words[index] in ("and", "or") and index + 1 < end and words[index + 1] in self.lexicon.sex

    def _of_the(self, mention, following, index, end, part):  # type: ignore[no-untyped-def]
        """ "Nine of the 40 participants ... were women", "eleven of the judges were women"."""
        words, sex_of = self.words, self.lexicon.sex
        target = None
        probe = index
        if (
            following
            and following.start <= index + 3
            and following.shape == "count"
            and following.start >= index
        ):
            target = following.value
            probe = following.end
        for further in range(probe, min(end - 1, probe + 24)):
            if words[further] == ";":
                break
            if words[further] in _BE:
                behind = further + 1
                while behind < end and words[behind] in _YOUNG:
                    behind += 1
                if behind < end and words[behind] in sex_of:
                    if self._joined_sex(behind + 1, end) if behind + 1 < end else False:
                        return None
                    return part(sex_of[words[behind]], behind + 1, anaphoric=True, target=target)
                if target is None:
                    break
        return None

    def _reversed(self, mention, part, start, index):  # type: ignore[no-untyped-def]
        """ "women: 41", "women made up 45 per cent of the 60 participants", "women numbered 14"."""
        words, sex_of = self.words, self.lexicon.sex
        before = mention.start - 1
        if before <= start:
            return None
        behind = words[mention.end : mention.end + 1]
        if (
            words[before] in (":", "=")
            and words[before - 1] in sex_of
            and not (behind and behind[0][0].isalpha() and behind[0] not in sex_of)
        ):
            made = part(sex_of[words[before - 1]], mention.end)
            if made:
                made.start = before - 1
            return made
        if (
            words[before] == "("
            and behind == [")"]
            and mention.shape == "percent"
            and words[before - 1] in sex_of
        ):
            # 28 women (40 per cent)
            return part(sex_of[words[before - 1]], mention.end + 1)
        probe = part("women", mention.end)
        before = (probe.start if probe else mention.start) - 1
        seen = False
        if words[before] in _BE and mention.shape == "count":
            for further in range(before - 1, max(start, before - 12), -1):
                if words[further - 1 : further + 1] == ["number", "of"] and words[further + 1] in sex_of:
                    return part(sex_of[words[further + 1]], mention.end, anaphoric=True)
        for further in range(before, max(start - 1, before - 4), -1):
            word = words[further]
            if word in _MADE_UP:
                seen = True
            elif seen and word in sex_of:
                if further > start and words[further - 1] in (
                    "of",
                    "for",
                    "by",
                    "and",
                    "between",
                    "against",
                    "among",
                ):
                    return None
                target = None
                if words[mention.end : mention.end + 1] == ["of"]:
                    target = self._target(mention.end + 1)
                elif mention.shape != "percent" and words[further + 1] in ("were", "are", "was"):
                    return None
                made = part(sex_of[word], mention.end, anaphoric=True, target=target)
                if made:
                    made.start = further
                return made
            else:
                break
        return None

    def _target(self, index: int) -> int | None:
        """The number behind "of the": women made up 45 per cent of the 60 participants."""
        from osce_scraper.text.numbers import digits_value, english_number

        words = self.words
        while index < len(words) and words[index] in _DETERMINERS:
            index += 1
        if index >= len(words):
            return None
        if words[index][0].isdigit():
            return digits_value(words[index])
        read = english_number(words, index)
        return read[0] if read else None

    def _as_many(self, part: Part, end: int) -> Part | None:
        """ "and as many men", "and the same number of men"."""
        words = self.words
        window = words[part.end : min(part.end + 7, end)]
        for length, phrase in (
            (2, ["as", "many"]),
            (4, ["the", "same", "number", "of"]),
            (4, ["an", "equal", "number", "of"]),
        ):
            if window[1 : 1 + length] == phrase and len(window) > 1 + length and part.value is not None:
                sex = self.lexicon.sex.get(window[1 + length])
                if sex:
                    return Part(
                        part.end + 1,
                        part.end + 2 + length,
                        part.sentence,
                        sex,
                        part.value,
                        number=part.number,
                    )
        return None

    # -- counts --------------------------------------------------------------------------------------

    def _count(
        self,
        sentence: int,
        mention: Mention,
        following: Mention | None,
        drafts: list[Draft],
        start: int,
        end: int,
    ) -> Draft | None:
        words = self.words
        qualifier, begin, definite = qualifier_before(words, mention.start, start)
        behind, after = qualifier_behind(words, mention.end)
        if behind:
            qualifier = behind
        if mention.shape == "range":
            qualifier = Qualifier.APPROXIMATE
        draft = Draft(
            begin, after, sentence, qualifier=qualifier, number=mention.start, after=after, definite=definite
        )
        if mention.shape == "range":
            draft.range = (mention.value, mention.high)
        else:
            draft.total = mention.value
        if mention.shape == "member":
            return self._member(draft, end)
        body = self._collective(draft, start)
        noun = self._noun(draft, after, end)
        if noun:
            draft.noun = noun
            draft.end = draft.after = noun.end
            if noun.end < end and words[noun.end] == "each":
                draft.each = True
                draft.end += 1
            previous = self._listed(draft, drafts)
            draft.accepted = self._accepted(draft, noun, previous, start, end) and not body
            if draft.total == 1:
                draft.accepted = False
            self._relate(draft, previous, drafts, start)
            return draft
        if body:
            return None
        if body is False and self._plain(after, end):
            # a class of 64
            draft.end = after
            draft.accepted = self.frames.governor(draft.start, start) is not Governor.OBJECT
            return draft
        return self._elided(draft, drafts, start, end)

    def _noun(self, draft: Draft, after: int, end: int) -> NounPhrase | None:
        words = self.words
        index = after
        if index < end and words[index] == "(":
            # 20 (7 women, 13 men) municipal inspectors
            close = index
            while close < end and words[close] != ")":
                close += 1
            if close + 1 < end and any(word in self.lexicon.sex for word in words[index:close]):
                return self._phrase(close + 1, end)
            return None
        if index < end and words[index] == "of" and index + 1 < end and words[index + 1] in _DETERMINERS:
            # twelve of the region's youngest mayors
            return self._phrase(index + 2, end)
        if index < end and words[index] in ("more", "other", "additional", "further"):
            index += 1
        return self._phrase(index, end)

    def _accepted(self, draft: Draft, noun: NounPhrase, previous: Draft | None, start: int, end: int) -> bool:
        if noun.kind is Kind.NEVER or (noun.unfit and previous is not None):
            return False
        if previous is not None and noun.kind is not Kind.TEACHING:
            if (noun.kind is Kind.EXPERT and (draft.total or 0) < 6) or (
                noun.kind is Kind.DIGNITARY and (draft.total or 0) < 10
            ):
                return False
            return previous.accepted
        clause = self.clause(draft.number, start, end)
        return self.frames.accepts(draft, noun, clause[0], end)

    def _listed(self, draft: Draft, drafts: list[Draft]) -> Draft | None:
        """The count that this one continues: 14 judges, nine lawyers and six interpreters."""
        if not drafts:
            return None
        previous = drafts[-1]
        gap = self.words[previous.after : draft.start]
        if len(gap) > 12 or not gap:
            return None
        if (
            gap[-1] == "and"
            or gap[-1] == ","
            or gap[-2:] == ["well", "as"]
            or gap[-1] == "plus"
            or gap[-1] == "&"
        ):
            if previous.subset or not any(
                word in self.frames.took_part or word in (";", "(", ".") for word in gap
            ):
                return previous
        return None

    def _relate(self, draft: Draft, previous: Draft | None, drafts: list[Draft], start: int) -> None:
        """Marks subsets: including 40 founders, of whom 15 are newly hired, 40 of the drivers."""
        words = self.words
        index = draft.start - 1
        lead = words[index] if index >= start else ""
        before = words[index - 1] if index > start else ""
        counted = [
            other for other in drafts if other.accepted and other.total and other.total >= (draft.total or 0)
        ]
        if not counted:
            counted = (
                [
                    other
                    for other in self.drafts[-3:]
                    if other.accepted and other.total and other.total >= (draft.total or 0)
                ]
                if words[draft.number + 1 : draft.number + 2] == ["of"]
                else []
            )
        if not counted:
            return
        if lead in _INTRODUCES_SUBSET or (lead in ("them", "whom", "which") and before in ("among", "of")):
            draft.subset = True
        elif lead in _BE and previous is None and drafts and words[drafts[-1].start - 1] in ("among", "of"):
            # among the 52 participants were 20 imams
            draft.subset = True
        elif previous is not None and previous.subset:
            draft.subset = True
        elif draft.noun and words[draft.number + 1 : draft.number + 2] == ["of"]:
            lemma = draft.noun.lemma
            if any(other.noun and other.noun.lemma == lemma for other in counted):
                draft.subset = True

    def _collective(self, draft: Draft, start: int) -> bool | None:
        """Moves the start before "a class of", "the core team of": False; before "a jury of": True; else None."""
        words = self.words
        index = draft.start - 1
        if index <= start or words[index] != "of":
            return None
        word = words[index - 1]
        if word in self.lexicon.bodies:
            return True
        if word not in self.lexicon.collective:
            return None
        first = index - 1
        while (
            first > start
            and first > index - 5
            and words[first - 1] not in self.lexicon.stop | {",", "and", "(", ";"}
        ):
            first -= 1
        if first > start and words[first - 1] in ("a", "an", "the", "this", "its"):
            first -= 1
        draft.start = first
        return False

    def _plain(self, after: int, end: int) -> bool:
        """Whether nothing that could be counted follows: a class of 64 took the oath."""
        if after >= end:
            return True
        word = self.words[after]
        if not word[0].isalpha() or word in self.lexicon.stop or word in self.frames.took_part:
            return True
        return word.endswith("ed")

    def _member(self, draft: Draft, end: int) -> Draft | None:
        """ "A nine-member delegation", "the 22-strong team"."""
        words = self.words
        for index in range(draft.after, min(draft.after + 5, end)):
            if words[index] in self.lexicon.bodies:
                return None
            if words[index] in self.lexicon.collective:
                draft.end = draft.after = index + 1
                return draft
            if words[index] in self.lexicon.stop or not words[index][0].isalpha():
                return None
        return None

    def _elided(self, draft: Draft, drafts: list[Draft], start: int, end: int) -> Draft | None:
        """Numbers whose people are named before, or not at all."""
        words = self.words
        draft.elided = True
        after = draft.after
        word = words[after] if after < end else ""
        before = words[draft.start - 1] if draft.start > start else ""
        previous = drafts[-1] if drafts else None
        named = self._named_before(draft, start)
        if named:
            counted = previous is not None and named.noun is not None and named.noun.head < previous.after
            if counted and behind_of_them(words, after) and previous:
                named.subset = named.accepted = previous.accepted
            return named
        if self._of_number(draft, start, end):
            return draft
        if (
            before in _INTRODUCES_SUBSET
            and previous
            and previous.accepted
            and (previous.total or 0) >= (draft.total or 0)
        ):
            draft.subset = True
            return draft
        if before == ":" or before == "(":
            if (
                previous
                and previous.accepted
                and (previous.total or 0) > (draft.total or 0)
                and word in _OF_A_LIST
            ):
                # 25 participants: ten from Armenia, eight from Georgia
                draft.subset = True
                return draft
            return None
        if word in _ATTENDED and draft.total and draft.total > 4:
            if word in ("were", "have", "had") and not (
                after + 1 < end
                and (
                    words[after + 1] in self.frames.learner
                    or words[after + 1] in ("been", "already", "since")
                )
            ):
                return None
            if word == "have" and not any(w in self.frames.took_part for w in words[after : after + 5]):
                return None
            if word == "passed" and words[after + 1 : after + 2] != ["the"]:
                return None
            draft.end = after + 1
            if words[after : after + 2] == ["took", "part"]:
                draft.end += 1
            elif word == "took":
                return None
            return draft
        if (
            word in ("others", "more")
            and words[after + 1 : after + 2] != ["than"]
            and (previous or self.drafts)
        ):
            draft.end = after + 1
            model = previous or self.drafts[-1]
            draft.accepted = model.accepted
            draft.subset = model.subset
            return draft
        if previous and (previous.noun or previous.elided):
            listed = self._listed(draft, drafts)
            if word == "(" and any(w in self.lexicon.sex for w in words[after : after + 4]):
                draft.accepted = previous.accepted
                return draft
            if listed and word in ("from", "online", "sent", "in", "of") and word != "of":
                draft.end = after
                draft.accepted = previous.accepted
                draft.subset = previous.subset
                return draft
            if word == "online" or words[after : after + 2] == ["in", "person"]:
                draft.end = after + 1
                draft.accepted = previous.accepted
                return draft
        if word and word[0].isalpha() and self.tokens.capital(after):
            # 15 Tajik and ten Afghan officers: the noun follows the second number
            probe = after + 1
            if probe < end and words[probe] in ("and", ","):
                draft.end = probe
                draft.after = probe
                model = previous
                if model and model.accepted and model.total and model.total > (draft.total or 0):
                    draft.subset = True
                    return draft
                for index in range(probe + 1, min(probe + 4, end)):
                    noun = self._phrase(index, end)
                    if noun and noun.kind is not Kind.NEVER:
                        draft.noun = NounPhrase(after, probe - 1, probe, noun.lemma, noun.kind)
                        draft.accepted = self.frames.accepts(draft, draft.noun, start, end)
                        return draft
            elif previous and previous.subset and previous.elided:
                draft.end = draft.after = probe
                draft.subset = True
                return draft
        return None

    def _named_before(self, draft: Draft, start: int) -> Draft | None:
        """ "Trainees (27)", "teachers, 44 in all", "wardens, 29 of them", "delegates, numbering 88"."""
        words = self.words
        lead = draft.start - 1
        if lead < start:
            return None
        mark = words[lead]
        after = draft.after
        behind = words[after : after + 2]
        if mark == "(" and lead > start:
            if not (behind[:1] == [")"] or behind[:1] in ([","], [";"], [":"])):
                return None
            head = lead - 1
        elif mark in (",", "–", "—", "-", "("):
            if not (
                behind in (["in", "all"], ["in", "total"], ["of", "them"], ["in", "number"])
                or behind[:1] == ["altogether"]
            ):
                return None
            head = lead - 1
            draft.end = after + len(behind)
        elif mark in ("numbering", "totalling", "totaling", "numbered", "totalled"):
            head = lead - 1
            if words[head] == ",":
                head -= 1
        elif mark == ":":
            head = lead - 1
            found = None
            for index in range(head, max(start - 1, head - 12), -1):
                person = self.lexicon.person(words[index])
                if person:
                    found = index
            if found is None:
                return None
            person = self.lexicon.person(words[found])
            assert person
            if person.kind in (Kind.NEVER, Kind.TEACHING) or behind[:1] not in (
                [],
                ["("],
                ["."],
                [","],
                [";"],
                ["\n"],
            ):
                return None
            draft.start = found
            draft.noun = NounPhrase(found, found, found + 1, person.lemma, person.kind)
            draft.cumulative = (
                words[max(start, found - 2) : found] == ["number", "of"] and "trained" in words[found:lead]
            )
            return draft
        else:
            return None
        # The head may carry a short complement: guests of the session, 19 ...
        for index in range(head, max(start - 1, head - 4), -1):
            person = self.lexicon.person(words[index])
            if person:
                first = index
                while (
                    first > start
                    and words[first - 1][0].isalpha()
                    and words[first - 1] not in self.lexicon.stop
                    and first > index - 4
                ):
                    first -= 1
                draft.noun = NounPhrase(first, index, index + 1, person.lemma, person.kind)
                count = draft.total or 0
                draft.accepted = person.kind not in (Kind.NEVER, Kind.SUSPECT) and (
                    count > 4 or person.kind is Kind.STRONG
                )
                if person.kind is Kind.TEACHING and mark == "(":
                    draft.accepted = False
                if draft.accepted:
                    probe = Draft(first, draft.after, draft.sentence, total=draft.total, after=draft.after)
                    governor = self.frames.governor(first, start)
                    draft.accepted = (
                        governor is not Governor.OBJECT
                        and self.frames.predicate(draft.after, len(words)) not in self.frames.suffered
                    )
                    del probe
                draft.start = first
                return draft
            if words[index] in (",", ";", "(", ")") or words[index] in self.frames.known_verbs:
                break
        return None

    def _of_number(self, draft: Draft, start: int, end: int) -> bool:
        """ "The number of graduates stands at 318", "brings to 1,420 the number of rescuers"."""
        words = self.words
        window = range(draft.start - 1, max(start - 1, draft.start - 12), -1)
        for index in window:
            word = words[index]
            if word == ";":
                return False
            if word in _NUMBER_OF:
                if index > start and words[index - 1] in ("a",):
                    return False
                between = words[index + 1 : draft.start]
                if any(other in self.lexicon.sex_words for other in between):
                    return False
                if not set(between) & _REACHES:
                    return False
                for further in range(index + 1, draft.start):
                    person = self.lexicon.person(words[further])
                    if person and person.kind not in (Kind.NEVER, Kind.SUSPECT, Kind.SEXED):
                        draft.noun = NounPhrase(further, further, further + 1, person.lemma, person.kind)
                        break
                else:
                    if not {"trained", "coached", "taught", "certified", "graduated"} & set(between):
                        return False
                draft.start = index
                draft.cumulative = True
                return True
        behind = words[draft.after : draft.after + 3]
        if behind in (["the", "number", "of"], ["the", "total", "of"]):
            noun = self._phrase(draft.after + 3, end)
            if noun and noun.kind is not Kind.NEVER:
                draft.noun = noun
                draft.end = draft.after = noun.end
                draft.cumulative = True
                return True
        return False
