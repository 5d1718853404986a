"""The page of `osce extract --explain`, opened in a real browser."""

from pathlib import Path

import pytest
from typer.testing import CliRunner

from osce_scraper.cli import app
from tests.browser import address_of, browsing

FIXTURES = Path(__file__).parents[1] / "fixtures"


@pytest.mark.parametrize("case", ["drupal11/seed-page", "drupal6/whole-page"])
@pytest.mark.parametrize("size", ["phone", "desktop"])
def test_shows_the_text_and_what_was_read_without_an_error(tmp_path: Path, case: str, size: str) -> None:
    page, explained = FIXTURES / case / "page.html", tmp_path / "explained.html"
    done = CliRunner().invoke(
        app,
        [
            "extract",
            str(page),
            "--url",
            "https://www.osce.org/secretariat/531680",
            "--explain",
            str(explained),
        ],
    )
    assert done.exit_code == 0, done.output
    with browsing(address_of(explained), size=size) as visit:
        assert visit.page.locator("mark").count() > 5
        assert visit.page.locator("h1").count() == 1
        wide = visit.page.evaluate("document.documentElement.scrollWidth > window.innerWidth + 1")
        assert not wide
    assert visit.errors == []
    assert visit.outside == []
