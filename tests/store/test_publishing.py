"""Published files: whole or not there, in one order, the same bytes for the same store."""

import errno
import fcntl
import json
import os
import stat
import tracemalloc
from collections.abc import Callable, Iterator
from hashlib import sha256
from pathlib import Path

import jsonschema
import pytest

from osce_scraper.records import ChangeEntry, MenuEntry, NewsItem, QuarantineEntry, RunEntry
from osce_scraper.store import PublishError, Refusal, Store, StoreError, publish, publishing
from tests.store.conftest import START, Clock
from tests.store.records import found, menu_entry, news_item, source

TABLES = {
    "news": NewsItem,
    "menus": MenuEntry,
    "changes": ChangeEntry,
    "quarantine": QuarantineEntry,
    "runs": RunEntry,
}


@pytest.fixture
def data(tmp_path: Path) -> Path:
    return tmp_path / "published"


@pytest.fixture
def filled(store: Store, clock: Clock) -> Store:
    """A store with something in every table."""
    run = store.start_run("harvest", {}, clock())
    for number in (12, 7, 9):
        store.found(found(number), clock())
        store.save(news_item(number), clock(), run)
    store.save(news_item(7, title="Курс завершується"), clock.forward(days=1), run)
    store.save_menu("www", [menu_entry("Our work"), menu_entry("Countries", 2)], clock(), run)
    store.refuse(Refusal("https://www.osce.org/x/3", "no title", "3-en", "title", "<h1>"), clock(), run)
    store.finish_run(run, clock(), outcome="finished", counts={"saved": 3})
    return store


def lines(path: Path) -> list[str]:
    return path.read_text(encoding="utf-8").splitlines()


def everything(directory: Path) -> dict[str, bytes]:
    return {
        str(path.relative_to(directory)): path.read_bytes() for path in directory.rglob("*") if path.is_file()
    }


def test_every_table_is_published_with_its_schema_and_nothing_else(
    filled: Store, data: Path, clock: Clock
) -> None:
    publish(filled, data, clock())
    names = {f"{name}.jsonl" for name in TABLES} | {f"schema/{name}.json" for name in TABLES}
    assert set(everything(data)) == names | {"datapackage.json", "README.md"}


@pytest.mark.parametrize("name", TABLES)
def test_every_line_is_a_record_valid_by_the_published_schema(
    filled: Store, data: Path, clock: Clock, name: str
) -> None:
    publish(filled, data, clock())
    schema = json.loads((data / "schema" / f"{name}.json").read_text())
    written = lines(data / f"{name}.jsonl")
    assert written
    for line in written:
        jsonschema.Draft202012Validator(schema).validate(json.loads(line))
        assert TABLES[name].from_json_line(line).to_json_line() == line


def test_the_dictionary_describes_every_field_of_every_table(filled: Store, data: Path, clock: Clock) -> None:
    publish(filled, data, clock())
    package = json.loads((data / "datapackage.json").read_text(encoding="utf-8"))
    told = (data / "README.md").read_text(encoding="utf-8")
    assert {resource["name"] for resource in package["resources"]} == set(TABLES)
    for resource in package["resources"]:
        assert (data / resource["path"]).is_file()
        assert (data / resource["jsonSchema"]).is_file()
        line = json.loads(lines(data / resource["path"])[0])
        assert [field["name"] for field in resource["schema"]["fields"]] == list(line)
        for field in resource["schema"]["fields"]:
            assert field["description"], field["name"]
            assert f"| `{field['name']}` |" in told


def test_a_readme_that_somebody_else_wrote_is_left_alone(filled: Store, data: Path, clock: Clock) -> None:
    data.mkdir()
    (data / "README.md").write_text("# My project\n")
    published = publish(filled, data, clock())
    assert (data / "README.md").read_text() == "# My project\n"
    assert "README.md" not in {file.name for file in published.files}
    assert (data / "news.jsonl").is_file()


def test_a_readme_of_an_earlier_publication_is_made_anew(filled: Store, data: Path, clock: Clock) -> None:
    publish(filled, data, clock())
    told = (data / "README.md").read_bytes()
    (data / "README.md").write_bytes(told[:2000])
    publish(filled, data, clock())
    assert (data / "README.md").read_bytes() == told


def test_the_readme_kept_in_the_repository_is_the_published_one(
    filled: Store, data: Path, clock: Clock
) -> None:
    publish(filled, data, clock())
    kept = Path(__file__).parents[2] / "data" / "README.md"
    assert kept.read_text(encoding="utf-8") == (data / "README.md").read_text(encoding="utf-8")


def test_what_is_said_of_the_files_is_true(filled: Store, data: Path, clock: Clock) -> None:
    published = publish(filled, data, clock())
    assert published.directory == data
    for file in published.files:
        content = (data / file.name).read_bytes()
        assert (file.size, file.sha256) == (len(content), sha256(content).hexdigest())
        assert file.lines == content.count(b"\n") or not file.name.endswith(".jsonl")
    assert published.file("news.jsonl").lines == 3


