"""What somebody said, and who: quotations with their attribution.

Words between quotation marks are a quotation only where the text attributes them: `said X`, `X noted
that “...”`, `according to X`, a sentence set apart after one that says who speaks. Titles, names of
projects and words held at a distance carry no attribution and are left alone.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import NamedTuple

from osce_scraper.facts.people import Mention, PersonFinder
from osce_scraper.lang.characters import all_of_characters
from osce_scraper.lang.language import is_cyrillic, load_pack
from osce_scraper.lang.words import Words
from osce_scraper.records import Quote
from osce_scraper.text.quote_marks import QuotedSpan, Speech, speeches

_QUICK = re.compile("[“”„«»\"]|[,.!?][’']")
_TERMINAL = frozenset(".!?…")
_SPEECH_END = frozenset(",.!?…")
_DASHES = "–—-"
_INNER_DASH = re.compile(r"[,.!?…]\s*[–—]\s*")
_SENTENCE_END = re.compile(r"[.!?…]+[”»\"’)]*\s+(?=[\"“„«(]*[^\W\d_])")
_FRAGMENT_WORDS = 4
_LED_WORDS = 3
_REMEMBERED = 40  # speakers and paragraphs an item is searched back for
_LONGEST_CLAUSE = 80  # words before a verb of saying among which its subject is looked for
_MOST_PERSONS = 200  # persons named before a place who are compared with a name or function
_LONGEST_SUBJECT = 30  # words between quoted words and the verb that attributes them
_FRAGMENT_GAP = 160  # characters between a verb of saying and the few words it quotes


class Speaker(NamedTuple):
    """Who speaks, as a phrase says it: by name, by function, or by a pronoun that is still to be resolved."""

    name: str | None
    role: str | None
    pronoun: bool = False


_NOBODY = Speaker(None, None)


class _Attribution(NamedTuple):
    speaker: Speaker
    start: int
    end: int


class _Draft(NamedTuple):
    texts: list[str]
    speaker: Speaker
    paragraph: int
    start: int
    end: int


class Paragraph:
    """One paragraph with its persons, and questions about who says something in a part of it."""

    def __init__(self, text: str, words: Words) -> None:
        self.text = text
        self.words = words
        self.people = PersonFinder(text, words)
        self._starts = [token.start for token in self.people.tokens]
        self._ends = [token.end for token in self.people.tokens]
        self._sentence_starts = list(self._sentences())

    def _sentences(self) -> Iterator[int]:
        """Offsets at which sentences begin; the points of `Lt.` and `K.` end none."""
        yield 0
        inside = {token.end - 1 for token in self.people.tokens if token.text[-1] == "." != token.text}
        for match in _SENTENCE_END.finditer(self.text):
            following = self.text[match.end() : match.end() + 4].lstrip('"“„«(')[:1]
            if match.start() not in inside and not following.islower():
                yield match.end()

    def sentence_start(self, offset: int, floor: int = 0) -> int:
        """Where the sentence begins in which ``offset`` lies, not before ``floor``."""
        return max(floor, self._sentence_starts[bisect_right(self._sentence_starts, offset) - 1])

    def sentence_end(self, offset: int, ceiling: int) -> int:
        """Where the sentence ends that begins at ``offset`` or later, not after ``ceiling``."""
        while offset < ceiling and self.text[offset].isspace():
            offset += 1
        index = bisect_right(self._sentence_starts, offset)
        return min(ceiling, self._sentence_starts[index]) if index < len(self._sentence_starts) else ceiling

    def token_range(self, start: int, end: int) -> range:
        """The tokens that lie within the characters ``start`` to ``end``."""
        return range(bisect_left(self._starts, start), bisect_right(self._ends, end))

    def verbs(self, start: int, end: int) -> list[tuple[int, int]]:
        """Tokens at which verbs of saying begin within ``start`` to ``end``, each with the token after it."""
        found = []
        skip = -1
        for index in self.token_range(start, end):
            length = self.people.verb_length(index)
            if length and index >= skip:
                found.append((index, index + length))
                skip = index + length
        return found

    def source_end(self, start: int, end: int) -> tuple[int, int] | None:
        """Tokens of the first phrase such as `according to` within the characters ``start`` to ``end``."""
        lowers = self.people.lowers
        for index in self.token_range(start, end):
            length = self.words["sources"].phrase_length(lowers, index)
            if length:
                return index, index + length
        return None

    # Who is named

    def speaker_after(self, index: int, stop: int) -> Speaker | None:
        """The speaker whom the words from token ``index`` to ``stop`` begin with: what follows `said`."""
        tokens, words = self.people.tokens, self.words
        while index < stop and (
            tokens[index].lower in words["adverbs"] or tokens[index].text in {",", ":", "–", "—", "-"}
        ):
            index += 1
        if index >= stop:
            return None
        if tokens[index].lower in words["pronouns"] and not self.people.is_acronym(index):
            return Speaker(None, None, pronoun=True)
        offset = tokens[index].start
        for mention in self.people.mentions:
            if mention.start <= offset <= mention.name_start:
                return Speaker(mention.name, mention.role)
            if (
                offset < mention.start
                and mention.name_end <= tokens[stop - 1].end
                and self._leads_to(index, mention)
            ):
                return Speaker(mention.name, mention.role)
        end = min(self.people.role_end(index), stop)
        return self._bare_name(index, end) or self._unnamed(index, end, said=True)

    def _leads_to(self, index: int, mention: Mention) -> bool:
        """Whether the words from token ``index`` only describe the person after a comma."""
        tokens = self.people.tokens
        between = tokens[index : bisect_right(self._ends, mention.start)]
        if not between or between[-1].text != "," or any(token.text in ",.;:" for token in between[:-1]):
            return False
        return len(between) <= 12 and any(
            self.people.is_role(index + at) or between[at].lower in self.words["relations"]
            for at in range(len(between) - 1)
        )

    def speaker_before(self, start: int, stop: int) -> Speaker | None:
        """The subject among tokens ``start`` to ``stop``, which a verb of saying follows."""
        tokens, words = self.people.tokens, self.words
        start = max(start, stop - _LONGEST_CLAUSE)
        while stop > start and (
            tokens[stop - 1].lower in words["adverbs"] or tokens[stop - 1].text in _DASHES
        ):
            stop -= 1
        if stop <= start:
            return None
        if tokens[stop - 1].lower in words["pronouns"]:
            return Speaker(None, None, pronoun=True)
        begin, end = tokens[start].start, tokens[stop - 1].end
        inside = [one for one in self.people.mentions if one.name_start >= begin and one.name_end <= end]
        relative = tokens[stop - 1].lower in words["relatives"]
        subject = self._subject(inside, start, stop - relative)
        if subject is not None:
            return Speaker(subject.name, subject.role)
        opening = tokens[start].lower in words["pronouns"] and tokens[stop - 1].lower in words["conjunctions"]
        if opening:
            return Speaker(None, None, pronoun=True)
        return self._last_phrase(start, stop)

    def _subject(self, inside: Sequence[Mention], start: int, stop: int) -> Mention | None:
        """The subject of the verb at ``stop``: whose phrase ends there, or who opens the clause."""
        tokens = self.people.tokens
        end = tokens[stop - 1].end
        closed = tokens[stop - 1].text == ","
        for mention in reversed(inside):
            rest = self.text[mention.end : end].strip(" ,")
            if not rest:
                return mention
        for mention in inside:
            if not self._is_governed(mention) and (
                self._is_clause_opening(mention, start) or self._has_relative(mention, end) or closed
            ):
                return mention
        return None

    def _has_relative(self, mention: Mention, end: int) -> bool:
        following = self.token_range(mention.end, end)
        return any(self.people.lowers[index] in self.words["relatives"] for index in following)

    def _is_governed(self, mention: Mention) -> bool:
        """Whether a preposition or a verb before the phrase makes the person its object."""
        before = bisect_right(self._ends, mention.start) - 1
        if before < 0:
            return False
        token = self.people.tokens[before]
        if not token.word or (token.capital and not self.people.is_connector(before)):
            return False
        return not any(
            token.lower in self.words[kind]
            for kind in ("conjunctions", "that", "subordinators", "adverbs", "relations")
        )

    def _is_clause_opening(self, mention: Mention, start: int) -> bool:
        before = bisect_right(self._ends, mention.start) - 1
        return before < start or self.people.tokens[before].text in ",:;–—"

    def _last_phrase(self, start: int, stop: int) -> Speaker | None:
        """Who is meant by the phrase without a name before token ``stop``: `the project manager`."""
        tokens = self.people.tokens
        while stop > start and tokens[stop - 1].text == ",":
            stop -= 1
        first = stop
        while first > start and tokens[first - 1].text not in {
            ",",
            ";",
            ":",
            "—",
            "–",
            "(",
            ")",
            "“",
            "”",
            '"',
            "«",
            "»",
        }:
            first -= 1
        for index in range(first, stop):
            fresh = index == first or not tokens[index - 1].capital
            if not fresh:
                continue
            named = self._bare_name(index, stop) or self._unnamed(index, stop)
            if named is not None:
                return named
        return None

    def _bare_name(self, start: int, stop: int) -> Speaker | None:
        """A single capitalised word that is no institution, function or place: a surname, or a given name."""
        people = self.people
        end = start
        while end < stop and people.lowers[end] in self.words["particles"]:
            end += 1
        if end >= stop or not people.is_name_word(end):
            return None
        while end < stop and people.is_name_word(end):
            end += 1
        if end < stop and not people.is_connector(end):
            return None
        name = people.text[people.tokens[start].start : people.tokens[end - 1].end]
        return Speaker(name, people.right_role(end)[1])

    def _unnamed(self, start: int, stop: int, *, said: bool = False) -> Speaker | None:
        """A function, people or a body without a name: `the Mayor`, `one participant`, `OSCE Mission`.

        Directly after a verb of saying, ``said``, anybody can speak: `said a guest from Osh`.
        """
        people, words, tokens = self.people, self.words, self.people.tokens
        begin = start
        while begin < stop and tokens[begin].lower in words["articles"]:
            begin += 1
        if begin >= stop or not tokens[begin].word:
            return None
        phrase = people.text[tokens[begin].start : tokens[stop - 1].end]
        whole = people.text[tokens[start].start : tokens[stop - 1].end]
        head_end = next((i for i in range(begin + 1, stop) if people.is_connector(i)), stop)
        head = next(
            (token.lower for token in reversed(tokens[begin:head_end]) if not token.text.isdigit()), ""
        )
        if head in words["texts"] or not people.fits_role(begin, stop, loose=True):
            return None
        if tokens[begin].lower in words["anonymous"]:
            return Speaker(phrase, None)
        roles = [i for i in range(begin, head_end) if people.is_role(i)]
        if roles or (head in words["trades"] and begin > start):
            if head.endswith("s") and head not in words["roles"]:
                return Speaker(phrase, None)
            if tokens[start].lower in words["indefinite"]:
                return Speaker(whole, None)
            return Speaker(None, phrase)
        if tokens[start].lower in words["indefinite"] and people.is_role(stop - 1):
            return Speaker(whole, None)
        indefinite = tokens[start].lower in words["indefinite"] and not tokens[head_end - 1].capital
        if indefinite and (said or head in words["trades"]):
            return Speaker(whole, None)
        bodies = [i for i in range(begin, stop) if people.is_institution(i)]
        if bodies and any(tokens[i].capital for i in range(begin, head_end)):
            return Speaker(phrase, None)
        return None

    def opening_subject(self, start: int, stop: int) -> Speaker | None:
        """The person who opens a sentence with a late verb of saying: `X thanked the guests and said`."""
        tokens = self.people.tokens
        begin, end = tokens[start].start, tokens[stop - 1].end if stop > start else tokens[start].start
        for mention in self.people.mentions:
            if mention.start >= begin and mention.name_end <= end and self.is_topic(mention):
                return Speaker(mention.name, mention.role)
        if tokens[start].lower in self.words["pronouns"]:
            return Speaker(None, None, pronoun=True)
        return None

    def is_topic(self, mention: Mention) -> bool:
        """Whether a sentence is about ``mention``: the person opens a clause and nothing governs the name."""
        return not self._is_governed(mention)

    def introduced(self, start: int, stop: int) -> Speaker | None:
        """The person whom a line ending in a colon names: `From Jane Doe, Head of the Office:`."""
        tokens = self.people.tokens
        while start < stop and tokens[start].lower in self.words["locatives"]:
            start += 1
        if start >= stop:
            return None
        for mention in self.people.mentions:
            rest = self.text[mention.end : tokens[stop - 1].end].strip(" :,")
            if mention.start == tokens[start].start and not rest and mention.full:
                return Speaker(mention.name, mention.role)
        return None

    def opening_person(self, start: int, stop: int, span: QuotedSpan) -> Speaker | None:
        """The person with whom a line to a whole sentence begins: `Jane Doe was full of praise: “...”`."""
        said = self.text[span.inner_start : span.inner_end].strip()
        if start >= stop or len(said.split()) < _FRAGMENT_WORDS or said[-1] not in _TERMINAL:
            return None
        for mention in self.people.mentions:
            if mention.start == self.people.tokens[start].start and mention.full:
                return Speaker(mention.name, mention.role)
        return None

    def after_any_verb(self, start: int, stop: int) -> Speaker | None:
        """The full name after a verb that is in no list: `“...,” sighed Jane Doe`."""
        tokens = self.people.tokens
        if start + 1 >= stop or tokens[start].capital or not tokens[start].word:
            return None
        speaker = self.speaker_after(start + 1, stop)
        return (
            speaker
            if speaker and speaker.name and " " in speaker.name and not speaker.name.islower()
            else None
        )

    def is_subject_only(self, start: int, stop: int) -> bool:
        """Whether tokens ``start`` to ``stop`` are one subject, not another sentence with its own verb."""
        tokens = self.people.tokens
        begin, end = tokens[start].start, tokens[stop - 1].end
        if tokens[start].lower in self.words["pronouns"]:
            return stop - start <= 2
        covered = [one for one in self.people.mentions if one.start >= begin and one.name_end <= end]
        if covered:
            return covered[0].start - begin <= 4
        return not any(token.text in {";", ":"} for token in tokens[start:stop])


class _Reader:
    """Reads the quotations of one item; remembers who spoke."""

    def __init__(self, texts: Sequence[str], words: Words) -> None:
        self._words = words
        self._texts = texts
        self._cut: dict[int, Paragraph] = {}
        self._speakers: list[Speaker] = []
        self._drafts: list[_Draft] = []

    def _paragraph(self, index: int) -> Paragraph:
        if index not in self._cut:
            self._cut[index] = Paragraph(self._texts[index], self._words)
        return self._cut[index]

    def read(self) -> list[_Draft]:
        all_speeches = speeches(self._texts)
        previous: Speech | None = None
        reach = 0  # how far the last attribution goes in the paragraph of the last speech
        for index, speech in enumerate(all_speeches):
            paragraph, last_paragraph = speech.first[0], speech.last[0]
            same = previous is not None and previous.last[0] == paragraph
            start = max(reach, previous.last[1].end) if same and previous else 0
            following = all_speeches[index + 1] if index + 1 < len(all_speeches) else None
            gap_end = len(self._texts[last_paragraph])
            if following and following.first[0] == last_paragraph:
                gap_end = following.first[1].start
            reach = self._attribute(speech, start, gap_end, previous if same else None)
            previous = speech
        return self._drafts

    # One speech

    def _attribute(self, speech: Speech, start: int, gap_end: int, previous: Speech | None) -> int:
        """Attribute one speech; returns how far its paragraph is used up."""
        index, first = speech.first
        last_index, last = speech.last
        text, last_text = self._texts[index], self._texts[last_index]
        whole = index == last_index
        if whole and self._interrupted(index, first):
            return first.end
        begins = _begins_sentence(text, start, first)
        continues = self._continues(index, first, start, previous)
        if (begins or continues) and (_ends_speech(last_text, last) or self._is_quotative(last_index, last)):
            found = self._after(last_index, last.end, gap_end)
            if found and continues and whole and found.speaker.pronoun and text[first.inner_start].islower():
                self._extend(speech, found.end)
                return found.end
            if found:
                speaker = self._resolve(found.speaker, last_index, last.start)
                self._add(speech, speaker, last_index, first.start if whole else last.start, found.end)
                return found.end
        if continues:
            if whole:
                self._extend(speech, first.end)
            else:
                self._add(speech, self._drafts[-1].speaker, index, first.start, first.end)
            return first.end
        if previous is not None and self._goes_on_in_parts(speech, previous):
            return first.end
        paragraph = self._paragraph(index)
        sentence = paragraph.sentence_start(first.start, start)
        led = text[sentence : first.start].rstrip()
        fragment = (
            not begins
            and _is_fragment(text, first)
            and not self._names_a_term(paragraph, sentence, first.start)
        )
        if led and self._attribute_before(speech, sentence, led, fragment=fragment):
            return first.end
        if begins and not led and (self._is_whole_sentence(speech) or self._has_participle(index, first)):
            self._standing_alone(speech, start)
        return max(start, first.end)

    def _is_quotative(self, index: int, span: QuotedSpan) -> bool:
        """Whether a word such as Turkmen `diýip` directly after quoted words makes them speech."""
        if not self._words.head_final or not span.closed:
            return False
        paragraph = self._paragraph(index)
        after = paragraph.token_range(span.end, len(paragraph.text)).start
        if after == len(paragraph.people.tokens):
            return False
        return paragraph.people.is_verb(after) or paragraph.people.lowers[after] in self._words["adverbs"]

    def _continues(self, index: int, first: QuotedSpan, start: int, previous: Speech | None) -> bool:
        """Whether quoted words follow directly on the attribution of those before them."""
        if previous is None or not self._drafts:
            return False
        last = self._drafts[-1]
        return (
            last.paragraph == index
            and not self._texts[index][start : first.start].strip()
            and start >= last.end
        )

    def _attribute_before(self, speech: Speech, sentence: int, led: str, *, fragment: bool) -> bool:
        """Take in words whose sentence before them, ``led``, says who speaks."""
        index, first = speech.first
        paragraph = self._paragraph(index)
        verbs = paragraph.verbs(sentence, first.start)
        ends_in_verb = bool(verbs) and self._gap(paragraph, verbs[-1][1], first.start) == ""
        that = led.rsplit(maxsplit=1)[-1].lower().strip(",") in self._words["that"]
        if not (led[-1] in ":," or that or ends_in_verb or fragment):
            return False
        text = self._texts[index]
        if not (led[-1] == ":" or fragment or _ends_speech(text, first, led=True)):
            return False
        found = self._before(paragraph, sentence, first, verbs, fragment=fragment)
        if found is None:
            return False
        self._add(speech, self._resolve(found, index, sentence), index, sentence, first.end)
        return True

    def _before(
        self,
        paragraph: Paragraph,
        start: int,
        span: QuotedSpan,
        verbs: list[tuple[int, int]],
        *,
        fragment: bool,
    ) -> Speaker | None:
        """Who speaks the words that the sentence from ``start`` leads to."""
        begin = paragraph.token_range(start, span.start)
        led = paragraph.text[start : span.start].rstrip()
        for verb, after in reversed(verbs[-3:]):
            gap = self._gap(paragraph, after, span.start)
            direct = gap == ""
            if not (direct or led.endswith((":", ",")) or (fragment and len(gap) <= _FRAGMENT_GAP)):
                continue
            speaker = paragraph.speaker_before(begin.start, verb)
            if speaker is None and not direct and led.endswith((":", ",")):
                speaker = paragraph.speaker_after(after, begin.stop)
            if speaker is None:
                speaker = paragraph.opening_subject(begin.start, verb)
            if speaker is not None:
                return speaker
        source = paragraph.source_end(start, span.start)
        if source is not None:
            return paragraph.speaker_after(source[1], begin.stop)
        if not verbs and led.endswith(":"):
            named = paragraph.introduced(begin.start, begin.stop)
            if named is None and not self._names_a_term(paragraph, start, span.start):
                named = paragraph.opening_person(begin.start, begin.stop, span)
            return named
        return None

    def _gap(self, paragraph: Paragraph, after: int, end: int) -> str:
        """What stands between a verb of saying and quoted words, `that` and marks left out."""
        between = [token for token in paragraph.people.tokens[after:] if token.end <= end]
        kept = [token.text for token in between if token.word and token.lower not in self._words["that"]]
        return " ".join(kept)

    def _after(self, index: int, start: int, end: int) -> _Attribution | None:
        """The attribution that follows quoted words: the gap from ``start`` to ``end`` after them."""
        paragraph = self._paragraph(index)
        stop = paragraph.sentence_end(start, end)
        span = paragraph.token_range(start, stop)
        tokens = paragraph.people.tokens
        first = span.start
        while first < span.stop and (not tokens[first].word or tokens[first].lower in self._words["adverbs"]):
            if tokens[first].text in ".;:!?(" or paragraph.people.is_verb(first):
                break
            first += 1
        verbs = paragraph.verbs(start, stop)
        source = paragraph.source_end(start, stop)
        speaker = None
        if source and source[0] == first:
            speaker = paragraph.speaker_after(source[1], span.stop)
        elif verbs and verbs[0][0] == first:
            speaker = paragraph.speaker_after(verbs[0][1], span.stop)
        elif (
            verbs
            and verbs[0][0] - first <= _LONGEST_SUBJECT
            and (
                tokens[first].lower in self._words["deictics"]
                or paragraph.is_subject_only(first, verbs[0][0])
            )
        ):
            speaker = paragraph.speaker_before(first, verbs[0][0])
        elif paragraph.text[start:end].strip()[:1] in tuple(_DASHES) and end == len(paragraph.text):
            named = paragraph.speaker_after(first, span.stop)
            speaker = named if named and named.name and " " in named.name else None
        if speaker is None and paragraph.text[start - 2 : start - 1] in {",", "!", "?"}:
            speaker = paragraph.after_any_verb(first, span.stop)
        return _Attribution(speaker, start, stop) if speaker else None

    def _interrupted(self, index: int, span: QuotedSpan) -> bool:
        """Take in speech whose attribution stands inside the marks, between dashes, as Russian sets it:
        «Words, – said X, role. – More words»."""
        text = self._texts[index]
        for dash in _INNER_DASH.finditer(text, span.inner_start, span.inner_end):
            paragraph = self._paragraph(index)
            inside = paragraph.token_range(dash.end(), span.inner_end)
            verb = paragraph.people.verb_length(inside.start) if inside else 0
            if not verb:
                continue
            second = _INNER_DASH.search(text, paragraph.people.tokens[inside.start].end, span.inner_end)
            stop = second.start() + 1 if second else span.inner_end
            speaker = paragraph.speaker_after(inside.start + verb, paragraph.token_range(0, stop).stop)
            if speaker is None:
                return False
            parts = [text[span.inner_start : dash.start() + 1].strip()]
            if second:
                parts.append(text[second.end() : span.inner_end].strip())
            resolved = self._resolve(speaker, index, span.start)
            self._drafts.append(
                _Draft([part for part in parts if part], resolved, index, span.start, span.end)
            )
            return True
        return False

    def _goes_on_in_parts(self, speech: Speech, previous: Speech) -> bool:
        """Take in the second part of words quoted in parts: `said it was “a good law” and “a late one”`."""
        index, span = speech.first
        if not self._drafts or len(speech.parts) > 1:
            return False
        draft, text = self._drafts[-1], self._texts[index]
        between = text[previous.last[1].end : span.start].strip(" ,").lower().split()
        joined = bool(between) and len(between) <= 4 and between[0] in self._words["conjunctions"]
        if draft.paragraph != index or draft.end != previous.last[1].end or not joined:
            return False
        if not _is_fragment(text, span):
            return False
        self._extend(speech, span.end)
        return True

    def _names_a_term(self, paragraph: Paragraph, start: int, end: int) -> bool:
        """Whether the words before quotation marks announce a term or a title."""
        span = paragraph.token_range(start, end)
        if not span:
            return False
        lowers = paragraph.people.lowers
        terms = self._words["terms"]
        return lowers[span.stop - 1] in terms or any(
            tuple(lowers[span.stop - len(phrase) : span.stop]) == phrase for phrase in terms.phrases
        )

    def _is_whole_sentence(self, speech: Speech) -> bool:
        """Whether quoted words are whole sentences; after a colon a single word can be one."""
        words = self._said(speech)
        index, first = speech.first
        closing = self._texts[speech.last[0]][speech.last[1].end :][:1]
        if not words or words[0].islower() or not (words[-1] in _TERMINAL or closing in {".", "!", "?"}):
            return False
        introduced = index > 0 and not first.start and self._texts[index - 1].rstrip().endswith(":")
        return introduced or len(words.split()) >= _FRAGMENT_WORDS

    def _has_participle(self, index: int, span: QuotedSpan) -> bool:
        """Whether a participle of saying follows quoted words: `“...,” adding that`."""
        paragraph = self._paragraph(index)
        inner = paragraph.text[span.inner_start : span.inner_end].rstrip()
        tokens = paragraph.people.tokens
        at = paragraph.token_range(span.end, len(paragraph.text)).start
        if at == len(tokens) or (not inner.endswith(",") and tokens[at].text != ","):
            return False
        at += tokens[at].text == ","
        return (
            at < len(paragraph.people.tokens)
            and paragraph.people.tokens[at].lower in self._words["participles"]
        )

    def _standing_alone(self, speech: Speech, start: int) -> None:
        """A whole sentence in quotation marks without a verb of its own: the sentence before says who."""
        index, first = speech.first
        text = self._texts[index]
        if text[start : first.start].strip():
            paragraph = self._paragraph(index)
            begin = paragraph.sentence_start(len(text[: first.start].rstrip()) - 1, start)
            speaker = self._teller(paragraph, begin, first.start)
            if speaker:
                self._add(speech, self._resolve(speaker, index, begin), index, begin, first.end)
            return
        if index == 0 or start:
            return
        earlier = self._texts[index - 1].rstrip()
        last = self._drafts[-1] if self._drafts else None
        if last and last.paragraph == index - 1 and last.end >= len(earlier):
            self._add(speech, last.speaker, index, first.start, first.end)
        elif earlier.endswith((":", ",")):
            paragraph = self._paragraph(index - 1)
            begin = paragraph.sentence_start(len(earlier) - 1)
            speaker = self._teller(paragraph, begin, len(earlier)) or paragraph.introduced(
                *self._bounds(paragraph, begin, len(earlier))
            )
            if speaker:
                self._add(speech, self._resolve(speaker, index - 1, begin), index, first.start, first.end)

    def _bounds(self, paragraph: Paragraph, start: int, end: int) -> tuple[int, int]:
        span = paragraph.token_range(start, end)
        return span.start, span.stop

    def _teller(self, paragraph: Paragraph, start: int, end: int) -> Speaker | None:
        """Who says something in the sentence ``start`` to ``end``: the subject of a verb of saying."""
        begin = paragraph.token_range(start, end)
        for verb, _ in paragraph.verbs(start, end):
            if verb > begin.start:
                speaker = paragraph.speaker_before(begin.start, verb) or paragraph.opening_subject(
                    begin.start, verb
                )
                if speaker:
                    return speaker
        return None

    # Who is meant

    def _resolve(self, speaker: Speaker, index: int, offset: int) -> Speaker:
        """``speaker`` with what the item said before: pronouns, surnames and bare functions filled in."""
        resolved = speaker
        if speaker.pronoun:
            resolved = self._antecedent(index, offset)
        elif speaker.name is None and speaker.role:
            resolved = self._in_function(speaker, index, offset)
        elif speaker.name:
            resolved = self._known(speaker, index, offset)
        if resolved.name or resolved.role:
            self._speakers.append(resolved)
            del self._speakers[:-_REMEMBERED]
        return resolved

    def _named_before(self, index: int, offset: int) -> Iterator[tuple[int, Mention]]:
        """Persons named before the given place with the number of their paragraph, the nearest first."""

        def named() -> Iterator[tuple[int, Mention]]:
            for at in range(index, max(-1, index - _REMEMBERED), -1):
                for mention in reversed(self._paragraph(at).people.mentions):
                    if at < index or mention.name_end <= offset:
                        yield at, mention

        return islice(named(), _MOST_PERSONS)

    def _known(self, speaker: Speaker, index: int, offset: int) -> Speaker:
        """``speaker`` with the full name and the function under which the item introduced the person."""
        name = speaker.name or ""
        same = [one for one in reversed(self._speakers) if one.name and _same_person(name, one.name)]
        named = [
            mention for _, mention in self._named_before(index, offset) if _same_person(name, mention.name)
        ]
        candidates = same + [Speaker(mention.name, mention.role) for mention in named]
        if not candidates:
            return speaker
        longest = max(candidates, key=lambda one: len((one.name or "").split()))
        full = longest.name if len((longest.name or "").split()) > len(name.split()) else name
        roles = [one.role for one in candidates if one.role]
        role = max(roles, key=lambda text: len(text.split())) if roles else None
        return Speaker(full, role if role and _says_more(role, speaker.role) else speaker.role)

    def _in_function(self, speaker: Speaker, index: int, offset: int) -> Speaker:
        """The person named before who holds the function that ``speaker`` is: `the Representative`."""
        role = (speaker.role or "").lower()
        for one in reversed(self._speakers):
            if one.role and role in one.role.lower():
                return one
        for _, mention in self._named_before(index, offset):
            if mention.role and role in mention.role.lower():
                return Speaker(mention.name, mention.role)
        return speaker

    def _antecedent(self, index: int, offset: int) -> Speaker:
        """Whom a pronoun means: the person who is the subject since the last quotation, else its speaker."""
        last = self._drafts[-1] if self._drafts else None
        for at, mention in self._named_before(index, offset):
            if last and (at, mention.name_start) < (last.paragraph, last.end):
                break
            if (mention.full or mention.titled) and self._paragraph(at).is_topic(mention):
                return self._known(Speaker(mention.name, mention.role), index, offset)
        return self._speakers[-1] if self._speakers else _NOBODY

    def _said(self, speech: Speech) -> str:
        lines = [
            self._texts[index][span.inner_start : span.inner_end].strip() for index, span in speech.parts
        ]
        return "\n".join(line for line in lines if line)

    def _add(self, speech: Speech, speaker: Speaker, index: int, start: int, end: int) -> None:
        said = self._said(speech)
        if said:
            self._drafts.append(_Draft([said], speaker, index, start, end))

    def _extend(self, speech: Speech, end: int) -> None:
        """Add the words of ``speech`` to the quotation before it."""
        draft = self._drafts.pop()
        draft.texts.append(self._said(speech))
        self._drafts.append(draft._replace(end=max(end, draft.end)))


def _begins_sentence(text: str, start: int, span: QuotedSpan) -> bool:
    before = text[start : span.start].rstrip()
    return not before or before[-1] in _TERMINAL or before[-1] in ':–—”»"' or before[-1] in _DASHES


def _ends_speech(text: str, span: QuotedSpan, *, led: bool = False) -> bool:
    """Whether quoted words end like speech; those led to by a verb may have their full stop outside."""
    inner = text[span.inner_start : span.inner_end].rstrip("’' ")
    if not inner or not span.closed:
        return bool(inner)
    after = text[span.end : span.end + 3].lstrip()
    if led and after[:1] == "." and len(inner.split()) >= _LED_WORDS:
        return True
    return inner[-1] in _SPEECH_END or after[:1] in {",", "–", "—", "-"}


def _is_fragment(text: str, span: QuotedSpan) -> bool:
    """Whether quoted words inside a sentence are words said, not a title: lower case and a few words."""
    inner = text[span.inner_start : span.inner_end].strip()
    return bool(inner) and not inner[0].isupper() and len(inner.split()) >= _FRAGMENT_WORDS


def _same_person(short: str, full: str) -> bool:
    """Whether ``short`` is the name ``full``, a part of it, or the same without initials."""
    parts = [word for word in full.split() if not word.endswith(".")]
    return all(word in parts for word in short.split() if not word.endswith("."))


def _says_more(role: str, known: str | None) -> bool:
    return known is None or len(role.split()) > len(known.split())


def _joined(texts: Sequence[str]) -> str:
    """The words of one speech. A comma that only leads to the attribution ends no sentence: it is a full stop
    where a new sentence follows, and is dropped at the end."""
    said = texts[0]
    for text in texts[1:]:
        if text[:1].isupper():
            bare = said.rstrip().removesuffix(",")
            said = bare if bare[-1:] in _TERMINAL else bare + "."
        said = f"{said} {text}"
    return said.rstrip().removesuffix(",").rstrip()


def covers_quotes(language: str) -> bool:
    """Whether quotations are found in ``language``, an ISO 639-1 code."""
    pack = load_pack(language)
    return pack is not None and pack.speech is not None


def find_quotes(paragraphs: Sequence[str], *, language: str = "en") -> list[Quote]:
    """What was said in an article, with speaker and role.

    ``paragraphs`` are the body paragraphs, ``language`` their ISO 639-1 code; a language without speech words
    gives no quotation. Pronouns and bare surnames are filled in from the person whom the item named before.
    The evidence is the passage with words and attribution, within one paragraph:
    ``paragraphs[quote.paragraph][quote.start:quote.end] == quote.evidence``. Raises nothing.
    """
    paragraphs = all_of_characters(paragraphs)
    pack = load_pack(language, is_cyrillic(paragraphs[0]) if paragraphs else False)
    words = pack.speech if pack else None
    if words is None or not any(_QUICK.search(paragraph) for paragraph in paragraphs):
        return []
    found = []
    for draft in _Reader(paragraphs, words).read():
        text = paragraphs[draft.paragraph][draft.start : draft.end]
        said = _joined(draft.texts)
        if not said:
            continue
        start = draft.start + len(text) - len(text.lstrip())
        evidence = text.strip()
        found.append(
            Quote(
                text=said,
                speaker=draft.speaker.name,
                role=draft.speaker.role,
                evidence=evidence,
                paragraph=draft.paragraph,
                start=start,
                end=start + len(evidence),
            )
        )
    return found
