"""Reads Russian text: from numbers to groups of people who took part.

A smaller grammar than the English one: number, adjectives, head noun; a split by sex in a bracket, behind
"из них" and its like, or on its own.
"""

import tomllib
from functools import cache
from importlib.resources import files
from itertools import pairwise

from osce_scraper.records import Qualifier
from osce_scraper.text.numbers import (
    RUSSIAN_NUMBER_WORDS,
    RUSSIAN_SHARES,
    digits_percent,
    digits_value,
    russian_number,
)
from osce_scraper.text.participants.draft import Draft, NounPhrase, Part
from osce_scraper.text.participants.lexicon import Kind, word_set
from osce_scraper.text.participants.tokens import Tokens, grouped

_ADJECTIVE = (
    "ых",
    "их",
    "ыми",
    "ими",
    "ые",
    "ие",
    "ым",
    "им",
    "ого",
    "его",
    "ому",
    "ой",
    "ый",
    "ий",
    "ая",
    "ую",
    "ое",
)
_APPROXIMATE = word_set("около примерно почти порядка приблизительно где-то")
_LEADS = word_set("них которых числе включая среди")
_JOINS = frozenset({"и", ",", "или", "/", "а", "также", "–", "—", "-", "при", "этом"})
_BE = frozenset({"–", "—", "-", "были", "это", "составили", "составляли", "является", "являются", "стали"})
_CUSTODY = frozenset(("стражей", "стражу", "стражи", "арестом", "арест", "следствием"))
_PRISON = frozenset(("заключении", "тюрьме", "тюрьму", "изоляторе", "плену"))
_PRIZES = ("награды", "награду", "премии", "премию", "медали", "медаль")
_RECEIVED = ("получил", "вручен", "вручил", "удостоен")
_CONSISTS = word_set("состоит котором которой насчитывает входит")
_AMOUNTED = ("достиг", "состав", "превыс", "было")
_ATTENDING = ("участник", "слушател", "делегат", "обучающ", "выпускник", "студент", "школьник")
_AT_WORK = word_set("работают работает служат служит трудятся трудится учатся")
_YEARS = frozenset({"год", "года", "году", "годов", "годы", "годам", "г", "гг"})


class RussianLexicon:
    """The Russian words of the grammar, loaded once (see ``russian()``)."""

    def __init__(self) -> None:
        path = files("osce_scraper.text.participants") / "data" / "russian.toml"
        data = tomllib.loads(path.read_text(encoding="utf-8"))
        words = {name: text.split() for name, text in data.items()}
        self.stems = frozenset(words["stems"]) | frozenset(words["never"])
        self.suffixes = tuple(words["suffixes"])
        self.things = tuple(words["things"])
        self.endings = frozenset(words["endings"]) | {""}
        self.months = frozenset(words["months"])
        self.took_part = tuple(words["took_part"])
        self.suffered = tuple(words["suffered"])
        self.bodies = tuple(words["bodies"])
        self.sex = {name: tuple(words[name]) for name in ("women", "men", "girls", "boys")}
        self.feminine = tuple(words["feminine"])
        self._kinds = (
            (Kind.NEVER, tuple(words["never"])),
            (Kind.GENERIC, tuple(words["generic"])),
            (Kind.TEACHING, tuple(words["teaching"])),
            (Kind.DIGNITARY, tuple(words["dignitary"])),
        )

    def sex_of(self, word: str) -> str | None:
        """The sex that ``word`` names in any case, or None."""
        for name, stems in self.sex.items():
            if word.startswith(stems) and len(word) < 10:
                return name
        return None

    def kind(self, word: str) -> Kind | None:
        """The kind of person that ``word`` means in any case, or None."""
        word = word.partition("-")[0]
        if len(word) < 3:
            return None
        for kind, stems in self._kinds:
            if word.startswith(stems):
                return kind
        if self.sex_of(word):
            return Kind.SEXED
        for cut in range(len(word), max(1, len(word) - 4), -1):
            if word[:cut] in self.stems and word[cut:] in self.endings:
                return Kind.ROLE
        made_like_a_person = len(word) > 5 and word.endswith(self.suffixes)
        return Kind.ROLE if made_like_a_person and not word.startswith(self.things) else None


@cache
def russian() -> RussianLexicon:
    """The Russian lexicon, read once."""
    return RussianLexicon()


