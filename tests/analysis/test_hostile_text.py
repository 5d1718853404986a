"""Text that was scraped is text wherever it comes out: no field of any table is markup, a formula or a path.

Every text of a record is replaced by one that tries something, by turns.
"""

import csv
import itertools
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from lxml import etree, html
from typer.testing import CliRunner

from osce_scraper.analysis.report import write_report
from osce_scraper.analysis.source import open_source
from osce_scraper.cli import app
from osce_scraper.records import NewsItem
from osce_scraper.store import Refusal, Store, publish
from tests.analysis.conftest import FIRST_NIGHT, items
from tests.browser import address_of, browsing
from tests.site.server import LocalSite
from tests.store.records import menu_entry

#: What a page may say in place of a name, a title or a sentence.
ATTEMPTS = (
    '=HYPERLINK("http://127.0.0.1/?"&A1,"Read on")',
    "+1+cmd|'/c calc'!A0",
    "-2+3",
    "@SUM(1+1)*cmd|'/c calc'!A0",
    "\t=1+1",
    "＝1+1",
    "<script>window.hacked = 1</script>",
    "</script></style></textarea><script>window.hacked = 1</script>",
    "<img src=x onerror='window.hacked = 1'>",
    '" onmouseover="window.hacked = 1" x="',
    "' autofocus onfocus='window.hacked = 1",
    "]]><script>window.hacked = 1</script><![CDATA[",
    "{{ 7 * 7 }}{% raw %}${7 * 7}",
    "&lt;script&gt;window.hacked = 1&lt;/script&gt;",
    "<!-- --!><svg/onload='window.hacked = 1'>",
    "../../../../etc/passwd",
    'x"; DROP TABLE items; --',
)
#: Keys of a record whose values are what a page says; the others are numbers, codes and places.
TEXTS = {"title", "lead", "body", "name", "text", "speaker", "role", "type_label", "label", "path", "alt"}
FORMULA = re.compile(r"^[\s\u00a0]*[=+\-@|＝＋－＠\t\r\n]")
HARM = ("script", "img", "svg", "iframe", "object", "embed", "form", "meta", "base", "link")


