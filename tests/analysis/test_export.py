"""Exports: every format holds the same data, nothing in it becomes a formula or markup, nothing is half."""

import csv
import datetime as dt
import gzip
import json
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import duckdb
import openpyxl
import pandas
import polars
import pytest
from lxml import etree
from typer.testing import CliRunner

from osce_scraper.analysis import TABLES, load
from osce_scraper.analysis.formats import FORMATS
from osce_scraper.analysis.formats.delimited import defused
from osce_scraper.cli import app
from osce_scraper.records import NewsItem
from tests.analysis.conftest import Harvested, group, participants
from tests.store.records import news_item
from tests.waiting import wait_until

runner = CliRunner()
ATOM = "{http://www.w3.org/2005/Atom}"
#: Sums over the lines of participants.
SUMS = {"total": 485, "women": 44, "men": 36}


def export(harvested: Harvested, form: str, *options: str, code: int = 0) -> Path:
    """Export, and the path that was written."""
    out = harvested.directory.parent / f"out.{form}"
    given = ["export", "--data-dir", str(harvested.directory), "--to", form, "--out", str(out), *options]
    done = runner.invoke(app, given)
    assert done.exit_code == code, done.output
    return out


def csv_lines(path: Path) -> list[dict[str, str]]:
    """The lines of a CSV file."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def sums_of(lines: list[dict[str, Any]]) -> dict[str, int]:
    """Sums of the counts of lines; what is missing counts nothing."""
    return {name: sum(int(line[name]) for line in lines if line[name] not in (None, "")) for name in SUMS}


def _parquet(path: Path) -> list[dict[str, Any]]:
    return polars.read_parquet(path / "participants.parquet").to_dicts()


def _by_year(path: Path) -> list[dict[str, Any]]:
    return polars.read_parquet(path / "participants" / "**" / "*.parquet").to_dicts()


def _csv(path: Path) -> list[dict[str, Any]]:
    return list(csv_lines(path / "participants.csv"))


def _jsonl(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (path / "participants.jsonl").read_text("utf-8").splitlines()]


def _packed(path: Path) -> list[dict[str, Any]]:
    with gzip.open(path / "participants.ndjson.gz", "rt", encoding="utf-8") as file:
        return [json.loads(line) for line in file]


def _sqlite(path: Path) -> list[dict[str, Any]]:
    database = sqlite3.connect(path)
    try:
        database.row_factory = sqlite3.Row
        return [dict(row) for row in database.execute("SELECT * FROM participants")]
    finally:
        database.close()


def _duckdb(path: Path) -> list[dict[str, Any]]:
    with duckdb.connect(str(path), read_only=True) as database:
        rows = database.execute("SELECT total, women, men FROM participants").fetchall()
    return [dict(zip(SUMS, row, strict=True)) for row in rows]


def _xlsx(path: Path) -> list[dict[str, Any]]:
    sheet = openpyxl.load_workbook(path)["participants"]
    names, *rows = sheet.iter_rows(values_only=True)
    return [dict(zip(names, row, strict=True)) for row in rows]


READERS: dict[str, Callable[[Path], list[dict[str, Any]]]] = {
    "parquet": _parquet,
    "csv": _csv,
    "jsonl": _jsonl,
    "ndjson.gz": _packed,
    "sqlite": _sqlite,
    "duckdb": _duckdb,
    "xlsx": _xlsx,
}


@pytest.mark.parametrize("form", READERS)
def test_totals_agree_in_every_format(harvested: Harvested, form: str) -> None:
    assert sums_of(READERS[form](export(harvested, form))) == SUMS


@pytest.mark.parametrize("form", READERS)
def test_totals_agree_when_the_store_is_exported(harvested: Harvested, form: str) -> None:
    path = export(harvested, form, "--from", harvested.store_url)
    assert sums_of(READERS[form](path)) == SUMS


def test_totals_agree_in_directories_by_year(harvested: Harvested) -> None:
    path = export(harvested, "parquet", "--by-year")
    assert sums_of(_by_year(path)) == SUMS
    assert (path / "news" / "year=2025" / "news.parquet").is_file()
    assert (path / "news" / "year=__HIVE_DEFAULT_PARTITION__" / "news.parquet").is_file()
    assert (path / "menus.parquet").is_file()


@pytest.mark.parametrize("engine", ["polars", "pandas", "duckdb"])
def test_totals_agree_with_what_is_loaded(harvested: Harvested, engine: str) -> None:
    loaded = load(harvested.directory, "participants", engine)
    if engine == "duckdb":
        row = loaded.aggregate("sum(total), sum(women), sum(men)").fetchall()[0]
        assert dict(zip(SUMS, map(int, row), strict=True)) == SUMS
    else:
        assert {name: int(loaded[name].sum()) for name in SUMS} == SUMS


def test_totals_agree_when_a_column_is_null_for_thirty_thousand_lines(
    tmp_path: Path, harvested: Harvested
) -> None:
    empty = news_item(5, participants=participants(group(3))).to_dict()
    late = news_item(6, participants=participants(group(9, 4, 5))).to_dict()
    data = tmp_path / "long"
    data.mkdir()
    with (data / "news.jsonl").open("w", encoding="utf-8") as file:
        for number in range(30_000):
            file.write(json.dumps({**empty, "id": f"{100_000 + number}-en"}) + "\n")
        file.write(json.dumps(late) + "\n")
    long = Harvested(data, [])
    for form in ("parquet", "csv", "sqlite", "duckdb"):
        path = export(long, form, "--table", "participants", "--overwrite")
        if form == "parquet":
            lines = polars.read_parquet(path).to_dicts()
        elif form == "csv":
            lines = list(csv_lines(path))
        else:
            lines = READERS[form](path)
        assert sums_of(lines) == {"total": 90_009, "women": 4, "men": 5}, form


class TestPublishedFiles:
    """The published files load with what analysts have at hand, without this package."""

    def test_pandas(self, harvested: Harvested) -> None:
        assert len(pandas.read_json(harvested.directory / "news.jsonl", lines=True)) == 4

    def test_polars(self, harvested: Harvested) -> None:
        frame = polars.read_ndjson(harvested.directory / "news.jsonl", infer_schema_length=None)
        assert frame["participants"].struct.field("women").sum() == 44

    def test_duckdb(self, harvested: Harvested) -> None:
        file = harvested.directory / "news.jsonl"
        sums = duckdb.execute(
            f"SELECT sum(participants.women) FROM read_json('{file}', sample_size=-1)"
        ).fetchall()
        assert sums == [(44,)]

    def test_jq(self, harvested: Harvested) -> None:
        done = subprocess.run(
            ["jq", "-s", "map(.participants.women // 0) | add", harvested.directory / "news.jsonl"],
            capture_output=True,
            text=True,
            check=True,
        )
        assert done.stdout.strip() == "44"


class TestSqlite:
    """SQLite knows its keys."""

    def test_lines_belong_to_items(self, harvested: Harvested) -> None:
        database = sqlite3.connect(export(harvested, "sqlite"))
        try:
            keys = database.execute("PRAGMA foreign_key_list(participants)").fetchall()
            assert [(key[2], key[3], key[4]) for key in keys] == [("news", "item_id", "id")]
            assert database.execute("PRAGMA foreign_key_check").fetchall() == []
            women = (
                "SELECT sum(women) FROM participants JOIN news ON news.id = item_id "
                "WHERE news.language = 'en'"
            )
            assert database.execute(women).fetchone() == (32,)
        finally:
            database.close()

    def test_a_line_of_no_item_is_refused(self, harvested: Harvested) -> None:
        """An item that stands twice in the file would make every join count twice."""
        file = harvested.directory / "news.jsonl"
        file.write_text(file.read_text("utf-8") + file.read_text("utf-8").splitlines()[0] + "\n", "utf-8")
        for form in ("sqlite", "duckdb"):
            path = export(harvested, form, code=1)
            assert not path.exists()

    def test_every_column_is_described(self, harvested: Harvested) -> None:
        database = sqlite3.connect(export(harvested, "sqlite"))
        try:
            for table in TABLES:
                columns = {row[1] for row in database.execute(f"PRAGMA table_info({table})")}
                told = dict(database.execute('SELECT name, about FROM columns WHERE "table" = ?', [table]))
                assert told.keys() == columns
                assert all(told.values())
        finally:
            database.close()


class TestCsv:
    """CSV has no types and keys of its own; a data package beside it tells them."""

    def test_the_package_describes_every_column_in_its_order(self, harvested: Harvested) -> None:
        path = export(harvested, "csv")
        package = json.loads((path / "datapackage.json").read_text("utf-8"))
        assert [resource["name"] for resource in package["resources"]] == list(TABLES)
        for resource in package["resources"]:
            fields = resource["schema"]["fields"]
            with (path / resource["path"]).open(encoding="utf-8-sig", newline="") as file:
                assert next(csv.reader(file)) == [field["name"] for field in fields]
            assert all(field["description"] for field in fields)

    def test_the_package_tells_types_and_keys(self, harvested: Harvested) -> None:
        path = export(harvested, "csv")
        package = json.loads((path / "datapackage.json").read_text("utf-8"))
        (people,) = (one["schema"] for one in package["resources"] if one["name"] == "participants")
        types = {field["name"]: field["type"] for field in people["fields"]}
        assert (types["women"], types["issued_on"], types["headline"]) == ("integer", "date", "boolean")
        assert people["primaryKey"] == ["item_id", "position"]
        assert people["foreignKeys"] == [
            {"fields": ["item_id"], "reference": {"resource": "news", "fields": ["id"]}}
        ]

    def test_every_reader_finds_the_same_lines(self, harvested: Harvested) -> None:
        """Paragraphs, quotation marks and separators stand in the cells."""
        file = harvested.directory / "news.jsonl"
        file.write_text(
            file.read_text("utf-8").replace("Trainers", 'The \\"trainers\\";,\\n'), encoding="utf-8"
        )
        path = export(harvested, "csv") / "news.csv"
        bodies = [line["body"] for line in csv_lines(path)]
        assert '\n\nThe "trainers";,\n showed' in bodies[0]
        assert pandas.read_csv(path)["body"].to_list() == bodies
        assert polars.read_csv(path, infer_schema_length=None)["body"].to_list() == bodies
        found = duckdb.execute(f"SELECT body FROM read_csv('{path}', sample_size=-1)").fetchall()
        assert [body for (body,) in found] == bodies

    def test_one_table_alone_has_no_package(self, harvested: Harvested) -> None:
        path = export(harvested, "csv", "--table", "news")
        assert not (path.parent / "datapackage.json").exists()


class TestWorkbook:
    """Excel holds what its cells can, and says what they cannot."""

    def test_dates_counts_and_flags_are_what_they_are(self, harvested: Harvested) -> None:
        lines = _xlsx(export(harvested, "xlsx"))
        assert (lines[0]["total"], lines[0]["headline"]) == (30, True)
        assert lines[0]["issued_on"].date() == dt.date(2026, 10, 20)
        assert lines[0]["field_of_work_ids"] == "policing; youth"

    def test_a_text_longer_than_a_cell_is_cut_and_told(self, harvested: Harvested) -> None:
        file = harvested.directory / "news.jsonl"
        file.write_text(file.read_text("utf-8").replace("Trainers", "Trainers " * 5_000, 1), encoding="utf-8")
        out = harvested.directory.parent / "out.xlsx"
        given = ["export", "--data-dir", str(harvested.directory), "--to", "xlsx", "--out", str(out)]
        done = runner.invoke(app, given)
        assert "1 texts are longer than a cell of Excel and were cut" in done.output
        names, *rows = openpyxl.load_workbook(out)["news"].iter_rows(values_only=True)
        body = rows[0][names.index("body")]
        assert len(body) == 32_767
        assert body.endswith("[cut]")

    def test_more_lines_than_a_sheet_holds_are_refused(
        self, harvested: Harvested, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("osce_scraper.analysis.formats.workbook._ROWS", 3)
        path = export(harvested, "xlsx", code=1)
        assert not path.exists()


class TestDuckdb:
    """DuckDB knows its keys, its types and what its columns mean."""

    def test_lines_belong_to_items(self, harvested: Harvested) -> None:
        with duckdb.connect(str(export(harvested, "duckdb")), read_only=True) as database:
            keys = database.execute(
                "SELECT table_name, constraint_column_names FROM duckdb_constraints() "
                "WHERE constraint_type = 'FOREIGN KEY'"
            ).fetchall()
            assert ("participants", ["item_id"]) in keys
            women = (
                "SELECT sum(women) FROM participants JOIN news ON news.id = item_id "
                "WHERE news.language = 'ru'"
            )
            assert database.execute(women).fetchone() == (12,)

    def test_every_column_is_typed_and_described(self, harvested: Harvested) -> None:
        with duckdb.connect(str(export(harvested, "duckdb")), read_only=True) as database:
            columns = database.execute(
                "SELECT table_name, column_name, data_type, comment FROM duckdb_columns() WHERE NOT internal"
            ).fetchall()
        assert all(comment for *_, comment in columns)
        types = {(table, name): kind for table, name, kind, _ in columns}
        assert types["news", "issued_on"] == "DATE"
        assert types["participants", "women"] == "BIGINT"
        assert types["news", "body"] == "VARCHAR[]"


class TestFilters:
    """Which items are exported, and what belongs to them."""

    @pytest.mark.parametrize(
        ("options", "items"),
        [
            (["--since", "2026-10-21"], {"1-ru"}),
            (["--until", "2026-01-01"], {"3-en"}),
            (["--issuer", "OSCE Secretariat"], {"1-en", "1-ru", "2-en"}),
            (["--issuer", "secretariat"], {"1-en", "1-ru", "2-en"}),
            (["--field", "policing"], {"1-en"}),
            (["--country", "Kosovo"], {"1-en"}),
            (["--country", "xk"], {"1-en"}),
            (["--language", "ru"], {"1-ru"}),
            (["--language", "ru", "--language", "en"], {"1-en", "1-ru", "2-en", "3-en"}),
            (["--type", "statement"], set()),
            (["--where", "participants_women > 15"], {"2-en"}),
            (["--where", "participants.women > 15"], {"2-en"}),
            (["--where", "body LIKE '%valley for course 3%'"], {"3-en"}),
            (["--where", "len(funders) > 0 -- somebody paid"], {"1-en"}),
            (["--where", "title LIKE '%HYPERLINK%'"], {"3-en"}),
            (["--where", "issued_on IS NULL", "--language", "en"], {"2-en"}),
        ],
    )
    def test_items(self, harvested: Harvested, options: list[str], items: set[str]) -> None:
        path = export(harvested, "csv", *options)
        assert {line["id"] for line in csv_lines(path / "news.csv")} == items
        assert {line["item_id"] for line in csv_lines(path / "issuers.csv")} <= items
        assert {line["item_id"] for line in csv_lines(path / "changes.csv")} <= items

    @pytest.mark.parametrize(
        ("options", "said"),
        [
            (["--since", "last year"], "--since 'last year' is no day"),
            (["--country", "Kosvo"], "Did you mean 'Kosovo'"),
            (["--issuer", "Secretriat"], "--issuer 'Secretriat' is unknown"),
            (["--type", "poem"], "--type 'poem' is unknown"),
            (["--table", "participant"], "give one of news, participants"),
            (["--where", "womn > 3"], "--where 'womn > 3' is not usable"),
            (["--where", "1=1); DROP TABLE news; --"], "is not usable"),
            (["--where", "title IN (SELECT content FROM read_text('/etc/passwd'))"], "is not usable"),
        ],
    )
    def test_mistakes_are_named(self, harvested: Harvested, options: list[str], said: str) -> None:
        given = ["export", "--data-dir", str(harvested.directory), "--to", "csv", "--out", "never", *options]
        done = runner.invoke(app, given)
        assert done.exit_code in (1, 2)
        assert said in " ".join(done.output.split())
        assert not Path("never").exists()

    def test_items_without_a_date_are_told_where_a_filter_by_date_leaves_them_out(
        self, harvested: Harvested
    ) -> None:
        given = ["export", "--data-dir", str(harvested.directory), "--to", "csv", "--since", "2000-01-01"]
        done = runner.invoke(app, [*given, "--out", str(harvested.directory.parent / "out")])
        assert "1 items have no date of issue" in done.output

    def test_what_fits_nothing_is_told(self, harvested: Harvested) -> None:
        given = ["export", "--data-dir", str(harvested.directory), "--to", "csv", "--type", "statement"]
        done = runner.invoke(app, [*given, "--out", str(harvested.directory.parent / "out")])
        assert done.exit_code == 0
        assert "no item fits all filters" in done.output


class TestSafety:
    """Text that was scraped is text everywhere."""

    @pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@sum", " =1+1", "\t=1", "\r=1", "＝1+1", "|cmd"])
    def test_a_formula_in_any_guise_is_defused(self, text: str) -> None:
        assert defused(text) == f"'{text}"

    @pytest.mark.parametrize(
        ("text", "safe"),
        [
            ("a;=1+1", "a;'=1+1"),
            ("a; =1+1", "a; '=1+1"),
            ("a;;@sum;＝1", "a;;'@sum;'＝1"),
            ("a\n-2+3|x\r\n+1", "a\n'-2+3|x\r\n'+1"),
            ("a\t|cmd", "a\t'|cmd"),
            ("=1;=2", "'=1;'=2"),
        ],
    )
    def test_a_formula_behind_what_separates_cells_elsewhere_is_defused(self, text: str, safe: str) -> None:
        assert defused(text) == safe

    @pytest.mark.parametrize(
        "text",
        ["1 = 1", "– a dash", "25 men", "a@b", "Курс", " a blank before", "a; b\nc", "x;– y", "\u200a", ""],
    )
    def test_other_text_is_left_as_it_is(self, text: str) -> None:
        assert defused(text) == text

    def test_excel_takes_a_csv_for_unicode(self, harvested: Harvested) -> None:
        """It looks for a byte order mark, once, at the beginning."""
        for path in export(harvested, "csv").glob("*.csv"):
            assert path.read_bytes().startswith(b"\xef\xbb\xbf")
            assert path.read_bytes().count(b"\xef\xbb\xbf") == 1

    def test_no_cell_of_csv_is_a_formula(self, harvested: Harvested) -> None:
        titles = [line["title"] for line in csv_lines(export(harvested, "csv", "--table", "news"))]
        assert '\'=HYPERLINK("http://127.0.0.1") <script>alert(1)</script>' in titles
        assert not any(title.startswith(("=", "+", "-", "@")) for title in titles)

    def test_no_cell_of_a_workbook_is_a_formula_or_a_link(self, harvested: Harvested) -> None:
        sheet = openpyxl.load_workbook(export(harvested, "xlsx"))["news"]
        cells = [cell for row in sheet.iter_rows() for cell in row]
        assert any(str(cell.value).startswith("=HYPERLINK") for cell in cells)
        assert all(cell.data_type != "f" and cell.hyperlink is None for cell in cells)

    @pytest.mark.parametrize("form", ["rss", "atom"])
    def test_no_text_of_a_feed_is_markup(self, harvested: Harvested, form: str) -> None:
        root = etree.parse(export(harvested, form)).getroot()
        assert not root.xpath("//*[local-name() = 'script']")
        shown = [element.text or "" for element in root.iter()]
        # Readers take a title of RSS for HTML, so there it is escaped once more.
        assert any(("&lt;script&gt;" if form == "rss" else "<script>") in text for text in shown)
        assert form == "atom" or not any("<" in text for text in shown)


class TestFeeds:
    """RSS 2.0 and Atom with what their standards ask for."""

    @pytest.mark.parametrize("form", ["rss", "atom"])
    def test_is_valid(self, harvested: Harvested, form: str) -> None:
        grammar = etree.RelaxNG(etree.parse(Path(__file__).parent / "grammars" / f"{form}.rng"))
        grammar.assertValid(etree.parse(export(harvested, form)))

    @pytest.mark.parametrize("form", ["rss", "atom"])
    def test_is_valid_without_items(self, harvested: Harvested, form: str) -> None:
        grammar = etree.RelaxNG(etree.parse(Path(__file__).parent / "grammars" / f"{form}.rng"))
        grammar.assertValid(etree.parse(export(harvested, form, "--type", "statement")))

    def test_holds_as_many_as_are_asked_for_the_newest_first(self, harvested: Harvested) -> None:
        items = etree.parse(export(harvested, "rss", "--limit", "2")).findall("channel/item")
        # The second night changed one item; of the first night's, the newest by its date comes first.
        assert [item.findtext("guid") for item in items] == [
            "tag:osce.org,2026:2-en/2",
            "tag:osce.org,2026:1-ru/1",
        ]

    def test_characters_that_xml_cannot_hold_are_replaced(self, harvested: Harvested) -> None:
        file = harvested.directory / "news.jsonl"
        file.write_text(
            file.read_text("utf-8").replace("A better title", "A \\u0007 title"), encoding="utf-8"
        )
        items = etree.parse(export(harvested, "rss")).findall("channel/item")
        assert items[0].findtext("title") == "A \ufffd title"

    def test_rss(self, harvested: Harvested) -> None:
        channel = etree.parse(export(harvested, "rss")).getroot().find("channel")
        assert channel is not None
        assert all(channel.findtext(name) for name in ("title", "link", "description", "lastBuildDate"))
        items = channel.findall("item")
        assert len(items) == 4
        # The item that changed last stands first.
        assert items[0].findtext("title") == "A better title"
        guids = [item.findtext("guid") for item in items]
        assert len(set(guids)) == 4
        for item in items:
            assert pandas.to_datetime(item.findtext("pubDate"), format="%a, %d %b %Y %H:%M:%S %z")

    def test_atom(self, harvested: Harvested) -> None:
        feed = etree.parse(export(harvested, "atom")).getroot()
        assert feed.tag == f"{ATOM}feed"
        for name in ("id", "title", "updated"):
            assert feed.findtext(ATOM + name)
        entries = feed.findall(f"{ATOM}entry")
        assert len({entry.findtext(f"{ATOM}id") for entry in entries}) == 4
        for entry in entries:
            for name in ("id", "title", "updated", "published", "summary", "author"):
                assert entry.find(ATOM + name) is not None, name
            link = entry.find(f"{ATOM}link")
            assert link is not None
            assert link.get("href", "").startswith("https://www.osce.org/")


def _wait_for_part(path: Path, process: subprocess.Popen[bytes]) -> None:
    """Wait until an export has begun to write."""
    folder = path if path.is_dir() else path.parent

    def begun() -> bool:
        assert process.poll() is None, "the export was done before it could be killed"
        return any(part.suffix == ".part" for part in folder.iterdir())

    wait_until(begun, "a part of the export")


class TestWriting:
    """A file is replaced whole, and only when that is asked for."""

    def test_what_somebody_else_wrote_stays(self, harvested: Harvested) -> None:
        path = harvested.directory.parent / "out.csv"
        path.write_text("years of work")
        given = ["export", "--data-dir", str(harvested.directory), "--to", "csv", "--table", "news"]
        done = runner.invoke(app, [*given, "--out", str(path)])
        assert done.exit_code == 1
        assert "was not written by an export" in " ".join(done.output.split())
        assert "--overwrite" in done.output
        assert path.read_text() == "years of work"
        export(harvested, "csv", "--table", "news", "--overwrite")
        assert len(csv_lines(path)) == 4

    @pytest.mark.parametrize("source", ["", "news.jsonl", "osce.sqlite", "sqlite:///"])
    @pytest.mark.parametrize(("form", "name"), [("sqlite", "osce.sqlite"), ("jsonl", "news.jsonl")])
    def test_what_is_exported_is_never_replaced(
        self, harvested: Harvested, source: str, form: str, name: str
    ) -> None:
        path = harvested.directory / name
        before = path.read_bytes()
        place = harvested.store_url if source.startswith("sqlite:") else str(harvested.directory / source)
        given = ["export", "--from", place, "--to", form, "--out", str(path), "--overwrite"]
        done = runner.invoke(app, [*given, "--table", "news"])
        assert done.exit_code == 1
        assert "is where the data comes from" in " ".join(done.output.split())
        assert path.read_bytes() == before

    @pytest.mark.parametrize("form", FORMATS)
    def test_what_an_export_wrote_is_replaced_by_the_next(self, harvested: Harvested, form: str) -> None:
        export(harvested, form)
        path = export(harvested, form, "--language", "ru")
        if form in READERS:
            assert len(READERS[form](path)) == 1

    def test_what_was_changed_by_hand_stays(self, harvested: Harvested) -> None:
        path = export(harvested, "csv")
        (path / "quotes.csv").write_text("corrected by hand")
        export(harvested, "csv", code=1)
        assert (path / "quotes.csv").read_text() == "corrected by hand"
        assert not list(path.glob(".*part"))

    @pytest.mark.parametrize("options", [(), ("--overwrite",)])
    def test_other_files_of_a_directory_stay(self, harvested: Harvested, options: tuple[str, ...]) -> None:
        out = harvested.directory.parent / "out.csv"
        out.mkdir()
        (out / "thesis.doc").write_text("years of work")
        export(harvested, "csv", *options)
        assert (out / "thesis.doc").read_text() == "years of work"
        assert len(csv_lines(out / "news.csv")) == 4

    def test_years_that_an_earlier_export_left_are_removed(self, harvested: Harvested) -> None:
        path = export(harvested, "parquet", "--by-year")
        assert sums_of(_by_year(path)) == SUMS
        export(harvested, "parquet", "--by-year", "--since", "2026-01-01")
        assert not (path / "news" / "year=2025" / "news.parquet").exists()
        assert sums_of(_by_year(path)) == {"total": 460, "women": 24, "men": 36}

    @pytest.mark.parametrize("form", ["parquet", "sqlite", "duckdb"])
    def test_an_export_that_was_killed_leaves_the_old_files_and_the_next_goes_on(
        self, harvested: Harvested, tmp_path: Path, form: str
    ) -> None:
        path = export(harvested, form)
        before = sums_of(READERS[form](path))
        big = tmp_path / "big"
        big.mkdir()
        line = (harvested.directory / "news.jsonl").read_text("utf-8").splitlines(keepends=True)[0]
        with (big / "news.jsonl").open("w", encoding="utf-8") as file:
            file.writelines(line.replace('"id":"3-en"', f'"id":"{number}-en"', 1) for number in range(10_000))
        given = ["export", "--data-dir", str(big), "--to", form, "--out", str(path)]
        process = subprocess.Popen([sys.executable, "-m", "osce_scraper.cli", *given])
        _wait_for_part(path, process)
        process.kill()
        assert process.wait() == -signal.SIGKILL
        assert sums_of(READERS[form](path)) == before
        assert sums_of(READERS[form](export(harvested, form))) == before

    def test_an_export_of_one_table_leaves_the_others(self, harvested: Harvested) -> None:
        path = export(harvested, "csv")
        export(harvested, "csv", "--table", "funders")
        assert (path / "news.csv").is_file()

    def test_a_directory_that_is_not_filled_is_not_left(self, harvested: Harvested) -> None:
        path = export(harvested, "parquet", "--where", "no sql", code=1)
        assert not path.exists()

    def test_a_bad_record_leaves_nothing_half(self, harvested: Harvested) -> None:
        file = harvested.directory / "news.jsonl"
        file.write_bytes(file.read_bytes()[:-50])
        path = export(harvested, "parquet", "--table", "news", code=1)
        assert not path.exists()
        assert not list(path.parent.glob(".*part"))

    @pytest.mark.parametrize("form", ["jsonl", "ndjson.gz", "csv", "parquet", "sqlite", "rss", "atom"])
    def test_the_same_data_gives_the_same_bytes(self, harvested: Harvested, form: str) -> None:
        path = export(harvested, form, "--table", "news")
        before = path.read_bytes()
        export(harvested, form, "--table", "news")
        assert path.read_bytes() == before

    def test_a_packed_file_does_not_know_when_it_was_written(self, harvested: Harvested) -> None:
        path = export(harvested, "ndjson.gz", "--table", "news")
        # The time of a gzip file stands in its bytes 4 to 7.
        assert path.read_bytes()[4:8] == bytes(4)

    def test_options_of_other_formats_need_to(self, harvested: Harvested) -> None:
        done = runner.invoke(app, ["export", "--data-dir", str(harvested.directory), "--since", "2024-01-01"])
        assert done.exit_code == 2
        assert "--since goes with --to" in done.output

    def test_an_unknown_format_is_named_with_the_known_ones(self, harvested: Harvested) -> None:
        done = runner.invoke(app, ["export", "--data-dir", str(harvested.directory), "--to", "exel"])
        assert done.exit_code == 2
        assert all(name in done.output for name in FORMATS)


def test_json_lines_of_news_are_the_published_records(harvested: Harvested) -> None:
    path = export(harvested, "jsonl", "--table", "news")
    published = (harvested.directory / "news.jsonl").read_text("utf-8").splitlines()
    written = path.read_text("utf-8").splitlines()
    assert [NewsItem.from_json_line(line) for line in written] == [
        NewsItem.from_json_line(line) for line in published
    ]
