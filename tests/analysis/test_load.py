"""Loading tables: from every kind of place, into every engine, with the types of the schema."""

import datetime as dt
import gzip
import json
import shutil
import sys
from pathlib import Path
from typing import Any

import pandas
import polars
import pytest

import osce_scraper
from osce_scraper.analysis import TABLES, AnalysisError, DataError, Filters, MissingExtra, export, load
from osce_scraper.store import Store
from tests.analysis.conftest import FIRST_NIGHT, Harvested
from tests.store.postgres import Server

ENGINES = ("polars", "pandas", "duckdb")


def lines_of(table: Any) -> list[dict[str, Any]]:
    """The lines of a loaded table, whatever the engine."""
    if isinstance(table, polars.DataFrame):
        return table.to_dicts()
    if isinstance(table, pandas.DataFrame):
        return [
            {name: None if value is pandas.NA else value for name, value in line.items()}
            for line in table.astype(object).to_dict("records")
        ]
    names = table.columns
    return [dict(zip(names, line, strict=True)) for line in table.fetchall()]


def test_is_offered_by_the_package() -> None:
    assert osce_scraper.load is load


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize(
    ("table", "number"),
    [
        ("news", 4),
        ("participants", 4),
        ("issuers", 4),
        ("fields_of_work", 2),
        ("countries", 1),
        ("quotes", 1),
        ("funders", 1),
        ("menus", 1),
        ("changes", 5),
    ],
)
def test_every_table_loads_into_every_engine(
    harvested: Harvested, table: str, number: int, engine: str
) -> None:
    lines = lines_of(load(harvested.directory, table, engine))
    assert len(lines) == number
    assert list(lines[0]) == list(TABLES[table].columns)


@pytest.mark.parametrize("engine", ENGINES)
def test_values_are_those_of_the_records(harvested: Harvested, engine: str) -> None:
    lines = lines_of(load(harvested.directory, "participants", engine))
    assert [
        (line["item_id"], line["total"], line["women"], line["men"], line["headline"]) for line in lines
    ] == [
        ("1-en", 30, 12, 18, True),
        ("1-en", 400, None, None, False),
        ("1-ru", 30, 12, 18, True),
        ("2-en", 25, 20, None, True),
    ]
    assert lines[0]["iso2"] == "XK"
    assert lines[0]["field_of_work_id"] == "policing"
    assert list(lines[0]["field_of_work_ids"]) == ["policing", "youth"]


def test_dates_are_dates_and_counts_whole_numbers_that_can_be_missing(harvested: Harvested) -> None:
    frame = load(harvested.directory, "participants", "polars")
    assert (frame.schema["issued_on"], frame.schema["women"]) == (polars.Date, polars.Int64)
    other = load(harvested.directory, "participants", "pandas")
    assert str(other["women"].dtype) == "Int64"
    assert str(other["issued_on"].dtype).startswith("datetime64")
    relation = load(harvested.directory, "participants", "duckdb")
    types = dict(zip(relation.columns, map(str, relation.types), strict=True))
    assert (types["issued_on"], types["women"]) == ("DATE", "BIGINT")


@pytest.mark.parametrize("engine", ENGINES)
def test_a_column_that_is_null_for_long_loses_nothing(
    tmp_path: Path, harvested: Harvested, engine: str
) -> None:
    """Engines that infer types from the first lines drop or refuse what comes behind them."""
    record = json.loads((harvested.directory / "news.jsonl").read_text("utf-8").splitlines()[0])
    record["participants"] = {**record["participants"], "groups": []}
    record["updated_on"] = None
    empty = json.dumps(record) + "\n"
    late = json.dumps({**record, "updated_on": "2026-10-30", "id": "9-en"}) + "\n"
    file = tmp_path / "news.jsonl"
    file.write_text(empty * 30_000 + late, encoding="utf-8")
    last = lines_of(load(file, "news", engine))[-1]
    assert last["id"] == "9-en"
    assert str(last["updated_on"]).startswith("2026-10-30")


def places(harvested: Harvested, tmp_path: Path) -> dict[str, Any]:
    """The same news in every kind of place that can be loaded."""
    packed = tmp_path / "packed.jsonl.gz"
    packed.write_bytes(gzip.compress((harvested.directory / "news.jsonl").read_bytes()))
    alone = tmp_path / "news under another name.jsonl"
    shutil.copy(harvested.directory / "news.jsonl", alone)
    unpublished = tmp_path / "unpublished"
    unpublished.mkdir()
    shutil.copy(harvested.directory / "osce.sqlite", unpublished)
    return {
        "directory": harvested.directory,
        "directory as text": str(harvested.directory),
        "file": alone,
        "packed file": packed,
        "store's file": harvested.directory / "osce.sqlite",
        "store's address": harvested.store_url,
        "directory without published files": unpublished,
    }


@pytest.mark.parametrize("table", ["news", "participants", "countries"])
def test_every_place_gives_the_same(harvested: Harvested, tmp_path: Path, table: str) -> None:
    loaded = {name: lines_of(load(place, table)) for name, place in places(harvested, tmp_path).items()}
    for name, lines in loaded.items():
        assert lines == loaded["directory"], name


@pytest.mark.parametrize("form", ["jsonl", "ndjson.gz"])
@pytest.mark.parametrize("table", TABLES)
def test_what_an_export_wrote_as_json_lines_loads_as_the_table(
    harvested: Harvested, tmp_path: Path, table: str, form: str
) -> None:
    export(harvested.directory, form, tmp_path / "out")
    loaded = load(tmp_path / "out" / f"{table}.{form}", table)
    assert loaded.equals(load(harvested.directory, table))


