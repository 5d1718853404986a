"""docs/examples/participants.ipynb runs, and shows what it says it shows."""

from itertools import pairwise
from pathlib import Path
from typing import Any

import nbformat
import pytest

from tests.analysis.notebook import NOTEBOOK, executed
from tests.analysis.two_nights import harvest_two_nights


def printed(book: Any) -> list[str]:
    """What each cell of code prints."""
    return [
        "".join(output["text"] for output in cell.outputs if output["output_type"] == "stream")
        for cell in book.cells
        if cell.cell_type == "code"
    ]


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Any:
    """The notebook, run."""
    data = tmp_path_factory.mktemp("notebook") / "data"
    harvest_two_nights(data)
    return executed(data)


def tables(texts: list[str]) -> list[list[str]]:
    """The names of the columns of every table among what is printed."""
    lines = [line for text in texts for line in text.splitlines()]
    heads = [above for above, below in pairwise(lines) if below.startswith("╞")]
    return [[name.strip() for name in head.strip("│").split("┆")] for head in heads]


def test_the_outputs_kept_in_it_are_of_the_kind_it_gives(run: Any) -> None:
    """Their numbers follow extraction, which gets better; what is shown must be the same."""
    kept = printed(nbformat.read(NOTEBOOK, as_version=4))
    assert [bool(text) for text in printed(run)] == [bool(text) for text in kept]
    assert len(tables(kept)) >= 8
    assert tables(printed(run)) == tables(kept), "write them anew with: python -m tests.analysis.notebook"


def test_it_answers_its_questions(run: Any) -> None:
    text = "\n".join(printed(run))
    assert "gender-equality" in text, "women and men by field of work"
    assert "2008" in text, "... and year"
    assert "Norway and the Netherlands fund the work" in text, "who funds what"
    assert "Training course on cyber security ends with an exercise" in text, "how an item changed"
    assert "Conflict prevention and resolution" in text, "joining with menus"


def test_it_draws_its_chart(run: Any) -> None:
    drawn = [
        output["data"]["image/svg+xml"]
        for cell in run.cells
        if cell.cell_type == "code"
        for output in cell.outputs
        if "image/svg+xml" in output.get("data", {})
    ]
    assert len(drawn) == 1
    assert "Share of women among participants" in drawn[0]


def test_it_holds_nothing_of_the_machine_it_ran_on(run: Any) -> None:
    text = Path(NOTEBOOK).read_text(encoding="utf-8")
    assert not any(place in text for place in ("/home/", "/tmp/", "/root/", "127.0.0.1"))
