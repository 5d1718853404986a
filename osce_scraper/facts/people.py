"""Persons named in a paragraph: name, function, and where the words that name them begin and end.

A name is a run of capitalised words that are not functions, institutions or places. The function is read on
both sides of it: `Head of Mission Jane Doe`, `The Head of Mission, Jane Doe`, `Jane Doe, a teacher from Osh`.
"""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from osce_scraper.lang.words import Words
from osce_scraper.vocabulary import find_country

_WORD = r"[^\W_]+(?:[’'ʼʻ‘‑/&-][^\W_]+)*"
_TOKEN = re.compile(rf"(?:[^\W\d_]\.)+(?=\s|,|$|[^\W\d_])|{_WORD}|[^\w\s]")
_POSSESSIVE = re.compile(r"[’'][sS]?$")
_STOPS = frozenset('.!?…:;,()[]«»„“”"—–')
_SENTENCE_STOPS = frozenset('.!?…:;«»„“”"—–')
_CLOSERS = frozenset('»”"’)')
_LONGEST_ROLE = 24  # words of a function, the name of its institution included
_LONGEST_TAIL = 6  # words of a place or body after the comma that ends a function
_MOST_MODIFIERS = 3
_SMALL_MODIFIERS = 2
_INDIRECT = frozenset(["’s", "'s"])


class Token(NamedTuple):
    """A word or a mark of punctuation and where it stands; ``lower`` is without a possessive ending."""

    text: str
    start: int
    end: int
    lower: str
    possessive: bool

    @property
    def capital(self) -> bool:
        """Whether the word begins with a capital letter."""
        return self.text[0].isupper()

    @property
    def word(self) -> bool:
        """Whether this is a word, not punctuation."""
        return self.text[0].isalnum()


class Mention(NamedTuple):
    """A person as a paragraph names one; offsets are characters, the phrase includes the function."""

    name: str
    role: str | None
    name_start: int
    name_end: int
    start: int
    end: int
    titled: bool

    @property
    def full(self) -> bool:
        """Whether the name has more than one word."""
        return " " in self.name


def tokenize(text: str, words: Words) -> list[Token]:
    """The words and marks of ``text``; `Lt.` and `K.` keep their point."""
    tokens: list[Token] = []
    for match in _TOKEN.finditer(text):
        word, end = match.group(), match.end()
        if word == "." and tokens and tokens[-1].end == match.start():
            last = tokens[-1]
            if last.lower + "." in words["honorifics"] or last.lower + "." in words["ranks"]:
                tokens[-1] = Token(last.text + ".", last.start, end, last.lower + ".", False)
                continue
        possessive = _POSSESSIVE.search(word) if len(word) > 2 else None
        lower = (word[: possessive.start()] if possessive else word).lower()
        tokens.append(Token(word, match.start(), end, lower, possessive is not None))
    return tokens


def is_acronym(token: Token) -> bool:
    """Whether a word is written in capitals only: `OSCE`, `ODIHR’s`."""
    bare = _POSSESSIVE.sub("", token.text)
    return len(bare) > 1 and bare.isupper() and "." not in bare


