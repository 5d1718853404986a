"""Numbers of women, men, girls and boys, and shares of women, as English sentences state them."""

from itertools import pairwise

from osce_scraper.records import Qualifier
from osce_scraper.text.numbers import digits_value, english_number
from osce_scraper.text.participants.draft import Mention, NounPhrase, Part
from osce_scraper.text.participants.lexicon import Kind, word_set
from osce_scraper.text.participants.nouns import singular_sex
from osce_scraper.text.participants.qualifiers import qualifier_before
from osce_scraper.text.participants.sentence import Sentence

_THEM = word_set("whom them which these those whose")
_WHOLE_GROUP = word_set("participants attendees trainees group total")
_BE = word_set("were are was is being")
_DETERMINERS = word_set("the its these those all our their this some your my")
_BEFORE_SEX = word_set("young adult elderly a also mostly")
_DASHES = word_set("– — -")
_PLACES = word_set("places seats spots slots")
_MADE_UP = word_set(
    """
    up for were are was is made accounted accounting making constituted constitute comprised comprise numbered
    represented represent formed form make
    """
)
_PLURAL_SEXES = frozenset({"women", "men", "girls", "boys"})
_FURTHER = frozenset({"more", "other"})
_OTHER_STATEMENT = word_set("of for by and between against among")
_AROUND_LETTERS = word_set(") / , ; and + ( [") | {""}
_SAME_NUMBER = (["as", "many"], ["the", "same", "number", "of"], ["an", "equal", "number", "of"])


class _Maker:
    """Makes the part of one mention; a share of men or girls is none, because only that of women is kept."""

    def __init__(self, sentence: Sentence, mention: Mention) -> None:
        self.mention = mention
        self.sentence = sentence.number
        self.percent = mention.share if mention.shape != "count" else None
        self.qualifier, self.start, _ = qualifier_before(sentence.words, mention.start, sentence.start)

    def part(
        self,
        sex: str,
        end: int,
        *,
        start: int | None = None,
        anaphoric: bool = False,
        noun: NounPhrase | None = None,
        target: int | None = None,
        weak: bool = False,
    ) -> Part | None:
        if self.percent is not None and sex != "women":
            return None
        return Part(
            start=self.start if start is None else start,
            end=end,
            sentence=self.sentence,
            sex=sex,
            value=None if self.percent is not None else self.mention.value,
            percent=self.percent,
            anaphoric=anaphoric,
            noun=noun,
            qualifier=self.qualifier if self.percent is None else Qualifier.EXACT,
            number=self.mention.start,
            weak=weak,
            target=target,
        )


def read_part(sentence: Sentence, mention: Mention, following: Mention | None) -> Part | None:
    """The part that ``mention`` states, or None; ``following`` is the next number of the sentence.

    "nine women", "4f", "22 of whom were women", "nine of the 40 participants were women", "women: 41",
    "60% women", "a third of whom are women", "women made up 45 per cent of the 60 participants".
    """
    if mention.shape not in ("count", "percent", "share"):
        return None
    maker = _Maker(sentence, mention)
    word = sentence.word(mention.end)
    if not word:
        return _reversed(sentence, maker)
    index = mention.end
    anaphoric = False
    if word == "out" and sentence.word(index + 1) == "of":
        index, word = index + 1, "of"
    if word == "of":
        behind = sentence.word(index + 1)
        if behind in _THEM:
            index, anaphoric = index + 2, True
        elif behind in ("the", "all") and sentence.word(index + 2) in _WHOLE_GROUP:
            index, anaphoric = index + 3, True
        elif behind in _DETERMINERS or (following and following.start == index + 1):
            return _of_the(sentence, maker, following, index + 1) or _reversed(sentence, maker)
        else:
            return None
    while sentence.word(index) in _BE or (anaphoric and sentence.word(index) in _DASHES):
        index, anaphoric = index + 1, True
    while sentence.word(index) in _BEFORE_SEX:
        index += 1
    # "four more women", but not "four more women than men".
    if sentence.word(index) in _FURTHER and sentence.word(index + 2) != "than":
        index += 1
    if index >= sentence.end:
        return None
    part, decided = _named_sex(sentence, maker, index, anaphoric)
    if decided:
        return part
    if anaphoric:
        return _reversed(sentence, maker)
    if mention.value == 1:
        single = singular_sex(sentence.tokens, mention.end, sentence.end)
        if single:
            return maker.part(single[0], single[1])
    return _places(sentence, maker, index) or _reversed(sentence, maker) or _role(sentence, maker)


