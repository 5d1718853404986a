"""The report: what it counts, what it says is missing, and that scraped text stays text."""

import datetime as dt
import json
import re
import sys
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from lxml import html
from typer.testing import CliRunner

from osce_scraper.analysis.errors import AnalysisError
from osce_scraper.analysis.filters import Filters
from osce_scraper.analysis.report import render_report, write_report
from osce_scraper.analysis.source import open_source, without_password
from osce_scraper.cli import app
from osce_scraper.records import MonitorResult
from osce_scraper.store import HELD_BACK, Store
from tests.analysis import synthetic
from tests.analysis.conftest import Harvested, group, participants
from tests.store.records import news_item

runner = CliRunner()
MADE_AT = dt.datetime(2026, 11, 28, 7, 30, tzinfo=dt.UTC)
HOSTILE = '</script><script>window.hacked = 1</script><img src=x onerror="window.hacked=1">'


def page_of(path: Path | str, **options: Any) -> html.HtmlElement:
    """The report on what is at ``path``."""
    return html.document_fromstring(render_report(open_source(path), MADE_AT, **options))


def words(element: html.HtmlElement) -> str:
    """The text of an element, blanks as one."""
    return " ".join(element.text_content().split())


def table(page: html.HtmlElement, figure: str) -> dict[str, list[str]]:
    """The data table of a figure: cells by the heading of their row."""
    rows = page.xpath(f"//figure[@id='f-{figure}']//tbody/tr")
    return {words(row[0]): [words(cell) for cell in row[1:]] for row in rows}


def written(tmp_path: Path, *items: Any) -> Path:
    """A news.jsonl of these records."""
    file = tmp_path / "news.jsonl"
    file.write_text("".join(item.to_json_line() + "\n" for item in items), "utf-8")
    return file


def specs(page: html.HtmlElement) -> dict[str, Any]:
    """The charts of a page."""
    found: dict[str, Any] = json.loads(page.xpath("//script[@id='specs']")[0].text)
    return found


class TestParticipants:
    """Sums by sex rest on items that state both; what is not stated is no zero."""

    @pytest.fixture
    def page(self, tmp_path: Path) -> html.HtmlElement:
        """Four stories of 2026: both sexes (in two languages), women only, a total only, nothing."""
        both = participants(group(30, 12, 18))
        return page_of(
            written(
                tmp_path,
                news_item(1, participants=both),
                news_item(1, "ru", participants=both),
                news_item(2, participants=participants(group(25, 20))),
                news_item(3, participants=participants(group(40))),
                news_item(4),
            )
        )

    def test_a_story_in_two_languages_counts_once(self, page: html.HtmlElement) -> None:
        assert table(page, "sexes-over-time")["2026-10"][:3] == ["4", "3", "1"]

    def test_sums_come_from_items_that_state_both(self, page: html.HtmlElement) -> None:
        columns = ["items", "state a count", "state both sexes", "of items", "women", "men", "girls", "boys"]
        row = dict(zip(columns, table(page, "sexes-over-time")["2026-10"], strict=False))
        assert (row["women"], row["men"]) == ("12", "18")
        assert table(page, "sexes-over-time")["2026-10"][8:] == ["40 %", "1"]

    def test_how_many_say_it_stands_beside(self, page: html.HtmlElement) -> None:
        assert table(page, "stating")["2026-10"] == ["1", "1", "1", "1", "4"]
        assert "3 state a number of participants and 1 a number for both sexes" in words(page)

    def test_the_first_screen_says_what_the_share_is_of(self, page: html.HtmlElement) -> None:
        keys = [words(key) for key in page.xpath("//dl[@class='keys']/div")]
        assert "women and girls 40% of 30 people in the 1 story that states both sexes" in keys
        assert "Missing is not zero" in words(page)

    def test_an_office_that_states_nothing_has_a_dash(self, tmp_path: Path) -> None:
        page = page_of(written(tmp_path, news_item(4)))
        assert table(page, "sexes-by-issuer")["OSCE Secretariat"][4:8] == ["–"] * 4
        assert "sexes-by-issuer" not in specs(page)

    def test_the_version_that_states_most_is_taken(self, tmp_path: Path) -> None:
        said = participants(group(30, 12, 18))
        page = page_of(written(tmp_path, news_item(1), news_item(1, "ru", participants=said)))
        assert table(page, "stating")["2026-10"] == ["1", "0", "0", "0", "1"]


