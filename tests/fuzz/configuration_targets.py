"""Targets of the configuration: what a user writes is used, or refused in words that name it."""

import re
import tempfile
from functools import cache
from pathlib import Path

from osce_scraper.crawling.arguments import BadArgumentsError, MenusArguments, NewsArguments
from osce_scraper.monitors.bounds import FILE, Bounds, BoundsError, Channels, read_settings
from osce_scraper.sites import RefusedAddress, is_loopback, load_site, unwrap_wayback
from tests.fuzz.mutations import NUMBERS, ODD_BYTES, Grammar
from tests.fuzz.target import Target

OSCE = load_site()


@cache
def _directory() -> tuple[tempfile.TemporaryDirectory[str], Path]:
    """A directory for the files under test, removed when the process ends."""
    kept = tempfile.TemporaryDirectory(prefix="fuzz-configuration-")
    return kept, Path(kept.name)


_SECTIONS = tuple(Bounds.model_fields)
_KEYS = sorted(
    {key for section in read_settings(_directory()[1], "").bounds.model_dump().values() for key in section}
)
_TOML = (
    *(f"[{name}]\n".encode() for name in (*_SECTIONS, "channels", "bounds", "channels.email", "a.b.c", "")),
    *(f"[channels.{name}]\n".encode() for name in Channels.model_fields),
    *(f"{key} = 0.5\n".encode() for key in _KEYS),
    *(f"{key} = 3\n".encode() for key in _KEYS),
    *(b'host = "localhost"\n', b"port = 25\n", b'sender = "a@b"\n', b'to = ["a@b"]\n', b"recipients = []\n"),
    *(b'url = "https://x"\n', b'argv = ["true"]\n', b'on = "yellow"\n', b'security = "tls"\n', b"[[news]]\n"),
    *(b"red = nan\n", b"red = inf\n", b"red = -0.0\n", b"red = true\n", b"red = []\n", b"red = {}\n"),
    *(
        b"red = 1979-05-27\n",
        b"red = 1979-05-27T00:32:00-07:00\n",
        b'red = """',
        b"red = 0x1f\n",
        b"# note\n",
    ),
    *(
        b'"" = 1\n',
        b'"a b" = 1\n',
        b"news = 3\n",
        b'channels = "x"\n',
        b"bounds.red = 1\n",
        b"learning = []\n",
    ),
    *(b"recipients = [[[[[[[[[[[[[[[[\n", b"{", b"}", b"[", b"]", b"=", b'"', b"'''", b"\\u0000", b"\\ud800"),
)
TOML = Grammar(re.compile(rb"[^\n]{0,200}\n|[^\n]{1,200}"), (*_TOML, *NUMBERS, *ODD_BYTES))


def check_monitors(data: bytes) -> None:
    """A file of bounds and channels, by its usual place and by OSCE_MONITORS."""
    how, content = (data[0], data[1:]) if data else (0, b"")
    directory = _directory()[1]
    path = directory / FILE
    path.write_bytes(content)
    try:
        found = read_settings(directory, str(path) if how & 1 else "")
    except BoundsError as refusal:
        assert str(path) in str(refusal)
        assert len(str(refusal)) < 500 + 2 * len(content)
        return
    assert 0 <= found.bounds.shares["quarantine"].usual <= 1
    assert found.bounds.learning.runs >= 1
    assert found.channels.on in ("red", "yellow")


ARGUMENTS_GRAMMAR = Grammar(
    re.compile(rb"[\w.-]+|.", re.DOTALL),
    (
        *(f"{name}=".encode() for name in NewsArguments.model_fields),
        *(f"\n{name}=".encode() for name in NewsArguments.model_fields),
        *(b"2024-01-31", b"2024-02-30", b"0001-01-01", b"9999-12-31", b"2024-1-1", b"en", b"uk,ru", b"xx"),
        *(b"urls.txt", b"none.txt", b".", b"\x00", b"1", b"0", b"true", b"yes", b"1e3", b"None", b"[]", b","),
        *(
            b"https://www.osce.org/secretariat/531680",
            b"http://osce.org/node/1",
            b"https://[",
            b"\n\n",
            b"limit",
        ),
        *NUMBERS,
        *ODD_BYTES,
    ),
)


