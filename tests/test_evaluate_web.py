"""The figures on a corpus of real pages, on two small corpora made here."""

import gzip
import json
from pathlib import Path

from tools.evaluate_web import Found, Page, judge, pages_of, read, report

TEXT = (
    "The town opened a new bridge over the river on Monday, and many people came.",
    "The mayor thanked the builders, who had worked through the whole winter.",
)
PAGE = (
    "<html lang='en'><head><title>A bridge opens</title></head>"
    "<body><nav><a href='/'>Home of the paper</a></nav>"
    f"<article><h1>A bridge opens</h1><p>{TEXT[0]}</p><p>{TEXT[1]}</p></article></body></html>"
)


def test_segments(tmp_path: Path) -> None:
    (tmp_path / "eval").mkdir()
    (tmp_path / "eval" / "a.html").write_text(PAGE)
    (tmp_path / "eval" / "b.html").write_text("<html><body><p>Nothing</p></body></html>")
    gold = {
        "u": {"file": "a.html", "with": ["new bridge", "no such words"], "without": ["Home of", "mayor"]},
        "v": {"file": "b.html", "title": "B", "with": ["text"], "without": ["Nothing"]},
    }
    gold["u"] |= {"title": "A bridge opens!", "date": "2026-03-04"}
    (tmp_path / "evaldata.json").write_text(json.dumps(gold))
    first, second = (read(page) for page in pages_of(tmp_path))
    assert (first.kept, first.unwanted) == ([True, False], [False, True])
    assert (first.title, first.date) == (True, "missing")
    assert second.refused is not None
    assert second.kept == [False]
    figures = report("it", [first, second])
    assert "taken                 0.500" in figures
    assert "segments kept         0.333" in figures


def test_whole_texts(tmp_path: Path) -> None:
    (tmp_path / "html").mkdir()
    (tmp_path / "html" / "a.html.gz").write_bytes(gzip.compress(PAGE.encode()))
    (tmp_path / "ground-truth.json").write_text(json.dumps({"a": {"articleBody": "\n".join(TEXT)}}))
    (result,) = (read(page) for page in pages_of(tmp_path))
    assert (result.precision, result.recall) == (1.0, 1.0)


def test_what_is_missing_and_too_much_counts(tmp_path: Path) -> None:
    page = Page(tmp_path / "a.html", text="one two three four")
    result = judge(page, Found("T", None, "one two five"))
    assert (result.precision, result.recall) == (2 / 3, 0.5)
    assert "a fifth lost          1, of these without body_incomplete 1" in report("it", [result])