def hostile(value: Any, attempts: Iterator[str], key: str = "") -> Any:
    """A record's JSON with other words in it."""
    if isinstance(value, dict):
        return {name: hostile(inner, attempts, name) for name, inner in value.items()}
    if isinstance(value, list):
        return [hostile(inner, attempts, key) for inner in value]
    return next(attempts) if isinstance(value, str) and key in TEXTS else value


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Published data in which every text tries something, each in as many fields as there are items."""
    directory = tmp_path_factory.mktemp("hostile")
    attempts = itertools.cycle(ATTEMPTS)
    with Store(f"sqlite:///{directory / 'osce.sqlite'}") as store:
        run = store.start_run("harvest", {}, FIRST_NIGHT)
        for number in range(len(ATTEMPTS)):
            next(attempts)
            for item in items():
                said = {**item.to_dict(), "id": f"{number}{item.id}", "story_id": f"{number}{item.story_id}"}
                store.save(NewsItem.from_json_line(json.dumps(hostile(said, attempts))), FIRST_NIGHT, run)
        entries = [
            menu_entry(said, place, id=f"main/{place}")
            for place, said in enumerate(map(str.strip, ATTEMPTS), 1)
        ]
        store.save_menu("www.osce.org", entries, FIRST_NIGHT, run)
        for number, said in enumerate(ATTEMPTS, 900_000):
            url = f"https://www.osce.org/x/{number}"
            store.refuse(Refusal(url, "no title", f"{number}-en", "title", said), FIRST_NIGHT, run)
        store.finish_run(run, FIRST_NIGHT, outcome="finished", counts={})
        publish(store, directory, FIRST_NIGHT)
    return directory


def export(data: Path, form: str, out: Path) -> Path:
    done = CliRunner().invoke(app, ["export", "--data-dir", str(data), "--to", form, "--out", str(out)])
    assert done.exit_code == 0, done.output
    return out


def test_the_attempts_are_in_the_data(data: Path) -> None:
    """Else nothing below would show anything."""
    for table in ("news", "menus", "quarantine"):
        text = (data / f"{table}.jsonl").read_text("utf-8")
        for said in ATTEMPTS:
            assert json.dumps(said.strip(), ensure_ascii=False)[1:-1] in text, (table, said)


def test_csv(data: Path, tmp_path: Path) -> None:
    out = export(data, "csv", tmp_path / "out")
    tables = sorted(out.glob("*.csv"))
    assert {"news.csv", "menus.csv", "issuers.csv", "quotes.csv"} <= {path.name for path in tables}
    seen = 0
    for path in tables:
        with path.open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                for name, cell in row.items():
                    number = re.fullmatch(r"-?\d+(\.\d+)?", cell)
                    assert number or not FORMULA.match(cell), (path.name, name, cell)
                    seen += cell.startswith("'=")
    assert seen > len(ATTEMPTS)


def test_a_workbook(data: Path, tmp_path: Path) -> None:
    book = openpyxl.load_workbook(export(data, "xlsx", tmp_path / "out.xlsx"))
    seen = 0
    for sheet in book:
        for row in sheet.iter_rows():
            for cell in row:
                assert cell.data_type != "f", (sheet.title, cell.coordinate)
                assert cell.hyperlink is None
                if isinstance(cell.value, str) and FORMULA.match(cell.value):
                    # So that it does not become one when somebody edits the cell.
                    assert cell.quotePrefix, (sheet.title, cell.coordinate, cell.value)
                    seen += 1
    assert seen > len(ATTEMPTS)


@pytest.mark.parametrize("form", ["rss", "atom"])
def test_a_feed(data: Path, tmp_path: Path, form: str) -> None:
    root = etree.parse(export(data, form, tmp_path / f"out.{form}")).getroot()
    assert len(root.xpath("//*[local-name() = 'item' or local-name() = 'entry']")) > len(ATTEMPTS)
    for element in root.iter():
        name = etree.QName(element).localname
        assert name == "link" or name not in HARM
        shown = element.text or ""
        # A reader takes RSS, and what Atom calls HTML, for markup.
        if form == "rss" or element.get("type") in ("html", "xhtml"):
            assert not html.fragment_fromstring(shown, create_parent=True).xpath(
                " | ".join(f".//{name}" for name in HARM)
            ), shown


def test_a_report_in_a_browser(data: Path, tmp_path: Path) -> None:
    done = write_report(open_source(data), tmp_path / "report.html", FIRST_NIGHT)
    with browsing(address_of(done.path)) as visit:
        visit.page.wait_for_selector("html[data-drawn]")
        assert visit.page.evaluate("window.hacked") is None
        assert visit.page.locator("img").count() == 0
        assert "<img src=x" in visit.page.inner_text("body")
    assert (visit.errors, visit.outside) == ([], [])


@pytest.mark.parametrize("layout", ["drupal11", "drupal6"])
def test_an_explained_page_in_a_browser(tmp_path: Path, layout: str) -> None:
    said = [f"Officers met, it says: {attempt}" for attempt in ATTEMPTS]
    with LocalSite(4) as site:
        story = site.add_item(title=ATTEMPTS[8], body=said, layout=layout, issuers=(ATTEMPTS[6],))
        assert site._pages is not None
        (tmp_path / "page.html").write_bytes(site._pages.answer(story.path).body)
    explained = tmp_path / "explained.html"
    url = f"https://www.osce.org{story.path}"
    given = ["extract", str(tmp_path / "page.html"), "--url", url, "--explain", str(explained)]
    done = CliRunner().invoke(app, given)
    assert done.exit_code == 0, done.output
    with browsing(address_of(explained)) as visit:
        assert visit.page.evaluate("window.hacked") is None
        assert visit.page.locator("img, svg, iframe, script, form").count() == 0
        shown = visit.page.inner_text("body")
        assert "window.hacked = 1" in shown
    assert (visit.errors, visit.outside) == ([], [])


def test_no_file_is_named_by_a_text(data: Path, tmp_path: Path) -> None:
    known = {"out", "out.xlsx", "out.rss", ".osce-export.json"}
    for form, name in (("csv", "out"), ("xlsx", "out.xlsx"), ("rss", "out.rss")):
        export(data, form, tmp_path / name)
    made = {str(path.relative_to(tmp_path)).partition("/")[0] for path in tmp_path.rglob("*")}
    assert made == known
    assert all(re.fullmatch(r"\.?[a-z_-]+\.(csv|json)", path.name) for path in (tmp_path / "out").iterdir())
