"""The project that an activity was part of, and whether the text calls it extra-budgetary."""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from osce_scraper.lang.characters import all_of_characters
from osce_scraper.records import Project
from osce_scraper.text.funding_phrases import FUNDING_WORDS
from osce_scraper.text.quote_marks import QuotedSpan, quoted_spans
from osce_scraper.vocabulary import find_country

_NOT_A_PROJECT = frozenset(FUNDING_WORDS["not_a_project"])
_OWNERS = frozenset(FUNDING_WORDS["owners"])

#: Parts of words without which a text names no project: quicker to look for than a pattern.
_SIGNS = ("roject", "udgetary", "ExB", "роект", "роєкт", "PROJECT")
_EXTRABUDGETARY_SIGNS = ("udgetary", "ExB", "бюджетн")
_EXTRABUDGETARY = re.compile(
    r"[Ee]xtra[-‑– ]?[Bb]udgetary(?:\s\(ExB\))?|\bExB\b|[Вв]небюджетн\w+|[Пп]озабюджетн\w+"
)
_THING = r"(?:projects?|programmes?|programs?|initiatives?|activit(?:y|ies)|events?|проект\w*|про[єе]кт\w*)"
_THING_BEHIND = re.compile(rf"(?:[\s-]+[\w/-]+){{0,3}}?\s+{_THING}(?!\w)", re.IGNORECASE)
_THING_BEFORE = re.compile(rf"\b{_THING}\b[^.;]{{0,80}}?\b(?:is|was|are|were)\s+(?:an?\s+)?$", re.IGNORECASE)
_PROJECT = re.compile(
    r"(?<![\w-])(?:[Pp]rojects?|PROJECTS?|[Пп]роект(?:а|е|у|ом|ы)?|[Пп]роєкт(?:у|і|ом|и)?)(?![\w-])"
)
_PROGRAMME = re.compile(r"\s+(?:[\w-]+\s+){0,2}(?:programme|program|initiative)\b", re.IGNORECASE)
_NAMED = (
    r"(?:entitled|titled|called|named|known\s+as|dubbed|labelled|under\s+the\s+(?:title|name)|under\s+the\s+heading|"
    r"под\s+названием|під\s+назвою)"
)
_TO_QUOTE = re.compile(
    r"(?:\s*\([^()]{1,40}\))?(?:\s+(?:No\.?|Nr\.?|#)\s?[\d./-]+)?"
    r"(?:\s+ОБС[ЕЄ]|\s+(?:of|by)\s+the\s+OSCE(?:\s+[\w-]+){0,5}?|\s+on(?:\s+the)?)?"
    rf"(?:[^.;:“”\"«»„\n]{{0,70}}?\b{_NAMED})?\s*[,:–—-]?\s*(?=[“«„\"])",
    re.IGNORECASE,
)
_TO_TITLE = re.compile(rf"(?P<mark>\s+{_NAMED}\s+|\s*[,:]\s+(?:{_NAMED}\s+)?|\s+)(?=[A-Z])")
_FROM_QUOTE = re.compile(r"\s*(?:\([^()]{1,30}\)\s*)?(?:,\s*(?:an?|the)\s+)?(?:[\w/-]+\s+){0,3}")
_PART_OF = re.compile(
    r"(?:part\s+of|within|under|framework\s+of|frame\s+of|through|belongs\s+to|in\s+the\s+context\s+of|umbrella\s+of|"
    r"scope\s+of|phase\b.{0,12}\bof|launch\s+of|в\s+рамках|у\s+межах|в\s+межах|у\s+рамках)\b[^.;]{0,80}$",
    re.IGNORECASE,
)
_OWN = re.compile(
    r"(?:^|\s)(?:"
    + "|".join(re.escape(word) for word in FUNDING_WORDS["own_projects"])
    + r")\s+(?:[\w-]+\s+)?$",
    re.IGNORECASE,
)
_WORD = re.compile(r"\S+")
_JOINING = frozenset(
    [
        "of",
        "the",
        "and",
        "for",
        "in",
        "to",
        "on",
        "with",
        "against",
        "through",
        "a",
        "an",
        "by",
        "&",
        "at",
        "from",
    ]
)
_ACRONYM = re.compile(r"^[A-Z][A-Z0-9]*[A-Za-z0-9-]*[A-Z0-9]$")
_NEAR = 160  # characters before the word `project` that can hold its name or what it is part of


