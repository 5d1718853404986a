"""What somebody said, and who: quotations with their attribution.

Words between quotation marks are a quotation only where the text attributes them: `said X`, `X noted
that “...”`, `according to X`, a sentence set apart behind one that says who speaks. Titles, names of
projects and words held at a distance carry no attribution and are left alone.
"""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from osce_scraper.records import Quote
from osce_scraper.text.characters import all_of_characters
from osce_scraper.text.quote_marks import QuotedSpan, Speech, speeches
from osce_scraper.text.speakers import WORDS, Person, person_after, person_before, person_opening

_QUICK = re.compile("[“”„«»\"]|[,.!?][’']")
_ADVERB = (
    r"(?:also|further|then|later|recently|today|earlier|himself|herself|has|have|had|once|again|jointly|additionally|"
    r"furthermore|[a-z]+ly|также|далее|також)"
)
_SENTENCE_END = re.compile(r"[.!?…]+[”»\"’)]*\s+(?=[\"“„«(]*[^\W\d_a-zа-яёіїєґ])")
_ABBREVIATION = re.compile(
    r"(?:^|[\s(])(?:[A-ZА-Я]|Mr|Mrs|Ms|Dr|Prof|St|Gen|Col|Lt|Maj|Capt|Sgt|Amb|No|vs|г|им)$"
)
_TERMINAL = frozenset(".!?…")
_SPEECH_END = frozenset(",.!?…")
_DASH = "–—-"
_INNER_DASH = re.compile(r"[,.!?…]\s*[–—]\s*")


class _Lexicon(NamedTuple):
    verb: re.Pattern[str]
    verb_first: re.Pattern[str]
    source_first: re.Pattern[str]
    source: re.Pattern[str]


def _lexicon(languages: Sequence[str]) -> _Lexicon:
    def alternatives(key: str) -> str:
        words = [word for language in languages for word in WORDS[key][language]]
        return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))

    verbs, sources = alternatives("verbs"), alternatives("sources")
    return _Lexicon(
        verb=re.compile(rf"(?<![\w-])(?:{verbs})(?![\w-])"),
        verb_first=re.compile(
            rf"\s*[,.]?\s*(?:[–—-]\s*)?(?:{_ADVERB}\s+)?(?:{verbs})(?:\s+{_ADVERB})?\s+(?=\S)"
        ),
        source_first=re.compile(rf"\s*[,.]?\s*(?:[–—-]\s*)?(?:{sources})\s+", re.IGNORECASE),
        source=re.compile(rf"(?<!\w)(?:{sources})\s+", re.IGNORECASE),
    )


_LEXICONS = {"en": _lexicon(["en"]), "ru": _lexicon(["ru"]), "uk": _lexicon(["uk"])}
_BEFORE_VERB = re.compile(rf"\s+(?:{_ADVERB}\s+)?$")
_LEAD_IN = re.compile(r"\s*(?:[,.]\s*)?(?:[–—-]\s*)?")
_SAID_TAIL = re.compile(r"\s*(?:that|:|,|что|що|,\s*(?:что|що))?\s*[:,–—-]?\s*$")
_NAME_WORD = r"[^\W\d_a-zа-яё][\w’'-]*"
_AS = frozenset(["as", "как", "як"])
_WHO = re.compile(r",?\s+(?:who|котор(?:ый|ая)|який|яка)\s*$")
_NAME = re.compile(_NAME_WORD)
_PARTS = re.compile(r"\s*,?\s*(?:and|but|or|as well as|и|а|та|й)\s+(?:[a-z]+\s+){0,3}")
_TERM = re.compile(
    r"(?:^|\s)(?:" + "|".join(re.escape(term) for term in WORDS["terms"]) + r")$", re.IGNORECASE
)
#: A verb that is in no list, between words that end in a comma and a full name: `“...,” sighed Jane Doe`.
_OTHER_VERB = re.compile(r"\s*[a-z]{3,12}(?:ed|s)\s+(?=[^\W\d_])")
_THAT = (" that", " что", " що")
_FRAGMENT_WORDS = 4
_LED_WORDS = 3
_SHORT_ROLE = 2  # words of a function that can stand for somebody named before
_REACH = 800  # characters around quoted words in which their attribution is looked for
_REMEMBERED = 40  # speakers and paragraphs an item is searched back for
_OPENING = 200  # characters of a sentence that can hold its subject with an apposition


