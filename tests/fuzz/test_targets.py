"""Every target takes its seeds, and mutations and blown-up forms of them, without a find."""

import random

import pytest

from tests.fuzz.mutations import mutated, stretched
from tests.fuzz.seeds import seeds_of
from tests.fuzz.target import LONG, Target
from tests.fuzz.targets import TARGETS
from tests.fuzz.watch import watched

MUTATIONS = 150
BLOWN_UP = 1

#: Inputs that fuzzing found, and that once raised what they should not; each with its target.
FOUND = [
    ("news", b"\x00<html><body><p>|</p><h1>A title of an item</h1><p>Some text that is a paragraph.</p>"),
    ("news", b"\x80<h1>T</h1><p>Issued by: Mission \xd2 Where</p><p>Some text that is a paragraph.</p>"),
    ("listing", b"\x04<html><body><a href='/secretariat/531680'>x</a>"),
    ("menus", b"\x04<html><body><ul><li>x</ul>"),
    ("participants", b"\xc0Weavers at \xfbthe fair in Mary: 40"),
    ("participants", b"\x00There were participants (\xa09F/7M)."),
    ("sentences", b"\xc0This course was funded by the U\xf0A."),
    ("sentences", "\xc0“It will save lives,” said To\x00rben Lindqvist.".encode().replace(b"\x00", b"\xe1")),
    (
        "sentences",
        "\x00The project, “Archi\x00ves”, is extra-budgetary.".encode().replace(b"i\x00", b"i\xd2"),
    ),
    (
        "sentences",
        b"\xa1tenCentre seeks ten per  seeks ten per cent writerssummer c"
        b"ourse.\nThose   aged 18 99999999to 25 may to 25 may apply unt"
        b"il 30 \x0bJune 201- for its 4294967296 2\xd0\xce\xd2\x88\x96\x93\x93\xdcbe sent by e-ma"
        b"i\x08 by 5 - \xe2\x80\x9cImpunity , however old,\xe2\x80\x9d she added.is theRead"
        b" moreoxygen of \xc2\xabviolence no  on Freedom of the Media, Livia"
        b" Marchetti, said today.\n\xe2\x80\x9cevery ,\xe2\x80\x9d she added",
    ),
    ("sentences", b"\xc0The Mission opened it. On 3 May 2010 it met" + b"." * 200_000 + b" x"),
    ("warc", b"\x04WARC/1.1\r\nWARC-Type\r\n continued\r\nContent-Length: 0\r\n\r\n\r\n\r\n"),
    (
        "warc",
        b"\x04WARC/1.1\r\nWARC-Type: resource\r\nWARC-Target-URI: http://a\r\n"
        b"WARC-Date: 0001-01-01T00:00:00+14:00\r\nContent-Length: 0\r\n\r\n\r\n\r\n",
    ),
    ("warc", b"\x04WARC/1.1\r\nContent-Length: " + b"9" * 5_000 + b"\r\n\r\n"),
    ("monitors", b"\x00[bounds]\nred = 1\n"),
    ("arguments", b"\x00urls_file=a\x00b"),
    ("sites", b"\x00\nhttps://web.@archive.org/web/2407123456///\xc2\xb2"),
    ("sites", b"\x00\nhttps://wb.@archive.org/web/20150407123456/http:\xe2\x80\x94"),
    ("sites", b"\x00\nhttps://org/\x98\x80"),
    ("sites", b"\x00https://\x807\x0b?\n"),
    ("sites", b"\x00http://*\x0b:"),
    ("sites", b"\x00\nhttp://[::1]]...0pw@[[:"),
    ("sites", b"\x00\nhttp://polis.example./%%4294"),
    ("participants", "\x02Курс прошли 45 госслужащих, 611% из них женщины.".encode()),
    (
        "news",
        b"\x00<h1>A title of an item</h1><p>Some text that is a paragraph.</p>"
        b"<a href='https://web.archive.org/web/2012/https://ww].osce.org/files/a.pdf'>A file</a>",
    ),
    # Digits that are no decimal ones.
    ("listing", "\x01<html><body><a href='/press-releases?page=¹2'>next</a>".encode()),
    ("news", "\x00<html><body><h1>A title</h1><p>Some text of it.</p><img width='²' src='/a.jpg'>".encode()),
    # A word without end, and very many numbers in it.
    ("participants", b"\x42" + "02202eachтаможенников".encode() * 6_000),
    # An item's number in the text over and over, without the beginning of an address.
    ("news", b"\x05<html><h1>A title</h1><p>Some text of it.</p><p>" + b"seen (12 women Date: " * 9_000),
    # Links that were never closed, one in the other, over many blocks.
    ("news", b"\x00<html><body><h1>A title</h1>" + b'<a href="/x">A<p>' * 700 + b"<p>Text of it" * 3_000),
    # Elements that were never closed, and then very many.
    (
        "news",
        b"\x00<html><body><h1>A title</h1><p>Text.</p>" + b"<div>" * 2_000 + b"<p>Some text</p>" * 9_000,
    ),
    ("listing", b"\x00<html>" + b"<div>" * 2_000 + b'<a href="/odihr/1234">A title</a>' * 5_000),
    ("menus", b"\x00<html>" + b"<ul>" * 2_000 + b'<li><a href="/x">Policing</a></li>' * 5_000),
    ("menus", b"\x00<html><body>" + b'<strong><a href="/">English</a>' * 6_000),
    ("menus", b"\x00<html><footer>" + b'<h3>Albania</h3><a href="/x">Policing</a>' * 4_800),
    ("menus", b"\x00<html><nav>" + b"<pre>label" * 18_000),
    # Kinds of items, one after the other, without a title behind any.
    ("menus", b"\x00<html><body>" + b"<p>Daily report" * 13_000),
    # Gzip members, each with the beginning of a record alone.
    ("warc", b"\x01" + b"WARC/1.0\r\nA" * 16_000),
    # The first line of a record over and over.
    ("warc", b"\x04" + b"WARC/1.1\r\n" * 16_000 + b"\r\n"),
]


