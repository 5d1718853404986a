"""docs/analysts.md: every example is run, over data as two nights of harvest leave it."""

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import duckdb
import pandas
import polars
import pytest

from osce_scraper.analysis import TABLES, export
from osce_scraper.analysis.formats import FORMATS
from tests.analysis.two_nights import harvest_two_nights

PAGE = Path(__file__).parents[2] / "docs" / "analysts.md"


class Example(NamedTuple):
    """A block of code of the page: the line it begins on, its language, and what it says."""

    line: int
    language: str
    code: str


def examples(page: Path = PAGE) -> Iterator[Example]:
    """The fenced blocks of ``page``."""
    text = page.read_text(encoding="utf-8")
    for block in re.finditer(r"^```(\w+)\n(.*?)^```$", text, re.MULTILINE | re.DOTALL):
        yield Example(text[: block.start()].count("\n") + 2, block[1], block[2])


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A directory with the harvested data in ``data``."""
    directory = tmp_path_factory.mktemp("analyst")
    harvest_two_nights(directory / "data")
    export(directory / "data", "csv", directory / "tables")
    return directory


def test_examples_in_python_run_in_their_order(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(place)
    names: dict[str, object] = {}
    run = 0
    for example in examples():
        if example.language == "python":
            # So that a failure names the line of the page.
            exec(compile("\n" * (example.line - 1) + example.code, PAGE.name, "exec"), names)
            run += 1
    assert run


@pytest.mark.parametrize(
    "example", [example for example in examples() if example.language == "sh"], ids=lambda e: f"line {e.line}"
)
def test_examples_of_the_shell_run(place: Path, example: Example) -> None:
    if "jq " in example.code and shutil.which("jq") is None:
        pytest.skip("jq is not installed")
    done = subprocess.run(
        ["bash", "-euo", "pipefail", "-c", example.code],
        cwd=place,
        env={**os.environ, "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr


def test_examples_in_r_run_in_their_order(place: Path) -> None:
    if shutil.which("Rscript") is None:
        assert os.environ.get("CI") != "true", "R is missing: .ci/services installs it"
        pytest.skip("R is not installed")
    code = "\n".join(example.code for example in examples() if example.language == "r")
    assert code
    environment = {**os.environ, "LC_ALL": "C.UTF-8"}
    done = subprocess.run(
        ["Rscript", "-e", "options(warn = 2)", "-e", code],
        cwd=place,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr


def test_identifiers_are_text_and_texts_are_whole_in_every_reader(
    place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The readers that the page names, with the words that it gives them."""
    monkeypatch.chdir(place)
    text = PAGE.read_text(encoding="utf-8")
    readers = re.findall(r"((?:pandas|polars|duckdb)\.read_\w+\([^()]*\))", text)
    assert len(readers) >= 5
    records = [json.loads(line) for line in Path("data/news.jsonl").read_text("utf-8").splitlines()]
    stories = {record["story_id"] for record in records}
    titles = {record["title"] for record in records}
    for reader in readers:
        table = eval(reader, {"pandas": pandas, "polars": polars, "duckdb": duckdb})
        frame = table.df() if isinstance(table, duckdb.DuckDBPyRelation) else table
        assert set(frame["story_id"]) <= stories, reader
        if "title" in frame.columns:
            assert set(frame["title"]) == titles, reader


def test_every_table_and_format_is_told() -> None:
    text = PAGE.read_text(encoding="utf-8")
    for name in (*TABLES, *FORMATS):
        assert f"`{name}`" in text, name