class _Attribution(NamedTuple):
    person: Person
    start: int
    end: int


class _Draft(NamedTuple):
    texts: list[str]
    person: Person
    paragraph: int
    start: int
    end: int


def _sentence_ends(text: str, start: int, end: int) -> list[int]:
    """Offsets behind the sentences of ``text[start:end]``, abbreviations and initials left alone."""
    found = []
    for match in _SENTENCE_END.finditer(text, start, end):
        before = text[max(start, match.start() - 6) : match.start()]
        if not _ABBREVIATION.search(before):
            found.append(match.end())
    return found


def _first_sentence(text: str, start: int, end: int) -> int:
    ends = _sentence_ends(text, start, min(end, start + _REACH))
    return ends[0] if ends else min(end, start + _REACH)


def _last_sentence(text: str, start: int, end: int) -> int:
    """Where the last sentence of ``text[start:end]`` begins; ``end`` itself if a new one begins there."""
    start = max(start, end - _REACH)
    ends = [at for at in _sentence_ends(text, start, min(len(text), end + 3)) if at <= end]
    return ends[-1] if ends else start


def _after(text: str, start: int, end: int, lexicon: _Lexicon) -> _Attribution | None:
    """The attribution that follows quoted words: ``text[start:end]`` is the gap behind them."""
    stop = _first_sentence(text, start, end)
    for pattern in (lexicon.verb_first, lexicon.source_first):
        match = pattern.match(text, start, stop)
        if match:
            person = person_after(text[match.end() : stop])
            if person:
                return _Attribution(person, start, stop)
    manner = _OTHER_VERB.match(text, start, stop)
    if manner and text[start - 2 : start - 1] in {",", "!", "?"}:
        person = person_after(text[manner.end() : stop])
        if person and person.name and " " in person.name and not person.name.islower():
            return _Attribution(person, start, stop)
    lead = _LEAD_IN.match(text, start, stop)
    begin = lead.end() if lead else start
    verb = lexicon.verb.search(text, begin, stop)
    if verb and verb.start() > begin:
        subject = text[begin : verb.start()]
        trimmed = _BEFORE_VERB.sub("", subject)
        tokens = trimmed.split()
        if tokens and (len(tokens) <= 30):
            person = person_before(trimmed)
            if person and _is_whole(person, trimmed):
                return _Attribution(person, start, stop)
    gap = text[start:end].strip()
    if gap[:1] and gap[0] in _DASH and end == len(text):
        person = person_after(gap[1:])
        if person and person.name and " " in person.name:
            return _Attribution(person, start, end)
    return None


def _is_whole(person: Person, subject: str) -> bool:
    """Whether ``subject`` is nothing but the person: `X said` behind a quotation, not another sentence."""
    if person.pronoun:
        return len(subject.split()) <= 2
    named = (person.name or "") + (person.role or "")
    return len(re.sub(r"[\s,]", "", named)) + 12 >= len(re.sub(r"[\s,]", "", subject))


def _opening_subject(clause: str) -> Person | None:
    """The subject of ``clause`` whose verb of saying comes late: `X thanked the guests and said`,
    `opened by X, who said`."""
    relative = _WHO.search(clause)
    if relative:
        return person_before(clause[: relative.start()] + ",")
    for start in (0, clause.find(",") + 1):
        person = person_opening(clause[start:].strip())
        if person:
            return person
    return None


