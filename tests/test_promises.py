"""What the documents promise is proved by tests: every promise names some, and those are there."""

import ast
import re
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
#: Documents with a table whose last column names tests.
TABLES = {"docs/reliability.md": "proved by", "SECURITY.md": "tested in"}
_NAMED = re.compile(r"`(tests/[\w./]*?)(?:::(\w+))?`")


def rows(document: str, heading: str) -> list[tuple[str, str]]:
    """The promise and the last column of each row of the table under ``heading``."""
    found = []
    inside = False
    for line in (ROOT / document).read_text("utf-8").splitlines():
        cells = [cell.strip() for cell in line.strip("|").split("|")] if line.startswith("|") else []
        if cells and cells[-1] == heading:
            inside = True
        elif not cells:
            inside = False
        elif inside and not set(cells[0]) <= {"-", ":"}:
            found.append((cells[0], cells[-1]))
    return found


@cache
def names_in(path: str) -> frozenset[str]:
    """The names of the tests of a file, or of all files of a directory."""
    place = ROOT / path
    files = sorted(place.glob("test_*.py")) if place.is_dir() else [place]
    return frozenset(
        node.name
        for file in files
        for node in ast.walk(ast.parse(file.read_text("utf-8")))
        if isinstance(node, ast.FunctionDef) and node.name.startswith("test_")
    )


def faults(cell: str) -> list[str]:
    """What is wrong with the tests that a cell names."""
    named = _NAMED.findall(cell)
    if not named:
        return ["no test is named"]
    return [
        f"{path} is not there"
        if not (ROOT / path).exists()
        else f"{path} has no test{f' {name}' if name else 's'}"
        for path, name in named
        if not (ROOT / path).exists() or (name and name not in names_in(path)) or not names_in(path)
    ]


@pytest.mark.parametrize(
    ("document", "promise", "cell"),
    [
        pytest.param(document, promise, cell, id=f"{document}: {promise[:60]}")
        for document, heading in TABLES.items()
        for promise, cell in rows(document, heading)
    ],
)
def test_every_promise_names_tests_that_are_there(document: str, promise: str, cell: str) -> None:
    assert faults(cell) == [], f"{document}: {promise}"


def test_every_test_that_the_documents_name_is_there() -> None:
    named = {
        (str(page.relative_to(ROOT)), path)
        for page in (*ROOT.glob("*.md"), *ROOT.glob("docs/*.md"))
        for path, _ in _NAMED.findall(page.read_text("utf-8"))
    }
    assert {(page, path) for page, path in named if not (ROOT / path).exists()} == set()


@pytest.mark.parametrize("document", TABLES)
def test_the_tables_are_found(document: str) -> None:
    assert len(rows(document, TABLES[document])) >= 10


@pytest.mark.parametrize(
    ("cell", "said"),
    [
        ("nothing", "no test is named"),
        ("`tests/no_such_test.py`", "is not there"),
        ("`tests/test_promises.py::test_no_such`", "has no test test_no_such"),
        ("`tests/__init__.py`", "has no tests"),
    ],
)
def test_what_is_not_there_is_found(cell: str, said: str) -> None:
    (fault,) = faults(cell)
    assert said in fault