class TestCounts:
    """Items over time, by issuer, field and country; coverage and quality."""

    def test_kosovo_stands_on_its_own(self, harvested: Harvested) -> None:
        page = page_of(harvested.directory)
        assert table(page, "countries")["Kosovo (XK)"][0] == "1"
        assert "Serbia" not in table(page, "countries")

    def test_what_has_no_date_is_told(self, harvested: Harvested) -> None:
        page = page_of(harvested.directory)
        assert table(page, "kinds")["no date"] == ["1", "1"]
        assert "1 item without a date of issue" in words(page.xpath("//figure[@id='f-kinds']")[0])

    def test_names_unknown_to_the_vocabulary_are_told_apart(self, harvested: Harvested) -> None:
        row = table(page_of(harvested.directory), "issuers")["A desk nobody knows"]
        assert row[0] == "1"
        assert "not in the vocabulary" in row[2]

    def test_a_long_span_is_told_in_years_without_gaps(self, tmp_path: Path) -> None:
        days = (dt.date(2019, 1, 1), dt.date(2023, 5, 5))
        page = page_of(written(tmp_path, *(news_item(n, issued_on=day) for n, day in enumerate(days, 1))))
        assert list(table(page, "kinds")) == ["2019", "2020", "2021", "2022", "2023"]
        assert table(page, "kinds")["2021"] == ["0", "0"]

    def test_every_item_is_counted_however_few_are_listed(self, tmp_path: Path) -> None:
        directory = synthetic.write(tmp_path / "data", 120)
        page = page_of(directory, rows=20)
        assert sum(int(row[-1]) for row in table(page, "kinds").values()) == 120
        assert len(json.loads(page.xpath("//script[@id='rows']")[0].text)["rows"]) == 20
        assert "Only the newest 20 of 120 items" in words(page)

    def test_fill_rates_by_layout(self, harvested: Harvested) -> None:
        row = table(page_of(harvested.directory), "fill-by-layout")["drupal11"]
        assert row[:2] == ["4", "75 %"]

    def test_monitors_quarantine_and_runs(self, tmp_path: Path) -> None:
        page = page_of(synthetic.write(tmp_path / "data", 30))
        assert [row[0] for row in table(page, "monitors").values()][:2] == ["red", "yellow"]
        assert len(table(page, "quarantine")) == 3
        assert next(iter(table(page, "runs").values()))[2:4] == ["held back", "red"]
        assert "A monitor is red" in words(page)

    def test_a_run_that_was_held_back_is_told_though_nothing_of_it_is_published(
        self, harvested: Harvested, tmp_path: Path
    ) -> None:
        with Store(harvested.store_url) as store:
            red = MonitorResult(
                monitor="fill/lead", status="red", origin="built in", message="No lead at all."
            )
            run = store.start_run("harvest", {}, MADE_AT)
            store.finish_run(run, MADE_AT, outcome=HELD_BACK, counts={}, monitors=[red.to_dict()])
        out = tmp_path / "report.html"
        done = runner.invoke(app, ["report", str(harvested.directory), "--out", str(out)])
        assert done.exit_code == 0, done.output
        page = html.document_fromstring(out.read_text("utf-8"))
        assert "held back, so that what it brought is not published yet" in words(page)
        assert table(page, "monitors")["fill/lead"][:2] == ["red", "No lead at all."]

    def test_a_single_file_says_what_it_lacks(self, harvested: Harvested) -> None:
        page = page_of(harvested.directory / "news.jsonl")
        assert "has no quarantine" in words(page)
        assert not page.xpath("//figure[@id='f-runs']")

    def test_filters_are_said(self, harvested: Harvested) -> None:
        page = page_of(harvested.directory, filters=Filters(languages=frozenset({"ru"})))
        assert "Only items language ru" in words(page)
        assert "Quarantine, monitors and runs are those of the whole harvest" in words(page)

    def test_the_store_gives_the_same_counts(self, harvested: Harvested) -> None:
        published, stored = page_of(harvested.directory), page_of(harvested.store_url)
        for figure in ("kinds", "issuers", "sexes-over-time", "runs"):
            assert table(published, figure) == table(stored, figure)


class TestSafety:
    """What was scraped is text, and nobody is asked for anything."""

    @pytest.fixture
    def page(self, tmp_path: Path) -> html.HtmlElement:
        """A report on items that try."""
        return page_of(
            written(
                tmp_path,
                news_item(1, title=HOSTILE, issuers=[{"name": HOSTILE}]),
                news_item(2, url="javascript:alert(1)"),
                news_item(3, url="HTTPS://www.osce.org/secretariat/3"),
            )
        )

    def test_markup_stays_text(self, page: html.HtmlElement) -> None:
        assert not page.xpath("//img")
        assert len(page.xpath("//script[not(@type)]")) == 2
        assert page.xpath("//script[contains(., 'window.hacked')]/@id") == ["specs", "rows"]

    def test_links_lead_to_the_web_only(self, page: html.HtmlElement) -> None:
        links = page.xpath("//a/@href")
        assert all(re.match(r"(?i)https?://|#", link) for link in links)
        assert "HTTPS://www.osce.org/secretariat/3" in links

    def test_nothing_is_loaded(self, page: html.HtmlElement) -> None:
        assert not page.xpath("//@src | //link[not(@href='data:,')] | //iframe | //object")
        assert "url(" not in page.xpath("//style")[0].text
        policy = page.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")[0]
        assert policy.startswith("default-src 'none'; script-src 'sha256-")
        assert "unsafe-eval" not in policy

    def test_the_password_of_a_store_is_hidden(self) -> None:
        shown = without_password("postgresql+psycopg://reader:secret@127.0.0.1/osce as of 2026-11-01")
        assert shown == "postgresql+psycopg://127.0.0.1/osce as of 2026-11-01"


