"""What every writer of an export is given and offers."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from osce_scraper.analysis.tables import Link, Table


@dataclass(frozen=True, slots=True)
class Order:
    """What is to be written: the tables, where, and how."""

    tables: tuple[Table, ...]
    part: Callable[[str], Path]
    """Where to write a file, given its name."""
    file: str | None
    """Name of the one file that holds all; ``None`` where each table has a file."""
    by_year: bool = False
    limit: int = 50
    """Most entries of a feed."""

    @property
    def one_part(self) -> Path:
        """Where to write the one file."""
        assert self.file is not None, "a format that writes one file was given a directory"
        return self.part(self.file)

    def table_file(self, table: Table, ending: str) -> str:
        """Name of the file of ``table``."""
        return self.file or f"{table.name}.{ending}"

    def links(self, table: Table) -> tuple[Link, ...]:
        """The links of ``table`` to tables that are written too."""
        written = {other.name for other in self.tables}
        return tuple(link for link in table.links if link.table in written)


class Writer(Protocol):
    """Writes tables in one format."""

    def write(self, table: Table, lines: Sequence[dict[str, Any]]) -> None:
        """Write further lines of ``table``, values as JSON has them. Raises ``AnalysisError``."""

    def close(self) -> None:
        """Complete the files. Raises ``AnalysisError``."""

    def abandon(self) -> None:
        """Let go of the files, which nobody needs."""

    def remarks(self) -> Sequence[str]:
        """What whoever asked should know of what was written."""
