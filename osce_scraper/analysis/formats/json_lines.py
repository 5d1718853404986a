"""JSON Lines: a file a table, nested as the records are."""

import gzip
import json
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import IO, Any, cast

from osce_scraper.analysis.formats.writer import Order
from osce_scraper.analysis.tables import Table


class JsonLinesWriter:
    """One JSON object a line, UTF-8, keys in the order of the columns."""

    ending = "jsonl"

    def __init__(self, order: Order) -> None:
        self._open = ExitStack()
        self._files = {
            table.name: self._opened(order.part(order.table_file(table, self.ending)))
            for table in order.tables
        }

    def _opened(self, path: Path) -> IO[bytes]:
        return self._open.enter_context(path.open("wb"))

    def write(self, table: Table, lines: Sequence[dict[str, Any]]) -> None:
        columns = tuple(table.model.model_fields)
        self._files[table.name].write(
            "".join(
                json.dumps(
                    {name: line.get(name) for name in columns}, ensure_ascii=False, separators=(",", ":")
                )
                + "\n"
                for line in lines
            ).encode()
        )

    def close(self) -> None:
        self._open.close()

    abandon = close

    def remarks(self) -> Sequence[str]:
        return ()


class PackedJsonLinesWriter(JsonLinesWriter):
    """The same, packed with gzip; the same lines give the same bytes."""

    ending = "ndjson.gz"

    def _opened(self, path: Path) -> IO[bytes]:
        raw = super()._opened(path)
        packed = gzip.GzipFile(filename="", mode="wb", fileobj=raw, mtime=0, compresslevel=6)
        self._open.callback(packed.close)
        return cast(IO[bytes], packed)