def read_russian(tokens: Tokens) -> list[Draft]:
    """The counts of people who took part in a Russian text, in its order."""
    words = [word.replace("ё", "е") for word in tokens.words]
    lexicon = russian()
    found: list[Draft] = []
    for sentence, (start, end) in enumerate(tokens.sentences()):
        drafts: list[Draft] = []
        parts: list[Part] = []
        index = start
        while index < end:
            word = words[index]
            if word[0].isdigit() or word in RUSSIAN_NUMBER_WORDS or word in RUSSIAN_SHARES:
                index = _number(tokens, words, lexicon, sentence, index, start, end, drafts, parts)
            else:
                index += 1
        _attach(words, lexicon, sentence, start, end, drafts, parts, found)
        for draft in drafts:
            behind = words[draft.after : draft.after + 3]
            sex = (
                lexicon.sex_of(behind[2])
                if len(behind) == 3 and behind[0] in _JOINS and behind[1] == "все"
                else None
            )
            if sex and draft.total is not None and not draft.parts:
                draft.parts[sex] = draft.total
                draft.end = draft.after + 3
        drafts.sort(key=lambda draft: draft.start)
        found.extend(drafts)
    accepted = [draft for draft in found if draft.accepted]
    for draft in accepted:
        if draft.noun:
            draft.who = tokens.between(draft.noun.start, draft.noun.end)
    return accepted


def _number(
    tokens: Tokens,
    words: list[str],
    lexicon: RussianLexicon,
    sentence: int,
    index: int,
    start: int,
    end: int,
    drafts: list[Draft],
    parts: list[Part],
) -> int:
    """Reads the number at token ``index`` into ``drafts`` or ``parts``; gives the token to go on from."""
    word = words[index]
    percent: float | None = None
    value: int | None = None
    if word in RUSSIAN_SHARES:
        percent, after = RUSSIAN_SHARES[word], index + 1
    elif word[0].isdigit():
        after = grouped(tokens, words, index + 1) if len(word) < 4 and word.isdigit() else index + 1
        value = digits_value("".join(words[index:after]) if after > index + 1 else word)
        if after < end and (words[after] == "%" or words[after].startswith("процент")):
            percent, value, after = digits_percent(word), None, after + 1
        elif value is not None and after < end and words[after].startswith("тыс") and value < 1000:
            value, after = value * 1000, after + 1
            if after < end and words[after] == ".":
                after += 1
    else:
        read = russian_number(words, index)
        if read is None or read[1] > end:
            return index + 1
        value, after = read
    if value is None and percent is None:
        return after
    if value is not None and _is_date(words, lexicon, index, after, end):
        return after
    qualifier, begin = _qualifier(words, index, start)
    part = _part(words, lexicon, sentence, begin, index, after, end, value, percent)
    if part:
        part.qualifier = qualifier
        parts.append(part)
        return part.end
    if value is None:
        return after
    noun = _noun(words, lexicon, after, end) or _noun_later(words, lexicon, after, end)
    named = None
    if noun is None or noun.kind is Kind.GENERIC:
        named = _number_of(words, lexicon, begin, start)
    if named:
        draft = Draft(
            named.start,
            after,
            sentence,
            total=value,
            qualifier=qualifier,
            number=index,
            after=after,
            noun=named,
        )
        _settle(words, draft, start, end)
        draft.cumulative = draft.cumulative or words[begin - 1].startswith(("достиг", "превыс"))
        drafts.append(draft)
        return after
    if noun is None:
        return after
    draft = Draft(
        begin, noun.end, sentence, total=value, qualifier=qualifier, number=index, after=noun.end, noun=noun
    )
    if noun.sex:
        draft.parts[noun.sex] = value
    draft.accepted = _accepts(words, lexicon, draft, start, end)
    _settle(words, draft, start, end)
    drafts.append(draft)
    return noun.end


def _number_of(words: list[str], lexicon: RussianLexicon, begin: int, start: int) -> NounPhrase | None:
    """Those named before the number: "участников было 19", "число выпускников достигло 480 человек"."""
    verb = begin - 1
    if verb <= start or not words[verb].startswith(_AMOUNTED):
        return None
    for index in range(verb - 1, max(start - 1, verb - 7), -1):
        kind = lexicon.kind(words[index])
        if kind is None or kind is Kind.SEXED:
            continue
        counted = index > start and words[index - 1].startswith(("числ", "количеств"))
        plain = index == verb - 1 and words[index].startswith(_ATTENDING) and words[verb] == "было"
        return (
            NounPhrase(index, index, index + 1, words[index], kind)
            if (counted or plain)
            and kind
            in (
                Kind.ROLE,
                Kind.TEACHING,
            )
            else None
        )
    return None