class TestReading:
    """What readers of screens and of paper need."""

    def test_headings_are_in_order_and_charts_have_words_and_tables(self, harvested: Harvested) -> None:
        page = page_of(harvested.directory)
        assert page.get("lang") == "en"
        levels = [int(heading.tag[1]) for heading in page.xpath("//h1 | //h2 | //h3")]
        assert levels[0] == 1
        assert levels.count(1) == 1
        assert all(after - before <= 1 for before, after in pairwise(levels))
        for chart in page.xpath("//div[@data-chart]/.."):
            figure = chart.getparent()
            assert chart.get("role") == "img"
            assert len(chart.get("aria-label")) > 30
            assert figure.xpath(".//table/caption")
            assert figure.xpath("./figcaption/h3")

    def test_titles_say_their_language(self, harvested: Harvested) -> None:
        page = page_of(harvested.directory)
        assert page.xpath("//section[@id='newest']//*[@lang='ru']/text()") == ["Курс в долине завершён"]

    def test_it_says_when_and_from_what(self, harvested: Harvested) -> None:
        page = page_of(harvested.directory)
        assert f"Made on 28 November 2026, 07:30 UTC from {harvested.directory}" in words(page)
        assert "What the numbers do not mean" in words(page)


class TestCommand:
    """`osce report` as it is typed."""

    def test_writes_a_page_and_replaces_it(self, harvested: Harvested, tmp_path: Path) -> None:
        out = tmp_path / "deep" / "report.html"
        for _ in range(2):
            done = runner.invoke(app, ["report", str(harvested.directory), "--out", str(out)])
            assert done.exit_code == 0, done.output
        assert "4 items, all of them in its table" in " ".join(done.output.split())
        assert [path.name for path in out.parent.iterdir()] == ["report.html"]

    def test_replaces_no_file_of_somebody_else(self, harvested: Harvested, tmp_path: Path) -> None:
        out = tmp_path / "thesis.html"
        out.write_text("<p>Chapter one</p>", "utf-8")
        given = ["report", str(harvested.directory), "--out", str(out)]
        done = runner.invoke(app, given)
        assert done.exit_code == 1
        assert "is no report" in done.output
        assert out.read_text("utf-8") == "<p>Chapter one</p>"
        assert runner.invoke(app, [*given, "--overwrite"]).exit_code == 0

    @pytest.mark.parametrize(
        ("options", "code", "said"),
        [
            (["nowhere"], 1, "does not exist"),
            (["--rows", "many"], 2, "--rows 'many' is no number"),
            (["--since", "2024"], 2, "--since '2024' is no day"),
            (["--country", "Kosvo"], 1, "Did you mean 'Kosovo'"),
            (["here", "--store", "sqlite:///x"], 2, "give either PATH or --store"),
        ],
    )
    def test_mistakes_are_named(self, tmp_path: Path, options: list[str], code: int, said: str) -> None:
        done = runner.invoke(app, ["report", *options, "--out", str(tmp_path / "never.html")])
        assert done.exit_code == code
        assert said in " ".join(done.output.split())
        assert not (tmp_path / "never.html").exists()

    def test_filters_that_leave_nothing(self, harvested: Harvested, tmp_path: Path) -> None:
        out = str(tmp_path / "never.html")
        done = runner.invoke(app, ["report", str(harvested.directory), "--since", "2030-01-01", "--out", out])
        assert done.exit_code == 1
        assert "ask for less with the filters" in " ".join(done.output.split())

    def test_says_what_to_install(
        self, harvested: Harvested, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setitem(sys.modules, "altair", None)
        done = runner.invoke(app, ["report", str(harvested.directory), "--out", str(tmp_path / "never.html")])
        assert done.exit_code == 1
        assert "extra 'analysis'" in " ".join(done.output.split())

    def test_a_damaged_record_is_named(self, harvested: Harvested, tmp_path: Path) -> None:
        record = json.loads((harvested.directory / "news.jsonl").read_text("utf-8").splitlines()[0])
        del record["participants"]
        file = tmp_path / "news.jsonl"
        file.write_text(json.dumps(record) + "\n", "utf-8")
        with pytest.raises(AnalysisError, match=f"record {record['id']} does not fit"):
            write_report(open_source(file), tmp_path / "never.html", MADE_AT)