def test_a_table_without_lines_loads_from_its_export(harvested: Harvested, tmp_path: Path) -> None:
    none = Filters(types=frozenset({"statement"}))
    export(harvested.directory, "jsonl", tmp_path / "out", filters=none)
    assert load(tmp_path / "out" / "quotes.jsonl", "quotes").height == 0


def test_a_store_in_postgresql_gives_the_same(harvested: Harvested, postgres_server: Server) -> None:
    url = postgres_server.new_database()
    with Store(url) as store:
        run = store.start_run("harvest", {}, FIRST_NIGHT)
        for item in harvested.items:
            store.save(item, FIRST_NIGHT, run)
    assert lines_of(load(url, "participants")) == lines_of(load(harvested.directory, "participants"))


@pytest.mark.parametrize("engine", ENGINES)
def test_the_data_as_it_was(harvested: Harvested, engine: str) -> None:
    titles = {
        day: {
            line["id"]: line["title"]
            for line in lines_of(load(harvested.directory, "news", engine, as_of=day))
        }
        for day in (dt.date(2026, 11, 1), dt.date(2026, 11, 2), dt.date(2026, 11, 3))
    }
    assert titles[dt.date(2026, 11, 1)] == {}
    assert titles[dt.date(2026, 11, 2)]["2-en"] == "Course 2 ends in the valley"
    assert titles[dt.date(2026, 11, 3)]["2-en"] == "A better title"
    assert titles[dt.date(2026, 11, 2)].keys() == titles[dt.date(2026, 11, 3)].keys()


def test_the_data_as_it_was_at_a_moment(harvested: Harvested) -> None:
    before = FIRST_NIGHT - dt.timedelta(seconds=1)
    assert load(harvested.directory, as_of=before).height == 0
    assert load(harvested.directory, as_of=FIRST_NIGHT).height == 4
    with pytest.raises(DataError, match="zone"):
        load(harvested.directory, as_of=FIRST_NIGHT.replace(tzinfo=None))


class TestMistakes:
    """What can be given wrongly, and what is said then."""

    def test_unknown_names_are_told_with_the_known_ones(self, harvested: Harvested) -> None:
        with pytest.raises(AnalysisError, match="'participant' is unknown: give one of news, participants"):
            load(harvested.directory, "participant")
        with pytest.raises(AnalysisError, match="'dask' is unknown: give one of polars, pandas, duckdb"):
            load(harvested.directory, engine="dask")

    def test_a_place_that_is_not_there(self, tmp_path: Path) -> None:
        with pytest.raises(DataError, match="does not exist: give a data directory"):
            load(tmp_path / "dta")

    def test_a_directory_without_data(self, tmp_path: Path) -> None:
        with pytest.raises(DataError, match=r"neither news\.jsonl nor osce\.sqlite.*osce harvest"):
            load(tmp_path)

    @pytest.mark.parametrize(
        ("content", "looks"),
        [
            (b"PAR1 and more", "Parquet"),
            (b"PK\x03\x04 and more", "zip archive or an Excel workbook"),
            (b"WARC/1.1\r\n", "WARC archive"),
            (b"<!doctype html>", "osce extract"),
            (b'[{"id": 1}]', "JSON array"),
            (b"id,title\n1,x\n", "no JSON"),
            (b'{"colour": "red"}\n', r"no records of ours \(keys: colour\)"),
            (b"", "is empty"),
        ],
    )
    def test_a_wrong_file_is_told_by_what_it_looks_like(
        self, tmp_path: Path, content: bytes, looks: str
    ) -> None:
        file = tmp_path / "file"
        file.write_bytes(content)
        with pytest.raises(DataError, match=looks):
            load(file)

    def test_a_file_of_another_table(self, harvested: Harvested) -> None:
        with pytest.raises(DataError, match="menus"):
            load(harvested.directory / "menus.jsonl", "participants")

    def test_lines_of_another_table(self, harvested: Harvested, tmp_path: Path) -> None:
        export(harvested.directory, "jsonl", tmp_path / "out")
        with pytest.raises(DataError, match=r"holds participants.*or ask for table='participants'"):
            load(tmp_path / "out" / "participants.jsonl", "quotes")

    def test_a_line_that_is_cut_off_is_named(self, harvested: Harvested) -> None:
        file = harvested.directory / "news.jsonl"
        file.write_bytes(file.read_bytes()[:-40])
        with pytest.raises(DataError, match="line 4"):
            load(file)

    def test_a_packed_file_that_is_cut_off(self, harvested: Harvested, tmp_path: Path) -> None:
        file = tmp_path / "news.jsonl.gz"
        file.write_bytes(gzip.compress((harvested.directory / "news.jsonl").read_bytes())[:-30])
        with pytest.raises(DataError, match="cut off or damaged"):
            load(file)

    def test_a_value_of_another_type(self, harvested: Harvested) -> None:
        file = harvested.directory / "news.jsonl"
        file.write_text(file.read_text("utf-8").replace('"2025-03-04"', '"in spring"', 1), encoding="utf-8")
        with pytest.raises(DataError, match=r"record 3-en does not fit.*osce validate"):
            load(file)

    def test_the_past_of_a_published_file(self, harvested: Harvested) -> None:
        with pytest.raises(DataError, match="as_of needs the store"):
            load(harvested.directory / "news.jsonl", as_of=dt.date(2026, 11, 2))

    def test_an_engine_that_is_not_installed(
        self, harvested: Harvested, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setitem(sys.modules, "duckdb", None)
        with pytest.raises(MissingExtra, match=r"pip install \S+ \(part of the extra 'analysis'\)"):
            load(harvested.directory, engine="duckdb")


def test_a_relation_can_be_asked_in_sql(harvested: Harvested) -> None:
    people = load(harvested.directory, "participants", "duckdb")
    assert people.filter("headline").aggregate("sum(women)").fetchall() == [(44,)]