def check_arguments(data: bytes) -> None:
    """Arguments of the spiders, a line each; behind an empty line the content of the file ``urls.txt``."""
    lines, _, content = data[1:].partition(b"\n\n")
    directory = _directory()[1]
    file = directory / "urls.txt"
    file.write_bytes(content)
    arguments = {}
    for line in lines.decode("utf-8", "surrogateescape").split("\n"):
        name, _, value = line.partition("=")
        if name.strip() == "urls_file":
            # A file of this directory only: no input may lead to a device.
            value = str(directory / value.replace("/", "_").replace("..", "_"))
        arguments[name] = value
    for model in (NewsArguments, MenusArguments):
        try:
            read = model.read(arguments)
        except BadArgumentsError as refusal:
            assert str(refusal).strip()
            continue
        if isinstance(read, NewsArguments):
            try:
                read.addresses(OSCE.profile("https://www.osce.org"))
            except BadArgumentsError as refusal:
                assert "argument" in str(refusal)
            assert read.limit is None or read.limit >= 0
            read.model_dump(mode="json", exclude_defaults=True)


SITES_GRAMMAR = Grammar(
    re.compile(rb"[A-Za-z0-9_]+|.", re.DOTALL),
    (
        *(
            b"https://",
            b"http://",
            b"www.osce.org",
            b"osce.org",
            b"127.0.0.1",
            b"[::1]",
            b"localhost",
            b":8000",
        ),
        *(
            b"/ru",
            b"/uk/",
            b"/secretariat/",
            b"/531680",
            b"/node/1",
            b"/item/12.html",
            b"/press-releases/2015",
        ),
        *(
            b"?page=1",
            b"?page=0&keys=x",
            b"&page=2,3",
            b"#a",
            b"%2F",
            b"%252F",
            b"%00",
            b"%ff",
            b"..",
            b"/./",
            b"//",
        ),
        *(b"https://web.archive.org/web/20150407123456/", b"/web/2015id_/", b"wayback/*/", b"user:pw@", b"@"),
        *(
            b"[",
            b"]",
            b":99999",
            b":",
            b"\\",
            b"?download=1",
            b"http:/",
            b"xn--",
            b"\n",
            b"javascript:",
            b"news",
        ),
        *NUMBERS,
        *ODD_BYTES,
    ),
)


def check_sites(data: bytes) -> None:
    """The profile of a base address (first line) and what it says of another address (the rest)."""
    base, _, url = data[1:].decode("utf-8", "surrogateescape").partition("\n")
    base = base or "https://www.osce.org"
    for call in (unwrap_wayback, OSCE.language_of, is_loopback, OSCE.owns):
        call(url)
    identity = OSCE.identity(url)
    if identity is not None:
        assert identity.id == f"{identity.number}-{identity.language}"
        canonical = OSCE.canonical_url(url)
        assert OSCE.identity(canonical) == identity
    for canonical_of in (OSCE.canonical_url, OSCE.canonical_listing_url):
        try:
            canonical = canonical_of(url)
        except RefusedAddress as refusal:
            assert str(refusal)
            continue
        assert canonical_of(canonical) == canonical
    try:
        profile = OSCE.profile(base)
    except RefusedAddress as refusal:
        assert str(refusal)
        return
    assert profile.allows(profile.base_url)
    assert all(profile.allows(listing) for listing in profile.listings)
    assert OSCE.profile(profile.base_url) == profile
    profile.allows(url)
    profile.identity(url)


MONITORS = Target("monitors", "`monitors.toml`", check_monitors, TOML, longest=800)
ARGUMENTS = Target("arguments", "the spiders' arguments", check_arguments, ARGUMENTS_GRAMMAR, 400)
SITES = Target("sites", "site profiles, addresses and identities", check_sites, SITES_GRAMMAR, longest=300)
