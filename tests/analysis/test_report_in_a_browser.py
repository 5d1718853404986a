"""The report, opened in a real browser: drawn, quiet, and of use to hands, eyes and keyboards."""

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import pytest

from osce_scraper.analysis.report import write_report
from osce_scraper.analysis.source import open_source
from tests.analysis import synthetic
from tests.analysis.test_report import HOSTILE, written
from tests.browser import Visit, address_of, browsing
from tests.store.records import news_item

MADE_AT = dt.datetime(2026, 11, 28, 7, 30, tzinfo=dt.UTC)
ITEMS = 700
CHARTS = 11

#: The contrast of every text with what is behind it, by the formula of WCAG 2; those that are too low.
LOW_CONTRAST = """() => {
  const seen = (text) => (text.match(/[\\d.]+/g) || []).map(Number);
  const light = ([r, g, b]) => {
    const [x, y, z] = [r, g, b].map((c) => (c /= 255) <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4);
    return 0.2126 * x + 0.7152 * y + 0.0722 * z;
  };
  const behind = (element) => {
    for (let at = element; at; at = at.parentElement) {
      const colour = seen(getComputedStyle(at).backgroundColor);
      if (colour.length === 3 || colour[3] > 0) return colour.slice(0, 3);
    }
    return [255, 255, 255];
  };
  const low = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const element = node.parentElement;
    if (!node.data.trim() || ["SCRIPT", "STYLE", "OPTION"].includes(element.tagName)) continue;
    if (!element.getClientRects().length || element.disabled) continue;
    const style = getComputedStyle(element);
    const ink = element instanceof SVGElement ? style.fill : style.color;
    const [a, b] = [light(seen(ink)), light(behind(element))];
    const contrast = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
    if (contrast < 4.5) low.push(`${node.data.trim().slice(0, 30)}: ${contrast.toFixed(2)}`);
  }
  return low;
}"""
#: How many marks with an extent each chart has.
MARKS = """() => [...document.querySelectorAll("[data-chart]")].map((chart) =>
  [...chart.querySelectorAll("svg .mark-rect path, svg .mark-rect rect")]
    .filter((mark) => mark.getBBox().width > 0 && mark.getBBox().height > 0).length)"""


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The address of a report on several hundred items of twenty years."""
    directory = synthetic.write(tmp_path_factory.mktemp("synthetic"), ITEMS)
    return address_of(write_report(open_source(directory), directory / "report.html", MADE_AT).path)


@pytest.fixture(scope="class")
def opened(report: str) -> Iterator[Visit]:
    """The report, open on a desktop."""
    with browsing(report) as visit:
        yield visit


@pytest.fixture
def visit(opened: Visit) -> Iterator[Visit]:
    """The report, opened anew; what went wrong by the end fails the test."""
    opened.page.reload()
    opened.page.wait_for_selector("html[data-drawn]")
    yield opened
    assert opened.errors == []
    assert opened.outside == []


def titles(visit: Visit) -> list[str]:
    """The titles that the table shows."""
    return visit.page.locator("#table tbody .title").all_inner_texts()


def numbers(visit: Visit) -> list[str]:
    """The participants that the table shows."""
    return visit.page.locator("#table tbody td.number:nth-of-type(6)").all_inner_texts()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", ["phone", "desktop"])
def test_is_drawn_and_legible(report: str, size: str, scheme: str) -> None:
    with browsing(report, size=size, scheme=scheme) as visit:  # type: ignore[arg-type]
        page = visit.page
        page.wait_for_selector("html[data-drawn]")
        marks = page.evaluate(MARKS)
        assert len(marks) == CHARTS
        assert min(marks) > 3, marks
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
        assert page.locator(".chart[role=img][aria-label]").count() == CHARTS
        page.evaluate("document.querySelectorAll('details').forEach((each) => { each.open = true })")
        assert page.evaluate(LOW_CONTRAST) == []
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
        background = page.evaluate("getComputedStyle(document.body).backgroundColor")
        assert (background == "rgb(255, 255, 255)") == (scheme == "light")
    assert visit.errors == []
    assert visit.outside == []


def test_is_light_on_paper_whatever_the_screen_is(report: str) -> None:
    with browsing(report, scheme="dark", media="print") as visit:
        visit.page.wait_for_selector("html[data-drawn]")
        assert visit.page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
        assert not visit.page.locator("#search").is_visible()
        assert visit.page.evaluate(LOW_CONTRAST) == []


class TestTable:
    """The table of items."""

    def test_finds_words_anywhere_without_accents_or_case(self, visit: Visit) -> None:
        visit.page.fill("#words", "KOSOVO number 33 ")
        found = visit.page.locator("#found").inner_text()
        assert found.endswith("are shown.")
        assert titles(visit)
        assert all("Kosovo" in title and "33" in title for title in titles(visit))
        visit.page.fill("#words", "turkiye")
        assert titles(visit)
        assert all("Türkiye" in title for title in titles(visit))

    def test_says_when_nothing_is_found(self, visit: Visit) -> None:
        visit.page.fill("#words", "zeppelin")
        assert visit.page.locator("#found").inner_text().startswith("No item has these words")
        assert titles(visit) == []

    def test_sorts_by_keyboard_and_says_how(self, visit: Visit) -> None:
        visit.page.focus("th[data-sort=total] button")
        visit.page.keyboard.press("Enter")
        shown = [int(number) for number in numbers(visit)]
        assert shown == sorted(shown, reverse=True)
        assert visit.page.get_attribute("th[data-sort=total]", "aria-sort") == "descending"
        visit.page.keyboard.press("Space")
        shown = [int(number) for number in numbers(visit)]
        assert shown == sorted(shown)
        assert visit.page.get_attribute("th[data-sort=total]", "aria-sort") == "ascending"
        assert visit.page.get_attribute("th[data-sort=date]", "aria-sort") is None

    def test_focus_is_seen(self, visit: Visit) -> None:
        visit.page.focus("#words")
        visit.page.keyboard.press("Tab")
        width = "parseFloat(getComputedStyle(document.activeElement).outlineWidth)"
        assert visit.page.evaluate(width) >= 2

    def test_what_is_unknown_stands_last_both_ways(self, visit: Visit) -> None:
        visit.page.click("th[data-sort=date] button")
        visit.page.click("#pager [data-go=last]")
        first_way = visit.page.locator("#table tbody .date").all_inner_texts()
        visit.page.click("th[data-sort=date] button")
        visit.page.click("#pager [data-go=last]")
        assert "–" in first_way
        assert visit.page.locator("#table tbody .date").all_inner_texts()[-1] == "–"

    def test_keeps_items_that_state_both_sexes(self, visit: Visit) -> None:
        visit.page.select_option("#stating", "split")
        assert "–" not in numbers(visit)
        assert len(titles(visit)) == 50

    def test_turns_pages(self, visit: Visit) -> None:
        first = titles(visit)
        assert visit.page.locator("#page").inner_text() == f"Page 1 of {ITEMS // 50}"
        visit.page.click("#pager [data-go=next]")
        assert titles(visit) != first
        visit.page.click("#pager [data-go=first]")
        assert titles(visit) == first


def test_markup_in_scraped_text_does_nothing(tmp_path: Path) -> None:
    issuers = [{"name": HOSTILE}]
    kept = [news_item(1, title=HOSTILE, issuers=issuers), news_item(2, url="javascript:window.hacked = 1")]
    done = write_report(open_source(written(tmp_path, *kept)), tmp_path / "report.html", MADE_AT)
    with browsing(address_of(done.path)) as visit:
        visit.page.wait_for_selector("html[data-drawn]")
        assert visit.page.evaluate("window.hacked") is None
        assert visit.page.locator("img").count() == 0
        assert HOSTILE in titles(visit)
        assert visit.page.locator("#table tbody a").count() == 1
    assert visit.errors == []
    assert visit.outside == []