def _noun_later(words: list[str], lexicon: RussianLexicon, after: int, end: int) -> NounPhrase | None:
    """ "10 таджикских и 12 афганских офицеров": the noun follows the second number."""
    index = after
    while index < end and words[index].endswith(_ADJECTIVE):
        index += 1
    if index == after or words[index : index + 1] != ["и"] or index + 1 >= end:
        return None
    word = words[index + 1]
    if word[0].isdigit():
        behind = index + 2
    else:
        read = russian_number(words, index + 1) if word in RUSSIAN_NUMBER_WORDS else None
        if read is None:
            return None
        behind = read[1]
    noun = _noun(words, lexicon, behind, end)
    return NounPhrase(after, index - 1, index, noun.lemma, noun.kind) if noun else None


def _is_date(words: list[str], lexicon: RussianLexicon, index: int, after: int, end: int) -> bool:
    following = words[after] if after < end else ""
    if following in lexicon.months or following in _YEARS or following in (":", "-го", "–го"):
        return True
    if following in ("и", "по", "-", "–", "—", ",") and after + 2 < end and words[after + 1][0].isdigit():
        return words[after + 2] in lexicon.months or words[after + 2] in _YEARS
    return index > 0 and words[index - 1] in ("№", "статья", "статьи", "статье", "резолюция", "решение")


def _qualifier(words: list[str], index: int, start: int) -> tuple[Qualifier, int]:
    before = words[index - 1] if index > start else ""
    second = words[index - 2] if index - 1 > start else ""
    if before in _APPROXIMATE:
        return Qualifier.APPROXIMATE, index - 1
    if before in ("более", "больше", "свыше"):
        if second == "не":
            return Qualifier.AT_MOST, index - 2
        return Qualifier.AT_LEAST, index - 1
    if (second, before) in (
        ("чем", "более"),
        ("не", "менее"),
        ("как", "минимум"),
        ("меньшей", "мере"),
        ("крайней", "мере"),
    ):
        return Qualifier.AT_LEAST, index - 2
    if before == "чем" and second in ("более", "больше"):
        return Qualifier.AT_LEAST, index - 2
    if before in ("до", "максимум"):
        return Qualifier.AT_MOST, index - 1
    if before in ("всего", "все", "эти"):
        return Qualifier.EXACT, index - 1
    return Qualifier.EXACT, index


def _part(
    words: list[str],
    lexicon: RussianLexicon,
    sentence: int,
    begin: int,
    number: int,
    after: int,
    end: int,
    value: int | None,
    percent: float | None,
) -> Part | None:
    index = after
    anaphoric = False
    if words[index : index + 2] in (["из", "них"], ["из", "которых"]):
        index, anaphoric = index + 2, True
    while index < end and words[index] in _BE:
        index, anaphoric = index + 1, True
    while (
        index < end
        and words[index].endswith(_ADJECTIVE)
        and lexicon.sex_of(words[index]) is None
        and index < after + 4
    ):
        index += 1
    sex = lexicon.sex_of(words[index]) if index < end and "-" not in words[index] else None
    if sex:
        if (
            words[index + 1 : index + 2] == ["и"]
            and index + 2 < end
            and lexicon.sex_of(words[index + 2])
            and not anaphoric
        ):
            return None
        if percent is not None and sex != "women":
            return None
        return Part(begin, index + 1, sentence, sex, value, percent, anaphoric=anaphoric, number=number)
    if percent is not None:
        return _share_of_all(words, lexicon, sentence, begin, number, after, end, percent)
    if number >= 2 and words[number - 1] in (":", "–", "—") and (sex := lexicon.sex_of(words[number - 2])):
        return Part(number - 2, after, sentence, sex, value, percent, number=number)
    if number >= 2 and words[number - 1] == "было" and (sex := lexicon.sex_of(words[number - 2])):
        # женщин было девять
        return Part(number - 2, after, sentence, sex, value, percent, anaphoric=True, number=number)
    if number >= 4 and words[number - 1] in _BE and words[number - 3 : number - 1] == ["среди", "них"]:
        # Участников было 19, женщин среди них – восемь.
        sex = lexicon.sex_of(words[number - 4])
        if sex:
            return Part(number - 4, after, sentence, sex, value, percent, anaphoric=True, number=number)
    return None