class PersonFinder:
    """Reads the persons of one paragraph; ``tokens`` and ``mentions`` are in the order of the text."""

    def __init__(self, text: str, words: Words) -> None:
        self.text = text
        self.words = words
        self.tokens = tokenize(text, words)
        self.lowers = [token.lower for token in self.tokens]
        self._verbs = self._verb_tokens()
        self.mentions = list(self._mentions())

    # Classes of words

    def is_role(self, index: int) -> bool:
        """Whether the word at ``index`` names a function: `director`, `co-ordinators`, `Vice-Minister`."""
        token = self.tokens[index]
        lower, roles = token.lower, self.words["roles"]
        if not token.capital and lower in roles:
            return True
        return (
            roles.lists(lower)
            or lower in self.words["ranks"]
            or (lower.endswith("s") and roles.lists(lower[:-1]))
            or ("-" in lower and roles.lists(lower.rpartition("-")[2]))
            or ("’" in lower and roles.lists(lower.rpartition("’")[2]))
        )

    def is_rank(self, index: int) -> bool:
        """Whether the word at ``index`` is a rank: `captain`, `Lieutenant-Colonel`."""
        ranks, lower = self.words["ranks"], self.tokens[index].lower
        return lower in ranks or ("-" in lower and all(part in ranks for part in lower.split("-")))

    def is_institution(self, index: int) -> bool:
        token = self.tokens[index]
        return token.lower in self.words["institutions"] or is_acronym(token) or "/" in token.text

    def _is_place(self, index: int) -> bool:
        """Whether a word names a country; before another capital it can be a name: `Jordan Smith`."""
        token = self.tokens[index]
        if not token.capital or find_country(_POSSESSIVE.sub("", token.text)) is None:
            return False
        following = self.tokens[index + 1] if index + 1 < len(self.tokens) else token
        return not following.word or not following.capital or (index > 0 and self.is_connector(index - 1))

    def is_connector(self, index: int) -> bool:
        return self.tokens[index].lower in self.words["connectors"]

    def _opens_sentence(self, index: int) -> bool:
        return index == 0 or self.tokens[index - 1].text in _SENTENCE_STOPS

    def _verb_tokens(self) -> list[int]:
        """For each token the length of the verb of saying that begins there, else 0."""
        verbs = self.words["verbs"]
        lengths = []
        for index, token in enumerate(self.tokens):
            length = 0 if token.capital and index else verbs.phrase_length(self.lowers, index)
            lengths.append(length)
        return lengths

    def _circumstance(self, index: int) -> int:
        """How many tokens open a circumstance at ``index``: `during`, `on behalf`; 0 where none does."""
        return self.words["circumstances"].phrase_length(self.lowers, index)

    def verb_length(self, index: int) -> int:
        """How many tokens the verb of saying at ``index`` has; 0 where none begins."""
        return self._verbs[index]

    def is_acronym(self, index: int) -> bool:
        """Whether the word at ``index`` is written in capitals only."""
        return is_acronym(self.tokens[index])

    def is_verb(self, index: int) -> bool:
        """Whether a verb of saying begins at token ``index``."""
        return self._verbs[index] > 0

    # Names

    def is_name_word(self, index: int) -> bool:
        token = self.tokens[index]
        if not token.capital or (not token.word and not token.text.endswith(".")):
            return False
        lower = token.lower
        if lower in self.words["never_names"] or self.words["modifiers"].spells(lower):
            return False
        return not (self.is_role(index) or self.is_institution(index) or self._is_place(index))

    def _runs(self) -> Iterator[tuple[int, int]]:
        """Runs of words that can be a name, with the small words inside them: `Maria van der Berg`."""
        index, count = 0, len(self.tokens)
        while index < count:
            if not self.is_name_word(index):
                index += 1
                continue
            end = index + 1
            while end < count and not self.tokens[end - 1].possessive:
                step = end
                while step < count and self.tokens[step].lower in self.words["particles"]:
                    step += 1
                if step < count and (self.is_name_word(step) or self._is_surname(end, step)):
                    end = step + 1
                else:
                    break
            yield index, end
            index = end

    def _is_surname(self, first: int, index: int) -> bool:
        """Whether a country after particles is part of a name: `Enzo Del Monaco`."""
        return first < index and self._is_place(index)

    def _mentions(self) -> Iterator[Mention]:
        consumed = 0
        for start, end in self._runs():
            name_start = None if start < consumed else self._name_start(start, end)
            if name_start is None:
                continue
            mention, last = self._mention(name_start, end, consumed)
            if mention is not None:
                consumed = last
                yield mention

    def _name_start(self, start: int, end: int) -> int | None:
        """Where the name begins in a run: after the place that ends a function before it.

        None when the run is the name of a place or of a thing.
        """
        length = sum(self.tokens[i].lower not in self.words["particles"] for i in range(start, end))
        before = start - 1
        if before >= 0 and self.is_connector(before):
            role_before = self._role_to_the_left(before) is not None
            if role_before and length >= 3:
                keep = 3 if self._has_middle_name(start, end) and length > 3 else 2
                return self._last_words(start, end, keep)
            if role_before:
                return None
            if self.tokens[before].lower in self.words["locatives"] and self.right_role(end)[1] is None:
                return None
            article = self.tokens[before].lower in self.words["articles"]
            if article:
                return None
        if length == 1 and (not self._titles_surname(before) or self._qualifies_role(end)):
            return None
        return start

    def _qualifies_role(self, index: int) -> bool:
        """Whether a capitalised function follows at ``index``: `Senior Legal Officer` names nobody."""
        return index < len(self.tokens) and self.tokens[index].capital and self.is_role(index)

    def _titles_surname(self, index: int) -> bool:
        """Whether a surname can follow the word at ``index``: `Judge Lund`, but not `of Youth Affairs`."""
        if index < 0 or not (self._is_title(index) or self.is_role(index)):
            return False
        inside = index > 0 and self.is_connector(index - 1) and not self._is_title(index)
        return not (inside and self._role_to_the_left(index - 1) is not None)

    def _has_middle_name(self, start: int, end: int) -> bool:
        middle = self.tokens[end - 2]
        return middle.text.endswith(".") or middle.lower in self.words["patronymics"]

    def _last_words(self, start: int, end: int, keep: int) -> int:
        begin = end
        while keep and begin > start:
            begin -= 1
            if self.tokens[begin].lower not in self.words["particles"]:
                keep -= 1
        while begin > start and self.tokens[begin - 1].lower in self.words["particles"]:
            begin -= 1
        return begin

    def _is_title(self, index: int) -> bool:
        return self.tokens[index].lower in self.words["honorifics"] or self.is_rank(index)

    def _role_to_the_left(self, index: int) -> int | None:
        """The nearest word of a function left of ``index`` within the same phrase."""
        lowest = max(0, index - _LONGEST_ROLE)
        for at in range(index - 1, lowest - 1, -1):
            if self.tokens[at].text in _STOPS or self.is_verb(at):
                return None
            if self.is_role(at):
                return at
        return None

    # Functions

    def _mention(self, start: int, end: int, consumed: int) -> tuple[Mention | None, int]:
        """The person named by tokens ``start`` to ``end``; tokens before ``consumed`` belong to another."""
        name = self.text[self.tokens[start].start : self.tokens[end - 1].end]
        if self.tokens[end - 1].possessive:
            name = _POSSESSIVE.sub("", name)
        elif name[-1] in self.words["name_endings"]:
            name = name[:-1]
        title = start
        while title > consumed and self._is_title(title - 1):
            title -= 1
        phrase, left = self._left_role(title, start, consumed)
        if left is None and title < start:
            left = self._role_text(title, start)
        ranked = left is None or self._only_ranks(title if phrase == title else phrase, start)
        comma = phrase - 1
        if comma > consumed and self.tokens[comma].text == ",":
            stated_from, stated = self._role_before_comma(comma, consumed)
            if stated is not None:
                phrase, left, ranked = stated_from, stated if ranked else f"{stated}, {left}", False
        last, right = self.right_role(end)
        if right is not None and left is not None and phrase < title and self._precedes_name(last):
            last, right = end, None  # `the Mayor, X, the Dean, Y`: the second function is of Y
        if right is not None:
            left = right if ranked else f"{left}, {right}"
        titled = title < start or left is not None
        begin, stop = self.tokens[phrase].start, self.tokens[last - 1].end
        mention = Mention(name, left, self.tokens[start].start, self.tokens[end - 1].end, begin, stop, titled)
        return mention, last

    def _precedes_name(self, index: int) -> bool:
        """Whether a comma and then a name follow the function that ends at ``index``."""
        if index + 2 >= len(self.tokens) or self.tokens[index].text != ",":
            return False
        while index + 2 < len(self.tokens) and self._is_title(index + 1):
            index += 1
        return self.is_name_word(index + 1) and self.is_name_word(index + 2)

    def _only_ranks(self, start: int, end: int) -> bool:
        return all(self._is_title(index) for index in range(start, end))

    def _role_text(self, start: int, end: int) -> str | None:
        """The words of a function without honorifics and ranks at its end; None when nothing is left."""
        honorifics = self.words["honorifics"]
        kept = [index for index in range(start, end) if self.tokens[index].lower not in honorifics]
        while kept and self.tokens[kept[0]].lower in self.words["articles"]:
            kept.pop(0)
        functions = [index for index in kept if self.is_role(index) and not self.is_rank(index)]
        while (
            functions
            and kept[-1] > functions[-1]
            and self.is_rank(kept[-1])
            and not self._is_postpositive(kept)
        ):
            kept.pop()
        if not kept:
            return None
        return self.text[self.tokens[kept[0]].start : self.tokens[kept[-1]].end].strip(" ,") or None

    def _is_postpositive(self, kept: Sequence[int]) -> bool:
        """Whether the last word belongs to the function before it: `Secretary General`."""
        last = self.tokens[kept[-1]].lower
        return last in self.words["postpositives"] and self.is_role(kept[-2]) and not self.is_rank(kept[-2])

    def fits_role(self, start: int, end: int, *, loose: bool = False) -> bool:
        """Whether tokens ``start`` to ``end`` read as one phrase that names a function; a ``loose`` one may
        begin with small words: `fire chief`."""
        small, headed = 0, not loose
        for index in range(start, end):
            token = self.tokens[index]
            if not token.word and not token.text.endswith("."):
                return False
            if (self.is_verb(index) and not self.is_role(index)) or self._circumstance(index):
                return False
            if index == start or self._is_joined(index):
                small = 0
            else:
                small += 1
                if small > _MOST_MODIFIERS or (
                    small == 1 and headed and not self._takes_small_word(index - 1)
                ):
                    return False
            headed = headed or self.is_role(index) or token.lower in self.words["anonymous"]
        return True

    def _is_joined(self, index: int) -> bool:
        token = self.tokens[index]
        known = self._is_connector_or_role(index) or self.is_institution(index) or token.capital
        return known or token.lower in self.words["articles"] or token.lower in self.words["modifiers"]

    def _is_connector_or_role(self, index: int) -> bool:
        return self.is_connector(index) or self.is_role(index)

    def _takes_small_word(self, index: int) -> bool:
        """Whether a small word may follow inside a function: after `of`, `the`, `former`, `women’s`."""
        token = self.tokens[index]
        if self.is_connector(index) or token.possessive or not self.words["articles"]:
            return True  # where there are no articles, a genitive follows its noun: `руководитель курса`
        return token.lower in self.words["articles"] or token.lower in self.words["modifiers"]

    def _left_role(self, end: int, name: int, consumed: int) -> tuple[int, str | None]:
        """Where the phrase of the function directly before token ``end`` begins, and its words."""
        first = self._phrase_floor(end, consumed)
        for index in range(first, end):
            if self.is_role(index) and not self.is_rank(index) and self.fits_role(index, end):
                begin = self._with_modifiers(index, first)
                return self._with_article(begin, first), self._role_text(begin, name)
        for index in range(first, end):
            if self.is_rank(index) and self.fits_role(index, end):
                begin = self._with_modifiers(index, first)
                return self._with_article(begin, first), self._role_text(begin, name)
        if end > first and self._names_trade(end - 1):
            begin = self._with_modifiers(end - 1, first)
            return self._with_article(begin, first), self._role_text(begin, name)
        return end, None

    def _names_trade(self, index: int) -> bool:
        """Whether a small word directly before a name is a trade that is in no list: `weaver Jane Doe`."""
        token = self.tokens[index]
        if token.capital or not token.text.isalpha() or self.is_verb(index) or self.is_connector(index):
            return False
        return token.lower in self.words["trades"] and token.lower not in self.words["not_names"]

    def _phrase_floor(self, end: int, consumed: int) -> int:
        """The first token that can belong to the phrase which ends at ``end``."""
        index = end
        lowest = max(consumed, end - _LONGEST_ROLE)
        while index > lowest:
            token = self.tokens[index - 1]
            if token.text in _STOPS or token.lower in self.words["relatives"]:
                break
            if token.lower in self.words["pronouns"] or (
                self.is_verb(index - 1) and not self.is_role(index - 1)
            ):
                break
            index -= 1
        return index

    def _with_modifiers(self, index: int, first: int) -> int:
        """``index`` moved left over what qualifies a function: `OSCE Deputy`, `the museum’s`, `fire`."""
        begin, small = index, 0
        while begin > first:
            at = begin - 1
            if self._qualifies(at):
                small = 0
            elif small < _SMALL_MODIFIERS and self._may_qualify(at):
                small += 1
            else:
                break
            begin = at
        if not small or begin == first:
            return begin
        if self.words.head_final:
            return begin
        before = self.tokens[begin - 1]
        article = before.lower in self.words["articles"] or before.possessive
        if article or before.lower in self.words["not_names"] or self.is_connector(begin - 1):
            return begin
        return begin + small

    def _qualifies(self, index: int) -> bool:
        """Whether a word surely belongs to the function that follows it."""
        token = self.tokens[index]
        if not token.word or token.lower in self.words["articles"] or self.is_connector(index):
            return False
        if token.possessive:
            return True
        if token.lower in self.words["not_names"]:
            return False
        return token.capital or token.lower in self.words["modifiers"] or self.is_role(index)

    def _may_qualify(self, index: int) -> bool:
        """Whether a small word can belong to the function that follows it: `fire chief`."""
        token = self.tokens[index]
        before = self.words["articles"] or self.words.head_final
        if not before or not token.text.isalpha() or token.lower in self.words["articles"]:
            return False
        barred = self.is_connector(index) or self._circumstance(index)
        barred = barred or self.words["main_verbs"].spells(token.lower)
        return not barred and not any(token.lower in self.words[kind] for kind in ("adverbs", "not_names"))

    def _with_article(self, index: int, first: int) -> int:
        return (
            index - 1 if index > first and self.tokens[index - 1].lower in self.words["articles"] else index
        )

    def _role_before_comma(self, comma: int, consumed: int) -> tuple[int, str | None]:
        """The function stated left of the comma before a name: `the Head of the Unit, Jane Doe`."""
        end = comma
        first = self._phrase_floor(end, consumed)
        for _ in range(3):
            for index in range(first, end):
                if self.is_role(index) and self._fits_list(index, comma):
                    begin = self._with_modifiers(index, first)
                    start = self._with_article(begin, first)
                    text = self.text[self.tokens[begin].start : self.tokens[comma - 1].end]
                    return start, text
            # `on Water, Energy and Climate, Jane Doe`
            if first < 2 or self.tokens[first - 1].text != "," or not self._is_list_part(first, end):
                break
            end = first - 1
            first = self._phrase_floor(end, consumed)
        return comma, None

    def _is_list_part(self, start: int, end: int) -> bool:
        words = self.words
        return 0 < end - start <= 5 and all(
            (self.tokens[i].capital and not self.is_role(i))
            or self.tokens[i].lower in words["conjunctions"]
            or self.is_connector(i)
            for i in range(start, end)
        )

    def _fits_list(self, start: int, end: int) -> bool:
        """As ``fits_role``, commas between the parts of a list left out."""
        part = start
        for index in range(start, end + 1):
            if index == end or self.tokens[index].text == ",":
                fits = self.fits_role(part, index) if part == start else self._is_list_part(part, index)
                if not fits:
                    return False
                part = index + 1
        return True

    def right_role(self, end: int) -> tuple[int, str | None]:
        """Where the phrase after a name ends, and the function it states: `, a teacher from Osh,`."""
        index = self._after_brackets(end)
        last = index
        if (
            index + 1 < len(self.tokens)
            and self.tokens[index].text == ","
            and self.tokens[index + 1].text.isdigit()
        ):
            index = last = index + 2  # an age
        if index + 1 >= len(self.tokens) or self.tokens[index].text not in {",", "–", "—"}:
            return last, None
        start = index + 1
        stop = self.role_end(start)
        if stop == start or not self.role_like(start, stop):
            return last, None
        begin = start
        while begin < stop and self.tokens[begin].lower in self.words["articles"]:
            begin += 1
        return stop, self.text[self.tokens[begin].start : self.tokens[stop - 1].end].strip()

    def _after_brackets(self, index: int) -> int:
        if index < len(self.tokens) and self.tokens[index].text == "(":
            for at in range(index + 1, min(index + 9, len(self.tokens))):
                if self.tokens[at].text == ")":
                    return at + 1
        return index

    def role_end(self, start: int) -> int:
        """Where a function that begins at token ``start`` ends: at a clause, verb or circumstance."""
        index = start
        while index < len(self.tokens):
            token = self.tokens[index]
            if token.text == "," and self._goes_on_as_list(start, index):
                index += 1
                continue
            if token.text == "(" and self.tokens[index - 1].capital:
                after = self._after_brackets(index)
                if after > index and after < len(self.tokens) and self.is_connector(after):
                    index = after  # `Chair of the Elders (aksakals) of Naryn`
                    continue
            tail = self._place_or_body_end(index) if token.text == "," and index > start else index
            if tail > index:
                index = tail
                break
            if token.text in _STOPS and not token.text.endswith("-"):
                break
            if token.lower in self.words["relatives"] or (
                token.lower in self.words["pronouns"] and not is_acronym(token)
            ):
                break
            if index > start and (self.is_verb(index) or self._is_main_verb(index)) and not token.capital:
                break
            length = self._circumstance(index)
            apart = length and index > start and not token.possessive and not token.capital
            if apart and not self.is_connector(index - 1):
                break  # but not in `a graduate of this year’s course`
            if index > start and token.lower == "at" and self._opens_gathering(index):
                break
            index += 1
        while index > start and self._is_adverb(index - 1):
            index -= 1
        return index

    def _place_or_body_end(self, comma: int) -> int:
        """Where the place or body after ``comma`` ends that closes a function: `in Osh, Kyrgyzstan`.

        ``comma`` itself where none follows, or where the sentence goes on after it.
        """
        index = comma + 1
        while index < len(self.tokens) and index - comma <= _LONGEST_TAIL:
            token = self.tokens[index]
            if token.possessive or self.is_role(index) or not (token.capital or self.is_connector(index)):
                break
            index += 1
        following = index + (index < len(self.tokens) and self.tokens[index].text == ",")
        closed = index == len(self.tokens) or self.tokens[index].text in _SENTENCE_STOPS
        if index == comma + 1 or not (closed or (following < len(self.tokens) and self.is_verb(following))):
            return comma
        if not self.tokens[comma + 1].capital:
            return comma
        words = range(comma + 1, index)
        name = self.text[self.tokens[comma + 1].start : self.tokens[index - 1].end]
        return index if find_country(name) or any(self.is_institution(at) for at in words) else comma

    def _is_main_verb(self, index: int) -> bool:
        """Whether a verb with its object follows a name directly: `Head of the Centre opened the hall`."""
        token, before = self.tokens[index], self.tokens[index - 1]
        if token.lower not in self.words["main_verbs"] or not before.capital or self.is_connector(index - 1):
            return False
        following = self.tokens[index + 1] if index + 1 < len(self.tokens) else token
        return following.lower in self.words["articles"]

    def _is_adverb(self, index: int) -> bool:
        return not self.tokens[index].capital and self.tokens[index].lower in self.words["adverbs"]

    def _opens_gathering(self, index: int) -> bool:
        following = self.tokens[index + 1 : index + 10]
        for token in following:
            if token.text in _STOPS:
                return False
            if token.lower in self.words["gatherings"]:
                return not (token.capital and self._names_body(token))
        return False

    def _names_body(self, token: Token) -> bool:
        """Whether a capitalised word such as Forum is a body, not a meeting: `the Forum of Mercy`."""
        index = self.tokens.index(token) + 1
        following = self.tokens[index].text if index < len(self.tokens) else ""
        return token.lower in self.words["institutions"] and following == "of"

    def _goes_on_as_list(self, start: int, comma: int) -> bool:
        """Whether a comma parts the members of a list inside a function: `on Water, Energy and Climate`."""
        if comma - 1 <= start or not self.tokens[comma - 1].capital:
            return False
        if not any(self.is_connector(index) for index in range(start, comma)):
            return False
        index, joined = comma + 1, False
        while index < min(comma + 8, len(self.tokens)):
            token = self.tokens[index]
            if token.lower in self.words["conjunctions"]:
                joined = True
            elif joined:
                return token.capital and not self.is_role(index)
            elif token.text != "," and (not token.capital or self.is_role(index)):
                return False
            index += 1
        return False

    def role_like(self, start: int, end: int) -> bool:
        """Whether tokens ``start`` to ``end`` state a function: `Head of X`, `prosecutor from Graz`."""
        begin = start
        indefinite = self.tokens[start].lower in self.words["indefinite"]
        while begin < end and self.tokens[begin].lower in self.words["articles"]:
            begin += 1
        if begin == end or not self.tokens[begin].word or self.tokens[begin].text.isdigit():
            return False
        if self.is_connector(begin):
            return False
        if indefinite and not self.tokens[begin].capital:
            return self.tokens[begin].lower not in self.words["gatherings"]
        head_end = next((i for i in range(begin + 1, end) if self.is_connector(i)), end)
        if any(self.is_role(i) for i in range(begin, head_end if not self.tokens[begin].capital else end)):
            return True
        return (
            not self.tokens[head_end - 1].capital and self.tokens[head_end - 1].lower in self.words["trades"]
        )
