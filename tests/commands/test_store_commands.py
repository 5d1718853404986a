"""`osce status`, `quarantine`, `export` and `validate`, as somebody types them."""

import datetime as dt
import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result
from typer.testing import CliRunner

from osce_scraper.archive import ArchiveWriter
from osce_scraper.cli import app
from osce_scraper.records import ArchiveLink, Issuer
from osce_scraper.store import HELD_BACK, DueReason, Fetched, Refusal, Store, url_in
from tests.store.records import found, news_item

START = dt.datetime(2026, 11, 2, 2, 0, tzinfo=dt.UTC)
ID = "531680-en"

Osce = Callable[..., Result]


@pytest.fixture
def data(tmp_path: Path) -> Path:
    return tmp_path / "data"


@pytest.fixture
def store(data: Path) -> Store:
    """A store with two items, one of them changed, and a page in quarantine."""
    store = Store(url_in(data))
    run = store.start_run("crawl news", {}, START)
    for number in (531680, 7):
        item = news_item(number, issuers=[Issuer(name="OSCE Bureau of Maps")])
        store.found(found(number), START)
        store.save(item, START, run, fetched=Fetched(item.url, 200))
    body = [news_item().body[0], "Nobody folded it well."]
    store.save(news_item(title="Course ends early", body=body), START + dt.timedelta(days=1), run)
    store.found(found(3), START)
    link = ArchiveLink(file="archive/1.warc.gz", record_id="<urn:uuid:1>")
    store.refuse(Refusal("https://www.osce.org/x/3", "no title", "3-en", "title", "<h1>", link), START, run)
    store.finish_run(run, START + dt.timedelta(seconds=9), outcome="finished", counts={"fetched": 3})
    return store


@pytest.fixture
def osce(data: Path, monkeypatch: pytest.MonkeyPatch) -> Osce:
    """Types a command, with the data directory in the environment."""
    monkeypatch.setenv("OSCE_DATA_DIR", str(data))
    monkeypatch.delenv("OSCE_STORE_URL", raising=False)
    monkeypatch.setenv("COLUMNS", "200")

    def type_(*words: str) -> Result:
        result = CliRunner().invoke(app, words)
        assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
        return result

    return type_


# -- status --------------------------------------------------------------------------------------------------


def test_status_shows_counts_and_the_last_runs(store: Store, osce: Osce) -> None:
    shown = osce("status").output
    assert "items" in shown
    assert "crawl news" in shown
    assert "finished" in shown
    told = json.loads(osce("status", "--json").output)
    assert told["counts"]["items"] == 2
    assert told["counts"]["quarantined"] == 1
    assert told["runs"][0]["counts"] == {"fetched": 3}
    assert told["harvest"] is None


def test_status_says_when_a_harvest_is_running(store: Store, osce: Osce) -> None:
    with store.lock("crawl news", START):
        assert "since 2026-11-02 02:00:00 UTC" in osce("status").output.replace("\n", " ")


def test_status_of_an_item_shows_its_history_with_differences(store: Store, osce: Osce) -> None:
    shown = osce("status", ID).output
    assert "changed, revision 2" in shown
    assert "- Course 531680 ends in the valley" in shown
    assert "+ Course ends early" in shown
    assert "+ Nobody folded it well." in shown
    # The paragraph that stayed is not shown.
    assert "Officers met in the valley" not in shown


def test_status_of_an_item_as_json(store: Store, osce: Osce) -> None:
    told = json.loads(osce("status", ID, "--json").output)
    assert told["record"]["title"] == "Course ends early"
    assert [change["change"] for change in told["history"]] == ["added", "changed"]
    assert told["history"][1]["fields"]["title"]["new"] == "Course ends early"
    assert told["address"]["reason"] == "schedule"


def test_status_of_a_refused_page_says_why(store: Store, osce: Osce) -> None:
    assert "no title (title)" in osce("status", "3-en").output


def test_status_of_what_is_not_there(store: Store, osce: Osce) -> None:
    result = osce("status", "99-en")
    assert result.exit_code == 1
    assert "'99-en' is not in the store" in result.output


