"""Killed at any moment, an archive is whole up to there, and a rebuilding has not happened or has."""

import itertools
import os
import shutil
from pathlib import Path

import pytest

from osce_scraper.archive import ArchiveWriter, Damage, find_page, records_in
from osce_scraper.commands.reextract import reextract
from osce_scraper.records import ArchiveLink
from tests.archive.conftest import HTML, NOW, page
from tests.archive.kill import chance_of_today, killed, seconds_of
from tests.site.server import LocalSite
from tests.spiders.crawl import crawl, open_store

TIMES = 25
FILES = ("news.jsonl", "menus.jsonl", "changes.jsonl", "quarantine.jsonl")


def test_a_run_killed_while_it_writes_leaves_every_linked_record_whole(archive: Path) -> None:
    chance = chance_of_today()
    for attempt in range(TIMES):
        links_out = archive.parent / f"links-{attempt}"

        def write(attempt: int = attempt, links_out: Path = links_out) -> None:
            with ArchiveWriter(archive, f"run{attempt}", NOW) as writer, links_out.open("wb", 0) as links:
                for number in itertools.count(1):
                    link = writer.write_exchange(
                        f"https://www.osce.org/node/{number}",
                        status=200,
                        headers=HTML,
                        payload=page(attempt * 100_000 + number) if number % 3 else page(0),
                        fetched_at=NOW,
                    )
                    links.write(f"{link.file} {link.record_id}\n".encode())

        archive.mkdir(parents=True, exist_ok=True)
        assert killed(write, chance.uniform(0.05, 0.3))
        damages: list[Damage] = []
        path = next(archive.glob(f"*-run{attempt}.warc.gz"), None)
        if path is None:
            continue
        records = list(records_in(path, damages.append))
        links = links_out.read_text().splitlines() if links_out.exists() else []
        mine = [record.record_id for record in records if record.type in ("response", "revisit")]
        assert [line.split(" ", 1)[1] for line in links] == mine[: len(links)]
        assert len(mine) - len(links) <= 1
        assert len(damages) <= 1
        if links:
            file, record_id = chance.choice(links).split(" ", 1)
            assert find_page(archive.parent, ArchiveLink(file=file, record_id=record_id)).payload
    # The next run finds what all the killed ones saw, though they never closed their index.
    with ArchiveWriter(archive, "last", NOW) as writer:
        link = writer.write_exchange(
            "https://www.osce.org/node/3", status=304, headers=HTML, payload=b"", fetched_at=NOW
        )
    assert find_page(archive.parent, link).payload == page(0)


@pytest.fixture(scope="module")
def harvested(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The data directory of a small site."""
    data = tmp_path_factory.mktemp("harvested") / "data"
    with LocalSite(12) as site:
        for spider in ("menus", "news"):
            assert crawl(spider, site.base_url, data).code == 0
    return data


@pytest.mark.slow
def test_a_rebuilding_killed_at_any_moment_has_not_happened_or_has(harvested: Path, tmp_path: Path) -> None:
    chance = chance_of_today()

    def fresh() -> Path:
        target = tmp_path / f"again-{len(os.listdir(tmp_path))}"
        shutil.copytree(harvested / "archive", target / "archive")
        return target

    def apply(target: Path) -> None:
        reextract(data_dir=target, apply=True, jobs=1)

    lasts = seconds_of(lambda: apply(fresh()))
    expected = {name: (harvested / name).read_bytes() for name in FILES}
    target = fresh()
    held = set()
    for _ in range(TIMES):
        killed(lambda: apply(target), chance.uniform(0, lasts))  # noqa: B023 - done before the next turn
        if (target / "osce.sqlite").exists():
            with open_store(target) as store:
                held.add(store.counts().items)
        present = {name: (target / name).read_bytes() for name in FILES if (target / name).exists()}
        assert present in ({}, {name: expected[name] for name in present})
        if held - {0}:
            apply(target)
            assert {name: (target / name).read_bytes() for name in FILES} == expected
            target, held = fresh(), {0}
    apply(target)
    assert {name: (target / name).read_bytes() for name in FILES} == expected
    assert held <= {0, len(expected["news.jsonl"].splitlines())}
