"""Exports: every format holds the same data, nothing in it becomes a formula or markup, nothing is half."""

import csv
import gzip
import json
import sqlite3
import subprocess
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

from osce_scraper.analysis import load
from osce_scraper.analysis.formats import FORMATS
from osce_scraper.cli import app
from osce_scraper.records import NewsItem
from tests.analysis.conftest import Harvested, group, participants
from tests.store.records import news_item

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
    with path.open(encoding="utf-8", newline="") as file:
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


class TestSafety:
    """Text that was scraped is text everywhere."""

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
        assert not root.xpath("//script")
        assert any("<script>" in (element.text or "") for element in root.iter())


class TestFeeds:
    """RSS 2.0 and Atom with what their standards ask for."""

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


class TestWriting:
    """A file is replaced whole, and only when that is asked for."""

    def test_what_is_there_stays(self, harvested: Harvested) -> None:
        path = export(harvested, "csv", "--table", "news")
        before = path.read_bytes()
        done = runner.invoke(
            app, ["export", "--data-dir", str(harvested.directory), "--to", "csv", "--out", str(path)]
        )
        assert done.exit_code == 1
        assert "--overwrite" in done.output
        assert path.read_bytes() == before
        export(harvested, "csv", "--table", "news", "--overwrite")

    def test_a_directory_of_other_files_is_never_replaced(self, harvested: Harvested) -> None:
        out = harvested.directory.parent / "out.csv"
        out.mkdir()
        (out / "thesis.doc").write_text("years of work")
        export(harvested, "csv", "--overwrite", code=1)
        assert (out / "thesis.doc").read_text() == "years of work"

    def test_a_bad_record_leaves_nothing_half(self, harvested: Harvested) -> None:
        file = harvested.directory / "news.jsonl"
        file.write_bytes(file.read_bytes()[:-50])
        path = export(harvested, "parquet", "--table", "news", code=1)
        assert not path.exists()
        assert not list(path.parent.glob(".*part"))

    @pytest.mark.parametrize("form", ["jsonl", "ndjson.gz", "csv", "rss", "atom"])
    def test_the_same_data_gives_the_same_bytes(self, harvested: Harvested, form: str) -> None:
        path = export(harvested, form, "--table", "news")
        before = path.read_bytes()
        export(harvested, form, "--table", "news", "--overwrite")
        assert path.read_bytes() == before

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