def _named_sex(sentence: Sentence, maker: _Maker, index: int, anaphoric: bool) -> tuple[Part | None, bool]:
    """The part whose sex stands at token ``index``, and whether the word there decides the matter."""
    word = sentence.words[index]
    sex_of = sentence.lexicon.sex
    if anaphoric and word in sentence.lexicon.sexed_nouns:
        # 96 of them mothers
        return maker.part(sentence.lexicon.sexed_nouns[word], index + 1, anaphoric=True), True
    if word not in sex_of or (len(word) == 1 and not _letter(sentence, maker.mention, index)):
        return None, False
    if anaphoric and _joined_sex(sentence, index + 1):
        return None, False
    noun = sentence.noun_phrase(index)
    if noun and (noun.mixed or (noun.head != index and noun.sex is None)):
        return None, True
    end, sex = index + 1, sex_of[word]
    if noun and noun.sex:
        sex = noun.sex
        end = noun.head + 1 if noun.kind is Kind.SEXED and noun.head == index else noun.end
    weak = noun is None and word in ("female", "male")
    return maker.part(sex, end, anaphoric=anaphoric, noun=noun, weak=weak), True


def _letter(sentence: Sentence, mention: Mention, index: int) -> bool:
    """Whether a single letter stands for a sex: (4f/14m), (8 F, 17 M)."""
    return sentence.word(index + 1) in _AROUND_LETTERS and sentence.word(mention.start - 1) in _AROUND_LETTERS


def _joined_sex(sentence: Sentence, index: int) -> bool:
    """Whether "and men" follows, so that one number stands for both."""
    return sentence.word(index) in ("and", "or") and sentence.word(index + 1) in sentence.lexicon.sex


def _places(sentence: Sentence, maker: _Maker, index: int) -> Part | None:
    """ "Eight places are kept for women"."""
    if sentence.words[index] not in _PLACES:
        return None
    for further in range(index, index + 6):
        sex = sentence.lexicon.sex.get(sentence.word(further + 1))
        if sentence.word(further) == "for" and sex:
            return maker.part(sex, further + 2, anaphoric=True)
    return None


def _role(sentence: Sentence, maker: _Maker) -> Part | None:
    """ "24 women officers", "13 female police cadets", "22 Roma women"."""
    if maker.percent is not None:
        return None
    noun = sentence.noun_phrase(maker.mention.end)
    if noun is None or noun.sex is None or noun.mixed:
        return None
    return maker.part(noun.sex, noun.head + 1 if noun.kind is Kind.SEXED else noun.end, noun=noun)


def _of_the(sentence: Sentence, maker: _Maker, following: Mention | None, index: int) -> Part | None:
    """ "Nine of the 40 participants ... were women", "eleven of the judges were women"."""
    words, sex_of = sentence.words, sentence.lexicon.sex
    target = None
    probe = index
    if following and following.shape == "count" and index <= following.start <= index + 3:
        target, probe = following.value, following.end
    for further in range(probe, min(sentence.end - 1, probe + 24)):
        if words[further] == ";":
            break
        if words[further] in _BE:
            behind = further + 1
            while sentence.word(behind) in _BEFORE_SEX:
                behind += 1
            sex = sex_of.get(sentence.word(behind))
            if sex:
                if _joined_sex(sentence, behind + 1):
                    return None
                return maker.part(sex, behind + 1, anaphoric=True, target=target)
            if target is None:
                break
    return None