def _share_of_all(
    words: list[str],
    lexicon: RussianLexicon,
    sentence: int,
    begin: int,
    number: int,
    after: int,
    end: int,
    percent: float,
) -> Part | None:
    """ "Половина из 30 участников – женщины", "женщины составили 45 процентов из 60 участников"."""
    sex = lexicon.sex_of(words[number - 2]) if number >= 2 and words[number - 1] in _BE else None
    if sex == "women":
        return Part(number - 2, after, sentence, sex, None, percent, anaphoric=True, number=number)
    if words[after : after + 1] != ["из"]:
        return None
    for index in range(after + 1, min(after + 12, end - 1)):
        if words[index] in _BE and lexicon.sex_of(words[index + 1]) == "women":
            return Part(begin, after, sentence, "women", None, percent, anaphoric=True, number=number)
    return None


def _noun(words: list[str], lexicon: RussianLexicon, after: int, end: int) -> NounPhrase | None:
    for index in range(after, min(after + 5, end)):
        word = words[index]
        if not word[0].isalpha():
            return None
        kind = lexicon.kind(word)
        if kind is not None:
            if (
                kind is Kind.ROLE
                and word.endswith(_ADJECTIVE)
                and index + 1 < end
                and lexicon.kind(words[index + 1])
            ):
                continue
            sex = None
            if "-" in word:
                sex = lexicon.sex_of(word.partition("-")[0])
            elif word.startswith(lexicon.feminine):
                sex = "women"
            until = index + 1
            while until + 1 < end and words[until] in ("и", ",", "или"):
                further = until + 1
                while (
                    further < end
                    and further < until + 4
                    and words[further].endswith(_ADJECTIVE)
                    and lexicon.kind(words[further]) is None
                ):
                    further += 1
                if further >= end or lexicon.kind(words[further]) is None:
                    break
                until = further + 1
            return NounPhrase(after, index, until, word, kind, sex)
        if not (word.endswith(_ADJECTIVE) or word in ("старших", "из", "и") or word.endswith("о")):
            return None
        if word == "из":
            return None
    return None


def _accepts(words: list[str], lexicon: RussianLexicon, draft: Draft, start: int, end: int) -> bool:
    noun = draft.noun
    kind = noun.kind if noun else Kind.SEXED
    count = draft.total if draft.total is not None else sum(draft.parts.values())
    if kind is Kind.NEVER:
        return False
    clause = (
        words[max(start, draft.start - 8) : draft.start] + words[draft.after : min(end, draft.after + 14)]
    )
    if _rewarded(clause):
        return False
    if any(word.startswith(lexicon.suffered) for word in clause):
        return False
    before = words[max(start, draft.start - 6) : draft.start]
    if any(word in _CONSISTS for word in before) and any(word.startswith(lexicon.bodies) for word in before):
        return False
    if any(word.startswith("рассчитан") for word in words[max(start, draft.start - 3) : draft.start]):
        return False
    if not _AT_WORK.isdisjoint(words[max(start, draft.start - 4) : min(end, draft.after + 4)]):
        return False
    joined = any(word.startswith(lexicon.took_part) for word in words[start:end])
    if not joined and _not_free(clause):
        return False
    if kind is Kind.GENERIC or (kind is Kind.SEXED and (count < 5 or draft.start > start + 3)):
        return joined
    if kind is Kind.TEACHING and count < 10:
        return any(
            word.startswith(("обуч", "подготов", "прош", "для"))
            for word in words[max(start, draft.start - 4) : draft.start]
        )
    if kind is Kind.DIGNITARY and count < 10:
        return False
    beside = [*words[draft.start - 1 : draft.start], *words[draft.after : draft.after + 1]]
    if not joined and any(word.startswith(lexicon.bodies) for word in beside):
        # Из 120 депутатов парламента 24 – женщины; в парламенте 90 депутатов.
        return False
    return count > 4 or joined


def _not_free(clause: list[str]) -> bool:
    """Whether somebody is in custody: под стражей, под арестом, в заключении."""
    return any(
        (before in ("под", "из-под") and word in _CUSTODY) or (before in ("в", "из") and word in _PRISON)
        for before, word in pairwise(clause)
    )


def _rewarded(clause: list[str]) -> bool:
    """Whether somebody received a prize, which is no taking part; a certificate of a course is."""
    return any(word.startswith(_PRIZES) for word in clause) and any(
        word.startswith(_RECEIVED) for word in clause
    )


