"""What no code of the package may do, and what no text from outside may bring about."""

import ast
from pathlib import Path

import pytest

import osce_scraper
from osce_scraper.crawling.logs import safe
from osce_scraper.sites import load_site

OSCE = load_site()

PACKAGE = Path(osce_scraper.__file__).parent
SOURCES = sorted(PACKAGE.rglob("*.py"))
NO_CALLS = {"eval", "exec", "compile", "__import__"}
NO_MODULES = {"pickle", "cPickle", "marshal", "shelve", "dill", "cloudpickle", "telnetlib"}


def _faults(tree: ast.AST) -> list[str]:
    faults = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in NO_CALLS:
            faults.append(f"{node.func.id}() in line {node.lineno}")
        if isinstance(node, ast.Import):
            names = {alias.name.partition(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            names = {(node.module or "").partition(".")[0]}
        else:
            names = set()
        faults += [f"import of {name} in line {node.lineno}" for name in names & NO_MODULES]
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
            called = f"{node.value.id}.{node.attr}"
            if called in ("os.system", "os.popen", "yaml.load"):
                faults.append(f"{called} in line {node.lineno}")
        if (
            isinstance(node, ast.keyword)
            and node.arg == "shell"
            and not (isinstance(node.value, ast.Constant) and node.value.value is False)
        ):
            faults.append(f"shell= in line {node.value.lineno}")
    return faults


@pytest.mark.parametrize(
    "code",
    ["eval('1')", "import pickle", "from marshal import loads", "run('x', shell=True)", "os.system('x')"],
)
def test_the_scan_sees_what_is_forbidden(code: str) -> None:
    assert _faults(ast.parse(code))


def test_no_code_is_made_of_data() -> None:
    found = {str(path.relative_to(PACKAGE)): _faults(ast.parse(path.read_text("utf-8"))) for path in SOURCES}
    assert {name: faults for name, faults in found.items() if faults} == {}


@pytest.mark.parametrize(
    "url",
    [
        "https://www.osce.org/x/../../etc/passwd",
        "https://www.osce.org/x/12%2F..%2F..%2Fetc",
        "https://www.osce.org/x/123456%00",
        "https://www.osce.org/x/١٢٣٤٥٦",
        "https://www.osce.org/x/123456;id",
    ],
)
def test_an_identity_is_a_number_and_nothing_else(url: str) -> None:
    assert OSCE.identity(url) is None


@pytest.mark.parametrize(
    "url",
    [
        *("https://www.osce.org:22/a/1", "http://www.osce.org:443/a/1", "https://www.osce.org.evil.org/a/1"),
        *("https://user@evil.org/a/1", "https://www.osce.org@evil.org/a/1", "file://www.osce.org/a/1"),
        *("https://2130706433/a/1", "https://[::1]/a/1", "ftp://www.osce.org/a/1", "//www.osce.org/a/1"),
    ],
)
def test_only_the_profiles_hosts_and_ports_are_asked(url: str) -> None:
    assert not OSCE.profile("https://www.osce.org").allows(url)


def test_the_log_tells_no_secret_and_steers_no_terminal() -> None:
    line = safe("postgresql+psycopg://osce:hunter2@db/osce\x1b[2J\r\nERROR forged\u2028line")
    assert "hunter2" not in line
    assert all(mark not in line for mark in "\x1b\r\n\u2028")


@pytest.mark.parametrize(
    "mark", ["\u061c", "\u200e", "\u200f", "\u202a", "\u202e", "\u2066", "\u2069", "\x9b"]
)
def test_no_mark_of_direction_reaches_a_terminal(mark: str) -> None:
    assert mark not in safe(f"a{mark}b")


@pytest.mark.parametrize("text", ["Łódź", "مؤتمر", "क\u200dष", "a\u00adb", "می\u200cخواهم", "\U0001f30d"])
def test_what_languages_are_written_in_is_shown(text: str) -> None:
    assert safe(text) == text
