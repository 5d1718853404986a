"""Saved pages become fixtures, are looked at, and are run again."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from osce_scraper.cli import app
from osce_scraper.evaluation.fixtures import Outcome, agrees, compare, extract, read_case, score_fields
from osce_scraper.evaluation.gold import GoldError
from tests.site.server import LocalSite

PAGE = Path(__file__).parents[1] / "fixtures" / "drupal11" / "seed-page" / "page.html"
URL = "https://www.osce.org/secretariat/531680"
runner = CliRunner()


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A directory of fixtures that holds one, unseen."""
    result = runner.invoke(
        app, ["fixture", "add", str(PAGE), "--name", "new/page", "--url", URL, *at(tmp_path)]
    )
    assert result.exit_code == 0, result.stderr
    return tmp_path


def at(root: Path) -> list[str]:
    """The option that names the directory."""
    return ["--fixtures", str(root)]


def expect(root: Path, **fields: object) -> None:
    """Change what the fixture expects."""
    path = root / "new" / "page" / "expected.json"
    path.write_text(json.dumps(json.loads(path.read_text()) | fields))


def test_a_page_becomes_a_folder_with_what_is_read_from_it(root: Path) -> None:
    case = read_case(root / "new" / "page")
    assert case.page == PAGE.read_bytes()
    assert case.url == URL
    assert case.expected is not None
    assert case.expected["id"] == "531680-en"
    assert "revision" not in case.expected
    assert "fetched_at" not in case.expected["source"]


def test_a_new_fixture_is_unseen_until_somebody_says_so(root: Path) -> None:
    assert not read_case(root / "new" / "page").seen
    assert runner.invoke(app, ["fixture", "seen", "new/page", *at(root)]).exit_code == 0
    assert read_case(root / "new" / "page").seen


def test_a_taken_name_and_a_bad_one_are_refused(root: Path) -> None:
    for name in ("new/page", "page", "a/b/c", "../x"):
        result = runner.invoke(app, ["fixture", "add", str(PAGE), "--name", name, "--url", URL, *at(root)])
        assert result.exit_code == 1
        assert result.stderr.startswith("osce fixture:")


def test_a_file_needs_its_address(tmp_path: Path) -> None:
    result = runner.invoke(app, ["fixture", "add", str(PAGE), "--name", "new/page", *at(tmp_path)])
    assert result.exit_code == 2
    assert "--url" in result.stderr


def test_a_page_can_be_fetched(tmp_path: Path) -> None:
    with LocalSite() as site:
        path = next(iter(site.truth().values())).path
        address = site.base_url + path
        result = runner.invoke(app, ["fixture", "add", address, "--name", "new/page", *at(tmp_path)])
    assert result.exit_code == 0, result.stderr
    case = read_case(tmp_path / "new" / "page")
    assert case.url == address
    assert case.expected is not None
    assert case.expected["title"]


def test_an_address_without_an_answer_makes_no_fixture(tmp_path: Path) -> None:
    with LocalSite() as site:
        address = site.base_url + "/nowhere"
        result = runner.invoke(app, ["fixture", "add", address, "--name", "new/page", *at(tmp_path)])
    assert result.exit_code == 1
    assert not (tmp_path / "new").exists()


def test_a_page_that_is_no_news_expects_the_refusal(tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    page.write_text("<html><title>Page not found</title><h1>Page not found</h1></html>")
    runner.invoke(app, ["fixture", "add", str(page), "--name", "new/page", "--url", URL, *at(tmp_path)])
    case = read_case(tmp_path / "new" / "page")
    assert case.expected == {"raises": "NotANewsPage"}
    assert [outcome.outcome for outcome in compare(case, extract(case))] == [Outcome.EXACT]


def test_rerun_is_quiet_while_nothing_changes(root: Path) -> None:
    assert runner.invoke(app, ["fixture", "rerun", *at(root)]).exit_code == 0


def test_rerun_shows_each_field_that_differs(root: Path) -> None:
    expect(root, title="Another title", attachments=[{"url": "https://www.osce.org/a.pdf"}])
    result = runner.invoke(app, ["fixture", "rerun", "new/page", *at(root)])
    assert result.exit_code == 1
    assert "title is wrong" in result.stdout
    assert "Another title" in result.stdout
    assert "attachments is missing" in result.stdout


def test_rerun_write_takes_the_changes_over_and_asks_for_a_look(root: Path) -> None:
    runner.invoke(app, ["fixture", "seen", "new/page", *at(root)])
    expect(root, title="Another title")
    assert runner.invoke(app, ["fixture", "rerun", "--write", *at(root)]).exit_code == 0
    case = read_case(root / "new" / "page")
    assert case.expected is not None
    assert case.expected["title"].startswith("Raising awareness")
    assert not case.seen


def test_scores_tell_exact_missing_wrong_and_unexpected_apart(root: Path) -> None:
    expect(root, title="Another title", attachments=[{"url": "x"}], images=[], lead=None)
    outcomes = {outcome.field: outcome.outcome for outcome in score_fields(root).wrong}
    assert outcomes == {
        "title": Outcome.WRONG,
        "attachments": Outcome.MISSING,
        "images": Outcome.UNEXPECTED,
        "lead": Outcome.UNEXPECTED,
    }
    assert score_fields(root).figures["new"]["title"] == 0.0
    assert score_fields(root).figures["new"]["body"] == 1.0


def test_of_an_object_only_the_stated_keys_are_claimed_but_lists_whole() -> None:
    found = [{"name": "OSCE Secretariat", "id": "secretariat"}]
    assert agrees([{"name": "OSCE Secretariat"}], found)
    assert not agrees([{"name": "OSCE"}], found)
    assert not agrees([], found)
    assert not agrees([{"name": "OSCE Secretariat"}, {}], found)


@pytest.mark.parametrize("missing", ["page.html", "meta.json"])
def test_a_folder_without_its_files_is_named(root: Path, missing: str) -> None:
    (root / "new" / "page" / missing).unlink()
    with pytest.raises(GoldError, match=missing):
        read_case(root / "new" / "page")