def test_status_lists_unknown_names(store: Store, osce: Osce) -> None:
    assert "OSCE Bureau of Maps" in osce("status", "--unknown").output
    assert json.loads(osce("status", "--unknown", "--json").output) == [
        {"kind": "office", "name": "OSCE Bureau of Maps", "items": 1, "example": "7-en"}
    ]


@pytest.mark.parametrize(
    "words", [["status"], ["export"], ["quarantine", "list"], ["quarantine", "retry", "--all"]], ids=" ".join
)
def test_without_a_store_nothing_is_made_and_the_next_step_is_named(
    osce: Osce, data: Path, words: list[str]
) -> None:
    result = osce(*words)
    assert result.exit_code == 1
    assert "there is no store at" in result.output
    assert "harvest first" in result.output
    assert not data.exists()


# -- quarantine ----------------------------------------------------------------------------------------------


def test_quarantine_lists_what_was_refused_and_why(store: Store, osce: Osce) -> None:
    shown = osce("quarantine", "list").output
    assert "3-en" in shown
    assert "no title" in shown
    assert [entry["id"] for entry in json.loads(osce("quarantine", "list", "--json").output)] == ["3-en"]


def test_quarantine_shows_the_offending_text_and_the_archived_response(store: Store, osce: Osce) -> None:
    shown = osce("quarantine", "show", "3-en").output
    assert "<h1>" in shown
    assert "archive/1.warc.gz" in shown
    missing = osce("quarantine", "show", "4-en")
    assert missing.exit_code == 1
    assert "osce quarantine list" in missing.output


@pytest.mark.parametrize("words", [["3-en"], ["--all"]], ids=["one", "all"])
def test_quarantine_retry_makes_pages_due(store: Store, osce: Osce, words: list[str]) -> None:
    result = osce("quarantine", "retry", *words)
    assert result.exit_code == 0
    assert "1 pages still give none and are due" in result.output
    due = list(store.due(dt.datetime.now(dt.UTC)))
    assert ("3-en", DueReason.REQUESTED) in [(address.identity, address.reason) for address in due]


PAGE = b"""<html lang="en"><head><title>Maps for all | OSCE</title></head><body><main><article>
<h1>Maps for all</h1><p>Issued on: <time datetime="2026-10-20">20 October 2026</time></p>
<div class="body body-section is-text text--default">
<p>Every officer of the valley got a map of it on Tuesday, printed on paper that does not tear.</p>
<p>The second paragraph says that the maps were folded by the officers themselves, twice each.</p>
</div></article></main></body></html>"""


def test_quarantine_retry_reads_the_archived_response_again(store: Store, osce: Osce, data: Path) -> None:
    """The page was refused by an older version, and is no problem for this one."""
    url = "https://www.osce.org/secretariat/4"
    with ArchiveWriter(data / "archive", "news", START) as writer:
        link = writer.write_exchange(
            url, status=200, headers=[(b"Content-Type", b"text/html")], payload=PAGE, fetched_at=START
        )
    store.found(found(4), START)
    store.refuse(Refusal(url, "no title", "4-en", "title", None, link), START, 1)
    result = osce("quarantine", "retry", "4-en")
    assert result.exit_code == 0
    assert "1 pages have become records" in result.output
    item = store.get("4-en")
    assert item is not None
    assert (item.title, item.first_seen, item.source.archive) == ("Maps for all", START, link)
    assert store.quarantine_entry("4-en") is None
    address = store.address("4-en")
    assert address is not None
    assert address.reason is DueReason.SCHEDULE
    assert store.newest_runs(1)[0].counts == {"records": 1}


def test_quarantine_retry_wants_to_know_what(store: Store, osce: Osce) -> None:
    assert osce("quarantine", "retry").exit_code == 2
    assert osce("quarantine", "retry", "3-en", "--all").exit_code == 2
    assert osce("quarantine", "retry", ID).exit_code == 1


# -- export --------------------------------------------------------------------------------------------------