def test_news_are_ordered_and_carry_what_the_store_knows(filled: Store, data: Path, clock: Clock) -> None:
    publish(filled, data, clock())
    records = [NewsItem.from_json_line(line) for line in lines(data / "news.jsonl")]
    assert [item.id for item in records] == ["12-en", "7-en", "9-en"]
    assert records[1].title == "Курс завершується"
    assert "Курс" in (data / "news.jsonl").read_text(encoding="utf-8")
    assert (records[1].revision, records[1].first_seen, records[1].last_changed) == (2, START, clock.now)


def test_withdrawn_items_stay_in_the_log_only(filled: Store, data: Path, clock: Clock) -> None:
    for _ in range(2):
        filled.start_run("harvest", {}, clock.forward(days=1))
        filled.gone("9-en", clock(), 404)
    publish(filled, data, clock())
    assert "9-en" not in {json.loads(line)["id"] for line in lines(data / "news.jsonl")}
    assert json.loads(lines(data / "changes.jsonl")[-1])["change"] == "withdrawn"


def test_the_log_only_grows(filled: Store, data: Path, clock: Clock) -> None:
    publish(filled, data, clock())
    before = (data / "changes.jsonl").read_bytes()
    filled.save(news_item(9, title="Another"), clock.forward(days=1), 1)
    publish(filled, data, clock())
    after = (data / "changes.jsonl").read_bytes()
    assert after.startswith(before)
    assert len(after) > len(before)


def test_the_same_store_gives_the_same_bytes(filled: Store, data: Path, tmp_path: Path, clock: Clock) -> None:
    publish(filled, data, clock())
    publish(filled, tmp_path / "again", clock.forward(days=3))
    assert everything(data) == everything(tmp_path / "again")


def test_another_fetch_of_the_same_content_changes_fetch_times_only(
    filled: Store, data: Path, clock: Clock
) -> None:
    publish(filled, data, clock())
    before = everything(data)
    later = clock.forward(days=1)
    filled.save(news_item(12, source=source(fetched_at=later)), later, 1)
    publish(filled, data, later)
    after = everything(data)
    assert {name for name in before if before[name] != after[name]} == {"news.jsonl"}

    def timeless(content: bytes) -> list[dict[str, object]]:
        records = [json.loads(line) for line in content.splitlines()]
        for record in records:
            record["last_seen"] = record["source"]["fetched_at"] = None
        return records

    assert timeless(before["news.jsonl"]) == timeless(after["news.jsonl"])


def test_an_empty_store_publishes_empty_tables(store: Store, data: Path, clock: Clock) -> None:
    publish(store, data, clock())
    assert all((data / f"{name}.jsonl").read_bytes() == b"" for name in TABLES)