def _settle(words: list[str], draft: Draft, start: int, end: int) -> None:
    clause = words[start:end]
    for index, word in enumerate(clause[:-1]):
        behind = clause[index + 1]
        if word in ("с", "со") and (
            behind in ("начала", "момента")
            or (behind[0].isdigit() and clause[index + 2 : index + 3] and clause[index + 2] in _YEARS)
        ):
            draft.cumulative = True
        if (
            word in ("с", "со")
            and behind[0].isdigit()
            and len(behind) == 4
            and clause[index + 2 : index + 3] == ["по"]
        ):
            draft.cumulative = True
        if word == "за" and behind in (
            "период",
            "последние",
            "прошедшие",
            "последний",
            "прошлый",
            "это",
            "эти",
        ):
            draft.cumulative = True
        if word in ("сегодняшний", "настоящий", "данный") and behind in ("день", "момент", "времени"):
            draft.cumulative = True
        if word == "течение" and any(
            other in ("года", "лет", "месяцев") for other in clause[index : index + 4]
        ):
            draft.cumulative = True
    if any(
        word in ("будет", "будут", "примут", "планируется", "ожидается", "пройдут", "соберет", "смогут")
        for word in clause
    ):
        draft.planned = True
        # До конца 2025 года планируется обучить 150 человек: not in one course.
        if any(
            (word == "до" and behind == "конца") or (word == "к" and len(behind) == 4 and behind.isdigit())
            for word, behind in pairwise(clause)
        ):
            draft.cumulative = True


def _attach(
    words: list[str],
    lexicon: RussianLexicon,
    sentence: int,
    start: int,
    end: int,
    drafts: list[Draft],
    parts: list[Part],
    earlier: list[Draft],
) -> None:
    splits: list[list[Part]] = []
    for part in parts:
        if splits:
            gap = words[splits[-1][-1].end : part.start]
            joined = len(gap) <= 3 and all(word in _JOINS for word in gap)
            if gap and len(gap) <= 5 and gap[0] in ("из", "с", "от") and gap[-1] == "и":
                joined = True
            if joined and part.sex not in {other.sex for other in splits[-1]}:
                splits[-1].append(part)
                continue
        splits.append([part])
    for split in splits:
        values = [part.value for part in split if part.value is not None]
        total = sum(values)
        first = split[0]
        lead = words[first.start - 1] if first.start > start else ""
        bound = (
            lead in _LEADS
            or lead in ("(", "–", "—", ":", ",")
            or any(p.anaphoric or p.percent for p in split)
        )
        fitting = [
            d
            for d in reversed(drafts)
            if d.number < first.number
            and d.total is not None
            and not d.parts
            and (total <= d.total or len(values) > 1)
        ]
        target = next((d for d in fitting if len(values) > 1 and d.total == total), None)
        if target is None and bound and fitting:
            target = fitting[0]
        if target is None and not values:
            target = next((draft for draft in drafts if draft.number > first.number), None)
        if target is None and (lead in _LEADS or any(p.anaphoric for p in split)) and earlier:
            recent = earlier[-1]
            if (
                sentence - recent.sentence <= 2
                and recent.total is not None
                and total <= recent.total
                and not recent.parts
            ):
                target = recent
        if target is not None:
            for part in split:
                if part.value is not None:
                    target.parts[part.sex] = part.value
                else:
                    target.percent = part.percent
            target.start = min(target.start, first.start) if target.sentence == sentence else target.start
            target.end = max(target.end, split[-1].end)
            continue
        if not values or lead in _LEADS or any(part.anaphoric for part in split):
            continue
        own = Draft(
            first.start,
            split[-1].end,
            sentence,
            number=first.number,
            after=split[-1].end,
            qualifier=first.qualifier,
        )
        for part in split:
            if part.value is not None:
                own.parts[part.sex] = part.value
        if lead == "(":
            head = first.start - 2
            if head < start or lexicon.kind(words[head]) in (None, Kind.NEVER):
                continue
            own.noun = NounPhrase(head, head, head + 1, words[head], Kind.ROLE)
            own.start = head
        else:
            own.noun = NounPhrase(first.start, first.end - 1, split[-1].end, words[first.end - 1], Kind.SEXED)
            if len(values) == 1:
                own.total = values[0]
        if drafts and not drafts[-1].accepted and lead in ("и", ","):
            continue
        own.accepted = total > 1 and _accepts(words, lexicon, own, start, end)
        _settle(words, own, start, end)
        drafts.append(own)