class _Candidate(NamedTuple):
    name: str
    start: int
    end: int
    quoted: bool


def find_project(paragraphs: Sequence[str], *, language: str = "en") -> Project | None:
    """The project that the activity of an article belongs to.

    ``paragraphs`` are the body paragraphs; the names are found by quotation marks or capitals beside the
    word project, which is known in English, Russian and Ukrainian whatever ``language`` says. A project
    called extra-budgetary is preferred, then one that something is said to be part of. Without a name the
    result is a project only if the text calls it extra-budgetary. Raises nothing.
    """
    paragraphs = all_of_characters(paragraphs)
    best: tuple[int, int, _Candidate] | None = None
    extrabudgetary: tuple[int, _Called] | None = None
    for index, text in enumerate(paragraphs):
        if not any(sign in text for sign in _SIGNS):
            continue
        called = list(_called_extrabudgetary(text))
        if called and extrabudgetary is None:
            extrabudgetary = index, called[0]
        spans = quoted_spans(text)
        programmes = (one.programme for one in called if one.programme is not None)
        for word in (*_PROJECT.finditer(text), *programmes):
            found = _named(text, word, spans)
            if found is None:
                continue
            first = min(word.start(), found.start)
            score = 2 * bool(_PART_OF.search(text[max(0, first - _NEAR) : first])) + found.quoted
            score += 4 * any(one.start <= found.end and found.start <= one.end + 2 for one in called)
            if best is None or score > best[0]:
                start = min(
                    [found.start, *(one.start for one in called if one.start <= word.start() <= one.end)]
                )
                best = score, index, found._replace(start=start)
    if best is not None:
        _, index, found = best
        return _project(paragraphs, index, found.start, found.end, found.name, extrabudgetary is not None)
    if extrabudgetary is None:
        return None
    index, one = extrabudgetary
    return _project(paragraphs, index, one.start, one.end, None, True)


def _project(
    paragraphs: Sequence[str], index: int, start: int, end: int, name: str | None, extrabudgetary: bool
) -> Project:
    return Project(
        name=name,
        extrabudgetary=extrabudgetary,
        evidence=paragraphs[index][start:end],
        paragraph=index,
        start=start,
        end=end,
    )


class _Called(NamedTuple):
    """Where a text calls a project extra-budgetary; ``programme`` is the word where it says programme."""

    start: int
    end: int
    programme: re.Match[str] | None


def _called_extrabudgetary(text: str) -> Iterator[_Called]:
    """`extra-budgetary project`, `the project is extra-budgetary`; contributions are no project."""
    if not any(sign in text for sign in _EXTRABUDGETARY_SIGNS):
        return
    for word in _EXTRABUDGETARY.finditer(text):
        behind = _THING_BEHIND.match(text, word.end())
        if behind:
            yield _Called(word.start(), behind.end(), _PROGRAMME.match(text, word.end()))
            continue
        begin = max(0, word.start() - _NEAR)
        before = _THING_BEFORE.search(text[begin : word.start()])
        if before:
            yield _Called(begin + before.start(), word.end(), None)


def _named(text: str, word: re.Match[str], spans: Sequence[QuotedSpan]) -> _Candidate | None:
    """The name beside the word project, or None."""
    following = _WORD.match(text, min(len(text), word.end() + 1))
    next_word = following.group().strip(".,;:()").lower() if following else ""
    if next_word in _NOT_A_PROJECT or _OWN.search(text, max(0, word.start() - 40), word.start()):
        return None
    return _quoted_beside(text, word, spans) or _title_before(text, word) or _title_after(text, word)