def test_files_are_of_one_moment_though_the_store_goes_on(
    filled: Store, open_store: Callable[[], Store], data: Path, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = open_store()
    write = publishing._write_beside

    def write_while_others_save(directory: Path, name: str, rows: Iterator[str]) -> publishing.PublishedFile:
        written = write(directory, name, rows)
        if name == "news.jsonl":
            other.save(news_item(99), clock(), 1)
        return written

    monkeypatch.setattr(publishing, "_write_beside", write_while_others_save)
    publish(filled, data, clock())
    assert "99-en" not in (data / "news.jsonl").read_text()
    assert "99-en" not in (data / "changes.jsonl").read_text()


def test_store_then_files_are_on_the_disk_before_any_is_renamed_and_names_after(
    filled: Store, data: Path, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    events: list[tuple[str, str]] = []
    sync, rename = os.fsync, os.replace

    def noted_sync(descriptor: int) -> None:
        events.append(("sync", os.readlink(f"/proc/self/fd/{descriptor}")))
        sync(descriptor)

    def noted_rename(old: Path, new: Path) -> None:
        events.append(("rename", str(new)))
        rename(old, new)

    monkeypatch.setattr(os, "fsync", noted_sync)
    monkeypatch.setattr(os, "replace", noted_rename)
    published = publish(filled, data, clock())
    names = [file.name for file in published.files]
    parts = [("sync", str(publishing._part_of(data / name))) for name in names]
    renames = [("rename", str(data / name)) for name in names]
    folders = [("sync", str(data)), ("sync", str(data / "schema"))]
    before = []
    if filled.dialect == "sqlite":
        before = [("sync", str(filled.path)), ("sync", f"{filled.path}-wal")]
    assert events == before + parts + renames + folders


def test_files_have_the_rights_that_the_umask_leaves(filled: Store, data: Path, clock: Clock) -> None:
    before = os.umask(0o027)
    try:
        publish(filled, data, clock())
    finally:
        os.umask(before)
    assert stat.S_IMODE((data / "news.jsonl").stat().st_mode) == 0o640


def test_what_a_killed_publishing_left_is_removed(filled: Store, data: Path, clock: Clock) -> None:
    (data / "schema").mkdir(parents=True)
    for name in (".news.jsonl.part", "schema/.news.json.part"):
        (data / name).write_text("half a li")
    publish(filled, data, clock())
    assert not [name for name in everything(data) if name.endswith(".part")]


def test_other_files_in_the_directory_are_left_alone(filled: Store, data: Path, clock: Clock) -> None:
    data.mkdir()
    (data / "notes.txt").write_text("mine")
    publish(filled, data, clock())
    assert (data / "notes.txt").read_text() == "mine"


@pytest.mark.parametrize("code", [errno.ENOSPC, errno.EIO], ids=["no space", "broken disk"])
@pytest.mark.parametrize("step", ["write", "fsync"])
def test_a_failing_disk_leaves_the_files_of_before(
    filled: Store, data: Path, clock: Clock, monkeypatch: pytest.MonkeyPatch, code: int, step: str
) -> None:
    publish(filled, data, clock())
    before = everything(data)
    filled.save(news_item(13), clock(), 1)
    failing = OSError(code, os.strerror(code))
    calls = 0

    def fails_at_the_third(*arguments: object) -> None:
        nonlocal calls
        calls += 1
        if calls >= 3:
            raise failing

    if step == "fsync":
        monkeypatch.setattr(publishing.os, "fsync", fails_at_the_third)
    else:
        write = publishing._write_beside

        def write_until_the_third(directory: Path, name: str, rows: Iterator[str]) -> object:
            fails_at_the_third()
            return write(directory, name, rows)

        monkeypatch.setattr(publishing, "_write_beside", write_until_the_third)
    with pytest.raises(PublishError, match=r"osce export\. The files of before are untouched"):
        publish(filled, data, clock())
    monkeypatch.undo()
    assert everything(data) == before
    publish(filled, data, clock())
    assert "13-en" in (data / "news.jsonl").read_text()


def test_a_place_that_is_no_directory_is_named(filled: Store, tmp_path: Path, clock: Clock) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(PublishError, match=r"/file.*OSCE_DATA_DIR or --data-dir"):
        publish(filled, tmp_path / "file", clock())
    assert (tmp_path / "file").read_text() == "in the way"


def test_a_read_only_directory_is_named_and_left(filled: Store, clock: Clock) -> None:
    # The kernel's own directory: closed to root, too.
    place = Path("/sys/osce-published")
    refusal = r"(Permission denied|Operation not permitted|Read-only file system).*can be written to"
    with pytest.raises(PublishError, match=refusal):
        publish(filled, place, clock())
    assert not place.exists()


def test_two_who_publish_into_one_directory_take_turns(
    filled: Store, data: Path, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    publish(filled, data, clock())
    monkeypatch.setattr(publishing, "_PATIENCE", 0.1)
    other = os.open(data, os.O_RDONLY)
    try:
        fcntl.flock(other, fcntl.LOCK_EX)
        with pytest.raises(PublishError, match="another process has been publishing into"):
            publish(filled, data, clock())
    finally:
        os.close(other)
    publish(filled, data, clock())


def test_a_stored_record_that_no_longer_fits_stops_publishing_and_is_named(
    filled: Store, data: Path, clock: Clock
) -> None:
    publish(filled, data, clock())
    before = everything(data)
    with filled.transaction() as connection:
        connection.exec_driver_sql(
            "UPDATE items SET content = replace(content, '\"body\":[', '\"bodies\":[') WHERE id = '9-en'"
        )
    with pytest.raises(StoreError, match=r"9-en does not fit .*body.*osce reextract --apply"):
        publish(filled, data, clock())
    assert everything(data) == before


def test_memory_does_not_grow_with_the_store(store: Store, tmp_path: Path, clock: Clock) -> None:
    body = [
        f"Paragraph {number} of a long report, each of them of the usual length. " * 3 for number in range(40)
    ]

    def fill(numbers: range) -> None:
        with store.transaction():
            for number in numbers:
                store.save(news_item(number, body=body), clock(), 1)

    def peak_and_size(directory: Path) -> tuple[int, int]:
        tracemalloc.start()
        published = publish(store, directory, clock())
        top = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return top, published.file("news.jsonl").size

    fill(range(1, 301))
    publish(store, tmp_path / "first", clock())
    few, small = peak_and_size(tmp_path / "few")
    fill(range(301, 1501))
    many, large = peak_and_size(tmp_path / "many")
    assert large > 12_000_000
    # The parser of JSON keeps a bounded store of short strings; nothing else may grow.
    assert many - few < (large - small) / 20
