"""Mutations that know the structure of their input: pieces are moved, lost, doubled, repeated and mixed.

Mutated byte by byte a page soon is no page; mutated by its tags and words it stays one that is broken in ways
that pages are broken in.
"""

import random
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

Bytes = Callable[[bytes], bytes]


@dataclass(frozen=True, slots=True)
class Grammar:
    """How an input falls into pieces, and pieces that it may get."""

    #: Every piece of an input matches it; what lies between two matches is a piece too.
    pieces: re.Pattern[bytes]
    words: tuple[bytes, ...]
    #: Put right what mutation makes wrong too easily (lengths), so that it is not refused at once.
    mended: Bytes = field(default=lambda data: data)


ODD = (
    *("\u00a0", "\u200b", "\ufeff", "\u2028", "\u0000", "\x0b", "\x1b", "İ", "ß", "ﬁ", "²", "½", "١٢", "१२"),
    *("é", "\u0301", "–", "—", "“", "”", "«", "»", "’", "\U0001f600", "\ud7ff", "�", "：", "％"),
)
ODD_BYTES = (*(char.encode() for char in ODD), b"\xff", b"\xc3", b"\xed\xa0\x80", b"\x80", b"\xf0\x9f")
NUMBERS = (
    *(b"0", b"1", b"12", b"25", b"1,240", b"1 240", b"20-25", b"99999999", b"9" * 30, b"-1", b"2016", b"00"),
    *(b"31", b"29 February 2015", b"1e9", b"3.5", b"0001", b"9999", b"4294967296"),
)
_TAGS = (
    *("html", "head", "body", "main", "article", "section", "nav", "header", "footer", "aside", "div", "p"),
    *("h1", "h2", "h3", "ul", "ol", "li", "dl", "dt", "dd", "table", "tbody", "tr", "td", "th", "a", "time"),
    *("span", "strong", "em", "b", "i", "font", "center", "blockquote", "figure", "figcaption", "img", "br"),
    *("form", "input", "select", "option", "button", "script", "style", "noscript", "template", "iframe"),
    *("svg", "title", "meta", "link", "base", "pre", "textarea", "plaintext", "frameset", "math", "details"),
)
_ATTRIBUTES = (
    *('class="menu"', 'class="pager-next"', 'class="node-info__label"', 'id="x"', "hidden", 'role="main"'),
    *('role="navigation"', 'lang="ru"', 'href="/secretariat/531680"', 'href="/node/1"', "href='?page=2'"),
    *('href="/ru/odihr/123456"', 'href="/files/a.pdf"', 'href="//[x"', 'href="http://[::1"', 'rel="next"'),
    *('datetime="2022-11-17T12:00:00Z"', 'datetime="0001-01-01T00:00:00+14:00"', "datetime", 'src="/a.jpg"'),
    *('aria-label="Main navigation"', 'style="display:none"', 'href="https://web.archive.org/web/2015/x"'),
    *('property="og:title"', 'name="description"', 'content="2016-05-03"', 'type="application/ld+json"'),
    *('href="javascript:x"', 'href="mailto:a@b"', 'hreflang="uk"', 'charset="utf-16"', 'colspan="9999999"'),
    *('class="teaser__title"', 'class="views-row views-row-odd"', 'aria-hidden="true"', 'property="article"'),
)
_LABELS = (
    *(
        "Issued on:",
        "Issued by:",
        "Fields of work:",
        "News Item",
        "Press release",
        "Event",
        "When:",
        "Where:",
    ),
    *("Organized by:", "Where", "Location:", "Date:", "Source:", "Tags:", "Share", "Related stories"),
    *("Read more", "next ›", "Next page", "Displaying 1 - 10 of 5,120", "Updated:", "For more information"),
    *("Дата публикации:", "Выдано:", "Виданий:", "Lëshuar më:", "Herausgegeben von:", "Statt", "Тема:"),
    *("17 November 2022", "3 May 2016", "Thu, 11/17/2022 - 12:00", "17.11.2022", "17 ноября 2022", "May 3"),
    *("VIENNA, 3 May 2016 – ", "KYIV/SKOPJE (OSCE) -", "МОСКВА, 3 мая 2016 г. –", "OSCE Secretariat"),
    *("OSCE Special Monitoring Mission to Ukraine", "Office for Democratic Institutions and Human Rights"),
    *("Policing", "Human rights", "Gender equality", "Albania", "Russian Federation", "Who we are", "Menu"),
    *("Page not found", "Log in", "Password", "Search results", "| OSCE", "OSCE - ", "&nbsp;", "&lt;p&gt;"),
    *("&#0;", "&#x110000;", "&amp;amp;", "<!--", "-->", "<![CDATA[", "]]>", "<?xml ?>", "<!DOCTYPE html>"),
    *('{"@type": "NewsArticle", "datePublished": "2016-05-03"}', '{"@graph": [[[{}]]]}', "[1e999]"),
)
_PHRASES = (
    *("took part in the training", "were trained", "attended by", "including", "of whom", "half of them"),
    *("women and", "men", "girls", "boys", "police officers", "participants", "per cent", "some", "around"),
    *("more than", "up to", "a total of", "about a dozen", "twenty-five", "one hundred and twenty", "both"),
    *(
        "as well as",
        "each",
        "the former",
        "respectively",
        "the rest",
        "another",
        "(",
        ")",
        ",",
        ";",
        ":",
        ".",
    ),
    *("participated", "among them", "half", "two thirds", "a third", "no", "first", "second", "said", "told"),
    *("приняли участие", "женщин", "мужчин", "человек", "сотрудников полиции", "более", "из них", "около"),
    *("в том числе", "двадцать пять", "взяло", "участников", "“We are", "” said", "the Head of the Mission"),
    *("funded by", "with the support of the European Union", "within the project", "extrabudgetary project"),
    *("from 3 to 5 May", "on 17 November", "yesterday", "last week", "от 3 до 5 мая", "the OSCE-supported"),
    *("фінансується", "за підтримки", "жінок", "чоловіків", "gra", "burra", "žena", "muškaraca"),
)
_ENGLISH = re.compile(
    rb"<[^<>]{0,400}>|&[#\w]{1,12};|[A-Za-z]+|\d+|(?:[\xc2-\xf4][\x80-\xbf]+)+|\s+|.", re.DOTALL
)


