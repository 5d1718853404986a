"""`osce browse`: Datasette really started, asked over HTTP, looked at in a browser, and ended."""

import csv
import http.client
import io
import json
import os
import signal
import socket
import sqlite3
import subprocess
import sys
import tempfile
import tomllib
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterator
from contextlib import closing, contextmanager
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from osce_scraper.analysis.browsing import make_database
from osce_scraper.analysis.errors import AnalysisError
from osce_scraper.analysis.exporting import export
from osce_scraper.cli import app
from tests.analysis import synthetic
from tests.analysis.conftest import Harvested
from tests.browser import browsing
from tests.waiting import PATIENCE

ITEMS = 340
runner = CliRunner()
QUERIES = tomllib.loads(
    files("osce_scraper.analysis.browsing").joinpath("queries.toml").read_text(encoding="utf-8")
)


@contextmanager
def browse(path: Path | str, temporary: Path, ended_by: signal.Signals = signal.SIGINT) -> Iterator[str]:
    """`osce browse` on a free port: the address that it tells, without the path; ended by a signal."""
    command = [sys.executable, "-m", "osce_scraper.cli", "browse", str(path), "--port", "0", "--no-open"]
    environment = {**os.environ, "TMPDIR": str(temporary)}
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment) as running:
        try:
            assert running.stdout is not None
            line = running.stdout.readline()
            assert line.startswith("Browse at http://127.0.0.1:"), line
            yield line.removeprefix("Browse at ").partition("/osce/")[0]
        finally:
            running.send_signal(ended_by)
            assert running.wait(PATIENCE) == 0
    assert list(temporary.iterdir()) == []


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a server over several hundred items."""
    directory = synthetic.write(tmp_path_factory.mktemp("data"), ITEMS)
    with browse(directory, tmp_path_factory.mktemp("temporary")) as address:
        yield address


def ask(address: str, path: str, **parameters: str) -> Any:
    """The JSON at ``path``, rows as objects."""
    query = urllib.parse.urlencode({"_shape": "objects", **parameters})
    with urllib.request.urlopen(f"{address}/osce/{path}.json?{query}", timeout=PATIENCE) as answer:
        return json.load(answer)


class TestServer:
    """What the server answers."""

    def test_search_finds_words_of_title_lead_and_body(self, address: str) -> None:
        found = ask(address, "news", _search="kosovo 33")
        assert found["rows"]
        assert all("Kosovo" in row["title"] for row in found["rows"])
        assert ask(address, "items", _search="trainers", _size="1")["filtered_table_rows_count"] == ITEMS
        assert ask(address, "items", _search="TURKIYE", _size="1")["filtered_table_rows_count"] > 0
        assert ask(address, "items", _search="zeppelin")["rows"] == []

    def test_facets(self, address: str) -> None:
        facets = ask(address, "items", _size="1")["facet_results"]
        assert {"type", "language", "year", "issuers", "countries"} <= facets.keys()
        counted = {value["value"]: value["count"] for value in facets["language"]["results"]}
        assert sum(counted.values()) == ITEMS
        assert "Kosovo" in {value["value"] for value in facets["countries"]["results"]}

    @pytest.mark.parametrize("name", QUERIES)
    def test_every_saved_query_that_is_offered_answers(self, address: str, name: str) -> None:
        if "changes" in QUERIES[name]["needs"]:
            with pytest.raises(urllib.error.HTTPError):
                ask(address, name)
            return
        assert ask(address, name, words="valley")["ok"]

    def test_sums_by_sex_say_what_they_rest_on(self, address: str) -> None:
        rows = ask(address, "women-and-men-by-year")["rows"]
        lines = [line for item in synthetic.items(ITEMS) for line in [item["participants"]]]
        both = [line for line in lines if line["women"] is not None and line["men"] is not None]
        assert sum(row["split_in"] for row in rows) == len(both)
        assert sum(row["women"] or 0 for row in rows) == sum(line["women"] for line in both)
        assert sum(row["items"] for row in rows) == ITEMS

    def test_a_downloaded_csv_holds_no_formula(self, address: str) -> None:
        query = "select '=1+1' as a, '@x;=2' as b, -7 as c, 'line\n\"quoted\"' as d, '+49 30' as e"
        parameters = urllib.parse.urlencode({"sql": query})
        with urllib.request.urlopen(f"{address}/osce.csv?{parameters}", timeout=20) as answer:
            header, row = csv.reader(io.StringIO(answer.read().decode(), newline=""))
        assert header == ["a", "b", "c", "d", "e"]
        assert row == ["'=1+1", "'@x;'=2", "-7", 'line\n"quoted"', "'+49 30"]

    def test_every_row_of_a_large_csv_comes_once(self, address: str) -> None:
        with urllib.request.urlopen(f"{address}/osce/news.csv?_stream=on&_size=max", timeout=20) as answer:
            rows = list(csv.DictReader(io.StringIO(answer.read().decode(), newline="")))
        assert len(rows) == len({row["id"] for row in rows}) == ITEMS

    def test_what_is_served_cannot_be_changed(self, address: str) -> None:
        with pytest.raises(urllib.error.HTTPError) as refused:
            urllib.request.urlopen(f"{address}/osce.json?sql=delete+from+news", timeout=PATIENCE)
        assert refused.value.code == 400
        assert ask(address, "news", _size="1")["filtered_table_rows_count"] == ITEMS

    def test_it_tells_what_the_data_is(self, address: str) -> None:
        with urllib.request.urlopen(f"{address}/-/metadata.json", timeout=PATIENCE) as answer:
            metadata = json.load(answer)
        assert metadata["license_url"] == "https://www.osce.org/copyright"
        tables = metadata["databases"]["osce"]["tables"]
        assert all(table["description"] for table in tables.values())
        for name in ("items", "news", "participants", "countries"):
            columns = ask(address, name, _size="1")["columns"]
            assert columns == list(tables[name]["columns"])
            assert all(tables[name]["columns"].values())

    def test_only_this_machine_is_served(self, address: str) -> None:
        port = int(address.rpartition(":")[2])
        with socket.socket() as elsewhere:
            # Free on every other address: the server listens on 127.0.0.1 alone.
            elsewhere.bind(("127.0.0.2", port))

    @pytest.mark.parametrize(
        ("names", "status"),
        [
            (["127.0.0.1:{port}"], 200),
            (["LocalHost:{port}"], 200),
            (["rebound.example.org:{port}"], 421),
            (["127.0.0.1.example.org:{port}"], 421),
            (["127.0.0.1:1"], 421),
            (["127.0.0.1"], 421),
            (["127.0.0.1:{port}", "rebound.example.org"], 400),
        ],
    )
    def test_only_its_own_name_is_answered(self, address: str, names: list[str], status: int) -> None:
        port = int(address.rpartition(":")[2])
        asking = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
        with closing(asking):
            asking.putrequest("GET", "/-/versions.json", skip_host=True)
            for name in names:
                asking.putheader("Host", name.format(port=port))
            asking.endheaders()
            answer = asking.getresponse()
            assert answer.status == status
            assert (b"python" in answer.read()) == (status == 200)

    @pytest.mark.parametrize("size", ["phone", "desktop"])
    def test_in_a_browser(self, address: str, size: str) -> None:
        with browsing(f"{address}/osce/items", size=size) as visit:
            assert visit.page.locator("tbody tr").count() == 50
            assert visit.page.locator(".facet-info").count() >= 5
            visit.page.fill("input[name=_search]", "Kosovo")
            visit.page.keyboard.press("Enter")
            visit.page.wait_for_url("**_search=Kosovo**")
            assert "Kosovo" in visit.page.locator("tbody tr").first.inner_text()
            assert visit.page.evaluate("getComputedStyle(document.querySelector('dl')).overflowY") == "auto"
        assert visit.errors == []
        assert visit.outside == []


class TestDatabase:
    """What is copied, from where."""

    def test_an_export_and_a_store_and_files_give_the_same(
        self, harvested: Harvested, tmp_path: Path
    ) -> None:
        exported = tmp_path / "osce-export.sqlite"
        export(harvested.directory, "sqlite", exported)
        before = exported.read_bytes()
        seen = []
        for place, path in enumerate((exported, harvested.store_url, harvested.directory)):
            directory = tmp_path / str(place)
            directory.mkdir()
            with closing(sqlite3.connect(make_database(path, directory))) as database:
                found = (
                    "SELECT id FROM items WHERE rowid IN (SELECT rowid FROM news_fts WHERE news_fts MATCH ?)"
                )
                assert database.execute(found, ("долине",)).fetchall() == [("1-ru",)]
                seen.append(database.execute("SELECT * FROM items ORDER BY id").fetchall())
                assert database.execute("SELECT count(*) FROM changes").fetchone() == (5,)
        assert seen[0] == seen[1] == seen[2]
        assert exported.read_bytes() == before

    def test_lists_are_names(self, harvested: Harvested, tmp_path: Path) -> None:
        with closing(sqlite3.connect(make_database(harvested.directory, tmp_path))) as database:
            row = database.execute(
                "SELECT fields_of_work, countries, women FROM items WHERE id = '1-en'"
            ).fetchone()
        assert row == ('["Policing","Youth"]', '["Kosovo"]', 12)

    def test_an_export_without_news_is_refused(self, harvested: Harvested, tmp_path: Path) -> None:
        export(harvested.directory, "sqlite", tmp_path / "menus.sqlite", tables=["menus"])
        (tmp_path / "copy").mkdir()
        with pytest.raises(AnalysisError, match="holds no table of news"):
            make_database(tmp_path / "menus.sqlite", tmp_path / "copy")


class TestMistakes:
    """What is said when it cannot start; nothing is left behind."""

    @pytest.mark.parametrize(
        ("options", "code", "said"),
        [
            (["nowhere"], 1, "does not exist"),
            (["--port", "70000"], 2, "--port"),
            (["here", "--store", "sqlite:///x"], 2, "give either PATH or --store"),
        ],
    )
    def test_are_named(self, options: list[str], code: int, said: str) -> None:
        done = runner.invoke(app, ["browse", "--no-open", "--port", "0", *options])
        assert done.exit_code == code
        assert said in " ".join(done.output.split())

    def test_a_port_that_is_taken(self, harvested: Harvested) -> None:
        with socket.socket() as taken:
            taken.bind(("127.0.0.1", 0))
            taken.listen()
            port = taken.getsockname()[1]
            done = runner.invoke(app, ["browse", str(harvested.directory), "--no-open", "--port", str(port)])
        assert done.exit_code == 1
        assert "give another with --port" in " ".join(done.output.split())

    def test_says_what_to_install(
        self, harvested: Harvested, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
    ) -> None:
        temporary = tmp_path / "temporary"
        temporary.mkdir()
        monkeypatch.setattr(tempfile, "tempdir", str(temporary))
        monkeypatch.setitem(sys.modules, "datasette", None)
        monkeypatch.setitem(sys.modules, "datasette.app", None)
        done = runner.invoke(app, ["browse", str(harvested.directory), "--no-open", "--port", "0"])
        assert done.exit_code == 1
        assert "extra 'analysis'" in " ".join(done.output.split())
        assert list(temporary.iterdir()) == []


@pytest.mark.parametrize("sent", [signal.SIGHUP, signal.SIGTERM], ids=lambda sent: sent.name)
def test_a_closed_terminal_leaves_no_copy_behind(
    harvested: Harvested, tmp_path: Path, sent: signal.Signals
) -> None:
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    with browse(harvested.directory, temporary, sent):
        assert list(temporary.iterdir()) != []