def _reversed(sentence: Sentence, maker: _Maker) -> Part | None:
    """ "Women: 41", "28 women (40 per cent)", "the number of women was 41", "women numbered 14"."""
    words, sex_of = sentence.words, sentence.lexicon.sex
    mention = maker.mention
    before = mention.start - 1
    if before <= sentence.start:
        return None
    behind = sentence.word(mention.end)
    sex = sex_of.get(words[before - 1])
    if sex and words[before] in (":", "=") and (not behind[:1].isalpha() or behind in sex_of):
        return maker.part(sex, mention.end, start=before - 1)
    if sex and words[before] == "(" and behind == ")":
        if mention.shape == "percent":
            return maker.part(sex, mention.end + 1)
        if words[before - 1] in _PLURAL_SEXES and _sexes_counted(sentence, mention.end + 1, before - 2):
            return maker.part(sex, mention.end + 1, start=before - 1)
    before = maker.start - 1
    if mention.shape == "count" and sentence.word(before) in _BE:
        for further in range(before - 1, max(sentence.start, before - 12), -1):
            sex = sex_of.get(words[further + 1])
            if sex and words[further - 1 : further + 1] == ["number", "of"]:
                return maker.part(sex, mention.end, anaphoric=True)
    return _made_up(sentence, maker, before)


def _sexes_counted(sentence: Sentence, behind: int, before: int) -> bool:
    """Whether the other sex is counted in the same way beside it: women (18) and men (22)."""
    words, sex_of = sentence.words, sentence.lexicon.sex
    follows = words[behind : behind + 1] in (["and"], [","]) and sentence.word(behind + 1) in sex_of
    return follows or (sentence.word(before) in ("and", ",") and sentence.word(before - 1) == ")")


def _made_up(sentence: Sentence, maker: _Maker, before: int) -> Part | None:
    """ "Women made up 45 per cent of the 60 participants", "women were 18 of the 40"."""
    words, sex_of = sentence.words, sentence.lexicon.sex
    mention = maker.mention
    further = before
    while further > max(sentence.start, before - 3) and words[further] in _MADE_UP:
        further -= 1
    sex = sex_of.get(sentence.word(further))
    if further == before or not sex or sentence.word(further - 1) in _OTHER_STATEMENT:
        return None
    target = None
    if sentence.word(mention.end) == "of":
        target = _number_behind(sentence, mention.end + 1)
    elif mention.shape != "percent" and words[further + 1] in _BE:
        return None
    return maker.part(sex, mention.end, start=further, anaphoric=True, target=target)


def _number_behind(sentence: Sentence, index: int) -> int | None:
    """The number behind "of the"."""
    while sentence.word(index) in _DETERMINERS:
        index += 1
    word = sentence.word(index)
    if not word:
        return None
    if word[0].isdigit():
        return digits_value(word)
    read = english_number(sentence.words, index)
    return read[0] if read else None


def as_many(sentence: Sentence, part: Part) -> Part | None:
    """The part that repeats the number of ``part``: "and as many men", "and the same number of men"."""
    if part.value is None:
        return None
    for phrase in _SAME_NUMBER:
        behind = part.end + 1 + len(phrase)
        sex = sentence.lexicon.sex.get(sentence.word(behind))
        if sex and sentence.words[part.end + 1 : behind] == phrase:
            return Part(part.end + 1, behind + 1, part.sentence, sex, part.value, number=part.number)
    return None


def read_pair(sentence: Sentence, mentions: list[Mention]) -> list[Part]:
    """Two numbers behind two sexes.

    "Women and men numbered 14 and 19 respectively", "women outnumbered men by 17 to 9".
    """
    words, sex_of = sentence.words, sentence.lexicon.sex
    for first, second in pairwise(mentions):
        verb = first.start - 1
        slashed = verb + (words[verb] != ":")
        if words[first.end : second.start] == words[slashed - 2 : slashed - 1] == ["/"]:
            # m/f: 18/11
            one, two = sex_of.get(words[slashed - 3]), sex_of.get(words[slashed - 1])
            if one and two:
                return [
                    Part(slashed - 3, first.end, sentence.number, one, first.value, number=first.start),
                    Part(second.start, second.end, sentence.number, two, second.value, number=second.start),
                ]
        if first.shape != "count" or second.start - first.end != 1 or verb - 3 < sentence.start:
            continue
        outnumbered = words[verb] == "by" and words[verb - 2] == "outnumbered"
        numbered = words[verb] in ("numbered", "were", "totalled") and words[verb - 2] == "and"
        one, two = sex_of.get(words[verb - 3]), sex_of.get(words[verb - 1])
        if (outnumbered or numbered) and one and two:
            return [
                Part(verb - 3, first.end, sentence.number, one, first.value, number=first.start),
                Part(second.start, second.end, sentence.number, two, second.value, number=second.start),
            ]
    return []
