"""A run killed while it writes the archive: every record that something links to is whole."""

import itertools
from collections.abc import Callable
from pathlib import Path

from osce_scraper.archive import ArchiveWriter, Damage, find_page, records_in
from osce_scraper.records import ArchiveLink
from tests.archive.conftest import HTML, NOW, page
from tests.kills.children import killed
from tests.kills.plan import Plan


def test_a_run_killed_while_it_writes_leaves_every_linked_record_whole(
    tmp_path: Path, plan_of: Callable[..., Plan]
) -> None:
    plan = plan_of("archive")
    archive = tmp_path / "data" / "archive"
    archive.mkdir(parents=True)
    while plan.left:
        run = plan.made.total()
        links_out = tmp_path / f"links-{run}"

        def write(run: int = run, links_out: Path = links_out) -> None:
            with ArchiveWriter(archive, f"run{run}", NOW) as writer, links_out.open("wb", 0) as links:
                for number in itertools.count(1):
                    link = writer.write_exchange(
                        f"https://www.osce.org/node/{number}",
                        status=200,
                        headers=HTML,
                        payload=page(run * 100_000 + number) if number % 3 else page(0),
                        fetched_at=NOW,
                    )
                    links.write(f"{link.file} {link.record_id}\n".encode())

        sent = plan.next_signal()
        assert killed(write, sent, plan.chance.uniform(0.0, 0.3))
        plan.note(sent)
        damages: list[Damage] = []
        path = next(archive.glob(f"*-run{run}.warc.gz"), None)
        if path is None:
            continue
        records = list(records_in(path, damages.append))
        links = links_out.read_text().splitlines() if links_out.exists() else []
        mine = [record.record_id for record in records if record.type in ("response", "revisit")]
        assert len(mine) == len(set(mine))
        assert [line.split(" ", 1)[1] for line in links] == mine[: len(links)]
        assert len(mine) - len(links) <= 1
        assert len(damages) <= 1
        for line in plan.chance.sample(links, min(3, len(links))):
            file, record_id = line.split(" ", 1)
            assert find_page(archive.parent, ArchiveLink(file=file, record_id=record_id)).payload
    # The next run finds what all the killed ones saw, though they never closed their index.
    with ArchiveWriter(archive, "last", NOW) as writer:
        link = writer.write_exchange(
            "https://www.osce.org/node/3", status=304, headers=HTML, payload=b"", fetched_at=NOW
        )
    assert find_page(archive.parent, link).payload == page(0)