def _before(
    text: str, start: int, span: QuotedSpan, lexicon: _Lexicon, *, fragment: bool
) -> _Attribution | None:
    """The attribution that leads to quoted words: ``text[start:span.start]`` is the sentence up to them."""
    prefix = text[start : span.start]
    verbs = list(lexicon.verb.finditer(prefix))
    for verb in reversed(verbs[-3:]):
        tail = prefix[verb.end() :]
        direct = _SAID_TAIL.fullmatch(tail) is not None
        led = tail.rstrip().endswith((":", ","))
        if not (direct or led or (fragment and len(tail) <= 160)):
            continue
        subject = _BEFORE_VERB.sub("", prefix[: verb.start()])
        person = None
        if verb.group().endswith("ing"):
            person = _opening_subject(subject)
        if person is None and subject.strip().lower() not in _AS:
            person = person_before(subject)
        if person is None and direct:
            person = person_after(tail.strip(" :,")) if tail.strip(" :,") not in {"", "that"} else None
        if person is None and (direct or led):
            person = _opening_subject(prefix[: verb.start()])
        if person is None and led:
            person = person_after(tail.rstrip(" :,"))
        if person:
            return _Attribution(person, start, span.end)
    if not verbs and prefix.rstrip().endswith(":"):
        person = person_after(prefix.rstrip(" :"))
        if person and person.name and " " in person.name and _is_whole(person, prefix):
            return _Attribution(person, start, span.end)
    source = lexicon.source.search(prefix)
    if source:
        named = prefix[source.end() :].strip()
        person = person_after(named.rstrip(" ,:"))
        if person:
            return _Attribution(person, start, span.end)
    return None


def _names_a_term(led: str) -> bool:
    """Whether the words before quotation marks announce a term or a title."""
    return _TERM.search(led) is not None


def _is_fragment(text: str, span: QuotedSpan) -> bool:
    """Whether quoted words inside a sentence are words said, not a title: lower case and a few words."""
    inner = text[span.inner_start : span.inner_end].strip()
    return bool(inner) and not inner[0].isupper() and len(inner.split()) >= _FRAGMENT_WORDS


def _begins_sentence(text: str, start: int, span: QuotedSpan) -> bool:
    before = text[start : span.start].rstrip()
    return not before or before[-1] in _TERMINAL or before[-1] in ':–—”»"' or before[-1] in _DASH


def _ends_speech(text: str, span: QuotedSpan, *, led: bool = False) -> bool:
    """Whether quoted words end like speech; those led to by a verb may have their full stop outside."""
    inner = text[span.inner_start : span.inner_end].rstrip("’' ")
    if not inner or not span.closed:
        return bool(inner)
    after = text[span.end : span.end + 3].lstrip()
    if led and after[:1] == "." and len(inner.split()) >= _LED_WORDS:
        return True
    return inner[-1] in _SPEECH_END or after[:1] in {",", "–", "—", "-"}


