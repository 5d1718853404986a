"""Files of `-O` and `-o` on this machine: replaced whole or appended to line by line, never half a record."""

import json
import logging
import os
from pathlib import Path
from typing import IO, Any, Final

from scrapy import Spider
from scrapy.extensions.feedexport import FileFeedStorage

_LOG: Final = logging.getLogger(__name__)
_LINES: Final = frozenset({"jsonl", "jsonlines", "jl"})
#: Bytes that are read at once, from the end of a file on, to find its last line.
_BLOCK: Final = 64 * 1024


class WholeFiles(FileFeedStorage):
    """A file that is replaced gets its place when it is whole; one that is appended to keeps whole lines."""

    def __init__(self, uri: str, *, feed_options: dict[str, Any] | None = None) -> None:
        super().__init__(uri, feed_options=feed_options)
        self._format = (feed_options or {}).get("format")
        # Through a link, so that the link stays.
        self._place = Path(os.path.realpath(self.path))
        self._part = self._place.with_name(f".{self._place.name}.part")

    def open(self, spider: Spider) -> IO[bytes]:
        """The file to write into. Raises ``OSError``."""
        self._place.parent.mkdir(parents=True, exist_ok=True)
        if self._is_replaced():
            return self._part.open("wb")
        if self._format in _LINES and self._place.is_file():
            _end_with_whole_line(self._place)
        return self._place.open(self.write_mode)

    def store(self, file: IO[bytes]) -> None:
        """Bring the file to the disk and into its place. Raises ``OSError``; the old one stays then."""
        if not self._is_replaced():
            file.close()
            return
        try:
            with file:
                file.flush()
                os.fsync(file.fileno())
            os.replace(self._part, self._place)
        except OSError:
            self._part.unlink(missing_ok=True)
            raise

    def _is_replaced(self) -> bool:
        special = self._place.exists() and not (self._place.is_file() or self._place.is_dir())
        # An array is JSON only with its end.
        return not special and (self.write_mode == "wb" or self._format == "json")


def _end_with_whole_line(path: Path) -> None:
    """Cut off half a record at the end of a file of lines, which a killed run left; end a whole one."""
    with path.open("r+b") as file:
        end = file.seek(0, os.SEEK_END)
        begin = end
        tail = b""
        while begin and b"\n" not in tail:
            size = min(_BLOCK, begin)
            begin -= size
            file.seek(begin)
            tail = file.read(size) + tail
        last = tail.rpartition(b"\n")[2]
        if not last:
            return
        try:
            json.loads(last)
        except ValueError:
            _LOG.warning("%s ended in half a record, which is cut off", path)
            file.truncate(end - len(last))
            return
        file.seek(0, os.SEEK_END)
        file.write(b"\n")