def _encoded(*groups: Sequence[str]) -> tuple[bytes, ...]:
    return tuple(word.encode() for group in groups for word in group)


MARKUP = Grammar(
    re.compile(rb"<!--.{0,200}?-->|<[^<>]{0,400}>|&[#\w]{1,12};|[^<&.,:\n]{1,80}|.", re.DOTALL),
    (
        *_encoded([f"<{tag}>" for tag in _TAGS], [f"</{tag}>" for tag in _TAGS]),
        *_encoded([f"<{tag} {_ATTRIBUTES[at % len(_ATTRIBUTES)]}>" for at, tag in enumerate(_TAGS * 3)]),
        *_encoded([f"<a {held}>x</a><li {held}>" for held in _ATTRIBUTES]),
        *_encoded(_LABELS, _LABELS, _PHRASES, ODD),
        *ODD_BYTES,
        *NUMBERS,
    ),
)
TEXT = Grammar(
    _ENGLISH, (*_encoded(_PHRASES, _PHRASES, _LABELS, ODD), *ODD_BYTES, *NUMBERS, *NUMBERS, b" ", b"\n")
)


def mutated(
    data: bytes, chance: random.Random, grammar: Grammar, donors: Sequence[bytes], longest: int
) -> bytes:
    """``data`` after one to six changes of its pieces; at most ``longest`` bytes.

    ``donors`` are other inputs, parts of which are mixed in. The first byte, which chooses how the target is
    called, changes seldom.
    """
    first = data[:1] if data and chance.random() > 0.05 else bytes([chance.randrange(256)])
    pieces = grammar.pieces.findall(data[1:])
    for _ in range(chance.choice((1, 1, 2, 2, 3, 4, 6))):
        _change(pieces, chance, grammar, donors)
    made = grammar.mended(first + b"".join(pieces))
    return made[:longest]


def stretched(data: bytes, chance: random.Random, grammar: Grammar, length: int) -> bytes:
    """``data`` with one of its stretches repeated until it is ``length`` bytes long."""
    pieces = grammar.pieces.findall(data[1:]) or [b" "]
    begin, end = _span(pieces, chance, most=chance.choice((1, 2, 3, 6, 20)))
    if chance.random() < 0.4:
        pieces[begin:end] = [chance.choice(grammar.words) for _ in range(chance.choice((1, 1, 2, 3)))]
        end = begin + 1
    before, stretch, after = (b"".join(part) for part in (pieces[:begin], pieces[begin:end], pieces[end:]))
    times = max(1, (length - len(before) - len(after)) // max(1, len(stretch)))
    return data[:1] + before + stretch * times + after


def _span(pieces: Sequence[bytes], chance: random.Random, most: int = 12) -> tuple[int, int]:
    begin = chance.randrange(len(pieces)) if pieces else 0
    return begin, min(len(pieces), begin + chance.randint(1, most))


def _change(pieces: list[bytes], chance: random.Random, grammar: Grammar, donors: Sequence[bytes]) -> None:
    begin, end = _span(pieces, chance)
    match chance.randrange(10):
        case 0:
            del pieces[begin:end]
        case 1:
            pieces[begin:begin] = pieces[begin:end]
        case 2:
            taken = pieces[begin:end]
            del pieces[begin:end]
            at = chance.randint(0, len(pieces))
            pieces[at:at] = taken
        case 3 | 4:
            pieces.insert(begin, chance.choice(grammar.words))
        case 5:
            pieces[begin : begin + 1] = [chance.choice(grammar.words)]
        case 6:
            pieces[begin : begin + 1] = pieces[begin : begin + 1] * chance.choice((2, 3, 8, 40))
        case 7:
            other = grammar.pieces.findall(chance.choice(donors)[1:]) if donors else []
            start, stop = _span(other, chance, most=30)
            pieces[begin:begin] = other[start:stop]
        case 8:
            if pieces:
                pieces[begin] = _scratched(pieces[begin], chance)
        case _:
            del pieces[end if chance.random() < 0.3 else len(pieces) - 1 :]


def _scratched(piece: bytes, chance: random.Random) -> bytes:
    """A piece with a byte lost, changed, or something odd put in."""
    at = chance.randint(0, len(piece))
    match chance.randrange(4):
        case 0:
            return piece[:at] + piece[at + 1 :]
        case 1:
            return piece[:at] + bytes([chance.randrange(256)]) + piece[at + 1 :]
        case 2:
            return piece[:at] + chance.choice(ODD_BYTES) + piece[at:]
        case _:
            return piece[:at] + chance.choice(NUMBERS) + piece[at:]
