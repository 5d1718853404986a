"""Publishing killed at any moment: a reader sees the files of before or the files of now, each whole."""

import datetime as dt
import json
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from osce_scraper.records import NewsItem
from osce_scraper.store import Store, publish
from tests.kills.children import Child
from tests.kills.files import whole_lines
from tests.kills.plan import Plan
from tests.store.conftest import START
from tests.store.records import news_item

ITEMS = 40


def publish_for_ever(url: str, directory: Path, tell: Callable[[bytes], None]) -> None:
    """Change all records in one transaction, publish, and so on: every file is then of one generation."""
    now = START
    with Store(url) as store:
        generation = max((item.revision or 0 for item in store.current()), default=0)
        while True:
            generation += 1
            now += dt.timedelta(minutes=1)
            publish_generation(store, directory, generation, now)
            tell(b".")


def publish_generation(store: Store, directory: Path, generation: int, now: dt.datetime) -> None:
    """Change all records in one transaction, and publish them."""
    with store.transaction():
        for number in range(1, ITEMS + 1):
            store.save(news_item(number, title=f"Generation {generation}"), now, 1)
    publish(store, directory, now)


@pytest.mark.slow
def test_killed_at_any_moment_the_published_files_are_whole(
    new_store: Callable[[], str], database: str, plan_of: Callable[..., Plan], tmp_path: Path
) -> None:
    plan = plan_of("publish", database)
    url, data = new_store(), tmp_path / "published"
    newest = 1
    with Store(url) as store:
        publish_generation(store, data, newest, START)
    while plan.left:
        child = Child(lambda tell: publish_for_ever(url, data, tell))
        began = time.monotonic()
        assert child.told()
        # Somewhere in the next generation, or the one after it.
        sent = plan.next_signal()
        assert child.kill(sent, plan.chance.uniform(0.0, 1.5) * (time.monotonic() - began))
        child.rest()
        plan.note(sent)
        news = [NewsItem.from_json_line(line) for line in whole_lines(data / "news.jsonl")]
        generations = {item.title for item in news}
        assert (len(news), len(generations)) == (ITEMS, 1)
        assert news[0].revision is not None
        assert news[0].revision >= newest + 1
        newest = news[0].revision
        seqs = [json.loads(line)["seq"] for line in whole_lines(data / "changes.jsonl")]
        assert seqs == list(range(1, len(seqs) + 1))
        assert len(seqs) % ITEMS == 0
    assert newest >= plan.number
    with Store(url) as store:
        publish(store, data, START)
        assert {item.title for item in store.current()} == {f"Generation {_newest(data)}"}
    assert not list(data.rglob("*.part"))
    # An unkilled publication of the same store gives the same bytes.
    with Store(url) as store:
        publish(store, tmp_path / "whole", START)
    assert _files(data) == _files(tmp_path / "whole")


def _newest(data: Path) -> int:
    return max(json.loads(line)["revision"] for line in whole_lines(data / "news.jsonl"))


def _files(directory: Path) -> dict[str, bytes]:
    return {str(path.relative_to(directory)): path.read_bytes() for path in directory.rglob("*.*")}