class _Reader:
    """Reads the quotations of one item; remembers who spoke."""

    def __init__(self, paragraphs: Sequence[str], lexicon: _Lexicon) -> None:
        self._paragraphs = paragraphs
        self._lexicon = lexicon
        self._speakers: list[Person] = []
        self._drafts: list[_Draft] = []

    def read(self) -> list[_Draft]:
        all_speeches = speeches(self._paragraphs)
        previous: Speech | None = None
        reach = 0  # how far the last attribution goes in the paragraph of the last speech
        for index, speech in enumerate(all_speeches):
            paragraph, last_paragraph = speech.first[0], speech.last[0]
            same = previous is not None and previous.last[0] == paragraph
            start = max(reach, previous.last[1].end) if same and previous else 0
            following = all_speeches[index + 1] if index + 1 < len(all_speeches) else None
            text = self._paragraphs[last_paragraph]
            gap_end = len(text)
            if following and following.first[0] == last_paragraph:
                gap_end = following.first[1].start
            reach = self._attribute(speech, start, gap_end, previous if same else None)
            previous = speech
            if last_paragraph != paragraph:
                reach = max(reach, 0)
        return self._drafts

    def _attribute(self, speech: Speech, start: int, gap_end: int, previous: Speech | None) -> int:
        """Attribute one speech; returns how far its paragraph is used up."""
        paragraph, first = speech.first
        last_paragraph, last = speech.last
        text, last_text = self._paragraphs[paragraph], self._paragraphs[last_paragraph]
        if paragraph == last_paragraph and self._interrupted(paragraph, first):
            return first.end
        begins = _begins_sentence(text, start, first)
        continues = (
            previous is not None
            and bool(self._drafts)
            and self._drafts[-1].paragraph == paragraph
            and not text[start : first.start].strip()
            and start >= self._drafts[-1].end
        )
        if (begins or continues) and _ends_speech(last_text, last):
            found = _after(last_text, last.end, gap_end, self._lexicon)
            # What goes on in another paragraph has an attribution there: evidence is within one paragraph.
            within = paragraph == last_paragraph
            if found and continues and within and self._goes_on(text, first, found.person):
                draft = self._drafts.pop()
                draft.texts.append(self._words(speech))
                self._drafts.append(draft._replace(end=found.end))
                return found.end
            if found:
                begin = first.start if paragraph == last_paragraph else last.start
                end = found.end
                person = self._resolve(found.person, last_paragraph, last.start)
                self._add(speech, person, last_paragraph, begin, end)
                return end
        if continues:
            draft = self._drafts.pop()
            end = first.end
            if paragraph == last_paragraph:
                draft.texts.append(self._words(speech))
                self._drafts.append(draft._replace(end=end))
            else:
                self._drafts.append(draft)
                self._add(speech, draft.person, paragraph, first.start, first.end)
            return end
        if previous is not None and self._goes_on_in_parts(speech, previous):
            return first.end
        sentence = _last_sentence(text, start, first.start)
        led = text[sentence : first.start].rstrip()
        fragment = not begins and _is_fragment(text, first) and not _names_a_term(led)
        direct = bool(led) and (led[-1] in ":," or led.endswith(_THAT) or self._verb_at_end(led))
        if led and (direct or fragment):
            before = None
            if led[-1] == ":" or fragment or _ends_speech(text, first, led=True):
                before = _before(text, sentence, first, self._lexicon, fragment=fragment)
            if before:
                person = self._resolve(before.person, paragraph, sentence)
                self._add(speech, person, paragraph, before.start, first.end)
                return first.end
        if begins and not led and self._is_whole_sentence(speech):
            return self._standing_alone(speech, start, sentence)
        return start if start > first.end else first.end

    def _interrupted(self, paragraph: int, span: QuotedSpan) -> bool:
        """Take in speech whose attribution stands inside the marks, between dashes, as Russian sets it:
        «Words, – said X, role. – More words»."""
        text = self._paragraphs[paragraph]
        for dash in _INNER_DASH.finditer(text, span.inner_start, span.inner_end):
            verb = self._lexicon.verb_first.match(text, dash.start(), span.inner_end)
            if verb is None:
                continue
            second = _INNER_DASH.search(text, verb.end(), span.inner_end)
            stop = second.start() + 1 if second else span.inner_end
            person = person_after(text[verb.end() : stop].rstrip(",.! "))
            if person is None:
                return False
            parts = [text[span.inner_start : dash.start() + 1].strip()]
            if second:
                parts.append(text[second.end() : span.inner_end].strip())
            resolved = self._resolve(person, paragraph, span.start)
            self._drafts.append(
                _Draft([part for part in parts if part], resolved, paragraph, span.start, span.end)
            )
            return True
        return False

    def _goes_on_in_parts(self, speech: Speech, previous: Speech) -> bool:
        """Take in the second part of words quoted in parts: `said it was “a good law” and “a late one”`."""
        paragraph, span = speech.first
        if not self._drafts or len(speech.parts) > 1:
            return False
        draft, text = self._drafts[-1], self._paragraphs[paragraph]
        behind = previous.last[1].end
        between = text[behind : span.start]
        if draft.paragraph != paragraph or draft.end != behind or not _PARTS.fullmatch(between):
            return False
        if not _is_fragment(text, span):
            return False
        draft.texts.append(self._words(speech))
        self._drafts[-1] = draft._replace(end=span.end)
        return True

    def _goes_on(self, text: str, span: QuotedSpan, person: Person) -> bool:
        """Whether words with an attribution of their own only end the sentence of those before:
        `“We trust them,” said X, “because we know them,” he added.`"""
        return person.pronoun and text[span.inner_start].islower()

    def _is_whole_sentence(self, speech: Speech) -> bool:
        """Whether quoted words are sentences of their own; behind a colon a single word can be one."""
        words = self._words(speech)
        if not words or words[-1] not in _TERMINAL or words[0].islower():
            return False
        paragraph, first = speech.first
        introduced = (
            paragraph > 0 and not first.start and self._paragraphs[paragraph - 1].rstrip().endswith(":")
        )
        return introduced or len(words.split()) >= _FRAGMENT_WORDS

    def _verb_at_end(self, led: str) -> bool:
        verbs = list(self._lexicon.verb.finditer(led, max(0, len(led) - 20)))
        return bool(verbs) and verbs[-1].end() == len(led)

    def _standing_alone(self, speech: Speech, start: int, sentence: int) -> int:
        """A whole sentence in quotation marks without a verb of its own: the sentence before says who."""
        paragraph, first = speech.first
        text = self._paragraphs[paragraph]
        before_end = first.start
        if text[start:before_end].strip():
            begin = _last_sentence(text, start, len(text[:before_end].rstrip()) - 1)
            person = self._teller(text, begin, before_end)
            if person:
                self._add(speech, self._resolve(person, paragraph, begin), paragraph, begin, first.end)
            return first.end
        if paragraph == 0 or start:
            return first.end
        earlier = self._paragraphs[paragraph - 1]
        last = self._drafts[-1] if self._drafts else None
        if last and last.paragraph == paragraph - 1 and last.end >= len(earlier.rstrip()):
            self._add(speech, last.person, paragraph, first.start, first.end)
        elif earlier.rstrip().endswith(":"):
            begin = _last_sentence(earlier, 0, len(earlier.rstrip()))
            person = self._teller(earlier, begin, len(earlier))
            if person:
                self._add(
                    speech, self._resolve(person, paragraph - 1, begin), paragraph, first.start, first.end
                )
        return first.end

    def _teller(self, text: str, start: int, end: int) -> Person | None:
        """Subject of the first verb of saying in the sentence ``text[start:end]``."""
        verb = self._lexicon.verb.search(text, start, end)
        if verb is None or verb.start() == start:
            return None
        return person_before(_BEFORE_VERB.sub("", text[start : verb.start()]))

    def _resolve(self, person: Person, paragraph: int, offset: int) -> Person:
        """``person`` with what the item said before: pronouns, surnames and bare functions filled in."""
        resolved = person
        del self._speakers[:-_REMEMBERED]
        if person.pronoun:
            resolved = self._antecedent(paragraph, offset)
        elif person.name is None and person.role:
            word = person.role.lower()
            known = [one for one in self._speakers if one.role and word in one.role.lower()]
            resolved = known[-1] if known else self._in_function(person, paragraph, offset)
        elif person.name:
            known = [one for one in self._speakers if one.name and _same_person(person.name, one.name)]
            if known:
                resolved = known[-1]
            elif " " not in person.name:
                resolved = self._full_name(person, paragraph, offset)
        if resolved.name or resolved.role:
            self._speakers.append(resolved)
        return resolved

    def _antecedent(self, paragraph: int, offset: int) -> Person:
        """Whom a pronoun means: a speaker named again since the last quotation, else the last speaker."""
        if not self._speakers:
            return self._named_before(paragraph, offset)
        for text in self._since_last(paragraph, offset):
            person = next(self._subjects(text), None)
            if person and person.name:
                known = [one for one in self._speakers if one.name and _same_person(person.name, one.name)]
                return known[-1] if known else person
            words = set(_NAME.findall(text))
            again = [one for one in self._speakers if one.name and one.name.split()[-1] in words]
            if again:
                return again[-1]
        return self._speakers[-1]

    def _since_last(self, paragraph: int, offset: int) -> Iterator[str]:
        """The text between the last quotation and the given place, the nearest paragraph first."""
        last = self._drafts[-1] if self._drafts else None
        for index in range(paragraph, max(-1, paragraph - _REMEMBERED), -1):
            if last is not None and index < last.paragraph:
                return
            begin = last.end if last is not None and index == last.paragraph else 0
            end = offset if index == paragraph else len(self._paragraphs[index])
            yield self._paragraphs[index][max(begin, end - 2 * _REACH) : end]

    def _before_here(self, paragraph: int, offset: int) -> list[str]:
        """Paragraphs up to ``offset`` of ``paragraph``, the nearest first."""
        here = self._paragraphs[paragraph][max(0, offset - 2 * _REACH) : offset]
        earlier = self._paragraphs[max(0, paragraph - _REMEMBERED) : paragraph]
        return [here, *(text[: 2 * _REACH] for text in reversed(earlier))]

    def _subjects(self, text: str) -> Iterator[Person]:
        """Persons with whom sentences of ``text`` open or who say something in them, the last first."""
        starts = [0, *_sentence_ends(text, 0, len(text))]
        for begin, stop in reversed(list(zip(starts, [*starts[1:], len(text)], strict=True))):
            opening = text[begin : min(stop, begin + _OPENING)]
            person = self._teller(text, begin, stop) or person_opening(opening)
            if person and person.name:
                yield person

    def _named_before(self, paragraph: int, offset: int) -> Person:
        """The last person named as a subject before the given place."""
        for text in self._before_here(paragraph, offset):
            for person in self._subjects(text):
                return person
        return Person(None, None)

    def _in_function(self, person: Person, paragraph: int, offset: int) -> Person:
        """The person named before who holds the bare function that ``person`` is: `the Representative`."""
        word = (person.role or "").lower()
        if len(word.split()) <= _SHORT_ROLE:
            for text in self._before_here(paragraph, offset):
                for named in self._subjects(text):
                    if named.role and word in named.role.lower():
                        return named
        return person

    def _full_name(self, person: Person, paragraph: int, offset: int) -> Person:
        """``person`` known by one name only, with the full name and role that stood before."""
        name = person.name or ""
        surname = re.escape(name)
        patterns = (rf"(?:{_NAME_WORD}\s+){{1,3}}{surname}\b", rf"\b{surname}(?:\s+{_NAME_WORD}){{1,2}}")
        for text in self._before_here(paragraph, offset):
            for match in (found for pattern in patterns for found in re.finditer(pattern, text)):
                stop = _first_sentence(text, match.end(), len(text))
                begin = _last_sentence(text, 0, match.start())
                named = person_before(text[begin : match.end()])
                if named and named.name and " " in named.name and _same_person(name, named.name):
                    appended = person_after(named.name + text[match.end() : stop])
                    role = named.role or (appended.role if appended else None) or person.role
                    return Person(named.name, role)
        return person

    def _words(self, speech: Speech) -> str:
        lines = []
        for paragraph, span in speech.parts:
            lines.append(self._paragraphs[paragraph][span.inner_start : span.inner_end].strip())
        return "\n".join(line for line in lines if line)

    def _add(self, speech: Speech, person: Person, paragraph: int, start: int, end: int) -> None:
        words = self._words(speech)
        if words:
            self._drafts.append(_Draft([words], person, paragraph, start, end))


