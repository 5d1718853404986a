"""The bytes of a WARC file, gzip undone member by member, with the place in the file where each began.

A cut or broken member raises ``BrokenStream``: a WARC that ends in the middle must not read as if it were
whole.
"""

import zlib
from collections import deque
from typing import BinaryIO, Final

_CHUNK: Final = 1 << 16
#: Decompressed bytes taken in one step, so that a small file cannot fill the memory at once.
_STEP: Final = 1 << 18
_GZIP_MAGIC: Final = b"\x1f\x8b"
_RECORD: Final = b"WARC/"
_NEW_RECORD: Final = b"\r\n" + _RECORD
_EMPTY_LINE: Final = b"\r\n\r\n"
_CUT: Final = "the record is cut off: another begins before its end"
_GZIP_WBITS: Final = 16 + zlib.MAX_WBITS


class BrokenStream(Exception):  # noqa: N818 - it says what the stream is
    """The bytes end too early or cannot be decompressed; the message says which."""


class WarcStream:
    """Decompressed bytes of a file from an offset on; plain files are passed through.

    ``file`` is open for reading in binary mode and seekable. ``offset`` is where a record begins (for gzip:
    where a member begins).
    """

    def __init__(self, file: BinaryIO, offset: int = 0) -> None:
        file.seek(offset)
        self._file = file
        self._input = file.read(_CHUNK)
        #: Offset in the file behind the last byte that was decompressed.
        self._consumed = offset
        self.compressed = self._input.startswith(_GZIP_MAGIC)
        self._inflater: zlib._Decompress | None = None
        self._buffer = bytearray()
        #: Position, in decompressed bytes, of the buffer's first byte.
        self._position = 0
        self._origin = offset
        #: Where members began and no record was taken yet: (decompressed position, offset in the file).
        self._starts: deque[tuple[int, int]] = deque()
        self._last_start = (0, offset)
        #: Offset in the file of the gzip member that was opened last.
        self.member = offset

    def fill(self) -> bool:
        """Take more bytes into the buffer; False at the end of the file.

        Raises ``BrokenStream`` when the file ends inside a gzip member, or a member is damaged.
        """
        if not self.compressed:
            return self._fill_plain()
        while True:
            if (self._inflater is None or self._inflater.eof) and not self._open_member():
                return False
            if self._inflate():
                return True

    def peek(self, size: int) -> bytes:
        """The next ``size`` bytes without taking them; fewer only at the end of the file."""
        while len(self._buffer) < size and self.fill():
            pass
        return bytes(self._buffer[:size])

    def take(self, size: int) -> bytes:
        """The next ``size`` bytes. Raises ``BrokenStream`` when there are fewer."""
        while len(self._buffer) < size:
            if not self._fill_inside():
                raise BrokenStream(f"the file ends {size - len(self._buffer)} bytes before the record does")
        taken = bytes(self._buffer[:size])
        self._advance(size)
        return taken

    def skip(self, size: int) -> None:
        """Pass over ``size`` bytes without keeping them. Raises ``BrokenStream`` when there are fewer."""
        while size > len(self._buffer):
            size -= len(self._buffer)
            self._advance(len(self._buffer))
            if not self._fill_inside():
                raise BrokenStream(f"the file ends {size} bytes before the record does")
        self._advance(size)

    def take_header(self, limit: int) -> bytes | None:
        """The bytes up to and with the empty line; ``None`` when it does not come within ``limit`` bytes.

        Raises ``BrokenStream`` when the file ends first, or another record begins first.
        """
        searched = 0
        while (found := self._buffer.find(_EMPTY_LINE, searched)) < 0 and len(self._buffer) <= limit:
            if self._buffer.find(_NEW_RECORD, searched) >= 0:
                raise BrokenStream(_CUT)
            searched = max(0, len(self._buffer) - len(_NEW_RECORD) + 1)
            if not self._fill_inside():
                raise BrokenStream("the file ends inside a record's header")
        if self._buffer.find(_NEW_RECORD, 0, max(found, 0) or limit) >= 0:
            raise BrokenStream(_CUT)
        return None if found < 0 else self.take(found + len(_EMPTY_LINE))

    def take_newlines(self, most: int) -> int:
        """Take up to ``most`` carriage returns and newlines of this record's end; how many there were.

        Stays inside the gzip member, so that damage of the next one is not laid at this one's door.
        """
        taken = 0
        while taken < most:
            if not self._buffer and not self._more_of_member():
                break
            if self._buffer[0] not in b"\r\n":
                break
            self._advance(1)
            taken += 1
        return taken

    def end_member(self) -> None:
        """Read to the end of the gzip member if nothing but its check sum is left.

        Raises ``BrokenStream`` when the sum does not match or is cut off.
        """
        if self.compressed and not self._buffer:
            self._more_of_member()

    def place(self) -> tuple[int, bool]:
        """Offset in the file of the next byte's gzip member, and whether that byte is the member's first.

        In a plain file: the offset of the byte itself, and True.
        """
        if not self.compressed:
            return self._origin + self._position, True
        while self._starts and self._starts[0][0] <= self._position:
            self._last_start = self._starts.popleft()
        position, offset = self._last_start
        return offset, position == self._position

    def consumed(self) -> int:
        """Offset in the file behind what was taken, exact at the end of a gzip member and in plain files."""
        return self._consumed if self.compressed else self._origin + self._position

    def _advance(self, size: int) -> None:
        del self._buffer[:size]
        self._position += size

    def _fill_inside(self) -> bool:
        """``fill`` in the middle of a record.

        Raises ``BrokenStream`` where a gzip member comes that begins with a record: this one was cut off.
        Without that, the end of each cut record would be looked for in the whole file.
        """
        member = self.member
        filled = self.fill()
        if filled and self.member != member:
            begin = self._starts[-1][0] - self._position
            if self._buffer.startswith(_RECORD, begin):
                raise BrokenStream(_CUT)
        return filled

    def _fill_plain(self) -> bool:
        self._buffer += self._input
        filled = bool(self._input)
        self._input = self._file.read(_CHUNK)
        return filled

    def _open_member(self) -> bool:
        if len(self._input) < len(_GZIP_MAGIC):
            self._input += self._file.read(_CHUNK)
        if not self._input:
            return False
        self.member = self._consumed
        if not self._input.startswith(_GZIP_MAGIC):
            raise BrokenStream("here something follows that is no gzip member")
        self._starts.append((self._position + len(self._buffer), self._consumed))
        self._inflater = zlib.decompressobj(_GZIP_WBITS)
        return True

    def _more_of_member(self) -> bool:
        """More of the record's own member (or of the plain file) into the buffer; False at its end."""
        if not self.compressed:
            return self.fill()
        while self._inflater is not None and not self._inflater.eof:
            if self._inflate():
                return True
        return False

    def _inflate(self) -> bool:
        """One step of decompression; False when it gave no bytes."""
        inflater = self._inflater
        assert inflater is not None
        if not self._input:
            self._input = self._file.read(_CHUNK)
        try:
            out = inflater.decompress(self._input, _STEP)
        except zlib.error as error:
            raise BrokenStream(f"the gzip member is damaged ({error})") from error
        # Without input there may still be output that the last step had no room for.
        if not (self._input or out or inflater.eof):
            raise BrokenStream("the file ends inside a gzip member: it was cut off")
        left = inflater.unused_data if inflater.eof else inflater.unconsumed_tail
        self._consumed += len(self._input) - len(left)
        self._input = left
        self._buffer += out
        return bool(out)