def _quoted_beside(text: str, word: re.Match[str], spans: Sequence[QuotedSpan]) -> _Candidate | None:
    to_quote = _TO_QUOTE.match(text, word.end())
    nearest = bisect_left(spans, word.start(), key=lambda span: span.start)
    for span in spans[max(0, nearest - 1) : nearest + 2]:
        if to_quote and span.start == to_quote.end():
            name = _clean(text[span.inner_start : span.inner_end])
            return _Candidate(name, word.start(), span.end, True) if name else None
        near = span.end <= word.start() and word.start() - span.end <= 60
        if near and _FROM_QUOTE.fullmatch(text, span.end, word.start()):
            name = _clean(text[span.inner_start : span.inner_end])
            return _Candidate(name, span.start, word.end(), True) if name else None
    return None


def _clean(name: str) -> str:
    return name.strip().rstrip(",.").rstrip()


def _capital(word: str) -> bool:
    word = word.lstrip("‘'")
    return word[:1].isupper() or word[:1].isdigit()


def _title_before(text: str, word: re.Match[str]) -> _Candidate | None:
    """`the Border Patrol Skills project`: the capitalised run before the word."""
    begin = max(0, word.start() - _NEAR)
    tokens = list(_WORD.finditer(text, begin, word.start()))
    index = len(tokens)
    while index:
        token = tokens[index - 1].group()
        if token[-1] in '.,;:!?)”»"' or not (_capital(token) or (token in _JOINING and index < len(tokens))):
            break
        index -= 1
    run = _after_owner(tokens[index:], text)
    while run and (run[0].group().lower() in _JOINING or _owner(run[0].group())):
        run = run[1:]
    names = [token.group() for token in run if token.group() not in _JOINING]
    if not names or all(_owner(name) for name in names):
        return None
    determined = index > 0 and run[0].start() > tokens[index - 1].end()
    acronym = len(names) == 1 and len(names[0]) >= 4 and bool(_ACRONYM.match(names[0]))
    if len(names) < 2 and not (acronym and determined):
        return None
    if len(names) == 2 and _owner(names[-1]):
        return None
    name = text[run[0].start() : run[-1].end()]
    if name[0] in "‘'":
        name = name.strip("‘’'")
    return _Candidate(name, run[0].start(), word.end(), False)


def _after_owner(run: list[re.Match[str]], text: str) -> list[re.Match[str]]:
    """``run`` after its owner: `the Mission to Bosnia and Herzegovina’s Water Supply Project`."""
    for at in range(len(run) - 1, -1, -1):
        token = run[at].group()
        if not token.endswith(("’s", "'s")):
            continue
        before = [each.group() for each in run[: at + 1]]
        country = any(find_country(" ".join(before[begin:])[:-2]) is not None for begin in range(at + 1))
        if country or any(_owner(each) for each in before):
            return run[at + 1 :]
    return run


def _owner(token: str) -> bool:
    bare = token.strip(".,()").lower()
    for ending in ("’s", "'s", "’", "'"):
        bare = bare.removesuffix(ending)
    return bare in _OWNERS or bare.endswith(("-funded", "-supported", "-financed", "-led", "-organized"))


def _title_after(text: str, word: re.Match[str]) -> _Candidate | None:
    """`the project Improving Access to Courts`: the capitalised run behind the word."""
    lead = _TO_TITLE.match(text, word.end())
    if not lead or (word.group()[0].isupper() and not lead.group("mark").strip()):
        return None
    end, capitals, first = lead.end(), 0, ""
    for token in _capital_run(text, lead.end()):
        bare = token.group().rstrip(".,;:!?)")
        if _capital(bare):
            capitals += 1
            first = first or bare
            end = token.start() + len(bare)
    separated = lead.group("mark").strip()[:1] in {",", ":"}
    if capitals < (3 if separated else 2) or _owner(first):
        return None
    tail = text[end : end + 1]
    if separated and tail not in {"", ".", ",", ";", ")"}:
        return None
    return _Candidate(text[lead.end() : end], word.start(), end, False)


def _capital_run(text: str, start: int) -> Iterator[re.Match[str]]:
    for token in _WORD.finditer(text, start, min(len(text), start + _NEAR)):
        bare = token.group().rstrip(".,;:!?)")
        if not (_capital(bare) or bare in _JOINING):
            return
        yield token
        if token.group() != bare:
            return