def test_export_publishes(store: Store, osce: Osce, data: Path) -> None:
    assert osce("export").exit_code == 0
    assert len((data / "news.jsonl").read_text().splitlines()) == 2


def staged(store: Store) -> int:
    """Stage a new item and a new title in a batch that stays open; its number."""
    store.start_run("harvest", {}, START, staged=True)
    batch = store.batch
    assert batch is not None
    store.save(news_item(title="Before you continue"), START, 2)
    store.save(news_item(number=700_000, title="A new course"), START, 2)
    store.finish_run(2, START, outcome=HELD_BACK, counts={})
    return batch


def test_export_publishes_what_is_accepted_though_a_batch_is_held(
    store: Store, osce: Osce, data: Path
) -> None:
    store.hold(staged(store), START, ["monitor text is red"])
    assert osce("export").exit_code == 0
    assert len((data / "news.jsonl").read_text().splitlines()) == 2
    assert "Before you continue" not in (data / "news.jsonl").read_text()


def test_export_publishes_what_is_accepted_while_a_harvest_runs(store: Store, osce: Osce, data: Path) -> None:
    staged(store)
    with store.lock("crawl news", START):
        assert osce("export").exit_code == 0
    assert len((data / "news.jsonl").read_text().splitlines()) == 2


# -- batch ---------------------------------------------------------------------------------------------------


def test_a_held_batch_is_listed_and_shown_field_by_field(store: Store, osce: Osce) -> None:
    batch = staged(store)
    store.hold(batch, START, ["monitor change/title is red: 9 of 20"])
    (listed,) = json.loads(osce("batch", "list", "--json").output)
    assert (listed["batch"], listed["state"]) == (batch, "held")
    shown = json.loads(osce("batch", "show", str(batch), "--json").output)
    assert shown["reasons"] == ["monitor change/title is red: 9 of 20"]
    assert shown["differences"]["items"] == {"added": 1, "changed": 1}
    assert shown["differences"]["fields"]["title"] == 1
    (example,) = shown["differences"]["field_examples"]["title"]
    assert (example["id"], example["new"]) == ("531680-en", "Before you continue")
    told = osce("batch", "show", str(batch)).output
    assert "field title: changes in 1" in told
    assert "+ Before you continue" in told
    assert f"osce batch accept {batch}" in told
    assert "1 added, 1 changed" in " ".join(osce("batch", "list").output.split())


def test_a_held_batch_is_accepted_and_published(store: Store, osce: Osce, data: Path) -> None:
    batch = staged(store)
    store.hold(batch, START, [])
    done = osce("batch", "accept", str(batch))
    assert done.exit_code == 0, done.output
    assert "1 added, 1 changed" in done.output
    assert "Before you continue" in (data / "news.jsonl").read_text()
    assert json.loads(osce("batch", "list", "--json").output)[0]["state"] == "accepted"
    again = osce("batch", "accept", str(batch))
    assert again.exit_code == 1
    assert f"batch {batch} is accepted" in again.output


def test_a_rejected_batch_changes_nothing(store: Store, osce: Osce, data: Path) -> None:
    batch = staged(store)
    store.hold(batch, START, [])
    assert osce("batch", "reject", str(batch)).exit_code == 0
    assert osce("export").exit_code == 0
    assert "Before you continue" not in (data / "news.jsonl").read_text()
    shown = json.loads(osce("batch", "show", str(batch), "--json").output)
    assert (shown["state"], shown["differences"]["items"]) == ("rejected", {"added": 1, "changed": 1})


@pytest.mark.parametrize("verb", ["show", "accept", "reject"])
def test_a_batch_that_is_not_there_is_told(store: Store, osce: Osce, verb: str) -> None:
    done = osce("batch", verb, "9")
    assert done.exit_code == 1
    assert "there is no batch 9: osce batch list" in done.output


def test_no_batch_is_decided_while_a_harvest_runs(store: Store, osce: Osce) -> None:
    batch = staged(store)
    with store.lock("harvest", START):
        assert osce("batch", "accept", str(batch)).exit_code == 4


