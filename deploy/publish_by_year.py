"""Copy published data files for a place that limits the size of a file: gzip, the news in a file a year.

    python deploy/publish_by_year.py data/live published

GitHub refuses files over 100 MB, which news.jsonl reaches at about 15,500 items. The same records give the
same bytes, so that a year in which nothing changed is not committed again.
"""

import gzip
import json
import shutil
import sys
from collections.abc import Iterable
from pathlib import Path

#: Where items without a date of issue go.
UNDATED = "undated"


def publish(source: Path, target: Path) -> None:
    """Write ``target``/news/YEAR.jsonl.gz and the other tables of ``source`` as NAME.jsonl.gz."""
    years = target / "news"
    years.mkdir(parents=True, exist_ok=True)
    written = set()
    with (source / "news.jsonl").open("rb") as lines:
        # The file is ordered by the day of issue: a year is one block of it.
        block: list[bytes] = []
        current = ""
        for line in lines:
            year = (json.loads(line)["issued_on"] or UNDATED)[:4].replace(UNDATED[:4], UNDATED)
            if block and year != current:
                written.add(_write(years / f"{current}.jsonl.gz", block))
                block = []
            current = year
            block.append(line)
        if block:
            written.add(_write(years / f"{current}.jsonl.gz", block))
    for left_over in set(years.glob("*.jsonl.gz")) - written:
        left_over.unlink()
    for table in source.glob("*.jsonl"):
        if table.name != "news.jsonl":
            with table.open("rb") as lines:
                _write(target / f"{table.name}.gz", lines)
    for name in ("README.md", "datapackage.json"):
        shutil.copy(source / name, target / name)
    shutil.copytree(source / "schema", target / "schema", dirs_exist_ok=True)


def _write(path: Path, lines: Iterable[bytes]) -> Path:
    with path.open("wb") as raw, gzip.GzipFile("", "wb", fileobj=raw, mtime=0) as file:
        file.writelines(lines)
    return path


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    publish(Path(sys.argv[1]), Path(sys.argv[2]))