def _same_person(short: str, full: str) -> bool:
    """Whether ``short`` is the name ``full`` or a part of it."""
    return short == full or short in full.split() or full.endswith(" " + short)


def _said(texts: Sequence[str]) -> str:
    """The words of one speech; the comma that only leads to the attribution is dropped at the end."""
    return " ".join(texts).rstrip().removesuffix(",").rstrip()


def find_quotes(paragraphs: Sequence[str], *, language: str = "en") -> list[Quote]:
    """What was said in an article, with speaker and role.

    ``paragraphs`` are the body paragraphs, ``language`` their ISO 639-1 code: English, Russian and
    Ukrainian are covered, other languages give no quotation. Pronouns and bare surnames are filled in from
    the speaker whom the item named before. The evidence is the passage with words and attribution, within
    one paragraph: ``paragraphs[quote.paragraph][quote.start:quote.end] == quote.evidence``. Raises nothing.
    """
    lexicon = _LEXICONS.get(language)
    paragraphs = all_of_characters(paragraphs)
    if lexicon is None or not any(_QUICK.search(paragraph) for paragraph in paragraphs):
        return []
    found = []
    for draft in _Reader(paragraphs, lexicon).read():
        text = paragraphs[draft.paragraph][draft.start : draft.end]
        words = _said(draft.texts)
        if not words:
            continue
        start = draft.start + len(text) - len(text.lstrip())
        evidence = text.strip()
        found.append(
            Quote(
                text=words,
                speaker=draft.person.name,
                role=draft.person.role,
                evidence=evidence,
                paragraph=draft.paragraph,
                start=start,
                end=start + len(evidence),
            )
        )
    return found