def test_export_into_what_is_no_directory_is_told(store: Store, osce: Osce, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    result = osce("export", "--store", url_in(tmp_path / "data"), "--data-dir", str(tmp_path / "file"))
    assert result.exit_code == 1
    assert "could not be written to" in result.output


# -- validate ------------------------------------------------------------------------------------------------


def test_validate_accepts_what_was_published(store: Store, osce: Osce, data: Path) -> None:
    osce("export")
    names = ("news", "menus", "changes", "quarantine", "runs")
    result = osce("validate", *(str(data / f"{name}.jsonl") for name in names))
    assert result.exit_code == 0
    assert "2 lines, none wrong" in result.output


def test_validate_names_file_line_and_field(store: Store, osce: Osce, data: Path) -> None:
    osce("export")
    file = data / "news.jsonl"
    first, second = file.read_text().splitlines()
    broken = json.loads(second) | {"language": "english"}
    file.write_text("\n".join([first, json.dumps(broken), first, '{"id": "5-en"', first]))
    result = osce("validate", str(file))
    assert result.exit_code == 1
    assert f"{file}:2: language: " in result.output
    assert f"{file}:3: id: the same as in line 1" in result.output
    assert f"{file}:4: line: " in result.output
    assert f"{file}:5: line: the file ends in the middle of a line" in result.output
    assert "5 lines, 4 wrong" in result.output


@pytest.mark.parametrize(
    "address",
    [
        "https://osce:hunter2@db/news.jsonl",
        "postgresql://osce:x/hunter2@db/osce",
        "https://www.osce.org/news.jsonl?password=hunter2",
    ],
)
def test_validate_of_an_address_tells_no_password(osce: Osce, address: str) -> None:
    result = osce("validate", address)
    assert result.exit_code == 2
    assert "give a data file" in result.output
    assert "hunter2" not in result.output


def test_validate_tells_the_first_mistakes_and_counts_the_rest(osce: Osce, tmp_path: Path) -> None:
    file = tmp_path / "news.jsonl"
    file.write_text("{}\n" * 50)
    result = osce("validate", str(file))
    assert "and 30 more" in result.output
    assert result.output.count("news.jsonl:") == 20 + 2


def test_validate_asks_for_the_table_of_a_file_of_another_name(store: Store, osce: Osce, data: Path) -> None:
    osce("export")
    other = data / "mine.txt"
    other.write_bytes((data / "news.jsonl").read_bytes())
    assert osce("validate", str(other)).exit_code == 2
    assert osce("validate", "--as", "news", str(other)).exit_code == 0
    assert osce("validate", "--as", "poems", str(other)).exit_code == 2
    assert osce("validate", str(data / "nothing" / "news.jsonl")).exit_code == 2


# -- as a program --------------------------------------------------------------------------------------------


def test_a_damaged_store_is_a_message_and_no_traceback(data: Path) -> None:
    data.mkdir()
    (data / "osce.sqlite").write_bytes(b"no database at all " * 500)
    done = subprocess.run(
        [sys.executable, "-m", "osce_scraper.cli", "status", "--data-dir", str(data)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert "is damaged" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    "words",
    [
        *(["status"], ["status", ID], ["status", "--unknown"], ["quarantine", "list"]),
        *(["quarantine", "show", "9-en"], ["quarantine", "show", "no\x1b[2J such"]),
    ],
    ids=" ".join,
)
def test_no_table_steers_the_terminal(store: Store, osce: Osce, words: list[str]) -> None:
    said = "a\x1b[2J\x07\x9b1m\u2028z"
    run = store.start_run("crawl news", {}, START)
    item = news_item(title=said, lead=said, issuers=[Issuer(name=said)])
    store.save(item, START + dt.timedelta(days=2), run)
    store.refuse(Refusal("https://www.osce.org/x/9?" + said, said, "9-en", said, said), START, run)
    store.finish_run(run, START, outcome="finished", counts={})
    shown = osce(*words).output
    assert "\\x1b[2J" in shown
    assert not any(character != "\n" and not character.isprintable() for character in shown)