@pytest.fixture(params=TARGETS)
def target(request: pytest.FixtureRequest) -> Target:
    """Each target."""
    return TARGETS[request.param]


def tried(target: Target, data: bytes) -> None:
    """Fail when ``data`` is a find."""
    find = watched(target, data)
    assert find is None, f"{find.place}\n{find.told}\n{data[:2_000]!r}"


def test_seeds_mutations_and_long_inputs_are_no_finds(target: Target) -> None:
    chance = random.Random(target.name)
    seeds = seeds_of(target)
    assert seeds
    for seed in seeds[::5]:
        tried(target, seed)
    for _ in range(MUTATIONS):
        tried(target, mutated(chance.choice(seeds), chance, target.grammar, seeds, target.longest))
    for _ in range(BLOWN_UP):
        tried(target, stretched(chance.choice(seeds), chance, target.grammar, LONG))


@pytest.mark.parametrize(("name", "data"), FOUND, ids=[f"{name}-{i}" for i, (name, _) in enumerate(FOUND)])
def test_what_fuzzing_found_stays_mended(name: str, data: bytes) -> None:
    tried(TARGETS[name], data)


def test_an_exception_a_broken_promise_and_an_endless_reading_are_finds() -> None:
    def fails(data: bytes) -> None:
        if data == b"raises":
            raise KeyError(data)
        assert data != b"breaks"
        while data == b"hangs":
            pass

    target = Target("any", "", fails)
    assert watched(target, b"fine") is None
    for data, kind in ((b"raises", "KeyError"), (b"breaks", "AssertionError"), (b"hangs", "TooSlowError")):
        find = watched(target, data, slower=0.1)
        assert find is not None
        assert find.place.startswith(f"{kind} at tests/fuzz/test_targets.py:")
